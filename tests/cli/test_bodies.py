"""What the commands tell of several bodies."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import json_of, run, write_xlsx

from tests.make.county import collected, send


@pytest.fixture
def county(tmp_path: Path) -> Path:
    collected(tmp_path)
    return tmp_path


def test_status_says_what_each_body_lacks(county: Path) -> None:
    (county / "来件/2023/丙乡/司法所/调解.xlsx").unlink()
    run("collect", at=county)
    done = run("status", "2023", at=county)
    assert done.returncode == 1
    assert "  丙乡     2     1       0   1     0       0\n" in done.stdout
    assert "✗ 丙乡：缺 司法所《人民调解统计表》\n" in done.stdout
    assert "运行 reportgen status 2023 --unit 丙乡" in done.stdout
    said = json_of("status", "2023", at=county)
    assert [(each["unit"], each["missing"]) for each in said["units"]] == [
        ("甲镇", 0),
        ("乙镇", 0),
        ("丙乡", 1),
    ]


def test_build_all_says_which_reports_were_written(county: Path) -> None:
    send(county, "乙镇", 2023, [1, 1], 3)
    done = run("build", "2023", "--all", at=county)
    assert done.returncode == 1
    assert "✗ 乙镇：还有 1 项错误没有改正，运行 reportgen validate 2023 --unit 乙镇\n" in done.stdout
    assert "✗ 3 个单位，写好 2 份报告，1 份没有写；在“输出/单位名称”里。\n" in done.stdout
    said = json_of("render", "2023", "--all", at=county)["reports"]
    assert [(each["unit"], bool(each["file"]), each["errors"]) for each in said] == [
        ("甲镇", True, 0),
        ("乙镇", False, 1),
        ("丙乡", True, 0),
    ]


def test_build_all_tells_of_a_workbook_that_two_bodies_have(county: Path) -> None:
    assert "findings" not in json_of("render", "2023", "--all", at=county)
    shutil.copyfile(county / "来件/2023/甲镇/司法所/调解.xlsx", county / "来件/2023/乙镇/司法所/调解.xlsx")
    done = run("build", "2023", "--all", at=county)
    assert "整个文件与 来件/2023/乙镇/司法所/调解.xlsx 完全相同，两个单位都计入了" in done.stdout
    assert "2023 年各单位之间：0 项错误，1 项提醒。" in done.stdout
    (found,) = json_of("render", "2023", "--all", at=county)["findings"]
    assert (found["code"], found["file"]) == ("ROW003", "来件/2023/甲镇/司法所/调解.xlsx")


def test_validate_is_about_all_unless_one_is_named(
    county: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert json_of("validate", "2023", "--all", at=county) == json_of("validate", "2023", at=county)
    alone = tmp_path_factory.mktemp("alone")
    (alone / "reportgen.yaml").write_text("unit: 某镇\n", encoding="utf-8")
    assert "只有一个单位；请去掉 --all" in run("validate", "--all", at=alone).stderr


def test_a_command_about_one_body_names_commands_about_it(county: Path) -> None:
    shown = run("build", "2023", "--unit", "甲镇", at=county).stdout
    assert "运行 reportgen trace 2023 名称 --unit 甲镇。" in shown
    assert "放进来件夹的“2024/甲镇/部门名/”" in run("forms", "2024", "--unit", "甲镇", at=county).stdout
    assert "--unit" not in run("render", "2023", "--report", "汇总", at=county).stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("forms", "2023"), "请加 --unit，如 --unit 甲镇"),
        (("status", "2023", "--remind"), "请加 --unit，如 --unit 甲镇"),
        (("validate", "2023", "--returns", "退回"), "请加 --unit，如 --unit 甲镇"),
        (("render", "2023", "--all", "-o", "报告.docx"), "--all 不能与 --output 一起用"),
        (("render", "2023", "--all", "--draft", "--html"), "草稿不能写成网页"),
        (("validate", "2023", "--all", "--unit", "甲镇"), "--all 不能与 --unit 一起用"),
        (("render", "2023", "--all", "--unit", "甲镇"), "--all 不能与 --unit 一起用"),
        (("figures", "2023", "--unit", "丁镇"), "没有叫“丁镇”的单位（有：甲镇、乙镇、丙乡）。是不是“甲镇”？"),
    ],
)
def test_what_cannot_be_done_for_all_is_said(words: tuple[str, ...], sentence: str, county: Path) -> None:
    done = run(*words, at=county)
    assert done.returncode == 2
    assert sentence in done.stderr


def test_trace_and_verify_of_one_body_and_of_all(county: Path) -> None:
    whole = json_of("render", "2023", "--report", "汇总", at=county)["file"]
    own = json_of("render", "2023", "--unit", "乙镇", at=county)["file"]
    assert json_of("trace", "2023", "案件.总数", at=county)["value"] == 9
    assert json_of("trace", "2023", "案件.总数", "--unit", "乙镇", at=county)["value"] == 3
    assert json_of("verify", whole, "--report", "汇总", at=county)["differences"] == []
    assert json_of("verify", own, "--unit", "乙镇", at=county)["differences"] == []
    assert (said := json_of("verify", whole, at=county))["report"] == "汇总"
    assert (said["differences"], said["foreign"]) == ([], None)
    assert "对照的是乙镇2023年的报告。\n" in run("verify", own, at=county).stdout
    assert json_of("verify", own, "--unit", "某县", "--report", "report", at=county)["foreign"]
    assert json_of("refresh", own, "2023", at=county)["left"] == []
    assert run("forms", "2024", "--unit", "乙镇", at=county).returncode == 0
    opened = run("open", "2021", "--unit", "乙镇", "--report", "汇总", at=county)
    assert "请先运行 reportgen build 2021 --report 汇总 --unit 乙镇" in opened.stderr.replace("\n", "")


def test_what_goes_to_departments_goes_into_a_folder_of_the_body(county: Path) -> None:
    for body in ("甲镇", "乙镇"):
        write_xlsx(county / "来件/2023" / body / "司法所/调解.xlsx", "件数\n约6", "调解")
    run("collect", at=county)
    for body in ("甲镇", "乙镇"):
        run("validate", "2023", "--returns", "退回", "--unit", body, at=county)
        run("forms", "2024", "--to", "发去", "--unit", body, at=county)
    for folder in ("退回", "发去"):
        files = {each.relative_to(county / folder) for each in (county / folder).rglob("*司法所*/*.xlsx")}
        assert {each.parts[0] for each in files} == {"甲镇", "乙镇"}
        assert len(files) == 2


def test_a_number_of_a_table_with_more_columns_than_bodies_is_looked_up(county: Path) -> None:
    figures = county / "templates" / "年报" / "figures.yaml"
    said = figures.read_text(encoding="utf-8")
    more = "  最高: {measure: max(罚款), unit: 元}\n  最低: {measure: min(罚款), unit: 元}\n  均罚: {measure: avg(罚款), unit: 元}\n"
    columns = "columns: [总数, 罚款, 最高, 最低, 均罚], total: true"
    said = said.replace("  各镇:", f"{more}  各镇:").replace("columns: [总数, 罚款], total: true", columns)
    figures.write_text(said, encoding="utf-8")
    run("collect", at=county)
    found = json_of("trace", "2023", "9", at=county)
    assert [each["name"] for each in found["matches"]] == ["案件.总数", "案件.各镇[合计].总数"]
