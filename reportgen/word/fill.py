"""A tree with marks and a set of slots -> a filled copy. Writes into runs and paragraphs, knows no packages."""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from itertools import islice
from typing import NamedTuple

from lxml import etree

from reportgen.expressions import expression
from reportgen.model import Slot
from reportgen.word.column_loops import widen
from reportgen.word.elements import (
    BLOCK,
    BLOCKS,
    BR,
    MARKS,
    PHRASE,
    PRINT,
    SECTION_BREAK,
    SHOWN,
    TAB,
    TBL,
    TC,
    TR,
    P,
    R,
    T,
    block_beside,
    drop_if_blank,
    drop_if_hollow,
    has_content,
    hint_chinese,
    parent_of,
    properties_of,
    remove,
    remove_from_run,
    split,
    vanish,
    write_text,
)
from reportgen.word.identities import rename_bookmarks, strip
from reportgen.word.merges import MERGED, mend, merge_equal
from reportgen.word.package import W
from reportgen.word.prepare import Prepared, number_of
from reportgen.word.seams import Edge, Mended, has_edge, join
from reportgen.word.sections import keep_breaks
from reportgen.word.tags import Mistake, Tag

# The properties that may follow bold, colour and highlight in w:rPr, whose order Word's schema fixes.
_AFTER_HIGHLIGHT = (
    "u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath rPrChange"
)
_AFTER_COLOR = "spacing w kern position sz szCs highlight " + _AFTER_HIGHLIGHT
_AFTER_BOLD = (
    "bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish webHidden "
    "color " + _AFTER_COLOR
)
_ALARM = (
    ("b", None, _AFTER_BOLD),
    ("color", "FF0000", _AFTER_COLOR),
    ("highlight", "yellow", _AFTER_HIGHLIGHT),
)

BREAKS = expression("(\r\n|[\n\r\t])")
# in a Latin font they are narrow, or missing
_OF_BOTH_SCRIPTS = frozenset("“”‘’—–…·×÷±°§→←↑↓①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ")
_Element = tuple[etree._Element, Slot]  # with what it prints
_UNKNOWN = Slot(None, False)


class Written(NamedTuple):
    """The text of a value that has been printed, its slot, and the name in its tag."""

    element: etree._Element
    slot: Slot
    name: str


class Filled(NamedTuple):
    """A filled tree, what was wrong, the values of one line that stand in it, in the order of writing, and what is known
    where a chart stands that was repeated.
    """

    root: etree._Element
    mistakes: list[Mistake]
    written: list[Written]
    known: Mapping[etree._Element, Mapping[str, Slot]]


def fill(prepared: Prepared, slots: Mapping[str, Slot], *, draft: bool = False) -> Filled:
    """Return a filled copy of the tree; in a draft, what is missing is shown in red instead of being a mistake."""
    root = deepcopy(prepared.root.getroottree()).getroot()
    filling = _Filling(root, prepared.tags, draft)
    filling.write([root], (slots,))
    filling.tidy()
    return Filled(root, list(filling.mistakes.values()), filling.written, filling.known)


class _Filling:
    """One filling of a tree: the mistakes met, and what to tidy when everything is written."""

    def __init__(self, root: etree._Element, tags: Sequence[Tag], draft: bool) -> None:
        self.root, self.tags, self.draft = root, tags, draft
        self.copies = 0  # of parts that are repeated
        self.has_charts = next(root.iter(SHOWN), None) is not None
        self.known: dict[etree._Element, Mapping[str, Slot]] = {}  # where a chart was repeated
        self.mistakes: dict[tuple[int, str], Mistake] = {}
        self.values: list[list[_Element]] = []  # the elements of each value of several lines or pieces
        self.paragraphs: dict[etree._Element, None] = {}  # that may have become empty
        self.parents: dict[etree._Element, None] = {}  # of blocks
        self.written: list[Written] = []
        self.edges: list[Edge] = []  # the values that begin or end with a mark
        self.alike: list[etree._Element] = []  # the cells to merge where they say the same
        self.seams: list[etree._Element] = []  # tables that may have come to follow a table

    def write(self, nodes: Iterable[etree._Element], scopes: Sequence[Mapping[str, Slot]]) -> None:
        """Write the values of all marks in the nodes; keep, drop or repeat their sections."""
        gone: set[etree._Element] = set()
        for mark in [mark for node in nodes for mark in node.iter(*MARKS)]:
            if mark in gone:
                continue
            number = number_of(mark)
            tag = self.tags[number]
            slot = next((names[tag.key] for names in reversed(scopes) if tag.key in names), _UNKNOWN)
            if mark.tag == PRINT:
                self._print(mark, number, slot)
                continue
            self._note_surroundings(mark)
            if tag.kind == "open" and slot.items is not None:
                gone.update(mark.iter(*MARKS))
                self._repeat(mark, slot.items, scopes)
            elif _is_kept(tag, slot):
                for child in list(mark):
                    mark.addprevious(child)
            else:
                gone.update(mark.iter(*MARKS))
            if mark.tag == BLOCK and not _is_kept(tag, slot):
                keep_breaks(mark)
            parent = parent_of(mark)
            parent.remove(mark)
            drop_if_hollow(parent)

    def tidy(self) -> None:
        """Give lines paragraphs of their own, and mend what sections that went have left behind."""
        for value in self.values:
            _make_paragraphs([element for element, _ in value])
        for each in join(self.edges):
            self.mistakes[each.tag, f"{each.source} {each.value}"] = _printed_once(self.tags[each.tag], each)
        for paragraph in self.paragraphs:
            drop_if_blank(paragraph)
        mend(self.root)
        merge_equal(dict.fromkeys(self.alike))
        widen(self.root)
        for parent in self.parents:
            _mend(parent)
        for table in self.seams:
            # Word shows two tables that touch as one.
            if block_beside(table, before=True) == TBL:
                table.addprevious(etree.Element(P))

    def _print(self, mark: etree._Element, number: int, slot: Slot) -> None:
        tag, value = self.tags[number], slot.text
        if value is None:
            if self.draft:
                _print_missing(mark, tag)
            else:
                self.mistakes[number, ""] = _nothing_to_fill(number, tag)
            return
        if not value.strip():
            self.paragraphs[next(mark.iterancestors(P))] = None
        if is_mixed(value) and parent_of(mark).tag == R:
            hint_chinese(parent_of(mark))
        try:
            if not value:
                remove_from_run(mark)
            elif slot.quotes or BREAKS.search(value):
                self.values.append(_print_pieces(mark, _pieces(slot)))
                self._note(number, slot, self.values[-1])
            else:
                write_text(mark, value)
                mark.tag = T
                self._note(number, slot, [(mark, slot)])
        except ValueError:  # lxml refuses what XML cannot hold
            self.mistakes[number, slot.source] = _cannot_hold(number, tag, slot)

    def _note(self, number: int, slot: Slot, written: Sequence[_Element]) -> None:
        """Remember what was written, and a text whose own mark may meet one of the template."""
        if self.tags[number].filter == MERGED:
            self.alike.extend(islice(written[0][0].iterancestors(TC), 1))
        self.written += [Written(each, own, self.tags[number].name) for each, own in written if each.tag == T]
        first, last = written[0][0], written[-1][0]
        if has_edge(slot.text or "") and first.tag == last.tag == T:
            self.edges.append(Edge(number, slot.source, first, last))

    def _note_surroundings(self, section: etree._Element) -> None:
        """Remember what must be looked at when the section has been dropped, unwrapped or repeated."""
        if section.tag == PHRASE:
            self.paragraphs[next(section.iterancestors(P))] = None
            return
        self.parents[parent_of(section)] = None
        beside = (section.getnext(), *section[:1])
        self.seams.extend(node for node in beside if node is not None and node.tag == TBL)

    def _repeat(
        self,
        section: etree._Element,
        items: Iterable[Mapping[str, Slot]],
        scopes: Sequence[Mapping[str, Slot]],
    ) -> None:
        for turn, item in enumerate(items):
            children = list(deepcopy(section))
            if turn == 0:
                strip(section)
            else:
                self.copies += 1
                rename_bookmarks(children, f"_c{self.copies}")
            for child in children:
                section.addprevious(child)
            if children and children[0].tag == TBL:
                self.seams.append(children[0])
            for each in [each for child in children for each in child.iter(SHOWN)] if self.has_charts else ():
                self.known[each] = ChainMap(*map(dict, (item, *reversed(scopes))))
            self.write(children, (*scopes, item))


def is_mixed(text: str) -> bool:
    """Whether a text has Chinese characters, and signs that a Latin font prints, too."""
    return not _OF_BOTH_SCRIPTS.isdisjoint(text) and any("㐀" <= each <= "鿿" for each in text)


def _is_kept(tag: Tag, slot: Slot) -> bool:
    """Whether a section's content is printed, once or several times."""
    truth = bool(slot.items) if slot.items is not None else slot.truth
    return truth == (tag.kind == "open")


def _nothing_to_fill(number: int, tag: Tag) -> Mistake:
    fix = f"补齐数据，或用“{{{{#{tag.name}}}}}……{{{{/{tag.name}}}}}”把有数据才写的文字围起来"
    return Mistake("TPL005", number, f"标签“{tag.text}”没有可填的内容", fix)


def _cannot_hold(number: int, tag: Tag, slot: Slot) -> Mistake:
    bad = re.search("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", slot.text or "")
    code = f"（U+{ord(bad.group()):04X}）" if bad else ""
    source = f"，内容来自“{slot.source}”" if slot.source else ""
    message = f"标签“{tag.text}”的内容里有Word不能保存的字符{code}{source}"
    return Mistake("TPL006", number, message, "在来源单元格里删去这个看不见的字符，重新收集后再生成")


def _printed_once(tag: Tag, seam: Mended) -> Mistake:
    source = f"，内容来自“{seam.source}”" if seam.source else ""
    message = f"标签“{tag.text}”的内容带了“{seam.value}”，模板里已经有“{seam.template}”，只印了一个{source}"
    return Mistake("TPL014", seam.tag, message, "删去内容里的标点，或删去模板里标签旁边的标点")


def _print_missing(mark: etree._Element, tag: Tag) -> None:
    """Print 【缺：name】 in a run of its own that keeps the format and adds red, bold and a highlight."""
    old = parent_of(mark)
    run = etree.Element(R)
    run.extend([deepcopy(child) for child in old if child.tag == W + "rPr"])
    split(old, mark)
    parent_of(mark).replace(mark, run)
    _alarm(run)
    etree.SubElement(run, T).text = f"【缺：{tag.key}】"


def _alarm(run: etree._Element) -> None:
    """Make a run red, bold and highlighted."""
    properties = properties_of(run)
    for name, value, followers in _ALARM:
        for old in properties.findall(W + name):
            properties.remove(old)
        following = {W + follower for follower in followers.split()}
        place = next((at for at, child in enumerate(properties) if child.tag in following), len(properties))
        properties.insert(place, etree.Element(W + name, {W + "val": value} if value else {}))


def _pieces(slot: Slot) -> list[Slot]:
    """A text that quotes figures, piece by piece: each figure is one, and what stands between them."""
    text, pieces, end = slot.text or "", list[Slot](), 0
    for each in slot.quotes:
        pieces.append(slot._replace(text=text[end : each.start]))
        pieces.append(slot._replace(text=text[each.start : each.end], figure=each.figure))
        end = each.end
    pieces.append(slot._replace(text=text[end:]))
    return [each._replace(quotes=()) for each in pieces if each.text]


def _print_pieces(mark: etree._Element, pieces: Iterable[Slot]) -> list[_Element]:
    """Print values with line breaks or tabs, a text each; whether lines become paragraphs is decided at the end."""
    made = []
    for piece in pieces:
        for part in filter(None, BREAKS.split(piece.text or "")):
            element = etree.Element({"\t": TAB}.get(part, BR) if BREAKS.fullmatch(part) else T)
            if element.tag == T:
                write_text(element, part)
            mark.addprevious(element)
            made.append((element, piece))
    remove(mark)
    return made


def _make_paragraphs(value: Sequence[etree._Element]) -> None:
    """Give each line of a value that has a paragraph to itself a paragraph; blank lines go."""
    paragraph = next((up for up in value[0].iterancestors(P)), None)
    if paragraph is None or has_content(paragraph):
        return
    ours = set(value)
    if any(text not in ours and (text.text or "").strip() for text in paragraph.iter(T)):
        return
    lines = [line for line in _split_lines(value) if any((element.text or "").strip() for element in line)]
    if not lines:
        return
    value[0].addprevious(etree.Element(PRINT))
    for element in value:
        remove(element)
    pattern = deepcopy(paragraph)
    strip(pattern)
    others = [deepcopy(pattern) for _ in lines[1:]]
    copies = [paragraph, *others]
    for copy, line in zip(copies, lines, strict=True):
        hole = next(copy.iter(PRINT))
        for element in line:
            hole.addprevious(element)
        remove(hole)
        section_break = copy.find(SECTION_BREAK)
        if section_break is not None and copy is not copies[-1]:
            remove(section_break)
    for copy in reversed(others):
        paragraph.addnext(copy)


def _split_lines(value: Iterable[etree._Element]) -> list[list[etree._Element]]:
    lines: list[list[etree._Element]] = [[]]
    for element in value:
        if element.tag == BR:
            lines.append([])
        else:
            lines[-1].append(element)
    return lines


def _mend(parent: etree._Element) -> None:
    """Give back what Word needs: a paragraph in a cell and after a last table; a table without rows goes."""
    holder = next((up for up in (parent, *parent.iterancestors()) if up.tag in (TBL, TC)), parent)
    if holder.tag != TBL:
        blocks = [child for child in parent if child.tag in BLOCKS]
        if not blocks:
            parent.insert(1 if len(parent) and parent[0].tag == W + "tcPr" else 0, etree.Element(P))
        elif blocks[-1].tag == TBL:
            blocks[-1].addnext(etree.Element(P))
        return
    around = (up for up in (holder, parent.getparent()) if up is not None)
    empty = next((up for up in around if next(up.iter(TR), None) is None), None)
    if empty is not None and (above := empty.getparent()) is not None:
        vanish(empty)
        _mend(above)
