"""What reviewers have made of a review copy stands in the next one, where its figure is the same, and is told where not."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import copy_samples, edit

from reportgen import pipeline
from reportgen.pipeline import Project
from reportgen.tasks import carried, evidence, reviewing
from reportgen.word import threads
from reportgen.word.document import text_lines
from reportgen.word.marked_passages import read
from reportgen.word.package import parse, serialise, unpack
from reportgen.word.threads import Remark, Thread
from reportgen.workbook.zipped import pack
from tests.word.structure import faults

MEDIATIONS = "来件/2023/司法所/矛盾纠纷调解台账.xlsx"
ANSWER = Remark("已核对原始卷宗", "张三", "张", "2024-01-16T08:00:00Z")
OWN = Remark("这一句再斟酌\n请李四看", "李四", "李", "2024-01-17T08:00:00Z")


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a report and its first review copy."""
    root = copy_samples(tmp_path_factory.mktemp("carried"))
    project = pipeline.open_project(root)
    pipeline.collect(project)
    reviewed(project)
    return root


@pytest.fixture
def root(begun: Path, tmp_path: Path) -> Path:
    shutil.copytree(begun, tmp_path / "镇")
    return tmp_path / "镇"


def reviewed(project: Project) -> evidence.Written:
    done = pipeline.render(project, 2023)
    assert done.file
    counted = {each.definition.full_name: each for each, _ in pipeline.counted(project, 2023)[0]}
    told = evidence.grounds_of(project.workspace, project.profile, counted, 2023)
    return reviewing.write(project.workspace, told, done.numbers, done.file, 2023)


def again(root: Path) -> evidence.Written:
    project = pipeline.open_project(root)
    pipeline.collect(project)
    return reviewed(project)


def copy_of(root: Path) -> Path:
    (file,) = (root / "output").glob("*（审阅）.docx")
    return file


def said(file: Path) -> Sequence[Thread]:
    return threads.read(read(file.read_bytes()))


def review(file: Path, name: str = "矛盾调解.总数：", *, own: bool = True) -> None:
    """Resolve the first comment on a figure with an answer, as Word does, and comment on the words beside it."""
    content = file.read_bytes()
    package = unpack(content)
    (part,), (body, *_) = package.find("批注"), package.find("正文")
    comments = parse(part, package.parts[part])
    first = next(each for each in comments if name in "".join(map(str, each.itertext())))
    made = package.parts[body].decode()
    number = first.get(first.nsmap["w"].join("{}") + "id")
    remarks = [Remark("", done=each is first) for each in comments]
    xml = serialise(comments).decode()
    at = list(comments).index(first) + 1
    for new, remark in enumerate([ANSWER, *([OWN] if own else [])], 9000):
        lines = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in remark.text.split("\n"))
        one = f'<w:comment w:id="{new}" w:author="{remark.author}" w:initials="{remark.initials}" w:date="{remark.when}">{lines}</w:comment>'
        pieces = re.split("(?<=</w:comment>)", xml)
        xml = "".join([*pieces[:at], one, *pieces[at:]])
        remarks.insert(at, Remark("", done=remark is ANSWER, answers=remark is ANSWER))
        at += 1
        for sign in ("Start", "End"):
            anchor = f'<w:commentRange{sign} w:id="{number}"/>'
            made = made.replace(anchor, f'{anchor}<w:commentRange{sign} w:id="{new}"/>')
        anchor = f'<w:commentReference w:id="{number}"/>'
        made = made.replace(anchor, f'{anchor}<w:commentReference w:id="{new}"/>')
    parts = {**package.parts, part: xml.encode(), body: made.encode()}
    file.write_bytes(threads.write(pack(parts), remarks))


def more_rows(root: Path) -> None:
    """One dispute more, so that their number is another one."""

    def add(page: object) -> None:
        rows = list(page.iter_rows(min_row=5))  # type: ignore[attr-defined]
        last = max(row[0].row for row in rows if isinstance(row[1].value, str) and row[1].value)
        page.delete_rows(last)  # type: ignore[attr-defined]

    edit(root / MEDIATIONS, "台账", add)


def test_a_first_copy_has_no_threads_and_the_next_one_the_same_bytes(root: Path) -> None:
    first = copy_of(root).read_bytes()
    assert not any("commentsExtended" in name for name in unpack(first).parts)
    assert (again(root).file.read_bytes(), again(root).kept) == (first, None)


def test_what_is_resolved_answered_and_said_stands_in_the_next_copy(root: Path) -> None:
    file = copy_of(root)
    before = [each.remark.text for each in said(file)]
    review(file)
    written = again(root)
    assert written.kept
    assert "标为已解决的 1 处、审阅人的批注和答复 2 条" in written.remark
    (resolved,) = [each for each in said(written.file) if each.remark.done]
    assert resolved.remark.text.startswith("矛盾调解.总数：")
    assert [(each.text, each.author, each.when, each.done) for each in resolved.answers] == [
        (ANSWER.text, "张三", ANSWER.when, True)
    ]
    (own,) = [each for each in said(written.file) if each.remark.author == "李四"]
    assert (own.remark.text, own.remark.when, own[2:]) == (OWN.text, OWN.when, resolved[2:])
    assert [each.remark.text for each in said(written.file) if each.remark.author != "李四"] == before


def test_a_copy_with_threads_is_sound_and_the_same_again(root: Path) -> None:
    review(copy_of(root))
    written = again(root)
    first = written.file.read_bytes()
    assert again(root).file.read_bytes() == first
    report = written.file.with_name(written.file.name.replace("（审阅）", ""))
    assert text_lines(first) == text_lines(report.read_bytes())
    assert faults(first) == faults(report.read_bytes())
    package = unpack(first)
    assert b'Ignorable="w14"' in package.parts[package.find("批注")[0]].replace(b'w15 w14"', b'w14"')


def test_a_figure_that_has_changed_is_open_again_and_what_was_said_is_told(root: Path) -> None:
    review(copy_of(root))
    more_rows(root)
    written = again(root)
    assert not any(each.remark.done for each in said(written.file))
    last = [each for each in said(written.file) if each.remark.is_ours][-1].remark.text
    told = last.partition(carried.HEADING)[2]
    assert "矛盾调解.总数：121 起（写在“121”）；标过已解决；张三（2024-01-16）答复：已核对原始卷宗" in told
    (own,) = [each for each in said(written.file) if each.remark.author == "李四"]
    text = read(written.file.read_bytes()).passages[own.passage].text
    assert text[own.start : own.end] == "120"
    once_more = again(root)
    assert [each.remark.text for each in said(once_more.file) if each.remark.is_ours][-1] == last


def test_a_comment_on_words_that_are_gone_is_told(root: Path) -> None:
    file = copy_of(root)
    review(file)
    package = unpack(file.read_bytes())
    (body, *_) = package.find("正文")
    parts = {**package.parts, body: package.parts[body].replace("起".encode(), "宗".encode())}
    file.write_bytes(pack(parts))
    written = again(root)
    last = [each for each in said(written.file) if each.remark.is_ours][-1].remark.text
    assert "李四（2024-01-17）写在“121”旁：这一句再斟酌 请李四看" in last


def test_the_copy_that_was_saved_last_is_the_former_one(root: Path) -> None:
    file = copy_of(root)
    other = file.with_name(f"{file.stem}张三.docx")
    shutil.move(file, other)
    review(other)
    assert f"已从“{other.name}”带过来" in again(root).remark


def test_a_copy_that_cannot_be_read_is_told(root: Path) -> None:
    copy_of(root).write_bytes(b"x")
    with pytest.raises(pipeline.CannotRun, match="读不了"):
        again(root)
