"""What the checks ask, put into words for whoever fills the form in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from reportgen.forms.demands import demands
from reportgen.model import Check, Field, Kind
from tests.forms.filled import checked

CASES = Kind(
    name="案件",
    title="案件台账",
    fields={
        "受理": Field(type="date", required=True),
        "结案": Field(type="date"),
        "结果": Field(type="string", enum=("维持", "撤销")),
    },
)


def asked(**keys: Any) -> list[tuple[set[str], str, str]]:
    """What one check of the cases asks."""
    declared: Any = {
        "code": "CASE001",
        "title": "结案不对",
        "sheet": "案件",
        "severity": "error",
        "marks": "结案",
        **keys,
    }
    profile = checked(CASES, Check(**declared), reads={"CASE001": {"受理", "结案", "结果", "_row", ""}})
    return [(set(each.columns), each.text, each.fix) for each in demands(profile, CASES)]


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ({"fails": "结案 < 受理", "says": "{结案}早于{受理}"}, "会退回：结案早于受理"),
        ({"fails": "结案 < 受理", "says": "{结案}早于{受理}", "severity": "warning"}, "会问到：结案早于受理"),
        ({"fails": "结案 < 受理", "says": "先受理，后结案"}, "会退回：先受理，后结案"),
        (
            {"fails": "结案 < 受理", "says": "{结案}早于{受理}", "by": "受理", "since": "2024-01-01"},
            "会退回：结案早于受理（只查受理不早于2024年1月1日的）",
        ),
        ({"fails": "结案 < 受理", "says": "先受理，后结案", "severity": "warning"}, "会问到：先受理，后结案"),
        ({"query": "SELECT * FROM 案件", "says": "{结案}不对", "severity": "warning"}, "会问到：结案不对"),
        ({"equation": "结案 = 受理", "says": ""}, "会退回：结案不对"),
        ({"fails": "hex(结案) = '1'", "says": "{结案}不对"}, "会退回：结案不对"),
    ],
)
def test_a_check_is_told_in_its_own_sentence_or_by_its_condition_or_by_its_title(
    keys: dict[str, str], text: str
) -> None:
    assert asked(**keys, fix="核对") == [({"结案", "结果"}, text, "核对")]


def test_what_goes_together_is_told_at_both_columns_and_nowhere_where_all_rows_are_filled() -> None:
    ((columns, _, _),) = asked(fails="(结果 IS NULL) <> (结案 IS NULL)", says="{结果}", marks="结果")
    assert columns == {"结果", "结案"}
    ((columns, _, _),) = asked(fails="受理 > '2024'", says="{受理}", marks="受理")
    assert "受理" in columns


def test_the_checks_of_other_sheets_ask_nothing_here() -> None:
    assert asked(fails="结案 < 受理", says="不对", sheet="别的") == []


@pytest.mark.parametrize(
    ("owners", "asks"), [(("司法所",), True), (("司法所", "党政办"), True), (("党政办",), False)]
)
def test_what_compares_with_a_sheet_asks_who_hands_in_both(owners: tuple[str, ...], asks: bool) -> None:
    check = Check(code="CASE001", title="不符", sheet="案件", severity="error", marks="结案", says="不对")
    kind, other = replace(CASES, owners=("司法所",)), replace(CASES, name="月报", owners=owners)
    profile = checked(kind, check, reads={"CASE001": {"结案"}})
    both = {"CASE001": profile.reads["CASE001"] | {("月报", "结案")}}
    profile = replace(profile, kinds={"案件": kind, "月报": other}, reads=both)
    assert bool(demands(profile, kind)) is asks


def test_what_compares_with_the_year_before_asks_nothing_of_a_row() -> None:
    check = Check(code="CASE001", title="去年的", sheet="案件", severity="error", marks="结案", says="不对")
    profile = checked(CASES, check, reads={"CASE001": {"结案"}})
    both = profile.reads["CASE001"] | {("上年案件", "结案")}
    assert demands(profile, CASES)
    assert demands(replace(profile, reads={"CASE001": both}), CASES) == []
