"""The report of the samples: its text as a golden file, and what follows when the data change."""

from __future__ import annotations

import difflib
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from conftest import ROOT, edit
from docx import Document
from lxml import etree

from reportgen import opening, pipeline
from reportgen.model import Broken, Figure, FigureDefinition, Finding, Value, count_errors
from reportgen.pipeline import Project
from reportgen.stages.render import check, render, texts_printed
from reportgen.word import document, package
from reportgen.word import prepare as preparing
from reportgen.word.document import Template
from reportgen.word.prepare import Prepared

GOLDEN = Path(__file__).parent.parent / "golden" / "report-2023.txt"
REVIEWS = "来件/2023/司法所/行政复议台账.xlsx"
MEDIATIONS = "来件/2023/司法所/矛盾纠纷调解台账.xlsx"


def text_of(project: Project, year: int = 2023) -> list[str]:
    rendered = pipeline.render(project, year)
    assert rendered.file, rendered.findings
    return document.text_lines(rendered.file.read_bytes())


def changed(before: list[str], after: list[str]) -> list[tuple[str, str]]:
    """The lines that differ, as (before, after), one for one."""
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    pairs = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            pairs.append(("\n".join(before[a:b]), "\n".join(after[c:d])))
    return pairs


def words(before: str, after: str) -> list[tuple[str, str]]:
    """The parts of a line that differ, as (before, after)."""
    parts = [re.split(r"(?<=[，。：；（）])", line) for line in (before, after)]
    matcher = difflib.SequenceMatcher(None, *parts, autojunk=False)
    return [
        ("".join(parts[0][a:b]), "".join(parts[1][c:d]))
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
    ]


@pytest.fixture
def project(workspace: Path) -> Project:
    opened = pipeline.open_project(workspace)
    pipeline.collect(opened)
    return opened


def test_the_text_of_the_report_is_the_golden_one(collected: Project, update: bool) -> None:
    text = "\n".join(text_of(collected)) + "\n"
    if update:
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


def test_nothing_of_the_template_is_left_over(collected: Project) -> None:
    lines = text_of(collected)
    text = "\n".join(lines)
    assert not re.search(r"[{}｛｝]|None|nan|\bTrue\b|缺：", text)
    body = lines[: next(i for i, line in enumerate(lines) if line.startswith("=="))]
    assert [line for line in body if not line.split("\t")[1].strip()] == []


def test_the_sections_stand_in_the_order_of_the_reference_report(collected: Project) -> None:
    lines = [line.split("\t") for line in text_of(collected) if "\t" in line]
    assert [text for style, text in lines if style == "heading 1"] == [
        "一、本年度推进法治政府建设的主要举措和成效",
        "二、主要负责人履行推进法治建设第一责任人职责情况",
        "三、存在的主要问题",
        "四、下阶段工作安排",
    ]
    second = [text[:3] for style, text in lines if style == "heading 2"]
    assert second == ["（一）", "（二）", "（三）", "（四）", *["（一）", "（二）", "（三）"] * 2]
    third = [text.split(".")[0] for style, text in lines if style == "heading 3"]
    assert third == ["1", "2", "1", "2", "3", "4", "5", "6", "7", "1", "2", "3", "4", "5"]


def test_the_same_input_gives_the_same_bytes(collected: Project, tmp_path: Path) -> None:
    files = [pipeline.render(collected, 2023, tmp_path / name).file for name in ("一.docx", "二.docx")]
    first, second = (file.read_bytes() for file in files if file)
    assert first == second


def test_a_decision_that_was_quashed_changes_two_numbers_and_nothing_else(
    project: Project, workspace: Path
) -> None:
    before = text_of(project)
    edit(workspace / REVIEWS, "复议", lambda sheet: sheet.__setitem__("H4", "撤销"))
    pipeline.collect(project)
    ((old, new),) = changed(before, text_of(project))
    assert words(old, new) == [("维持1件，撤销1件，", "撤销2件，")]


def test_a_lost_lawsuit_is_said_in_both_places(project: Project, workspace: Path) -> None:
    before = text_of(project)
    file = workspace / "来件/2023/司法所/行政诉讼台账.xls"
    table = _rewritten(file, "驳回诉讼请求", "败诉")
    file.unlink()
    file.with_suffix(".xlsx").write_bytes(table)
    pipeline.collect(project)
    pairs = changed(before, text_of(project))
    assert len(pairs) == 2
    assert [words(old, new) for old, new in pairs] == [[("暂无败诉案件。", "败诉1件。")]] * 2


def test_no_mediation_at_all_is_said_and_leaves_no_rate(project: Project, workspace: Path) -> None:
    before = text_of(project)
    edit(workspace / MEDIATIONS, "台账", lambda sheet: sheet.delete_rows(_first_row(sheet), 121))
    pipeline.collect(project)
    ((old, new),) = changed(before, text_of(project))
    assert "121起" in old
    assert "%" not in new
    assert "成功率" not in new
    assert "全年未受理矛盾纠纷。" in new
    told = pipeline.validate(project, 2023)[1]
    assert {each.severity for each in told} == {"warning"}
    assert {each.code for each in told} == {"MEDI003", "MEDI004", "TAB009", "YOY002"}


def test_optional_parts_appear_only_when_they_are_set(project: Project, workspace: Path) -> None:
    before = text_of(project)
    settings = workspace / "reportgen.yaml"
    settings.write_text(
        settings.read_text(encoding="utf-8")
        + "\nreport:\n  主送机关: 市人民政府\n  署名: 近海镇人民政府\n  '2023':\n    文号: 近政发〔2024〕3号\n    成文日期: 2024年1月15日\n",
        encoding="utf-8",
    )
    reopened = pipeline.open_project(workspace)
    added = {new for old, new in changed(before, text_of(reopened)) if not old}
    assert added == {
        "文号\t近政发〔2024〕3号\n主送机关\t市人民政府：",
        "署名\t近海镇人民政府\n成文日期\t2024年1月15日",
    }


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("主送单位: 市人民政府", "报告里没有地方印“主送单位”"),
        ("年度: '2050'", "“年度”不能在 report 里改"),
        ("截止日期: 十一月底", "“截止日期”不是日期"),
    ],
)
def test_a_setting_that_would_do_nothing_is_told(workspace: Path, line: str, message: str) -> None:
    settings = workspace / "reportgen.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + f"\nreport:\n  {line}\n", encoding="utf-8")
    with pytest.raises(Broken) as caught:
        pipeline.open_project(workspace)
    assert [each.message for each in caught.value.findings] == [message]


def test_a_cut_off_date_of_another_year_is_told_and_makes_no_row_wrong(
    project: Project, workspace: Path
) -> None:
    settings = workspace / "reportgen.yaml"
    settings.write_text(
        settings.read_text(encoding="utf-8") + "\nreport: {截止日期: 2022年11月30日}\n", encoding="utf-8"
    )
    found = pipeline.validate(pipeline.open_project(workspace), 2023)[1]
    # of 2022 it is the cut-off: what came in its December is not in the number that is compared with
    assert sorted((each.code, each.severity) for each in found) == [
        ("FIG003", "warning"),
        ("SET002", "error"),
    ]
    assert {str(each.place) for each in found if each.code == "SET002"} == {"reportgen.yaml › 第5行"}
    assert "2023: {截止日期: 2023年11月30日}" in next(each.fix for each in found if each.code == "SET002")


def test_rows_after_the_cut_off_date_need_not_be_taken_out_and_do_not_count(
    project: Project, workspace: Path
) -> None:
    settings = workspace / "reportgen.yaml"
    settings.write_text(
        settings.read_text(encoding="utf-8") + "\nreport:\n  2023: {截止日期: 2023年11月30日}\n",
        encoding="utf-8",
    )
    project = pipeline.open_project(workspace)
    found = pipeline.validate(project, 2023)[1]
    rest = {each.code for each in found if each.code != "ROW017"}  # which tells the rows that are left out
    assert rest == set(), "the monthly sheet and the ledger agree, whatever the report leaves out"
    assert count_errors(found) == 0
    pipeline.collect(project)
    (figure, sources), *_ = pipeline.trace(project, 2023, "矛盾调解.总数").figures
    received = [day for each in sources for cell, day in each.cells.items() if cell.startswith("C")]
    assert figure.value == len(received) < 121
    assert max(map(str, received)) <= "2023-11-30"


def test_a_report_that_compares_needs_last_years_rows_to_be_right(project: Project, workspace: Path) -> None:
    edit(
        workspace / MEDIATIONS.replace("2023", "2022"), "台账", lambda sheet: sheet.__setitem__("G9", "几个")
    )
    pipeline.collect(project)
    (found,) = pipeline.validate(project, 2023)[1]
    assert (found.code, found.severity) == ("FIG003", "error")
    shutil.rmtree(workspace / "来件" / "2022")
    pipeline.collect(project)
    assert pipeline.validate(project, 2023)[1] == []


def test_a_report_without_a_unit_says_so_once(project: Project, workspace: Path) -> None:
    settings = workspace / "reportgen.yaml"
    settings.write_text("inbox: 来件\noutput: output\n", encoding="utf-8")
    refused = pipeline.render(pipeline.open_project(workspace), 2023)
    assert [(each.code, "unit:" in each.fix) for each in refused.findings] == [("SET001", True)]


def test_the_title_cannot_lead_out_of_the_output_folder(workspace: Path) -> None:
    settings = workspace / "reportgen.yaml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("近海镇", "../../甲/乙"), encoding="utf-8"
    )
    opened = pipeline.open_project(workspace)
    pipeline.collect(opened)
    written = pipeline.render(opened, 2023).file
    assert written
    assert written.parent == workspace / "output"


def test_the_gate_stays_shut_while_an_error_is_open(faulty: Path) -> None:
    project = pipeline.open_project(faulty)
    built = pipeline.build(project, 2023)
    assert built.rendered.file is None
    refused = pipeline.render(project, 2023)
    assert refused.file is None
    assert not list(project.workspace.output.glob("*.docx"))


def test_a_build_reads_its_template_once(uncollected: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unpacked, parsed, prepared = [], [], []

    def unpack(file: bytes) -> package.Package:
        unpacked.append(len(file))
        return package.unpack(file)

    def parse(name: str, content: bytes) -> etree._Element:
        parsed.append(name)
        return package.parse(name, content)

    def prepare(story: etree._Element) -> Prepared:
        prepared.append(story)
        return preparing.prepare(story)

    monkeypatch.setattr(document, "unpack", unpack)
    monkeypatch.setattr(document, "parse", parse)
    monkeypatch.setattr(document, "prepare", prepare)
    for known in (opening._read, opening._own_words):  # of what tests before have read
        known.cache_clear()
    built = pipeline.build(pipeline.open_project(uncollected), 2023)
    assert built.rendered.file
    assert len(unpacked) == 1
    footers = ["word/footer1.xml", "word/footer2.xml"]  # what they say is printed, too
    assert sorted(parsed) == ["docProps/core.xml", "word/document.xml", *footers]
    assert len(prepared) == 2


def test_a_report_without_findings_is_built_without_python_docx(workspace: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from reportgen import pipeline;"
        "built = pipeline.build(pipeline.open_project(Path(sys.argv[1])), 2023);"
        "print(built.rendered.file is not None, 'docx' in sys.modules)"
    )
    command = [sys.executable, "-c", code, str(workspace)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "False"]


@pytest.mark.parametrize("content", [b"", b"PK", b"\xd0\xcf\x11\xe0"])
def test_a_template_that_is_no_word_file_is_told_when_the_project_is_opened(
    workspace: Path, content: bytes
) -> None:
    profile = workspace / "templates" / "rule-of-law"
    shutil.copytree(ROOT / "templates" / "rule-of-law", profile)
    (profile / "report.docx").write_bytes(content)
    with pytest.raises(Broken) as caught:
        pipeline.open_project(workspace)
    assert [(each.code, each.place.file) for each in caught.value.findings] == [
        ("TPL008", "rule-of-law/report.docx")
    ]


def test_a_draft_says_so_on_its_first_line_and_in_every_header(faulty: Path) -> None:
    project = pipeline.open_project(faulty)
    pipeline.collect(project)
    drafted = pipeline.render(project, 2023, draft=True)
    assert drafted.file
    assert "草稿" in drafted.file.name
    lines = document.text_lines(drafted.file.read_bytes())
    assert "草稿" in lines[0]
    headers = [index for index, line in enumerate(lines) if line.startswith("== 页眉")]
    assert headers
    assert all("草稿" in lines[index + 1] for index in headers)


def test_a_draft_shows_a_missing_sheet_as_missing_and_not_as_nothing(
    project: Project, workspace: Path
) -> None:
    (workspace / REVIEWS).unlink()
    pipeline.collect(project)
    drafted = pipeline.render(project, 2023, draft=True)
    assert drafted.file
    text = "\n".join(document.text_lines(drafted.file.read_bytes()))
    assert "【缺：行政复议.总数】" in text
    assert "没有行政复议案件" not in text


# Figure by figure, in a template of a line or two

COUNT = FigureDefinition(group="甲", name="数", sheet="表", unit="件", qualifier="不含撤回的")
RATE = FigureDefinition(group="甲", name="率", sheet="表", ratio=("数", "数"), unit="%", decimals=1)
LIST = FigureDefinition(group="甲", name="按结果", sheet="表", by="结果")
ROWS = FigureDefinition(group="甲", name="名单", sheet="表", rows=("案号", "值"))


def template(*paragraphs: str) -> Template:
    written, file = Document(), BytesIO()
    for text in paragraphs:
        written.add_paragraph(text)
    written.save(file)
    return Template.load(file.getvalue())


def tried(line: str, *figures: Figure, draft: bool = False, **texts: str) -> tuple[list[str], list[Finding]]:
    """The lines of a report of one line, and what is wrong."""
    named = {each.definition.full_name: each for each in figures}
    report, findings = render(template(line), named, texts, draft="草稿" if draft else None)
    said = [each.partition("\t")[2] for each in document.text_lines(report.content)] if report else []
    return said[1:2] if draft else said, findings


def said(line: str, *figures: Figure, draft: bool = False, **texts: str) -> str:
    """The text of a report of one line, in which nothing is wrong."""
    lines, findings = tried(line, *figures, draft=draft, **texts)
    assert findings == []
    return "".join(lines)


def count(value: float | None, previous: float | None = None, *, absent: bool = False) -> Figure:
    text = None if value is None else f"{value:g}"
    return Figure(COUNT, value, text, previous=previous, absent=absent)


@pytest.mark.parametrize(
    ("value", "previous", "change"),
    [
        (3, 3, "与上年持平"),
        (3, 2, "比上年增长50%"),
        (2, 3, "比上年下降33.3%"),
        (-3, -2, "比上年下降50%"),
        (3, 0, "比上年增加3件（上年为0）"),
        (0, 0, "与上年持平"),
        (0, 3, "比上年下降100%"),
        (3001, 3000, "与上年基本持平"),
        (3002, 3000, "比上年增长0.1%"),
        (20001, 20000, "与上年基本持平"),
        (19999, 20000, "与上年基本持平"),
        (20001, 10000, "比上年增长100%"),
        (1, 10000, "比上年下降99.99%"),
        (-3, 0, "比上年减少3件（上年为0）"),
        (2, -3, "比上年增加5件（上年为-3）"),
    ],
)
def test_a_number_changes_by_percent_of_last_years(value: int, previous: int, change: str) -> None:
    assert said("{{甲.数|同比}}", count(value, previous)) == change


@pytest.mark.parametrize(
    ("value", "previous", "change"),
    [
        (66.67, 50, "比上年提高16.7个百分点"),
        (50, 66.67, "比上年下降16.7个百分点"),
        (0, 25, "比上年下降25个百分点"),
        (25, 0, "比上年提高25个百分点"),
        (50, 50, "与上年持平"),
    ],
)
def test_a_rate_changes_by_percentage_points(value: float, previous: float, change: str) -> None:
    assert said("{{甲.率|同比}}", Figure(RATE, value, "", previous=previous)) == change


def test_without_a_last_year_nothing_is_compared() -> None:
    line = "共{{甲.数}}件{{#甲.数|同比}}，{{甲.数|同比}}{{/甲.数|同比}}{{#甲.数|上年}}，上年{{甲.数|上年}}件{{/甲.数|上年}}"
    assert said(line, count(3)) == "共3件"
    assert said(line, count(3, 2)) == "共3件，比上年增长50%，上年2件"
    assert said(line, count(3, 0)) == "共3件，比上年增加3件（上年为0）"
    assert said("{{甲.率|上年}}", Figure(RATE, 50, "50%", previous=66.67)) == "66.7%"
    assert [each.code for each in tried("{{甲.数|同比}}", count(None, 2))[1]] == ["TPL005"]


def test_a_qualifier_is_printed_where_a_figure_has_one() -> None:
    line = "{{#甲.数|口径}}（{{甲.数|口径}}）{{/甲.数|口径}}{{^甲.数|口径}}无{{/甲.数|口径}}"
    assert said(line, count(3)) == "（不含撤回的）"
    assert said(line, count(3)._replace(definition=replace(COUNT, qualifier=""))) == "无"


def test_a_figure_of_nothing_is_false() -> None:
    line = "{{#甲.数}}有{{/甲.数}}{{^甲.数}}无{{/甲.数}}"
    assert [said(line, count(value)) for value in (3, 0, None)] == ["有", "无", "无"]


def test_a_draft_takes_what_a_missing_sheet_would_say_for_true() -> None:
    line = "{{#甲.数}}有{{/甲.数}}{{^甲.数}}无{{/甲.数}}"
    absent = count(None, absent=True)
    assert said(line, absent) == "无"
    assert said(line, absent, draft=True) == "有"
    assert said(line, count(0), draft=True) == "无"
    names = "{{#甲.名单}}{{案号}}{{值}}{{序号}}；{{/甲.名单}}{{^甲.名单}}无{{/甲.名单}}"
    lost = Figure(ROWS, None, None, items=(), absent=True)
    assert said(names, lost) == "无"
    assert said(names, lost, draft=True) == "【缺：案号】【缺：值】【缺：序号】；"
    assert said(names, lost._replace(absent=False), draft=True) == "无"
    groups = "{{#甲.按结果}}{{结果}}{{数量}}{{/甲.按结果}}"
    assert (
        said(groups, Figure(LIST, None, None, items=(), absent=True), draft=True)
        == "【缺：结果】【缺：数量】"
    )


def listed(*values: Value) -> Figure:
    items: tuple[Mapping[str, Value], ...] = tuple(
        {"案号": f"第{n}", "值": value} for n, value in enumerate(values)
    )
    return Figure(ROWS, None, None, items=items)


def test_the_entries_of_a_list_are_numbered_and_the_last_one_is_known() -> None:
    line = "{{#甲.名单}}{{序号}}{{中文序号}}{{值}}{{^末项}}、{{/末项}}{{#末项}}。{{/末项}}{{/甲.名单}}"
    assert said(line, listed("甲", "乙", "丙")) == "1一甲、2二乙、3三丙。"
    assert said(line, listed()) == ""
    assert (
        said("{{甲.按结果}}", Figure(LIST, None, "维持1件", items=({"结果": "维持", "数量": 1},)))
        == "维持1件"
    )


@pytest.mark.parametrize(
    ("value", "text", "truth"),
    [
        (True, "是", True),
        (False, "否", False),
        (1, "1", True),
        (0, "0", False),
        (2.50, "2.5", True),
        (date(2023, 5, 1), "2023年5月1日", True),
        ("两\r\n行", "两↵行", True),
        ("", "", False),
    ],
)
def test_a_value_of_an_entry_is_printed_as_reports_print_it(value: Value, text: str, truth: bool) -> None:
    line = "值{{#甲.名单}}{{值}}{{#值}}真{{/值}}{{^值}}假{{/值}}{{/甲.名单}}"
    assert said(line, listed(value)) == f"值{text}{'真' if truth else '假'}"


def test_a_value_that_is_not_there_is_false_and_cannot_be_printed() -> None:
    assert said("{{#甲.名单}}{{#值}}真{{/值}}{{^值}}假{{/值}}{{/甲.名单}}", listed(None)) == "假"
    assert [each.code for each in tried("{{#甲.名单}}{{值}}{{/甲.名单}}", listed(None))[1]] == ["TPL005"]


def test_a_character_that_word_cannot_hold_is_told_with_its_cell() -> None:
    places = ("台账.xlsx › 表 › B2", "台账.xlsx › 表 › B3")
    _, (found,) = tried("{{#甲.名单}}{{值}}{{/甲.名单}}", listed("好", "坏\x01")._replace(places=places))
    assert "台账.xlsx › 表 › B3" in found.message


def test_a_text_that_the_settings_lack_is_told_once_each_by_name() -> None:
    line = "{{报告.署名}}{{报告.单位}}{{报告.署名}}{{甲.数}}{{甲.数}}"
    _, findings = tried(line, count(None), 署名="", 单位="", 年度="2023")
    assert [each.code for each in findings] == ["SET001", "SET001", "TPL005", "TPL005"]
    assert findings[0].message == "报告里要印“署名”，设置里没有写"
    assert [each.fix.rpartition("写一行 ")[2] for each in findings[:2]] == [
        "report: {署名: ……}",
        "unit: 单位名称",
    ]


def test_a_text_without_content_is_false() -> None:
    line = "{{#报告.署名}}{{报告.署名}}{{/报告.署名}}{{^报告.署名}}无{{/报告.署名}}"
    assert (said(line, 署名="某镇"), said(line, 署名="")) == ("某镇", "无")


def test_what_a_template_prints_is_known_beforehand() -> None:
    assert texts_printed(template("{{报告.署名}}{{甲.数}}{{#报告.文号}}{{/报告.文号}}")) == {"署名", "文号"}


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("全年受理120起。", ["TPL009"]),
        ("{{报告.单位}}全年受理120起。", ["TPL009"]),
        ("{{甲.数}}起", []),
        ("{{#甲.数}}有{{/甲.数}}", []),
        ("{{甲.数|同比}}", []),
    ],
)
def test_a_template_that_prints_no_figure_is_refused(line: str, codes: list[str]) -> None:
    definition = FigureDefinition(group="甲", name="数", sheet="案件")
    found = check(template(line), [definition], ["单位"], "report.docx")
    assert [(each.code, each.place.file) for each in found] == [(code, "report.docx") for code in codes]
    assert check(template(line), [], ["单位"], "report.docx") == [] or codes == []


def test_the_tags_of_a_template_are_checked_before_there_is_a_figure() -> None:
    right = template(
        "{{甲.数}}{{甲.数|口径}}{{报告.署名}}{{#甲.按结果}}{{结果}}{{数量}}{{末项}}{{/甲.按结果}}",
        "{{甲.按结果}}",
    )
    assert check(right, [COUNT, LIST], ["署名"], "某.docx") == []
    wrong = template(
        "{{甲.书}}{{报告.暑名}}{{#甲.名单}}{{结果}}{{/甲.名单}}{{#甲.按结果}}{{案号}}{{/甲.按结果}}"
    )
    found = check(wrong, [COUNT, LIST, ROWS], ["署名"], "某.docx")
    assert [(each.code, each.place.file) for each in found] == [("TPL001", "某.docx")] * 4


def _first_row(sheet: object) -> int:
    return next(
        cell.row
        for row in sheet.iter_rows()  # type: ignore[attr-defined]
        for cell in row
        if isinstance(cell.value, str) and re.fullmatch(r"近调〔2023〕\d+号", cell.value)
    )


def _rewritten(file: Path, old: str, new: str) -> bytes:
    """The first sheet of a workbook as .xlsx, with the first cell that holds `old` holding `new`."""
    from io import BytesIO

    import openpyxl

    from reportgen.workbook.read import read

    book = openpyxl.Workbook()
    source = next(read(file.read_bytes(), alone=True))
    book.active.title = source.name
    replaced = False
    for row in source.rows:
        out = []
        for cell in row:
            if cell == old and not replaced:
                cell, replaced = new, True
            out.append(None if cell == "" else cell)
        book.active.append(out)
    assert replaced
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
