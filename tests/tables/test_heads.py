"""The first rows of a sheet -> the kind of the table below; what they came to once, they come to again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reportgen.model import Field, Kind, Sheet
from reportgen.tables.headers import Vocabulary, vocabulary
from reportgen.tables.heads import head_of
from tests.tables.small import CASES, TRAINING, sheet

FORM = """
近海镇2023年行政复议案件台账
填报单位：{}
序号 | 案号 | 收到日期 | 结果
"""
LINES = (
    "近海镇2022年行政复议案件台账 | | |", "学法培训台账 | | |", "填报单位：党政办 | | |", " | | |",
    "序号 | 案号 | 收到日期 | 结果", "序号 | 案号 | 收到日期 | ", "日期 | 主题 | 学时 | 备注", "案号 | 主题 | 结果 | 学时",
    " | 培训情况 | | ", "日期 | 主题 | 学时 | ", "1 | 甲 | 乙 | 维持", "甲 | 乙 | 丙 | 丁",
)  # fmt: skip


def new() -> Vocabulary:
    return vocabulary({"行政复议": CASES, "学法培训": TRAINING})


def form(sender: str, rows: str, name: str = "Sheet1") -> Sheet:
    drawn = sheet(FORM.format(sender) + rows)
    drawn.name = name
    for row in drawn.rows[3:]:
        row[0] = float(row[0]) if row[0] else ""
    return drawn


def test_what_the_lines_above_say_is_told_with_the_kind() -> None:
    read = head_of(form("司法所", "1 | 甲 | 2023-5-1 | 维持"), new(), 0, "台账.xlsx").read
    assert read
    assert (read.kind, read.fit.last, read.header.lacking) == (CASES, 2, [])
    assert (read.year, read.sender) == ((2023, 0, 0), "司法所")


def test_the_same_form_is_not_looked_at_again_whatever_its_rows_say() -> None:
    known = new()
    first = head_of(form("司法所", "1 | 甲 | 2023-5-1 | 维持"), known, 0, "一.xlsx")
    assert head_of(form("司法所", "1 | 乙 | 2023-6-1 | 撤销\n2 | 丙 | |"), known, 0, "二.xlsx") is first
    assert head_of(form("党政办", "1 | 甲 | 2023-5-1 | 维持"), known, 0, "三.xlsx").read.sender == "党政办"
    assert head_of(form("司法所", "1 | 甲 | 2023-5-1 | 维持", "表2"), known, 0, "四.xlsx") is not first


def test_only_what_hangs_on_the_first_rows_alone_is_remembered() -> None:
    for rows in ("甲 | 乙 | 2023-5-1 | 维持", "一 | 案号 | 收到日期 | 结果\n1 | 甲 | 2023-5-1 | 维持"):
        known = new()
        head_of(sheet(FORM.format("司法所") + rows), known, 0, "台账.xlsx")
        assert not known.heads


def test_the_same_texts_below_other_merged_cells_are_another_form() -> None:
    field = Field(type="number", required=True)
    known = vocabulary({"统计": Kind(name="统计", title="统计表", fields={"甲": field, "乙/额": field})})
    rows = [["甲", "乙", ""], ["", "数", "额"], [1.0, 2.0, 3.0]]
    spread = head_of(Sheet("统计", rows), known, 0, "台账.xlsx").read
    alone = head_of(Sheet("统计", rows, [((0, 0), (1, 0))]), known, 0, "台账.xlsx").read
    assert spread
    assert alone
    assert (spread.header.lacking, alone.header.lacking) == ([], ["乙/额"])


@given(st.lists(st.tuples(st.lists(st.sampled_from(LINES), max_size=6), st.booleans(), st.sampled_from(["", "学法培训"])), max_size=5))  # fmt: skip
def test_memory_never_changes_what_rows_come_to(
    drawn: list[tuple[list[str], bool, str]],
) -> None:
    known = new()
    for lines, merged, name in drawn:
        rows = [[cell.strip() for cell in line.split("|")] for line in lines]
        rows = [[1.0 if cell == "1" else cell for cell in row] for row in rows]
        one = Sheet(name, rows, [((0, 0), (0, 3))] if merged else [])
        assert head_of(one, known, 0, "台账.xlsx") == head_of(one, new(), 0, "台账.xlsx")
