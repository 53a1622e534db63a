"""Tables whose style tells the first row apart -> that row on each page that they go on to, and no row over two pages."""

from __future__ import annotations

from lxml import etree

from reportgen.word.contents import look_says
from reportgen.word.elements import TBL, TR
from reportgen.word.package import Package, W
from reportgen.word.paragraph_styles import VAL, Styles

_CHANGES = {W + "ins", W + "del", W + "trPrChange"}


def repeat_heads(package: Package, root: etree._Element) -> None:
    """Have the first row of such tables repeated, and keep each of their rows on one page; raise NotWordError."""
    tables = [each for each in root.iter(TBL) if look_says(each, "firstRow", 0x20)]
    styles = Styles.of(package) if tables else None
    for table in tables:
        rows = [row for row in table.iter(TR) if next(row.iterancestors(TBL)) is table]
        if styles and len(rows) > 1 and _tells_heads(styles, table):
            _turn_on(rows[0], "tblHeader")
            for row in rows:
                _turn_on(row, "cantSplit")


def _tells_heads(styles: Styles, table: etree._Element) -> bool:
    style = table.find(f"{W}tblPr/{W}tblStyle")
    chain = styles.chain("" if style is None else style.get(VAL, ""), "table")
    return any(part.get(W + "type") == "firstRow" for each in chain for part in each.iter(W + "tblStylePr"))


def _turn_on(row: etree._Element, name: str) -> None:
    """Say something of a row, unless it says itself whether that holds."""
    properties = row.find(W + "trPr")
    if properties is None:
        properties = etree.Element(W + "trPr")
        row.insert(sum(each.tag == W + "tblPrEx" for each in row), properties)
    if properties.find(W + name) is None:
        change = next((at for at, each in enumerate(properties) if each.tag in _CHANGES), len(properties))
        properties.insert(change, etree.Element(W + name))
