"""What became of the reports of all bodies, and of what was asked for beside them -> what is told of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from reportgen.cli import evidencing, publishing_commands
from reportgen.cli.arguments import CLEAN, COULD_NOT_RUN, OPEN_ERRORS
from reportgen.cli.lines import Line, Span, line, plain
from reportgen.cli.publishing_commands import NAMES
from reportgen.invocation import about, as_data, command

if TYPE_CHECKING:
    from reportgen.each_body import Written
    from reportgen.model import Finding
    from reportgen.pipeline import Project
    from reportgen.workspace.settings import Workspace

SHOWN = 40  # bodies of which something is told
_NAMED = 3  # of those of which the same is told
_COUNTED = {"pdf": "份 PDF", "html": "个网页", "evidence": "份数据底稿", "review": "份审阅稿"}
Told = Iterable[tuple[str, str]]  # of a body a sentence


def exit_code(done: Sequence[Written]) -> int:
    """Return 0 where all was written, 1 where something is wrong with a report or a copy, 2 where one could not be made here."""
    copies = [copy for each in done for copy in each.copies.values()]
    if any(each.file is None for each in done) or any(each.broken for each in copies):
        return OPEN_ERRORS
    made = all(each.file for each in copies) and not any(each.problem for each in done)
    return CLEAN if made else COULD_NOT_RUN


def as_json(done: Sequence[Written], shared: Sequence[Finding], year: int, of: Project) -> dict[str, Any]:
    """Return what `--json` prints of the bodies of a project, and of the tables that two of them have, where any do."""
    from reportgen.cli.as_json import findings

    between = {"findings": findings(shared)["findings"]} if shared else {}
    return {**as_data(year), "reports": [_as_json(each, year, of) for each in done], **between}


def _as_json(each: Written, year: int, of: Project) -> dict[str, Any]:
    with about(each.body):
        copies = publishing_commands.json_of(each.copies, each.file, year, of)
    return {
        "unit": each.body,
        "file": str(each.file) if each.file else None,
        "errors": each.errors,
        "problem": each.problem or None,
        **({"kept": str(each.kept)} if each.kept else {}),
        **copies,
        **evidencing.as_json(each.grounds),
    }


def told(done: Sequence[Written], year: int, workspace: Workspace) -> Iterator[Line]:
    """Yield what was not written and why, what there is to know of the rest, and how much was written."""
    wrong = [*_not_written(done, year, workspace), *alike(_problems(done))]
    for name, why in wrong[:SHOWN]:
        yield Line((Span("✗ ", "bold red"), Span(plain(name), "bold"), Span(f"：{plain(why)}")), 4)
    if len(wrong) > SHOWN:
        yield line(f"另有 {len(wrong) - SHOWN} 个单位这样；加 --json 列出全部。", indent=2)
    for name, remark in [*_kept(done, workspace), *alike(_remarks(done, year, workspace))]:
        yield line(f"{name}：{remark}", indent=2, hanging=2)
    count, output = sum(bool(each.file) for each in done), workspace.name_of(workspace.output)
    mark = Span("✗ ", "bold red") if wrong else Span("✓ ", "bold green")
    lack = f"，{len(done) - count} 份没有写" if count < len(done) else ""
    beside = "".join(f"、{number} {word}" for number, word in _beside(done))
    yield Line(
        (mark, Span(f"{len(done)} 个单位，写好 {count} 份报告{beside}{lack}；在“{output}/单位名称”里。")), 2
    )


def _not_written(done: Sequence[Written], year: int, workspace: Workspace) -> Iterator[tuple[str, str]]:
    """Of each body whose report was not written, why, and that an earlier one still lies there."""
    from reportgen.workspace.receipts import last_written

    for each in done:
        if each.file is None:
            look = command("validate", year, "--unit", each.body)
            why = each.problem or f"还有 {each.errors} 项错误没有改正，运行 {look}"
            known = each.body in workspace.bodies
            before = last_written(workspace.of(each.body), year) if known else None
            there = "；文件夹里是以前写的报告，不要发出去" if before and before.is_file() else ""
            yield each.body, f"{why}{there}"


def _problems(done: Sequence[Written]) -> Told:
    """Of each body whose report was written, why something beside it was not."""
    for each in done:
        yield from ((each.body, copy.problem) for copy in each.copies.values() if copy.problem)
        if each.file and each.problem:
            yield each.body, each.problem


def _remarks(done: Sequence[Written], year: int, workspace: Workspace) -> Told:
    """What there is to know of what was written, and of the copies beside it that were not asked for and are old."""
    for each in done:
        for copy in each.copies.values():
            yield from ((each.body, remark) for remark in copy.remarks)
        yield from ((each.body, made.remark) for made in each.grounds.values() if made.remark)
        for old in publishing_commands.outdated(each.file, {*each.copies, *each.grounds}, year, workspace):
            yield each.body, publishing_commands.old(old, year, every=True)


def alike(told: Told) -> Iterator[tuple[str, str]]:
    """Yield sentences, each once, with the bodies of which it is told."""
    bodies: dict[str, dict[str, None]] = {}
    for body, sentence in told:
        bodies.setdefault(sentence.removesuffix("。"), {})[body] = None
    for sentence, names in bodies.items():
        more = f"等 {len(names)} 个单位" if len(names) > _NAMED else ""
        yield "、".join([*names][:_NAMED]) + more, sentence


def _kept(done: Sequence[Written], workspace: Workspace) -> Iterator[tuple[str, str]]:
    for each in done:
        kept = {
            "报告": each.kept,
            **{NAMES[kind].strip(): copy.kept for kind, copy in each.copies.items()},
            **{NAMES[kind]: made.kept for kind, made in each.grounds.items()},
        }
        for name, file in kept.items():
            if file:
                yield each.body, f"原来那份{name}有人改过，留在：{workspace.name_of(file)}"


def _beside(done: Sequence[Written]) -> Iterator[tuple[int, str]]:
    """How many there are of each kind that was asked for."""
    for kind, word in _COUNTED.items():
        copies = [each.copies[kind].file for each in done if kind in each.copies]
        grounds = [each.grounds[kind].file for each in done if kind in each.grounds]
        if made := [*copies, *grounds]:
            yield sum(map(bool, made)), word
