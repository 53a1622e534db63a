"""Parts of a Word file that are filled each by itself -> parts that fit each other, or why they do not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from reportgen.model import Finding
from reportgen.rules import finding
from reportgen.word import references as referring
from reportgen.word.elements import BLOCK, PHRASE, TBL, P, T, read_text, text_pieces
from reportgen.word.fields import find_fields
from reportgen.word.identities import BOOKMARK, LINK, make_unique
from reportgen.word.numbering import (
    Counted,
    automatic,
    forget_headings,
    headings,
    misnamed,
    renumber,
    replace_label,
    without_label,
)
from reportgen.word.out_of_reach import drop_marks
from reportgen.word.package import Package, W, parse
from reportgen.word.places import place_of
from reportgen.word.prepare import Prepared, number_of
from reportgen.word.references import Reference
from reportgen.word.running_heads import running_heads, without_text


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
    package: Package,
    templates: Mapping[str, etree._Element],
    prepared: Mapping[str, Prepared],
    filled: Mapping[str, etree._Element],
) -> Finished:
    """Count headings, drop, refresh and check references, repeat heads of tables, and make identities unique;
    raise NotWordError.

    `templates` are the parts as they were before they were filled.
    """
    roots = dict(filled)
    findings, gone = _count_headings(package, templates, prepared, filled)
    if any(b"bookmarkStart" in package.parts[name] for name in filled) or _refers(package):
        made, dangling = _settle_references(package, prepared, filled)
        roots |= made
        findings += dangling
    for name in package.find("正文") if gone else ():
        findings += _still_listed(package, name, templates[name], roots[name], gone)
    for name in package.printed:
        if "固定".encode() in package.parts[name]:
            root = roots[name] if name in roots else parse(name, package.parts[name])
            if drop_marks(root):
                roots[name] = root
    for root in roots.values():
        referring.forget_numbers(root)
        forget_headings(root)
        _repeat_heads(package, root)
    make_unique(roots.values(), (package.parts[name] for name in package.stories if name not in roots))
    return Finished(roots, findings)


def _repeat_heads(package: Package, root: etree._Element) -> None:
    if next(root.iter(TBL), None) is not None:
        from reportgen.word.table_heads import repeat_heads

        repeat_heads(package, root)


def _count_headings(
    package: Package,
    templates: Mapping[str, etree._Element],
    prepared: Mapping[str, Prepared],
    filled: Mapping[str, etree._Element],
) -> tuple[list[Finding], set[str]]:
    """Count the headings of the body anew; tell what names one that went, and which ones Word counts itself.

    The headings that went are returned as well.
    """
    findings: list[Finding] = []
    gone: set[str] = set()
    for name in [name for name in package.find("正文") if name in filled and name in prepared]:
        story, root = templates[name], filled[name]
        numbered = any(
            b"w:numPr" in content for part, content in package.parts.items() if part.endswith(".xml")
        )
        counted_by_word = automatic(package, story) if numbered else []
        if counted_by_word:
            message = f"{len(counted_by_word)}个标题用了自动编号，转成网页、文本时会丢，文字里写的“第几部分”也核对不了"
            findings.append(finding("TPL024", message, place_of(package, name, story, counted_by_word[0])))
        if b"SEQ" in _codes(package.parts[name]):
            referring.recount(story, root)
        counted = renumber(story, prepared[name].root, root)
        if counted.relabelled:
            _relabel_entries(root, story, counted)
        if counted.dropped or counted.relabelled:
            findings += _misnamed(package, name, story, root, counted)
            gone |= {f"{each.label}{each.title}" for each in counted.dropped}
    return findings, gone


def _relabel_entries(root: etree._Element, story: etree._Element, counted: Counted) -> None:
    """Put the new labels of headings into the entries of the table of contents."""
    labels = {each.index: each.label for each in headings(story)}
    tables = [each for each in find_fields(root) if each.keyword == "TOC"]
    entries = [each for each in referring.references(root) if referring.is_entry(each.paragraph, tables)]
    for bookmark in root.iter(BOOKMARK) if entries else ():
        paragraph = next(bookmark.iterancestors(P), None)
        index = int(paragraph.get("heading", "-1")) if paragraph is not None else -1
        if index in counted.relabelled:
            for each in entries:
                if bookmark.get(W + "name", "").lower() in each.names:
                    replace_label(each.paragraph, labels[index], counted.relabelled[index])


def _misnamed(
    package: Package, name: str, story: etree._Element, root: etree._Element, counted: Counted
) -> Iterator[Finding]:
    """The words of the template that name a heading which is not printed, or which has another number now."""
    typed = {paragraph: read_text(paragraph) for paragraph in story.iter(P)}
    templates = headings(story)
    told: set[str] = set()
    followed = {text for each in find_fields(root) for text in each.shown}
    followed.update(text for link in root.iter(LINK) for text in link.iter(T))
    for paragraph in root.iter(P):
        text = "".join(said for element, said in text_pieces(paragraph) if element not in followed)
        for said, heading in misnamed(without_label(text), counted, templates):
            where = next((each for each, own in typed.items() if said in own), None)
            if where is None or said in told:
                continue
            told.add(said)
            full = f"{heading.label}{heading.title}"
            new = counted.relabelled.get(heading.index)
            now = f"现在是“{new}{heading.title}”" if new else "没有印"
            yield finding("TPL023", f"“{said}”指的“{full}”{now}", place_of(package, name, story, where))


def _still_listed(
    package: Package, name: str, story: etree._Element, root: etree._Element, gone: set[str]
) -> Iterator[Finding]:
    """The lines of a typed table of contents whose headings are not printed."""
    left = {_entry(read_text(paragraph)) for paragraph in root.iter(P)} & gone
    for paragraph in story.iter(P) if left else ():
        said = read_text(paragraph).strip()
        if (entry := _entry(said)) in left and entry != said:
            message = f"目录里还有“{entry}”，可这一部分没有印"
            fix = "用 Word 自带的目录（引用→目录），去掉的标题会一起去掉；打字的目录，把这一行也放进那一部分的标签里"
            yield finding("TPL022", message, place_of(package, name, story, paragraph), fix=fix)


def _entry(text: str) -> str:
    """Return a line of a table of contents without its dots and page."""
    return re.sub(r"[\s.…·．]*[0-9]+\s*$", "", text).strip()


def _settle_references(
    package: Package, prepared: Mapping[str, Prepared], filled: Mapping[str, etree._Element]
) -> tuple[dict[str, etree._Element], list[Finding]]:
    """Return the parts whose references changed, filled or not, and the references that lead nowhere."""
    findings: list[Finding] = []
    roots: dict[str, etree._Element] = {}
    names = package.printed
    stories = {name: parse(name, package.parts[name]) for name in names}
    others = {name: parse(name, package.parts[name]) for name in names if name not in filled}
    for root in others.values():
        referring.number_references(root)
    all_ = {name: filled[name] if name in filled else others[name] for name in names}
    there, printed = referring.bookmarked(stories.values()), referring.bookmarked(all_.values())
    targets = _Targets(there, referring.gone(there, printed), printed)
    for name, root in all_.items():
        if referring.drop_entries(root, targets.lost) | referring.refresh(root, printed):
            roots[name] = root
        for each in _dangling(root, targets):
            paragraph = referring.find_reference(stories[name], each.number)
            message, fix = _say(each, targets, prepared)
            place = place_of(package, name, stories[name], paragraph)
            findings.append(finding("TPL022", message, place, fix=fix))
    body, *_ = package.find("正文")
    gone = without_text(package, stories[body], all_[body])
    for name, root in all_.items() if gone else ():
        for field_ in running_heads(root, gone):
            number = int(field_.start.get("reference", "-1"))
            place = place_of(package, name, stories[name], referring.find_reference(stories[name], number))
            message = f"这里重复样式“{field_.words[1]}”的文字（现在显示“{field_.text}”），可用这个样式的一段都没有印"
            fix = "改成重复一定会印的标题的样式，或直接打字"
            findings.append(finding("TPL022", message, place, fix=fix))
    return roots, findings


def _refers(package: Package) -> bool:
    """Whether any part that is printed may refer to a bookmark; one that has no bookmark itself may refer to nothing."""
    contents = [package.parts[name] for name in package.printed]
    return any(b"w:anchor=" in each or b"REF" in _codes(each) for each in contents)


def _codes(content: bytes) -> bytes:
    """Return the instructions of a part's fields, which Word may cut anywhere, one after another."""
    return b"".join(
        a + b for a, b in re.findall(rb"<w:instrText[^>]*>([^<]*)<|w:instr=(['\"][^'\"]*)", content)
    )


def _dangling(root: etree._Element, targets: _Targets) -> Iterator[Reference]:
    """The references to what is not printed, one for each paragraph and target."""
    tables = [each for each in find_fields(root) if each.keyword == "TOC"]
    told = set()
    for each in referring.references(root):
        of_contents = each.element.tag == LINK and referring.is_entry(each.paragraph, tables)
        target = each.names[0] if of_contents else each.target
        lost = next((name for name in each.names if name in targets.lost), "")
        astray = target if target and target not in {*targets.there, *targets.printed} else ""
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
