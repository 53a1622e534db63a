"""What is wrong with a year -> which files go back to whom, what is told at each cell, and the words of each 退回单."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from reportgen.ledger.reading import FEWER
from reportgen.model import Entry, FileRefused, Finding, count_errors
from reportgen.periods import Period
from reportgen.rules import RULES, is_theirs
from reportgen.workbook.comments import OPENING
from reportgen.workbook.read import Dangerous, format_of, read
from reportgen.workbook.rebuilt import rebuilt
from reportgen.workbook.returned import Where, returned
from reportgen.workbook.slip import Count, Round, Slip, Told, round_of

_ROWS = ("ROW", "TAB010", "TAB012")  # are of whole rows
_UNREAD = ("FIL001", "FIL005")  # of files that are no workbooks, or cannot be opened
_THEIRS = {  # how a department mends what a rule tells the clerk to see to
    "FIL001": "按提示处理后，重新交来。",
    "FIL002": "核对是哪一年的数据；写错的，改正；没有写错的，告诉收表的人。",
    "FIL005": "把要报的内容填成 Excel 表交来；只是附件的，告诉收表的人。",
    "FIL012": "补齐其余月份；本来就是全年的，改正标题、工作表名或文件名。",
    "FIL013": "交实际完成的；确实是完成的，改正标题、工作表名或文件名。",
    "FIL014": "核对是谁的表；是本单位的，改正标题；不是的，换成本单位的。",
    "TAB009": "有的，补填；确实没有的，在表头下写一个“无”字。",
    "TAB012": "作废的，从表里删去；没有作废的，取消删除线。",
    "TAB017": "填本年实际的数，改正表头；只是说明，不影响数的，不用改。",
    "CEL002": "补填；确实没有的，告诉收表的人。",
    "FIG002": "补填；确实没有的，告诉收表的人。",
    "OWE001": "补交；确实没有发生的，交一张只有表头、写一个“无”字的表。",
    "OWE004": "是更正的，交整张表（原有各行都在），文件名里写“更正”；是另外的事，文件名里去掉“更正”，和原来的放进同一个工作簿。",
}
_NOT_THEIRS = re.compile(r"\.yaml|方案|来件夹|文件夹|reportgen|催报|这条规则|问清部门|请部门")
_WEIGHTS = {"error": "须改正", "warning": "请核对"}
_FORMATS = {"xls": ".xls", "ods": ".ods", "xlsb": ".xlsb", "csv": ".csv"}
_CONVERTED = (
    "原件是 {} 文件。本文件是照原件的单元格另做的 .xlsx：文字、数、日期和合并的格都在，公式只有结果，图片、批注和版面没有带过来。"
    "请在本文件里改，交回本文件。"
)


class Job(NamedTuple):
    """A file that goes back: its entry and what is wrong in it; `beside` is what its department lacks in no file; `rows`
    counts those of its sheets.
    """

    entry: Entry
    findings: Sequence[Finding]
    beside: Sequence[Finding] = ()
    rows: Mapping[str, int] = {}


class Made(NamedTuple):
    """A file to send back, and the how many-th time; `converted` is the suffix of what it was made from, if it is no .xlsx."""

    content: bytes
    suffix: str
    round: int
    converted: str


def jobs_of(
    entries: Mapping[str, Entry], findings: Sequence[Finding], rows: Mapping[str, Mapping[str, int]]
) -> tuple[list[Job], list[Finding]]:
    """Return the files that go back, those with an error, each with the `rows` of its sheets, and what is to be told to
    departments otherwise: what is in no file, or in one that is no workbook. A department's first file tells that, too.
    """
    by_file: dict[str, list[Finding]] = {}
    otherwise: dict[str, list[Finding]] = {}
    for each in filter(is_theirs, findings):
        entry = entries.get(each.place.file)
        if entry and entry.department and each.code not in _UNREAD:
            by_file.setdefault(entry.file, []).append(each)
        elif department := each.department or (entry.department if entry else ""):
            otherwise.setdefault(department, []).append(each)
    told = dict(otherwise)
    jobs = [
        Job(entries[file], found, told.pop(entries[file].department, ()), rows.get(file, {}))
        for file, found in by_file.items()
        if count_errors(found)
    ]
    return jobs, [each for found in otherwise.values() for each in found]


def made(job: Job, content: bytes, unit: str, period: Period) -> Made:
    """Return a file with its wrong cells marked and a 退回单. Raises FileRefused where it cannot be edited."""
    entry = job.entry
    kind = format_of(content)
    names: Mapping[str, str] = {}
    number, files = _round_before(entry)
    try:
        sheets = list(read(content)) if number or kind != "xlsx" else []
        rounds = {each.name: found for each in sheets if (found := round_of(each))}
        if kind != "xlsx":
            content, names = rebuilt([each for each in sheets if each.name not in rounds])
    except Dangerous:
        raise FileRefused("文件的结构特别，改动它会丢东西；请让部门另存为 .xlsx 再交") from None
    converted = _FORMATS.get(kind, "")
    counts = _counts(job, names, [each for round in rounds.values() for each in round.counts])
    round = Round(number + 1, (entry.sha256[:16], *files), counts)
    told = list(_told(job, names))
    slip = Slip(f"{unit}{period.named}报送表退回单", list(_said(job, round, converted)), told, round)
    before = next(iter(rounds), "") if kind == "xlsx" else ""
    done = returned(content, _notes(job, names), slip, before)
    return Made(done.content, ".xlsm" if done.has_macros else ".xlsx", round.number, converted)


def remedy(finding: Finding) -> str:
    """Return how a department mends what was found: what only those who collect can do is left out."""
    rule = RULES.get(finding.code)
    if rule and finding.fix == rule.fix and finding.code in _THEIRS:
        return _THEIRS[finding.code]
    if finding.code in ("OWE001", "OWE004"):  # of a cause: what the department is to do is the same for each
        return _THEIRS[finding.code]
    clauses = [each for each in re.split("(?<=[；。])", finding.fix) if not _NOT_THEIRS.search(each)]
    left = "".join(clauses).rstrip("；。")
    return f"{left}。" if left else _THEIRS.get(finding.code, "核对后改正。")


def reason(finding: Finding) -> str:
    """Return why it is wrong: the law or rule that a check stands on, or what a rule of ours says."""
    rule = RULES.get(finding.code)
    return finding.basis or (rule.why if rule else "")


def _round_before(entry: Entry) -> tuple[int, tuple[str, ...]]:
    """How often a file has been returned before, and what it came from."""
    if not entry.answers:
        return 0, ()
    number, *files = entry.answers.split()
    return int(number), tuple(files)


def _counts(job: Job, names: Mapping[str, str], before: Sequence[Count]) -> tuple[Count, ...]:
    """The rows of the sheets that are to come back: those of the round before, where its rows have not come back."""
    short = any(each.code == FEWER for each in job.findings)
    found = {each.sheet: each for each in before} if short else {}
    for sheet, rows in job.rows.items():
        goes = {each.place.row for each in job.findings if each.place.sheet == sheet and _may_go(each)}
        now = Count(names.get(sheet, sheet), rows, len(goes - {0}))
        found[now.sheet] = max(now, found.get(now.sheet, now), key=lambda each: each.rows - each.spare)
    return tuple(each for each in found.values() if each.rows and not {*":/"} & {*each.sheet})


def _may_go(each: Finding) -> bool:
    """Whether a row is told to be taken out, and not only what stands in one of its cells."""
    return each.code.startswith(_ROWS) and "删" in remedy(each)


def _said(job: Job, round: Round, converted: str) -> Iterator[str]:
    findings = [*job.findings, *job.beside]
    errors = sum(each.severity == "error" for each in findings)
    counts = [f"须改正 {errors} 处"] * bool(errors)
    counts += [f"请核对 {len(findings) - errors} 处"] * (errors < len(findings))
    name = job.entry.file.rpartition("/")[2]
    yield f"第{round.number}次退回  {job.entry.department}  {name}"
    yield f"{'，'.join(counts)}。点“位置”就到那一格；错的格填了颜色，附有批注。"
    yield "改好以后直接保存，把整个文件交回。本表、填的颜色和批注不用删，收表时不算在内。"
    if converted:
        yield _CONVERTED.format(converted)


def _told(job: Job, names: Mapping[str, str]) -> Iterator[Told]:
    for each in [*job.findings, *job.beside]:
        inside = each.place._replace(file="")
        place = str(inside) if each.place.file == job.entry.file else each.place.file.rpartition("/")[2]
        cell = _where(each, names) if each.place.file == job.entry.file else None
        if each.code == "OWE001":
            place = each.place.sheet
        weight = _WEIGHTS[each.severity]
        yield Told(weight, place or "整个文件", each.message, reason(each), remedy(each), cell)


def _notes(job: Job, names: Mapping[str, str]) -> dict[Where, str]:
    """What is told at each cell, or row."""
    notes: dict[Where, list[str]] = {}
    for each in job.findings:
        if (where := _where(each, names)) and each.place.row:
            words = f"{OPENING}{_WEIGHTS[each.severity]}】{each.message}\n怎样改：{remedy(each)}"
            notes.setdefault(where, []).append(words)
    return {where: "\n".join(dict.fromkeys(words)) for where, words in notes.items()}


def _where(each: Finding, names: Mapping[str, str]) -> Where | None:
    place = each.place
    return (names.get(place.sheet, place.sheet), place.row, place.column) if place.sheet else None
