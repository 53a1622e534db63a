"""A prepared part and slots -> which names are known where each of its tags stands, and the tags whose names are not."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from reportgen.model import Slot
from reportgen.word.elements import BLOCK, MARKS, PHRASE
from reportgen.word.merges import LABEL
from reportgen.word.prepare import Prepared, number_of
from reportgen.word.tags import Mistake, Scope, Tag, check_name, enter, names_of


def check_names(prepared: Prepared, slots: Mapping[str, Slot]) -> list[Mistake]:
    """Return a mistake for each tag whose name or filter is not known where it stands."""
    lists = {name for slot in slots.values() if slot.fields or slot.items for name in names_of(slot)}
    inside = _scopes(prepared, slots)
    named = [(n, tag) for n, tag in enumerate(prepared.tags) if tag.kind in ("print", "open", "inverted")]
    checked = (check_name(number, tag, inside.get(number, [slots, None]), lists) for number, tag in named)
    labels = {number_of(mark) for label in prepared.root.iter(LABEL) for mark in label.iter(*MARKS)}
    return [
        _differs_by_row(mistake, prepared.tags[mistake.tag])
        if mistake.tag in labels and prepared.tags[mistake.tag].key in lists
        else mistake
        for mistake in checked
        if mistake
    ]


def _differs_by_row(mistake: Mistake, tag: Tag) -> Mistake:
    message = f"标签“{tag.text}”在合并的格里，它的内容却一行一个样，合并成的一格只能印一个"
    return Mistake("TPL004", mistake.tag, message, "把标签移到没有合并的列里，或者把这一列拆开，每行一格")


def _scopes(prepared: Prepared, slots: Mapping[str, Slot]) -> dict[int, list[Scope]]:
    """Return what is known where each tag stands, innermost last; nothing where the sections do not fit."""
    if any(mistake.code in ("TPL002", "TPL004") for mistake in prepared.mistakes):
        return {}
    inside: dict[int, list[Scope]] = {}
    entered: dict[int, Scope] = {}
    for mark in prepared.root.iter(*MARKS):
        number = number_of(mark)
        around = [number_of(up) for up in mark.iterancestors(PHRASE, BLOCK)]
        inside[number] = [slots, *(entered[up] for up in reversed(around))]
        tag = prepared.tags[number]
        entered[number] = enter(tag.key, inside[number]) if tag.kind == "open" else {}
    return inside


def known_at(prepared: Prepared, slots: Mapping[str, Slot], element: etree._Element) -> list[Scope]:
    """Return what is known where an element of the tree stands, innermost last."""
    section = next(element.iterancestors(PHRASE, BLOCK), None)
    around = [] if section is None else _scopes(prepared, slots).get(number_of(section), [])
    if section is None or not around:
        return [slots]
    tag = prepared.tags[number_of(section)]
    return [*around, enter(tag.key, around) if tag.kind == "open" else {}]
