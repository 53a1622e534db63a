"""Findings -> lines, as a good compiler prints them: by department and file, the same fault of many cells in one entry."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from reportgen.cli.lines import Line, Span, columns, line, plain
from reportgen.invocation import command
from reportgen.model import Finding, Place, count_errors, unexplained
from reportgen.rules import is_theirs

SHOWN = 20  # entries of a department
SHOWN_CELLS = 3  # of an entry
SHOWN_ALIKE = 3  # entries of one code in one column, where there are more than are shown
_SEVERITY = {"error": ("错误", "bold red"), "warning": ("提醒", "yellow")}
_COLLECT = ("LED", "FIL02")  # the files are to be collected first
_INDENT = 4
_PLACE = 40  # columns of a place that is not broken


class Entry(NamedTuple):
    """The same fault of one cell or of many."""

    findings: Sequence[Finding]
    more: bool = False  # of the same kind as the entries above, with other values


def next_step(findings: Iterable[Finding], year: int) -> str:
    """Return the commands by which departments come to know of errors that they can mend; an empty string where there are
    none, or where the files are to be collected first.
    """
    errors = [each for each in findings if each.severity == "error"]
    theirs = {each.code for each in errors if each.department and is_theirs(each)}
    if not theirs or any(each.code.startswith(_COLLECT) for each in errors):
        return ""
    back = f"{command('validate', year, '--returns', '退回')} 把表退给部门，" if theirs - {"OWE001"} else ""
    return f"接下来：运行 {back}{command('status', year, '--remind')} 写出要发给部门的话。"


def page(findings: Sequence[Finding], whole: bool, everything: str) -> Iterator[Line]:
    """Yield the findings department by department, so that its part can be sent back to it: the first entries, unless the
    `whole` is asked for; `everything` says how to see all.
    """
    departments: dict[str, list[Finding]] = defaultdict(list)
    for each in findings:
        departments[each.department].append(each)
    for department, found in departments.items():
        errors = count_errors(found)
        counts = _counts(errors, len(found) - errors)
        yield Line((Span(f"{plain(department) or '整份报告'}", "bold"), Span(f"（{counts}）")))
        yield from _department(department, found, whole, everything)
        yield line("")


def explained(findings: Iterable[Finding]) -> Iterator[Line]:
    """Yield what somebody has given a reason for, each with its place and the reason; nothing where there is none."""
    told = [each for each in findings if each.waived]
    if told:
        yield Line((Span("已说明", "bold"), Span(f"（{len(told)} 项，不挡报告，留在清单里）")))
    for each in told:
        where = plain(str(each.place._replace(file=base(each.place.file))))
        spans = (Span("  "), Span(where, "cyan", whole=True), Span(f"  {each.code}  {plain(each.message)}"))
        yield Line(spans, _INDENT)
    if told:
        yield line("")


def counted(findings: Sequence[Finding]) -> str:
    """Return how many errors and warnings there are, and how much is explained."""
    errors, still = count_errors(findings), len(unexplained(findings))
    said = f"{errors} 项错误，{still - errors} 项提醒"
    return said + (f"，已说明 {len(findings) - still} 项" if still < len(findings) else "")


def _counts(errors: int, warnings: int) -> str:
    return "、".join([f"错误 {errors} 项"] * bool(errors) + [f"提醒 {warnings} 项"] * bool(warnings))


def _department(department: str, findings: Sequence[Finding], whole: bool, everything: str) -> Iterator[Line]:
    """One department's entries, file by file, each remedy once."""
    files: dict[str, list[Finding]] = defaultdict(list)
    for each in sorted(findings, key=lambda each: each.place.file not in ("", department)):
        files[each.place.file].append(each)  # first what is of no file
    entries = {file: _entries(found) for file, found in files.items()}
    if not whole and sum(map(len, entries.values())) > SHOWN:
        entries = {file: _few(found) for file, found in entries.items()}
    names = _names(department, files)
    said: set[tuple[str, str, str]] = set()
    left = len(findings) if whole else SHOWN
    for file, found in entries.items():
        shown, left = found[:left], max(0, left - len(found))
        if shown and names.get(file):
            yield Line((Span(f"  {names[file]}", "cyan", whole=True),))
        yield from _file(shown, whole, said)
    if not whole:
        yield from _rest([each for found in entries.values() for each in found], everything)


def _names(department: str, files: Iterable[str]) -> dict[str, str]:
    """What each file is called: without its folders, where they tell nothing that the heading does not."""
    short = {file: base(file) for file in files if file != department}  # where nothing came, there is no file
    twice = Counter(short.values())
    return {file: plain(name if department and twice[name] == 1 else file) for file, name in short.items()}


def base(file: str) -> str:
    """Return a file's name without its folders; for one in an archive, the archive's name and the path in it."""
    folders, archive, member = file.partition(".zip/")
    return folders.rpartition("/")[2] + archive + member


def _entries(findings: Iterable[Finding]) -> list[Entry]:
    """What is said alike of cells of one column, together, and entries of one code and column beside one another."""
    alike: dict[tuple[str, str, int], dict[tuple[str, str], list[Finding]]] = {}
    for each in findings:
        # what is said of whole sheets is said of all of them at once
        column = (each.code, each.place.sheet if each.place.row else "", each.place.column)
        alike.setdefault(column, {}).setdefault((each.message, each.fix), []).append(each)
    return [Entry(same) for column in alike.values() for same in column.values()]


def _few(entries: Iterable[Entry]) -> list[Entry]:
    """Of the entries of one code and column the first; the others as one."""
    alike: dict[tuple[str, str, int], list[Entry]] = {}
    for each in entries:
        first = each.findings[0]
        alike.setdefault((first.code, first.place.sheet, first.place.column), []).append(each)
    few: list[Entry] = []
    for same in alike.values():
        shown = SHOWN_ALIKE if len(same) > SHOWN_ALIKE + 1 else len(same)
        few += same[:shown]
        if others := [each for entry in same[shown:] for each in entry.findings]:
            few.append(Entry(others, more=True))
    return few


def _file(entries: Sequence[Entry], whole: bool, said: set[tuple[str, str, str]]) -> Iterator[Line]:
    """The entries of one file; what to do is said once, below the last of its kind."""
    for each, following in zip(entries, [*entries[1:], None], strict=True):
        yield _entry(each, whole)
        ahead = _remedies(following) if following else ()
        for told in _remedies(each):
            _, word, text = told
            if text and told not in said and told not in ahead:
                said.add(told)
                yield line(f"{word}：{text}", indent=_INDENT + 2, hanging=6, style="dim")


def _remedies(entry: Entry) -> tuple[tuple[str, str, str], ...]:
    first = entry.findings[0]
    return (first.code, "改法", first.fix), (first.code, "依据", first.basis)


def _entry(entry: Entry, whole: bool) -> Line:
    """Place, severity, code and message in one line."""
    first = entry.findings[0]
    word, style = _SEVERITY[first.severity]
    where = plain(_where([each.place for each in entry.findings], whole))
    spans = [Span(" " * _INDENT)]
    spans += [Span(where, "bold", whole=columns(where) <= _PLACE), Span("  ")] * bool(where)
    spans += [Span(word, style), Span(f" {first.code}  ", "dim")]
    spans += [Span("同样的问题，写的内容各不相同" if entry.more else plain(first.message))]
    return Line(tuple(spans), _INDENT + 4)


def _where(places: Sequence[Place], whole: bool) -> str:
    """The sheet and the cells: 台账 › D5、D6、D8 等8处; or whole sheets: 台账、月报、名册 等5张表."""
    sheets = list(dict.fromkeys(each.sheet for each in places))
    if len(sheets) > 1:
        named = "、".join(sheets if whole else sheets[:SHOWN_CELLS])
        return named if whole or len(sheets) <= SHOWN_CELLS else f"{named} 等{len(sheets)}张表"
    inside = list(dict.fromkeys(str(each._replace(file="", sheet="")) for each in places))
    cells = "、".join(each for each in (inside if whole else inside[:SHOWN_CELLS]) if each)
    if not whole and len(inside) > SHOWN_CELLS:
        cells += f" 等{len(inside)}处"
    return " › ".join(part for part in (places[0].sheet, cells) if part)


def _rest(entries: Sequence[Entry], everything: str) -> Iterator[Line]:
    """How many are not listed, of which codes, and where all are."""
    counts = Counter(each.code for entry in entries[SHOWN:] for each in entry.findings)
    kinds = "、".join(f"{code} {count} 处" for code, count in counts.most_common())
    if counts:
        yield line(f"另有 {sum(counts.values())} 处没有列出（{kinds}）；{everything}", indent=_INDENT)
    elif any(each.more or len(each.findings) > SHOWN_CELLS for each in entries):
        yield line(f"没有逐处列出的，{everything}", indent=_INDENT)
