"""The years of which the ledger has workbooks."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.ledger import writing as posting
from reportgen.model import CannotRun, Entry
from reportgen.stages.years import latest, need
from reportgen.workspace import settings


def test_the_last_year_is_the_latest_that_is_known_and_another_is_told(tmp_path: Path) -> None:
    workspace, _ = settings.load(tmp_path)
    assert workspace
    with posting.in_memory({}) as ledger:
        with pytest.raises(CannotRun, match="底账是空的"):
            latest(ledger)
        for year in (0, 2023, 2022):
            ledger.replace(Entry(f"{year}.xlsx", year, "司法所"), [], [])
        assert latest(ledger) == 2023
        need(ledger, workspace, 2022)
        with pytest.raises(CannotRun) as told:
            need(ledger, workspace, 2021)
    assert (
        str(told.value)
        == "底账里没有2021年的表（底账里有2022、2023年的）；请把表放进“来件/2021/部门名/”再收集"
    )
