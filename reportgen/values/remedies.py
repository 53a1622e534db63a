"""A cell that cannot be taken, and its field -> how to mend it, true of this cell: never that a required one may be blank."""

from __future__ import annotations

import difflib
import re

from reportgen.characters import typed
from reportgen.model import Field
from reportgen.numerals import NO, YES
from reportgen.patterns import regex

LONGEST = 12  # characters of a word that may be another spelling of a declared one
_OPEN = regex(
    r"(尚|还|暂|仍)?[未没](?!有?效|成年|达成|成功|通过|参加|出庭)|正在|待(?!遇)|在[办审途调]|.*(?:办理|审理|调解|处理|进行)中|进行|中止?$"
)
_NOT = ("不", "未", "没", "无", "非", "没有", "不予", "否")


def remedy(code: str, declared: Field, text: str) -> str:
    """Return how to mend a cell with this text; empty where what the rule says is true of it."""
    if code == "CEL001":
        return f"{_form(declared)}{_blank(declared)}。"
    if code == "CEL002":
        return _filled(declared)
    if code == "CEL003":
        return _chosen(declared, "" if declared.personal else text)
    if code == "CEL005" and not declared.required:
        return "按规定的写法改正；没有的，这一格空着。"
    return ""


def _form(declared: Field) -> str:
    if declared.type == "date":
        return "写成 2023-5-12 或 2023年5月12日，一格一个日期"
    if declared.type == "boolean":
        return f"写“{YES}”或“{NO}”"
    if declared.unit == "%":
        return "写准确的百分数，连百分号一起写，如 95%"
    if declared.type in ("integer", "number"):
        what, example = ("整数", "12") if declared.type == "integer" else ("数", "12.5")
        unit = f"，如 {example} 或 {example}{declared.unit}" if declared.unit else f"，如 {example}"
        return f"写准确的{what}{unit}"
    return "在这一格里重新输入，不留上标和删除线"


def _blank(declared: Field) -> str:
    """What to do where there is nothing to write."""
    if declared.required:
        return "；这一格必填，写不准的，问清填表人"
    if declared.type in ("integer", "number"):
        return "；是零的，写 0"
    return "；还没有的，这一格空着"


def _filled(declared: Field) -> str:
    if declared.open:
        return f"补填；还没有结果的，写“{declared.open}”。"
    least = declared.minimum
    if declared.type in ("integer", "number") and (least is None or least <= 0):
        return "补填；是零的，写 0。"
    return ""


def _chosen(declared: Field, text: str) -> str:
    """Which of the declared values is meant, or that the cell stays blank while there is no outcome."""
    near = likely(text, declared)
    if len(near) > 1:
        return f"只写一个规定的取值：是{'，还是'.join(f'“{each}”' for each in near)}？"
    if near:
        said = len(text) <= LONGEST and (near[0] in text or text in near[0])
        alias = f"；都这样写的，可以在 sheets.yaml 的 synonyms 里加上“{text}: {near[0]}”" if said else ""
        return f"是不是“{near[0]}”？是的，改成“{near[0]}”；不是的，改成规定的取值之一{alias}。"
    if not _OPEN.match(typed(text)):
        return ""
    waiting = declared.open or next((each for each in declared.enum if _OPEN.match(each)), "")
    if waiting:
        return f"还没有结果的，写“{waiting}”；有结果的，改成规定的取值之一。"
    if declared.required:
        return "有结果的，改成规定的取值之一；还没有结果的，问清填表人（这一格必填）。"
    return "还没有结果的，这一格空着；有结果的，改成规定的取值之一。"


def likely(text: str, declared: Field) -> list[str]:
    """Return the declared values that a text may mean: those that it says, or that say it, or else the most alike."""
    said = re.sub(r"\s", "", typed(text))
    if not said:
        return []
    words = {each: each for each in declared.enum} | dict(declared.synonyms)
    inside = [word for word in words if _says(said, word)]
    longest = [word for word in inside if not any(word != other and word in other for other in inside)]
    if found := list(dict.fromkeys(words[word] for word in longest)):
        return found
    around = list(dict.fromkeys(words[word] for word in words if _says(word, said)))
    if len(around) == 1:
        return around
    alike = difflib.get_close_matches(
        said, [word for word in words if _denies(word) == _denies(said)], n=1, cutoff=0.5
    )
    return [words[alike[0]]] if alike and _slip(said, alike[0]) else []


def _slip(said: str, word: str) -> bool:
    """Whether a word was meant and mistyped: one sign of it is another, or it is the same but for very little."""
    others = sum(one != two for one, two in zip(said, word, strict=False))
    return (len(said) == len(word) and others == 1) or difflib.SequenceMatcher(
        None, said, word
    ).ratio() >= 0.75


def _says(text: str, word: str) -> bool:
    """Whether a word stands in a text, and is not denied there."""
    before, found, _ = text.partition(word)
    return bool(found) and not before.endswith(_NOT)


def _denies(text: str) -> bool:
    return text.startswith(_NOT)
