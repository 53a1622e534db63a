"""The profiles that come along beside rule-of-law: each is begun, checked, handed out and built from its samples alone."""

from __future__ import annotations

import re
import shutil
from itertools import pairwise
from pathlib import Path

import docx
import openpyxl
import pytest
from conftest import ROOT, edit, json_of, load_profile, run, write_xlsx

from reportgen import pipeline
from reportgen.pipeline import Project
from tests.make.samples_profiles import SAMPLES

NAMES = tuple(SAMPLES)
# the first of enforcement's are those that a county has published
FIGURES = {
    "enforcement": {
        "行政处罚.合计": "108156", "行政处罚.罚款": "94929", "行政处罚.罚没金额": "1753.79", "行政许可.申请": "26569",
        "行政许可.许可": "26462", "行政许可.不予许可": "102", "行政许可.撤销许可": "5", "行政强制.合计": "3880",
        "行政检查.合计": "18537", "征收征用.征收金额": "609.25",
    },
    "disclosure": {
        "公开申请.新收数量": "24", "公开申请.结转数量": "4", "公开申请.办结数量": "25", "公开申请.结转下年数量": "3",
        "收费.行政事业性收费": "325.85", "复议诉讼.复议总计": "3", "制发文件.规范性文件有效": "32",
    },
    "county": {
        "人民调解.受理": "1212", "人民调解.成功率": "97.8%", "人民调解.金额": "180.48", "人民调解.每万人受理": "36.5",
        "复议应诉.复议审结": "38", "法治宣传.场均人次": "165", "执法力量.持证率": "93.1%",
    },
    "bulletin": {
        "国民经济.生产总值": "312.46", "国民经济.第二产业比重": "42.1%", "人口.户均人口": "3.00", "民政.低保人数": "7995",
        "财政收支.预算收入": "18.64", "财政收支.民生三项比重": "52.1%", "教育.生师比": "13.4", "卫生.每万人床位": "50.2",
    },
}  # fmt: skip
OWED = {"enforcement": (12, 82 // 2), "disclosure": (1, 7), "county": (12, 60), "bulletin": (6, 6)}


def begun(root: Path, name: str) -> Path:
    """An empty folder that is begun with a profile and given its samples."""
    done = run("init", "--unit", SAMPLES[name][0], "--year", 2023, "--profile", name, at=root)
    assert done.returncode == 0, done.stdout + done.stderr
    for year in ("2022", "2023"):
        shutil.copytree(ROOT / "samples" / name / year, root / "来件" / year, dirs_exist_ok=True)
    return root


def told(project: Project, year: int = 2023) -> list[tuple[str, str]]:
    """The findings of a year, each with its code and its cell."""
    return [(each.code, each.place.cell) for each in pipeline.validate(project, year)[1]]


def collected(root: Path) -> Project:
    """A workspace with all that lies in its inbox."""
    project = pipeline.open_project(root)
    pipeline.collect(project)
    return project


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_folder_gives_a_report_without_a_finding(tmp_path: Path, name: str) -> None:
    root = begun(tmp_path, name)
    built = json_of("build", 2023, at=root)
    assert built["findings"] == []
    assert built["file"]
    figures = {each["name"]: each["text"] for each in json_of("figures", 2023, at=root)}
    assert {each: figures[each] for each in FIGURES[name]} == FIGURES[name]
    assert json_of("validate", 2022, at=root)["findings"] == []
    checked = run("verify", *(root / "输出").glob("*.docx"), at=root)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("name", NAMES)
def test_the_samples_are_a_workspace_as_they_lie_there(tmp_path: Path, name: str) -> None:
    shutil.copytree(ROOT / "samples" / name, tmp_path / name)
    assert json_of("-C", name, "build", 2023, at=tmp_path)["findings"] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_profile_is_checked_and_shown(tmp_path: Path, name: str) -> None:
    (tmp_path / "reportgen.yaml").write_text(f"unit: 某县\nprofile: {name}\n", encoding="utf-8")
    checked = json_of("profile", "check", at=tmp_path)
    assert checked["findings"] == []
    assert all(each["fixed"] for each in checked["numbers"])
    known = run("profile", "list", at=tmp_path).stdout
    title = (ROOT / "templates" / name / "README.md").read_text(encoding="utf-8").splitlines()[0]
    assert f"✓ {name}  {title.removeprefix('# ')}" in known


@pytest.mark.parametrize("name", NAMES)
def test_each_check_says_why_and_how_and_shows_it(name: str) -> None:
    for each in load_profile(ROOT / "templates" / name).checks.values():
        assert each.basis, each.code
        assert each.fix, each.code
        assert "<-" in each.example, each.code
        assert not each.says.endswith("。"), each.code


@pytest.mark.parametrize("name", NAMES)
def test_each_department_gets_the_sheets_that_it_owes(tmp_path: Path, name: str) -> None:
    (tmp_path / "reportgen.yaml").write_text(f"unit: 某县\nprofile: {name}\ninbox: 来件\n", encoding="utf-8")
    assert run("forms", 2023, "--to", "表样", at=tmp_path).returncode == 0
    books = [openpyxl.load_workbook(file) for file in (tmp_path / "表样").rglob("*.xlsx")]
    sheets = [sheet.title for book in books for sheet in book if sheet.title != "填表说明"]
    assert (len(books), len(sheets)) == OWED[name]
    shutil.copytree(tmp_path / "表样", tmp_path / "来件" / "2023")
    (tmp_path / "来件" / "2023" / "报送说明.docx").unlink(missing_ok=True)
    collected = json_of("collect", at=tmp_path)
    assert (collected["refused"], collected["unrecognised"]) == ([], [])
    assert collected["sheets"] == OWED[name][1]


@pytest.mark.parametrize("name", NAMES)
def test_tables_have_captions_and_repeat_their_heads(name: str) -> None:
    document = docx.Document(str(ROOT / "templates" / name / "report.docx"))
    body = list(document.element.body)
    for table in document.tables:
        before = body[body.index(table._tbl) - 1]
        assert before.pPr.pStyle.val == "ReportCaption"
        assert table._tbl.tr_lst[0].trPr.xpath("w:tblHeader")
        assert table.style
        assert table.style.name == "报告表格"
    turned = [each.orientation for each in document.sections]
    assert sum(turned) == (1 if name in ("enforcement", "county") else 0)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples of the profiles, collected."""
    root = tmp_path_factory.mktemp("kept")
    for name in NAMES:
        shutil.copytree(ROOT / "samples" / name, root / name)
        collected(root / name)
    return root


@pytest.mark.parametrize(
    ("name", "file", "sheet", "cell", "value", "codes"),
    [
        ("enforcement", "公安局/公安局行政执法统计.xlsx", "行政处罚", "J4", 69885, {"PEN001"}),
        ("enforcement", "公安局/公安局行政执法统计.xlsx", "行政处罚", "K4", 612, {"PEN004", "YOY004"}),
        ("enforcement", "市场监管局/市场监管局行政执法统计.xlsx", "行政许可", "B4", 15900, {"LIC001"}),
        ("enforcement", "水利局/水利局行政执法统计.xlsx", "行政检查", "E4", 400, {"INS002"}),
        ("disclosure", "办公室/信息公开统计表.xlsx", "公开申请", "H4", 25, {"PUB001", "PUB003"}),
        ("disclosure", "办公室/信息公开统计表.xlsx", "公开申请", "B6", 9, {"PUB001", "PUB002"}),
        ("disclosure", "办公室/信息公开统计表.xlsx", "公开申请", "B5", 4, {"PUB001", "PUB003", "PUB004"}),
        ("disclosure", "办公室/信息公开统计表.xlsx", "复议诉讼", "F4", 4, {"PUB006"}),
        ("county", "东溪镇/东溪镇法治建设统计.xlsx", "人民调解", "C4", 99, {"MED001"}),
        ("county", "东溪镇/东溪镇法治建设统计.xlsx", "复议应诉", "B5", 2, {"REV001", "REV003"}),
        ("enforcement", "公安局/公安局行政执法统计.xlsx", "行政检查", "A4", 312, {"INS001"}),
        ("enforcement", "公安局/公安局行政执法统计.xlsx", "行政处罚", "C4", None, set()),  # it had none the year before, either
        ("enforcement", "水利局/水利局行政执法统计.xlsx", "征收征用", "B4", None, {"LEV002"}),
        ("enforcement", "水利局/水利局行政执法统计.xlsx", "征收征用", "B4", 126.75, {"YOY004"}),
        ("bulletin", "统计局/国民经济主要指标.xlsx", "国民经济", "D4", 0.056, {"CEL001"}),
        ("bulletin", "统计局/国民经济主要指标.xlsx", "国民经济", "D4", "0.5%", set()),
        ("bulletin", "统计局/国民经济主要指标.xlsx", "国民经济", "D5", None, {"YOY006"}),
        ("disclosure", "办公室/信息公开统计表.xlsx", "公开申请", "A27", "合计", set()),
        ("county", "东溪镇/东溪镇法治建设统计.xlsx", "人民调解", "D4", 63700000, {"MED004", "MED005", "YOY004"}),
        ("county", "东溪镇/东溪镇法治建设统计.xlsx", "法治宣传", "B4", 117700, {"PUB002", "YOY004"}),
        ("county", "东溪镇/东溪镇法治建设统计.xlsx", "人口", "A4", 1816, {"POP001", "POP002", "YOY004"}),
        ("bulletin", "统计局/国民经济主要指标.xlsx", "国民经济", "C4", 321.46, {"ECO002"}),
        ("bulletin", "财政局/财政收支主要指标.xlsx", "财政收支", "B4", "亿元", {"FIN001"}),
        ("bulletin", "财政局/财政收支主要指标.xlsx", "财政收支", "C4", 18.642, {"FIN002", "YOY004"}),
        ("bulletin", "公安局/户籍人口统计表.xlsx", "人口", "A4", 482163, {"DEM002"}),
        ("bulletin", "卫生健康局/卫生事业主要指标.xlsx", "卫生", "C5", 21500, {"YOY004"}),
    ],
)  # fmt: skip
def test_a_slip_is_told(
    tmp_path: Path, kept: Path, name: str, file: str, sheet: str, cell: str, value: object, codes: set[str]
) -> None:
    root = tmp_path / name
    shutil.copytree(kept / name, root)
    edit(root / "2023" / file, sheet, lambda page: page.__setitem__(cell, value))
    assert {code for code, _ in told(collected(root))} == codes


@pytest.mark.parametrize(
    ("name", "file", "sheet", "row", "codes"),
    [
        ("county", "东溪镇/东溪镇法治建设统计.xlsx", "人民调解", 8, {"MED006"}),
        ("county", "南河镇/南河镇法治建设统计.xlsx", "复议应诉", 4, {"REV004", "REV005"}),
    ],
)
def test_a_row_that_is_not_there_is_no_zero(
    tmp_path: Path, kept: Path, name: str, file: str, sheet: str, row: int, codes: set[str]
) -> None:
    root = tmp_path / name
    shutil.copytree(kept / name, root)
    edit(root / "2023" / file, sheet, lambda page: page.delete_rows(row))
    assert {code for code, _ in told(collected(root))} == codes


def test_a_label_that_is_not_there_is_an_error_and_no_zero(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "samples" / "bulletin", tmp_path / "bulletin")
    file = tmp_path / "bulletin" / "2023" / "财政局" / "财政收支主要指标.xlsx"
    edit(file, "财政收支", lambda page: page.delete_rows(5))
    project = collected(tmp_path / "bulletin")
    assert [code for code, _ in told(project)] == ["FIG007"]
    figures = {figure.definition.full_name: figure.text for figure, _ in pipeline.figures(project, 2023)[0]}
    assert figures["财政收支.税收收入"] is None
    assert figures["财政收支.税收比重"] is None


def test_rows_of_counts_that_two_towns_share_are_no_doubles(tmp_path: Path) -> None:
    root = tmp_path / "county"
    shutil.copytree(ROOT / "samples" / "county", root)
    names = [f"{town}/{town}法治建设统计.xlsx" for town in ("东溪镇", "南河镇")]
    first, second = (root / "2023" / each for each in names)
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(first)["法治宣传"].iter_rows(4, 4)]
    for column, value in enumerate(rows[0], 1):
        edit(second, "法治宣传", lambda page, at=column, said=value: page.cell(4, at, said))
    assert told(collected(root)) == []
    row = [str(cell.value) for cell in openpyxl.load_workbook(second)["人民调解"][4]]
    more = f"类别 | 受理 | 成功 | 涉及金额\n{' | '.join(row)}\n其他 | 900 | 1 | 1"
    write_xlsx(second.with_name("补报.xlsx"), more, "人民调解")
    found = [each for each in pipeline.validate(collected(root), 2023)[1] if each.code == "ROW003"]
    assert [(each.department, each.place.row) for each in found] == [("南河镇", 2)]


def test_a_town_s_workbook_laid_with_another_town_is_asked_about(tmp_path: Path) -> None:
    root = tmp_path / "county"
    shutil.copytree(ROOT / "samples" / "county", root)
    first, second = (root / "2023" / f"{town}/{town}法治建设统计.xlsx" for town in ("东溪镇", "南河镇"))
    shutil.copyfile(first, second)
    found = [each for each in pipeline.validate(collected(root), 2023)[1] if each.code == "ROW003"]
    assert {(each.department, each.severity, each.place.sheet) for each in found} >= {
        ("南河镇", "warning", "人民调解")
    }
    assert "里的完全相同" in found[0].message


def test_the_program_knows_no_profile_by_name() -> None:
    quoted = re.compile(rf"[\"'/](?:{'|'.join(NAMES)})[\"'/]")
    for file in (ROOT / "reportgen").rglob("*.py"):
        assert not quoted.search(file.read_text(encoding="utf-8")), file


def test_the_statutory_table_has_every_item_in_its_order(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "samples" / "disclosure", tmp_path / "d")
    built = json_of("build", 2023, at=tmp_path / "d")
    report = docx.Document(str(tmp_path / "d" / built["file"]))
    rows = [[cell.text for cell in row.cells] for row in report.tables[1].rows[3:]]
    assert len(rows) == 25
    groups = [row[1] for row in rows]
    marks = [group[1] for before, group in pairwise(["", *groups]) if group != before and group[0] == "（"]
    assert marks == [*"一二三四五六七"]
    assert [row[-1] for row in rows if row[1].startswith("（七）")] == ["25"]
    assert [row[-7:] for row in (rows[0], rows[-1])] == [
        ["17", "4", "0", "1", "2", "0", "24"],
        ["2", "1", "0", "0", "0", "0", "3"],
    ]


@pytest.mark.parametrize("name", [*NAMES, "rule-of-law"])
def test_what_a_user_reads_names_no_sample_department_and_nothing_of_the_repository(name: str) -> None:
    folder = ROOT / "templates" / name
    profile = load_profile(folder)
    said = [
        text for each in profile.checks.values() for text in (each.title, each.says, each.basis, each.fix)
    ]
    said += [field.example for kind in profile.kinds.values() for field in kind.fields.values()]
    assert [(one, text) for text in said for one in profile.departments if one in text] == []
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"源代码|tests/|samples|\.py\b", readme) == []
