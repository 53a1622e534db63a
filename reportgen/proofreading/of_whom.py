"""A template's words against the bodies of a county, and the departments of each -> errors where they name another than the report,
or its numbers, are of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.aliases import known
from reportgen.expressions import expression
from reportgen.model import DEPARTMENT, Finding, Place, Profile
from reportgen.proofreading.tag_units import printed_numbers
from reportgen.prose.spans import other_body
from reportgen.rules import finding
from reportgen.word.document import Template
from reportgen.word.passages import SENTENCE, Passage, is_fixed

_LEVELS = "[省市县区州盟旗镇乡]|街道"
_BEHIND = expression(r"(?:人民政府|政府|街道办事处|办事处|委员会|管委会|办公室|局|所)*$")
_WHOLE = expression(rf"^(?:\d{{4}}年|\x00+年?|[全今本]年)?(?:度)?(全(?:{_LEVELS}))(?!率先|首|考核|排|第|域)")
_YEAR = expression(r"^(?:\d{4}年|\x00+年?|[全今本]年)?度?")
_WITH = expression("[与和同跟向为对由把将在赴到从给比及各]|联合|协助|帮助|支援|学习|代|会同|配合|邀请")
_CLAUSE = expression(r"[，、；：,;:]")
_DOES = r"(?:今年|全年|本年度?|一共|累计|共)*(?:受理|办理|承办|查处|收到|接到|调解|化解|开展|举办|举行|召开|组织|处罚|审查|完成)"
_OF_ALL = "删去“{}”，或在方案里加一个只算这个部门的数据项；确实要这样印的，在这句话里加上 {{{{! 固定 }}}}"
_FIX = "改成 {{报告.单位}}，或改正这句话；确实要这样印的，在这句话里加上 {{! 固定 }}"


def misnamed(template: Template, profile: Profile, unit: str, name: str) -> list[Finding]:
    """Return an error for each place where the template says, before a number, the name of a body that is not the unit, or 全镇 where
    the unit is no town; in a report of one body, where it names another anywhere. `name` is the template's file.
    """
    names = profile.beside
    known = re.compile("|".join(map(re.escape, sorted(names, key=lambda each: (-len(each), each)))) or "(?!)")
    own = max((each for each in names if each in unit), key=len, default="")
    found = {**dict(_before_numbers(template, profile, unit, known, own))}
    if names and not profile.bodies:
        found |= {at: said for at, said in _anywhere(template, known, own) if at not in found}
    where = template.places({passage: None for passage, _ in found})
    return [
        finding(
            "TPL019",
            f"模板里写定了“{said}”，这份报告是{unit}的",
            Place(name, f"{where[passage]}“{passage.text[max(0, at - 8) : at + 12].strip()}”"),
            fix=_FIX,
        )
        for (passage, at), said in found.items()
    ]


def of_one_department(template: Template, profile: Profile, year: int, name: str) -> list[Finding]:
    """Return an error for each number of what several departments hand in that is said to be what one of them has done;
    `name` is the template's file.
    """
    names = known(profile.departments, profile.aliases, year)
    longest = sorted(names.keys() - profile.beside, key=lambda each: (-len(each), each))
    begins = re.compile(rf"(?:{'|'.join(map(re.escape, longest)) or '(?!)'})(?={_DOES})")
    found: list[tuple[Passage, int, str, str]] = []
    for passage, printed in printed_numbers(template, profile):
        for each, last in zip(printed, (None, *printed), strict=False):
            figure, start = each.figure, last.tag.end if last else 0
            if figure is None or figure.parts or figure.by or DEPARTMENT in figure.where:
                continue
            clause = _CLAUSE.split(SENTENCE.split(passage.words[start : each.tag.start])[-1])[-1]
            at = each.tag.start - len(_YEAR.sub("", clause).removeprefix("其中"))
            said = begins.match(passage.words, at, each.tag.start)
            owners = profile.kinds[figure.sheet].owed_in(year)
            alone = not said or names[said[0]] not in owners or set(owners) == {names[said[0]]}
            if said and not alone and said[0] not in figure.where and not is_fixed(passage, at):
                found.append((passage, at, said[0], "、".join(owners)))
    where = template.places({passage: None for passage, *_ in found})
    return [
        finding(
            "TPL019",
            f"写的是“{said}”做的，印的却是各部门（{owners}）合起来的数",
            Place(name, f"{where[passage]}“{passage.text[at : at + 20].strip()}”"),
            fix=_OF_ALL.format(said),
        )
        for passage, at, said, owners in found
    ]


def _before_numbers(
    template: Template, profile: Profile, unit: str, known: re.Pattern[str], own: str
) -> Iterator[tuple[tuple[Passage, int], str]]:
    level = _level(unit)
    for passage, printed in printed_numbers(template, profile):
        start = 0
        for tag in (each.tag for each in printed):
            since = SENTENCE.split(passage.words[start : tag.start])[-1]
            begin = tag.start - len(since)
            start = tag.end
            if is_fixed(passage, begin):
                continue
            for match in known.finditer(since):
                if match[0] != own:
                    yield (passage, begin + match.start()), match[0]
            clause = _CLAUSE.split(since)[-1]
            if not profile.beside and (other := _begins(clause, unit)):
                yield (passage, tag.start - len(clause) + clause.index(other)), other
            if level and (whole := _WHOLE.search(clause)) and whole[1] != f"全{level}":
                yield (passage, tag.start - len(clause) + whole.start(1)), whole[1]


def _begins(clause: str, unit: str) -> str:
    """The name of another body of the unit's level with which a clause begins; an empty string where it begins with none."""
    said = _YEAR.sub("", clause)
    other = other_body(said, unit)
    return other if other and said.startswith(other) and not _WITH.match(said) else ""


def _anywhere(
    template: Template, known: re.Pattern[str], own: str
) -> Iterator[tuple[tuple[Passage, int], str]]:
    for passage in template.passages:
        for match in known.finditer(passage.words):
            if match[0] != own and not is_fixed(passage, match.start()):
                yield (passage, match.start()), match[0]


def _level(unit: str) -> str:
    """What kind of a place a unit governs, by the end of its name; an empty string where that does not say it."""
    if unit.endswith(("街道办事处", "街道")):
        return "街道"
    bare = _BEHIND.sub("", unit)
    return bare[-1:] if bare[-1:] in tuple("省市县区州盟旗镇乡") else ""
