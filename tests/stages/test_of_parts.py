"""What parts of a year that were collected by themselves come to together, beside the year."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportgen.model import Field, Figure, FigureDefinition, Kind, Profile
from reportgen.periods import Period
from reportgen.stages.of_parts import differing

WHOLE = Period(2023)
HELD = Kind(
    name="培训",
    title="培训登记表",
    period="日期",
    fields={"日期": Field(type="date"), "人数": Field(type="integer"), "结果": Field(type="string", as_of="结案日期"), "结案日期": Field(type="date")},
)  # fmt: skip
ROSTER = replace(HELD, name="名册", period="", since="日期")
PROFILE = Profile(
    name="方案",
    kinds={"培训": HELD, "名册": ROSTER},
    figures={},
    checks={},
    reads={"组.人次": frozenset({("培训", "人数")}), "组.办结": frozenset({("培训", "结果")})},
    template=b"",
    digest="",
)


def told(own: FigureDefinition, whole: float | None, *parts: float | None) -> list[str]:
    named = [Period(2023, part) for part in ("上半年", "下半年")]
    shares = {
        period: {own.full_name: Figure(own, value, str(value), absent=value is None)}
        for period, value in zip(named, parts, strict=True)
    }
    return [
        each.message
        for each in differing(PROFILE, WHOLE, {own.full_name: Figure(own, whole, str(whole))}, shares)
    ]


def declared(name: str = "人次", **more: str | int | tuple[str, str]) -> FigureDefinition:
    given = {"sheet": "培训", "measure": "sum(人数)", "unit": "人次", **more}
    return FigureDefinition(group="组", name=name, **given)  # type: ignore[arg-type]


def test_a_sum_that_is_not_that_of_its_parts_is_told_with_all_numbers() -> None:
    assert told(declared(), 55, 30, 20) == [
        "“组.人次”2023年是55人次，各期分别收的是上半年30、下半年20，相加是50人次"
    ]
    assert told(declared(), 50, 30, 20) == []
    assert told(declared(), 0.3, 0.1, 0.2) == []


def test_nothing_is_said_where_a_part_has_no_value() -> None:
    assert told(declared(), 55, 30, None) == []


@pytest.mark.parametrize(
    "own",
    [
        declared("办结", measure="count(*)"),
        declared(measure="avg(人数)"),
        declared(measure="count(distinct 人数)"),
        declared(sheet="名册"),
        declared(years=5),
        declared(by="人数"),
        declared(formula="办结 + 1"),
    ],
)
def test_what_does_not_add_up_by_nature_is_not_asked_about(own: FigureDefinition) -> None:
    assert told(own, 55, 30, 20) == []
