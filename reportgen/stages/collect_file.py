"""One departmental file -> the rows of its tables, typed, and what is wrong with it. Knows nothing of other files."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reportgen.model import Entry, FileRefused, Finding, Kind, Place, Problem, Sheet, TypedTable
from reportgen.rules import finding
from reportgen.stages.sender import Seen, department_of, year_of
from reportgen.tables.headers import Vocabulary, vocabulary
from reportgen.tables.recognise import Table, recognise
from reportgen.tables.typed import Columns, typed_table
from reportgen.workbook.notes import CELL_PICTURE, CHART, NOT_CALCULATED
from reportgen.workbook.read import format_of, read
from reportgen.workspace.incoming import WORKBOOKS, Incoming

_OTHERS = dict.fromkeys((".doc", ".docx", ".wps", ".txt", ".rtf", ".md"), "文字文件")
_OTHERS |= dict.fromkeys((".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".ofd"), "扫描件或图片")
_OTHERS |= dict.fromkeys((".zip", ".rar", ".7z"), "压缩包")
# sheets that go along with a form and hold no data
_BESIDES = re.compile("(填表|填报|使用)?说明|填表须知")
_PERHAPS_BESIDES = re.compile("选项|字典|下拉(选项|列表)?|目录|封面")
_LOOSE = "不在年度文件夹里，没有读；是报送的表，请移进如“2023/部门名/”的文件夹"
_EMPTY = "工作簿里一个字也没有；确实没有要报的，请交一张有表头、写着“无”的表"
_NOTHING_OWED = "工作簿里只有说明、目录一类的表，没有要报的表；请补上"


@dataclass(frozen=True, slots=True)
class Taken:
    """A file's entry in the ledger, its tables, and what is wrong."""

    entry: Entry
    tables: Sequence[TypedTable] = ()
    problems: Sequence[Problem] = ()


@dataclass(slots=True)
class Reader:
    """What is needed to read any file: the kinds, their departments, and the profile's digest.

    It remembers between files what headers and cells came to; a reader is not shared between threads.
    """

    kinds: Mapping[str, Kind]
    departments: Sequence[str]
    profile: str
    words: Vocabulary = field(init=False)
    columns: Columns = field(init=False, default_factory=Columns)

    def __post_init__(self) -> None:
        self.words = vocabulary(self.kinds)

    def unused(self) -> Reader:
        """Return a reader of the same that remembers nothing yet."""
        return Reader(self.kinds, self.departments, self.profile)


@dataclass(frozen=True, slots=True)
class _Read:
    """What the sheets of a workbook hold; `empty` says why nothing is read of it, where there is not one filled cell."""

    tables: Sequence[TypedTable]
    seen: Sequence[Seen]
    problems: Sequence[Problem]
    empty: str


def collect_file(reader: Reader, file: Incoming, asked_year: int | None, *, alone: bool = False) -> Taken:
    """Read a file; `asked_year` is the --year given. `alone` as for `workbook.read`, whose Dangerous passes through."""
    year = file.year or asked_year
    entry = Entry(file.storable_name, year or 0, file.department, profile=reader.profile)
    try:
        content = _content(file)
        entry = replace(entry, sha256=hashlib.sha256(content).hexdigest(), size=len(content))
        if refused := _not_to_be_read(file, content):
            return _refused(entry, refused)
        found = _read(reader, content, file.name, year, alone=alone)
    except FileRefused as error:
        return _refused(entry, finding("FIL001", str(error), Place(entry.file)))
    if found.empty or not (found.seen or found.problems):
        return _refused(entry, finding("FIL001", found.empty or _NOTHING_OWED, Place(entry.file)))
    year, wrong = year_of(file, asked_year, found.seen)
    department, homeless = department_of(file, reader.departments, found.seen)
    senders = [*wrong, *homeless, *_not_theirs(found.seen, department, file.name)]
    entry = replace(entry, year=year or 0, department=department)
    problems = [*found.problems, *map(Problem, senders)]
    if year is None or not department:
        return Taken(replace(entry, refused=senders[0].message), (), problems)
    return Taken(entry, found.tables, problems)


def refuse(reader: Reader, file: Incoming, reason: str) -> Taken:
    """Return the entry of a file that nothing can be read from, with the reason in Chinese."""
    entry = Entry(file.storable_name, file.year or 0, file.department, profile=reader.profile)
    try:
        content = file.read()
        entry = replace(entry, sha256=hashlib.sha256(content).hexdigest(), size=len(content))
    except (OSError, FileRefused):
        pass
    return _refused(entry, finding("FIL001", reason, Place(entry.file)))


def _refused(entry: Entry, refused: Finding) -> Taken:
    return Taken(replace(entry, refused=refused.message), (), [Problem(refused)])


def _content(file: Incoming) -> bytes:
    """The bytes of a file that the ledger can name. Raises FileRefused."""
    try:
        content = file.read()
        file.name.encode()
    except OSError:
        raise FileRefused("文件读不了；请检查权限") from None
    except UnicodeEncodeError:
        raise FileRefused("文件名不是 UTF-8 编码；请改名") from None
    return content


def _not_to_be_read(file: Incoming, content: bytes) -> Finding | None:
    """Why a file is not to be read: it lies beside the years' folders, or is no workbook by its suffix and bytes."""
    if file.loose:
        return finding("FIL003", _LOOSE, Place(file.name))
    suffix = "." + file.name.rpartition(".")[2].lower()
    if suffix in WORKBOOKS:
        return None
    try:
        if format_of(content) != "csv":
            return None
    except FileRefused:
        pass
    return finding("FIL005", f"{_OTHERS.get(suffix, '不是工作簿的文件')}，没有读", Place(file.name))


def _read(reader: Reader, content: bytes, name: str, year: int | None, *, alone: bool) -> _Read:
    """Recognise and type the tables of each sheet, in their order. Raises FileRefused, Dangerous."""
    tables: list[TypedTable] = []
    seen: list[Seen] = []
    problems: list[Problem] = []
    filled, held = False, list[str]()
    for sheet in read(content, alone=alone):
        if any(cell != "" for row in sheet.rows for cell in row):
            filled = True
        elif unreadable := _held(sheet):
            held.append(unreadable)
            problems += map(Problem, _left_out(sheet.name, unreadable, name))
        if _BESIDES.fullmatch(sheet.name.strip()):
            continue
        found = recognise(sheet, reader.words, name, seen[-1][1] if seen else None)
        if found.strange and _PERHAPS_BESIDES.fullmatch(sheet.name.strip()):
            continue
        problems += [Problem(each, kind=kind) for each, kind in found.findings]
        problems += map(Problem, _hidden(sheet, found.tables, name))
        for table in found.tables:
            typed, wrong = typed_table(reader.columns, sheet, table, name, year or table.titled_year, tables)
            tables.append(typed)
            problems += wrong
            table.forget_rows()
            seen.append((sheet.name, table))
    return _Read(tables, seen, problems, "" if filled else _empty(held))


def _held(sheet: Sheet) -> str:
    """What a sheet holds in which no cell has a value, in words."""
    seen = dict.fromkeys(sheet.unread.values())
    errors = [each for each in seen if each not in (NOT_CALCULATED, CELL_PICTURE)]
    words = [f"错误值（{'、'.join(errors[:3])}）"] if errors else []
    return "和".join([*words, *(each for each in seen if each not in errors), *filter(None, [sheet.holds])])


def _left_out(sheet: str, held: str, name: str) -> Iterator[Finding]:
    """That nothing of a sheet is read, unless it only draws what others hold."""
    if held != CHART:
        yield finding("TAB015", f"这张表里只有{held}，没有读", Place(name, sheet))


def _empty(held: Sequence[str]) -> str:
    """Why nothing can be read of a workbook without a filled cell."""
    if not held:
        return _EMPTY
    calculated = any("错误值" in each or NOT_CALCULATED in each for each in held)
    mend = "请改正公式，用 Excel 或 WPS 打开、保存一次" if calculated else "请把要报的内容填成表"
    return f"工作簿里只有{'和'.join(dict.fromkeys(held))}，没有能读的文字和数字；{mend}后再报送"


def _hidden(sheet: Sheet, tables: Sequence[Table], name: str) -> Iterator[Finding]:
    """What is hidden and holds data: the sheet, and one finding each for the rows and the columns of a table."""
    if tables and sheet.hidden:
        yield finding("TAB007", "这张表是隐藏的，也收进了底账", Place(name, sheet.name))
    for table in tables:
        rows = sorted(set(sheet.hidden_rows) & set(table.rows)) if sheet.hidden_rows else []
        if rows:
            message = f"有{len(rows)}行数据是隐藏的，也收进了底账"
            yield finding("TAB010", message, Place(name, sheet.name, rows[0] + 1))
        columns = [each for each in table.columns.items() if each[1] in sheet.hidden_columns]
        if columns and table.rows:
            message = f"隐藏的列也收进了底账：{'、'.join(each for each, _ in columns)}"
            place = Place(name, sheet.name, max(table.header, 0) + 1, columns[0][1])
            yield finding("TAB010", message, place)


def _not_theirs(seen: Sequence[Seen], department: str, file: str) -> Iterator[Finding]:
    """The tables that another department owes."""
    for sheet, table in seen:
        owners = table.kind.owners
        if owners and department and department not in owners:
            message = f"《{table.kind.title}》应由{'、'.join(owners)}报送，这里是{department}报送的"
            yield finding("OWE002", message, Place(file, sheet))
