"""What goes out to the departments: the blank forms, and those with the rows of the year before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reportgen.invocation import command
from reportgen.model import CannotRun, count_errors
from reportgen.outcomes import Form
from reportgen.workspace.due import due_day
from reportgen.workspace.outputs import form_files

if TYPE_CHECKING:
    from reportgen.forms.standing import Rows
    from reportgen.ledger.reading import Ledger
    from reportgen.model import Kind, Profile
    from reportgen.periods import Period
    from reportgen.workspace.settings import Workspace

LEAFLET = "报送说明.docx"
_PERSONAL = "（含个人信息）"


class Prefill(NamedTuple):
    """That rows of the year before are to be carried over; `personal` says that the personal columns are, too."""

    personal: bool = False


def forms(
    workspace: Workspace,
    profile: Profile,
    year: int,
    folder: Path | None = None,
    only: Collection[str] | None = None,
    *,
    due: str = "",
    prefill: Prefill | None = None,
) -> list[Form]:
    """Write the workbook of every department that owes sheets, or `only` of some, and return them. Raises CannotRun.

    `due` is the day by which they are to be back, the settings' unless given.
    """
    from reportgen.forms.book import workbook
    from reportgen.forms.page import Cover
    from reportgen.workspace.issued import issue

    folder = _folder(workspace, year, folder)
    owed = _owed(profile, year)
    known, wrong = _of_last_year(workspace, profile, year, prefill) if prefill else ({}, {})
    due = due_day(workspace, year, due)
    written: list[Form] = []
    for department, file in form_files(folder, workspace.period(year), owed).items():
        if only is not None and department not in only:
            continue
        kinds = owed[department]
        carried = known.get(department, {})
        shown = [each for each in kinds if each.name in carried]
        if prefill and prefill.personal and any(map(_has_personal, shown)):
            file = file.with_name(f"{file.stem}{_PERSONAL}{file.suffix}")
        content = workbook(
            profile, kinds, Cover(department, year, workspace.unit, due, workspace.part), carried
        )
        counts = {name: len(rows) for name, rows in carried.items()}
        kept = issue(workspace, file, content)
        names = tuple(kind.name for kind in kinds)
        told = wrong.get(department, {})
        written.append(Form(department, file, names, kept, counts, _withheld(kinds, prefill), told))
    return written


def leaflet(
    workspace: Workspace, profile: Profile, year: int, folder: Path | None = None, *, due: str = ""
) -> tuple[Path, Path | None]:
    """Write the page that goes with the forms; return it, and where the one is kept that people had changed.

    Raises CannotRun.
    """
    from reportgen.workspace.issued import issue

    file = _folder(workspace, year, folder) / LEAFLET
    rows = [(name, "、".join(kind.title for kind in kinds)) for name, kinds in _owed(profile, year).items()]
    content = _leaflet(workspace.unit, workspace.period(year), due_day(workspace, year, due), rows)
    return file, issue(workspace, file, content)


def _leaflet(unit: str, period: Period, due: str, rows: Sequence[tuple[str, str]]) -> bytes:
    """The page that tells departments what they hand in, how, and by when."""
    from reportgen.word.leaflet import page

    before = [
        f"各部门：{unit}{period.named}的{'' if period.part else '年度'}报告需要下列各表。请在{due or '　　月　　日'}前，用发去的表样填好，交给　　　　（电话　　　　　　）。",
    ]
    after = [
        "",
        "1.表样每个部门一份，每种表一个工作表，从灰色的示例下一行填起；怎么填见最后一个工作表“填表说明”。",
        "2.没有发生的也要报：在填表说明指定的一格写“无”，照样交回。不交不等于没有，空白不等于零。",
        f"3.不要改标题和列名，不要合并单元格；日期写成 {period.example} 这样，数字只写数，单位照表样。",
        "4.文字要印进报告：写完整的句子，不写人名、电话和证件号码；里面的数与自己报的表一致。",
        "5.交 Excel 文件（.xlsx），不要转成图片、PDF 或 Word，不要加密码。",
        "6.交出以后要改的，交改好的整张表，文件名里写上“更正”。",
    ]
    return page(f"{unit}{period.named}报送说明", before, [("报送部门", "报送的表"), *rows], (1, 3), after)


def _folder(workspace: Workspace, year: int, given: Path | None) -> Path:
    """The folder that forms are written into; in one that is given, each of several bodies has its own. Raises CannotRun."""
    folder = given / workspace.body if given else workspace.output / "表样" / str(workspace.period(year))
    if folder.resolve().is_relative_to(workspace.inbox.resolve()) and not workspace.owns(folder):
        raise CannotRun(f"“{folder}”在来件夹里，空白表会被当作交来的表收集；请用 --to 写到来件夹外面的文件夹")
    return folder


def _owed(profile: Profile, year: int) -> dict[str, list[Kind]]:
    """What each department that owes anything owes. Raises CannotRun where none does."""
    from reportgen.stages.owed import asked_of

    owed = {department: asked_of(profile, department, year) for department in profile.departments}
    if not any(owed.values()):
        raise CannotRun("方案和设置都没有写哪个部门报送哪张表；请在设置的 departments 里写上")
    return {department: kinds for department, kinds in owed.items() if kinds}


def _of_last_year(
    workspace: Workspace, profile: Profile, year: int, prefill: Prefill
) -> tuple[dict[str, dict[str, Rows]], dict[str, dict[str, int]]]:
    """The rows of the year before that are carried over, by department and kind, and how many errors are open in the sheets
    that they come from. Raises CannotRun where there are none, and while the ledger is not up to date.
    """
    from reportgen.forms.standing import carried, is_personal
    from reportgen.ledger.reading import open_to_read
    from reportgen.profile.lasting import is_standing
    from reportgen.stages.behind import behind

    if workspace.part:
        raise CannotRun("--prefill 带出的是上年的行，只用于全年的表样；半年、季度、月的请去掉 --prefill")
    found: dict[str, dict[str, Rows]] = {}
    wrong: dict[str, dict[str, int]] = {}
    with open_to_read(workspace.ledger, profile.kinds) as ledger:
        if not ledger.workbooks(year - 1):
            raise CannotRun(f"底账里没有{year - 1}年的表，带不出上年的行；请先收集{year - 1}年的表")
        if ledger.outdated(year - 1, profile.digest) or count_errors(behind(ledger, workspace, year - 1)):
            raise CannotRun(f"底账不是最新的，带出的会是以前的行；请先运行 {command('collect')}")
        errors = _errors(ledger, year - 1)
        for kind in profile.kinds.values():
            if not is_standing(kind) or (is_personal(kind) and not prefill.personal):
                continue
            for owner in kind.owed_in(year):
                if rows := carried(ledger, kind, year - 1, owner, personal=prefill.personal):
                    found.setdefault(owner, {})[kind.name] = rows
                if count := errors[owner, kind.name]:
                    wrong.setdefault(owner, {})[kind.name] = count
    return found, wrong


def _errors(ledger: Ledger, year: int) -> Counter[tuple[str, str]]:
    """How many errors the sheets of a year have of which cells, rows or all may be missing, by department and kind."""
    tables = {(each.file, each.sheet): each for each in ledger.handed(year) if not each.replaced}
    places = [each.place for each in ledger.problems(year) if each.severity == "error"]
    there = [tables[place[:2]] for place in places if place[:2] in tables]
    refused = [each for each in ledger.turned_away(year) if each.finding.place[:2] not in tables]
    found = Counter((each.department, each.kind) for each in there)
    return found + Counter((each.finding.department, each.kind) for each in refused)


def _withheld(kinds: Sequence[Kind], prefill: Prefill | None) -> tuple[str, ...]:
    """The standing lists that were not carried over since their rows are known by personal columns only."""
    from reportgen.forms.standing import is_personal
    from reportgen.profile.lasting import is_standing

    if prefill is None or prefill.personal:
        return ()
    return tuple(kind.name for kind in kinds if is_standing(kind) and is_personal(kind))


def _has_personal(kind: Kind) -> bool:
    return any(each.personal for each in kind.fields.values())
