"""What a form says of a column, and what Excel is told to refuse in it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from reportgen.forms import ways
from reportgen.model import Field, Kind, Profile
from reportgen.tables.headings import normalise
from tests.forms.filled import form

TEXT, NUMBER = Field(type="string"), Field(type="number")


def rule(declared: Field, name: str = "甲") -> Any:
    (found,) = form(**{name: declared}).worksheets[0].data_validations.dataValidation
    return found


def test_numbers_without_bounds_are_those_that_a_cell_can_hold() -> None:
    whole = rule(Field(type="integer"))
    assert (whole.type, whole.formula1, whole.formula2) == ("whole", "-999999999999999", "999999999999999")
    share = rule(Field(type="number", minimum=0))
    assert (share.type, share.formula1, share.formula2) == ("decimal", "0", "999999999999999")
    assert (rule(Field(type="number", maximum=0)).formula2, whole.allow_blank) == ("0", True)
    assert (whole.showInputMessage, whole.prompt, whole.promptTitle) == (True, "整数", "甲")
    assert (whole.showErrorMessage, whole.errorTitle, whole.errorStyle or "stop") == (
        True,
        "请改一下",
        "stop",
    )


def test_what_excel_shows_of_a_rule_is_cut_to_what_it_can_hold() -> None:
    name, pattern = "一二三四五六七八九十" * 5, "[0-9]{4}" * 30
    number = rule(Field(type="integer", minimum=1), name)
    assert number.promptTitle == name[:29] + "…"
    assert number.error.startswith(f"“{name[:39]}…”不对，应当是：")
    assert rule(Field(type="integer"), name[:30]).promptTitle == name[:30]
    coded = rule(Field(type="integer", pattern=pattern))
    assert (len(coded.prompt), coded.prompt[-1]) == (150, "…")
    chosen = rule(Field(type="string", enum=("是", "否")), name)
    assert (chosen.error, chosen.allow_blank) == (f"“{name[:39]}…”只能从下拉列表里选", True)


def test_a_column_that_excel_checks_is_left_unchecked_where_nothing_is_said() -> None:
    sheet = form(数=NUMBER, 果=Field(type="string", enum=("是",))).worksheets[0]
    assert [str(each.sqref) for each in sheet.data_validations.dataValidation] == [
        "B7:B2000",
        "C6:C2000",
    ]
    sheet = form(数=NUMBER, 果=Field(type="string", enum=("是",)), 事=TEXT, 由=TEXT).worksheets[0]
    assert [str(each.sqref) for each in sheet.data_validations.dataValidation] == [
        "B6:B2000",
        "C6:C2000",
    ]


def test_headings_read_as_the_names_of_the_fields(rule_of_law: Profile) -> None:
    for kind in rule_of_law.kinds.values():
        for name, declared in kind.fields.items():
            assert normalise(ways.heading(name, declared)) == normalise(name)
    fields = rule_of_law.kinds["矛盾调解"].fields
    assert ways.heading("涉及人数", fields["涉及人数"]) == "*涉及人数（人）"
    assert ways.heading("办结日期", fields["办结日期"]) == "办结日期"
    assert ways.heading("金额（含税）", Field(type="number", unit="元")) == "金额（含税）（元）", (
        "two brackets are read"
    )


def test_what_a_blank_stands_for_is_said_where_it_may_be_mistaken() -> None:
    result = Field(type="string", as_of="办结日期")
    kind = Kind(name="案", title="案", period="受理日期", fields={})
    assert ways.meanings("结果", result, kind) == ["还没有“办结日期”的，这一列空着"]
    assert ways.meanings("结果", replace(result, open="在办"), kind) == ["还没有“办结日期”的，写“在办”"]
    assert ways.meanings("状态", replace(result, as_of="always"), kind) == []
    assert ways.meanings("日", Field(type="date", as_of="日"), kind) == [], "a date that decides itself"
    assert ways.meanings("数", NUMBER, kind) == ["空着是没有填，不是零"]
    assert ways.meanings("数", replace(NUMBER, required=True), kind) == []
    assert ways.meanings("受理日期", Field(type="date", required=True), kind) == ["按这个日期算在哪一年"]
    assert ways.meanings("起", Field(type="date"), replace(kind, since="起")) == ["从这一天起算"]


def test_rows_that_were_there_have_a_column_to_be_checked_off_in() -> None:
    plain = Kind(name="册", title="册", fields={"名": TEXT})
    numbered = Kind(
        name="册", title="册", fields={"名": TEXT, "编号": Field(type="integer", aliases=("序号",))}
    )
    assert [*ways.columns(plain)] == ["序号", "名"]
    assert [*ways.columns(plain, carried=True)] == ["核对", "名"]
    assert [*ways.columns(numbered)] == ["编号", "名"]
    assert [*ways.columns(numbered, carried=True)] == ["核对", "编号", "名"]


def test_months_of_a_part_of_the_year_say_why_no_others_are_taken() -> None:
    months = Field(type="integer", unique=True, minimum=7, maximum=12, unit="月")
    said = ["整数", "7 到 12", "这是下半年的表，别的时间的不填", "只写数，不写单位", "各行不能重复"]
    assert ways.ways(months, "") == said
    assert ways.ways(replace(months, unique=False), "")[2] == "只写数，不写单位"
    assert ways.ways(Field(type="date"), "2023-10-12") == ["日期，写成 2023-10-12 这样"]
