"""What the settings say of checks and numbers: it holds, is said in each year's findings, and nothing unread is let pass."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import json_of, run, write_xlsx

from reportgen import pipeline
from reportgen.model import Broken, Finding
from reportgen.opening import check_profile
from tests.profile.small import CHECKS, FIGURES, SHEETS, write

PARAMETERS = """
起数: {value: 3, unit: 人, source: 本方案设定}
期限: {value: 10, unit: 日, source: 《某法》第三条, law: true}
"""
RULES = CHECKS.replace("人数 = 0", "人数 < {起数} AND 人数 < {期限}").replace("人数为零", "人数不到{起数}人")
RULES += """
  example: |
    案号 | 人数
    1    | 3
    2    | 2   <- 人数
  basis: 《某法》第三条
CASE002: {title: 人数太多, sheet: 案件, fails: 人数 > 9, marks: 人数, severity: warning, says: 太多}
"""


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A workspace with a profile of two checks, and cases of 2 and of 20 people."""
    folder = tmp_path / "templates" / "小"
    folder.mkdir(parents=True)
    write(folder, SHEETS, FIGURES, RULES)
    from tests.examples.drawn import _template

    (folder / "report.docx").write_bytes(_template(("案件{{案件.总数}}件。",)))
    (folder / "parameters.yaml").write_text(PARAMETERS, encoding="utf-8")
    table = "案件台账\n案号 | 姓名 | 结果 | 人数\n1 | 甲乙 | 维持 | 2\n2 | 丙丁 | 撤销 | 20"
    write_xlsx(tmp_path / "来件" / "2023" / "司法所" / "台账.xlsx", table)
    return tmp_path


def found(office: Path, settings: str = "") -> list[Finding]:
    (office / "reportgen.yaml").write_text(f"unit: 某镇\nprofile: 小\n{settings}\n", encoding="utf-8")
    project = pipeline.open_project(office)
    pipeline.collect(project)
    return pipeline.validate(project, 2023)[1]


def weights(findings: list[Finding]) -> dict[str, str]:
    return {each.code: each.severity for each in findings}


def test_without_a_word_the_profile_holds(office: Path) -> None:
    assert weights(found(office)) == {"CASE001": "error", "CASE002": "warning"}


@pytest.mark.parametrize("word", ["warning", "提醒"])
def test_an_error_may_be_made_a_warning_and_that_is_said(office: Path, word: str) -> None:
    listed = found(office, f"severity: {{case001: {word}}}")
    assert weights(listed) == {"CASE001": "warning", "CASE002": "warning", "SET010": "warning"}
    (said,) = [each for each in listed if each.code == "SET010"]
    assert said.message == "按设置，只提醒“人数不到3人”（CASE001）（依据：《某法》第三条）"
    assert said.place.sheet == "第3行"


@pytest.mark.parametrize("word", ["off", "不查"])
def test_a_check_may_be_turned_off_and_that_is_said(office: Path, word: str) -> None:
    listed = found(office, f"severity: {{CASE001: {word}}}")
    assert weights(listed) == {"CASE002": "warning", "SET010": "warning"}
    assert "不核对“人数不到3人”" in "".join(each.message for each in listed)
    assert "人数不到3人" in run("explain", "CASE001", at=office).stdout


def test_a_warning_may_be_made_an_error_and_that_needs_no_word(office: Path) -> None:
    assert weights(found(office, "severity: {CASE002: error}")) == {"CASE001": "error", "CASE002": "error"}


def test_what_is_changed_in_the_settings_is_seen_though_findings_are_remembered(office: Path) -> None:
    assert "CASE001" in weights(found(office))
    assert "CASE001" not in weights(found(office, "severity: {CASE001: off}"))
    assert "CASE001" in weights(found(office))


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("severity: {CEL001: off}", "CEL001是内置的核对"),
        ("severity: {CASE009: off}", "没有编号是“CASE009”的核对"),
        ("severity: {CASE001: none}", "“CASE001”的值“none”不对"),
        ("parameters: {起书: 4}", "没有叫“起书”的参数"),
        ("parameters: {起数: -4}", "参数“起数”的值不能用"),
        ("parameters: {起数: 四}", "“起数”应当是数"),
    ],
)
def test_what_names_nothing_is_told_before_anything_is_done(office: Path, settings: str, said: str) -> None:
    with pytest.raises(Broken) as broken:
        found(office, settings)
    assert said in "".join(each.message for each in broken.value.findings)


def test_a_number_of_the_profiles_own_may_be_another_here(office: Path) -> None:
    listed = found(office, "parameters: {起数: 2}")
    assert weights(listed) == {"CASE002": "warning"}


def test_a_number_of_the_law_may_be_another_and_that_is_said_each_time(office: Path) -> None:
    listed = found(office, "parameters: {期限: 15}")
    (said,) = [each for each in listed if each.code == "SET010"]
    assert said.message == "“期限”是法定的10日（《某法》第三条），设置里改成了15日，按15日核对"
    assert said.severity == "warning"


def test_the_examples_of_a_profile_are_those_of_its_own_numbers(office: Path) -> None:
    found(office, "parameters: {起数: 2}\nseverity: {CASE001: off}")
    done = check_profile(office)
    assert (done.examples, done.without) == (1, 1)
    assert not [each for each in done.findings if "例子" in each.message]


def test_explain_tells_the_numbers_and_where_they_come_from(office: Path) -> None:
    found(office, "parameters: {起数: 2}")
    printed = run("explain", "CASE001", at=office).stdout
    assert "人数小于2，并且人数小于10" in printed
    assert "起数 2人（方案里是3人，设置里改的）：本方案设定" in printed
    assert "期限 10日：《某法》第三条" in printed
    said = json_of("explain", "CASE001", at=office)
    assert [(each["name"], each["value"], each["declared"]) for each in said["parameters"]] == [
        ("起数", 2, 3),
        ("期限", 10, 10),
    ]
    assert said["words"] == "人数小于2，并且人数小于10"
