"""What calamine would hide or choke on is seen in the bytes of an .xlsx first."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from io import BytesIO

import openpyxl
import pytest
from openpyxl.styles import Font
from python_calamine import CalamineError, CalamineWorkbook

from reportgen.model import FileRefused
from reportgen.workbook import xlsx
from reportgen.workbook.notes import Unusual
from tests.make import cases_refusals as odd
from tests.make.cases_files import xlsx as made

ERROR, FORMULA = (1, 0), (2, 0)


def workbook(change: Callable[[str], str] = str, rename: str = "") -> bytes:
    """A workbook with a number, an error value and a formula without a result below each other, its sheet changed."""
    book = openpyxl.Workbook()
    book.active.title = "台账 & 表"
    for value in (1, "#REF!", "=SUM(A1:A1)"):
        book.active.append([value])
    book.active["A2"].data_type = "e"
    plain, out = BytesIO(), BytesIO()
    book.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = change(content.decode()).encode()
                name = rename or name
            target.writestr(
                name,
                content.replace(b"/xl/worksheets/sheet1.xml", f"/{rename}".encode()) if rename else content,
            )
    return out.getvalue()


@pytest.mark.parametrize(
    ("change", "rename"),
    [
        (str, ""),
        (str, "xl/odd.xml"),
        (lambda xml: xml.replace('t="e"', "t='e'").replace('r="A2"', "r='A2'"), ""),
        (lambda xml: re.sub(r"<(/?)(\w)", r"<\1x:\2", xml).replace("xmlns=", "xmlns:x="), ""),
        (lambda xml: xml.replace("><", ">\n  <"), ""),
    ],
)
def test_errors_and_formulas_without_a_result_are_seen(change: Callable[[str], str], rename: str) -> None:
    found = xlsx.scan(workbook(change, rename))
    assert found.trusted
    assert found.sheets["台账 & 表"].unread == {ERROR: "#REF!", FORMULA: "没有算出结果的公式"}


@pytest.mark.parametrize("spelling", ['t="e"', "t='e'", 't ="e"', 't="e" s="0"'])
def test_an_error_value_far_down_is_seen_however_it_is_spelled(spelling: str) -> None:
    def change(xml: str) -> str:
        xml = re.sub(r'<row r="3".*?</row>', "", xml).replace("<sheetData>", "<sheetData>" + " " * 5000)
        return xml.replace('t="e"', spelling)

    assert xlsx.scan(workbook(change)).sheets["台账 & 表"].unread == {ERROR: "#REF!"}


def test_an_empty_text_that_a_formula_gave_is_a_result() -> None:
    found = xlsx.scan(workbook(lambda xml: xml.replace('r="A3"', 'r="A3" t="str"')))
    assert found.sheets["台账 & 表"].unread == {ERROR: "#REF!"}


def test_cells_without_addresses_are_counted() -> None:
    found = xlsx.scan(workbook(lambda xml: re.sub(r' r="[A-Z]*\d+"', "", xml)))
    assert found.sheets["台账 & 表"].unread == {ERROR: "#REF!", FORMULA: "没有算出结果的公式"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (workbook(lambda xml: xml.replace('r="A1"', 'r="XFD1048576"')), "范围过大"),
        (workbook(lambda xml: xml.replace("</worksheet>", " " * 3_000_000 + "</worksheet>")), "解压后过大"),
        (workbook(lambda xml: '<!DOCTYPE x [<!ENTITY a "b">]>' + xml), "DOCTYPE"),
        (workbook(lambda xml: xml.replace("</row>", "", 1)), "已损坏"),
    ],
)
def test_what_must_not_be_opened_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(FileRefused, match=sentence):
        xlsx.scan(content)


def test_a_part_that_stands_twice_is_refused() -> None:
    out = BytesIO(workbook())
    with zipfile.ZipFile(out, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr("xl/workbook.xml", b"<workbook/>")
    with pytest.raises(FileRefused, match="有重复"):
        xlsx.scan(out.getvalue())


def test_what_cannot_be_seen_into_is_refused() -> None:
    for content in (
        b"PK\x03\x04" + b"\0" * 100,
        workbook().replace(b"PK\x01\x02\x14\x03\x14", b"PK\x01\x02\x14\x03\x40"),
    ):
        with pytest.raises(FileRefused, match="已损坏"):
            xlsx.scan(content)


@pytest.mark.parametrize("rename", [str.upper, lambda name: name.replace("/", "\\")])
def test_parts_are_found_as_readers_find_them(rename: Callable[[str], str]) -> None:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(workbook())) as parts, zipfile.ZipFile(out, "w") as renamed:
        for name in parts.namelist():
            renamed.writestr(rename(name), parts.read(name))
    found = xlsx.scan(out.getvalue())
    assert found.sheets["台账 & 表"].unread == {ERROR: "#REF!", FORMULA: "没有算出结果的公式"}
    assert _seen(found.package) == _seen(workbook())


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml.replace(
            "<sheetData>", '<sheetData><row r="1"><x:c r="XFD1048576"><x:v>1</x:v></x:c></row>'
        ),
        lambda xml: xml.replace("<sheetData>", "<sheetData><row><c\tr='XFD1048576'><v>1</v></c></row>"),
        lambda xml: xml.replace('<c r="A1"', '<c  r="XFD1048576"'),
    ],
)
def test_a_cell_far_out_cannot_hide_behind_an_odd_spelling(change: Callable[[str], str]) -> None:
    plain = re.compile(r'<c r="A[23]".*?</c>', re.DOTALL)
    with pytest.raises(FileRefused):
        xlsx.scan(workbook(lambda xml: change(plain.sub("", xml))))


def test_hidden_rows_and_columns_and_percentages_are_seen() -> None:
    book = openpyxl.Workbook()
    for value in (0.95, 0.5, 3):
        book.active.append([value, value])
    book.active["B1"].number_format = "0.0%"
    book.active.row_dimensions[2].hidden = True
    book.active.column_dimensions["B"].hidden = True
    out = BytesIO()
    book.save(out)
    (notes,) = xlsx.scan(out.getvalue()).sheets.values()
    assert (notes.percents, notes.hidden_rows, notes.hidden_columns) == ({(0, 1)}, {1}, {1})


@pytest.mark.parametrize("spelling", ['hidden="1"', "hidden='1'", 'hidden ="1"', 'hidden\n= "1"'])
def test_what_is_hidden_is_seen_however_it_is_spelled(spelling: str) -> None:
    book = openpyxl.Workbook()
    for value in range(3):
        book.active.append([value, value])
    book.active.row_dimensions[2].hidden = True
    book.active.column_dimensions["B"].hidden = True
    out, changed = BytesIO(), BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as parts, zipfile.ZipFile(changed, "w") as target:
        for name in parts.namelist():
            target.writestr(name, parts.read(name).replace(b'hidden="1"', spelling.encode()))
    (notes,) = xlsx.scan(changed.getvalue()).sheets.values()
    assert (notes.hidden_rows, notes.hidden_columns) == ({1}, {1})


@pytest.mark.parametrize("code", ["[>1]0.0%;0.00%", "0.0&#37;", '0.0"a>b"%'])
def test_a_percentage_is_told_however_its_format_is_written(code: str) -> None:
    book = openpyxl.Workbook()
    book.active.append([1.2])
    book.active["A1"].number_format = "0.0%"
    out, changed = BytesIO(), BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as parts, zipfile.ZipFile(changed, "w") as target:
        for name in parts.namelist():
            escaped = code.replace('"', "&quot;").encode()
            target.writestr(
                name, parts.read(name).replace(b'formatCode="0.0%"', b'formatCode="' + escaped + b'"')
            )
    (notes,) = xlsx.scan(changed.getvalue()).sheets.values()
    assert notes.percents == {(0, 0)}


@pytest.mark.parametrize("prefix", ["", "x:"])
@pytest.mark.parametrize("value", ["1<!-- -->2", "<![CDATA[12]]>"])
def test_a_value_that_calamine_would_cut_is_read_whole(value: str, prefix: str) -> None:
    def change(xml: str) -> str:
        xml = re.sub(r'(<c r="A1".*?<v>)\d+', rf"\g<1>{value}", xml)
        return re.sub("<(/?)sheetData>", rf"<\1{prefix}sheetData>", xml)

    ((_, rows, _),) = _seen(xlsx.scan(workbook(change)).package)
    assert rows[0] == [12.0]


@pytest.mark.parametrize("cell", ["/>", "></c>", "><v/></c>", "><v></v></c>"])
def test_what_is_only_formatted_far_out_is_no_content(cell: str) -> None:
    far = f'<row r="1048576"><c r="XFD1048576" s="0"{cell}</row></sheetData>'
    extent = '<dimension ref="A1:XFD1048576"'
    content = workbook(lambda xml: re.sub('<dimension ref="[^"]*"', extent, xml.replace("</sheetData>", far)))
    ((_, rows, _),) = _seen(xlsx.scan(content).package)
    assert (rows[0], len(rows)) == ([1.0], 2)


def test_a_text_that_is_said_to_stand_elsewhere_is_refused() -> None:
    with pytest.raises(FileRefused, match="已损坏"):
        xlsx.scan(workbook(lambda xml: xml.replace('<c r="A1" t="n">', '<c r="A1" t="inlineStr">')))


def test_a_part_that_unpacks_to_more_than_it_says_is_refused() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b" " * (300 * 2**20))
    small = (1000).to_bytes(4, "little")
    lying = out.getvalue().replace((300 * 2**20).to_bytes(4, "little"), small)
    with pytest.raises(FileRefused, match="解压后过大"):
        xlsx.scan(lying)


MERGED = '<mergeCells count="1"><mergeCell ref="A1:A2"/></mergeCells>'


@pytest.mark.parametrize(
    ("behind", "is_first"),
    [
        ("", True),
        (MERGED, True),
        (f"{MERGED}<pageMargins left='1' right='1' top='1' bottom='1' header='1' footer='1'/>", True),
        ("<mergeCells/>", False),
        (MERGED.replace("><", "> <"), False),
        (f"<!-- {MERGED} -->", False),
        (f"<!-- -->{MERGED}", False),
        (f"{MERGED}{MERGED.replace('A2', 'A3')}", False),
    ],
)
def test_merged_ranges_that_are_put_first_change_nothing_of_what_is_read(behind: str, is_first: bool) -> None:
    content = workbook(lambda xml: xml.replace("</sheetData>", f"</sheetData>{behind}"))
    package = xlsx.scan(content).package
    xml = zipfile.ZipFile(BytesIO(package)).read("xl/worksheets/sheet1.xml")
    assert (0 < xml.find(b"<mergeCells") < xml.find(b"<sheetData")) == is_first
    assert _seen(package) == _seen(content)


def test_two_sheets_may_be_one_part() -> None:
    content = workbook(lambda xml: xml)
    parts = zipfile.ZipFile(BytesIO(content))
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as twice:
        for name in parts.namelist():
            again = re.sub(
                rb'(<sheet [^>]*)name="[^"]*"([^>]*/>)', rb'\g<0>\1name="again"\2', parts.read(name)
            )
            twice.writestr(name, again if name == "xl/workbook.xml" else parts.read(name))
    package = xlsx.scan(out.getvalue()).package
    assert [name for name, *_ in _seen(package)] == ["台账 & 表", "again"]
    with pytest.raises(FileRefused, match="已损坏"):
        xlsx.scan(out.getvalue().replace(b"again", "台账 &amp; 表".encode()))


def test_a_sheet_whose_check_sum_is_wrong_stays_wrong() -> None:
    content = workbook()
    with zipfile.ZipFile(BytesIO(content)) as parts:
        right = parts.getinfo("xl/worksheets/sheet1.xml").CRC.to_bytes(4, "little")
    assert content.count(right) == 2
    package = xlsx.scan(content.replace(right, b"\1\2\3\4")).package
    with pytest.raises(CalamineError):
        _seen(package)


def _seen(content: bytes) -> list[tuple[str, list[list[object]], object]]:
    """What calamine reads: of each sheet the name, the rows and the merged ranges."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
    return [(each.name, each.to_python(skip_empty_area=False), each.merged_cell_ranges) for each in sheets]


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_looks_are_seen_too(prefix: str) -> None:
    book = openpyxl.Workbook()
    book.active.append([123000, 17, "甲", 5, "乙"])
    for address, code in (("A1", "0!.0000"), ("B1", "0000"), ("D1", ";;")):
        book.active[address].number_format = code
    book.active["C1"].font = Font(strike=True)
    book.active["E1"].font = Font(color="FFFFFFFF")
    out, changed = BytesIO(), BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as parts, zipfile.ZipFile(changed, "w") as target:
        for name in parts.namelist():
            xml = parts.read(name).decode()
            if prefix and name.startswith("xl/worksheets/"):
                xml = re.sub(r"<(/?)(\w)", rf"<\1{prefix}\2", xml).replace("xmlns=", "xmlns:x=")
            target.writestr(name, xml)
    (notes,) = xlsx.scan(changed.getvalue()).sheets.values()
    assert notes.printed == {(0, 0): "12.3000", (0, 1): "0017"}
    assert (notes.struck, notes.unseen) == ({(0, 2)}, {(0, 3), (0, 4)})


@pytest.mark.parametrize("prefix", ["", "x:"])
@pytest.mark.parametrize(
    ("addresses", "fits"),
    [
        (("D1048576",), True),
        (("F1048576",), False),
        (("XFD305",), True),
        (("XFD306",), False),
        (("A1048576", "F1"), False),
        (("F1", "A1048576"), False),
        (("XFD1", "A306"), False),
        (("XFD1", "A305"), True),
    ],
)
def test_a_sheet_reaches_as_far_as_its_cells_do_together(
    addresses: tuple[str, ...], fits: bool, prefix: str
) -> None:
    rows = "".join(
        f'<{prefix}row r="{each.lstrip("ABCDEFX")}"><{prefix}c r="{each}"><{prefix}v>1</{prefix}v></{prefix}c></{prefix}row>'
        for each in addresses
    )
    content = workbook(lambda xml: re.sub("<row.*</row>", rows, xml))
    if fits:
        assert xlsx.scan(content).trusted
    else:
        with pytest.raises(FileRefused, match="范围过大"):
            xlsx.scan(content)


def test_pictures_in_cells_are_told_with_their_cells() -> None:
    (notes,) = xlsx.scan(made("PIC | n:1", edit=odd.with_cell_pictures)).sheets.values()
    assert notes.unread == {(0, 0): "单元格里的图片"}


@pytest.mark.parametrize(
    ("said", "text", "trusted"),
    [
        ('count="1000"', "", True),
        ('uniqueCount="1001"', "", False),
        ('count="99999999"', "", False),
        ("", "甲" * 400 + ' count="99999999"', True),
    ],
)
def test_who_promises_more_shared_texts_than_there_is_room_for_is_not_trusted(
    said: str, text: str, trusted: bool
) -> None:
    def change(parts: dict[str, bytes]) -> None:
        texts = f'<sst xmlns="x" {said}><si><t>{text}</t></si></sst>'
        parts["xl/sharedStrings.xml"] = texts.encode()

    assert xlsx.scan(made("甲 | n:1", edit=change)).trusted is trusted


USUAL = {
    "_rels/.rels": b'<R Target="/XL/Workbook.xml"/>',
    "xl/workbook.xml": b"<workbook><sheets><sheet/></sheets><AlternateContent/></workbook>",
    "xl/_rels/workbook.xml.rels": b'<R Target="/xl/styles.xml"/><R Target="/xl/SharedStrings.xml"/>',
    "xl/styles.xml": b"<s/>",
}


@pytest.mark.parametrize(
    "change",
    [
        {"xl/workbook.xml": b""},
        {"xl/_rels/workbook.xml.rels": b""},
        {"_rels/.rels": b'<R Target="xl/other.xml"/>'},
        {"xl/styles.xml": b"<s><!-- --></s>"},
        {"xl/sharedStrings.xml": "<sst/>".encode("utf-16")},
        {"xl/sharedStrings.xml": b"<?xml version='1.0' encoding='GBK'?><sst/>"},
        {"xl/_rels/workbook.xml.rels": b'<R Target="/xl/styles2.xml"/>'},
        {"xl/_rels/workbook.xml.rels": b'<R Target="/xl/sharedStrings7.xml"/>'},
        {"xl/workbook.xml": b"<workbook><sheets><AlternateContent/></sheets></workbook>"},
        {"xl/styles.xml": None},
    ],
)
def test_parts_that_do_not_lie_or_are_not_written_as_usual_are_unusual(
    change: dict[str, bytes | None],
) -> None:
    xlsx._check_usual(USUAL)
    xlsx._check_usual({name: part for name, part in USUAL.items() if name != "_rels/.rels"})
    with pytest.raises(Unusual):
        xlsx._check_usual({name: part for name, part in {**USUAL, **change}.items() if part is not None})


@pytest.mark.parametrize(
    ("texts", "honest"),
    [
        (b"", True),
        (b"<sst/>", True),
        (b"<sst></sst><sst/>", False),
        (b"<a/>", False),
        (b"<!-- --><sst/>", False),
        (b"<sst><!-- --></sst>", True),
        (b"<sst" + b" " * 1019 + b">", True),
        (b"<sst" + b" " * 1020 + b">", False),
    ],
)
def test_how_many_texts_there_are_is_believed_where_it_is_said_in_one_plain_place(
    texts: bytes, honest: bool
) -> None:
    assert xlsx._counts_truly(texts) is honest


@pytest.mark.parametrize("prefix", ["", "x:"])
@pytest.mark.parametrize(("most", "fits"), [(6, True), (5, False)])
def test_a_sheet_is_as_high_and_as_wide_as_to_its_last_cell(
    most: int, fits: bool, prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportgen.workbook.notes.LARGEST_BOX", most)
    cell = f'<{prefix}c\tr="C2"><{prefix}v>1</{prefix}v></{prefix}c>'
    content = workbook(lambda xml: re.sub("<row.*</row>", f'<{prefix}row r="2">{cell}</{prefix}row>', xml))
    if fits:
        assert xlsx.scan(content).trusted
    else:
        with pytest.raises(FileRefused, match="范围过大"):
            xlsx.scan(content)


@pytest.mark.parametrize("name", ["Id", "Target", "Type", "name", "r:id", "numFmtId", "formatCode"])
@pytest.mark.parametrize("said", ['{}="甲&amp;乙"', "{}='甲&amp;乙'", '{} =\n"甲&amp;乙"'])
def test_an_attribute_is_read_in_either_quotation_marks(name: str, said: str) -> None:
    tag = f"<a x='1' {said.format(name)} y='2'/>".encode()
    key = rb"\w+:id" if name == "r:id" else name.encode()
    assert xlsx._attribute(tag, key) == "甲&乙"
    assert xlsx._attribute(b"<a x='1'/>", key) == ""


@pytest.mark.parametrize(
    ("xml", "plain"),
    [
        ("<a><!-- --><sheetData></sheetData>{}</a>", False),
        ("<a><mergeCells/><sheetData></sheetData>{}</a>", False),
        ("<a><sheetData></sheetData><!-- -->{}</a>", False),
        ("<a><sheetData></sheetData>{}<mergeCells/></a>", False),
        ("<a><sheetData></sheetData>{}</a>", True),
        ("<sheetData></sheetData>{}", False),
        ("<a></a>{}", False),
    ],
)
def test_merged_ranges_are_put_before_the_rows_where_these_are_written_plainly(xml: str, plain: bool) -> None:
    ranges = '<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>'
    whole = xml.format(ranges)
    at = whole.find("<sheetData")
    moved = whole[:at] + ranges + whole[at:] if plain else whole
    assert xlsx._merges_first(whole.encode()).decode() == moved
    if plain:
        without = xml.format("")
        none = without[:at] + "<mergeCells></mergeCells>" + without[at:]
        assert xlsx._merges_first(without.encode()).decode() == none


@pytest.mark.parametrize(
    ("cells", "corner"),
    [
        ([], (0, 0)),
        ([(b"A", b"1")], (1, 1)),
        ([(b"C", b"2"), (b"A", b"7"), (b"B", b"3")], (7, 3)),
        ([(b"XFD", b"1048576")], (2**20, 2**14)),
    ],
)
def test_a_corner_lies_under_and_beside_all_cells(
    cells: list[tuple[bytes, bytes]], corner: tuple[int, int]
) -> None:
    assert xlsx._corner(cells) == corner


@pytest.mark.parametrize(
    "change", [str, lambda xml: xml.replace('r="A2"', "r='A2'")], ids=["by search", "by parsing"]
)
def test_what_a_formula_works_out_is_told_apart_from_what_was_typed(change: Callable[[str], str]) -> None:
    def calculated(xml: str) -> str:
        number = xml.replace('t="e"', "").replace("#REF!", "7")
        return change(re.sub(r"(</f>)<v ?/?>(?:</v>)?", r"\1<v>1</v>", number))

    assert xlsx.scan(workbook(calculated)).sheets["台账 & 表"].formulas == {FORMULA}
