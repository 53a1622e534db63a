"""A template's sentences against the year of a report -> what keeps one from being issued that says another year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reportgen.expressions import expression
from reportgen.model import Finding, Place, Profile
from reportgen.proofreading.tag_units import printed_numbers, quote
from reportgen.rules import finding
from reportgen.stages.displays import LAST_YEAR, SAME_UNIT, SCALES
from reportgen.word.document import Template
from reportgen.word.passages import DESCRIBED, SENTENCE, Passage, is_fixed
from reportgen.word.tags import Tag

_ABOUT_A_YEAR = expression(
    r"(?<![^。；！？\x00\s])((?:19|20)\d\d)年(?:度?[，,]|度?全年|度)|截[至止]到?((?:19|20)\d\d)年"
)
_OF_A_PICTURE = expression(
    r"(?<![\d比较与同自从〔\[(（—–~～至到-])((?:19|20)\d\d)年(?![来起—–~～至到-]|以|修|印|发)"
)
# what stands between a year and a number that makes it the year of something else
_OF_ELSE = "修[订正]|印发|施行|颁布|发布|公布|制定|出台|成立|建成|启动|开始|以来|至今|月|比|较|同期|结转|累计|[—–~～至到-]"
_OF_THE_NUMBER = expression(
    rf"(?<![\d比较与同自从〔\[(（—–~～至到-])((?:19|20)\d\d)年(?![来起]|以)(?:(?!{_OF_ELSE})[^，。；\x00]){{0,15}}$"
)


def other_years(template: Template, profile: Profile, year: int) -> list[Finding]:
    """Return a warning for each sentence that begins with another year than the report's and the next, or counts up to a day
    of one, or describes a picture of one that is over, and an error for each number of the year before which another one stands.
    """
    name = profile.paper_place
    said = list(_said_of_numbers(template, profile, year))
    numbered = {passage for passage, *_ in said}
    begun = [
        (passage, match[0], match[1] or match[2])
        for passage in template.passages
        for match in _ABOUT_A_YEAR.finditer(passage.words)
        if int(match[1] or match[2]) not in (year, year + 1) and not is_fixed(passage, match.start())
    ]
    begun = [each for each in begun if each[0] not in numbered]
    begun += [
        (passage, passage.text, match[1])
        for passage in template.passages
        if passage.drawn == DESCRIBED and passage not in {each for each, *_ in begun}
        for match in list(_OF_A_PICTURE.finditer(passage.words))[:1]
        if int(match[1]) < year and not is_fixed(passage, match.start())
    ]
    where = template.places({passage: None for passage, *_ in [*said, *begun]})
    wrong = [
        replace(
            _found(other, year, Place(name, f"{where[passage]}“{quote(passage, tag)}”")), severity="error"
        )
        for passage, tag, other in said
    ]
    return [
        *wrong,
        *(_found(other, year, Place(name, f"{where[each]}“{text}”")) for each, text, other in begun),
    ]


def _found(said: str, year: int, place: Place) -> Finding:
    message = f"模板里写定了{said}年，印的是{year}年的报告"
    fix = "改成标签 {{报告.年度}}、{{报告.上年度}}、{{报告.下年度}} 或 {{报告.截止日期}}；确实要写定的，在这句话里加上 {{! 固定 }}"
    return finding("TPL016", message, place, fix=fix)


def _said_of_numbers(template: Template, profile: Profile, year: int) -> Iterator[tuple[Passage, Tag, str]]:
    """The numbers of the year, and of the year before, behind which year they are said to be."""
    for passage, printed in printed_numbers(template, profile):
        start = 0
        for tag in (each.tag for each in printed):
            since = SENTENCE.split(passage.words[start : tag.start])[-1]
            start, own = tag.end, year - (tag.filter == LAST_YEAR)
            figure = profile.figures.get(tag.name)
            spans = figure and (figure.years > 1 or "年" in f"{figure.name}{figure.where}")
            said = _OF_THE_NUMBER.search(since)
            if not said or spans or tag.filter not in (*SAME_UNIT, *SCALES):
                continue
            if int(said[1]) != own and int(said[1]) < year and not is_fixed(passage, tag.start):
                yield passage, tag, said[1]
