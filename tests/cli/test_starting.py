"""`init` takes what it needs as options or asks for it on a terminal, and never waits where there is none."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import docx
import pytest
from conftest import ENVIRONMENT, run


def typed(root: Path, *arguments: str, answers: str) -> tuple[int, str]:
    """Run `init` on a terminal, and type; return its exit code and all that the terminal shows."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "reportgen", "init", *arguments]
    process = subprocess.Popen(command, cwd=root, stdin=theirs, stdout=theirs, stderr=theirs, env=ENVIRONMENT)
    os.close(theirs)
    os.write(ours, answers.encode())
    shown = b""
    try:
        while piece := os.read(ours, 65536):
            shown += piece
    except OSError:  # the terminal's end
        pass
    os.close(ours)
    return process.wait(60), shown.decode(errors="replace").replace("\r\n", "\n")


def test_with_options_it_asks_nothing(tmp_path: Path) -> None:
    done = run("init", "新镇", "--unit", "近海镇", "--year", "2023", at=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "工作目录“" in done.stdout
    assert "    reportgen.yaml：设置：单位、部门、报告里要印的文字" in done.stdout
    assert f"3. 运行 reportgen -C {tmp_path / '新镇'} build 2023" in done.stdout.replace("\n       ", "")
    again = run("-C", "新镇", "init", "--year", "2023", "--unit", "别的镇", at=tmp_path)
    assert again.returncode == 0
    assert "什么也不缺" in again.stdout
    assert "--unit、--department、--profile 没有用上" in again.stdout
    assert "unit: 近海镇" in (tmp_path / "新镇/reportgen.yaml").read_text(encoding="utf-8")


def test_departments_are_given_one_by_one(tmp_path: Path) -> None:
    given = [
        "党政办=党综办：规范性文件、依申请公开、工作会议、工作举措",
        "法治办=司法所",
        "宣传办",
        "派出所",
        "组织人事办",
        "综合行政执法局",
    ]
    options = [word for each in given for word in ("--department", each)]
    done = run("init", "--unit", "近海镇", "--year", "2023", *options, "--json", at=tmp_path)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert set(said) == {"directory", "year", "period", "written", "kept"}
    assert (said["year"], said["kept"]) == (2023, [])
    text = (tmp_path / "reportgen.yaml").read_text(encoding="utf-8")
    assert (
        "  党政办:\n    aliases: [党综办]\n    owes: [规范性文件, 依申请公开, 工作会议, 工作举措]\n" in text
    )
    assert "  宣传办:\n  派出所:\n" in text


@pytest.mark.parametrize(
    ("arguments", "lacking"),
    [
        ((), " --unit（单位名称）和 --year（报告年度）；在原来的命令后面加 --unit 单位名称 --year 年度"),
        (("--unit", "近海镇"), " --year（报告年度）；在原来的命令后面加 --year 年度"),
        (("--year", "2023"), " --unit（单位名称）；在原来的命令后面加 --unit 单位名称"),
    ],
)
def test_without_a_terminal_it_says_what_is_lacking(
    arguments: tuple[str, ...], lacking: str, tmp_path: Path
) -> None:
    done = run("init", *arguments, at=tmp_path)
    assert done.returncode == 2
    assert done.stderr.rstrip() == f"✗ 缺少{lacking}"
    assert list(tmp_path.iterdir()) == []


def test_on_a_terminal_it_asks_for_what_is_not_given(tmp_path: Path) -> None:
    answers = "\n近海镇\n今年\n2023\n党政办=：\n党政办=党综办：规范性文件、依申请公开、工作会议、工作举措\n司法所\n宣传办\n派出所\n组织人事办\n综合行政执法局\n\n"
    code, shown = typed(tmp_path, answers=answers)
    assert code == 0, shown
    assert "年度写四位数字" in shown
    assert "部门“党政办=：”写得不对" in shown
    text = (tmp_path / "reportgen.yaml").read_text(encoding="utf-8")
    assert "unit: 近海镇\n" in text
    assert "  党政办:\n    aliases: [党综办]\n" in text


def test_the_profiles_departments_are_taken_for_an_empty_answer(tmp_path: Path) -> None:
    code, shown = typed(tmp_path, "--unit", "近海镇", "--year", "2023", answers="\n")
    assert code == 0, shown
    assert re.findall(r"^  (\w+):$", (tmp_path / "reportgen.yaml").read_text(encoding="utf-8"), re.MULTILINE) == [
        "司法所", "综合行政执法局", "组织人事办", "党政办", "宣传办", "派出所",
    ]  # fmt: skip


def test_each_line_is_checked_at_once_and_what_nobody_owes_is_asked_for(tmp_path: Path) -> None:
    lines = [
        "社会治理办", "社会治理办：行政复意", "社会治理办：", "司法所", "党政办：规范性文件、依申请公开、工作会议、工作举措",
        "宣传办", "派出所", "组织人事办", "", "社会治理办：执法人员、执法考试", "",
    ]  # fmt: skip
    code, shown = typed(tmp_path, "--unit", "近海镇", "--year", "2023", answers="\n".join([*lines, ""]))
    assert code == 0, shown
    said = "".join(shown.split())
    assert "可以报的表：行政复议、行政诉讼、" in said
    assert (
        "没有写“社会治理办”报送哪些表，方案里也没有这个部门。要报的表写在部门名称和冒号后面，什么也不报的，冒号后面空着。"
        in said
    )
    assert "方案里没有叫“行政复意”的表。是不是“行政复议”？。这一行没有记下，请再写。" in said.replace(
        "？这", "？。这"
    )
    assert "还没有部门报送：执法人员、执法考试" in said
    assert "owes" not in said
    text = (tmp_path / "reportgen.yaml").read_text(encoding="utf-8")
    assert "  社会治理办:\n    owes: [执法人员, 执法考试]\n" in text
    assert "  司法所:\n" in text


def test_sheets_are_added_to_those_that_a_department_of_the_profile_owes(tmp_path: Path) -> None:
    lines = ["司法所", "党政办", "宣传办", "派出所", "组织人事办", "", "司法所：执法人员、执法考试", ""]
    code, shown = typed(tmp_path, "--unit", "近海镇", "--year", "2023", answers="\n".join([*lines, ""]))
    assert code == 0, shown
    text = (tmp_path / "reportgen.yaml").read_text(encoding="utf-8")
    owes = re.findall(r"司法所:\n    owes: \[(.*)\]", text)
    assert owes[0].startswith("行政复议, 行政诉讼, ")
    assert owes[0].endswith(", 执法人员, 执法考试")


def test_a_terminal_that_is_closed_writes_nothing(tmp_path: Path) -> None:
    code, shown = typed(tmp_path, answers="近海镇\n\x04")
    assert code == 2
    assert "没有答完，什么也没有写" in shown
    assert list(tmp_path.iterdir()) == []


def test_the_help_is_chinese(tmp_path: Path) -> None:
    shown = run("init", "--help", at=tmp_path).stdout.replace("reportgen", "")
    assert set(re.findall("[A-Za-z]{3,}", shown)) == {
        "init", "unit", "year", "department", "profile", "from", "json", "JSON", "help",
    }  # fmt: skip


def test_last_year_s_report_becomes_a_template_beside_it(tmp_path: Path) -> None:
    document = docx.Document()
    for line in ("近海镇2022年报告", "全年受理矛盾纠纷98起，新修道路5条。"):
        document.add_paragraph(line)
    document.save(str(tmp_path / "去年.docx"))
    done = run("init", "新镇", "--unit", "近海镇", "--from", "去年.docx", at=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    shown = "".join(done.stdout.split())
    assert "build2023" in shown
    assert "由2022年的报告改成的模板已写好" in shown
    assert "提出标签3处，每处一条批注；没有改的1处" in shown
    assert "底账里没有2022年的数" in shown
    file = tmp_path / "新镇/输出/模板（由2022年报告改成）.docx"
    assert "{{矛盾调解.总数}}" in docx.Document(str(file)).paragraphs[1].text
    said = json.loads(run("init", "新镇", "--from", "去年.docx", "--json", at=tmp_path).stdout)
    assert [each["tag"] for each in said["template"]["matched"]] == [
        "报告.单位",
        "报告.年度",
        "矛盾调解.总数",
    ]


def test_a_report_that_cannot_be_read_leaves_nothing_behind(tmp_path: Path) -> None:
    done = run("init", "新镇", "--unit", "近海镇", "--year", "2023", "--from", "没有.docx", at=tmp_path)
    assert done.returncode == 2
    assert "读不到" in done.stderr
    assert not (tmp_path / "新镇").exists()
