"""What no tag fills: tags in charts and the like, charts with numbers, bound controls, imported files."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reportgen.model import Finding
from reportgen.word.document import Template, text_lines
from tests.word.test_document import SLOTS, read, save, write
from tests.word.test_fields import pieces

OFFICE = "application/vnd.openxmlformats-officedocument."
CHART, DIAGRAM = OFFICE + "drawingml.chart+xml", OFFICE + "drawingml.diagramData+xml"
EXTENDED = "application/vnd.ms-office.chartex+xml"
C, DGM = (
    "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram",
)
CX = "http://schemas.microsoft.com/office/drawing/2014/chartex"
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
WP = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'

NUMBERS = (
    f'<c:chartSpace xmlns:c="{C}"><c:numCache><c:pt idx="0"><c:v>108</c:v></c:pt></c:numCache></c:chartSpace>'
)
LABELS = f'<c:chartSpace xmlns:c="{C}"><c:strCache><c:pt idx="0"><c:v>2022年</c:v></c:pt></c:strCache></c:chartSpace>'
TITLE = f'<c:chartSpace xmlns:c="{C}" {A}><a:p><a:r><a:t>共10</a:t></a:r><a:r><a:t>8件</a:t></a:r></a:p></c:chartSpace>'
NEW = f'<cx:chartSpace xmlns:cx="{CX}"><cx:lvl><cx:pt idx="0">108</cx:pt></cx:lvl></cx:chartSpace>'
SMART = f'<dgm:dataModel xmlns:dgm="{DGM}" {A}><a:p><a:r><a:t>受理108件</a:t></a:r></a:p></dgm:dataModel>'
WORDS = (
    f'<dgm:dataModel xmlns:dgm="{DGM}" {A}><a:p><a:r><a:t>受理、审理、决定</a:t></a:r></a:p></dgm:dataModel>'
)


def drawn(
    kind: str, content: str, *, text: str = "情况图", described: str = "", header: bool = False
) -> bytes:
    """A template with a chart or a diagram in a paragraph."""
    document = docx.Document()
    document.add_paragraph("一、总体情况")
    document.add_paragraph("共{{总数}}件")
    owner = document.sections[0].header if header else document
    paragraph = owner.paragraphs[0] if header else document.add_paragraph()
    paragraph.text = text
    part = Part(PackURI("/word/charts/chart1.xml"), kind, content.encode(), document.part.package)
    relation = owner.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    named = f'<c:chart xmlns:c="{C}" {nsdecls("r")} r:id="{relation}"/>'
    if kind == DIAGRAM:
        named = f'<dgm:relIds xmlns:dgm="{DGM}" {nsdecls("r")} r:dm="{relation}"/>'
    inside = f'<wp:inline {WP}><wp:docPr id="1" name="图" descr="{described}"/>{named}</wp:inline>'
    paragraph.add_run()._r.append(parse_xml(f"<w:drawing {nsdecls('w')}>{inside}</w:drawing>"))
    return save(document)


def told(file: bytes) -> list[Finding]:
    return Template.load(file).check(SLOTS)


@pytest.mark.parametrize(
    ("kind", "content", "numbers"),
    [
        (CHART, NUMBERS, "108"),
        (CHART, LABELS, "2022年"),
        (CHART, TITLE, "共108件"),
        (EXTENDED, NEW, "108"),
        (DIAGRAM, SMART, "受理108件"),
    ],
)
@pytest.mark.parametrize("header", [False, True])
def test_a_chart_that_shows_numbers_is_told_with_its_place(
    kind: str, content: str, numbers: str, header: bool
) -> None:
    (finding,) = told(drawn(kind, content, header=header))
    assert finding.code == "TPL021"
    assert f"（{numbers}）" in finding.message
    assert finding.place.sheet == ("页眉“情况图”" if header else "“一、总体情况”下第2段“情况图”")


@pytest.mark.parametrize(
    "file",
    [
        drawn(DIAGRAM, WORDS),
        drawn(CHART, f'<c:chartSpace xmlns:c="{C}"/>'),
        drawn(CHART, NUMBERS, text="历年情况{{! 固定 }}"),
        drawn(CHART, NUMBERS, text="历年情况｛｛！固定，往年的数｝｝"),
        drawn(CHART, NUMBERS, described="历年情况图{{! 固定 }}"),
        drawn(DIAGRAM, SMART, described="{{!固定}}"),
    ],
)
def test_a_chart_without_numbers_or_marked_as_fixed_is_not_told(file: bytes) -> None:
    assert told(file) == []
    report, findings = Template.load(file).fill(SLOTS)
    assert findings == []
    assert "固定" not in read(report or b"")["word/document.xml"].decode()
    assert "固定" not in "".join(text_lines(report or b""))


@pytest.mark.parametrize("marked", ["情况图{{! 待核对 }}", "固定的情况图"])
def test_another_comment_or_the_bare_word_marks_nothing(marked: str) -> None:
    assert [each.code for each in told(drawn(CHART, NUMBERS, text=marked))] == ["TPL021"]
    assert "TPL021" in [each.code for each in told(drawn(CHART, NUMBERS, described=marked))]


def test_a_mark_in_the_description_of_a_table_goes_too() -> None:
    document = docx.Document()
    document.add_paragraph("受理{{总数}}件。")
    described = parse_xml(f'<w:tblDescription {nsdecls("w")} w:val="便民措施12条{{{{! 固定 }}}}"/>')
    document.add_table(1, 1)._tbl.tblPr.append(described)
    report, findings = Template.load(save(document)).fill(SLOTS)
    assert findings == []
    assert 'w:val="便民措施12条"' in read(report or b"")["word/document.xml"].decode()


def test_a_mark_in_an_alternative_text_goes_from_a_part_without_tags_too() -> None:
    file = drawn(CHART, NUMBERS, header=True, described="往年{{! 固定 }}")
    report, findings = Template.load(file).fill(SLOTS)
    assert findings == []
    header = next(text for name, text in read(report or b"").items() if "header" in name and b"descr" in text)
    assert 'descr="往年"' in header.decode()


# Tags where none is filled, in pieces too


@pytest.mark.parametrize(
    "inside",
    [
        f"<w:drawing><a:p {A}><a:r><a:t>共{{</a:t></a:r><a:r><a:t>{{总数}}}}件</a:t></a:r></a:p></w:drawing>",
        f'<w:drawing><wp:docPr {WP} id="1" name="图" descr="共{{{{总数}}}}件"/></w:drawing>',
        f"<m:oMath {M}><m:r><m:t>{{</m:t></m:r><m:r><m:t>{{总数}}}}</m:t></m:r></m:oMath>",
        '<w:pict><v:textpath xmlns:v="urn:schemas-microsoft-com:vml" string="{{报告.单位}}"/></w:pict>',
    ],
)
def test_a_tag_where_none_is_filled_is_told_in_pieces_too(inside: str) -> None:
    document = docx.Document()
    run = parse_xml(f"<w:r {nsdecls('w')}>{inside}</w:r>")
    document.add_paragraph("共{{总数}}件")._p.append(run)
    assert [each.code for each in told(save(document))] == ["TPL004"]


@pytest.mark.parametrize("code", ["{{总数}}", "{{", "｛｛"])
def test_a_tag_in_the_code_of_a_field_is_told_in_pieces_too(code: str) -> None:
    document = docx.Document()
    field = parse_xml(f"<w:p {nsdecls('w')}>{pieces(code)}</w:p>")
    document.add_paragraph("共{{总数}}件")._p.extend(list(field))
    assert [each.code for each in told(save(document))] == ["TPL004"]


@pytest.mark.parametrize("kind", [CHART, DIAGRAM])
def test_a_tag_in_pieces_in_a_chart_or_a_diagram_is_told(kind: str) -> None:
    content = f'<c:x xmlns:c="{C}" {A}><a:p><a:r><a:t>共{{</a:t></a:r><a:r><a:t>{{总数}}}}件</a:t></a:r></a:p></c:x>'
    assert [each.code for each in told(drawn(kind, content))] == ["TPL004"]


# Controls and files from elsewhere


def test_a_control_that_will_show_something_else_is_told_with_its_place() -> None:
    document = docx.Document()
    document.core_properties.title = "2022年报告"
    binding = (
        "<w:dataBinding w:prefixMappings=\"xmlns:d='http://purl.org/dc/elements/1.1/'\" w:xpath='//d:title'/>"
    )
    control = f"<w:sdt><w:sdtPr>{binding}</w:sdtPr><w:sdtContent><w:p><w:r><w:t>2023年报告</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    document.element.body.insert(0, parse_xml(control.replace("<w:sdt>", f"<w:sdt {nsdecls('w')}>", 1)))
    document.add_paragraph("共{{总数}}件")
    (finding,) = told(save(document))
    assert (finding.code, "“2022年报告”" in finding.message) == ("TPL020", True)
    assert finding.place.sheet == "正文第1段“2023年报告”"


def test_a_file_that_is_inserted_when_the_report_is_opened_is_refused() -> None:
    document = docx.Document(BytesIO(write("共{{总数}}件", "附件")))
    document.element.body.insert(2, parse_xml(f'<w:altChunk {nsdecls("w", "r")} r:id="rId99"/>'))
    (finding,) = told(save(document))
    assert (finding.code, finding.place.sheet) == ("TPL004", "正文第2段“附件”")


def _embedded(program: str, text: str = "见表", aspect: str = "Content") -> bytes:
    """A template with an object of another program."""
    document = docx.Document()
    paragraph = document.add_paragraph(text)
    named = f'ProgID="{program}" DrawAspect="{aspect}" xmlns:o="urn:schemas-microsoft-com:office:office"'
    paragraph.add_run()._r.append(parse_xml(f"<w:object {nsdecls('w')}><o:OLEObject {named}/></w:object>"))
    return save(document)


@pytest.mark.parametrize("program", ["Excel.Chart.8", "Excel.Sheet.12", "MSGraph.Chart.8", "ET.Xlsx.6"])
def test_the_picture_of_a_sheet_shows_old_numbers(program: str) -> None:
    (told,) = Template.load(_embedded(program)).check(SLOTS)
    assert (told.code, program in told.message) == ("TPL021", True)


@pytest.mark.parametrize(
    ("program", "text", "aspect"),
    [
        ("Equation.3", "式", "Content"),
        ("Excel.Sheet.12", "附件", "Icon"),
        ("Excel.Sheet.12", "表{{! 固定 }}", "Content"),
    ],
)
def test_other_objects_are_left_alone(program: str, text: str, aspect: str) -> None:
    assert Template.load(_embedded(program, text, aspect)).check(SLOTS) == []


def test_a_text_that_is_drawn_on_a_chart_is_told() -> None:
    document = docx.Document()
    package = document.part.package
    kind = OFFICE + "drawingml.chartshapes+xml"
    over = f'<c:userShapes xmlns:c="{C}" {A}><a:p><a:r><a:t>最多512件</a:t></a:r></a:p></c:userShapes>'
    part = Part(PackURI("/word/charts/chart1.xml"), CHART, f'<c:chartSpace xmlns:c="{C}"/>'.encode(), package)
    shapes = Part(PackURI("/word/drawings/drawing1.xml"), kind, over.encode(), package)
    part.relate_to(
        shapes, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chartUserShapes"
    )
    relation = document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    named = f'<c:chart xmlns:c="{C}" {nsdecls("r")} r:id="{relation}"/>'
    inside = f'<wp:inline {WP}><wp:docPr id="1" name="图"/>{named}</wp:inline>'
    document.add_paragraph().add_run()._r.append(parse_xml(f"<w:drawing {nsdecls('w')}>{inside}</w:drawing>"))
    (told,) = Template.load(save(document)).check(SLOTS)
    assert (told.code, "512" in told.message) == ("TPL021", True)
