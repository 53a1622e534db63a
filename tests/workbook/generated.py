"""Workbooks as a generator makes them up: every manner of cell, text, format and row that Excel and WPS write."""

from __future__ import annotations

import io
import zipfile
from random import Random

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_NS = f'xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_CODES = (
    "yyyy/m/d", '0"d"', "h:mm", "[h]:mm", "General", "@", "0_d", "0\\d", "[$-804]yyyy", "[Red]0", "0;yyyy", 'e"年"',
    'yyyy"年"m', "AM/PM", "0*d", "[h", "m", "G/通用格式", "0%", '0.0"%"', "0!.0,", '0"万"', ";;;", "0000", '"a_"d', '_"d', '*"d"',
    "[mm]", "[hh", "[h]a", "a/p", "ad", 'a"x"m', "[>5]d", "[[h]]", "[]h", "[hm]", "[HH]:m", '0 "Sd"', "\\", '"', "_", "ss.0",
)  # fmt: skip
_TEXTS = (
    "a", "中文", "a&amp;b", " a ", "&#10;x", "a_x000D_b", "_x4E2D_", "a\r\nb", "&lt;", "xxx", "", "12", "2023年5月12日",
    "&#x1F600;", "\u3000q", "_x005F_x000D_",
)  # fmt: skip
_NUMBERS = (
    "1", "0", "12.5", "45000", "45000.5", "0.5", "-3", "1e5", "1E-3", "0.1", "44484.7916666667", "60", "59", "61", "2958465",
    "2958466", "1.5", "00012", ".5", "5.", "45000.123456789", "0.999999999", "1000000", "+5",
)  # fmt: skip
_BUILT_IN = (176, 177, 178, 179, 180, 0, 1, 2, 3, 9, 10, 14, 22, 27, 46, 47, 49, 57)
_LOOKS = (
    "",
    '<rPr><b/><sz val="9"/></rPr>',
    "<rPr><strike/></rPr>",
    '<rPr><vertAlign val="superscript"/></rPr>',
)
_SPACES = ("", ' xml:space="preserve"')
_FORMATS = 6
_EXTRA = 97  # of a hundred cells that are written in ways of their own


def workbook(random: Random) -> bytes:
    """Return a workbook of one sheet."""
    codes = random.sample(_CODES, 5)
    formats = "".join(
        f'<numFmt numFmtId="{176 + at}" formatCode="{_escaped(code)}"/>' for at, code in enumerate(codes)
    )
    cells = "".join(f'<xf numFmtId="{random.choice(_BUILT_IN)}" fontId="0"/>' for _ in range(_FORMATS))
    texts = [_text(random) for _ in range(random.randint(1, 6))] + ["<si><t>last</t></si>"]
    kind = random.choice(("", ' date1904="1"'))
    return _packed(
        {
            "xl/workbook.xml": f'<workbook {_NS}><workbookPr{kind}/><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/styles.xml": f'<styleSheet {_NS}><numFmts count="5">{formats}</numFmts><cellXfs>{cells}</cellXfs></styleSheet>',
            "xl/sharedStrings.xml": f"<sst {_NS}>{''.join(texts)}</sst>",
            "xl/worksheets/sheet1.xml": _sheet(random, len(texts)),
        }
    )


def _escaped(code: str) -> str:
    return code.replace('"', "&quot;").replace(">", "&gt;")


def _sheet(random: Random, texts: int) -> str:
    width, number, rows = random.randint(1, 8), 0, ""
    for _ in range(random.randint(0, 12)):
        number += random.choice((1, 1, 1, 1, 1, 1, 2, 5))
        cells = "".join(_cell(random, f"{chr(65 + at)}{number}", texts) for at in range(width))
        attributes = random.choice(
            ("", ' spans="1:3"', ' hidden="1"', ' ht="18" customHeight="1"', ' s="1" customFormat="1"')
        )
        is_open = bool(cells) or random.random() < 0.5
        rows += f'<row r="{number}"{attributes}' + (f">{cells}</row>" if is_open else "/>")
    head = random.choice(
        ("", f'<dimension ref="A1:{chr(64 + width)}{max(number, 1)}"/>', '<dimension ref="A1"/>')
    )
    head += random.choice(("", '<cols><col min="2" max="2" width="9" hidden="1"/></cols>'))
    tail = random.choice(
        (
            "",
            '<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>',
            '<mergeCells count="2"><mergeCell ref="A1:B2"/><mergeCell ref="C1:C3"/></mergeCells><pageMargins left="0.7"/>',
        )
    )
    return f"<worksheet {_NS}>{head}<sheetData>{rows}</sheetData>{tail}</worksheet>"


def _cell(random: Random, address: str, texts: int) -> str:
    start = f'<c r="{address}"' + random.choice(("", f' s="{random.randrange(_FORMATS + 1)}"'))
    number, text = random.choice(_NUMBERS), random.choice(_TEXTS)
    chance = random.randrange(100)
    if chance < 20:
        return ""
    if chance < 30:
        return f"{start}/>"
    if chance < 55:
        return f'{start} t="s"><v>{random.randrange(texts)}</v></c>'
    if chance < 80:
        return start + random.choice(("", ' t="n"')) + f"><v>{number}</v></c>"
    if chance >= _EXTRA:
        inside = _text(random)[4:-5]
        return f'{start} t="inlineStr"><is>{inside or "<t/>"}</is></c>'
    return start + random.choice(
        (
            f' t="b"><v>{random.randrange(2)}</v>',
            f' t="e"><v>{random.choice(("#N/A", "#REF!", "#DIV/0!"))}</v>',
            f' t="str"><f>A1</f><v>{text}</v>',
            f' t="str"><v>{text}</v>',
            f'><f>A1&amp;"x"</f><v>{number}</v>',
            "><f>A1</f><v></v>", "><f>A1</f><v/>", "><f>A1</f>", ">", ' t="str"><v></v>', ' t="str"><v/>', ' t="str"><f>1</f>',
        )
    ) + "</c>"  # fmt: skip


def _text(random: Random) -> str:
    text, space, chance = random.choice(_TEXTS), random.choice(_SPACES), random.randrange(10)
    if chance < 5:
        return f"<si><t{space}>{text}</t></si>"
    if chance < 6:
        return f'<si><t{space}>{text}</t><phoneticPr fontId="1" type="noConversion"/></si>'
    if chance < 7:
        return f'<si><t>{text}</t><rPh sb="0" eb="1"><t>p</t></rPh><phoneticPr fontId="1"/></si>'
    if chance < 8:
        return "<si></si>"
    runs = (
        f"<r>{random.choice(_LOOKS)}<t{random.choice(_SPACES)}>{random.choice(_TEXTS)}</t></r>"
        for _ in range(random.randint(1, 3))
    )
    return f"<si>{''.join(runs)}</si>"


def _packed(parts: dict[str, str]) -> bytes:
    relation = f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" Type="{_RELATIONS}/%s" Target="%s"/></Relationships>'
    whole = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": relation % ("officeDocument", "xl/workbook.xml"),
        "xl/_rels/workbook.xml.rels": relation % ("worksheet", "worksheets/sheet1.xml"),
        **parts,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in whole.items():
            package.writestr(name, text if name.startswith(("[", "_")) else _HEAD + text)
    return out.getvalue()
