"""The command `refresh`: what the ledger gives now goes into a report that people have edited, as tracked changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reportgen.cli.arguments import CLEAN, OPEN_ERRORS, Json, Year, open_for
from reportgen.cli.chinese_typer import ARGUMENTS, OPTIONS
from reportgen.cli.lines import Line, line, show
from reportgen.invocation import as_data

if TYPE_CHECKING:
    from reportgen.periods import Period
    from reportgen.tasks.refreshing import Refreshed
    from reportgen.verification.renewal import Changed, Left

File = Annotated[
    Path, typer.Argument(help="有人改过的报告（Word 文件）", metavar="文件", rich_help_panel=ARGUMENTS)
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", help="写到哪个文件（默认在旁边，名字后面加“（更新）”）", metavar="文件",
        rich_help_panel=OPTIONS,
    ),
]  # fmt: skip
AsCollected = Annotated[
    bool,
    typer.Option("--as-collected", help="来件夹有变动也不管，就用已收集的数", rich_help_panel=OPTIONS),
]
_SHOWN = 30
_LONGEST = 60  # characters of a paragraph that are shown


def refresh(
    context: typer.Context,
    file: File,
    year: Year,
    output: Output = None,
    as_collected: AsCollected = False,
    as_json: Json = False,
) -> int:
    """Write an edited report anew with what the ledger gives now."""
    from reportgen import pipeline
    from reportgen.cli import as_json as contract
    from reportgen.cli import console
    from reportgen.tasks import expected, refreshing

    refreshing.need_word(file)
    project, found, _ = open_for(context, file)
    source = found.name
    edited, place = refreshing.read(project.workspace, source, output)
    done = pipeline.render(project, year, as_collected=as_collected, held=True)
    if not done.held:
        if as_json:
            console.print_json(contract.rendered(done))
        else:
            console.show_rendered(done, year)
        return OPEN_ERRORS
    when = refreshing.when(project.workspace, project.profile, year)
    due = expected.rendered(project.workspace, project.template, done.figures, year, project.profile)
    made = refreshing.refresh(project.workspace, edited, due, done.figures, year, place, when)
    if as_json:
        console.print_json(_json(made, source, year))
    else:
        show(_lines(made, project.workspace.period(year)))
        if made.kept:
            console.tell("原来那份更新稿有人改过，留在", file=made.kept)
        if made.file:
            console.tell("已写好", "✓", file=made.file)
    return OPEN_ERRORS if made.left else CLEAN


def _json(made: Refreshed, source: Path, year: int) -> dict[str, Any]:
    return {
        "source": str(source),
        **as_data(year),
        "file": str(made.file) if made.file else None,
        "changed": [
            {"figure": each.figure or None, "before": each.before, "now": each.now, "place": place or None}
            for each, place in made.changed
        ],
        "inserted": [{"text": each.text, "place": place or None} for each, place in made.inserted],
        "struck": [{"text": each.text, "place": place or None} for each, place in made.struck],
        "left": [
            {
                "why": each.why, "figure": each.figure or None, "before": each.before or None,
                "typed": each.typed or None, "now": each.now or None, "place": place or None,
            }
            for each, place in made.left
        ],
        **({"kept": str(made.kept)} if made.kept else {}),
    }  # fmt: skip


def _lines(made: Refreshed, period: Period) -> Iterator[Line]:
    from reportgen.tasks.refreshing import IN_CHART

    parts = (
        ("改了的", [(changed(each), place) for each, place in made.changed]),
        ("插入的", [(f"“{_short(each.text)}”", f"{place}旁边" if place else "") for each, place in made.inserted]),
        ("删去的", [(f"“{_short(each.text)}”", place) for each, place in made.struck]),
        ("没有动，请人定", [(left(each), place) for each, place in made.left]),
    )  # fmt: skip
    for title, said in parts:
        if not said:
            continue
        yield line(f"{title}（{len(said)} 处）", style="bold red" if title == parts[3][0] else "bold")
        for sentence, place in said[:_SHOWN]:
            yield line(sentence, indent=2, hanging=2)
            if place:
                yield line(place, indent=4)
        if len(said) > _SHOWN:
            yield line(f"……另有 {len(said) - _SHOWN} 处，加 --json 看全部", indent=2)
        yield line("")
    if made.file is None:
        yield line(f"这份报告没有要更新的：印的数与{period.named}底账一致，或者是人改的；没有写新文件。")
        return
    yield line(
        "改的、插的、删的都是修订（作者 reportgen），在 Word、WPS 里逐处接受或拒绝；原来的文件没有动。"
    )
    if any(place == IN_CHART for _, place in made.changed):
        yield line("图表里的数直接换成了新的，不带修订；要旧的，看原来的文件。")


def changed(each: Changed) -> str:
    """Return what was changed in a sentence."""
    if each.figure:
        return f"{each.figure}：{each.before} → {each.now}"
    if not each.before:
        return f"加了“{_short(each.now)}”"
    if not each.now:
        return f"去了“{_short(each.before)}”"
    return f"“{_short(each.before)}” → “{_short(each.now)}”"


def left(each: Left) -> str:
    """Return what was left alone in a sentence that says why."""
    now = f"底账现在是 {each.now}" if each.now else "底账现在没有这个数"
    if each.why == "typed":
        return f"{each.figure}：写报告时是 {each.before}，有人改成了 {each.typed}，{now}"
    if each.why == "contradicts":
        if not each.typed:
            return f"{each.figure}：现在应当是“{_short(each.now)}”，文件里没有这样说"
        return f"{each.typed}：像是在说 {each.figure}，那里现在是 {each.now}"
    if each.why == "tracked" and each.figure:
        return f"{each.figure}：{each.before} 在没有接受的修订里，{now}；接受或拒绝以后再更新"
    if each.why == "homeless":
        return f"现在应当有“{_short(each.now)}”，在文件里找不到放的地方"
    should = f"现在应当是“{_short(each.now)}”" if each.now else "现在应当没有了"
    there = f"有人改成了“{_short(each.typed)}”" if each.typed else "有人改过或者删了"
    if each.why == "tracked":
        there = "在没有接受的修订里"
    was = f"原来的“{_short(each.before)}”" if each.before else "这里"
    return f"{was}，{there}，{should}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
