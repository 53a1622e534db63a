"""The web page of a report says what the Word file shows, in its own structure, and nothing else."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import docx
import pytest

from reportgen import pipeline
from reportgen.pipeline import Project
from reportgen.word.contents import contents, paragraphs
from reportgen.word.web_page import web_page
from tests.word.test_contents import LOOK, body, cell, pictured
from tests.word.test_document import save
from tests.word.test_fill import p, r
from tests.word.test_footnotes import mark, written

BLOCKS = {"h1", "h2", "h3", "h4", "h5", "h6", "p", "td", "th", "caption"}


class Visible(HTMLParser):
    """The texts of a page, block by block."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag in BLOCKS:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if self.lines:
            self.lines[-1] += data


def visible(html: str) -> list[str]:
    page = Visible()
    page.feed(html[html.index("<main>") : html.index("</main>")])
    return [line.strip() for line in page.lines if line.strip()]


def page(*content: str) -> str:
    html = web_page(body(*content)).html
    return html[html.index("<main>\n") + 7 : html.index("\n</main>")]


@pytest.fixture(scope="module")
def report(collected: Project, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    file = pipeline.render(collected, 2023, tmp_path_factory.mktemp("page") / "报告.docx").file
    assert file
    return file.read_bytes()


def test_the_page_says_what_the_word_file_shows(report: bytes) -> None:
    shown = [text for each in paragraphs(contents(report).blocks) if (text := each.text.strip())]
    assert visible(web_page(report).html) == shown
    assert len(shown) > 80


def test_the_page_of_a_report_has_its_title_headings_and_language(report: bytes) -> None:
    html = web_page(report).html
    title = "近海镇2023年法治政府建设情况报告"
    assert html.startswith('<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">')
    assert f"<title>{title}</title>" in html
    assert re.findall(r"<h1>(.*?)</h1>", html) == [title]
    assert len(re.findall(r"<h2>", html)) == 4
    assert "<h4>1.统筹谋划部署</h4>" in html
    assert "@media print" in html


def test_nothing_comes_from_outside_and_nothing_runs(report: bytes) -> None:
    html = web_page(report).html
    assert not re.search(r"https?:|//|@import|<script|<link|<iframe|url\(| on\w+=", html)


def test_the_same_file_gives_the_same_bytes(report: bytes) -> None:
    assert web_page(report) == web_page(report)


def test_what_was_deleted_hidden_or_remarked_is_not_in_the_bytes() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("看得见")
    document.add_comment(paragraph.runs, "批注里的话", "审稿人", "审")
    paragraph.add_run("藏起来").font.hidden = True
    file = save(document)
    html = web_page(file).html
    assert "看得见" in html
    assert not re.search("批注里的话|审稿人|藏起来", html)
    deleted = page(
        p("5", '<w:del w:id="1" w:author="某人"><w:r><w:delText>删去的</w:delText></w:r></w:del>', "件")
    )
    assert deleted == '<p class="flush">5件</p>'


def test_a_table_has_a_caption_and_heads_with_scope() -> None:
    rows = f"<w:tr>{cell('村')}{cell('件数')}</w:tr><w:tr>{cell('甲')}{cell('5')}</w:tr>"
    style = '<w:pStyle w:val="Caption"/>'
    html = page(p("表1 各村", properties=style), LOOK.format("00A0", rows), p("完"))
    assert html.splitlines()[:4] == [
        '<div class="wide">',
        "<table>",
        "<caption>表1 各村</caption>",
        "<thead>",
    ]
    assert '<tr><th scope="col">村</th><th scope="col">件数</th></tr>' in html
    assert '<tr><th scope="row">甲</th><td>5</td></tr>' in html


def test_merged_cells_keep_their_places() -> None:
    wide, village = cell("件数", '<w:gridSpan w:val="2"/>'), cell("村", '<w:vMerge w:val="restart"/>')
    rows = f"<w:tr>{village}{wide}</w:tr><w:tr>{cell('', '<w:vMerge/>')}{cell('收')}{cell('结')}</w:tr>"
    assert '<tr><td rowspan="2">村</td><td colspan="2">件数</td></tr>' in page(LOOK.format("0000", rows))


@pytest.mark.parametrize(
    ("content", "html"),
    [
        (
            p("右", properties='<w:ind w:rightChars="450"/><w:jc w:val="right"/>'),
            '<p class="right" style="padding-right:4.5em">右</p>',
        ),
        (p("中", properties='<w:jc w:val="center"/>') * 2, '<h1>中</h1>\n<p class="center">中</p>'),
        (p("缩进", properties='<w:ind w:firstLineChars="200"/>'), "<p>缩进</p>"),
        (
            p("a&lt;b&amp;c", r("粗", "<w:b/>"), "<w:r><w:br/><w:t>下</w:t></w:r>"),
            '<p class="flush">a&lt;b&amp;c<strong>粗</strong><br>下</p>',
        ),
        (p(), ""),
    ],
)
def test_paragraphs(content: str, html: str) -> None:
    assert page(content) == html


def test_notes_stand_at_the_end_and_lead_back() -> None:
    file = written(p("有10", mark(2, "footnote"), "起"), {2: "含上年结转"})
    html = web_page(file).html
    assert '有10<sup><a href="#note-1" id="mark-1" aria-label="注1">1</a></sup>起' in html
    assert '<p id="note-1"><a href="#mark-1" aria-label="回到正文的注1">1</a> 含上年结转</p>' in html


def test_pictures_are_within_the_page_with_their_descriptions() -> None:
    shown = web_page(pictured('各村"调解"数'))
    assert '<img src="data:image/png;base64,iVBORw0KGgo' in shown.html
    assert 'alt="各村&quot;调解&quot;数"' in shown.html
    assert (shown.lost, shown.unsaid) == (0, 0)
    assert web_page(pictured("")).unsaid == 1


def test_a_title_in_the_file_is_told_from_text(report: bytes) -> None:
    assert unescape(web_page(body(p("报告"))).html).count("<h1>") == 0


def test_a_sign_that_no_character_stands_for_is_counted() -> None:
    made = web_page(body(p('<w:r><w:sym w:font="无此字体" w:char="F0FE"/></w:r>', "完成")))
    assert made.unknown == 1
    assert "\ufffd完成" in made.html
    assert web_page(body(p("完成"))).unknown == 0
