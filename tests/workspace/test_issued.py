"""What is written, and what people have made of it since."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from conftest import copy_samples

from reportgen import pipeline
from reportgen.model import CannotRun
from reportgen.pipeline import Project
from reportgen.workspace import issued, settings
from reportgen.workspace.issued import check_output, issue
from reportgen.workspace.settings import Workspace

WHEN = time.mktime((2024, 1, 15, 9, 30, 0, 0, 0, -1))
KEPT = "报告（改动 2024-01-15 0930）.docx"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "来件").mkdir()
    found, _ = settings.load(tmp_path)
    assert found
    return found


@pytest.fixture
def file(workspace: Workspace) -> Path:
    return workspace.output / "报告.docx"


def edit(file: Path, content: bytes, when: float = WHEN) -> None:
    file.write_bytes(content)
    os.utime(file, (when, when))


def there(file: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in file.parent.iterdir()}


def test_what_nobody_has_changed_is_simply_replaced(workspace: Workspace, file: Path) -> None:
    for content in (b"1", b"2", b"2", b"1"):
        assert issue(workspace, file, content) is None
        assert there(file) == {"报告.docx": content}


def test_what_somebody_has_changed_is_kept_under_the_time_of_the_change(
    workspace: Workspace, file: Path
) -> None:
    issue(workspace, file, b"1")
    edit(file, b"by the leader")
    assert issue(workspace, file, b"1") == file.with_name(KEPT)
    assert there(file) == {"报告.docx": b"1", KEPT: b"by the leader"}
    assert issue(workspace, file, b"2") is None


def test_changes_of_one_minute_are_all_kept(workspace: Workspace, file: Path) -> None:
    for number, content in enumerate((b"one", b"two", b"three"), 1):
        issue(workspace, file, b"%d" % number)
        edit(file, content)
    issue(workspace, file, b"4")
    more = [KEPT.replace(".docx", f"{number}.docx") for number in ("(2)", "(3)")]
    assert there(file) == {
        "报告.docx": b"4",
        KEPT: b"one",
        more[0]: b"two",
        more[1]: b"three",
    }


def test_what_was_there_before_anything_was_remembered_is_kept_too(workspace: Workspace, file: Path) -> None:
    file.parent.mkdir()
    edit(file, b"whose?")
    assert issue(workspace, file, b"1") == file.with_name(KEPT)


def test_what_is_already_kept_is_not_kept_twice(workspace: Workspace, file: Path) -> None:
    """A kill between keeping and writing leaves both."""
    issue(workspace, file, b"1")
    edit(file, b"by the leader")
    os.link(file, file.with_name(KEPT))
    assert issue(workspace, file, b"2") == file.with_name(KEPT)
    assert there(file) == {"报告.docx": b"2", KEPT: b"by the leader"}


def test_a_line_that_a_kill_cut_short_spoils_no_other(workspace: Workspace, file: Path) -> None:
    issue(workspace, file, b"1")
    memory = issued._memory(workspace)
    memory.write_bytes(memory.read_bytes() + b"\n3f5a cut")
    assert issue(workspace, file, b"2") is None
    assert issue(workspace, file, b"3") is None


def test_on_a_disk_without_links_a_copy_is_kept_with_its_time(
    workspace: Workspace, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object, **__: object) -> None:
        raise OSError(issued.errno.EPERM, "no links")

    monkeypatch.setattr(issued.os, "link", none)
    issue(workspace, file, b"1")
    edit(file, b"by the leader")
    kept = issue(workspace, file, b"2")
    assert kept
    assert (kept.read_bytes(), kept.stat().st_mtime) == (b"by the leader", WHEN)


def test_where_nothing_can_be_kept_nothing_is_written(
    workspace: Workspace, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(issued.errno.ENOSPC, "full")

    monkeypatch.setattr(issued.os, "link", full)
    issue(workspace, file, b"1")
    edit(file, b"by the leader")
    with pytest.raises(CannotRun, match="有人改过，要留一份却写不进去：磁盘已满"):
        issue(workspace, file, b"2")
    assert there(file) == {"报告.docx": b"by the leader"}


def test_a_ledger_that_cannot_be_written_beside_only_costs_a_copy(
    workspace: Workspace, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.ledger.parent.write_text("a file")
    assert issue(workspace, file, b"1") is None
    assert issue(workspace, file, b"2") is not None


def test_a_long_name_is_kept_as_well(workspace: Workspace) -> None:
    file = workspace.output / f"{'报' * 78}.docx"
    issue(workspace, file, b"1")
    edit(file, b"by the leader")
    kept = issue(workspace, file, b"2")
    assert kept
    assert kept.read_bytes() == b"by the leader"


@pytest.mark.parametrize("mark", ["~$报告.docx", "~$告.docx", "~$.docx", ".~报告.docx", ".~lock.报告.docx#"])
def test_a_file_that_is_open_is_not_written(workspace: Workspace, file: Path, mark: str) -> None:
    issue(workspace, file, b"1")
    file.with_name(mark).touch()
    with pytest.raises(
        CannotRun, match=r"正在 Word、Excel 或 WPS 中打开，没有写；请关闭后再试（.*删去旁边的“"
    ):
        issue(workspace, file, b"2")
    assert file.read_bytes() == b"1"
    file.with_name(mark).unlink()
    issue(workspace, file, b"2")


# where a report may go


def test_a_new_file_and_one_of_ours_may_be_written(workspace: Workspace, tmp_path: Path) -> None:
    for name in ("报告.docx", "报告.DOCX", "新/报告.docx", "输出/报告.docx"):
        check_output(workspace, tmp_path / name)
    issue(workspace, tmp_path / "报告.docx", b"1")
    edit(tmp_path / "报告.docx", b"by the leader")
    check_output(workspace, tmp_path / "报告.docx")
    (tmp_path / "搬.docx").write_bytes(b"1")
    check_output(workspace, tmp_path / "搬.docx")


def test_a_file_of_somebody_elses_may_not(workspace: Workspace, tmp_path: Path) -> None:
    for name, content in (("通知.docx", b"PK a notice"), ("空.docx", b"")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(CannotRun, match="已经有了，而且不是 reportgen 写的"):
            check_output(workspace, tmp_path / name)


@pytest.fixture
def own(tmp_path: Path) -> Workspace:
    """A workspace with a profile of its own, under names that other things could have."""
    folder = tmp_path / "templates" / "own"
    folder.mkdir(parents=True)
    for name in ("sheets.yaml", "report.docx"):
        (folder / name).write_bytes(b"x")
    (tmp_path / "来件" / "2023").mkdir(parents=True)
    (tmp_path / "reportgen.yaml").write_text("profile: own\nledger: 账/底.docx\n", encoding="utf-8")
    (tmp_path / "账").mkdir()
    (tmp_path / "账" / "底.docx").write_bytes(b"ledger")
    found, _ = settings.load(tmp_path)
    assert found
    return found


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("templates/own/report.docx", "不能写到报告方案的文件夹里"),
        ("templates/own/other.docx", "不能写到报告方案的文件夹里"),
        ("Templates/Own/Report.DOCX", "不能写到报告方案的文件夹里"),
        ("来件/../templates/own/x.docx", "不能写到报告方案的文件夹里"),
        ("来件/2023/报告.docx", "不能写到来件夹里"),
        ("来件/报告.docx", "不能写到来件夹里"),
        ("近/2023/报告.docx", "不能写到来件夹里"),
        ("账/底.docx", "就是底账“账/底.docx”"),
        ("链.docx", "不能写到报告方案的文件夹里"),
        ("硬.docx", "就是报告方案“templates/own/report.docx”"),
        ("设.docx", "就是设置文件“reportgen.yaml”"),
        ("设硬.docx", "就是设置文件“reportgen.yaml”"),
        ("reportgen.yaml", "不是 .docx 文件名"),
        ("账", "不是 .docx 文件名"),
    ],
)
def test_what_a_report_is_made_from_is_never_written_over(
    own: Workspace, monkeypatch: pytest.MonkeyPatch, name: str, said: str
) -> None:
    template = own.root / "templates" / "own" / "report.docx"
    if os.name != "nt":
        (own.root / "近").symlink_to(own.inbox)
        (own.root / "链.docx").symlink_to(template)
        (own.root / "设.docx").symlink_to("reportgen.yaml")
    os.link(template, own.root / "硬.docx")
    os.link(own.root / "reportgen.yaml", own.root / "设硬.docx")
    with pytest.raises(CannotRun, match=said):
        check_output(own, own.root / name)
    monkeypatch.chdir(own.root)
    with pytest.raises(CannotRun, match=said):
        check_output(own, Path(name))


def test_the_ledgers_own_folder_is_no_place_for_a_report(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="不能写到底账的文件夹里"):
        check_output(workspace, tmp_path / "底账" / "报告.docx")


# what the commands do


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return pipeline.open_project(copy_samples(tmp_path))


def test_builds_keep_what_a_leader_wrote_and_say_it(project: Project) -> None:
    first = pipeline.build(project, 2023).rendered
    assert first.file
    assert first.kept is None
    written = first.file.read_bytes()
    edit(first.file, written + b" by the leader")
    again = pipeline.build(project, 2023).rendered
    assert again.kept == first.file.with_name(f"{first.file.stem}（改动 2024-01-15 0930）.docx")
    assert (first.file.read_bytes(), again.kept.read_bytes()) == (written, written + b" by the leader")
    draft = pipeline.render(project, 2023, draft=True)
    assert draft.file
    edit(draft.file, b"by the leader")
    kept = pipeline.render(project, 2023, draft=True).kept
    assert kept
    assert kept.name.endswith("（草稿）（改动 2024-01-15 0930）.docx")


def test_a_report_that_was_edited_where_output_said_is_kept_there(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "报告.docx"
    pipeline.build(project, 2023)
    pipeline.render(project, 2023, file)
    edit(file, b"by the leader")
    assert pipeline.render(project, 2023, file).kept == tmp_path / KEPT


def test_a_form_that_was_filled_in_is_kept(project: Project) -> None:
    form = project.forms(2023)[0]
    assert form.kept is None
    assert project.forms(2023)[0].kept is None
    edit(form.file, b"filled in")
    again = project.forms(2023)[0]
    assert again.kept == form.file.with_name(f"{form.file.stem}（改动 2024-01-15 0930）.xlsx")
    assert again.kept.read_bytes() == b"filled in"
