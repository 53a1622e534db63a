"""Stage 2d: what a department has not handed in, and which of its cells are wrong -> a short text to send to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from reportgen.model import Finding
from reportgen.rules import is_theirs

if TYPE_CHECKING:
    from reportgen.stages.status import Department, Submissions

LONGEST = 300  # characters that are read in a chat
MISSING = "OWE001"
LISTED = "见所附清单"
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


def reminders(found: Submissions, findings: Iterable[Finding], unit: str, due: str = "") -> list[Reminder]:
    """Return a text for each department that owes a sheet or a correction, in the order of the profile; `due` is the day
    by which it is wanted.
    """
    theirs: dict[str, list[Finding]] = {}
    for each in findings:
        if each.severity == "error" and each.code != MISSING and is_theirs(each):
            theirs.setdefault(each.department, []).append(each)
    by = f"于{due}前" if due else "尽快"
    head = f"{unit}{found.year}年报告正在汇总各部门的数据，请{by}办理："
    return [
        _reminder(each, _faults(theirs.get(each.name, ())), head)
        for each in found.departments
        if each.name and (_missing(each) or theirs.get(each.name))
    ]


def _missing(department: Department) -> dict[str, str]:
    """The titles of the sheets that have not come, each with what there is to say of it."""
    return {each.kind.title: each.remark for each in department.submissions if each.state == "missing"}


def _faults(errors: Iterable[Finding]) -> list[_Fault]:
    alike: dict[tuple[str, str, int, str], list[Finding]] = {}
    for each in errors:
        alike.setdefault((each.place.file, each.place.sheet, each.place.column, each.message), []).append(
            each
        )
    return [
        _Fault(file.rpartition("/")[2], _said(sheet, same), len(same))
        for (file, sheet, *_), same in alike.items()
    ]


def _said(sheet: str, same: Sequence[Finding]) -> str:
    """Sheet, cells and what is wrong: 复议表 D5、D6、D8等8处，没有填."""
    cells = [where for each in same if (where := str(each.place._replace(file="", sheet="")))]
    more = f"等{len(cells)}处" if len(cells) > _CELLS else ""
    where = " ".join(part for part in (f"“{sheet}”" * bool(sheet), "、".join(cells[:_CELLS]) + more) if part)
    return f"{where}：{same[0].message}" if where else same[0].message


def _reminder(department: Department, faults: Sequence[_Fault], head: str) -> Reminder:
    """The text that names as many faults as it has room for, and one at least."""
    missing = _missing(department)
    few = len(faults)
    while len(text := _text(department.name, head, list(missing), faults, few)) > LONGEST and few > 1:
        few -= 1
    astray = tuple(title for title, remark in missing.items() if remark)
    return Reminder(department.name, text, few < len(faults), astray)


def _text(name: str, head: str, missing: Sequence[str], faults: Sequence[_Fault], few: int) -> str:
    items = []
    if missing:
        titles = "".join(f"《{title}》" for title in missing)
        items.append(f"补报{titles}。确实没有发生的，也请交一张只有表头、写“无”字的表。")
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
