"""Reports of other kinds, by declarations alone: the folders under tests/cases/profiles, with invented numbers."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import docx
import openpyxl
import pytest
from conftest import ROOT, json_of, run, write_xlsx

from reportgen import pipeline
from reportgen.pipeline import Project
from tests.make.declared import opened as opened_declared
from tests.make.declared import printed, write_profile, write_template
from tests.make.samples_profiles import TOWNS

PROFILES = Path(__file__).parent / "cases" / "profiles"
AGENCIES = [
    "公安局",
    "交通运输局",
    "市场监管局",
    "综合执法局",
    "自然资源局",
    "生态环境局",
    "水利局",
    "农业农村局",
    "卫生健康局",
    "文化旅游局",
    "应急管理局",
    "人力社保局",
]
PENALTIES = [
    "警告通报批评",
    "罚款",
    "没收",
    "暂扣降级",
    "吊销",
    "限制经营",
    "停产关闭",
    "拘留",
    "其他处罚",
    "合计",
    "罚没金额",
]
# a blank is a power that an agency has not; the sums are those of a county that published them
PENALTY_ROWS = """
8000 | 61200 | 0   | 150 | 30 |   |   | 504 | 0 | 69884 | 6120000
3900 | 30100 | 0   | 39  | 60 |   | 0 |     | 1 | 34100 | 7110000
  20 |   900 | 180 | 0   | 9  | 0 | 2 |     | 4 | 1115  | 1890000
 150 |  2100 | 12  |     |    |   |   |     | 0 | 2262  | 830000
   3 |    40 | 5   | 0   | 0  |   |   |     | 0 | 48    | 410000
   9 |    88 | 0   | 0   | 0  | 0 | 6 |     | 0 | 103   | 640000
   8 |    31 | 8   |     |    |   |   |     | 0 | 47    | 52000
  12 |    90 | 20  | 0   | 0  |   |   |     | 2 | 124   | 95000
  41 |   260 | 8   | 0   | 2  |   | 1 |     | 0 | 312   | 198000
  14 |    35 | 2   | 0   | 0  |   |   |     | 0 | 51    | 61000
  15 |    80 | 0   | 0   | 0  | 0 | 2 |     | 5 | 102   | 123900
   3 |     5 |     |     |    |   |   |     | 0 | 8     | 8000
"""
LICENCES = {"市场监管局": "20000 | 20000 | 19920 | 75 | 5", "交通运输局": "6569 | 6569 | 6542 | 27 | 0"}
INSPECTIONS = {
    "市场监管局": "2023-03-01 | 日常 | 是 | 12\n2023-04-01 | 专项 | 否 | 5\n2023-05-01 | 日常 | 是 | 3",
    "交通运输局": "2023-03-01 | 日常 | 是 | 7",
    "水利局": "无",
}
OUTCOMES = [
    "予以公开",
    "部分公开",
    "国家秘密",
    "法律禁止公开",
    "三安全一稳定",
    "第三方权益",
    "内部事务",
    "过程性信息",
    "执法案卷",
    "行政查询",
    "不掌握",
    "需另行制作",
    "补正不明确",
    "信访类申请",
    "重复申请",
    "要求出版物",
    "大量反复申请",
    "要求确认信息",
    "不补正",
    "不缴费",
    "其他处理",
]
APPLICANTS = ["自然人", "商业企业", "科研机构", "公益组织", "法律机构", "其他"]
TOTALS = ["合计", "12175", "94929", "235", "189", "101", "0", "11", "504", "12", "108156", "1753.79"]


def of_enforcement(inbox: Path) -> None:
    for agency, row in zip(AGENCIES, PENALTY_ROWS.strip().splitlines(), strict=True):
        write_xlsx(inbox / agency / "处罚.xlsx", f"{' | '.join(PENALTIES)}\n{row}", "行政处罚")
    for agency, row in LICENCES.items():
        head = "申请 | 受理 | 许可 | 不予许可 | 撤销许可"
        write_xlsx(inbox / agency / "许可.xlsx", f"{head}\n{row}", "行政许可")
    for agency, rows in INSPECTIONS.items():
        head = "检查日期 | 检查方式 | 是否涉企 | 检查次数"
        write_xlsx(inbox / agency / "检查.xlsx", f"{head}\n{rows}", "行政检查")


def matrix() -> dict[str, list[int]]:
    """The rows of the statutory table: seven requests came and one was left over, six are done, two are open."""
    rows = {each: [0] * 6 for each in ("本年新收", "上年结转", *OUTCOMES, "总计", "结转下年")}
    rows["本年新收"] = [5, 1, 0, 0, 1, 0]
    rows["上年结转"] = [1, 0, 0, 0, 0, 0]
    rows["予以公开"] = [3, 1, 0, 0, 0, 0]
    rows["不掌握"] = [1, 0, 0, 0, 1, 0]
    rows["总计"] = [4, 1, 0, 0, 1, 0]
    rows["结转下年"] = [2, 0, 0, 0, 0, 0]
    return rows


def of_disclosure(inbox: Path, rows: dict[str, list[int]]) -> None:
    lines = [" | ".join(("项目", *APPLICANTS, "总计"))]
    lines += [" | ".join(map(str, (name, *row, sum(row)))) for name, row in rows.items()]
    write_xlsx(inbox / "办公室" / "公开.xlsx", "\n".join(lines), "公开申请")


def opened(root: Path, name: str, lines: list[str], tables: list[list[list[str]]]) -> Project:
    """A workspace with one of the profiles and a template of these lines and tables."""
    shutil.copytree(PROFILES / name, root / "templates" / name)
    write_template(root / "templates" / name / "report.docx", lines, tables)
    (root / "reportgen.yaml").write_text(
        f"profile: templates/{name}\ninbox: 来件\nunit: 某县\n", encoding="utf-8"
    )
    return pipeline.open_project(root)


def row_of(name: str, *tags: str) -> list[str]:
    """A table's row that is repeated for each entry of a list."""
    first, *others = (f"{{{{{tag}}}}}" for tag in tags)
    *middle, last = others
    return [f"{{{{#{name}}}}}{first}", *middle, f"{last}{{{{/{name}}}}}"]


ENFORCEMENT = [
    "行政处罚{{行政处罚.合计}}宗，罚没{{行政处罚.罚没金额}}万元，平均每宗{{行政处罚.每宗金额}}万元。",
    "最多的是{{#行政处罚.前三}}{{报送部门}}（{{合计}}宗）{{^末项}}、{{/末项}}{{/行政处罚.前三}}。",
    "受理{{行政许可.受理}}件，许可{{行政许可.许可}}件（{{行政许可.许可率}}），在办{{行政许可.在办}}件。",
    "{{#行政检查.涉企}}{{#是否涉企}}涉企检查{{数量}}次{{/是否涉企}}{{/行政检查.涉企}}。",
]


@pytest.fixture
def enforcement(tmp_path: Path) -> Project:
    of_enforcement(tmp_path / "来件" / "2023")
    penalties = [
        ["机关", *PENALTIES],
        row_of("行政处罚.按机关", "报送部门", *(f"{each} | 原样" for each in PENALTIES)),
    ]
    ways = ["日常", "专项", "个案", "合计"]
    return opened(
        tmp_path,
        "enforcement",
        ENFORCEMENT,
        [penalties, [["机关", *ways], row_of("行政检查.按机关方式", "报送部门", *ways)]],
    )


def test_the_enforcement_annual_of_twelve_agencies_and_nine_kinds(enforcement: Project) -> None:
    built = enforcement.build(2023)
    assert [str(each) for each in built.rendered.findings] == []
    lines, (penalties, inspections) = printed(enforcement)
    assert lines == [
        "行政处罚108156宗，罚没1753.79万元，平均每宗0.0162万元。",
        "最多的是公安局（69884宗）、交通运输局（34100宗）、综合执法局（2262宗）。",
        "受理26569件，许可26462件（99.6%），在办5件。",
        "涉企检查22次。",
    ]
    assert [row[0] for row in penalties] == ["机关", *AGENCIES, "合计"]
    assert penalties[-1] == TOTALS
    assert penalties[1] == [
        "公安局",
        "8000",
        "61200",
        "0",
        "150",
        "30",
        "",
        "",
        "504",
        "0",
        "69884",
        "612.00",
    ]
    assert inspections[1:] == [
        ["市场监管局", "15", "5", "0", "20"],
        ["交通运输局", "7", "0", "0", "7"],
        ["水利局", "0", "0", "0", "0"],
        ["合计", "22", "5", "0", "27"],
    ]


DISCLOSURE = [
    "新收{{公开申请.新收}}件，上年结转{{公开申请.上年结转}}件，应办{{公开申请.应办}}件；"
    "办结{{公开申请.办结}}件，予以公开{{公开申请.公开率}}。",
]


@pytest.fixture
def disclosure(tmp_path: Path) -> Project:
    of_disclosure(tmp_path / "来件" / "2023", matrix())
    head = [*APPLICANTS, "总计"]
    return opened(
        tmp_path, "disclosure", DISCLOSURE, [[["项目", *head], row_of("公开申请.矩阵", "项目", *head)]]
    )


def test_the_disclosure_annual_with_its_matrix(disclosure: Project) -> None:
    built = disclosure.build(2023)
    assert [str(each) for each in built.rendered.findings] == []
    lines, (table,) = printed(disclosure)
    assert lines == ["新收7件，上年结转1件，应办8件；办结6件，予以公开66.7%。"]
    assert table[1:] == [[name, *map(str, row), str(sum(row))] for name, row in matrix().items()]
    assert len(table) == 26


@pytest.mark.parametrize(
    ("name", "column", "by", "codes"),
    [
        ("予以公开", 0, 1, {"PUB002"}),
        ("结转下年", 0, -1, {"PUB003"}),
        ("总计", 4, 1, {"PUB002", "PUB003"}),
    ],
)
def test_the_identities_of_the_matrix_are_checked(
    disclosure: Project, name: str, column: int, by: int, codes: set[str]
) -> None:
    rows = matrix()
    rows[name][column] += by
    of_disclosure(disclosure.workspace.root / "来件" / "2023", rows)
    disclosure.collect()
    assert {each.code for each in disclosure.validate(2023)} == codes


def test_a_label_that_is_not_there_is_an_error_at_the_sheet_and_no_zero(disclosure: Project) -> None:
    rows = matrix()
    del rows["上年结转"]
    of_disclosure(disclosure.workspace.root / "来件" / "2023", rows)
    disclosure.collect()
    found = [each for each in disclosure.validate(2023) if each.code == "FIG007"]
    assert {(each.department, str(each.place)) for each in found} == {
        ("办公室", "来件/2023/办公室/公开.xlsx › 公开申请")
    }
    assert [each.message for each in found] == ["没有项目是“上年结转”的一行，要取的数没有"]
    figures = {figure.definition.name: figure for figure, _ in disclosure.figures(2023)[0]}
    assert [figures[name].text for name in ("新收", "上年结转", "应办")] == ["7", None, None]


def test_a_blank_and_a_zero_a_missing_agency_and_a_total_by_the_agency(enforcement: Project) -> None:
    shutil.rmtree(enforcement.workspace.root / "来件" / "2023" / "水利局")
    enforcement.collect()
    figures = {figure.definition.full_name: figure for figure, _ in enforcement.figures(2023)[0]}
    for name in ("行政处罚.合计", "行政处罚.每宗金额", "行政检查.次数"):
        assert figures[name].text is None
        assert figures[name].absent
    assert figures["行政检查.按机关方式"].items == ()
    assert figures["行政许可.在办"].text == "5"


def test_a_draft_shows_the_gaps_of_a_table_whose_agency_did_not_report(enforcement: Project) -> None:
    shutil.rmtree(enforcement.workspace.root / "来件" / "2023" / "水利局")
    enforcement.collect()
    assert enforcement.render(2023).file is None
    draft = enforcement.render(2023, draft=True).file
    assert draft
    _, inspections = (
        [[cell.text for cell in row.cells] for row in table.rows]
        for table in docx.Document(str(draft)).tables
    )
    assert inspections == [
        ["机关", "日常", "专项", "个案", "合计"],
        ["【缺：报送部门】", "【缺：日常】", "【缺：专项】", "【缺：个案】", "【缺：合计】"],
    ]


def test_a_cross_table_is_written_in_four_cells(enforcement: Project) -> None:
    folder = enforcement.workspace.profile
    name = "行政处罚.按机关"
    head = ["机关", f"{{{{#{name}.列}}}}{{{{列名}}}}{{{{/{name}.列}}}}"]
    body = [f"{{{{#{name}}}}}{{{{报送部门}}}}", f"{{{{#列}}}}{{{{数 | 原样}}}}{{{{/列}}}}{{{{/{name}}}}}"]
    write_template(folder / "report.docx", ["共{{行政处罚.合计}}宗。"], [[head, body]])
    project = pipeline.open_project(enforcement.workspace.root)
    project.collect()
    (table,) = printed(project)[1]
    assert table[0] == ["机关", *PENALTIES]
    assert table[-1] == TOTALS
    assert table[1] == ["公安局", "8000", "61200", "0", "150", "30", "", "", "504", "0", "69884", "612.00"]


def test_a_cell_is_traced_by_its_agency_and_its_column(enforcement: Project) -> None:
    enforcement.collect()
    root = enforcement.workspace.root
    found = json_of("trace", 2023, "行政处罚.按机关[公安局].罚款", at=root)
    assert (found["name"], found["value"]) == ("行政处罚.按机关[公安局].罚款", 61200)
    assert [each["file"] for each in found["sources"]] == ["来件/2023/公安局/处罚.xlsx"]
    entry = run("trace", 2023, "行政处罚.按机关[水利局]", at=root).stdout
    assert "公安局" not in entry
    assert "合计47" in entry
    mean = json_of("trace", 2023, "行政处罚.每宗金额", at=root)
    assert [each["name"] for each in mean["parts"]] == ["行政处罚.罚没金额", "行政处罚.合计"]
    for asked, said in (
        ("行政处罚.按机关[税务局]", "没有叫“税务局”的一项：可以写 [公安局]、[交通运输局]"),
        ("行政处罚.按机关[公安局].罚", "里没有叫“罚”的数：可以写 警告通报批评、罚款"),
        ("行政处罚.按机关[99]", "只有 13 项，没有第 99 项"),
        ("行政处罚.罚款[1]", "不是清单"),
    ):
        assert said in run("trace", 2023, asked, at=root).stderr


def test_the_grounds_of_a_table_are_its_columns(enforcement: Project) -> None:
    enforcement.collect()
    done = run("render", 2023, "--evidence", "--review", "--html", at=enforcement.workspace.root)
    assert done.returncode == 0, done.stdout + done.stderr
    book = openpyxl.load_workbook(enforcement.workspace.root / "输出" / "2023年数据底稿.xlsx")
    rows = {row[0]: row for row in book["数据项"].iter_rows(values_only=True)}
    assert rows["行政处罚.按机关"][3].startswith("公安局：警告通报批评8000，罚款61200")
    assert rows["行政处罚.每宗金额"][1] == "罚没金额 ÷ 合计"
    links = [row[1] for row in book["来源"].iter_rows(values_only=True) if row[0] == "行政处罚.每宗金额"]
    assert links == ["由下面的数算出", "行政处罚.罚没金额", "行政处罚.合计"]
    checked = run("verify", *enforcement.workspace.output.glob("*报告.docx"), at=enforcement.workspace.root)
    assert "没有不一致的" in checked.stdout


def test_the_worked_example_of_the_profiles_readme_is_right(tmp_path: Path) -> None:
    text = (ROOT / "templates" / "rule-of-law" / "README.md").read_text(encoding="utf-8")
    example = text.partition("例：12个机关")[2].partition("## 哪些字")[0]
    figures = "\n".join(line[4:] for line in example.splitlines() if line.startswith("    "))
    row = re.findall("`([^`]+)`", example.partition("第二行写")[2].partition("一格一个")[0])
    whole, column = (
        re.findall("`([^`]+)`", part) for part in example.partition("表头写两格")[2].split("；下一行也写两格")
    )
    fields = ("警告", "罚款", "合计")
    sheets = "行政处罚:\n  title: 处罚统计表\n  from: [公安局, 水利局]\n  fields:\n    罚没金额: {type: number, unit: 元}\n"
    sheets += "".join(f"    {each}: {{type: integer, unit: 宗}}\n" for each in fields)
    head = ["机关", *fields, "罚没金额"]
    write_profile(
        tmp_path / "p", sheets, figures, ["共{{行政处罚.合计}}宗"], [[head, row], [whole[:2], column[:2]]]
    )
    sent = {"公安局": "3 | 20 | 23 | 12000", "水利局": " | 4 | 4 | 500"}
    project = opened_declared(
        tmp_path,
        {f"2023/{name}/行政处罚": f"警告 | 罚款 | 合计 | 罚没金额\n{rows}" for name, rows in sent.items()},
    )
    tables = printed(project)[1]
    assert (
        tables
        == [
            [
                head,
                ["公安局", "3", "20", "23", "1.20"],
                ["水利局", "", "4", "4", "0.05"],
                ["合计", "3", "24", "27", "1.25"],
            ]
        ]
        * 2
    )


COUNTY = [
    "全县受理{{调解.受理}}件，{{调解.受理 | 增减}}，成功率{{调解.成功率}}，涉及{{调解.金额}}万元，每万人{{调解.每万人}}件。",
    "{{#调解.前三}}{{名次}}.{{报送部门}}{{受理}}件（上年{{受理 | 上年}}件，{{受理 | 增减}}）；{{/调解.前三}}",
    "{{#调解.各镇}}{{报送部门}}{{#调解.各镇类别}}{{类别}}{{数量}}件最多，{{/调解.各镇类别}}{{成功率}}；{{/调解.各镇}}",
]


def test_the_roll_up_of_a_county_with_twelve_townships(tmp_path: Path) -> None:
    for number, town in enumerate(TOWNS):
        for year in (2022, 2023):
            folder, more = tmp_path / "来件" / str(year) / town, 5 * (year - 2022)
            cases = (
                f"邻里 | {20 + more} | {18 + more} | {1000 * number}\n土地 | {number % 4} | 0 | {500 + number}"
                if number < 11
                else "无"
            )
            write_xlsx(folder / "调解.xlsx", f"类别 | 受理 | 成功 | 涉及金额\n{cases}", "调解")
            write_xlsx(folder / "人口.xlsx", f"人口\n{10000 + 1000 * number}", "人口")
    head = ["镇乡", "{{#调解.镇乡与类别.列}}{{列名}}{{/调解.镇乡与类别.列}}"]
    body = ["{{#调解.镇乡与类别}}{{报送部门}}", "{{#列}}{{数}}{{/列}}{{/调解.镇乡与类别}}"]
    built = opened(tmp_path, "county", COUNTY, [[head, body]]).build(2023)
    assert [(e.code, e.message, str(e.place)) for e in built.rendered.findings] == []
    project = pipeline.open_project(tmp_path)
    (whole, most, each), (table,) = printed(project)
    assert whole == "全县受理290件，增加55件，成功率87.2%，涉及6.06万元，每万人15.6件。"
    assert most == (
        "1.北坪镇28件（上年23件，增加5件）；1.小桥镇28件（上年23件，增加5件）；3.西山镇27件（上年22件，增加5件）；"
        "3.大桥镇27件（上年22件，增加5件）；3.青林乡27件（上年22件，增加5件）；"
    )
    assert each.startswith("北坪镇邻里25件最多，82.1%；小桥镇邻里25件最多，82.1%；")
    assert each.endswith(
        "红岩乡邻里0件最多，婚姻家庭0件最多，土地0件最多，劳动争议0件最多，无案件；合计87.2%；"
    )
    assert [row[0] for row in table] == ["镇乡", *TOWNS, "合计"]
    assert table[0] == ["镇乡", "邻里", "婚姻家庭", "土地", "劳动争议", "合计"]
    assert table[-2:] == [["红岩乡", "0", "0", "0", "0", "0"], ["合计", "275", "0", "15", "0", "290"]]
