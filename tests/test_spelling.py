"""A field's pattern: right as `re` has it where it is quick, and never a hang."""

from __future__ import annotations

import re
import time
from contextlib import suppress

import pytest

from reportgen import spelling
from reportgen.spelling import TooLong, fits, is_pattern, may_fit

PLAIN = [
    "〔[0-9]{4}〕[0-9]+号",
    r"\d{3}-\d{4}",
    "[A-Z]{2,3}[0-9]*",
    "(?:甲|乙)字[0-9]+号",
    "甲?乙?丙",
    ".*",
    "[])]+",
]
SLOW = [
    "(1|11)+号",
    "(罚|字|罚字)*号",
    "(?:a|aa)+$",
    "(a+)+$",
    r"(\w+\s?)*!",
    ".*.*.*=.*",
    "(x+x+)+y",
    r"(.+)\1+号",
]


@pytest.mark.parametrize("pattern", PLAIN)
@pytest.mark.parametrize(
    "text", ["近政规〔2023〕1号", "〔2023〕12号", "110-1234", "AB12", "甲字3号", "甲丙", "", "])"]
)
def test_a_plain_pattern_says_what_re_says_and_no_clock_is_needed(
    pattern: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "regex", None)
    assert fits(pattern, text) is bool(re.fullmatch(pattern, text))


@pytest.mark.parametrize("pattern", SLOW)
def test_no_pattern_hangs_on_any_text(pattern: str) -> None:
    begun = time.monotonic()
    for text in ("1" * 40 + "号码", "罚字" * 40 + "号码", "a" * 50 + "b", "x" * 32000, "词" * 60, "=" * 9000):
        with suppress(TooLong):
            assert fits(pattern, text) in (True, False)
    assert time.monotonic() - begun < 10


def test_a_pattern_that_was_too_slow_too_often_is_not_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spelling, "SECONDS_IN_ALL", 0.1)
    pattern = "(2|22)+号"
    for number in range(1000):
        begun = time.monotonic()
        with pytest.raises(TooLong):
            fits(pattern, "2" * 40 + f"号{number}")
        assert number == 0 or time.monotonic() - begun < 0.1
    assert not may_fit(pattern, "2" * 40 + "号0")
    assert may_fit("", "甲")


@pytest.mark.parametrize("text", ["(", "[a", "*", "(?<n>a", "(a){2"])
def test_what_is_no_pattern_is_told(text: str) -> None:
    assert is_pattern(text) is (text == "(a){2")
