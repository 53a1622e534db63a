"""The inbox, or paths given -> the files that have come in, with the year and the department that their folders name."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.model import CannotRun, FileRefused
from reportgen.workspace import archive
from reportgen.workspace.settings import SETTINGS, Workspace

WORKBOOKS = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et", ".csv"}
_ASIDE = re.compile(  # what folders and files are called that nobody hands in
    r"作废|废弃|撤回|历史|过期|停用|勿用|不用|未用|旧(?:的|版本?|表|稿|文件|资料|数据|台账)?|备份|存档|归档|回收站|草稿"
    r"|(?:old|backup|bak|trash)(?![a-z])",
    re.IGNORECASE,
)
_MARKED = re.compile(
    rf"[(\[【_\-. ](?:{_ASIDE.pattern}|废)[)\]】]?$|(?:作废|废弃|撤回|备份|旧版|旧表|(?<![a-z])(?:old|backup|bak))$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"((?:19|20)\d\d)(?:年度?)?")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file to collect: where it is, what the workspace calls it, and what its folders say of it.

    `member` is its number in the zip archive at `path`, for a file in one; `refused` says why it is not to be read. A
    `loose` one lies in the inbox, but in no year's folder: it may be anything, and is told but not read. `aside` is the
    folder, or the name, that says that it has been put aside: it is told and not read.
    """

    path: Path
    name: str
    year: int | None
    department: str
    member: int | None = None
    refused: str = ""
    loose: bool = False
    aside: str = ""

    @property
    def storable_name(self) -> str:
        """The name as the ledger can hold it: signs that are no UTF-8 are replaced."""
        return self.name.encode(errors="replace").decode()

    def read(self) -> bytes:
        """Return the file's bytes. Raises FileRefused, OSError."""
        if self.refused:
            raise FileRefused(self.refused)
        if self.member is None:
            return self.path.read_bytes()
        return archive.read(self.path, self.member)


def incoming(
    workspace: Workspace, paths: Iterable[Path], departments: Iterable[str], year: int | None
) -> list[Incoming]:
    """Return the files to collect, in the order of their names: those under `paths`, or else in the inbox, but for the
    folders of other years than `year`, if that is given, and for what is no workbook and in no year's folder.

    Raises CannotRun where a path is missing or the inbox has neither year folders nor workbooks.
    """
    given, known = list(paths), set(departments)
    found = [each for path in given for each in _at(workspace, path, known)]
    if not given:
        found = _in_inbox(workspace, known, year)
    named = {each.name: each for each in found}
    return [named[name] for name in sorted(named)]


def _in_inbox(workspace: Workspace, departments: set[str], year: int | None) -> list[Incoming]:
    """The files in the inbox, but for the folders of other years. Raises CannotRun where there is nothing to take."""
    shown = workspace.name_of(workspace.inbox)
    if not workspace.inbox.is_dir():
        raise CannotRun(
            f"这里没有来件夹“{shown}”。请把各部门的表放成“{shown}/2023/司法所/行政复议台账.xlsx”这样，再运行一次"
        )
    found: list[Incoming] = []
    dated = False
    for path in sorted(workspace.inbox.iterdir()):
        if _passed_over([path.name]) or (path / SETTINGS).is_file():  # a workspace of its own
            continue
        of_year = _year_of(path)
        if of_year is None:
            found += _loose(workspace, path, departments, year)
        elif year in (None, of_year):
            dated = True
            found += _at(workspace, path, departments)
    if not (found or dated):
        raise CannotRun(f"来件夹“{shown}”里没有以年度命名的文件夹（如 2023）")
    return found


def _loose(workspace: Workspace, path: Path, departments: set[str], year: int | None) -> Iterator[Incoming]:
    """The workbooks in the inbox that are in no year's folder; within an archive there may be one."""
    for each in _at(workspace, path, departments):
        if each.path.suffix.lower() not in (*WORKBOOKS, ".zip"):
            continue
        if each.year is None:
            yield replace(each, loose=True)
        elif year in (None, each.year):
            yield each


def _at(workspace: Workspace, path: Path, departments: set[str]) -> Iterator[Incoming]:
    """The files at or below a path, but for those that reportgen writes itself. Raises CannotRun."""
    if not path.exists():
        raise CannotRun(f"没有“{path}”这个文件或文件夹")
    for file in _files(path):
        if not workspace.owns(file):
            yield from _incoming(workspace, path, file, departments)


def _year_of(path: Path) -> int | None:
    """The year that a folder of the inbox is named after."""
    match = _YEAR.fullmatch(path.name) if path.is_dir() else None
    return int(match[1]) if match else None


def _incoming(workspace: Workspace, given: Path, file: Path, departments: set[str]) -> Iterator[Incoming]:
    """The file, or the files in it where it is a zip archive: that is read as a folder."""
    name = workspace.name_of(file)
    parents = _parents(workspace, given, file)
    aside = _aside([*_inside(workspace, file), file.stem], departments)
    if file.suffix.lower() != ".zip" or not _is_archive(file):
        yield Incoming(file, name, *_folders(parents, departments), aside=aside)
        return
    # the archive's own name is a folder's only where it is a department's: 2023/司法所.zip
    own = [file.stem] if any(known in file.stem for known in departments) else []
    try:
        members = archive.members(file)
    except FileRefused as error:
        yield Incoming(file, name, *_folders(parents, departments), refused=str(error))
        return
    for member in members:
        *folders, last = member.path.split("/")
        if _passed_over([*folders, last]):
            continue
        within = _folders([*parents, *own, *folders], departments)
        put = aside or _aside([*folders, last.rpartition(".")[0]], departments)
        yield Incoming(file, f"{name}/{member.path}", *within, member.number, member.refused, aside=put)


def _aside(parts: Sequence[str], departments: set[str]) -> str:
    """The folder, or at the end the file's name, that says that a file has been put aside: 作废, 旧, 备份, old."""
    *folders, stem = (unicodedata.normalize("NFKC", part) for part in parts)
    for name in folders:
        bare = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", name)
        behind = next((name.removeprefix(each) for each in departments if name.startswith(each)), "")
        if name not in departments and (
            _ASIDE.fullmatch(bare) or _MARKED.search(name) or _ASIDE.fullmatch(behind)
        ):
            return name
    return stem if _MARKED.search(stem) else ""


def _inside(workspace: Workspace, file: Path) -> Sequence[str]:
    """The folders of the inbox in which a file lies; none for one that is given from elsewhere."""
    file = Path(os.path.abspath(file))
    return file.relative_to(workspace.inbox).parts[:-1] if file.is_relative_to(workspace.inbox) else ()


def _is_archive(file: Path) -> bool:
    """Whether a .zip holds files, and is no workbook under another name."""
    try:
        names = archive.names(file)
    except FileRefused:
        return True
    return not any(name in names for name in ("[Content_Types].xml", "content.xml", "xl/workbook.xml"))


def _files(path: Path) -> Iterator[Path]:
    """The files at or below a path; lock files, hidden files and the system's own are passed over."""
    if path.is_file():
        yield path
        return
    walked = (Path(folder) / name for folder, _, names in os.walk(path, followlinks=True) for name in names)
    for file in sorted(walked):
        if file.is_file() and not _passed_over(file.relative_to(path).parts):
            yield file


def _passed_over(parts: Sequence[str]) -> bool:
    """Whether a path is a lock file's, a hidden one's, or one of the system's own."""
    return parts[-1].lower().endswith((".ini", ".db")) or any(
        part.startswith((".", "~$")) or part == "__MACOSX" for part in parts
    )


def _parents(workspace: Workspace, given: Path, file: Path) -> list[str]:
    """The folders above a file that may name its year and department, outermost first: those inside the inbox or the
    workspace, and of a path given from elsewhere its own name and the ones above it.
    """
    file = Path(os.path.abspath(file))
    for base in (workspace.inbox, workspace.root):
        if file.is_relative_to(base):
            return list(file.relative_to(base).parts[:-1])
    given = Path(os.path.abspath(given))
    above = given.parent if given == file else given
    return [above.parent.name, above.name, *file.relative_to(above).parts[:-1]]


def _folders(parents: Sequence[str], departments: set[str]) -> tuple[int | None, str]:
    """The year and the department that folders name, outermost first; 近海镇司法所 is 司法所."""
    for index, name in enumerate(parents):
        if match := _YEAR.fullmatch(name):
            folder = parents[index + 1] if index + 1 < len(parents) else ""
            within = [known for known in departments if known in folder]
            return int(match[1]), within[0] if len(within) == 1 else folder
    return None, next((name for name in parents if name in departments), "")
