"""A drawn chart and the columns that it shows -> why people would read other numbers in it than those it is filled with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from reportgen.expressions import expression
from reportgen.plots import Series
from reportgen.word.chart_parts import C, axes_of
from reportgen.word.elements import parent_of
from reportgen.workbook.formats import scales

Shown = Sequence[tuple[etree._Element, Series]]
_SAYING = (C + "numFmt", C + "formatCode")
_LABELS = (C + "dLbls", C + "dLbl")
_BARE_PERCENT = expression(r'"[^"]*"|\\.|(%)')


def misread(root: etree._Element, shown: Shown) -> Iterator[str]:
    """Yield why a chart would be read otherwise, a sentence each; `shown` are its series, each with its column."""
    yield from _stacked(shown)
    for units in root.iter(C + "dispUnits"):
        if next(units.iterchildren(C + "dispUnitsLbl"), None) is None:
            yield "的数值轴设了“显示单位”，印的数缩小了，图上却没有写；在“设置坐标轴格式”里把显示单位改为无"
    for element, columns in formats(root, shown):
        code = element.get("formatCode", element.text or "")
        others = [each for each in columns if each.unit != "%"]
        if scales(code):
            yield f"的数字格式“{code}”把数缩小了印；改成“常规”，要用万、千作单位的，在 figures.yaml 里写 unit"
        elif others and _is_percent(code):
            said = (
                f"“{others[0].name}”的单位是{others[0].unit}"
                if others[0].unit
                else f"“{others[0].name}”没有单位"
            )
            yield f"的数字格式“{code}”是百分数，{said}，会印成一百倍的百分数；改成“常规”"


def formats(root: etree._Element, shown: Shown) -> Iterator[tuple[etree._Element, list[Series]]]:
    """Yield the number formats of a chart that its numbers are printed in, each with the columns whose numbers they are."""
    for element in root.iter(*_SAYING):
        if element.tag == C + "numFmt" and element.get("sourceLinked") == "1":
            continue  # that of the series
        above = [parent_of(element), *element.iterancestors()]
        columns = next(filter(None, (_columns(each, shown) for each in above)), [])
        if columns and not _of_shares(element, shown):
            yield element, columns


def columns_on(axis: etree._Element, shown: Shown) -> list[Series]:
    """Return the columns that are drawn on an axis."""
    return [column for each, column in shown if set(axes_of(axis)) & set(axes_of(parent_of(each)))]


def _columns(element: etree._Element, shown: Shown) -> list[Series]:
    """The columns of a series, of a group of series, or of an axis of numbers."""
    if element.tag == C + "valAx":
        return columns_on(element, shown)
    return [column for each, column in shown if element in (each, parent_of(each))]


def _of_shares(element: etree._Element, shown: Shown) -> bool:
    """Whether a format is of shares, which Word works out itself: of a slice, or of a bar that is cut up."""
    labels = next(element.iterancestors(*_LABELS), None)
    if labels is not None:
        return any(each.get("val", "1") != "0" for each in labels.iterchildren(C + "showPercent"))
    axis = next(element.iterancestors(C + "valAx"), None)
    groups = [] if axis is None else [parent_of(each) for each, _ in shown if columns_on(axis, [(each, _)])]
    return bool(groups) and all(_grouping(each) == "percentStacked" for each in groups)


def _stacked(shown: Shown) -> Iterator[str]:
    for group in dict.fromkeys(parent_of(each) for each, _ in shown):
        columns = [column for each, column in shown if parent_of(each) is group]
        apart = [each for each in columns if not each.is_sum]
        if len(columns) > 1 and apart and "tacked" in _grouping(group):
            yield f"是堆积图，“{apart[0].name}”是比率、平均数一类，叠起来的高度什么也不是；改用簇状图、折线图"


def _grouping(group: etree._Element) -> str:
    return next((each.get("val", "") for each in group.iterchildren(C + "grouping")), "")


def _is_percent(code: str) -> bool:
    return any(each[1] for each in _BARE_PERCENT.finditer(code))
