"""What has come of what is owed: `status` and `validate` say the same of it, whatever came."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from conftest import write_xlsx

from reportgen import pipeline
from reportgen.ledger import reading
from reportgen.model import Finding, Place, Problem, Profile
from reportgen.pipeline import Project
from reportgen.stages.owed import Owed, Refusal, asked_of, owed

CASES = """
序号 | 案号 | 收案日期  | 答复日期  | 结案日期  | 审理结果
1    | 复1  | 2023.3.1  | 2023.3.8  | 2023.4.20 | 维持
"""
BESIDE = """
序号 | 案号 | 收案日期  | 答复日期  | 结案日期  | 审理结果 |   | 姓名 | 执法证号 | 考试日期
1    | 复1  | 2023.3.1  | 2023.3.8  | 2023.4.20 | 维持     |   | 某甲 | 证1      | 2023.5.1
"""
WITHOUT_A_COLUMN = CASES.replace("| 案号 ", "").replace("| 复1  ", "")
STRANGE = "甲 | 乙\n1 | 2"
OURS = ("司法所", "行政复议")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "来件" / "2023" / "司法所").mkdir(parents=True)
    return pipeline.open_project(tmp_path)


def came(project: Project, **tables: str) -> Owed:
    """What has come once these tables, by the name of their file, have been collected from 司法所."""
    for name, table in tables.items():
        write_xlsx(project.workspace.inbox / "2023" / "司法所" / f"{name}.xlsx", table, "复议")
    pipeline.collect(project)
    with reading.open_to_read(project.workspace.ledger, project.profile.kinds) as ledger:
        return owed(ledger, project.profile, 2023)


def said_missing(project: Project) -> set[tuple[str, str]]:
    """What `validate` says has not come."""
    findings = pipeline.validate(project, 2023)[1]
    return {(each.place.file, each.place.sheet) for each in findings if each.code == "OWE001"}


@pytest.mark.parametrize(
    ("table", "state"),
    [
        (CASES, "received"),
        (WITHOUT_A_COLUMN, "refused"),
        (BESIDE, "refused"),  # a second table beside it: `validate` used to say that nothing had come
        (STRANGE, "missing"),
    ],
)
def test_status_and_validate_agree(project: Project, table: str, state: str) -> None:
    found = came(project, 复议=table)
    (department,) = [each for each in pipeline.status(project, 2023).departments if each.name == "司法所"]
    (sheet,) = [each for each in department.submissions if each.kind.name == "行政复议"]
    assert sheet.state == state
    assert (OURS in found.missing, OURS in found.refused) == (state == "missing", state == "refused")
    assert said_missing(project) == set(found.missing)


def test_what_nobody_knows_the_kind_of_is_the_departments(project: Project) -> None:
    found = came(project, 复议=CASES, 怪表=STRANGE)
    assert [each.file for each in found.unread["司法所"]] == ["来件/2023/司法所/怪表.xlsx"]
    assert [each.rows for each in found.tables[OURS]] == [1]


def test_a_file_that_cannot_be_opened_is_told_once(project: Project) -> None:
    file = project.workspace.inbox / "2023" / "司法所" / "坏.xlsx"
    file.write_bytes(b"PK\x03\x04" + bytes(300))
    found = came(project)
    assert [(each.file, each.sheet) for each in found.unread["司法所"]] == [("来件/2023/司法所/坏.xlsx", "")]
    assert OURS in found.missing


def test_a_kind_sent_by_others_is_found_elsewhere(project: Project) -> None:
    kind = project.profile.kinds["行政复议"]
    write_xlsx(project.workspace.inbox / "2023" / "宣传办" / "复议.xlsx", CASES, "复议")
    found = came(project)
    assert (found.elsewhere(kind), found.came("宣传办", kind), found.came("司法所", kind)) == (
        ["宣传办"],
        True,
        False,
    )
    assert OURS in found.missing


@pytest.mark.parametrize(
    ("code", "lost"),
    [
        *((code, True) for code in ("FIL001", "FIL003", "FIL004", "FIL005", "FIL011")),
        *((code, False) for code in ("FIL002", "TAB001", "ROW001", "CEL001")),
    ],
)
def test_a_file_is_lost_whole_by_what_is_wrong_with_it(project: Project, code: str, lost: bool) -> None:
    """Then its first reason is told, and nothing of its sheets."""
    whole = Finding(code, "error", "一", Place("甲.xlsx"), "司法所")
    sheet = Finding("TAB001", "error", "表", Place("甲.xlsx", "表"), "司法所")
    ledger = SimpleNamespace(
        handed=lambda year: [],
        problems=lambda year: [whole, replace(whole, message="二")],
        turned_away=lambda year: [
            Problem(sheet, kind="行政复议"),
            Problem(replace(sheet, message="又"), kind="行政复议"),
        ],
    )
    found = owed(ledger, project.profile, 2023)  # type: ignore[arg-type]
    told = Refusal("甲.xlsx", "", "一", "error"), Refusal("甲.xlsx", "表", "表", "error")
    assert (found.unread, found.refused) == (({"司法所": [told[0]]}, {}) if lost else ({}, {OURS: [told[1]]}))


def test_a_kind_that_nobody_owes_is_missing_where_a_figure_reads_it(project: Project) -> None:
    profile = project.profile
    kinds = {name: replace(kind, owners=()) for name, kind in profile.kinds.items()}
    read = {kind for name in profile.figures for kind, _ in profile.reads.get(name, ())}
    ledger = SimpleNamespace(handed=lambda year: [], problems=lambda year: [], turned_away=lambda year: [])
    found = owed(ledger, replace(profile, kinds=kinds), 2023)  # type: ignore[arg-type]
    assert set(found.missing) == {("", name) for name in read}
    alone = replace(profile, kinds=kinds, figures={})
    assert not owed(ledger, alone, 2023).missing  # type: ignore[arg-type]


def test_a_column_of_some_departments_is_asked_of_no_other(rule_of_law: Profile) -> None:
    kind = rule_of_law.kinds["工作举措"]
    only = {
        name: "长度" in asked.fields
        for name in kind.owners
        for asked in asked_of(rule_of_law, name, 2023)
        if asked.name == kind.name
    }
    assert only == {name: name == "派出所" for name in kind.owners}
