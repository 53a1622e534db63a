"""The blank workbooks: what a department fills in is collected as it stands, and a blank form as nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from conftest import copy_samples, run
from openpyxl.worksheet.worksheet import Worksheet

from reportgen import pipeline
from reportgen.model import CannotRun, Field, Finding, Kind, Profile
from reportgen.pipeline import Form, Project
from reportgen.stages import forms
from reportgen.stages.owed import asked_of
from reportgen.tables.headings import normalise
from reportgen.values import cell as values

LONG = [f"第{number}类行政执法事项及其名称" for number in range(1, 31)]
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


def plausible(name: str, declared: Field, number: int, department: str) -> Any:
    """What a clerk may type into the n-th row of a column."""
    match declared.type:
        case "date":
            return date(2023, 1 + number, 10 + number)
        case "boolean":
            return ("是", "否")[number % 2]
        case "integer" | "number":
            least = declared.minimum if declared.minimum is not None else min(declared.maximum or 0, 0) - 9
            return least + number
    if declared.enum:
        return declared.enum[number % len(declared.enum)]
    return f"AB{number:06}" if declared.pattern else f"00{number}{department}{name}"


def hand_in(project: Project, form: Form, rows: int = 3) -> int:
    """Write rows below the example of every sheet of a form, and lay it into the inbox; return how many."""
    book = openpyxl.load_workbook(form.file)
    for sheet, kind in zip(book.worksheets, asked_of(project.profile, form.department, 2023), strict=False):
        columns = forms.columns(kind).items()
        for number in range(rows):
            for column, (name, declared) in enumerate(columns, 1):
                cell = sheet.cell(forms.FIRST + number, column)
                cell.value = plausible(name, declared, number, form.department) if declared else number + 1
                cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    folder = project.workspace.inbox / "2023" / form.file.parent.name
    folder.mkdir(parents=True)
    book.save(folder / form.file.name)
    return rows * len(form.sheets)


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
    assert rows == 3 * 21


def test_typed_values_arrive_as_they_were_typed(project: Project) -> None:
    for form in project.forms(2023):
        hand_in(project, form)
    pipeline.collect(project)
    ((_, sources),) = pipeline.trace(project, 2023, "行政复议.总数").figures
    row = {cell: value for cell, value in sources[0].cells.items() if value is not None}
    assert row == {
        "B5": "000司法所案号",
        "D5": "000司法所案件类型",
        "E5": date(2023, 1, 10),
        "F5": date(2023, 1, 10),
        "G5": date(2023, 1, 10),
        "H5": "000司法所超期说明",
        "I5": "维持",
    }


def test_a_blank_form_is_a_table_without_rows(project: Project) -> None:
    for form in project.forms(2023):
        hand_in(project, form, rows=0)
    done = pipeline.collect(project)
    assert (done.workbooks, done.sheets, done.rows) == (6, 21, 0)
    assert {(each.code, each.place.row) for each in built_in(project)} == {("TAB009", forms.HEADER)}


def test_nothing_to_report_is_said_where_the_instructions_say(project: Project) -> None:
    for form in project.forms(2023):
        book = openpyxl.load_workbook(form.file)
        said = [str(row[0]) for row in book[forms.INSTRUCTIONS].values if "没有发生的，" in str(row[0])]
        assert len(said) == len(form.sheets)
        for sheet, sentence in zip(book.worksheets, said, strict=False):
            row, heading = re.findall(r"第(\d+)行“(.+?)”列", sentence)[0]
            named = {normalise(str(cell.value)): cell.column_letter for cell in sheet[forms.HEADER]}
            cell = f"{named[heading]}{row}"
            assert not [rule for rule in sheet.data_validations.dataValidation if cell in rule.sqref]
            sheet[cell] = "无"
        folder = project.workspace.inbox / "2023" / form.department
        folder.mkdir(parents=True)
        book.save(folder / "无.xlsx")
    assert pipeline.collect(project).rows == 0
    assert built_in(project) == []


def test_headings_read_as_the_names_of_the_fields(rule_of_law: Profile) -> None:
    for kind in rule_of_law.kinds.values():
        for name, declared in kind.fields.items():
            assert normalise(forms.heading(name, declared)) == normalise(name)
    fields = rule_of_law.kinds["矛盾调解"].fields
    assert forms.heading("涉及人数", fields["涉及人数"]) == "*涉及人数（人）"
    assert forms.heading("办结日期", fields["办结日期"]) == "办结日期"
    assert forms.heading("金额（含税）", Field(type="number", unit="元")) == "金额（含税）（元）", (
        "two brackets are read"
    )


def test_examples_are_values_that_the_field_takes(rule_of_law: Profile) -> None:
    for kind in rule_of_law.kinds.values():
        for name, declared in kind.fields.items():
            shown = forms.example(name, declared, 2023)
            assert shown is not None
            values.convert(shown, declared)
    assert forms.example("代码", Field(type="string", pattern=r"\d{6}-?"), 2023) == "202311"
    assert forms.example("代码", Field(type="string", pattern="[甲乙]{7}"), 2023) is None, (
        "and not a wrong one"
    )


def test_a_form_says_whose_it_is_and_how_to_fill_it(project: Project) -> None:
    form = project.forms(2023)[0]
    assert form.file == project.workspace.output / "表样/2023/司法所/2023年报送表（司法所）.xlsx"
    book = openpyxl.load_workbook(form.file)
    assert book.sheetnames == [*form.sheets, "填表说明"]
    sheet = book["行政复议"]
    assert [cell.value for cell in sheet["A"]] == [
        "2023年行政复议案件台账",
        "填报单位：司法所",
        "序号",
        "示例",
    ]
    assert str(sheet.merged_cells) == "A1:I1"
    assert [cell.value for cell in sheet[forms.HEADER]][:5] == [
        "序号", "*案号", "申请人", "案件类型", "*收到日期",
    ]  # fmt: skip
    assert (
        sheet["B3"].comment.text == "【案号】\n必填\n文字\n各行不能重复\n也叫：复议案号、复议文号、案件编号"
    )
    assert "个人信息：只留在底账里，不印进报告" in sheet["C3"].comment.text
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
    result = rules["行政诉讼 L5:L1048576"]
    assert (result.type, result.formula1) == ("list", '"胜诉,败诉,撤诉,调解"')
    assert rules["行政诉讼 I5:I1048576"].formula1 == '"是,否"'
    people = rules["矛盾调解 G5:G1048576"]
    assert (people.type, people.formula1, people.formula2) == ("whole", "1", "500")
    assert people.error == "“涉及人数”不对，应当是：整数；1 到 500；只写数，不写单位"
    day = rules["行政复议 E5:E1048576"]
    assert (day.type, day.formula1, day.formula2) == ("date", "7306", "73050")
    assert "日期" in day.prompt
    assert all(rule.showErrorMessage and rule.errorStyle == "stop" for rule in rules.values())
    assert "行政复议 B5:B1048576" not in rules, "any text will do"


def test_headings_are_locked_and_rows_are_not(project: Project) -> None:
    for form in project.forms(2023):
        for sheet in sheets(form.file):
            assert sheet.protection.sheet
            assert sheet.protection.password is None
            assert not any((sheet.protection.formatColumns, sheet.protection.formatRows))
            assert all(cell.protection.locked for row in sheet["A1:C4"] for cell in row)
            assert all(sheet.column_dimensions[column].protection.locked is False for column in "ABC")
            assert sheet.max_row == forms.EXAMPLE, "a cell of its own would take the place of the column's"
            assert sheet.freeze_panes == "A4"
            assert sheet.print_title_rows == "$3:$3"
            assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
            assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    formats = openpyxl.load_workbook(project.forms(2023)[0].file)["行政复议"].column_dimensions
    assert [formats[column].number_format for column in "ABE"] == ["General", "@", "yyyy-mm-dd"]


def test_the_same_profile_and_year_give_the_same_bytes(project: Project, tmp_path: Path) -> None:
    kinds = list(project.profile.kinds.values())
    assert forms.workbook(kinds, "司法所", 2023) == forms.workbook(kinds, "司法所", 2023)
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
    assert set(re.findall(r"[A-Za-z]{3,}", help_text)) == {"forms", "help", "json", "JSON"}


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
    assert [cell.value for cell in sheet[forms.EXAMPLE]][2:] == [
        "AA111111", f"某{WORDY}", LONG[0], "=1", 12, -1.5, 20,
    ]  # fmt: skip
    assert [str(cell.value) for cell in sheet[forms.HEADER]][-3:] == [
        "增长率（%）",
        "金额（含税）（元）",
        "排名",
    ]
    assert "百分之五写 5，不写百分号" in sheet["G3"].comment.text
    assert sheet.row_dimensions[forms.HEADER].height > 60, "a long heading is wrapped"
    lists = [rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    assert [_values(book, listed) for listed in lists] == [LONG, ["=1", "甲,乙", '"丙"']]
    rules = [rule for each in book.worksheets for rule in each.data_validations.dataValidation]
    assert all(len(rule.formula1) <= 255 and len(rule.error) <= 255 for rule in rules)


def _values(book: openpyxl.Workbook, listed: str) -> list[Any]:
    name, _, cells = listed.rpartition("!")
    return [row[0].value for row in book[name.strip("'")][cells.replace("$", "")]]


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
    assert [[cell.value for cell in row] for row in sheet["A3:B4"]] == [["*顺序号", "属实"], ["示例", "是"]]


# How a form looks, and what it says of each column


def form(year: int = 2023, **fields: Field) -> openpyxl.Workbook:
    """The form of one kind with these fields."""
    kind = Kind(name="复议", title="复议台账", fields=fields)
    return openpyxl.load_workbook(BytesIO(forms.workbook([kind], "司法所", year)))


def widths(**fields: Field) -> list[float]:
    """The widths of the columns of a form, 序号 first."""
    sheet = form(**fields).worksheets[0]
    return [round(sheet.column_dimensions[cell.column_letter].width, 2) for cell in sheet[forms.HEADER]]


TEXT, NUMBER = Field(type="string"), Field(type="number")


def test_a_column_is_as_wide_as_its_longest_word_and_no_wider_than_26_digits() -> None:
    words = Field(type="string", enum=("维持", "责令履行法定职责"))
    assert widths(名=NUMBER, 这一列的名称是十字=NUMBER, 结果=words) == [8, 11, 21, 19]
    assert widths(这一列的名称共有十二个字=NUMBER, 这一列的名称有十一个字=NUMBER) == [8, 26, 25]
    assert widths(a数b量c=NUMBER, abcdefghijkl=NUMBER) == [8, 11, 15]
    full = dict.fromkeys(["ｆｕｌｌ字宽"], NUMBER)
    assert widths(**full) == [8, 15]


def test_an_example_is_as_wide_as_a_heading() -> None:
    assert widths(年=Field(type="date"), 数=Field(type="number", minimum=123456789012.5)) == [8, 13, 17]


def test_free_text_shares_evenly_what_is_left_of_the_page() -> None:
    assert widths(甲=TEXT, 乙=TEXT, 丙=TEXT, 丁=TEXT, 戊=TEXT) == [8, 22, 22, 22, 22, 22]
    assert widths(甲=TEXT, 数=NUMBER, 乙=TEXT, 丙=TEXT) == [8, 33, 11, 33, 33]
    assert widths(**{f"第{n}": TEXT for n in range(10)}) == [8, *[11.0] * 10]


def test_free_text_takes_no_more_than_34_digits_beside_its_own() -> None:
    assert widths(甲=TEXT) == [8, 45]
    assert widths(甲=TEXT, 乙=TEXT) == [8, 45, 45]


def test_codes_and_lists_are_no_free_text() -> None:
    assert widths(代码=Field(type="string", unique=True), 结果=Field(type="string", enum=("是",))) == [
        8,
        11,
        11,
    ]


def test_a_row_is_as_high_as_its_lines_need() -> None:
    sheet = form(甲=NUMBER, 这一列的名称共有十二个字=NUMBER).worksheets[0]
    heights = [round(sheet.row_dimensions[row].height, 1) for row in (1, 2, forms.HEADER, forms.EXAMPLE)]
    assert heights == [36.4, 20, 23.4, 19.4]
    long = form(**{"一二三四五六七八九十" * 3: NUMBER}).worksheets[0]
    assert round(long.row_dimensions[forms.HEADER].height, 1) == round(1.4 * 11 * 3 + 8, 1)


def test_a_title_wider_than_the_table_is_wrapped_in_its_own_size() -> None:
    sheet = openpyxl.load_workbook(
        BytesIO(forms.workbook([Kind(name="表", title="很长的标题" * 4, fields={"甲": NUMBER})], "所", 2023))
    ).worksheets[0]
    assert round(sheet.row_dimensions[1].height, 1) == round(1.4 * 16 * 4 + 14, 1)
    assert str(sheet.merged_cells) == "A1:B1"


def test_a_form_is_printed_in_the_middle_of_numbered_pages() -> None:
    book = form(甲=TEXT)
    assert book.active == book.worksheets[0]
    for sheet in book.worksheets:
        assert sheet.print_options.horizontalCentered
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddFooter.center.text == "第 &P 页，共 &N 页"


def test_a_locked_sheet_lets_rows_be_added_sorted_and_filtered() -> None:
    protection = form(甲=TEXT).worksheets[0].protection
    forbidden = {name for name in ("formatCells", "insertRows", "sort", "autoFilter", "deleteColumns",
                                   "insertColumns") if getattr(protection, name)}  # fmt: skip
    assert forbidden == {"deleteColumns", "insertColumns"}


def test_fonts_and_lines_are_those_of_an_official_table() -> None:
    book = form(甲=TEXT, 数=NUMBER, 果=Field(type="string", enum=("是",)))
    sheet, guide = book.worksheets
    title, head, sample = sheet["A1"], sheet["B3"], sheet["B4"]
    assert (title.font.name, title.font.sz, title.alignment.horizontal) == ("黑体", 16, "center")
    assert (head.font.name, head.font.b, head.fill.fgColor.rgb) == ("宋体", True, "00DDE6F0")
    assert (sample.font.i, sample.font.color.rgb) == (True, "00808080")
    for cell in (head, sample):
        box = cell.border
        assert [side.style for side in (box.left, box.right, box.top, box.bottom)] == ["thin"] * 4
        assert cell.alignment.wrap_text
    assert not sheet["A2"].alignment.wrap_text, "the sender's name may run over the next columns"
    assert [sheet[f"{column}4"].alignment.horizontal for column in "ABCD"] == [
        "center",
        None,
        "center",
        "center",
    ]
    assert guide["A1"].font.name == "黑体"


def test_lines_are_drawn_around_the_rows_that_are_filled() -> None:
    sheet = form(甲=TEXT, 乙=TEXT).worksheets[0]
    ((cells, (rule,)),) = [(each.sqref, each.rules) for each in sheet.conditional_formatting]
    assert (str(cells), rule.formula) == ("A5:C1048576", ["COUNTA($A5:$C5)>0"])
    assert rule.dxf.border.left.style == "thin"


def note(declared: Field, name: str = "甲") -> list[str]:
    """The lines of the note on a heading."""
    return str(form(**{name: declared}).worksheets[0]["B3"].comment.text).splitlines()


def test_a_note_tells_all_that_a_field_asks_for() -> None:
    assert note(TEXT) == ["【甲】", "没有的可以空着", "文字"]
    asked = Field(
        type="number", required=True, personal=True, minimum=0, maximum=1.5, unit="万元", aliases=("乙", "丙")
    )
    assert note(asked) == [
        "【甲】", "必填", "数字，可以有小数", "0 到 1.5", "只写数，不写单位", "单位：万元",
        "个人信息：只留在底账里，不印进报告", "也叫：乙、丙",
    ]  # fmt: skip
    assert note(Field(type="integer", minimum=3))[2:] == ["整数", "不小于 3"]
    assert note(Field(type="number", maximum=-3))[2:] == ["数字，可以有小数", "不大于 -3"]
    assert note(Field(type="string", pattern="[0-9]+", unique=True))[2:] == [
        "文字", "写法要合乎规则 [0-9]+", "各行不能重复",
    ]  # fmt: skip
    assert note(Field(type="number", unit="％"))[3] == "百分之五写 5，不写百分号"
    assert note(Field(type="boolean"))[2:] == ["写“是”或“否”"]


@pytest.mark.parametrize(("length", "spelt"), [(119, True), (120, True), (121, False)])
def test_a_list_of_up_to_120_signs_is_spelt_out_in_the_note(length: int, spelt: bool) -> None:
    values = ("甲" * (length - 2), "乙")
    assert (f"可选：{'、'.join(values)}" in note(Field(type="string", enum=values))) is spelt


@pytest.mark.parametrize(("aliases", "height"), [((), 76), (("乙",), 96), (("很长的别名" * 5,), 116)])
def test_a_note_is_as_high_as_its_lines(aliases: tuple[str, ...], height: int) -> None:
    drawn = forms._note("甲", Field(type="string", aliases=aliases))
    assert (drawn.width, drawn.height) == (270, height)


def rule(declared: Field, name: str = "甲") -> Any:
    (found,) = form(**{name: declared}).worksheets[0].data_validations.dataValidation
    return found


def test_numbers_without_bounds_are_those_that_a_cell_can_hold() -> None:
    whole = rule(Field(type="integer"))
    assert (whole.type, whole.formula1, whole.formula2) == ("whole", "-999999999999999", "999999999999999")
    share = rule(Field(type="number", minimum=0))
    assert (share.type, share.formula1, share.formula2) == ("decimal", "0", "999999999999999")
    assert (rule(Field(type="number", maximum=0)).formula2, whole.allow_blank) == ("0", True)
    assert (whole.showInputMessage, whole.prompt, whole.promptTitle) == (True, "整数", "甲")
    assert (whole.showErrorMessage, whole.errorTitle, whole.errorStyle) == (True, "请改一下", "stop")


def test_what_excel_shows_of_a_rule_is_cut_to_what_it_can_hold() -> None:
    name, pattern = "一二三四五六七八九十" * 5, "[0-9]{4}" * 30
    number = rule(Field(type="integer", minimum=1), name)
    assert number.promptTitle == name[:29] + "…"
    assert number.error.startswith(f"“{name[:39]}…”不对，应当是：")
    assert rule(Field(type="integer"), name[:30]).promptTitle == name[:30]
    coded = rule(Field(type="integer", pattern=pattern))
    assert (len(coded.prompt), coded.prompt[-1]) == (150, "…")
    chosen = rule(Field(type="string", enum=("是", "否")), name)
    assert (chosen.error, chosen.allow_blank) == (f"“{name[:39]}…”只能从下拉列表里选", True)


@pytest.mark.parametrize(
    ("values", "inside"),
    [
        (("维持", "撤销"), True),
        (("甲" * 127, "乙" * 127), True),  # 255 signs
        (("甲" * 127, "乙" * 128), False),
        (("😀" * 100,), True),  # two signs each, as Excel counts
        (("😀" * 128,), False),
        (("甲,乙",), False),
        (('"甲"',), False),
        ((" 甲", "乙"), False),
    ],
)
def test_a_list_stands_in_the_rule_where_excel_takes_it_there(values: tuple[str, ...], inside: bool) -> None:
    book = form(果=Field(type="string", enum=values))
    (found,) = book.worksheets[0].data_validations.dataValidation
    if inside:
        assert found.formula1 == f'"{",".join(values)}"'
    else:
        assert _values(book, found.formula1) == list(values)
    told = [row for row in book[forms.INSTRUCTIONS].values if row[0] == "B列 果"]
    assert told[0][3] == ("、".join(values) if inside else "见最后的清单")


def test_a_column_that_excel_checks_is_left_unchecked_where_nothing_is_said() -> None:
    sheet = form(数=NUMBER, 果=Field(type="string", enum=("是",))).worksheets[0]
    assert [str(each.sqref) for each in sheet.data_validations.dataValidation] == [
        "B6:B1048576",
        "C5:C1048576",
    ]
    sheet = form(数=NUMBER, 果=Field(type="string", enum=("是",)), 事=TEXT, 由=TEXT).worksheets[0]
    assert [str(each.sqref) for each in sheet.data_validations.dataValidation] == [
        "B5:B1048576",
        "C5:C1048576",
    ]


@pytest.mark.parametrize(
    ("declared", "shown"),
    [
        (Field(type="date"), date(2024, 5, 12)),
        (Field(type="boolean"), "是"),
        (Field(type="integer"), 12),
        (Field(type="integer", minimum=12.5), 13),
        (Field(type="number", minimum=12.5), 12.5),
        (Field(type="number", maximum=3), 3),
        (Field(type="string"), "某甲"),
        (Field(type="string", enum=("维持", "撤销")), "维持"),
        (Field(type="string", enum=("维持", "撤销"), pattern="撤."), "撤销"),
        (Field(type="string", pattern="某某"), "某某"),
        (Field(type="string", pattern=r"某〔\d{4}〕\d号"), "某〔2024〕1号"),
        (Field(type="string", pattern=r"〔\d{4}〕\d号"), "〔2024〕1号"),
        (Field(type="string", pattern=r"（\d{4}）某\d号"), "（2024）某1号"),
        (Field(type="string", pattern=r"\d{34}"), "2024" + "1" * 30),
        (Field(type="string", pattern=r"\d{35}"), None),
        (Field(type="string", pattern=r"\d{4}-\d"), "2024-1"),
        (Field(type="string", pattern=r"[A-Z]\d"), "A1"),
        (Field(type="string", pattern=r"[A-Z]{2}\d"), "AA1"),
        (Field(type="string", pattern=r"[A-Z]{3}\d"), "AAA1"),
        (Field(type="string", pattern=r"[A-Z]{4}\d"), "AAAA1"),
    ],
)
def test_an_example_meets_all_that_the_field_asks_for(declared: Field, shown: object) -> None:
    assert forms.example("甲", declared, 2024) == shown


def test_the_sheet_of_a_kind_has_a_name_that_excel_takes() -> None:
    names = {
        "甲[乙]:丙/丁\\戊?己*": "甲_乙__丙_丁_戊_己_",
        "'引号'": "引号",
        " \x07 ": "表",
        "字" * 30: "字" * 28,
    }
    kinds = [Kind(name=name, title="表", fields={"甲": TEXT}) for name in names]
    book = openpyxl.load_workbook(BytesIO(forms.workbook(kinds, "所", 2023)))
    assert book.sheetnames == [*names.values(), forms.INSTRUCTIONS]


def test_the_instructions_tell_rule_by_rule_and_column_by_column() -> None:
    book = form(甲=Field(type="string", required=True, personal=True), 数=Field(type="number", unit="元"))
    guide = book[forms.INSTRUCTIONS]
    rows = [[cell for cell in row if cell] for row in guide.values]
    assert rows[0] == ["2023年报送表填表说明（司法所）"]
    assert [row[0][:3] for row in rows[1:8]] == [f"{n}. " for n in range(1, 8)]
    assert rows[8:] == [
        [],
        ["一、《复议台账》，填在工作表“复议”"],
        ["列名", "是否必填", "类型和写法", "可选取值", "计量单位"],
        ["B列 甲", "必填", "文字；个人信息，不印进报告"],
        ["C列 数", "可以不填", "数字，可以有小数；只写数，不写单位", "元"],
        ["没有发生的，在第5行“甲”列写“无”，照样交回。"],
    ]
    assert [guide.column_dimensions[column].width for column in "ABCDE"] == [26, 11, 38, 48, 11]
    assert "A1:E1" in str(guide.merged_cells)
    assert "A11:E11" not in str(guide.merged_cells)
    assert round(guide.row_dimensions[1].height, 1) == 26.4
    assert round(guide.row_dimensions[11].height, 1) == 19.4
    assert guide.row_dimensions[9].height is None


def test_a_blank_line_parts_the_kinds_and_the_lists() -> None:
    kinds = [
        Kind(name=name, title=f"{name}台账", fields={"果": Field(type="string", enum=("甲,乙", "丙"))})
        for name in "天地"
    ]
    guide = openpyxl.load_workbook(BytesIO(forms.workbook(kinds, "所", 2023)))[forms.INSTRUCTIONS]
    column = [row[0] for row in guide.values][8:]
    assert column == [
        None, "一、《天台账》，填在工作表“天”", "列名", "B列 果", "没有发生的，在第5行“果”列写“无”，照样交回。",
        None, "二、《地台账》，填在工作表“地”", "列名", "B列 果", "没有发生的，在第5行“果”列写“无”，照样交回。",
        None, "《天台账》“果”的可选取值", "甲,乙", "丙",
        None, "《地台账》“果”的可选取值", "甲,乙", "丙",
    ]  # fmt: skip


def test_a_long_line_of_the_instructions_is_wrapped_within_its_column() -> None:
    long = Field(type="string", aliases=("乙",), enum=tuple(f"第{n}类事项" for n in "一二三四五六七八九十"))
    guide = form(果=long)[forms.INSTRUCTIONS]
    assert guide["D12"].value.startswith("第一类事项、第二类事项")
    assert round(guide.row_dimensions[12].height, 1) == round(1.4 * 11 * 3 + 4, 1)
