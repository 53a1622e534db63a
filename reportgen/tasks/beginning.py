"""What a clerk says of a new workspace -> its settings, folders, own profile, blank forms and the page that goes with them.

Nothing that is there is written over: a second run adds what is missing. Each file is written whole or not at all.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from reportgen.aliases import known, of_folder
from reportgen.characters import plain
from reportgen.expressions import expression
from reportgen.model import Broken, CannotRun, Finding, Profile
from reportgen.periods import Period
from reportgen.profile import compiled
from reportgen.stages.owed import asked_of
from reportgen.tasks import copies, correspondence
from reportgen.workspace import settings
from reportgen.workspace.arrivals import folder_of, passed_over
from reportgen.workspace.new_settings import Asked, settings_text
from reportgen.workspace.outputs import clean, form_files, reason, write
from reportgen.workspace.reporting import CODE as DEPARTMENTS
from reportgen.workspace.reporting import nobodys, with_departments, wrong
from reportgen.workspace.settings import INBOX, LEDGER, OUTPUT, SETTINGS, Workspace, is_begun
from reportgen.workspace.staffed import as_asked, of_body

Departments = Mapping[str, Mapping[str, Any]]
_IN_SETTINGS = expression(
    "(?:写上|在要报送的部门下面写) owes.*"
)  # the advice to whoever writes the settings by hand

FORMS = "表样"


class Begun(NamedTuple):
    """A workspace that has been begun: what was written for a year, and what was there; each by its name and what it is.

    `inbox` is the name of the year's folder; of `several` bodies each has its own below it, and `astray` are the folders
    beside those, by their names, which are no body's, and `unsent` the forms that were written before there were bodies.
    """

    root: Path
    year: int
    written: tuple[tuple[str, str], ...]
    there: tuple[tuple[str, str], ...]
    inbox: str
    several: bool = False
    astray: tuple[str, ...] = ()
    unsent: str = ""


class Planned(NamedTuple):
    """Departments that are typed, not written yet: what is wrong with them, the sheets there are, which of them each owes,
    and which the report counts and nobody owes.
    """

    problem: str
    sheets: Sequence[str]
    owed: Mapping[str, Sequence[str]]
    nobodys: Sequence[str]


class _Made(NamedTuple):
    """A thing of a workspace: its name, what it is, and whether it was written now."""

    name: str
    what: str
    new: bool


def begin(root: Path, asked: Asked) -> Begun:
    """Make a folder a workspace, or add to one what is missing of it. Raises CannotRun, Broken."""
    root = Path(os.path.abspath(root))
    new = not is_begun(root)
    profile = _planned(root, asked) if new else None
    name = SETTINGS if new or (root / SETTINGS).is_file() else "pyproject.toml"
    made = [_Made(name, "设置：单位、部门、报告里要印的文字", new)]
    if new:
        _make(root)
        write(root / SETTINGS, settings_text(asked).encode())
    made += _own_profile(_workspace(root))
    workspace = _workspace(root)  # of which the profile now is its own
    profile = profile or _checked(workspace)
    its = as_asked(workspace, profile)
    made += [_folders(workspace, its, each) for each in (asked.year, asked.year - 1)]
    made += _letters(workspace, its, asked.year)
    _remember(workspace, profile)
    return _begun(workspace, asked.year, made)


def _begun(workspace: Workspace, year: int, made: Sequence[_Made]) -> Begun:
    written, there = (
        tuple((each.name, each.what) for each in made if each.new is now) for now in (True, False)
    )
    inbox, forms = workspace.name_of(folder_of(workspace, year)), workspace.output / FORMS / str(year)
    astray = tuple(name for each in (year, year - 1) for name in _astray(workspace, each))
    unsent = workspace.name_of(forms) if workspace.bodies and forms.is_dir() else ""
    return Begun(workspace.root, year, written, there, inbox, bool(workspace.bodies), astray, unsent)


def _astray(workspace: Workspace, year: int) -> Iterator[str]:
    """The folders of a year that are no body's, where there are bodies."""
    inbox = folder_of(workspace, year)
    names = {plain(each) for each in workspace.bodies}
    for each in sorted(inbox.iterdir()) if names and inbox.is_dir() else ():
        if each.is_dir() and plain(each.name) not in names and not passed_over([each.name]):
            yield workspace.name_of(each)


def _workspace(root: Path) -> Workspace:
    """The workspace as its settings say. Raises Broken."""
    workspace, findings = settings.load(root)
    if workspace is None:
        raise Broken(findings)
    return workspace


def _planned(root: Path, asked: Asked) -> Profile:
    """The profile with the departments that a clerk says, before anything is written. Raises CannotRun, Broken."""
    workspace = _new(root, asked.profile, asked.departments, asked.unit)
    try:
        return _checked(workspace)
    except Broken as broken:
        if any(each.code != DEPARTMENTS for each in broken.findings):
            raise
        from reportgen.profile.load import load

        profile = load(workspace.profile)[0]
        raise CannotRun(_as_typed(broken.findings, profile.kinds if profile else ())) from None


def _new(root: Path, profile: str, departments: Departments, unit: str = "") -> Workspace:
    """A workspace that is not written yet. Raises CannotRun."""
    folder = settings.profile_of(root, profile)
    return Workspace(root, unit, root / INBOX, root / OUTPUT, root / LEDGER, folder, departments=departments)


def planned(root: Path, name: str, departments: Departments) -> Planned:
    """Return what is wrong with departments for a profile, and else who owes what. Raises CannotRun."""
    from reportgen.profile.load import load

    workspace = _new(root, name, departments)
    before = load(workspace.profile)[0]
    if before is None:
        return Planned("", (), {}, ())  # beginning tells what is wrong with the profile
    sheets = tuple(before.kinds)
    if found := wrong(workspace, before):
        return Planned(_as_typed(found, sheets), sheets, {}, ())
    profile = with_departments(workspace, before)[0]
    owed = {
        each: tuple(kind.name for kind in profile.kinds.values() if each in kind.owners)
        for each in departments
    }
    return Planned("", sheets, owed, tuple(nobodys(before, profile)))


def _as_typed(findings: Sequence[Finding], sheets: Collection[str]) -> str:
    """What is wrong with departments, for someone who types them and does not see the settings."""
    fixes = [_IN_SETTINGS.sub("", each.fix) for each in findings]
    said = "；".join(f"{each.message}。{fix}".rstrip("。") for each, fix in zip(findings, fixes, strict=True))
    if all(each.fix == fix for each, fix in zip(findings, fixes, strict=True)):
        return said
    return (
        f"{said}。要报的表写在部门名称和冒号后面，什么也不报的，冒号后面空着。可以报的表：{'、'.join(sheets)}"
    )


def _make(folder: Path) -> None:
    """Make a folder. Raises CannotRun."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotRun(f"文件夹“{folder}”建不了：{reason(error)}") from None


def _own_profile(workspace: Workspace) -> Iterator[_Made]:
    """A copy of the profile in the workspace, if it came along with the program."""
    name = workspace.profile.name
    what = copies.title(workspace.profile) or "报告方案"
    if copies.shipped(name) is None or _is_the_programs(workspace):
        yield _Made(workspace.name_of(workspace.profile), what, new=False)
        return
    done = copies.copy(workspace.root, name)
    shown = workspace.name_of(done.folder)
    if not done.there:
        yield _Made(shown, what, new=True)
    else:
        yield _Made(shown, what, new=False)
        yield from (_Made(f"{shown}/{each}", "报告方案里缺的文件", new=True) for each in done.written)


def _is_the_programs(workspace: Workspace) -> bool:
    """Whether the workspace is the program's own folder, in which the profiles came along."""
    return any(workspace.root / settings.OWN == each for each in settings.SHIPPED)


def _checked(workspace: Workspace) -> Profile:
    """The profile of a workspace, without a mistake. Raises Broken."""
    from reportgen.opening import checked

    profile, _, findings = checked(workspace)
    if findings or profile is None:
        raise Broken(findings)
    return profile


def _each(workspace: Workspace, profile: Profile, year: int) -> Iterator[tuple[Workspace, Profile]]:
    """The workspace and the profile as each of the bodies of a year has them; they themselves where there is one alone."""
    if not workspace.bodies:
        yield workspace, profile
    for body in workspace.bodies_in(year):
        yield workspace.of(body), of_body(profile, body)


def _folders(workspace: Workspace, profile: Profile, year: int) -> _Made:
    """The folders into which departments' sheets of a year go, each in that of its body."""
    inbox = folder_of(workspace, year)
    asked, missing = 0, list[Path]()
    for own, its in _each(workspace, profile, year):
        owing = {owner for kind in its.kinds.values() for owner in kind.owed_in(year)}
        folder = _of_its_own(inbox, own.body)
        names = known(its.departments, its.aliases, year)
        folders = [path.name for path in folder.iterdir()] if folder.is_dir() else []
        there = {of for name in folders for of in of_folder(name, names, own.unit)}
        asked += len(owing)
        missing += [folder / clean(name) for name in its.departments if name in owing and name not in there]
    for each in missing:
        _make(each)
    bodies = len(workspace.bodies_in(year))
    whose = f"{bodies}个单位，" if bodies else ""
    what = "每个部门一个文件夹" if len(missing) == asked else f"补上{len(missing)}个部门的文件夹"
    said = f"{year}年的来件" + (f"，{whose}{what}" if missing else "")
    return _Made(workspace.name_of(inbox), said, new=bool(missing))


def _of_its_own(inbox: Path, body: str) -> Path:
    """The folder of a body in that of a year, however it writes the name, or the one that it is to have."""
    there = sorted(inbox.iterdir()) if body and inbox.is_dir() else []
    return next((each for each in there if each.is_dir() and plain(each.name) == plain(body)), inbox / body)


def _letters(workspace: Workspace, profile: Profile, year: int) -> Iterator[_Made]:
    """The blank forms, and the page that goes with them; of each body its own."""
    forms, pages, new = 0, 0, [0, 0]
    for own, its in _each(workspace, profile, year):
        owing = [name for name in its.departments if asked_of(its, name, year)]
        folder = own.output / FORMS / str(year)
        files = form_files(folder, Period(year), owing)
        missing = [name for name, file in files.items() if not file.exists()]
        if missing:
            correspondence.forms(own, its, year, only=missing)
        lacking = bool(owing) and not (folder / correspondence.LEAFLET).exists()
        if lacking:
            correspondence.leaflet(own, its, year)
        forms, pages = forms + len(files), pages + bool(owing)
        new = [new[0] + len(missing), new[1] + lacking]
    above = workspace.output / "单位名称" if workspace.bodies else workspace.output
    folder = above / FORMS / str(year)
    of = f"{pages} 个单位的" if workspace.bodies else ""
    yield _Made(workspace.name_of(folder), f"{of}空白表样 {new[0] or forms} 份", new=bool(new[0]))
    file, said = folder / correspondence.LEAFLET, "和表样一起发给各部门的一页说明"
    yield _Made(workspace.name_of(file), said, new=bool(new[1]))


def _remember(workspace: Workspace, profile: Profile) -> None:
    """Remember that the profile has been checked, so that the first build need not check it again."""
    from reportgen.ledger.file import told
    from reportgen.ledger.writing import open_to_write
    from reportgen.workspace.safekeeping import prepare

    stamp = compiled.stamp(workspace.profile, workspace.declared)
    with told():
        prepare(workspace)
    with open_to_write(workspace.ledger, profile.kinds) as ledger:
        if stamp and not ledger.remembers(stamp):
            ledger.remember(stamp, compiled.to_text(profile))
