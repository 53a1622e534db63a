"""A copy of the template has a comment at each mistake and at each number that its author has written."""

from __future__ import annotations

import shutil
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pytest

from reportgen import opening
from reportgen.model import CannotRun
from reportgen.tasks import commented
from reportgen.word.document import text_lines
from reportgen.workspace.settings import Workspace, load


@pytest.fixture
def own(workspace: Path) -> Workspace:
    found, _ = load(workspace)
    assert found
    return found


def test_mistakes_and_numbers_are_said_where_they_stand(
    own: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "方案" / "甲"
    shutil.copytree(own.profile, folder)
    document = docx.Document(str(folder / "report.docx"))
    document.add_paragraph("全年共办理 57 件，另{{不存在.数}}件。")
    document.save(str(folder / "report.docx"))
    changed = replace(own, profile=folder)
    monkeypatch.setattr(opening, "load", lambda root: (changed, []))
    done = opening.check_profile(tmp_path)
    before = (folder / "report.docx").read_bytes()
    output = tmp_path / "批注.docx"
    count = commented.write(changed, done, output)
    made = output.read_bytes()
    comments = [each.text for each in docx.Document(BytesIO(made)).comments]
    assert count == len(comments) >= 2
    assert any(each.startswith("TPL001 标签“{{不存在.数}}”") for each in comments)
    assert any("“57 件”是写定的数，明年不会变" in each for each in comments)
    assert text_lines(made) == text_lines(before)
    assert (folder / "report.docx").read_bytes() == before


def test_the_template_itself_is_never_written_over(own: Workspace) -> None:
    done = opening.check_profile(own.root)
    with pytest.raises(CannotRun):
        commented.write(own, done, own.profile / "report.docx")
