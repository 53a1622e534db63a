"""A pattern is what `re` makes of its text, and nothing is made of it before it is used."""

from __future__ import annotations

import re

import pytest

from reportgen.patterns import regex


def test_a_pattern_finds_what_the_compiled_one_finds() -> None:
    lazy, compiled = regex("(甲|乙)+", re.IGNORECASE), re.compile("(甲|乙)+", re.IGNORECASE)
    for text in ("", "甲", "丙乙甲", "甲丙"):
        found, other = lazy.search(text), compiled.search(text)
        assert (found and found.span()) == (other and other.span())
        assert bool(lazy.fullmatch(text)) == bool(compiled.fullmatch(text))
        assert lazy.sub("丁", text) == compiled.sub("丁", text)
        assert [each[0] for each in lazy.finditer(text)] == [each[0] for each in compiled.finditer(text)]
    assert (lazy.pattern, lazy.groups) == (compiled.pattern, compiled.groups)


def test_a_pattern_is_compiled_once_and_when_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    compile_ = re.compile
    monkeypatch.setattr(re, "compile", lambda text, flags=0: (made.append(text), compile_(text, flags))[1])
    lazy = regex("甲")
    assert made == []
    for found in (lazy.search("甲"), lazy.search("甲"), lazy.match("甲")):
        assert found
    assert made == ["甲"]


def test_a_wrong_pattern_is_told_when_it_is_used() -> None:
    wrong = regex("(")
    with pytest.raises(re.error):
        wrong.search("")
