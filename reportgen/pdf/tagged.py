"""A tagged PDF -> its paragraphs in the order of its structure tree, as those hear them who have it read to them.

The tree says what belongs together over lines and pages; the text that programs extract from the page does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, NamedTuple

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ContentStream, DictionaryObject, IndirectObject, NullObject

_PARAGRAPHS = re.compile(r"/(?:P|H[1-6]?|Caption|Note|BibEntry|TOCI)")
_BEGINS_MARKED, _ENDS_MARKED = (b"BDC", b"BMC"), b"EMC"
_BROKEN = re.compile(r"[0-9][0-9,.]*(?:\n[0-9,.]+)+%?|[0-9][0-9,.]*\n%")


class NoTree(Exception):
    """The PDF has no structure tree, or one that cannot be read."""


class Line(NamedTuple):
    """A paragraph: its text, the numbers in it that are broken over two lines of the page, and whether it is in a cell, or
    in what is drawn.
    """

    text: str
    broken: tuple[str, ...] = ()
    cell: bool = False
    drawn: bool = False


@dataclass
class _Paragraph:
    pieces: list[str] = field(default_factory=list)
    cell: bool = False
    drawn: bool = False


def lines(file: bytes) -> list[Line]:
    """Return the paragraphs of a PDF that are not empty. Raises NoTree."""
    try:
        reader = PdfReader(BytesIO(file))
        root = reader.root_object.get("/StructTreeRoot")
        if root is None:
            raise NoTree
        tree = _Tree(reader, root.get_object())
        found = list(tree.paragraphs())
    except (PyPdfError, KeyError, ValueError, TypeError, AttributeError, RecursionError):
        raise NoTree from None
    made = [_line(each) for each in found]
    return [each for each in made if each.text]


def _line(paragraph: _Paragraph) -> Line:
    text = "".join(paragraph.pieces)
    broken = tuple(match[0].replace("\n", "│") for match in _BROKEN.finditer(text))
    return Line(text.replace("\n", "").strip(), broken, paragraph.cell, paragraph.drawn)


class _Tree:
    """The structure tree of a file, and what stands on its pages by the numbers of the marks."""

    def __init__(self, reader: PdfReader, root: DictionaryObject) -> None:
        self._reader = reader
        self._root = root
        roles = root.get("/RoleMap")
        self._roles: Mapping[str, str] = roles.get_object() if roles is not None else {}
        self._pages: dict[int, dict[int, str]] = {}
        self._fonts: dict[int, _Font] = {}

    def paragraphs(self) -> Iterator[_Paragraph]:
        found: list[_Paragraph] = []
        self._walk(self._root, None, found, _Paragraph(), 0)
        yield from found

    def _walk(self, element: Any, page: Any, found: list[_Paragraph], within: _Paragraph, depth: int) -> None:
        """Add what an element holds to the paragraph that it is in, or begin one, which is where `within` is."""
        if depth > 100:
            raise ValueError
        if isinstance(element, int):
            last = next((each for each in reversed(found) if each.drawn == within.drawn), None)
            if last is None or (within.drawn and not found[-1].drawn):
                last = _Paragraph(drawn=within.drawn)
                found.append(last)
            last.pieces.append(self._marked(page).get(element, ""))
            return
        if not isinstance(element, DictionaryObject):
            return
        page = element.raw_get("/Pg") if "/Pg" in element else page
        if element.get("/Type") == "/MCR":
            self._walk(int(element["/MCID"]), page, found, within, depth + 1)  # type: ignore[call-overload]
            return
        kind = self._role(str(element.get("/S", "")))
        within = _Paragraph([], within.cell or kind in ("/TD", "/TH"), within.drawn or kind == "/Figure")
        if _PARAGRAPHS.fullmatch(kind) or kind == "/Lbl" or (kind == "/LBody" and not found):
            labelled = found and kind != "/Lbl" and found[-1].pieces == ["\0"]
            if not labelled:
                found.append(_Paragraph([], within.cell, within.drawn))
        children = element.get("/K")
        for each in children if isinstance(children, list) else [children]:
            self._walk(
                each.get_object() if isinstance(each, IndirectObject) else each,
                page,
                found,
                within,
                depth + 1,
            )

    def _role(self, kind: str) -> str:
        seen: set[str] = set()
        while kind in self._roles and kind not in seen and not _PARAGRAPHS.fullmatch(kind):
            seen.add(kind)
            kind = str(self._roles[kind])
        return kind

    def _marked(self, page: Any) -> dict[int, str]:
        """The text of each mark on a page."""
        key = page.idnum
        if key not in self._pages:
            self._pages[key] = self._read(page.get_object())
        return self._pages[key]

    def _read(self, page: DictionaryObject) -> dict[int, str]:
        found: dict[int, str] = {}
        inside: list[int | None] = []
        fonts = page["/Resources"].get_object().get("/Font", {})  # type: ignore[union-attr]
        font = _Font()
        pen = _Pen()
        for operands, operator in ContentStream(page["/Contents"].get_object(), self._reader).operations:
            if operator in _BEGINS_MARKED:
                given = operands[1] if len(operands) > 1 else None
                inside.append(given.get("/MCID") if isinstance(given, DictionaryObject) else None)
            elif operator == _ENDS_MARKED and inside:
                inside.pop()
            elif operator == b"Tf":
                font = self._font(fonts.raw_get(operands[0]))
            elif operator in (b"Tj", b"TJ", b"'", b'"'):
                number = next((each for each in reversed(inside) if each is not None), None)
                text = font.read(operands[-1])
                if number is not None:
                    found[number] = found.get(number, "") + ("\n" if pen.is_on_a_new_line() else "") + text
            else:
                pen.move(operator, operands)
        return found

    def _font(self, reference: Any) -> _Font:
        key = reference.idnum if isinstance(reference, IndirectObject) else id(reference)
        if key not in self._fonts:
            self._fonts[key] = _Font.of(reference.get_object())
        return self._fonts[key]


class _Pen:
    """Where the next text will stand on the page."""

    def __init__(self) -> None:
        self._x = self._y = 0.0
        self._last: tuple[float, float] | None = None

    def move(self, operator: bytes, operands: list[Any]) -> None:
        """Follow an operator that moves."""
        if operator == b"BT":
            self._x = self._y = 0.0
        elif operator in (b"Td", b"TD"):
            self._x += float(operands[0])
            self._y += float(operands[1])
        elif operator == b"Tm":
            self._x, self._y = float(operands[4]), float(operands[5])

    def is_on_a_new_line(self) -> bool:
        """Whether text goes back to the left of the one before, and up or down from it."""
        here, last = (self._x, self._y), self._last
        self._last = here
        return last is not None and here[0] <= last[0] and abs(here[1] - last[1]) > 1


@dataclass
class _Font:
    """What the codes of a font stand for."""

    width: int = 1
    characters: Mapping[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, font: DictionaryObject) -> _Font:
        named = font.get("/ToUnicode")
        if named is None or isinstance(named, NullObject):
            return cls(2 if font.get("/Subtype") == "/Type0" else 1)
        table = named.get_object().get_data().decode("latin-1")
        ranges = re.search(r"begincodespacerange\s*<([0-9A-Fa-f]+)>", table)
        characters: dict[int, str] = {}
        for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
            for code, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
                characters[int(code, 16)] = _utf16(text)
        for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
            pattern = r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>|\[(.*?)\])"
            for first, last, begin, listed in re.findall(pattern, block, re.DOTALL):
                texts = re.findall(r"<([0-9A-Fa-f]+)>", listed)
                for step, code in enumerate(
                    range(int(first, 16), min(int(last, 16), int(first, 16) + 65535) + 1)
                ):
                    if begin:
                        characters[code] = _utf16(f"{int(begin, 16) + step:0{len(begin)}x}")
                    elif step < len(texts):
                        characters[code] = _utf16(texts[step])
        return cls(len(ranges[1]) // 2 if ranges else 1, characters)

    def read(self, shown: Any) -> str:
        """Return the text of a string, or of the strings between which the pen is moved a little."""
        if isinstance(shown, list):
            return "".join(self.read(each) for each in shown if not isinstance(each, (int, float)))
        codes = shown if isinstance(shown, bytes) else shown.original_bytes
        numbers = (
            int.from_bytes(codes[at : at + self.width], "big") for at in range(0, len(codes), self.width)
        )
        return "".join(self.characters.get(each, "\ufffd") for each in numbers)


def _utf16(digits: str) -> str:
    return bytes.fromhex(digits.zfill(4)).decode("utf-16-be", errors="replace")
