"""A template's title, number and date where they are typed, and the settings' texts -> those that are not of this report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from reportgen.expressions import expression
from reportgen.model import Finding, Place
from reportgen.numerals import arabic
from reportgen.rules import finding
from reportgen.word.document import Template
from reportgen.word.passages import Passage, is_fixed
from reportgen.workspace.printed_dates import CUT_OFF, NUMBER, SIGNED, day_of

_FULL_STOP = expression("[。！？!?]")
_TITLE = expression(r"(?:报告|总结|汇报|情况|要点|公报|年报)(?:[（(][^（）()]*[）)])?\s*$")
_CAPTION = expression(r"\s*附?[图表]\s*[\d一二三四五六七八九十]*(?:[\s、.．：:]|$)")
_YEAR = expression(
    r"(?<![\d〔\[(（—–~～至到-])((?:19|20)\d\d|[一二][〇零○一二三四五六七八九]{3})\s*年(?!度?\s*(?:[—–~～至到-]|以来|起)|\s*\d{1,2}\s*月)"
)
_NAMED = expression("《[^《》]*》|“[^“”]*”")
_NUMBER = expression(
    r"\s*([^\s\d，。；：]{1,12}[〔\[(（【［]\s*([12]\d{3})\s*[〕\])）】］]\s*第?\d+\s*号)(?:\s+签发人.*)?\s*"
)
_DAY = expression(
    r"\s*((?:[12]\d{3}|[一二][〇零○一二三四五六七八九]{3})\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日)\s*"
)
_BRACKETS = str.maketrans("[(（【［])）】］", "〔〔〔〔〔〕〕〕〕〕")
_FIX = "；确实要写定的，在这句话里加上 {{! 固定 }}"


class _Line(NamedTuple):
    """A line of a passage, and where it begins in it."""

    passage: Passage
    start: int
    text: str


def wrong_letterhead(template: Template, texts: Mapping[str, str], year: int, name: str) -> list[Finding]:
    """Return an error for a title, a number and a date that the template says in figures and that are another report's;
    `texts` are the settings' for the year, `name` is the template's file.
    """
    head, body = _parts(template)
    found = [
        *_wrong_titles(head, year),
        *_wrong_captions(_captions(template, body), year),
        *_wrong_numbers(head, texts, year),
        *_wrong_days(body, texts, year),
    ]
    return _told(template, found, name)


def typed_letterhead(template: Template, name: str) -> list[Finding]:
    """Return a warning for each title, number and date that the template says in figures, whatever the year."""
    head, body = _parts(template)
    titles = [(line, f"标题的年度{years[0]}年", "{{报告.年度}}") for line, years in _titles(head)]
    numbers = [
        (line, f"文号“{match[1]}”", "{{报告.文号}}")
        for line in head
        if (match := _NUMBER.fullmatch(line.text))
    ]
    days = [(line, f"成文日期“{said}”", "{{报告.成文日期}}") for line, said, _ in _days(body)]
    found = [
        (line, f"模板里写定了{what}，每年照样印", f"改成标签 {tag}")
        for line, what, tag in (*titles, *numbers, *days)
    ]
    return [replace(each, severity="warning") for each in _told(template, found, name)]


def _parts(template: Template) -> tuple[list[_Line], list[_Line]]:
    """The lines above the first sentence, with those of headers and footers, and all of the body."""
    lines = list(_lines(template.passages))
    body = [each for each in lines if template.package.label(each.passage.part) == "正文"]
    first = next((at for at, each in enumerate(body) if _FULL_STOP.search(each.text)), len(body))
    others = [each for each in lines if template.package.label(each.passage.part) in ("页眉", "页脚")]
    return [*body[:first], *others], body


def _captions(template: Template, body: Sequence[_Line]) -> list[_Line]:
    """The lines that say what a table that is filled, or a picture, shows."""
    above = {each.caption.strip() for each in template.passages if each.tags}
    return [
        each
        for each in body
        if (_CAPTION.match(each.text) or each.passage.text.strip() in above)
        and not _FULL_STOP.search(each.text)
    ]


def _told(template: Template, found: Sequence[tuple[_Line, str, str]], name: str) -> list[Finding]:
    found = [each for each in found if not is_fixed(each[0].passage, each[0].start)]
    where = template.places({line.passage: None for line, *_ in found})
    return [
        finding("TPL017", message, Place(name, f"{where[line.passage]}“{_shown(line)}”"), fix=fix + _FIX)
        for line, message, fix in found
    ]


def _lines(passages: Sequence[Passage]) -> Iterator[_Line]:
    for passage in passages:
        start = 0
        for text in passage.words.split("\n"):
            yield _Line(passage, start, text)
            start += len(text) + 1


def _titles(lines: Sequence[_Line]) -> Iterator[tuple[_Line, list[int]]]:
    """The titles that give years and do not print the report's by a tag."""
    yield from _dated([each for each in lines if _TITLE.search(_plainly(each))])


def _dated(lines: Sequence[_Line]) -> Iterator[tuple[_Line, list[int]]]:
    for line in lines:
        years = [_year(match[1]) for match in _YEAR.finditer(_plainly(line))]
        if years and not any(tag.name == "报告.年度" for tag in line.passage.tags):
            yield line, years


def _plainly(line: _Line) -> str:
    """The words of a line, without the names of other papers."""
    return _NAMED.sub(lambda each: "\x00" * len(each[0]), line.text)


def _wrong_captions(lines: Sequence[_Line], year: int) -> Iterator[tuple[_Line, str, str]]:
    for line, years in _dated(lines):
        if year not in years:
            message = f"表题、图题里写定了{years[0]}年，印的是{year}年的报告"
            yield line, message, "改成标签 {{报告.年度}}；说的是上一年的，用 {{报告.上年度}}"


def _wrong_titles(lines: Sequence[_Line], year: int) -> Iterator[tuple[_Line, str, str]]:
    """The years of titles that are not the report's, unless the title gives that, too: 2023年度报告（含2022年遗留事项）."""
    for line, years in _titles(lines):
        if year not in years:
            message = f"标题里写定了{years[0]}年，印的是{year}年的报告"
            yield (
                line,
                message,
                "改成标签 {{报告.年度}}；说的是上一年、下一年的，用 {{报告.上年度}}、{{报告.下年度}}",
            )


def _year(said: str) -> int:
    return int(said if said.isascii() else arabic(said))


def _wrong_numbers(
    lines: Sequence[_Line], texts: Mapping[str, str], year: int
) -> Iterator[tuple[_Line, str, str]]:
    given, signed = texts.get(NUMBER, ""), _day(texts.get(SIGNED, ""))
    allowed = (signed.year,) if signed else (year, year + 1)
    for line in lines:
        match = _NUMBER.fullmatch(line.text)
        if not match:
            continue
        if given and _plain(match[1]) != _plain(given):
            message = f"模板里写定的文号是“{match[1]}”，设置里写的是“{given}”"
            yield line, message, "改成标签 {{报告.文号}}"
        elif not given and int(match[2]) not in allowed:
            message = f"模板里写定的文号是“{match[1]}”，不是{'、'.join(map(str, allowed))}年的号，像是往年的"
            yield line, message, "改成标签 {{报告.文号}}，在设置的 report 里写上今年的文号"


def _days(lines: Sequence[_Line]) -> Iterator[tuple[_Line, str, date]]:
    """The lines that are a day and nothing else, but for those of tables."""
    for line in lines:
        match = _DAY.fullmatch(line.text)
        day = _day(match[1]) if match and not line.passage.heads else None
        if match and day:
            yield line, match[1], day


def _wrong_days(
    lines: Sequence[_Line], texts: Mapping[str, str], year: int
) -> Iterator[tuple[_Line, str, str]]:
    given, until = texts.get(SIGNED, ""), _day(texts.get(CUT_OFF, ""))
    for line, said, day in _days(lines):
        if given and day != _day(given):
            message = f"模板里写定的成文日期是“{said}”，设置里写的是“{given}”"
            yield line, message, "改成标签 {{报告.成文日期}}"
        elif not given and until and day < until and until.year == year:
            message = (
                f"模板里写定的成文日期是“{said}”，早于{year}年数据的截止日期{texts[CUT_OFF]}，像是往年的"
            )
            yield line, message, "改成标签 {{报告.成文日期}}，在设置的 report 里写上今年的成文日期"


def _day(text: str) -> date | None:
    return day_of(text) if text else None


def _plain(number: str) -> str:
    return "".join(number.split()).translate(_BRACKETS).replace("第", "")


def _shown(line: _Line) -> str:
    shown = line.passage.text[line.start : line.start + len(line.text)].strip()
    return shown if len(shown) <= 40 else shown[:39] + "…"
