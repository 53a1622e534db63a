"""What the tests share: small workbooks written from a text table, and workspaces copied from the samples."""

from __future__ import annotations

import functools
import gc
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import docx.opc.phys_pkg
import openpyxl
import openpyxl.writer.excel
import pytest
from hypothesis import HealthCheck, settings
from openpyxl.utils import get_column_letter

from reportgen import pipeline
from reportgen.ledger import remembered
from reportgen.model import Kind, Profile
from reportgen.pipeline import Project
from reportgen.profile import load as profile

if TYPE_CHECKING:
    from tests.trials.plant_nursery import Nursery

settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")  # how long an example takes says more of the machine than of the program
os.environ.pop("COLUMNS", None)  # where nobody says how wide a line may be, it may be of any width
remembered.DURABLE = "OFF"  # what tests write need not outlive a power cut
# the Word files and workbooks that tests make for a moment need not be small
for writer in (docx.opc.phys_pkg, openpyxl.writer.excel):
    writer.ZIP_DEFLATED = zipfile.ZIP_STORED  # type: ignore[attr-defined]
STARTED = datetime.now(UTC).replace(tzinfo=None)
ROOT = Path(__file__).parent.parent
RULE_OF_LAW = ROOT / "templates" / "rule-of-law"
COMMANDS = (
    "init",
    "collect",
    "reading",
    "status",
    "forms",
    "validate",
    "render",
    "build",
    "verify",
    "refresh",
    "figures",
    "trace",
    "explain",
    "profile",
    "open",
)


def cells(table: str) -> list[list[str]]:
    """Read a table drawn with bars: one list of stripped cells per line."""
    return [[cell.strip() for cell in line.split("|")] for line in table.strip("\n").splitlines()]


def write_xlsx(file: Path, table: str, sheet: str = "Sheet1") -> Path:
    """Write a drawn table as a workbook of one sheet, as openpyxl does; every cell is text, as departments type it."""
    rows = cells(table)
    file.parent.mkdir(parents=True, exist_ok=True)
    if any(cell.startswith(("=", "#")) for row in rows for cell in row):
        _openpyxl(sheet, rows).save(file)
        return file
    data = "".join(
        f'<row r="{row}">'
        + "".join(
            f'<c r="{get_column_letter(column)}{row}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
            for column, cell in enumerate(line, 1)
            if cell
        )
        + "</row>"
        for row, line in enumerate(rows, 1)
    )
    changes = {
        "<sheetData></sheetData>": f"<sheetData>{data}</sheetData>",
        'ref="A1:A1"': f'ref="A1:{get_column_letter(max(map(len, rows)))}{len(rows)}"',
    }
    with zipfile.ZipFile(file, "w") as package:
        for name, content in _without_cells(sheet).items():
            for old, new in changes.items():
                content = content.replace(old.encode(), new.encode("ascii", "xmlcharrefreplace"))
            package.writestr(name, content)
    return file


def _openpyxl(sheet: str, rows: Sequence[Sequence[str]]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.active.title = sheet
    book.properties.created = STARTED
    for row in rows:
        book.active.append([cell or None for cell in row])
    return book


@functools.cache
def _without_cells(sheet: str) -> dict[str, bytes]:
    """The parts of a workbook whose one sheet has no cells, made at the same moment as all others."""
    saved = io.BytesIO()
    _openpyxl(sheet, ()).save(saved)
    with zipfile.ZipFile(saved) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    made = f"{STARTED:%Y-%m-%dT%H:%M:%SZ}".encode()
    core = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + made, parts["docProps/core.xml"])
    return {**parts, "docProps/core.xml": core}


def load_profile(folder: Path = RULE_OF_LAW) -> Profile:
    """Load a profile that has no mistakes."""
    loaded, findings = profile.load(folder)
    assert not findings, findings
    assert loaded
    return loaded


_THRESHOLD = (50_000, 20, 100)  # objects: most of what tests make is gone by itself


@pytest.fixture(autouse=True, scope="module")
def garbage() -> Iterator[None]:
    """Collect garbage again after a command that ran in this process, which does without for its short life.

    What is still there then, all tests among it, is not looked through again.
    """
    gc.set_threshold(*_THRESHOLD)
    gc.collect()
    gc.freeze()
    yield
    gc.set_threshold(*_THRESHOLD)


@pytest.fixture(scope="session")
def rule_of_law() -> Profile:
    return load_profile()


@pytest.fixture(scope="session")
def kinds(rule_of_law: Profile) -> dict[str, Kind]:
    return dict(rule_of_law.kinds)


def copy_samples(root: Path) -> Path:
    """Make a folder a workspace with the samples of both years in its inbox."""
    (root / "reportgen.yaml").write_text("unit: 近海镇\ninbox: 来件\noutput: output\n", encoding="utf-8")
    for year in ("2022", "2023"):
        shutil.copytree(ROOT / "samples" / year, root / "来件" / year)
    return root


@pytest.fixture
def uncollected(tmp_path: Path) -> Path:
    """A copy of the samples, not yet collected."""
    return copy_samples(tmp_path)


@pytest.fixture
def workspace(collected: Project, tmp_path: Path) -> Path:
    """A copy of the samples, collected: to collect them once more costs little."""
    return Path(shutil.copytree(collected.workspace.root, tmp_path, dirs_exist_ok=True))


@pytest.fixture(scope="session")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The samples of both years, collected and checked once; tests only read from it."""
    return _checked(copy_samples(tmp_path_factory.mktemp("collected")), 2022, 2023)


def _checked(root: Path, *years: int) -> Project:
    project = pipeline.open_project(root)
    pipeline.collect(project)
    for year in years:
        pipeline.validate(project, year)
    return project


@pytest.fixture(scope="session")
def mistaken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("mistaken") / "faulty"
    shutil.copytree(ROOT / "samples" / "faulty", root, ignore=shutil.ignore_patterns("output"))
    _checked(root, 2023)
    return root


@pytest.fixture
def faulty(mistaken: Path, tmp_path: Path) -> Path:
    """A copy of the workspace with the planted mistakes, collected and checked."""
    return Path(shutil.copytree(mistaken, tmp_path / "faulty"))


@pytest.fixture(scope="session")
def nurseries(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Nursery]:
    """By profile the clean samples in which the trials plant faults, built once."""
    from tests.trials.plant import TOWNS
    from tests.trials.plant_nursery import Nursery

    folder = tmp_path_factory.mktemp("nurseries")
    return {town.profile: Nursery(folder / town.profile, town) for town in TOWNS}


@pytest.fixture(scope="session")
def nursery(nurseries: dict[str, Nursery]) -> Nursery:
    return nurseries["rule-of-law"]


Edit = Callable[[openpyxl.worksheet.worksheet.Worksheet], None]


def edit(file: Path, sheet: str, change: Edit) -> None:
    """Change a sheet of a workbook in place."""
    book = openpyxl.load_workbook(file)
    change(book[sheet])
    book.save(file)


ENVIRONMENT = {**os.environ, "PYTHONUTF8": "1", "COLUMNS": "120", "TERMINAL_WIDTH": ""}
ENVIRONMENT.pop("PYTHONDONTWRITEBYTECODE", None)  # a user's program is compiled once, and not at each command
UNMEASURED = {name: value for name, value in ENVIRONMENT.items() if not name.startswith("COVERAGE_")}


_serving: list[subprocess.Popen[str]] = []


def _server() -> subprocess.Popen[str]:
    if not _serving:
        command = [sys.executable, str(Path(__file__).with_name("command_server.py"))]
        _serving.append(
            subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", env=ENVIRONMENT
            )
        )
    return _serving[0]


def served(
    at: Path, arguments: Sequence[str], stdout: Path, stderr: Path, environment: Mapping[str, str] = {}
) -> int:
    """Run the command line in a folder in a process of its own, its output to files or terminals; return its exit code."""
    server = _server()
    assert server.stdin
    assert server.stdout
    request = [str(at), [*arguments], str(stdout), str(stderr), {**environment}]
    server.stdin.write(json.dumps(request) + "\n")
    server.stdin.flush()
    return int(server.stdout.readline())


def run(*arguments: str | Path, at: Path) -> subprocess.CompletedProcess[str]:
    """Run the command line in a folder, as a user does, in a process of its own."""
    said = [*map(str, arguments)]
    with tempfile.TemporaryDirectory() as folder:
        written = [Path(folder, name) for name in ("stdout", "stderr")]
        code = served(at, said, *written)
        out, err = (file.read_text(encoding="utf-8") for file in written)
    return subprocess.CompletedProcess(said, code, out, err)


def pytest_unconfigure() -> None:
    """End the server, should there be one, and wait for what it measured of itself."""
    for server in _serving:
        server.communicate()


def json_of(*arguments: str | Path, at: Path) -> Any:
    """Return what a command prints as JSON."""
    return json.loads(run(*arguments, "--json", at=at).stdout)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write the golden files anew")


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update"))
