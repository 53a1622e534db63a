"""What `validate` shows: all findings of a year or those asked for, in the terminal or in files to read elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from reportgen.cli.chinese_typer import OPTIONS
from reportgen.invocation import command, spoken

if TYPE_CHECKING:
    from reportgen.model import Finding
    from reportgen.pipeline import Project
    from reportgen.stages.rounds import Compared

Departments = Annotated[
    list[str] | None,
    typer.Option("--department", help="只看这个部门的，可以写几次", metavar="部门", rich_help_panel=OPTIONS),
]
Codes = Annotated[
    list[str] | None,
    typer.Option("--code", help="只看这个编号的，可以写几次", metavar="编号", rich_help_panel=OPTIONS),
]
Html = Annotated[
    Path | None,
    typer.Option("--html", help="写成一个网页，可以筛选", metavar="文件", rich_help_panel=OPTIONS),
]
Xlsx = Annotated[
    Path | None,
    typer.Option("--xlsx", help="写成一个工作簿，每处一行", metavar="文件", rich_help_panel=OPTIONS),
]
Markdown = Annotated[bool, typer.Option("--markdown", help="输出 Markdown 表格", rich_help_panel=OPTIONS)]


class Checked(NamedTuple):
    """The findings of a year that were asked for, how many others there are, and what became of the round before.

    `only` says in words what was asked for; `files` are those that were written, each with the one that was kept.
    """

    year: int
    findings: Sequence[Finding]
    others: int
    rounds: Mapping[str, Compared]
    only: str
    files: Sequence[tuple[Path, Path | None]] = ()
    part: str = ""


def checked(
    project: Project,
    validated: tuple[int, Sequence[Finding]],
    department: Sequence[str] | None,
    code: Sequence[str] | None,
    html: Path | None,
    xlsx: Path | None,
) -> Checked:
    """Choose the findings that are asked for, write the files that are, and remember that the departments are told.

    Raises CannotRun, before anything is written or remembered.
    """
    from reportgen.tasks import chasing, listings
    from reportgen.workspace.issued import check_output

    year, findings = validated
    departments = listings.departments(project.profile, year, findings, department or ())
    codes = listings.codes(project.profile, code or ())
    shown = [
        each
        for each in findings
        if (not departments or each.department in departments) and (not codes or each.code in codes)
    ]
    forms = ((html, ".html", listings.page), (xlsx, ".xlsx", listings.spreadsheet))
    wanted = [(file, suffix, form) for file, suffix, form in forms if file]
    for file, suffix, _ in wanted:
        check_output(project.workspace, file, "清单", suffix)
    rounds = chasing.told(project.workspace, project.profile, year, findings)
    if departments:
        rounds = {name: each for name, each in rounds.items() if name in departments}
    only = "、".join((*departments, *codes))
    scope = listings.Scope(only, len(findings) - len(shown), project.workspace.part)
    files = [
        (file, listings.write(project.workspace, file, form(year, shown, rounds, scope), "清单", suffix))
        for file, suffix, form in wanted
    ]
    return Checked(
        year, shown, len(findings) - len(shown), {} if codes else rounds, only, files, project.workspace.part
    )


def tell(
    found: Checked, *, full: bool, as_json: bool, markdown: bool, more: Mapping[str, Any] | None = None
) -> None:
    """Print what was found, or where it was written; `more` is what goes with the JSON. Raises CannotRun for two forms at a time."""
    from reportgen.cli import as_json as contract
    from reportgen.cli import console
    from reportgen.cli.findings import next_step
    from reportgen.cli.reminding import rounds_as_json

    if as_json and markdown:
        from reportgen.model import CannotRun

        raise CannotRun("--json 和 --markdown 只能写一个")
    if as_json:
        said = contract.findings(found.findings) | rounds_as_json(found.rounds) | _as_json(found)
        console.print_json(said | dict(more or {}))
    elif markdown:
        from reportgen.tasks import listings

        scope = listings.Scope(found.only, found.others, found.part)
        sys.stdout.write(listings.markdown(found.year, found.findings, found.rounds, scope))
        if found.others:
            console.remark(_others(found))
    else:
        _show(found, full=full)
        if not more and (step := next_step(found.findings, found.year)):
            console.say(step)


def _show(found: Checked, *, full: bool) -> None:
    from reportgen.cli import console
    from reportgen.cli.findings import counted
    from reportgen.cli.reminding import show_rounds
    from reportgen.model import unexplained

    subject = f"{spoken(found.year)}底账" + (f"（只看{found.only}）" if found.only else "")
    if found.files and found.findings:
        console.say(f"{subject}：{counted(found.findings)}。")
    else:
        console.show_findings(found.findings, subject, whole=full, everything=console.FULL)
    if found.others:
        console.say(_others(found))
    show_rounds(found.rounds)
    for file, kept in found.files:
        if kept:
            console.say(f"原来那份清单有人改过，留在：{kept}")
        console.say(f"清单已写好：{file}")
    if not unexplained(found.findings) and not found.others:
        console.say(f"接下来：运行 {command('render', found.year)} 生成报告。")


def _others(found: Checked) -> str:
    return f"另有 {found.others} 处不在所看的范围里；运行 {command('validate', found.year)} 看全部。"


def _as_json(found: Checked) -> dict[str, Any]:
    files = {
        "files": [{"file": str(file), **({"kept": str(kept)} if kept else {})} for file, kept in found.files]
    }
    return ({"others": found.others} if found.only else {}) | (files if found.files else {})
