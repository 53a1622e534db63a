"""The command `verify`: a report that has been in people's hands, figure by figure against the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reportgen.cli.arguments import CLEAN, OPEN_ERRORS, Json, open_for
from reportgen.cli.chinese_typer import ARGUMENTS, OPTIONS
from reportgen.cli.lines import Line, line, show
from reportgen.invocation import as_data

if TYPE_CHECKING:
    from reportgen.pipeline import Project
    from reportgen.tasks.expected import Expected
    from reportgen.tasks.verifying import Told

File = Annotated[
    Path,
    typer.Argument(help="报告文件：Word 文件、PDF、网页或文本", metavar="文件", rich_help_panel=ARGUMENTS),
]
OfYear = Annotated[
    int | None,
    typer.Argument(
        help="报告年度（默认看文件里记的，或底账里最近的一年）", metavar="[年度]", rich_help_panel=ARGUMENTS
    ),
]
Commented = Annotated[
    Path | None,
    typer.Option(
        "--mark", help="另写一份 Word 文件，不一致的地方都加批注", metavar="文件", rich_help_panel=OPTIONS
    ),
]
_TITLES = {
    "changed": "改了的数",
    "contradicts": "与数据项对不上的数",
    "ledger": "底账后来变了的数",
    "deleted": "删去的数",
    "moved": "挪了地方的数",
    "doubled": "重复出现的数",
    "typed": "手工写的数",
}
_SHOWN = 20


def verify(
    context: typer.Context, file: File, year: OfYear = None, mark: Commented = None, as_json: Json = False
) -> int:
    """Compare a report that has come back with the ledger."""
    from reportgen import pipeline
    from reportgen.cli import console
    from reportgen.model import CannotRun
    from reportgen.tasks import verifying

    if mark and mark.suffix.lower() != ".docx":
        raise CannotRun(f"“{mark}”不是 .docx 文件名；请写成 某某核对.docx")
    project, read, issued = open_for(context, file)
    if mark and read.content is None:
        raise CannotRun(f"--mark 只能给 Word 文件加批注，“{file}”不是")
    year = year or issued or pipeline.validate(project)[0]
    told = verifying.compare_with(project.workspace, due(project, year), year, read)
    if mark:
        verifying.write_marked(project.workspace, read, told, mark)
    if as_json:
        console.print_json(_json(told, file, year, mark) | _whose(project))
    else:
        show(_lines(told, year, project))
        if mark:
            console.tell("批注已写进", "✓", file=mark)
    return OPEN_ERRORS if told.contradicts else CLEAN


def due(project: Project, year: int) -> Expected:
    """Return what the report of a year has to say by the ledger. Raises CannotRun."""
    from reportgen import pipeline
    from reportgen.tasks import expected

    def made() -> Expected:
        counted = {each.definition.full_name: each for each, _ in pipeline.counted(project, year)[0]}
        return expected.rendered(project.workspace, project.template, counted, year, project.profile)

    return expected.remembered_or(project.workspace, project.profile, year, project.stamp, made)


def _json(told: Told, file: Path, year: int, mark: Path | None) -> dict[str, Any]:
    return {
        "file": str(file),
        **as_data(year),
        "unchanged": told.verified.unchanged,
        "differences": [
            {
                "kind": each.kind, "figure": each.figure or None, "before": each.before or None, "now": each.now or None,
                "place": place or None, "context": each.context or None, "also": each.also or None, "contradicts": each.contradicts,
            }
            for each, place in zip(told.verified.differences, told.places, strict=True)
        ],
        "marks": asdict(told.verified.marks),
        "foreign": told.foreign or None,
        "remarks": list(told.remarks),
        **({"marked": str(mark)} if mark else {}),
    }  # fmt: skip


def _whose(project: Project) -> dict[str, str]:
    """With which body's report, and with which of the papers, a file was compared, where that is neither the only one."""
    workspace = project.workspace
    said = {"unit": workspace.body, "report": workspace.paper}
    return {key: name for key, name in said.items() if name}


def _lines(told: Told, year: int, project: Project) -> Iterator[Line]:
    from reportgen.tasks.verifying import sentence

    if _whose(project):
        paper = f"（{project.workspace.paper}）" if project.workspace.paper else ""
        yield line(f"对照的是{project.workspace.unit}{project.workspace.period(year).named}的报告{paper}。")
    for each in told.remarks:
        yield line(f"{each}。")
    if told.foreign:
        yield line(f"✗ {told.foreign}。", style="bold red")
    placed = list(zip(told.verified.differences, told.places, strict=True))
    for kind, title in _TITLES.items():
        found = [each for each in placed if each[0].kind == kind]
        if not found:
            continue
        yield line("")
        yield line(f"{title}（{len(found)} 处）", style="bold red" if found[0][0].contradicts else "bold")
        for difference, place in found[:_SHOWN]:
            yield line(sentence(difference), indent=2, hanging=2)
            if difference.context:
                yield line(f"{place}：{difference.context}" if place else difference.context, indent=4)
        if len(found) > _SHOWN:
            yield line(f"……另有 {len(found) - _SHOWN} 处，加 --json 看全部", indent=2)
    if marks := _marks(told):
        yield line("")
        yield line(marks)
    wrong = sum(each.contradicts for each in told.verified.differences)
    yield line("")
    same = f"{told.verified.unchanged} 处数据与{project.workspace.period(year).named}底账一致"
    typed = sum(each.kind == "typed" for each in told.verified.differences)
    unknown = f"手工写的数有 {typed} 处，对不对看不出来，请核对。" if typed else ""
    yield line(
        f"✗ {same}，{wrong} 处不一致。" if wrong or told.foreign else f"✓ {same}，没有不一致的。{unknown}"
    )


def _marks(told: Told) -> str:
    """What has become of the marks, where not all are sound."""
    marks = told.verified.marks
    counted = (
        (marks.changed, "里面的字变了"), (marks.empty, "空了"), (marks.doubled, "有重复"),
        (marks.shared, "与别的套在一处"), (marks.lost, "没有了"),
    )  # fmt: skip
    if not any((marks.sound, marks.changed, marks.empty)) or not any(number for number, _ in counted):
        return ""
    return (
        f"标记：{marks.sound} 个完好，"
        + "，".join(f"{number} 个{said}" for number, said in counted if number)
        + "。"
    )
