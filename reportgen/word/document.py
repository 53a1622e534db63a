"""A Word template and slots -> a Word file, or findings with places that a Word user can find.

How tags in a part's XML become marks is `prepare`'s business, and how marks become text `fill`'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from reportgen.model import Finding, Place, Slot, count_errors
from reportgen.plots import Plot
from reportgen.rules import finding
from reportgen.word import charts_if_any as charting
from reportgen.word.elements import MC, P, R, T, parent_of, read_text
from reportgen.word.fill import Filled, fill
from reportgen.word.finishing import finish
from reportgen.word.footnotes import extract, inline
from reportgen.word.manifest import Manifest, add, figures_of, remove
from reportgen.word.marks import mark, unmarked
from reportgen.word.numbering import mark_headings
from reportgen.word.out_of_reach import out_of_reach
from reportgen.word.package import PRINTED, NotWordError, Package, W, parse, serialise, unpack
from reportgen.word.places import locate, read_styles, style_of
from reportgen.word.prepare import Prepared, prepare
from reportgen.word.references import number_references
from reportgen.word.scopes import check_names
from reportgen.word.tags import Mistake, Tag
from reportgen.workbook.zipped import pack

if TYPE_CHECKING:
    from reportgen.word.charts import Chart
    from reportgen.word.passages import Passage
    from reportgen.word.placed_charts import New, Settled
    from reportgen.word.printed_pieces import PrintedPassage
    from reportgen.word.revisions import Unsettled
    from reportgen.word.shapes import Shaped
    from reportgen.word.stored_pieces import Shelf

_SIGNED = ("报告.署名", "报告.成文日期", "报告.印章")
_DATED = ("报告.年度", "报告.期间")
_TITLE = "{http://purl.org/dc/elements/1.1/}title"


class _Made(NamedTuple):
    """What a filling has come to: its parts, what was wrong, and the charts in the place of tags and those that were drawn."""

    roots: Mapping[str, etree._Element]
    findings: list[Finding]
    new: Sequence[New] = ()
    settled: Settled | None = None

    @property
    def plots(self) -> list[Plot]:
        """What all its charts show."""
        drawn = self.settled.drawn if self.settled else ()
        return [*(each.plot for each in self.new), *(each.plot for each in drawn)]


@dataclass(frozen=True, eq=False)
class Template:
    """A Word template, read once; it can be checked and filled as often as asked."""

    package: Package
    stories: Mapping[str, etree._Element]  # as they are stored: the properties, and what else may hold tags

    @classmethod
    def load(cls, content: bytes) -> Template:
        """Read a template; raise NotWordError."""
        package = remove(unmarked(unpack(content)))
        stories = {
            name: _parse_story(package, name) for name in package.stories if _may_hold_tags(package, name)
        }
        body, *_ = package.find("正文")
        root = stories[body] if body in stories else parse(body, package.parts[body])
        if root.find(W + "body") is None:
            raise NotWordError("模板里没有正文，不像是正常的Word文件")
        inline(package, stories)  # which raises where the notes cannot be read
        return cls(package, stories)

    @property
    def tags(self) -> list[Tag]:
        """Every tag of every part in order; where each stands is looked up only when something is wrong."""
        told = [tag for part in self._prepared.values() for tag in part.tags if tag.kind != "malformed"]
        return [*told, *charting.tags_of(self._charts)]

    @cached_property
    def passages(self) -> list[Passage]:
        """Every paragraph that is printed, in the order of the parts, and the words of diagrams; raise NotWordError."""
        from reportgen.word.passages import passages

        return passages(self.package, self._printed)

    @property
    def unfilled(self) -> list[tuple[str, str]]:
        """What other programs should have filled, each with the part: merge fields, content controls that show a prompt,
        descriptions of pictures; raise NotWordError.
        """
        from reportgen.word.leftovers import fields

        return [(self.package.label(name), said) for name, said in fields(self.package, self._printed)]

    @property
    def unsettled(self) -> list[Unsettled]:
        """The tracked changes and comments, which an issued report must not have; raise NotWordError."""
        from reportgen.word.revisions import unsettled

        return unsettled(self.package, self._printed)

    def places(self, wanted: Iterable[Passage]) -> dict[Passage, str]:
        """Return where a person finds these passages in Word; raise NotWordError."""
        from reportgen.word.passages import places

        return places(self.package, wanted)

    @cached_property
    def lines(self) -> list[str]:
        """The texts of the paragraphs that may hold tags, with their tags."""
        return [text for story in self.stories.values() for p in story.iter(P) if (text := read_text(p))]

    def check(self, slots: Mapping[str, Slot]) -> list[Finding]:
        """Return what is wrong with the tags, whatever the slots hold."""
        mistakes = {
            name: [*part.mistakes, *check_names(part, slots), *charting.alone(part)]
            for name, part in self._prepared.items()
        }
        args = self.package, self._printed, self._prepared, self._charts, slots
        drawn = charting.check(*args) if self._charts else []
        return [*self._tell(mistakes), *drawn, *self._out_of_reach]

    def fill(
        self, slots: Mapping[str, Slot], *, draft: str | None = None, manifest: Manifest | None = None
    ) -> tuple[bytes | None, list[Finding]]:
        """Fill the tags from the slots; on any error there is no document, and warnings come with it.

        The whole template is checked before. A draft shows its text in red at the top and in every page's header, and
        what is missing as 【缺：name】. With a manifest, which is completed, each figure is marked.
        """
        shaped = None if draft is not None else self._shaped(slots, manifest)
        if shaped and (stored := self._shelf.find(shaped, marked=manifest is not None)):
            return stored.join(slots, shaped, manifest), []
        if wrong := self.check(slots):
            return None, wrong
        filled = {name: fill(part, slots, draft=draft is not None) for name, part in self._prepared.items()}
        told = self._tell({name: each.mistakes for name, each in filled.items()})
        if count_errors(told):
            return None, told
        finished = self._finish(filled, slots, draft=draft is not None)
        if count_errors(finished.findings):
            return None, finished.findings
        report = pack(self._parts(finished, filled, manifest))
        told += finished.findings
        if shaped and not told:
            self._keep(shaped, slots, manifest, report)
        return (report, told) if draft is None else _draft(report, draft, told)

    def _shaped(self, slots: Mapping[str, Slot], manifest: Manifest | None) -> Shaped | None:
        """The shape of slots, once a template is filled again: most are filled once in a process."""
        if "_shelf" in vars(self):
            return self._shelf.shape(slots)
        first = vars(self).setdefault("_first", (slots, manifest is not None))
        if first[0] is slots:
            return None
        del vars(self)["_first"]
        if shaped := self._shelf.shape(first[0]):
            self._shelf.is_due(shaped, marked=first[1])  # the next time
        return self._shelf.shape(slots)

    def _keep(
        self, shaped: Shaped, slots: Mapping[str, Slot], manifest: Manifest | None, report: bytes
    ) -> None:
        """Keep the pieces of a shape's reports once it comes again, if joining them gives this report."""
        marked = manifest is not None
        if not self._shelf.is_due(shaped, marked=marked):
            return
        from reportgen.word.shapes import Unfit, stand_ins
        from reportgen.word.stored_pieces import store

        # at first, for where nothing is printed stand-ins are of this shape, too
        self._shelf.keep(shaped, None, marked=marked)
        others, paths = stand_ins(slots, shaped)
        made, told = self.fill(others, manifest=manifest)
        stored = None
        if made and not told:
            with suppress(Unfit):
                stored = store(self.package, unpack(made), self._charts, paths, shaped, marked=marked)
        fits = stored is not None and stored.join(slots, shaped, manifest) == report
        self._shelf.keep(shaped, stored if fits else None, marked=marked)

    def origins(self, slots: Mapping[str, Slot]) -> list[PrintedPassage]:
        """Return the paragraphs of the report, piece by piece, with what has printed each; raise NotWordError."""
        from reportgen.word.printed_pieces import traced

        filled = {name: fill(part, slots) for name, part in self._prepared.items()}
        roots = {**self._printed, **self._finish(filled, slots).roots}
        written = [each for part in filled.values() for each in part.written]
        printed = {name: root for name, root in roots.items() if self.package.label(name) in PRINTED}
        return traced(self.package, printed, written)

    def title(self, slots: Mapping[str, Slot], *, draft: bool = False) -> str:
        """Return the title property as the slots fill it, or an empty string."""
        for name in self.package.find("文档属性"):
            part = self._prepared.get(name)
            root = fill(part, slots, draft=draft).root if part else self.stories[name]
            for element in root.iter(_TITLE):
                return _property_text(element).strip()
        return ""

    @cached_property
    def _inlined(self) -> Mapping[str, etree._Element]:
        """The stories, each note of the body where it is referred to."""
        return inline(self.package, self.stories)

    @cached_property
    def _shelf(self) -> Shelf:
        from reportgen.word.charts import lists_around
        from reportgen.word.stored_pieces import Shelf

        around = lists_around(self.package, self._prepared, self._charts)
        return Shelf(self._prepared.values(), charting.tags_of(self._charts), around)

    @property
    def charts(self) -> list[tuple[Chart, Place]]:
        """The charts that the author has drawn and that name a list, each with where a person finds it."""
        return [(each, charting.where(self.package, self._printed, each)) for each in self._charts]

    @cached_property
    def _charts(self) -> list[Chart]:
        """The charts that the author has drawn, and that name a list; none where they cannot be read."""
        try:
            return charting.find(self.package, self._printed) if charting.has_charts(self.package) else []
        except NotWordError:
            return []

    @cached_property
    def _prepared(self) -> dict[str, Prepared]:
        prepared = {name: prepare(story) for name, story in self._inlined.items()}
        return {name: part for name, part in prepared.items() if part.tags}

    def _finish(
        self, filled: Mapping[str, Filled], slots: Mapping[str, Slot], *, draft: bool = False
    ) -> _Made:
        new = charting.place(self.package, filled)
        made = {name: each.root for name, each in filled.items()}
        try:
            roots = extract(self.package, self._inlined, made)
            settled = None
            if self._charts:
                drawn = self.package, self._charts, self._printed, roots
                settled = charting.settle(*drawn, filled, slots, draft=draft)
            charted, told = (settled.roots, settled.findings) if settled else ({}, ())
            finished = finish(self.package, self.stories, self._prepared, {**roots, **charted})
            self._sign(finished.roots, slots)
            return _Made(finished.roots, [*told, *finished.findings], new, settled)
        except NotWordError as error:
            return _Made(made, [finding("TPL008", str(error))], new)

    def _parts(
        self, made: _Made, filled: Mapping[str, Filled], manifest: Manifest | None
    ) -> Mapping[str, bytes]:
        """The parts of the report, with a manifest also its marks."""
        figures, roots = [], made.roots
        if manifest:
            printed = [root for name, root in roots.items() if self.package.label(name) in PRINTED]
            figures = mark(printed, [each for part in filled.values() for each in part.written])
            figures += [each for each in figures_of(made.plots) if each not in figures]
        parts = {name: _serialise_story(self.package, name, root) for name, root in roots.items()}
        whole = charting.parts({**self.package.parts, **parts}, made.new, made.settled)
        package = Package(whole, self.package.types)
        return add(package, manifest._replace(figures=tuple(figures))) if manifest else package.parts

    def _sign(self, roots: Mapping[str, etree._Element], slots: Mapping[str, Slot]) -> None:
        """Place the lines that sign the report, where the settings give them, and break a title that is too long; raise
        NotWordError.
        """
        from reportgen.word.paragraph_styles import Styles
        from reportgen.word.signature import settle_signature
        from reportgen.word.title_lines import break_title

        signer, day, seal = (slots[name].text if name in slots else None for name in _SIGNED)
        styles = Styles.of(self.package)
        years = {slots[name].text or "" for name in _DATED if name in slots}
        for name in [name for name in self.package.find("正文") if name in roots]:
            break_title(styles, roots[name], years - {""})
            if signer and day:
                settle_signature(styles, roots[name], signer, day, sealed=seal == "有")

    @cached_property
    def _printed(self) -> Mapping[str, etree._Element]:
        """The parts that are printed, as they are stored, those without a brace too; raise NotWordError."""
        names = self.package.printed
        return {
            name: self.stories[name] if name in self.stories else parse(name, self.package.parts[name])
            for name in names
        }

    @cached_property
    def _out_of_reach(self) -> list[Finding]:
        """What no tag can fill: equations, field codes, descriptions of pictures, charts, bound controls."""
        try:
            return out_of_reach(self.package, self.stories, {each.part for each in self._charts})
        except NotWordError as error:
            return [finding("TPL008", str(error))]

    def _tell(self, mistakes: Mapping[str, Iterable[Mistake]]) -> list[Finding]:
        """Turn mistakes into findings with places, which are looked up in the template as it was."""
        findings = []
        for name, found in mistakes.items():
            ordered = sorted(found, key=lambda mistake: (mistake.tag, mistake.code))
            try:
                located = locate(self.package, name, self._inlined[name]) if ordered else []
            except NotWordError as error:
                return [finding("TPL008", str(error))]
            findings += [
                finding(each.code, each.message, located[each.tag].place, fix=each.fix) for each in ordered
            ]
        return findings


def _draft(report: bytes, notice: str, told: list[Finding]) -> tuple[bytes | None, list[Finding]]:
    from reportgen.word.draft import make_draft

    try:
        return make_draft(report, notice), told
    except NotWordError as error:
        return None, [finding("TPL008", str(error))]


def text_lines(docx: bytes) -> list[str]:
    """Return the text as lines of style name, tab, text: body, headers, footers, notes; raise NotWordError.

    Each part but the body is preceded by a line that names it. Line breaks show as ↵.
    """
    package = unpack(docx)
    styles = read_styles(package)
    lines = []
    for label in ("正文", "页眉", "页脚", "脚注", "尾注"):
        for name in package.find(label):
            if label != "正文":
                lines.append(f"== {label} {name}")
            for paragraph in parse(name, package.parts[name]).iter(P):
                if not any(_is_repetition(up) for up in paragraph.iterancestors()):
                    style = styles.get(style_of(paragraph))
                    name_of_style = "" if style is None else style.name_val
                    lines.append(f"{name_of_style or ''}\t{read_text(paragraph)}".replace("\n", "↵"))
    return lines


def _is_repetition(element: etree._Element) -> bool:
    """Whether it is a text box's copy for old versions of Word, or the line that separates notes."""
    return element.tag == MC + "Fallback" or element.get(W + "type") in ("separator", "continuationSeparator")


def _may_hold_tags(package: Package, name: str) -> bool:
    """Whether a story has a brace, is in an encoding other than UTF-8, or is one of the properties."""
    content = package.parts[name]
    braces = (b"{", b"}", "｛".encode(), "｝".encode(), b"&#")
    coded = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    return coded or package.label(name) == "文档属性" or any(brace in content for brace in braces)


def _parse_story(package: Package, name: str) -> etree._Element:
    root = parse(name, package.parts[name])
    number_references(root)
    if package.label(name) == "正文":
        mark_headings(root)
    return _wrap_properties(root) if package.label(name) == "文档属性" else root


def _wrap_properties(root: etree._Element) -> etree._Element:
    """Give each property with braces a paragraph, so that it is filled as any text is."""
    for element in [e for e in root.iter("*") if e.text and not len(e) and re.search("[{}｛｝]", e.text)]:
        paragraph = etree.SubElement(element, P)
        etree.SubElement(etree.SubElement(paragraph, R), T).text = element.text
        element.text = None
    return root


def _serialise_story(package: Package, name: str, root: etree._Element) -> bytes:
    if package.label(name) == "文档属性":
        for element in dict.fromkeys(parent_of(paragraph) for paragraph in root.iter(P)):
            text = _property_text(element)
            del element[:]
            element.text = text
    return serialise(root)


def _property_text(element: etree._Element) -> str:
    return "\n".join(map(read_text, element)) if len(element) else element.text or ""
