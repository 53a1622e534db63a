"""The version of a form: letters that change with its columns, and what is said of a form of another time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from reportgen.model import Field, Kind
from reportgen.tables.form_version import differences, example_of, mark_in, mark_of, other_version, version_of

KIND = Kind(
    name="宣传", title="宣传登记表", fields={"日期": Field(type="date"), "主题": Field(type="string")}
)
WIDER = replace(KIND, fields={**KIND.fields, "地点": Field(type="string")})


def test_a_version_is_six_letters_that_change_with_the_columns() -> None:
    versions = {version_of([each]) for each in (KIND, WIDER, replace(KIND, key="日期"))}
    assert len(versions) == 3
    assert all(len(each) == 6 and each.isascii() and each.isalpha() and each.isupper() for each in versions)
    assert version_of([KIND]) == version_of([replace(KIND, owners=("司法所",))]), "whose it is, is no column"


def test_a_version_is_read_above_a_table_with_what_stands_around_it() -> None:
    here = version_of([KIND])
    for text in (f"表样版本：0.1.0-{here}", f"填报单位：司法所  表样版本:{here}", "表样版本：没有"):
        assert other_version(KIND, ["标题", text]) == ""
    assert (
        other_version(KIND, ["标题", "填报单位：司法所　表样版本：1.2.0.dev3+g1-ABCDEF　报送期限："])
        == "ABCDEF"
    )


def test_only_columns_that_differ_are_told() -> None:
    assert differences(WIDER, ["日期", "主题"], ["地方"]) == "没有“地点”，多出“地方”"
    assert differences(KIND, ["日期", "主题"], []) == ""


def test_columns_that_only_some_are_asked_for_make_no_other_form() -> None:
    own = replace(KIND, fields={**KIND.fields, "长度": Field(type="integer", only=("宣传办",))})
    assert version_of([own]) == version_of([KIND])
    assert differences(own, ["日期", "主题"], []) == ""


@pytest.mark.parametrize("carried", [0, 1, 25, 26, 27, 675, 676, 20000])
def test_a_mark_says_the_version_the_example_and_how_many_rows_came(carried: int) -> None:
    example = {"日期": date(2023, 5, 12), "主题": "宪法"}
    mark = mark_of(KIND, example, carried)
    read = mark_in(f"填报单位：甲　表样版本：1.2.0.dev3+g1-{mark}　报送期限：")
    assert read == (version_of([KIND]), example_of(["2023-05-12", "宪法"]), carried)
    assert other_version(KIND, [f"表样版本：0.1.0-{mark}"]) == ""
    assert not any(sign.isdigit() for sign in mark)


def test_the_number_of_a_row_is_no_part_of_its_example() -> None:
    numbered = replace(KIND, fields={"编": Field(type="integer", aliases=("序号",)), **KIND.fields})
    assert mark_of(numbered, {"编": 12, "主题": "宪法"})[-6:] == mark_of(KIND, {"主题": "宪法"})[-6:]
