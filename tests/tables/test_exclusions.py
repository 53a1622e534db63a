"""Which texts take what they stand beside out of the count, and which only sound like it."""

from __future__ import annotations

import pytest

from reportgen.model import Cell
from reportgen.tables.exclusions import excluded, excluded_by_name, exclusions, voided


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("此件作废", "作废"),
        ("已撤回", "已撤回"),
        ("申请人撤回申请", ""),
        ("活动已取消", "已取消"),
        ("与第3行重复", "与第3行重复"),
        ("并入上一件", "并入"),
        ("不计入", "不计入"),
        ("不计分", ""),
        ("当事人重复上访", ""),
        ("", ""),
    ],
)
def test_words_of_exclusion_are_known(text: str, words: str) -> None:
    assert excluded(text) == words


SAY_SO = [
    "作废",
    "已作废",
    "撤回",
    "已取消",
    "活动取消",
    "因雨取消",
    "未举办",
    "未召开",
    "尚未开展",
    "活动未举行",
    "推迟",
    "改期",
    "暂缓",
    "推迟至12月",
    "延期举办",
    "重复",
    "重报",
    "与上一行重复",
    "同2号",
    "见上",
    "并入第1行",
    "与3号合并",
    "已合并",
    "不计入",
    "不计",
    "不统计",
    "剔除",
    "去掉",
    "删除",
    "待删",
    "已删",
    "误填",
    "错误",
    "有误",
    "登记错误",
    "多报",
    "测试",
    "test",
    "参考",
    "示例",
    "样例",
    "（示例）",
    "无效",
    "不算",
    "已由宣传办上报",
    "宣传办已报",
    "其他部门已报",
    "去年已报",
    "2022年已报",
    "已计入",
    "属于上年",
    "上年结转",
    "计划",
    "计划中",
    "拟开展",
    "预计",
    "待开展",
    "不在统计范围",
    "退件",
    "红冲",
    "注销",
    "备用",
    "存疑",
    "待核实",
    "作废。",
    "因雨未开展",
    "未实际开展",
    "未成功举办",
    "没办成",
    "流产",
    "去年的",
    "结转",
    "同5",
    "同序号5",
    "同一案件",
    "不在本镇",
    "非本镇",
    "外镇",
    "人数为预估",
    "数据待补",
]
DO_NOT = [
    "同意5",
    "同步开展",
    "外地务工人员",
    "非本镇户籍当事人2人",
    "去年的案件已全部结案",
    "人数较多",
    "未成年人",
    "不在家",
    "已完成",
    "按期完成",
    "撤回申请",
    "申请人撤回申请",
    "撤诉",
    "终止",
    "取消资格",
    "取消后恢复举办",
    "不成功",
    "未完成",
    "未办结",
    "尚未审结",
    "重点",
    "重大",
    "重",
    "核",
    "查",
    "确认",
    "重复信访",
    "重复上访户",
    "合并审理",
    "错峰开展",
    "测试题发放",
    "参考人数30",
    "计划生育宣传",
    "拟定方案",
    "预计效果好",
    "待遇纠纷",
    "无误",
    "核对无误",
    "误工费",
    "同意",
    "同上",
    "见附件",
    "已归档",
    "已报备",
    "有效",
    "不成立",
    "延期",
    "延期答复",
    "备用品",
    "示范",
    "删除有害信息",
]


@pytest.mark.parametrize("text", SAY_SO)
def test_a_remark_that_says_that_a_row_does_not_count_is_known(text: str) -> None:
    assert excluded(text)


@pytest.mark.parametrize("text", DO_NOT)
def test_a_remark_that_only_sounds_like_it_says_nothing(text: str) -> None:
    assert excluded(text) == ""


def test_a_long_text_is_not_taken_for_a_short_one_that_says_nothing_else() -> None:
    assert excluded("测试" + "。" * 14) == ""
    assert excluded(" " * 13 + "测试。") == "测试。"
    assert excluded(" " * 14 + "测试。") == ""


@pytest.mark.parametrize("cells", [["甲", "已作废", "", "不计入"], ["甲", "已作废", 5.0, "不计入"]])
def test_each_cell_with_words_of_exclusion_is_named(cells: list[Cell]) -> None:
    assert list(exclusions(cells)) == [(1, "作废"), (3, "不计入")]
    assert list(exclusions(["甲", *cells[2:3], "不清楚"])) == []


@pytest.mark.parametrize(
    ("heading", "text", "words"),
    [
        ("超期说明", "有补正、征求第三方意见等不计入的时间", ""),
        ("超时原因", "鉴定期间不计算在内，法定假日也不计入", ""),
        ("延期理由", "依法公告，不予计入。", ""),
        ("超期说明", "不计入", "不计入"),  # of what?
        ("超期说明", "不计入。", "不计入"),
        ("超期说明", "重复件，不计入统计", "重复件"),
        ("超期说明", "本件不计入总数", "不计入"),
        ("超期说明", "鉴定期间不计入，后已作废", "作废"),
        ("备注", "有补正等不计入的时间", "不计入"),
        ("情况说明", "同案并办，不计入", "不计入"),
    ],
)
def test_what_explains_why_it_took_long_may_say_of_days_that_they_do_not_count(
    heading: str, text: str, words: str
) -> None:
    assert [said[:3] for _, said in exclusions(["甲", text], heading)] == [words] * bool(words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("禁毒宣传（作废）", "作废"),
        ("禁毒宣传（未举办）", "未举办"),
        ("（活动取消）禁毒宣传", "取消"),
        ("【测试】禁毒宣传", "测试"),
        ("作废：禁毒宣传", "作废"),
        ("活动取消：禁毒宣传", "取消"),
        ("去年已报:禁毒宣传", "去年已报"),
        ("作废", "作废"),
        ("测试数据", "测试数据"),
        ("取消收费：政策宣讲", ""),
        ("禁毒宣传（街面）", ""),
        ("（第一场）禁毒宣传", ""),
        ("重点：禁毒", ""),
        ("测试题：禁毒", ""),
        ("撤回", ""),
        ("未举办", "未举办"),
    ],
)
def test_words_of_exclusion_before_or_behind_a_text_or_alone_are_named(text: str, words: str) -> None:
    assert list(voided(["甲：", text, 5.0])) == ([(1, words)] if words else [])


@pytest.mark.parametrize(
    "name",
    [
        "宣传（作废）",
        "作废",
        "旧",
        "废",
        "待删",
        "测试",
        "历史数据",
        "原稿",
        "宣传未举办",
        "宣传删除",
        "推迟",
    ],
)
def test_the_name_of_a_sheet_may_take_it_out_of_the_count(name: str) -> None:
    assert excluded_by_name(name)


@pytest.mark.parametrize(
    "name", ["宣传", "合并", "旧城改造", "原始台账", "重点", "Sheet1", "计划生育", "已报"]
)
def test_other_names_of_sheets_say_nothing(name: str) -> None:
    assert excluded_by_name(name) == ""


@pytest.mark.parametrize("text", [*SAY_SO, "推迟至12月", "延期到下半年举办", "改期至2月5日"])
def test_each_remark_is_found_among_others(text: str) -> None:
    assert [at for at, _ in exclusions(["甲", text, 5.0, "已完成"])] == [1]


@pytest.mark.parametrize(
    "text",
    ["已调离", "退休", "2023年5月调出", "证件注销", "拟注销", "已离职", "不在岗", "已到其他单位", "已拆除", "在建", "规划中", "未建成", "待验收",
     "已关闭", "2022年建成未启用", "已撤销"],
)  # fmt: skip
def test_what_is_no_more_or_not_yet_is_none_of_a_register(text: str) -> None:
    assert [*exclusions([text, ""], "备注", of_things=True)] == [(0, text)]
    assert [*exclusions([text, ""], "备注")] in ([], [(0, text)])


@pytest.mark.parametrize(
    "text", ["新增", "在岗", "2022年建成", "已验收", "退休返聘", "正在使用", "调入", "建成", "兼职", "已启用"]
)
def test_what_is_there_is_one_of_it(text: str) -> None:
    assert [*exclusions([text], "备注", of_things=True)] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("普法宣传-取消", "取消"),
        ("普法宣传 取消", "取消"),
        ("取消-普法宣传", "取消"),
        ("普法宣传，因雨取消", "因雨取消"),
        ("讲座 未开展", "未开展"),
    ],
)
def test_words_of_exclusion_set_apart_are_told(text: str, words: str) -> None:
    assert (0, words) in [*voided([text])]


@pytest.mark.parametrize(
    "text", ["取消不合理收费宣传", "违法建设撤回", "关于取消", "未开展的工作", "重复信访治理"]
)
def test_words_of_exclusion_within_a_text_are_not(text: str) -> None:
    assert [*voided([text])] == []
