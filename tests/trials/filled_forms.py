"""The forms, filled in and saved by LibreOffice in three formats -> inboxes that must be collected without a finding.

`uv run python -m tests.trials.filled_forms` writes the forms of the shipped profile, fills every sheet in, saves them as
.xlsx, .ods and .xls, collects each inbox, prints a table, and ends with 1 where a row is missing, a cell is another one,
or anything is wrong with a file, a table, a cell or a row; with 2 where there is no LibreOffice. Every form is saved
twice: a clerk opens it again.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from reportgen import pipeline
from reportgen.pipeline import Project
from tests.forms.filled import fill
from tests.trials.damage import SETTINGS
from tests.trials.libreoffice import Unsaved, compare, content, open_inbox, save

FORMATS = ("xlsx", "ods", "xls")
YEAR = 2023
OF_FILES = "FIL|TAB|CEL|ROW|LED"  # what forms can be the cause of; the profile's checks ask other things


def filled(root: Path) -> tuple[list[Path], list[Path], int]:
    """Write and fill in the forms; return the files, their places in a year's folder, and how many rows they have."""
    (root / "reportgen.yaml").write_text(SETTINGS, encoding="utf-8")
    project, files, places, rows = pipeline.open_project(root), [], [], 0
    for form in project.forms(YEAR):
        book, count = fill(project, form)
        files.append(root / f"{form.department}.xlsx")
        places.append(Path(form.file.parent.name, form.file.name))
        book.save(files[-1])
        rows += count
    return files, places, rows


def wrong(project: Project) -> list[str]:
    """What is wrong with the collected files, tables, cells and rows."""
    found = pipeline.validate(project, YEAR)[1]
    return [f"{each.code} {each.place}: {each.message}" for each in found if re.match(OF_FILES, each.code)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Fill in, save, collect, and print."""
    argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None).parse_args(arguments)
    failed = False
    with tempfile.TemporaryDirectory(prefix="filled-forms-") as name:
        root = Path(name)
        files, places, rows = filled(root)
        original = content(
            open_inbox(root / "original", YEAR, list(zip(files, places, strict=True))), YEAR, len(files)
        )
        print(f"{len(files)} forms, {rows} rows\nformat  rows  findings  different")
        for suffix in FORMATS:
            try:
                saved = save(save(files, suffix, root / f"once-{suffix}"), suffix, root / f"twice-{suffix}")
            except Unsaved as error:
                print(f"✗ {error}")
                return 2
            books = [
                (book, place.with_suffix(f".{suffix}")) for book, place in zip(saved, places, strict=True)
            ]
            project = open_inbox(root / suffix, YEAR, books)
            there, found = content(project, YEAR, len(books)), wrong(project)
            other = compare(original, there)
            print(f"{suffix:<6}  {there.rows.total():>4}  {len(found):>8}  {len(other):>9}")
            for each in [*found, *other]:
                print(f"✗ {each}")
            failed = failed or bool(found or other) or there.rows.total() != rows
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
