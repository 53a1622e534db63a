"""An issued report and the grounds of its figures -> a copy to read it by, in which each number says where it comes from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.model import CannotRun
from reportgen.numerals import figure_text
from reportgen.tasks.carried import Carried, carry, former
from reportgen.tasks.evidence import Written
from reportgen.tasks.verifying import commentable, texts_of
from reportgen.word.package import NotWordError
from reportgen.workspace.outputs import REVIEW

if TYPE_CHECKING:
    from reportgen.evidence.grounds import Grounds
    from reportgen.proofreading.typed_numbers import Literal
    from reportgen.verification.verified import Text
    from reportgen.word.annotated import Edit
    from reportgen.workspace.settings import Workspace

_SHORTEST = 4  # signs of a department's text that is looked for


def write(
    workspace: Workspace, told: Sequence[Grounds], literals: Sequence[Literal], report: Path, year: int
) -> Written:
    """Write the copy beside the report, with the same pages, a comment on each figure, and what reviewers have said in the
    former copy. Raises CannotRun.
    """
    from reportgen.word.annotated import Edit
    from reportgen.word.annotated import write as annotate
    from reportgen.word.marked_passages import read
    from reportgen.workspace.issued import issue, renew

    content, file = report.read_bytes(), report.with_name(f"{report.stem}{REVIEW}.docx")
    named = {each.name: each for each in told}
    try:
        marked = read(content)
        if marked.manifest is None:
            raise CannotRun("这份报告里没有标记，写不出审阅稿；请去掉 --plain")
        numbers, texts = commentable(marked), texts_of(marked, marked.manifest)
        notes = [*_figures(texts, named), *_departments(texts, told)]
        edits = [Edit(numbers[at], start, end, "", said) for at, start, end, said in notes if at in numbers]
        elsewhere = [said for at, *_, said in notes if at not in numbers]
        edits += _at_the_end(texts, numbers, literals, elsewhere)
        carried = carry(before, texts, numbers, edits) if (before := former(report, file)) else Carried(edits)
        made = annotate(content, carried.edits, when=_when(workspace, year, content), styled=True)
    except NotWordError as error:
        raise CannotRun(f"审阅稿的批注写不进去：{error}") from None
    remark = "；".join(filter(None, [carried.remark, "只供内部审阅：批注里有部门报送的情况，不要发出去"]))
    kept = issue(workspace, file, made)
    renew(file)
    return Written(file, kept, sum(len(each.stretches) for each in texts), remark)


def _when(workspace: Workspace, year: int, content: bytes) -> str:
    """When the report was first issued, in UTC: not now, so that the same report has the same copy."""
    from reportgen.workspace.receipts import issued_on

    said = issued_on(workspace, year, sha256(content).hexdigest())
    return (
        datetime.strptime(said, "%Y-%m-%d %H:%M").astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        if said
        else ""
    )


def _figures(texts: Sequence[Text], named: Mapping[str, Grounds]) -> Iterator[tuple[int, int, int, str]]:
    """What is said of each figure that is marked, by its paragraph and from where to where."""
    said: dict[str, str] = {}
    for at, text in enumerate(texts):
        for each in text.stretches:
            name = each.name.partition("|")[0].partition("#")[0]
            if name in named:
                if name not in said:
                    said[name] = _said(named[name], named)
                yield at, each.start, each.end, said[name]


def _said(each: Grounds, named: Mapping[str, Grounds]) -> str:
    """All that is told of a figure, a line each."""
    from reportgen.evidence.grounds import behind

    figure, own = each.figure, each.figure.definition
    value = f"{figure.text} {own.unit_behind}".strip() if figure.items is None else f"{len(figure.items)} 项"
    lines = [f"{each.name}：{value}", f"怎么算的：{each.said}"]
    if figure.previous is not None:
        lines.append(f"{figure.before}：{figure_text(figure.previous, own)} {own.unit_behind}".strip())
    lines += [f"{said}来源：{part.source}" for said, part in behind(each, named)]
    related = [one.said for one in each.relations if one.sort != "last_year"]
    lines.append(f"可以核对的：{'；'.join(related)}" if related else "没有别的数可以核对")
    return "\n".join(lines)


def _departments(texts: Sequence[Text], told: Sequence[Grounds]) -> Iterator[tuple[int, int, int, str]]:
    """The texts of departments that are printed, with the cells that they stand in."""
    whole = "\n".join(each.text for each in texts)
    starts = [0]
    for text in texts:
        starts.append(starts[-1] + len(text.text) + 1)
    for each in told:
        items = zip(each.figure.items or (), each.figure.places, strict=False) if each.is_printed else ()
        position = 0
        for item, place in items:
            for value in item.values():
                said = value.strip().partition("\n")[0].strip() if isinstance(value, str) else ""
                found = whole.find(said, position) if len(said) >= _SHORTEST else -1
                if found >= 0:
                    position = found + len(said)
                    at = bisect_right(starts, found) - 1
                    start = found - starts[at]
                    yield at, start, start + len(said), f"部门写的：{each.name}\n来源：{place}"


def _at_the_end(
    texts: Sequence[Text], numbers: Mapping[int, int], literals: Sequence[Literal], elsewhere: Sequence[str]
) -> list[Edit]:
    """A comment behind the last word: the numbers that the template's author wrote, and what no comment can stand at."""
    from reportgen.word.annotated import Edit

    lines = [f"“{each.text}”：{each.sentence}（{each.place}）" for each in literals]
    said = (
        [f"模板里写定的数（{len(lines)} 个），不是从底账算的：", *lines] if lines else ["模板里没有写定的数"]
    )
    if elsewhere:
        said += ["不能加批注的地方（页眉、页脚、脚注、文本框）印的数：", *elsewhere]
    at = max(numbers, default=-1)
    if at < 0:
        return []
    end = len(texts[at].text.rstrip())
    return [Edit(numbers[at], end - 1, end, "", "\n".join(said))]
