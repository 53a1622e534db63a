"""A drawn example of a built-in finding (see reportgen.rules) -> a workspace, what is found in it, and what was marked."""

from __future__ import annotations

import functools
import io
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch
from xml.sax.saxutils import escape

import docx
import docx.document
import openpyxl
import yaml
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part as PackagePart
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from reportgen import periods, pipeline
from reportgen.ledger import writing as posting
from reportgen.model import Broken, Finding, Place, count_errors
from reportgen.workspace.arrivals import apart

PROFILE = Path(__file__).parent / "profile"
YEAR = 2023
LEDGER = "2023/司法所/台账.xlsx › Sheet1"  # where lines stand that say no other file
SETTINGS, TEMPLATE, WAIVERS = "reportgen.yaml", "report.docx", "waivers.yaml"
TEXT = "全年处罚{{处罚.总数}}件，培训{{培训.参加人数}}人。"
MERGED, HIDDEN, STRUCK, EMPTY, BYTES, COMMENTED = (
    "（与上格合并）",
    "（隐藏）",
    "（删除线）",
    "空文件夹",
    "开头是",
    "（批注）",
)
TAKEN, STICK = "拿走了", "U盘/"  # a file that is no longer there; a folder beside the inbox
_BEGIN, _CUT_OFF, _UNINSTALLED = "—— 收集以后", "断了电", "卸载了 LibreOffice"
_OF_A_PART = re.compile("—— 出(.+)的报告 ——")
_CONTENTS = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \\o "1-3" \\h </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>目录</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
_MONTHLY = re.compile(r"(\d{4})-(\d\d)-(\d\d)（每月一行，到(\d+)月）")
_CONTROL_PICTURES = {0x2400 + code: f"_x{code:04X}_" for code in range(32)}  # as Excel writes them


@dataclass(frozen=True)
class Mark:
    """Where an example says that the finding stands; row 0 is the file or sheet itself.

    `unit` is what the rows of a file of the profile are counted in: 行, or 段 of the template; `key` is what the line
    declares, for a place that names a group of figures or a check, or the first words of a paragraph, which its place quotes.
    """

    file: str
    sheet: str
    row: int
    column: int = -1
    unit: str = ""
    key: str = ""

    def is_at(self, place: Place) -> bool:
        """Whether a finding's place is this one; a place of a profile or template names its line or paragraph."""
        file = place.file.removeprefix("来件/")
        file = file.removeprefix("profile/")
        if self.unit:
            named = bool(self.key) and place.sheet.partition(".")[0] == self.key
            named |= bool(self.key) and self.file == TEMPLATE and f"“{self.key}" in place.sheet
            return file in ("", self.file) and (named or f"第{self.row}{self.unit}" in place.sheet)
        if not self.row:
            return not place.row and self.file.endswith(file) and self.sheet in ("", place.sheet)
        same = (self.sheet, self.row) == (place.sheet, place.row) and file in _of_each(self.file)
        return same and self.column in (-1, place.column)


@dataclass
class Part:
    """One file or sheet of an example: its name, its lines without marks, what its heading says of it."""

    file: str
    sheet: str
    said: str = ""
    lines: list[str] = field(default_factory=list)
    late: bool = False


def outcome(example: str, root: Path) -> tuple[set[str], list[str]]:
    """Run an example in a folder: the codes of what is found, and the places and marks that do not meet."""
    _, marks, _ = read(example)
    found = findings(example, root)
    places = [each.place for each in found if str(each.place)]
    astray = [str(place) for place in places if not any(mark.is_at(place) for mark in marks)]
    unmet = [str(mark) for mark in marks if not any(mark.is_at(place) for place in places)]
    return {each.code for each in found}, astray + unmet


def read(example: str) -> tuple[list[Part], list[Mark], bool]:
    """Return the parts of an example, its marks, and whether a collection is cut off in it."""
    parts: list[Part] = []
    marks: list[Mark] = []
    late = cut_off = False
    for line in example.splitlines():
        if _OF_A_PART.match(line):
            continue
        shown, *marked = line.split("<-")
        if shown.startswith(_BEGIN):
            late, cut_off = True, cut_off or _CUT_OFF in shown
            continue
        if heading := re.match(r"\[([^\]]+)\](.*)", shown):
            parts.append(_part_of(heading[1], heading[2].strip(), late=late))
        else:
            parts = parts or [_part_of(LEDGER)]
            parts[-1].lines.append(shown.rstrip())
        marks += (_mark(parts[-1], bool(heading), word.strip()) for word in marked)
    return parts, marks, cut_off


def findings(example: str, root: Path) -> list[Finding]:
    """Lay an example out in a folder, open, collect, validate and render it; return all that is found."""
    parts, _, cut_off = read(example)
    _lay(root, [part for part in parts if not part.late])
    if asked := _OF_A_PART.search(example):
        shutil.copytree(root / "来件" / str(YEAR), root / "来件" / asked[1])
    try:
        project = pipeline.open_project(root)
        pipeline.collect(project)
        for period in apart(project.workspace):
            pipeline.collect(pipeline.open_project(root, part=period.part), (), period.year)
        for name in {part.file for part in parts if part.file.startswith(STICK)}:
            pipeline.collect(project, [root / name], YEAR)
        if any(part.late for part in parts):
            _lay(root, [part for part in parts if part.late or not part.file.endswith(".xlsx")])
            project = pipeline.open_project(root)
    except Broken as broken:
        return broken.findings
    if cut_off:
        with posting.open_to_write(project.workspace.ledger, project.profile.kinds) as ledger:
            ledger.begin()
    if asked:
        project = pipeline.open_project(root, part=periods.read(asked[1]).part)
    found = pipeline.validate(project, YEAR)[1]
    with patch("reportgen.stages.paged.office", lambda: None) if _UNINSTALLED in example else nullcontext():
        return found if count_errors(found) else pipeline.render(project, YEAR).findings


def _part_of(heading: str, said: str = "", *, late: bool = False) -> Part:
    file, _, sheet = (word.strip() for word in heading.partition("›"))
    return Part(file, sheet, said, late=late)


def _mark(part: Part, heading: bool, field_name: str) -> Mark:
    if heading:
        return Mark(part.file, part.sheet, 0)
    row = len(part.lines)
    if part.file == TEMPLATE:
        said = re.split(r"（(?:书签|引用|绑定|图表|自动编号)", part.lines[-1])[0]
        return Mark(part.file, "", row, unit="段", key=said[:12])
    if part.file.endswith(".yaml"):
        key = part.lines[-1].partition(":")[0].strip()
        return Mark(part.file, "", row + len(_declared(part.file).splitlines()), unit="行", key=key)
    column = -1
    if field_name:
        above = (_cells(line) for line in reversed(part.lines))
        column = next(cells.index(field_name) for cells in above if field_name in cells)
    return Mark(part.file, part.sheet or "Sheet1", row, column)


def _lay(root: Path, parts: Iterable[Part]) -> None:
    """Write the workspace: the base profile and zero reports of what all departments owe, and the example's files."""
    folder = root / "templates" / "profile"
    shutil.copytree(PROFILE, folder, dirs_exist_ok=True)
    (folder / TEMPLATE).write_bytes(_template((TEXT,)))
    (root / SETTINGS).write_text("unit: 近海镇\nprofile: profile\n", encoding="utf-8")
    empty = {part.file for part in parts if part.said == EMPTY}
    said = "\n".join(line for part in parts if part.file == SETTINGS for line in part.lines)
    bodies = re.search(r"^bodies: (?:\[([^\]]+)\]|\{(\w+))", said, re.MULTILINE)
    insides = [f"{each}/" for each in (bodies[1] or bodies[2]).split(", ")] if bodies else [""]
    for name, content in _zero_reports().items():
        if name.rpartition("/")[0] not in empty:
            year, _, own = name.partition("/")
            for inside in insides:
                _write(root / "来件" / f"{year}/{inside}{own}", content)
    books: dict[str, list[Part]] = {}
    for part in parts:
        if part.said == TAKEN:
            _place(root, part.file).unlink()
        elif part.said.startswith(BYTES):
            content = f"{part.said.removeprefix(BYTES).strip()}\n".encode()
            _write(_place(root, part.file), content)
        elif part.file == TEMPLATE:
            (folder / TEMPLATE).write_bytes(_template(tuple(part.lines)))
        elif part.file == SETTINGS:
            text = "\n".join([*part.lines, "profile: profile"])
            (root / SETTINGS).write_text(f"{text}\n", encoding="utf-8")
        elif part.file == WAIVERS:
            (root / WAIVERS).write_text("\n".join(part.lines), encoding="utf-8")
        elif part.file.endswith(".yaml"):
            (folder / part.file).write_text(_changed(part), encoding="utf-8")
        elif part.said != EMPTY:
            books.setdefault(part.file, []).append(part)
    for name, sheets in books.items():
        for each in _of_each(name):
            _write(_place(root, each), _workbook(sheets, by=each))


def _of_each(name: str) -> list[str]:
    """The files that a name stands for: 2023/近海镇、远山镇/台账.xlsx are two bodies' of the same rows."""
    year, _, below = name.partition("/")
    bodies, _, rest = below.partition("/")
    return [f"{year}/{body}/{rest}" for body in bodies.split("、")] if "、" in bodies else [name]


def _changed(part: Part) -> str:
    """A declaration with lines added at its end, or later put in the place of those that begin with the same key."""
    there = _declared(part.file).splitlines()
    for line in part.lines:
        key = line.partition(":")[0] + ":"
        at = [number for number, each in enumerate(there) if part.late and each.startswith(key)]
        there[at[0] if at else len(there) : at[0] + 1 if at else len(there)] = [line]
    return "\n".join(there) + "\n"


def _place(root: Path, name: str) -> Path:
    if name == TEMPLATE:
        return root / "templates" / "profile" / name
    return root / name if name.startswith(STICK) else root / "来件" / name


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


@functools.cache
def _declared(name: str) -> str:
    return (PROFILE / name).read_text(encoding="utf-8") if (PROFILE / name).is_file() else ""


@functools.cache
def _template(paragraphs: tuple[str, ...]) -> bytes:
    document = docx.Document()
    document.core_properties.title = "{{报告.单位}}{{报告.年度}}年报告"
    for text in paragraphs:
        add_paragraph(document, text)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def add_paragraph(document: docx.document.Document, text: str) -> None:
    """Add a paragraph: （书签：甲） puts its text into a bookmark, （引用：甲） refers to one, （绑定：甲） puts it into a
    control that is bound to 甲, （图表：1、2） ends it with a chart of these numbers, （批注） gives it a comment;
    （标题） is a heading, （自动编号） one that Word numbers, （目录） a table of contents that lists none yet.
    """
    if text.endswith("（标题）"):
        document.add_paragraph(text.removesuffix("（标题）"), style="Heading 1")
        return
    if text == "（目录）":
        document.add_paragraph()._p.extend(list(parse_xml(f"<w:p {nsdecls('w')}>{_CONTENTS}</w:p>")))
        return
    if text.endswith("（自动编号）"):
        document.add_paragraph(
            text.removesuffix("（自动编号）"), style="Heading 1"
        )._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = 1
        return
    named = re.fullmatch(r"(.*)（(书签|绑定|图表)：(.+)）", text)
    text, what, name = named.groups() if named else (text, "", "")
    if COMMENTED in text:
        document.add_comment(document.add_paragraph(text.replace(COMMENTED, "")).runs, "再核对")
        return
    paragraph = document.add_paragraph()._p
    pieces = re.split(r"（引用：(.+?)）", text)
    inside = ""
    for number, piece in enumerate(pieces):
        run = f"<w:r><w:t>{escape(piece)}</w:t></w:r>"
        inside += f'<w:fldSimple w:instr=" REF {piece} ">{run}</w:fldSimple>' if number % 2 else run
    if what == "书签":
        inside = f'<w:bookmarkStart w:id="1" w:name="{name}"/>{inside}<w:bookmarkEnd w:id="1"/>'
    elif what == "绑定":
        inside = _bound(document, inside, name)
    elif what == "图表":
        inside += _chart(document, name.split("、"))
    paragraph.extend(list(parse_xml(f"<w:p {nsdecls('w')}>{inside}</w:p>")))


def _bound(document: docx.document.Document, inside: str, stored: str) -> str:
    store = "{11111111-2222-3333-4444-555555555555}"
    schema = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
    _add_part(document, "/customXml/item9.xml", "application/xml", f"<unit>{stored}</unit>")
    item = f'<ds:datastoreItem xmlns:ds="{schema}" ds:itemID="{store}"/>'
    kind = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
    _add_part(document, "/customXml/itemProps9.xml", kind, item)
    binding = f'<w:dataBinding w:xpath="/unit[1]" w:storeItemID="{store}"/>'
    return f"<w:sdt><w:sdtPr>{binding}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def _chart(document: docx.document.Document, numbers: Iterable[str]) -> str:
    schema = "http://schemas.openxmlformats.org/drawingml/2006/chart"
    points = "".join(f'<c:pt idx="{at}"><c:v>{each}</c:v></c:pt>' for at, each in enumerate(numbers))
    content = f'<c:chartSpace xmlns:c="{schema}"><c:numCache>{points}</c:numCache></c:chartSpace>'
    kind = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
    relation = _add_part(document, "/word/charts/chart1.xml", kind, content)
    return f'<w:r><w:drawing><c:chart xmlns:c="{schema}" {nsdecls("r")} r:id="{relation}"/></w:drawing></w:r>'


def _add_part(document: docx.document.Document, name: str, kind: str, content: str) -> str:
    part = PackagePart(PackURI(name), kind, content.encode(), document.part.package)
    return document.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)


@functools.cache
def _zero_reports() -> Mapping[str, bytes]:
    """A workbook of every department, in which each sheet that it owes says 无."""
    owing: dict[str, list[Part]] = {}
    for kind, declared in yaml.safe_load(_declared("sheets.yaml")).items():
        for department in declared["from"]:
            lines = [declared["title"], " | ".join(declared["fields"]), "无"]
            name = f"{YEAR}/{department}/零报告.xlsx"
            owing.setdefault(name, []).append(Part(name, kind, lines=lines))
    return {name: _workbook(sheets) for name, sheets in owing.items()}


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.replace(HIDDEN, "").replace(STRUCK, "").split("|")]


def _workbook(sheets: Iterable[Part], by: str = "openpyxl") -> bytes:
    book = openpyxl.Workbook()
    book.properties.creator = by
    book.remove(book.active)
    for part in sheets:
        sheet = book.create_sheet(part.sheet or "Sheet1")
        sheet.sheet_state = "hidden" if HIDDEN in part.said else "visible"
        for row, line in enumerate(_lines(part), 1):
            sheet.row_dimensions[row].hidden = HIDDEN in line
            for column, drawn in enumerate(_cells(line), 1):
                _fill(sheet, row, column, drawn, struck=STRUCK in line)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _lines(part: Part) -> Iterator[str]:
    """The lines of a sheet, one that stands for a row of each month as so many."""
    for line in part.lines:
        if series := _MONTHLY.match(line):
            year, first, day, last = map(int, series.groups())
            yield from (
                f"{year}-{month:02}-{day:02}{line[series.end() :]}" for month in range(first, last + 1)
            )
        else:
            yield line


def _fill(sheet: Worksheet, row: int, column: int, drawn: str, *, struck: bool) -> None:
    if drawn == MERGED:
        sheet.merge_cells(start_row=row - 1, end_row=row, start_column=column, end_column=column)
    elif number := re.fullmatch(r"(\d+)（格式 (.+)）", drawn):
        sheet.cell(row, column, int(number[1])).number_format = number[2]
    elif noted := re.fullmatch(r"(.+)（批注：(.+)）", drawn):
        sheet.cell(row, column, noted[1]).comment = Comment(noted[2], "甲某某")
    elif drawn:
        cell = sheet.cell(row, column, drawn.translate(_CONTROL_PICTURES))
        cell.font = Font(strike=struck)
