"""waivers.yaml: what an entry says, which are not understood, and what remembered findings hang on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from reportgen.model import Place
from reportgen.workspace import settings, waivers
from reportgen.workspace.settings import Workspace
from reportgen.workspace.waivers import Waivers

TODAY = date(2024, 3, 1)
BY_KEY = "- {year: 2023, code: CASE004, key: 某复1, reason: 补正的时间不计入, by: 张三, until: 2024-06-30}\n"
BY_CELL = "- {year: 2023, code: ROW008, file: 培训.xlsx, cell: d5, reason: 是两场, by: 张三, until: 2024年2月29日}\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    found = settings.load(tmp_path)[0]
    assert found
    return found


def load(workspace: Workspace, text: str) -> Waivers:
    (workspace.root / "waivers.yaml").write_text(text, encoding="utf-8")
    return waivers.load(workspace, TODAY)


def test_an_entry_names_a_row_by_its_key_or_a_cell_by_its_place(workspace: Workspace) -> None:
    found = load(workspace, BY_KEY + BY_CELL)
    assert not found.wrong
    one, other = found.entries
    assert (one.year, one.code, one.key, one.over) == (2023, "CASE004", "某复1", False)
    assert str(one) == "补正的时间不计入（张三，有效到2024年6月30日）"
    assert (other.cell, other.over, other.line) == ("D5", True, Place("waivers.yaml", "第2行"))


@pytest.mark.parametrize(
    ("place", "met"),
    [
        (Place("来件/2023/司法所/培训.xlsx", "表", 5, 3), True),
        (Place("来件/2023/司法所/另一培训.xlsx", "表", 5, 3), False),
        (Place("培训.xlsx", "表", 5, 2), False),
        (Place("培训.xlsx", "表", 5), False),
        (Place(), False),
    ],
)
def test_a_place_is_met_by_the_end_of_its_path_and_its_cell(
    workspace: Workspace, place: Place, met: bool
) -> None:
    assert load(workspace, BY_CELL).entries[0].is_at(place) is met


def test_without_a_file_or_with_an_empty_one_nothing_is_explained(workspace: Workspace) -> None:
    assert waivers.load(workspace, TODAY) == Waivers()
    assert not any(load(workspace, "# 还没有\n"))


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("{year: 2023, code: A, key: 甲, reason: 乙, by: 丙}", "缺少“until”"),
        ("{year: 2023, code: A, key: 甲, reason: 乙, by: 丙, until: 明年}", "不是日历上有的日期"),
        ("{year: 2023, code: A, key: 甲, reason: ' ', by: 丙, until: 2024-06-30}", "“reason”空着"),
        ("{year: 2023, code: A, reason: 乙, by: 丙, until: 2024-06-30}", "要么写 key"),
        ("{year: 2023, code: A, key: 甲, row: 3, reason: 乙, by: 丙, until: 2024-06-30}", "要么写 key"),
        ("{year: 2023, code: A, file: 甲.xlsx, reason: 乙, by: 丙, until: 2024-06-30}", "还要写 cell 或 row"),
        ("{year: 2023, code: A, file: 甲.xlsx, cell: 第五行, reason: 乙, by: 丙, until: 2024-06-30}", "不是单元格"),
        ("{year: 2023, code: A, kye: 甲, reason: 乙, by: 丙, until: 2024-06-30}", "不认识的键“kye”"),
    ],
)  # fmt: skip
def test_an_entry_that_is_not_understood_is_told_at_its_line(
    workspace: Workspace, entry: str, said: str
) -> None:
    found = load(workspace, f"{BY_KEY}- {entry}\n")
    assert [each.code for each in found.wrong] == ["SET007"]
    assert said in found.wrong[0].message
    assert found.wrong[0].place == Place("waivers.yaml", "第2行")


def test_a_file_that_is_no_list_is_told(workspace: Workspace) -> None:
    assert [each.code for each in load(workspace, "code: A\n").wrong] == ["SET007"]


def test_what_was_found_hangs_on_the_file_and_on_the_day(workspace: Workspace) -> None:
    assert waivers.stamp(workspace, "印记", TODAY) == "印记"
    load(workspace, BY_KEY)
    first = waivers.stamp(workspace, "印记", TODAY)
    assert first != "印记"
    assert waivers.stamp(workspace, "", TODAY) == ""
    assert waivers.stamp(workspace, "印记", date(2024, 3, 2)) != first
    load(workspace, BY_CELL)
    assert waivers.stamp(workspace, "印记", TODAY) != first
