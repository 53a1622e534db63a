"""Stage 2d: what a department has not handed in, and which of its cells are wrong -> a short text to send to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from reportgen.model import Finding
from reportgen.periods import Period
from reportgen.rules import is_theirs

if TYPE_CHECKING:
    from reportgen.stages.status import Department, Submissions

LONGEST = 300  # characters that are read in a chat
MISSING = "OWE001"
LISTED = "见所附清单"
_UNKNOWN, _NO_WORKBOOK = "TAB001", "FIL005"
_NOTHING = "确实没有发生的，也请交一张只有表头、写“无”字的表。"
_NAMED = 4  # sheets of a file
_CELLS = 3  # of the same fault


class Reminder(NamedTuple):
    """A text for a department; `cut` says that it names some of the faults only, `astray` the titles of sheets that may
    lie in another department's folder.
    """

    department: str
    text: str
    cut: bool = False
    astray: tuple[str, ...] = ()


class _Fault(NamedTuple):
    """The same fault of one cell or of many, in a file."""

    file: str
    said: str
    cells: int


def reminders(
    found: Submissions, findings: Iterable[Finding], unit: str, due: str = "", part: str = ""
) -> list[Reminder]:
    """Return a text for each department that owes a sheet or a correction, in the order of the profile; `due` is the day
    by which it is wanted, `part` the one of the year that it is about.
    """
    theirs: dict[str, list[Finding]] = {}
    for each in findings:
        if each.code == _NO_WORKBOOK or (
            each.severity == "error" and each.code != MISSING and is_theirs(each)
        ):
            theirs.setdefault(each.department, []).append(each)
    by = f"于{due}前" if due else "尽快"
    head = f"{unit}{Period(found.year, part).named}报告正在汇总各部门的数据，请{by}办理："
    written = (_reminder(each, theirs.get(each.name, ()), head) for each in found.departments if each.name)
    return [each for each in written if each]


def _asked(department: Department, theirs: Sequence[Finding]) -> Iterator[str]:
    """What is asked of a department besides mending cells: its sheets that nobody knows, that have not come or are blank."""
    unknown = [each.place for each in theirs if each.code == _UNKNOWN]
    for file, places in groupby(unknown, key=lambda each: each.file):
        sheets = list(dict.fromkeys(each.sheet for each in places))
        names = "".join(f"“{each}”" for each in sheets[:_NAMED]) + "等" * (len(sheets) > _NAMED)
        yield f"交来的{_base(file)}里{names}{len(sheets)}张表，列名与表样不同，没有收进：请把列名改成表样的，或填进发去的表样；与报告无关的表请去掉。"
    if titles := "".join(f"《{title}》" for title in _missing(department)):
        if unknown:
            yield f"还没有收到{titles}：就是上面的表的，照上面改好就行；没有报过的请补报，{_NOTHING}"
        else:
            yield f"补报{titles}。{_NOTHING}"
        yield from map(_no_workbook, (each for each in theirs if each.code == _NO_WORKBOOK))
    silent = [
        each.kind.title
        for each in department.submissions
        if each.state == "zero" and each.remark and each.owed
    ]
    if silent:
        titles = "".join(f"《{title}》" for title in silent)
        yield f"{titles}交来的是空表，没有写“无”：有要报的请补填，确实没有发生的，请在表头下写一个“无”字。"


def _no_workbook(each: Finding) -> str:
    what = each.message.partition("，")[0]
    how = "解压后再交来" if "压缩" in what else "填成 Excel 表样交来"
    return f"交来的{_base(each.place.file)}是{what}，没有读；要报的数据在里面的，请{how}。"


def _base(file: str) -> str:
    return file.rpartition("/")[2]


def _missing(department: Department) -> dict[str, str]:
    """The titles of the sheets that have not come, each with what there is to say of it."""
    return {each.kind.title: each.remark for each in department.submissions if each.state == "missing"}


def _faults(errors: Iterable[Finding]) -> list[_Fault]:
    alike: dict[tuple[str, str, int, str], list[Finding]] = {}
    for each in errors:
        if each.code in (_UNKNOWN, _NO_WORKBOOK):
            continue
        alike.setdefault((each.place.file, each.place.sheet, each.place.column, each.message), []).append(
            each
        )
    return [_Fault(_base(file), _said(sheet, same), len(same)) for (file, sheet, *_), same in alike.items()]


def _said(sheet: str, same: Sequence[Finding]) -> str:
    """Sheet, cells and what is wrong: 复议表 D5、D6、D8等8处，没有填."""
    cells = [where for each in same if (where := str(each.place._replace(file="", sheet="")))]
    more = f"等{len(cells)}处" if len(cells) > _CELLS else ""
    where = " ".join(part for part in (f"“{sheet}”" * bool(sheet), "、".join(cells[:_CELLS]) + more) if part)
    return f"{where}：{same[0].message}" if where else same[0].message


def _reminder(department: Department, theirs: Sequence[Finding], head: str) -> Reminder | None:
    """The text that names as many faults as it has room for, and one at least; none where nothing is asked."""
    asked, faults = [*_asked(department, theirs)], _faults(theirs)
    if not (asked or faults):
        return None
    few = len(faults)
    while len(text := _text(department.name, head, asked, faults, few)) > LONGEST and few > 1:
        few -= 1
    astray = tuple(title for title, remark in _missing(department).items() if remark)
    return Reminder(department.name, text, few < len(faults), astray)


def _text(name: str, head: str, asked: Sequence[str], faults: Sequence[_Fault], few: int) -> str:
    items = [*asked]
    if faults:
        lines = []
        for file, same in groupby(faults[:few], key=lambda each: each.file):
            lines.append(f"{file}\n" * bool(file) + "；\n".join(each.said for each in same))
        rest = sum(each.cells for each in faults[few:])
        lines += [f"其余{rest}处{LISTED}"] * bool(rest)
        count = sum(each.cells for each in faults)
        items.append(f"核实改正以下{count}处，改好后请重新报送整个文件：\n" + "；\n".join(lines) + "。")
    numbered = [f"{number}．{each}" for number, each in enumerate(items, 1)] if len(items) > 1 else items
    return "\n".join((f"{name}：您好！{head}", *numbered, "如有疑问请与我们联系，谢谢支持！"))
