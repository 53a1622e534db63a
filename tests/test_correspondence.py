"""What goes out to the departments: who gets which form, and where it is written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import copy_samples

from reportgen import pipeline
from reportgen.model import CannotRun
from reportgen.pipeline import Project


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A workspace of the samples in which nothing was collected yet."""
    return pipeline.open_project(copy_samples(tmp_path_factory.mktemp("forms")))


def test_a_blank_form_goes_to_every_department_that_owes_a_sheet(clean: Project, tmp_path: Path) -> None:
    written = clean.forms(2024, tmp_path)
    assert [each.department for each in written] == list(clean.profile.departments)
    first = written[0]
    assert first.file == tmp_path / first.department / f"2024年报送表（{first.department}）.xlsx"
    assert first.file.is_file()
    owed = [kind.name for kind in clean.profile.kinds.values() if first.department in kind.owners]
    assert list(first.sheets) == owed


def test_forms_for_an_inbox_or_for_nobody_are_not_written(clean: Project, tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="在来件夹里，空白表会被当作交来的表收集"):
        clean.forms(2023, clean.workspace.inbox / "2023")
    kinds = {name: replace(kind, owners=()) for name, kind in clean.profile.kinds.items()}
    nobody = replace(clean, profile=replace(clean.profile, kinds=kinds))
    with pytest.raises(CannotRun, match="没有写哪个部门报送哪张表"):
        nobody.forms(2023, tmp_path)


def test_forms_go_into_the_output_even_where_the_inbox_lies_around_it(clean: Project, tmp_path: Path) -> None:
    output = tmp_path / "来件" / "输出"
    around = replace(clean, workspace=replace(clean.workspace, inbox=tmp_path / "来件", output=output))
    written = around.forms(2024)
    assert {each.file.parent.parent for each in written} == {output / "表样" / "2024"}


def test_two_departments_never_share_a_folder(clean: Project, tmp_path: Path) -> None:
    owners = ("甲/乙", "甲:乙", "甲_乙_", "A", "a", "...")
    kind = replace(clean.profile.kinds["行政复议"], owners=owners)
    own = replace(clean, profile=replace(clean.profile, kinds={kind.name: kind}))
    written = own.forms(2024, tmp_path)
    assert [(each.department, each.file.parent.name) for each in written] == [
        ("甲/乙", "甲_乙"), ("甲:乙", "甲_乙_"), ("甲_乙_", "甲_乙__"), ("A", "A"), ("a", "a_"), ("...", "部门"),
    ]  # fmt: skip
    assert all(each.file.is_file() and each.sheets == ("行政复议",) for each in written)
