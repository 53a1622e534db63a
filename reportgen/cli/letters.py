"""The commands about what goes out to the departments: `forms`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reportgen.cli.arguments import CLEAN, Json, Year, open_project
from reportgen.cli.chinese_typer import OPTIONS


def forms(
    context: typer.Context,
    year: Year,
    to: Annotated[
        Path | None,
        typer.Option(
            help="写到哪个文件夹（默认是输出文件夹里的“表样/年度”）",
            metavar="文件夹",
            rich_help_panel=OPTIONS,
        ),
    ] = None,
    as_json: Json = False,
) -> int:
    """Write the blank workbook of each department."""
    from reportgen import correspondence
    from reportgen.cli import as_json as contract
    from reportgen.cli import console

    project = open_project(context)
    written = correspondence.forms(project.workspace, project.profile, year, to)
    if as_json:
        console.print_json(contract.forms(written))
    else:
        console.show_forms(written, year)
    return CLEAN
