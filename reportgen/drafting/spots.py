"""A paragraph of a finished report -> the numbers in it that may be a figure's, each with the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from reportgen.expressions import expression
from reportgen.proofreading.typed_numbers import Found, numbers
from reportgen.prose.scope import aside
from reportgen.prose.stated import Stated, stated
from reportgen.values.amounts import read_amount
from reportgen.word.passages import SENTENCE, Passage

_HALF = str.maketrans("０１２３４５６７８９．％（）：／－", "0123456789.%():/-")
_CLAUSE = expression(r"[。！？!?；;\n，,、：:()（）“”\s]")
_OPENED = "（(：:“” "
_JOINED_BEFORE, _JOINED_BEHIND = expression("以?及|和|与"), expression("(?:以?及|和|与)$")
_ROUGH_BEFORE = expression("(?:约|近|超过?|逾|不少于|不低于|至少|最多|不超过|高于|低于)$")
_ROUGH_BEHIND = expression("[余多几]|左右|上下|以上|以下|以内")
_LABELS = expression("序号|编号|行次|栏次|年份|电话|邮编|代码")  # of columns whose numbers count nothing


class Spot(NamedTuple):
    """A number of a paragraph: from where to where, as it is written, its unit, its value. `near` are the words of its clause
    up to the numbers beside it, `before` those before it; `sentence` are those of its sentence that belong to no other number.
    `aside` says of which part or
    other time it is.
    """

    start: int
    end: int
    text: str
    number: Stated
    near: str
    before: str
    sentence: str
    begins: int
    ends: int
    sort: str
    aside: str = ""

    @property
    def unit(self) -> str:
        """The unit behind it, an empty string where there is none."""
        return self.number.unit

    @property
    def scaled(self) -> bool:
        """Whether it is written in a larger unit, as 1.2万元 is."""
        return self.text[self.end - self.start :].lstrip("余多几 ")[:1] in tuple("十百千万亿")


def spots(passage: Passage, units: re.Pattern[str], year: int) -> Iterator[Spot]:
    """Yield the numbers of a paragraph of a report of this year."""
    plain = passage.words.translate(_HALF)
    known = {each.start: each for each in stated(passage.words, year)}
    found = list(numbers(plain, units))
    zones = [_zone(plain, found, at) for at in range(len(found))]
    for at, each in enumerate(found):
        behind = each.start + len(each.text)
        first, last = zones[at]
        before, after = plain[first : each.start], plain[behind:last]
        begins, ends = _begin(SENTENCE, plain, 0, each.start), _end(SENTENCE, plain, behind, len(plain))
        sentence = _without(plain, [*zones[:at], *zones[at + 1 :]])[begins:ends]
        if passage.heads and not re.search("[一-鿿]", before + after):
            if any(_LABELS.search(head) for head in passage.heads[-3:]):
                continue
            before = sentence = "。".join((*passage.heads, passage.caption))
        value = _value(each)
        if value is not None:
            number = known.get(each.start) or _stated(each, value, plain[: each.start], plain[behind:])
            text = plain[each.start : max(behind, number.end)]
            yield Spot(
                each.start, each.end, text, number, f"{before}。{after}", before, sentence, begins, ends, each.sort,
                aside(plain[begins : each.start] or sentence, before, year),
            )  # fmt: skip


def _zone(plain: str, found: Sequence[Found], at: int) -> tuple[int, int]:
    """From where to where the clause of a number reaches, up to the numbers beside it."""
    each = found[at]
    behind = each.start + len(each.text)
    last = found[at - 1].start + len(found[at - 1].text) if at else 0
    following = found[at + 1].start if at + 1 < len(found) else len(plain)
    first, end = _said_before(plain, last, each.start), _end(_CLAUSE, plain, behind, following)
    if last and first == last and _JOINED_BEHIND.search(plain, first, each.start):
        first = each.start  # 4次党委会议和3次专题会议: the words before are the other's
    if end == following and _JOINED_BEFORE.match(plain, behind):
        end = behind  # 本级人员6人及下沉人员3人
    return first, end


def _said_before(plain: str, last: int, start: int) -> int:
    """Where the words of a number begin; those before a bracket, a colon or a quotation mark are its own where none stand
    behind: 党委会（3次）.
    """
    first = _begin(_CLAUSE, plain, last, start)
    while first > last and plain[first - 1] in _OPENED and not plain[first:start].strip(_OPENED):
        first = _begin(_CLAUSE, plain, last, first - 1)
    return first


def _without(plain: str, zones: Sequence[tuple[int, int]]) -> str:
    """A text with the words of other numbers left out, at its length."""
    for first, last in zones:
        plain = plain[:first] + "。" * (last - first) + plain[last:]
    return plain


def _begin(stops: re.Pattern[str], plain: str, first: int, end: int) -> int:
    return max((each.end() for each in stops.finditer(plain, first, end)), default=first)


def _end(stops: re.Pattern[str], plain: str, start: int, last: int) -> int:
    match = stops.search(plain, start, last)
    return match.start() if match else last


def _value(found: Found) -> Decimal | None:
    digits = found.text.removesuffix(found.unit) if found.unit != "%" else found.text.rstrip("%")
    try:
        return read_amount(digits.strip().rstrip("余多几"), "%" if digits.startswith("百分之") else "")
    except ValueError:
        return None


def _stated(found: Found, value: Decimal, before: str, behind: str) -> Stated:
    exponent = value.as_tuple().exponent
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    rough = bool(_ROUGH_BEFORE.search(before)) or bool(_ROUGH_BEHIND.match(behind))
    return Stated(found.start, found.end, value, step, found.unit, "", "", "", rough, value, value)
