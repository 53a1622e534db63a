"""The blank workbooks: what a department fills in is collected as it stands, and a blank form as nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest
from conftest import copy_samples, run
from openpyxl.worksheet.worksheet import Worksheet

from reportgen import pipeline
from reportgen.forms import book as forms
from reportgen.forms import page
from reportgen.forms.page import Cover
from reportgen.forms.specimen import specimens
from reportgen.model import CannotRun, Finding
from reportgen.pipeline import Form, Project
from reportgen.tables.form_version import mark_of
from reportgen.tables.headings import normalise
from tests.forms.filled import fill, listed_values

LONG = [f"第{number}类行政执法事项及其名称" for number in range(1, 31)]
_STOPS = ("stop", None)  # which is what a rule does that says nothing
WORDY = "本年度内由本单位牵头并会同有关部门共同完成的各项重点工作任务的具体名称以及主要内容"
SHEETS = f"""
'=增减[甲/乙]: 一览':
  title: 增减情况一览表（试行）
  from: ['甲/乙办', '甲:乙办']
  key: 代码
  fields:
    '=SUM(A1:A9)': {{type: string, required: true, aliases: ['+甲', '@乙']}}
    代码: {{type: string, required: true, unique: true, pattern: '[A-Z]{{2}}\\d{{6}}'}}
    '{WORDY}': {{type: string}}
    类别: {{type: string, enum: {json.dumps(LONG, ensure_ascii=False)}}}
    标志: {{type: string, enum: ['=1', '甲,乙', '"丙"']}}
    '增长率': {{type: number, unit: '%', minimum: -100}}
    金额（含税）: {{type: number, unit: 元, maximum: -1.5}}
    排名: {{type: integer, minimum: 20, maximum: 30}}
登记簿:
  title: 序时登记簿
  from: ['甲/乙办']
  fields:
    顺序号: {{type: integer, required: true, minimum: 1, aliases: [序号]}}
    属实: {{type: boolean}}
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A workspace with nothing handed in yet."""
    (tmp_path / "reportgen.yaml").write_text("unit: 近海镇\n", encoding="utf-8")
    return pipeline.open_project(tmp_path)


@pytest.fixture
def awkward(tmp_path: Path) -> Project:
    return _awkward(tmp_path, SHEETS)


def _awkward(root: Path, sheets: str) -> Project:
    folder = root / "templates" / "awkward"
    folder.mkdir(parents=True)
    for name, text in (("sheets", sheets), ("figures", "{}"), ("checks", "{}")):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    docx.Document().save(folder / "report.docx")
    (root / "reportgen.yaml").write_text("unit: 某县\nprofile: awkward\n", encoding="utf-8")
    return pipeline.open_project(root)


def hand_in(project: Project, form: Form, rows: int = 3) -> int:
    """Fill a form in, and lay it into the inbox; return how many rows."""
    book, count = fill(project, form, rows)
    folder = project.workspace.inbox / "2023" / form.file.parent.name
    folder.mkdir(parents=True)
    book.save(folder / form.file.name)
    return count


def built_in(project: Project) -> list[Finding]:
    """What is wrong with the files, tables, cells and rows; the checks of the profile are another matter."""
    found = pipeline.validate(project, 2023)[1]
    return [each for each in found if re.match("FIL|TAB|CEL|ROW|OWE|LED", each.code)]


def sheets(file: Path) -> Iterator[Worksheet]:
    """The sheets of a form that are to be filled."""
    yield from openpyxl.load_workbook(file).worksheets[:-1]


def test_what_is_filled_in_is_collected_without_a_finding(project: Project) -> None:
    written = project.forms(2023)
    rows = sum(hand_in(project, form) for form in written)
    done = pipeline.collect(project)
    assert built_in(project) == []
    assert (done.refused, done.unrecognised) == ([], [])
    assert (done.workbooks, done.sheets, done.rows) == (6, 21, rows), "and the examples are no rows"
    assert rows == 3 * 20 + 12


def test_typed_values_arrive_as_they_were_typed(project: Project) -> None:
    for form in project.forms(2023):
        hand_in(project, form)
    pipeline.collect(project)
    ((_, sources),) = pipeline.trace(project, 2023, "行政复议.总数").figures
    row = {cell: value for cell, value in sources[0].cells.items() if value is not None}
    assert row == {
        "B6": "000司法所案号",
        "D6": "000司法所案件类型",
        "E6": date(2023, 1, 10),
        "F6": date(2023, 1, 10),
        "G6": "普通程序",
        "H6": date(2023, 1, 10),
        "I6": date(2023, 1, 10),
        "J6": True,
        "K6": "000司法所超期说明",
        "L6": "维持",
    }


def test_a_blank_form_is_a_table_without_rows(project: Project) -> None:
    for form in project.forms(2023):
        hand_in(project, form, rows=0)
    done = pipeline.collect(project)
    assert (done.workbooks, done.sheets, done.rows) == (6, 21, 12), "and the months are to be filled"
    found = built_in(project)
    assert {(each.code, each.place.row) for each in found if each.code != "CEL002"} == {
        ("TAB009", page.HEADER)
    }
    months = {(each.place.sheet, each.place.row) for each in found if each.code == "CEL002"}
    assert months == {("矛盾调解月报", row) for row in range(page.FIRST, page.FIRST + 12)}


def test_nothing_to_report_is_said_where_the_instructions_say(project: Project) -> None:
    for form in project.forms(2023):
        book = openpyxl.load_workbook(form.file)
        said = [str(row[0]) for row in book[page.INSTRUCTIONS].values if "没有发生的，" in str(row[0])]
        assert len(said) == len(form.sheets)
        for sheet, sentence in zip(book.worksheets, said, strict=False):
            row, heading = re.findall(r"第(\d+)行“(.+?)”列", sentence)[0]
            named = {normalise(str(cell.value)): cell.column_letter for cell in sheet[page.HEADER]}
            cell = f"{named[heading]}{row}"
            assert not [rule for rule in sheet.data_validations.dataValidation if cell in rule.sqref]
            if "都删去" in sentence:
                sheet.delete_rows(page.FIRST, 12)
            sheet[cell] = "无"
        folder = project.workspace.inbox / "2023" / form.department
        folder.mkdir(parents=True)
        book.save(folder / "无.xlsx")
    assert pipeline.collect(project).rows == 0
    assert built_in(project) == []


def test_a_form_says_whose_it_is_and_how_to_fill_it(project: Project) -> None:
    form = project.forms(2023)[0]
    assert form.file == project.workspace.output / "表样/2023/司法所/2023年报送表（司法所）.xlsx"
    book = openpyxl.load_workbook(form.file)
    assert book.sheetnames == [*form.sheets, "填表说明"]
    sheet, kind = book["行政复议"], project.profile.kinds["行政复议"]
    assert [cell.value for cell in sheet["A"][:5]] == [
        "2023年行政复议案件台账",
        f"填报单位：近海镇司法所　　报送期限：　　　　　　　　表样版本：{version('reportgen')}-{mark_of(kind, next(specimens(project.profile, [kind], 2023)))}",
        "填报人：　　　　　　　　审核人：　　　　　　　　联系电话：　　　　　　　　填报日期：",
        "序号",
        "示例",
    ]
    assert {str(each) for each in sheet.merged_cells.ranges} == {"A1:L1", "A2:L2", "A3:L3"}
    assert [cell.value for cell in sheet[page.HEADER]][:5] == [
        "序号", "*案号", "申请人", "案件类型", "*收到日期",
    ]  # fmt: skip
    assert (
        sheet["B4"].comment.text == "【案号】\n必填\n文字\n各行不能重复\n"
        "会问到：复议案号的年份与收到日期不符\n会退回：案号里有“行初”，或者案号里有“行终”，或者案号里有“行再”\n会问到：案号里有“信复”，或者案号里有“信核”，或者案号里有“信访”，或者案号里有“行赔”\n也叫：复议案号、复议文号、案件编号"
    )
    assert "个人信息：只留在底账里，不印进报告" in sheet["C4"].comment.text
    said = [cell for row in book["填表说明"].values for cell in row if cell]
    assert "2023年报送表填表说明（司法所）" in said
    assert "一、《行政复议案件台账》，填在工作表“行政复议”" in said
    assert [row for row in book["填表说明"].values if row[0] == "G列 涉及人数"] == [
        ("G列 涉及人数", "必填", "整数；1 到 500；只写数，不写单位", None, "人")
    ]


def test_excel_is_told_what_to_refuse(project: Project) -> None:
    book = openpyxl.load_workbook(project.forms(2023)[0].file)
    rules = {
        f"{sheet.title} {rule.sqref}": rule
        for sheet in book.worksheets
        for rule in sheet.data_validations.dataValidation
    }
    result = rules["行政诉讼 L6:L2000"]
    assert (result.type, result.formula1) == ("list", '"胜诉,败诉,撤诉,调解"')
    assert rules["行政诉讼 I6:I2000"].formula1 == '"是,否"'
    people = rules["矛盾调解 G6:G2000"]
    assert (people.type, people.formula1, people.formula2) == ("whole", "1", "500")
    assert people.error == "“涉及人数”不对，应当是：整数；1 到 500；只写数，不写单位"
    day = rules["行政复议 E6:E2000"]
    assert (day.type, day.formula1, day.formula2) == ("date", "7306", "73050")
    assert "日期" in day.prompt
    assert all(rule.showErrorMessage and rule.errorStyle in _STOPS for rule in rules.values())
    assert "行政复议 B6:B2000" not in rules, "any text will do"


def test_headings_are_locked_and_rows_are_not(project: Project) -> None:
    for form in project.forms(2023):
        for sheet in sheets(form.file):
            assert sheet.protection.sheet
            assert sheet.protection.password is None
            assert not any((sheet.protection.formatColumns, sheet.protection.formatRows))
            locked = [cell for row in (1, 2, page.HEADER, page.EXAMPLE) for cell in sheet[row]]
            assert all(cell.protection.locked for cell in locked)
            assert not any(cell.protection.locked for cell in sheet[3]), "who signs is written there"
            open_ = [each for each in sheet.column_dimensions.values() if not each.hidden]
            assert sum(each.max - each.min + 1 for each in open_) == sheet.max_column - 1
            assert not any(each.protection.locked for each in open_)
            rows = sheet.iter_rows(min_row=page.FIRST, max_col=sheet.max_column - 1)
            assert not any(cell.protection.locked for row in rows for cell in row)
            assert sheet.freeze_panes == "A5"
            assert sheet.print_title_rows == "$4:$4"
            assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
            assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    sheet = openpyxl.load_workbook(project.forms(2023)[0].file)["行政复议"]
    for looks in (sheet.column_dimensions, {column: sheet[f"{column}6"] for column in "ABE"}):
        assert [looks[column].number_format for column in "ABE"] == ["General", "@", "yyyy-mm-dd"]


def test_the_same_profile_and_year_give_the_same_bytes(project: Project, tmp_path: Path) -> None:
    kinds = list(project.profile.kinds.values())
    one, two = (forms.workbook(project.profile, kinds, Cover("司法所", 2023)) for _ in range(2))
    assert one == two
    for folder in ("一", "二"):  # each in a process of its own, with its own order of sets
        assert run("forms", "2023", "--to", folder, at=tmp_path).returncode == 0
    first, second = (
        {
            file.relative_to(tmp_path / folder): file.read_bytes()
            for file in (tmp_path / folder).rglob("*.xlsx")
        }
        for folder in ("一", "二")
    )
    assert first == second
    assert len(first) == 6
    assert openpyxl.load_workbook(BytesIO(next(iter(first.values())))).properties.modified.year == 2023


def test_the_commands_tell_what_was_written(project: Project, tmp_path: Path) -> None:
    shown = run("forms", "2023", at=tmp_path)
    assert shown.returncode == 0
    assert "派出所（1 张表）：输出/表样/2023/派出所/2023年报送表（派出所）.xlsx" in shown.stdout
    assert "接下来" in shown.stdout
    written = json.loads(run("forms", "2023", "--json", at=tmp_path).stdout)["files"]
    assert [set(each) for each in written] == [{"department", "file", "sheets"}] * 6
    assert (written[-1]["department"], written[-1]["sheets"]) == ("派出所", ["工作举措"])
    assert Path(written[-1]["file"]).is_file()
    help_text = run("forms", "--help", at=tmp_path).stdout.replace("reportgen", "")
    assert set(re.findall(r"[A-Za-z]{3,}", help_text)) == {
        "forms", "due",  "prefill", "personal", "help", "json", "JSON", "unit", "all",
    }  # fmt: skip


def test_forms_are_not_written_into_the_inbox(tmp_path: Path) -> None:
    root = copy_samples(tmp_path)
    before = sorted((root / "来件").rglob("*"))
    (root / "别处").symlink_to(root / "来件" / "2023")
    for folder in ("来件", "来件/2023", "别处/表样"):
        done = run("forms", "2023", "--to", folder, at=root)
        assert done.returncode == 2
        assert "在来件夹里" in done.stderr
    assert sorted((root / "来件").rglob("*")) == before


def test_a_profile_without_departments_has_no_forms(tmp_path: Path) -> None:
    project = _awkward(tmp_path, re.sub("  from: .*\n", "", SHEETS))
    with pytest.raises(CannotRun, match="没有写哪个部门报送哪张表"):
        project.forms(2023)


def test_awkward_names_make_files_and_sheets_all_the_same(awkward: Project) -> None:
    written = awkward.forms(2023)
    assert [form.file.relative_to(awkward.workspace.output).as_posix() for form in written] == [
        "表样/2023/甲_乙办/2023年报送表（甲_乙办）.xlsx",
        "表样/2023/甲_乙办_/2023年报送表（甲_乙办_）.xlsx",
    ]
    book = openpyxl.load_workbook(written[0].file)
    assert book.sheetnames == ["=增减_甲_乙__ 一览", "登记簿", "填表说明"]
    texts = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in texts} <= {"s", "n", "d"}, "no formulas"
    assert any(cell.value == "*=SUM(A1:A9)" for cell in texts)


def test_awkward_columns_are_checked_and_shown(awkward: Project) -> None:
    book = openpyxl.load_workbook(awkward.forms(2023)[0].file)
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[page.EXAMPLE]][2:-1] == [
        "AA111111", None, LONG[0], "=1", 12, -1.5, 20,
    ]  # fmt: skip
    assert [str(cell.value) for cell in sheet[page.HEADER][:-1]][-3:] == [
        "增长率（%）",
        "金额（含税）（元）",
        "排名",
    ]
    assert "百分之五写 5，不写百分号" in sheet["G4"].comment.text
    assert sheet.row_dimensions[page.HEADER].height > 60, "a long heading is wrapped"
    lists = [rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    assert [listed_values(book, listed) for listed in lists] == [LONG, ["=1", "甲,乙", '"丙"']]
    rules = [rule for each in book.worksheets for rule in each.data_validations.dataValidation]
    assert all(len(rule.formula1) <= 255 and len(rule.error) <= 255 for rule in rules)


def test_an_awkward_form_is_collected_too(awkward: Project) -> None:
    form = awkward.forms(2023)[0]
    folder = awkward.workspace.inbox / "2023" / "甲_乙办"
    rows = hand_in(awkward, form)
    (folder / form.file.name).rename(awkward.workspace.root / form.file.name)
    done = pipeline.collect(awkward, [awkward.workspace.root / form.file.name], 2023)
    assert (done.refused, done.unrecognised, done.rows) == ([], [], rows)
    found = [each for each in built_in(awkward) if not each.code.startswith("OWE001")]
    assert found == []


def test_the_first_column_is_the_number_that_a_kind_declares(awkward: Project) -> None:
    sheet = openpyxl.load_workbook(awkward.forms(2023)[0].file)["登记簿"]
    assert [[cell.value for cell in row] for row in sheet["A4:B5"]] == [["*顺序号", "属实"], ["示例", "是"]]
