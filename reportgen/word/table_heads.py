"""Tables whose style tells the first row apart -> that row on each page that they go on to, and no row over two pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from reportgen.word.elements import TBL, properties_of
from reportgen.word.grid import rows_of
from reportgen.word.package import Package, W

if TYPE_CHECKING:
    from reportgen.word.paragraph_styles import Styles

VAL = W + "val"
_CHANGES = {W + "ins", W + "del", W + "trPrChange"}


def repeat_heads(package: Package, root: etree._Element) -> None:
    """Have the first row of such tables repeated, and keep each of their rows on one page; raise NotWordError."""
    tables = [each for each in root.iter(TBL) if look_says(each, "firstRow", 0x20)]
    if not tables:
        return
    from reportgen.word.paragraph_styles import Styles

    styles = Styles.of(package)
    for table in tables:
        rows = list(rows_of(table))
        if len(rows) > 1 and _tells_heads(styles, table):
            _turn_on(rows[0], "tblHeader")
            for row in rows:
                _turn_on(row, "cantSplit")


def look_says(table: etree._Element, name: str, bit: int) -> bool:
    """Whether a table's look says that its first row, or column, is a head."""
    look = table.find(f"{W}tblPr/{W}tblLook")
    if look is None:
        return False
    if (own := look.get(W + name)) is not None:
        return own in ("1", "true", "on")
    said = look.get(VAL, "0")
    return bool(int(said, 16) & bit) if re.fullmatch(r"[0-9A-Fa-f]+", said) else False


def _tells_heads(styles: Styles, table: etree._Element) -> bool:
    style = table.find(f"{W}tblPr/{W}tblStyle")
    chain = styles.chain("" if style is None else style.get(VAL, ""), "table")
    return any(part.get(W + "type") == "firstRow" for each in chain for part in each.iter(W + "tblStylePr"))


def _turn_on(row: etree._Element, name: str) -> None:
    """Say something of a row, unless it says itself whether that holds."""
    properties = properties_of(row)
    if properties.find(W + name) is None:
        change = next((at for at, each in enumerate(properties) if each.tag in _CHANGES), len(properties))
        properties.insert(change, etree.Element(W + name))
