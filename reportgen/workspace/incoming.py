"""The inbox, or paths given -> the files that have come in, with the year and the department that their folders name."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from reportgen.aliases import ANY, Alias, known, of_folder
from reportgen.characters import half, plain, visible
from reportgen.expressions import expression
from reportgen.model import FileRefused
from reportgen.workspace.arrivals import Arrival, arrivals, name_of_body, passed_over, year_in
from reportgen.workspace.settings import Workspace

_Names = Callable[[int], Mapping[str, str]]  # what means a department in a year
_ASIDE = expression(  # what folders and files are called that nobody hands in
    r"作废|废弃|撤回|历史|过期|停用|勿用|不用|未用|旧(?:的|版本?|表|稿|文件|资料|数据|台账)?|备份|存档|归档|回收站|草稿"
    r"|(?:old|backup|bak|trash)(?![a-z])",
    re.IGNORECASE,
)
_ASIDE_IN_FOLDERS = expression(  # in a file's name these may be what the table is about
    rf"(?:已|待)?(?:{_ASIDE.pattern}|废|原[稿件表]|过程稿|初稿|第?[一二三]稿|历史(?:版本?|数据|资料|台账)|退回|撤销|删除?|回收|临时|te?mp|测试|(?:仅供)?参考|存疑|不报"
    r"|(?:重报|更正|修改|改)[之以]?前的?)(?:文件|表|台账|数据|资料)?",
    re.IGNORECASE,
)
_MARKED = expression(
    rf"[(\[【_\-. ](?:{_ASIDE.pattern}|废)[)\]】]?$|(?:作废|废弃|撤回|备份|旧版|旧表|(?<![a-z])(?:old|backup|bak))$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file to collect: where it is, what the workspace calls it, and what its folders say of it.

    `member` is its number in the zip archive at `path`, for a file in one; `refused` says why it is not to be read. A
    `loose` one lies in the inbox, but in no year's folder: it may be anything, and is told but not read. `aside` is the
    folder, or the name, that says that it has been put aside: it is told and not read. `part` is the part of the year
    that it is collected for.
    """

    path: Path
    name: str
    year: int | None
    department: str
    member: int | None = None
    refused: str = ""
    loose: bool = False
    aside: str = ""
    part: str = ""

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
        from reportgen.workspace import archive

        return archive.read(self.path, self.member)


def incoming(
    workspace: Workspace,
    paths: Sequence[Path],
    departments: Iterable[str],
    year: int | None,
    aliases: Iterable[Alias] = (),
) -> list[Incoming]:
    """Return the files to collect, as `arrivals` finds and `unpacked` takes them. Raises CannotRun."""
    return unpacked(workspace, arrivals(workspace, paths, year), departments, year, aliases)


def unpacked(
    workspace: Workspace,
    there: Iterable[Arrival],
    departments: Iterable[str],
    year: int | None,
    aliases: Iterable[Alias] = (),
) -> list[Incoming]:
    """Return the files to collect of those that are there, in the order of their names: an archive is as a folder."""
    names = partial(known, tuple(departments), tuple(aliases))
    named = {each.name: each for arrival in there for each in _taken(workspace, arrival, names, year)}
    found = [named[name] for name in sorted(named)]
    return [replace(each, part=workspace.part) for each in found] if workspace.part else found


def _taken(workspace: Workspace, arrival: Arrival, names: _Names, year: int | None) -> Iterator[Incoming]:
    """The files of one that is there; of an archive in no year's folder those of which a folder in it names the year."""
    for each in _incoming(workspace, arrival, names):
        if not arrival.loose:
            yield each
        elif each.year is None:
            yield replace(each, loose=True)
        elif year in (None, each.year):
            yield each


def _incoming(workspace: Workspace, arrival: Arrival, names: _Names) -> Iterator[Incoming]:
    """The file, or the files in it where it is a zip archive: that is read as a folder."""
    file, name = arrival.path, arrival.name
    at = os.path.abspath(file)
    inside = _below(workspace.inbox, at)
    parents = inside if inside is not None else _parents(workspace, arrival.given, at)
    departments = names(ANY)
    aside = _aside([*(inside or ()), file.stem], departments)
    if file.suffix.lower() != ".zip" or not _is_archive(file):
        yield Incoming(file, name, *_folders(parents, names, workspace), aside=aside)
        return
    from reportgen.workspace import archive

    # the archive's own name is a folder's only where it is a department's: 2023/司法所.zip
    bodys = bool(workspace.body) and name_of_body(file) == plain(workspace.body)
    own = [file.stem] if bodys or any(name in file.stem for name in departments) else []
    try:
        members = archive.members(file)
    except FileRefused as error:
        yield Incoming(file, name, *_folders(parents, names, workspace), refused=str(error))
        return
    for member in members:
        *folders, last = member.path.split("/")
        if passed_over([*folders, last]):
            continue
        within = _folders([*parents, *own, *folders], names, workspace)
        put = aside or _aside([*folders, last.rpartition(".")[0]], departments)
        yield Incoming(file, f"{name}/{member.path}", *within, member.number, member.refused, aside=put)


def _aside(parts: Sequence[str], departments: Collection[str]) -> str:
    """The folder, or at the end the file's name, that says that a file has been put aside: 作废, 旧, 备份, old."""
    *folders, stem = (half(visible(part)) for part in parts)
    for name in folders:
        bare = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", name)
        behind = next((name.removeprefix(each) for each in departments if name.startswith(each)), "")
        if name not in departments and (
            _ASIDE_IN_FOLDERS.fullmatch(bare) or _MARKED.search(name) or _ASIDE_IN_FOLDERS.fullmatch(behind)
        ):
            return name
    return stem if _MARKED.search(stem) else ""


def _below(base: Path, file: str) -> Sequence[str] | None:
    """The folders below another in which a file lies; None for one that lies elsewhere."""
    if file.startswith(start := os.path.join(base, "")):  # as it is for nearly all, in a tenth of the time
        return file.removeprefix(start).split(os.sep)[:-1]
    try:
        return Path(file).relative_to(base).parts[:-1]
    except ValueError:
        return None


def _is_archive(file: Path) -> bool:
    """Whether a .zip holds files, and is no workbook under another name."""
    from reportgen.workspace import archive

    try:
        names = archive.names(file)
    except FileRefused:
        return True
    return not any(name in names for name in ("[Content_Types].xml", "content.xml", "xl/workbook.xml"))


def _parents(workspace: Workspace, given: Path, file: str) -> Sequence[str]:
    """The folders above a file outside the inbox that may name its year and department, outermost first: those inside the
    workspace, and of a path given from elsewhere its own name and the ones above it.
    """
    within = _below(workspace.root, file)
    if within is not None:
        return within
    given, own = Path(os.path.abspath(given)), Path(file)
    above = given.parent if given == own else given
    return [above.parent.name, above.name, *own.relative_to(above).parts[:-1]]


def _folders(parents: Sequence[str], names: _Names, workspace: Workspace) -> tuple[int | None, str]:
    """The year and the department that folders name, outermost first; 近海镇司法所 is 司法所, and an alias its department.
    A body's own folder stands between.
    """
    for index, name in enumerate(parents):
        if year := year_in(workspace, name):
            below = parents[index + 1 :]
            if workspace.body and below and name_of_body(Path(below[0])) == plain(workspace.body):
                below = below[1:]
            folder = below[0] if below else ""
            departments = names(year)
            within = of_folder(folder, departments, workspace.unit)
            return year, within[0] if len(within) == 1 else folder
    return None, next((names(ANY)[name] for name in parents if name in names(ANY)), "")
