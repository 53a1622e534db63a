"""A tree of Word XML with tags -> a copy with marks in their place, and what is wrong with the tags.

Each printing tag becomes a `print` element in the run that it begins in, and what stands between `{{#name}}`
and `{{/name}}` is gathered into a `phrase` (part of a paragraph) or a `block` (paragraphs, table rows), so that
filling only has to drop, unwrap or copy these and to write values. The text of a mark is the number of its
tag; it has no namespace, and none is left when the tree is filled.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import accumulate, islice, pairwise

from lxml import etree

from reportgen.expressions import expression
from reportgen.word.bindings import SDT, release
from reportgen.word.column_loops import loops, number_loops
from reportgen.word.elements import (
    BLOCK,
    COMMENT_REFERENCE,
    ENDS,
    PHRASE,
    PRINT,
    RANGES,
    SPLITTABLE,
    STARTS,
    TBL,
    TC,
    TR,
    P,
    T,
    drop_if_blank,
    has_content,
    must_stay,
    parent_of,
    read_text,
    remove_from_run,
    split,
    text_pieces,
    vanish,
    write_text,
)
from reportgen.word.merges import hoist, number_merges
from reportgen.word.package import W
from reportgen.word.tags import Mistake, Tag, pair, scan

_OPEN, _CLOSE = "open", "close"
_BRACE = expression("[{}｛｝]")
_STORIES = {W + n for n in ("txbxContent", "footnote", "endnote", "comment")}


@dataclass(frozen=True, slots=True)
class Prepared:
    """A tree ready to be filled, its tags in order, and what is wrong with their form."""

    root: etree._Element
    tags: list[Tag]
    mistakes: list[Mistake]


@dataclass(frozen=True, slots=True)
class Tagged:
    """A paragraph that holds tags: the elements of its text with what each says, and the tags in order."""

    paragraph: etree._Element
    pieces: list[tuple[etree._Element, str]]
    tags: list[Tag]

    @property
    def text(self) -> str:
        """The text in which the tags' `start` and `end` count."""
        return "".join(text for _, text in self.pieces)

    @property
    def controls(self) -> Iterator[etree._Element]:
        """The content controls that a tag, or a part of one, stands in."""
        end = 0
        for element, text in self.pieces:
            start, end = end, end + len(text)
            if any(tag.start < end and start < tag.end for tag in self.tags):
                yield from element.iterancestors(SDT)


def find_tags(root: etree._Element) -> list[Tagged]:
    """Return the paragraphs that hold tags, in document order."""
    braced = (text for text in root.iter(T) if text.text and _BRACE.search(text.text))
    paragraphs = dict.fromkeys(up for text in braced for up in islice(text.iterancestors(P), 1))
    found = []
    for paragraph in paragraphs:
        pieces = text_pieces(paragraph)
        if tags := scan("".join(text for _, text in pieces)):
            found.append(Tagged(paragraph, pieces, tags))
    return found


def prepare(story: etree._Element) -> Prepared:
    """Turn the tags of a copy of the tree into elements; what is wrong with their form is told, not raised."""
    root = deepcopy(story.getroottree()).getroot()
    found = find_tags(root)
    if next(root.iter(SDT), None) is not None:
        release({control for tagged in found for control in tagged.controls})
    number_merges(root)
    tags = [tag for tagged in found for tag in tagged.tags]
    owners = [tagged.paragraph for tagged in found for _ in tagged.tags]
    pairs, mistakes = _pair_in_stories(tags, owners)
    mistakes += [_malformed(number, tag) for number, tag in enumerate(tags) if tag.kind == "malformed"]
    columns = {opening for opening, _ in pairs if loops(tags[opening])}
    around, unfit = _find_levels(owners, pairs, columns)
    vanishing = _find_delimiters(tags, owners, pairs, around)
    unfit |= {number for number, spot in around.items() if spot.tag == P and spot not in vanishing}
    inline = {number for ends in pairs for number in ends if ends[0] not in around}
    inline -= {number for ends in pairs for number in ends if owners[ends[0]] is not owners[ends[1]]}

    broken = {each for each in owners if any(br.get(W + "type") for br in each.iter(W + "br"))}
    marks = _cut_tags(found, inline) | _place_around(around, vanishing, tags)
    fit = marks.keys() - unfit
    for opening, closing in pairs:
        name = PHRASE if opening in inline else BLOCK
        if {opening, closing} <= fit and not _wrap(marks[opening], marks[closing], name):
            unfit.add(opening)
    number_loops(root)
    hoist(root)
    for paragraph in dict.fromkeys(owners):
        drop_if_blank(paragraph)
    mistakes += [_cannot_stand(number, tags[number], owners[number] in broken) for number in unfit]
    return Prepared(root, tags, sorted(mistakes, key=lambda mistake: mistake.tag))


def _malformed(number: int, tag: Tag) -> Mistake:
    fix = "标签写作“{{名称}}”，成段的写作“{{#名称}}……{{/名称}}”；只想显示大括号时写一个"
    return Mistake("TPL003", number, f"标签“{tag.text}”写错了：{tag.complaint}", fix)


def _cannot_stand(number: int, tag: Tag, broken: bool) -> Mistake:
    if broken:
        fix = "把分页符移到标签前面或后面的一段；分节符已经换页的，删去分页符"
        return Mistake("TPL004", number, f"标签“{tag.text}”的一段里还有分页符，标签去不掉", fix)
    message = f"标签“{tag.text}”与成对的另一个标签之间不是完整的文字、段落或表格行"
    fix = "两个标签放在同一段里，或各占一段且同在正文或同一单元格里，或放在同一表格的行里"
    return Mistake("TPL004", number, message, fix)


def _pair_in_stories(
    tags: Sequence[Tag], owners: Sequence[etree._Element]
) -> tuple[list[tuple[int, int]], list[Mistake]]:
    """Match section tags within the body, within each text box, each note; a section never leaves its story."""
    stories: dict[etree._Element | None, list[tuple[int, Tag]]] = {}
    of_paragraph = {
        paragraph: next((up for up in paragraph.iterancestors() if up.tag in _STORIES), None)
        for paragraph in dict.fromkeys(owners)
    }
    for number, (tag, paragraph) in enumerate(zip(tags, owners, strict=True)):
        stories.setdefault(of_paragraph[paragraph], []).append((number, tag))
    results = [pair(story) for story in stories.values()]
    return [p for pairs, _ in results for p in pairs], [m for _, mistakes in results for m in mistakes]


def _find_levels(
    owners: Sequence[etree._Element], pairs: Iterable[tuple[int, int]], columns: Collection[int]
) -> tuple[dict[int, etree._Element], set[int]]:
    """Return, for tags of sections longer than a paragraph, the paragraph, row or, of `columns`, cell each stands for; and
    misfits.
    """
    around: dict[int, etree._Element] = {}
    unfit = set()
    for opening, closing in pairs:
        first, last = owners[opening], owners[closing]
        cells = [next(owner.iterancestors(TC), None) for owner in (first, last)] if opening in columns else []
        rows = [cell.getparent() for cell in cells if cell is not None]
        if len(rows) == 2 and rows[0] is rows[1]:
            around[opening], around[closing] = (cell for cell in cells if cell is not None)
            continue
        if first is last:
            continue
        below = {up: down for down, up in pairwise([first, *first.iterancestors()])}
        low, shared = last, parent_of(last)
        while shared not in below:
            low, shared = shared, parent_of(shared)
        table = next((up for up in (shared, *shared.iterancestors()) if up.tag in (TBL, TR, TC)), shared)
        if below[shared] is first and low is last:
            around[opening], around[closing] = first, last
        elif table.tag == TBL:
            around[opening], around[closing] = below[shared], low
        elif table.tag == TR:
            around[opening] = around[closing] = table
        else:
            unfit.add(opening if below[shared] is not first else closing)
    return dict(sorted(around.items())), unfit


def _find_delimiters(
    tags: Sequence[Tag],
    owners: Sequence[etree._Element],
    pairs: Iterable[tuple[int, int]],
    around: Mapping[int, etree._Element],
) -> set[etree._Element]:
    """Return the paragraphs and rows that hold nothing but tags that begin or end a section there."""
    numbers: dict[etree._Element, list[int]] = {}
    for number, paragraph in enumerate(owners):
        numbers.setdefault(paragraph, []).append(number)
    ends = [(around[opening], around[closing]) for opening, closing in pairs if opening in around]
    repeated = {first for first, last in ends if first is last}

    def delimits(paragraph: etree._Element, spot: etree._Element) -> bool:
        inside = numbers.get(paragraph, [])
        if not all(around.get(n) is spot or tags[n].kind == "comment" for n in inside):
            return False
        text = read_text(paragraph)
        for number in reversed(inside):
            text = text[: tags[number].start] + text[tags[number].end :]
        return not text.strip() and not has_content(paragraph)

    spots = {spot for spot in around.values() if spot.tag in (P, TR) and spot not in repeated}
    return {spot for spot in spots if all(delimits(paragraph, spot) for paragraph in spot.iter(P))}


def _cut_tags(found: Iterable[Tagged], inline: Collection[int]) -> dict[int, etree._Element]:
    """Take the tags out of the text; put marks for values and for sections inside a paragraph in their place."""
    marks: dict[int, etree._Element] = {}
    first = 0
    for tagged in found:
        numbered = dict(enumerate(tagged.tags, first))
        here = {
            number: _mark(_name_of_mark(tag), number)
            for number, tag in numbered.items()
            if tag.kind == "print" or number in inline
        }
        _cut(tagged, [(tag, here.get(number)) for number, tag in numbered.items()])
        marks |= here
        first += len(numbered)
    return marks


def _name_of_mark(tag: Tag) -> str:
    return {"print": PRINT, "close": _CLOSE}.get(tag.kind, _OPEN)


def _mark(name: str, number: int) -> etree._Element:
    mark = etree.Element(name)
    mark.text = str(number)
    return mark


def number_of(mark: etree._Element) -> int:
    """Return the number of the tag in whose place a mark stands."""
    return int(mark.text or "")


def _cut(tagged: Tagged, tags: Sequence[tuple[Tag, etree._Element | None]]) -> None:
    """Take the tags out of a paragraph, the last one first, and put the marks in their places.

    A mark goes to where its tag begins, so that a value takes that run's format. Whatever else lies inside
    a tag (bookmarks, comment anchors, proofing marks) stays where it is.
    """
    elements, texts = [element for element, _ in tagged.pieces], [text for _, text in tagged.pieces]
    starts = [0, *accumulate(map(len, texts))]
    for tag, mark in reversed(tags):
        first, last = bisect_right(starts, tag.start) - 1, bisect_right(starts, tag.end - 1) - 1
        head = texts[first][: tag.start - starts[first]]
        tail = texts[last][tag.end - starts[last] :]
        if first == last and tail:
            rest = etree.Element(T)
            write_text(rest, tail)
            elements[first].addnext(rest)
        if mark is not None:
            elements[first].addnext(mark)
        texts[first] = head
        for number in range(first, last + 1):
            text = head if number == first else tail if number == last else ""
            if text:
                write_text(elements[number], text)
            elif elements[number].get(W + "type") not in ("page", "column"):
                remove_from_run(elements[number])


def _place_around(
    around: Mapping[int, etree._Element], vanishing: Collection[etree._Element], tags: Sequence[Tag]
) -> dict[int, etree._Element]:
    """Put the marks of longer sections beside their paragraphs and rows; what only delimits them vanishes."""
    spots: dict[etree._Element, list[int]] = {}
    for number, spot in around.items():
        spots.setdefault(spot, []).append(number)
    marks = {number: _mark(_name_of_mark(tags[number]), number) for number in around}
    for spot, numbers in spots.items():
        after = spot
        outside = spot in vanishing or spot.tag == P
        for number in numbers:
            if (tags[number].kind == "close") == outside:
                spot.addprevious(marks[number])
            else:
                after.addnext(marks[number])
                after = marks[number]
        if spot in vanishing and not must_stay(spot):
            vanish(spot)
    return marks


def _wrap(opening: etree._Element, closing: etree._Element, name: str) -> bool:
    """Gather what stands between two marks into one element; False if it is not a whole number of things."""
    above = set(opening.iterancestors())
    shared = next(up for up in closing.iterancestors() if up in above)
    if not (_surface(opening, shared) and _surface(closing, shared)):
        return False
    between = []
    for sibling in opening.itersiblings():
        if sibling is closing:
            break
        between.append(sibling)
    else:
        return False
    if not _has_whole_fields(between):
        return False
    section = _mark(name, number_of(opening))
    opening.addprevious(section)
    section.extend(between)
    shared.remove(opening)
    shared.remove(closing)
    _keep_half_ranges(section)
    return True


def _surface(mark: etree._Element, shared: etree._Element) -> bool:
    """Split runs, hyperlinks and the like until the mark is a child of the shared ancestor."""
    while (parent := parent_of(mark)) is not shared:
        if parent.tag not in SPLITTABLE:
            return False
        split(parent, mark)
    return True


def _has_whole_fields(nodes: Iterable[etree._Element]) -> bool:
    """Whether no field (page number, cross-reference) begins or ends outside."""
    depth = 0
    for node in nodes:
        for character in node.iter(W + "fldChar"):
            depth += {"begin": 1, "end": -1}.get(character.get(W + "fldCharType", ""), 0)
            if depth < 0:
                return False
    return depth == 0


def _keep_half_ranges(section: etree._Element) -> None:
    """Move out the end of a bookmark or comment whose other end is outside: it must outlive the section."""
    nodes = list(section.iter(*RANGES))
    inside = {(node.tag, node.get(W + "id")) for node in nodes}
    after = section
    for node in nodes:
        identity = node.get(W + "id")
        if (STARTS.get(node.tag) or ENDS[node.tag], identity) in inside:
            continue
        if node.tag in STARTS:
            section.addprevious(node)
            continue
        after.addnext(node)
        after = node
        for reference in list(section.iter(COMMENT_REFERENCE)) if section.tag == PHRASE else ():
            if node.tag == W + "commentRangeEnd" and reference.get(W + "id") == identity:
                after = parent_of(reference)
                node.addnext(after)
