"""Dates after the cut-off in whole workspaces: what counts, what is told, and what need not be taken out of a register."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import edit, write_xlsx
from openpyxl.worksheet.worksheet import Worksheet

from reportgen import pipeline
from tests.examples import drawn

MEDIATIONS, CASES = "来件/2023/司法所/矛盾纠纷调解台账.xlsx", "来件/2023/司法所/行政复议台账.xlsx"


def built(root: Path, file: str, sheet: str, **cells: object) -> tuple[dict[str, str | None], list[str]]:
    """Figures by name, and what is found as code and cell, after some cells of a sample were changed."""

    def change(page: Worksheet) -> None:
        for cell, value in cells.items():
            page[cell] = value

    edit(root / file, sheet, change)
    project = pipeline.open_project(root)
    pipeline.collect(project)
    found = pipeline.validate(project, 2023)[1]
    figures = {each.definition.full_name: each.text for each, _ in pipeline.figures(project, 2023).figures}
    return figures, [f"{each.code} {each.severity} {each.place.cell}" for each in found]


def test_a_case_decided_in_january_counts_as_open_and_is_no_finding(workspace: Path) -> None:
    figures, found = built(workspace, CASES, "复议", C8="2023-11-20", G8="2024-01-15")
    assert [each for each in found if not each.startswith("CASE00")] == []
    assert figures["行政复议.未审结"] == "1"


def test_a_case_decided_later_counts_as_open_and_is_told(workspace: Path) -> None:
    figures, found = built(workspace, CASES, "复议", G8="2024-02-20")
    assert found == ["ROW011 warning G8"]
    assert (figures["行政复议.总数"], figures["行政复议.未审结"]) == ("5", "1")


def test_a_dispute_received_in_january_at_the_end_of_the_register_does_not_count(workspace: Path) -> None:
    figures, found = built(workspace, MEDIATIONS, "台账", C125="2024-01-08", J125="2024-01-09")
    assert {each.split()[0] for each in found} == {"MEDI003", "MEDI004"}
    assert figures["矛盾调解.总数"] == "120"


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"C10": "2024-01-08", "J10": "2024-01-09"}, "ROW011 warning C10"),
        ({"C125": "2032-01-08"}, "MEDI001 error C125"),
        ({"J10": None}, "ROW013 warning J10"),
    ],
)
def test_a_date_that_may_be_wrong_is_told(workspace: Path, cells: dict[str, object], told: str) -> None:
    assert told in built(workspace, MEDIATIONS, "台账", **cells)[1]


def test_a_row_of_the_year_before_is_told_once_for_a_table_where_no_check_has_told_it() -> None:
    case = Path(__file__).parent.parent / "cases" / "rows-of-the-year-before" / "expected.txt"
    said = [line for line in case.read_text(encoding="utf-8").splitlines() if line.startswith("ROW014")]
    assert said == [
        "ROW014 warning 调解台账.xlsx › 台账 › B2: 受理日期2022-12-30在2023年以前，这一行照样计入了（这张表里这样的有2行）"
    ]


def test_an_outcome_without_the_column_of_its_date_is_told(workspace: Path) -> None:
    _, found = built(workspace, MEDIATIONS, "台账", J3="天气")
    assert "TAB005 warning " in found


@pytest.mark.parametrize(
    ("cells", "code", "message"),
    [
        ({"C10": "2024-01-08"}, "ROW011", "受理日期2024-01-08在截止日期2023-12-31以后，这一行没有计入"),
        ({"C10": "2024-01-08", "C12": "2024-01-09"}, "ROW011",
         "受理日期2024-01-08在截止日期2023-12-31以后，这一行没有计入（这张表里这样的有2行）"),
        ({"J10": "2024-02-08"}, "ROW011", "办结日期2024-02-08在截止日期2023-12-31以后，这一行按还没有办结算"),
        ({"J10": None}, "ROW013", "填了调解结果，没有填办结日期，按截止日期以前的算"),
        ({"J10": None, "J11": None, "J12": None}, "ROW013",
         "填了调解结果，没有填办结日期，按截止日期以前的算（这张表里这样的有3行）"),
    ],
)  # fmt: skip
def test_rows_of_one_kind_are_told_once_with_how_many_they_are(
    workspace: Path, cells: dict[str, object], code: str, message: str
) -> None:
    built(workspace, MEDIATIONS, "台账", **cells)
    found = pipeline.validate(pipeline.open_project(workspace), 2023)[1]
    assert [each.message for each in found if each.code == code] == [message]


HEADING = "案号 | 收案日期 | 答复日期 | 结案日期 | 审理结果"


def told_of(root: Path, cutoff: str, rows: list[str]) -> list[tuple[str, str, str]]:
    """What is told of late rows: code, file and sheet, message."""
    settings = f"unit: 近海镇\nreport: {{截止日期: {cutoff}}}\n"
    (root / "reportgen.yaml").write_text(settings, encoding="utf-8")
    write_xlsx(root / "来件" / "2023" / "司法所" / "复议.xlsx", "\n".join([HEADING, *rows]), "复议")
    project = pipeline.open_project(root)
    pipeline.collect(project)
    found = pipeline.validate(project, 2023)[1]
    return [
        (each.code, f"{each.place.file} › {each.place.sheet}", each.message)
        for each in found
        if each.code in ("ROW011", "ROW017")
    ]


@pytest.mark.parametrize(
    ("cutoff", "days", "rows"),
    [
        ("2023年9月30日", ["3-1", "10-8", "11-8", "12-8"], "第3—5行（3行）"),
        ("2023年11月30日", ["3-1", "10-8", "11-8", "12-8"], "第5行（1行）"),
        ("2023年9月30日", ["3-1", "9-30"], ""),
        ("2023年12月31日", ["3-1", "12-31"], ""),
    ],
)
def test_rows_after_a_cutoff_before_the_years_end_are_told_by_table(
    tmp_path: Path, cutoff: str, days: list[str], rows: str
) -> None:
    found = told_of(tmp_path, cutoff, [f"复{day} | 2023-{day} | | | " for day in days])
    day = cutoff.replace("年", "-").replace("月", "-").removesuffix("日").replace("-9-", "-09-")
    said = f"{rows}的收到日期在截止日期{day}以后，没有计入"
    assert found == ([("ROW017", "来件/2023/司法所/复议.xlsx › 复议", said)] if rows else [])


def test_an_outcome_after_a_cutoff_before_the_years_end_is_told_and_an_outlier_once(tmp_path: Path) -> None:
    rows = ["复1 | 2023-8-1 | 2023-8-2 | 2023-10-8 | 维持", "复2 | 2023-11-1 | | | ", "复3 | 2023-9-1 | | | "]
    assert [(code, said) for code, _, said in told_of(tmp_path, "2023年9月30日", rows)] == [
        ("ROW017", "第2行（1行）的结案日期在截止日期2023-09-30以后，按还没有办结算"),
        ("ROW011", "收到日期2023-11-01在截止日期2023-09-30以后，这一行没有计入"),
    ]


VISITS = (
    "[sheets.yaml]\n来访: {title: 来访登记表, from: [司法所], period: 来访日期, fields: {来访日期: {type: date, required: true}, "
    "FIELDS, 办结日期: {type: date}}}\n[2023/司法所/来访.xlsx]\n"
)


@pytest.mark.parametrize(
    ("fields", "rows", "told"),
    [
        ("结果: {type: string, enum: [已办, 退回], as_of: 办结日期}", ["已办", ""], "填了办结日期，没有填结果，按没有结果的算"),
        ("结果: {type: string, enum: [已办, 退回], as_of: 办结日期}", ["", ""],
         "填了办结日期，没有填结果，按没有结果的算（这张表里这样的有2行）"),
        ("结果: {type: string, enum: [已办, 在办], as_of: 办结日期, open: 在办}", ["已办", "在办"],
         "填了办结日期，结果写的是“在办”，按“在办”的算"),
        ("结果: {type: boolean, as_of: 办结日期}\n[figures.yaml]\n来访: {已办: {sheet: 来访, where: 结果, unit: 件}}",
         ["否", ""], "填了办结日期，没有填结果，按没有结果的算"),
        ("结果: {type: boolean, as_of: 办结日期}\n[figures.yaml]\n来访: {已办: {sheet: 来访, where: 结果, unit: 件}}",
         ["是", ""], ""),
        ("结果: {type: string, as_of: 办结日期}", ["已办", ""], ""),
        ("结果: {type: string, enum: [已办], as_of: 来访日期}", ["已办", ""], ""),
    ],
)  # fmt: skip
def test_a_date_of_an_outcome_that_is_blank_is_told_where_figures_go_by_it(
    fields: str, rows: list[str], told: str, tmp_path: Path
) -> None:
    shape, _, figures = fields.partition("\n")
    lines = [f"2023-03-0{at} | {each} | 2023-03-08" for at, each in enumerate(rows, 1)]
    example = "\n".join([VISITS.replace("FIELDS", shape) + "来访日期 | 结果 | 办结日期", *lines, figures])
    found = drawn.findings(example + "\n", tmp_path)
    assert [each.message for each in found if each.code == "ROW018"] == [told] * bool(told)
