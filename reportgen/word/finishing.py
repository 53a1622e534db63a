"""Parts of a Word file that are filled each by itself -> parts that fit each other, or why they do not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from reportgen.model import Finding
from reportgen.rules import finding
from reportgen.word import references as referring
from reportgen.word.elements import BLOCK, PHRASE
from reportgen.word.fields import find_fields
from reportgen.word.identities import BOOKMARK, LINK, make_unique
from reportgen.word.out_of_reach import drop_marks
from reportgen.word.package import Package, W, parse
from reportgen.word.places import place_of
from reportgen.word.prepare import Prepared, number_of
from reportgen.word.references import Reference

_PRINTED = ("正文", "页眉", "页脚", "脚注", "尾注")


@dataclass(frozen=True)
class Finished:
    """The parts that are to be written, and what is wrong with them."""

    roots: Mapping[str, etree._Element]
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True)
class _Targets:
    """The bookmarks that a template has, those that went with their parts, and the texts of those that are printed."""

    there: Mapping[str, str]
    lost: Mapping[str, str]
    printed: Mapping[str, str]


def finish(
    package: Package, prepared: Mapping[str, Prepared], filled: Mapping[str, etree._Element]
) -> Finished:
    """Drop, refresh and check references, and make identities unique; raise NotWordError."""
    roots = dict(filled)
    findings: list[Finding] = []
    if any(b"bookmarkStart" in package.parts[name] for name in filled) or _refers(package):
        names = [name for label in _PRINTED for name in package.find(label)]
        stories = {name: parse(name, package.parts[name]) for name in names}
        others = {name: parse(name, package.parts[name]) for name in names if name not in filled}
        for root in others.values():
            referring.number_references(root)
        all_ = {name: roots[name] if name in roots else others[name] for name in names}
        there, printed = referring.bookmarked(stories.values()), referring.bookmarked(all_.values())
        targets = _Targets(there, referring.gone(there, printed), printed)
        for name, root in all_.items():
            changed = referring.drop_entries(root, targets.lost) | referring.refresh(root, printed)
            for each in _dangling(root, targets):
                paragraph = referring.find_reference(stories[name], each.number)
                message, fix = _say(each, targets, prepared)
                place = place_of(package, name, stories[name], paragraph)
                findings.append(finding("TPL022", message, place, fix=fix))
            if changed or name in filled:
                roots[name] = root
    for name in [name for label in _PRINTED for name in package.find(label)]:
        if "固定".encode() in package.parts[name]:
            root = roots[name] if name in roots else parse(name, package.parts[name])
            if drop_marks(root):
                roots[name] = root
    for root in roots.values():
        referring.forget_numbers(root)
    make_unique(roots.values(), (package.parts[name] for name in package.stories if name not in roots))
    return Finished(roots, findings)


def _refers(package: Package) -> bool:
    signs = (b"w:fldSimple", b"w:instrText", b"w:anchor=")
    return any(
        sign in package.parts[name] for label in _PRINTED for name in package.find(label) for sign in signs
    )


def _dangling(root: etree._Element, targets: _Targets) -> Iterator[Reference]:
    """The references to what is not printed, one for each paragraph and target."""
    tables = [each for each in find_fields(root) if each.keyword == "TOC"]
    told = set()
    for each in referring.references(root):
        of_contents = each.element.tag == LINK and referring.is_entry(each.paragraph, tables)
        target = each.names[0] if of_contents else each.target
        lost = next((name for name in each.names if name in targets.lost), "")
        astray = target if target and target not in targets.there else ""
        if (lost or astray) and (each.paragraph, lost or astray) not in told:
            told.add((each.paragraph, lost or astray))
            yield each


def _say(each: Reference, targets: _Targets, prepared: Mapping[str, Prepared]) -> tuple[str, str]:
    """Say what is wrong with a reference, and how it is mended."""
    shown = each.shown.strip() or " ".join(each.element.itertext()).strip()
    lost = next((name for name in each.names if name in targets.lost), "")
    if not lost:
        return (
            f"“{shown}”引用的地方在模板里没有",
            "在 Word 里全选后按 F9 更新域；还报错的，重新插入这处交叉引用",
        )
    heading = targets.lost[lost]
    what = f"“{heading[:30]}”" if heading else "的那一部分"
    section = next((said for part in prepared.values() if (said := _section(part, lost))), "")
    fix = f"把这处引用也放进 {section} 里面" if section else "改成引用会印出来的部分，或删去这处引用"
    return f"这里引用{what}（现在显示“{shown}”），可那一部分没有印", fix


def _section(part: Prepared, name: str) -> str:
    """Return the tags of the section in which a bookmark stands, or nothing."""
    for bookmark in part.root.iter(BOOKMARK):
        section = next(bookmark.iterancestors(BLOCK, PHRASE), None)
        if section is not None and bookmark.get(W + "name", "").lower() == name:
            tag = part.tags[number_of(section)]
            return f"{tag.text}……{{{{/{tag.name}}}}}"
    return ""
