"""What is mended, still open or new since the round before: by cell, then by what is said of a row that has moved."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportgen.ledger.rounds_told import Round
from reportgen.ledger.writing import in_memory
from reportgen.model import Entry, Finding, Kind, Place
from reportgen.stages.rounds import Compared, compared


def wrong(cell: str, message: str = "没有填", code: str = "CEL002", file: str = "台账.xlsx") -> Finding:
    place = Place(file, "表", int(cell[1:]), ord(cell[0]) - ord("A"))
    return Finding(code, "error", message, place, "司法所")


def rounds(kinds: dict[str, Kind], *tellings: tuple[str, list[Finding]]) -> Compared:
    """What the last telling comes to: each of the files as they are then, by a digest, and what is wrong with them."""
    known: dict[str, list[Round]] = {}
    for digest, findings in tellings:
        with in_memory(kinds) as ledger:
            ledger.replace(Entry("台账.xlsx", 2023, "司法所", digest), (), ())
            ledger.replace(Entry("别.xlsx", 2023, "党政办", "x"), (), ())
            found = compared(ledger, 2023, findings, known)["司法所"]
        earlier = [each for each in known.get("司法所", []) if each.number != found.number]
        known["司法所"] = [*earlier, found.open]
    return found


def counts(found: Compared) -> tuple[int, int, int, int]:
    return found.number, len(found.mended), len(found.still), len(found.new)


def test_the_first_round_is_compared_with_nothing(kinds: dict[str, Kind]) -> None:
    found = rounds(kinds, ("a", [wrong("D5")]))
    assert (counts(found), found.before) == ((1, 0, 0, 0), None)


def test_the_same_files_told_again_are_the_same_round(kinds: dict[str, Kind]) -> None:
    found = rounds(kinds, ("a", [wrong("D5")]), ("a", [wrong("D5"), wrong("D6")]))
    assert (counts(found), found.before) == ((1, 0, 0, 0), None)
    second = ("b", [wrong("D6"), wrong("D7", "不是数字")])
    assert counts(rounds(kinds, ("a", [wrong("D5"), wrong("D6")]), second, second)) == (2, 1, 1, 1)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ([], (2, 2, 0, 0)),
        ([wrong("D5"), wrong("E9", "“十几”不是数字", "CEL001")], (2, 0, 2, 0)),
        ([wrong("D5", file="台账（更正）.xlsx")], (2, 1, 1, 0)),  # another name
        ([wrong("E9", "“约十”不是数字", "CEL001")], (2, 1, 1, 0)),  # another wrong value in the cell
        ([wrong("E8", "“十几”不是数字", "CEL001")], (2, 1, 1, 0)),  # a row above was deleted
        ([wrong("D5"), wrong("D6")], (2, 1, 1, 1)),
        ([wrong("F5"), wrong("D7", code="CEL001")], (2, 2, 0, 2)),
    ],
)
def test_a_fault_is_still_open_in_its_cell_or_by_its_words(
    kinds: dict[str, Kind], now: list[Finding], expected: tuple[int, ...]
) -> None:
    before = [wrong("D5"), wrong("E9", "“十几”不是数字", "CEL001")]
    assert counts(rounds(kinds, ("a", before), ("b", now))) == expected


def test_what_is_mended_and_what_is_new_is_named(kinds: dict[str, Kind]) -> None:
    found = rounds(kinds, ("a", [wrong("D5"), wrong("D6")]), ("b", [wrong("D6"), wrong("F7", "不对")]))
    assert [each.place.cell for each in found.mended] == ["D5"]
    assert [each.place.cell for each in found.still] == ["D6"]
    assert [each.place.cell for each in found.new] == ["F7"]


def test_a_third_round_is_compared_with_the_second(kinds: dict[str, Kind]) -> None:
    found = rounds(kinds, ("a", [wrong("D5")]), ("b", []), ("c", [wrong("D5")]))
    assert counts(found) == (3, 0, 0, 1)


@pytest.mark.parametrize(
    "beside",
    [
        Finding("OWE003", "warning", "有更新的一份代替了这张表", Place("台账.xlsx", "表"), "司法所"),
        Finding("FIL005", "warning", "不是工作簿", Place("扫描件.pdf"), "司法所"),
        Finding("FIG003", "error", "算不出来", Place("figures.yaml"), "司法所"),
        Finding("ROW012", "error", "方案里没有写明怎么算", Place("台账.xlsx", "表", 3, 1), "司法所"),
    ],
)
def test_only_errors_that_the_department_can_mend_are_counted(
    kinds: dict[str, Kind], beside: Finding
) -> None:
    assert counts(rounds(kinds, ("a", [wrong("D5")]), ("b", [wrong("D5"), beside]))) == (2, 0, 1, 0)
    assert counts(rounds(kinds, ("a", [wrong("D5"), beside]), ("b", [wrong("D5"), beside]))) == (2, 0, 1, 0)
    assert counts(rounds(kinds, ("a", [wrong("D5"), beside]), ("b", [wrong("D5")]))) == (2, 0, 1, 0)


def test_what_is_a_warning_now_is_not_mended(kinds: dict[str, Kind]) -> None:
    warning = replace(wrong("D6"), severity="warning")
    assert counts(rounds(kinds, ("a", [wrong("D5"), wrong("D6")]), ("b", [warning]))) == (2, 1, 0, 0)
