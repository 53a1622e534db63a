"""A rate of more than 100 % is told, once a column of a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.ledger.writing import in_memory
from reportgen.model import Figure, FigureDefinition, Kind, Place
from reportgen.stages.beyond import beyond_whole
from tests.make.declared import opened, write_profile

SHEETS = "宣传:\n  title: 宣传表\n  from: [甲镇]\n  fields:\n    村: {type: string}\n    到: {type: integer}\n    应到: {type: integer}\n"
FIGURES = """
宣传:
  到: {{measure: sum(到)}}
  应到: {{measure: sum(应到)}}
  {0}: {{ratio: [到, 应到], decimals: 1}}
  各村: {{by: 村, columns: {{率: {0}}}}}
"""


@pytest.mark.parametrize(
    ("name", "rows", "told"),
    [
        ("到课率", [["东村", 30, 20], ["西村", 5, 30]], [("warning", "（东村）是150%")]),
        ("到课率", [["东村", 30, 20], ["西村", 50, 20], ["南村", 1, 90]], [("warning", "（西村）是250%")]),
        ("到课率", [["东村", 30, 20], ["西村", 50, 20]], [("warning", "“宣传.到课率”是200%"), ("warning", "（西村）是250%")]),
        ("到课占比", [["东村", 30, 20], ["西村", 5, 30]], [("error", "（东村）是150%")]),
        ("到课率", [["东村", 20, 20], ["西村", 5, 30]], []), ("增长率", [["东村", 30, 20]], []),
    ],
)  # fmt: skip
def test_a_part_that_is_more_than_its_whole_is_told(
    tmp_path: Path, name: str, rows: list[list[object]], told: list[tuple[str, str]]
) -> None:
    write_profile(tmp_path / "p", SHEETS, FIGURES.format(name), ["到{{宣传.到}}。"])
    sent = "\n".join(" | ".join(map(str, each)) for each in [["村", "到", "应到"], *rows])
    project = opened(tmp_path, {"2023/甲镇/宣传": sent})
    found = [each for each in project.validate(2023) if each.code == "FIG009"]
    assert [each.severity for each in found] == [severity for severity, _ in told]
    assert all(words in each.message for each, (_, words) in zip(found, told, strict=True))
    assert all(each.place.row == 1 and each.department == "甲镇" for each in found)


def test_a_rate_of_what_has_no_table_of_its_own_has_no_place() -> None:
    part, whole = (FigureDefinition(group="宣传", name=name, sheet="宣传") for name in ("到", "应到"))
    rate = FigureDefinition(group="宣传", name="到课率", sheet="宣传", ratio=("到", "应到"), decimals=1)
    figures = {
        each.full_name: Figure(each, value, str(value))
        for each, value in ((part, 3), (whole, 2), (rate, 150))
    }
    with in_memory({"宣传": Kind(name="宣传", title="宣传表", fields={})}) as ledger:
        found = beyond_whole(ledger, figures, 2023)
    assert [(each.code, each.place) for each in found] == [("FIG009", Place())]
