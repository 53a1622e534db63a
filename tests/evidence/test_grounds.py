"""What is behind each figure: in words, its rows without personal columns, and what else says the same."""

from __future__ import annotations

import re

import pytest

from reportgen import pipeline
from reportgen.evidence.grounds import Grounds, behind
from reportgen.evidence.grounds_book import grounds_book
from reportgen.evidence.grounds_page import grounds_page
from reportgen.model import Figure, FigureDefinition
from reportgen.pipeline import Project
from reportgen.tasks.evidence import grounds_of
from tests.evidence.test_grounds_book import count, opened, rate
from tests.evidence.test_grounds_page import PAGE


def whole() -> Grounds:
    """A formula over a rate and a count."""
    definition = FigureDefinition(group="案件", name="合成", sheet="案件", formula="比率 * 乙")
    return Grounds(Figure(definition, 100, "100"), "比率 × 乙", True, parts=definition.parts)


@pytest.fixture(scope="module")
def found(collected: Project) -> dict[str, Grounds]:
    figures = {each.definition.full_name: each for each, _ in pipeline.counted(collected, 2023)[0]}
    told = grounds_of(collected.workspace, collected.profile, figures, 2023)
    return {each.name: each for each in told}


def test_a_count_has_as_many_rows_as_it_says_and_each_its_cell(found: dict[str, Grounds]) -> None:
    each = found["矛盾调解.总数"]
    assert (each.figure.value, len(each.records)) == (121, 121)
    assert (each.is_printed, each.unit) == (True, "起")
    assert all(one.place.cell and "2023/" in one.place.file for one in each.records)
    assert [one.sort for one in each.relations] == ["sheet", "last_year"]


def test_a_rate_has_its_two_numbers_and_no_rows_of_its_own(found: dict[str, Grounds]) -> None:
    each = found["矛盾调解.成功率"]
    assert (list(each.parts), each.records, each.unit) == (["矛盾调解.成功", "矛盾调解.总数"], [], "%")
    assert set(each.parts) <= found.keys()


def test_no_personal_column_is_told(collected: Project, found: dict[str, Grounds]) -> None:
    for each in found.values():
        fields = collected.profile.kinds[each.figure.definition.sheet].fields
        assert not any(fields[name].personal for name in each.fields)
        assert not any(fields[name].personal for one in each.records for name in one.values)


def test_the_words_of_a_list_are_no_number(found: dict[str, Grounds]) -> None:
    assert found["矛盾调解.总数"].is_number
    assert not found["工作举措.组织领导"].is_number


def test_a_figure_made_of_others_says_which_cells_it_comes_from_in_the_end() -> None:
    told = {each.name: each for each in (count("甲", 4), count("乙", 2), rate(), whole())}
    said = [(role, each.name) for role, each in behind(told["案件.合成"], told)]
    assert said == [
        ("“案件.比率”里的分子“案件.甲”", "案件.甲"),
        ("“案件.比率”里的分母“案件.乙”", "案件.乙"),
        ("“案件.乙”", "案件.乙"),
    ]
    assert (
        told["案件.甲"].source
        == f"4 行，{'；'.join(f'来件/2023/甲局/案件.xlsx › 台账 › B{row}' for row in (3, 4, 5))}……"
    )
    assert count("丙", 0).source == "0 行"
    rows = opened(grounds_book("底稿", [*told.values()], []))["来源"]
    assert rows["C17"].value.startswith("分子“案件.甲”：4 行，来件/2023/甲局/案件.xlsx › 台账 › B3；")
    page = grounds_page(PAGE, [*told.values()], ["案件.合成", "案件.甲"])
    assert (
        set(re.findall('href="#(d.)"', page))
        == set(re.findall('id="(d.)"', page))
        == {"d1", "d2", "d3", "d4"}
    )
