"""The command `status`: who owes what, what has been mended since the last round, and the texts that remind of the rest."""

from __future__ import annotations

import functools
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from reportgen.cli.arguments import CLEAN, OPEN_ERRORS, Json, Year, of_all, of_one, open_project
from reportgen.cli.chinese_typer import OPTIONS
from reportgen.cli.lines import Line, Span, line, plain, show
from reportgen.invocation import as_data, command

if TYPE_CHECKING:
    from reportgen.pipeline import Project
    from reportgen.stages.reminders import Reminder
    from reportgen.stages.rounds import Compared

_SEPARATOR = "—" * 20
NOBODY = "没有要催的：表都收齐了，也没有要部门改正的错误。"
Remind = Annotated[bool, typer.Option("--remind", help="给每个部门写一段催报的话", rich_help_panel=OPTIONS)]
Due = Annotated[
    str,
    typer.Option(
        help="催报的话里的期限，如 2024年1月10日", metavar="日期", rich_help_panel=OPTIONS, show_default=False
    ),
]
To = Annotated[
    Path | None,
    typer.Option(
        help="催报的话写到这个文件夹，每个部门一个文本文件", metavar="文件夹", rich_help_panel=OPTIONS
    ),
]


def status(
    context: typer.Context,
    year: Year,
    remind: Remind = False,
    due: Due = "",
    to: To = None,
    as_json: Json = False,
) -> int:
    """Print who has handed in what, or with `remind` a text for each department."""
    from reportgen import pipeline
    from reportgen.cli import as_json as contract
    from reportgen.cli import console
    from reportgen.tasks import chasing

    if (due or to) and not remind:
        from reportgen.model import CannotRun

        raise CannotRun("--due 和 --to 要与 --remind 一起用")
    project = open_project(context)
    if project.workspace.bodies and not remind:
        return _of_bodies(project, year, as_json=as_json)
    if remind:
        if not of_all(context):
            of_one(project)
        return _remind(project, year, due, to, as_json=as_json)
    found = pipeline.status(project, year)
    rounds: Mapping[str, Compared] = {}
    if chasing.has_rounds(project.workspace, year):
        findings = pipeline.validate(project, year)[1]
        rounds = chasing.compared(project.workspace, project.profile, year, findings)
    if as_json:
        console.print_json(contract.submissions(found) | rounds_as_json(rounds))
    else:
        console.show_submissions(found)
        show_rounds(rounds)
    return CLEAN if found.complete else OPEN_ERRORS


def _of_bodies(project: Project, year: int, *, as_json: bool) -> int:
    """Print of every body who has handed in what."""
    from reportgen import each_body
    from reportgen.cli import as_json as contract
    from reportgen.cli import bodies, console

    found = each_body.status(project, year)
    if as_json:
        listed = [{"unit": body, **contract.submissions(each)} for body, each in found]
        console.print_json({**as_data(year), "units": listed})
    else:
        bodies.show_status(found, year)
    return CLEAN if all(each.complete for _, each in found) else OPEN_ERRORS


def show_rounds(rounds: Mapping[str, Compared]) -> None:
    """Say of each department what it has mended of what it was told before, what is still open and what is new."""
    again = [(name, each) for name, each in rounds.items() if each.mended or each.still or each.new]
    again = [(name, each) for name, each in again if each.before]
    if again:
        show([line("与上一轮告诉部门的错误相比：", style="bold")])
        show(_compared(name, each) for name, each in again)


def _compared(name: str, each: Compared) -> Line:
    said = f"已改正 {len(each.mended)} 处、仍有 {len(each.still)} 处、新出现 {len(each.new)} 处"
    return Line((Span("  "), Span(plain(name), "bold"), Span(f"（第 {each.number} 轮）：{said}")), 4)


def rounds_as_json(rounds: Mapping[str, Compared]) -> dict[str, Any]:
    """Return what goes with the JSON of `status` and `validate` where there was a round before."""
    listed = [
        {
            "department": name,
            "round": each.number,
            "mended": len(each.mended),
            "still": len(each.still),
            "new": len(each.new),
        }
        for name, each in rounds.items()
        if each.before
    ]
    return {"rounds": listed} if listed else {}


def _remind(project: Project, year: int, due: str, to: Path | None, *, as_json: bool) -> int:
    from reportgen.cli import all_sent, console

    if project.workspace.bodies:
        work = functools.partial(_reminded, year=year, due=due, to=to)
        return all_sent.reminders(project, year, work, to, as_json=as_json)
    done = _reminded(project, year, due, to)
    if as_json:
        console.print_json(json_of(done))
    else:
        _show(done, year, to)
    return OPEN_ERRORS if done.texts else CLEAN


class Reminded(NamedTuple):
    """The texts for the departments of a body, each with its file and where the one is kept that people had changed, where
    they were to be written.
    """

    texts: Sequence[Reminder]
    files: Sequence[tuple[Path, Path | None]]


def _reminded(project: Project, year: int, due: str, to: Path | None) -> Reminded:
    """Make the texts for the departments of a body, and remember what these are told. Raises CannotRun."""
    from reportgen import pipeline
    from reportgen.tasks import chasing

    workspace, found = project.workspace, pipeline.status(project, year)
    begun = workspace.ledger.is_file()
    findings = pipeline.validate(project, year)[1] if begun else ()
    texts = chasing.reminders(workspace, found, findings, due)
    files = chasing.write_reminders(workspace, texts, to) if to else []
    if begun and texts:
        chasing.told(workspace, project.profile, year, findings)
    return Reminded(texts, files)


def _show(done: Reminded, year: int, to: Path | None) -> None:
    from reportgen.cli import console

    if not done.texts:
        console.say(NOBODY)
        return
    paste(done.texts)
    for remark in remarks(done.texts, year):
        console.remark(remark)
    for _, kept in done.files:
        if kept:
            console.remark(f"原来那份有人改过，留在：{kept}")
    if to:
        console.remark(f"每个部门一个文本文件，共 {len(done.files)} 份，写在：{to}")


def paste(texts: Sequence[Reminder]) -> None:
    """Print texts as they are to be pasted, one below the other."""
    sys.stdout.write(f"\n{_SEPARATOR}\n".join(_pasted(each.text) for each in texts) + "\n")


def _pasted(text: str) -> str:
    """A text as it is to be pasted: with its own lines only, and nothing in them that a terminal would obey."""
    return "\n".join(map(plain, text.split("\n")))


def remarks(texts: Sequence[Reminder], year: int) -> Iterator[str]:
    """Yield what whoever sends the texts is to know before."""
    for each in texts:
        if each.astray:
            titles = "".join(f"《{title}》" for title in each.astray)
            yield f"{each.department}的{titles}，别的部门的文件夹里有一张；先运行 {command('status', year)} 看是不是放错了，再发。"
    if any(each.cut for each in texts):
        names = [each.department for each in texts if each.cut]
        one = names[0] if len(names) == 1 else "部门"
        yield f"{'、'.join(names)}的问题多，没有逐处写；清单用 {command('validate', year, '--department', one, '--xlsx', '清单.xlsx')} 写出，一起发。"


def json_of(done: Reminded) -> dict[str, Any]:
    """Return what `--json` prints of the texts for the departments of a body."""
    listed: list[dict[str, Any]] = [
        {"department": each.department, "text": each.text, "all": not each.cut} for each in done.texts
    ]
    named = [{**each, "file": str(file)} for each, (file, _) in zip(listed, done.files, strict=False)]
    return {"reminders": named or listed}
