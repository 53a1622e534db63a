"""The commands that people are told to run are about what they are about: no sentence spells one out by itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from reportgen import invocation
from reportgen.cli import commands
from reportgen.invocation import about, as_data, command, department_folder, spoken, stay_with
from reportgen.periods import Period

PACKAGE = Path(invocation.__file__).parent
# whole sentences for every workspace: of the rules, and of what is said before there is a body
FIXED = (
    "built_in/of_reports.py",
    "built_in/of_rows.py",
    "built_in/of_templates.py",
    "built_in/of_workbooks.py",
    "cli/commands.py",
    "cli/starting.py",
)


@pytest.fixture(autouse=True)
def _alone() -> Iterator[None]:
    yield
    stay_with("")


def test_a_command_names_the_body_and_the_paper_that_all_is_about() -> None:
    assert command("status", 2023) == "reportgen status 2023"
    assert department_folder(2024) == "2024/部门名/"
    stay_with("甲镇", "简报")
    assert command("status", 2023) == "reportgen status 2023 --unit 甲镇"
    assert command("render", 2023, "--pdf") == "reportgen render 2023 --pdf --report 简报 --unit 甲镇"
    assert command("render", 2023, "--all", "--pdf") == "reportgen render 2023 --all --pdf --report 简报"
    assert department_folder(2024) == "2024/甲镇/部门名/"


def test_what_is_told_of_a_body_meanwhile_is_about_it() -> None:
    stay_with("", "简报")
    assert command("status", 2023, "--remind") == "reportgen status 2023 --remind"
    stay_with("", "简报", several=True)
    assert command("status", 2023, "--remind") == "reportgen status 2023 --remind --all"
    with about("乙镇"):
        assert command("status", 2023, "--remind") == "reportgen status 2023 --remind --unit 乙镇"
        assert command("collect") == "reportgen collect --unit 乙镇"
        assert command("build", 2023) == "reportgen build 2023 --report 简报 --unit 乙镇"
    assert command("collect") == "reportgen collect"


def test_a_command_names_the_part_of_the_year_that_all_is_about() -> None:
    stay_with("甲镇", period=Period(2023, "上半年"))
    assert command("trace", 2022, "处罚.总数") == "reportgen trace 2022年上半年 处罚.总数 --unit 甲镇"
    assert command("collect") == "reportgen collect --year 2023年上半年 --unit 甲镇"
    assert command("validate") == "reportgen validate 2023年上半年 --unit 甲镇"
    assert command("collect", "--year", "2023年6月") == "reportgen collect --year 2023年6月 --unit 甲镇"
    assert department_folder(2023) == "2023年上半年/甲镇/部门名/"
    assert (spoken(2022), as_data(2023)) == ("2022 年上半年", {"year": 2023, "period": "2023年上半年"})
    stay_with("")
    assert (spoken(2023), as_data(2023)) == ("2023 年", {"year": 2023, "period": "2023"})


def test_no_sentence_of_the_terminal_says_the_year_of_what_may_be_a_part_of_it() -> None:
    said = {
        str(file.relative_to(PACKAGE)): found
        for file in (PACKAGE / "cli").rglob("*.py")
        if (found := re.findall(r"\{[\w.]*year\} ?年", file.read_text(encoding="utf-8")))
    }
    assert said.keys() <= {"cli/proposing.py"}, said  # where reports are of whole years


def spelled(file: Path, names: re.Pattern[str]) -> list[str]:
    """The texts of a module, but for what it says of itself, that spell a command out."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    said = [node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)]
    texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and node not in said)
    return [each.value for each in texts if isinstance(each.value, str) and names.search(each.value)]


def test_no_sentence_spells_out_a_command_that_takes_a_body() -> None:
    def takes(command: object, option: str) -> bool:
        return option in getattr(getattr(command, "__signature__", None), "parameters", {})

    registered = {each.name or "": each.callback for each in commands.app.registered_commands}
    of_papers = {name for name, each in registered.items() if takes(each, "report")}
    assert of_papers == set(invocation._OF_PAPERS)
    names = re.compile(
        rf"reportgen (?:{'|'.join(name for name, each in registered.items() if takes(each, 'unit'))})\b"
    )
    found = {
        str(file.relative_to(PACKAGE)): texts
        for file in PACKAGE.rglob("*.py")
        if (texts := spelled(file, names))
    }
    assert found.keys() <= set(FIXED), found
