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


@pytest.mark.parametrize(
    "color", ["rgb='FFFFFFFF'", "rgb='00ffffff'", "theme='0'", "indexed='1'", "indexed='9'"]
)
@pytest.mark.parametrize("more", ["", " tint='0'", " tint='-0.000'", " tint='0.1'"])
def test_white_has_several_names_and_a_tint_makes_another_colour_of_it(color: str, more: str) -> None:
    part = f"<s><fonts><font><color {color}{more}/></font></fonts><cellXfs><xf fontId='0'/></cellXfs></s>"
    (found,) = looks(part.encode())
    assert found.unseen is ("0.1" not in more)


@pytest.mark.parametrize("color", ["rgb='FF000000'", "theme='1'", "indexed='8'", "auto='1'"])
def test_other_colours_are_seen_on_white(color: str) -> None:
    part = f"<s><fonts><font><color {color}/></font></fonts><cellXfs><xf fontId='0'/></cellXfs></s>"
    assert looks(part.encode()) == (Look(),)


@pytest.mark.parametrize(
    ("said", "struck"),
    [("", True), (" val='1'", True), (" val='true'", True), (" val='on'", True), (" val='0'", False), (" val='false'", False)],
)  # fmt: skip
def test_a_font_strikes_out_where_it_says_yes(said: str, struck: bool) -> None:
    part = f"<s><fonts><font><strike{said}/></font></fonts><cellXfs><xf fontId='0'/></cellXfs></s>"
    assert looks(part.encode()) == (Look(struck=struck),)


def test_the_formats_that_excel_knows_by_number() -> None:
    formats = "".join(f"<xf numFmtId='{number}'/>" for number in range(100))
    found = looks(f"<s><cellXfs>{formats}</cellXfs></s>".encode())
    assert [at for at, each in enumerate(found) if each.percent] == [9, 10]
    assert [at for at, each in enumerate(found) if each.days == "duration"] == [46]
    days = [at for at, each in enumerate(found) if each.days == "day"]
    assert days == [*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)]


@pytest.mark.parametrize(
    ("font", "fill", "unseen"),
    [
        ("<color rgb='FFFEFEFE'/>", "", True),
        ("<color rgb='FFF0F0F0'/>", "", True),
        ("<color rgb='FFEEEEEE'/>", "", False),
        ("<color theme='0'/>", "<fgColor rgb='FFF2F2F2'/>", True),
        ("", "<fgColor rgb='FF000000'/>", True),
        ("<color theme='1'/>", "<fgColor rgb='FF0A0A0A'/>", True),
        ("", "<fgColor rgb='FF404040'/>", False),
        ("<color rgb='FFFFFFFF'/>", "<fgColor rgb='FF4472C4'/>", False),
        ("<sz val='1'/>", "", True),
        ("<sz val='1.5'/>", "", True),
        ("<sz val='2'/>", "", False),
        ("<sz val='x'/>", "", False),
    ],
)
def test_what_can_hardly_be_told_from_its_ground_or_is_too_small_is_not_seen(
    font: str, fill: str, unseen: bool
) -> None:
    part = (
        f"<s><fonts><font>{font}</font></fonts><fills><fill><patternFill patternType='solid'>{fill}</patternFill></fill>"
        "</fills><cellXfs><xf fontId='0' fillId='0'/></cellXfs></s>"
    )
    (found,) = looks(part.encode())
    assert found.unseen is unseen


def test_a_pattern_that_is_none_has_no_colour() -> None:
    part = (
        "<s><fonts><font/></fonts><fills><fill><patternFill patternType='{}'><fgColor rgb='FF000000'/></patternFill></fill>"
        "</fills><cellXfs><xf fontId='0' fillId='0'/></cellXfs></s>"
    )
    assert [looks(part.format(each).encode())[0].unseen for each in ("solid", "none")] == [True, False]
