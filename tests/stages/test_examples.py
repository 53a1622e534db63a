"""A check's own example must show what the check finds: the cells that it marks, and no others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportgen.model import Profile
from reportgen.stages.examples import right_rows, wrong_examples


def told(profile: Profile, code: str, old: str, new: str) -> list[str]:
    check = profile.checks[code]
    assert old in check.example
    changed = replace(check, example=check.example.replace(old, new))
    return [each.message for each in wrong_examples(replace(profile, checks={code: changed}))[1]]


def test_the_examples_of_the_shipped_profile_are_right(rule_of_law: Profile) -> None:
    assert wrong_examples(rule_of_law) == (len(rule_of_law.checks), [])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "<- 结案日期",
            "<- 收到日期",
            "CASE002的例子第3行标了“收到日期”，检查却没有查出；第3行没有标，检查却查出了",
        ),
        ("   <- 结案日期", "", "CASE002的例子没有用“<-”标出错的格"),
        ("2024-02-12", "2024-04-12", "CASE002的例子第3行标了“结案日期”，检查却没有查出"),
        ("2024-02-12", "二月", "CASE002的例子里结案日期“二月”不是日期，请写成 2023年5月12日 或 2023-5-12"),
        ("案号 |", "案名 |", "CASE002的例子里的“案名”不是“行政复议”的列"),
        ("案号 |", "[复议]\n案号 |", "CASE002的例子里的“[复议]”不是 sheets.yaml 里的表"),
        ("2024-04-12", "2024-02-13", "CASE002的例子第2行没有标，检查却查出了"),
    ],
)
def test_an_example_that_shows_something_else_is_told(
    rule_of_law: Profile, old: str, new: str, said: str
) -> None:
    assert told(rule_of_law, "CASE002", old, new) == [said]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[上年 行政复议]", "[行政复议]", "第4行标了“案号”，检查却没有查出"),
        ("[上年 行政复议]", "[上年 复议]", "里的“[上年复议]”不是 sheets.yaml 里的表"),
        (
            "2023-12-06 |            |          <- 案号",
            "2023-12-06 | 2023-12-31 | 维持",
            "没有用“<-”标出错的格",
        ),
    ],
)
def test_an_example_draws_the_sheets_of_the_year_before(
    rule_of_law: Profile, old: str, new: str, said: str
) -> None:
    (message,) = told(rule_of_law, "LAST101", old, new)
    assert message.startswith(f"LAST101的例子{said}")


def test_the_rows_of_the_year_before_are_no_model_for_those_of_this_one(rule_of_law: Profile) -> None:
    rows = list(right_rows(rule_of_law, rule_of_law.checks["LAST101"]))
    assert [row["案号"] for _, row in rows] == ["复〔2024〕1号", "复〔2023〕90号"]


def test_a_check_without_an_example_is_counted_and_not_run(rule_of_law: Profile) -> None:
    check = replace(rule_of_law.checks["CASE002"], example="")
    assert wrong_examples(replace(rule_of_law, checks={"CASE002": check})) == (0, [])


def test_an_example_that_its_field_does_not_take_is_told(rule_of_law: Profile) -> None:
    kind = rule_of_law.kinds["行政复议"]

    def declared(name: str, example: str) -> list[tuple[str, str]]:
        fields = {**kind.fields, name: replace(kind.fields[name], example=example)}
        kinds = {**rule_of_law.kinds, "行政复议": replace(kind, fields=fields)}
        found = wrong_examples(replace(rule_of_law, kinds=kinds))[1]
        return [(each.message, each.place.sheet) for each in found]

    assert declared("收到日期", "春天") == [
        ("列的例子收到日期“春天”不是日期，请写成 2023年5月12日 或 2023-5-12", "行政复议.收到日期")
    ]
    assert declared("收到日期", "2024-05-12") == []


def test_the_rows_of_an_example_that_are_right_are_those_without_a_mark(rule_of_law: Profile) -> None:
    assert list(right_rows(rule_of_law, rule_of_law.checks["CASE002"])) == [
        ("行政复议", {"案号": "1", "收到日期": "2024-03-01", "结案日期": "2024-04-12"})
    ]
    broken = replace(rule_of_law.checks["CASE002"], example="[没有的表]\n案号\n1")
    assert list(right_rows(rule_of_law, broken)) == []
