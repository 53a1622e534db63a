"""Names of personal columns in texts: where one counts, and where it is a word of the language."""

from __future__ import annotations

import pytest

from reportgen.values.people import people

NAMES = ["张伟", "高峰", "平安", "王建国", "李娜、赵六等3人", "近海建设有限公司", "文明", "于法", "关法律", "33012345678", "A-2023-017", "浙A执法123", "李新村",
         "买买提·艾力", "欧阳 修文", "安全", "幸福村", "12345", "申请人:钱小芳", "自然人", "个人", "社会志愿者", "群众", "孙大海诉周小山", "冯一平13812345678", "王㐂安", "赵\U00020000平", "张三丰 李四光", "郑一\u3000钱二虎、孙 三 平"]  # fmt: skip
KNOWN = people(NAMES, ["机关法律顾问"])


@pytest.mark.parametrize(
    "text",
    [
        "张伟反映噪声", "王建国到场", "王 建 国到场", "王\u200b建国到场", "李娜家漏水", "与赵六的纠纷", "欧阳修文先生", "买买提•艾力来访", "王㐂安来访", "赵\U00020000平来访", "调解员高峰多次上门", "当事人平安与高峰",
        "村民高峰反映", "平安同志", "（文明）", "由高峰、李娜调解", "高峰和王建国", "执法证号33012345678", "证号Ａ-2023-017", "浙A执法123号", "关法律律师", "钱小芳来访", "周小山来访", "孙大海来访", "冯一平来访", "李新村先生",
        "张三丰来访", "李四光来访", "郑一来访", "钱二虎来访", "孙三平来访",
    ],
)  # fmt: skip
def test_a_name_is_seen(text: str) -> None:
    assert KNOWN.are_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "平安建设", "早晚高峰时段", "引导村民文明出行", "对于法治建设", "机关法律顾问", "安全因素", "安全生产委员会", "主张伟大", "住在李新村一带", "群众安全感", "近海建设有限公司",
        "到幸福村走访", "拨打12345", "其他3301234567899", "党员干部平安返乡", "当事人个人信息", "自然人申请", "社会志愿者参加", "群众反映", "修文县来人",
    ],
)  # fmt: skip
def test_a_word_is_no_name(text: str) -> None:
    assert not KNOWN.are_in(text)


def test_without_people_nothing_is_seen() -> None:
    assert not people([]).are_in("张伟反映噪声")
    assert not people(["某某", "张某", "本人", "不详"]).are_in("张某本人到场，某某不详")
