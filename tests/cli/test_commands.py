"""The commands as a user runs them: exit codes, the JSON contract, and what is said when something is wrong."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import version
from pathlib import Path

import openpyxl
import pytest
from conftest import (
    COMMANDS,
    ENVIRONMENT,
    ROOT,
    RULE_OF_LAW,
    UNMEASURED,
    copy_samples,
    json_of,
    run,
    write_xlsx,
)

CASES = """
案号 | 收案日期 | 答复日期 | 结案日期 | 审理结果
复1  | 2023.3.1 | 2023.3.8 | 2023.4.20 | 维持
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace after `build 2023`; tests only read from it."""
    root = copy_samples(tmp_path_factory.mktemp("built"))
    done = run("build", "2023", at=root)
    assert done.returncode == 0, done.stdout + done.stderr
    return root


def test_build_names_the_file_it_wrote(built: Path) -> None:
    done = run("build", "2023", at=built)
    assert done.returncode == 0
    file = built / "output" / "近海镇2023年法治政府建设情况报告.docx"
    assert file.name in done.stdout
    assert zipfile.ZipFile(file).testzip() is None


def test_two_builds_write_the_same_bytes(built: Path) -> None:
    file = built / "output" / "近海镇2023年法治政府建设情况报告.docx"
    first = file.read_bytes()
    file.unlink()
    shutil.rmtree(built / "output")
    assert run("build", "2023", at=built).returncode == 0
    assert file.read_bytes() == first


def test_figures_as_json(built: Path) -> None:
    found = json_of("figures", "2023", at=built)
    assert all(
        set(each) == {"name", "value", "text", "unit", "previous", "change", "sources"} for each in found
    )
    figure = next(each for each in found if each["name"] == "行政复议.总数")
    assert (figure["value"], figure["text"], figure["unit"], figure["previous"]) == (5, "5", "件", 3)
    assert [set(source) for source in figure["sources"]] == [{"file", "sheet", "row"}] * 5


def test_a_traced_row_is_the_row_in_the_file(built: Path) -> None:
    traced = json_of("trace", "2023", "矛盾调解.总数", at=built)
    assert set(traced) == {"name", "value", "definition", "sources"}
    assert (traced["value"], len(traced["sources"])) == (121, 121)
    book = openpyxl.load_workbook(built / traced["sources"][0]["file"])
    for source in traced["sources"]:
        assert set(source) == {"file", "sheet", "row", "cells"}
        sheet = book[source["sheet"]]
        for cell, value in source["cells"].items():
            written = str(sheet[cell].value).strip()
            digits = [int(number) for number in re.findall(r"\d+", written)]
            shown = [int(number) for number in re.findall(r"\d+", str(value))]
            assert int(re.sub(r"\D", "", cell)) == source["row"]
            assert written == value or digits[:3] == shown or written in ("达成协议", "已化解", "调解成功"), (
                cell,
                written,
                value,
            )


def test_personal_columns_are_in_no_output(built: Path) -> None:
    sheet = openpyxl.load_workbook(built / "来件/2023/综合行政执法局/行政执法人员花名册.xlsx").worksheets[0]
    header = next(row for row in sheet.iter_rows(values_only=True) if "姓名" in row)
    names = [
        row[header.index("姓名")] for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)
    ]
    assert len(names) == 15
    shown = "".join(
        run(*arguments, at=built).stdout
        for arguments in (
            ("figures", "2023", "--json"),
            ("trace", "2023", "执法人员.总数", "--json"),
            ("validate", "--json"),
        )
    )
    assert [name for name in names if str(name) in shown] == []


def test_validate_as_json(built: Path, faulty: Path) -> None:
    assert json_of("validate", "2023", at=built) == {"findings": [], "errors": 0, "warnings": 0}
    run("collect", at=faulty)
    done = run("validate", "--json", at=faulty)
    assert done.returncode == 1
    found = json.loads(done.stdout)
    keys = {"code", "severity", "department", "file", "sheet", "cell", "message", "basis", "fix"}
    assert all(set(each) - {"suspects"} == keys for each in found["findings"])
    assert found["errors"] + found["warnings"] == len(found["findings"]) >= 20


def test_collect_as_json(uncollected: Path) -> None:
    (uncollected / "来件/2023/司法所/坏.xlsx").write_bytes(b"")
    found = json_of("collect", at=uncollected)
    assert {"workbooks", "sheets", "rows", "unchanged", "refused", "unrecognised"} <= set(found)
    assert [set(each) for each in found["refused"]] == [{"file", "reason"}]
    assert found["workbooks"] == 36
    again = json_of("collect", at=uncollected)
    assert (again["workbooks"], again["unchanged"]) == (0, 37)


def test_the_faulty_samples_close_the_gate(faulty: Path) -> None:
    assert run("build", "2023", at=faulty).returncode == 1
    assert run("validate", at=faulty).returncode == 1
    refused = run("render", "2023", at=faulty)
    assert refused.returncode == 1
    assert not list(faulty.glob("output/*.docx"))
    drafted = run("render", "2023", "--draft", at=faulty)
    assert drafted.returncode == 0
    assert [file.name for file in faulty.glob("output/*.docx")] == [
        "近海镇2023年法治政府建设情况报告（草稿）.docx"
    ]


def test_figures_are_not_shown_as_final_while_errors_are_open(built: Path, faulty: Path) -> None:
    run("collect", at=faulty)
    for arguments in (("figures", "2023"), ("trace", "2023", "行政复议.总数")):
        done = run(*arguments, at=faulty)
        assert done.returncode == 0
        assert "项错误没有改正" in done.stdout + done.stderr
        done = run(*arguments, at=built)
        assert "项错误没有改正" not in done.stdout + done.stderr


def test_explain_knows_built_in_codes_and_checks(built: Path) -> None:
    assert "空白不等于零" in run("explain", "CEL002", at=built).stdout
    check = json_of("explain", "case003", at=built)
    assert check["code"] == "CASE003"
    assert "第四十八条" in check["basis"]
    unknown = run("explain", "CASE00", at=built)
    assert unknown.returncode == 2
    assert "是不是“CASE0" in unknown.stderr


def test_mistakes_of_template_and_profile_are_told_at_once(workspace: Path) -> None:
    folder = shutil.copytree(RULE_OF_LAW, workspace / "templates" / "rule-of-law")
    _replace(folder / "sheets.yaml", "required: true", "requird: true")
    _replace(folder / "figures.yaml", "where:", "wher:")
    _misspell(folder / "report.docx", "行政复议.总数", "行政复议.总述")
    done = run("build", "2023", "--json", at=workspace)
    assert done.returncode == 1
    found = json.loads(done.stdout)["findings"]
    assert {(each["file"], "是不是" in each["fix"]) for each in found} == {
        ("rule-of-law/sheets.yaml", True),
        ("rule-of-law/figures.yaml", True),
        ("rule-of-law/report.docx", True),
    }
    assert all(each["sheet"] for each in found), "each has its place"
    said = run("build", "2023", at=workspace)
    assert (said.returncode, said.stderr) == (1, "")
    assert f"报告方案和设置：{len(found)} 项错误，0 项提醒。" in said.stdout
    assert said.stdout.endswith(
        "✗ 没有收表，也没有生成报告：报告方案有 2 项错误、模板有 1 项错误，先改正。\n"
    ), said.stdout[-300:]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("biuld", "2023"), "没有“biuld”这个命令。是不是“build”？"),
        (("render",), "缺少“年度”"),
        (("render", "去年"), "“年度”的值“去年”不对，年度写四位数字"),
        (("render", "2023", "多"), "多写了“多”"),
        (("render", "2023", "--drft"), "没有“--drft”这个选项"),
        (("render", "1999"), "底账里没有1999年的表"),
        (("trace", "2023", "行政复议.总量"), "没有叫“行政复议.总量”的数据项。是不是“行政复议.总数”"),
        (("collect", "没有这个文件"), "没有“没有这个文件”这个文件或文件夹"),
        (("-C", "没有", "build", "2023"), "这个文件夹"),
    ],
)
def test_what_cannot_be_run_is_said_in_one_chinese_sentence(
    built: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    done = run(*arguments, at=built)
    assert done.returncode == 2
    assert sentence in done.stderr.replace("\n", "")
    assert done.stdout == ""


@pytest.mark.parametrize("arguments", [("biuld",), ("render", "1999"), ("explain", "CASE00")])
def test_what_cannot_be_run_is_said_as_json_where_json_is_asked_for(
    built: Path, arguments: tuple[str, ...]
) -> None:
    said, asked = run(*arguments, at=built), run(*arguments, "--json", at=built)
    assert (asked.returncode, asked.stderr) == (2, said.stderr)
    assert f"✗ {json.loads(asked.stdout)['error']}\n" == said.stderr


WRITTEN = "来件/2023/司法所/行政复议台账.xlsx"
WRITES = {"file", "draft", "findings", "errors", "warnings"}


@pytest.mark.parametrize(
    ("arguments", "words", "keys"),
    [
        (("collect",), ("36 个工作簿没有变化", "接下来：运行 reportgen validate 核对"), {"workbooks", "accounts"}),
        (("collect", WRITTEN, "--year", "2023"), ("1 个工作簿没有变化",), {"workbooks", "accounts"}),
        (("reading", WRITTEN), ("表头",), {"file", "sheets"}),
        (("status", "2023"), ("年报送情况", "表收齐了"), {"year", "owed", "departments"}),
        (("validate",), ("2023 年底账没有发现问题", "接下来：运行 reportgen render 2023 生成报告"), {"findings"}),
        (("render", "2023"), ("2023 年没有发现问题", "报告已写好"), WRITES),
        (("build", "2023"), ("36 个工作簿没有变化", "报告已写好"), {"collect", *WRITES}),
        (("figures", "2023"), ("2023 年数据项", "行政复议.总数"), None),
        (("trace", "2023", "行政复议.撤销"), ("怎么算的", "来自 1 行"), {"name", "sources"}),
        (("forms", "2024"), ("2024年报送表（司法所）.xlsx", "接下来：把表样发给各部门填写"), {"files"}),
        (("explain", "CEL001"), ("为什么：", "改法："), {"code", "why", "fix"}),
    ],
)  # fmt: skip
def test_each_command_tells_in_words_or_as_json(
    built: Path, arguments: tuple[str, ...], words: tuple[str, ...], keys: set[str] | None
) -> None:
    told = run(*arguments, at=built)
    assert (told.returncode, told.stderr) == (0, "")
    assert [each for each in words if each not in told.stdout] == []
    found = json_of(*arguments, at=built)
    assert isinstance(found, list) if keys is None else keys <= set(found)


def test_a_file_that_cannot_be_taken_in_and_a_sheet_that_is_missing_are_told_by_the_exit_code(
    tmp_path: Path,
) -> None:
    inbox = tmp_path / "来件" / "2023" / "司法所"
    write_xlsx(inbox / "复议.xlsx", CASES)
    assert run("collect", at=tmp_path).returncode == 0
    assert run("status", "2023", at=tmp_path).returncode == 1
    (inbox / "坏.xlsx").write_bytes(b"")
    assert run("collect", at=tmp_path).returncode == 1
    shutil.move(write_xlsx(inbox / "别的.xlsx", "甲 | 乙\n一 | 二"), inbox / "坏.xlsx")
    assert run("collect", at=tmp_path).returncode == 1
    built = run("build", "2023", at=tmp_path)
    assert built.returncode == 1
    assert "坏.xlsx › Sheet1：" not in built.stdout, "it is told with the findings"


def test_the_version_is_told_and_nothing_is_run(tmp_path: Path) -> None:
    done = run("--version", "build", "2023", at=tmp_path)
    assert (done.returncode, done.stdout) == (0, f"{version('reportgen')}\n")


def test_chinese_is_written_whatever_the_terminal_says_of_itself(tmp_path: Path) -> None:
    for arguments, written in ((("explain", "CEL001"), "为什么"), (("explain", "CEL"), "没有“CEL”这个编号")):
        done = subprocess.run(
            [sys.executable, "-m", "reportgen", *arguments],
            cwd=tmp_path,
            capture_output=True,
            env={**ENVIRONMENT, "PYTHONIOENCODING": "ascii:strict"},
            check=False,
        )
        assert written in (done.stdout + done.stderr).decode("utf-8")


def test_an_empty_folder_is_explained(tmp_path: Path) -> None:
    shown = run(at=tmp_path)
    assert (shown.returncode, shown.stderr) == (2, "")
    assert "用法" in shown.stdout
    done = run("build", "2023", at=tmp_path)
    assert done.returncode == 2
    assert "没有来件夹“来件”" in done.stderr


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['reportgen', '--help']\n"
        "from reportgen.cli.commands import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'docx', 'openpyxl', 'yaml', 'lxml', 'python_calamine', 'pydantic', 'sqlite3', 'chinese_calendar'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=UNMEASURED,  # coverage loads sqlite3 itself
        check=False,
    )
    assert done.stderr.strip() == "[]"
    assert "收集" in done.stdout


def test_every_command_explains_itself_in_chinese() -> None:
    for command in COMMANDS:
        shown = run(command, "--help", at=ROOT).stdout
        assert "用法" in shown
        shown = shown.replace("reportgen", "").replace("CEL001", "")
        words = set(re.findall(r"[A-Za-z]{3,}", shown)) - {
            "help",
            "json",
            "year",
            "output",
            "draft",
            "sheet",
            "check",
            "full",
            "collected",
            "returns",
            *("remind", "due"),
            *("department", "code", "html", "xlsx", "markdown", "coverage"),
            "prefill",
            "personal",
            "unit",
            "from",
            "profile",
            *("report", "all"),
            "list",
            "copy",
            "diff",
            "pdf",
            "html",
            "plain",
            "mark",
            *("evidence", "review"),
        }
        assert words <= {"JSON", "Word", "PDF", "Markdown", command}, words


def _replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def _misspell(file: Path, old: str, new: str) -> None:
    with zipfile.ZipFile(file) as package:
        parts = {info: package.read(info) for info in package.infolist()}
    with zipfile.ZipFile(file, "w") as package:
        for info, content in parts.items():
            package.writestr(info, content.replace(f"{{{{{old}}}}}".encode(), f"{{{{{new}}}}}".encode(), 1))


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("figures 2023", ["figures"]),
        ("-C 某处 -C 别处 figures 2023", ["figures"]),
        ("-C", None),
        ("figure 2023", None),
        ("profile check", None),
        ("--help", None),
        ("", None),
    ],
)
def test_of_the_commands_the_one_that_is_named_is_built(line: str, left: list[str] | None) -> None:
    from reportgen.cli import commands

    every = [each.name for each in commands.app.registered_commands]
    asked = commands._asked_for(line.split())
    assert [each.name for each in asked.registered_commands] == (left or every)
    assert bool(asked.registered_groups) is (left is None)
    assert [each.name for each in commands.app.registered_commands] == every
