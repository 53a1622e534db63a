"""Stage 2: the ledger of a county -> a warning of each table of a body that says throughout what another body's says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from reportgen.ledger.reading import Ledger
from reportgen.ledger.shared import shared
from reportgen.model import Finding, Kind, Place
from reportgen.rules import finding

_BY_CHANCE = 5  # rows, or values that tell something: fewer may well be the same in two tables
_FIX = "看是不是把一个单位的表放到了另一个单位的文件夹里：放错的移走，换上它自己的；确是各报各的，不用改。"


def borrowed(ledger: Ledger, kinds: Mapping[str, Kind], year: int) -> Iterator[Finding]:
    """Yield the warnings: of a workbook that is another's byte for byte, and of a table too large to be the same by chance."""
    told: set[str] = set()
    for each in shared(ledger, kinds, year):
        here, there = ledger.origin(each.source), ledger.origin(each.first)
        if each.whole and here.file not in told:
            told.add(here.file)
            message, place = f"整个文件与 {there.file} 完全相同，两个单位都计入了", Place(here.file)
        elif not each.whole and max(each.rows, each.told) >= _BY_CHANCE:
            message = (
                f"整张表的{each.rows}行与 {Place(there.file, there.sheet)} 里的完全相同，两个单位都计入了"
            )
            place = Place(here.file, here.sheet, here.header)
        else:
            continue
        found = finding("ROW003", message, place, department=f"{here.unit}{here.department}", fix=_FIX)
        yield replace(found, severity="warning")
