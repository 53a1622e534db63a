"""A text and what is quoted in it."""

from __future__ import annotations

import pytest

from reportgen.quotations import Quote, Quoting, joined, may_quote, quotes_in


@pytest.mark.parametrize(
    ("value", "may"),
    [
        ("受理{{甲.数}}件", True),
        ("受理｛｛甲.数｝｝件", True),
        ("受理{｛甲", True),
        ("完}}", True),
        ("{甲}", False),
        (12, False),
        (None, False),
    ],
)
def test_only_a_text_with_two_braces_side_by_side_may_quote(value: object, may: bool) -> None:
    assert may_quote(value) is may


def test_a_quoting_text_is_a_text() -> None:
    text = Quoting("共12件", [Quote(1, 3, "甲.数")])
    assert text == "共12件"
    assert quotes_in(text) == (Quote(1, 3, "甲.数"),)
    assert quotes_in("共12件") == quotes_in(12) == ()


def test_joined_texts_keep_what_they_quote() -> None:
    text = joined(["一", Quoting("共12件", [Quote(1, 3, "甲.数")], ["乙.数"])], "；")
    assert text == "一；共12件"
    assert isinstance(text, Quoting)
    assert [text[each.start : each.end] for each in text.quotes] == ["12"]
    assert text.lacks == ("乙.数",)
    assert type(joined(["一", "二"])) is str
