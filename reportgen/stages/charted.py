"""A list by a column -> the slots of its charts, whole or one column alone, by `name|柱状图` and the like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from reportgen import arithmetic
from reportgen.definitions import COUNT, TOTAL, called
from reportgen.model import Figure, FigureDefinition, Slot, Value
from reportgen.numerals import truth_text
from reportgen.plots import DRAWN, KINDS, Plot, Series

_PIE = "饼图"


def charts(
    name: str,
    figure: Figure,
    definitions: Mapping[str, FigureDefinition],
    around: Mapping[str, Value] | None = None,
) -> dict[str, Slot]:
    """Return the slots of the charts of a list, of one within another those `around` whose entry it stands; a column alone
    is `name.column`. `definitions` are all figures'.
    """
    own = figure.definition
    places, labels, numbers = _entries(figure, around)
    headings = [each for each in numbers if not (own.across and each == TOTAL)]
    series = [
        _series(each, numbers[each], [f"{name}#{at}.{each}" for at in places], figure, definitions)
        for each in headings
    ]
    shown = {name: (headings, series)}
    shown |= {f"{name}.{each}": ([each], [made]) for each, made in zip(headings, series, strict=True)}
    slots = {}
    for told, (columns, drawn) in shown.items():
        for kind in (*KINDS, DRAWN):
            plot = Plot(told, kind, called(own.by), labels, tuple(drawn))
            if own.within and around is None:
                unfit = "是套在另一个清单里的清单，图要放在那个清单的里面"
            else:
                unfit = _unfit(plot, own, [_measured(own, each, definitions) for each in columns])
            filled = plot.is_filled and not unfit
            slots[f"{told}|{kind}"] = Slot(
                plot.said if filled else None, filled, plot=plot._replace(unfit=unfit)
            )
    return slots


def _entries(
    figure: Figure, around: Mapping[str, Value] | None
) -> tuple[list[int], tuple[str, ...], dict[str, list[Figure]]]:
    """Which entries are drawn, their names, and their numbers by column, without the total."""
    own, items = figure.definition, figure.items or ()
    within = own.within if around is not None else ""
    places = [
        at
        for at, item in enumerate(items, 1)
        if not within or around is None or item.get(within) == around.get(within)
    ]
    if own.total:
        places = places[:-1]
    names = dict.fromkeys(heading for each in figure.cells for heading in each)
    values = [items[at - 1].get(own.by) for at in places]
    labels = (
        "空着" if each is None else truth_text(each) if isinstance(each, bool) else str(each)
        for each in values
    )
    return places, tuple(labels), {name: [figure.cells[at - 1][name] for at in places] for name in names}


def _series(
    heading: str,
    numbers: Sequence[Figure],
    figures: Sequence[str],
    figure: Figure,
    definitions: Mapping[str, FigureDefinition],
) -> Series:
    own = figure.definition
    measured = _measured(own, heading, definitions)
    texts = (
        None if each.value is None or each.text is None else each.text.removesuffix("%") for each in numbers
    )
    name = own.name if heading == COUNT and not own.columns and not own.across else heading
    return Series(name, "%" if measured.ratio else measured.unit, tuple(texts), tuple(figures))


def _measured(
    own: FigureDefinition, heading: str, definitions: Mapping[str, FigureDefinition]
) -> FigureDefinition:
    """What stands under a heading."""
    column = dict(own.columns).get(heading, "")
    return definitions.get(f"{own.group}.{column}", own) if column else own


def _unfit(plot: Plot, own: FigureDefinition, measured: Sequence[FigureDefinition]) -> str:
    """Why a list cannot be drawn so; nothing where it can."""
    reasons = _of_pie(plot, own, measured) if plot.kind == _PIE else _of_axes(plot)
    if not own.by:
        return "是逐行列出的清单，没有分组；图要用写了 by 的数据项来画"
    return next(iter(reasons), "")


def _of_axes(plot: Plot) -> Iterator[str]:
    units = dict.fromkeys(each.unit for each in plot.series)
    if len(units) > 1 and plot.kind != DRAWN:
        said = "、".join(f"“{each}”" if each else "没有单位" for each in units)
        yield f"各列的单位不一样（{said}），画在一张图里看不清；只画一列，写 {_one(plot)}"


def _of_pie(plot: Plot, own: FigureDefinition, measured: Sequence[FigureDefinition]) -> Iterator[str]:
    if len(plot.series) > 1:
        yield f"有{len(plot.series)}列，饼图只能画一列；写 {_one(plot)}"
    if any(
        each.ratio or each.measure.startswith("avg") or arithmetic.divides(each.formula) for each in measured
    ):
        yield "是比率或平均数，加起来不是整体，不能画成饼图；改用柱状图"
    if own.top:
        yield "只列前几名，各块加起来不是整体，不能画成饼图；改用柱状图"
    if any(each and each.startswith("-") for series in plot.series for each in series.numbers):
        yield "里有负数，不能画成饼图；改用柱状图"


def _one(plot: Plot) -> str:
    column = plot.series[0].figures[0].rpartition(".")[2] if plot.series[0].figures else plot.series[0].name
    return f"{{{{ {plot.figure}.{column} | {plot.kind} }}}}"
