"""The commands: each parses its arguments, calls one function of the pipeline, and prints."""

from __future__ import annotations

import functools
import gc
import sys
from collections.abc import Callable, Sequence
from copy import copy
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from reportgen.cli import (
    bodies,
    checked,
    ending,
    evidencing,
    explaining,
    letters,
    profile_commands,
    publishing_commands,
    refresh_command,
    reminding,
    returning,
    starting,
    stood_behind,
    traces,
    verify_command,
)
from reportgen.cli.arguments import (
    CLEAN,
    COULD_NOT_RUN,
    OPEN_ERRORS,
    Full,
    Json,
    Year,
    choosing,
    nothing_read,
    of_all,
    open_project,
    tell_apart,
)
from reportgen.cli.chinese_typer import ARGUMENTS, COMMANDS, OPTIONS, Command, Group, complaint
from reportgen.cli.publishing_commands import Html, Pdf, Plain
from reportgen.cli.returning import Returns
from reportgen.invocation import command

app = typer.Typer(
    cls=Group,
    help="把各部门报送的工作簿汇编成政府年度报告：收集、核对、填写 Word，每个数都能追到单元格。",
    epilog="第一次使用：运行 reportgen init，把各部门的表放进“来件/年度/部门名/”，再运行 reportgen build 年度。",
    options_metavar="[选项]",
    subcommand_metavar="命令 [参数]…",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

app.add_typer(
    profile_commands.app,
    name="profile",
    help="报告方案：有哪些、复制一份来改、与随程序带来的有什么不同、核对",
    rich_help_panel=COMMANDS,
)


def main() -> None:
    """Run the command line and leave with its exit code."""
    ending.install()
    # a command is short: looking for garbage as often as usual costs a twentieth of it
    gc.set_threshold(500_000)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = _asked_for(sys.argv[1:])(prog_name="reportgen", standalone_mode=False)
    except typer.Abort:
        code = COULD_NOT_RUN
    except typer.TyperException as error:
        if type(error).__name__ != "NoArgsIsHelpError":  # which comes when the help is printed
            _stop(complaint(error, [command.name or "" for command in app.registered_commands]))
        code = COULD_NOT_RUN
    except _for_the_user() as error:
        code = _tell(error)
    gc.freeze()  # what is left goes with the process: to look through it once more costs a tenth of a short command
    ending.leave(code if isinstance(code, int) else CLEAN)


def _asked_for(words: Sequence[str]) -> typer.Typer:
    """The program with the one command that a line names, or the whole: typer takes as long to build all as many a command
    takes to run.
    """
    while words[:1] == ["-C"]:
        words = words[2:]
    named = [each for each in app.registered_commands if [each.name] == words[:1]]
    asked = copy(app)
    if named:
        asked.registered_commands, asked.registered_groups = named, []
    return asked


def _for_the_user() -> tuple[type[Exception], ...]:
    """What says in words for the user why a command was not carried out; all else is a fault of the program."""
    from reportgen.model import Broken, CannotRun

    return Broken, CannotRun


def _tell(error: Exception) -> int:
    """Tell what kept a command from being carried out; return its exit code."""
    from reportgen.cli import as_json, broken, console

    findings = getattr(error, "findings", None)
    if findings is None:
        _stop(str(error))
    if "--json" in sys.argv:
        console.print_json(as_json.findings(findings))
    else:
        broken.tell(findings, sys.argv[1:])
    return OPEN_ERRORS


@app.callback()
def _root(
    context: typer.Context,
    directory: Annotated[
        Path,
        typer.Option(
            "-C",
            help="工作目录（默认是当前目录）",
            metavar="目录",
            show_default=False,
            rich_help_panel=OPTIONS,
        ),
    ] = Path(),
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            help="显示版本",
            rich_help_panel=OPTIONS,
            is_eager=True,
            callback=lambda on: _version(on),
        ),
    ] = False,
) -> None:
    context.obj = directory


def _command(name: str, help: str) -> Callable[[Callable[..., int]], Callable[..., int]]:
    return app.command(name, help=help, cls=Command, options_metavar="[选项]", rich_help_panel=COMMANDS)


_command("init", "开始：新建工作目录，写好设置、文件夹、报告方案、表样和说明")(starting.init)
_command("forms", "表样：给每个部门写一份报送表")(choosing(bodies.over_all(letters.forms), paper=False))


@_command("collect", "收集：把各部门的表读进底账")
@functools.partial(choosing, paper=False)
def _collect(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            help="要读的文件或文件夹（默认是来件夹里的各年度）", metavar="路径", rich_help_panel=ARGUMENTS
        ),
    ] = None,
    year: Annotated[
        int | None, typer.Option(help="这些表是哪一年的", metavar="年度", rich_help_panel=OPTIONS)
    ] = None,
    as_json: Json = False,
) -> int:
    from reportgen import pipeline
    from reportgen.cli import as_json as contract
    from reportgen.cli import console

    project = open_project(context)
    console.tell_early(pipeline.unset_unit(project))
    done = pipeline.collect(project, paths or (), year, console.progress, detailed=as_json)
    if as_json:
        console.print_json(contract.collected(done))
    else:
        console.show_collected(done)
        if done.workbooks or done.unchanged:
            console.say(f"接下来：运行 {command('validate')} 核对。")
            tell_apart(project, year)
        else:
            console.say(nothing_read(project, year))
    return OPEN_ERRORS if done.refused or done.unrecognised else CLEAN


@_command("reading", "读法：显示一个工作簿的每一行、每一格读成了什么")
def _reading(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="工作簿", metavar="文件", rich_help_panel=ARGUMENTS)],
    sheet: Annotated[
        str,
        typer.Option(help="只看这一张工作表", metavar="表名", rich_help_panel=OPTIONS, show_default=False),
    ] = "",
    as_json: Json = False,
) -> int:
    from reportgen import pipeline
    from reportgen.cli import as_json as contract
    from reportgen.cli import console

    found = pipeline.reading(open_project(context), file, sheet)
    if as_json:
        console.print_json(contract.reading(str(file), found))
    else:
        from reportgen.cli.sheets import show_reading

        show_reading(found)
    return CLEAN


_command("status", "报送情况：列出各部门应报的表，交了哪些，缺哪些")(
    choosing(bodies.over_all(reminding.status), paper=False)
)


@_command("validate", "核对：查出底账里有错的单元格")
@choosing
@bodies.over_all
def _validate(
    context: typer.Context,
    year: Annotated[
        int | None,
        typer.Argument(
            help="报告年度（默认是底账里最近的一年）", metavar="[年度]", rich_help_panel=ARGUMENTS
        ),
    ] = None,
    department: checked.Departments = None,
    code: checked.Codes = None,
    html: checked.Html = None,
    xlsx: checked.Xlsx = None,
    markdown: checked.Markdown = False,
    full: Full = False,
    to: Returns = None,
    coverage: stood_behind.Coverage = False,
    as_json: Json = False,
) -> int:
    from reportgen import pipeline
    from reportgen.cli import console
    from reportgen.model import count_errors

    project = open_project(context)
    console.tell_early(pipeline.unset_unit(project))
    if coverage:
        stood_behind.tell(project, year, as_json=as_json)
        return CLEAN
    returning.check(project, to, every=of_all(context))
    found = checked.checked(project, pipeline.validate(project, year), department, code, html, xlsx)
    back = returning.write(project, found.year, found.findings, to)
    checked.tell(found, full=full, as_json=as_json, markdown=markdown, more=returning.as_json(back))
    if not (as_json or markdown):
        returning.show(back, found.year)
    return OPEN_ERRORS if count_errors(found.findings) else CLEAN


@_command("render", "生成：把数据项填进 Word 模板")
@choosing
@bodies.or_all
def _render(
    context: typer.Context,
    year: Year,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="写到哪个文件", metavar="文件", rich_help_panel=OPTIONS),
    ] = None,
    draft: Annotated[
        bool, typer.Option("--draft", help="有错误也生成，每页标明草稿", rich_help_panel=OPTIONS)
    ] = False,
    as_collected: Annotated[
        bool,
        typer.Option("--as-collected", help="来件夹有变动也不管，就用已收集的数", rich_help_panel=OPTIONS),
    ] = False,
    pdf: Pdf = False,
    html: Html = False,
    plain: Plain = False,
    evidence: evidencing.Evidence = False,
    review: evidencing.Review = False,
    full: Full = False,
    as_json: Json = False,
) -> int:
    from reportgen import beside_report, pipeline
    from reportgen.cli import as_json as contract
    from reportgen.cli import console

    publishing_commands.allow(draft=draft, html=html, plain=plain, review=review)
    project = open_project(context)
    done = pipeline.render(project, year, output, draft=draft, as_collected=as_collected, plain=plain)
    asked = beside_report.Asked(pdf, html, evidence, review)
    beside = beside_report.grounds(project, done, year, asked)  # before a PDF, which takes long
    made = publishing_commands.copies(project, done, year, asked)
    if as_json:
        said = publishing_commands.json_of(made, done.file, year, project) | evidencing.as_json(beside)
        console.print_json(contract.rendered(done) | said | publishing_commands.numerals(project, done, year))
    else:
        console.show_rendered(done, year, full=full)
        publishing_commands.show_copies(made, done.file, year, project)
        evidencing.show(beside)
    return publishing_commands.exit_code(done, made)


@_command("build", "一步完成：收集、核对、生成")
@choosing
@bodies.or_all
def _build(context: typer.Context, year: Year, full: Full = False, as_json: Json = False) -> int:
    from reportgen import pipeline
    from reportgen.cli import as_json as contract
    from reportgen.cli import console

    project = open_project(context)
    console.tell_early(pipeline.unset_unit(project))
    done = pipeline.build(project, year, console.progress, detailed=as_json)
    if as_json:
        said = {"collect": contract.collected(done.collected), **contract.rendered(done.rendered)}
        console.print_json(said | publishing_commands.json_of({}, done.rendered.file, year, project))
    else:
        console.show_collected(done.collected, briefly=True)
        console.show_rendered(done.rendered, year, full=full)
        publishing_commands.show_copies({}, done.rendered.file, year, project)
    return CLEAN if done.rendered.file else OPEN_ERRORS


@_command("figures", "数据项：列出报告要用的全部数值")
@functools.partial(choosing, paper=False)
def _figures(context: typer.Context, year: Year, as_json: Json = False) -> int:
    from reportgen import pipeline
    from reportgen.cli import as_json as contract
    from reportgen.cli import console

    project = open_project(context)
    if as_json:
        found = pipeline.figures(project, year)
        behind = contract.behind(found.behind)
        console.print_json([contract.figure(*each) | behind for each in found.figures])
    else:
        counted, errors, late = pipeline.counted(project, year)
        console.show_figures(counted, year)
        console.show_open(errors, year)
        console.show_behind(late)
    return CLEAN


_command("trace", "追溯：列出一个数值来自哪些单元格")(choosing(traces.trace))
_command("verify", "查对：报告被人改过以后，看每个数是否还与底账一致")(choosing(verify_command.verify))
_command("refresh", "更新：底账变了，把新的数用修订写进有人改过的报告")(choosing(refresh_command.refresh))
_command("open", "打开：用电脑上的程序打开写好的报告")(choosing(publishing_commands.open_report))


_command("explain", "说明：解释一个问题编号")(explaining.explain)


def _stop(sentence: str) -> NoReturn:
    from reportgen.cli import console

    ending.check()
    if "--json" in sys.argv:
        console.print_json({"error": sentence})
    console.complain(sentence)
    ending.leave(COULD_NOT_RUN)


def _version(wanted: bool) -> None:
    if wanted:
        from reportgen.program import VERSION

        typer.echo(VERSION)
        raise typer.Exit()
