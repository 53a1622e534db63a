"""The three kinds of sheet that the benchmark's departments hand in. Every contender's schema is made from these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

REMARKS = "备注"  # the last column of every sheet, which nobody collects either
TRUE, FALSE = ("是", "√"), ("否", "×")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A declared column; `alias` is the heading that every third workbook has in place of the name."""

    type: Literal["string", "integer", "number", "date", "boolean"]
    required: bool = False
    enum: tuple[str, ...] = ()
    minimum: int | None = None
    unit: str = ""
    alias: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of sheet; a `numbered` one begins with 序号, which nobody collects."""

    title: str
    numbered: bool
    columns: Mapping[str, Column]


KINDS = {
    "矛盾调解": Kind(
        "矛盾纠纷调解台账",
        True,
        {
            "编号": Column(type="string", required=True),
            "受理日期": Column(type="date", required=True, alias="受理时间"),
            "纠纷类别": Column(
                type="string",
                required=True,
                enum=("邻里", "婚姻家庭", "劳动争议", "土地山林", "损害赔偿", "其他"),
            ),
            "涉及人数": Column(type="integer", required=True, minimum=1, unit="人", alias="当事人数"),
            "涉及金额": Column(type="number", minimum=0, unit="元"),
            "调解结果": Column(type="string", required=True, enum=("成功", "不成功", "正在调解")),
            "办结日期": Column(type="date", alias="办结时间"),
            "是否回访": Column(type="boolean"),
        },
    ),
    "执法检查": Kind(
        "行政执法检查登记表",
        False,
        {
            "文书号": Column(type="string", required=True),
            "检查日期": Column(type="date", required=True, alias="检查时间"),
            "检查对象": Column(type="string", required=True),
            "检查类型": Column(
                type="string", required=True, enum=("日常检查", "专项检查", "双随机检查", "投诉检查")
            ),
            "执法人数": Column(type="integer", required=True, minimum=1, unit="人"),
            "发现问题": Column(type="boolean", required=True, alias="是否发现问题"),
            "罚款金额": Column(type="number", minimum=0, unit="元"),
            "整改期限": Column(type="date"),
        },
    ),
    "普法活动": Kind(
        "普法宣传活动登记表",
        True,
        {
            "活动主题": Column(type="string", required=True),
            "活动日期": Column(type="date", required=True, alias="活动时间"),
            "活动类型": Column(
                type="string", required=True, enum=("校园普法", "集市宣传", "入户走访", "线上宣传")
            ),
            "参加人次": Column(type="integer", required=True, minimum=0, unit="人次"),
            "活动经费": Column(type="number", minimum=0, unit="元"),
            "公开报道": Column(type="boolean"),
        },
    ),
}


def declared(column: Column) -> dict[str, Any]:
    """Return a column as a profile's sheets.yaml declares it."""
    keys: dict[str, Any] = {"type": column.type}
    if column.required:
        keys["required"] = True
    if column.enum:
        keys["enum"] = list(column.enum)
    if column.minimum is not None:
        keys["minimum"] = column.minimum
    if column.unit:
        keys["unit"] = column.unit
    if column.alias:
        keys["aliases"] = [column.alias]
    return keys
