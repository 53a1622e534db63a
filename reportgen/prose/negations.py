"""A text -> what it says that there was none of: 没有行政复议案件, 零败诉, 败诉案件为零."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from reportgen.expressions import expression

_WHAT = r"[一-鿿]{0,10}?(?:案件|案|纠纷|申请|诉讼|复议|败诉|事项|投诉|信访件)"
_END = r"(?=[，。；！？\s)）]|$)"
_HELD = "(?:召开|开展|举办|举行|组织|印发|配备|聘请|登记)过?"
_NONE = expression(
    rf"(?<!有)(?:没有|暂无|尚无|均无|不存在|(?<![有并毫绝])无|从未|未)(?:一[件起例宗])?(?:发生|收到|受理|办理|出现|发现|产生|新增|接到|查处)?"
    rf"(?P<what>{_WHAT})(?:发生|出现)?(?:的?(?:情况|情形|现象))?{_END}"
    rf"|(?<!有)(?:没有|从未|未){_HELD}(?:一[次场])?(?P<event>[一-鿿]{{2,12}}?){_END}"
    rf"|(?:无一[件起例宗]?|(?<![〇一二三四五六七八九十百千万])[“\"]?零[”\"]?)被?(?P<short>[一-鿿]{{2,10}}?)[”\"]?{_END}"
    rf"|(?P<named>{_WHAT})(?:总?[数量率]|件数)?(?:(?:均?[为是]|保持|实现)[“\"]?零[”\"]?|清零){_END}"
)
_DONE = expression(
    '^(?:没有|暂无|尚无|均无|不存在|无|[“"]?零|从未|未(?:一[件起例宗])?(?:发生|收到|受理|办理|出现|发现|产生|新增|接到|查处|召开|开展|举办|举行|组织|印发|配备|聘请|登记))|零[”"]?$|清零$'
)
_OF_SOME = expression("[的地得了过就把将按及]|(?<=.)被|依法|按时|按期")


class Negation(NamedTuple):
    """What a text says that there was none of, from `start` to `end`; `short` where it stands right behind 零 or 无一; `held` where it
    is what was not done: 未召开专题会议.
    """

    start: int
    end: int
    said: str
    what: str
    short: bool
    held: bool = False


def negations(text: str) -> Iterator[Negation]:
    """Yield what a text says that there was none of."""
    for match in _NONE.finditer(text):
        what = match["what"] or match["event"] or match["short"] or match["named"]
        if _DONE.search(match[0]) and not _OF_SOME.search(what):
            yield Negation(
                *match.span(), match[0].strip('“”"'), what, bool(match["short"]), bool(match["event"])
            )
