"""Files that look like corrections: what takes a table's place, what is told instead, and what stays wrong beside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from conftest import ROOT

from reportgen import pipeline
from reportgen.pipeline import Project
from reportgen.rules import RULES
from reportgen.stages.slips import remedy

TRAINING = ["培训日期", "培训主题", "学时", "参加人数", "合格率"]
CASES = ["案号", "立案日期", "处罚种类", "罚没金额"]
Rows = Sequence[Sequence[object]]


def put(root: Path, name: str, rows: Rows) -> Project:
    """Put a workbook into the inbox of 执法队, in a workspace of the cases' profile."""
    (root / "reportgen.yaml").write_text(
        f"profile: {ROOT / 'tests' / 'cases' / 'profile'}\n", encoding="utf-8"
    )
    path = root / "来件" / "2023" / "执法队" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    book.save(path)
    return pipeline.open_project(root)


def lessons(count: int, hours: int = 2, people: int = 30) -> list[list[object]]:
    """The rows of a table of 培训, which has no key: the days and subjects are the same each time."""
    return [TRAINING, *([f"2023-05-{day:02}", f"课{day}", hours, people, 95] for day in range(1, count + 1))]


def found(project: Project) -> list[tuple[str, str]]:
    """What is wrong in 2023, by code and file, but for sheets that nobody handed in."""
    pipeline.collect(project)
    findings = pipeline.validate(project, 2023)[1]
    return [(each.code, Path(each.place.file).name) for each in findings if each.code != "OWE001"]


def test_a_part_of_the_rows_corrected_is_told_and_not_counted_twice_in_silence(tmp_path: Path) -> None:
    put(tmp_path, "培训.xlsx", lessons(10))
    project = put(tmp_path, "培训更正.xlsx", lessons(7, hours=8))
    assert found(project) == [("OWE004", "培训更正.xlsx")]


@pytest.mark.parametrize("later", ["培训（更正）.xlsx", "培训（修改）.xlsx", "培训-补正.xlsx"])
@pytest.mark.parametrize("rows", [lessons(7, hours=8), lessons(2, hours=8), lessons(3, people=9)])
def test_of_some_rows_corrected_nobody_is_told_to_put_the_whole_sheet_away(
    tmp_path: Path, later: str, rows: list[list[object]]
) -> None:
    """By no advice may rows be lost that the newer file does not have."""
    put(tmp_path, "培训.xlsx", lessons(10))
    project = put(tmp_path, later, rows)
    pipeline.collect(project)
    (told,) = (each for each in pipeline.validate(project, 2023)[1] if each.code == "OWE004")
    assert told.fix.startswith("先看新的一份是不是整张表：是整张的，把旧的移出来件夹；只有改过的几行的")
    assert "整张表（原有各行都在）" in remedy(told)
    assert "整张表（原有各行都在）" in RULES["OWE004"].fix


def test_all_of_them_corrected_take_their_place(tmp_path: Path) -> None:
    put(tmp_path, "培训.xlsx", lessons(10))
    project = put(tmp_path, "培训更正.xlsx", lessons(10, hours=8))
    assert found(project) == [("OWE003", "培训.xlsx")]


@pytest.mark.parametrize(("people", "codes"), [(31, ["OWE004"]), (30, ["OWE003"])])
def test_without_a_key_and_a_word_in_the_name_most_rows_must_be_the_same(
    tmp_path: Path, people: int, codes: list[str]
) -> None:
    pipeline.collect(put(tmp_path, "东村.xlsx", lessons(10)))
    rows = lessons(10, people=people)
    rows[-1][2] = 3
    assert [code for code, _ in found(put(tmp_path, "西村.xlsx", rows))] == codes


@pytest.mark.parametrize(("same", "codes"), [(5, ["OWE003"]), (4, ["OWE004", "ROW003"])])
def test_half_of_the_rows_that_are_shared_are_most_of_them(
    tmp_path: Path, same: int, codes: list[str]
) -> None:
    pipeline.collect(put(tmp_path, "东村.xlsx", lessons(10)))
    rows = [*lessons(10)[: same + 1], *lessons(10, people=31)[same + 1 :]]
    assert [code for code, _ in found(put(tmp_path, "西村.xlsx", rows))] == codes


def test_a_correction_that_goes_gives_back_what_it_replaced(tmp_path: Path) -> None:
    put(tmp_path, "培训.xlsx", lessons(10))
    project = put(tmp_path, "培训更正.xlsx", lessons(10, hours=8))
    pipeline.collect(project)
    (project.workspace.inbox / "2023" / "执法队" / "培训更正.xlsx").unlink()
    done = pipeline.collect(project)
    assert (done.workbooks, done.rows, done.unchanged, done.replaced) == (1, 10, 0, [])


def test_what_is_wrong_with_another_table_of_the_sheet_stays_wrong(tmp_path: Path) -> None:
    cases = [CASES, *([f"执{day}", f"2023-03-{day:02}", "罚款", 100] for day in range(1, 6))]
    below = [["学法培训登记表"], TRAINING, ["2023-05-01", "甲", 2, 30, 95], ["乙班另计", "", "", 25, ""]]
    both = put(tmp_path, "台账.xlsx", [["行政处罚案件台账"], *cases, [], *below])
    assert found(both) == [("ROW004", "台账.xlsx")]
    corrected = put(tmp_path, "台账更正.xlsx", cases)
    assert found(corrected) == [("OWE003", "台账.xlsx"), ("ROW004", "台账.xlsx")]


def test_what_is_wrong_with_the_table_that_is_replaced_is_wrong_no_more(tmp_path: Path) -> None:
    wrong = lessons(10)
    wrong[5][0] = "五月间"
    assert found(put(tmp_path, "培训.xlsx", wrong)) == [("CEL001", "培训.xlsx")]
    assert found(put(tmp_path, "培训更正.xlsx", lessons(10))) == [("OWE003", "培训.xlsx")]


def test_a_correction_takes_the_place_of_its_own_file_only(tmp_path: Path) -> None:
    put(tmp_path, "甲村.xlsx", lessons(3, people=30))
    put(tmp_path, "乙村.xlsx", lessons(3, people=40))
    told = found(put(tmp_path, "甲村（更正）.xlsx", lessons(3, people=35)))
    assert ("OWE003", "甲村.xlsx") in told
    assert ("OWE003", "乙村.xlsx") not in told
    assert "OWE004" in {code for code, _ in told}


def test_rows_of_one_day_and_subject_are_one_row_of_which_there_are_several(tmp_path: Path) -> None:
    def rounds(people: int) -> list[list[object]]:
        return [TRAINING, *(["2023-03-01", "宪法宣传", 2, people + at, 95] for at in range(6))]

    put(tmp_path, "台账.xlsx", rounds(10))
    assert found(put(tmp_path, "台账更正.xlsx", rounds(110))) == [("OWE003", "台账.xlsx")]


def test_a_file_collected_by_its_path_is_told_when_the_inbox_is_collected(tmp_path: Path) -> None:
    project = put(tmp_path, "培训.xlsx", lessons(3))
    loose = project.workspace.inbox / "执法队" / "培训.xlsx"
    loose.parent.mkdir()
    (project.workspace.inbox / "2023" / "执法队" / "培训.xlsx").rename(loose)
    assert pipeline.collect(project, [loose], 2023).rows == 3
    assert found(project) == [("FIL003", "培训.xlsx")]


def fines(first: int, month: int, count: int = 5) -> list[list[object]]:
    """The rows of a table of 处罚, which has a key."""
    days = (f"2023-{month:02}-{day:02}" for day in range(1, count + 1))
    return [CASES, *([f"{first + at}", day, "罚款", 100 * month] for at, day in enumerate(days))]


def test_ledgers_that_are_each_numbered_from_one_do_not_replace_each_other(tmp_path: Path) -> None:
    pipeline.collect(put(tmp_path, "东村.xlsx", fines(1, 2)))
    assert found(put(tmp_path, "西村.xlsx", fines(1, 5))) == [("ROW001", "西村.xlsx")] * 5


def test_rows_of_one_key_that_say_the_same_but_for_a_number_replace_the_older(tmp_path: Path) -> None:
    pipeline.collect(put(tmp_path, "甲.xlsx", fines(1, 2)))
    rows = [each if each is CASES else [*each[:3], 550] for each in fines(1, 2)]
    assert found(put(tmp_path, "乙.xlsx", rows)) == [("OWE003", "甲.xlsx")]


@pytest.mark.parametrize("name", ["台账（更正）.xlsx", "更正后.xlsx", "台账v2.xlsx", "台账最终稿.xlsx"])
def test_a_correction_that_has_nothing_of_the_older_file_is_told(tmp_path: Path, name: str) -> None:
    put(tmp_path, "台账.xlsx", fines(1, 2))
    assert found(put(tmp_path, name, fines(11, 2))) == [("OWE004", name)]


def test_a_second_part_that_is_only_numbered_is_none(tmp_path: Path) -> None:
    put(tmp_path, "台账（1）.xlsx", fines(1, 2))
    assert found(put(tmp_path, "台账（2）.xlsx", fines(11, 5))) == []
