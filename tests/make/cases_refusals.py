"""Cases of sound files that readers turn away: each is read, or refused for its true reason."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable, Sequence
from html import unescape

from tests.make.cases_files import (
    FIRST_SHEET,
    Parts,
    cells,
    csv_text,
    ods,
    pack,
    typed,
    xls,
    xlsx,
)
from tests.make.cases_formats import LEDGER, OTHERS, PENALTIES, TYPED
from tests.trials.damage_sources import record, wide
from tests.workbook.handmade import compound, entry, handmade, renamed, stream, text

WORKBOOK, RELATIONS, TYPES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
NUMBERS = "xl/worksheets/_rels/sheet1.xml.rels"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MACROS = "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet"
ERRORS_ONLY = "#REF! | #N/A\n#REF! | #DIV/0!"
EMPTY = "␣"
Edit = Callable[[Parts], None]


def parts_of(content: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def replaced(name: str, pattern: str, by: str) -> Edit:
    """An edit of one part."""

    def edit(parts: Parts) -> None:
        found, count = re.subn(pattern.encode(), by.encode(), parts[name], flags=re.DOTALL)
        assert count, f"nothing matches {pattern}"
        parts[name] = found

    return edit


def both(*edits: Edit) -> Edit:
    def edit(parts: Parts) -> None:
        for each in edits:
            each(parts)

    return edit


# .xlsx: where the parts lie, and how they are written


def elsewhere(parts: Parts) -> None:
    """No part under xl/, and none with the name that Excel gives it."""
    moved = {WORKBOOK: "Book/Main.xml", FIRST_SHEET: "Tables/Eins 1.xml", "xl/styles.xml": "Book/looks.xml"}
    for old, new in moved.items():
        parts[new] = parts.pop(old)
    if (beside := FIRST_SHEET.replace("/sheet1", "/_rels/sheet1") + ".rels") in parts:
        parts["Tables/_rels/Eins 1.xml.rels"] = parts.pop(beside).replace(b"../drawings", b"../xl/drawings")
    del parts["xl/theme/theme1.xml"]
    relations = parts.pop(RELATIONS).replace(b"/xl/worksheets/sheet1.xml", b"../Tables/Eins%201.xml")
    parts["Book/_rels/Main.xml.rels"] = relations.replace(b'"styles.xml"', b'"looks.xml"')
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b'"xl/workbook.xml"', b'"/Book/Main.xml"')


def in_capitals(parts: Parts) -> None:
    for name in list(parts):
        parts[name.upper()] = parts.pop(name)


def recoded(encoding: str, said: str) -> Edit:
    """Every part of XML in another encoding, which its declaration says."""

    def edit(parts: Parts) -> None:
        for name in [WORKBOOK, RELATIONS, FIRST_SHEET, "xl/styles.xml"]:
            xml = re.sub(r"<\?xml[^>]*\?>", "", parts[name].decode())
            parts[name] = f'<?xml version="1.0" encoding="{said}"?>{xml}'.encode(encoding)

    return edit


def in_cdata(parts: Parts) -> None:
    def wrapped(text: re.Match[bytes]) -> bytes:
        return b"<t><![CDATA[" + unescape(text[1].decode()).encode() + b"]]></t>"

    parts[FIRST_SHEET] = re.sub(rb"<t>([^<]*)</t>", wrapped, parts[FIRST_SHEET])


COMMENTS = both(
    replaced(FIRST_SHEET, r"<v>5(\d*)</v>", r"<v>5<!-- half -->\1</v>"),
    replaced(WORKBOOK, "<sheets>", "<sheets><!-- <sheet name='old'/> -->"),
)
ALTERNATIVES = both(
    replaced(
        WORKBOOK,
        "(<sheet [^>]*/>)",
        r'<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        r'<mc:Choice Requires="x15">\1</mc:Choice><mc:Fallback>\1</mc:Fallback></mc:AlternateContent>',
    )
)
UNDER_XL_TWICE = replaced(RELATIONS, '"/xl/worksheets/', '"xl/worksheets/')

# .xlsx: sheets that are none of cells


def listed(relation: str, sort: str = "", target: str = "", content: str = "") -> Edit:
    """One sheet more, with this relation; and its part."""

    def edit(parts: Parts) -> None:
        more = f'<sheet name="另" sheetId="9" xmlns:r="{_RELATED}" r:id="{relation}"/></sheets>'
        replaced(WORKBOOK, "</sheets>", more)(parts)
        if sort:
            kind = f'<Relationship Id="{relation}" Type="{sort}" Target="{target}"/></Relationships>'
            replaced(RELATIONS, "</Relationships>", kind)(parts)
        if content:
            parts[f"xl/{target}"] = content.encode()

    return edit


def macros(cell: str) -> Edit:
    sheet = f'<xm:macrosheet xmlns:xm="http://a" xmlns="http://b"><sheetData><row r="1">{cell}</row></sheetData></xm:macrosheet>'
    return listed("rId9", _MACROS, "macrosheets/sheet1.xml", sheet)


CHART = listed("rId9", f"{_RELATED}/chartsheet", "chartsheets/sheet1.xml", "<chartsheet/>")


def only_chart(parts: Parts) -> None:
    replaced(WORKBOOK, "<sheet [^>]*/>", "")(parts)
    CHART(parts)


def drawn_on(shapes: int, sheet: str = FIRST_SHEET) -> Edit:
    """A drawing on a sheet, with so many shapes."""

    def edit(parts: Parts) -> None:
        drawing = f'<drawing xmlns:r="{_RELATED}" r:id="rId1"/>'
        parts[sheet] = parts[sheet].replace(b"</worksheet>", f"{drawing}</worksheet>".encode())
        relation = f'<Relationship Id="rId1" Type="{_RELATED}/drawing" Target="../drawings/drawing1.xml"/>'
        name = sheet.replace("worksheets/", "worksheets/_rels/") + ".rels"
        parts[name] = f"<Relationships>{relation}</Relationships>".encode()
        anchors = "<xdr:oneCellAnchor/>" * shapes
        parts["xl/drawings/drawing1.xml"] = f'<xdr:wsDr xmlns:xdr="http://a">{anchors}</xdr:wsDr>'.encode()

    return edit


DISPIMG = '=DISPIMG("ID_65E0CC",1)'


def with_cell_pictures(parts: Parts) -> None:
    """What is drawn as PIC becomes a picture in its cell, as WPS writes it."""
    value = DISPIMG.replace('"', "&quot;")
    by = rf'<c r="\1" t="str"><f>_xlfn.{value[1:]}</f><v>{value}</v></c>'
    replaced(FIRST_SHEET, r'<c r="(\w+)"[^>]*><is><t>PIC</t></is></c>', by)(parts)
    parts["xl/cellimages.xml"] = b"<etc:cellImages/>"


# .xlsx: what nobody reads, and what is only said


def packed_well(parts: Parts) -> None:
    parts["docProps/thumbnail.emf"] = bytes(3 * 2**20)
    parts["xl/embeddings/oleObject1.bin"] = bytes(2 * 2**20)


WIDE = both(
    replaced(FIRST_SHEET, '<dimension ref="[^"]*"', '<dimension ref="A1:XFD1048576"'),
    replaced(FIRST_SHEET, "<sheetData>", '<cols><col min="1" max="16384" width="9"/></cols><sheetData>'),
    replaced(
        FIRST_SHEET,
        "</sheetData>",
        '<row r="99999"/><row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>',
    ),
)

# .ods


def ods_changed(content: bytes, *changes: tuple[str, str], name: str = "content.xml") -> bytes:
    parts = parts_of(content)
    for pattern, by in changes:
        replaced(name, pattern, by)(parts)
    return pack(parts, stored=("mimetype",))


PRETTY = [
    (r"(<(?:/?table|/?office|text:p)[^>]*>)(?=<)", "\\1\n    "),
    (r"(</text:p>)", "\\1\n  "),
]


def divided(by: str) -> bytes:
    """A number as a text, with an element between its digits."""
    content = ods(PENALTIES.replace("n:500", "5x00"))
    return ods_changed(content, ("5x00", f"5{by}00"))


def locked(prefix: str) -> bytes:
    """What LibreOffice writes with a password, and another program with another prefix."""
    said = f'<{prefix}:encryption-data {prefix}:checksum="x"/>'
    content = ods_changed(
        ods(PENALTIES),
        (r'("content.xml"[^>]*)/>', rf"\1>{said}</manifest:file-entry>"),
        name="META-INF/manifest.xml",
    )
    parts = parts_of(content)
    parts["content.xml"] = bytes(range(256)) * 9
    return pack(parts, stored=("mimetype",))


PICTURE = '<draw:frame xmlns:draw="http://a"><draw:image/><text:p>图</text:p></draw:frame>'

# .xls


def code_page(number: int, table: str) -> bytes:
    """As Java exports write it: the record has no meaning in this format."""
    plain = struct.pack("<HHH", 0x42, 2, 1200)
    content = xls(table)
    assert plain in content
    return content.replace(plain, struct.pack("<HHH", 0x42, 2, number))


def calculated(kind: int) -> bytes:
    """Amounts that are results of formulas, in records of this kind."""
    labels = [["案号", "立案日期", "处罚种类", "罚没金额"], ["罚字1号", "2023-03-01", "罚款"]]
    texts = [text(row, at, each) for row, line in enumerate(labels) for at, each in enumerate(line)]
    amount = struct.pack("<HHHd8x", 1, 3, 0, 500.0)
    return handmade(*texts, struct.pack("<HH", kind, len(amount)) + amount)


def with_object() -> bytes:
    """A workbook in which another lies, as an embedded object, whose stream has the same name."""
    inner, outer = (_penalty(case).ljust(4096, b"\0") for case in ("罚字9号", "罚字1号"))
    size = len(inner) // 512
    chains = [3 + each + 1 if each % size < size - 1 else 0xFFFFFFFE for each in range(2 * size)]
    table = [0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE, *chains]
    directory = [
        entry("Root Entry", 5, 0, 0, (-1, -1, 1)),
        entry("MBD0001", 1, links=(-1, 3, 2)),
        entry("Workbook", 2, 3, len(inner)),
        entry("Workbook", 2, 3 + size, len(outer)),
    ]
    plain = compound(directory, inner + outer)
    return plain[:512] + struct.pack("<128L", *table, *[0xFFFFFFFF] * (128 - len(table))) + plain[1024:]


def _penalty(case: str) -> bytes:
    lines = [["案号", "立案日期", "处罚种类"], [case, "2023-03-01", "警告"]]
    return stream(*(text(row, at, each) for row, line in enumerate(lines) for at, each in enumerate(line)))


# .xlsb, of which no free program writes one that Excel would


def xlsb(drawn: str, *, short: bool) -> bytes:
    """A binary workbook, with the short records of cells that leave their column out where the cell before is there."""
    rows = b""
    for number, line in enumerate(cells(drawn)):
        rows += record(0, struct.pack("<LL", number, 0) + bytes(17))
        for column, each in enumerate(line):
            value = typed(each)
            head, less = (bytes(4), 11) if short and column else (struct.pack("<LL", column, 0), 0)
            if each.startswith("#"):
                rows += record(3 + less, head + b"\x17")
            elif isinstance(value, int):
                rows += record(5 + less, head + struct.pack("<d", value))
            else:
                rows += record(6 + less, head + wide(str(value or "")))
    return xlsb_of(rows)


def xlsb_of(rows: bytes, texts: Sequence[str] = ()) -> bytes:
    """A binary workbook whose sheet, called 处罚, has these records, and shared texts."""
    extent = record(148, struct.pack("<LLLL", 0, 99, 0, 99))
    root = f'<Relationship Id="rId1" Type="{_RELATED}/officeDocument" Target="xl/workbook.bin"/>'
    sheet = f'<Relationship Id="rId1" Type="{_RELATED}/worksheet" Target="worksheets/sheet1.bin"/>'
    sheet += f'<Relationship Id="rId2" Type="{_RELATED}/sharedStrings" Target="sharedStrings.bin"/>'
    shared = b"".join(record(19, b"\0" + wide(each)) for each in texts)
    return pack(
        {
            TYPES: b"<Types/>",
            "xl/sharedStrings.bin": record(159, struct.pack("<LL", len(texts), len(texts)))
            + shared
            + record(160),
            "_rels/.rels": f"<Relationships>{root}</Relationships>".encode(),
            "xl/workbook.bin": record(156, struct.pack("<LL", 0, 1) + wide("rId1") + wide("处罚")),
            "xl/_rels/workbook.bin.rels": f"<Relationships>{sheet}</Relationships>".encode(),
            "xl/worksheets/sheet1.bin": extent + record(145) + rows + record(146),
        }
    )


def _sheets(second: str) -> dict[str, str]:
    return {"处罚": PENALTIES, "汇总": second}


SECOND_SHEET = FIRST_SHEET.replace("1", "2")
CASES: dict[str, dict[str, bytes]] = {
    # .xls
    "xls-code-page": {"台账.xls": code_page(936, PENALTIES), "另一本.xls": code_page(1252, OTHERS)},
    "xls-stream-in-capitals": {
        "台账.xls": renamed(
            handmade(text(0, 0, "案号"), text(0, 1, "立案日期"), text(1, 0, "1"), text(1, 1, "2023-03-01")),
            "WORKBOOK",
        )
    },
    "xls-formulas-of-old": {"台账.xls": calculated(0x406), "另一本.xls": calculated(0x206)},
    "xls-in-xls": {"台账.xls": with_object()},
    # .xlsx: parts
    "parts-elsewhere": {LEDGER: xlsx(PENALTIES, edit=elsewhere)},
    "parts-in-capitals": {LEDGER: xlsx(PENALTIES, edit=in_capitals)},
    "parts-said-from-the-root": {LEDGER: xlsx(PENALTIES, edit=UNDER_XL_TWICE)},
    "xml-in-utf16": {LEDGER: xlsx(PENALTIES, edit=recoded("utf-16", "UTF-16"))},
    "xml-in-gbk": {LEDGER: xlsx(PENALTIES, edit=recoded("gbk", "GB2312"))},
    "xml-with-cdata": {LEDGER: xlsx(PENALTIES, edit=in_cdata)},
    "xml-with-comments": {LEDGER: xlsx(PENALTIES, edit=COMMENTS)},
    "sheets-with-alternatives": {LEDGER: xlsx(PENALTIES, edit=ALTERNATIVES)},
    # .xlsx: sheets of other kinds
    "sheet-without-relation": {LEDGER: xlsx(PENALTIES, edit=listed(""))},
    "sheet-without-target": {LEDGER: xlsx(PENALTIES, edit=listed("rId9", f"{_RELATED}/worksheet"))},
    "sheet-without-part": {
        LEDGER: xlsx(PENALTIES, edit=listed("rId9", f"{_RELATED}/worksheet", "worksheets/s.xml"))
    },
    "sheet-of-macros": {LEDGER: xlsx(PENALTIES, edit=macros('<c r="A1"><f>HALT()</f></c>'))},
    "sheet-of-macros-empty": {LEDGER: xlsx(PENALTIES, edit=macros('<c r="A1" s="1"/>'))},
    "sheet-of-a-chart": {LEDGER: xlsx(PENALTIES, edit=CHART)},
    "only-a-chart": {LEDGER: xlsx(EMPTY, edit=only_chart)},
    # .xlsx: what is there beside values
    "only-errors": {LEDGER: xlsx(ERRORS_ONLY)},
    "only-errors-on-a-sheet": {LEDGER: xlsx(_sheets(ERRORS_ONLY))},
    "only-formulas-without-result": {LEDGER: xlsx("=A9 | =B9")},
    "only-a-picture": {LEDGER: xlsx("", edit=drawn_on(1))},
    "only-a-picture-on-a-sheet": {LEDGER: xlsx(_sheets(""), edit=drawn_on(1, SECOND_SHEET))},
    "only-an-empty-drawing": {LEDGER: xlsx("", edit=drawn_on(0))},
    "only-cell-pictures": {LEDGER: xlsx("PIC | PIC", edit=with_cell_pictures)},
    "cell-picture-in-a-column": {LEDGER: xlsx(PENALTIES.replace("n:500", "PIC"), edit=with_cell_pictures)},
    "preview-packed-well": {LEDGER: xlsx(PENALTIES, edit=packed_well)},
    "formats-far-out": {LEDGER: xlsx(PENALTIES, edit=WIDE)},
    # .ods
    "ods-with-password": {"台账.ods": locked("manifest"), "另一本.ods": locked("m")},
    "ods-pretty": {"台账.ods": ods_changed(ods({"处罚": PENALTIES}), *PRETTY)},
    "ods-blanks-between-cells": {
        "台账.ods": ods_changed(
            ods({"处罚": PENALTIES}), ("(</table:table-cell>|<table:table-cell/>)", r"\1 ")
        )
    },
    "ods-break-in-a-number": {
        "台账.ods": divided("<text:line-break/>"),
        "另一本.ods": divided("<text:tab/>"),
        "第三本.ods": divided("<text:ruby><text:ruby-text>x</text:ruby-text></text:ruby>"),
        "第四本.ods": divided("<text:s/>"),
    },
    "ods-comments-and-shapes": {
        "台账.ods": ods_changed(
            ods({"处罚": PENALTIES}),
            (
                "(<text:p>甲某某)",
                r"<office:annotation><text:p>问过</text:p></office:annotation>" + PICTURE + r"\1",
            ),
        )
    },
    "ods-only-a-picture": {
        "台账.ods": ods_changed(
            ods({"处罚": ""}), ("</table:table>", f"<table:shapes>{PICTURE}</table:shapes></table:table>")
        )
    },
    # .xlsb
    "xlsb": {"台账.xlsb": xlsb(TYPED.replace("500", "n:500"), short=False)},
    "xlsb-short-cells": {"台账.xlsb": xlsb(TYPED.replace("500", "n:500"), short=True)},
    "xlsb-error-cell": {"台账.xlsb": xlsb(TYPED.replace("500", "#REF!"), short=True)},
    # .csv
    "csv-utf16-without-mark": {"台账.csv": csv_text(TYPED, "\t").encode("utf-16-le")},
    "csv-quote-unclosed": {"台账.csv": csv_text(TYPED).replace("甲某某", '"甲某某').encode()},
}
