"""Files as they were collected, and as they lie there now: which have changed, come or gone."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from reportgen.workspace import changes, settings
from reportgen.workspace.arrivals import stamp_of
from reportgen.workspace.changes import Changes, Known, since
from reportgen.workspace.settings import Workspace

OTHERS = "来件/2023/一.xlsx", "来件/2022/二.xlsx", "来件/散.zip"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """An inbox with three files that are known, and one elsewhere."""
    for name in (*OTHERS, "外面/三.xlsx"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    found, _ = settings.load(tmp_path)
    assert found
    return found


def known(workspace: Workspace) -> Known:
    return {
        name: (
            stamp_of((workspace.root / name).stat()),
            hashlib.sha256((workspace.root / name).read_bytes()).hexdigest(),
        )
        for name in (*OTHERS, "外面/三.xlsx")
    }


def test_what_is_as_it_was_is_not_read(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    before = known(workspace)
    monkeypatch.setattr(changes, "digest", None)
    assert since(workspace, before, (2022, 2023)) == Changes([], [], [], [], [])


def test_a_file_that_was_only_touched_has_not_changed(workspace: Workspace) -> None:
    before = known(workspace)
    for name in (*OTHERS, "外面/三.xlsx"):
        os.utime(workspace.root / name, (1, 1))
    assert since(workspace, before, (2022, 2023)) == Changes([], [], [], [], [])


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("longer", [True, False])
def test_a_file_with_other_bytes_has_changed(workspace: Workspace, name: str, longer: bool) -> None:
    before = known(workspace)
    content = (workspace.root / name).read_bytes()
    (workspace.root / name).write_bytes(content + b"x" if longer else content[:-1] + b"?")
    assert since(workspace, before, (2022, 2023)).changed == [name]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such time")
def test_other_bytes_under_the_old_size_and_time_have_changed(workspace: Workspace) -> None:
    before = known(workspace)
    file = workspace.root / OTHERS[0]
    stat, content = file.stat(), file.read_bytes()
    file.write_bytes(content[:-1] + b"?")
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert since(workspace, before, (2023,)).changed == [OTHERS[0]]


def test_what_has_come_and_gone_is_told(workspace: Workspace) -> None:
    before = known(workspace)
    (workspace.root / OTHERS[0]).rename(workspace.root / "来件/2023/新名.xlsx")
    (workspace.root / "来件/2023/~$新名.xlsx").touch()
    (workspace.root / OTHERS[2]).unlink()
    found = since(workspace, before, (2022, 2023))
    assert (found.changed, found.added, found.gone) == (
        [],
        ["来件/2023/新名.xlsx"],
        ["来件/2023/一.xlsx", "来件/散.zip"],
    )


def test_other_years_are_left_out(workspace: Workspace) -> None:
    before = known(workspace)
    (workspace.root / OTHERS[1]).unlink()
    (workspace.root / "来件/2022/又.xlsx").touch()
    assert since(workspace, before, (2023, 2024)) == Changes([], [], [], [], [])


def test_what_lies_elsewhere_has_changed_or_is_away(workspace: Workspace) -> None:
    before = known(workspace)
    (workspace.root / "外面/三.xlsx").write_bytes(b"other")
    assert since(workspace, before, ()).elsewhere == ["外面/三.xlsx"]
    (workspace.root / "外面/三.xlsx").unlink()
    found = since(workspace, before, ())
    assert (found.elsewhere, found.away) == ([], ["外面/三.xlsx"])


def test_without_an_inbox_all_is_gone(workspace: Workspace) -> None:
    before = known(workspace)
    workspace.inbox.rename(workspace.root / "别处")
    assert since(workspace, before, (2023,)).gone == ["来件/2023/一.xlsx", "来件/散.zip"]
