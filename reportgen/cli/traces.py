"""The command `trace`: a figure by its name, an entry of a list by its number, or whatever prints a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from reportgen.cli.arguments import CLEAN, Json, Year, open_project
from reportgen.cli.chinese_typer import ARGUMENTS, OPTIONS
from reportgen.cli.lines import Line, Span, columns, line, plain, show
from reportgen.expressions import expression
from reportgen.invocation import command, spoken

if TYPE_CHECKING:
    from reportgen.evidence.traced import Match, Traced
    from reportgen.model import Figure, Finding, Source
    from reportgen.pipeline import Project

_SHOWN_MATCHES = 30
_SHOWN_OTHERS = 5
_SHOWN_PLACES = 3
_OF_A_LIST = expression(r"(.+?)\s*((?:[\[［【][^\[\]［］【】]+[\]］】])+)(?:\s*[.．]\s*(.+))?")
_KEY = expression(r"[\[［【]\s*([^\[\]［］【】]+?)\s*[\]］】]")
_EXCERPT = 40  # characters of a text in which a number stands


class Found(NamedTuple):
    """What a figure, or an entry of a list, comes from; the `parts` of a rate are its numerator and its denominator."""

    year: int
    figure: Figure
    traced: Traced
    parts: Sequence[tuple[Figure, Traced]]
    errors: int
    behind: Sequence[Finding]


def trace(
    context: typer.Context,
    year: Year,
    name: Annotated[
        str,
        typer.Argument(
            help="数据项名称，如 行政复议.总数；清单的一项，如 普法活动.清单[3]；或报告里印着的数，如 421、89.81%",
            metavar="名称",
            rich_help_panel=ARGUMENTS,
        ),
    ],
    xlsx: Annotated[
        Path | None,
        typer.Option("--xlsx", help="写成一个工作簿，每格一行", metavar="文件", rich_help_panel=OPTIONS),
    ] = None,
    as_json: Json = False,
) -> int:
    """Print where a figure comes from, or which figures print a number."""
    from reportgen.cli import console
    from reportgen.evidence.traced import asked_number

    project = open_project(context)
    number, unit = ("", "") if name in project.profile.figures else asked_number(name)
    if not number:
        _tell(project, _found(project, year, name), xlsx, as_json=as_json)
        return CLEAN
    matches = _matches(project, year, number, unit)
    if len(matches) == 1:
        found, before = _found_by(project, year, matches[0])
        _tell(project, found, xlsx, as_json=as_json, before=before)
    elif xlsx:
        raise _too_many(year, number + unit, matches)
    elif as_json:
        console.print_json({"number": number, "matches": [_as_json(each) for each in matches]})
    else:
        _show_matches(project, year, number + unit, matches)
    return CLEAN


def _too_many(year: int, printed: str, matches: Sequence[Match]) -> Exception:
    from reportgen.model import CannotRun

    return CannotRun(
        f"{spoken(year)}有 {len(matches)} 处印着“{printed}”，--xlsx 只写一个数据项；请写名称，如 {matches[0].name}"
    )


def _matches(project: Project, year: int, number: str, unit: str) -> list[Match]:
    """What prints a number of a unit. Raises CannotRun where nothing does, with what prints it with another unit."""
    from reportgen import pipeline
    from reportgen.evidence.traced import matches

    counted, *_ = pipeline.counted(project, year)
    figures = [figure for figure, _ in counted]
    if found := matches(figures, project.profile.lines, number, unit):
        return found
    same = matches(figures, project.profile.lines, number) if unit and unit[0] not in "万亿" else []
    others = list(dict.fromkeys(each.name for each in same))
    if others:
        more = f"等 {len(others)} 处" if len(others) > _SHOWN_OTHERS else ""
        from reportgen.model import CannotRun

        raise CannotRun(
            f"{spoken(year)}没有哪个数据项印着“{number}{unit}”；单位不同、数相同的有：{'、'.join(others[:_SHOWN_OTHERS])}{more}"
        )
    from reportgen.model import CannotRun

    raise CannotRun(
        f"{spoken(year)}没有哪个数据项印着“{number}{unit}”；模板里写定的数，运行 reportgen profile check 查看，"
        f"全部数值运行 {command('figures', year)} 查看"
    )


def _found_by(project: Project, year: int, match: Match) -> tuple[Found, Found | None]:
    """What prints a number, traced in the year that it is of, and last year's where it compares with that."""
    from reportgen.stages.displays import COMPARING, LAST_YEAR

    name, of_last = match.name, match.filter == LAST_YEAR
    compared = match.filter in COMPARING and not of_last
    return _found(project, year - of_last, name), _found(project, year - 1, name) if compared else None


def _found(project: Project, year: int, asked: str) -> Found:
    """Trace a figure, an entry of a list, or one number of an entry. Raises CannotRun where there is no such one."""
    from reportgen import pipeline
    from reportgen.evidence.traced import entry, numbered

    row = None if asked in project.profile.figures else _OF_A_LIST.fullmatch(asked)
    name = row[1] if row else asked
    definition = project.profile.figures.get(name)
    parts = definition.parts if definition else ()
    ((figure, traced), *others), errors, behind = pipeline.traced(project, year, [name, *parts])
    if row:
        keys = _KEY.findall(row[2])
        one = entry(figure, traced, number := numbered(figure, keys))
        if one is None:
            from reportgen.model import CannotRun

            raise CannotRun(f"“{name}”{_no_entry(figure, keys)}")
        if row[3]:
            return _cell(project, year, figure, number, asked, row[3])
        figure, traced = one
        called = (
            asked.removeprefix(f"{figure.definition.group}.")
            if not keys[-1].isdecimal()
            else figure.definition.name
        )
        figure = figure._replace(definition=replace(figure.definition, name=called))
    return Found(year, figure, traced, others if not row else (), errors, behind)


def _no_entry(figure: Figure, keys: Sequence[str]) -> str:
    from reportgen.numerals import value_text

    if figure.items is None:
        return "不是清单"
    if len(keys) == 1 and keys[0].isdecimal():
        return f"只有 {len(figure.items)} 项，没有第 {keys[0]} 项"
    own = figure.definition
    names = [each for each in (own.within, own.by) if each]
    listed = [
        "".join(f"[{value_text(item[each])}]" for each in names if item[each] is not None)
        for item in figure.items
    ]
    said = f"：可以写 {'、'.join(listed[:20])}" if own.by and listed else "：写第几项，如 [1]"
    return f"没有叫“{'、'.join(keys)}”的一项{said}"


def _cell(project: Project, year: int, figure: Figure, number: int, asked: str, heading: str) -> Found:
    """Trace a number of an entry, with the figures that it is made of in its place."""
    from reportgen import pipeline
    from reportgen.profile.queries import direct_parts

    cells = figure.cells[number - 1] if figure.cells else {}
    if heading not in cells:
        said = f"：可以写 {'、'.join(cells)}" if cells else ""
        from reportgen.model import CannotRun

        raise CannotRun(f"“{asked.rpartition('.')[0]}”里没有叫“{heading}”的数{said}")
    own = cells[heading].definition
    parts = direct_parts(project.profile.figures, own)
    ((shown, traced), *others), errors, behind = pipeline.traced(project, year, [own, *parts])
    called = replace(own, name=asked.removeprefix(f"{own.group}."))
    return Found(year, shown._replace(definition=called), traced, others, errors, behind)


def _tell(
    project: Project, found: Found, xlsx: Path | None, *, as_json: bool, before: Found | None = None
) -> None:
    """Print where a figure comes from, or write it; `before` is the same of last year, where its growth was asked for."""
    from reportgen.cli import as_json as contract
    from reportgen.cli import console
    from reportgen.tasks import listings

    kinds = project.profile.kinds
    kept = None
    if xlsx:
        entries = _entries(found) + [(_of_last_year(each), rows) for each, rows in _entries(before)]
        made = listings.trace(project.workspace.period(found.year), found.figure, entries, kinds)
        kept = listings.write(project.workspace, xlsx, made, "追溯", ".xlsx")
    if as_json:
        said = contract.trace(found.figure, found.traced.sources) | contract.behind(found.behind)
        parts = [contract.trace(figure, traced.sources) for figure, traced in found.parts]
        last = {"last_year": contract.trace(before.figure, before.traced.sources)} if before else {}
        console.print_json(said | ({"parts": parts} if parts else {}) | last)
        return
    if before:
        console.say(f"同比用到两年的数：{spoken(found.year)}的和 {spoken(before.year)}的。")
    for each in (found, *((before,) if before else ())):
        lines = [_part(*part) for part in zip(each.figure.definition.roles, each.parts, strict=False)]
        console.show_trace(each.figure, each.traced.sources, each.year, kinds, lines)
        _show_nothing(each)
    console.show_open(found.errors, found.year)
    console.show_behind(found.behind)
    if kept:
        console.say(f"原来那份有人改过，留在：{kept}")
    if xlsx:
        console.say(f"已写好：{xlsx}")


def _entries(found: Found | None) -> list[tuple[Figure, Sequence[Source]]]:
    """A figure, or the parts of a rate, with the rows."""
    if found is None:
        return []
    return [(figure, traced.sources) for figure, traced in found.parts or [(found.figure, found.traced)]]


def _of_last_year(figure: Figure) -> Figure:
    return figure._replace(definition=replace(figure.definition, name=f"{figure.definition.name}（上年）"))


def _part(word: str, part: tuple[Figure, Traced]) -> Line:
    """A part of a rate: its name, its value, and in which rows of which sheets it is."""
    figure, traced = part
    rows: dict[tuple[str, str], list[int]] = {}
    for each in traced.sources:
        rows.setdefault((each.file, each.sheet), []).append(each.row)
    where = f"{len(rows)} 张表的 {len(traced.sources)} 行"
    if len(rows) <= _SHOWN_PLACES:
        names = [file.rpartition("/")[2] for file in dict.fromkeys(file for file, _ in rows)]
        parts = -1 if len(set(names)) == len(names) else -2  # of one name, with their folders
        where = "；".join(
            f"{'/'.join(file.split('/')[parts:])} › {sheet} {_spans(numbers)}行"
            for (file, sheet), numbers in rows.items()
        )
    value = "没有数据" if figure.text is None else figure.text + figure.definition.unit
    said = f"：{value}" + (f"，{where}" if where else "，没有一行符合条件")
    return Line(
        (
            Span(f"  {word} " if word else "  "),
            Span(plain(figure.definition.full_name), "bold", whole=True),
            Span(plain(said)),
        ),
        4,
    )


def _spans(numbers: Sequence[int]) -> str:
    """Numbers of rows, those that follow one another as a span: 第3、5—9."""
    spans: list[list[int]] = []
    for each in sorted(numbers):
        if spans and each == spans[-1][1] + 1:
            spans[-1][1] = each
        else:
            spans.append([each, each])
    return "第" + "、".join(str(first) if first == last else f"{first}—{last}" for first, last in spans)


def _show_nothing(found: Found) -> None:
    """Where no row counts, say which sheets came, and which of them say that there is none."""
    from reportgen.cli import console

    if found.figure.absent:
        console.say(f"    应报的表没有收齐；运行 {command('status', found.year)} 查看。")
    said = {(each.file, each.sheet): each for each in reversed(found.traced.nothing)}
    for each in found.traced.handed:
        place = f"{each.file} › {each.sheet}"
        none = said.get((each.file, each.sheet))
        if each.rows:
            what = f"：{each.rows} 行，都不符合条件"
        elif none:
            what = f"：零报告，第{none.row}行写明没有发生"
        else:
            what = "：零报告，没有写明“无”"
        show([Line((Span("    "), Span(plain(place), "cyan", whole=True), Span(plain(what))), 6)])


def _show_matches(project: Project, year: int, number: str, matches: Sequence[Match]) -> None:
    """List what prints a number, each with how it is computed."""
    from reportgen.cli import console
    from reportgen.profile.worded import defined
    from reportgen.stages.displays import COMPARING

    show([line(f"{spoken(year)}有 {len(matches)} 处印着“{number}”：", style="bold")])
    for each in matches[:_SHOWN_MATCHES]:
        by = f"（{each.filter}）" if each.filter else ""
        text = _excerpt(each.text, number)
        unit = _unit(each)
        show(
            [
                Line(
                    (
                        Span("  "),
                        Span(plain(each.name), "bold", whole=True),
                        Span(plain(f"{by}：{text}{unit}")),
                    ),
                    4,
                )
            ]
        )
        show([line(defined(each.figure.definition, project.profile.kinds), indent=4)])
    if len(matches) > _SHOWN_MATCHES:
        console.say(f"另有 {len(matches) - _SHOWN_MATCHES} 处没有列出；加 --json 列出全部。")
    console.say(f"接下来：运行 {command('trace', year, '名称')} 查其中一个的来历。")
    if any(each.filter in COMPARING for each in matches):
        console.say(f"印着上年数、同比的，还要看上年的来历：运行 {command('trace', year - 1, '名称')}。")


def _unit(match: Match) -> str:
    """The unit that stands behind what a figure prints: that of 1.2 by 万 is 万元."""
    from reportgen.stages.displays import SCALES

    if match.heading:
        return match.figure.cells[match.item - 1][match.heading].definition.unit_behind
    if match.item or match.figure.definition.ratio or match.filter not in ("", *SCALES):
        return ""
    return match.filter + match.figure.definition.unit


def _excerpt(text: str, number: str) -> str:
    """A text, or what stands around the number in it."""
    text = " ".join(text.split())
    if columns(text) <= 2 * _EXCERPT:
        return text
    at = max(0, text.find(number.rstrip("%")) - _EXCERPT // 2)
    return f"{'…' * bool(at)}{text[at : at + _EXCERPT]}…"


def _as_json(match: Match) -> dict[str, Any]:
    definition = match.figure.definition
    return {
        "name": match.name,
        "filter": match.filter or None,
        "text": match.text,
        "definition": str(definition),
    }
