"""What we read is what other readers read, cell by cell, and a difference is noticed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from tests.trials import readers


def test_the_cases_and_samples_are_read_as_others_read_them() -> None:
    found = readers.compare(readers.there())
    assert found.other == []
    assert found.equal > 5000
    assert all(found.files[kind] for kind in ("xlsx", "xls"))


def test_generated_workbooks_are_read_as_others_read_them() -> None:
    found = readers.compare(readers.generated(15, seed=9))
    assert (found.other, found.refused) == ([], [])
    assert found.files == {"xlsx": 5, "xls": 5, "xlsb": 5}


def test_a_value_of_another_kind_or_size_is_another() -> None:
    day = date(2023, 5, 12)
    assert readers._same(day, datetime(2023, 5, 12))
    assert readers._same(2, 2.0)
    for one, other in (
        (1, True), (1.0, "1"), (0.1, 0.1 + 1e-12), ("a", "a "), (day, datetime(2023, 5, 12, 1)),
        (time(1), timedelta(hours=1)), ("", "甲"),
    ):  # fmt: skip
        assert not readers._same(one, other)
