"""How a figure says what it is made of, what its entries know, and how it is put in words."""

from __future__ import annotations

from typing import Any

import pytest

from reportgen.definitions import FigureDefinition


def figure(**keys: Any) -> FigureDefinition:
    return FigureDefinition(group="调解", name="甲", sheet="调解台账", **keys)


@pytest.mark.parametrize(
    ("keys", "parts", "roles", "fields", "places", "said"),
    [
        ({}, (), (), (), 6, "“调解台账”表：行数"),
        ({"measure": "value(数量)", "where": "指标 = '登记'"}, (), (), (), 6, "“调解台账”表：数量，条件 指标 = '登记'"),
        ({"measure": "avg(人数)"}, (), (), (), 2, "“调解台账”表：人数的平均值"),
        ({"ratio": ("成功", "总数"), "decimals": 1}, ("调解.成功", "调解.总数"), ("分子", "分母"), (), 1, "成功 ÷ 总数"),
        ({"formula": "总数 - 别的.成功"}, ("调解.总数", "别的.成功"), ("", ""), (), 6, "总数 - 别的.成功"),
        ({"formula": "总数 / 人数"}, ("调解.总数", "调解.人数"), ("", ""), (), 2, "总数 ÷ 人数"),
        ({"rows": ("编号", "人数")}, (), (), ("编号", "人数"), 6, "“调解台账”表：编号、人数"),
        ({"by": "结果"}, (), (), ("结果", "数量"), 6, "“调解台账”表：每种结果的行数"),
        ({"by": "镇", "across": "结果", "measure": "sum(人数)"}, (), (), ("镇",), 6, "“调解台账”表：每种镇、每种结果的人数之和"),
        ({"by": "结果", "within": "镇"}, (), (), ("结果", "数量"), 6, "“调解台账”表：每种镇、每种结果的行数"),
        ({"by": "镇", "columns": (("件数", "总数"), ("率", "成功率"))}, ("调解.总数", "调解.成功率"), ("件数", "率"), ("镇", "件数", "率"), 6, "每种镇的件数、率"),
    ],
)  # fmt: skip
def test_what_a_figure_is_made_of(
    keys: dict[str, Any],
    parts: tuple[str, ...],
    roles: tuple[str, ...],
    fields: tuple[str, ...],
    places: int,
    said: str,
) -> None:
    own = figure(**keys)
    assert (own.parts, own.roles, own.fields, own.places, str(own)) == (parts, roles, fields, places, said)
    assert own.is_list == bool(fields)


def test_a_rate_prints_its_unit_and_all_else_does_not() -> None:
    assert figure(ratio=("甲", "乙"), unit="%").unit_behind == ""
    assert figure(unit="件").unit_behind == "件"


def test_how_it_is_made_is_said() -> None:
    assert figure(ratio=("甲", "乙")).made_by == "由下面两个数相除"
    assert figure(formula="甲 - 乙").made_by == "由下面的数算出"
    assert figure(by="镇", columns=(("甲", "甲"),)).made_by == "每一列是下面的一个数，分开来算"
