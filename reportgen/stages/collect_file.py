"""One departmental file -> the rows of its tables, typed, and what is wrong with it. Knows nothing of other files."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from reportgen.model import (
    Cell,
    Entry,
    Field,
    FileRefused,
    Finding,
    Kind,
    Place,
    Problem,
    Sheet,
    TypedTable,
    Value,
)
from reportgen.rules import finding
from reportgen.stages.sender import Seen, department_of, year_of
from reportgen.tables.headers import Vocabulary, vocabulary
from reportgen.tables.recognise import Table, recognise
from reportgen.tables.totals import wrong_totals
from reportgen.values import cell as values
from reportgen.values.cell import Setting
from reportgen.values.column import Column
from reportgen.workbook import read as workbook
from reportgen.workspace.incoming import WORKBOOKS, Incoming

_OTHERS = dict.fromkeys((".doc", ".docx", ".wps", ".txt", ".rtf", ".md"), "文字文件")
_OTHERS |= dict.fromkeys((".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".ofd"), "扫描件或图片")
_OTHERS |= dict.fromkeys((".zip", ".rar", ".7z"), "压缩包")
# sheets that go along with a form and hold no data
_BESIDES = re.compile("(填表|填报|使用)?说明|填表须知")
_PERHAPS_BESIDES = re.compile("选项|字典|下拉(选项|列表)?|目录|封面")


class Taken(NamedTuple):
    """A file's entry in the ledger, its tables, and what is wrong, each with the raw text."""

    workbook: Entry
    tables: list[TypedTable]
    problems: list[Problem]


@dataclass(slots=True)
class Reader:
    """What is needed to read any file: the kinds, their departments, and the profile's digest.

    It remembers between files what headers and cells came to; a reader is not shared between threads.
    """

    kinds: Mapping[str, Kind]
    departments: Sequence[str]
    profile: str
    words: Vocabulary = field(init=False)
    _columns: dict[tuple[str, str, Setting], Column] = field(default_factory=dict)
    _alike: dict[object, Column] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.words = vocabulary(self.kinds)

    def column(self, kind: Kind, name: str, setting: Setting) -> Column:
        """Return what converts a field's cells: one for all fields whose cells come to the same."""
        key = (kind.name, name, setting)
        if key not in self._columns:
            declared = kind.fields[name]
            alike = (declared.converts_as, setting)
            self._columns[key] = self._alike.setdefault(alike, Column(declared, setting))
        return self._columns[key]

    def unused(self) -> Reader:
        """Return a reader of the same that remembers nothing yet."""
        return Reader(self.kinds, self.departments, self.profile)


def take(reader: Reader, file: Incoming, asked_year: int | None, *, alone: bool = False) -> Taken:
    """Read a file; `asked_year` is the --year given. `alone` as for `workbook.read`, whose Dangerous passes through."""
    try:
        content = file.read()
        file.name.encode()
    except FileRefused as error:
        return _refuse(reader, file, str(error))
    except OSError:
        return _refuse(reader, file, "文件读不了；请检查权限")
    except UnicodeEncodeError:
        return _refuse(reader, replace(file, name=file.storable_name), "文件名不是 UTF-8 编码；请改名")
    digest = hashlib.sha256(content).hexdigest()
    year = file.year or asked_year
    entry = Entry(file.name, year or 0, file.department, digest, len(content), reader.profile)
    if file.loose:
        unknown = finding(
            "FIL003", "不在年度文件夹里，没有读；是报送的表，请移进如“2023/部门名/”的文件夹", Place(file.name)
        )
        return Taken(replace(entry, year=0, refused=unknown.message), [], [(unknown, "")])
    if refusal := _no_workbook(file, content):
        return Taken(replace(entry, refused=refusal.message), [], [(refusal, "")])
    seen: list[Seen] = []
    tables: list[TypedTable] = []
    problems: list[Problem] = []
    empty = True
    try:
        for sheet in workbook.read(content, alone=alone):
            empty = empty and not any(cell != "" for row in sheet.rows for cell in row)
            for table in _tables(reader, sheet, file.name, seen, problems):
                tables.append(
                    _fill(reader, sheet, table, file.name, year or table.titled_year, tables, problems)
                )
                table.forget_rows()
                seen.append((sheet.name, table))
    except FileRefused as error:
        return _refuse(reader, file, str(error), digest, len(content))
    if empty:
        return _refuse(
            reader,
            file,
            "工作簿里一个字也没有；确实没有要报的，请交一张有表头、写着“无”的表",
            digest,
            len(content),
        )
    if not seen and not problems:
        reason = "工作簿里只有说明、目录一类的表，没有要报的表；请补上"
        return _refuse(reader, file, reason, digest, len(content))
    year, wrong = year_of(file, asked_year, seen)
    department, homeless = department_of(file, reader.departments, seen)
    problems += [(each, "") for each in (*wrong, *homeless)]
    for name, table in seen:
        owners = table.kind.owners
        if owners and department and department not in owners:
            message = f"《{table.kind.title}》应由{'、'.join(owners)}报送，这里是{department}报送的"
            problems.append((finding("OWE002", message, Place(file.name, name)), ""))
    refused = ""
    if year is None or not department:
        refused = next(each.message for each in (*wrong, *homeless))
    entry = replace(entry, year=year or 0, department=department, refused=refused)
    return Taken(entry, [] if refused else tables, problems)


def refuse(reader: Reader, file: Incoming, reason: str) -> Taken:
    """Return the entry of a file that nothing can be read from, with the reason in Chinese."""
    try:
        content = file.read()
    except (OSError, FileRefused):
        return _refuse(reader, file, reason)
    return _refuse(reader, file, reason, hashlib.sha256(content).hexdigest(), len(content))


def _refuse(reader: Reader, file: Incoming, reason: str, digest: str = "", size: int = 0) -> Taken:
    entry = Entry(file.name, file.year or 0, file.department, digest, size, reader.profile, reason)
    return Taken(entry, [], [(finding("FIL001", reason, Place(file.name)), "")])


def _no_workbook(file: Incoming, content: bytes) -> Finding | None:
    """What is wrong with a file whose suffix is no workbook's, unless its bytes are one's."""
    suffix = "." + file.name.rpartition(".")[2].lower()
    if suffix in WORKBOOKS:
        return None
    try:
        if workbook.format_of(content) != "csv":
            return None
    except FileRefused:
        pass
    return finding("FIL005", f"{_OTHERS.get(suffix, '不是工作簿的文件')}，没有读", Place(file.name))


def _tables(
    reader: Reader, sheet: Sheet, name: str, seen: Sequence[Seen], problems: list[Problem]
) -> list[Table]:
    """The tables of a sheet; what is wrong with it joins the problems."""
    if _BESIDES.fullmatch(sheet.name.strip()):
        return []
    found = recognise(sheet, reader.words, name, seen[-1][1] if seen else None)
    if found.strange and _PERHAPS_BESIDES.fullmatch(sheet.name.strip()):
        return []
    problems.extend(found.findings)
    if found.tables and sheet.hidden:
        problems.append((finding("TAB007", "这张表是隐藏的，也收进了底账", Place(name, sheet.name)), ""))
    for table in found.tables:
        problems.extend((each, "") for each in _hidden(sheet, table, name))
    return found.tables


def _hidden(sheet: Sheet, table: Table, name: str) -> Iterator[Finding]:
    """The hidden rows and columns that hold data of a table: one finding each."""
    rows = sorted(set(sheet.hidden_rows) & set(table.rows)) if sheet.hidden_rows else []
    if rows:
        message = f"有{len(rows)}行数据是隐藏的，也收进了底账"
        yield finding("TAB010", message, Place(name, sheet.name, rows[0] + 1))
    columns = [each for each in table.columns.items() if each[1] in sheet.hidden_columns]
    if columns and table.rows:
        message = f"隐藏的列也收进了底账：{'、'.join(each for each, _ in columns)}"
        place = Place(name, sheet.name, max(table.header, 0) + 1, columns[0][1])
        yield finding("TAB010", message, place)


def _fill(
    reader: Reader, sheet: Sheet, table: Table, name: str, year: int | None,
    earlier: Sequence[TypedTable], problems: list[Problem],
) -> TypedTable:  # fmt: skip
    """The typed rows of a table; the cells that could not be taken join the problems. `earlier` are the tables of the
    workbook before it, which a total may count in.
    """
    rows = table.rows
    numbers = range(rows.start + 1, rows.stop + 1) if isinstance(rows, range) else [row + 1 for row in rows]
    odd = bool(sheet.unread or table.body.merged or table.body.signs)
    percent = None if sheet.percents is None else False
    filled: dict[str, Sequence[Value]] = {}
    raws: dict[str, str] = {}
    for field_name, column in table.columns.items():
        declared = table.kind.fields[field_name]
        cells = table.body.column(column, table.rows)
        setting = Setting(year, sheet.date1904, table.units.get(field_name, ""), percent)
        percents: Sequence[int] = ()
        if sheet.percents:
            percents = [at for at, index in enumerate(table.rows) if (index, column) in sheet.percents]
        found = reader.column(table.kind, field_name, setting).convert(cells, percents)
        filled[field_name] = found.values
        if found.raws:
            raws[field_name] = _kept(numbers, found.raws)
        special = _special(sheet, table, column) if odd else {}
        if not (found.faults or special):
            continue
        faults = {
            table.rows[at]: (fault.code, _sentence(field_name, declared, cells[at], fault))
            for at, fault in found.faults
        }
        kept = dict(found.raws)
        stored = list(found.values)
        place_of = {index: at for at, index in enumerate(table.rows)} if special else {}
        for index, (code, words) in special.items():
            if code:
                stored[place_of[index]] = None
                kept.pop(place_of[index], None)
                faults[index] = (code, f"{field_name}{words}")
            elif index not in faults:
                kept[place_of[index]] = words
        filled[field_name] = stored
        if kept:
            raws[field_name] = _kept(numbers, kept)
        for index in sorted(faults):
            code, message = faults[index]
            place = Place(name, sheet.name, index + 1, column)
            raw = sheet.unread.get((index, column)) or str(sheet.rows[index][column])
            problems.append((finding(code, message, place), raw))
    problems.extend(wrong_totals(sheet, table, filled, earlier, name))
    return TypedTable(
        table.kind.name, sheet.name, table.columns, numbers, list(filled.values()), table.header + 1, table.end,
        table.unknown, raws,
    )  # fmt: skip


def _special(sheet: Sheet, table: Table, column: int) -> dict[int, tuple[str, str]]:
    """The rows where a column's cell is not what it looks like: a finding's code and words; or no code, and the
    sign, as JSON, in whose place the cell above is read.
    """
    found: dict[int, tuple[str, str]] = {}
    body = table.body
    rows = set(table.rows)
    for row, at in body.signs:
        if at == column and row in rows:
            found[row] = ("", json.dumps(body.signs[row, at], ensure_ascii=False))
    for row, at in body.merged:
        if at == column and row in rows:
            found[row] = ("CEL008", "与上面的格子合并在一起")
    for (row, at), seen in sheet.unread.items():
        if at == column and row in rows:
            found[row] = ("CEL007", f"里是{seen}")
    return found


def _kept(numbers: Sequence[int], raws: Mapping[int, str]) -> str:
    """The raw texts of a column, which are JSON strings, as one JSON object by row number."""
    return "{" + ",".join([f'"{numbers[at]}":{raws[at]}' for at in sorted(raws)]) + "}"


def _sentence(field_name: str, declared: Field, raw: Cell, fault: values.Fault) -> str:
    """The complaint about a cell; the value of a personal field is not shown."""
    if fault.code == "CEL002":
        return f"{field_name}{fault}"
    seen = values.CONTROL.sub("�", values.shown(raw))
    return f"{field_name}{'' if declared.personal else f'“{seen}”'}{fault}"
