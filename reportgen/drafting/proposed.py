"""A finished report, a profile, and the figures of the report's year -> a template with tags proposed, each with a comment.

What is proposed is equal in value, where there is a ledger, and named by the words around; all else stays as it is, and is
listed. Nothing is taken for a figure for its value alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from reportgen.drafting.pieces import Piece, Reader
from reportgen.drafting.repeated import Rows, repeated
from reportgen.expressions import expression
from reportgen.model import Figure, Profile
from reportgen.numerals import arabic
from reportgen.profile.worded import defined
from reportgen.prose.figure_words import FigureWords
from reportgen.prose.naming import naming
from reportgen.word import annotated
from reportgen.word.annotated import Edit, Loop, Text
from reportgen.word.document import Template
from reportgen.word.passages import SENTENCE

_YEAR = expression(r"(?<![\d—–-])(?:((?:19|20)\d\d)|([一二][〇零○一二三四五六七八九]{3}))\s*年")
_TOLD = 20  # places in the first comment
_LONGEST = 40  # characters of a sentence that is shown


class Matched(NamedTuple):
    """What became a tag: where, as it was written, the tag, and why."""

    place: str
    text: str
    tag: str
    why: str


class Listed(NamedTuple):
    """What stayed as it was: where, as it is written, its sentence, why, and the tags that it may be. `closed` says
    that no comment can stand there.
    """

    place: str
    text: str
    sentence: str
    why: str
    candidates: tuple[str, ...] = ()
    closed: bool = False


class Proposal(NamedTuple):
    """A template as proposed, what of the report was matched and what was not, and the figures that it does not print."""

    template: bytes
    matched: Sequence[Matched]
    listed: Sequence[Listed]
    missing: Sequence[str]


def proposed(
    content: bytes,
    profile: Profile,
    figures: Mapping[str, Figure] | None,
    texts: Mapping[str, str],
    year: int,
) -> Proposal:
    """Return the template that a finished report of a year makes; `figures` are those of the year, where there is a ledger,
    `texts` those of the settings. Raises NotWordError.
    """
    paragraphs = annotated.read(content)
    reader = _reader(profile, figures, texts, year)
    rows = list(repeated(paragraphs, figures or {}))
    found = list(_found(paragraphs, reader, rows))
    edits, matched, listed = list[Edit](), list[Matched](), list[Listed]()
    for number, piece in found:
        text = paragraphs[number]
        comment = _comment(piece, text, profile)
        tag = f"{{{{{piece.tag}}}}}{piece.behind}" if piece.tag else ""
        said = text.passage.text[piece.start : piece.end]
        if not text.closed and (tag or comment):
            edits.append(Edit(number, piece.start, piece.end, tag, comment))
        if tag and not text.closed:
            matched.append(Matched(text.place, said, piece.tag, piece.why))
        else:
            listed.append(_listed(text, piece, said))
    edits += [edit for each in rows for edit in _of_list(each, profile)]
    loops = [Loop(each.first, each.last, each.name, _of_rows(each, profile), each.in_table) for each in rows]
    matched += [_matched(each, paragraphs[each.first]) for each in rows]
    used = {_name(each.tag) for each in matched}
    missing = [name for name in profile.figures if name not in used]
    remark = _remark(matched, listed)
    return Proposal(annotated.write(content, edits, loops, remark), matched, listed, missing)


def year_of(content: bytes) -> int | None:
    """Return the year that a finished report names first, as its title does. Raises NotWordError."""
    for text in annotated.read(content):
        if match := _YEAR.search(text.passage.words):
            return int(match[1]) if match[1] else int(arabic(match[2]))
    return None


def _reader(
    profile: Profile, figures: Mapping[str, Figure] | None, texts: Mapping[str, str], year: int
) -> Reader:
    template = Template.load(profile.template)
    silent = [texts.get("单位", ""), *profile.departments]
    names = naming(profile.figures.values(), profile.kinds, profile.lines or template.lines, silent)
    return Reader(profile, FigureWords(profile, template.passages, freely=True), names, figures, texts, year)


def _found(paragraphs: Sequence[Text], reader: Reader, rows: Sequence[Rows]) -> Iterator[tuple[int, Piece]]:
    """Yield every piece of what is not printed entry by entry, with the number of its paragraph."""
    inside = {number for each in rows for number in range(each.first, each.last + 1)}
    for number, text in enumerate(paragraphs):
        if number not in inside:
            yield from ((number, piece) for piece in reader.pieces(text))


def _comment(piece: Piece, text: Text, profile: Profile) -> str:
    """What the clerk is told of a piece, or nothing where there is nothing to decide."""
    said = text.passage.text[piece.start : piece.end]
    if not piece.tag:
        return _doubt(piece, profile) if piece.candidates else ""
    unit = f"标签按“{piece.behind}”印，单位已经照改。" if piece.behind else ""
    lines = [
        f"提出标签“{piece.tag}”，去年的报告里是“{said}”。",
        f"算的是：{_defined(piece.tag, profile)}。" if _name(piece.tag) in profile.figures else "",
        f"依据：{piece.why}。{unit}",
        f"对的，删去批注；不对的，把标签改回“{said}”，再删批注。",
    ]
    return "\n".join(filter(None, lines))


def _doubt(piece: Piece, profile: Profile) -> str:
    """What it may be, without a brace: a tag in a comment would be filled, too."""
    lines = [f"这里没有改：{piece.why}。"]
    for tag in piece.candidates:
        name = _name(tag)
        defined = f"，算的是：{_defined(name, profile)}" if name in profile.figures else ""
        lines.append(f"可能说的是“{tag.lstrip('^#')}”{defined}。")
    sign, name = piece.candidates[0][0], _name(piece.candidates[0])
    if sign == "^":
        lines.append(f"只在没有的时候才印的，在这句话前后加标签“^{name}”“/{name}”（名称外面加两层大括号）。")
    elif sign == "#":
        lines.append(
            f"要印今年的，把这些文字换成一个清单：标签“#{name}”、列名、“/{name}”各占一段（外面都加两层大括号）。"
        )
    else:
        lines.append("是哪一个，就把数改成哪个标签（名称外面加两层大括号）；都不是的不改。")
    return "\n".join([*lines, "然后删去批注。"])


def _name(tag: str) -> str:
    return tag.lstrip("^#").partition(" ")[0]


def _defined(tag: str, profile: Profile) -> str:
    return defined(profile.figures[_name(tag)], profile.kinds)


def _matched(rows: Rows, first: Text) -> Matched:
    unit = "行" if rows.in_table else "段"
    return Matched(first.place, f"{rows.entries}{unit}", f"#{rows.name}", "与底账的文字逐行相同")


def _of_list(rows: Rows, profile: Profile) -> Iterator[Edit]:
    """The tags of a list's entry; in a table those of its section stand with the first and the last of them."""
    for at, (number, start, end, name) in enumerate(rows.pieces):
        tag, comment = f"{{{{{name}}}}}", ""
        if rows.in_table and at == 0:
            tag, comment = f"{{{{#{rows.name}}}}}{tag}", _of_rows(rows, profile)
        if rows.in_table and at == len(rows.pieces) - 1:
            tag += f"{{{{/{rows.name}}}}}"
        yield Edit(number, start, end, tag, comment)


def _of_rows(rows: Rows, profile: Profile) -> str:
    unit = "行" if rows.in_table else "段"
    lines = [
        f"提出清单“{rows.name}”：去年的报告里是{rows.entries}{unit}，与底账里的逐行相同；这里只留一{unit}，印的时候底账里每行一{unit}。",
        f"取的是：{_defined(rows.name, profile)}。",
        "对的，删去批注；不对的，把文字照去年的报告写回来，删去清单的标签，再删批注。",
    ]
    return "\n".join(lines)


def _listed(text: Text, piece: Piece, said: str) -> Listed:
    """A piece that stays; what Word takes no comment on stays, too, though it could be a tag."""
    why, candidates = piece.why, piece.candidates
    closed = bool(text.closed and piece.tag)
    if closed:
        why, candidates = f"{text.closed}里加不了批注，没有改；{why}", (piece.tag,)
    plain = text.passage.words
    start = max((each.end() for each in SENTENCE.finditer(plain, 0, piece.start)), default=0)
    end = next((each.start() for each in SENTENCE.finditer(plain, piece.end)), len(plain))
    start = max(start, piece.start - _LONGEST // 2)
    shown = text.passage.text[start : min(end, start + _LONGEST)].strip().replace("\x00", "")
    return Listed(text.place, said, shown, why, candidates, closed)


def _remark(matched: Sequence[Matched], listed: Sequence[Listed]) -> str:
    """The first comment: how much there is to do, and what stays without a comment of its own."""
    closed = [each for each in listed if each.closed]
    silent = [each for each in listed if not each.closed and not each.candidates]
    lines = [
        f"这份模板由去年的报告改成：提出标签{len(matched)}处，每处一条批注；没有改的{len(listed)}处。",
        "请逐条看批注：对的删去批注，不对的改回原文再删。全部看完，删去这一条，运行 reportgen profile check。",
    ]
    lines += [
        f"{each.place}加不了批注，没有改：“{each.text}”可改成标签“{each.candidates[0]}”。" for each in closed
    ]
    lines += [f"{each.place}没有改：“{each.text}”，{each.why}。" for each in silent[:_TOLD]]
    more = len(silent) - _TOLD
    return "\n".join([*lines, *([f"另有{more}处没有改，没有列在这里。"] if more > 0 else [])])
