"""A report that lies there as it was issued is not made again, and is made again once anything that it hangs on has changed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from conftest import RULE_OF_LAW, UNMEASURED, copy_samples, edit

from reportgen import pipeline
from reportgen.model import Finding, Place
from reportgen.outcomes import Rendered
from reportgen.proofreading.own_numbers import Literal, OwnWords
from reportgen.stages import paged
from reportgen.stages.render import Report
from reportgen.tasks import reissue
from reportgen.word.document import Template
from tests.word.test_toc import BEGIN, END, add

Change = Callable[[Path], object]
TEMPLATE = Path("templates", "rule-of-law", "report.docx")
CASES = "来件/2023/司法所/行政复议台账.xlsx"


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Rendered]:
    """The samples with a profile of their own, and the report of 2023, issued."""
    root = copy_samples(tmp_path_factory.mktemp("issued"))
    shutil.copytree(RULE_OF_LAW, root / TEMPLATE.parent)
    document = docx.Document(str(root / TEMPLATE))
    document.paragraphs[3].insert_paragraph_before("附图共3张。{{! 固定 }}")
    document.save(str(root / TEMPLATE))
    return root, pipeline.build(pipeline.open_project(root), 2023).rendered


@pytest.fixture
def root(issued: tuple[Path, Rendered], tmp_path: Path) -> Path:
    return shutil.copytree(issued[0], tmp_path / "again")


@pytest.fixture
def filled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was filled: a word for each time."""
    times: list[str] = []
    fill = Template.fill

    def filling(self: Template, *arguments: object, **named: object) -> object:
        times.append("filled")
        return fill(self, *arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Template, "fill", filling)
    return times


def build(root: Path, **options: bool) -> Rendered:
    project = pipeline.open_project(root)
    pipeline.collect(project)
    return pipeline.render(project, 2023, **options)


def report(root: Path) -> Path:
    (file,) = (root / "output").glob("*.docx")
    return file


def test_a_report_that_lies_there_comes_to_the_same_and_is_not_filled_again(
    issued: tuple[Path, Rendered], root: Path, filled: list[str]
) -> None:
    before = report(root).read_bytes()
    again = build(root)
    assert filled == []
    assert again == replace(issued[1], file=report(root))
    assert again.numbers, "the template's own numbers are told again"
    assert report(root).read_bytes() == before


def test_what_fills_a_report_is_not_even_loaded(root: Path) -> None:
    code = (
        "import sys; sys.argv = ['reportgen', 'build', '2023']\n"
        "from reportgen.cli import commands, ending\n"
        "heavy = {'lxml', 'yaml', 'docx', 'openpyxl', 'xlsxwriter', 'http', 'statistics', 'chinese_calendar'}\n"
        "ending.leave = lambda code: print(code, sorted(heavy & set(sys.modules)))\n"
        "commands.main()\n"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=root, env=UNMEASURED)
    assert done.stdout.splitlines()[-1] == "0 []"


def _settings(root: Path) -> None:
    with (root / "reportgen.yaml").open("a", encoding="utf-8") as settings:
        settings.write("report: {文号: 近政发〔2024〕1号}\n")


def _template(root: Path) -> None:
    document = docx.Document(str(root / TEMPLATE))
    document.core_properties.comments = "改过"
    document.save(str(root / TEMPLATE))


def _row(root: Path) -> None:
    edit(root / CASES, "复议", lambda sheet: sheet.delete_rows(sheet.max_row))


def _by_hand(root: Path) -> None:
    document = docx.Document(str(report(root)))
    document.paragraphs[0].add_run("（改过）")
    document.save(str(report(root)))


@pytest.mark.parametrize("change", [_settings, _template, _row, _by_hand, lambda root: report(root).unlink()])
def test_whatever_it_hangs_on_makes_it_anew(root: Path, filled: list[str], change: Change) -> None:
    change(root)
    assert build(root).file
    assert filled == ["filled"]


@pytest.mark.parametrize("option", ["draft", "plain"])
def test_what_is_no_report_with_marks_is_made_each_time(root: Path, filled: list[str], option: str) -> None:
    for _ in range(2):
        assert build(root, **{option: True}).file
    assert filled == ["filled"] * 2


def test_an_error_that_is_new_keeps_it_back(root: Path) -> None:
    (root / CASES).unlink()
    done = pipeline.render(pipeline.open_project(root), 2023)
    assert done.file is None
    assert "FIL020" in {each.code for each in done.findings}


def test_what_was_found_while_filling_is_told_again(root: Path) -> None:
    project = pipeline.open_project(root)
    told = Finding("TPL099", "warning", "看一看", Place("report.docx", "第1段"))
    words = OwnWords([Literal("第1段", "3", "共3个", "count", True)], [told], [told, told])
    made = Report("另一份", b"PK")
    with pipeline._ledger(project) as ledger:
        known, workspace = ledger.remembered, project.workspace
        for version, expected in (
            (known.version + 1, None),
            (known.version, reissue.Issued("另一份", b"PK", words, [told])),
        ):
            reissue.keep(known, workspace, 2023, "印记", version, made, words, [told])
            (workspace.output / "另一份.docx").write_bytes(b"PK")
            assert reissue.recalled(known, workspace, 2023, "印记", None) == expected
        assert reissue.recalled(known, workspace, 2023, "别的", None) is None
        assert reissue.recalled(known, workspace, 2022, "印记", None) is None


@pytest.mark.parametrize(
    ("part", "title", "name"),
    [
        ("上半年", "某镇2023年报告", "某镇2023年上半年报告.docx"),
        ("上半年", "某镇2023年上半年报告", "某镇2023年上半年报告.docx"),
        ("上半年", "", "2023年上半年报告.docx"),
        ("", "某镇2023年报告", "某镇2023年报告.docx"),
    ],
)
def test_the_file_of_a_part_of_the_year_says_so(part: str, title: str, name: str, tmp_path: Path) -> None:
    workspace = pipeline.open_project(tmp_path, part=part).workspace
    assert reissue._place(workspace, 2023, title, None).name == name


def test_contents_without_pages_are_made_again_for_libreoffice_may_be_there_by_then(
    root: Path, filled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    document = docx.Document(str(root / TEMPLATE))
    add(document, BEGIN.format("TOC") + END)
    document.save(str(root / TEMPLATE))
    monkeypatch.setattr(paged, "office", lambda: None)
    assert [each.code for each in build(root).findings] == ["TPL027"]
    assert [each.code for each in build(root).findings] == ["TPL027"]
    assert filled == ["filled"] * 2
