"""The grammar of tags in a template's text, which of them belong together, and which names are known.

Tags are Mustache's: `{{name}}`, `{{name | filter}}`, `{{#name}}…{{/name}}`, `{{^name}}…{{/name}}`, `{{! … }}`.
What a Chinese keyboard types counts too: `｛｛＃行政复议｝｝`. This module knows text only, nothing of Word.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from reportgen.expressions import expression
from reportgen.model import Place, Slot
from reportgen.plots import DRAWN, KINDS

Kind = Literal["print", "open", "inverted", "close", "comment", "malformed"]

# What is known inside a section: a slot that stands for the name in every turn, or None where there is no
# turn to take one from. A scope of None belongs to a section whose names cannot be known.
Scope = Mapping[str, Slot | None] | None

_NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag: what it asks for, how it is written, where it stands in its paragraph's text."""

    kind: Kind
    name: str
    filter: str
    start: int
    end: int
    text: str
    complaint: str = ""
    place: Place = _NOWHERE

    @property
    def key(self) -> str:
        """The name under which the slot is found: `name` or `name|filter`."""
        return f"{self.name}|{self.filter}" if self.filter else self.name


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with the tag of this number; its place is looked up when there is something to say."""

    code: str
    tag: int
    message: str
    fix: str


_BRACES = expression(r"[{｛]{2,}|([}｝]{2,})")
_BAR = expression(r"[|｜]")
_SIGILS: dict[str, Kind] = {
    "#": "open", "＃": "open", "^": "inverted", "＾": "inverted", "/": "close", "／": "close",
    "!": "comment", "！": "comment",
}  # fmt: skip
_UNSUPPORTED = "&＆>＞=＝"


def scan(text: str) -> list[Tag]:
    """Return the tags of one paragraph's text in order; one that cannot be read is `malformed`."""
    found = []
    braces = list(_BRACES.finditer(text))
    number = 0
    while number < len(braces):
        opening = braces[number]
        closing = braces[number + 1] if number + 1 < len(braces) else None
        number += 1
        if _closes(opening):
            found.append(_malformed(text, opening.start(), opening.end(), "“}}”前面没有“{{”"))
        elif closing is None or not _closes(closing):
            end = closing.start() if closing else len(text)
            found.append(_malformed(text, opening.start(), end, "有“{{”，同一段里没有“}}”"))
        else:
            number += 1
            triple = len(opening.group()) > 2
            end = closing.end() if triple else closing.start() + 2
            found.append(_read(text, opening.start(), end, closing.start(), triple))
            if not triple and len(closing.group()) >= 4:
                found.append(_malformed(text, end, closing.end(), "“}}”前面没有“{{”"))
    return found


def _closes(braces: re.Match[str]) -> bool:
    return bool(braces[1])


def _malformed(text: str, start: int, end: int, complaint: str) -> Tag:
    return Tag("malformed", "", "", start, end, text[start:end], complaint)


def _read(text: str, start: int, end: int, inner_end: int, triple: bool) -> Tag:
    """Read the tag that stands at start..end, whose content ends at inner_end."""
    if triple:
        return _malformed(text, start, end, "不支持三个以上的大括号")
    content = text[start + 2 : inner_end].strip()
    kind: Kind = "print"
    if content[:1] in _SIGILS:
        kind, content = _SIGILS[content[0]], content[1:].strip()
    elif content and content[0] in _UNSUPPORTED:
        return _malformed(text, start, end, f"不支持以“{content[0]}”开头的写法")
    if kind == "comment":
        return Tag(kind, "", "", start, end, text[start:end])
    name, *filters = (part.strip() for part in _BAR.split(content))
    if not name:
        return _malformed(text, start, end, "没有写名称")
    name = name.replace("．", ".").replace("。", ".")  # what a Chinese keyboard types for a dot
    if len(filters) > 1 or filters == [""]:
        return _malformed(text, start, end, "竖线后面应写一个显示方式")
    return Tag(kind, name, "".join(filters), start, end, text[start:end])


def pair(tags: Sequence[tuple[int, Tag]]) -> tuple[list[tuple[int, int]], list[Mistake]]:
    """Match opening and closing tags of one story (numbered tags in order), inner pairs before outer ones."""
    pairs: list[tuple[int, int]] = []
    mistakes: list[Mistake] = []
    open_tags: list[tuple[int, Tag]] = []
    for number, tag in tags:
        if tag.kind in ("open", "inverted"):
            open_tags.append((number, tag))
        elif tag.kind == "close":
            matching = [depth for depth, (_, opened) in enumerate(open_tags) if _matches(opened, tag)]
            if not matching:
                mistakes.append(_unopened(number, tag, open_tags))
                continue
            for crossed, opened in open_tags[matching[-1] + 1 :]:
                message = f"标签“{opened.text}”没有在“{tag.text}”之前结束"
                mistakes.append(Mistake("TPL002", crossed, message, f"在“{tag.text}”之前加上{_end(opened)}"))
            pairs.append((open_tags[matching[-1]][0], number))
            del open_tags[matching[-1] :]
    for number, opened in open_tags:
        message = f"标签“{opened.text}”没有结束"
        mistakes.append(Mistake("TPL002", number, message, f"在要保留或重复的内容后面加上{_end(opened)}"))
    return pairs, mistakes


def open_behind(tag: Tag, open_: Sequence[Tag]) -> list[Tag]:
    """Return the tags whose sections are open behind a tag, of those that are open before it, the innermost last."""
    if tag.kind in ("open", "inverted"):
        return [*open_, tag]
    same = [at for at, each in enumerate(open_) if each.name == tag.name] if tag.kind == "close" else []
    return list(open_[: same[-1]] if same else open_)


def _matches(opened: Tag, closing: Tag) -> bool:
    return opened.name == closing.name and closing.filter in ("", opened.filter)


def _unopened(number: int, tag: Tag, open_tags: Sequence[tuple[int, Tag]]) -> Mistake:
    similar = get_close_matches(tag.name, [opened.name for _, opened in open_tags], 1, 0.5)
    fix = (
        f"是不是“{{{{/{similar[0]}}}}}”？" if similar else f"在前面加上“{{{{#{tag.name}}}}}”，或删去这个标签"
    )
    return Mistake("TPL002", number, f"标签“{tag.text}”前面没有对应的开始标签", fix)


def _end(opened: Tag) -> str:
    return f"“{{{{/{opened.name}}}}}”"


def enter(key: str, scopes: Sequence[Scope]) -> Scope:
    """Return what is known inside `{{#key}}`; a section that is no list adds nothing."""
    for scope in reversed(scopes):
        if scope is not None and key in scope:
            slot = scope[key]
            return names_of(slot) if slot else None
    return None


def names_of(slot: Slot) -> Mapping[str, Slot | None]:
    """Return the names that a list's items know, each with a slot that stands for it where there is one."""
    names: dict[str, Slot | None] = dict.fromkeys(slot.fields)
    for item in slot.items or ():
        for key, value in item.items():
            if names.get(key) is None:
                names[key] = value
    return names


def check_name(number: int, tag: Tag, scopes: Sequence[Scope], lists: Collection[str]) -> Mistake | None:
    """Say what is wrong with the tag's name or filter; scopes are innermost last, all slots first.

    `lists` are the names that any list knows: inside a section that is itself unknown they all pass, so
    that one misspelt section is one finding.
    """
    inside = [lists if scope is None else scope for scope in scopes]
    if tag.filter in (*KINDS, DRAWN) and (reason := _undrawn(tag, scopes)):
        return Mistake("TPL026", number, f"“{tag.text}”{reason}", "")
    if any(tag.key in names for names in inside):
        return None
    known = dict.fromkeys(key for names in inside for key in names)
    names = dict.fromkeys(key.partition("|")[0] for key in known)
    if tag.name in names and tag.filter:
        filters = sorted({key.partition("|")[2] for key in known if "|" in key})
        own = [key.partition("|")[2] for key in known if key.startswith(f"{tag.name}|")]
        said = "、".join(f"“{name}”" for name in own or filters)
        fix = f"{'这个名称' if own else '已有'}的显示方式是{said}" if said else "删去竖线和后面的字"
        return Mistake("TPL007", number, f"标签“{tag.text}”的显示方式“{tag.filter}”不能用于这个名称", fix)
    similar = get_close_matches(tag.name, names, 3, 0.5)
    fix = (
        f"是不是{'或'.join(f'“{name}”' for name in similar)}？" if similar else "核对名称，或先增加这个数据项"
    )
    return Mistake("TPL001", number, f"标签“{tag.text}”没有这个名称", fix)


def _undrawn(tag: Tag, scopes: Sequence[Scope]) -> str:
    """Say why a chart's tag draws nothing; nothing where it does, or where its name is not known at all."""
    for scope in reversed(scopes):
        if scope and tag.key in scope:
            slot = scope[tag.key]
            return slot.plot.unfit if slot and slot.plot else ""
    known = any(scope and tag.name in scope for scope in scopes)
    return "不是写了 by 的清单，画不成图" if known else ""
