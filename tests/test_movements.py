"""By how much a figure has changed since the year before, and where that is much."""

from __future__ import annotations

import pytest

from reportgen.model import Figure, FigureDefinition
from reportgen.movements import change, change_text, far, moved

COUNT = FigureDefinition(group="来访", name="总数", sheet="来访", unit="件")
RATE = FigureDefinition(group="来访", name="率", sheet="来访", ratio=("甲", "乙"), unit="%")


def figure(value: float | None, previous: float | None, definition: FigureDefinition = COUNT) -> Figure:
    return Figure(definition, value, None if value is None else str(value), previous=previous)


@pytest.mark.parametrize(
    ("value", "previous", "by", "text"),
    [
        (5, 3, 2, "+2"), (3, 5, -2, "-2"), (3, 3, 0, "0"), (0.3, 0.1, 0.2, "+0.2"), (0, 4, -4, "-4"), (None, 4, None, "—"),
        (4, None, None, "—"),
    ],
)  # fmt: skip
def test_a_change_is_told_with_its_sign(
    value: float | None, previous: float | None, by: float | None, text: str
) -> None:
    assert (change(figure(value, previous)), change_text(figure(value, previous))) == (by, text)


def test_a_rate_changes_by_points() -> None:
    assert change_text(figure(66.67, 50, RATE)) == "+16.67"
    assert change_text(figure(100, 96.94, RATE)) == "+3.06"


@pytest.mark.parametrize(
    ("value", "previous", "is_far"),
    [
        (200, 20, True), (199, 19, False), (200, 21, False), (200, 0, True), (2, 20, True), (3, 20, False), (0, 19, False),
        (0, 20, True), (None, 20, False), (5, None, False), (300, -2, False),
    ],
)  # fmt: skip
def test_a_figure_is_far_from_the_year_before_where_there_is_enough_to_tell(
    value: int | None, previous: int | None, is_far: bool
) -> None:
    assert far(figure(value, previous)) is is_far
    assert not far(figure(value, previous, RATE))


@pytest.mark.parametrize(
    ("value", "previous", "is_moved"),
    [
        (40, 20, True), (39, 20, False), (20, 10, True), (19, 9, False), (10, 20, True), (11, 20, False), (0, 20, True),
        (20, 0, True), (5, 12, False), (None, 20, False), (20, None, False),
    ],
)  # fmt: skip
def test_what_has_doubled_or_halved_is_told_from_twenty_on(
    value: int | None, previous: int | None, is_moved: bool
) -> None:
    assert bool(moved([figure(value, previous)])) is is_moved
    assert not moved([figure(value, previous, RATE)])


def test_what_has_moved_is_told_with_its_unit() -> None:
    (each,) = moved([figure(45, 20)])
    assert each == ("来访.总数", "20 件", "45 件")
