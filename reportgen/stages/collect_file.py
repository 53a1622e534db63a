"""One departmental file -> the rows of its tables, typed, and what is wrong with it. Knows nothing of other files."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from reportgen.aliases import ANY, Alias, known
from reportgen.ledger.reading import FEWER
from reportgen.model import Entry, FileRefused, Finding, Kind, Place, Problem, Sheet, TypedTable
from reportgen.prose.spans import TOWNS
from reportgen.rules import finding
from reportgen.stages.sender import Seen, department_of, doubts_of, year_of
from reportgen.tables.account import accounts, all_filled, is_beside
from reportgen.tables.headers import Vocabulary, vocabulary
from reportgen.tables.looks import strange_looks
from reportgen.tables.noted import noted
from reportgen.tables.recognise import recognise
from reportgen.tables.typed import Columns, typed_table
from reportgen.workbook.notes import CELL_PICTURE, CHART, NOT_CALCULATED
from reportgen.workbook.read import format_of, read
from reportgen.workbook.slip import Count, Round, round_of
from reportgen.workspace.arrivals import WORKBOOKS
from reportgen.workspace.incoming import Incoming

_OTHERS = dict.fromkeys((".doc", ".docx", ".wps", ".txt", ".rtf", ".md"), "文字文件")
_OTHERS |= dict.fromkeys((".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".ofd"), "扫描件或图片")
_OTHERS |= dict.fromkeys((".zip", ".rar", ".7z"), "压缩包")
_LOOSE = "不在年度文件夹里，没有读；是报送的表，请移进如“2023/部门名/”的文件夹"
_EMPTY = "工作簿里一个字也没有；确实没有要报的，请交一张有表头、写着“无”的表"
_NOTHING_OWED = "工作簿里只有说明、目录一类的表，没有要报的表；请补上"


class Taken(NamedTuple):
    """A file's entry in the ledger, its tables, and what is wrong."""

    entry: Entry
    tables: Sequence[TypedTable] = ()
    problems: Sequence[Problem] = ()


@dataclass(slots=True)
class Reader:
    """What is needed to read any file: the kinds, their departments with these' other names, the profile's digest, and the
    unit that reports, `beside` the bodies of its county.

    It remembers between files what headers and cells came to; a reader is not shared between threads.
    """

    kinds: Mapping[str, Kind]
    departments: Sequence[str]
    profile: str
    unit: str = ""
    aliases: Sequence[Alias] = ()
    beside: frozenset[str] = frozenset()
    words: Vocabulary = field(init=False)
    columns: Columns = field(init=False, default_factory=Columns)

    def __post_init__(self) -> None:
        self.words = vocabulary(self.kinds)

    def unused(self) -> Reader:
        """Return a reader of the same that remembers nothing yet."""
        return Reader(self.kinds, self.departments, self.profile, self.unit, self.aliases, self.beside)

    @property
    def towns(self) -> frozenset[str]:
        """The departments that are towns."""
        return frozenset(name for name in self.departments if name.endswith(TOWNS))

    def names(self, year: int) -> Mapping[str, str]:
        """Return the names that mean a department in a year, or in any, each with the department's own."""
        return known(tuple(self.departments), tuple(self.aliases), year)


class _Read(NamedTuple):
    """What the sheets of a workbook hold; `beside` counts the cells, by class, of those without a table, and `empty` says
    why nothing is read, where there is not one filled cell. `answers` is the round of a returned file that has come back.
    """

    tables: Sequence[TypedTable]
    seen: Sequence[Seen]
    problems: Sequence[Problem]
    beside: Mapping[str, Mapping[str, int]]
    empty: str
    answers: Round | None = None


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
    department, homeless = department_of(file, reader.names, found.seen, year or ANY)
    senders = [*wrong, *homeless, *_not_theirs(found.seen, department, file.name, year or ANY)]
    entry = replace(entry, year=year or 0, department=department, beside=found.beside, answers=found.answers.answer if found.answers else "")  # fmt: skip
    problems = [*found.problems, *_fewer(found, file.name), *map(Problem, senders), *doubts_of(file, year or 0, found.seen, reader.unit, reader.beside or reader.towns)]  # fmt: skip
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
    if file.aside:
        message = f"在“{file.aside}”里，没有读"
        return finding("FIL011", message, Place(file.name), department=file.department)
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
    what = _OTHERS.get(suffix, "不是工作簿的文件")
    fix = "解压后把里面的表放进来件夹，或请部门改压成 .zip。" if what == "压缩包" else ""
    return finding("FIL005", f"{what}，没有读", Place(file.name), fix=fix)


def _read(reader: Reader, content: bytes, name: str, year: int | None, *, alone: bool) -> _Read:
    """Recognise and type the tables of each sheet, in their order. Raises FileRefused, Dangerous."""
    tables, seen = list[TypedTable](), list[Seen]()
    problems: list[Problem] = []
    beside: dict[str, Mapping[str, int]] = {}
    filled, held, answers = False, list[str](), None
    for sheet in read(content, alone=alone):
        if any(cell != "" for line in sheet.columns or sheet.rows for cell in line):
            filled = True
        elif unreadable := _held(sheet):
            held.append(unreadable)
            problems += map(Problem, _left_out(sheet.name, unreadable, name))
        if (answer := round_of(sheet)) or is_beside(sheet.name):
            answers = answer or answers
            beside[sheet.name] = {"note": all_filled(sheet)}
            continue
        found = recognise(sheet, reader.words, name, seen[-1][1] if seen else None)
        if is_beside(sheet.name, strange=found.strange):
            beside[sheet.name] = {"note": all_filled(sheet)}
            continue
        counted, beside[sheet.name] = accounts(sheet, found)
        problems += [Problem(each, kind=kind) for each, kind in found.findings]
        problems += map(Problem, strange_looks(sheet, found.tables, name))
        problems += [Problem(each) for table in found.tables for each in noted(sheet, table, name)]
        for table, account in zip(found.tables, counted, strict=True):
            titled = year or table.titled_year
            typed, wrong = typed_table(reader.columns, sheet, table, name, titled, tables, account)
            tables.append(typed)
            problems += wrong
            table.forget_rows()
            seen.append((sheet.name, table))
    beside = {each: cells for each, cells in beside.items() if cells}
    return _Read(tables, seen, problems, beside, "" if filled else _empty(held), answers)


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


def _fewer(found: _Read, file: str) -> Iterator[Problem]:
    """The sheets of a returned file that has come back with clearly fewer rows than it was returned with. One that is not
    there may be called otherwise now; its name is the problem's raw text, since it may still count in the file returned.
    """
    counts = found.answers.counts if found.answers else ()
    now = Counter[str]()
    for table in found.tables:
        now[table.sheet] += len(table.numbers)
    there = {*now, *(each.finding.place.sheet for each in found.problems)}
    others = sum(now.values()) - sum(now[each.sheet] for each in counts)
    for each in counts:
        if each.sheet in there:
            if _clearly_less(now[each.sheet], each):
                message = f"这张表原来{each.rows}行，交回{now[each.sheet]}行"
                yield Problem(finding(FEWER, message, Place(file, each.sheet)))
        elif _clearly_less(others, each):
            message = f"“{each.sheet}”原来{each.rows}行，交回的文件里没有这张表"
            yield Problem(finding(FEWER, message, Place(file)), each.sheet)
        else:
            others -= each.rows


def _clearly_less(rows: int, before: Count) -> bool:
    return 5 * rows < 4 * (before.rows - before.spare)


def _not_theirs(seen: Sequence[Seen], department: str, file: str, year: int) -> Iterator[Finding]:
    """The tables that another department owes."""
    for sheet, table in seen:
        owners = table.kind.owed_in(year)
        if owners and department and department not in owners:
            message = f"《{table.kind.title}》应由{'、'.join(owners)}报送，这里是{department}报送的"
            yield finding("OWE002", message, Place(file, sheet))
        elif department and not owners and (lacking := table.kind.spared_in(year)):
            message = f"按设置，这个单位没有{'、'.join(lacking)}，不报《{table.kind.title}》，这里有{department}报送的一张"
            fix = "核对是否放错了文件夹；确有这个部门的，改设置 bodies 里这个单位的 departments、without"
            yield finding("OWE002", message, Place(file, sheet), fix=fix)
