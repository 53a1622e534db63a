"""The house: who may import whom, how long a function may be, and that each room says its job."""

from __future__ import annotations

import ast
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import ROOT, UNMEASURED
from importlinter.application.use_cases import lint_imports
from importlinter.cli import configuration  # noqa: F401  (loads the kinds of contract)

PACKAGE = ROOT / "reportgen"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_FILE, LONGEST_FUNCTION = 400, 40  # lines
HEAVY = {
    "docx",
    "openpyxl",
    "yaml",
    "lxml",
    "python_calamine",
    "xlrd",
    "pydantic",
    "sqlite3",
    "rich",
    "sqlglot",
}


def too_long(source: str) -> list[str]:
    """The functions of a source that are longer than they may be, with their lines."""
    functions = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    lengths = {each.name: (each.end_lineno or 0) - each.lineno + 1 for each in functions}
    return [f"{name}: {length}" for name, length in lengths.items() if length > LONGEST_FUNCTION]


def test_each_file_of_tests_has_a_name_of_its_own() -> None:
    names = sorted(path.name for path in (ROOT / "tests").rglob("test_*.py"))
    assert [one for one, other in pairwise(names) if one == other] == []  # pytest takes them for one module


def test_the_floors_hold() -> None:
    assert lint_imports(str(ROOT / "pyproject.toml"), cache_dir=None, no_logo=True)


@pytest.mark.parametrize("broken", ["model|import reportgen.rules", "stages/render|import reportgen.stages.figures",
    "values/cell|def late():\n    import reportgen.pipeline", "stages/collect|import sqlite3", "helpers|"])  # fmt: skip
def test_the_contracts_see_a_broken_floor(broken: str, tmp_path: Path) -> None:
    import shutil

    name, line = broken.split("|")
    shutil.copytree(PACKAGE, tmp_path / "reportgen", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / f"reportgen/{name}.py").open("a", encoding="utf-8") as module:
        module.write(f"\n{line}\n")
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True).returncode == 1


def test_no_file_and_no_function_is_too_long() -> None:
    sources = {str(file.relative_to(PACKAGE)): file.read_text(encoding="utf-8") for file in MODULES}
    assert [name for name, source in sources.items() if len(source.splitlines()) > LONGEST_FILE] == []
    assert [(name, long) for name, source in sources.items() if (long := too_long(source))] == []


def test_a_function_that_is_too_long_is_seen() -> None:
    assert too_long("def f():\n" + "    x = 1\n" * LONGEST_FUNCTION) == [f"f: {LONGEST_FUNCTION + 1}"]


def test_a_folder_says_its_job_in_one_line() -> None:
    rooms = [each for each in MODULES if each.name == "__init__.py" and each.parent != PACKAGE]
    assert [each for each in rooms if len(each.read_text(encoding="utf-8").splitlines()) != 1] == []


def test_a_module_has_its_tests_in_a_file_of_its_name() -> None:
    tested = {str(file.relative_to(ROOT / "tests")) for file in (ROOT / "tests").rglob("test_*.py")}
    named = [each.relative_to(PACKAGE) for each in MODULES if not each.name.startswith("__")]
    assert [each for each in named if str(each.with_name(f"test_{each.name}")) not in tested] == []


def test_the_command_line_loads_nothing_heavy_at_its_top() -> None:
    code = "import sys, reportgen.cli.commands; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=UNMEASURED
    ).stdout.split()
    assert HEAVY.isdisjoint(loaded)
