"""The commands about what goes out to the departments: `forms`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from reportgen.cli.arguments import CLEAN, Json, Year, of_all, of_one, open_project
from reportgen.cli.chinese_typer import OPTIONS
from reportgen.invocation import command, department_folder

if TYPE_CHECKING:
    from reportgen.outcomes import Form
    from reportgen.pipeline import Project

PERSONAL = "文件名带“含个人信息”的，只发给报送它的部门，不要转发，不要贴进群里。"
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


class Written(NamedTuple):
    """The forms of a body, the page that goes with them, and where the one is kept that people had changed."""

    forms: Sequence[Form]
    page: Path
    kept: Path | None


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
    from reportgen.cli import all_sent, console

    if personal and not prefill:
        from reportgen.model import CannotRun

        raise CannotRun("--personal 要与 --prefill 一起写：它只说带出的行里有没有个人信息")

    def write(project: Project) -> Written:
        return _written(project, year, to, due, personal if prefill else None)

    project = open_project(context)
    if of_all(context):
        return all_sent.forms(project, year, write, as_json=as_json)
    done = write(of_one(project))
    if as_json:
        console.print_json(json_of(done))
    else:
        console.tell("一起发的一页说明", "✓", file=done.page)
        if done.kept:
            console.tell("原来那份说明有人改过，留在", file=done.kept)
        show(done.forms, year)
    return CLEAN


def _written(project: Project, year: int, to: Path | None, due: str, personal: bool | None) -> Written:
    """Write the forms of a body, with last year's rows unless `personal` says nothing. Raises CannotRun."""
    from reportgen.tasks import correspondence

    workspace, profile = project.workspace, project.profile
    carry = None if personal is None else correspondence.Prefill(personal)
    forms = correspondence.forms(workspace, profile, year, to, due=due, prefill=carry)
    return Written(forms, *correspondence.leaflet(workspace, profile, year, to, due=due))


def json_of(done: Written) -> dict[str, Any]:
    """Return what `--json` prints of the forms of a body."""
    from reportgen.cli import as_json

    more = {"kept": str(done.kept)} if done.kept else {}
    return {**as_json.forms(done.forms), "leaflet": {"file": str(done.page), **more}}


def show(written: Sequence[Form], year: int) -> None:
    """Print which form went where, and what to do next."""
    from reportgen.cli.console import tell

    for form in written:
        tell(f"{form.department}（{len(form.sheets)} 张表）", "✓", file=form.file)
        if form.kept:
            tell("原来那份表样有人填过，留在", file=form.kept)
        if form.carried:
            rows = "、".join(f"{name} {count} 行" for name, count in form.carried.items())
            tell(f"带出上年的：{rows}；部门核对前不计入")
        for sentence in doubts(form):
            tell(sentence, "!" if form.wrong and sentence.startswith("上年") else " ")
    if any(is_personal(form) for form in written):
        tell(PERSONAL, "!")
    tell(next_step(year))


def doubts(form: Form) -> Iterator[str]:
    """Yield what of the year before was not carried over into a form, and why."""
    if form.withheld:
        yield f"没有带出：{'、'.join(form.withheld)}（靠个人信息才认得出是哪一行；要带出，加 --personal）"
    if form.wrong:
        wrong = "、".join(f"{name} {count} 处" for name, count in form.wrong.items())
        yield f"上年的表还有错误：{wrong}；读不出来的格空着，没有收进的行没有带出"


def is_personal(form: Form) -> bool:
    """Whether a form holds what is personal."""
    return "个人信息" in form.file.stem


def next_step(year: int) -> str:
    """Return what is to be done with the forms."""
    folder, then = department_folder(year), command("collect")
    return f"接下来：把表样发给各部门填写；收回后放进来件夹的“{folder}”，运行 {then}。"
