"""A tree with marks and a set of slots -> the filled tree. Writes into runs and paragraphs, knows no packages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from reportgen.model import Slot
from reportgen.word.package import Node, W
from reportgen.word.prepare import (
    BLOCK,
    BLOCKS,
    BR,
    COMMENT_MARK,
    ENDS,
    MARKS,
    PHRASE,
    PRINT,
    SECTION_BREAK,
    STARTS,
    TAB,
    TBL,
    TC,
    TR,
    W14,
    P,
    Prepared,
    R,
    T,
    block_beside,
    drop_if_blank,
    drop_if_hollow,
    has_content,
    split,
    vanish,
    write_text,
)
from reportgen.word.tags import Problem, Scope, Tag, check_name, enter, names_of

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

_BREAKS = re.compile("(\r\n|[\n\r\t])")


@dataclass(frozen=True, slots=True)
class _Filling:
    """What one filling gathers: problems met, and what to tidy when everything is written."""

    tags: list[Tag]
    draft: bool
    problems: dict[tuple[int, str], Problem] = field(default_factory=dict)
    values: list[list[Node]] = field(default_factory=list)  # the elements of each value of several lines
    paragraphs: dict[Node, None] = field(default_factory=dict)  # that may have become empty
    parents: dict[Node, None] = field(default_factory=dict)  # of blocks
    seams: list[Node] = field(default_factory=list)  # tables that may have come to follow a table


def check_names(prepared: Prepared, slots: Mapping[str, Slot]) -> list[Problem]:
    """Return a problem for each tag whose name or filter is not known where it stands."""
    lists = {name for slot in slots.values() for name in names_of(slot)}
    broken = any(problem.code in ("TPL002", "TPL004") for problem in prepared.problems)
    inside: dict[int, list[Scope]] = {}
    if not broken:
        scopes: dict[int, Scope] = {}
        for mark in prepared.root.iter(*MARKS):
            number = int(mark.text)
            around = [int(up.text) for up in mark.iterancestors(PHRASE, BLOCK)]
            inside[number] = [slots, *(scopes[up] for up in reversed(around))]
            tag = prepared.tags[number]
            scopes[number] = enter(tag.key, inside[number]) if tag.kind == "open" else {}
    named = [(n, tag) for n, tag in enumerate(prepared.tags) if tag.kind in ("print", "open", "inverted")]
    checked = (check_name(number, tag, inside.get(number, [slots, None]), lists) for number, tag in named)
    return [problem for problem in checked if problem]


def fill_prepared(prepared: Prepared, slots: Mapping[str, Slot], *, draft: bool = False) -> list[Problem]:
    """Fill the tree in place; in a draft, what is missing is shown in red instead of being a problem."""
    filling = _Filling(prepared.tags, draft)
    _fill([prepared.root], (slots,), filling)
    for value in filling.values:
        _make_paragraphs(value)
    for paragraph in filling.paragraphs:
        drop_if_blank(paragraph)
    for parent in filling.parents:
        _mend(parent)
    for table in filling.seams:
        # Word shows two tables that touch as one.
        if block_beside(table, before=True) == TBL:
            table.addprevious(etree.Element(P))
    return list(filling.problems.values())


def _fill(nodes: Iterable[Node], scopes: Sequence[Mapping[str, Slot]], filling: _Filling) -> None:
    gone: set[Node] = set()
    for mark in [mark for node in nodes for mark in node.iter(*MARKS)]:
        if mark in gone:
            continue
        number = int(mark.text)
        tag = filling.tags[number]
        slot = next((names[tag.key] for names in reversed(scopes) if tag.key in names), Slot(None, False))
        if mark.tag == PRINT:
            _print(mark, number, slot, filling)
            continue
        _note_surroundings(mark, filling)
        if tag.kind == "open" and slot.items is not None:
            gone.update(mark.iter(*MARKS))
            _repeat(mark, slot.items, scopes, filling)
        elif (bool(slot.items) if slot.items is not None else slot.truth) == (tag.kind == "open"):
            for child in list(mark):
                mark.addprevious(child)
        else:
            gone.update(mark.iter(*MARKS))
        parent = mark.getparent()
        parent.remove(mark)
        drop_if_hollow(parent)


def _note_surroundings(section: Node, filling: _Filling) -> None:
    """Remember what must be looked at when the section has been dropped, unwrapped or repeated."""
    if section.tag == PHRASE:
        filling.paragraphs[next(section.iterancestors(P))] = None
        return
    filling.parents[section.getparent()] = None
    beside = (section.getnext(), *section[:1])
    filling.seams.extend(node for node in beside if node is not None and node.tag == TBL)


def _repeat(
    section: Node,
    items: Iterable[Mapping[str, Slot]],
    scopes: Sequence[Mapping[str, Slot]],
    filling: _Filling,
) -> None:
    for turn, item in enumerate(items):
        children = list(deepcopy(section))
        if turn == 0:
            _strip_identities(section)
        for child in children:
            section.addprevious(child)
        if children and children[0].tag == TBL:
            filling.seams.append(children[0])
        _fill(children, (*scopes, item), filling)


def _strip_identities(element: Node) -> None:
    """Remove what may stand in a document only once: bookmarks, comments, identities."""
    for anchor in list(element.iter(*STARTS, *ENDS, COMMENT_MARK)):
        run = anchor.getparent()
        run.remove(anchor)
        drop_if_hollow(run)
    for identity in list(element.iter(W + "id")):
        identity.getparent().remove(identity)
    for paragraph in element.iter(P, TR):
        for name in ("paraId", "textId"):
            paragraph.attrib.pop(W14 + name, None)


def _print(mark: Node, number: int, slot: Slot, filling: _Filling) -> None:
    tag, value = filling.tags[number], slot.text
    if value is None:
        if filling.draft:
            _print_missing(mark, tag)
        else:
            fix = f"补齐数据，或用“{{{{#{tag.name}}}}}……{{{{/{tag.name}}}}}”把有数据才写的文字围起来"
            filling.problems[number, ""] = Problem("TPL005", number, f"标签“{tag.text}”没有可填的内容", fix)
        return
    if not value.strip():
        filling.paragraphs[next(mark.iterancestors(P))] = None
    try:
        if not value:
            run = mark.getparent()
            run.remove(mark)
            drop_if_hollow(run)
        elif _BREAKS.search(value):
            _print_lines(mark, value, filling)
        else:
            write_text(mark, value)
            mark.tag = T
    except ValueError:  # lxml refuses what XML cannot hold
        filling.problems[number, slot.source] = _cannot_hold(number, tag, slot)


def _print_missing(mark: Node, tag: Tag) -> None:
    """Print 【缺：name】 in a run of its own that keeps the format and adds red, bold and a highlight."""
    old = mark.getparent()
    run = etree.Element(R)
    run.extend([deepcopy(child) for child in old if child.tag == W + "rPr"])
    split(old, mark)
    mark.getparent().replace(mark, run)
    _alarm(run)
    etree.SubElement(run, T).text = f"【缺：{tag.key}】"


def make_alarm(text: str) -> Node:
    """Return a paragraph of red, bold and highlighted text."""
    paragraph = etree.Element(P, nsmap={"w": W[1:-1]})
    run = etree.SubElement(paragraph, R)
    etree.SubElement(run, T).text = text
    _alarm(run)
    return paragraph


def _alarm(run: Node) -> None:
    """Make a run red, bold and highlighted."""
    properties = run.find(W + "rPr")
    if properties is None:
        properties = etree.Element(W + "rPr")
        run.insert(0, properties)
    for name, value, followers in _ALARM:
        for old in properties.findall(W + name):
            properties.remove(old)
        following = {W + follower for follower in followers.split()}
        place = next((at for at, child in enumerate(properties) if child.tag in following), len(properties))
        properties.insert(place, etree.Element(W + name, {W + "val": value} if value else {}))


def _cannot_hold(number: int, tag: Tag, slot: Slot) -> Problem:
    bad = re.search("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", slot.text or "")
    code = f"（U+{ord(bad.group()):04X}）" if bad else ""
    source = f"，内容来自“{slot.source}”" if slot.source else ""
    message = f"标签“{tag.text}”的内容里有Word不能保存的字符{code}{source}"
    return Problem("TPL006", number, message, "在来源单元格里删去这个看不见的字符，重新收集后再生成")


def _print_lines(mark: Node, value: str, filling: _Filling) -> None:
    """Print a value with line breaks or tabs; whether its lines become paragraphs is decided at the end."""
    made = []
    for part in _BREAKS.split(value):
        if part:
            made.append(etree.Element({"\t": TAB}.get(part, BR) if _BREAKS.fullmatch(part) else T))
            if made[-1].tag == T:
                write_text(made[-1], part)
            mark.addprevious(made[-1])
    mark.getparent().remove(mark)
    filling.values.append(made)


def _make_paragraphs(value: Sequence[Node]) -> None:
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
        element.getparent().remove(element)
    pattern = deepcopy(paragraph)
    _strip_identities(pattern)
    copies = [paragraph, *(deepcopy(pattern) for _ in lines[1:])]
    for copy, line in zip(copies, lines, strict=True):
        hole = next(copy.iter(PRINT))
        for element in line:
            hole.addprevious(element)
        hole.getparent().remove(hole)
        section_break = copy.find(SECTION_BREAK)
        if section_break is not None and copy is not copies[-1]:
            section_break.getparent().remove(section_break)
    for copy in reversed(copies[1:]):
        paragraph.addnext(copy)


def _split_lines(value: Iterable[Node]) -> list[list[Node]]:
    lines: list[list[Node]] = [[]]
    for element in value:
        if element.tag == BR:
            lines.append([])
        else:
            lines[-1].append(element)
    return lines


def _mend(parent: Node) -> None:
    """Give back what Word needs: a paragraph in a cell and after a last table; a table without rows goes."""
    holder = next((up for up in (parent, *parent.iterancestors()) if up.tag in (TBL, TC)), parent)
    if holder.tag != TBL:
        blocks = [child for child in parent if child.tag in BLOCKS]
        if not blocks:
            parent.insert(1 if len(parent) and parent[0].tag == W + "tcPr" else 0, etree.Element(P))
        elif blocks[-1].tag == TBL:
            blocks[-1].addnext(etree.Element(P))
        return
    empty = next((up for up in (holder, parent.getparent()) if next(up.iter(TR), None) is None), None)
    if empty is not None and (above := empty.getparent()) is not None:
        vanish(empty)
        _mend(above)
