"""Styles with formats added: a marked cell looks as before but for its ground."""

from __future__ import annotations

import pytest

from reportgen.workbook.restyled import ON_DARK, ON_LIGHT, Styles

STYLES = (
    '<styleSheet xmlns="m"><fonts count="3"><font/><font><color rgb="FFFFFFFF"/></font><font><color theme="0"/></font></fonts>'
    '<fills count="1"><fill/></fills><borders count="1"><border/></borders><cellXfs count="3"><xf numFmtId="14" fontId="0" fillId="0"/>'
    '<xf fontId="1" fillId="0" applyFill="0"><alignment wrapText="1"/></xf><xf fontId="2" fillId="0"/></cellXfs></styleSheet>'
)


def test_a_marked_cell_keeps_its_format() -> None:
    styles = Styles(STYLES.encode())
    assert styles.filled(0) == styles.filled(0) == 3
    xml = styles.xml.decode()
    assert '<xf numFmtId="14" fontId="0" fillId="1" applyFill="1"/></cellXfs>' in xml
    assert f'<fgColor rgb="{ON_LIGHT}"/>' in xml
    assert '<cellXfs count="4">' in xml
    assert '<fills count="2">' in xml


@pytest.mark.parametrize("index", [1, 2])
def test_light_letters_get_a_dark_ground(index: int) -> None:
    styles = Styles(STYLES.encode())
    styles.filled(index)
    assert f'rgb="{ON_DARK}"' in styles.xml.decode()
    assert f'rgb="{ON_LIGHT}"' not in styles.xml.decode()


def test_what_stands_in_a_format_stays() -> None:
    styles = Styles(STYLES.encode())
    styles.filled(1)
    assert '<xf fontId="1" fillId="1" applyFill="1"><alignment wrapText="1"/></xf>' in styles.xml.decode()


def test_marked_formats_are_known_again_and_cleared() -> None:
    styles = Styles(STYLES.encode())
    marked = styles.filled(0)
    again = Styles(styles.xml)
    assert again.marked == {marked}
    assert Styles(STYLES.encode()).marked == frozenset()
    plain = again.cleared(marked)
    assert f'<xf numFmtId="14" fontId="0" fillId="0" applyFill="1"/></cellXfs>' in again.xml.decode()  # noqa: F541
    assert plain == marked + 1


@pytest.mark.parametrize(
    "xml",
    [
        '<styleSheet xmlns="m"></styleSheet>',
        '<x:styleSheet xmlns:x="m"><x:cellXfs count="0"/><x:dxfs/></x:styleSheet>',
    ],
)
def test_sections_that_lack_are_made(xml: str) -> None:
    styles = Styles(xml.encode())
    assert styles.filled(5) == 1
    made = styles.xml.decode()
    order = [
        made.index(f"{name} ") if f"{name} " in made else made.index(f"{name}>")
        for name in ("fonts", "fills", "borders", "cellXfs")
    ]
    assert order == sorted(order)
    assert Styles(styles.xml).marked == {1}


def test_styles_without_anything_added_are_as_they_were() -> None:
    assert Styles(STYLES.encode()).xml == STYLES.encode()
