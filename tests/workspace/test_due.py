"""The day by which departments are to answer: the same check for what a command says and what the settings do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import run

from reportgen.model import CannotRun
from reportgen.workspace.due import due_day
from reportgen.workspace.settings import Workspace

ROOT = Path("近海")
workspace = Workspace(ROOT, "近海镇", ROOT / "来件", ROOT / "输出", ROOT / "底账", ROOT / "方案")


def test_the_day_is_the_commands_or_the_settings_or_none() -> None:
    assert due_day(workspace, 2023, "") == ""
    assert due_day(workspace, 2023, "2024-1-10") == "2024年1月10日"
    own = replace(workspace, report={"报送期限": "2024.1.12"})
    assert due_day(own, 2023, "") == "2024年1月12日"
    assert due_day(own, 2023, "2024年1月10日") == "2024年1月10日"
    with pytest.raises(CannotRun, match="--due写的是“月底”，不是日历上有的日期"):
        due_day(workspace, 2023, "月底")
    with pytest.raises(CannotRun, match="设置里的“报送期限”写的是“月底”"):
        due_day(replace(workspace, report={"报送期限": "月底"}), 2023, "")


@pytest.mark.parametrize(
    ("said", "meant"),
    [("1月5日", "2024年1月5日"), ("1月5号", "2024年1月5日"), ("12月20日", "2023年12月20日")],
)
def test_a_day_without_a_year_lacks_it(said: str, meant: str) -> None:
    with pytest.raises(CannotRun, match=f"--due写的是“{said}”，没有写年；请写成 {meant}$"):
        due_day(workspace, 2023, said)


def test_a_day_that_is_in_no_calendar_is_told() -> None:
    with pytest.raises(CannotRun, match=r"“2月30日”，不是日历上有的日期；请写成 2024年1月10日$"):
        due_day(workspace, 2023, "2月30日")


@pytest.mark.parametrize("command", [["forms", "2023"], ["status", "2023", "--remind"]])
@pytest.mark.parametrize(("said", "told"), [("1月10日", "没有写年"), ("尽快", "不是日历上有的日期")])
def test_forms_and_reminders_check_it_alike(command: list[str], said: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "reportgen.yaml").write_text("unit: 某镇\n", encoding="utf-8")
    done = run(*command, "--due", said, at=tmp_path)
    assert (done.returncode, f"--due写的是“{said}”，{told}" in done.stderr) == (2, True)
