"""A date that the settings give is one of the calendar, of the report's time, and printed in one spelling."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.workspace import settings
from reportgen.workspace.printed_dates import no_dates, spelled, wrong_dates
from reportgen.workspace.settings import Workspace


def workspace(root: Path, report: str) -> Workspace:
    (root / "reportgen.yaml").write_text(f"unit: 近海镇\nreport: {report}\n", encoding="utf-8")
    loaded, findings = settings.load(root)
    assert loaded, findings
    return loaded


@pytest.mark.parametrize(
    "text", ["2024年1月15日", "2024-1-15", "2024-01-15", "2024.1.15", "2024/1/15", "二〇二四年一月十五日", "２０２４年１月１５日", "2024年01月15日"]
)  # fmt: skip
def test_a_date_is_printed_in_one_spelling(tmp_path: Path, text: str) -> None:
    texts = workspace(tmp_path, f"{{成文日期: '{text}', 截止日期: '{text}'}}").texts(2023)
    assert (texts["成文日期"], texts["截止日期"]) == ("2024年1月15日", "2024年1月15日")


@pytest.mark.parametrize("report", ["{成文日期: 2024-01-15}", "{2023: {成文日期: 2024-01-15}}"])
def test_a_date_need_not_be_quoted(tmp_path: Path, report: str) -> None:
    assert workspace(tmp_path, report).texts(2023)["成文日期"] == "2024年1月15日"


def test_what_is_no_date_stays_as_it_is() -> None:
    assert (spelled("成文日期", "年底"), spelled("署名", "2024-1-15"), spelled("成文日期", "")) == (
        "年底",
        "2024-1-15",
        "",
    )


@pytest.mark.parametrize(
    ("report", "code", "said"),
    [
        ("{成文日期: 2023年1月15日}", "SET003", "早于2023年数据的截止日期2023年12月31日"),
        ("{成文日期: 2023-12-30}", "SET003", "早于2023年数据的截止日期2023年12月31日"),
        ("{成文日期: 2024年1月15日, 2023: {截止日期: 2024年1月31日}}", "SET002", "先按12月31日核对"),
        (
            "{成文日期: 2023年11月15日, 截止日期: 2023年11月30日}",
            "SET003",
            "早于2023年数据的截止日期2023年11月30日",
        ),
        ("{成文日期: 2032年1月15日}", "SET003", "比报告年度2023年晚了9年"),
        ("{2023: {成文日期: 2022年1月15日}}", "SET003", "早于"),
        ("{文号: 近政发〔2022〕3号}", "SET004", "2023年的报告编2023年或2024年的号"),
        ("{文号: '近政发[2025]3号'}", "SET004", "2023年的报告编2023年或2024年的号"),
        ("{文号: 近政发〔2023〕3号, 成文日期: 2024年1月15日}", "SET004", "成文日期是2024年的"),
        ("{文号: 近政发〔24〕3号}", "SET004", "年份要写四位"),
    ],
)
def test_what_cannot_be_of_the_year_is_told_with_its_key_and_the_way_out(
    tmp_path: Path, report: str, code: str, said: str
) -> None:
    (found,) = wrong_dates(workspace(tmp_path, report), 2023)
    assert (found.code, found.severity) == (code, "error")
    assert said in found.message
    assert "在设置的 report 里按年度写，如 2023: {" in found.fix
    assert (found.place.file, found.place.sheet) == ("reportgen.yaml", "第2行")


@pytest.mark.parametrize(
    "report",
    ["{成文日期: 2024年1月15日, 文号: 近政发〔2024〕3号}", "{成文日期: 2023年12月31日}", "{成文日期: 2023年12月1日, 截止日期: 2023年11月30日}",
     "{2023: {成文日期: 2026年3月1日}}", "{文号: 近政发3号}", "{文号: 近政发〔2023〕3号}", "{文号: ''}", "{2022: {文号: 近政发〔2021〕3号}}"],
)  # fmt: skip
def test_what_may_be_of_the_year_is_not(tmp_path: Path, report: str) -> None:
    assert list(wrong_dates(workspace(tmp_path, report), 2023)) == []


def test_every_text_that_is_called_a_date_is_one(tmp_path: Path) -> None:
    found = list(no_dates(workspace(tmp_path, "{印发日期: 年底, 署名: 年底, 截止日期: 年底}")))
    assert [each.message for each in found] == ["“印发日期”写的是“年底”，不是日历上有的日期"]


def test_the_file_of_the_settings_is_named(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[tool.reportgen.report]\n"成文日期" = "年底"\n', encoding="utf-8"
    )
    loaded, _ = settings.load(tmp_path)
    assert loaded
    assert [each.place.file for each in no_dates(loaded)] == ["pyproject.toml"]
