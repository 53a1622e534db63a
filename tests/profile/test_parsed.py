"""The parts of a parsed expression, and what of them is not known."""

from __future__ import annotations

import pytest
import sqlglot

from reportgen.profile.parsed import Unknown, bare, part, unlike


def test_a_part_is_given_where_there_are_no_others() -> None:
    node = sqlglot.parse_one("甲 + 乙", dialect="sqlite")
    assert part(node, "this").sql() == "甲"
    with pytest.raises(Unknown):
        part(node, "this", only=("this",))
    with pytest.raises(Unknown):
        part(node, "nothing")


def test_brackets_and_what_only_spells_alike_are_taken_off() -> None:
    assert bare(sqlglot.parse_one("((甲))", dialect="sqlite")).sql() == "甲"
    assert unlike(sqlglot.parse_one("plain(甲)", dialect="sqlite")).sql() == "甲"
    assert unlike(sqlglot.parse_one("year(甲)", dialect="sqlite")).sql() != "甲"
