"""A paragraph of a finished report and the settings' texts of its year -> where it prints them, and by which tags."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from reportgen.expressions import expression
from reportgen.word.passages import Passage

_YEARS = ("年度", "上年度", "下年度")
_UNIT, _CUT_OFF = "单位", "截止日期"
_NAMED = expression(r"《[^《》]*》|[〔\[(（【][^〔〕\[\]()（）【】]*号?[〕\])）】]\s*第?\d+\s*号")
_SINCE = expression(r"(?:[自从始到至—–~-]|(?<![关由对鉴])于)\s*$")
_LASTING = expression(r"\s*年\s*(?:起|以来|以前|之前|以后|后|前|始|[—–~至到-])")
_LINES = {  # what a line of its own is, where the settings do not say it
    "文号": expression(r"[^\s\d]{1,10}[〔\[(（【][12]\d{3}[〕\])）】]\s*第?\d+\s*号"),
    "成文日期": expression(
        r"(?:[12]\d{3}|[一二][〇零○一二三四五六七八九]{3})\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日"
    ),
}
_JOINING = "省市县区州盟旗，。；：、和与及对在由从向为将把使让请令是的被《“（( \t\n"


class Said(NamedTuple):
    """A text of the settings in a paragraph: from where to where, and its name; `sure` is false where it may be none."""

    start: int
    end: int
    name: str
    why: str
    sure: bool = True


def own_texts(passage: Passage, texts: Mapping[str, str]) -> Iterator[Said]:
    """Yield where a paragraph prints texts of the settings: those that are whole lines only as such, the unit, the cut-off
    and the years within lines, too.
    """
    plain = passage.words
    line = plain.strip().rstrip("：:").strip()
    whole = {text: name for name, text in texts.items() if text and name not in (*_YEARS, _UNIT, _CUT_OFF)}
    if line in whole:
        start = plain.index(line)
        yield Said(start, start + len(line), whole[line], f"整行就是设置里的“{whole[line]}”")
        return
    for name, pattern in _LINES.items():
        if pattern.fullmatch(line):
            start = plain.index(line)
            yield Said(start, start + len(line), name, f"像是去年的{name}，设置里没有写", sure=False)
            return
    taken: list[tuple[int, int]] = []
    for name in (_CUT_OFF, _UNIT):
        for start, end in _places(plain, texts.get(name, ""), name == _UNIT):
            taken.append((start, end))
            yield Said(start, end, name, f"就是设置里的“{name}”")
    named = [each.span() for each in _NAMED.finditer(plain)]
    for name in _YEARS:
        if not texts.get(name):
            continue
        for match in re.finditer(rf"(?<!\d){re.escape(texts[name])}(?=\s*年(?!\s*\d{{1,2}}\s*月))", plain):
            if any(start <= match.start() < end for start, end in (*taken, *named)):
                continue
            lasting = _LASTING.match(plain, match.end()) or _SINCE.search(plain, 0, match.start())
            why = "说的是从哪年起，未必每年变" if lasting else f"是报告的{name}"
            yield Said(*match.span(), name, why, sure=not lasting)


def _places(plain: str, text: str, is_name: bool) -> Iterator[tuple[int, int]]:
    for match in re.finditer(re.escape(text), plain) if text else ():
        before = plain[match.start() - 1 : match.start()]
        if not is_name or not re.match("[一-鿿]", before) or before in _JOINING:
            yield match.span()
