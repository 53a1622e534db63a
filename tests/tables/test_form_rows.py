"""Rows that a form itself has printed: its example, however it comes back, and what 核对 says of those of the year before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reportgen import pipeline
from reportgen.forms.page import EXAMPLE, FIRST
from reportgen.ledger.reading import open_to_read
from reportgen.model import Field, Kind
from reportgen.tables.form_rows import UNSURE, checked_column, examples, mark_above, unchecked
from reportgen.tables.form_version import Mark, mark_in, mark_of, version_of
from tests.tables.small import sheet

Change = Callable[[Any], object]


@pytest.fixture
def handed(tmp_path: Path) -> Callable[[Change], tuple[int, list[tuple[str, str]]]]:
    """What hands in a form with three meetings that something was done to: how many count, and the errors found in it."""
    (tmp_path / "reportgen.yaml").write_text("unit: 近海镇\n", encoding="utf-8")
    project = pipeline.open_project(tmp_path)
    form = next(each for each in project.forms(2023) if "工作会议" in each.sheets)
    file = project.workspace.inbox / "2023" / form.department / "会议.xlsx"
    file.parent.mkdir(parents=True)

    def hand_in(change: Change) -> tuple[int, list[tuple[str, str]]]:
        book = openpyxl.load_workbook(form.file)
        there = book["工作会议"]
        for at in range(3):
            row = [at + 1, datetime(2023, 4 + at, 5), f"第{at}次会议", "领导小组会议", "是", "研究"]
            for column, value in enumerate(row, 1):
                _put(there, FIRST + at, column, value)
        change(there)
        book.save(file)
        pipeline.collect(project)
        with open_to_read(project.workspace.ledger, project.profile.kinds) as ledger:
            rows = sum(each.rows for each in ledger.handed(2023) if each.kind == "工作会议")
        found = [each for each in pipeline.validate(project, 2023)[1] if each.severity == "error"]
        return rows, [(each.code, str(each.place.row)) for each in found if each.place.sheet == "工作会议"]

    return hand_in


def _put(there: Any, row: int, column: int, value: object) -> None:
    there.cell(row, column).value = value


def _numbered(there: Any) -> None:
    for at in range(4):
        _put(there, EXAMPLE + at, 1, at + 1)


def _checked(there: Any) -> None:
    _put(there, EXAMPLE, 1, "已核对")


def _without_numbers(there: Any) -> None:
    there.delete_cols(1)


def _with_village(there: Any) -> None:
    there.insert_cols(2)
    _put(there, EXAMPLE - 1, 2, "村居")
    _put(there, EXAMPLE, 2, "某村")


def _moved_down(there: Any) -> None:
    for column in range(2, 8):
        above, below = there.cell(EXAMPLE, column), there.cell(FIRST, column)
        above.value, below.value = below.value, above.value
    _numbered(there)


@pytest.mark.parametrize(
    "change",
    [
        lambda there: None,
        lambda there: _put(there, EXAMPLE, 1, None),
        _numbered,
        _checked,
        _without_numbers,
        _with_village,
    ],
)
def test_the_example_of_a_form_never_counts_whatever_its_first_cell_says(handed: Any, change: Change) -> None:
    assert handed(change) == (3, [])


def test_an_example_among_the_rows_is_an_error(handed: Any) -> None:
    assert handed(_moved_down) == (3, [("ROW004", str(FIRST))])


def test_an_example_that_a_department_has_written_over_is_its_row(handed: Any) -> None:
    def written_over(there: Any) -> None:
        _numbered(there)
        _put(there, EXAMPLE, 3, "防汛工作会议")

    assert handed(written_over) == (4, [])


MONTHS = Kind(
    name="月报",
    title="月报",
    fields={
        "月份": Field(type="integer", required=True),
        "件数": Field(type="number"),
        "截至": Field(type="date"),
        "已报": Field(type="boolean"),
    },
)
COLUMNS = {"件数": 1, "月份": 2, "截至": 3, "已报": 4}


def test_an_example_is_known_however_its_cells_are_typed_and_its_columns_stand() -> None:
    mark = mark_in(
        f"表样版本：1.0-{mark_of(MONTHS, {'月份': 12, '件数': 12, '截至': date(2023, 5, 12), '已报': '是'})}"
    )
    for row in (
        ["1", 12.0, 12, datetime(2023, 5, 12), "是"],
        ["", "12", "12", "2023-05-12", True],
        [7.0, " 12 ", "１２", date(2023, 5, 12), "√"],
    ):
        assert examples(MONTHS, COLUMNS, [[each] for each in row], mark) == {0}, row
    assert not examples(MONTHS, COLUMNS, [["1"], [12.0], [11.0], [date(2023, 5, 12)], ["是"]], mark)


def test_a_row_of_numbers_further_down_may_be_like_the_example_by_chance() -> None:
    mark = mark_in(f"表样版本：1.0-{mark_of(MONTHS, {'月份': 12, '件数': 12})}")
    assert examples(MONTHS, {"件数": 0, "月份": 1}, [[3.0, 12.0], [11.0, 12.0]], mark) == frozenset()


def test_a_form_without_an_example_or_mark_takes_every_row() -> None:
    blank = mark_in(f"表样版本：1.0-{mark_of(MONTHS, {})}")
    for mark in (blank, Mark(), Mark(version_of([MONTHS]))):
        assert not examples(MONTHS, {"月份": 0}, [["", 1.0]], mark)


def test_the_nearest_line_above_a_table_says_which_form_it_is() -> None:
    drawn = sheet(
        "表样版本：1.0-ABCDEF-GHIJKL-C | \n题 | \n表样版本：1.0-BCDEFG | \n核对 | 主题\n已核对 | 甲"
    )
    assert mark_above(drawn, 4) == Mark("BCDEFG")
    assert mark_above(drawn, 2) == Mark("ABCDEF", "GHIJKL", 2)
    assert mark_above(drawn, 0) == Mark()
    assert (checked_column(drawn, 4), checked_column(drawn, 3), checked_column(drawn, 0)) == (0, -1, -1)


@pytest.mark.parametrize("word", ["不再有了", "没有了", "已废止", "未核对", "不再有（已废止）", "7", "√"])
def test_a_word_that_is_none_of_the_three_leaves_a_row_uncounted(word: str) -> None:
    assert unchecked(["已核对", word, "不再有"], Mark()) == {1: UNSURE, 2: "不再有"}
    assert unchecked([word], Mark("ABCDEF", "GHIJKL", 1)) == {0: UNSURE}
    assert unchecked([word], Mark("ABCDEF")) == {0: UNSURE}, "an older form does not say what it came with"


def test_a_full_stop_and_blanks_make_no_other_word() -> None:
    said = ["待核对。", " 不再有", "已 核 对", "不再有！"]
    assert unchecked(said, Mark()) == {0: "待核对", 1: "不再有", 3: "不再有"}


def test_a_blank_counts_beside_rows_that_were_added_only() -> None:
    assert unchecked(["已核对", "不再有", ""], Mark("ABCDEF", "GHIJKL", 2)) == {1: "不再有"}
    assert unchecked(["已核对", "", ""], Mark("ABCDEF", "GHIJKL", 2)) == {1: UNSURE, 2: UNSURE}


def test_a_column_of_a_departments_own_is_its_own() -> None:
    assert unchecked(["√", "张三", ""], Mark()) == {}
    assert unchecked(["√", "张三", ""], Mark("ABCDEF", "GHIJKL")) == {}, "nor in a form without such rows"
