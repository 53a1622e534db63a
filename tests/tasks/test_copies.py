"""A profile that came along is copied into a workspace whole, once, and never over what is there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reportgen.model import CannotRun
from reportgen.tasks import copies
from reportgen.tasks.copies import ORIGINAL
from reportgen.workspace import settings
from reportgen.workspace.settings import SHIPPED, Workspace

NAME = "rule-of-law"
CAME = next(each / NAME for each in SHIPPED if (each / NAME).is_dir())
FILES = sorted(each.relative_to(CAME).as_posix() for each in CAME.rglob("*") if each.is_file())


def opened(root: Path) -> Workspace:
    workspace, findings = settings.load(root)
    assert workspace, findings
    return workspace


def test_a_copy_holds_the_files_and_what_they_were(tmp_path: Path) -> None:
    done = copies.copy(tmp_path, NAME)
    assert (done.folder, sorted(done.written), done.there) == (tmp_path / "templates" / NAME, FILES, ())
    for name in FILES:
        came = (CAME / name).read_bytes()
        assert (done.folder / name).read_bytes() == (done.folder / ORIGINAL / name).read_bytes() == came
    assert len((done.folder / ORIGINAL / copies.VERSION).read_text(encoding="utf-8").strip()) == 12
    assert opened(tmp_path).profile == done.folder


def test_a_second_copy_adds_what_is_missing_as_it_was_and_changes_nothing(tmp_path: Path) -> None:
    folder = copies.copy(tmp_path, NAME).folder
    (folder / "figures.yaml").write_text("# 改过", encoding="utf-8")
    (folder / "checks.yaml").unlink()
    (folder / ORIGINAL / "checks.yaml").write_text("# 当时的", encoding="utf-8")
    done = copies.copy(tmp_path, NAME)
    assert (done.written, done.anew) == (("checks.yaml",), ())
    assert (folder / "figures.yaml").read_text(encoding="utf-8") == "# 改过"
    assert (folder / "checks.yaml").read_text(encoding="utf-8") == "# 当时的"


def test_a_file_that_has_come_along_since_is_named_and_not_added(tmp_path: Path) -> None:
    folder = copies.copy(tmp_path, NAME).folder
    for each in (folder, folder / ORIGINAL):
        (each / "report-半年报.docx").unlink()
    done = copies.copy(tmp_path, NAME)
    assert (done.written, done.anew, done.source) == ((), ("report-半年报.docx",), CAME)
    assert "report-半年报.docx" not in done.there
    assert not (folder / "report-半年报.docx").exists()


def test_a_copy_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(CannotRun, match="磁盘已满"):
        copies.copy(tmp_path, NAME)
    assert list((tmp_path / "templates").iterdir()) == []


@pytest.mark.parametrize(
    ("name", "says"), [("rule-of-low", "是不是“rule-of-law”"), ("方案", "不是随程序带来的")]
)
def test_a_profile_that_did_not_come_along_is_not_copied(name: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match=says):
        copies.copy(tmp_path, name)


def test_in_the_programs_own_folder_there_is_nothing_to_copy() -> None:
    with pytest.raises(CannotRun, match="就在工作目录里"):
        copies.copy(CAME.parent.parent, NAME)


def test_the_profiles_are_listed_the_used_one_and_the_own_ones_marked(tmp_path: Path) -> None:
    shipped = sorted(each.parent.name for each in CAME.parent.glob("*/sheets.yaml"))
    found = copies.known(opened(tmp_path))
    assert [(each.name, each.used, each.own) for each in found] == [
        (each, each == NAME, False) for each in shipped
    ]
    listed = next(each for each in found if each.name == NAME)
    assert listed.title == "法治政府建设情况报告（乡镇、街道）报告方案"
    copies.copy(tmp_path, NAME)
    shutil.copytree(CAME, tmp_path / "templates" / "方案")
    (tmp_path / "reportgen.yaml").write_text("unit: 近海镇\nprofile: 方案\n", encoding="utf-8")
    assert [(each.name, each.used, each.own) for each in copies.known(opened(tmp_path))] == [
        *((each, False, each == NAME) for each in shipped),
        ("方案", True, True),
    ]


def test_what_there_is_to_compare_is_told(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="没有什么可以比较；要改方案"):
        copies.compared(opened(tmp_path), NAME)
    folder = copies.copy(tmp_path, NAME).folder
    assert copies.compared(opened(tmp_path), NAME) == (folder, folder / ORIGINAL, CAME)
    shutil.rmtree(folder / ORIGINAL)
    assert copies.compared(opened(tmp_path), NAME) == (folder, None, CAME)
    shutil.copytree(folder, folder.with_name("方案"))
    with pytest.raises(CannotRun, match="自己写的"):
        copies.compared(opened(tmp_path), "方案")
