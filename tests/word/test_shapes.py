"""What of a text decides how it is printed, and what does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model import Slot
from reportgen.quotations import Quote
from reportgen.word.shapes import Cut, Unfit, cut, shape, stand_ins


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", Cut(("", ""), ("12",))),
        ("共甲、乙", Cut(("", ""), ("共甲、乙",))),
        ("甲。", Cut(("", "。"), ("甲",))),
        (" ；甲！ ", Cut((" ；", "！ "), ("甲",))),
        ("甲\n乙\n", Cut(("", "\n", "\n"), ("甲", "乙"))),
        ("。", Cut(("。",), ())),
        ("“甲”", Cut(("", ""), ("“甲”",), True)),
        ("", Cut(("",), ())),
    ],
)
def test_a_text_is_cut_into_frames_and_cores(text: str, expected: Cut) -> None:
    assert cut(text) == expected


@pytest.mark.parametrize("text", ["甲.", "乙．\n", "\ue000", "\x01", "\ud800"])
def test_what_is_looked_at_where_it_is_printed_has_no_shape(text: str) -> None:
    with pytest.raises(Unfit):
        cut(text)


@given(st.text())
def test_frames_and_cores_make_up_the_text(text: str) -> None:
    try:
        frames, cores, _ = cut(text)
    except Unfit:
        return
    assert "".join(a + b for a, b in zip(frames, (*cores, ""), strict=True)) == text


def of(**texts: str | None) -> dict[str, Slot]:
    return {name: Slot(text, True) for name, text in texts.items()}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (of(甲="1"), of(甲="20"), True),
        (of(甲="1"), of(甲=None), False),
        (of(甲="1"), of(甲="1。"), False),
        (of(甲="1"), of(), False),
        (of(甲="甲。"), of(甲="乙乙。"), True),
        (of(甲="1"), {"甲": Slot("1", False)}, False),
        (of(甲="1"), {"甲": Slot("1", True, figure="甲")}, False),
        (of(甲="“1”"), of(甲="“一”"), False),
    ],
)
def test_slots_are_of_one_shape_if_they_differ_in_cores_only(
    one: dict[str, Slot], other: dict[str, Slot], same: bool
) -> None:
    assert (shape(["甲"], {}, one) == shape(["甲"], {}, other)) is same


def test_who_signs_counts_by_length_and_the_day_by_itself() -> None:
    def signed(signer: str, day: str, also: str = "1") -> dict[str, Slot]:
        texts = {"报告.署名": signer, "报告.成文日期": day, "甲": also}
        return {name: Slot(text, True) for name, text in texts.items()}

    first = shape(["报告.署名", "报告.成文日期", "甲"], {}, signed("近海镇", "1月1日"))
    names = ["报告.署名", "报告.成文日期", "甲"]
    assert shape(names, {}, signed("远山乡", "1月1日")) == first
    assert shape(names, {}, signed("远山街道", "1月1日")) != first
    assert shape(names, {}, signed("近海镇", "1月2日")) != first
    assert shape(names, {}, signed("近海镇", "1月1日", also="近海镇")) != first
    for name in names:
        slots = signed("近海镇", "1月1日")
        assert shape(names, {}, slots | {name: slots[name]._replace(truth=False)}) != first


def turns(*names: str) -> dict[str, Slot]:
    return {"表": Slot(None, bool(names), tuple({"名": Slot(name, True)} for name in names), ("名",))}


@pytest.mark.parametrize(
    ("names", "alike"), [("甲乙丙丁戊", True), ("甲乙。丙丁", True), (["甲", "乙。"], False), ([], False)]
)
def test_turns_are_alike_if_all_are_plain(names: list[str], alike: bool) -> None:
    assert bool(shape(["表"], {"表": ["名"]}, turns(*names)).alike) is (alike and "。" not in names)


def test_stand_ins_have_the_shape_of_what_they_stand_for() -> None:
    slots = {**of(甲="乙。", 丁="“戊”"), **turns(*"一二三四五六")}
    names = ["甲", "丁", "表"]
    shaped = shape(names, {"表": ["名"]}, slots)
    others, paths = stand_ins(slots, shaped)
    assert len(others["表"].items or ()) == 4
    assert paths[-1] == ("表", 3, "名")
    assert [(others["甲"].text or "")[-1], "“文" in (others["丁"].text or "")] == ["。", True]


def test_a_text_that_quotes_a_figure_has_no_shape() -> None:
    text = Slot("共12件", True, quotes=(Quote(1, 3, "甲.数"),))
    with pytest.raises(Unfit):
        shape(["文"], {}, {"文": text})
    turns = Slot("", True, tuple({"文": each} for each in [text] * 5), ("文",))
    with pytest.raises(Unfit):
        shape(["表"], {"表": ["文"]}, {"表": turns})
