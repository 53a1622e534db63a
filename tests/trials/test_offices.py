"""Five careless offices: nothing English, no traceback, and no broken word is printed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from conftest import served

from reportgen.cli.lines import broken, columns, line
from tests.trials.offices import OFFICES
from tests.trials.offices import run as run_at_a_terminal

COMMANDS = (
    ("collect",),
    ("status", "2023"),
    ("validate", "2023", "--full"),
    ("build", "2023"),
    ("trace", "2023", "矛盾调解.成功率"),
)
NAMES = re.compile(
    r"reportgen(?: [!-~年度编号名称]+)*|[^\s“”：，]*\.(?:xlsx|xls|csv|docx|yaml|pdf|rar|zip|sqlite)\b|\b[A-Z]+\d{3}\b"
    r"|(?<![A-Za-z])[A-Z]{1,2}\d+|\{\{.*?\}\}|--[a-z]+"
)
# programs, formats, and the keys that stand in the files of a profile
ALLOWED = {
    "Excel",
    "WPS",
    "Word",
    "UTF",
    "CSV",
    "JSON",
    "SQL",
    "REF",
    "Sheet",
    "from",
    "synonyms",
    "report",
    "unit",
    "departments",
    "parameters",
    "owes",
    "json",
    "full",
}


AT_A_TERMINAL = {"COLUMNS": "", "TERM": "xterm-256color"}


def run(root: Path, *arguments: str) -> str:
    """Run a command at a terminal, in a process that has imported all."""
    return run_at_a_terminal(
        root, *arguments, start=lambda at, said, terminal: served(at, said, terminal, terminal, AT_A_TERMINAL)
    )


@pytest.fixture(scope="module", params=OFFICES)
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("office") / request.param
    OFFICES[request.param](root)
    return root


def test_what_an_office_reads(office: Path) -> None:
    said = {command: run(office, *command) for command in COMMANDS}
    for command, text in said.items():
        assert "Traceback" not in text, text
        strange = set(re.findall(r"[A-Za-z]{2,}", NAMES.sub(" ", text.replace("\n", " ")))) - ALLOWED
        assert not strange, (command, strange)
        for each in text.splitlines():
            assert columns(each) <= 80 or len(list(broken(line(each), 80))) == 1, each
            assert each.strip()[:1] not in set("，。；：、！？）》”"), each
    told = json.loads(run(office, "validate", "2023", "--json").partition("{")[2].join(["{", ""]))
    printed = said["validate", "2023", "--full"]
    for found in told["findings"]:
        for word in re.findall(r"\d{4}-\d\d-\d\d|“[^“”]{1,20}”|\d+(?:\.\d+)?", found["message"]):
            assert word in printed, word
        assert found["file"].rpartition("/")[2] in printed


def test_a_process_of_its_own_and_one_that_has_imported_all_show_the_same(workspace: Path) -> None:
    shown = run(workspace, "status", "2023")
    assert "\n" in shown
    assert run_at_a_terminal(workspace, "status", "2023") == shown


def test_a_word_that_is_broken_is_seen() -> None:
    assert [len(list(broken(line("改" * 41), 80))), len(list(broken(line("a" * 99), 80)))] == [2, 1]
    assert re.findall(r"[A-Za-z]{2,}", NAMES.sub(" ", "no such column: 台账.xlsx reportgen collect")) == [
        "no",
        "such",
        "column",
    ]
