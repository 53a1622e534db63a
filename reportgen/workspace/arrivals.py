"""The inbox, or paths given -> the files that lie there, as they lie on the disk: archives are not opened, nothing is read."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import NamedTuple

from reportgen import periods
from reportgen.characters import plain
from reportgen.expressions import expression
from reportgen.invocation import command
from reportgen.model import CannotRun, Stamp
from reportgen.periods import Period
from reportgen.workspace.settings import SETTINGS, Workspace

WORKBOOKS = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et", ".csv"}
YEAR = expression(r"((?:19|20)\d\d)(?:年度?)?")


class Arrival(NamedTuple):
    """A file on the disk: its path, the path that it was found below, and what the workspace calls it.

    `year` is the one that its folder in the inbox is named after; a `loose` one lies in the inbox, but in no such folder.
    """

    path: Path
    given: Path
    name: str
    stamp: Stamp
    year: int | None = None
    loose: bool = False

    @property
    def storable_name(self) -> str:
        """The name as the ledger can hold it: signs that are no UTF-8 are replaced."""
        return self.name.encode(errors="replace").decode()


def arrivals(workspace: Workspace, paths: Sequence[Path], year: int | None) -> list[Arrival]:
    """Return the files under `paths`, or else in the inbox, but for the folders of other years than `year`, if that is
    given, and for what is neither workbook nor archive and in no year's folder.

    Raises CannotRun where a path is missing or the inbox has neither year folders nor workbooks.
    """
    if paths:
        found = [each for path in paths for each in _at(workspace, path)]
        _need_own(workspace, found)
        return found
    shown = workspace.name_of(workspace.inbox)
    if not workspace.inbox.is_dir():
        inside = f"2023/{workspace.body}/司法所" if workspace.body else "2023/司法所"
        raise CannotRun(
            f"这里没有来件夹“{shown}”。请把各部门的表放成“{shown}/{inside}/行政复议台账.xlsx”这样，再运行一次"
        )
    found = in_inbox(workspace, None if year is None else (year,))
    if not found and not _has_folder(workspace, year):
        named = f"以这一段时间命名的文件夹（如 {workspace.period(year or 2023)}）"
        raise CannotRun(
            f"来件夹“{shown}”里没有{named if workspace.part else '以年度命名的文件夹（如 2023）'}{asked_for(workspace, year)}"
        )
    return found


def apart(workspace: Workspace, year: int | None = None) -> list[Period]:
    """Return the years and parts of years in whose folders of the inbox something lies, and which are not collected with those
    that are asked for: all whole years, or that year, or that part of it.
    """
    there = workspace.inbox.iterdir() if workspace.inbox.is_dir() else ()
    known = {period for path in there if (period := _period(path)) and any(_files(path))}
    return sorted(
        each for each in known if each.part != workspace.part or (year is not None and each.year != year)
    )


def _period(path: Path) -> Period | None:
    """The year, or the part of one, that a folder of the inbox is named after."""
    year = YEAR.fullmatch(path.name)
    period = Period(int(year[1])) if year else periods.read(path.name)
    return period if period and path.is_dir() else None


def asked_for(workspace: Workspace, year: int | None) -> str:
    """Return where in the inbox something lies that was not asked for, and how it is collected; nothing where that is nowhere."""
    there = apart(workspace, year)
    names = "、".join(map(str, there))
    return f"；有表的是{names}的文件夹，运行 {command('collect', '--year', there[-1])}" if there else ""


def _has_folder(workspace: Workspace, year: int | None) -> bool:
    years = {_year_of(workspace, path) for path in workspace.inbox.iterdir()} - {None}
    return year in years if year else bool(years)


def in_inbox(workspace: Workspace, years: Collection[int] | None) -> list[Arrival]:
    """Return the files in the inbox: those of some years, or of all, and those in no year's folder. Raises OSError."""
    found: list[Arrival] = []
    for path in sorted(workspace.inbox.iterdir()):
        if passed_over([path.name]) or (path / SETTINGS).is_file():  # a workspace of its own
            continue
        year = _year_of(workspace, path)
        if year is None and (workspace.body or workspace.part or periods.read(path.name)):
            continue  # it is told where all bodies are, or the whole years, or asked for by itself
        if year is None:
            found += (
                each._replace(loose=True)
                for each in _at(workspace, path)
                if each.path.suffix.lower() in (*WORKBOOKS, ".zip")
            )
        elif years is None or year in years:
            found += (
                each._replace(year=year)
                for own in _own(workspace, path, year)
                for each in _at(workspace, own)
            )
    return found


def _own(workspace: Workspace, folder: Path, year: int) -> Sequence[Path]:
    """What in a year's folder is a body's: its own folder or archive; or where there are bodies, what is none's."""
    if not (workspace.body or workspace.bodies):
        return [folder]
    if workspace.body and not workspace.years.hold(year):
        return []
    wanted = {plain(each) for each in ([workspace.body] if workspace.body else workspace.bodies_in(year))}
    # by name first: a county asks for each of its bodies what of all folders is its own
    names = [each for each in os.listdir(folder) if (_named(each) in wanted) == bool(workspace.body)]
    return sorted(folder / each for each in names if not passed_over([each]))


def name_of_body(path: Path) -> str:
    """Return the name that a folder or an archive gives the body whose it is, as names are compared."""
    return _named(path.name)


def _named(name: str) -> str:
    return plain(name[:-4] if name.lower().endswith(".zip") else name)


def stamp_of(stat: os.stat_result) -> Stamp:
    """Return the stamp of a file."""
    return Stamp(stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)


def of_year(workspace: Workspace, name: str) -> int | None:
    """Return the year of the folder in which a file of the inbox lies, by its name."""
    within = os.path.relpath(os.path.join(workspace.root, name), workspace.inbox).replace(os.sep, "/")
    folder, _, below = within.partition("/")
    return year_in(workspace, folder) if below else None


def year_in(workspace: Workspace, name: str) -> int | None:
    """Return the year that a folder's name gives: 2023年度, or of a workspace for a part of the year, 2023年上半年."""
    if workspace.part:
        period = periods.read(name)
        return period.year if period and period.part == workspace.part else None
    match = YEAR.fullmatch(name)
    return int(match[1]) if match else None


def folder_of(workspace: Workspace, year: int) -> Path:
    """Return the folder of a year in the inbox, which may be called 2023年度, or the one that it is to have."""
    there = sorted(workspace.inbox.iterdir()) if workspace.inbox.is_dir() else []
    return next(
        (each for each in there if _year_of(workspace, each) == year),
        workspace.inbox / str(workspace.period(year)),
    )


def _year_of(workspace: Workspace, path: Path) -> int | None:
    """The year that a folder of the inbox is named after."""
    year = year_in(workspace, path.name)
    return year if year and path.is_dir() else None


def part_of(workspace: Workspace, path: Path) -> str:
    """Return the part of a year in whose folder of the inbox a file lies; an empty string where it lies in none."""
    period = periods.read(_folder(workspace, workspace.name_of(path)))
    return period.part if period else ""


def _folder(workspace: Workspace, name: str) -> str:
    """The folder of the inbox in which a file lies, by its name; an empty string where it lies elsewhere."""
    if not workspace.takes_in(name):
        return ""
    return os.path.relpath(workspace.root / name, workspace.inbox).split(os.sep)[0]


def _need_own(workspace: Workspace, found: Iterable[Arrival]) -> None:
    """Refuse files that are given by path and lie in the inbox's folder of another period. Raises CannotRun."""
    for each in found:
        folder = _folder(workspace, each.name)
        period, year = periods.read(folder), YEAR.fullmatch(folder)
        if period and period.part != workspace.part:
            raise CannotRun(
                f"“{each.name}”在{period.named}的文件夹里；要收集它，请运行 {command('collect', '--year', period)}"
            )
        if year and workspace.part:
            raise CannotRun(
                f"“{each.name}”在全年的文件夹里，不是{workspace.part}的；请移进“年度{workspace.part}”这样的文件夹再收集"
            )


def _at(workspace: Workspace, path: Path) -> Iterator[Arrival]:
    """The files at or below a path, but for those that reportgen writes itself. Raises CannotRun."""
    if not path.exists():
        raise CannotRun(f"没有“{path}”这个文件或文件夹")
    for file, stat in _files(path):
        if not workspace.owns(file):
            yield Arrival(file, path, workspace.name_of(file), stamp_of(stat))


def _files(path: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """The files at or below a path; lock files, hidden files and the system's own are passed over."""
    if path.is_file():
        yield path, path.stat()
        return
    for entry, stat in _listed(path):
        if entry.name.startswith((".", "~$")) or entry.name == "__MACOSX":
            continue
        if S_ISDIR(stat.st_mode):
            yield from _files(Path(entry.path))
        elif S_ISREG(stat.st_mode) and not passed_over([entry.name]):
            yield Path(entry.path), stat


def _listed(folder: Path) -> Iterator[tuple[os.DirEntry[str], os.stat_result]]:
    """What lies in a folder, in the order of the names; nothing for one that cannot be opened."""
    entries: list[os.DirEntry[str]] = []
    with suppress(OSError):
        entries = sorted(os.scandir(folder), key=lambda each: each.name)
    for entry in entries:
        with suppress(OSError):  # it has just gone, or is a link to nowhere
            yield entry, os.stat(entry.path) if entry.is_symlink() else entry.stat()


def passed_over(parts: Sequence[str]) -> bool:
    """Whether a path is a lock file's, a hidden one's, or one of the system's own."""
    return parts[-1].lower().endswith((".ini", ".db")) or any(
        part.startswith((".", "~$")) or part == "__MACOSX" for part in parts
    )
