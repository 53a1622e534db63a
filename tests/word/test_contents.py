"""What a reader sees of a Word file, and what of it nobody is to see."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reportgen.word.contents import Contents, Paragraph, Table, contents, paragraphs
from tests.word.test_document import save
from tests.word.test_fill import p, r
from tests.word.test_footnotes import mark, written

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe"
    "0def46b80000000049454e44ae426082"
)
LOOK = '<w:tbl><w:tblPr><w:tblLook w:val="{}"/></w:tblPr><w:tblGrid/>{}</w:tbl>'


def body(*content: str) -> bytes:
    """A Word file whose body is this XML."""
    document = docx.Document()
    for child in list(parse_xml(f"<w:body {nsdecls('w')}>{''.join(content)}</w:body>")):
        document.element.body.insert(len(document.element.body) - 1, child)
    return save(document)


def seen(*content: str) -> list[str]:
    return [each.text for each in paragraphs(contents(body(*content)).blocks)]


def pictured(said: str) -> bytes:
    """A Word file with a picture."""
    document = docx.Document()
    document.add_picture(BytesIO(PIXEL))
    (drawn,) = document.element.body.xpath(".//wp:docPr")
    drawn.set("descr", said)
    return save(document)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (p("有", "<w:r><w:tab/><w:t>5</w:t><w:br/><w:t>件</w:t></w:r>"), "有\t5\n件"),
        (p("5", '<w:del w:id="1"><w:r><w:delText>6</w:delText></w:r></w:del>', "件"), "5件"),
        (p('<w:ins w:id="1">' + r("7") + "</w:ins>", "件"), "7件"),
        (p('<w:moveFrom w:id="1">' + r("移走") + "</w:moveFrom>", "留下"), "留下"),
        (p(r("不给看", "<w:vanish/>"), "给看"), "给看"),
        (p(r("给看", '<w:vanish w:val="0"/>')), "给看"),
        (p('<w:hyperlink w:anchor="x">' + r("链接") + "</w:hyperlink>"), "链接"),
        (p("<w:sdt><w:sdtPr/><w:sdtContent>" + r("控件") + "</w:sdtContent></w:sdt>"), "控件"),
        (p("<w:r><w:instrText> PAGE </w:instrText></w:r>", "1"), "1"),
        (p('<w:r><w:commentReference w:id="1"/></w:r>', "没有批注"), "没有批注"),
        (p('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "完成"), "☑完成"),
        (p('<w:r><w:sym w:font="无此字体" w:char="F0FE"/></w:r>', "完成"), "\ufffd完成"),
        (p("合格率=", '<m:oMathPara xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:oMath><m:f><m:num><m:r><m:t>4</m:t></m:r></m:num>'
           "<m:den><m:r><m:t>5</m:t></m:r></m:den></m:f></m:oMath></m:oMathPara>"), "合格率=4/5"),
        ("<w:sdt><w:sdtContent>" + p("整段控件") + "</w:sdtContent></w:sdt>", "整段控件"),
    ],
)  # fmt: skip
def test_text_is_what_is_seen(content: str, text: str) -> None:
    assert "".join(seen(content)) == text


def test_a_style_hides_text_as_well() -> None:
    document = docx.Document()
    style = document.styles.add_style("隐", 2)
    style.font.hidden = True
    document.add_paragraph("看得见").add_run("看不见", style=style)
    assert [each.text for each in paragraphs(contents(save(document)).blocks)] == ["看得见"]


def test_a_heading_is_told_by_its_style_and_by_its_outline() -> None:
    document = docx.Document()
    document.add_heading("一、甲", 1)
    document.add_heading("（一）乙", 2)
    document.add_paragraph("正文")
    outlined = document.add_paragraph("丙")
    outlined.paragraph_format.element.get_or_add_pPr().append(
        parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="2"/>')
    )
    blocks = contents(save(document)).blocks
    assert [each.level for each in blocks if isinstance(each, Paragraph)] == [1, 2, 0, 3]


def test_a_line_says_at_which_side_it_stands_and_how_far_from_it() -> None:
    line = p("署名", properties='<w:ind w:rightChars="200" w:right="9"/><w:jc w:val="right"/>')
    twips = p("日", properties='<w:ind w:rightChars="0" w:right="480"/><w:jc w:val="end"/>')
    found = list(paragraphs(contents(body(line, twips)).blocks))
    assert [(each.align, each.right) for each in found] == [("right", 2.0), ("end", 2.18)]


def shape(found: Contents) -> list[list[tuple[str, int, int, str]]]:
    (table,) = [each for each in found.blocks if isinstance(each, Table)]
    return [
        [
            ("".join(each.text for each in paragraphs(cell.blocks)), cell.columns, cell.rows, cell.scope)
            for cell in row
        ]
        for row in table.rows
    ]


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def test_merged_cells_are_one_and_heads_are_told() -> None:
    wide, begun, goes_on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = (
        f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{cell('村')}{cell('件数', wide)}</w:tr>",
        f"<w:tr>{cell('甲', begun)}{cell('收到')}{cell('5')}</w:tr>",
        f"<w:tr>{cell('', goes_on)}{cell('办结')}{cell('4')}</w:tr>",
        f"<w:tr><w:trPr><w:hidden/></w:trPr>{cell('藏')}{cell('藏')}{cell('藏')}</w:tr>",
    )
    assert shape(contents(body(LOOK.format("0000", "".join(rows))))) == [
        [("村", 1, 1, "col"), ("件数", 2, 1, "col")],
        [("甲", 1, 2, ""), ("收到", 1, 1, ""), ("5", 1, 1, "")],
        [("办结", 1, 1, ""), ("4", 1, 1, "")],
    ]


@pytest.mark.parametrize(
    ("look", "scopes"), [("00A0", ["col", "row"]), ("0020", ["col", ""]), ("0000", ["", ""])]
)
def test_a_look_says_what_the_head_is(look: str, scopes: list[str]) -> None:
    rows = f"<w:tr>{cell('村')}</w:tr><w:tr>{cell('甲')}</w:tr>"
    assert [row[0][3] for row in shape(contents(body(LOOK.format(look, rows))))] == scopes


def test_notes_come_in_the_order_of_their_marks_and_boxes_apart() -> None:
    drawn = (
        '<w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:rect><v:textbox><w:txbxContent>'
        f"{p('框里7件')}</w:txbxContent></v:textbox></v:rect></w:pict></w:r>"
    )
    found = contents(
        written(p("有10", mark(2, "footnote"), "起", mark(1, "footnote"), drawn), {1: "注乙", 2: "注甲"})
    )
    (line,) = paragraphs(found.blocks)
    assert (line.text, [each.text for each in line.pieces if each.look == "note"]) == ("有10起", ["1", "2"])
    assert [[each.text for each in paragraphs(note)] for note in found.notes] == [["注甲"], ["注乙"]]
    assert [each.text for each in paragraphs(found.boxes)] == ["框里7件"]


def test_a_picture_comes_with_what_is_said_of_it() -> None:
    (line,) = paragraphs(contents(pictured("各村调解数柱形图")).blocks)
    (piece,) = line.pieces
    assert piece.picture
    assert (piece.picture.kind, piece.picture.content) == ("image/png", PIXEL)
    assert piece.picture.said == "各村调解数柱形图"


def test_looks_are_kept_and_runs_of_one_look_are_joined() -> None:
    (line,) = paragraphs(
        contents(body(p("一", "二", r("三", "<w:b/>"), r("2", '<w:vertAlign w:val="superscript"/>')))).blocks
    )
    assert [(each.text, each.look) for each in line.pieces] == [("一二", ""), ("三", "strong"), ("2", "sup")]
