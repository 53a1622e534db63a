"""A tree of Word XML with tags -> the same tree with marks in their place, and what is wrong with the tags.

Each printing tag becomes a `print` element in the run that it begins in, and what stands between `{{#name}}`
and `{{/name}}` is gathered into a `phrase` (part of a paragraph) or a `block` (paragraphs, table rows), so that
filling only has to drop, unwrap or copy these and to write values. The text of a mark is the number of its
tag; it has no namespace, and none is left when the tree is filled.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import accumulate, islice, pairwise

from lxml import etree

from reportgen.word.package import Node, W
from reportgen.word.tags import Problem, Tag, pair, scan

W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

P, R, T, BR, TAB, TBL, TR, TC = (W + n for n in ("p", "r", "t", "br", "tab", "tbl", "tr", "tc"))
SECTION_BREAK = f"{W}pPr/{W}sectPr"
COMMENT_MARK = W + "commentReference"
PRINT, PHRASE, BLOCK, _OPEN, _CLOSE = "print", "phrase", "block", "open", "close"
MARKS = (PRINT, PHRASE, BLOCK)

_CHARACTERS = {TAB: "\t", BR: "\n", W + "cr": "\n", W + "noBreakHyphen": "\u2011"}
_WITHOUT_TEXT = {P, MC + "Fallback"}
_WITHOUT_TEXT |= {W + n for n in ("pPr", "rPr", "sdtPr", "del", "moveFrom", "drawing", "pict", "object")}
_STORIES = {W + n for n in ("txbxContent", "footnote", "endnote", "comment")}
_SPLITTABLE = {W + n for n in ("r", "ins", "moveTo", "hyperlink", "smartTag", "customXml", "dir", "bdo")}
_PROPERTIES = {W + n for n in ("rPr", "smartTagPr", "customXmlPr")}
_BLANK = {T, TAB, W + "cr", W + "rPr", W + "lastRenderedPageBreak", *MARKS}
BLOCKS = {P, TBL, W + "sdt", W + "customXml", BLOCK}
STARTS = {
    W + name + "Start": W + name + "End"
    for name in ("bookmark", "commentRange", "perm", "moveFromRange", "moveToRange")
}
ENDS = {end: start for start, end in STARTS.items()}


@dataclass(frozen=True, slots=True)
class Prepared:
    """A tree ready to be filled, its tags in order, and what is wrong with their form."""

    root: Node
    tags: list[Tag]
    problems: list[Problem]


def read_text(paragraph: Node) -> str:
    """Return the paragraph's text: tracked insertions included, deletions and text boxes not."""
    return "".join(text for _, text in _pieces(paragraph))


def _pieces(element: Node) -> Iterator[tuple[Node, str]]:
    for child in element:
        if child.tag == T:
            yield child, child.text or ""
        elif child.tag in _CHARACTERS:
            yield child, _CHARACTERS[child.tag]
        elif child.tag not in _WITHOUT_TEXT:
            yield from _pieces(child)


def find_tags(root: Node) -> list[tuple[Node, list[Tag]]]:
    """Return the paragraphs that hold tags, each with its tags, in document order."""
    braced = (text for text in root.iter(T) if text.text and re.search("[{}｛｝]", text.text))
    paragraphs = dict.fromkeys(up for text in braced for up in islice(text.iterancestors(P), 1))
    found = ((paragraph, scan(read_text(paragraph))) for paragraph in paragraphs)
    return [(paragraph, tags) for paragraph, tags in found if tags]


def prepare(root: Node) -> Prepared:
    """Turn the tree's tags into elements, in place; what is wrong with their form is told, not raised."""
    found = find_tags(root)
    tags = [tag for _, inside in found for tag in inside]
    owners = [paragraph for paragraph, inside in found for _ in inside]
    pairs, problems = _pair_in_stories(tags, owners)
    for number, tag in enumerate(tags):
        if tag.kind == "malformed":
            problems.append(
                Problem("TPL003", number, f"标签“{tag.text}”写错了：{tag.complaint}", _HOW_TO_WRITE)
            )
    around, unfit = _find_levels(owners, pairs)
    vanishing = _find_delimiters(tags, owners, pairs, around)
    unfit |= {number for number, spot in around.items() if spot.tag == P and spot not in vanishing}
    inline = {number for ends in pairs for number in ends if owners[ends[0]] is owners[ends[1]]}

    marks = _cut_tags(found, inline)
    marks |= _place_around(around, vanishing, tags)
    fit = marks.keys() - unfit
    for opening, closing in pairs:
        name = PHRASE if opening in inline else BLOCK
        if {opening, closing} <= fit and not _wrap(marks[opening], marks[closing], name):
            unfit.add(opening)
    for paragraph, _ in found:
        drop_if_blank(paragraph)
    problems += [_cannot_stand(number, tags[number]) for number in unfit]
    return Prepared(root, tags, sorted(problems, key=lambda problem: problem.tag))


_HOW_TO_WRITE = "标签写作“{{名称}}”，成段的写作“{{#名称}}……{{/名称}}”；只想显示大括号时写一个"


def _cannot_stand(number: int, tag: Tag) -> Problem:
    message = f"标签“{tag.text}”与成对的另一个标签之间不是完整的文字、段落或表格行"
    fix = "两个标签放在同一段里，或各占一段且同在正文或同一单元格里，或放在同一表格的行里"
    return Problem("TPL004", number, message, fix)


def _pair_in_stories(
    tags: Sequence[Tag], owners: Sequence[Node]
) -> tuple[list[tuple[int, int]], list[Problem]]:
    """Match section tags within the body, within each text box, each note; a section never leaves its story."""
    stories: dict[Node, list[tuple[int, Tag]]] = {}
    for number, (tag, paragraph) in enumerate(zip(tags, owners, strict=True)):
        story = next((up for up in paragraph.iterancestors() if up.tag in _STORIES), None)
        stories.setdefault(story, []).append((number, tag))
    results = [pair(story) for story in stories.values()]
    return [p for pairs, _ in results for p in pairs], [p for _, problems in results for p in problems]


def _find_levels(
    owners: Sequence[Node], pairs: Iterable[tuple[int, int]]
) -> tuple[dict[int, Node], set[int]]:
    """Return, for tags of sections longer than a paragraph, the paragraph or row each stands for; and misfits."""
    around: dict[int, Node] = {}
    unfit = set()
    for opening, closing in pairs:
        first, last = owners[opening], owners[closing]
        if first is last:
            continue
        path = [first, *first.iterancestors()]
        below = {up: down for down, up in pairwise(path)}
        low, shared = last, last.getparent()
        while shared not in below:
            low, shared = shared, shared.getparent()
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
    tags: Sequence[Tag], owners: Sequence[Node], pairs: Iterable[tuple[int, int]], around: Mapping[int, Node]
) -> set[Node]:
    """Return the paragraphs and rows that hold nothing but tags that begin or end a section there."""
    numbers: dict[Node, list[int]] = {}
    for number, paragraph in enumerate(owners):
        numbers.setdefault(paragraph, []).append(number)
    ends = [(around[opening], around[closing]) for opening, closing in pairs if opening in around]
    repeated = {first for first, last in ends if first is last}

    def delimits(paragraph: Node, spot: Node) -> bool:
        text = read_text(paragraph)
        inside = numbers.get(paragraph, [])
        for number in reversed(inside):
            text = text[: tags[number].start] + text[tags[number].end :]
        ours = all(around.get(n) is spot or tags[n].kind == "comment" for n in inside)
        return ours and not text.strip() and not has_content(paragraph)

    spots = {spot for spot in around.values() if spot.tag in (P, TR) and spot not in repeated}
    return {spot for spot in spots if all(delimits(paragraph, spot) for paragraph in spot.iter(P))}


def _cut_tags(found: Iterable[tuple[Node, list[Tag]]], inline: Collection[int]) -> dict[int, Node]:
    """Take the tags out of the text; put marks for values and for sections inside a paragraph in their place."""
    marks: dict[int, Node] = {}
    first = 0
    for paragraph, tags in found:
        elements, texts = (list(column) for column in zip(*_pieces(paragraph), strict=True))
        starts = [0, *accumulate(map(len, texts))]
        for number, tag in reversed(list(enumerate(tags, first))):
            if tag.kind == "print":
                marks[number] = _mark(PRINT, number)
            elif number in inline:
                marks[number] = _mark(_CLOSE if tag.kind == "close" else _OPEN, number)
            _cut(elements, texts, starts, tag, marks.get(number))
        first += len(tags)
    return marks


def _mark(name: str, number: int) -> Node:
    mark = etree.Element(name)
    mark.text = str(number)
    return mark


def _cut(
    elements: Sequence[Node], texts: list[str], starts: Sequence[int], tag: Tag, mark: Node | None
) -> None:
    """Take one tag out of the pieces of a paragraph's text; the tags after it are out already.

    The mark goes to where the tag begins, so that a value takes that run's format. Whatever else lies inside
    the tag (bookmarks, comment anchors, proofing marks) stays where it is.
    """
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
        element = elements[number]
        text = head if number == first else tail if number == last else ""
        if text:
            write_text(element, text)
        elif element.get(W + "type") not in ("page", "column"):
            run = element.getparent()
            run.remove(element)
            drop_if_hollow(run)


def write_text(element: Node, text: str) -> None:
    """Set the text, and see to it that Word keeps spaces at its ends."""
    element.text = text
    if text[0].isspace() or text[-1].isspace():
        element.set(SPACE, "preserve")


def drop_if_hollow(run: Node) -> None:
    """Remove a run that has nothing but properties left, and the hyperlink or insertion it leaves empty."""
    while run is not None and run.tag in _SPLITTABLE and all(child.tag in _PROPERTIES for child in run):
        parent = run.getparent()
        parent.remove(run)
        run = parent


def _place_around(
    around: Mapping[int, Node], vanishing: Collection[Node], tags: Sequence[Tag]
) -> dict[int, Node]:
    """Put the marks of longer sections beside their paragraphs and rows; what only delimits them vanishes."""
    spots: dict[Node, list[int]] = {}
    for number, spot in around.items():
        spots.setdefault(spot, []).append(number)
    marks: dict[int, Node] = {}
    for spot, numbers in spots.items():
        after = spot
        outside = spot in vanishing or spot.tag == P
        for number in numbers:
            closes = tags[number].kind == "close"
            marks[number] = _mark(_CLOSE if closes else _OPEN, number)
            if closes == outside:
                spot.addprevious(marks[number])
            else:
                after.addnext(marks[number])
                after = marks[number]
        if spot in vanishing and not _must_stay(spot):
            vanish(spot)
    return marks


def _must_stay(spot: Node) -> bool:
    return spot.find(SECTION_BREAK) is not None or next(spot.iter(COMMENT_MARK), None) is not None


def vanish(element: Node) -> None:
    """Remove a paragraph, row or table, but keep the ends of bookmarks and comments that lie in it."""
    for anchor in list(element.iter(*STARTS, *ENDS)):
        element.addprevious(anchor)
    element.getparent().remove(element)


def _wrap(opening: Node, closing: Node, name: str) -> bool:
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
    section = _mark(name, int(opening.text))
    opening.addprevious(section)
    section.extend(between)
    shared.remove(opening)
    shared.remove(closing)
    _keep_half_ranges(section)
    return True


def _surface(mark: Node, shared: Node) -> bool:
    """Split runs, hyperlinks and the like until the mark is a child of the shared ancestor."""
    while (parent := mark.getparent()) is not shared:
        if parent.tag not in _SPLITTABLE:
            return False
        split(parent, mark)
    return True


def split(element: Node, mark: Node) -> None:
    """Split an element at the mark, which comes to stand between its halves; an empty half goes."""
    rest = list(mark.itersiblings())
    element.addnext(mark)
    if rest:
        right = etree.Element(element.tag, element.attrib, element.nsmap)
        right.extend([deepcopy(child) for child in element if child.tag in _PROPERTIES])
        right.extend(rest)
        mark.addnext(right)
    if all(child.tag in _PROPERTIES for child in element):
        element.getparent().remove(element)


def _has_whole_fields(nodes: Iterable[Node]) -> bool:
    """Whether no field (page number, cross-reference) begins or ends outside."""
    depth = 0
    for node in nodes:
        for character in node.iter(W + "fldChar"):
            depth += {"begin": 1, "end": -1}.get(character.get(W + "fldCharType"), 0)
            if depth < 0:
                return False
    return depth == 0


def _keep_half_ranges(section: Node) -> None:
    """Move out the end of a bookmark or comment whose other end is outside: it must outlive the section."""
    nodes = list(section.iter(*STARTS, *ENDS))
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
        for mark in list(section.iter(COMMENT_MARK)) if section.tag == PHRASE else ():
            if node.tag == W + "commentRangeEnd" and mark.get(W + "id") == identity:
                after = mark.getparent()
                node.addnext(after)


def drop_if_blank(paragraph: Node) -> None:
    """Remove a paragraph that the filling left blank, unless Word needs one there."""
    parent = paragraph.getparent()
    if parent is None or read_text(paragraph).strip() or next(paragraph.iter(*MARKS), None) is not None:
        return
    if has_content(paragraph) or _must_stay(paragraph):
        return
    before, after = block_beside(paragraph, before=True), block_beside(paragraph)
    alone = before is None and after is None
    # Two tables that touch become one, and a cell or a body must not end with a table.
    holds_tables_apart = before == TBL and after in (TBL, None)
    if not alone and not holds_tables_apart:
        vanish(paragraph)


def has_content(paragraph: Node) -> bool:
    """Whether anything but text stands in the paragraph: a picture, a page break, a note, a field, a deletion."""
    if next(paragraph.iter(W + "fldSimple"), None) is not None:
        return True
    for run in paragraph.iter(R):
        for child in run:
            line_break = child.tag == BR and child.get(W + "type") not in ("page", "column")
            if child.tag not in _BLANK and child.tag != COMMENT_MARK and not line_break:
                return True
    return False


def block_beside(element: Node, *, before: bool = False) -> str | None:
    """Return what kind of paragraph, table or the like comes next, or None at the end of body or cell."""
    siblings = element.itersiblings(preceding=before)
    return next((sibling.tag for sibling in siblings if sibling.tag in BLOCKS), None)
