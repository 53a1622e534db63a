"""A finished report in a workspace: its year, the ledger of that year, where the proposal is written, what is refused."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import docx
import pytest

from reportgen import pipeline
from reportgen.model import CannotRun
from reportgen.tasks.proposals import opened, propose
from reportgen.word.document import text_lines
from tests.word.test_document import save


def report(folder: Path, *lines: str) -> Path:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    file = folder / "报告.docx"
    file.write_bytes(save(document))
    return file


def test_the_ledger_of_the_report_s_own_year_is_asked(uncollected: Path, tmp_path: Path) -> None:
    project = pipeline.open_project(uncollected)
    file = report(tmp_path, "近海镇2022年报告", "全年受理矛盾纠纷98起。")
    without = propose(project.workspace, project.profile, opened(file))
    assert (without.year, without.by_ledger) == (2022, False)
    pipeline.collect(project)
    done = propose(project.workspace, project.profile, opened(file))
    assert (done.year, done.by_ledger, done.kept) == (2022, True, None)
    assert done.file == uncollected / "output" / "模板（由2022年报告改成）.docx"
    said = [line.partition("\t")[2] for line in text_lines(done.file.read_bytes())]
    assert said == ["{{报告.单位}}{{报告.年度}}年报告", "全年受理矛盾纠纷{{矛盾调解.总数}}起。"]
    assert "数相等" in done.proposal.matched[-1].why


def test_a_proposal_that_was_worked_on_is_kept(workspace: Path, tmp_path: Path) -> None:
    project = pipeline.open_project(workspace)
    file = report(tmp_path, "二〇二二年报告")
    done = propose(project.workspace, project.profile, opened(file))
    assert done.year == 2022
    document = docx.Document(BytesIO(done.file.read_bytes()))
    document.add_paragraph("改过")
    document.save(str(done.file))
    again = propose(project.workspace, project.profile, opened(file))
    assert again.kept
    assert "改过" in "".join(text_lines(again.kept.read_bytes()))


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "读不到"), (b"%PDF-1.7", "不能用：文件不是Word文档"), (b"", "没有写是哪一年")],
)
def test_what_cannot_be_used_is_refused_with_what_to_do(
    tmp_path: Path, content: bytes | None, message: str
) -> None:
    file = tmp_path / "没有.docx"
    if content == b"":
        file = report(tmp_path, "报告")
    elif content:
        file.write_bytes(content)
    with pytest.raises(CannotRun, match=message):
        opened(file)


def test_a_report_that_names_no_year_is_of_the_year_before(tmp_path: Path) -> None:
    assert opened(report(tmp_path, "报告"), 2024).year == 2023
    assert opened(report(tmp_path, "2021年报告"), 2024).year == 2021
