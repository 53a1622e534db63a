"""The trial by planted faults, in small: what is planted, how it is judged, and that a silent fault is told."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from reportgen.model import Finding, Place
from tests.trials import plant, plant_nursery, plant_reading
from tests.trials.plant_ground import KINDS, Chance, FaultKind, Ground, Spot
from tests.trials.plant_nursery import Built, Nursery, differences
from tests.trials.plant_page import NotHere

SPOT = Spot("2023/司法所/台账.xlsx", "复议", 6, 4, "2023-06-06", "")
KIND = FaultKind("blank", lambda ground: SPOT)


# planting


def planted(nursery: Nursery, kind: FaultKind, turn: int) -> tuple[Spot, Ground]:
    """Where a fault is planted, and what it was planted in."""
    for attempt in range(plant_nursery.TRIES):
        ground = nursery.ground(Chance(f"{kind.name} {turn} {attempt}"), kind.formats)
        with suppress(NotHere):
            return kind.plant(ground), ground
    raise LookupError(kind.name)


def digests(ground: Ground) -> dict[str, str]:
    return {file: hashlib.sha256(book.content()).hexdigest() for file, book in ground.touched.items()}


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_plants_the_same_for_the_same_seed(name: str, nursery: Nursery) -> None:
    (spot, ground), (again, other) = planted(nursery, KINDS[name], 0), planted(nursery, KINDS[name], 0)
    assert again == spot
    assert digests(ground) == digests(other)
    assert any(planted(nursery, KINDS[name], turn)[0] != spot for turn in (1, 2, 3))


@pytest.mark.parametrize("suffix", ["xlsx", "xls", "ods"])
def test_a_page_without_a_fault_is_read_as_the_sample(suffix: str, nursery: Nursery) -> None:
    ground = nursery.ground(Chance(1), (suffix,))
    for book in nursery.books[2023]:
        if book.stem in ("行政复议台账", "矛盾纠纷调解台账", "学法培训和学时", "普法宣传活动登记表"):
            ground.take(book)
            ground.gone.add(book.file)
    for drawn in ground.touched.values():
        drawn.suffix = suffix
    assert len(ground.touched) == 4
    built = nursery.built(suffix, [*ground.touched.values()], ground.gone)
    assert not built.said
    assert differences(nursery.clean, built) == []


# judging


def found(row: int, column: int, file: str = SPOT.file, sheet: str = SPOT.sheet) -> Built:
    return Built([Finding("CEL002", "error", "没有填", Place(f"来件/{file}", sheet, row, column))])


@pytest.mark.parametrize(
    ("built", "outcome"),
    [
        (found(6, 3), "at the cell"), (found(6, -1), "at the cell"), (found(6, 4), "elsewhere"), (found(5, 3), "elsewhere"),
        (found(6, 3, sheet="其他"), "elsewhere"), (found(6, 3, file="2023/司法所/其他.xlsx"), "elsewhere"),
        (Built(turned_away=[(f"来件/{SPOT.file}", "损坏")]), "refused"), (Built(turned_away=[("来件/其他.xlsx", "损坏")]), "elsewhere"),
        (Built(figures={"复议.总数": "5"}, text=["5件"]), "harmless"), (Built(figures={"复议.总数": "4"}, text=["4件"]), "silent"),
        (Built(figures={"复议.总数": "5"}, text=["4件"]), "silent"), (Built(figures={"复议.总数": "4"}, text=["5件"]), "silent"),
        (Built(earlier=found(6, 3).findings, figures={"复议.总数": "4"}), "last year"),
    ],
)  # fmt: skip
def test_a_fault_is_judged_by_what_is_said_and_printed(built: Built, outcome: str) -> None:
    clean = Built(figures={"复议.总数": "5"}, text=["5件"])
    assert plant_reading.judge(0, KIND, SPOT, built, clean).outcome == outcome


def test_what_a_person_sees_and_nobody_says_is_told_apart() -> None:
    kind = FaultKind("struck out", lambda ground: SPOT, asks=True)
    assert plant_reading.judge(0, kind, SPOT, Built(), Built()).outcome == "untold"


def test_faults_that_are_told_are_told(nursery: Nursery) -> None:
    for name in ("required cell blank", "declared value with a slip"):
        for fault in plant_reading.faults(nursery, 3, 1, name):
            assert fault.outcome in ("at the cell", "elsewhere"), plant_reading.listed(fault)
    assert [each.outcome for each in plant_reading.faults(nursery, 3, 1, "nothing")] == ["harmless"] * 3


# A trial that cannot fail proves nothing. Nobody can see that a whole number on a page without totals is another: it stays
# silent, however well the program reads.


def one_more(ground: Ground) -> Spot:
    page = ground.draw(lambda page: page.kind.name == "普法活动", year=2023, bare=True)
    was = page.get(page.first, "参加人次")
    assert isinstance(was, int)
    page.put(page.first, "参加人次", was + 1)
    return ground.spot(page, page.first, page.column("参加人次"), was, was + 1)


def test_a_silent_fault_fails_the_trial(
    nurseries: dict[str, Nursery],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(plant, "Nursery", lambda folder, town: nurseries[town.profile])
    monkeypatch.setattr(plant, "ALL", {})
    monkeypatch.setitem(KINDS, "one more", FaultKind("one more", one_more))
    keep = ["--keep", str(tmp_path)]
    assert plant.main(["--reading", "--count", "1", "--kind", "one more", *keep]) == 1
    shown = capsys.readouterr().out
    assert "参加人次: 8889 (8889; )  -> 8890" in shown
    assert "1 planted, 1 silent with a printed figure changed" in shown
    assert list(tmp_path.glob("0000 one more/来件/2023/宣传办/普法宣传活动登记表.*"))
    monkeypatch.setitem(KINDS, "one more", FaultKind("one more", one_more, fault=False))
    assert plant.main(["--reading", "--count", "1", "--kind", "one more"]) == 0


def test_a_fault_is_measured_by_the_page_as_a_person_reads_it(nursery: Nursery) -> None:
    def in_truth(ground: Ground) -> Spot:
        spot = one_more(ground)
        [book] = ground.touched.values()
        ground.truth(book.pages[0]).put(spot.row, "参加人次", int(spot.now))
        return spot

    kind = FaultKind("in truth", in_truth)
    assert plant_reading._fault(nursery, kind, 0, "seed", None).outcome == "harmless"


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("row struck out", b"<strike"), ("superscript at a number", b'vertAlign val="superscript"'), ("row of height 0", b'ht="0"'),
        ("row of a format that hides: ;;;", b'formatCode=";;;"'), ("row white on white", b"FFFFFFFF"),
    ],
)  # fmt: skip
def test_what_a_page_looks_like_is_in_the_file(name: str, sign: bytes, nursery: Nursery) -> None:
    ground = nursery.ground(Chance(4), ("xlsx",))
    KINDS[name].plant(ground)
    [book] = ground.touched.values()
    book.suffix = "xlsx"
    with ZipFile(BytesIO(book.content())) as package:
        assert any(sign in package.read(part) for part in package.namelist())


# One cell of a column that is summed, or of which every declared value is counted for itself, is changed to another value.

COUNTED = {
    "普法活动": ("参加人次",), "矛盾调解": ("涉及人数", "调解结果"), "矛盾调解月报": ("受理数", "成功数"), "工作会议": ("会议类型", "主要负责人主持"),
    "学法培训": ("培训类型",), "执法人员": ("人员性质",), "法律顾问": ("人员类别",), "行政复议": ("复议结果",), "工作举措": ("板块",),
}  # fmt: skip
WORDS: st.SearchStrategy[str | int | None] = st.one_of(
    st.integers(-5, 10**7), st.text(alphabet="甲乙无合计之、，-/ 0123456789", max_size=6), st.none()
)


@settings(max_examples=15, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_changed_cell_of_a_counted_column_never_leaves_figures_and_findings_as_they_were(
    data: st.DataObject, nursery: Nursery
) -> None:
    pages = [
        (book, at)
        for book in nursery.books[2023]
        for at, page in enumerate(book.pages)
        if page.kind.name in COUNTED
    ]
    book, at = data.draw(st.sampled_from(pages), "page")
    ground = nursery.ground(Chance(1), (book.suffix,))
    drawn = ground.take(book)
    page = drawn.pages[at]
    name = data.draw(st.sampled_from(COUNTED[page.kind.name]), "column")
    row, said = data.draw(st.sampled_from(list(page.rows)), "row"), page.declared(name)
    declared = st.sampled_from([*said.enum, *said.synonyms] or ["3", "40"])
    was = page.get(row, name)
    now: str | int | None = data.draw(st.one_of(declared, WORDS), "value")
    assume(meaning(said.synonyms, was) != meaning(said.synonyms, now) and not isinstance(was, date))
    page.put(row, name, now)
    built = nursery.built(f"counted {len(list(nursery.folder.iterdir()))}", [drawn], [])
    assert built.said or differences(nursery.clean, built)


def meaning(synonyms: Mapping[str, str], value: object) -> str:
    """What a plain cell means to a person: 12, 12人 and 012 are the same."""
    text = "" if value is None else str(value).replace(" ", "").rstrip("人")
    return str(int(text)) if text.isdecimal() else synonyms.get(text, text)
