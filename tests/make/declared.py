"""A small workspace: a profile by its declarations, what departments sent, and a template's lines and tables."""

from __future__ import annotations

import functools
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import docx
from conftest import write_xlsx

from reportgen import pipeline
from reportgen.model import Figure, Finding
from reportgen.pipeline import Project
from reportgen.profile import load as profiles

Table = Sequence[Sequence[str]]


def write_profile(
    folder: Path,
    sheets: str,
    figures: str,
    lines: Sequence[str] = (),
    tables: Sequence[Table] = (),
    checks: str = "",
) -> Path:
    """Write a profile whose template has these lines, and then these tables."""
    folder.mkdir(parents=True)
    for name, text in (("sheets", sheets), ("figures", figures), ("checks", checks)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    write_template(folder / "report.docx", lines, tables)
    return folder


def write_template(file: Path, lines: Sequence[str], tables: Sequence[Table] = ()) -> None:
    """Write a Word file with these lines, and then these tables."""
    file.write_bytes(_template(tuple(lines), tuple(tuple(map(tuple, rows)) for rows in tables)))


@functools.cache
def _template(lines: tuple[str, ...], tables: tuple[tuple[tuple[str, ...], ...], ...]) -> bytes:
    made, saved = docx.Document(), io.BytesIO()
    for line in lines:
        made.add_paragraph(line)
    for rows in tables:
        made.add_paragraph()
        table = made.add_table(len(rows), len(rows[0]))
        table.style = "Table Grid"
        for cells, row in zip(table.rows, rows, strict=True):
            for cell, text in zip(cells.cells, row, strict=True):
                cell.text = text
    made.save(saved)
    return saved.getvalue()


def opened(root: Path, sent: Mapping[str, str]) -> Project:
    """Open the workspace of the profile `root/p`, with these files in its inbox: `2023/司法所/调解` and the rows as text."""
    (root / "reportgen.yaml").write_text("profile: p\ninbox: 来件\nunit: 某镇\n", encoding="utf-8")
    for name, rows in sent.items():
        write_xlsx(root / "来件" / f"{name}.xlsx", rows, name.rpartition("/")[2])
    project = pipeline.open_project(root)
    project.collect()
    return project


def counted(project: Project, year: int = 2023) -> dict[str, Figure]:
    """The figures of a year by their own names."""
    return {figure.definition.name: figure for figure, _ in project.figures(year)[0]}


def mistakes(folder: Path) -> list[Finding]:
    """What is wrong with a profile's files."""
    return profiles.load(folder)[1]


def printed(project: Project, year: int = 2023) -> tuple[list[str], list[list[list[str]]]]:
    """The lines and tables of the report of a year, which is issued without a finding."""
    done = project.render(year)
    assert done.file, done.findings
    made = docx.Document(str(done.file))
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in made.tables]
    return [each.text for each in made.paragraphs if each.text], tables
