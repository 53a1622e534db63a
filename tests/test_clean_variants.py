"""The samples as other clerks would have handed them in: nothing is found, and what is the same in them counts the same."""

from __future__ import annotations

from datetime import date

import pytest

from tests.make.samples_townships import ALL
from tests.make.samples_write import Book
from tests.trials.plant_nursery import Nursery, of_the_variant


@pytest.mark.parametrize(("name", "seed"), [(name, 1 + at % 2) for at, name in enumerate(ALL)])
def test_a_clean_variant_builds_without_a_finding(name: str, seed: int, nursery: Nursery) -> None:
    assert of_the_variant(nursery, name, seed) == []


def test_a_finding_and_another_number_are_told(nursery: Nursery, monkeypatch: pytest.MonkeyPatch) -> None:
    def late(books: list[Book], *rest: object) -> None:
        sheet = next(sheet for book in books for sheet in book.sheets if sheet.tab == "普法活动")
        sheet.rows[0][1] = date(2022, 5, 6)

    def more(books: list[Book], *rest: object) -> None:
        sheet = next(sheet for book in books for sheet in book.sheets if sheet.tab == "会议")
        sheet.rows.append([9, date(2023, 12, 7), "普法工作专题会议", "专题会议", "否", "研究普法工作", None])

    monkeypatch.setitem(ALL, "other orders", late)
    assert "PUBL001" in of_the_variant(nursery, "other orders")[0]
    monkeypatch.setitem(ALL, "other orders", more)
    assert of_the_variant(nursery, "other orders") == [
        "工作会议.总数: 9, not 8",
        "工作会议.专题会议: 4, not 3",
    ]
