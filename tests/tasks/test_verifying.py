"""A report that comes back is read in whatever format, compared with the ledger, and what was changed is said where it stands."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pytest
from conftest import copy_samples
from docx.document import Document

from reportgen import pipeline
from reportgen.model import CannotRun, Figure
from reportgen.pdf import office
from reportgen.pipeline import Project
from reportgen.tasks import verifying
from reportgen.tasks.verifying import Told
from reportgen.word.contents import contents, paragraphs
from reportgen.word.web_page import web_page
from tests.pdf.pages import pdf

Change = Callable[[Document], None]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    opened = pipeline.open_project(copy_samples(tmp_path_factory.mktemp("verifying")))
    pipeline.collect(opened)
    return opened


@pytest.fixture(scope="module")
def report(project: Project) -> Path:
    file = pipeline.render(project, 2023).file
    assert file
    return file


@pytest.fixture(scope="module")
def figures(project: Project) -> dict[str, Figure]:
    return {each.definition.full_name: each for each, _ in pipeline.counted(project, 2023)[0]}


@pytest.fixture
def verified(project: Project, figures: dict[str, Figure]) -> Callable[[Path], Told]:
    def compare(file: Path) -> Told:
        read = verifying.read(file)
        return verifying.compare(project.workspace, project.template, figures, 2023, read, project.profile)

    return compare


def edited(report: Path, folder: Path, change: Change) -> Path:
    """The report as somebody has saved it who changed something."""
    document = docx.Document(str(report))
    change(document)
    document.save(str(folder / "改.docx"))
    return folder / "改.docx"


def retype(old: str, new: str) -> Change:
    """Type over a run that says just this."""

    def change(document: Document) -> None:
        run = next(run for each in document.paragraphs for run in each.runs if run.text == old)
        run.text = new

    return change


def told(found: Told) -> list[tuple[str, str, str, str]]:
    return [(each.kind, each.figure, each.before, each.now) for each in found.verified.differences]


def test_a_report_as_it_was_written(report: Path, verified: Callable[[Path], Told]) -> None:
    found = verified(report)
    assert (told(found), found.contradicts) == ([], False)
    assert found.verified.unchanged == found.verified.marks.sound > 40
    assert found.remarks[0].startswith("据回执，这份文件写出于")


def test_a_changed_figure_is_told_where_it_stands(
    report: Path, tmp_path: Path, verified: Callable[[Path], Told]
) -> None:
    found = verified(edited(report, tmp_path, retype("8889", "8899")))
    assert told(found) == [("changed", "普法活动.参加人次", "8889", "8899")]
    assert found.contradicts
    assert "下第" in found.places[0]
    assert "[8899]" in found.verified.differences[0].context
    assert found.remarks[0].endswith("以后有人动过")


def test_a_changed_figure_of_a_file_with_damaged_styles_is_told_where_it_stood(
    report: Path, tmp_path: Path, verified: Callable[[Path], Told]
) -> None:
    file = edited(report, tmp_path, retype("8889", "8899"))
    with zipfile.ZipFile(file) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["word/styles.xml"] = parts["word/styles.xml"][:-30]
    with zipfile.ZipFile(file, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    found = verified(file)
    assert told(found) == [("changed", "普法活动.参加人次", "8889", "8899")]
    assert "下第" in found.places[0]


def test_a_figure_that_the_ledger_gives_otherwise_now(
    project: Project, report: Path, figures: dict[str, Figure]
) -> None:
    name = "普法活动.参加人次"
    now = {**figures, name: figures[name]._replace(value=9000, text="9000")}
    found = verifying.compare(project.workspace, project.template, now, 2023, verifying.read(report))
    assert told(found) == [("ledger", name, "8889", "9000")]
    assert found.contradicts


def test_a_report_of_another_office_is_told(
    project: Project, report: Path, figures: dict[str, Figure]
) -> None:
    elsewhere = replace(project.workspace, unit="远山镇", root=project.workspace.root / "elsewhere")
    found = verifying.compare(elsewhere, project.template, figures, 2023, verifying.read(report))
    assert found.foreign == "这份文件是近海镇2023年的报告，不是远山镇2023年的"
    assert found.contradicts


def _texts(report: Path) -> list[str]:
    return [each.text for each in paragraphs(contents(report.read_bytes()).blocks)]


@pytest.mark.parametrize("suffix", [".txt", ".html", ".pdf"])
def test_other_files_are_compared_by_their_text(
    suffix: str, report: Path, tmp_path: Path, verified: Callable[[Path], Told]
) -> None:
    file = tmp_path / f"报告{suffix}"
    made = {
        ".txt": lambda: "\n".join(_texts(report)).encode(),
        ".html": lambda: web_page(report.read_bytes(), "报告").html.encode(),
        ".pdf": lambda: pdf([("P", [each]) for each in _texts(report)]),
    }[suffix]()
    changed = "8889".encode("utf-16-be").hex(), "8899".encode("utf-16-be").hex()
    old, new = changed if suffix == ".pdf" else ("8889", "8899")
    assert made.count(old.encode()) == 1
    file.write_bytes(made)
    assert told(verified(file)) == []
    file.write_bytes(made.replace(old.encode(), new.encode()))
    assert told(verified(file)) == [("changed", "普法活动.参加人次", "8889", "8899")]


def test_what_has_become_of_a_file_is_said(
    project: Project, tmp_path: Path, verified: Callable[[Path], Told]
) -> None:
    plain = pipeline.render(project, 2023, tmp_path / "无.docx", plain=True).file
    assert plain
    again = docx.Document(str(plain))
    again.save(str(plain))
    assert "--plain" in verified(plain).remarks[0]
    grid = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}docGrid"
    for each in list(again.element.body.iter(grid)):
        each.getparent().remove(each)
    again.save(str(plain))
    assert "别的程序重新做的" in verified(plain).remarks[0]


@pytest.mark.skipif(office.office() is None, reason="LibreOffice is not here")
def test_files_of_other_programs_are_converted(
    report: Path, tmp_path: Path, verified: Callable[[Path], Told]
) -> None:
    program = office.office()
    assert program
    file = tmp_path / "报告.rtf"
    file.write_bytes(office._converted(program, report.read_bytes(), ".docx", "rtf", 120))
    found = verified(file)
    assert told(found) == []
    assert found.verified.marks.sound == found.verified.unchanged


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.xlsx", b"", "不是能核对的文件"),
        ("a.docx", b"", "已损坏"),
        ("a.docx", None, "读不了"),
        ("a.pdf", b"", "读不出文字"),
    ],
)
def test_why_a_file_is_not_read(name: str, content: bytes | None, why: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(CannotRun, match=why):
        verifying.read(tmp_path / name)


def test_without_libreoffice_it_is_said_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "office", lambda: None)
    (tmp_path / "a.doc").write_bytes(b"x")
    with pytest.raises(CannotRun, match="另存为"):
        verifying.read(tmp_path / "a.doc")


def test_a_copy_has_a_comment_at_each_difference(
    project: Project, report: Path, tmp_path: Path, verified: Callable[[Path], Told]
) -> None:
    def change(document: Document) -> None:
        retype("8889", "8899")(document)
        retype("275", "")(document)

    file = edited(report, tmp_path, change)
    found = verified(file)
    output = tmp_path / "核对.docx"
    verifying.write_marked(project.workspace, verifying.read(file), found, output)
    comments = [each.text for each in docx.Document(BytesIO(output.read_bytes())).comments]
    assert "普法活动.参加人次：应是 8889，文件里是 8899" in comments
    assert any("矛盾调解.涉及人数：删去了 275" in each for each in comments)
    assert _texts(output) == _texts(file)
    first = output.read_bytes()
    verifying.write_marked(project.workspace, verifying.read(file), found, output)
    assert output.read_bytes() == first


def over(text: str, new: str) -> Change:
    """Type over words wherever they stand, in a run of their own or not."""

    def change(document: Document) -> None:
        paragraphs = [each for each in document.paragraphs if text in each.text]
        assert paragraphs, text
        for each in paragraphs:
            runs = each.runs
            whole = "".join(run.text for run in runs)
            at = whole.index(text)
            start, done = 0, False
            for run in runs:
                end = start + len(run.text)
                if end > at and start < at + len(text):
                    kept = run.text[: max(0, at - start)], run.text[max(0, at + len(text) - start) :]
                    run.text = kept[0] + ("" if done else new) + kept[1]
                    done = True
                start = end

    return change


DENIED = "暂无败诉案件"


@pytest.mark.parametrize(
    ("old", "new", "figure"),
    [
        (DENIED, "败诉1件", "行政诉讼.败诉"),
        (DENIED, "有败诉案件", "行政诉讼.败诉"),
        (DENIED, "有少量败诉案件", "行政诉讼.败诉"),
        (DENIED, "均胜诉，败诉案件一件", "行政诉讼.败诉"),
        ("全年受理矛盾纠纷", "全年未受理矛盾纠纷。另有", "矛盾调解.总数"),
        ("落实行政规范性文件管理要求", "全年没有行政复议案件。落实行政规范性文件管理要求", "行政复议.总数"),
        ("落实行政规范性文件管理要求", "全年受理矛盾纠纷5起。落实行政规范性文件管理要求", "矛盾调解.总数"),
    ],
)
def test_a_claim_on_a_figure_that_appears_or_turns_contradicts_it(
    report: Path, tmp_path: Path, verified: Callable[[Path], Told], old: str, new: str, figure: str
) -> None:
    found = verified(edited(report, tmp_path, over(old, new)))
    assert found.contradicts
    assert {each.figure for each in found.verified.differences if each.contradicts} == {figure}


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        (DENIED, "没有败诉案件", []),
        (DENIED, "未发生败诉案件", []),
        (DENIED, "败诉0件", ["typed"]),
        (f"，{DENIED}", "", ["deleted"]),
        (DENIED, "", ["deleted"]),
        ("落实行政规范性文件管理要求", "2022年受理矛盾纠纷98起。落实行政规范性文件管理要求", ["typed"]),
        ("落实行政规范性文件管理要求", "幸福村调委会受理矛盾纠纷17起。落实行政规范性文件管理要求", ["typed"]),
        ("落实行政规范性文件管理要求", "上半年没有行政复议案件。落实行政规范性文件管理要求", []),
        ("落实行政规范性文件管理要求", "没有解决的问题仍然较多。落实行政规范性文件管理要求", []),
        ("落实行政规范性文件管理要求", "幸福村没有矛盾纠纷。落实行政规范性文件管理要求", []),
    ],
)
def test_other_words_for_the_same_contradict_nothing(
    report: Path, tmp_path: Path, verified: Callable[[Path], Told], old: str, new: str, kinds: list[str]
) -> None:
    found = verified(edited(report, tmp_path, over(old, new)))
    assert not found.contradicts
    assert sorted({each.kind for each in found.verified.differences}) == kinds
