"""How to mend a cell: the value that was likely meant, and blank only where blank is allowed."""

from __future__ import annotations

import pytest

from reportgen.model import Field
from reportgen.values.remedies import likely, remedy

OUTCOME = Field(
    type="string",
    enum=("维持", "撤销", "确认违法", "驳回", "终止"),
    synonyms={"驳回复议请求": "驳回", "维持原行政行为": "维持"},
)
SETTLED = Field(type="string", required=True, enum=("成功", "不成功", "调解中"), open="调解中")
STATE = Field(type="string", required=True, enum=("有效", "失效"))
GRADE = Field(type="string", enum=("合格", "不合格"))
BLANK = "这一格空着"


@pytest.mark.parametrize(
    ("text", "declared", "meant"),
    [
        ("维持原判", OUTCOME, ["维持"]),
        ("维特", OUTCOME, ["维持"]),
        ("撤消", OUTCOME, ["撤销"]),
        ("已撤销", OUTCOME, ["撤销"]),
        ("违法", OUTCOME, ["确认违法"]),
        ("维 持 原 行 政 行 为。", OUTCOME, ["维持"]),
        ("驳回申请人的请求", OUTCOME, ["驳回"]),
        ("部分维持、部分撤销", OUTCOME, ["维持", "撤销"]),
        ("不予维持", OUTCOME, []),
        ("未撤销", OUTCOME, []),
        ("批评教育", OUTCOME, []),
        ("", OUTCOME, []),
        ("调解不成功", SETTLED, ["不成功"]),
        ("未成功", SETTLED, ["不成功"]),
        ("基本合格", GRADE, ["合格"]),
        ("不及格", GRADE, ["不合格"]),
    ],
)
def test_the_value_that_was_likely_meant(text: str, declared: Field, meant: list[str]) -> None:
    assert likely(text, declared) == meant
    said = remedy("CEL003", declared, text)
    assert all(f"“{each}”" in said for each in meant)


@pytest.mark.parametrize("text", ["未结", "在办", "尚未审结", "审理中", "待定", "正在办理", "未审结"])
def test_what_is_open_stays_blank_where_it_may(text: str) -> None:
    assert BLANK in remedy("CEL003", OUTCOME, text)
    assert "写“调解中”" in remedy("CEL003", SETTLED, text) or "“调解中”" in remedy("CEL003", SETTLED, text)
    assert BLANK not in remedy("CEL003", SETTLED, text)
    said = remedy("CEL003", STATE, text)
    assert BLANK not in said
    assert "必填" in said


@pytest.mark.parametrize("code", ["CEL001", "CEL002", "CEL003", "CEL005"])
@pytest.mark.parametrize("kind", ["string", "integer", "number", "date", "boolean"])
def test_a_required_cell_is_never_told_to_stay_blank(code: str, kind: str) -> None:
    enum = ("甲", "乙") if kind == "string" else ()
    for text in ("", "未结", "甲乙", "？"):
        assert "空着" not in remedy(code, Field(type=kind, required=True, enum=enum), text)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        (Field(type="integer", unit="人"), "写准确的整数，如 12 或 12人；是零的，写 0。"),
        (
            Field(type="number", unit="%", required=True),
            "写准确的百分数，连百分号一起写，如 95%；这一格必填，写不准的，问清填表人。",
        ),
        (Field(type="date"), "写成 2023-5-12 或 2023年5月12日，一格一个日期；还没有的，这一格空着。"),
        (Field(type="boolean"), "写“是”或“否”；还没有的，这一格空着。"),
    ],
)
def test_a_cell_that_cannot_be_read_is_told_how_it_is_written(declared: Field, said: str) -> None:
    assert remedy("CEL001", declared, "？") == said


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        (SETTLED, "补填；还没有结果的，写“调解中”。"),
        (Field(type="integer", required=True), "补填；是零的，写 0。"),
        (Field(type="integer", required=True, minimum=1), ""),
        (Field(type="date", required=True), ""),
    ],
)
def test_an_empty_required_cell(declared: Field, said: str) -> None:
    assert remedy("CEL002", declared, "") == said


def test_a_personal_value_is_not_repeated() -> None:
    secret = Field(type="string", personal=True, enum=("甲类", "乙类"))
    assert remedy("CEL003", secret, "甲类人员张三") == ""


@pytest.mark.parametrize(("text", "hint"), [("维持原判", True), ("维特", False), ("维持" + "长" * 20, False)])
def test_another_spelling_may_be_declared(text: str, hint: bool) -> None:
    assert ("synonyms" in remedy("CEL003", OUTCOME, text)) is hint
