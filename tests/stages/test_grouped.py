"""Each number of a table is what its own rows come to, and converted into the unit that is declared."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import load_profile

from reportgen.ledger import reading as ledgers
from reportgen.model import FigureDefinition, Profile
from reportgen.stages.figures import figures, one_of, sources
from reportgen.stages.grouped import combined, factor_of, tidy
from tests.make.declared import opened, write_profile
from tests.stages.test_entries import FIGURES, SENT, SHEETS


@pytest.mark.parametrize(
    "keys",
    [
        "by: 报送部门, columns: [件数, 成功率, 金额, 最大, 每件], total: true", "by: [村, 类别], total: true", "by: [涉企, 日期], measure: sum(金额), unit: 万元",
        "by: 类别, within: 报送部门, columns: [件数, 成功率, 每件], total: true", "by: 年度, years: 2", "by: 人数",
    ],
)  # fmt: skip
def test_a_cell_is_what_its_own_rows_come_to(tmp_path: Path, keys: str) -> None:
    write_profile(tmp_path / "p", SHEETS, FIGURES.format(keys), ["共{{调解.件数}}件"])
    project = opened(tmp_path, SENT)
    with ledgers.open_to_read(project.workspace.ledger, project.profile.kinds) as ledger:
        found, _ = figures(ledger, project.profile, 2023)
        table = found["调解.新"]
        assert table.cells
        for cells in table.cells:
            for cell in cells.values():
                alone = one_of(
                    {cell.definition.full_name: found["调解.件数"]},
                    ledger,
                    project.profile,
                    cell.definition,
                    2023,
                )
                assert (alone.value, alone.text) == (cell.value, cell.text), cell.definition.held
        rows = {(each.file, each.row) for each in sources(ledger, project.profile, table.definition, 2023)}
        own = [
            {(each.file, each.row) for each in sources(ledger, project.profile, cell.definition, 2023)}
            for cells in table.cells
            for cell in cells.values()
        ]
        assert set().union(*own) == rows


@pytest.mark.parametrize(
    ("unit", "factor"), [("元", 1), ("万元", Decimal("0.0001")), ("亿元", Decimal("0.00000001")), ("", 1), ("人", None), ("件", None)]
)  # fmt: skip
def test_a_number_is_converted_into_the_figures_unit(
    tmp_path: Path, unit: str, factor: Decimal | None
) -> None:
    write_profile(tmp_path / "p", SHEETS, FIGURES.format("unit: 件"), ["共{{调解.件数}}件"])
    profile = load_profile(tmp_path / "p")
    own = replace(profile.figures["调解.金额"], unit=unit)
    assert factor_of(profile, own) == factor


def test_what_is_made_of_others_is_combined() -> None:
    rate = FigureDefinition(group="甲", name="乙", sheet="丙", ratio=("丁", "戊"))
    assert [combined(rate, each) for each in ([1, 3], [0, 3], [1, 0], [None, 3], [3, 3])] == [
        33.33,
        0,
        None,
        None,
        100,
    ]
    mean = FigureDefinition(group="甲", name="乙", sheet="丙", formula="丁 / 戊", decimals=1)
    assert [combined(mean, each) for each in ([1, 8], [1, 0], [None, 3], [6, 3])] == [0.1, None, None, 2]
    rest = FigureDefinition(group="甲", name="乙", sheet="丙", formula="丁 - 戊")
    assert combined(rest, [0.3, 0.1]) == 0.2
    assert [tidy(each) for each in (None, 3, 3.0, 0.1 + 0.2)] == [None, 3, 3, 0.3]


def test_no_unit_of_the_shipped_profile_is_out_of_reach(rule_of_law: Profile) -> None:
    assert all(factor_of(rule_of_law, each) is not None for each in rule_of_law.figures.values())
