"""Stage 1: workbooks and a profile -> rows in the ledger, and what could not be read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reportgen import recognise, values, workbook
from reportgen.declaration import did_you_mean
from reportgen.ledger import Filled, Ledger, Workbook
from reportgen.model import Cell, Field, Finding, Place, Profile, Sheet, Value
from reportgen.numerals import number_text
from reportgen.recognise import Table
from reportgen.rules import finding
from reportgen.workspace import Incoming

Problem = tuple[Finding, str]
_WORKBOOKS = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et", ".csv"}
_OTHERS = dict.fromkeys((".doc", ".docx", ".wps", ".txt", ".rtf", ".md"), "文字文件")
_OTHERS |= dict.fromkeys((".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".ofd"), "扫描件或图片")
_OTHERS |= dict.fromkeys((".zip", ".rar", ".7z"), "压缩包")
# sheets that go along with a form and hold no data
_BESIDES = re.compile("(填表|填报|使用)?说明|填表须知|选项|字典|下拉(选项|列表)?|目录|封面")
_UNRECOGNISED = {"TAB001", "TAB002", "TAB003", "TAB004"}


@dataclass(slots=True)
class Collected:
    """What one run of collect did; `refused` and `unrecognised` name file (and sheet) with the reason."""

    workbooks: int = 0
    sheets: int = 0
    rows: int = 0
    unchanged: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    unrecognised: list[tuple[str, str, str]] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)


def collect_files(
    ledger: Ledger, profile: Profile, files: Iterable[Incoming], *, unit: str = "", year: int | None = None
) -> Collected:
    """Read files into the ledger; one whose content and profile are as before is not read again.

    `year` is the one asked for. A bad workbook is remembered with its findings and stops none of the others.
    Raises LedgerError.
    """
    known = {each.file: each for each in ledger.workbooks()}
    words = recognise.vocabulary(profile.kinds)
    done = Collected()
    for file in files:
        try:
            content = file.path.read_bytes()
            file.name.encode()
        except (OSError, UnicodeEncodeError) as error:
            name = file.name.encode(errors="replace").decode()
            reason = (
                "文件名不是 UTF-8 编码；请改名"
                if isinstance(error, UnicodeError)
                else "文件读不了；请检查权限"
            )
            refusal = Workbook(name, file.year or 0, file.department, "", 0, profile.digest, reason)
            ledger.replace(refusal, [], [(finding("FIL001", reason, Place(name)), "")], unit)
            done.refused.append((name, reason))
            continue
        if year and file.year and year != file.year:
            done.refused.append((file.name, f"文件夹是{file.year}年，--year 却是{year}年，没有读"))
            continue
        digest = hashlib.sha256(content).hexdigest()
        before = known.get(file.name)
        if (
            before
            and (before.sha256, before.profile) == (digest, profile.digest)
            and year in (None, before.year)
        ):
            done.unchanged += 1
        else:
            _take(ledger, profile, words, file, content, digest, unit, year, done)
        workbook, problems = ledger.remembered(file.name)
        if workbook.refused:
            done.refused.append((file.name, workbook.refused))
        done.unrecognised += [
            (file.name, each.place.sheet, each.message) for each in problems if each.code in _UNRECOGNISED
        ]
    return done


def drop_missing(ledger: Ledger, names: Iterable[str], done: Collected) -> None:
    """Forget the workbooks of these names, whose files are gone, and note them. Raises LedgerError."""
    for name in names:
        ledger.drop(name)
        done.dropped.append(name)


def _take(
    ledger: Ledger,
    profile: Profile,
    words: recognise.Vocabulary,
    file: Incoming,
    content: bytes,
    digest: str,
    unit: str,
    asked_year: int | None,
    done: Collected,
) -> None:
    tables, problems, refused = _read(file, content, words)
    year, wrong_year = _year(file.name, file.year, asked_year, tables)
    department, wrong_department = _department(file.name, file.department, profile, tables)
    problems += [(each, "") for each in (*wrong_year, *wrong_department)]
    filled = []
    for sheet, table in tables:
        rows, wrong_cells = _fill(sheet, table, file.name)
        filled.append(
            Filled(table.kind.name, sheet.name, table.columns, rows, table.header + 1, table.unknown)
        )
        problems += wrong_cells
        if department not in table.kind.owners and table.kind.owners and department:
            message = (
                f"《{table.kind.title}》应由{'、'.join(table.kind.owners)}报送，这里是{department}报送的"
            )
            problems.append((finding("OWE002", message, Place(file.name, sheet.name)), ""))
    if year is None or not department:
        refused = refused or next(each.message for each in (*wrong_year, *wrong_department))
        filled = []
    ledger.replace(
        Workbook(file.name, year or 0, department, digest, len(content), profile.digest, refused),
        filled,
        problems,
        unit,
    )
    if not refused:
        done.workbooks += 1
        done.sheets += len(filled)
        done.rows += sum(len(table.rows) for table in filled)


def _read(
    file: Incoming, content: bytes, words: recognise.Vocabulary
) -> tuple[list[tuple[Sheet, Table]], list[Problem], str]:
    """The tables of a file, what is wrong with its sheets, and why it is no workbook where it is none."""
    suffix = file.path.suffix.lower()
    if suffix not in _WORKBOOKS:
        reason = f"{_OTHERS.get(suffix, '不是工作簿的文件')}，没有读"
        return [], [(finding("FIL005", reason, Place(file.name)), "")], reason
    try:
        sheets = workbook.read(content)
    except workbook.WorkbookError as error:
        return [], [(finding("FIL001", str(error), Place(file.name)), "")], str(error)
    tables = []
    problems: list[Problem] = []
    for sheet in sheets:
        table, wrong, meant = recognise.recognise(sheet, words, file.name)
        if table is None and _BESIDES.fullmatch(sheet.name.strip()):
            continue
        problems += [(each, meant) for each in wrong]
        if table:
            tables.append((sheet, table))
            if sheet.hidden:
                problems.append(
                    (finding("TAB007", "这张表是隐藏的，也收进了底账", Place(file.name, sheet.name)), "")
                )
    return tables, problems, ""


def _year(
    name: str, folder: int | None, asked: int | None, tables: Sequence[tuple[Sheet, Table]]
) -> tuple[int | None, list[Finding]]:
    """The year of a workbook: its folder's, else the one asked for, else its title lines'."""
    titled = [(table.year, sheet.name) for sheet, table in tables if table.year]
    year = folder or asked or (titled[0][0][0] if titled else None)
    if year is None:
        return None, [finding("FIL003", "不知道是哪一年的数据", Place(name))]
    findings = []
    for (said, row, column), sheet in titled:
        if said != year:
            message = (
                f"标题写的是{said}年，文件却在{year}年的文件夹里"
                if folder
                else f"标题写的是{said}年，--year 却是{year}年"
            )
            findings.append(finding("FIL002", message, Place(name, sheet, row + 1, column)))
    return year, findings


def _department(
    name: str, folder: str, profile: Profile, tables: Sequence[tuple[Sheet, Table]]
) -> tuple[str, list[Finding]]:
    """The department of a workbook: its folder's, else the one its 填报单位 line or its kinds name."""
    if folder and profile.departments and folder not in profile.departments:
        hint = did_you_mean(folder, profile.departments) or f"报送部门有：{'、'.join(profile.departments)}。"
        message = f"“{folder}”不是方案里的报送部门"
        return "", [
            finding("FIL004", message, Place(name), fix=f"{hint}请改文件夹的名称，或在方案的 from 里加上它")
        ]
    if folder:
        return folder, []
    for _, table in tables:
        for known in profile.departments:
            if known in table.sender:
                return known, []
    owners = {owner for _, table in tables for owner in table.kind.owners}
    if len(owners) == 1:
        return owners.pop(), []
    return "", [finding("FIL004", "不知道是哪个部门报送的", Place(name))]


def _fill(sheet: Sheet, table: Table, name: str) -> tuple[list[list[Value]], list[Problem]]:
    """The typed rows of a table, each led by its row number, and the cells that could not be taken."""
    problems: list[Problem] = []
    columns: list[list[Value]] = [[index + 1 for index in table.rows]]
    merged = _merged(sheet, table)
    for field_name, column in table.columns.items():
        declared = table.kind.fields[field_name]
        filled: list[Value] = []
        for index in table.rows:
            raw = sheet.rows[index][column]
            if (index, column) in merged:
                filled.append(None)
                place = Place(name, sheet.name, index + 1, column)
                problems.append((finding("CEL008", f"{field_name}与上面的格子合并在一起", place), ""))
                continue
            if (index, column) in sheet.unread:
                filled.append(None)
                seen = sheet.unread[index, column]
                place = Place(name, sheet.name, index + 1, column)
                problems.append((finding("CEL007", f"{field_name}里是{seen}", place), seen))
                continue
            try:
                filled.append(values.convert(raw, declared))
            except values.Fault as fault:
                filled.append(None)
                place = Place(name, sheet.name, index + 1, column)
                problems.append(
                    (finding(fault.code, _sentence(field_name, declared, raw, fault), place), str(raw))
                )
        columns.append(filled)
    problems += _wrong_totals(sheet, table, dict(zip(table.columns, columns[1:], strict=True)), name)
    return [list(row) for row in zip(*columns, strict=True)], problems


def _merged(sheet: Sheet, table: Table) -> set[tuple[int, int]]:
    """The cells below the first one of a merge that stands for several data rows: they read as blank, but are not."""
    rows = set(table.rows)
    return {
        (row, column)
        for first, last in sheet.merged
        for row in range(first[0] + 1, last[0] + 1)
        for column in range(first[1], last[1] + 1)
        if row in rows and row - 1 in rows
    }


def _sentence(field_name: str, declared: Field, raw: Cell, fault: values.Fault) -> str:
    """The complaint about a cell; the value of a personal field is not shown."""
    if fault.code == "CEL002":
        return f"{field_name}{fault}"
    return f"{field_name}{'' if declared.personal else f'“{values.shown(raw)}”'}{fault}"


def _wrong_totals(
    sheet: Sheet, table: Table, filled: Mapping[str, Sequence[Value]], name: str
) -> list[Problem]:
    """The 合计 cells that are neither the sum of all rows, nor of those above them from some total before on."""
    problems: list[Problem] = []
    for field_name, column in table.columns.items():
        declared = table.kind.fields[field_name]
        if declared.type not in ("integer", "number"):
            continue
        numbers = [value if isinstance(value, (int, float)) else None for value in filled[field_name]]
        if any(
            value is None and sheet.rows[index][column] != ""
            for value, index in zip(numbers, table.rows, strict=True)
        ):
            continue  # a cell could not be read, which is said already
        starts = [0]
        for total in table.totals:
            raw = sheet.rows[total][column]
            until = sum(index < total for index in table.rows)
            try:
                said = values.convert(raw, Field(type="number", unit=declared.unit))
            except values.Fault:
                continue
            sums = [sum(value or 0 for value in numbers[start:until]) for start in starts]
            sums.append(sum(value or 0 for value in numbers))
            starts.append(until)
            if isinstance(said, float) and round(said, 6) not in {round(each, 6) for each in sums}:
                place = Place(name, sheet.name, total + 1, column)
                message = (
                    f"{field_name}合计“{values.shown(raw)}”与各行之和{number_text(sums[0] or sums[-1])}不符"
                )
                message = f"{field_name}合计与各行之和不符" if declared.personal else message
                problems.append((finding("ROW002", message, place), str(raw)))
    return problems
