"""The looks of a workbook's cells are read from its styles."""

from __future__ import annotations

import pytest

from reportgen.model import FileRefused
from reportgen.workbook.styles import Look, looks

FONTS = (
    "<font><sz val='11'/></font><font><strike/></font><font><strike val='0'/></font>"
    "<font><color rgb='FFFFFFFF'/></font><font><color theme='0'/></font><font><color theme='4' tint='0.4'/></font>"
)
FILLS = (
    "<fill><patternFill patternType='none'/></fill><fill><patternFill patternType='solid'><fgColor rgb='FFFF0000'/>"
    "</patternFill></fill><fill><patternFill patternType='solid'><fgColor theme='4' tint='0.4'/></patternFill></fill>"
)
CODES = {164: "yyyy/m/d", 165: "0.0%", 166: "0!.0,", 167: ";;;", 168: "0.00", 169: '0"%"'}


def look(number: int = 0, font: int = 0, fill: int = 0, prefix: str = "") -> Look:
    codes = "".join(
        f"<numFmt numFmtId='{key}' formatCode='{code.replace(chr(34), '&quot;')}'/>"
        for key, code in CODES.items()
    )
    part = (
        f"<styleSheet><numFmts>{codes}</numFmts><fonts>{FONTS}</fonts><fills>{FILLS}</fills>"
        f"<cellStyleXfs><xf numFmtId='9'/></cellStyleXfs><cellXfs><xf numFmtId='{number}' fontId='{font}' fillId='{fill}'/>"
        "</cellXfs><dxfs><dxf><font><strike/></font><numFmt numFmtId='0' formatCode='0%'/></dxf></dxfs></styleSheet>"
    )
    if prefix:
        part = (
            part.replace("</", f"</{prefix}")
            .replace("<", f"<{prefix}")
            .replace(f"<{prefix}/{prefix}", f"</{prefix}")
        )
    (found,) = looks(part.encode())
    return found


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0, Look()),
        (168, Look()),
        (169, Look(code='0"%"')),
        (9, Look(percent=True)),
        (165, Look(percent=True)),
        (14, Look(days="day")),
        (57, Look(days="day")),
        (46, Look(days="duration")),
        (164, Look(days="day")),
        (166, Look(code="0!.0,")),
        (999, Look()),
    ],
)
def test_a_number_format_is_days_or_percentages_or_prints_more_than_digits(
    number: int, expected: Look
) -> None:
    assert look(number) == look(number, prefix="x:") == expected


def test_a_format_of_nothing_hides() -> None:
    assert look(167).unseen


@pytest.mark.parametrize(("font", "struck"), [(0, False), (1, True), (2, False), (99, False)])
def test_a_font_may_strike_out(font: int, struck: bool) -> None:
    assert look(font=font).struck == struck


@pytest.mark.parametrize(
    ("font", "fill", "unseen"),
    [
        (3, 0, True),
        (4, 0, True),
        (3, 1, False),
        (0, 1, False),
        (5, 2, True),
        (5, 1, False),
        (5, 0, False),
        (4, 2, False),
    ],
)
def test_what_has_the_colour_of_its_ground_is_not_seen(font: int, fill: int, unseen: bool) -> None:
    assert look(font=font, fill=fill).unseen == unseen


def test_a_workbook_may_have_no_styles_and_none_that_are_broken() -> None:
    assert looks(b"") == ()
    with pytest.raises(FileRefused):
        looks(b"<styleSheet>")
