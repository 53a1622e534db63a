"""What is wrong with a template, and the numbers that its author has written -> a copy with a comment at each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.expressions import expression
from reportgen.model import CannotRun
from reportgen.word.package import NotWordError
from reportgen.workspace.outputs import unread

if TYPE_CHECKING:
    from reportgen.opening import ProfileChecked
    from reportgen.proofreading.typed_numbers import Literal
    from reportgen.word.annotated import Text
    from reportgen.workspace.settings import Workspace

_QUOTED = expression(r"“(\{\{.*?\}\})”")


def write(workspace: Workspace, done: ProfileChecked, output: Path) -> int:
    """Write the copy and return how many comments stand in it; what has no place in its body is said in the first one.
    Raises CannotRun.
    """
    from reportgen.word import annotated
    from reportgen.workspace.issued import check_output, issue

    check_output(workspace, output, "批注")
    try:
        content = workspace.template.read_bytes()
        texts = annotated.read(content)
        numbers = {each.place: number for number, each in reversed([*enumerate(texts)]) if each.place}
        edits, elsewhere = [], []
        for where, within, said in _remarks(done, workspace.template.name):
            at = _number(where, numbers)
            if at is None or texts[at].closed:
                elsewhere.append(f"{where}：{said}")
                continue
            start, end = _reach(texts[at], within)
            edits.append(annotated.Edit(at, start, end, "", said))
        made = annotated.write(content, edits, remark="\n".join(elsewhere), styled=True)
    except OSError as error:
        raise CannotRun(f"模板读不了：{unread(error)}") from None
    except NotWordError as error:
        raise CannotRun(f"批注写不进去：{error}") from None
    issue(workspace, output, made)
    return len(edits) + bool(elsewhere)


def _remarks(done: ProfileChecked, template: str) -> Iterator[tuple[str, str, str]]:
    """Where something is to be said, at which words, and what."""
    for each in done.findings:
        if each.place.file.endswith(f"/{template}"):
            tag = _QUOTED.search(each.message)
            fix = f"\n{each.fix}" if each.fix else ""
            yield each.place.sheet, tag[1] if tag else "", f"{each.code} {each.message}{fix}"
    for number in done.numbers:
        yield number.place, number.text, _of_number(number)


def _of_number(each: Literal) -> str:
    if each.fixed:
        return f"“{each.text}”是写定的数，已注明固定"
    figure = f"；像是 {each.figure}，可以换成 {{{{ {each.figure} }}}}" if each.figure else ""
    return f"“{each.text}”是写定的数，明年不会变{figure}"


def _number(where: str, numbers: Mapping[str, int]) -> int | None:
    """The paragraph that a place names, which may have more behind its name."""
    return next((numbers[where[:end]] for end in range(len(where), 0, -1) if where[:end] in numbers), None)


def _reach(text: Text, within: str) -> tuple[int, int]:
    """From where to where the words stand in a paragraph; all of it where they do not."""
    said = text.passage.text
    start = said.find(within) if within else -1
    return (start, start + len(within)) if start >= 0 else (0, len(said))
