"""Which figures the words beside a number name: by the profile and the template, in more than one field."""

from __future__ import annotations

import pytest

from reportgen.model import Field, FigureDefinition, Kind, Profile
from reportgen.prose.naming import Names, agrees, core, naming
from reportgen.prose.stated import stated

KINDS = {
    "救助": Kind(
        name="救助", title="临时救助台账", owners=("民政办",),
        fields={
            "结果": Field(type="string", enum=("批准", "不予批准"), synonyms={"审批通过": "批准"}),
            "金额": Field(type="number", unit="元", aliases=("救助金额",)),
        },
    ),
    "河湖": Kind(name="河湖", title="河湖巡查登记表", fields={"里程": Field(type="number", unit="公里")}),
}  # fmt: skip
FIGURES = {
    each.full_name: each
    for each in (
        FigureDefinition(group="救助", name="总数", sheet="救助", unit="件"),
        FigureDefinition(group="救助", name="批准", sheet="救助", where="结果 = '批准'", unit="件"),
        FigureDefinition(group="救助", name="批准率", sheet="救助", ratio=("批准", "总数"), unit="%"),
        FigureDefinition(group="救助", name="发放", sheet="救助", measure="sum(金额)", unit="元"),
        FigureDefinition(group="河湖", name="总数", sheet="河湖", unit="次"),
        FigureDefinition(group="河湖", name="按月", sheet="河湖", by="月份", unit="次"),
    )
}
LINES = [
    "全年受理临时救助申请{{救助.总数}}件{{#救助.批准}}，批准{{救助.批准}}件{{/救助.批准}}，发放救助金{{救助.发放}}元。",
    "组织巡河{{河湖.总数}}次。",
]
NAMES = naming(FIGURES.values(), KINDS, LINES, ["大岭镇", "民政办"])


def named(text: str, names: Names = NAMES) -> list[str]:
    return [name for _, figures in names.named(text, 2023) for name in figures]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("受理临时救助申请30件", ["救助.总数"]), ("大岭镇民政办全年共受理各类临时救助申请30件", ["救助.总数"]), ("临时救助30宗", ["救助.总数"]), ("办理30件临时救助", ["救助.总数"]),
        ("受理临时救助申请30件，批准28件，批准率93.3%", ["救助.总数", "救助.批准", "救助.批准率"]), ("临时救助批准率98%", ["救助.批准率"]), ("临时救助审批通过28件", ["救助.批准"]),
        ("发放救助金3.5万元", ["救助.发放"]), ("巡查河湖50次", ["河湖.总数"]), ("组织50次巡河", ["河湖.总数"]), ("河湖巡查50场次", ["河湖.总数"]),
    ],
)  # fmt: skip
def test_words_name_a_figure(text: str, figures: list[str]) -> None:
    assert named(text) == figures


@pytest.mark.parametrize(
    "text",
    [
        "受理医疗救助申请30件", "批准28件", "批准率98%", "受理临时救助申请30人", "上半年受理临时救助申请12件", "2022年受理临时救助申请12件", "计划受理临时救助申请40件",
        "东岭村受理临时救助申请3件", "受理临时救助申请比上年增加3件", "救助困难群众30人", "其中受理临时救助申请3件", "审批通过28件", "按月巡查3次",
    ],
)  # fmt: skip
def test_other_words_name_none(text: str) -> None:
    assert named(text) == []


def test_without_a_template_the_profile_alone_names() -> None:
    alone = naming(FIGURES.values(), KINDS)
    assert named("临时救助30件", alone) == ["救助.总数"]
    assert named("组织巡河50次", alone) == []


def test_words_that_say_nothing_are_left_off() -> None:
    assert core("全年累计受理各类矛盾纠纷总数") == "矛盾纠纷"
    assert core("共有法治文化阵地") == "法治文化阵地"


@pytest.mark.parametrize(
    ("text", "figure", "value", "true"),
    [
        ("30件", "救助.总数", 30, True), ("30件", "救助.总数", 31, False), ("三十起", "救助.总数", 30, True), ("20余件", "救助.总数", 23, True), ("30余件", "救助.总数", 29, False),
        ("近30件", "救助.总数", 29, True), ("93.3%", "救助.批准率", 93.33, True), ("93.4%", "救助.批准率", 93.33, False), ("100%", "救助.批准率", 99.97, False),
        ("3.5万元", "救助.发放", 35012, True), ("3.5万元", "救助.发放", 35900, False), ("35012元", "救助.发放", 35012.0, True),
    ],
)  # fmt: skip
def test_a_number_agrees_with_a_figure_or_not(text: str, figure: str, value: float, true: bool) -> None:
    (number,) = stated(text)
    assert agrees(number, value, FIGURES[figure]) is true


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("受理依申请公开30件。", ["依申请公开.收到"]), ("依申请公开30件，均已答复。", ["依申请公开.收到"]), ("办理依申请公开28件。", ["依申请公开.收到", "依申请公开.办理"]),
        ("规范性文件3件。", []),
    ],
)  # fmt: skip
def test_a_count_of_the_years_rows_is_named_by_what_they_are_of(
    rule_of_law: Profile, text: str, named: list[str]
) -> None:
    names = naming(rule_of_law.figures.values(), rule_of_law.kinds)
    assert [list(found) for _, found in names.named(text, 2023)] == ([named] if named else [])
