"""The page of a report and the grounds of its figures -> one page in which each number leads to them, without the network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from reportgen.evidence.grounds import Grounds, behind
from reportgen.model import Value
from reportgen.numerals import figure_text, number_text, truth_text
from reportgen.periods import NOW
from reportgen.word import shown_marks

_MOST_ROWS = 200  # of a figure; the workbook has all
_STYLE = """<style>
a.figure{color:#0b57d0;text-decoration:underline dotted}
.grounds{margin-top:3em;border-top:2px solid #555;font:1rem/1.6 system-ui,"Microsoft YaHei","Noto Sans CJK SC",sans-serif}
.grounds section{padding:.3em .8em;border-left:4px solid transparent}
.grounds section:target{border-color:#0b57d0;background:#eef4ff}
.grounds h3{margin:.6em 0 .2em}
.grounds p{margin:.1em 0;text-indent:0}
.grounds table{margin:.4em 0;font-size:.85rem}
.grounds td,.grounds th{min-width:5.5em}
</style>"""


def grounds_page(page: str, told: Sequence[Grounds], printed: Sequence[str]) -> str:
    """Return the page with a link on each figure that is shown in it; `printed` are the names of the marks' figures."""
    at = {each.name: f"d{number}" for number, each in enumerate(told, 1)}
    names = [name.partition("|")[0].partition("#")[0] for name in printed]

    def link(number: int, said: str) -> str:
        target = at.get(names[number - 1]) if 0 < number <= len(names) else None
        return (
            f'<a class="figure" href="#{target}" title="{escape(names[number - 1])}">{said}</a>'
            if target
            else said
        )

    linked = shown_marks.replace(page, link)
    named = {each.name: each for each in told}
    wanted: set[str] = set()
    new = set(names) & named.keys()
    while new:
        wanted |= new
        new = {part for name in new for part in named[name].parts if part in named} - wanted
    sections = "\n".join(_section(each, at, named) for each in told if each.name in wanted)
    grounds = f'<div class="grounds"><h2>每个数的来历</h2>\n{sections}\n</div>\n'
    return linked.replace("</head>", f"{_STYLE}\n</head>", 1).replace("</main>", f"{grounds}</main>", 1)


def _section(each: Grounds, at: Mapping[str, str], named: Mapping[str, Grounds]) -> str:
    lines = "".join(_lines(each, at, named))
    return f'<section id="{at[each.name]}"><h3>{escape(each.name)}</h3>\n{lines}</section>'


def _lines(each: Grounds, at: Mapping[str, str], named: Mapping[str, Grounds]) -> Iterator[str]:
    figure = each.figure
    unit = "" if each.unit == "%" else f" {each.unit}"
    said = f"{figure.text or '没有'}{unit}" if figure.items is None else f"{len(figure.items)} 项"
    yield f"<p>{NOW[figure.before]}：{escape(said)}</p>\n"
    yield f"<p>怎么算的：{escape(each.said)}</p>\n"
    if figure.previous is not None:
        yield f"<p>{figure.before}：{escape(figure_text(figure.previous, figure.definition))}{escape(unit)}</p>\n"
    if related := [one.said for one in each.relations if one.sort != "last_year"]:
        yield f"<p>可以核对的：{escape('；'.join(related))}</p>\n"
    if each.parts:
        parts = [f'<a href="#{at[name]}">{escape(name)}</a>' for name in each.parts if name in at]
        sign = " ÷ " if figure.definition.ratio else "、"
        yield f"<p>{figure.definition.made_by}：{sign.join(parts)}</p>\n"
        for role, part in behind(each, named):
            yield f'<p>{escape(role)}来源：<a href="#{at[part.name]}">{escape(part.source)}</a></p>\n'
        return
    more = f"，下面列出前 {_MOST_ROWS} 行，全部见数据底稿" if len(each.records) > _MOST_ROWS else ""
    yield f"<p>来源：{len(each.records)} 行{more}</p>\n"
    if each.records:
        yield _table(each)


def _table(each: Grounds) -> str:
    fields = [name for name in each.fields if any(one.values.get(name) is not None for one in each.records)]
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in ("文件", "工作表", "单元格", *fields))
    rows = []
    for one in each.records[:_MOST_ROWS]:
        place = (one.place.file, one.place.sheet, one.place.cell or f"第{one.place.row}行")
        cells = [*place, *(_shown(one.values.get(name)) for name in fields)]
        rows.append("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>")
    body = "\n".join(rows)
    return f'<div class="wide"><table><thead><tr>{heads}</tr></thead>\n<tbody>{body}</tbody></table></div>\n'


def _shown(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return truth_text(value)
    return number_text(value) if isinstance(value, (int, float)) else str(value)
