"""What `validate --coverage` shows: which printed figures nothing else stands behind, and what stands behind the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reportgen.cli.chinese_typer import OPTIONS
from reportgen.cli.lines import Line, Span, columns, line, plain, show
from reportgen.invocation import as_data, spoken

if TYPE_CHECKING:
    from reportgen.evidence.coverage import Covered
    from reportgen.model import Figure
    from reportgen.pipeline import Project

Coverage = Annotated[
    bool,
    typer.Option(
        "--coverage", help="列出报告里的每个数有没有别的数可以对，不列问题", rich_help_panel=OPTIONS
    ),
]
_NAMES = 34  # columns of the widest name that stands beside its number


def tell(project: Project, year: int | None, *, as_json: bool) -> None:
    """Print what stands behind the printed figures of a year, by default the latest collected. Raises CannotRun."""
    from reportgen import pipeline
    from reportgen.cli import console
    from reportgen.tasks.covering import covered

    year = pipeline.validate(project)[0] if year is None else year
    counted, errors, late = pipeline.counted(project, year)
    figures = {figure.definition.full_name: figure for figure, _ in counted}
    found = covered(project.workspace, project.profile, figures, year)
    if as_json:
        console.print_json(_as_json(found, year, errors))
        return
    show(_page(found, year))
    console.show_open(errors, year)
    console.show_behind(late)


def _page(found: Sequence[Covered], year: int) -> Iterator[Line]:
    seen = [each for each in found if each.is_seen]
    unseen = [each for each in found if not each.is_seen]
    yield line(f"{spoken(year)}报告里印的 {len(found)} 个数，{len(seen)} 个有别的数可以对", style="bold")
    if unseen:
        yield line("")
        yield line(
            f"没有别的数可以对的（{len(unseen)} 个）：来件里填错一格、漏登一行，可能查不出来", style="bold"
        )
        yield from (_figure(each.figure) for each in unseen)
        yield line(
            "请照原始材料抽查这些数；能要到月报、合计行的，请部门补上。只与上年比的不算：差得多才看得出。"
        )
    if seen:
        yield line("")
        yield line(f"有别的数可以对的（{len(seen)} 个）", style="bold")
        for each in seen:
            yield _figure(each.figure)
            yield from _relations(each)


def _figure(figure: Figure) -> Line:
    name, value = plain(figure.definition.full_name), plain(_shown(figure))
    blanks = " " * max(1, _NAMES - columns(name))
    return Line((Span("  "), Span(name, whole=True), Span(f"{blanks}{value}", whole=True)), 4)


def _shown(figure: Figure) -> str:
    if figure.items is not None:
        return f"共 {len(figure.items)} 项"
    unit = "" if figure.value is None else figure.definition.unit_behind
    return f"{figure.text if figure.text is not None else '—'}{unit}"


def _relations(each: Covered) -> Iterator[Line]:
    for relation in each.relations:
        code = f" {relation.code}" if relation.code else ""
        yield line(f"{relation.said}{code}", indent=6, hanging=2, style="dim")


def _as_json(found: Sequence[Covered], year: int, errors: int) -> dict[str, Any]:
    listed = [
        {
            "name": each.name,
            "value": each.figure.value,
            "text": each.figure.text,
            "seen": each.is_seen,
            "relations": [relation._asdict() for relation in each.relations],
        }
        for each in found
    ]
    seen = sum(each.is_seen for each in found)
    return {
        **as_data(year),
        "figures": listed,
        "printed": len(found),
        "seen": seen,
        "unseen": len(found) - seen,
        "errors": errors,
    }
