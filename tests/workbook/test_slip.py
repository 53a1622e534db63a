"""The 退回单: it is known again by its mark and by nothing else, and says what is wrong with a link to each cell."""

from __future__ import annotations

import pytest

from reportgen.model import Sheet
from reportgen.workbook import slip
from reportgen.workbook.restyled import Styles

ROUND = slip.Round(2, ("0123456789abcdef", "fedcba9876543210"))


def sheet(*cells: str, name: str = "Sheet1") -> Sheet:
    return Sheet(name, [[each] for each in cells])


def test_the_mark_tells_the_round_and_what_came_before() -> None:
    assert slip.round_of(sheet("退回单", "第2次", slip.mark(ROUND))) == ROUND
    counts = (slip.Count("1-6月 台账", 20), slip.Count("b", 3, 1))
    assert slip.round_of(sheet(slip.counts_line(counts), slip.mark(ROUND))) == ROUND._replace(counts=counts)
    changed = slip.counts_line(counts).replace("20", "2")
    assert slip.round_of(sheet(changed, slip.mark(ROUND))) == ROUND
    assert slip.answer_of(sheet(f" {slip.mark(ROUND)} ")) == "2 0123456789abcdef fedcba9876543210"


@pytest.mark.parametrize(
    "cells",
    [("退回单", "编号"), ("退回编号 1-0123456789abcdef-00000000",), (slip.mark(ROUND).replace("2-", "3-"),), (*tuple("a" * 12), slip.mark(ROUND))],
    ids=["by its name alone", "another sum", "another round", "far down"],
)  # fmt: skip
def test_nothing_else_is_a_mark(cells: tuple[str, ...]) -> None:
    assert slip.round_of(sheet(*cells, name="退回单")) is None
    assert slip.answer_of(sheet(*cells)) == ""


def test_a_sheet_is_called_as_no_other_one() -> None:
    assert slip.name_beside(["台账"]) == "退回单"
    assert slip.name_beside(["退回单", "退回单2"]) == "退回单3"


def test_the_page_lists_what_is_wrong_with_links() -> None:
    told = [
        slip.Told("须改正", "台'账 › C5", "错<了>", "因为", "改正", ("台'账", 5, 2)),
        slip.Told("须改正", "存在问题", "没有收到", "", "补交"),
    ]
    xml = slip.page(
        slip.Slip("退回单", ["第1次退回"], told, ROUND), Styles(b"<styleSheet></styleSheet>"), "m"
    ).decode()
    assert xml.count("<hyperlink ") == 1
    assert """location="'台''账'!C5\"""" in xml
    assert "错&lt;了&gt;" in xml
    assert slip.mark(ROUND) in xml


def test_a_list_that_is_too_long_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slip, "MOST", 2)
    told = [slip.Told("须改正", "台账", "错", "", "改")] * 5
    xml = slip.page(slip.Slip("退回单", [], told, ROUND), Styles(b"<styleSheet></styleSheet>"), "m").decode()
    assert "另有3处没有列出" in xml
