"""What `trace` takes and prints: a name, an entry of a list, a number; a rate with its parts, a zero with its sheets."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from conftest import json_of, run, write_xlsx

from reportgen.cli.traces import _spans
from reportgen.pipeline import Project


@pytest.fixture(scope="module")
def root(collected: Project) -> Path:
    return collected.workspace.root


def test_a_number_that_one_figure_prints_is_traced(root: Path) -> None:
    done = run("trace", 2023, "8889", at=root)
    assert done.returncode == 0
    assert done.stdout == run("trace", 2023, "普法活动.参加人次", at=root).stdout
    assert json_of("trace", 2023, "8，889人次", at=root)["name"] == "普法活动.参加人次"


def test_a_number_that_several_print_lists_them(root: Path) -> None:
    done = run("trace", 2023, "121", at=root)
    assert "2023 年有 2 处印着“121”：" in done.stdout
    assert "  矛盾调解.总数：121起\n    “矛盾调解”表：行数\n" in done.stdout
    found = json_of("trace", 2023, "121", at=root)
    assert found["number"] == "121"
    assert [set(each) for each in found["matches"]] == [{"name", "filter", "text", "definition"}] * 2
    done = run("trace", 2023, "121", "--xlsx", "追溯.xlsx", at=root)
    assert (done.returncode, "请写名称，如 矛盾调解.总数" in done.stderr) == (2, True)


def test_a_number_of_last_year_is_traced_there(root: Path) -> None:
    done = run("trace", 2023, "96.94%", at=root)
    assert done.stdout.startswith("矛盾调解.成功率（2022 年）：96.94%")


def test_a_growth_is_traced_in_both_years(root: Path, tmp_path: Path) -> None:
    growth = "23.5%"
    done = run("trace", 2023, growth, "--xlsx", tmp_path / "追溯.xlsx", at=root)
    assert done.stdout.startswith(
        "同比用到两年的数：2023 年的和 2022 年的。\n矛盾调解.总数（2023 年）：121起\n"
    )
    assert "\n矛盾调解.总数（2022 年）：98起\n" in done.stdout
    last = json_of("trace", 2022, "矛盾调解.总数", at=root)
    assert json_of("trace", 2023, growth, at=root)["last_year"] == last
    book = openpyxl.load_workbook(tmp_path / "追溯.xlsx")
    named = [row[0] for row in book["来源"].iter_rows(min_row=2, values_only=True)]
    assert set(named) == {"矛盾调解.总数", "矛盾调解.总数（上年）"}
    assert {row["file"].split("/")[1] for row in last["sources"]} == {"2022"}


def test_a_unit_that_is_anothers_is_told_with_what_prints_the_number(root: Path) -> None:
    done = run("trace", 2023, "8889元", at=root)
    assert (done.returncode, done.stdout) == (2, "")
    assert "没有哪个数据项印着“8889元”；单位不同、数相同的有：普法活动.参加人次" in done.stderr
    assert "“3万”；模板里" in run("trace", 2023, "3万", at=root).stderr


def test_a_number_that_nothing_prints_and_a_name_that_is_none(root: Path) -> None:
    done = run("trace", 2023, "987654", at=root)
    assert (done.returncode, "没有哪个数据项印着“987654”" in done.stderr) == (2, True)
    done = run("trace", 2023, "行政复议.总", at=root)
    assert (done.returncode, "是不是“行政复议.总数”？" in done.stderr) == (2, True)


def test_a_rate_shows_its_two_parts(root: Path) -> None:
    done = run("trace", 2022, "矛盾调解.成功率", at=root)
    assert "  分子 矛盾调解.成功：95起，矛盾纠纷调解台账.xlsx › 台账 第5—40、42—74、76—101行\n" in done.stdout
    assert "  分母 矛盾调解.总数：98起，矛盾纠纷调解台账.xlsx › 台账 第5—102行\n" in done.stdout
    found = json_of("trace", 2022, "矛盾调解.成功率", at=root)
    assert [(each["name"], each["value"], len(each["sources"])) for each in found["parts"]] == [
        ("矛盾调解.成功", 95, 95),
        ("矛盾调解.总数", 98, 98),
    ]
    assert len(found["sources"]) == 98


def test_an_entry_of_a_list_is_traced_alone(root: Path) -> None:
    whole = json_of("trace", 2023, "行政复议.按结果", at=root)
    second = json_of("trace", 2023, "行政复议.按结果[2]", at=root)
    assert second["value"] == [whole["value"][1]]
    assert second["sources"] == [each for each in whole["sources"] if "撤销" in each["cells"].values()]
    assert (
        "行政复议.按结果[2]（2023 年）：撤销1" in run("trace", 2023, "行政复议.按结果【2】", at=root).stdout
    )
    done = run("trace", 2023, "行政复议.按结果[9]", at=root)
    assert (done.returncode, "只有 5 项，没有第 9 项" in done.stderr) == (2, True)
    done = run("trace", 2023, "行政复议.总数[1]", at=root)
    assert (done.returncode, "不是清单" in done.stderr) == (2, True)


def test_a_zero_shows_the_sheet_that_says_so_or_the_rows_that_do_not_count(
    root: Path, tmp_path: Path
) -> None:
    done = run("trace", 2023, "行政诉讼.败诉", at=root)
    assert "行政诉讼台账.xls › 应诉：4 行，都不符合条件" in done.stdout
    folder = tmp_path / "来件" / "2023" / "司法所"
    header = "案号 | 收案日期 | 答复日期 | 结案日期 | 审理结果"
    write_xlsx(folder / "复议.xlsx", f"{header}\n无", "复议")
    run("collect", at=tmp_path)
    done = run("trace", 2023, "行政复议.总数", at=tmp_path)
    assert "没有一行符合条件。" in done.stdout
    assert "来件/2023/司法所/复议.xlsx › 复议：零报告，第2行写明没有发生\n" in done.stdout
    write_xlsx(folder / "复议.xlsx", header, "复议")
    run("collect", at=tmp_path)
    assert "复议：零报告，没有写明“无”" in run("trace", 2023, "行政复议.总数", at=tmp_path).stdout


def test_a_trace_as_a_workbook_has_a_row_for_each_cell(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "追溯.xlsx"
    done = run("trace", 2022, "矛盾调解.成功率", "--xlsx", file, at=root)
    assert f"已写好：{file}" in done.stdout
    book = openpyxl.load_workbook(file)
    rows = [[cell.value for cell in row] for row in book["来源"].rows]
    assert rows[0] == ["数据项", "文件", "工作表", "行", "单元格", "填的", "读成"]
    assert {row[0] for row in rows[1:]} == {"矛盾调解.成功", "矛盾调解.总数"}
    assert [row[:2] for row in book["数值"].iter_rows(min_row=2, values_only=True)] == [
        ("矛盾调解.成功率", "96.94%"), ("矛盾调解.成功", "95"), ("矛盾调解.总数", "98"),
    ]  # fmt: skip
    before = file.read_bytes()
    run("trace", 2022, "矛盾调解.成功率", "--xlsx", file, at=root)
    assert file.read_bytes() == before
    inside = root / "来件" / "追溯.xlsx"
    assert run("trace", 2023, "行政复议.总数", "--xlsx", inside, at=root).returncode == 2
    assert not inside.exists()


def test_rows_that_follow_one_another_are_a_span() -> None:
    assert _spans([3]) == "第3"
    assert _spans([5, 3, 4, 9, 11, 10, 20]) == "第3—5、9—11、20"


def test_the_json_of_a_count_is_as_it_was(root: Path) -> None:
    done = run("trace", 2023, "行政复议.总数", "--json", at=root)
    assert set(json.loads(done.stdout)) == {"name", "value", "definition", "sources"}


def test_a_figure_whose_sheets_have_not_all_come_says_so(tmp_path: Path) -> None:
    header = "案号 | 收案日期 | 答复日期 | 结案日期 | 审理结果"
    write_xlsx(tmp_path / "来件" / "2023" / "司法所" / "复议.xlsx", f"{header}\n无", "复议")
    run("collect", at=tmp_path)
    done = run("trace", 2023, "行政诉讼.总数", at=tmp_path)
    assert "应报的表没有收齐；运行 reportgen status 2023 查看。" in done.stdout
