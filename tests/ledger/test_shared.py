"""The tables of different bodies that say throughout the same, found in the ledger of all."""

from __future__ import annotations

import shutil
from pathlib import Path

from conftest import write_xlsx

from reportgen.gate import open_ledger
from reportgen.ledger.shared import Shared, shared
from reportgen.pipeline import Project
from tests.make.county import collected


def found(project: Project, year: int = 2023) -> list[tuple[str, Shared]]:
    with open_ledger(project) as ledger:
        return [
            (ledger.origin(each.source).unit, each) for each in shared(ledger, project.profile.kinds, year)
        ]


def test_a_table_in_another_order_is_the_same_and_one_of_other_values_is_none(tmp_path: Path) -> None:
    project = collected(tmp_path)
    assert found(project) == []  # of three townships with cases 1, 2, ... of 100 each
    folder = tmp_path / "来件" / "2023"
    write_xlsx(folder / "甲镇" / "执法队" / "案件.xlsx", "案号 | 罚款\n3 | 100\n1 | 100\n2 | 100", "案件")
    project.collect()
    ((unit, each),) = found(project)
    assert (unit, each.rows, each.told, each.whole) == ("甲镇", 3, 6, False)
    write_xlsx(folder / "甲镇" / "执法队" / "案件.xlsx", "案号 | 罚款\n3 | 100\n1 | 100\n2 | 101", "案件")
    project.collect()
    assert found(project) == []


def test_a_workbook_that_is_anothers_is_the_same_as_a_whole_and_of_its_year_alone(tmp_path: Path) -> None:
    project = collected(tmp_path)
    folder = tmp_path / "来件" / "2023"
    shutil.copy(folder / "乙镇" / "司法所" / "调解.xlsx", folder / "丙乡" / "司法所" / "调解.xlsx")
    project.collect()
    ((_, each),) = found(project)
    assert (each.rows, each.told, each.whole) == (1, 1, True)
    assert found(project, 2022) == []
