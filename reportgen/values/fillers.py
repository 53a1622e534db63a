"""What people write into a cell to leave it empty -> whether it says nothing, in a column of which type.

A word that says nothing in whatever column it stands is a filler: 无, /, NULL, 见附件. A word that answers a question is a
filler only where that question is not asked: a column called …说明 or …原因 asks for a sentence, so a bare 否, or 未超期
under 超期说明, leaves it as empty as 无 does. Everything else, however short, is what the department wants to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from string import ascii_letters, digits, punctuation

from reportgen.characters import half
from reportgen.model import Field

_WIDE = {ord(sign): ord(sign) + 0xFEE0 for sign in ascii_letters + digits + punctuation}
_DENIALS = (
    "无", "暂无", "没有", "暂没有", "暂时没有", "空", "空白", "无此项", "无此情况", "无此类情况", "无内容", "无相关内容", "无相关情况",
    "无数据", "不涉及", "未涉及", "不适用", "无需填写", "不需填写", "不用填", "未填", "未填写", "没有填", "不填",
)  # fmt: skip
_OF_SYSTEMS = (
    "null",
    "n/a",
    "na",
    "#n/a",
    "#null!",
    "none",
    "nil",
    "nan",
    "undefined",
    "<null>",
    "[null]",
    "\\n",
)
_ELSEWHERE = (
    "见附件", "详见附件", "附件", "见附表", "详见附表", "见附后", "附后", "见后", "另附", "见另附", "略", "不详", "不明", "不清楚", "不清",
    "未知", "待补", "待补充", "待填", "待填写", "待定", "待核实", "待核",
)  # fmt: skip
_STROKES = "/\\-_—–―－−﹣‐‑─~*.。…·、,?!|=∕⁄"
_EXPLANATIONS = ("情况说明", "说明", "原因", "理由", "事由", "缘由", "解释")
_ANSWERS = (
    "0", "1", "×", "✕", "✗", "✘", "√", "✓", "✔", "yes", "no", "是", "否", "有", "没", "未", "不是", "正常", "按期", "按时", "如期", "及时",
)  # fmt: skip
_NO = ("未", "无", "没", "没有", "不", "并未")


def _spellings(words: Iterable[str]) -> Iterator[str]:
    """The words in small and capital letters, in half and full width, bare, in brackets, or with a full stop."""
    for word in words:
        for case in (word, word.upper(), word.capitalize()):
            for each in (case, case.translate(_WIDE)):
                yield from (each, f"{each}。", f"{each}.", f"({each})", f"（{each}）", f"【{each}】")


_MARKS = frozenset(
    chain(
        (
            each * times
            for sign in _STROKES
            for each in (sign, sign.translate(_WIDE))
            for times in range(1, 9)
        ),
        ("-/-", "--/--", "—/—", "/ /", "- -", "— —", "N / A", "N/ A", "...…"),
        _spellings(_OF_SYSTEMS),
    )
)
_NOTHING = _MARKS | frozenset(_spellings(_DENIALS))
FILLERS = _NOTHING | frozenset(_spellings(_ELSEWHERE))
_NO_ANSWER = FILLERS - (_NOTHING - _MARKS)  # where the question is yes or no, 无 is an answer


def is_filler(text: str, declared: Field) -> bool:
    """Whether a text without blanks at its ends says nothing in a column: it is a filler, and no declared value."""
    fillers = _NO_ANSWER if declared.type == "boolean" else FILLERS
    return text in fillers and text not in declared.enum and text not in declared.synonyms


def is_blank_in(text: str, declared: Field) -> bool:
    """Whether a filler in a column that need not be filled is the same as nothing. 不详 and 见附件 are not, where a date
    or one of some values is wanted: there is one, elsewhere. In a number's cell any might mean zero.
    """
    if declared.type == "string" and not declared.enum:
        return True
    return declared.type not in ("integer", "number") and text in (
        _MARKS if declared.type == "boolean" else _NOTHING
    )


def says_nothing(text: str, name: str, declared: Field) -> bool:
    """Whether a text column of this name keeps a text as blank, or refuses it as one that says nothing."""
    return is_filler(text, declared) or (not declared.enum and text in no_answers(name, declared.aliases))


@lru_cache(maxsize=4096)
def no_answers(name: str, aliases: tuple[str, ...] = ()) -> frozenset[str]:
    """Return the texts that say nothing in a column of free text of this name: where it asks for an explanation, as
    超期说明 does, a bare yes or no, and 未超期.
    """
    found: set[str] = set()
    for heading in map(half, (name, *aliases)):
        ending = next((each for each in _EXPLANATIONS if heading.endswith(each)), "")
        if not ending or "是否" in heading or "有无" in heading:
            continue
        found.update(_ANSWERS)
        if stem := heading.removesuffix(ending):
            found.update(f"{no}{stem}{rest}" for no in _NO for rest in ("", "情况"))
        found.update(f"{no}{what}" for no in ("无", "没有", "未") for what in (heading, ending))
    return frozenset(_spellings(found))
