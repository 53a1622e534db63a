"""Workbooks of every format and origin, returned with marks -> what else than the marks has changed in them.

`uv run python -m tests.trials.returned [--exceljs DIR] [--keep DIR] [--libreoffice]` returns the cases and
workbooks made by openpyxl, XlsxWriter and exceljs (DIR: where npm has installed it), and saves of them by LibreOffice; it
compares them part by part, and what calamine, openpyxl and LibreOffice read, and ends with 1 where they differ.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import openpyxl
from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook

from reportgen.model import FileRefused, column_letters
from reportgen.workbook.read import Dangerous, format_of, read
from reportgen.workbook.rebuilt import rebuilt
from reportgen.workbook.returned import returned
from reportgen.workbook.slip import Round, Slip, Told
from tests.trials import returned_sources as sources
from tests.trials.libreoffice import Unsaved, save

ROOT = Path(__file__).parents[2]
CELLS = ((1, 0), (3, 2), (5, -1), (9, 3), (41, 1), (60, 7), (3, 30))  # row from 1, column from 0
MOST_SAVED = 60  # by LibreOffice, which takes its time; those that were made come first
Marks = Mapping[tuple[str, int, int], str]


def main() -> int:
    """Run the trial; return its exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--exceljs", type=Path, metavar="DIR", help="a folder in which npm has installed exceljs"
    )
    parser.add_argument("--keep", type=Path, metavar="DIR", help="leave what is returned there")
    parser.add_argument("--libreoffice", action="store_true", help="compare what LibreOffice reads, too")
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        done: dict[str, tuple[bytes, bytes]] = {}
        for name, content in _books(Path(folder), asked.exceljs):
            try:
                before, after, faults = trial(content)
            except (FileRefused, Dangerous) as error:
                print(f"    {name}: {error or 'for a worker only'}")
                continue
            done[name] = before, after
            wrong += bool(faults)
            print(f"{'bad' if faults else 'ok '} {name}")
            for each in faults:
                print(f"        {each}")
        if asked.libreoffice:
            wrong += _libreoffice(done, Path(folder))
        if asked.keep:
            asked.keep.mkdir(parents=True, exist_ok=True)
            for name, (_, after) in done.items():
                (asked.keep / f"{name}.xlsx").write_bytes(after)
    print(f"{len(done)} workbooks returned, {wrong} with a difference")
    return int(wrong > 0)


def _books(folder: Path, modules: Path | None) -> Iterator[tuple[str, bytes]]:
    made = [
        *sources.by_openpyxl(),
        *sources.by_xlsxwriter(),
        *sources.by_exceljs(folder / "exceljs", modules),
    ]
    yield from made
    try:
        for suffix in ("xlsx", "ods", "xls"):
            chosen = [
                each for each in made if "rich" in each[0] or "comments" in each[0] or "merged" in each[0]
            ]
            files = []
            for name, content in chosen:
                files.append(folder / f"{name}.xlsx")
                files[-1].write_bytes(content)
            for (name, _), file in zip(chosen, save(files, suffix, folder / f"lo-{suffix}"), strict=True):
                yield f"libreoffice-{suffix}-{name}", file.read_bytes()
    except Unsaved as error:
        print(error)
    for file in sorted((ROOT / "tests" / "cases").rglob("*")):
        if file.suffix in (".xlsx", ".xlsm", ".xls", ".ods", ".xlsb", ".csv"):
            yield str(file.relative_to(ROOT / "tests" / "cases")).replace("/", "-"), file.read_bytes()


def trial(content: bytes) -> tuple[bytes, bytes, list[str]]:
    """Return a workbook, the same as an .xlsx if it was none, with marks, and what else has changed. Raises FileRefused."""
    kind = format_of(content)
    faults: list[str] = []
    sheets = list(read(content))  # what we refuse may end calamine, and with it this process
    if kind != "xlsx":
        content, names = rebuilt(sheets)
        faults += _rebuilt_wrongly(sheets, content, names)
    names = [name for name, _ in _sheets(content)][:2]
    marks: dict[tuple[str, int, int], str] = {
        (name, row, column): f"【退回：须改正】第{row}行" for name in names[:1] for row, column in CELLS
    }
    told = [
        Told("须改正", f"{sheet}", "错了", "为什么", "怎样改", (sheet, row, max(column, 0)))
        for sheet, row, column in marks
    ]
    slip = Slip("退回单", ["第1次退回"], told, Round(1, ("0" * 16,)))
    done = returned(content, marks, slip)
    faults += [
        *_parts(content, done.content, names[0] if names else ""),
        *_values(content, done.content, marks),
    ]
    again = returned(done.content, {}, slip._replace(round=Round(2, ("1" * 16, "0" * 16))), "退回单")
    faults += [f"the second time: {each}" for each in _marks_left(again.content)]
    return content, done.content, faults


def _sheets(content: bytes) -> list[tuple[str, str]]:
    """The worksheets of a package and their parts."""
    with ZipFile(io.BytesIO(content)) as package:
        names = {each.lower(): each for each in package.namelist()}
        main = next((each for each in names.values() if each.lower().endswith("/workbook.xml")), "")
        if not main:
            return []
        folder = main.rpartition("/")[0]
        rels = names.get(f"{folder}/_rels/workbook.xml.rels".lower().lstrip("/"), "")
        if not rels:
            return []
        targets = {
            each.get("Id"): each.get("Target", "")
            for each in etree.fromstring(package.read(rels))
            if each.get("Type", "").endswith("/worksheet")
        }
        found = []
        for each in etree.fromstring(package.read(main)).iter("{*}sheet"):
            ids = [value for key, value in each.attrib.items() if key.endswith("}id")]
            if ids and ids[0] in targets:
                target = targets[ids[0]].replace("\\", "/")
                part = target.lstrip("/") if target.startswith(("/", "xl/")) else f"{folder}/{target}"
                found.append((each.get("name", ""), names.get(part.lower(), part)))
        return found


def _parts(before: bytes, after: bytes, sheet: str) -> Iterator[str]:
    """What has changed part by part that was not to change."""
    with ZipFile(io.BytesIO(before)) as one, ZipFile(io.BytesIO(after)) as two:
        old, new = set(one.namelist()), set(two.namelist())
        concerned = dict(_sheets(before)).get(sheet, "")
        # Book/ is where one of the cases has its parts
        beside = (
            "comments",
            "vmldrawing",
            "content_types",
            "workbook.xml",
            "styles.xml",
            "app.xml",
            ".rels",
            "book/",
        )
        yield from (f"{each} is gone" for each in old - new)
        for each in new - old:
            if not any(word in each.lower() for word in (*beside, "worksheets/sheet")):
                yield f"{each} was added"
        for each in old & new:
            if one.read(each) == two.read(each):
                continue
            if each == concerned:
                yield from _sheet(one.read(each), two.read(each))
            elif not any(word in each.lower() for word in beside):
                yield f"{each} has changed"
        for each in new:
            if each.lower().endswith((".xml", ".rels")) and not (
                each in old and one.read(each) == two.read(each)
            ):
                try:
                    etree.fromstring(two.read(each))
                except etree.XMLSyntaxError as error:
                    yield f"{each}: {error}"


def _sheet(before: bytes, after: bytes) -> Iterator[str]:
    """Whether a sheet differs in more than formats, cells that are empty, and the name of its comments."""
    one, two = (_bare(etree.fromstring(each)) for each in (before, after))
    if one != two:
        at = next(
            (place for place, (left, right) in enumerate(zip(one, two, strict=False)) if left != right), -1
        )
        yield f"the sheet has changed: {one[at - 60 : at + 60]!r} {two[at - 60 : at + 60]!r}"


def _bare(root: etree._Element) -> bytes:
    for each in [*root.iter("{*}c")]:
        each.attrib.pop("s", None)
        if not len(each) and not (each.text or "").strip():
            each.getparent().remove(each)
    for row in [*root.iter("{*}row")]:
        row.attrib.pop("spans", None)
        if not len(row) and set(row.attrib) <= {"r"}:
            row.getparent().remove(row)
        row.text = row.tail = None
    for each in [*root.iter("{*}legacyDrawing")]:
        each.getparent().remove(each)
    for data in root.iter("{*}sheetData"):
        data.text = None
    etree.cleanup_namespaces(root)
    return etree.tostring(root, method="c14n2")


def _values(before: bytes, after: bytes, marks: Marks) -> Iterator[str]:
    """Whether calamine and openpyxl read the same, and the marks are there."""
    yield from _read_by(_calamine, before, after, "calamine")
    yield from _read_by(_openpyxl, before, after, "openpyxl")
    try:
        book = openpyxl.load_workbook(io.BytesIO(after))
    except Exception:
        return
    for sheet, row, column in marks:
        if column < 0 or sheet not in book.sheetnames:
            continue
        cell = book[sheet].cell(row, column + 1)
        address = f"{column_letters(column)}{row}"
        if type(cell).__name__ != "MergedCell" and (cell.comment is None or cell.fill.patternType != "solid"):
            yield f"{sheet} {address} is not marked"


def _read_by(reader: Any, before: bytes, after: bytes, name: str) -> Iterator[str]:
    one = reader(before)
    if one is None:
        return
    two = reader(after)
    if two is None:
        yield f"{name} cannot open it"
        return
    for sheet, cells in one.items():
        if two.get(sheet) != cells:
            yield f"{name} reads {sheet} otherwise: {set(two.get(sheet, {}).items()) ^ set(cells.items())}"[
                :300
            ]
    if (added := [each for each in two if each not in one]) and len(added) > 1:
        yield f"{name} sees {added}"


def _calamine(content: bytes) -> dict[str, dict[tuple[int, int], str]] | None:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = {name: book.get_sheet_by_name(name) for name in book.sheet_names}
        return {name: _cells(each.to_python(), *(each.start or (0, 0))) for name, each in sheets.items()}
    except (CalamineError, OSError, ValueError, BadZipFile):
        return None
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            return None
        raise


def _openpyxl(content: bytes) -> dict[str, dict[tuple[int, int], str]] | None:
    try:
        books = [openpyxl.load_workbook(io.BytesIO(content), data_only=each) for each in (True, False)]
    except Exception:
        return None
    found = {}
    for sheet in books[0].worksheets:
        values, formulas = (_there(each[sheet.title]) for each in books)
        more = {
            (-1, 0): repr([str(each) for each in sorted(map(str, sheet.merged_cells.ranges))]),
            (-1, 1): repr(sorted(str(each.sqref) for each in sheet.data_validations.dataValidation)),
            (-1, 2): repr(sorted(str(each.sqref) for each in sheet.conditional_formatting)),
            (-1, 3): repr(
                (sheet.protection.sheet, sheet.auto_filter.ref, sheet.sheet_state, sheet.freeze_panes)
            ),
            (-1, 4): repr(sorted((name, each.attr_text) for name, each in sheet.defined_names.items())),
        }
        found[sheet.title] = (
            values | {(row, -2 - column): cell for (row, column), cell in formulas.items()} | more
        )
    return found


def _there(sheet: Any) -> dict[tuple[int, int], str]:
    """The cells of a sheet of openpyxl's that hold something; to go through its rows would make all that lie between."""
    values = {at: cell.value for at, cell in sheet._cells.items()}
    return {
        at: repr(getattr(value, "text", value)) for at, value in values.items() if value not in ("", None)
    }


def _cells(rows: Any, top: int = 0, left: int = 0) -> dict[tuple[int, int], str]:
    return {
        (row, column): repr(getattr(cell, "text", cell))
        for row, cells in enumerate(rows, top)
        for column, cell in enumerate(cells, left)
        if cell not in ("", None)
    }


def _marks_left(content: bytes) -> Iterator[str]:
    """Marks of the first time that are there the second."""
    try:
        book = openpyxl.load_workbook(io.BytesIO(content))
    except Exception:
        return
    for sheet in book.worksheets:
        for cell in sheet._cells.values() if sheet.title != "退回单" else ():
            if cell.comment and "退回" in cell.comment.text:
                yield f"{sheet.title} {cell.coordinate} has its old note"
            if getattr(cell.fill.fgColor, "rgb", "") in ("FFFFD28A", "FFA61C1C"):
                yield f"{sheet.title} {cell.coordinate} has its old fill"


def _rebuilt_wrongly(sheets: Any, content: bytes, names: Mapping[str, str]) -> Iterator[str]:
    """Where our reader reads something else in the .xlsx that was made of another format."""
    again = {each.name: each for each in read(content, alone=True)}
    for sheet in sheets:
        made = again[names[sheet.name]]
        one, two = (_cells([[_plain(cell) for cell in row] for row in each.rows]) for each in (sheet, made))
        if one != two:
            yield f"rebuilt otherwise: {set(one.items()) ^ set(two.items())}"[:300]
        if {row for row in sheet.hidden_rows if row < len(sheet.rows)} != set(
            made.hidden_rows
        ) or sheet.hidden != made.hidden:
            yield "rebuilt: other rows are hidden"


def _plain(cell: Any) -> Any:
    if isinstance(cell, int) and not isinstance(cell, bool):
        return float(cell)
    return cell.replace("\r\n", "\n") if isinstance(cell, str) else cell


def _libreoffice(done: Mapping[str, tuple[bytes, bytes]], folder: Path) -> int:
    """Save what was there and what became of it by LibreOffice, and compare these."""
    wrong = 0
    chosen = [(name, pair) for name, pair in done.items() if _calamine(pair[0])][:MOST_SAVED]
    files = []
    for number, (_, pair) in enumerate(chosen):
        for which, content in enumerate(pair):
            files.append(folder / f"{number:03}-{which}.xlsx")
            files[-1].write_bytes(content)
    for at in range(0, len(chosen), 20):
        saved = save(files[2 * at : 2 * at + 40], "ods", folder / f"compared-{at}")
        for (name, _), one, two in zip(chosen[at : at + 20], saved[::2], saved[1::2], strict=True):
            for fault in _read_by(_calamine, one.read_bytes(), two.read_bytes(), "LibreOffice"):
                print(f"bad {name}: {fault}")
                wrong += 1
    return wrong


if __name__ == "__main__":
    sys.exit(main())
