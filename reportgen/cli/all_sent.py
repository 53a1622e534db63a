"""What goes to the departments of all bodies, forms and reminders -> what is told of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.cli import letters, reminding
from reportgen.cli.all_written import SHOWN, alike
from reportgen.cli.arguments import CLEAN, COULD_NOT_RUN, OPEN_ERRORS
from reportgen.cli.letters import Written
from reportgen.cli.lines import Line, Span, line, plain, show
from reportgen.cli.reminding import Reminded
from reportgen.invocation import about, as_data

if TYPE_CHECKING:
    from reportgen.pipeline import Project
    from reportgen.workspace.settings import Workspace

Problems = Sequence[tuple[str, str]]  # of a body why nothing was written


def forms(project: Project, year: int, write: Callable[[Project], Written], *, as_json: bool) -> int:
    """Write the forms of every body, and print where they are; return the exit code."""
    from reportgen import each_body
    from reportgen.cli import console

    done, problems = each_body.each(project, year, write)
    if as_json:
        listed = [{"unit": body, **letters.json_of(each)} for body, each in done]
        console.print_json({**as_data(year), "units": [*listed, *_problems_as_json(problems)]})
    else:
        show(_wrong(problems))
        show(_folders(done, project.workspace))
        show(
            line(f"{body}：{said}", indent=2, hanging=2)
            for body, said in alike(_of_forms(done, project.workspace))
        )
        if any(letters.is_personal(form) for _, each in done for form in each.forms):
            console.tell(letters.PERSONAL, "!")
        if done:
            console.tell(letters.next_step(year))
    return COULD_NOT_RUN if problems else CLEAN


def _folders(done: Sequence[tuple[str, Written]], workspace: Workspace) -> Iterator[Line]:
    return _listed(
        [
            (f"{body}：{len(each.forms)} 份表样、一页报送说明，在", workspace.name_of(each.page.parent))
            for body, each in done
        ]
    )


def _listed(written: Sequence[tuple[str, str]]) -> Iterator[Line]:
    """What was written for each of the first bodies, with its folder, and how many more there are."""
    for said, folder in written[:SHOWN]:
        yield Line((Span("✓ ", "bold green"), Span(plain(said)), Span(plain(folder), whole=True)), 2)
    if len(written) > SHOWN:
        yield line(f"另有 {len(written) - SHOWN} 个单位的也写好了；加 --json 列出全部。", indent=2)


def _of_forms(done: Sequence[tuple[str, Written]], workspace: Workspace) -> Iterator[tuple[str, str]]:
    for body, each in done:
        if each.kept:
            yield body, f"原来那份说明有人改过，留在：{workspace.name_of(each.kept)}"
        for form in each.forms:
            if form.kept:
                yield body, f"原来那份表样有人填过，留在：{workspace.name_of(form.kept)}"
            yield from ((body + form.department, said) for said in letters.doubts(form))


def reminders(
    project: Project, year: int, write: Callable[[Project], Reminded], to: Path | None, *, as_json: bool
) -> int:
    """Print the texts for the departments of every body, or say where they were written; return the exit code."""
    from reportgen import each_body
    from reportgen.cli import console

    done, problems = each_body.each(project, year, write)
    texts = [text for _, each in done for text in each.texts]
    code = COULD_NOT_RUN if problems else OPEN_ERRORS if texts else CLEAN
    if as_json:
        listed = [{"unit": body, **reminding.json_of(each)} for body, each in done]
        console.print_json({**as_data(year), "units": [*listed, *_problems_as_json(problems)]})
        return code
    show(_wrong(problems), stderr=True)
    if to:
        show(_written(done, to))
    elif texts:
        reminding.paste(texts)
    if not (texts or problems):
        console.say(reminding.NOBODY)
    for body, said in alike(_of_texts(done, year)):
        console.remark(f"{body}：{said}")
    return code


def _written(done: Sequence[tuple[str, Reminded]], to: Path) -> Iterator[Line]:
    return _listed(
        [(f"{body}：催报 {len(each.files)} 份，在", str(to / body)) for body, each in done if each.files]
    )


def _of_texts(done: Sequence[tuple[str, Reminded]], year: int) -> Iterator[tuple[str, str]]:
    for body, each in done:
        with about(body):
            remarks = list(reminding.remarks(each.texts, year))
        yield from ((body, remark) for remark in remarks)
        yield from ((body, f"原来那份有人改过，留在：{kept}") for _, kept in each.files if kept)


def _wrong(problems: Problems) -> Iterator[Line]:
    for name, why in list(alike(problems))[:SHOWN]:
        yield Line((Span("✗ ", "bold red"), Span(plain(name), "bold"), Span(f"：{plain(why)}")), 4)


def _problems_as_json(problems: Problems) -> list[dict[str, Any]]:
    return [{"unit": body, "problem": why} for body, why in problems]
