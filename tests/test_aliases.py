"""A name means a department in the years in which it does; a name within a longer one does not count."""

from __future__ import annotations

import pytest

from reportgen.aliases import ANY, Alias, Years, known, named_in, of_folder, signed_in

DEPARTMENTS = ("党政综合办公室", "执法局")
ALIASES = (
    Alias("党政办", "党政综合办公室", Years(last=2023)),
    Alias("综合执法局", "执法局"),
    Alias("城管队", "执法局", Years(first=2024)),
)


@pytest.mark.parametrize(
    ("year", "others"),
    [
        (2023, {"党政办", "综合执法局"}),
        (2024, {"综合执法局", "城管队"}),
        (ANY, {"党政办", "综合执法局", "城管队"}),
    ],
)
def test_an_alias_holds_in_its_years_and_where_the_year_is_not_known(year: int, others: set[str]) -> None:
    assert set(known(DEPARTMENTS, ALIASES, year)) == {*DEPARTMENTS, *others}


def test_a_department_own_name_is_no_alias_of_another() -> None:
    names = known(("甲办", "乙办"), (Alias("乙办", "甲办", Years(last=2023)),), 2023)
    assert names == {"甲办": "甲办", "乙办": "乙办"}


@pytest.mark.parametrize(
    ("text", "departments"),
    [
        ("近海镇党政办", ["党政综合办公室"]),
        ("近海镇综合执法局", ["执法局"]),  # and not twice
        ("党政办和执法局", ["党政综合办公室", "执法局"]),
        ("档案馆", []),
    ],
)
def test_a_text_names_departments_by_their_longest_names(text: str, departments: list[str]) -> None:
    assert sorted(named_in(text, known(DEPARTMENTS, ALIASES, 2023))) == sorted(departments)


@pytest.mark.parametrize("around", ["{}", "01{}", "近海镇{}", "近海{}", "某县近海镇{}", "远山乡{}", "2023年{}", "近海镇2023年度{}", "3.{}（2023年）", "{}报送材料", "{}_台账"])  # fmt: skip
@pytest.mark.parametrize(("name", "department"), [("党政办", "党政综合办公室"), ("综合执法局", "执法局")])
def test_a_folder_is_a_departments_with_its_number_town_and_what_is_in_it(
    around: str, name: str, department: str
) -> None:
    assert of_folder(around.format(name), known(DEPARTMENTS, ALIASES, 2023), "近海镇") == [department]


@pytest.mark.parametrize(
    ("text", "department"),
    [
        ("党政办", True),
        ("近海镇党政办（盖章）", True),
        ("党政办 2024年1月", True),
        ("新党政办", False),
        ("党政办公大楼", False),
    ],
)
def test_a_signature_names_a_department_as_a_whole(text: str, department: bool) -> None:
    found = signed_in(text, known(DEPARTMENTS, ALIASES, 2023), "近海镇")
    assert found == ["党政综合办公室"] * department


@pytest.mark.parametrize("around", ["非{}", "不属{}", "原{}", "{}驻地村委会", "县司法局近海{}外包公司", "{}代管", "与{}", "海{}"])  # fmt: skip
def test_a_folder_that_only_has_a_departments_name_in_it_is_nobodys(around: str) -> None:
    assert of_folder(around.format("党政办"), known(DEPARTMENTS, ALIASES, 2023), "近海镇") == []


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [(Years(last=2023), Years(first=2024), False), (Years(last=2024), Years(first=2024), True), (Years(), Years(2024, 2024), True)],
)  # fmt: skip
def test_spans_meet_where_they_share_a_year(one: Years, other: Years, meet: bool) -> None:
    assert (one.meet(other), other.meet(one)) == (meet, meet)
