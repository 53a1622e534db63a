"""An edited report and a changed ledger: what nobody has touched becomes new, and nothing of theirs is lost."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import openpyxl
import pytest
from conftest import copy_samples
from docx.document import Document

from reportgen import pipeline
from reportgen.model import CannotRun
from reportgen.pipeline import Project
from reportgen.tasks import expected, refreshing, verifying
from reportgen.tasks.refreshing import Refreshed
from reportgen.workspace.receipts import issued_on
from tests.trials.refresh_settled import settled, texts

RECORDS, YEAR = "行政复议台账.xlsx", 2023


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose report is written, and whose ledger has another case since."""
    root = copy_samples(tmp_path_factory.mktemp("refreshing"))
    project = pipeline.open_project(root)
    pipeline.collect(project)
    report = pipeline.render(project, YEAR).file
    assert report
    shutil.copyfile(report, root / "写出.docx")
    records = root / "来件" / "2023" / "司法所" / RECORDS
    book = openpyxl.load_workbook(records)
    book["复议"]["H4"] = "撤销"
    book.save(records)
    pipeline.collect(pipeline.open_project(root))
    return root


@pytest.fixture
def project(issued: Path, tmp_path: Path) -> Iterator[Project]:
    shutil.copytree(issued, tmp_path, dirs_exist_ok=True)
    return pipeline.open_project(tmp_path)


def edited(project: Project, change: Callable[[Document], None] = lambda document: None) -> Path:
    document = docx.Document(str(project.workspace.root / "写出.docx"))
    change(document)
    document.save(str(project.workspace.root / "改.docx"))
    return project.workspace.root / "改.docx"


def refreshed(project: Project, file: Path, output: Path | None = None) -> Refreshed:
    marked, place = refreshing.read(project.workspace, file, output)
    done = pipeline.render(project, YEAR, held=True)
    assert done.held
    due = expected.rendered(project.workspace, project.template, done.figures, YEAR, project.profile)
    when = refreshing.when(project.workspace, project.profile, YEAR)
    return refreshing.refresh(project.workspace, marked, due, done.figures, YEAR, place, when)


def wrong(project: Project, content: bytes) -> list[str]:
    """What `verify` says against a file."""
    file = project.workspace.root / "查.docx"
    file.write_bytes(content)
    figures = {each.definition.full_name: each for each, _ in pipeline.counted(project, YEAR)[0]}
    told = verifying.compare(
        project.workspace, project.template, figures, YEAR, verifying.read(file), project.profile
    )
    return [verifying.sentence(each) for each in told.verified.differences if each.contradicts]


def retype(old: str, new: str) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        run = next(run for each in document.paragraphs for run in each.runs if old in run.text)
        run.text = run.text.replace(old, new)

    return change


def test_new_figures_and_what_comes_and_goes_with_them(project: Project) -> None:
    file = edited(project, retype("镇党委把法治政府建设列入", "镇党委一把手亲自抓，把法治政府建设列入"))
    made = refreshed(project, file)
    assert made.file == file.with_name("改（更新）.docx")
    assert [(each.figure, each.before, each.now) for each, _ in made.changed] == [
        ("", "维持1件，", ""), ("行政复议.撤销", "1", "2"),
    ]  # fmt: skip
    assert made.changed[1][1] == "“5.行政复议和行政应诉”下第1段"
    assert (made.left, made.contradicts) == ([], False)
    content = made.file.read_bytes()
    accepted = settled(content, accept=True)
    assert wrong(project, accepted) == []
    assert any("其中，撤销2件" in each for each in texts(accepted))
    assert any("一把手亲自抓" in each for each in texts(accepted))
    assert texts(settled(content, accept=False)) == texts(file.read_bytes())


def test_a_figure_that_people_have_typed_is_left_and_listed(project: Project) -> None:
    made = refreshed(project, edited(project, retype("8889", "9000")))
    assert [(each.why, each.figure, each.before, each.typed, each.now) for each, _ in made.left] == [
        ("typed", "普法活动.参加人次", "8889", "9000", "8889")
    ]
    assert made.file
    assert made.contradicts
    assert wrong(project, settled(made.file.read_bytes(), accept=True)) == [
        "普法活动.参加人次：应是 8889，文件里是 9000"
    ]


def test_what_the_file_will_say_otherwise_is_listed_whoever_wrote_it(project: Project) -> None:
    def change(document: Document) -> None:
        document.paragraphs[-1].add_run("全年行政复议案件撤销1件。")

    made = refreshed(project, edited(project, change))
    assert [(each.why, each.typed, each.now) for each, _ in made.left] == [("contradicts", "1", "2")]


def test_the_same_inputs_give_the_same_bytes_dated_by_the_ledger(project: Project) -> None:
    file = edited(project)
    one, other = (refreshed(project, file, file.with_name(name)).file for name in ("一.docx", "二.docx"))
    assert one
    assert other
    assert one.read_bytes() == other.read_bytes()
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:00Z", refreshing.when(project.workspace, project.profile, YEAR)
    )


def test_a_refreshed_file_can_be_refreshed_again(project: Project) -> None:
    made = refreshed(project, edited(project, retype("8889", "9000")))
    assert made.file
    accepted = project.workspace.root / "接受.docx"
    accepted.write_bytes(settled(made.file.read_bytes(), accept=True))
    again = refreshed(project, accepted)
    assert (again.file, [each.typed for each, _ in again.left]) == (None, ["9000"])


def test_a_refreshed_file_has_a_receipt(project: Project) -> None:
    made = refreshed(project, edited(project))
    assert made.file
    said = verifying.read(made.file).manifest
    assert said
    assert issued_on(project.workspace, YEAR, said.digest)


def test_nothing_is_written_where_there_is_nothing_to_change(project: Project) -> None:
    made = refreshed(project, edited(project))
    assert made.file
    again = refreshed(project, made.file, made.file.with_name("再.docx"))
    assert (again.file, again.changed, again.inserted, again.struck) == (None, [], [], [])
    assert not made.file.with_name("再.docx").exists()


def plain(project: Project) -> Path:
    file = pipeline.render(project, YEAR, project.workspace.root / "平.docx", plain=True).file
    assert file
    return file


def without_copies(project: Project) -> Path:
    (folder,) = project.workspace.ledger.parent.glob("*留底")
    shutil.rmtree(folder)
    return edited(project)


def of_last_year(project: Project) -> Path:
    file = pipeline.render(project, YEAR - 1, project.workspace.root / "上年.docx").file
    assert file
    return file


def converted(project: Project) -> Path:
    return edited(project).rename(project.workspace.root / "改.odt")


@pytest.mark.parametrize(
    ("made", "sentence"),
    [(plain, "没有标记"), (without_copies, "留底"), (of_last_year, "近海镇2022年的报告，不是近海镇2023年的"), (converted, "不是 .docx")],
)  # fmt: skip
def test_what_cannot_be_refreshed_is_refused_in_a_sentence(
    project: Project, made: Callable[[Project], Path], sentence: str
) -> None:
    with pytest.raises(CannotRun, match=sentence):
        refreshed(project, made(project))


def test_the_file_itself_is_never_written_over(project: Project) -> None:
    file = edited(project)
    before = file.read_bytes()
    with pytest.raises(CannotRun, match="就是要更新的文件"):
        refreshed(project, file, file)
    with pytest.raises(CannotRun, match="不是 reportgen 写的"):
        refreshed(project, file, Path(shutil.copyfile(file, file.with_name("别人的.docx"))))
    assert file.read_bytes() == before


def test_a_file_without_its_properties_is_known_by_its_words(project: Project) -> None:
    def change(document: Document) -> None:
        part = next(
            each for each in document.part.package.iter_parts() if each.partname == "/docProps/custom.xml"
        )
        part._blob = re.sub(rb"<(?:\w+:)?property .*</(?:\w+:)?property>", b"", part.blob, flags=re.DOTALL)

    made = refreshed(project, edited(project, change))
    assert made.file
    assert len(made.changed) == 2
