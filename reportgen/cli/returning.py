"""`validate --returns`: what went back to the departments -> lines, and JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from reportgen.cli.arguments import of_one
from reportgen.cli.chinese_typer import OPTIONS
from reportgen.invocation import command, department_folder

if TYPE_CHECKING:
    from reportgen.cli.lines import Line
    from reportgen.model import Finding
    from reportgen.outcomes import Sent, Unsent
    from reportgen.pipeline import Project

Returns = Annotated[
    Path | None,
    typer.Option(
        "--returns",
        help="有错的表标出错处，按部门写到这个文件夹",
        metavar="文件夹",
        show_default=False,
        rich_help_panel=OPTIONS,
    ),
]


class Back(NamedTuple):
    """What went back, and what is to be told in another way."""

    sent: Sequence[Sent]
    unsent: Sequence[Unsent]


def check(project: Project, folder: Path | None, *, every: bool) -> None:
    """Refuse a folder that the files may not be written to, before anything is told; and several bodies, unless `every` one is
    asked for. Raises CannotRun.
    """
    if folder:
        from reportgen.tasks import returns

        if not every:
            of_one(project)
        returns.check(project.workspace, folder)


def write(project: Project, year: int, findings: Sequence[Finding], folder: Path | None) -> Back | None:
    """Write the files that go back, of each body where there are several, if that was asked for. Raises CannotRun."""
    if not folder:
        return None
    if project.workspace.bodies:
        return _of_all(project, year, folder)
    return _of_one(project, year, findings, folder)


def _of_one(project: Project, year: int, findings: Sequence[Finding], folder: Path) -> Back:
    from reportgen.cli import console
    from reportgen.tasks import returns

    done = returns.returns(project.workspace, project.profile, year, findings, folder, console.progress)
    return Back(*done)


def _of_all(project: Project, year: int, folder: Path) -> Back:
    """Write the files that go back to the departments of every body, which are told by the names of both."""
    from reportgen import each_body, pipeline
    from reportgen.outcomes import Unsent
    from reportgen.tasks import chasing

    def write(own: Project) -> Back:
        findings = pipeline.validate(own, year)[1]
        back = _of_one(own, year, findings, folder)
        chasing.told(own.workspace, own.profile, year, findings)
        return back

    done, problems = each_body.each(project, year, write)
    sent = [one._replace(department=body + one.department) for body, back in done for one in back.sent]
    unsent = [one._replace(department=body + one.department) for body, back in done for one in back.unsent]
    return Back(sent, [*unsent, *(Unsent(body, "", why) for body, why in problems)])


def show(back: Back | None, year: int) -> None:
    """Print which file went where, what is to be told otherwise, and what to do next."""
    from reportgen.cli.lines import show as print_lines

    if back is not None:
        print_lines(_page(back, year))


def _page(back: Back, year: int) -> Iterator[Line]:
    from reportgen.cli.lines import line

    yield line("")
    if not (back.sent or back.unsent):
        yield line("没有要退回部门的。")
        return
    for each in back.sent:
        times = f"，第{each.round}次退回" if each.round > 1 else ""
        yield _file("✓", f"{each.department}（{each.findings} 处{times}）：", each.file)
        if each.converted:
            yield line(f"原件是 {each.converted} 文件，退回的是照它的单元格另做的 .xlsx。", indent=2)
        if each.kept:
            yield line(f"原来那份有人改过，留在：{each.kept}", indent=2)
    if back.unsent:
        yield line("下面的没有文件可退，请另外告诉部门：")
    for one in back.unsent:
        name = one.source.rpartition("/")[2]
        yield line(f"{one.department}：{name}{'：' if name else ''}{one.message}", indent=2, hanging=2)
    if back.sent:
        yield line(
            f"接下来：把文件发给各部门改正；交回的放进来件夹的“{department_folder(year)}”，替换原件或放在旁边都行，再运行 {command('collect')}。"
        )


def _file(mark: str, words: str, file: Path) -> Line:
    from reportgen.cli.lines import Line, Span, plain

    return Line((Span(f"{mark} ", "green"), Span(plain(words)), Span(plain(str(file)), whole=True)), 2)


def as_json(back: Back | None) -> dict[str, Any]:
    """Return what `--json` adds to the findings."""
    if back is None:
        return {}
    files = [
        {
            "department": each.department,
            "file": str(each.file),
            "source": each.source,
            "round": each.round,
            "findings": each.findings,
            "converted_from": each.converted or None,
            **({"kept": str(each.kept)} if each.kept else {}),
        }
        for each in back.sent
    ]
    otherwise = [
        {"department": each.department, "source": each.source, "message": each.message}
        for each in back.unsent
    ]
    return {"returns": {"files": files, "otherwise": otherwise}}
