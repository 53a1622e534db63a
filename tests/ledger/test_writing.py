"""Workbooks put into a ledger: each whole or not at all, in the place of what was there, with the time it first came."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from reportgen.ledger import file as store
from reportgen.ledger import reading, writing
from reportgen.ledger.writing import WritableLedger
from reportgen.model import CannotRun, Entry, Place, Problem, TypedTable
from reportgen.rules import finding
from tests.ledger.rows import FIRST, KINDS, filled, two_years, workbook


@pytest.fixture
def ledger() -> Iterator[WritableLedger]:
    with two_years() as opened:
        yield opened


def test_a_workbook_collected_again_replaces_its_rows(ledger: WritableLedger) -> None:
    ledger.replace(workbook(2023), [filled((4, "丁", "王五", date(2023, 7, 1), 1))], [])
    assert ledger.views.select("SELECT 案号 FROM 案件") == [("丁",)]


def test_each_row_of_many_is_stored_with_its_own_values(ledger: WritableLedger) -> None:
    rows = [(at, f"案{at}", f"人{at}", date(2023, 1 + at % 12, 1), at % 7 or None) for at in range(2, 700)]
    ledger.replace(workbook(2023), [filled(*rows)], [])
    stored = ledger._connection.execute(
        "SELECT _row, 案号, 申请人, 收到日期, 人数 FROM main.案件 WHERE 案号 <> '丙'"
    )
    assert stored.fetchall() == [
        (at, number, who, day.isoformat(), count) for at, number, who, day, count in rows
    ]


def test_columns_of_different_lengths_are_not_stored(ledger: WritableLedger) -> None:
    table = filled(FIRST, (5, "乙", "张三", date(2023, 6, 1), 3))
    numbers, who, *others = table.values
    with pytest.raises(ValueError, match="argument"):
        ledger.replace(workbook(2023), [replace(table, values=[numbers[:1], [*who, "李四"], *others])], [])
    assert ledger.views.select("SELECT 案号 FROM 案件") == [("甲",), ("乙",)]


def test_a_failure_in_the_middle_leaves_the_earlier_rows(ledger: WritableLedger) -> None:
    def breaks() -> Iterator[TypedTable]:
        yield filled((4, "丁", "王五", date(2023, 7, 1), 1))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ledger.replace(workbook(2023), breaks(), [])
    assert ledger.views.select("SELECT 案号 FROM 案件") == [("甲",), ("乙",)]


def test_a_dropped_workbook_takes_rows_and_problems_with_it(ledger: WritableLedger) -> None:
    place = Place("2023/司法所/台账.xlsx", "台账", 4, 2)
    ledger.replace(workbook(2023), [], [Problem(finding("CEL001", "收到日期“五月”不是日期", place), "五月")])
    assert [each.place for each in ledger.problems(2023)] == [place]
    ledger.drop(["2023/司法所/台账.xlsx"])
    assert (ledger.problems(2023), ledger.workbooks(2023)) == ([], [])


def test_a_ledger_opened_to_read_cannot_be_written(tmp_path: Path) -> None:
    file = tmp_path / "底账.sqlite"
    writing.open_to_write(file, KINDS).__exit__(None, None, None)
    reading = WritableLedger(store.open_to_read(file, KINDS), KINDS)
    with reading as ledger, pytest.raises(CannotRun, match="不能写入"):
        ledger.replace(workbook(2023), [], [])


NAME = "2023/司法所/台账.xlsx"
BEFORE, NOW = "2024-01-05 09:00:00.000", "2024-02-01 10:30:00.000"


def put(ledger: WritableLedger, digest: str, folder: Path) -> None:
    ledger.replace(Entry(NAME, 2023, "司法所", digest, 10, "profile"), [filled(FIRST)], [])


def merge(ledger: WritableLedger, digest: str, folder: Path) -> None:
    """Read a workbook into a shard, as a worker does, and take that over."""
    shard = folder / ".shard"
    with writing.open_shard(shard, KINDS, ledger.now) as part:
        put(part, digest, folder)
    ledger.merge(shard)
    shard.unlink()


def opened(file: Path, now: str) -> WritableLedger:
    return WritableLedger(store.open_to_write(file, KINDS), KINDS, now)


@pytest.mark.parametrize("take", [put, merge])
def test_the_time_of_first_collection_stays_while_the_content_does(
    take: Callable[[WritableLedger, str, Path], None], tmp_path: Path
) -> None:
    file = tmp_path / "底账.sqlite"
    with opened(file, BEFORE) as ledger:
        take(ledger, "1" * 64, tmp_path)
        assert ledger.since(NAME) == BEFORE
    with opened(file, NOW) as ledger:
        take(ledger, "1" * 64, tmp_path)
        assert ledger.since(NAME) == BEFORE, "it was read again, and is the same"
        assert ledger.handed(2023)[0].collected == BEFORE[:16]
        take(ledger, "2" * 64, tmp_path)
        assert ledger.since(NAME) == NOW, "it is another"


@pytest.mark.parametrize("take", [put, merge])
def test_one_workbook_taken_twice_is_there_once_with_its_rows(
    take: Callable[[WritableLedger, str, Path], None], tmp_path: Path
) -> None:
    with opened(tmp_path / "底账.sqlite", NOW) as ledger:
        ledger.replace(workbook(2022), [filled((4, "丙", "李四", date(2022, 5, 1), 7))], [])
        for digest in ("1", "1", "2"):
            take(ledger, digest * 64, tmp_path)
        ledger.views.scope(2023)
        assert ledger.views.select("SELECT 案号, _row FROM 案件") == [("甲", 4)]
        assert [each.file for each in ledger.workbooks()] == ["2022/司法所/台账.xlsx", NAME]


@pytest.mark.parametrize("take", [put, merge])
def test_tables_are_numbered_from_one_and_no_number_is_given_twice(
    take: Callable[[WritableLedger, str, Path], None], tmp_path: Path
) -> None:
    with opened(tmp_path / "底账.sqlite", NOW) as ledger:
        for number in (1, 2):
            take(ledger, str(number) * 64, tmp_path)
            ledger.views.scope(2023)
            assert ledger.views.select("SELECT _source, _row FROM 案件") == [(number, 4)]
            assert ledger.origin(number).file == NAME


def test_a_dropped_workbook_comes_back_as_a_new_one(tmp_path: Path) -> None:
    with opened(tmp_path / "底账.sqlite", BEFORE) as ledger:
        put(ledger, "1" * 64, tmp_path)
        ledger.drop([NAME])
    with opened(tmp_path / "底账.sqlite", NOW) as ledger:
        put(ledger, "1" * 64, tmp_path)
        assert ledger.since(NAME) == NOW


def test_a_collection_that_was_cut_off_goes_on_in_the_name_of_its_beginning(tmp_path: Path) -> None:
    file = tmp_path / "底账.sqlite"
    with opened(file, BEFORE) as ledger:
        ledger.begin()
    with opened(file, NOW) as ledger:
        assert ledger.unfinished == BEFORE
        ledger.begin()
        assert ledger.now == BEFORE
        ledger.finish()
        assert ledger.unfinished == ""
    with opened(file, NOW) as ledger:
        ledger.begin()
        assert (ledger.now, ledger.unfinished) == (NOW, NOW)


def test_a_superseded_table_leaves_nothing_but_the_word_of_it(ledger: WritableLedger) -> None:
    of_table, of_other = Place(NAME, "台账", 4, 2), Place(NAME, "另一张", 4, 2)
    problems = [Problem(finding("CEL001", "不是日期", each)) for each in (of_table, of_other)]
    ledger.replace(workbook(2023), [filled(FIRST)], problems)
    ledger.supersede(3, "更正.xlsx", finding("OWE003", "有更新的一份", Place(NAME, "台账")))
    assert ledger.views.select("SELECT 案号 FROM 案件") == []
    assert {(each.code, each.place.sheet) for each in ledger.problems(2023)} == {
        ("OWE003", "台账"),
        ("CEL001", "另一张"),
    }
    assert ledger.received(2023) == set()
    assert ledger.replaced() == [(NAME, "台账", "更正.xlsx")]
    assert ledger.replaced_by({"更正.xlsx"}) == {NAME}
    assert ledger.replaced_by({"别的.xlsx"}) == set()


def test_an_outdated_workbook_is_due_again_and_keeps_its_rows(ledger: WritableLedger) -> None:
    ledger.outdate([NAME])
    assert [(each.file, each.profile) for each in ledger.workbooks()] == [
        ("2022/司法所/台账.xlsx", "profile"),
        (NAME, ""),
    ]
    assert len(ledger.views.select("SELECT 1 FROM 案件")) == 2


def left_by_a_kill(file: Path, copy: Path) -> reading.Ledger:
    """The ledger as it would be found if the process that writes it were killed now."""
    shutil.copy(file, copy)
    return reading.open_to_read(copy, KINDS)


def test_changes_are_saved_together_and_not_one_by_one(tmp_path: Path) -> None:
    file = tmp_path / "底账.sqlite"
    with writing.open_to_write(file, KINDS) as ledger:
        ledger.replace(workbook(2023), [filled(FIRST)], [])
        ledger.drop(["没有这个文件"])
        with left_by_a_kill(file, tmp_path / "一") as found:
            assert found.workbooks() == []
        ledger.save()
        with left_by_a_kill(file, tmp_path / "二") as found:
            assert [each.file for each in found.workbooks()] == [NAME]


def test_a_change_that_took_long_is_saved_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "SAVE_SECONDS", -1.0)
    file = tmp_path / "底账.sqlite"
    with writing.open_to_write(file, KINDS) as ledger:
        ledger.replace(workbook(2023), [filled(FIRST)], [])
        with left_by_a_kill(file, tmp_path / "一") as found:
            assert [each.file for each in found.workbooks()] == [NAME]


def test_a_collection_that_has_begun_is_known_from_the_first_moment(tmp_path: Path) -> None:
    file = tmp_path / "底账.sqlite"
    with writing.open_to_write(file, KINDS) as ledger:
        ledger.begin()
        with left_by_a_kill(file, tmp_path / "一") as found:
            assert found.unfinished == ledger.now


def test_one_checked_profile_is_remembered_and_no_more(ledger: WritableLedger) -> None:
    ledger.remember("先", "一")
    ledger.remember("后", "二")
    assert [ledger.remembers(stamp) for stamp in ("先", "后", "没有")] == [False, True, False]


def test_a_ledger_that_is_left_is_closed(tmp_path: Path) -> None:
    with writing.open_to_write(tmp_path / "底账.sqlite", KINDS) as ledger:
        pass
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        ledger.workbooks()


def test_many_rows_are_put_in_by_several_statements(ledger: WritableLedger) -> None:
    rows = [(row, f"号{row}", "张三", date(2023, 5, 1), row) for row in range(2, 502)]
    ledger.replace(workbook(2023), [filled(*rows)], [])
    assert ledger.views.select("SELECT count(*), sum(人数), max(_row) FROM 案件") == [
        (500, sum(range(2, 502)), 501)
    ]


def test_a_shard_that_is_no_ledger_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / ".shard").write_text("这不是数据库" * 200, encoding="utf-8")
    with opened(tmp_path / "底账.sqlite", NOW) as ledger:
        put(ledger, "1" * 64, tmp_path)
        with pytest.raises(CannotRun, match="底账文件已损坏"):
            ledger.merge(tmp_path / ".shard")
    with reading.open_to_read(tmp_path / "底账.sqlite", KINDS) as ledger:
        assert [each.file for each in ledger.workbooks()] == [NAME]


def test_a_disk_that_is_full_in_the_middle_of_a_shard_leaves_what_was_there(tmp_path: Path) -> None:
    shard, other = tmp_path / ".shard", "2023/司法所/很多.xlsx"
    rows = [(at, f"案{at}" + "长" * 200, "王五", date(2023, 7, 1), 1) for at in range(2, 400)]
    with writing.open_shard(shard, KINDS, NOW) as part:
        part.replace(Entry(other, 2023, "司法所", "2" * 64, 10, "profile"), [filled(*rows)], [])
    with opened(tmp_path / "底账.sqlite", NOW) as ledger:
        put(ledger, "1" * 64, tmp_path)
        ledger.save()
        connection = ledger._connection
        (pages,) = connection.execute("PRAGMA main.page_count").fetchone()
        connection.execute(f"PRAGMA main.max_page_count = {pages + 2}")
        with pytest.raises(CannotRun, match="磁盘"):
            ledger.merge(shard)
        assert not connection.in_transaction
        assert [name for _, name, _ in connection.execute("PRAGMA database_list")] == ["main"]
        assert [each.file for each in ledger.workbooks()] == [NAME]
        connection.execute("PRAGMA main.max_page_count = 100000")
        ledger.merge(shard)
        assert sorted(each.file for each in ledger.workbooks()) == sorted([NAME, other])


def test_a_file_that_came_back_takes_the_place_of_what_it_came_from_sheet_by_sheet(
    ledger: WritableLedger,
) -> None:
    back = "2023/司法所/台账（退回）.xlsx"
    lost = [Problem(finding("TAB002", "缺列", Place(NAME, each))) for each in ("台账", "另一张")]
    ledger.replace(replace(workbook(2023), sha256="a" * 64), [filled(FIRST)], lost)
    answer = replace(workbook(2023), file=back, sha256="b" * 64, answers=f"1 {'a' * 16}")
    ledger.replace(answer, [filled(FIRST)], [])
    assert ledger.answered() == [(NAME, back)]
    ledger.answer(NAME, back, lambda sheet: finding("OWE003", "有更新的一份", Place(NAME, sheet)))
    assert ledger.replaced() == [(NAME, "台账", back)]
    assert {(each.code, each.place.sheet) for each in ledger.problems(2023) if each.place.file == NAME} == {
        ("OWE003", "台账"), ("TAB002", "另一张"),
    }  # fmt: skip
    assert ledger.replaced_by({back}) == {NAME}
    assert [each.answers for each in ledger.workbooks(2023)] == ["", answer.answers]


def test_a_file_answers_for_its_own_department_and_year_only(ledger: WritableLedger) -> None:
    ledger.replace(replace(workbook(2023), sha256="a" * 64), [], [])
    for other in (
        replace(workbook(2022), file="甲.xlsx"),
        replace(workbook(2023), file="乙.xlsx", department="别的"),
    ):
        ledger.replace(replace(other, answers=f"1 {'a' * 16}"), [], [])
    assert ledger.answered() == []
