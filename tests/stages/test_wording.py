"""A template's words are looked at when a workspace is opened: numbers, units and gaps are told at once."""

from __future__ import annotations

import pytest
from conftest import RULE_OF_LAW

from reportgen.model import Profile
from reportgen.stages import wording
from reportgen.word.document import Template
from tests.word.test_document import write


def test_the_shipped_template_has_nothing_wrong(rule_of_law: Profile) -> None:
    template = Template.load((RULE_OF_LAW / "report.docx").read_bytes())
    assert wording.check(template, rule_of_law, "x") == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("调解成功{{矛盾调解.成功}}起", []),
        ("调解成功118起", ["TPL010"]),
        ("调解成功{{矛盾调解.成功}}人", ["TPL011"]),
        ("调解成功XX起、X起、{总数}起", ["TPL012", "TPL012"]),
        ("调解成功{{矛盾调解.成功}}人，XX，不成功12起", ["TPL010", "TPL011", "TPL012"]),
    ],
)
def test_what_is_wrong_is_told_by_its_sort(rule_of_law: Profile, text: str, codes: list[str]) -> None:
    found = wording.check(Template.load(write(text)), rule_of_law, "x")
    assert [each.code for each in found] == codes
    assert all(each.place.file == "x" and each.fix for each in found)


def test_gaps_of_one_sort_are_one_finding(rule_of_law: Profile) -> None:
    found = wording.left_over(Template.load(write("XX镇受理X件")), rule_of_law.figures.values(), "x")
    assert [each.message for each in found] == ["“XX”、“X”是没填的空"]
