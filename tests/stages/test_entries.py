"""Lists by a column, tables and cross tables: their entries, with nothing in some, in order, with totals, in one another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reportgen.model import Figure
from reportgen.stages.entries import heading, told
from tests.make.declared import counted, opened, write_profile

SHEETS = """
调解:
  title: 调解台账
  from: [甲镇, 乙镇, 丙镇]
  fields:
    村: {type: string}
    类别: {type: string, required: true, enum: [邻里, 婚姻, 土地]}
    结果: {type: string, required: true, enum: [成功, 不成功]}
    人数: {type: integer, unit: 人}
    金额: {type: number, unit: 元}
    日期: {type: date}
    涉企: {type: boolean}
"""
HEAD = "村 | 类别 | 结果 | 人数 | 金额 | 日期 | 涉企"
SENT = {
    "2023/甲镇/调解": f"{HEAD}\n2村 | 邻里 | 成功 | 2 | 10000 | 2023-3-1 | 是\n10村 | 邻里 | 不成功 | 3 | 25000 | 2023-1-2 | 否\n"
    "2村 | 婚姻 | 成功 | 5 | 0 | 2023-3-1 | 是",
    "2023/乙镇/调解": f"{HEAD}\n其他村 | 婚姻 | 成功 | 4 | 500 | 2023-1-2 | 是",
    "2023/丙镇/调解": f"{HEAD}\n无",
    "2022/甲镇/调解": f"{HEAD}\n2村 | 邻里 | 成功 | 1 | 10 | 2022-3-1 | 是",
    "2022/乙镇/调解": f"{HEAD}\n无",
    "2022/丙镇/调解": f"{HEAD}\n无",
}
FIGURES = """
调解:
  件数: {{unit: 件}}
  成功: {{where: "结果 = '成功'", unit: 件}}
  成功率: {{ratio: [成功, 件数], empty: 无案件}}
  人数: {{measure: sum(人数), unit: 人}}
  金额: {{measure: sum(金额), unit: 万元, decimals: 2, zeros: keep}}
  最大: {{measure: max(金额), unit: 元, empty: 无}}
  每件: {{formula: 人数 / 件数, decimals: 1, empty: 无}}
  按镇: {{by: 报送部门}}
  新: {{{0}}}
"""


def made(root: Path, keys: str) -> Figure:
    """The list that is declared so, of 2023."""
    write_profile(root / "p", SHEETS, FIGURES.format(keys), ["共{{调解.件数}}件"])
    return counted(opened(root, SENT))["新"]


def texts(figure: Figure) -> list[dict[str, Any]]:
    """The entries, their numbers as they are printed."""
    return [
        {name: cells[name].text if name in cells else heading(value) for name, value in item.items()}
        for item, cells in zip(figure.items or (), figure.cells, strict=True)
    ]


@pytest.mark.parametrize(
    ("keys", "entries"),
    [
        ("by: 类别", ["邻里 2", "婚姻 2", "土地 0"]),
        ("by: 类别, present: true", ["邻里 2", "婚姻 2"]),
        ("by: 类别, where: \"结果 = '不成功'\"", ["邻里 1", "婚姻 0", "土地 0"]),
        ("by: 类别, measure: sum(人数)", ["邻里 5", "婚姻 9", "土地 0"]),
        ("by: 类别, measure: max(人数), empty: 无", ["邻里 3", "婚姻 5", "土地 无"]),
        ("by: 类别, measure: avg(人数)", ["邻里 2.5", "婚姻 4.5", "土地 None"]),
        ("by: 报送部门", ["甲镇 3", "乙镇 1", "丙镇 0"]),
        ("by: 报送部门, present: true", ["甲镇 3", "乙镇 1"]),
        ("by: 村", ["2村 2", "10村 1", "其他村 1"]),
        ("by: 涉企", ["是 3", "否 1"]),
        ("by: 日期", ["2023-01-02 2", "2023-03-01 2"]),
        ("by: 年度", ["2023 4"]),
        ("by: 年度, years: 2", ["2022 1", "2023 4"]),
        ("by: 人数", ["2 1", "3 1", "4 1", "5 1"]),
        ("by: 类别, total: true", ["邻里 2", "婚姻 2", "土地 0", "合计 4"]),
        ("by: 类别, measure: sum(金额), unit: 万元, decimals: 2, zeros: keep, total: true", ["邻里 3.50", "婚姻 0.05", "土地 0.00", "合计 3.55"]),
    ],
)  # fmt: skip
def test_a_list_names_all_its_groups_with_nothing_in_some(
    tmp_path: Path, keys: str, entries: list[str]
) -> None:
    assert [" ".join(map(str, each.values())) for each in texts(made(tmp_path, keys))] == entries


@pytest.mark.parametrize(
    ("keys", "entries"),
    [
        ("order: -数量", ["邻里 2 1", "婚姻 2 1", "土地 0 3"]),
        ("order: 数量", ["土地 0 1", "邻里 2 2", "婚姻 2 2"]),
        ("order: -数量, top: 1", ["邻里 2 1", "婚姻 2 1"]),
        ("order: -数量, top: 2", ["邻里 2 1", "婚姻 2 1"]),
        ("order: -类别, top: 2", ["邻里 2", "婚姻 2"]),
    ],
)  # fmt: skip
def test_a_list_is_ranked_and_cut_where_nothing_is_as_much(
    tmp_path: Path, keys: str, entries: list[str]
) -> None:
    figure = made(tmp_path, f"by: 类别, {keys}")
    assert [" ".join(map(str, each.values())) for each in figure.items or ()] == entries


def test_a_table_measures_figures_within_each_group_and_recomputes_rates(tmp_path: Path) -> None:
    figure = made(
        tmp_path,
        "by: 报送部门, columns: {件: 件数, 率: 成功率, 金额: 金额, 最大: 最大, 每件: 每件}, order: -率, total: true",
    )
    assert [list(each.values()) for each in texts(figure)] == [
        ["乙镇", "1", "100%", "0.05", "500", "4", "1"],
        ["甲镇", "3", "66.67%", "3.50", "25000", "3.3", "2"],
        ["丙镇", "0", "无案件", "0.00", "无", "无", "空着"],
        ["合计", "4", "75%", "3.55", "25000", "3.5", "空着"],
    ]
    assert figure.cells[1]["件"].previous == 1
    assert figure.cells[0]["件"].previous == 0


def test_a_table_is_held_to_its_condition(tmp_path: Path) -> None:
    figure = made(
        tmp_path,
        "by: 报送部门, columns: [件数, 成功率], where: \"类别 = '邻里'\", present: true, total: true",
    )
    assert [list(each.values()) for each in texts(figure)] == [["甲镇", "2", "50%"], ["合计", "2", "50%"]]


def test_a_cross_table_has_the_declared_values_as_names(tmp_path: Path) -> None:
    figure = made(tmp_path, "by: [报送部门, 类别], measure: sum(人数), total: true, order: -合计")
    assert list(texts(figure)[0].items()) == [
        ("_department", "甲镇"), ("邻里", "5"), ("婚姻", "5"), ("土地", "0"), ("合计", "10"), ("名次", "1")
    ]  # fmt: skip
    assert [list(each.values())[:5] for each in texts(figure)] == [
        ["甲镇", "5", "5", "0", "10"], ["乙镇", "0", "4", "0", "4"], ["丙镇", "0", "0", "0", "0"], ["合计", "5", "9", "0", "14"],
    ]  # fmt: skip


def test_a_list_within_another_is_that_entrys_own(tmp_path: Path) -> None:
    figure = made(tmp_path, "by: 类别, within: 报送部门, order: -数量, total: true")
    assert [" ".join(map(str, each.values())) for each in texts(figure)] == [
        "甲镇 邻里 2 1", "甲镇 婚姻 1 2", "甲镇 土地 0 3", "甲镇 合计 3 空着",
        "乙镇 婚姻 1 1", "乙镇 邻里 0 2", "乙镇 土地 0 2", "乙镇 合计 1 空着",
        "丙镇 邻里 0 1", "丙镇 婚姻 0 1", "丙镇 土地 0 1", "丙镇 合计 0 空着",
    ]  # fmt: skip


def test_a_cut_list_has_no_total_that_its_rows_do_not_add_up_to(tmp_path: Path) -> None:
    figure = made(tmp_path, "by: [报送部门, 类别], measure: sum(人数), total: true, order: -合计, top: 1")
    assert [list(each.values())[:5] for each in texts(figure)] == [["甲镇", "5", "5", "0", "10"]]


def test_a_list_within_another_is_cut_in_each_entry(tmp_path: Path) -> None:
    figure = made(tmp_path, "by: 类别, within: 报送部门, order: -数量, top: 1")
    assert [" ".join(map(str, each.values())) for each in texts(figure)] == [
        "甲镇 邻里 2 1", "乙镇 婚姻 1 1", "丙镇 邻里 0 1", "丙镇 婚姻 0 1", "丙镇 土地 0 1",
    ]  # fmt: skip


def test_words_within_a_group_are_only_those_that_it_has(tmp_path: Path) -> None:
    figure = made(tmp_path, "by: 村, within: 报送部门")
    assert [" ".join(map(str, each.values())) for each in texts(figure)] == [
        "甲镇 2村 2",
        "甲镇 10村 1",
        "乙镇 其他村 1",
    ]


def test_an_entry_is_told_in_a_line(tmp_path: Path) -> None:
    figure = made(tmp_path, "by: 报送部门, columns: [件数, 成功率]")
    assert figure.text == "甲镇：件数3，成功率66.67%；乙镇：件数1，成功率100%；丙镇：件数0，成功率无案件"
    assert told({"内容": "开展活动", "日期": None}) == "开展活动"
