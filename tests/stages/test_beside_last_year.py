"""What is hardly so beside the year before is told, and what is nothing out of the way in a small place is not."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import edit

from reportgen import pipeline
from reportgen.pipeline import Project
from tests.examples import drawn

VISITS = (
    "[sheets.yaml]\n"
    "来访: {title: 来访登记表, from: [司法所], period: 来访日期, fields: {来访日期: {type: date}, 事由: {type: string, required: true}, 人数: {type: integer, unit: 人}}}\n"
)
HEAD = "来访日期 | 事由 | 人数"


def told(now: Sequence[str], before: Sequence[str], root: Path) -> list[tuple[str, str, str]]:
    """The code, the place and the message of what is found in the visits of two years."""
    parts = [
        f"[{year}/司法所/来访.xlsx]\n{HEAD}\n" + "\n".join(rows or ["无"]) + "\n"
        for year, rows in ((2023, now), (2022, before))
    ]
    found = drawn.findings(VISITS + "".join(parts), root)
    return [(each.code, each.place.cell or str(each.place.row), each.message) for each in found]


def monthly(year: int, first: int, last: int, day: int = 5, said: str = "咨询", number: int = 2) -> str:
    return f"{year}-{first:02}-{day:02}（每月一行，到{last}月） | {said} | {number}"


@pytest.mark.parametrize(
    ("now", "before"),
    [
        ([], [monthly(2022, 1, 4)]),
        ([monthly(2023, 1, 3)], []),
        ([monthly(2023, 1, 12)], [monthly(2022, 1, 12, 9)]),
        ([monthly(2023, 1, 12)], [monthly(2022, 5, 9)]),
        ([monthly(2023, 1, 3)], [monthly(2022, 1, 12, 9)]),  # three of the first half year
        ([monthly(2023, 1, 6)], [monthly(2022, 1, 7, 9)]),  # one of the second
        ([monthly(2023, 1, 1)] * 2, [monthly(2022, 1, 1)] * 2),  # two that are the same
        ([monthly(2023, 6, 6, said="甲", number=95)], [monthly(2022, 6, 6, 9, said="甲", number=9)]),
        (  # a month without a row, of many
            [monthly(2023, 1, 9, day) for day in range(1, 9)] + [monthly(2023, 11, 12)],
            [monthly(2022, 1, 12, day) for day in range(11, 19)],
        ),
        ([monthly(2023, 6, 6, number=19)], [monthly(2022, 1, 4, 9, number=2)]),
    ],
)
def test_a_small_place_has_such_years(now: list[str], before: list[str], tmp_path: Path) -> None:
    assert [each for each in told(now, before, tmp_path) if each[0].startswith("YOY")] == []


def test_a_sheet_that_was_long_and_is_empty_is_told(tmp_path: Path) -> None:
    assert told([], [monthly(2022, 1, 5)], tmp_path) == [
        (
            "YOY002",
            "1",
            "《来访登记表》今年一行也没有，上年有5行（来件/2022/司法所/来访.xlsx › Sheet1）；上年不少于5行的才问",
        )
    ]


@pytest.mark.parametrize(
    ("now", "before", "message"),
    [
        (
            [monthly(2023, 1, 4)],
            [monthly(2022, 1, 12, 9)],
            "下半年一行也没有，其余时间有4天有记录；上年下半年有6行（来件/2022/司法所/来访.xlsx › Sheet1）；"
            "今年不少于4天、上年这一段不少于2天有记录的才问",
        ),
        (
            [monthly(2023, 8, 12)],
            [monthly(2022, 1, 12, 9)],
            "上半年一行也没有，其余时间有5天有记录；上年上半年有6行（来件/2022/司法所/来访.xlsx › Sheet1）；"
            "今年不少于4天、上年这一段不少于2天有记录的才问",
        ),
        (
            [monthly(2023, 1, 6), monthly(2023, 1, 3, 8), monthly(2023, 10, 12)],
            [monthly(2022, 1, 12, 9)],
            "第三季度一行也没有，其余时间有12天有记录；上年第三季度有3行（来件/2022/司法所/来访.xlsx › Sheet1）；"
            "今年不少于12天、上年这一段不少于3天有记录的才问",
        ),
    ],
)
def test_a_part_of_the_year_without_a_row_is_told(
    now: list[str], before: list[str], message: str, tmp_path: Path
) -> None:
    assert told(now, before, tmp_path) == [("YOY003", "1", f"《来访登记表》{message}")]


def test_many_rows_of_one_day_are_one_day(tmp_path: Path) -> None:
    exam = [f"2023-05-10 | 考试{at} | 1" for at in range(9)]
    last_year = [f"2022-11-09 | 考试{at} | 1" for at in range(9)]
    assert told(exam, last_year, tmp_path) == []


def test_what_is_after_the_cut_off_is_not_missed_and_what_says_that_it_is_half_a_year_is_told_once(
    tmp_path: Path,
) -> None:
    half = (
        "[{}]\n"
        + HEAD
        + "\n"
        + monthly(2023, 1, 6)
        + "\n[2022/司法所/来访.xlsx]\n"
        + HEAD
        + "\n"
        + monthly(2022, 1, 12, 9)
    )
    early = "[reportgen.yaml]\nunit: 近海镇\nreport: {{截止日期: {}}}\n"
    file = half.format("2023/司法所/来访.xlsx")
    for at, (cutoff, codes) in enumerate((("2023-12-27", []), ("2023-12-31", ["YOY003"]))):
        root = tmp_path / str(at)
        found = drawn.findings(VISITS + early.format(cutoff) + file, root)
        assert [each.code for each in found if each.code == "YOY003"] == codes
    said = drawn.findings(VISITS + half.format("2023/司法所/来访（上半年）.xlsx"), tmp_path / "said")
    assert [each.code for each in said] == ["FIL012"]


@pytest.mark.parametrize(
    ("now", "before", "message"),
    [
        ([12, 500], [12, 50], "人数500人，上年同一项是50人（来件/2022/司法所/来访.xlsx › Sheet1 › C3），是上年的10倍以上；上年不少于10的才比"),
        ([12, 5], [12, 50], "人数5人，上年同一项是50人（来件/2022/司法所/来访.xlsx › Sheet1 › C3），不到上年的十分之一；上年不少于50的才比"),
        ([4, 4, 4, 4, 3, 90], [1, 2, 3, 8, 9], "人数90人，是上年最大的数9人的10倍以上；上年不少于5个数的才比"),
    ],
)  # fmt: skip
def test_a_number_of_another_size_is_told_at_its_cell(
    now: list[int], before: list[int], message: str, tmp_path: Path
) -> None:
    rows = [
        [f"{year}-0{at + 1}-1{year % 5} | 事{at} | {number}" for at, number in enumerate(numbers)]
        for year, numbers in ((2023, now), (2022, before))
    ]
    at = "C3" if len(now) == 2 else "C7"
    assert [each for each in told(*rows, tmp_path) if each[0] != "YOY003"] == [("YOY004", at, message)]


@pytest.mark.parametrize(
    ("now", "before", "message"),
    [
        ([3, 4, 5], [30000, 40000, 50000], "“人数”居中的数是4人，上年是40000人，不到上年的1000分之一；两年都不少于3个数的才比"),
        ([20] * 8, [2] * 8, "“人数”居中的数是20人，上年是2人，是上年的10倍以上；两年都不少于8个数的才比"),
    ],
)  # fmt: skip
def test_a_column_of_another_unit_is_told_once(
    now: list[int], before: list[int], message: str, tmp_path: Path
) -> None:
    rows = [
        [f"{year}-0{at + 1}-1{year % 5} | 事{at} | {number}" for at, number in enumerate(numbers)]
        for year, numbers in ((2023, now), (2022, before))
    ]
    assert told(*rows, tmp_path) == [("YOY004", "C1", message)]


def test_more_than_a_few_cells_are_told_as_one(tmp_path: Path) -> None:
    now = [f"2023-0{at + 1}-11 | 事{at} | {100 if at < 6 else 1}" for at in range(9)]
    now += [f"2023-1{at}-12 | 物{at} | 1" for at in range(3)] * 3
    before = [f"2022-0{at + 1}-12 | 别{at} | {10 if at < 3 else 1}" for at in range(9)]
    ((code, at, message),) = [each for each in told(now, before, tmp_path) if each[0] == "YOY004"]
    assert (code, at) == ("YOY004", "C2")
    assert message.endswith("（这一列这样的还有5格）")


def test_the_same_list_is_the_same_list(workspace: Path) -> None:
    """Lists that go on from year to year may stay as they are; a year's own numbers and texts do not."""
    for department, file in (("宣传办", "法治文化阵地清单.xlsx"), ("派出所", "滨港派出所工作举措.xlsx")):
        shutil.copy(
            workspace / f"来件/2022/{department}/{file}", workspace / f"来件/2023/{department}/{file}"
        )
    edit(
        workspace / "来件/2023/派出所/滨港派出所工作举措.xlsx",
        "工作举措",
        lambda sheet: sheet.__setitem__("A1", "滨港派出所2023年法治建设工作举措"),
    )
    edit(
        workspace / "来件/2023/宣传办/法治文化阵地清单.xlsx",
        "阵地",
        lambda sheet: sheet.__setitem__("A1", "近海镇法治文化阵地清单（2023年）"),
    )
    project = pipeline.open_project(workspace)
    pipeline.collect(project)
    found = [each for each in pipeline.validate(project, 2023)[1] if each.code.startswith("YOY")]
    assert [(each.code, each.place.file) for each in found] == [
        ("YOY001", "来件/2023/派出所/滨港派出所工作举措.xlsx")
    ]
    assert found[0].department == "派出所"


def test_what_was_found_is_forgotten_when_the_year_before_changes(workspace: Path) -> None:
    project = pipeline.open_project(workspace)

    def found() -> list[tuple[str, str]]:
        pipeline.collect(project)
        return [(each.code, each.place.cell) for each in pipeline.validate(project, 2023)[1]]

    assert (found(), found()) == ([], [])
    file = workspace / "来件/2022/党政办/规范性文件目录.xlsx"
    edit(file, "目录", lambda sheet: sheet.__setitem__("G6", "废止"))
    assert found() == [("LAST151", "G5")]
    edit(file, "目录", lambda sheet: sheet.__setitem__("G6", "继续有效"))
    assert found() == []


def test_nothing_is_said_of_the_first_year(collected: Project) -> None:
    found = pipeline.validate(collected, 2022)[1]
    assert found == []


STATISTICS = (
    "[sheets.yaml]\n"
    "检查: {title: 检查统计表, from: [司法所], fields: {类别: {type: string, required: true, enum: [日常, 专项]}, 次数: {type: integer, required: true}, 涉企: {type: integer}}}\n"
)


def of_statistics(now: Sequence[str], before: Sequence[str], root: Path) -> list[tuple[str, str]]:
    """The code and the cell, or else the row, of what is found in the statistics of two years."""
    parts = [
        f"[{year}/司法所/检查.xlsx]\n类别 | 次数 | 涉企\n" + "\n".join(rows or ["无"]) + "\n"
        for year, rows in ((2023, now), (2022, before))
    ]
    found = drawn.findings(STATISTICS + "".join(parts), root)
    return [(each.code, each.place.cell) for each in found if each.code.startswith("YOY")]


@pytest.mark.parametrize(
    ("now", "before", "found"),
    [
        (["日常 | 30 | 12"], ["日常 | 28 | 11"], []),
        (["日常 | 30 |"], ["日常 | 28 | 11"], [("YOY006", "C2")]),
        (["日常 | 30 |"], ["日常 | 28 |"], []),
        (["日常 | 30 | 0"], ["日常 | 28 | 11"], []),
        (["专项 | 30 |"], ["日常 | 28 | 11"], []),  # of another sort
        (["日常 | 30 | 一些"], ["日常 | 28 | 11"], []),  # not blank, but not read
        (["日常 | 300 | 12"], ["日常 | 28 | 11"], [("YOY004", "B2")]),  # no other row is of its sort
        (["日常 | 300 | 12", "日常 | 30 | 12"], ["日常 | 28 | 11"], []),
        (["专项 | 300 | 12"], ["日常 | 28 | 11"], []),
        (
            ["日常 | 30 | 12", "专项 | 28 | 11"],
            ["日常 | 30 | 12", "专项 | 28 | 11"],
            [],
        ),  # four large numbers
        ([], ["日常 | 49 | 11"], []),
        ([], ["日常 | 50 | 11"], [("YOY002", "")]),
    ],
)
def test_statistics_are_compared_sort_by_sort(
    now: Sequence[str], before: Sequence[str], found: list[tuple[str, str]], tmp_path: Path
) -> None:
    assert of_statistics(now, before, tmp_path) == found


def test_a_copy_of_one_row_is_told_by_its_numbers(tmp_path: Path) -> None:
    fields = ", ".join(f"数{n}: {{type: integer}}" for n in "甲乙丙丁戊")
    sheets = f"[sheets.yaml]\n检查: {{title: 检查统计表, from: [司法所], fields: {{{fields}}}}}\n"
    for last, count in ((50, 1), (5, 0)):
        row = f"数甲 | 数乙 | 数丙 | 数丁 | 数戊\n10 | 20 | 30 | 40 | {last}\n"
        root = tmp_path / str(last)
        found = drawn.findings(sheets + f"[2023/司法所/检查.xlsx]\n{row}[2022/司法所/检查.xlsx]\n{row}", root)
        assert [each.code for each in found if each.code.startswith("YOY")] == ["YOY001"] * count
