"""Out of the door: a PDF is handed out only where it says what the ledger does; the web page; opening a file."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import docx
import pytest
from conftest import copy_samples

from reportgen import pipeline
from reportgen.model import CannotRun, Figure
from reportgen.pdf import installed_fonts, office
from reportgen.pdf.office import NotConverted
from reportgen.pdf.tagged import Line, lines
from reportgen.periods import Period
from reportgen.pipeline import Project
from reportgen.stages import paged
from reportgen.stages.render import render, with_contents
from reportgen.tasks import publishing
from reportgen.tasks.publishing import Copy
from reportgen.word.contents import contents, paragraphs
from reportgen.word.document import Template
from tests.pdf.pages import pdf
from tests.word.test_toc import BEGIN, END, add, saved

Paragraphs = list[tuple[str, Sequence[str]]]
Change = Callable[[Paragraphs], Paragraphs]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    opened = pipeline.open_project(copy_samples(tmp_path_factory.mktemp("publishing")))
    pipeline.collect(opened)
    return opened


@pytest.fixture
def report(project: Project, tmp_path: Path) -> Path:
    file = pipeline.render(project, 2023, tmp_path / "报告.docx").file
    assert file
    return file


@pytest.fixture(scope="module")
def figures(project: Project) -> dict[str, Figure]:
    return {each.definition.full_name: each for each, _ in pipeline.counted(project, 2023)[0]}


def printed(content: bytes) -> Paragraphs:
    """What LibreOffice makes of a Word file: each paragraph in lines."""
    texts = [each.text for each in paragraphs(contents(content).blocks)]
    return [("P", [text[at : at + 28] for at in range(0, len(text), 28)]) for text in texts]


def same(lines: Paragraphs) -> Paragraphs:
    return lines


Published = Callable[[Change], Copy]


@pytest.fixture
def published(
    project: Project, report: Path, figures: dict[str, Figure], monkeypatch: pytest.MonkeyPatch
) -> Published:
    """Publish the report by a LibreOffice that changes what it prints."""

    def publish(change: Change) -> Copy:
        monkeypatch.setattr(office, "office", lambda: Path("soffice"))
        monkeypatch.setattr(office, "to_pdf", lambda program, content, title: pdf(change(printed(content))))
        monkeypatch.setattr(
            installed_fonts, "installed", lambda: frozenset({"黑体", "宋体", "times new roman"})
        )
        return publishing.pdf(project.workspace, project.template, report, figures, 2023, draft=False)

    return publish


def replaced(before: str, after: str) -> Change:
    return lambda lines: [(role, ["".join(said).replace(before, after, 1)]) for role, said in lines]


def test_a_pdf_that_says_the_same_is_written_and_what_was_compared_is_counted(
    published: Published, report: Path, figures: dict[str, Figure]
) -> None:
    done = published(same)
    assert (done.file, done.problem) == (report.with_suffix(".pdf"), "")
    shown, numbers = done.compared
    assert shown == len([each for each in paragraphs(contents(report.read_bytes()).blocks) if each.text])
    assert 30 < numbers < len(figures) * 2
    assert lines(report.with_suffix(".pdf").read_bytes())[0].text == "近海镇2023年法治政府建设情况报告"


def test_fonts_that_are_missing_are_named_before(published: Published) -> None:
    (remark,) = published(same).remarks
    assert remark.startswith(
        "这台电脑上缺少字体“方正小标宋简体”“仿宋_GB2312”“楷体_GB2312”，PDF 里会换成别的字体"
    )


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            replaced("行政复议案件5件", "行政复议案件6件"),
            "应为“….*全年共有行政复议案件5件.*（数据项 行政复议.总数 5）.*PDF 里是“….*全年共有行政复议案件6件",
        ),
        (replaced("现将有关情况报告如下", "现将情况报告如下"), "第2段应为.*PDF 里是"),
        (lambda lines: lines[:-1], "PDF 里没有"),
        (lambda lines: [*lines, ("P", ["多出来的"])], "多出一段“多出来的”"),
        (lambda lines: [lines[1], lines[0], *lines[2:]], "第1段应为“近海镇2023年"),
        (lambda lines: lines[:4] + lines[5:], "第5段应为"),
    ],
)
def test_a_pdf_that_says_something_else_is_not_handed_out(
    change: Change, says: str, published: Published, report: Path
) -> None:
    done = published(change)
    assert done.file is None
    assert done.broken
    assert re.search(says, done.problem), done.problem
    assert not report.with_suffix(".pdf").exists()


def test_a_paragraph_of_which_libreoffice_loses_a_sign_is_set_flush_left(published: Published) -> None:
    changes = [replaced("报告如下", "报告如"), same]
    done = published(lambda lines: changes.pop(0)(lines))
    assert (done.problem, changes) == ("", [])
    assert "LibreOffice 在两端对齐的行末会漏印标点，PDF 里有 1 段改成了左对齐" in done.remarks


def test_what_is_wrong_flush_left_too_is_not_handed_out(published: Published) -> None:
    done = published(replaced("，", ""))
    assert done.broken
    assert done.file is None


def test_an_old_pdf_beside_is_told_of_where_there_is_no_new_one(published: Published, report: Path) -> None:
    report.with_suffix(".pdf").write_bytes(b"old")
    done = published(replaced("5件", "6件"))
    assert "旁边的“报告.pdf”是以前写的，数可能不同，不要发出去" in done.remarks
    assert report.with_suffix(".pdf").read_bytes() == b"old"


def test_a_number_that_does_not_fit_its_column_is_told(published: Published) -> None:
    lines_of_a_cell: Change = lambda lines: [(("TD", ["近海镇20", "23年法治政府建设情况报告"])), *lines[1:]]  # noqa: E731
    assert (
        "表格里的“20│23”一行放不下，断成了两行（│处），容易看错；请在模板里把这一列放宽"
        in published(lines_of_a_cell).remarks
    )


def test_a_ledger_that_says_otherwise_than_the_word_file_stops_it(
    published: Published, figures: dict[str, Figure], monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = figures["行政复议.总数"]._replace(text="7")
    monkeypatch.setitem(figures, "行政复议.总数", changed)
    with pytest.raises(CannotRun, match="底账里的数与刚写好的 Word 报告不一样"):
        published(same)


def test_contents_have_to_name_the_pages_that_the_report_was_issued_with(
    project: Project, figures: dict[str, Figure], monkeypatch: pytest.MonkeyPatch
) -> None:
    document = docx.Document(BytesIO(project.profile.template))
    document.paragraphs[0]._p.addprevious(add(document, BEGIN.format("TOC") + END))
    template, texts = Template.load(saved(document)), project.workspace.texts(2023)
    once = iter([{"section0": 0, "heading0": 3, "heading1": 4}])
    monkeypatch.setattr(paged, "office", lambda: Path("soffice"))
    monkeypatch.setattr(paged, "pages", lambda *_: next(once))
    issued, _ = with_contents(template, *render(template, figures, texts, plain=True))
    assert issued
    said = publishing._expected(issued.content, template, figures, texts)
    assert [each.text[-1:] for each in said.body[:2]] == ["4", "5"]


def test_where_there_is_no_libreoffice_or_it_fails_it_is_said(
    project: Project, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> bytes:
        raise NotConverted("LibreOffice 没有写出 PDF")

    def published() -> Copy:
        return publishing.pdf(project.workspace, project.template, report, {}, 2023, draft=True)

    monkeypatch.setattr(office, "office", lambda: None)
    assert "没有找到 LibreOffice" in published().problem
    monkeypatch.setattr(office, "office", lambda: Path("soffice"))
    monkeypatch.setattr(office, "to_pdf", fails)
    assert published().problem == "没有写 PDF：LibreOffice 没有写出 PDF"
    monkeypatch.setattr(office, "to_pdf", lambda *_: pdf([("P", ["一"])], tagged=False))
    assert "没有结构标签" in published().problem
    assert not published().broken


@pytest.mark.skipif(office.office() is None, reason="LibreOffice is not here")
def test_libreoffice_itself_says_what_the_ledger_says_and_the_same_bytes_again(
    project: Project, report: Path, figures: dict[str, Figure]
) -> None:
    def published() -> bytes:
        done = publishing.pdf(project.workspace, project.template, report, figures, 2023, draft=False)
        assert done.file, done.problem
        return done.file.read_bytes()

    assert published() == published()


def test_the_web_page_is_written_beside(project: Project, report: Path) -> None:
    done = publishing.html(project.workspace, report)
    assert done.file == report.with_suffix(".html")
    assert "<h1>近海镇2023年法治政府建设情况报告</h1>" in done.file.read_text(encoding="utf-8")
    assert (done.remarks, done.kept) == ([], None)
    done.file.write_text("改过", encoding="utf-8")
    assert publishing.html(project.workspace, report).kept


def test_copies_that_are_older_than_their_report_are_outdated(project: Project, report: Path) -> None:
    assert publishing.outdated(report) == []
    page, pdf = report.with_suffix(".html"), report.with_suffix(".pdf")
    publishing.html(project.workspace, report)
    assert publishing.outdated(report) == []
    pdf.write_bytes(b"old")
    for each in (page, pdf):
        os.utime(each, (1, 1))
    assert publishing.outdated(report) == [pdf, page]
    publishing.html(project.workspace, report)  # with the same bytes
    assert publishing.outdated(report) == [pdf]


def test_what_lays_open_the_figures_of_an_older_report_is_outdated(project: Project, report: Path) -> None:
    review = report.with_name(f"{report.stem}（审阅）.docx")
    book, page = (report.with_name(f"2023年数据底稿{suffix}") for suffix in (".xlsx", ".html"))
    for each in (review, book, page):
        each.write_bytes(b"old")
        assert each not in publishing.outdated(report, Period(2023))
        os.utime(each, (1, 1))
    assert publishing.outdated(report, Period(2023))[-3:] == [review, book, page]
    assert publishing.outdated(report, Period(2022))[-1:] == [review]


@pytest.mark.parametrize(("system", "program"), [("linux", "xdg-open"), ("darwin", "open")])
def test_a_file_is_opened_by_the_systems_program(
    system: str, program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[list[str]] = []

    def run(command: list[str], **_: object) -> SimpleNamespace:
        called.append(command)
        return SimpleNamespace(returncode=len(called) - 1)

    (tmp_path / "报告.docx").touch()
    monkeypatch.setattr(publishing.sys, "platform", system)
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(publishing.shutil, "which", lambda name: f"/bin/{name}")
    monkeypatch.setattr(publishing.subprocess, "run", run)
    publishing.open_file(tmp_path / "报告.docx")
    assert called == [[f"/bin/{program}", str(tmp_path / "报告.docx")]]
    with pytest.raises(CannotRun, match="没有能打开这种文件的程序"):
        publishing.open_file(tmp_path / "报告.docx")


def test_what_cannot_be_opened_is_said_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(CannotRun, match="不在了"):
        publishing.open_file(tmp_path / "报告.docx")
    (tmp_path / "报告.docx").touch()
    monkeypatch.setattr(publishing.sys, "platform", "linux")
    monkeypatch.setattr(publishing.shutil, "which", lambda name: None)
    with pytest.raises(CannotRun, match=r"没有可以打开文件的窗口或程序；报告在：.*报告\.docx"):
        publishing.open_file(tmp_path / "报告.docx")
    monkeypatch.setattr(publishing.shutil, "which", lambda name: "/bin/xdg-open")
    monkeypatch.setenv("DISPLAY", ":0")

    def hangs(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("xdg-open", 60)

    monkeypatch.setattr(publishing.subprocess, "run", hangs)
    with pytest.raises(CannotRun, match="打不开"):
        publishing.open_file(tmp_path / "报告.docx")


@pytest.mark.parametrize(
    ("found", "says"),
    [
        (["有10①起，又②", "框里", "末段", "①注甲", "②注乙"], ""),
        (["有101起，又2", "末段", "框里", "1注甲", "2注乙"], ""),
        (["有101起，又2", "末段", "框里", "1注乙", "2注甲"], "下一条脚注应为“注甲”，PDF 里是“1注乙”"),
        (["有101起，又2", "末段", "框里", "1注甲"], "一条脚注或一个文本框应为“注乙”，PDF 里没有"),
        (["有11起，又2", "末段", "框里", "1注甲", "2注乙"], "第1段应为“有10起，又”，PDF 里是“有11起，又2”"),
    ],
)
def test_notes_have_to_stand_in_order_and_boxes_anywhere(found: list[str], says: str) -> None:
    said = publishing._Said
    expected = publishing._Expected(
        [said("有10\0起，又\0"), said("末段")], [said("\0注甲"), said("\0注乙")], [said("框里")]
    )
    told = publishing._difference(expected, [Line(each) for each in found])
    assert told.removeprefix("没有写 PDF：") == says


def test_the_numbers_of_a_chart_are_no_paragraphs() -> None:
    expected = publishing._Expected([publishing._Said("图1")], [], [publishing._Said("框里")])
    found = [Line("12", drawn=True), Line("框里", drawn=True), Line("图1")]
    assert publishing._difference(expected, found) == ""
