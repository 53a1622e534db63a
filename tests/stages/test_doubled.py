"""Of which kinds something is told to stand twice, and that no check counts their rows."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import edit

from reportgen import pipeline
from reportgen.ledger.reading import open_to_read
from reportgen.model import Finding, Place
from reportgen.pipeline import Project, open_project
from reportgen.stages.doubled import doubled

MEDIATIONS = "来件/2023/司法所/矛盾纠纷调解台账.xlsx"


def collected(root: Path) -> Project:
    project = open_project(root)
    pipeline.collect(project)
    return project


@pytest.mark.parametrize(
    ("code", "sheet", "kinds"),
    [
        ("ROW001", "台账", {"矛盾调解"}),
        ("ROW003", "台账", {"矛盾调解"}),
        ("OWE004", "台账", {"矛盾调解"}),
        ("ROW008", "台账", set()),  # only asked
        ("ROW001", "别的", set()),
    ],
)
def test_the_kind_of_a_table_with_rows_that_stand_twice_is_named(
    workspace: Path, code: str, sheet: str, kinds: set[str]
) -> None:
    project = collected(workspace)
    wrong = Finding(code, "error", "", Place(MEDIATIONS, sheet, 6))
    with open_to_read(project.workspace.ledger, project.profile.kinds) as ledger:
        assert doubled(ledger, 2023, [wrong]) == kinds


def test_no_check_counts_rows_that_are_there_twice(workspace: Path) -> None:
    """A monthly sheet that says otherwise than the cases is not told so until these are mended."""

    def drop(page) -> None:  # type: ignore[no-untyped-def]
        page.delete_rows(5)

    def repeat(page) -> None:  # type: ignore[no-untyped-def]
        page["B6"] = page["B5"].value

    edit(workspace / MEDIATIONS, "台账", drop)
    codes = {each.code for each in pipeline.validate(collected(workspace), 2023)[1]}
    assert "MEDI003" in codes
    edit(workspace / MEDIATIONS, "台账", repeat)
    codes = {each.code for each in pipeline.validate(collected(workspace), 2023)[1]}
    assert "ROW001" in codes
    assert "MEDI003" not in codes
