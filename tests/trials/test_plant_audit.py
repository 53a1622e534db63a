"""The audit's trial by planted faults, in small: what is planted, what counts as found, and that silence fails it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest

from reportgen.model import Finding, Place
from tests.trials import plant, plant_nursery
from tests.trials.plant_ground import AUDIT, Chance, FaultKind, Ground, Spot
from tests.trials.plant_numbers import leads, placed
from tests.trials.plant_nursery import Built, Nursery
from tests.trials.plant_page import NotHere, Page
from tests.trials.plant_relations import put_day, wrong

SPOT = Spot("2023/司法所/台账.xlsx", "复议", 6, 4, "2023.6.6", "2023.9.9", names=("收到日期", "收案日期"))
KIND = FaultKind("another day", lambda ground: SPOT, group="dates")
APART = replace(KIND, apart="nothing else says it")


def planted(nursery: Nursery, kind: FaultKind) -> tuple[Spot, Ground]:
    for attempt in range(plant_nursery.TRIES):
        ground = nursery.ground(Chance(f"{kind.name} {attempt}"), kind.formats)
        with suppress(NotHere):
            return kind.plant(ground), ground
    raise LookupError(kind.name)


def test_both_years_are_clean(nurseries: dict[str, Nursery]) -> None:
    for nursery in nurseries.values():
        assert not nursery.clean.said
        assert not nursery.clean.earlier


def test_there_are_kinds_enough_of_each_group_and_every_one_can_be_planted(
    nurseries: dict[str, Nursery],
) -> None:
    assert len([kind for kind in AUDIT.values() if not kind.apart]) >= 300
    for kind in AUDIT.values():
        spot, ground = planted(nurseries[kind.profile], kind)
        assert kind.group
        assert spot.file in ground.touched or ground.gone


@pytest.mark.parametrize("name", [*AUDIT][::40])
def test_a_kind_plants_the_same_for_the_same_seed(name: str, nurseries: dict[str, Nursery]) -> None:
    nursery = nurseries[AUDIT[name].profile]
    (spot, ground), (again, other) = planted(nursery, AUDIT[name]), planted(nursery, AUDIT[name])
    assert spot == again
    assert [book.content() for book in ground.touched.values()] == [
        book.content() for book in other.touched.values()
    ]


def test_a_date_is_wrong_where_something_stands_against_it(nurseries: dict[str, Nursery]) -> None:
    from datetime import date

    ground = nurseries["rule-of-law"].ground(Chance(1), ("xlsx",))
    page = ground.draw(lambda page: page.kind.name == "行政复议", year=2023)
    assert not any(wrong(ground, page, row) for row in page.rows)
    put_day(page, page.first, "结案日期", date(2023, 4, 20))  # received on 2023-02-14, answered on 02-22
    assert not wrong(ground, page, page.first)
    for name, day in (
        ("结案日期", date(2023, 2, 15)), ("结案日期", date(2023, 8, 1)), ("答复日期", date(2023, 3, 1)), ("收到日期", date(2022, 2, 14)),
    ):  # fmt: skip
        changed = ground.draw(lambda page: page.kind.name == "行政复议", year=2023)
        put_day(changed, changed.first, name, day)
        assert wrong(ground, changed, changed.first), (name, day)


def said(row: int, column: int, message: str = "", sheet: str = SPOT.sheet) -> Built:
    return Built([Finding("CASE001", "error", message, Place(f"来件/{SPOT.file}", sheet, row, column))])


@pytest.mark.parametrize(
    ("spot", "built", "outcome"),
    [
        (SPOT, said(6, 3), "cell"),
        (SPOT, said(6, 5, "结案日期早于收到日期"), "named"),
        (SPOT, said(6, 5, "2023-09-09收到"), "named"),
        (SPOT, said(9, 3, "最可能是D6"), "named"),
        (SPOT, said(9, 3, "最可能是AD6、D66"), "elsewhere"),
        (SPOT, said(9, 3, "最可能是第6行的收案日期"), "named"),
        (SPOT, said(9, 3, "最可能是第16行的收案日期"), "elsewhere"),
        (SPOT, said(9, 3, "最可能是第6行的收案日期", sheet="应诉"), "elsewhere"),
        (SPOT, said(6, 5, "结案日期太晚"), "row"),
        (SPOT, said(7, 3), "elsewhere"),
        (SPOT, said(6, 3, sheet="应诉"), "elsewhere"),
        (replace(SPOT, column=0), said(6, 8), "cell"),
        (replace(SPOT, column=0), said(7, 8), "elsewhere"),
        (replace(SPOT, column=0, also=((SPOT.file, SPOT.sheet, 7),)), said(7, 8), "named"),
        (replace(SPOT, row=0, column=0), said(3, 3), "cell"),
        (replace(SPOT, row=0, column=0), said(3, 3, sheet="应诉"), "elsewhere"),
        (SPOT, Built(turned_away=[(f"来件/{SPOT.file}", "损坏")]), "elsewhere"),
        (SPOT, Built(figures={"复议.总数": "5"}), "harmless"),
        (SPOT, Built(figures={"复议.总数": "4"}), "silent"),
    ],
)
def test_a_fault_is_judged_by_where_it_is_found(spot: Spot, built: Built, outcome: str) -> None:
    assert plant.judge(KIND, spot, built, Built(figures={"复议.总数": "5"})).outcome == outcome


def test_the_last_line_is_the_measure_of_what_can_be_seen() -> None:
    outcomes: tuple[plant.Outcome, ...] = ("cell", "named", "row", "silent")
    found = [plant.Fault(KIND, SPOT, each) for each in outcomes]
    found.append(plant.Fault(APART, SPOT, "silent"))
    assert plant.last_line(found) == "at the cell 50.0 %, at the row 75.0 %, silent 1"
    assert "nothing else says it" in plant.apart(found)
    assert plant.missed(found).split() == ["1", "row", "another", "day", "1", "silent", "another", "day"]


def test_what_is_seen_in_a_row_that_nobody_can_know_is_apart_but_must_be_told() -> None:
    unplaced = replace(APART, told=True)
    found = [plant.Fault(KIND, SPOT, "cell"), plant.Fault(unplaced, SPOT, "elsewhere")]
    assert plant.last_line(found) == "at the cell 100.0 %, at the row 100.0 %, silent 0"
    assert plant.last_line([*found, plant.Fault(unplaced, SPOT, "silent")]).endswith("silent 1")


@pytest.mark.parametrize(
    ("slip", "was", "new", "fits"),
    [
        ("one more or less", 84, 83, False),  # 83, 74, 61 and more may have been one more
        ("one more or less", 700, 701, True),  # no other round one may
        ("another digit", 110, 113, True),
        ("another digit", 84, 82, False),
        ("ten times", 84, 840, True),
    ],
)
def test_a_slip_has_no_row_of_its_own_where_three_others_explain_the_total(
    slip: str, was: int, new: int, fits: bool, nurseries: dict[str, Nursery]
) -> None:
    ground = nurseries["rule-of-law"].ground(Chance(1), ("xlsx",))
    page = ground.draw(lambda page: page.kind.name == "普法活动", year=2023, bare=False)
    page.put(page.first, "参加人次", new)
    assert placed(page, page.first, "参加人次", slip, was, new) is fits


@pytest.mark.parametrize(
    ("slip", "true", "typed"),
    [
        ("digit doubled", 12, 122), ("digit dropped", 105, 5), ("digits swapped", 12, 21), ("another digit", 12, 17), ("ten times", 12, 120),
        ("ten thousand times", 12, 120000), ("one more or less", 12, 11),
    ],
)  # fmt: skip
def test_a_slip_leads_from_one_number_to_another(slip: str, true: int, typed: int) -> None:
    page = Page("", None, {}, [], {}, 1, 1, 1)  # type: ignore[arg-type]
    assert leads(page, 2, "", slip, true, typed)
    assert not leads(page, 2, "", slip, true, 4096)


def test_a_printed_number_that_changes_in_silence_fails_the_trial(
    nurseries: dict[str, Nursery], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def other_result(ground: Ground) -> Spot:
        page = ground.draw(lambda page: page.kind.name == "行政复议", year=2023, bare=False)
        was = page.get(page.first, "复议结果")
        page.put(page.first, "复议结果", "驳回")
        return ground.spot(page, page.first, page.column("复议结果"), was, "驳回")

    monkeypatch.setattr(plant, "Nursery", lambda folder, town: nurseries[town.profile])
    monkeypatch.setattr(plant, "ALL", {})
    monkeypatch.setitem(AUDIT, "other result", FaultKind("other result", other_result, group="words"))
    assert plant.main(["--count", "1", "--kind", "other result"]) == 1
    shown = capsys.readouterr().out
    assert "行政复议.维持: 1 (1; )  -> 0" in shown
    assert shown.endswith("at the cell 0.0 %, at the row 0.0 %, silent 1\n")
    monkeypatch.setitem(AUDIT, "other result", replace(AUDIT["other result"], apart="没有第二处写着"))
    assert plant.main(["--count", "1", "--kind", "other result"]) == 0
