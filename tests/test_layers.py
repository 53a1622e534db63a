"""The structure: who may import whom. DESIGN's table, held by reading the imports."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "reportgen"
LAYERS = [
    {"model"},
    {"rules", "numerals", "functions", "tags", "guard", "zipped", "headings", "dates", "amounts", "compound"},
    {
        "archive",
        "biff",
        "opendocument",
        "workbook",
        "layout",
        "rows",
        "recognise",
        "values",
        "columns",
        "views",
        "store",
        "marks",
        "ledger",
        "posting",
        "declaration",
        "package",
        "marking",
        "filling",
        "document",
        "forms",
    },
    {"lint", "workspace"},
    {"profile", "versions", "intake"},
    {"workers"},
    {"collect", "submissions", "figures", "validate", "render"},
    {"pipeline"},
    {"contract", "console", "usage"},
    {"cli"},
]
STAGES = LAYERS[6]
SIDEWAYS = {  # the four steps of filling a Word file stand one upon the other
    *(("document", each) for each in ("filling", "marking", "package")),
    *(("filling", each) for each in ("marking", "package")),
    ("marking", "package"),
    ("forms", "package"),  # a workbook is a zip too
    *(("workbook", each) for each in ("biff", "opendocument")),  # what calamine does not tell of each format
    *(("recognise", each) for each in ("layout", "rows")),
    ("guard", "zipped"),
    ("columns", "values"),
    ("ledger", "store"),
    ("store", "views"),
    *(("marks", each) for each in ("store", "views")),
    ("ledger", "marks"),
    ("ledger", "views"),  # the rows, and what SQL may see of them
    *(("posting", each) for each in ("ledger", "marks", "store", "views")),
}
ONLY = {
    "python_calamine": {"workbook"},
    "sqlite3": {"ledger", "posting", "marks", "store", "views"},
    "yaml": {"declaration"},
    "pydantic": set(),
    "rich": {"console"},
    "typer": {"cli", "usage"},
    "lxml": {"package", "marking", "filling", "document"},
    "chinese_calendar": {"functions"},
    "openpyxl": {"forms"},
}
HEAVY = {"docx", "openpyxl", "yaml", "lxml", "python_calamine", "pydantic", "sqlite3", "rich"}


def imports(source: str, *, top_only: bool = False) -> set[str]:
    """The modules a source imports: `reportgen.x` as `x`, others by their top name; type-only imports do not count."""
    tree = ast.parse(source)
    typed = {
        id(child)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for child in ast.walk(node)
    }
    found = set()
    for node in tree.body if top_only else ast.walk(tree):
        if id(node) in typed:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "reportgen":
            found |= {f"reportgen.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return {name.split(".")[1] if name.startswith("reportgen.") else name.split(".")[0] for name in found}


def wrong_imports(modules: dict[str, str]) -> list[str]:
    """Every import that the table forbids, and every module that the table does not know."""
    layer = {name: number for number, names in enumerate(LAYERS) for name in names}
    wrong = []
    for name, source in modules.items():
        if name not in layer:
            wrong.append(f"{name} is in no layer")
            continue
        for other in imports(source):
            if other in ONLY and name not in ONLY[other]:
                wrong.append(f"{name} must not know {other}")
            if other not in layer:
                continue
            if layer[other] > layer[name]:
                wrong.append(f"{name} imports {other} upwards")
            if layer[other] == layer[name] and (name, other) not in SIDEWAYS:
                wrong.append(f"{name} imports {other} beside it")
    return wrong


def sources() -> dict[str, str]:
    return {
        file.stem: file.read_text(encoding="utf-8")
        for file in PACKAGE.glob("*.py")
        if file.stem != "__init__"
    }


def test_the_imports_follow_the_layers() -> None:
    assert wrong_imports(sources()) == []


def test_every_layer_of_the_table_exists() -> None:
    assert {name for names in LAYERS for name in names} == set(sources())


@pytest.mark.parametrize(
    ("module", "line", "complaint"),
    [
        ("model", "from reportgen import ledger", "model imports ledger upwards"),
        ("collect", "import sqlite3", "collect must not know sqlite3"),
        ("render", "from reportgen.figures import figures", "render imports figures beside it"),
        (
            "values",
            "def late():\n    from reportgen.pipeline import build",
            "values imports pipeline upwards",
        ),
        ("helpers", "", "helpers is in no layer"),
    ],
)
def test_the_guard_sees_a_broken_layer(module: str, line: str, complaint: str) -> None:
    assert complaint in wrong_imports({**sources(), module: line})


def test_the_command_line_loads_nothing_heavy_at_its_top() -> None:
    assert imports((PACKAGE / "cli.py").read_text(encoding="utf-8"), top_only=True) & HEAVY == set()
