"""The inbox -> the files that lie there, without opening one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reportgen.model import CannotRun
from reportgen.workspace import settings
from reportgen.workspace.arrivals import arrivals, in_inbox, of_year
from reportgen.workspace.settings import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "来件").mkdir()
    found, _ = settings.load(tmp_path)
    assert found
    return found


def put(workspace: Workspace, *names: str) -> None:
    for name in names:
        file = workspace.inbox / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"x" * len(name))


def test_each_file_comes_with_the_year_of_its_folder_and_its_stamp(workspace: Workspace) -> None:
    put(
        workspace,
        "2023/司法所/表.xlsx",
        "2022年/a.pdf",
        "2023/包.zip",
        "散.xlsx",
        "便条.txt",
        "2023/~$表.xlsx",
    )
    found = {each.name: each for each in in_inbox(workspace, None)}
    assert {name: (each.year, each.loose) for name, each in found.items()} == {
        "来件/2022年/a.pdf": (2022, False),
        "来件/2023/包.zip": (2023, False),
        "来件/2023/司法所/表.xlsx": (2023, False),
        "来件/散.xlsx": (None, True),
    }
    stat = (workspace.inbox / "散.xlsx").stat()
    assert found["来件/散.xlsx"].stamp == (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)
    assert {each.year for each in in_inbox(workspace, [2023])} == {2023, None}


def test_nothing_is_read(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    put(workspace, "2023/表.xlsx", "2023/包.zip")
    monkeypatch.setattr("builtins.open", None)
    monkeypatch.setattr(Path, "open", None)
    assert len(in_inbox(workspace, None)) == 2


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_links_are_followed_and_one_that_leads_nowhere_hides_no_other(workspace: Workspace) -> None:
    put(workspace, "2023/一.xlsx", "2023/三.xlsx")
    far = workspace.root / "别处"
    far.mkdir()
    (far / "四.xlsx").write_bytes(b"x")
    (workspace.inbox / "2023" / "二.xlsx").symlink_to(workspace.root / "没有")
    (workspace.inbox / "2023" / "远").symlink_to(far)
    assert [each.path.name for each in in_inbox(workspace, None)] == ["一.xlsx", "三.xlsx", "四.xlsx"]


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("来件/2023/表.xlsx", 2023),
        ("来件/2023年度/司法所/表.xlsx", 2023),
        ("来件/表.xlsx", None),
        ("来件/2023", None),
    ],
)
def test_the_year_of_a_file_is_its_folders(workspace: Workspace, name: str, year: int | None) -> None:
    assert of_year(workspace, name) == year


def test_what_is_not_there_is_told(workspace: Workspace) -> None:
    with pytest.raises(CannotRun, match="没有以年度命名的文件夹"):
        arrivals(workspace, (), None)
    put(workspace, "2023/.keep")
    assert arrivals(workspace, (), 2023) == []
    with pytest.raises(CannotRun, match="没有以年度命名的文件夹"):
        arrivals(workspace, (), 2022)
    with pytest.raises(CannotRun, match=r"没有“.*没有.xlsx”这个文件或文件夹"):
        arrivals(workspace, [workspace.root / "没有.xlsx"], None)
