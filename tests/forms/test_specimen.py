"""The example row of a form: plausible, and right by all that is checked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from reportgen.forms import specimen
from reportgen.forms.demands import demands
from reportgen.model import Check, Field, Kind, Profile
from reportgen.periods import PARTS, Period
from reportgen.values import cell as values
from tests.forms.filled import checked

TEXT, NUMBER = Field(type="string"), Field(type="number")


def test_examples_are_values_that_the_field_takes(rule_of_law: Profile) -> None:
    for kind in rule_of_law.kinds.values():
        for name, declared in kind.fields.items():
            shown = specimen.example(name, declared, 2023)
            assert shown is not None
            values.convert(shown, declared)
    assert specimen.example("代码", Field(type="string", pattern=r"\d{6}-?"), 2023) == "202311"
    assert specimen.example("代码", Field(type="string", pattern="[甲乙]{7}"), 2023) is None, (
        "and not a wrong one"
    )


@pytest.mark.parametrize(
    ("declared", "shown"),
    [
        (Field(type="date"), date(2024, 5, 12)),
        (Field(type="boolean"), "是"),
        (Field(type="integer"), 12),
        (Field(type="integer", minimum=12.5), 13),
        (Field(type="number", minimum=12.5), 12.5),
        (Field(type="number", maximum=3), 3),
        (Field(type="string"), "某甲"),
        (Field(type="string", enum=("维持", "撤销")), "维持"),
        (Field(type="string", enum=("维持", "撤销"), pattern="撤."), "撤销"),
        (Field(type="string", pattern="某某"), "某某"),
        (Field(type="string", pattern=r"某〔\d{4}〕\d号"), "某〔2024〕1号"),
        (Field(type="string", pattern=r"〔\d{4}〕\d号"), "〔2024〕1号"),
        (Field(type="string", pattern=r"（\d{4}）某\d号"), "（2024）某1号"),
        (Field(type="string", pattern=r"\d{34}"), "2024" + "1" * 30),
        (Field(type="string", pattern=r"\d{35}"), None),
        (Field(type="string", pattern=r"\d{4}-\d"), "2024-1"),
        (Field(type="string", pattern=r"[A-Z]\d"), "A1"),
        (Field(type="string", pattern=r"[A-Z]{2}\d"), "AA1"),
        (Field(type="string", pattern=r"[A-Z]{3}\d"), "AAA1"),
        (Field(type="string", pattern=r"[A-Z]{4}\d"), "AAAA1"),
    ],
)
def test_an_example_meets_all_that_the_field_asks_for(declared: Field, shown: object) -> None:
    assert specimen.example("甲", declared, 2024) == shown


CASES = Kind(
    name="案件",
    title="案件台账",
    fields={
        "案号": Field(type="string", required=True, unique=True),
        "收到": Field(type="date", required=True),
        "结案": Field(type="date"),
        "内容": Field(type="string", required=True),
        "说明": Field(type="string"),
    },
)


def shown(
    fails: str, example: str, kind: Kind = CASES, marks: str = "结案", part: str = ""
) -> dict[str, object]:
    """The example of the cases, with a check that draws one."""
    check = Check(
        code="CASE001",
        title="不对",
        sheet="案件",
        severity="error",
        says="不对",
        marks=marks,
        fails=fails,
        example=example,
    )
    profile = checked(kind, check, reads={"CASE001": {"收到", "结案", "内容"}})
    row = next(specimen.specimens(profile, [kind], 2025, part))
    return {name: str(value) for name, value in row.items() if value is not None}


def test_what_the_checks_draw_is_shown_moved_to_the_year() -> None:
    drawn = """
    案号 | 收到       | 结案       | 内容
    1    | 2024-03-01 | 2024-04-12 | 甲
    2    | 2024-03-01 | 2023-04-12 | 乙        <- 结案
    3    | 2024-03-05 |            | 听取汇报。
    """
    assert shown("结案 < 收到", drawn) == {
        "案号": "2025-001", "收到": "2025-03-01", "结案": "2025-04-12", "内容": "听取汇报。",
    }, "neither 1 nor 甲, which stand for anything, nor what is marked as wrong; and no remark made up"  # fmt: skip


def test_what_has_come_to_pass_did_so_in_the_year_or_its_part() -> None:
    kind = replace(CASES, period="收到", fields={**CASES.fields, "有效期至": Field(type="date")})
    drawn = "收到 | 结案 | 有效期至\n2020-03-01 | 2024-05-01 | 2026-03-01\n2019-04-01 | 2020-06-01 |"
    row = shown("结案 < 收到", drawn, kind)
    assert (row["收到"], row["结案"], row["有效期至"]) == ("2025-03-01", "2025-06-01", "2031-03-01")
    for part in PARTS:
        days = shown("结案 < 收到", drawn, kind, part=part)
        period = Period(2025, part)
        assert period.first <= str(days["收到"]) <= str(days["结案"]) <= period.last
        assert days["有效期至"] == "2031-03-01"


def test_an_example_that_a_check_finds_gives_way_to_the_next() -> None:
    assert (
        shown(
            "结案 > '2025-03-09'",
            "案号 | 收到 | 结案\n1 | 2024-03-01 | 2024-04-12\n2 | 2024-03-02 | 2024-03-08",
        )["结案"]
        == "2025-03-08"
    )
    assert "结案" not in shown("结案 IS NOT NULL", "案号 | 收到 | 结案\n1 | 2024-03-01 | 2024-04-12")


def test_no_example_is_shown_that_is_wrong() -> None:
    assert shown("收到 IS NOT NULL", "案号 | 收到\n1 | 2024-03-01", marks="收到") == {}


def test_the_profile_says_an_example_where_it_has_a_better_one() -> None:
    fields = {**CASES.fields, "内容": Field(type="string", required=True, example="定期研究法治工作。")}
    assert (
        shown("结案 < 收到", "内容\n听取汇报。", replace(CASES, fields=fields))["内容"]
        == "定期研究法治工作。"
    )
    fields |= {"收到": Field(type="date", required=True, example="春天")}
    assert shown("结案 < 收到", "内容\n听取汇报。", replace(CASES, fields=fields))["收到"] == "2025-05-12"


def test_invented_dates_follow_one_another() -> None:
    row = shown("结案 < 收到", "案号\n1")
    assert (row["收到"], row["结案"]) == ("2025-05-12", "2025-05-22")


@pytest.mark.parametrize("year", [2022, 2023, 2024, 2025])
def test_the_examples_of_the_shipped_profile_pass_all_its_checks(rule_of_law: Profile, year: int) -> None:
    for kind in rule_of_law.kinds.values():
        row = next(specimen.specimens(rule_of_law, [kind], year))
        assert {name for name, each in kind.fields.items() if each.required} <= {
            name for name, value in row.items() if value is not None
        }


def test_a_department_that_is_not_asked_for_a_column_has_an_example_without_it() -> None:
    fewer = replace(CASES, fields={name: each for name, each in CASES.fields.items() if name != "结案"})
    check = Check(
        code="CASE001", title="不对", sheet="案件", severity="error", says="不对", marks="结案", fails="结案 < 收到",
        example="案号 | 收到 | 结案 | 内容\n1 | 2024-03-01 | 2024-04-12 | 听取汇报。",
    )  # fmt: skip
    profile = checked(CASES, check, reads={"CASE001": {"收到", "结案"}})
    row = next(specimen.specimens(profile, [fewer], 2024))
    assert {name: str(value) for name, value in row.items() if value} == {
        "案号": "2024-001", "收到": "2024-03-01", "内容": "听取汇报。",
    }  # fmt: skip
    assert demands(profile, fewer) == [], "nor is it told what is asked of that column"
    assert len(demands(profile, CASES)) == 1
