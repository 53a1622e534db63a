"""Cells merged over several rows: they stay one cell with one label when rows between go, come or are repeated.

`number_merges` gives every cell of a merge the merge's number, before any row goes; `hoist` sets a label aside whose row may go
or be repeated without the rest of its merge; `mend` gives each merge that is left one beginning, with its label. `merge_equal` merges
cells that the template did not merge: what `{{名称 | 合并}}` has printed the same below one another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from itertools import islice

from lxml import etree

from reportgen.word.elements import BLOCK, TBL, TC, TR, P, R, properties_of, read_text, remove
from reportgen.word.grid import BEFORE_MERGE, cells_of, placed, rows_of
from reportgen.word.package import W

MERGED = "合并"  # what stands behind the bar of a tag whose cells are merged where they say the same
LABEL = "label"  # the element that holds a label set aside: its cell
_NUMBER = "merge"  # the attribute of cells, without a namespace as marks are
_MERGE = W + "vMerge"


def number_merges(root: etree._Element) -> None:
    """Write on every cell that is merged with one above or below the number of its merge."""
    merges = 0
    for table in dict.fromkeys(
        up for merge in root.iter(_MERGE) for up in islice(merge.iterancestors(TBL), 1)
    ):
        above: dict[int, str] = {}
        for row in _rows(table):
            here: dict[int, str] = {}
            for column, cell, value in _merged_cells(row):
                if value == "restart":
                    merges += 1
                    here[column] = str(merges)
                elif column in above:
                    here[column] = above[column]
                if column in here:
                    cell.set(_NUMBER, f"{here[column]} {value}")
            above = here


def hoist(root: etree._Element) -> None:
    """Set a label aside before the outermost section that takes its row, but not all rows of its merge."""
    numbered = [cell for cell in root.iter(TC) if cell.get(_NUMBER)]
    members: dict[str, list[etree._Element]] = {}
    for cell in numbered:
        members.setdefault(cell.get(_NUMBER, "").split()[0], []).append(cell)
    for merge, cells in members.items():
        start = next((cell for cell in cells if cell.get(_NUMBER) == f"{merge} restart"), None)
        around = [set(cell.iterancestors(BLOCK)) for cell in cells]
        outside_in = reversed(list(start.iterancestors(BLOCK))) if start is not None else ()
        outermost = next((up for up in outside_in if not all(up in each for each in around)), None)
        if start is None or outermost is None:
            continue
        label = etree.Element(LABEL, {_NUMBER: merge})
        stand_in = etree.Element(TC, {_NUMBER: f"{merge} continue"}, start.nsmap)
        if (properties := start.find(W + "tcPr")) is not None:
            stand_in.append(deepcopy(properties))
        etree.SubElement(stand_in, P)
        start.addnext(stand_in)
        label.append(start)
        outermost.addprevious(label)


def mend(root: etree._Element) -> None:
    """Give each merge one beginning, with its label where that was set aside, and take the numbers away."""
    numbered = [each for each in root.iter(TC, LABEL) if each.get(_NUMBER)]
    for table in dict.fromkeys(next(each.iterancestors(TBL)) for each in numbered):
        _mend_table(table)


def merge_equal(cells: Iterable[etree._Element]) -> None:
    """Merge those of these cells that stand below one another and say the same into one."""
    above: dict[tuple[etree._Element, int], tuple[etree._Element, str]] = {}
    for cell in cells:
        row = next(cell.iterancestors(TR))
        at, said = list(cells_of(row)).index(cell), "\n".join(map(read_text, cell.iter(P)))
        before = row.getprevious()
        first, same = above.get((before, at), (None, "")) if before is not None else (None, "")
        above[row, at] = (cell, said) if first is None or same != said else (first, said)
        if first is None or same != said or not said:
            continue
        _add_merge(first, begins=True)
        _add_merge(cell, begins=False)
        for paragraph in list(cell.iterchildren(P))[1:]:
            cell.remove(paragraph)
        for run in list(cell.iter(R)):
            remove(run)


def _add_merge(cell: etree._Element, *, begins: bool) -> None:
    properties = properties_of(cell)
    if properties.find(_MERGE) is None:
        at = sum(child.tag in BEFORE_MERGE for child in properties)
        properties.insert(at, etree.Element(_MERGE))
    _set_merge(cell, begins=begins)


def _mend_table(table: etree._Element) -> None:
    waiting: dict[str, etree._Element] = {}
    above: set[str] = set()
    for row in list(_rows(table)):
        if row.tag == LABEL:
            waiting[row.get(_NUMBER, "")] = row[0]
            above.discard(row.get(_NUMBER, ""))
            remove(row)
            continue
        here = set()
        for cell in [cell for cell in cells_of(row) if cell.get(_NUMBER)]:
            merge, value = cell.get(_NUMBER, "").split()
            del cell.attrib[_NUMBER]
            here.add(merge)
            begins = value == "restart" or merge not in above
            if merge in waiting:
                _put_label(cell, waiting.pop(merge))
            _set_merge(cell, begins=begins)
        above = here


def _put_label(cell: etree._Element, label: etree._Element) -> None:
    """Let a cell say what the cell that was set aside says, in its look; its own width and merges stay."""
    own = cell.find(W + "tcPr")
    theirs = label.find(W + "tcPr")
    look = [child for child in theirs if child.tag not in BEFORE_MERGE] if theirs is not None else []
    width = [child for child in own if child.tag in BEFORE_MERGE] if own is not None else []
    content = [child for child in label if child.tag != W + "tcPr"]
    for child in list(cell):
        cell.remove(child)
    properties = etree.SubElement(cell, W + "tcPr")
    properties.extend([*width, *look])
    cell.extend(content)
    if cell[-1].tag != P:
        etree.SubElement(cell, P)


def _set_merge(cell: etree._Element, *, begins: bool) -> None:
    for merge in cell.iterfind(f"{W}tcPr/{_MERGE}"):
        merge.attrib.pop(W + "val", None)
        if begins:
            merge.set(W + "val", "restart")


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """The table's own rows, and the labels set aside between them."""
    return rows_of(table, LABEL)


def _merged_cells(row: etree._Element) -> Iterator[tuple[int, etree._Element, str]]:
    """Yield the row's cells that are merged upwards or downwards: the grid column where each begins, and how."""
    for column, cell in placed(row):
        merge = cell.find(f"{W}tcPr/{_MERGE}")
        if merge is not None:
            yield column, cell, "restart" if merge.get(W + "val") == "restart" else "continue"
