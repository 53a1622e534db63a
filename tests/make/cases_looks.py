"""Cases of looks: what number formats, fonts and the height of rows make of a cell on the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from tests.make.cases_files import FIRST_SHEET, Parts, xlsx

LEDGER = "台账.xlsx"
LEDGER_OF_MONEY = """
案号    | 立案日期     | 罚没金额（{}）
罚字1号 | d:2023-03-01 | n:{}
罚字2号 | d:2023-05-12 | n:{}
"""
THREE = """
案号    | 立案日期     | 处罚种类 | 罚没金额 | 备注
罚字1号 | d:2023-03-01 | 罚款     | n:500    | 已缴
罚字2号 | d:2023-05-12 | 警告     |          | 未缴
罚字3号 | d:2023-08-21 | 没收     | n:800    | 已缴
"""
NUMBERED = """
案号    | 立案日期     | 处罚种类 | 备注
n:17    | d:2023-03-01 | 罚款     | n:601
n:18    | d:2023-05-12 | 警告     | 0601
"""
AS_DATES = """
案号    | 立案日期
罚字1号 | n:20230301
罚字2号 | n:20230512
"""


def _formats(**codes: str) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        for address, code in codes.items():
            book.active[address].number_format = code

    return change


def _fonts(*addresses: str, **font: Any) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        for address in addresses:
            book.active[address].font = Font(**font)

    return change


def _flatten(parts: Parts) -> None:
    """Give the third row no height, which openpyxl does not write."""
    parts[FIRST_SHEET] = parts[FIRST_SHEET].replace(b'<row r="3"', b'<row r="3" ht="0" customHeight="1"')


def _hide(book: Any) -> None:
    book.active["A4"].font = book.active["B4"].font = Font(color="FFFFFFFF")
    book.active["D2"].number_format = ";;;"


def _runs(**cells: tuple[str, str, str]) -> Callable[[Any], None]:
    """Let cells hold a text and a run behind it that is struck out or raised."""

    def change(book: Any) -> None:
        for address, (text, how, run) in cells.items():
            font = InlineFont(strike=True) if how == "strike" else InlineFont(vertAlign=how)
            book.active[address] = CellRichText(text, TextBlock(font, run))

    return change


CASES: Mapping[str, Mapping[str, bytes]] = {
    "shown-in-ten-thousands": {
        LEDGER: xlsx(LEDGER_OF_MONEY.format("万元", 123000, 80000), _formats(C2="0!.0000", C3="0\\.0,"))
    },
    "shown-in-thousands": {
        LEDGER: xlsx(LEDGER_OF_MONEY.format("元", 1234500, 3000), _formats(C2="#,##0.00,", C3="#,##0.00"))
    },
    "shown-with-a-unit": {
        LEDGER: xlsx(
            LEDGER_OF_MONEY.format("元", 5, 12) + "罚字3号 | d:2023-06-01 | n:12000\n罚字4号 | d:2023-06-02 | n:1234\n",
            _formats(C2='0"万"', C3='0"元"', C4='[>=10000]0\\.0,"万元";0"元"', C5='0.0,"千元"'),
        )
    },
    "shown-with-zeros-before": {LEDGER: xlsx(NUMBERED, _formats(A2='"罚字"000"号"', A3='"罚字"000"号"', D2="0000"))},
    "shown-as-days": {LEDGER: xlsx(AS_DATES, _formats(B2='0000"年"00"月"00"日"', B3="0000\\-00\\-00"))},
    "struck-out-row": {LEDGER: xlsx(THREE, _fonts("A3", "B3", "C3", "E3", strike=True))},
    "struck-out-cell": {LEDGER: xlsx(THREE, _fonts("D4", strike=True))},
    "struck-out-in-part": {
        LEDGER: xlsx(THREE, _runs(D2=("50", "strike", "0"), C3=("警告", "strike", "罚款"), E4=("已缴", "strike", "未缴")))
    },
    "raised-in-part": {LEDGER: xlsx(THREE, _runs(D2=("500", "superscript", "1"), E4=("已缴", "superscript", "2")))},
    "not-to-be-seen": {LEDGER: xlsx(THREE, _hide, edit=_flatten)},
}  # fmt: skip
