"""What stands in brackets and in lines around a table -> the units of its numbers, or what is not understood."""

from __future__ import annotations

import pytest

from reportgen.model import Field, Kind
from reportgen.tables.headers import vocabulary
from reportgen.tables.recognise import Recognised, recognise
from reportgen.tables.units import Given, unit_in, unit_line
from tests.tables.small import sheet

KIND = Kind(
    name="案件",
    title="案件登记表",
    fields={
        "事项": Field(type="string", required=True),
        "金额": Field(type="number", required=True, unit="元"),
        "人数": Field(type="integer", required=True, unit="人"),
        "数量": Field(type="integer"),
    },
)


def read(table: str) -> Recognised:
    return recognise(sheet(table), vocabulary({KIND.name: KIND}), "a.xlsx")


@pytest.mark.parametrize(
    ("heading", "units"),
    [
        ("罚没金额（万元）", ["万元"]),
        ("罚没金额(单位：元)", ["元"]),
        ("参加人次（人 次）", ["人次"]),
        ("占比（%）", ["%"]),
        ("学时", []),
        ("（万元）", ["万元"]),
        (
            "金额（万元）合计",
            ["万元"],
        ),  # it was passed over, and the number stood ten thousand times too small
        ("类型（校园）", []),
        ("金额（人民币万元）", ["万元"]),
        ("金额（万元，保留两位小数）", ["万元"]),
        ("金额（含税，万元）", ["万元"]),
        ("金额（万）", ["万"]),
        ("金额（万元）*", ["万元"]),
        ("金额【万元】", ["万元"]),
        ("金额（元）（选填）", ["元"]),
        ("金额（以万元计）", ["万元"]),
        ("人次（千人次）", ["千人次"]),
        ("案件（起/件）", ["起"]),
        ("金额/万元", ["万元"]),
        ("金额：万元", ["万元"]),
        ("金额（萬元）", ["万元"]),
        ("金额（万圆）", ["万元"]),
        ("金额（10000元）", ["万元"]),
        ("金额（精确到元）", ["元"]),
        ("日期/年", []),
        ("是/否", []),
        ("人数（人、次）", ["人", "次"]),
    ],
)
def test_the_units_of_a_heading_stand_in_its_brackets(heading: str, units: list[str]) -> None:
    assert unit_in(heading) == Given(tuple(units))


@pytest.mark.parametrize(
    "bracket",
    ["W元", "w", "万元/年", "人/次", "人天", "RMB万元", "万元左右", "元·件", "千美元折合", "占全市亿元"],
)
def test_a_bracket_that_mentions_a_unit_and_is_not_understood_is_strange(bracket: str) -> None:
    assert unit_in(f"金额（{bracket}）").strange == bracket


@pytest.mark.parametrize(
    "bracket",
    ["选填", "必填", "年/月/日", "含下沉人员", "2023年", "1—6月", "个人", "人员", "所在单位", "人民币", "5万元以上", "同比", "百分制", "不含派出所"],
)  # fmt: skip
def test_a_bracket_that_is_plainly_no_unit_says_nothing(bracket: str) -> None:
    assert unit_in(f"金额（{bracket}）") == Given()


@pytest.mark.parametrize(
    ("line", "units"),
    [
        ("单位：万元", ["万元"]),
        ("（金额单位:元）", ["元"]),
        ("单位：万元、件", ["万元", "件"]),
        ("单位：件、万元", ["件", "万元"]),
        ("单位：元 人 件", ["元", "人", "件"]),
        ("金额单位：人民币万元", ["万元"]),
        ("单位（万元）", ["万元"]),
        ("单位 万元", ["万元"]),
        ("单位：万 元", ["万元"]),
        ("单位:万元。", ["万元"]),
        ("金额单位：万元；人数单位：人", ["万元", "人"]),
        ("金额单位：万元，人数单位：人", ["万元", "人"]),
        ("单位：万元  填报日期：2024年1月5日", ["万元"]),
        ("填报单位：司法所   单位：万元", ["万元"]),
        ("注：金额单位为万元", ["万元"]),
        ("本表金额以万元为单位。", ["万元"]),
        ("以上金额以万元计", ["万元"]),
        ("2023年罚没情况（万元）", ["万元"]),
        ("万元", ["万元"]),
        ("计量单位：千人次", ["千人次"]),
        ("单  位：万元", ["万元"]),
        ("单位；万元", ["万元"]),
        ("单位.万元", ["万元"]),
        ("金额：万元", ["万元"]),
        ("罚没金额：万元", ["万元"]),
        ("2023年罚没情况（金额：万元）", ["万元"]),
        ("币种：人民币万元", ["万元"]),
        ("Unit: 万元", ["万元"]),
        ("单位：10,000元", ["万元"]),
        ("单位：萬元", ["万元"]),
        ("罚没金额按万元填写", ["万元"]),
        ("金额填万元", ["万元"]),
        ("单位：元（保留两位小数）", ["元"]),
        ("填报日期： 年 月 日", []),
        ("罚款5万元以上的附决定书", []),
        ("超过10000元以上的附决定书", []),
    ],
)
def test_a_line_gives_its_units_one_by_one(line: str, units: list[str]) -> None:
    assert unit_line(line) == Given(tuple(units))


@pytest.mark.parametrize(
    "line",
    ["填报单位：司法所", "单位：司法所", "单位：状元镇", "单位：万和镇", "单位（盖章）：司法所", "各单位 请按时报送", "统计表（月）",
     "单位名称：近海镇", "主管单位：开元街道"],
)  # fmt: skip
def test_a_line_that_names_who_sent_the_sheet_is_no_unit(line: str) -> None:
    assert unit_line(line) == Given()


@pytest.mark.parametrize(
    "line",
    [
        "单位：元/件",
        "单位：W元",
        "单位：亿元/年",
        "单位：万元（折合）",
        "注：1.金额为万元；2.案号照抄",
        "金额一律写成万元",
    ],
)
def test_a_line_that_mentions_a_unit_and_is_not_understood_is_strange(line: str) -> None:
    assert unit_line(line).strange


def test_each_field_takes_the_unit_of_a_line_that_is_of_its_sort() -> None:
    found = read("单位：人、万元\n事项 | 金额 | 人数\n甲 | 1.2 | 3")
    assert (dict(found.tables[0].units), found.findings) == ({"金额": "万元", "人数": "人"}, [])


UNITS = """
    人次 人 名 位 户次 户 家次 家 件次 件 起 宗 例 次 场次 场 期 份 册 本 条 项 处 个 座 栋 间 所 只 头 株 棵 辆次 辆 台 套 张 篇
    部 班 批次 批 笔 单 支 艘 组 对 节 堂 篇次 美元 欧元 英镑 日元 港元 元整 元 角 米 公里 里 平方米 平方公里 平方千米 ㎡ m² 公顷 亩
    立方米 升 吨 公斤 千克 斤 克 小时 学时 课时 分钟 分 秒 天 日 周 月 年 工作日 % ‰ 万元 亿元 千人次 百户 百万 十
"""


@pytest.mark.parametrize("unit", UNITS.split()[:-1])
def test_every_unit_is_known_alone_and_beside_another(unit: str) -> None:
    assert unit_line(f"单位：{unit}") == Given((unit,))
    assert unit_line(f"单位：对、{unit}").units[-1] == unit


def test_other_spellings_of_a_unit_are_that_unit() -> None:
    said = {each: unit_line(f"单位：{each}").units for each in ("kg", "km", "m", "t", "港币", "¥", "十")}
    assert said == {
        "kg": ("公斤",), "km": ("公里",), "m": ("米",), "t": ("吨",), "港币": ("港元",), "¥": ("元",), "十": (),
    }  # fmt: skip


@pytest.mark.parametrize("line", ["注：金额单位为万元", "（单位：万元）"])
def test_a_unit_below_the_table_is_as_good_as_one_above(line: str) -> None:
    found = read(f"事项 | 金额 | 人数\n甲 | 1.2 | 3\n{line}")
    assert (dict(found.tables[0].units), found.findings) == ({"金额": "万元"}, [])


@pytest.mark.parametrize(
    ("table", "words", "cell"),
    [
        (
            "单位：万美元\n事项 | 金额 | 人数\n甲 | 1 | 3",
            "“万美元”不是哪一列数的单位，本表的数是金额（元）、人数（人）",
            "A1",
        ),
        ("单位：万元、人次\n事项 | 金额 | 人数\n甲 | 1 | 3", "“人次”不是哪一列数的单位", "A1"),
        ("单位：万元\n事项 | 金额 | 人数\n甲 | 1 | 3\n注：单位为元", "“万元、元”都可以是“金额”的单位", "A4"),
        ("单位：元/件\n事项 | 金额 | 人数\n甲 | 1 | 3", "“单位:元/件”里的单位读不懂", "A1"),
        ("事项 | 金额（万元/年） | 人数\n甲 | 1 | 3", "表头写的“万元/年”读不懂", "B1"),
        ("事项 | 金额（美元） | 人数\n甲 | 1 | 3", "应当是“元”，表头写的是“美元”", "B1"),
        ("事项 | 金额（件、万元） | 人数\n甲 | 1 | 3", "表头写的是“件、万元”", "B1"),
        ("事项 | 金额 | 人数 | 数量（万件）\n甲 | 1 | 3 | 4", "没有规定，表头写的是“万件”", "D1"),
        ("事项 | 金额 | 人数 | 数量（%）\n甲 | 1 | 3 | 4", "表头写的是“%”", "D1"),
        ("事项 | 金额 | 人数 | 数量（‰）\n甲 | 1 | 3 | 4", "表头写的是“‰”", "D1"),
        ("事项 | 金额（万元、元） | 人数\n甲 | 1 | 3", "表头写的是“万元、元”", "B1"),
    ],
)
def test_what_fits_no_number_or_two_is_told_at_its_cell(table: str, words: str, cell: str) -> None:
    (told,) = [each for each, _ in read(table).findings]
    assert (told.code, told.place.cell) == ("TAB006", cell)
    assert words in told.message


def test_a_unit_more_than_the_fields_take_is_no_fault_where_each_has_its_own() -> None:
    found = read("单位：万元、人、件\n事项 | 金额 | 人数\n甲 | 1 | 3")
    assert (dict(found.tables[0].units), found.findings) == ({"金额": "万元", "人数": "人"}, [])


def test_a_field_without_a_declared_unit_takes_one_that_does_not_scale() -> None:
    found = read("事项 | 金额 | 人数 | 数量（件）\n甲 | 1 | 3 | 4")
    assert (dict(found.tables[0].units), found.findings) == ({}, [])


def test_a_unit_above_two_headings_is_that_of_both() -> None:
    money = Kind(
        name="罚没",
        title="罚没表",
        fields={
            "事项": Field(type="string", required=True),
            "罚款": Field(type="number", required=True, unit="元"),
            "没收": Field(type="number", required=True, unit="元"),
        },
    )
    table = sheet("事项 | 金额（万元） |\n | 罚款 | 没收\n甲 | 1 | 2")
    found = recognise(table, vocabulary({money.name: money}), "a.xlsx")
    assert dict(found.tables[0].units) == {"罚款": "万元", "没收": "万元"}


@pytest.mark.parametrize("word", ["年", "月", "日", "周", "期", "班", "本", "部", "组"])
def test_a_word_of_time_or_of_sorting_in_a_bracket_is_no_unit_of_money(word: str) -> None:
    found = read(f"事项 | 金额（{word}） | 人数\n甲 | 1 | 3")
    assert (dict(found.tables[0].units), found.findings) == ({}, [])


@pytest.mark.parametrize("unit", ["人天", "人日", "人月", "台班", "台次"])
def test_what_counts_two_things_at_once_is_a_unit_that_is_not_understood(unit: str) -> None:
    assert unit_in(f"投入（{unit}）") == Given((), unit)
    assert unit_line(f"单位：{unit}").strange


@pytest.mark.parametrize("unit", ["件次", "户次", "人次", "万元", "%"])
def test_a_line_of_nothing_but_a_unit_that_is_no_other_word_gives_it(unit: str) -> None:
    assert unit_line(unit) == unit_line(f"（{unit}）") == Given((unit,))


@pytest.mark.parametrize("word", ["元", "件", "月", "本", "十", "。"])
def test_a_line_of_nothing_but_a_word_that_may_be_another_gives_none(word: str) -> None:
    assert unit_line(word).units == (("元",) if word == "元" else ())


def test_a_line_is_searched_to_its_two_hundredth_sign() -> None:
    assert unit_line("，" * 195 + "单位：万元") == Given(("万元",))
    assert unit_line("，" * 196 + "单位：万元") != Given(("万元",))


def test_a_line_of_forty_signs_is_no_list_of_units() -> None:
    assert unit_line("万元" + "、" * 37) == Given(("万元",))
    assert unit_line("万元" + "、" * 38).units == ()


@pytest.mark.parametrize(
    ("line", "units"),
    [
        ("单位：万元和件", ("万元", "件")),
        ("单位：万元及其他", ()),
        ("单位：万元 其他", ("万元",)),
        ("单位：万元、其他", ("万元",)),
        ("（含税）（万元）", ("万元",)),
        ("（万元）（含税）", ()),
        ("万元 其他", ()),
    ],
)
def test_a_list_of_units_ends_where_another_word_follows(line: str, units: tuple[str, ...]) -> None:
    assert unit_line(line).units == units


def test_a_row_of_units_below_the_headings_is_as_good_as_brackets_in_them() -> None:
    found = read("事项 | 金额 | 人数 | 数量\n | 万元 | 人 | 件\n甲 | 1 | 3 | 4")
    assert (dict(found.tables[0].units), found.findings) == ({"金额": "万元", "人数": "人"}, [])
    ((told, _),) = read("事项 | 金额 | 人数 | 数量\n | 万元 | 件 | 件\n甲 | 1 | 3 | 4").findings
    assert (told.code, told.place.cell) == ("TAB006", "C2")
