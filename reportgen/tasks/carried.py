"""A former review copy and the comments of the next one -> what reviewers have made of the former one, carried over or told.

A mark of a reviewer holds while what it stands at is the same: the figure, its value and the words around it, in which
other figures may have changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reportgen.model import CannotRun
from reportgen.tasks.verifying import texts_of
from reportgen.word.package import NotWordError

if TYPE_CHECKING:
    from reportgen.verification.verified import Stretch, Text
    from reportgen.word.annotated import Edit
    from reportgen.word.threads import Remark, Thread

HEADING = "上一份审阅稿里，下面这些对不上了，请重新看："
_LINE = "\n"
_HOLE = "\ufffc"  # stands for a figure in the words around another one


class Former(NamedTuple):
    """A former review copy: its name, its paragraphs, its comments with their answers, and whether somebody has typed in it."""

    name: str
    texts: Sequence[Text]
    threads: Sequence[Thread]
    is_tracked: bool


@dataclass(frozen=True)
class Carried:
    """The comments of the next copy, and a sentence for the user."""

    edits: Sequence[Edit]
    remark: str = ""


def former(report: Path, copy: Path) -> Former | None:
    """Return the former review copy beside a report, the one that was saved last, or None where there is none. Raises
    CannotRun.
    """
    from reportgen.word import threads
    from reportgen.word.marked_passages import read

    found = [each for each in report.parent.glob("*.docx") if each.name.startswith(copy.stem)]
    if not found:
        return None
    last = max(found, key=lambda each: (each.stat().st_mtime_ns, each == copy))
    try:
        marked = read(last.read_bytes())
        texts = texts_of(marked, marked.manifest)
        return Former(last.name, texts, threads.read(marked), marked.is_tracked)
    except (NotWordError, OSError):
        raise CannotRun(f"上一份审阅稿“{last}”读不了，里面的批注带不过来；请修好，或移到别处再写") from None


def carry(
    before: Former, texts: Sequence[Text], numbers: Mapping[int, int], edits: Sequence[Edit]
) -> Carried:
    """Return the comments on these texts, of which `numbers` gives the numbers by which comments know them, together with
    what reviewers have said in the former copy; what has no place any more is told in the last comment.
    """
    passages = {number: passage for passage, number in numbers.items()}
    waiting: dict[tuple[str, ...], list[Thread]] = {}
    own: list[Thread] = []
    left: list[str] = []
    for thread in before.threads:
        left += _told_before(thread)
        if not thread.remark.is_ours:
            own.append(thread)
        elif thread.remark.done or thread.answers:
            waiting.setdefault(_spot(thread.remark.text, before.texts, thread[2:]), []).append(thread)
    made: list[Edit] = []
    done = kept = 0
    for edit in edits:
        there = (passages[edit.passage], edit.start, edit.end)
        same = waiting.get(_spot(edit.comment, texts, there), [])
        if not same:
            made.append(edit)
            continue
        thread = same.pop(0)
        made += _answered(edit, thread)
        done += thread.remark.done
        kept += len(thread.answers)
    left += [_told(each, before.texts) for those in waiting.values() for each in those]
    for thread in own:
        placed = _placed(thread, before.texts, texts, numbers)
        made += placed
        kept += len(placed)
        left += [] if placed else [_told(thread, before.texts)]
    left = [*dict.fromkeys(left)]
    if left and edits:
        made = [_with_lines(each, left) if each.comment == edits[-1].comment else each for each in made]
    return Carried(made, _remark(before, done, kept, len(left)))


def _told_before(thread: Thread) -> list[str]:
    """What an earlier copy told of the one before it."""
    said = thread.remark.text.split("\n")
    return said[said.index(HEADING) + 1 :] if thread.remark.is_ours and HEADING in said else []


def _spot(said: str, texts: Sequence[Text], there: tuple[int, int, int]) -> tuple[str, ...]:
    """What a comment of ours is on: the figure with its value, and the words that it stands at."""
    passage, start, end = there
    if passage < 0:
        return (said,)
    text = texts[passage]
    before = _blank(text.text[:start], [each for each in text.stretches if each.end <= start])
    behind = [each._replace(start=each.start - end, end=each.end - end) for each in text.stretches]
    after = _blank(text.text[end:], [each for each in behind if each.start >= 0])
    return (said.partition("\n")[0], before, text.text[start:end], after)


def _blank(text: str, stretches: Sequence[Stretch]) -> str:
    """A text with a hole for each of its figures, whose values may change."""
    for each in sorted(stretches, key=lambda stretch: stretch.start, reverse=True):
        text = text[: each.start] + _HOLE + text[each.end :]
    return text


def _answered(edit: Edit, thread: Thread) -> list[Edit]:
    """A comment of ours as a reviewer has left it."""
    answers = [edit._replace(comment="", remark=each) for each in thread.answers]
    return [edit._replace(done=thread.remark.done), *answers]


def _placed(
    thread: Thread, before: Sequence[Text], texts: Sequence[Text], numbers: Mapping[int, int]
) -> list[Edit]:
    """A reviewer's own comment at the same words; resolved only where they say what they did."""
    from reportgen.word.annotated import Edit

    if thread.passage < 0:
        return []
    old = before[thread.passage]
    passage = _same_passage(thread.passage, before, texts)
    if passage not in numbers:
        return []
    new = texts[passage]
    start, end = _moved(thread.start, old, new), _moved(thread.end, old, new)
    start, end = (start, end) if start < end else (max(0, end - 1), max(1, end))
    if end > len(new.text):
        return []
    same = new.text[start:end] == old.text[thread.start : thread.end] or thread.start == thread.end
    said = [each._replace(done=each.done and same) for each in (thread.remark, *thread.answers)]
    return [Edit(numbers[passage], start, end, "", "", remark=each) for each in said]


def _same_passage(passage: int, before: Sequence[Text], texts: Sequence[Text]) -> int:
    """The paragraph that says the same but for its figures, the how many-th of those that do; -1 where there is none."""
    for blanked in (True, False):
        was, are = (
            [_blank(each.text, each.stretches if blanked else ()) for each in those]
            for those in (before, texts)
        )
        own = was[passage]
        earlier = was[:passage].count(own)
        found = [at for at, each in enumerate(are) if each == own]
        if own.strip() and earlier < len(found):
            return found[earlier]
    return -1


def _moved(at: int, old: Text, new: Text) -> int:
    """Where a place of a paragraph is now that its figures may be longer or shorter."""
    by: int = 0
    for one, other in zip(old.stretches, new.stretches, strict=False):
        if at <= one.start:
            break
        if at < one.end:
            return other.end
        by = other.end - one.end
    return at + by


def _told(thread: Thread, texts: Sequence[Text]) -> str:
    """What was said in a thread that has no place any more, in a line."""
    remark = thread.remark
    quoted = texts[thread.passage].text[thread.start : thread.end] if thread.passage >= 0 else ""
    where = f"“{quoted}”" if quoted else "正文以外"
    if remark.is_ours:
        said = [f"{remark.text.partition(_LINE)[0]}（写在{where}）"] + (["标过已解决"] if remark.done else [])
    else:
        said = [f"{_by(remark)}写在{where}旁：{_flat(remark.text)}"]
    return "；".join([*said, *(f"{_by(each)}答复：{_flat(each.text)}" for each in thread.answers)])


def _by(remark: Remark) -> str:
    return (
        f"{remark.author or '没有署名的人'}（{remark.when[:10]}）"
        if remark.when
        else remark.author or "没有署名的人"
    )


def _flat(text: str) -> str:
    return " ".join(text.split())


def _with_lines(edit: Edit, lines: Sequence[str]) -> Edit:
    return edit._replace(comment="\n".join([edit.comment, HEADING, *lines]))


def _remark(before: Former, done: int, kept: int, left: int) -> str:
    """What the user is told."""
    said = [
        f"标为已解决的 {done} 处" if done else "",
        f"审阅人的批注和答复 {kept} 条" if kept else "",
    ]
    told = [f"已从“{before.name}”带过来：{'、'.join(filter(None, said))}"] if any(said) else []
    told += [f"上一份审阅稿“{before.name}”有 {left} 条对不上了，写在最后一条批注里"] if left else []
    told += [f"“{before.name}”里有修订，改的字没有带过来"] if before.is_tracked else []
    return "；".join(told)
