"""How a sheet is shown: 80 columns, its class before each row, wide sheets in blocks."""

from __future__ import annotations

import io
import sys

import pytest
from rich.cells import cell_len

from reportgen.cli.sheets import in_words, show_reading
from reportgen.model import CLASSES
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
        "              │ A    C  D",
        "    1 标题    │ 复议台账",
        "    2 数据    │ 甲   3",
        "    4 说明    │ 第二批〔只有一格文字〕",
        "    5 合计    │ 合计 3  4",
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


def beside(capsys: pytest.CaptureFixture[str], *rows: RowRead) -> list[list[int]]:
    """How wide the cells of each line are, behind its margin."""
    shown = lines(capsys, *rows)[2:-1]
    return [[cell_len(text) for text in line.partition("│ ")[2].split()] for line in shown]


@pytest.mark.parametrize(
    ("columns", "widths"),
    [
        (1, [[24]]), (2, [[24, 24]]), (3, [[20, 21, 21]]), (9, [[6] * 7 + [7] * 2]), (10, [[6] * 7 + [7] * 2, [24]]),
    ],
)  # fmt: skip
def test_columns_are_as_wide_as_there_is_room(
    capsys: pytest.CaptureFixture[str], columns: int, widths: list[list[int]]
) -> None:
    rows = [row(at, "value", ["x" * 30] * columns + ["y"] * (columns == 1)) for at in (1, 2)]
    blocks = [each for width in widths for each in [width] * 2]
    assert [[each for each in line if each > 1] for line in beside(capsys, *rows)] == [
        each for at in range(0, len(blocks), 2) for each in ([], *blocks[at : at + 2])
    ]


@pytest.mark.parametrize(("length", "cut"), [(23, False), (24, False), (25, True)])
def test_a_cell_is_cut_where_it_is_wider_than_its_column(
    capsys: pytest.CaptureFixture[str], length: int, cut: bool
) -> None:
    shown = lines(capsys, row(1, "value", ["x" * length, "y", "z", "v"]))[-2]
    assert ("…" in shown) is cut
    assert f"{'x' * (23 if cut else length)}{'…' * cut} y" in " ".join(shown.split())


@pytest.mark.parametrize(
    ("sort", "cells", "columns"),
    [("note", 1, False), ("note", 3, False), ("note", 4, True), ("value", 1, False)]
    + [(sort, 2, True) for sort in ("value", "heading", "total")]
    + [(sort, 2, False) for sort in sorted(set(CLASSES) - {"value", "heading", "total"})],
)
def test_a_row_of_few_cells_is_running_text(
    capsys: pytest.CaptureFixture[str], sort: str, cells: int, columns: bool
) -> None:
    rows = row(1, "value", ["x" * 9] * 4), row(2, sort, ["y"] * cells)
    assert lines(capsys, *rows)[-2].partition("│ ")[2] == ((" " * 9 if columns else "  ").join("y" * cells))


COLOURS = {
    "title": "1", "unit": "35", "heading": "1;36", "value": "32", "unknown": "33", "total": "34", "footer": "2",
    "note": "2", "numbers": "2", "example": "2", "nothing": "36", "other": "31", "doubtful": "1;31", "carried": "35",
}  # fmt: skip


class Screen(io.StringIO):
    """A terminal that keeps what is shown."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("sort", CLASSES)
def test_each_class_has_its_colour(monkeypatch: pytest.MonkeyPatch, sort: str) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    screen = Screen()
    monkeypatch.setattr(sys, "stdout", screen)
    show_reading([SheetRead("表", [], [RowRead(1, sort, "", dict.fromkeys(range(4), ("甲", sort)))], {}, 4)])
    assert screen.getvalue().count(f"\x1b[{COLOURS[sort]}m甲") == 4
    assert f"\x1b[{COLOURS[sort]}m{CLASSES[sort]}" in screen.getvalue()
