"""What `render` writes beside a report for those who check it: the workbook of what is behind each figure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reportgen.cli.chinese_typer import OPTIONS

if TYPE_CHECKING:
    from reportgen.tasks.evidence import Written

Evidence = Annotated[
    bool,
    typer.Option(
        "--evidence", help="另写数据底稿：每个数由哪些行得来（工作簿和网页）", rich_help_panel=OPTIONS
    ),
]
Review = Annotated[
    bool,
    typer.Option("--review", help="另写审阅稿：每个数旁边有批注，说来历", rich_help_panel=OPTIONS),
]
_SAID = {"evidence": "数据底稿已写好", "page": "点得开的报告已写好", "review": "审阅稿已写好"}


def show(made: Mapping[str, Written]) -> None:
    """Print where each file went, and what there is to know of it."""
    from reportgen.cli import console

    for kind, each in made.items():
        if each.kept:
            console.tell("原来那份有人改过，留在", file=each.kept)
        console.tell(_SAID[kind], "✓", file=each.file)
        if each.remark:
            console.tell(each.remark)


def as_json(made: Mapping[str, Written]) -> dict[str, Any]:
    """Return what `render --json` prints of them."""
    return {
        kind: {
            "file": str(each.file),
            "figures": each.told,
            "remark": each.remark or None,
            **({"kept": str(each.kept)} if each.kept else {}),
        }
        for kind, each in made.items()
    }
