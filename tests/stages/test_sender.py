"""Whose a workbook is, and of which year: what its folders say, else what it says itself, else nothing is guessed."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from conftest import write_xlsx

from reportgen import pipeline
from reportgen.ledger import reading
from reportgen.model import Entry, Finding

REVIEWS = """
案号 | 收案日期 | 答复日期 | 结案日期 | 审理结果
复1  | {year}.3.1 | {year}.3.8 | {year}.4.20 | 维持
"""


def sent(
    root: Path, file: str, *titles: str, year: int | None = None, given: bool = False
) -> tuple[Entry, list[Finding]]:
    """Collect a file of the inbox, or one given by its path; its entry in the ledger, and what is wrong with it."""
    (root / "来件" / "2023").mkdir(parents=True)
    path = root / ("" if given else "来件") / file
    write_xlsx(path, "\n".join([*titles, REVIEWS.format(year=year or 2023).strip()]))
    project = pipeline.open_project(root)
    pipeline.collect(project, [path] if given else [], year)
    with reading.open_to_read(project.workspace.ledger, project.profile.kinds) as ledger:
        (entry,) = ledger.workbooks()
        return entry, [
            each for each in ledger.problems(entry.year) if each.code.startswith(("FIL", "OWE", "TAB016"))
        ]


@pytest.mark.parametrize(
    ("file", "titles", "department"),
    [
        ("2023/司法所/台账.xlsx", (), "司法所"),
        ("2023/近海镇司法所/台账.xlsx", (), "司法所"),
        ("2023/司法所/台账.xlsx", ("填报单位：近海镇人民政府",), "司法所"),
        ("2023/司法所/台账.xlsx", ("填报单位：党政办和司法所",), "司法所"),
        ("2023/台账.xlsx", ("填报单位：近海镇司法所",), "司法所"),
        ("2023/台账.xlsx", (), "司法所"),  # who alone owes this sheet
    ],
)
def test_the_folder_names_the_department_else_the_sheet_does(
    tmp_path: Path, file: str, titles: tuple[str, ...], department: str
) -> None:
    entry, found = sent(tmp_path, file, *titles)
    assert (entry.department, entry.year, entry.refused, found) == (department, 2023, "", [])


@pytest.mark.parametrize(
    "line", ["填报单位：党政办", "报送单位（盖章）：近海镇党政办", "填报部门: 党政办 2024年1月5日"]
)
def test_a_line_that_names_another_department_than_the_folder_is_told(tmp_path: Path, line: str) -> None:
    entry, (found,) = sent(tmp_path, "2023/司法所/台账.xlsx", "行政复议案件台账", line)
    assert (entry.department, found.code, found.severity) == ("司法所", "TAB016", "warning")
    assert (found.place.row, found.place.column) == (2, 0)
    assert "“党政办”" in found.message


def test_a_folder_that_is_no_departments_is_told_with_the_nearest(tmp_path: Path) -> None:
    entry, (found,) = sent(tmp_path, "2023/司法局/台账.xlsx")
    assert (found.code, found.message) == ("FIL004", "“司法局”不是方案里的报送部门")
    assert found.fix.startswith("是不是“司法所”？")
    assert (entry.department, entry.refused) == ("", found.message)


def test_a_folder_that_is_like_none_is_told_with_all(tmp_path: Path) -> None:
    _, (found,) = sent(tmp_path, "2023/abc/台账.xlsx")
    assert found.fix.startswith("报送部门有：")
    assert "司法所" in found.fix


@pytest.mark.parametrize(
    ("titles", "said", "year"),
    [
        ((), None, 2023),
        (("2023年行政复议案件台账",), None, 2023),
    ],
)
def test_the_folder_names_the_year(
    tmp_path: Path, titles: tuple[str, ...], said: int | None, year: int
) -> None:
    entry, found = sent(tmp_path, "2023/司法所/台账.xlsx", *titles, year=said)
    assert (entry.year, found) == (year, [])


def test_a_title_of_another_year_is_told_at_its_cell(tmp_path: Path) -> None:
    entry, (found,) = sent(tmp_path, "2023/司法所/台账.xlsx", "2022年行政复议案件台账")
    assert (found.code, found.place.cell, found.message) == (
        "FIL002",
        "A1",
        "标题写的是2022年，文件却在2023年的文件夹里",
    )
    assert (entry.year, entry.refused) == (2023, ""), "it counts where it lies"


def test_without_a_folder_the_title_names_the_year_or_who_asks(tmp_path: Path) -> None:
    entry, found = sent(tmp_path / "一", "司法所/台账.xlsx", "2022年行政复议案件台账", given=True)
    assert (entry.year, entry.department, found) == (2022, "司法所", [])
    entry, found = sent(tmp_path / "二", "司法所/台账.xlsx", year=2022, given=True)
    assert (entry.year, entry.department, found) == (2022, "司法所", [])
    entry, (wrong,) = sent(
        tmp_path / "三", "司法所/台账.xlsx", "2023年行政复议案件台账", year=2022, given=True
    )
    assert (wrong.code, wrong.message, entry.year) == ("FIL002", "标题写的是2023年，--year 却是2022年", 2022)


def test_a_file_that_nothing_says_the_year_of_is_refused(tmp_path: Path) -> None:
    entry, (found,) = sent(tmp_path, "司法所/台账.xlsx", given=True)
    assert (found.code, found.message) == ("FIL003", "不知道是哪一年的数据")
    assert (entry.year, entry.refused) == (0, found.message)


def workbook(root: Path, file: str, **sheets: str) -> list[str]:
    """Collect a workbook of the inbox whose sheets bear a title each, or none; what is wrong with its years and names."""
    root.mkdir(exist_ok=True)
    (root / "reportgen.yaml").write_text("unit: 近海镇\n", encoding="utf-8")
    path = root / "来件" / file
    book = openpyxl.Workbook()
    book.remove(book.active)
    for at, (name, title) in enumerate(sheets.items()):
        page = book.create_sheet(name)
        rows = [[title]] if title else []
        reviews = REVIEWS.format(year=2023).strip().replace("复1", f"{path.stem}{at}").splitlines()
        for row in [*rows, *([cell.strip() for cell in line.split("|")] for line in reviews)]:
            page.append(row)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    project = pipeline.open_project(root)
    pipeline.collect(project)
    found = pipeline.validate(project, 2023)[1]
    return [
        f"{each.code} {each.severity} {each.place.sheet}{each.place.cell}: {each.message}"
        for each in found
        if each.code in ("FIL002", "FIL012", "FIL013", "FIL014")
    ]


IN_2023 = "，文件却在2023年的文件夹里"


@pytest.mark.parametrize(
    ("sheets", "told"),
    [
        ({"2022年": "", "2023年": ""}, [f"FIL002 error 2022年: 工作表名写的是2022年{IN_2023}"]),
        ({"2022": ""}, [f"FIL002 error 2022: 工作表名写的是2022年{IN_2023}"]),
        ({"2022-2023": ""}, []),
        ({"表": "统计期间：2022年1月至12月"}, [f"FIL002 error 表A1: 标题写的统计期间是2022年{IN_2023}"]),
        ({"表": "统计期间：2023年1月1日至2023年12月31日"}, []),
        ({"表": "2023年上半年台账"}, ["FIL012 warning 表A1: 写的是1—6月，不是全年的；其余月份的没有收到"]),
        ({"上半年": "", "下半年": ""}, []),
        ({"上半年": "", "三季度": ""}, [
            "FIL012 warning 三季度: 写的是7—9月，不是全年的；其余月份的没有收到",
            "FIL012 warning 上半年: 写的是1—6月，不是全年的；其余月份的没有收到",
        ]),
        ({"全年": "", "5月": ""}, ["FIL012 warning 5月: 写的是5月，不是全年的；另有一张没有写月份的，会不会重复"]),
        ({"表": "行政复议案件台账（计划）"}, ["FIL013 warning 表A1: “行政复议案件台账(计划)”写着“计划”，也当作本年做了的收进了底账"]),
        ({"表": "远山镇行政复议案件台账"}, ["FIL014 warning 表A1: 标题写的是“远山镇”，报告是近海镇的"]),
        ({"表": "近海镇2023年行政复议案件台账"}, []),
        ({"近海镇": "", "远山镇": ""}, ["FIL014 warning 远山镇: 工作表名写的是“远山镇”，报告是近海镇的"]),
    ],
)  # fmt: skip
def test_what_names_and_titles_say_against_a_table(
    tmp_path: Path, sheets: dict[str, str], told: list[str]
) -> None:
    assert workbook(tmp_path / "工作", "2023/司法所/台账.xlsx", **sheets) == told


@pytest.mark.parametrize(
    ("folder", "told"),
    [("2022年", ["FIL002 error : 文件夹名写的是2022年" + IN_2023]), ("2023年", []), ("三网格", [])],
)
def test_a_folder_below_the_years_may_give_another_year(tmp_path: Path, folder: str, told: list[str]) -> None:
    assert workbook(tmp_path / "工作", f"2023/司法所/{folder}/台账.xlsx", 表="") == told


@pytest.mark.parametrize(("title", "told"), [("", ["FIL002"]), ("2023年行政复议案件台账", [])])
def test_a_files_name_gives_the_year_where_no_title_does(tmp_path: Path, title: str, told: list[str]) -> None:
    found = workbook(tmp_path / "工作", "2023/司法所/2022年复议.xlsx", 表=title)
    assert [each.split()[0] for each in found] == told
    assert all(each.startswith("FIL002 warning") for each in found)


def test_the_parts_of_a_year_may_come_in_several_workbooks(tmp_path: Path) -> None:
    root = tmp_path / "工作"
    for at, name in enumerate(("一季度", "二季度", "三季度", "四季度")):
        left = workbook(root, f"2023/司法所/{name}.xlsx", 表="")
        assert len(left) == (0 if at == 3 else at + 1), "told until the last has come"
