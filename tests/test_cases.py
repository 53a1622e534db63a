"""The hard cases: what departments send, folder by folder, what collect makes of it, and what is said and counted.

A folder under tests/cases holds the files of one case and, in expected.txt, the tables, rows and findings that
come of them, what `validate` says besides, and the figures. Files that lie directly in the folder are sent by 执法队 for
2023; a folder in it is a department's or a year's. Sheets that never came are not told: a case is of one or two. Before its text was seen, a message in expected.txt may be written `…`; `pytest --update` puts it in.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reportgen import pipeline
from reportgen.ledger import reading as ledgers
from reportgen.model import Figure, Finding, Kind
from reportgen.pipeline import Project

CASES = Path(__file__).parent / "cases"
NAMES = sorted(
    folder.name for folder in CASES.iterdir() if folder.is_dir() and not folder.name.startswith("profile")
)
MANY = 274
SENT = "来件/2023/执法队/"


@pytest.mark.parametrize("case", NAMES)
def test_the_case_comes_out_as_expected(case: str, tmp_path: Path, update: bool) -> None:
    actual = projection(collected(CASES / case, tmp_path))
    golden = CASES / case / "expected.txt"
    if update:
        golden.write_text(actual, encoding="utf-8")
    assert actual == settled(golden.read_text(encoding="utf-8"), actual)


def test_there_are_many_cases_and_each_expects_something() -> None:
    assert len(NAMES) == MANY, "a case is lost, or a new one is not counted"
    for case in NAMES:
        assert len((CASES / case / "expected.txt").read_text(encoding="utf-8").split("\n")) > 1, case
        assert [file for file in (CASES / case).rglob("*") if file.is_file()][1:], f"{case} has no file"


def test_an_altered_row_and_an_altered_finding_are_noticed(tmp_path: Path) -> None:
    actual = projection(collected(CASES / "total-wrong", tmp_path))
    lines = actual.splitlines(keepends=True)
    assert [line[:2] for line in lines] == ["==", "2 ", "3 ", "--", "RO"]
    assert settled(actual, actual) == actual
    assert settled(re.sub(r"(ROW002.*?): .*", r"\1: …", actual), actual) == actual
    for wrong in (
        actual.replace("罚没金额=300", "罚没金额=301"),
        actual.replace("ROW002", "ROW003"),
        re.sub(r"(ROW002.*?)D4: .*", r"\1D5: …", actual),
        re.sub(r"ROW002 error(.*?): .*", r"ROW002 warning\1: …", actual),
        actual + lines[-1],
        *("".join(lines[:at] + lines[at + 1 :]) for at in range(len(lines))),
    ):
        assert settled(wrong, actual) != actual


def test_the_files_are_what_the_script_writes(tmp_path: Path) -> None:
    from tests.make import cases  # which makes them all

    cases.write(tmp_path)
    made, there = _files(tmp_path), _files(CASES)
    others = {
        name for name in there if name.endswith(("/expected.txt", ".yaml", ".gitattributes"))
    } | cases.MADE_ONCE
    assert set(there) - others == set(made)
    assert [name for name in made if _unpacked(made[name]) != _unpacked(there[name])] == []


def collected(case: Path, root: Path) -> Project:
    """Collect a case's files in a new workspace."""
    (root / "reportgen.yaml").write_text(f"unit: 近海镇\nprofile: {CASES / 'profile'}\n", encoding="utf-8")
    for each in case.iterdir():
        if each.is_dir():
            year = bool(re.fullmatch(r"20\d\d", each.name))
            shutil.copytree(each, root / "来件" / ("" if year else "2023") / each.name)
        elif each.name != "expected.txt":
            (root / SENT).mkdir(parents=True, exist_ok=True)
            shutil.copy(each, root / SENT)
    project = pipeline.open_project(root)
    pipeline.collect(project)
    return project


def projection(project: Project) -> str:
    """Return what is in the ledger as text: each table with its rows, then the findings."""
    with closing(sqlite3.connect(project.workspace.ledger)) as connection:
        connection.row_factory = sqlite3.Row
        lines = [
            line
            for table in connection.execute(
                "SELECT t.*, w.file FROM _tables t JOIN _workbooks w ON t.workbook = w.id ORDER BY w.file, t.id"
            )
            for line in _table(connection, project.profile.kinds[table["kind"]], dict(table))
        ]
    year = (
        2027 if (project.workspace.inbox / "2027").is_dir() else 2023
    )  # the first without a table of holidays
    with ledgers.open_to_read(project.workspace.ledger, project.profile.kinds) as ledger:
        problems = ledger.problems(year)
        came = bool(ledger.workbooks(year))
    told = "\n".join([*lines, "-- findings", *map(_finding, sorted(problems, key=_order)), ""])
    return told + "\n".join(_judged(project, year, problems)) if came else told


def _judged(project: Project, year: int, problems: Sequence[Finding]) -> Iterator[str]:
    """What is said of a year besides what reading found, and the figures that are there."""
    said = {(each.code, each.place) for each in problems}
    found = [
        each
        for each in pipeline.validate(project, year)[1]
        if (each.code, each.place) not in said and each.code != "OWE001"
    ]
    if found:
        yield from ["-- validate", *map(_finding, found)]
    figures = [
        f"{figure.definition.full_name} = {_counted(figure)}"
        for figure, _ in pipeline.figures(project, year).figures
        if figure.text is not None and not figure.absent
    ]
    if figures:
        yield from ["-- figures", *figures]
    yield ""


def settled(expected: str, actual: str) -> str:
    """Return the expected text with each finding of the message `…` as it came, if it came."""
    came = actual.split("\n")
    lines = expected.split("\n")
    for at, line in enumerate(lines[: len(came)]):
        if line.endswith(": …") and came[at].startswith(line.removesuffix("…")):
            lines[at] = came[at]
    return "\n".join(lines)


def _table(connection: sqlite3.Connection, kind: Kind, table: dict[str, Any]) -> Iterator[str]:
    yield f"== {_short(table['file'])} › {table['sheet']} › {kind.name}"
    if not table["file"].startswith(SENT):
        yield f"from: {table['department']} {table['year']}"
    if unknown := json.loads(table["unknown"]):
        yield f"unknown: {'、'.join(unknown)}"
    if table.get("replaced"):
        yield f"replaced by: {_short(table['replaced'])}"
    rows = connection.execute(f'SELECT * FROM "{kind.name}" WHERE _source = ? ORDER BY _row', (table["id"],))
    raws = json.loads(table["raws"])
    for row in map(dict, rows):
        raw = {name: texts[str(row["_row"])] for name, texts in raws.items() if str(row["_row"]) in texts}
        shown = [
            f"{name}={_shown(row[name], declared.type)}"
            + (f" ← {_line(str(raw[name]))}" if name in raw else "")
            for name, declared in kind.fields.items()
            if row[name] is not None or name in raw
        ]
        yield " | ".join([str(row["_row"]), *shown])


def _counted(figure: Figure) -> str:
    if figure.items is None:
        return str(figure.text)
    return "；".join(" ".join(map(str, each.values())) for each in figure.items)


def _shown(value: Any, field_type: str) -> str:
    if value is None:
        return ""
    if field_type == "boolean":
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    return _line(str(value))


def _line(text: str) -> str:
    return text.replace("\r", "").replace("\n", "⏎")


def _finding(found: Finding) -> str:
    return f"{found.code} {found.severity} {_short(str(found.place))}: {_line(found.message)}"


def _order(found: Finding) -> tuple[Any, ...]:
    return (found.place, found.code, found.message)


def _short(file: str) -> str:
    return file.removeprefix(SENT).removeprefix("来件/")


def _files(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()
    }


def _unpacked(content: bytes) -> object:
    """The parts of a zip, which another zlib may pack otherwise, or the bytes of any other file."""
    if content[:4] != b"PK\x03\x04":
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return [
            (part.filename, part.flag_bits & 1 or _unpacked(package.read(part)))
            for part in package.infolist()
        ]
