"""Words as official prose turns them -> one way of saying; and by what other words a figure may be said.

A count is said in many ways: 审结, 办结, 已结案 are one, and so are 尚在审理 and 未审结. What stands here is of the language and of
no field of work; what a field calls its own (达成协议 for 成功) is taken from the profile: the spellings of the value that a
figure asks for, and the dates by which it asks whether a thing was done (答复 for `答复日期 IS NOT NULL`).
"""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.expressions import expression
from reportgen.model import FigureDefinition, Profile
from reportgen.profile.queries import compared

_DONE, _PENDING = "办讫", "未竟"
_TURNS = tuple(
    (expression(said), meant)
    for said, meant in (
        ("审理终结|审理完毕|办理完毕|处理完毕|审结|办结|结案|办毕|已结", _DONE),
        (f"(?:尚未|还未|仍未|未)(?:{_DONE}|结)|(?:尚在|正在|仍在|还在)?(?:审理|办理)(?:之?中)|(?:尚在|正在|仍在|还在)(?:审理|办理)", _PENDING),
        ("(?:尚在|正在|仍在|还在)([一-鿿]{2})(?:之?中)?", r"\1中"),
        ("(?:尚未|还未|未能|没有|没能|未)(?:化解|调成|调处成功)", "调解不成功"),
        ("尚未|还未|未能|没有|没能|未(?!成年|来|竟)", "不"),
        ("调处|化解", "调解"),
        ("制定印发|制定出台|制定|制发|出台|颁布|发布", "印发"),
        ("参加([^，。；、]{0,8}?)考试", r"参考\1考试"),
        ("应考|应试", "参考"),
        ("及格|达标|通过(?=率|[的。人名]|$)", "合格"),
        ("收件|接件|受理|接到|接收|新收", "收到"),
        ("集体|集中统一", "集中"),
        ("队伍", "人员"),
        ("到庭|出席庭审", "出庭"),
        ("年内|当年|年底|期末|其中|另有|另外|包括|合计|总计|共计|累计|分别", " "),
        ("(?:达到|达|共有|共|均|为|有|是|由)(?=[。 ]|$)|(?<![一-鿿])(?:已|共|并|均|含|被)", " "),
    )
)  # fmt: skip
_DATED = expression("(?:日期|时间|时点)$")
_ABSENT = expression(r"(\w+)\s+IS\s+NULL", 2)
_HANDLED = {"办理", "处理", "答复", "回复"}
_SUM = expression("^[，。；、 ]*(?:合计|总计|共计|累计|总共|一共|共)")


def turned(text: str) -> str:
    """Return a text in which words that are said for each other are one, and those that say nothing are left out."""
    for pattern, meant in _TURNS:
        text = pattern.sub(meant, text)
    return text


def names(name: str) -> tuple[str, ...]:
    """Return as what a figure's own name may be said; what is 办理 in a table of what came in is 办结 to many."""
    return (turned(name), *([_DONE] if name in _HANDLED else []))


def is_sum(words: str) -> bool:
    """Whether the words before a number say that it sums up what was told before it: 合计."""
    return bool(_SUM.search(words))


def ways(profile: Profile, definition: FigureDefinition) -> Iterator[str]:
    """Yield by what other words of the profile a figure may be said."""
    kind = profile.kinds.get(definition.sheet)
    fields = kind.fields if kind else {}
    for column, literals, negated in compared(definition.where):
        if column in fields and not negated:
            yield from (said for said, meant in fields[column].synonyms.items() if meant in literals)
    absent = set(_ABSENT.findall(definition.where))
    for name, field in fields.items():
        if name in definition.where and name not in absent and _DATED.search(name):
            yield from (_DATED.sub("", each) for each in (name, *field.aliases))
