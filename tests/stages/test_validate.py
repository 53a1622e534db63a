"""The samples: nothing is found in the clean years, and every planted mistake at its cell."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from conftest import ROOT, edit, write_xlsx

from reportgen import pipeline
from reportgen.ledger.reading import Handed
from reportgen.model import Finding, Place
from reportgen.pipeline import Project
from reportgen.stages import validate
from tests.examples import drawn


@pytest.mark.parametrize("year", [2022, 2023])
def test_the_clean_samples_have_no_finding(collected: Project, year: int) -> None:
    assert pipeline.validate(collected, year) == (year, [])


def test_every_planted_mistake_is_found_at_its_cell_and_nothing_else(faulty: Path) -> None:
    project = pipeline.open_project(faulty)
    pipeline.collect(project)
    with (faulty / "mistakes.txt").open(encoding="utf-8") as lines:
        planted = {(row["file"], row["sheet"], row["cell"]) for row in csv.DictReader(lines, delimiter="\t")}
    assert len(planted) >= 20
    findings = pipeline.validate(project)[1]
    found = [(each.place.file, each.place.sheet, each.place.cell) for each in findings]
    assert sorted(found) == sorted(planted)
    assert len({each.code for each in findings}) >= 15
    assert all(each.message and each.fix for each in findings)


def test_a_finding_carries_department_basis_and_a_sentence_with_the_values(faulty: Path) -> None:
    project = pipeline.open_project(faulty)
    pipeline.collect(project)
    (late,) = [each for each in pipeline.validate(project)[1] if each.code == "CASE004"]
    assert (late.department, late.severity) == ("司法所", "error")
    assert late.message == "2023-04-11收到，2023-05-10答复，超过10日"
    assert "第二十三条" in late.basis


def test_a_finding_of_an_earlier_run_goes_away_with_its_cause(faulty: Path) -> None:
    project = pipeline.open_project(faulty)
    pipeline.collect(project)
    before = len(pipeline.validate(project)[1])
    edit(faulty / "2023/司法所/行政复议台账.xlsx", "复议", lambda sheet: sheet.__setitem__("H7", "维持"))
    pipeline.collect(project)
    assert len(pipeline.validate(project)[1]) == before - 1


def test_working_days_beyond_the_published_table_are_said_to_be_estimated(workspace: Path) -> None:
    project = pipeline.open_project(workspace)
    (workspace / "来件" / "2023").rename(workspace / "来件" / "2051")
    file = workspace / "来件/2051/司法所/行政复议台账.xlsx"
    edit(
        file,
        "复议",
        lambda sheet: sheet.__setitem__("E4", "2051-3-1") or sheet.__setitem__("F4", "2051-3-20"),
    )
    pipeline.collect(project)
    found = pipeline.validate(project, 2051)[1]
    (late,) = [each for each in found if each.code == "CASE003"]
    assert "2051年没有假日表" in late.message
    assert "估算" in late.message
    assert late.severity == "warning", "with the holidays it might be in time"
    assert "PRO012" not in {each.code for each in found}, "it is told with the row, and there is no other"
    edit(file, "复议", lambda sheet: sheet.__setitem__("F4", "2051-5-4"))
    pipeline.collect(project)
    (late,) = [each for each in pipeline.validate(project, 2051)[1] if each.code == "CASE003"]
    assert (late.severity, "估算" in late.message) == ("error", False), "no year has so many days off"


SPANS = (
    "[sheets.yaml]\n"
    "来访: {title: 来访登记表, from: [司法所], fields: {收到: {type: date, as_of: always}, 办结: {type: date, as_of: always}}}\n"
    "[checks.yaml]\n"
    'LATE001: {title: 超期, sheet: 来访, fails: "workdays(收到, 办结) > 20", severity: error, says: 超期}\n'
    "LATE002: {title: 又超, sheet: 来访, query: 'SELECT _source, _row FROM 来访 WHERE workdays(收到, 办结) > 20', severity: error, says: 超}\n"
    "[2023/司法所/来访.xlsx]\n收到 | 办结\n"
)


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ("2023-03-01 | 2023-03-08\n", []),
        ("2051-03-01 | 2051-03-08\n", ["PRO012 warning"]),
        ("2051-03-01 | 2051-04-08\n", ["LATE001 warning", "LATE002 warning", "PRO012 warning"]),
        ("2051-03-01 | 2051-05-08\n", ["LATE001 error", "LATE002 error", "PRO012 warning"]),
        ("2023-03-01 | 2023-05-08\n", ["LATE001 error", "LATE002 error"]),
        (
            "2023-03-01 | 2023-05-08\n2051-03-01 | 2051-03-08\n",
            ["LATE001 error", "LATE002 error", "PRO012 warning"],
        ),
    ],
)
def test_what_was_counted_without_a_holiday_table_blocks_nothing_and_is_told(
    tmp_path: Path, rows: str, codes: list[str]
) -> None:
    found = drawn.findings(SPANS + rows, tmp_path)
    assert sorted(f"{each.code} {each.severity}" for each in found) == codes


def told(example: str, root: Path) -> list[tuple[str, str, str]]:
    """Lay out files as the built-in findings' examples do: code, place and message of what is found."""
    return [(each.code, str(each.place), each.message) for each in drawn.findings(example, root)]


def test_a_check_that_fails_on_the_rows_is_a_finding_about_the_profile(tmp_path: Path) -> None:
    example = (
        "[checks.yaml]\n"
        "BAD001: {title: 坏, sheet: 培训, severity: error, says: 坏, fails: abs(-9223372036854775807 - 参加人数) > 0}\n"
        "[2023/司法所/培训.xlsx]\n"
        "日期 | 主题 | 参加人数\n"
        "2023-04-06 | 行政处罚法 | 1\n"
    )
    ((code, place, message),) = told(example, tmp_path)
    assert (code, place) == ("PRO003", "profile/checks.yaml › BAD001")
    assert message == "算出来的数太大"


def test_a_sheet_in_another_departments_folder_is_said_to_be_there(tmp_path: Path) -> None:
    example = (
        "[2023/司法所/台账.xlsx]\n普法宣传登记表\n日期 | 主题 | 地点 | 印发资料\n2023-04-15 | 安全 | 礼堂 | 30\n"
        "[2023/宣传办] 空文件夹\n"
    )
    place, missing = "来件/2023/司法所/台账.xlsx › Sheet1", "没有收到宣传办的《普法宣传登记表》"
    assert told(example, tmp_path) == [
        ("OWE002", place, "《普法宣传登记表》应由宣传办报送，这里是司法所报送的"),
        ("OWE001", "宣传办 › 宣传", f"{missing}；司法所的文件夹里有一张，是不是放错了"),
    ]


def test_a_sheet_that_figures_need_and_nobody_owes_is_missed(tmp_path: Path) -> None:
    example = (
        "[sheets.yaml]\n来访: {title: 来访登记表, fields: {来访日期: {type: date}}}\n"
        "[figures.yaml]\n来访: {总数: {unit: 件}}\n"
    )
    assert told(example, tmp_path) == [("OWE001", "来访", "没有收到《来访登记表》，方案里也没有写由谁报送")]
    unread = example.split("[figures.yaml]")[0]
    assert told(unread, tmp_path / "又") == [], "what no figure reads need not come"


TRAINING = "培训日期 | 培训主题 | 学时 | 参加人数 | 合格率\n"
FINES = "案号 | 立案日期 | 处罚种类 | 罚没金额\n"
APRIL, MAY, JUNE = (f"{TRAINING}2023-0{month}-06 | 第{month}课 | 2 | 30 | 95" for month in (4, 5, 6))


@pytest.mark.parametrize(
    ("files", "corrected"),
    [
        ({"执法队/甲": APRIL}, ["甲"]),
        ({"执法队/甲": APRIL, "执法队/乙": MAY}, ["乙"]),  # the first by its name
        ({"执法队/甲（更正）": APRIL}, []),
        ({"别的队/甲": APRIL}, []),
        ({"执法队/甲": f"{FINES}执1 | 2023-04-06 | 罚款 | 100"}, []),
        ({"执法队/丙": JUNE.replace("| 2 |", "| 3 |"), "执法队/甲": APRIL}, []),  # the place of one is taken
    ],
)
def test_a_correction_that_has_hardly_a_row_of_what_it_may_correct_is_told_once(
    tmp_path: Path, files: dict[str, str], corrected: list[str]
) -> None:
    (tmp_path / "reportgen.yaml").write_text(
        f"profile: {ROOT / 'tests' / 'cases' / 'profile'}\n", encoding="utf-8"
    )
    for name, table in {**files, "执法队/丙（更正）": JUNE}.items():
        write_xlsx(tmp_path / "来件" / "2023" / f"{name}.xlsx", table)
    project = pipeline.open_project(tmp_path)
    pipeline.collect(project)
    found = [each for each in pipeline.validate(project, 2023)[1] if each.code == "OWE004"]
    assert [(each.place.file, each.message) for each in found] == [
        (
            "来件/2023/执法队/丙（更正）.xlsx",
            f"文件名写的是改过的一份，行却与 来件/2023/执法队/{name}.xlsx › Sheet1 里的大多不同，两份都计入了",
        )
        for name in corrected
    ]


@pytest.mark.parametrize(
    ("cutoff", "months", "told", "part"),
    [
        ("2023-06-30", [range(1, 7)], [], "上半年"),
        ("2023-12-31", [range(7, 13)], [], "下半年"),
        ("2023-12-31", [range(7, 12)], ["；其余月份的没有收到"], "下半年"),
        ("2023-11-30", [range(7, 12)], [], "下半年"),
        ("2023-12-31", [range(1, 13)], [], ""),
        ("2023-12-31", [range(1, 7), range(7, 13)], [], ""),
        ("2023-12-31", [range(1, 12)], ["；其余月份的没有收到"], ""),
        ("2023-12-31", [range(2, 13)], ["；其余月份的没有收到"], ""),
        ("2023-12-31", [range(1, 6), range(7, 13)], ["；其余月份的没有收到"] * 2, ""),
        ("2023-06-30", [range(1, 7)], [], ""),
        ("2023-06-30", [range(1, 6)], ["；其余月份的没有收到"], ""),
        ("2024-01-31", [range(1, 13)], [], ""),
        ("2024-01-31", [range(1, 12)], ["；其余月份的没有收到"], ""),
        ("2023-12-31", [range(1, 13), None], ["；另有一张没有写月份的，会不会重复"], ""),
    ],
)
def test_tables_of_some_months_make_up_the_year_to_its_cut_off(
    cutoff: str, months: list[range | None], told: list[str], part: str
) -> None:
    """One of no months (None) is of the whole year; one that was replaced, or has no row, is none."""
    handed = [Handed("司法所", "复议", f"{at}.xlsx", "表", 1, 5, "") for at in range(len(months))]
    without = [
        handed[0]._replace(file="空.xlsx", rows=0),
        handed[0]._replace(file="旧.xlsx", replaced="0.xlsx"),
    ]
    some = Finding("TAB012", "warning", "只有几个月的", Place("0.xlsx", "表"))
    parts = [
        (replace(some, place=Place(f"{at}.xlsx", "表")), "复议", frozenset(each))
        for at, each in enumerate(months)
        if each
    ]
    ledger = SimpleNamespace(
        views=SimpleNamespace(cutoff=lambda year: cutoff, part=part),
        handed=lambda year: [*handed, *without],
        parts=lambda year: [*parts, (replace(some, place=Place("空.xlsx", "表")), "复议", frozenset())],
    )
    found = list(validate._parts(ledger, 2023))  # type: ignore[arg-type]
    assert [each.message for each in found] == [f"只有几个月的{each}" for each in told]
    assert {each.department for each in found} <= {"司法所"}


# What is true of a fault where it stands: who has it, and what to do


def remedies(example: str, root: Path) -> dict[str, tuple[str, str]]:
    """By code, the last message and its remedy."""
    return {each.code: (each.message, each.fix) for each in drawn.findings(example, root)}


HEADER = "日期 | 主题 | 参加人数\n"
ROW = "2023-04-06 | 行政处罚法 | 30\n"


@pytest.mark.parametrize(
    ("others", "so"),
    [
        ("", "表里没有一行数据，也没有写“无”，按没有发生计"),
        (
            f"[2023/司法所/下.xlsx]\n{HEADER}{ROW}",
            "表里没有一行数据，也没有写“无”；司法所交来的另有1行，照常计入",
        ),
        (
            f"[2023/司法所/下.xlsx]\n{HEADER}{ROW}2023-05-06 | 行政复议法 | 30\n",
            "；司法所交来的另有2行，照常计入",
        ),
        (f"[2023/宣传办/下.xlsx]\n{HEADER}{ROW}", "，按司法所没有发生计"),
    ],
)
def test_an_empty_table_means_nothing_only_where_no_other_rows_count(
    others: str, so: str, tmp_path: Path
) -> None:
    assert remedies(f"[2023/司法所/上.xlsx]\n学法培训登记表\n{HEADER}{others}", tmp_path)["TAB009"][
        0
    ].endswith(so)


@pytest.mark.parametrize(
    ("example", "message", "fix"),
    [
        ("[2023/宣传办] 空文件夹\n", "没有收到宣传办的", "催报；"),
        (
            "[2023/宣传办] 空文件夹\n[2023/宣传办/坏.xlsx] 开头是 %PDF-1.7\n",
            "交来的文件有1件没有收进",
            "先看没有收进的文件里",
        ),
    ],
)
def test_a_sheet_that_may_have_come_is_looked_for_first(
    example: str, message: str, fix: str, tmp_path: Path
) -> None:
    said, mend = remedies(example, tmp_path)["OWE001"]
    assert message in said
    assert mend.startswith(fix)


@pytest.mark.parametrize(
    ("heading", "fix"),
    [
        (
            "印发材料",
            "“印发材料”就是的，把表头改成“印发资料”；没有的，在表头里加上“印发资料”一列，是零的写 0。",
        ),
        ("备考", "别的叫法的，把表头改过来；没有的，在表头里加上“印发资料”一列，是零的写 0。"),
    ],
)
def test_a_missing_column_is_told_by_the_heading_that_is_like_it(
    heading: str, fix: str, tmp_path: Path
) -> None:
    example = f"[2023/宣传办/台账.xlsx]\n普法宣传登记表\n日期 | 主题 | 地点 | {heading}\n2023-04-15 | 国家安全日 | 礼堂 | 3\n"
    assert remedies(example, tmp_path)["TAB005"][1] == fix


@pytest.mark.parametrize(
    ("declared", "fix"),
    [
        ("as_of: 办结日期", "补填办结日期；还没有办结的，“办理结果”也空着。"),
        ("as_of: 办结日期, required: true", "补填办结日期；还没有办结的，问清填表人。"),
        ("as_of: 办结日期, required: true, open: 未办", "补填办结日期；还没有办结的，“办理结果”写“未办”。"),
    ],
)
def test_an_outcome_without_a_date_is_not_told_to_be_blank_where_it_is_required(
    declared: str, fix: str, tmp_path: Path
) -> None:
    example = (
        "[sheets.yaml]\n来访: {title: 来访登记表, from: [司法所], fields: {来访日期: {type: date, required: true}, "
        f"办理结果: {{type: string, enum: [已办, 未办], {declared}}}, 办结日期: {{type: date}}}}}}\n"
        "[2023/司法所/来访.xlsx]\n来访日期 | 办理结果 | 办结日期\n2023-03-01 | 已办 | 2023-03-08\n2023-05-12 | 已办 |\n"
    )
    assert remedies(example, tmp_path)["ROW013"][1] == fix


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("600万元", "罚没600万元（即6000000），太多"),
        ("六千元", "罚没六千元（即6000），太多"),
        ("6,000元", "罚没6000，太多"),
        ("6000.00", "罚没6000，太多"),
    ],
)
def test_a_converted_number_is_said_as_its_cell_shows_it(cell: str, said: str, tmp_path: Path) -> None:
    example = (
        "[checks.yaml]\n"
        "BIG001: {title: 大, sheet: 处罚, marks: 罚没金额, severity: error, says: '罚没{罚没金额}，太多', fails: 罚没金额 > 5000}\n"
        f"[2023/司法所/处罚.xlsx]\n案号 | 立案日期 | 罚没金额\n1 | 2023-03-01 | {cell}\n"
    )
    assert remedies(example, tmp_path)["BIG001"][0] == said


@pytest.mark.parametrize(
    ("figure", "columns", "fix"),
    [
        (
            "人数: {measure: sum(参加人数), unit: 人}",
            "2023-04-06 | 行政处罚法 | | 礼堂",
            "补填；是零的，写 0。",
        ),
        ("按地点: {by: 地点, unit: 次}", "2023-04-06 | 行政处罚法 | 3 |", "补填；确实没有的，问清填表人。"),
    ],
)
def test_a_blank_that_a_figure_needs_is_filled_as_its_column_is(
    figure: str, columns: str, fix: str, tmp_path: Path
) -> None:
    example = f"[figures.yaml]\n学习: {{{figure.replace(': {', ': {sheet: 培训, ', 1)}}}\n[2023/司法所/培训.xlsx]\n学法培训登记表\n日期 | 主题 | 参加人数 | 地点\n{columns}\n"
    assert remedies(example, tmp_path)["FIG002"][1] == fix


BESIDE = """\
[checks.yaml]
PAST001: {title: 上年没有结的, sheet: 处罚, marks: 立案日期, severity: warning, says: "{案号}不见了", query: "SELECT 上.*, 今._source AS _last_source, 今._row AS _last_row FROM 上年处罚 AS 上 LEFT JOIN 处罚 AS 今 ON 今.立案日期 = 上.立案日期 WHERE 上.案号 NOT IN (SELECT 案号 FROM 处罚)"}
[2023/司法所/台账.xlsx]
2023年行政处罚案件台账
案号 | 立案日期
1    | 2023-03-01
"""


@pytest.mark.parametrize(
    ("last_year", "found"),
    [
        ("案号 | 立案日期\n1 | 2022-03-01", []),
        ("案号 | 立案日期\n2 | 2022-03-01", [("来件/2022/司法所/台账.xlsx › Sheet1 › B3", "2不见了")]),
        ("案号 | 立案日期\n2 | 三月", []),  # what could not be read is told by itself
        ("案号\n2", []),
        (
            "案号 | 立案日期\n2 | 2023-03-01",
            [
                (
                    "来件/2022/司法所/台账.xlsx › Sheet1 › B3",
                    "2不见了（上年见 来件/2023/司法所/台账.xlsx › Sheet1 › B3）",
                )
            ],
        ),
    ],
)
def test_a_check_of_two_years_points_to_the_cells_of_both(
    last_year: str, found: list[tuple[str, str]], tmp_path: Path
) -> None:
    example = f"{BESIDE}[2022/司法所/台账.xlsx]\n2022年行政处罚案件台账\n{last_year}"
    told = [
        (str(each.place), each.message)
        for each in drawn.findings(example, tmp_path)
        if each.code == "PAST001"
    ]
    assert told == found


def test_a_check_of_two_years_is_passed_over_without_the_year_before(tmp_path: Path) -> None:
    query = "SELECT * FROM 处罚 WHERE 案号 NOT IN (SELECT 案号 FROM 上年处罚)"
    everything = re.sub("query: .*}", f'query: "{query}"}}', BESIDE)
    assert "PAST001" not in {each.code for each in drawn.findings(everything, tmp_path)}
    nothing = f"{everything}[2022/司法所/台账.xlsx]\n2022年行政处罚案件台账\n案号 | 立案日期\n无\n"
    assert "PAST001" in {each.code for each in drawn.findings(nothing, tmp_path)}
