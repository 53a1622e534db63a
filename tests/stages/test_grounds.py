"""What is behind each figure: in words, its rows without personal columns, and what else says the same."""

from __future__ import annotations

import pytest

from reportgen import pipeline
from reportgen.pipeline import Project
from reportgen.stages.grounds import Grounds
from reportgen.tasks.evidence import grounds_of


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
