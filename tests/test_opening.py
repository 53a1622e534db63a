"""A workspace is opened with all mistakes at once, and a profile that was checked is not checked again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import RULE_OF_LAW, copy_samples

import reportgen
from reportgen import opening, pipeline
from reportgen.periods import ACCEPTED
from reportgen.workspace import settings


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace with the samples and a profile of its own."""
    shutil.copytree(RULE_OF_LAW, copy_samples(tmp_path) / "templates" / "rule-of-law")
    return tmp_path


def told(root: Path) -> list[tuple[str, str]]:
    workspace, _ = settings.load(root)
    assert workspace
    return [(each.code, each.place.file) for each in opening.checked(workspace)[2]]


def test_a_profile_without_a_mistake_comes_with_its_template(root: Path) -> None:
    workspace, _ = settings.load(root)
    assert workspace
    profile, template, findings = opening.checked(workspace)
    assert (findings, bool(profile), bool(template)) == ([], True, True)


def test_mistakes_of_profile_template_and_settings_are_told_together(root: Path) -> None:
    figures = root / "templates" / "rule-of-law" / "figures.yaml"
    figures.write_text(
        figures.read_text(encoding="utf-8").replace("复议结果 = '撤销'", "复议结果 = '撤消'"),
        encoding="utf-8",
    )
    (root / "templates" / "rule-of-law" / "report.docx").write_bytes(b"")
    assert told(root) == [("PRO002", "rule-of-law/figures.yaml"), ("TPL008", "rule-of-law/report.docx")]


def test_a_text_that_no_tag_prints_is_told(root: Path) -> None:
    with (root / "reportgen.yaml").open("a", encoding="utf-8") as file:
        file.write("report: {文耗: 一号, '20': {}}\n")
    assert told(root) == [("SET002", "reportgen.yaml"), ("SET002", "reportgen.yaml")]


def test_a_text_of_one_body_that_no_tag_prints_is_told_at_its_line(root: Path) -> None:
    said = "unit: 近海县\nbodies:\n  甲镇:\n    report: {署名: 甲镇}\n  乙镇:\n    report: {署民: 乙镇}\n"
    (root / "reportgen.yaml").write_text(said, encoding="utf-8")
    workspace, _ = settings.load(root)
    assert workspace
    (found,) = opening.checked(workspace)[2]
    assert (found.code, found.place.sheet, found.message) == ("SET002", "第6行", "报告里没有地方印“署民”")


def test_a_template_that_is_missing_is_told(root: Path) -> None:
    (root / "templates" / "rule-of-law" / "report.docx").unlink()
    assert ("TPL008", "rule-of-law/report.docx") in told(root)


def test_what_was_checked_is_not_checked_again_until_it_changes(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checks = []
    monkeypatch.setattr(
        opening, "checked", lambda workspace, check=opening.checked: checks.append(1) or check(workspace)
    )
    pipeline.collect(pipeline.open_project(root))
    first = pipeline.open_project(root)
    assert len(checks) == 1, "a ledger remembers it"
    assert first.profile == pipeline.open_project(root).profile
    with (root / "templates" / "rule-of-law" / "checks.yaml").open("a", encoding="utf-8") as file:
        file.write("\n# changed\n")
    pipeline.open_project(root)
    assert len(checks) == 2


def test_a_mistake_made_after_the_check_is_found(root: Path) -> None:
    pipeline.collect(pipeline.open_project(root))
    figures = root / "templates" / "rule-of-law" / "figures.yaml"
    figures.write_text(
        figures.read_text(encoding="utf-8").replace("复议结果 = '撤销'", "复议结果 = '撤消'"),
        encoding="utf-8",
    )
    with pytest.raises(reportgen.Broken):
        pipeline.open_project(root)


def test_the_library_does_what_the_commands_do(root: Path, tmp_path: Path) -> None:
    project = reportgen.open_project(root)
    assert project.collect().workbooks == 36
    assert project.status(2023).complete
    assert project.validate(2023) == []
    (figure, sources), *_ = project.trace(2023, "行政复议.撤销").figures
    assert (figure.value, sources[0].file.endswith("行政复议台账.xlsx")) == (1, True)
    assert project.figures(2023).errors == 0
    assert project.render(2023, tmp_path / "报告.docx").file == tmp_path / "报告.docx"
    assert project.build(2023).collected.unchanged == 36
    assert len(project.forms(2024, tmp_path / "表样")) == len(project.profile.departments)


def test_the_library_says_in_words_what_it_cannot_do(tmp_path: Path) -> None:
    with pytest.raises(reportgen.CannotRun, match=r"没有“.*无”这个文件夹"):
        reportgen.open_project(tmp_path / "无")
    with pytest.raises(AttributeError):
        _ = reportgen.nothing


@pytest.mark.parametrize(
    ("condition", "wrong"),
    [("超期说明 = '无'", True), ("超期说明 IN ('/', '甲')", True), ("超期说明 = '未超期'", True), ("超期说明 = '不可抗力'", False),
     ("超期说明 <> '无'", False), ("超期说明 NOT IN ('无')", False), ("超期说明 IS NULL", False)],
)  # fmt: skip
def test_a_condition_that_asks_for_what_is_kept_as_blank_is_told(
    root: Path, condition: str, wrong: bool
) -> None:
    figures = root / "templates" / "rule-of-law" / "figures.yaml"
    text = figures.read_text(encoding="utf-8")
    figures.write_text(text.replace("复议结果 = '撤销'", f'"{condition}"'), encoding="utf-8")
    assert told(root) == ([("PRO002", "rule-of-law/figures.yaml")] if wrong else [])


@pytest.mark.parametrize(
    ("key", "sql", "wrong"),
    [
        ("fails", "超期说明 = '无'", True),
        ("fails", "超期说明 = '不可抗力'", False),
        ("query", "SELECT _source, _row FROM 行政复议 WHERE 超期说明 IN ('无')", True),
        ("query", "SELECT _source, _row FROM 行政复议 WHERE 超期说明 IS NULL", False),
    ],
)
def test_so_is_a_check_that_does(root: Path, key: str, sql: str, wrong: bool) -> None:
    with (root / "templates" / "rule-of-law" / "checks.yaml").open("a", encoding="utf-8") as file:
        file.write(f'\n甲:\n  {{title: 甲, sheet: 行政复议, {key}: "{sql}", severity: error, says: 甲}}\n')
    assert told(root) == ([("PRO002", "rule-of-law/checks.yaml")] if wrong else [])


@pytest.mark.parametrize(
    ("texts", "place"),
    [("成文日期: 年底", True), ("成文日期: 2024年2月30日", True), ("2023: {成文日期: 24年1月5日}", True),
     ("成文日期: 2024-1-5", False), ("成文日期: 二〇二四年一月五日", False), ("成文日期: ''", False)],
)  # fmt: skip
def test_a_date_in_the_settings_is_one_of_the_calendar(tmp_path: Path, texts: str, place: bool) -> None:
    (tmp_path / "reportgen.yaml").write_text(f"unit: 近海镇\nreport: {{{texts}}}\n", encoding="utf-8")
    workspace, _ = settings.load(tmp_path)
    assert workspace
    found = opening.checked(workspace)[2]
    assert [str(each.place) for each in found] == (["reportgen.yaml › 第2行"] if place else [])
    assert [each.code for each in found] == ["SET003"] * bool(place)


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        *((f"{name}: 甲", [(f"“{name}”不能在 report 里改", "")]) for name in ("年度", "上年度", "下年度", "单位")),
        *((f"{name}: 甲", []) for name in ("主送机关", "文号", "署名")),
        ("成文日期: 2024年1月15日", []),
        ("文耗: 甲", [("报告里没有地方印“文耗”", "是不是“文号”？")]),
        ("承办科: 甲", [("报告里没有地方印“承办科”", "是不是“承办科室”？")]),
        ("承办科室: 甲", []),
        ("2023: {文耗: 甲}", [("报告里没有地方印“文耗”", "是不是“文号”？")]),
        *((f"'{year}': {{}}", [(f"“{year}”不是年度", ACCEPTED)])
          for year in ("999", "0999", "3000", "20230", "二〇二三")),
        *((f"'{year}': {{}}", []) for year in ("1000", "1999", "2023", "2999")),
        ("截止日期: 2023年11月30日", []),
        ("报送期限: 2024年1月10日", []),
        ("截止日期: 年底", [("“截止日期”不是日期", "写成 2023年11月30日")]),
        ("2023: {截止日期: 年底}, 2024: {截止日期: 年底}", [("“截止日期”不是日期", "写成 2023年11月30日")]),
    ],
)  # fmt: skip
def test_a_text_in_the_settings_is_told_where_it_would_do_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, texts: str, said: list[tuple[str, str]]
) -> None:
    monkeypatch.setattr(opening.rendering, "texts_printed", lambda template: {"承办科室", "单位", "年度"})
    (tmp_path / "reportgen.yaml").write_text(f"unit: 近海镇\nreport: {{{texts}}}\n", encoding="utf-8")
    workspace, _ = settings.load(tmp_path)
    assert workspace
    found = opening.checked(workspace)[2]
    assert [(each.message, each.fix) for each in found if each.code == "SET002"] == [
        (message, fix or each.fix) for (message, fix), each in zip(said, found, strict=True)
    ]


@pytest.mark.parametrize(("report", "line"), [("截止日期: 年底", 3), ("2023:\n    截止日期: 年底", 4)])
def test_a_cut_off_that_is_no_day_is_told_at_its_line(tmp_path: Path, report: str, line: int) -> None:
    (tmp_path / "reportgen.yaml").write_text(f"unit: 近海镇\nreport:\n  {report}\n", encoding="utf-8")
    workspace, _ = settings.load(tmp_path)
    assert workspace
    (found,) = opening.checked(workspace)[2]
    assert (found.message, found.place.sheet) == ("“截止日期”不是日期", f"第{line}行")
