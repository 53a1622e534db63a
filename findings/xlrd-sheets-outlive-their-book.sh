#!/usr/bin/env bash
# Title: xlrd keeps every sheet of a closed workbook alive where nobody collects garbage
# Versions: xlrd 2.0.2, xlwt 1.3.0 (to write the file), CPython 3.11 to 3.13
# One would guess: `unload_sheet` gives a sheet's cells back, as its documentation says, and once the book and all names
#   for it are gone, reference counting frees the rest at once.
# What happens: a sheet binds its own methods as attributes of itself (`self.put_cell = self.put_cell_unragged`) and so
#   holds itself. With the garbage collector off, as programs do while they load many rows, all cells of all sheets ever
#   read stay in memory, `unload_sheet` or not; with `ragged_rows=True` no less.
# Why it matters here: an inbox of thousands of .xls files is read with the collector off, which saves up to a fifth of the
#   time; memory then grows by every sheet, until the sheet's own dictionary is emptied by hand.
# Prints the versions and the number of sheets alive; ends with 1 where that has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check xlrd==2.0.2 xlwt==1.3.0
cat > "$folder/count.py" <<'PYTHON'
import gc
import io
import sys

import xlrd
import xlwt

out = io.BytesIO()
book = xlwt.Workbook()
sheet = book.add_sheet("sheet")
for row in range(500):
    for column in range(10):
        sheet.write(row, column, f"{row}-{column}")
book.save(out)


def alive(ragged: bool, emptied: bool) -> int:
    """How many sheets are alive after 20 books were read, unloaded and let go, with the collector off."""
    gc.collect()
    gc.disable()
    for _ in range(20):
        opened = xlrd.open_workbook(file_contents=out.getvalue(), on_demand=True, ragged_rows=ragged)
        read = opened.sheet_by_index(0)
        opened.unload_sheet(0)
        if emptied:
            vars(read).clear()
        del opened, read
    count = sum(isinstance(each, xlrd.sheet.Sheet) and bool(vars(each)) for each in gc.get_objects())
    gc.enable()
    return count


counts = [alive(False, False), alive(True, False), alive(False, True)]
print(f"xlrd {xlrd.__version__}, Python {sys.version.split()[0]}")
print(f"sheets alive after 20 books: {counts[0]}; with ragged_rows: {counts[1]}; emptied by hand: {counts[2]}")
sys.exit(counts != [20, 20, 0])
PYTHON
"$folder/venv/bin/python" "$folder/count.py"
