"""A workbook that is drawn -> its parts as they are, neither packed nor written to a disk.

XlsxWriter packs what it has drawn, which would have to be unpacked, and looks in each formula for all functions that Excel has
got since 2007; a form has none of them, and mostly empty cells.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.packager import Packager
from xlsxwriter.utility import xl_rowcol_to_cell_fast
from xlsxwriter.worksheet import Worksheet


class Paper(Worksheet):  # type: ignore[misc]  # XlsxWriter says no types
    """A sheet with plain formulas."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        if type(cell).__name__ == "Blank" and cell.format:  # most cells of a form by far
            at, look = xl_rowcol_to_cell_fast(row, col), cell.format._get_xf_index()
            self.fh.write(f'<c r="{at}" s="{look}"/>')
        else:
            super()._write_cell(row, col, cell)


class Drawn(Workbook):  # type: ignore[misc]
    """A workbook whose parts are handed out."""

    worksheet_class = Paper

    def __init__(self) -> None:
        """Begin an empty workbook."""
        super().__init__(BytesIO(), {"in_memory": True})
        self._parts = _Parts()

    def parts(self) -> dict[str, bytes]:
        """End the drawing, and return the parts by name."""
        self.close()
        return self._parts.found

    def _get_packager(self) -> Packager:
        return self._parts


class _Parts(Packager):  # type: ignore[misc]
    """Keeps what XlsxWriter would pack."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, bytes] = {}

    def _create_package(self) -> list[Any]:
        self.found = {name: text.getvalue().encode() for text, name, _ in super()._create_package()}
        return []
