"""How a sheet is shown: 80 columns, its class before each row, wide sheets in blocks."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from reportgen.cli.sheets import in_words, show_reading
from reportgen.stages.classify import RowRead, SheetRead


def row(number: int, sort: str, texts: list[str], words: str = "") -> RowRead:
    return RowRead(number, sort, words, {at: (text, sort) for at, text in enumerate(texts) if text})


def lines(capsys: pytest.CaptureFixture[str], *rows: RowRead) -> list[str]:
    show_reading([SheetRead("复议", ["复议台账"], rows, {"value": 9, "total": 2}, 11)])
    return [line.rstrip() for line in capsys.readouterr().out.splitlines()]


def test_each_row_stands_behind_its_number_and_class(capsys: pytest.CaptureFixture[str]) -> None:
    shown = lines(
        capsys,
        row(1, "title", ["复议台账"]),
        row(2, "value", ["甲", "", "3"]),
        row(4, "note", ["第二批"], "只有一格文字"),
        row(5, "total", ["合计", "", "3", "4"]),
    )
    assert shown == [
        "复议：《复议台账》",
        "  11 格：数据 9、合计 2",
        "             │ A    C  D",
        "    1 标题   │ 复议台账",
        "    2 数据   │ 甲   3",
        "    4 说明   │ 第二批〔只有一格文字〕",
        "    5 合计   │ 合计 3  4",
        "",
    ]


def test_a_wide_sheet_is_shown_in_blocks_within_the_width(capsys: pytest.CaptureFixture[str]) -> None:
    shown = lines(
        capsys,
        row(1, "title", ["长" * 200]),
        *(row(at, "value", [f"很长的内容{at}\n又一行"] * 30) for at in range(2, 5)),
    )
    assert all(cell_len(line) <= 80 for line in shown)
    assert sum("AD" in line for line in shown) == 1
    assert any("…" in line for line in shown)


def test_an_empty_sheet_and_one_of_no_kind_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    show_reading([SheetRead("空", [], [], {}, 0)])
    assert "空：没有认出要报的表" in capsys.readouterr().out


def test_counts_are_told_the_largest_first() -> None:
    assert in_words({"footer": 4, "total": 6, "note": 0}) == "合计 6、落款 4"
