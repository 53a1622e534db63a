"""What a Word file is made of: which parts are filled, where a problem is said to be, what is kept as it was."""

import re
from functools import cache
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZipFile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from reportgen.model import Finding, Slot
from reportgen.word.document import Template, text_lines
from reportgen.word.package import NotWordError
from reportgen.word.places import locate

SLOTS = {
    "总数": Slot("12", True),
    "败诉": Slot("0", False),
    "单位": Slot("甲 & 乙", True),
    "缺": Slot(None, False),
    "结果": Slot(None, True, ({"名": Slot("维持", True)}, {"名": Slot("撤销", True)}), ("名",)),
}
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."


def save(document: docx.document.Document) -> bytes:
    file = BytesIO()
    document.save(file)
    return file.getvalue()


@cache
def _empty() -> dict[str, bytes]:
    return read(save(docx.Document()))


def write(*paragraphs: str) -> bytes:
    """A Word file of these paragraphs; one that begins with # is a heading."""
    parts = _empty()
    before, at, after = parts["word/document.xml"].partition(b"<w:sectPr")
    lines = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>{_run(text[1:])}</w:p>'
        if text.startswith("#")
        else f"<w:p>{_run(text)}</w:p>"
        for text in paragraphs
    )
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        for name, data in {**parts, "word/document.xml": before + lines.encode() + at + after}.items():
            archive.writestr(name, data)
    return made.getvalue()


def _run(text: str) -> str:
    breaks = escape(text).replace("\t", "</w:t><w:tab/><w:t>").replace("\n", "</w:t><w:br/><w:t>")
    return f'<w:r><w:t xml:space="preserve">{breaks}</w:t></w:r>' if text else ""


def read(file: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(file)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def change(file: bytes, parts: dict[str, bytes | None]) -> bytes:
    """Replace, add or leave out parts of a package."""
    changed = BytesIO()
    with ZipFile(changed, "w") as archive:
        for name, content in {**read(file), **parts}.items():
            if content is not None:
                archive.writestr(name, content)
    return changed.getvalue()


def add_story(file: bytes, kind: str, inside: str) -> bytes:
    """Add a part such as footnotes, with its content type."""
    types = read(file)["[Content_Types].xml"]
    entry = f'<Override PartName="/word/{kind}.xml" ContentType="{TYPE}{kind}+xml"/></Types>'
    story = f'<w:{kind} xmlns:w="{WORD}">{inside}</w:{kind}>'.encode()
    return change(
        file,
        {"[Content_Types].xml": types.replace(b"</Types>", entry.encode()), f"word/{kind}.xml": story},
    )


def filled(file: bytes, draft: str | None = None) -> bytes:
    result, findings = Template.load(file).fill(SLOTS, draft=draft)
    assert not findings
    assert result is not None
    return result


def told(file: bytes) -> list[Finding]:
    result, findings = Template.load(file).fill(SLOTS)
    assert result is None
    return findings


def lines(file: bytes) -> list[str]:
    return [line.partition("\t")[2] or line for line in text_lines(file)]


# Which parts are filled


def test_tags_in_headers_and_footers_are_filled() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{单位}}年报"
    document.sections[0].footer.paragraphs[0].text = "共{{总数}}页"
    assert "甲 & 乙年报" in lines(filled(save(document)))
    assert "共12页" in lines(filled(save(document)))


@pytest.mark.parametrize("kind", ["footnotes", "endnotes", "comments"])
def test_tags_in_notes_are_filled_once_and_values_stay_values(kind: str) -> None:
    note = kind[:-1]
    inside = f'<w:{note} w:id="1"><w:p><w:r><w:t>{{{{值}}}}，共{{{{总数}}}}</w:t></w:r></w:p></w:{note}>'
    template = Template.load(add_story(write("甲"), kind, inside))
    result, _ = template.fill({**SLOTS, "值": Slot("{{总数}}", True)})
    assert result is not None
    story = read(result)[f"word/{kind}.xml"].decode()
    assert re.findall("<w:t>(.*?)</w:t>", story) == ["{{总数}}", "，共", "12"]


def test_a_section_does_not_leave_its_note() -> None:
    notes = "".join(
        f'<w:footnote w:id="{n}"><w:p><w:r><w:t>{tag}</w:t></w:r></w:p></w:footnote>'
        for n, tag in enumerate(["{{#总数}}", "{{/总数}}"])
    )
    assert [finding.code for finding in told(add_story(write("甲"), "footnotes", notes))] == [
        "TPL002",
        "TPL002",
    ]


def test_tags_in_document_properties_are_filled() -> None:
    document = docx.Document()
    document.core_properties.title = "{{单位}}{{#结果}}、{{名}}{{/结果}}报告"
    document.core_properties.subject = "{{^败诉}}无{{/败诉}}败诉"
    properties = docx.Document(BytesIO(filled(save(document)))).core_properties
    assert properties.title == "甲 & 乙、维持、撤销报告"
    assert properties.subject == "无败诉"
    company = b"<Company>{{\xe5\x8d\x95\xe4\xbd\x8d}}</Company></Properties>"
    app = read(save(document))["docProps/app.xml"].replace(b"</Properties>", company)
    after = read(filled(change(save(document), {"docProps/app.xml": app})))["docProps/app.xml"]
    assert "<Company>甲 &amp; 乙</Company>" in after.decode()


def test_tags_in_text_boxes_are_filled() -> None:
    document = docx.Document()
    run = document.add_paragraph("甲").add_run()
    picture = run._r.makeelement(qn("w:pict"))
    run._r.append(picture)
    box = picture.makeelement(qn("w:txbxContent"))
    picture.append(box)
    box.append(docx.Document().add_paragraph("盒{{总数}}")._p)
    assert lines(filled(save(document))) == ["甲", "盒12"]


def test_untouched_parts_are_kept_byte_for_byte() -> None:
    notes = "<w:footnote><w:p><w:r><w:t>集合{1}</w:t></w:r></w:p></w:footnote>"
    before = add_story(write("共{{总数}}件"), "footnotes", notes)
    after = read(filled(before))
    assert list(after) == list(read(before))
    assert {name for name, content in read(before).items() if after[name] != content} == {"word/document.xml"}


def test_same_input_same_bytes() -> None:
    template = write("共{{总数}}件", "{{#结果}}{{名}}{{/结果}}")
    assert filled(template) == filled(template)
    with ZipFile(BytesIO(filled(template, "草稿"))) as archive:
        stamps = {(info.date_time, info.create_system) for info in archive.infolist()}
    assert stamps == {((1980, 1, 1, 0, 0, 0), 0)}


def test_word_opens_what_was_filled_as_before() -> None:
    document = docx.Document()
    document.sections[0].left_margin = Pt(72)
    document.add_paragraph("共{{总数}}件")
    reopened = docx.Document(BytesIO(filled(save(document))))
    assert reopened.sections[0].left_margin == Pt(72)


# Where a problem is


def test_every_problem_of_every_part_is_told_with_its_place() -> None:
    document = docx.Document()
    document.add_paragraph("前言{{总量}}")
    document.add_heading("一、行政复议", 1)
    document.add_paragraph("第一段")
    document.add_paragraph("")
    document.add_paragraph("全年收到{{ 总量 }}件")
    table = document.add_table(2, 3)
    table.rows[0].cells[0].text = "名"
    document.add_table(1, 1)
    table.rows[1].cells[2].text = "{{总和}}"
    document.add_paragraph("（二）没有标题样式的{{标题}}")
    document.add_paragraph("{{#总数}}")
    document.sections[0].header.paragraphs[0].text = "{{页眉}}"
    document.core_properties.title = "{{年份}}报告"
    assert [(finding.code, finding.place.sheet) for finding in told(save(document))] == [
        ("TPL001", "正文第1段“前言{{总量}}”"),
        ("TPL001", "“一、行政复议”下第2段“全年收到{{ 总量 }}件”"),
        ("TPL001", "表格1第2行第3列“{{总和}}”"),
        ("TPL001", "标题“（二）没有标题样式的{{标题}}”"),
        ("TPL002", "“（二）没有标题样式的{{标题}}”下第1段“{{#总数}}”"),
        ("TPL001", "页眉“{{页眉}}”"),
        ("TPL001", "文档属性“标题”“{{年份}}报告”"),
    ]


def test_a_full_width_tag_that_is_not_closed_is_told() -> None:
    assert [finding.code for finding in told(write("共｛｛总数件"))] == ["TPL003"]


def test_a_finding_says_what_is_wrong_and_how_to_mend_it() -> None:
    (finding,) = told(write("共{{ 总量 }}件"))
    assert (finding.code, finding.severity) == ("TPL001", "error")
    assert finding.message == "标签“{{ 总量 }}”没有这个名称"
    assert finding.fix == "是不是“总数”？"


def test_a_problem_met_while_filling_has_a_place_too() -> None:
    (finding,) = told(write("#一、复议", "{{#总数}}", "共{{缺}}件", "{{/总数}}"))
    assert (finding.code, finding.place.sheet) == ("TPL005", "“一、复议”下第2段“共{{缺}}件”")


def test_a_long_paragraph_is_quoted_in_part() -> None:
    (finding,) = told(write("一二三四五六七八九十" * 9 + "{{总量}}" + "甲乙丙丁戊己庚辛壬癸" * 9))
    assert (
        finding.place.sheet
        == "正文第1段“…九十一二三四五六七八九十{{总量}}甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛…”"
    )


def test_tags_lists_every_tag_with_its_place() -> None:
    template = Template.load(write("#{{总数}}件", "{{#结果}}{{名|同比}}{{/结果}}"))
    ((name, story),) = [each for each in template.stories.items() if "document" in each[0]]
    found = locate(template.package, name, story)
    assert [(tag.kind, tag.key) for tag in found] == [(tag.kind, tag.key) for tag in template.tags]
    assert [(tag.kind, tag.key, tag.place.sheet[:4]) for tag in found] == [
        ("print", "总数", "标题“{"),
        ("open", "结果", "“{{总"),
        ("print", "名|同比", "“{{总"),
        ("close", "结果", "“{{总"),
    ]


# Files that are no Word documents


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (b"", "不是Word文档"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "旧版.doc文件，或者设了打开密码"),
        (write("甲")[:-300], "已损坏"),
        (change(write("甲"), {"[Content_Types].xml": None}), "里面没有文档内容"),
        (change(write("甲"), {"word/document.xml": None}), "里面没有文档内容"),
        (change(write("甲"), {"word/document.xml": f'<w:document xmlns:w="{WORD}">{{'.encode()}), "已损坏"),
        (
            change(write("甲"), {"word/document.xml": b'<w:document xmlns:w="http://purl.oclc.org/"/>'}),
            "严格",
        ),
    ],
)
def test_a_file_that_is_no_word_document_is_told(file: bytes, said: str) -> None:
    with pytest.raises(NotWordError, match=said):
        Template.load(file)


def test_no_entity_is_expanded_and_no_file_is_fetched() -> None:
    evil = (
        f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///missing">]><w:document xmlns:w="{WORD}">&x;{{</w:document>'
    )
    with pytest.raises(NotWordError, match="文档类型声明"):
        Template.load(change(write("甲"), {"word/document.xml": evil.encode()}))


def test_listing_the_tags_of_another_file_raises() -> None:
    with pytest.raises(NotWordError, match="不是Word文档"):
        Template.load(b"PK")


# Drafts


def test_a_draft_says_so_in_the_body_and_prints_what_is_missing() -> None:
    assert lines(filled(write("共{{缺}}件"), "草稿：尚有3项错误未改正")) == [
        "草稿：尚有3项错误未改正",
        "共【缺：缺】件",
        "== 页眉 word/header_draft.xml",
        "草稿：尚有3项错误未改正",
    ]


def test_a_draft_says_so_in_every_header_of_every_page() -> None:
    document = docx.Document()
    document.add_paragraph("甲")
    document.sections[0].header.paragraphs[0].text = "年报"
    document.add_section().different_first_page_header_footer = True
    document.settings.odd_and_even_pages_header_footer = True
    reopened = docx.Document(BytesIO(filled(save(document), "草稿")))
    first, second = reopened.sections
    shown = [
        first.header, first.even_page_header, second.header, second.even_page_header, second.first_page_header
    ]  # fmt: skip
    assert [header.paragraphs[0].text for header in shown] == ["草稿"] * 5
    assert [paragraph.text for paragraph in first.header.paragraphs] == ["草稿", "年报"]
    (run,) = first.header.paragraphs[0].runs
    assert run.bold
    assert str(run.font.color.rgb) == "FF0000"


def test_an_unknown_name_is_an_error_in_a_draft_too() -> None:
    result, (finding,) = Template.load(write("{{总量}}")).fill(SLOTS, draft="草稿")
    assert result is None
    assert finding.code == "TPL001"


# The text projection


def test_text_lines_show_style_and_text_of_every_paragraph() -> None:
    document = docx.Document()
    document.add_heading("一、复议", 1)
    document.add_paragraph("甲\t乙\n丙")
    document.add_table(1, 2).rows[0].cells[1].text = "丁"
    document.add_paragraph("戊", style="List Bullet")
    document.sections[0].footer.paragraphs[0].text = "页脚"
    notes = (
        '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote><w:footnote w:id="1"><w:p/></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="2"><w:p/></w:footnote>'
    )
    assert text_lines(add_story(save(document), "footnotes", notes)) == [
        "heading 1\t一、复议",
        "Normal\t甲\t乙↵丙",
        "Normal\t",
        "Normal\t丁",
        "List Bullet\t戊",
        "== 页脚 word/footer1.xml",
        "footer\t页脚",
        "== 脚注 word/footnotes.xml",
        "Normal\t",
    ]


def test_a_tag_that_nothing_fills_is_refused() -> None:
    template = docx.Document()
    run = template.add_paragraph("{{ 总数 }}").add_run()
    run._r.append(parse_xml(f"<w:instrText {nsdecls('w')}>QUOTE {{{{ 总数 }}}}</w:instrText>"))
    stream = BytesIO()
    template.save(stream)
    filled, findings = Template.load(stream.getvalue()).fill({"总数": Slot("5", True)})
    assert filled is None
    assert [(each.code, "填不了" in each.message) for each in findings] == [("TPL004", True)]


@pytest.mark.parametrize("tag", ["{{ 总数 }}", "｛｛总数｝｝", "{{"])
def test_a_tag_in_the_description_of_a_picture_or_in_a_chart_is_refused(tag: str) -> None:
    document = docx.Document()
    document.add_paragraph("共{{总数}}件").add_run()._r.append(
        parse_xml(f'<w:drawing {nsdecls("w")}><w:docPr w:descr="{tag}"/></w:drawing>')
    )
    (finding,) = told(save(document))
    assert (finding.code, finding.place.sheet, "正文的公式" in finding.message) == ("TPL004", "正文", True)
    alone = docx.Document()
    alone.add_paragraph("没有别的标签").add_run()._r.append(
        parse_xml(f'<w:drawing {nsdecls("w")}><w:docPr w:descr="{tag}"/></w:drawing>')
    )
    assert [each.code for each in told(save(alone))] == ["TPL004"]
    chart = change(write("甲"), {"word/charts/chart1.xml": f"<c>{tag}</c>".encode()})
    (finding,) = told(chart)
    assert (finding.code, finding.place.sheet) == ("TPL004", "word/charts/chart1.xml")


@pytest.mark.parametrize(
    "part",
    [
        {"customXml/item1.xml": b"<a>{{x}}</a>"},
        {"word/media/image1.png": b"{{x}}"},
        {"docProps/core.xml": b'<a b="{{x}}"/>'},
        {"word/charts/chart1.xml": b"<c>{x}</c>"},
    ],
)
def test_braces_that_print_nothing_are_left_alone(part: dict[str, bytes]) -> None:
    file = change(write("共{{总数}}件"), {**part})
    assert lines(filled(file)) == ["共12件"]


# What is looked at


@pytest.mark.parametrize("tag", ["{{总数}}", "｛｛总数｝｝"])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_part_in_another_encoding_is_filled(encoding: str, tag: str) -> None:
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}[encoding]
    inside = f"<w:footnote><w:p><w:r><w:t>共{tag}件</w:t></w:r></w:p></w:footnote>"
    story = f'<?xml version="1.0" encoding="utf-16"?><w:footnotes xmlns:w="{WORD}">{inside}</w:footnotes>'
    file = add_story(write("甲"), "footnotes", "")
    assert "共12件" in lines(filled(change(file, {"word/footnotes.xml": mark + story.encode(encoding)})))


@pytest.mark.parametrize(
    ("text", "looked"),
    [("甲", False), ("{", True), ("}", True), ("｛", True), ("｝", True), ("&#123;", True)],
)
def test_only_what_may_hold_a_tag_is_parsed(text: str, looked: bool) -> None:
    inside = f"<w:footnote><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote>"
    template = Template.load(add_story(write("甲"), "footnotes", inside))
    assert ("word/footnotes.xml" in template.stories) is looked
    assert "docProps/core.xml" in template.stories
    assert "word/document.xml" not in template.stories


# One template, filled as often as asked


def test_filling_twice_gives_the_same_bytes_and_other_slots_another_file() -> None:
    template = Template.load(write("共{{总数}}件", "{{#结果}}", "{{名}}", "{{/结果}}"))
    first, _ = template.fill(SLOTS)
    other, _ = template.fill({**SLOTS, "总数": Slot("13", True), "结果": Slot(None, False, (), ("名",))})
    again, _ = template.fill(SLOTS)
    assert first == again
    assert first
    assert other
    assert (lines(first), lines(other)) == (["共12件", "维持", "撤销"], ["共13件"])


def test_a_draft_does_not_show_in_the_next_filling() -> None:
    template = Template.load(write("共{{总数}}件"))
    before, _ = template.fill(SLOTS)
    template.fill(SLOTS, draft="草稿")
    assert template.fill(SLOTS)[0] == before


def test_what_is_wrong_is_told_again_when_asked_again() -> None:
    template = Template.load(write("{{#总数}}", "共{{总量}}件"))
    first, second = template.check(SLOTS), template.fill(SLOTS)[1]
    assert [each.code for each in first] == ["TPL002", "TPL001"]
    assert first == second


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("{{单位}}{{#结果}}、{{名}}{{/结果}} ", "甲 & 乙、维持、撤销"),
        ("{年报}", "{年报}"),
        ("年报", "年报"),
        ("", ""),
    ],
)
def test_the_title_is_known_without_the_finished_file(title: str, said: str) -> None:
    document = docx.Document()
    document.core_properties.title = title
    template = Template.load(save(document))
    assert template.title(SLOTS) == said
    written = docx.Document(BytesIO(filled(save(document)))).core_properties.title
    assert written.strip() == said


def test_the_title_of_a_draft_names_what_is_missing() -> None:
    document = docx.Document()
    document.core_properties.title = "{{缺}}年报"
    template = Template.load(save(document))
    assert template.title(SLOTS, draft=True) == "【缺：缺】年报"


def test_a_draft_that_cannot_be_made_is_a_finding() -> None:
    file = change(write("共{{总数}}件"), {"word/styles.xml": None})
    template = Template.load(file)
    assert template.fill(SLOTS)[0]
    result, (finding,) = template.fill(SLOTS, draft="草稿")
    assert (result, finding.code) == (None, "TPL008")
