"""What a chart shows -> the part that draws it, filled or made anew, and the workbook that Word opens to edit its data.

Word and WPS draw what is stored in the part, and read the workbook only when somebody edits: both say the same.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import datetime
from html import escape
from io import BytesIO
from itertools import chain

from lxml import etree

from reportgen.expressions import expression
from reportgen.plots import Plot, Series
from reportgen.word.elements import parent_of

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STAMP = datetime(2000, 1, 1)  # a file's time is when it is written, which is not of what it says
_SHEET = "Sheet1"
_GROUPS = {"柱状图": "bar", "条形图": "bar", "折线图": "line", "饼图": "pie"}
_COLOURS = ("1F4E79", "C55A11", "548235", "7F6000", "7030A0", "808080")  # told apart in black and white, too
_PLOTTED = tuple(
    C + name
    for name in (
        "barChart", "bar3DChart", "lineChart", "line3DChart", "pieChart", "pie3DChart", "ofPieChart", "doughnutChart",
        "areaChart", "area3DChart", "radarChart",
    )
)  # fmt: skip
PIES = tuple(C + name for name in ("pieChart", "pie3DChart", "ofPieChart", "doughnutChart"))
_OTHERS = tuple(
    C + name for name in ("scatterChart", "bubbleChart", "stockChart", "surfaceChart", "surface3DChart")
)
_BEFORE = tuple(C + name for name in ("idx", "order"))  # what stands before a series' name
_BEHIND = tuple(
    C + name for name in ("val", "smooth", "shape", "extLst")
)  # and behind the names of its entries
_PERCENT = expression('(?<!["\\\\])%')


def form(plot: Plot) -> Hashable:
    """Return what of a chart decides how its drawing and its place look, but for the chart itself."""
    return (
        plot.kind,
        mark(plot),
        len(plot.labels),
        tuple((each.name, each.unit) for each in plot.series),
        plot.unfit,
    )


def mark(plot: Plot) -> str:
    """Return the name of a drawing, which says what figures it shows: the list, which of its entries if not all, and for
    each series a column.
    """
    columns = [each.figures[0].rpartition(".")[2] if each.figures else each.name for each in plot.series]
    filled = plot.series[0].figures if plot.series else ()
    numbers = [each.rpartition("#")[2].partition(".")[0] for each in filled]
    own = numbers and numbers != [str(at) for at in range(1, len(numbers) + 1)]
    name = filled[0].rpartition("#")[0] if filled else plot.figure
    return "|".join(("图表", f"{name}#{','.join(numbers)}" if own else name, *columns))


class NotDrawn(ValueError):
    """This chart cannot show this list; the text is a sentence for whoever writes the template."""


def series_of(root: etree._Element) -> list[etree._Element]:
    """Return the series of a chart in the order in which they are drawn."""
    found = [each for group in root.iter(*_PLOTTED) for each in group.iterchildren(C + "ser")]
    return sorted(found, key=lambda each: _number(each.find(C + "order")))


def matched(root: etree._Element, plot: Plot) -> list[tuple[etree._Element, int]]:
    """Return the series of a drawn chart, each with the number of the column that it shows: by its name, or else in turn.
    Raises NotDrawn.
    """
    if next(root.iter(*_OTHERS), None) is not None:
        raise NotDrawn("是散点图、气泡图、股价图或曲面图，填不了；改用柱状图、条形图、折线图、面积图或饼图")
    drawn, columns = series_of(root), [each.name for each in plot.series]
    if next(root.iter(C + "dateAx"), None) is not None:
        raise NotDrawn("的横坐标是日期轴；在 Word 的“设置坐标轴格式”里改为文本坐标轴")
    if not drawn:
        raise NotDrawn("里没有数据系列；在 Word 里删去，重新插入一张")
    names = [named(each) for each in drawn]
    known = [name for name in names if name in columns]
    if known and (len(known) < len(names) or len(set(known)) < len(known)):
        other = next(name for name in names if name not in columns or names.count(name) > 1)
        raise NotDrawn(f"有一个系列叫“{other}”，清单里没有这一列（有{_listed(columns)}），或者重复了")
    if not known and len(names) != len(columns):
        raise NotDrawn(
            f"有{len(names)}个系列，清单有{len(columns)}列（{_listed(columns)}）；增减系列，或用列名来命名系列"
        )
    numbers = [columns.index(name) for name in names] if known else range(len(columns))
    axes = sum(1 for _ in root.iter(C + "valAx"))
    units = dict.fromkeys(plot.series[number].unit for number in numbers)
    if axes < 2 and len(units) > 1:
        raise NotDrawn(
            f"只有一条数值轴，各列的单位却不一样（{_listed(units)}）；给其中几列加上次坐标轴，或分成两张图"
        )
    return list(zip(drawn, numbers, strict=True))


def _listed(names: Iterator[str] | Sequence[str] | Mapping[str, None]) -> str:
    return "、".join(f"“{each}”" for each in names)


def _number(element: etree._Element | None) -> int:
    said = "" if element is None else element.get("val", "")
    return int(said) if said.isdecimal() else 0


def named(series: etree._Element) -> str:
    """Return the name of a series as it is stored."""
    return "".join(
        each.text or "" for text in series.iterchildren(C + "tx") for each in text.iter(C + "v")
    ).strip()


def fill(root: etree._Element, plot: Plot) -> Plot:
    """Write what a list says into a drawn chart, and return what it shows then. Raises NotDrawn."""
    pairs = matched(root, plot)
    shown = plot._replace(series=tuple(plot.series[number] for _, number in pairs))
    for at, (element, _) in enumerate(pairs):
        _fill_series(element, shown, at)
    for extension in [each for group in root.iter(*_PLOTTED) for each in group.iterchildren(C + "extLst")]:
        parent_of(extension).remove(extension)  # the series that somebody has hidden, with their numbers
    if any(each.unit == "%" for each in shown.series):
        _say_percent(root)
    _unbound_axes(root, shown)
    return shown


def _fill_series(element: etree._Element, plot: Plot, at: int) -> None:
    pattern = element.find(f"{C}val/{C}numRef/{C}numCache/{C}formatCode")
    stale = [each for each in element.iter(C + "dLbl") if each.find(C + "tx") is not None]
    for each in (*element.iterchildren(C + "tx", C + "cat", C + "val", C + "extLst"), *stale):
        parent_of(each).remove(each)
    code = pattern.text if pattern is not None and pattern.text not in (None, "General") else ""
    if plot.series[at].unit == "%" and code and "%" not in code:
        code += '"%"'
    name, labels, values = (
        etree.fromstring(each) for each in _data(plot, at, code or _code(plot.series[at]))
    )
    head = sum(1 for _ in element.iterchildren(*_BEFORE))
    element.insert(head, name)
    place = next((n for n, each in enumerate(element) if each.tag in _BEHIND), len(element))
    element[place:place] = [labels, values]


def _say_percent(root: etree._Element) -> None:
    """Have formats put the sign behind a number that is a percentage already."""
    for each in root.iter(C + "numFmt"):
        each.set("formatCode", _PERCENT.sub('"%"', each.get("formatCode", "")))
    for each in root.iter(C + "formatCode"):
        each.text = _PERCENT.sub('"%"', each.text or "")


def _unbound_axes(root: etree._Element, plot: Plot) -> None:
    """Take off an axis the end that the author has set, where a number of this year lies beyond it."""
    numbers = [float(each) for series in plot.series for each in series.numbers if each is not None]
    for scaling in [each for axis in root.iter(C + "valAx") for each in axis.iterchildren(C + "scaling")]:
        for each in list(scaling.iterchildren(C + "max", C + "min")):
            end = float(each.get("val", "0"))
            if numbers and (max(numbers) > end if each.tag == C + "max" else min(numbers) < end):
                scaling.remove(each)


def bind(root: etree._Element, relation: str) -> None:
    """Have a chart name its workbook."""
    for old in list(root.iterchildren(C + "externalData")):
        root.remove(old)
    own = etree.Element(C + "externalData", {R + "id": relation}, nsmap={"r": R[1:-1]})
    etree.SubElement(own, C + "autoUpdate", {"val": "0"})
    behind = (
        each for each in root if etree.QName(each).localname in ("printSettings", "userShapes", "extLst")
    )
    following = next(behind, None)
    if following is None:
        root.append(own)
    else:
        following.addprevious(own)


def _code(series: Series) -> str:
    """The format in which a number shows as it is printed."""
    places = max((len(each.partition(".")[2]) for each in series.numbers if each), default=0)
    kept = any("." in each and each.endswith("0") for each in series.numbers if each)
    return ("0." + "0" * places if kept else "General") + ('"%"' if series.unit == "%" else "")


def _data(plot: Plot, at: int, code: str) -> tuple[str, str, str]:
    """The name of a series, its entries and its numbers, each with where it stands in the workbook."""
    series, column, last = plot.series[at], _column(at + 1), len(plot.labels) + 1
    space = f'xmlns:c="{C[1:-1]}"'
    name = _cache(f"${column}$1", [_name(plot, series)])
    labels = _cache(f"$A$2:$A${max(last, 2)}", plot.labels)
    points = "".join(
        f'<c:pt idx="{n}"><c:v>{each}</c:v></c:pt>'
        for n, each in enumerate(series.numbers)
        if each is not None
    )
    return (
        f"<c:tx {space}>{name}</c:tx>",
        f"<c:cat {space}>{labels}</c:cat>",
        f"<c:val {space}><c:numRef><c:f>{_SHEET}!${column}$2:${column}${max(last, 2)}</c:f><c:numCache>"
        f'<c:formatCode>{escape(code, quote=False)}</c:formatCode><c:ptCount val="{len(plot.labels)}"/>{points}'
        "</c:numCache></c:numRef></c:val>",
    )


def _cache(where: str, texts: Sequence[str]) -> str:
    points = "".join(
        f'<c:pt idx="{n}"><c:v>{escape(each, quote=False)}</c:v></c:pt>' for n, each in enumerate(texts)
    )
    return f'<c:strRef><c:f>{_SHEET}!{where}</c:f><c:strCache><c:ptCount val="{len(texts)}"/>{points}</c:strCache></c:strRef>'


def _name(plot: Plot, series: Series) -> str:
    """What a series is called: with its unit where the chart is made here, and nobody else says it."""
    unit = f"（{series.unit}）" if series.unit and plot.kind in _GROUPS else ""
    return series.name + unit


def _column(number: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(number))


def workbook(plot: Plot) -> bytes:
    """Return the workbook of a chart: a row for each entry, a column for each series."""
    from xlsxwriter import Workbook

    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"created": _STAMP})
        sheet = book.add_worksheet(_SHEET)
        sheet.set_column(0, len(plot.series), 16)
        for row, label in enumerate(plot.labels, 1):
            sheet.write_string(row, 0, label)
        for column, series in enumerate(plot.series, 1):
            sheet.write_string(0, column, _name(plot, series))
            code = _code(series)
            look = None if code == "General" else book.add_format({"num_format": code})
            for row, number in enumerate(series.numbers, 1):
                if number is not None:
                    sheet.write_number(row, column, float(number), look)
    return content.getvalue()


def drawn(plot: Plot, relation: str) -> bytes:
    """Return the part of a chart where the author has drawn none."""
    group = _GROUPS[plot.kind]
    series = "".join(_series(plot, at, group) for at in range(len(plot.series)))
    axes = "" if group == "pie" else _axes(plot)
    legend = (
        f'<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{_look(1000)}</c:legend>'
        if group != "pie"
        else ""
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<c:chartSpace xmlns:c="{C[1:-1]}" xmlns:a="{A[1:-1]}" xmlns:r="{R[1:-1]}"><c:date1904 val="0"/>'
        '<c:lang val="zh-CN"/><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>'
        f"{_group(plot, group, series)}{axes}</c:plotArea>{legend}"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        f'{_look(1050)}<c:externalData r:id="{relation}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    ).encode()


def _group(plot: Plot, group: str, series: str) -> str:
    ids = '<c:axId val="10000001"/><c:axId val="10000002"/>'
    if group == "pie":
        return f'<c:pieChart><c:varyColors val="1"/>{series}<c:firstSliceAng val="0"/></c:pieChart>'
    if group == "line":
        return f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{series}<c:marker val="1"/>{ids}</c:lineChart>'
    way = "bar" if plot.kind == "条形图" else "col"
    return (
        f'<c:barChart><c:barDir val="{way}"/><c:grouping val="clustered"/><c:varyColors val="0"/>{series}'
        f'<c:gapWidth val="80"/>{ids}</c:barChart>'
    )


def _series(plot: Plot, at: int, group: str) -> str:
    name, labels, values = _data(plot, at, _code(plot.series[at]))
    colour = _COLOURS[at % len(_COLOURS)]
    solid = f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
    line = f'<c:spPr><a:ln w="28575" cap="rnd">{solid}<a:round/></a:ln></c:spPr>'
    shape = {"line": line, "pie": ""}.get(group, f'<c:spPr>{solid}</c:spPr><c:invertIfNegative val="0"/>')
    if group == "line":
        shape += f'<c:marker><c:symbol val="circle"/><c:size val="6"/><c:spPr>{solid}</c:spPr></c:marker>'
    points = _slices(len(plot.labels)) if group == "pie" else ""
    named, apart = ("1", "<c:separator> </c:separator>") if group == "pie" else ("0", "")
    unit = plot.series[at].unit.replace('"', "") if group == "pie" else ""
    shown_as = escape(f'{_code(plot.series[at])}"{unit}"')
    code = f'<c:numFmt formatCode="{shown_as}" sourceLinked="0"/>' if unit else ""
    label = (
        f'<c:dLbls>{code}{_look(1000)}<c:dLblPos val="{"t" if group == "line" else "outEnd"}"/><c:showLegendKey val="0"/>'
        f'<c:showVal val="1"/><c:showCatName val="{named}"/><c:showSerName val="0"/><c:showPercent val="0"/>'
        f'<c:showBubbleSize val="0"/>{apart}</c:dLbls>'
    )
    smooth = '<c:smooth val="0"/>' if group == "line" else ""
    return f'<c:ser><c:idx val="{at}"/><c:order val="{at}"/>{name}{shape}{points}{label}{labels}{values}{smooth}</c:ser>'


def _slices(count: int) -> str:
    return "".join(
        f'<c:dPt><c:idx val="{n}"/><c:bubble3D val="0"/><c:spPr><a:solidFill><a:srgbClr val="{_COLOURS[n % len(_COLOURS)]}"/>'
        '</a:solidFill><a:ln><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></a:ln></c:spPr></c:dPt>'
        for n in range(count)
    )


def _axes(plot: Plot) -> str:
    down = plot.kind == "条形图"
    order, sides, crosses = ("maxMin", "lb", "max") if down else ("minMax", "bl", "autoZero")
    numbers = [each for series in plot.series for each in series.numbers if each]
    from_zero = plot.kind != "折线图" and not any(each.startswith("-") for each in numbers)
    least = (
        '<c:min val="0"/>' if from_zero else ""
    )  # bars whose feet are cut off are not as long as their numbers
    thin = '<c:spPr><a:ln w="9525"><a:solidFill><a:srgbClr val="7F7F7F"/></a:solidFill></a:ln></c:spPr>'
    faint = '<c:majorGridlines><c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="D9D9D9"/></a:solidFill></a:ln></c:spPr></c:majorGridlines>'
    code = escape(_code(plot.series[0]))
    return (
        f'<c:catAx><c:axId val="10000001"/><c:scaling><c:orientation val="{order}"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{sides[0]}"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="low"/>{thin}{_look(1000)}<c:crossAx val="10000002"/>'
        '<c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
        f'<c:valAx><c:axId val="10000002"/><c:scaling><c:orientation val="minMax"/>{least}</c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{sides[1]}"/>{faint}<c:numFmt formatCode="{code}" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>{thin}{_look(1000)}<c:crossAx val="10000001"/>'
        f'<c:crosses val="{crosses}"/></c:valAx>'
    )


def _look(size: int) -> str:
    """The font of texts: Latin and Chinese are told apart, as everywhere in the report."""
    fonts = '<a:latin typeface="Times New Roman"/><a:ea typeface="仿宋_GB2312"/><a:cs typeface="Times New Roman"/>'
    return (
        f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{size}"><a:solidFill><a:srgbClr val="000000"/>'
        f'</a:solidFill>{fonts}</a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    )


def shown(root: etree._Element) -> list[list[str]]:
    """Return what a chart shows, as the rows of a table with their head; each number as it is stored, with its percent sign."""
    series = series_of(root)
    labels = _points(next(chain.from_iterable(each.iterchildren(C + "cat") for each in series), None))
    numbers = [_points(next(each.iterchildren(C + "val"), None)) for each in series]
    signs = ["%" if _percent(each) else "" for each in series]
    count = max((at for each in (labels, *numbers) for at in each), default=-1) + 1
    head = ["", *(named(each) for each in series)]
    rows = (
        [
            labels.get(at, ""),
            *(f"{each[at]}{sign}" if at in each else "" for each, sign in zip(numbers, signs, strict=True)),
        ]
        for at in range(count)
    )
    return [head, *rows] if series else []


def _points(data: etree._Element | None) -> dict[int, str]:
    if data is None:
        return {}
    points = data.iter(C + "pt")
    return {
        int(each.get("idx", "0")): re.sub(r"\s+", " ", each.findtext(C + "v", "")).strip() for each in points
    }


def _percent(series: etree._Element) -> bool:
    """Whether the numbers of a series are percentages, by a format, of which programs keep one or the other, or its name."""
    codes = [each.get("formatCode", each.text or "") for each in series.iter(C + "formatCode", C + "numFmt")]
    return any("%" in each for each in codes) or named(series).endswith("%）")
