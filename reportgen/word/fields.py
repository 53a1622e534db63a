"""Word's fields (page numbers, cross-references, tables of contents): what each asks for and which text it shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from reportgen.patterns import regex
from reportgen.word.elements import R, T, parent_of
from reportgen.word.package import W

SIMPLE, CHARACTER, CODE = W + "fldSimple", W + "fldChar", W + "instrText"
_INSTRUCTION, _TYPE = W + "instr", W + "fldCharType"
_WORD = regex(r'"([^"]*)"|([^\s"=+\-*/(),;<>^]+)')


@dataclass(eq=False)
class Field:
    """One field: where it begins, the elements of its code, its own marks, and the texts that it shows."""

    start: etree._Element
    code: list[etree._Element] = field(default_factory=list)
    marks: list[etree._Element] = field(default_factory=list)
    shown: list[etree._Element] = field(default_factory=list)
    separated: bool = False

    @property
    def instruction(self) -> str:
        """What the field asks for, such as ` REF _Ref1 \\h `."""
        if self.start.tag == SIMPLE:
            return self.start.get(_INSTRUCTION, "")
        return "".join(each.text or "" for each in self.code)

    @property
    def keyword(self) -> str:
        """The first word of the instruction, in capitals."""
        return (self.instruction.split() or [""])[0].upper()

    @property
    def words(self) -> list[str]:
        """The words of the instruction as Word compares names: without quotation marks, in small letters."""
        return [(quoted or bare).lower().lstrip("#") for quoted, bare in _WORD.findall(self.instruction)]

    @property
    def text(self) -> str:
        """What the field shows until it is updated."""
        return "".join(each.text or "" for each in self.shown)

    def rewrite(self, change: Callable[[str], str]) -> None:
        """Change the instruction; it comes to stand in the first of its pieces."""
        changed = change(self.instruction)
        if self.start.tag == SIMPLE:
            self.start.set(_INSTRUCTION, changed)
        for piece in self.code:
            piece.text, changed = changed, ""


def find_fields(root: etree._Element) -> list[Field]:
    """Return the fields in the order in which they begin; one that does not end is left out."""
    fields: list[Field] = []
    ended: set[Field] = set()
    inside: list[Field] = []
    for element in root.iter(SIMPLE, CHARACTER, CODE, T):
        if element.tag == SIMPLE:
            fields.append(Field(element, shown=list(element.iter(T)), separated=True))
            ended.add(fields[-1])
        kind = element.get(_TYPE) if element.tag == CHARACTER else None
        if kind == "begin":
            inside.append(Field(element))
            fields.append(inside[-1])
        if not inside:
            continue
        if element.tag == CODE and not inside[-1].separated:
            inside[-1].code.append(element)
        elif element.tag == T:
            for each in inside:
                if each.separated:
                    each.shown.append(element)
        elif kind:
            inside[-1].marks.append(element)
            inside[-1].separated |= kind == "separate"
        if kind == "end":
            ended.add(inside.pop())
    return [each for each in fields if each in ended]


def run_of(element: etree._Element) -> etree._Element:
    """Return the run that an element of a field stands in; a simple field stands in none and is itself returned."""
    return element if element.tag == SIMPLE else next(element.iterancestors(R), parent_of(element))
