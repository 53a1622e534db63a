"""A template's own words -> that something comes first or last, by its name as typed, of which no tag says that it still does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from reportgen.expressions import expression
from reportgen.model import Finding, Place, Profile
from reportgen.prose.figure_words import FigureWords
from reportgen.rules import finding
from reportgen.word.document import Template
from reportgen.word.passages import SENTENCE, Passage, is_fixed

_NUMERALS = "一二三四五六七八九十两"
_SUM = "率|比[重例]?|数|量|额|[件起宗例]"
_RANK = expression(
    r"(?:数量|总量|件数|人数|次数|案件|纠纷)?(?<!尽)(?<!跑)(?P<word>(?P<most>(?:最多|最少|次之|居多)"
    rf"|(?P<size>(?<![到在至为以])(?:最[高低大小]))"
    rf"|(?<![摆放])[居列排][一-鿿]{{0,6}}?(?:第[{_NUMERALS}\d]+|[首末]位|榜[首尾]|首|前[{_NUMERALS}\d]+)位?名?|(?:高于|低于|超过|优于|好于)[一-鿿]{{0,6}}平均(?:水平|[值数])?))"
    r"(?=[，。；：！？、,;!?\s）)]|$|的[是为有])"
)
_CLAUSE = expression(r"[，、；：。！？,;:!?（）()\n]")
_PLACE = expression(
    r"(?<![全各每本我该进入驻])(?!(?:乡|城|农|行政|示范)[村镇])[一-鿿](?:村(?![民居级庄务])|社区|[镇乡](?![村镇级])|街道|派出所|司法所|[一-鿿]局)"
)
_NOT_OURS = expression("力争|争取|争创|确保|努力|目标|[将要]|考核|评比|评估|测评|竞赛|大赛|比赛|评选|考评")
_ENOUGH = 2  # of what a text weighs that names a figure
_FIX = (
    "改成排了序的清单的标签：figures.yaml 里写 by、order、top: 1，模板里写 {{#组.清单}}…{{/组.清单}}；"
    "每年都不变的，在这句话里加上 {{! 固定 }}"
)


def wrong_ranks(template: Template, profile: Profile, words: FigureWords, name: str) -> list[Finding]:
    """Return an error for each name that is typed as the first or the last of a number that the report counts: 其中东村最多;
    `name` is the template's file.
    """
    claims = _Claims(profile, words)
    found = [(passage, said) for passage in template.passages for said in claims.of(passage)]
    where = template.places({passage: None for passage, _ in found})
    return [
        finding(
            "TPL010",
            f"模板里写定的“{said}”说的是名次、高低，不是标签印出来的，今年未必还是这样",
            Place(name, f"{where[passage]}“{said}”"),
            fix=_FIX,
        )
        for passage, said in found
    ]


@dataclass(frozen=True)
class _Claims:
    """What passages say to come first, by the names that a profile knows and by the words of its figures."""

    profile: Profile
    words: FigureWords

    @cached_property
    def _known(self) -> re.Pattern[str]:
        """The values that columns may have, the departments and the bodies."""
        values = {
            value
            for kind in self.profile.kinds.values()
            for value in (*kind.owners, *(each for field in kind.fields.values() for each in field.enum))
        }
        names = {each for each in (*values, *self.profile.departments, *self.profile.beside) if len(each) > 1}
        return re.compile("|".join(map(re.escape, sorted(names))) or "(?!)")

    def of(self, passage: Passage) -> Iterator[str]:
        """Yield the clauses of a passage that say so, but for those with a tag in them."""
        words = passage.words
        for match in _RANK.finditer(words):
            begin = match.start() - len(_CLAUSE.split(words[: match.start()])[-1])
            end = match.end()
            if words.startswith("的", end):  # 最多的是东村
                end += len(_CLAUSE.split(words[end:])[0])
            said = words[begin:end].strip()
            if "\x00" in said or _NOT_OURS.search(said) or is_fixed(passage, match.start()):
                continue
            if self._is_counted(passage, begin, said, match):
                yield said

    def _is_counted(self, passage: Passage, begin: int, said: str, match: re.Match[str]) -> bool:
        """Whether a clause names who or what comes first, and it or its sentence speaks of what is counted."""
        subject = said.replace(match["word"], "").removeprefix("其中")
        if self._known.search(subject) or _PLACE.search(subject):
            return True
        if match["size"] and not re.search(_SUM, subject):
            return False
        named = any(each.weight(said) >= _ENOUGH for each in self.words.figures)
        return named or (len(subject) != 1 and self._has_figure(passage, begin))

    def _has_figure(self, passage: Passage, begin: int) -> bool:
        start = begin - len(SENTENCE.split(passage.words[:begin])[-1])
        return any(
            tag.kind == "print" and tag.name in self.profile.figures and start <= tag.start < begin
            for tag in passage.tags
        )
