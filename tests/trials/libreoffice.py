"""The samples saved by LibreOffice in other formats -> three inboxes whose rows and figures must be the samples' own.

`uv run python -m tests.trials.libreoffice [--year 2023] [--keep DIR]` saves each workbook as .xls, .ods and .xlsx, collects
each of the three inboxes, prints a table, and ends with 1 where a row, a finding or a figure differs; with 2 where
there is no LibreOffice.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reportgen import pipeline
from reportgen.ledger import reading as ledgers
from reportgen.pipeline import Project
from tests.trials.damage import SETTINGS

SAMPLES = Path(__file__).parents[2] / "samples"
FORMATS = ("xls", "ods", "xlsx")
LONGEST_SECONDS = 300
SHOWN = 20  # differences of a format


class Unsaved(Exception):
    """LibreOffice is missing, or has not saved a workbook; the text says so."""


@dataclass(frozen=True)
class Inbox:
    """What an inbox came to: its rows and findings, without the suffixes of the files, and its figures."""

    files: int = 0
    rows: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    figures: Counter[str] = field(default_factory=Counter)


def save(files: Sequence[Path], suffix: str, folder: Path) -> list[Path]:
    """Save workbooks in another format, all by one call, into a folder; return them in the same order. Raises Unsaved.

    They are numbered, for the names of two departments' workbooks may be the same.
    """
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    if not soffice:
        raise Unsaved("LibreOffice is missing: there is no soffice on the path")
    source, target = folder / "source", folder / "target"
    source.mkdir(parents=True)
    numbered = [source / f"{number:03}{file.suffix}" for number, file in enumerate(files)]
    for file, copy in zip(files, numbered, strict=True):
        shutil.copyfile(file, copy)
    profile = (
        f"-env:UserInstallation={(folder / 'profile').as_uri()}"  # its own: another soffice may be running
    )
    command = [
        soffice,
        profile,
        "--headless",
        "--convert-to",
        suffix,
        "--outdir",
        str(target),
        *map(str, numbered),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST_SECONDS)
    saved = [target / f"{file.stem}.{suffix}" for file in numbered]
    if left := [file for file, there in zip(files, saved, strict=True) if not there.is_file()]:
        raise Unsaved(f"LibreOffice has not saved {left[0]} as .{suffix}: {done.stderr.strip()[-300:]}")
    return saved


def open_inbox(root: Path, year: int, books: Sequence[tuple[Path, Path]]) -> Project:
    """Make a workspace of workbooks, each given with its place in the year's folder, and collect it."""
    root.mkdir(parents=True)
    (root / "reportgen.yaml").write_text(SETTINGS, encoding="utf-8")
    for book, place in books:
        file = root / "来件" / str(year) / place
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(book, file)
    project = pipeline.open_project(root)
    pipeline.collect(project)
    return project


def content(project: Project, year: int, files: int) -> Inbox:
    """What a collected inbox came to."""
    inbox = Inbox(files)
    with ledgers.open_to_read(project.workspace.ledger, project.profile.kinds) as ledger:
        for origin, place, values in _rows(ledger, project, year):
            inbox.rows[f"{origin}: {place} {values}"] += 1
    for each in pipeline.validate(project, year)[1]:
        place = f"{_bare(each.place.file)} › {each.place.sheet} › {each.place.cell or each.place.row}"
        inbox.findings[f"{each.code} {place}: {each.message}"] += 1
    for figure, sources in pipeline.figures(project, year).figures:
        said = (figure.value, figure.text, figure.items, figure.absent, len(sources))
        inbox.figures[f"{figure.definition.full_name}: {said}"] += 1
    return inbox


def _rows(ledger: ledgers.Ledger, project: Project, year: int) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """Every row of a year: its kind, file and sheet, its number, and its values, those of personal fields as well."""
    connection = ledger._connection
    for kind in project.profile.kinds.values():
        names = list(kind.fields)
        columns = ", ".join(f'"{name}"' for name in ("_source", "_row", *names))
        for source, row, *values in connection.execute(f'SELECT {columns} FROM main."{kind.name}"'):
            origin = ledger.origin(source)
            shown = {name: value for name, value in zip(names, values, strict=True) if value is not None}
            yield f"{kind.name} {_bare(origin.file)} › {origin.sheet}", row, shown


def _bare(file: str) -> str:
    return file.rpartition(".")[0]


def compare(before: Inbox, after: Inbox) -> list[str]:
    """The lines that only one of two inboxes came to: − those lost, + those new."""
    lines = []
    for name in ("rows", "findings", "figures"):
        one, two = getattr(before, name), getattr(after, name)
        lines += [f"− {each}" for each in (one - two).elements()] + [
            f"+ {each}" for each in (two - one).elements()
        ]
    return sorted(lines, key=lambda line: line[2:])


@contextmanager
def _workspace(keep: Path | None) -> Iterator[Path]:
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep.absolute()
        return
    with tempfile.TemporaryDirectory(prefix="libreoffice-") as folder:
        yield Path(folder)


def main(arguments: Sequence[str] | None = None) -> int:
    """Save, collect, compare, and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--year", type=int, default=2023)
    parser.add_argument("--keep", type=Path, help="an empty folder for the workspaces, which stay")
    given = parser.parse_args(arguments)
    inbox = SAMPLES / str(given.year)
    files = sorted(each for each in inbox.rglob("*") if each.is_file())
    wrong: dict[str, list[str]] = {}
    with _workspace(given.keep) as root:
        places = [file.relative_to(inbox) for file in files]
        project = open_inbox(root / "original", given.year, list(zip(files, places, strict=True)))
        original = content(project, given.year, len(files))
        print("format    files  rows  findings  figures  different")
        _print("original", original, "")
        for suffix in FORMATS:
            try:
                saved = save(files, suffix, root / f"soffice-{suffix}")
            except Unsaved as error:
                print(f"✗ {error}")
                return 2
            books = [
                (book, place.with_suffix(f".{suffix}")) for book, place in zip(saved, places, strict=True)
            ]
            found = content(open_inbox(root / suffix, given.year, books), given.year, len(books))
            wrong[suffix] = compare(original, found)
            _print(suffix, found, str(len(wrong[suffix])))
    for suffix, lines in wrong.items():
        for line in lines[:SHOWN]:
            print(f"✗ .{suffix} {line}")
    return 1 if any(wrong.values()) else 0


def _print(name: str, inbox: Inbox, different: str) -> None:
    counts = (each.total() for each in (inbox.rows, inbox.findings, inbox.figures))
    rows, findings, figures = counts
    print(f"{name:<8}  {inbox.files:>5}  {rows:>4}  {findings:>8}  {figures:>7}  {different:>9}".rstrip())


if __name__ == "__main__":
    sys.exit(main())
