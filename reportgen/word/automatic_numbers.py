"""Paragraphs that Word numbers itself -> the numbers that it shows before them: 一、 （2） 1.1 •."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from lxml import etree

from reportgen.numerals import chinese_number
from reportgen.word.package import WORD, Package, W, parse
from reportgen.word.paragraph_styles import Styles, first_value

_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_CIRCLED = {number: chr(0x245F + number) for number in range(1, 21)}
_STEMS = "甲乙丙丁戊己庚辛壬癸"


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def _letters(number: int) -> str:
    return chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1)


_CHINESE = (
    "chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital", "taiwaneseCounting",
    "taiwaneseCountingThousand", "japaneseDigitalTenThousand", "koreanDigital2",
)  # fmt: skip
_SPELLED: Mapping[str, Callable[[int], str]] = MappingProxyType(
    {
        **dict.fromkeys(_CHINESE, chinese_number),
        "decimalZero": lambda number: f"{number:02}",
        "decimalFullWidth": lambda number: "".join(chr(ord(each) + 0xFEE0) for each in str(number)),
        "decimalEnclosedCircle": lambda number: _CIRCLED.get(number, str(number)),
        "decimalEnclosedCircleChinese": lambda number: _CIRCLED.get(number, str(number)),
        "ideographTraditional": lambda number: _STEMS[(number - 1) % 10],
        "lowerLetter": _letters,
        "upperLetter": lambda number: _letters(number).upper(),
        "lowerRoman": _roman,
        "upperRoman": lambda number: _roman(number).upper(),
        "none": lambda number: "",
    }
)


def spelled(kind: str, number: int) -> str:
    """Return a number as Word writes it in one of its ways (ST_NumberFormat), those that are not known here in digits."""
    return _SPELLED.get(kind, str)(number)


@dataclass(frozen=True)
class _Level:
    start: int
    spelled: str
    text: str


def labels(
    package: Package, styles: Styles, paragraphs: Iterable[etree._Element]
) -> dict[etree._Element, str]:
    """Return the numbers of the paragraphs that Word numbers, as they come; raise NotWordError."""
    lists = _lists(package)
    counted: dict[str, Counter[int]] = {}
    shown: dict[etree._Element, str] = {}
    for paragraph in paragraphs if lists else ():
        id_, depth = _numbered(styles, paragraph)
        if id_ not in lists:
            continue
        abstract, levels = lists[id_]
        if depth not in levels:
            continue
        counter = counted.setdefault(abstract, Counter())
        counter[depth] = counter[depth] + 1 if depth in counter else levels[depth].start
        for deeper in [each for each in counter if each > depth]:
            del counter[deeper]
        shown[paragraph] = _text(levels, counter, depth)
    return shown


def _numbered(styles: Styles, paragraph: etree._Element) -> tuple[str, int]:
    """The list that a paragraph is in, by its own word or its style's, and how deep."""
    id_ = depth = ""
    for each in styles.of_paragraph(paragraph, "numPr"):
        id_ = id_ or first_value(each.iterfind(W + "numId"))
        depth = depth or first_value(each.iterfind(W + "ilvl"))
    return id_, int(depth or 0)


def _text(levels: Mapping[int, _Level], counter: Counter[int], depth: int) -> str:
    def number(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        level = levels.get(at, levels[depth])
        return spelled(level.spelled, counter.get(at, level.start))

    own = levels[depth]
    return _bullet(own.text) if own.spelled == "bullet" else re.sub(r"%([1-9])", number, own.text)


def _bullet(text: str) -> str:
    """A bullet; one out of a font of symbols, which has no meaning elsewhere, as the usual one."""
    return "".join("•" if "\ue000" <= each <= "\uf8ff" else each for each in text)


def _lists(package: Package) -> dict[str, tuple[str, dict[int, _Level]]]:
    """By the id of each list what it counts along with, and its levels."""
    lists: dict[str, tuple[str, dict[int, _Level]]] = {}
    for name in [name for name, kind in package.types.items() if kind == WORD + "numbering+xml"]:
        root = parse(name, package.parts[name]) if name in package.parts else None
        if root is None:
            continue
        abstract = {each.get(W + "abstractNumId", ""): each for each in root.iterfind(W + "abstractNum")}
        for each in root.iterfind(W + "num"):
            id_, of = each.get(W + "numId", ""), first_value(each.iterfind(W + "abstractNumId"))
            if of not in abstract:
                continue
            own = list(each.iterfind(W + "lvlOverride"))
            levels = _levels([*abstract[of].iterfind(W + "lvl"), *each.iterfind(f"{W}lvlOverride/{W}lvl")])
            for override in own:
                depth, start = (
                    int(override.get(W + "ilvl", "0")),
                    first_value(override.iterfind(W + "startOverride")),
                )
                if start and depth in levels:
                    levels[depth] = _Level(int(start), levels[depth].spelled, levels[depth].text)
            lists[id_] = (f"{of} {id_}" if own else of, levels)
    return lists


def _levels(declared: Iterable[etree._Element]) -> dict[int, _Level]:
    return {
        int(each.get(W + "ilvl", "0")): _Level(
            int(first_value(each.iterfind(W + "start")) or 1),
            first_value(each.iterfind(W + "numFmt")) or "decimal",
            first_value(each.iterfind(W + "lvlText")),
        )
        for each in declared
    }
