"""A figure -> what its tag prints by each of the words that may stand behind the bar: scaled, rounded, against last year."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import ROUND_DOWN, Decimal

from reportgen.definitions import MOST_DECIMALS
from reportgen.model import Figure, FigureDefinition, Slot
from reportgen.numerals import capital_number, exact, figure_text, grouped, growth, number_text, rounded

LAST_YEAR, CHANGE = "上年", "同比"
COMPARING = (LAST_YEAR, CHANGE, "增减", "增幅", "增幅数")  # what needs a value of last year
WITH_UNIT = (CHANGE, "增减", "增幅")  # what prints its unit, too
QUALIFIER = "口径"  # words, and no number
SCALES = {"万": 10_000, "亿": 100_000_000}
AS_IT_IS = "原样"  # prints a blank as a blank
SAME_UNIT = ("", LAST_YEAR, "余", "千分位", "大写", AS_IT_IS)  # what is followed by the figure's own unit


def displays(name: str, figure: Figure) -> dict[str, Slot]:
    """Return the slots of a figure that is no list, by `name|word`: those that compare with last year are true where they
    can, the others where the figure is not 0.
    """
    definition, value, previous = figure.definition, figure.value, figure.previous
    last = None if previous is None else figure_text(previous, definition)
    qualifier = definition.qualifier
    slots = {
        LAST_YEAR: Slot(last, bool(previous)),
        CHANGE: Slot(_change(figure), previous is not None),
        "增减": Slot(_difference(figure), previous is not None),
        "增幅": Slot(_growth(figure, "%"), bool(previous)),
        "增幅数": Slot(_growth(figure, ""), bool(previous)),
        AS_IT_IS: Slot("" if value is None and not figure.absent else figure.text, bool(value)),
        QUALIFIER: Slot(qualifier or None, bool(qualifier)),
    }
    if not definition.ratio:
        slots |= {
            word: Slot(None if value is None else write(value, definition), bool(value))
            for word, write in _WRITTEN.items()
        }
    return {
        f"{name}|{word}": slot if word == QUALIFIER else slot._replace(figure=f"{name}|{word}")
        for word, slot in slots.items()
    }


def _more_than(value: float, definition: FigureDefinition) -> str:
    """A number down to its first digit, with 余 where something is left: 5123 is 5000余, so that it is never untrue."""
    number = exact(value)
    step = Decimal(1).scaleb(number.adjusted())
    floor = (number / step).to_integral_value(ROUND_DOWN) * step
    if number == floor or abs(number) < 10:
        return figure_text(value, definition)
    return f"{number_text(float(floor))}余"


def _scaled(value: float, definition: FigureDefinition, scale: int) -> str:
    """A number in a larger unit, rounded half up; to more places where it would be rounded to nothing."""
    number = exact(value) / scale
    places = 2 if definition.decimals is None else definition.decimals
    while number and not rounded(number, places) and places < MOST_DECIMALS:
        places += 1
    return number_text(float(number), places)


_WRITTEN: Mapping[str, Callable[[float, FigureDefinition], str]] = {
    "余": _more_than,
    "万": lambda value, definition: _scaled(value, definition, SCALES["万"]),
    "亿": lambda value, definition: _scaled(value, definition, SCALES["亿"]),
    "千分位": lambda value, definition: grouped(figure_text(value, definition)),
    "大写": lambda value, definition: capital_number(figure_text(value, definition)),
}


def _difference(figure: Figure) -> str | None:
    """By how much a figure is more or less than last year's, in its unit: 增加25件."""
    value, previous, definition = figure.value, figure.previous, figure.definition
    if value is None or previous is None:
        return None
    if value == previous:
        return "持平"
    if definition.ratio:
        way = "提高" if value > previous else "下降"
        return f"{way}{number_text(abs(value - previous), definition.places)}个百分点"
    way = "增加" if value > previous else "减少"
    return f"{way}{number_text(abs(value - previous), definition.places)}{definition.unit}"


def _growth(figure: Figure, sign: str) -> str | None:
    """By how many percent of last year's value a figure has changed, with a minus where it fell; of a rate, and where last
    year's value is 0 or of the other sign, that cannot be said.
    """
    value, previous = figure.value, figure.previous
    if value is None or not previous or (value < 0) != (previous < 0) or figure.definition.ratio:
        return None
    rate = growth(value, previous)
    return f"{'-' if value < previous and rate != '0' else ''}{rate}{sign}"


def _change(figure: Figure) -> str | None:
    """Return how a figure changed against last year, or None where there is no last year.

    A rate changes by percentage points, everything else by percent of last year's value. That is no share of anything: it may
    be 100 without being exactly that, and what is too little for a digit is 基本持平.
    """
    value, previous = figure.value, figure.previous
    if value is None or previous is None:
        return None
    if value == previous:
        return f"与{figure.before}持平"
    if figure.definition.ratio:
        return f"比{figure.before}{_difference(figure)}"
    if previous == 0 or (value < 0) != (previous < 0):  # by how many percent cannot be said
        return f"比{figure.before}{_difference(figure)}（{figure.before}为{number_text(previous)}）"
    rate = growth(value, previous)
    if rate == "0":
        return f"与{figure.before}基本持平"
    return f"比{figure.before}{'增长' if value > previous else '下降'}{rate}%"
