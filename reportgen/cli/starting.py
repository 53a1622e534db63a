"""The command that begins a workspace: `init`, which asks on a terminal for what is not given."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reportgen.cli.arguments import CLEAN, Json
from reportgen.cli.chinese_typer import ARGUMENTS, OPTIONS

if TYPE_CHECKING:
    from reportgen.model import Profile
    from reportgen.tasks.beginning import Begun
    from reportgen.workspace.new_settings import Asked
    from reportgen.workspace.settings import Workspace


_NAMED = 3  # of the folders that are no body's
Folder = Annotated[
    Path | None,
    typer.Argument(
        help="工作目录，没有的新建（默认是 -C 的目录）", metavar="目录", rich_help_panel=ARGUMENTS
    ),
]
Unit = Annotated[
    str, typer.Option(help="单位名称，如 近海镇", metavar="名称", rich_help_panel=OPTIONS, show_default=False)
]
ReportYear = Annotated[
    int | None, typer.Option(help="报告年度，如 2023", metavar="年度", rich_help_panel=OPTIONS)
]
Departments = Annotated[
    list[str] | None,
    typer.Option(
        help="报送部门，写作 名称=别的叫法：要报的表 （后两样可以不写）；一个部门写一次",
        metavar="部门",
        rich_help_panel=OPTIONS,
    ),
]
ProfileName = Annotated[
    str,
    typer.Option(
        help="报告方案的名称（默认是随程序带来的那一种）",
        metavar="方案",
        rich_help_panel=OPTIONS,
        show_default=False,
    ),
]
LastReport = Annotated[
    Path | None,
    typer.Option(
        "--from",
        help="去年印好的报告，由它改成一份模板，每处标签带一条批注",
        metavar="报告",
        rich_help_panel=OPTIONS,
    ),
]


def init(
    context: typer.Context,
    folder: Folder = None,
    unit: Unit = "",
    year: ReportYear = None,
    department: Departments = None,
    profile: ProfileName = "",
    last: LastReport = None,
    as_json: Json = False,
) -> int:
    """Write what a new workspace needs, and nothing over what is there."""
    from reportgen.cli import as_json as contract
    from reportgen.cli import console, proposing
    from reportgen.tasks.beginning import begin
    from reportgen.tasks.proposals import opened, propose
    from reportgen.workspace.settings import is_begun

    root = context.obj / folder if folder else context.obj
    begun = is_begun(root)
    report = opened(last, year) if last else None
    year = report.year + 1 if report and year is None else year
    asked = _asked(root, unit, year, department or (), profile, begun=begun)
    done = begin(root, asked)
    made = propose(*_opened(root), report) if report else None
    if as_json:
        console.print_json(contract.begun(done) | (proposing.as_json(made) if made else {}))
    else:
        _show(done)
        if made:
            proposing.show(made, _command(done.root))
        if begun and (unit or department or profile):
            console.say(
                f"  设置文件原来就有，--unit、--department、--profile 没有用上；要改，请改 {done.there[0][0]}。"
            )
    return CLEAN


def _asked(
    root: Path, unit: str, year: int | None, said: Sequence[str], profile: str, *, begun: bool
) -> Asked:
    """What is given, and on a terminal what is asked for. Raises CannotRun."""
    from reportgen.model import CannotRun
    from reportgen.workspace.new_settings import Asked, departments
    from reportgen.workspace.settings import PROFILE

    terminal = sys.stdin.isatty()
    wanted = (("--unit", "单位名称", unit or begun), ("--year", "报告年度", year))
    lacking = [(option, what) for option, what, given in wanted if not given]
    if lacking and not terminal:
        missing = "和".join(f" {option}（{what}）" for option, what in lacking)
        more = " ".join(f"{option} {what.removeprefix('报告')}" for option, what in lacking)
        raise CannotRun(f"缺少{missing}；在原来的命令后面加 {more}")
    if not unit and not begun:
        unit = _ask("单位名称（如 近海镇）：")
    if year is None:
        year = _year()
    name, named = profile or PROFILE, departments(said)
    if not said and not begun and terminal:
        named = _departments(root, name)
    return Asked(unit.strip(), year, name, named or _of_profile(root, name, begun=begun))


def _ask(question: str, default: str = "") -> str:
    """An answer that is typed; the default for an empty line. Raises CannotRun where the terminal is closed."""
    from reportgen.model import CannotRun

    while True:
        sys.stderr.write(question)
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            raise CannotRun("没有答完，什么也没有写")
        if answer := line.strip() or default:
            return answer


def _year() -> int:
    from datetime import date

    today = date.today()
    usual = today.year - (today.month <= 6)
    while True:
        answer = _ask(f"报告年度（直接回车就是 {usual}）：", str(usual)).removesuffix("年")
        if answer.isdecimal() and 1900 <= int(answer) <= 2100:
            return int(answer)
        sys.stderr.write("年度写四位数字，如 2023。\n")


def _departments(root: Path, profile: str) -> dict[str, dict[str, Any]]:
    """The departments that are typed, one to a line, until each sheet that is needed is owed; none for the profile's."""
    from reportgen.cli import console
    from reportgen.tasks.beginning import planned
    from reportgen.workspace.new_settings import SYNTAX

    usual = "、".join(_of_profile(root, profile, begun=False))
    console.remark(f"报送部门，一行一个，写完再按一次回车；直接回车就用方案里的：{usual}。")
    console.remark(
        f"写法：{SYNTAX}（等号后面是别的叫法，冒号后面是要报的表，都可以不写；什么也不报的，冒号后面空着）"
    )
    console.remark(f"可以报的表：{'、'.join(planned(root, profile, {}).sheets)}。")
    found: dict[str, dict[str, Any]] = {}
    while True:
        if line := _ask("部门：", "\n").strip():
            found = _with(root, profile, found, line)
        elif found and (lost := planned(root, profile, found).nobodys):
            console.remark(
                f"还没有部门报送：{'、'.join(lost)}。报告里的数要用这几张表，请再写一行，"
                f"如 {next(iter(found))}：{'、'.join(lost)}（写过的部门，加在它要报的表后面）"
            )
        else:
            return found


def _with(root: Path, profile: str, found: dict[str, dict[str, Any]], line: str) -> dict[str, dict[str, Any]]:
    """The departments with the one of a line, or as they were where it is wrong, which is told; for one that is there, the
    sheets are added.
    """
    from reportgen.cli import console
    from reportgen.model import CannotRun
    from reportgen.tasks.beginning import planned
    from reportgen.workspace.new_settings import departments

    try:
        ((name, keys),) = departments([line]).items()
    except CannotRun as error:
        console.complain(str(error))
        return found
    if name in found:
        owed = planned(root, profile, found).owed.get(name, ())
        before = found[name].get("owes", owed)
        more = [each for each in keys.get("owes", ()) if each not in before]
        keys = {**found[name], **keys, "owes": [*before, *more]}
    new = {**found, name: keys}
    if problem := planned(root, profile, new).problem:
        console.complain(f"{problem}{'' if problem.endswith('？') else '。'}这一行没有记下，请再写。")
        return found
    return new


def _of_profile(root: Path, profile: str, *, begun: bool) -> dict[str, dict[str, list[str]]]:
    """The departments of a profile with what each owes, as the settings say it; none where there are settings."""
    if begun:
        return {}
    from reportgen.profile.load import owed_by
    from reportgen.workspace.settings import profile_of

    return {name: {"owes": sheets} for name, sheets in owed_by(profile_of(root, profile)).items()}


def _show(done: Begun) -> None:
    """Print what was written and what was there, and what to do next."""
    from reportgen.cli import console

    console.say(f"✓ 工作目录“{done.root}”{'已经建好' if done.written else '什么也不缺'}。")
    for title, each in (("写了：", done.written), ("原来就有，没有动：", done.there)):
        if each:
            console.say(f"  {title}")
            for name, what in each:
                console.say(f"    {name}：{what}")
    for sentence in _astray(done):
        console.say(f"  {sentence}")
    console.say("  接下来：")
    whose = "单位名称/部门名" if done.several else "部门名"
    build = f"{_command(done.root)} build {done.year}{' --all' if done.several else ''}"
    console.say("    1. 打开设置文件看一遍，单位、部门、要报的表不对的改过来；把表样和说明发给各部门。")
    console.say(f"    2. 把交来的表放进“{done.inbox}/{whose}/”，上年的表放进上年的文件夹（没有的不放）。")
    console.say(f"    3. 运行 {build}")


def _astray(done: Begun) -> Iterator[str]:
    """What lies about since before there were several bodies."""
    if done.astray:
        more = f"等 {len(done.astray)} 个文件夹" if len(done.astray) > _NAMED else ""
        names = "、".join(f"“{each}”" for each in done.astray[:_NAMED])
        yield (
            f"{names}{more}不是哪个单位的，放在里面的表不收：空的请删去，"
            f"有表的移进“{done.inbox}/单位名称/部门名/”，或在设置的 bodies 里写上这个单位。"
        )
    if done.unsent:
        yield f"“{done.unsent}”里的表样是没有分单位时写的，请删去，不要发给部门。"


def _command(root: Path) -> str:
    """How the program is called for a workspace from here."""
    here = os.path.realpath(root) == os.path.realpath(Path())
    return "reportgen" if here else f"reportgen -C {root}"


def _opened(root: Path) -> tuple[Workspace, Profile]:
    """The workspace that has been begun, and its profile. Raises CannotRun, Broken."""
    from reportgen.pipeline import open_project

    project = open_project(root)
    return project.workspace, project.profile
