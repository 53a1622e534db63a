"""What people write to leave a cell empty -> whether it is empty, by the type and the name of the column."""

from __future__ import annotations

import pytest

from reportgen.model import Field
from reportgen.values.cell import Fault, Setting, convert
from reportgen.values.fillers import is_filler, no_answers, says_nothing

TEXT, DATE, YES_NO = Field(type="string"), Field(type="date"), Field(type="boolean")
RESULT = Field(type="string", enum=("维持", "无"), synonyms={"/": "维持"})
REASON = Setting(no_answers=no_answers("超期说明", ("逾期原因",)))
NOTHING = [
    "无",
    "/",
    "／",
    "—",
    "——",
    "－",
    "-",
    "NULL",
    "null",
    "N/A",
    "#N/A",
    "空",
    "暂无",
    "没有",
    "（无）",
    "无。",
    "……",
    "\\N",
]
ELSEWHERE = ["见附件", "详见附件", "不详", "未知", "略"]


@pytest.mark.parametrize("word", NOTHING + ELSEWHERE)
def test_a_filler_in_a_free_text_is_nothing_and_no_text(word: str) -> None:
    assert convert(f" {word}\u200b", TEXT) is None
    with pytest.raises(Fault, match="等于没有填") as raised:
        convert(word, Field(type="string", required=True))
    assert raised.value.code == "CEL002"


@pytest.mark.parametrize(
    "text", ["无异议", "同上", "〃", "√", "×", "否", "是", "未超期", "0", "不可抗力", "附件一已送达", "A/B"]
)
def test_what_says_something_is_a_text(text: str) -> None:
    assert convert(text, TEXT) == text


@pytest.mark.parametrize("word", NOTHING)
def test_a_date_crossed_out_is_no_date(word: str) -> None:
    assert convert(word, DATE) is None


@pytest.mark.parametrize("field", [DATE, Field(type="string", enum=("维持", "撤销")), YES_NO])
@pytest.mark.parametrize("word", ELSEWHERE)
def test_what_is_written_elsewhere_is_not_nothing_where_a_date_or_a_value_is_wanted(
    field: Field, word: str
) -> None:
    with pytest.raises(Fault):
        convert(word, field)


def test_a_declared_value_is_one_and_a_synonym_too() -> None:
    assert (convert("无", RESULT), convert("/", RESULT), convert("—", RESULT)) == ("无", "维持", None)
    assert convert("无", Field(type="string", required=True, synonyms={"无": "没有发生"})) == "没有发生"


def test_no_is_an_answer_where_yes_or_no_is_asked() -> None:
    assert (convert("无", YES_NO), convert("×", YES_NO), convert("/", YES_NO)) == (False, False, None)
    assert convert("无", Field(type="boolean", required=True)) is False


@pytest.mark.parametrize("word", ["/", "无", "见附件", "NULL"])
@pytest.mark.parametrize("required", [False, True])
def test_in_a_numbers_cell_any_might_mean_zero(word: str, required: bool) -> None:
    with pytest.raises(Fault, match="等于没有填" if required else "不是数字"):
        convert(word, Field(type="integer", required=required))


@pytest.mark.parametrize(
    "word",
    ["未超期", "否", "是", "没有超期", "不超期", "无超期情况", "未逾期", "无说明", "无超期说明", "正常"],
)
def test_where_an_explanation_is_asked_for_a_bare_answer_says_nothing(word: str) -> None:
    assert convert(word, TEXT, REASON) is None
    with pytest.raises(Fault, match="等于没有填"):
        convert("否", Field(type="string", required=True), REASON)


@pytest.mark.parametrize("text", ["不可抗力", "未收到材料", "无法送达", "因超期一日补办"])
def test_a_short_explanation_is_one(text: str) -> None:
    assert convert(text, TEXT, REASON) == text


@pytest.mark.parametrize("name", ["超期情况", "是否需要说明", "移送情况", "备注", "处理结果"])
def test_no_other_column_takes_a_bare_answer_for_nothing(name: str) -> None:
    assert no_answers(name) == frozenset()


@pytest.mark.parametrize(
    "answer",
    [
        "是",
        "否",
        "有",
        "没",
        "未",
        "不是",
        "正常",
        "按期",
        "按时",
        "如期",
        "及时",
        "否。",
        "（是）",
        "×",
        "√",
        "no",
        "0",
        "1",
    ],
)
def test_every_bare_answer_says_nothing_where_an_explanation_is_asked_for(answer: str) -> None:
    assert convert(answer, TEXT, REASON) is None
    assert convert(answer, TEXT) == answer


@pytest.mark.parametrize("text", ["x", "N", "y", "甲", "12"])
def test_a_letter_or_a_number_may_be_what_a_department_wants_to_say(text: str) -> None:
    assert not is_filler(text, Field(type="string"))
    assert text not in no_answers("超期说明")


@pytest.mark.parametrize("no", ["未", "无", "没", "没有", "不", "并未"])
@pytest.mark.parametrize("rest", ["", "情况"])
def test_that_it_did_not_happen_explains_nothing(no: str, rest: str) -> None:
    assert convert(f"{no}超期{rest}", TEXT, REASON) is None


@pytest.mark.parametrize("no", ["无", "没有", "未"])
@pytest.mark.parametrize("what", ["超期说明", "说明", "逾期原因", "原因"])
def test_that_there_is_no_explanation_is_none(no: str, what: str) -> None:
    assert convert(f"{no}{what}", TEXT, REASON) is None


@pytest.mark.parametrize("ending", ["情况说明", "说明", "原因", "理由", "事由", "缘由", "解释"])
def test_every_word_for_an_explanation_asks_for_one(ending: str) -> None:
    assert {"否", "未超期", f"无{ending}", f"无超期{ending}"} <= no_answers(f"超期{ending}")
    assert no_answers(ending) >= {"否", f"无{ending}"}
    assert no_answers(f"是否有{ending}") == no_answers(f"有无{ending}") == frozenset()


@pytest.mark.parametrize("word", ["无", "不涉及", "见附件", "null", "n/a", "<null>"])
@pytest.mark.parametrize("form", ["{}", "{}。", "{}.", "({})", "（{}）", "【{}】"])
def test_a_filler_is_one_in_every_spelling(word: str, form: str) -> None:
    wide = word.translate({sign: sign + 0xFEE0 for sign in range(33, 127)})
    for each in (word, word.upper(), word.capitalize(), wide):
        assert is_filler(form.format(each), TEXT)
        assert not is_filler(f"{form.format(each)}，待查", TEXT)


@pytest.mark.parametrize("stroke", [*"/\\-_—–―－−﹣‐‑─~*.。…·、,?!|=∕⁄", *"／＼＿～＊．，？！｜＝"])
def test_up_to_eight_strokes_are_nothing(stroke: str) -> None:
    assert [is_filler(stroke * times, TEXT) for times in (1, 2, 8, 9)] == [True, True, True, False]


@pytest.mark.parametrize("marks", ["-/-", "--/--", "—/—", "/ /", "- -", "— —", "N / A", "N/ A", "...…"])
def test_marks_of_several_strokes_are_nothing_in_every_column_but_a_numbers(marks: str) -> None:
    assert (convert(marks, TEXT), convert(marks, DATE), convert(marks, YES_NO)) == (None, None, None)
    for kind in (Field(type="integer"), Field(type="number")):
        with pytest.raises(Fault):
            convert(marks, kind)


def test_a_column_says_nothing_with_a_filler_or_an_answer_unless_its_values_are_declared() -> None:
    alias = Field(type="string", aliases=("超期原因",))
    assert [says_nothing(each, "情况", alias) for each in ("无", "否", "未超期", "材料不全")] == [
        True,
        True,
        True,
        False,
    ]
    assert not says_nothing("否", "情况", TEXT)
    assert not says_nothing("否", "超期原因", Field(type="string", enum=("是", "否")))
    assert says_nothing("无", "超期原因", Field(type="string", enum=("是", "否")))


def test_a_bare_number_explains_nothing_either() -> None:
    assert (convert(0.0, TEXT, REASON), convert(1.0, TEXT, REASON)) == (None, None)
    assert (convert(0.0, TEXT), convert(12.0, TEXT, REASON)) == ("0", "12")
    with pytest.raises(Fault, match="等于没有填"):
        convert(0.0, Field(type="string", required=True), REASON)
