"""The commands about what goes out to the departments: `forms`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reportgen.cli.arguments import CLEAN, Json, Year, of_one, open_project
from reportgen.cli.chinese_typer import OPTIONS

To = Annotated[
    Path | None,
    typer.Option(
        help="写到哪个文件夹（默认是输出文件夹里的“表样/年度”）", metavar="文件夹", rich_help_panel=OPTIONS
    ),
]
Due = Annotated[
    str,
    typer.Option(
        help="报送期限，印在表上（默认用设置里写的）",
        metavar="日期",
        rich_help_panel=OPTIONS,
    ),
]
Filled = Annotated[
    bool,
    typer.Option(
        "--prefill",
        help="带出上年的名册、目录，由部门逐行核对",
        rich_help_panel=OPTIONS,
    ),
]
Personal = Annotated[
    bool,
    typer.Option(
        "--personal",
        help="连姓名、证号也带出（与 --prefill 同用）",
        rich_help_panel=OPTIONS,
    ),
]


def forms(
    context: typer.Context,
    year: Year,
    to: To = None,
    due: Due = "",
    prefill: Filled = False,
    personal: Personal = False,
    as_json: Json = False,
) -> int:
    """Write the workbook of each department, blank or with last year's rows."""
    from reportgen.cli import as_json as contract
    from reportgen.cli import console
    from reportgen.tasks import correspondence

    if personal and not prefill:
        from reportgen.model import CannotRun

        raise CannotRun("--personal 要与 --prefill 一起写：它只说带出的行里有没有个人信息")
    project = of_one(open_project(context))
    carry = correspondence.Prefill(personal) if prefill else None
    written = correspondence.forms(project.workspace, project.profile, year, to, due=due, prefill=carry)
    page, kept = correspondence.leaflet(project.workspace, project.profile, year, to, due=due)
    if as_json:
        more = {"kept": str(kept)} if kept else {}
        console.print_json({**contract.forms(written), "leaflet": {"file": str(page), **more}})
    else:
        console.tell("一起发的一页说明", "✓", file=page)
        if kept:
            console.tell("原来那份说明有人改过，留在", file=kept)
        console.show_forms(written, year)
    return CLEAN
