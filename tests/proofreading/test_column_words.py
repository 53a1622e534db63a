"""A number does not stand under, or right behind, the name of another column of its sheet."""

from __future__ import annotations

from dataclasses import replace

import docx
import pytest

from reportgen.definitions import FigureDefinition
from reportgen.model import Field, Kind, Profile
from reportgen.proofreading.column_words import wrong_columns
from reportgen.word.document import Template
from tests.word.test_document import save, write

_KIND = Kind(
    name="案件",
    title="案件统计表",
    fields={
        "新收": Field(type="integer", aliases=["收到"]),
        "审结": Field(type="integer"),
        "未审结": Field(type="integer"),
        "类别": Field(type="string"),
    },
)


@pytest.fixture(scope="module")
def profile(rule_of_law: Profile) -> Profile:
    """With statistics of cases."""
    columns = (("新收", "新收"), ("审结", "审结"), ("审结率", "审结率"))
    figures = [
        FigureDefinition(group="案件", name="新收", sheet="案件", measure="sum(新收)"),
        FigureDefinition(group="案件", name="审结", sheet="案件", measure="sum(审结)"),
        FigureDefinition(group="案件", name="审结率", sheet="案件", ratio=("审结", "新收")),
        FigureDefinition(group="案件", name="各镇", sheet="案件", by="_department", columns=columns),
    ]
    kinds = {**rule_of_law.kinds, "案件": _KIND}
    return replace(rule_of_law, kinds=kinds, figures={each.full_name: each for each in figures})


def told(file: bytes, profile: Profile) -> list[str]:
    return [each.message.rpartition("说的是")[2] for each in wrong_columns(Template.load(file), profile, "x")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("新收{{案件.审结}}件", ["“新收”"]),
        ("全县新收案件共多少，收到案件{{案件.审结}}件", ["“收到”"]),
        ("未审结{{案件.审结}}件", ["“未审结”"]),
        ("新收{{案件.新收}}件，审结{{案件.审结}}件", []),
        ("新收案件{{案件.新收}}件", []),
        ("新收的案件里审结{{案件.审结}}件", []),
        ("新收{{案件.审结率}}", []),  # no column's sum
        ("新收{{案件.审结}}件{{! 固定 }}", []),
    ],
)
def test_the_word_before_a_tag_is_its_column(profile: Profile, text: str, said: list[str]) -> None:
    assert told(write(text), profile) == said


@pytest.mark.parametrize(
    ("heads", "tags", "said"),
    [
        (["新收（件）", "审结（件）"], ["新收", "审结"], []),
        (["审结（件）", "新收（件）"], ["新收", "审结"], ["“审结”", "“新收”"]),
        (["收到", "办结"], ["新收", "审结"], []),
        (["其中未审结", "审结"], ["新收", "审结"], ["“未审结”"]),
        (["审结率", "件数"], ["审结", "新收"], ["“审结率”"]),
        (["新收（含审结）", "审结"], ["新收", "审结"], []),
    ],
)
def test_a_cell_stands_below_the_name_of_its_column(
    profile: Profile, heads: list[str], tags: list[str], said: list[str]
) -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    for cell, text in zip(table.rows[0].cells, heads, strict=True):
        cell.text = text
    first, last = (f"{{{{{each}}}}}" for each in tags)
    table.cell(1, 0).text, table.cell(1, 1).text = "{{#案件.各镇}}" + first, last + "{{/案件.各镇}}"
    assert told(save(document), profile) == said


def test_the_nearest_head_is_the_one_above_all_others(profile: Profile) -> None:
    for upper, said in (("新收", ["“新收”"]), ("新收情况", [])):
        document = docx.Document()
        table = document.add_table(3, 1)
        for at, text in enumerate((upper, "本年", "{{案件.审结}}")):
            table.cell(at, 0).text = text
        assert told(save(document), profile) == said
