"""Whose a table is, by the names of all that there are."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import write_xlsx

from reportgen.prose.whose import another_of
from tests.make.county import collected

TOWNS = frozenset(("东镇", "城东镇", "甲镇"))


@pytest.mark.parametrize(
    ("text", "unit", "other"),
    [
        ("城东镇2023年人民调解统计表", "东镇", "城东镇"),
        ("东镇2023年人民调解统计表", "城东镇", "东镇"),
        ("某县东镇2023年人民调解统计表", "东镇", ""),
        ("东镇、甲镇人民调解统计表", "东镇", ""),
        ("人民调解统计表", "东镇", ""),
        ("甲镇司法所", "东镇", "甲镇"),
    ],
)
def test_a_name_counts_as_a_whole(text: str, unit: str, other: str) -> None:
    assert another_of(text, unit, TOWNS) == other


def test_the_folders_inside_of_a_bodys_own_are_read(tmp_path: Path) -> None:
    project = collected(tmp_path)
    assert project.of("甲镇").validate(2023) == []
    own = tmp_path / "来件" / "2023" / "甲镇" / "司法所"
    (own / "调解.xlsx").unlink()
    write_xlsx(own / "乙镇" / "调解.xlsx", "件数\n5", "调解")
    project.collect()
    (found,) = project.of("甲镇").validate(2023)
    assert (found.code, found.message) == ("FIL014", "文件夹名写的是“乙镇”，报告是甲镇的")
