"""The nouns: how places, figures and profiles say what they are."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from reportgen.model import (
    CLASSES,
    Broken,
    Field,
    Figure,
    FigureDefinition,
    Finding,
    Kind,
    Place,
    Profile,
    Rule,
    Sheet,
    column_letters,
    count_errors,
    is_blank,
)


@pytest.mark.parametrize(
    ("column", "letters"),
    [
        (0, "A"),
        (25, "Z"),
        (26, "AA"),
        (27, "AB"),
        (51, "AZ"),
        (52, "BA"),
        (701, "ZZ"),
        (702, "AAA"),
        (16383, "XFD"),
    ],
)
def test_columns_have_excels_letters(column: int, letters: str) -> None:
    assert column_letters(column) == letters


@pytest.mark.parametrize(
    ("place", "shown", "cell"),
    [
        (Place("台账.xlsx", "复议", 7, 3), "台账.xlsx › 复议 › D7", "D7"),
        (Place("台账.xlsx", "复议", 7, 0), "台账.xlsx › 复议 › A7", "A7"),
        (Place("台账.xlsx", "复议", 7), "台账.xlsx › 复议 › 第7行", ""),
        (Place("台账.xlsx", "", 0, 3), "台账.xlsx", ""),
        (Place("", "复议"), "复议", ""),
        (Place(), "", ""),
    ],
)
def test_a_place_is_told_as_exactly_as_it_is_known(place: Place, shown: str, cell: str) -> None:
    assert (str(place), place.cell) == (shown, cell)


def test_places_stand_in_the_order_of_reading() -> None:
    places = [
        Place("乙", "表", 2, 1),
        Place("乙", "表", 10, 0),
        Place("甲"),
        Place("乙", "表", 2, 0),
        Place("乙"),
    ]
    assert sorted(places) == [places[4], places[3], places[0], places[1], places[2]]


@pytest.mark.parametrize(
    ("cell", "blank"),
    [
        ("", True),
        (" \n　", True),
        ("0", False),
        (0, False),
        (False, False),
        (0.0, False),
        ("\u200b", True),
        ("\u200b \ufeff", True),
        ("\u200b甲", False),
        ("甲\u200b", False),
        ("\x07", False),
    ],
)
def test_a_blank_shows_nothing_and_zero_is_none(cell: str | int, blank: bool) -> None:
    assert is_blank(cell) is blank


def test_only_errors_close_the_gate() -> None:
    found = [Finding("A", "error", ""), Finding("B", "warning", ""), Finding("C", "error", "")]
    assert count_errors(found) == 2
    assert count_errors([]) == 0


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({}, "“复议”表：行数"),
        ({"where": "结果 = '维持'"}, "“复议”表：行数，条件 结果 = '维持'"),
        ({"measure": "count(distinct 申请人)"}, "“复议”表：不同申请人的个数"),
        ({"measure": "sum(人数)", "years": 3}, "“复议”表（近3年）：人数之和"),
        ({"measure": "min(人数)"}, "“复议”表：人数的最小值"),
        ({"measure": "max(人数)"}, "“复议”表：人数的最大值"),
        ({"measure": "avg(人数)", "years": 1}, "“复议”表：人数的平均值"),
        ({"by": "结果"}, "“复议”表：每种结果的行数"),
        ({"rows": ("案号", "结果")}, "“复议”表：案号、结果"),
        ({"ratio": ("维持", "总数")}, "维持 ÷ 总数"),
    ],
)
def test_a_definition_says_in_words_how_it_is_reckoned(keys: dict[str, Any], words: str) -> None:
    figure = FigureDefinition(group="复议", name="数", sheet="复议", **keys)
    assert (str(figure), figure.full_name) == (words, "复议.数")


def test_the_departments_are_those_that_owe_a_sheet_each_once() -> None:
    owners = {"甲": ("司法所", "党政办"), "乙": (), "丙": ("党政办", "派出所")}
    kinds = {name: Kind(name=name, title=name, owners=of, fields={}) for name, of in owners.items()}
    profile = Profile(name="", kinds=kinds, figures={}, checks={}, reads={}, template=b"", digest="")
    assert profile.departments == ("司法所", "党政办", "派出所")


def test_fields_that_take_the_same_cells_are_told_by_what_their_values_hang_on() -> None:
    text = Field(type="string", aliases=("号",))
    assert text.converts_as == Field(type="string", personal=True).converts_as
    assert text.converts_as != Field(type="string", required=True).converts_as


def test_an_example_stands_at_the_left_edge() -> None:
    rule = Rule("题", "error", "由", "改", """
        案件:
          案号: 甲   <-
    """)  # fmt: skip
    assert rule.example == "案件:\n  案号: 甲   <-"


def test_what_is_not_said_of_a_sheet_a_field_or_a_kind_is_not_so() -> None:
    sheet = Sheet("表", [])
    assert (sheet.hidden, sheet.date1904, sheet.percents) == (False, False, ())
    field = Field(type="string")
    assert (field.required, field.unique, field.personal, field.minimum, field.maximum) == (
        False,
        False,
        False,
        None,
        None,
    )
    kind = Kind(name="甲", title="甲", fields={})
    assert (
        kind.own_date,
        replace(kind, since="起").own_date,
        replace(kind, since="起", period="日").own_date,
    ) == ("", "起", "日")
    definition = FigureDefinition(group="甲", name="数", sheet="甲")
    assert (definition.years, definition.places) == (1, 6)
    figure = Figure(definition, 1, "1")
    assert (figure.absent, figure.previous, Place().row, Place().column) == (False, None, 0, -1)
    assert str(Broken([])) == "报告方案或设置有错"


def test_every_class_of_cells_has_a_word_for_clerks() -> None:
    assert CLASSES == {
        "title": "标题", "unit": "单位", "heading": "表头", "value": "数据", "unknown": "未认的列", "total": "合计", "footer": "落款",
        "note": "说明", "numbers": "栏次", "example": "示例", "nothing": "零报告", "other": "没有读", "doubtful": "存疑",
        "carried": "上年的行",
    }  # fmt: skip
