"""A text as it was typed -> as it is compared: nothing made a digit, nothing unseen, one spelling of a case's number."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen import characters
from reportgen.characters import half, is_han, meant, plain, seen, typed, visible
from reportgen.model import INVISIBLE, is_blank

NUMERALS = set("0123456789〇一二三四五六七八九十百千万亿两零")
RADICALS = range(0x2F00, 0x2FD6)  # they look as the characters do, and stand in texts that come out of a PDF


def test_nothing_becomes_a_numeral_that_is_none() -> None:
    for code in (*range(0xD800), *range(0xE000, 0x20000)):
        sign = chr(code)
        if code in RADICALS or unicodedata.category(sign) == "Nd" or code == 0x3038:
            continue
        made = set(half(sign)) - set(unicodedata.normalize("NFC", sign))
        assert not made & NUMERALS, (hex(code), sign, half(sign))


def test_full_width_is_half_width() -> None:
    assert half("１２，３．５（ＡＢ）％") == "12,3.5(AB)%"
    assert half("１２①３") == "12①3"


@given(
    st.text(st.sampled_from("甲乙12 A"), max_size=6),
    st.sampled_from("\u200b\u00ad\u200e\u2060\ufeff"),
    st.data(),
)
def test_what_cannot_be_seen_makes_no_difference(text: str, sign: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    odd = text[:at] + sign + text[at:]
    assert visible(odd) == text
    assert (typed(odd), plain(odd)) == (typed(text), plain(text))
    assert is_blank(odd) is is_blank(text)
    assert "␣" in seen(odd)


def test_every_invisible_sign_is_told_by_isprintable() -> None:
    assert len(INVISIBLE) > 40
    assert not any(map(str.isprintable, map(chr, INVISIBLE))), (
        "only texts that are not printable are searched"
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("近政规〔2023〕1号", "近政规[2023]1号"),
        ("近政规〔2023〕1号", "近政规（2023）01号"),
        ("近政规〔2023〕1号", "近政规【２０２３】００１号"),
        ("罚字〔2023〕第12号", "罚字〔2023〕 第012号"),
        ("近调〔2023〕12", "近调[2023]012"),
        ("望海村", "望海 村"),
        ("望海村", "望海\u3000村\ufe0f"),
        ("A-1", "a—1"),
        ("（2023）苏0684行初12号", "第（2023）苏0684行初12号"),
        ("（2023）苏0684行初12号", "（2023）苏0684行初12号。"),
        ("罚字〔2023〕12号", "罚字〔2023〕第12号"),
        ("罚字〔2023〕12号", "★罚字〔2023〕12号*"),
        ("罚字〔2023〕12号", "第罚字〔2023〕12号"),
        ("罚字〔2023〕12号", "罚字〔2023〕012"),
        ("第12号", "12号"),
        ("JH-0612", "JH-612"),
        ("JH_0612", "JH-612"),
        ("第JH-0612", "JH-612"),
        ("罚字〔2023〕12号", "罚〔2023〕12号"),
        ("罚〔2023〕12号", "罚〔2023年〕12号"),
        ("罚〔2023〕12号", "罚<2023>12號"),
        ("丙号楼", "丙號楼"),
        ("罚〔2023〕12号", "罚〈2023〉12号"),
        ("罚〔2023〕12号", "罚《2023》012号"),
        ("2023-001", "No.2023-001"),
        ("No12", "no12"),
        ("2023-001", "№2023-1"),
    ],
)
def test_one_thing_in_two_spellings_is_one(one: str, other: str) -> None:
    assert plain(one) == plain(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("近政规〔2023〕1号", "近政规〔2023〕10号"),
        ("近政规〔2023〕12号", "近政规〔2023〕1①号"),
        ("0012", "12"),
        ("（2023）苏0684行初12号", "（2023）苏684行初12号"),
        ("望海村", "望海"),
        ("甲字", "甲"),
        ("2023年", "2023"),
        ("字(甲)", "(甲)"),
        ("nova", "va"),
        ("第一网格", "一网格"),
        ("。", ""),
    ],
)
def test_two_things_stay_two(one: str, other: str) -> None:
    assert plain(one) != plain(other)


@given(st.text(st.sampled_from("001Ano甲年字第号號()（）〔〕《》、。，；：“”.,;:/%-"), max_size=9))
def test_an_ordinary_text_is_compared_as_any_other(text: str) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(characters, "_ORDINARY", re.compile(r"(?!)"))
        as_any_other = plain.__wrapped__(text)
    assert plain.__wrapped__(text) == as_any_other


@given(st.text(st.sampled_from("0012甲号()-"), max_size=9))
def test_zeros_and_the_sign_of_a_number_are_left_out_as_one_expression_says(text: str) -> None:
    said = re.compile(r"(?<!\d)0+(?=\d+号)|(?<=[)-])0+(?=\d+$)|(?<=\d)号$", re.ASCII)
    assert plain(text) == said.sub("", text)


@pytest.mark.parametrize(
    ("text", "said"),
    [('="0012"', "0012"), ("'0012", "0012"), ("`甲", "甲"), ('=""', ""), ("'八五'普法", "'八五'普法"), ("=1+1", "=1+1"),
     ('="a"&"b"', '="a"&"b"'), ('"甲"', "甲"), ('"甲"乙"', '"甲"乙"'), ("=甲", "甲"), ("“甲”", "“甲”"), ("=A1", "=A1"), ("", ""), ("=", "=")],
)  # fmt: skip
def test_the_signs_that_make_a_text_of_a_number_are_no_part_of_it(text: str, said: str) -> None:
    assert meant(text) == said


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (0xAD, 0xAD),  # the soft hyphen
        (0x61C, 0x61C),
        (0x180E, 0x180E),
        (0x200B, 0x200F),  # zero width spaces and joiners, marks of direction
        (0x202A, 0x202E),
        (0x2060, 0x206F),
        (0xFEFF, 0xFEFF),
        (0xFFF9, 0xFFFB),
        (0xE0001, 0xE007F),
    ],
)
def test_each_run_of_signs_that_take_no_room_is_whole(first: int, last: int) -> None:
    assert visible("".join(map(chr, range(first, last + 1)))) == ""
    around = [chr(first - 1), chr(last + 1)]
    assert [visible(each) for each in around if not each.isspace()] == [
        each for each in around if not each.isspace()
    ]


@pytest.mark.parametrize(
    ("first", "last"),
    [(0x34F, 0x34F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x2800, 0x2800), (0x3164, 0x3164), (0xFE00, 0xFE0F),
     (0xFFA0, 0xFFA0), (0xE0100, 0xE01EF)],
)  # fmt: skip
def test_each_run_of_signs_that_are_seen_in_some_fonts_only_is_shown_and_not_compared(
    first: int, last: int
) -> None:
    signs = "".join(map(chr, range(first, last + 1)))
    assert seen(signs) == "␣" * len(signs)
    assert (typed(f"甲{signs}"), plain(f"甲{signs}")) == ("甲", "甲")
    assert seen(chr(first - 1) + chr(last + 1)) == chr(first - 1) + chr(last + 1)


@pytest.mark.parametrize(
    ("text", "is_so"),
    [("望海村", True), ("一鿿", True), ("", False), ("望㐂", False), ("望 海", False), ("〇", False)],
)
def test_common_characters_alone(text: str, is_so: bool) -> None:
    assert is_han(text) == is_so
