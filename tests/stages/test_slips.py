"""Which findings go to a department, how it is told to mend them, and what it gets back."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from conftest import write_xlsx

from reportgen.model import Entry, FileRefused, Finding, Place
from reportgen.periods import Period
from reportgen.rules import RULES, finding, is_theirs
from reportgen.stages.slips import Job, jobs_of, made, reason, remedy
from reportgen.workbook.read import read
from reportgen.workbook.slip import Count, Round, round_of

FILE = "2023/司法所/台账.csv"
ENTRY = Entry(FILE, 2023, "司法所", sha256="a" * 64)


@pytest.mark.parametrize(
    ("code", "theirs"),
    [("CEL001", True), ("ROW002", True), ("OWE001", True), ("FIL001", True), ("CASE004", True), ("FIL011", False), ("FIL020", False),
     ("PRO013", False), ("SET003", False), ("LED001", False), ("OWE003", False), ("ROW012", False), ("FIG003", False)],
)  # fmt: skip
def test_a_department_gets_what_it_can_mend(code: str, theirs: bool) -> None:
    assert is_theirs(Finding(code, "error", "错了")) == theirs


@pytest.mark.parametrize("code", [each for each in RULES if is_theirs(Finding(each, "error", ""))])
def test_no_remedy_for_a_department_is_the_clerks(code: str) -> None:
    told = remedy(finding(code, "错了"))
    assert told.endswith("。")
    for word in ("yaml", "方案", "来件夹", "文件夹", "reportgen", "催报", "问清部门", "请部门"):
        assert word not in told


def test_of_a_remedy_the_clerks_part_is_left_out() -> None:
    fix = "是不是“维持”？是的，改成“维持”；都这样写的，可以在 sheets.yaml 的 synonyms 里加上“维: 维持”。"
    assert remedy(Finding("CEL003", "error", "", fix=fix)) == "是不是“维持”？是的，改成“维持”。"
    assert remedy(Finding("EXAM9", "error", "", fix="改这条规则")) == "核对后改正。"
    assert reason(Finding("CASE004", "error", "", basis="《行政复议法》")) == "《行政复议法》"
    assert reason(finding("CEL002", "")) == RULES["CEL002"].why


def test_findings_go_with_their_file_and_others_with_the_departments_first() -> None:
    cell = finding("CEL001", "读不成", Place(FILE, "CSV", 3, 2), department="司法所")
    missing = finding("OWE001", "没有收到", Place("司法所", "存在问题"), department="司法所")
    scan = finding("FIL005", "扫描件", Place("2023/司法所/件.pdf"), department="司法所")
    nobody = finding("PRO012", "没有假日表")
    entries = {FILE: ENTRY, "2023/司法所/件.pdf": Entry("2023/司法所/件.pdf", 2023, "司法所")}
    jobs, otherwise = jobs_of(entries, [cell, missing, scan, nobody], {ENTRY.file: {"台账": 2}})
    assert jobs == [Job(ENTRY, [cell], [missing, scan], {"台账": 2})]
    assert otherwise == [missing, scan]


def test_a_file_with_nothing_but_warnings_stays_and_one_with_an_error_tells_them_too() -> None:
    other = ENTRY.file.replace("台账", "活动")
    empty = finding("TAB009", "没有一行", Place(FILE, "CSV", 1), department="司法所")
    cell = finding("CEL001", "读不成", Place(other, "CSV", 3, 2), department="司法所")
    struck = finding("TAB012", "划掉了", Place(other, "CSV", 4), department="司法所")
    missing = finding("OWE001", "没有收到", Place("司法所", "存在问题"), department="司法所")
    entries = {FILE: ENTRY, other: replace(ENTRY, file=other)}
    assert jobs_of(entries, [empty], {}) == ([], [])
    assert jobs_of(entries, [empty, missing], {}) == ([], [missing])
    jobs, _ = jobs_of(entries, [empty, cell, struck, missing], {})
    assert jobs == [Job(entries[other], [cell, struck], [missing])]


def test_a_csv_comes_back_as_an_xlsx_and_says_so() -> None:
    content = "登记台账,,\n案号,立案日期,罚没金额\n1,2023-03-01,约三百\n".encode()
    cell = finding("CEL001", "读不成", Place(FILE, "CSV", 3, 2), department="司法所")
    done = made(Job(ENTRY, [cell]), content, "近海镇", Period(2023))
    assert (done.suffix, done.round, done.converted) == (".xlsx", 1, ".csv")
    book = openpyxl.load_workbook(BytesIO(done.content))
    assert book["CSV"]["C3"].value == "约三百"
    assert book["CSV"]["C3"].comment.text.startswith("【退回：须改正】读不成\n怎样改：")
    said = "\n".join(str(each.value) for row in book["退回单"] for each in row)
    assert "原件是 .csv 文件" in said
    assert "CSV › C3" in said


def test_the_second_time_it_says_so_and_names_all_that_came_before(tmp_path: Path) -> None:
    content = write_xlsx(tmp_path / "台账.xlsx", "案号 | 立案日期\n1 | 三月", "台账").read_bytes()
    entry = Entry("2023/司法所/台账.xlsx", 2023, "司法所", sha256="a" * 64)
    job = Job(entry, [finding("CEL001", "读不成", Place(entry.file, "台账", 2, 1), department="司法所")])
    once = made(job, content, "近海镇", Period(2023))
    back = Entry(entry.file, 2023, "司法所", sha256="b" * 64, answers=f"1 {'a' * 16}")
    twice = made(job._replace(entry=back), once.content, "近海镇", Period(2023))
    sheets = list(read(twice.content))
    assert [each.name for each in sheets] == ["退回单", "台账"]
    assert round_of(sheets[0]) == Round(2, ("b" * 16, "a" * 16))
    assert twice.round == 2


@pytest.mark.parametrize(
    ("code", "spare"),
    [("ROW008", 1), ("TAB012", 1), ("ROW007", 0), ("CEL011", 0), ("TAB011", 0), ("CEL001", 0)],
)
def test_a_slip_carries_the_rows_and_how_many_are_to_be_taken_out(
    code: str, spare: int, tmp_path: Path
) -> None:
    content = write_xlsx(tmp_path / "台账.xlsx", "案号 | 立案日期\n1 | 三月", "台账").read_bytes()
    entry = replace(ENTRY, file="2023/司法所/台账.xlsx")
    wrong = finding(code, "错了", Place(entry.file, "台账", 2, 1), department="司法所")
    elsewhere = finding("ROW008", "错了", Place(entry.file, "另一张", 2, 1), department="司法所")
    rows = {"台账": 9, "空表": 0}
    done = made(Job(entry, [wrong, wrong, elsewhere], rows=rows), content, "近海镇", Period(2023))
    slip = round_of(next(iter(read(done.content))))
    assert slip
    assert slip.counts == (Count("台账", 9, spare),)


def test_what_cannot_be_edited_is_refused() -> None:
    with pytest.raises(FileRefused):
        made(Job(ENTRY, []), b"%PDF-1.7", "近海镇", Period(2023))
