"""A template's title, address and signature, as the settings fill them -> offices that are another town's, said twice, not the
same in both, or written to themselves; and a title of another matter than what the report says that it reports.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from reportgen.expressions import expression
from reportgen.model import Finding, Place
from reportgen.prose.figure_words import pairs
from reportgen.prose.spans import other_body
from reportgen.rules import finding
from reportgen.word.document import Template
from reportgen.word.passages import Passage, is_fixed

_FULL_STOP = expression("[。！？!?]")
_TITLE = expression(r"(?:报告|总结|汇报|情况|公报|年报)(?:[（(][^（）()]*[）)])?$")
_ISSUER = expression(r"[一-鿿]{2,}(?:委员会|政府|办事处|管委会|党委|党工委|办公室|[一-鿿]局)")
_TWICE = expression(
    r"(人民政府|委员会|办事处|办公室|中共)\1|人民政府(?:委员会|党委)|委员会人民政府|办事处(?:委员会|人民政府)"
)
_ADDRESS = expression("(.{2,60})[：:]$")
_REPORTED = expression(
    "(?:现将|现就|现对|编制|形成)([^。；：]{2,60}?)(?:报告|汇报|总结|公布|公告|通报|公报|汇总)(?:如下|[。：]|$)"
)
_OF_ANY_REPORT = expression(
    "报告|汇报|总结|公布|公报|年报|汇总|主要|统计|各[项类]|政府|人民|[\\d\x00年月日半季度上下]+"
)
_TEXTS = "报告."
_UNIT = "单位"
_AND = expression("[、，,]|(?<=府)和|并报")
_BEGINNING = 3  # paragraphs in which a report says what it is
_MATTER = "正文说的是"
_SLIGHT = ("先后不一样", _MATTER)
_FIX = "；确实要这样印的，在这一行里加上 {{! 固定 }}"


class _Line(NamedTuple):
    """A line of a paragraph as it will be printed, but for figures."""

    passage: Passage
    text: str


def wrong_issuers(template: Template, texts: Mapping[str, str], name: str) -> list[Finding]:
    """Return an error for each office in the title or under the report that is another town's than the unit's, for each that says
    what it is twice, for one to which the report goes and from which it comes, and where the offices under the report are not
    those of its title; a warning where only their order is not, and where its first sentence names another matter. `texts` are the settings' for the year, `name` is the template's file.
    """
    lines = [each for each in _lines(template, texts) if each.text]
    first = next((at for at, each in enumerate(lines) if _FULL_STOP.search(each.text)), len(lines))
    last = next((at for at in range(len(lines), first, -1) if _FULL_STOP.search(lines[at - 1].text)), first)
    head, foot = lines[:first], lines[last:]
    told = [*_others(head, foot, texts[_UNIT]), *_twice(lines), *_to_itself(head, foot, texts[_UNIT])]
    told += _of_another_matter(head, lines[first : first + _BEGINNING], texts[_UNIT])
    title = next((at for at, each in enumerate(head) if _TITLE.search(each.text)), 0)
    above, below = _issuers(head[:title]), _issuers(foot)
    names, signed = [each.text for each in above], [each.text for each in below]
    slight = sorted(names) == sorted(signed)
    if names and signed and names != signed:
        what = "先后不一样" if slight else "不一样"
        told.append(
            (
                below[0],
                f"署名的是{'、'.join(signed)}，标题里的是{'、'.join(names)}，{what}",
                "照标题改正署名，或改正标题",
            )
        )
    told = [each for each in told if not is_fixed(each[0].passage, 0)]
    where = template.places({line.passage: None for line, *_ in told})
    found = [
        finding("TPL017", message, Place(name, f"{where[line.passage]}“{line.text}”"), fix=fix + _FIX)
        for line, message, fix in told
    ]
    return [
        replace(each, severity="warning") if any(said in each.message for said in _SLIGHT) else each
        for each in found
    ]


def _lines(template: Template, texts: Mapping[str, str]) -> Iterator[_Line]:
    for passage in template.passages:
        if not passage.heads and not passage.drawn and template.package.label(passage.part) == "正文":
            for text in _filled(passage, texts).split("\n"):
                yield _Line(passage, text.strip().strip("\x00"))


def _filled(passage: Passage, texts: Mapping[str, str]) -> str:
    """The text of a paragraph with the settings' texts in it, and nothing in the place of other tags."""
    text, at = "", 0
    for tag in passage.tags:
        text += passage.text[at : tag.start]
        if tag.kind == "print":
            text += texts.get(tag.name.removeprefix(_TEXTS), "") if tag.name.startswith(_TEXTS) else "\x00"
        at = tag.end
    return text + passage.text[at:]


def _issuers(lines: Sequence[_Line]) -> list[_Line]:
    return [each for each in lines if _ISSUER.fullmatch(each.text)]


def _others(head: Sequence[_Line], foot: Sequence[_Line], unit: str) -> Iterator[tuple[_Line, str, str]]:
    titles = [each for each in head if _TITLE.search(each.text)]
    for line in (*_issuers(head), *titles, *_issuers(foot)):
        if other := other_body(line.text, unit):
            yield line, f"写的是“{other}”，这份报告是{unit}的", "改成标签 {{报告.单位}}"


def _to_itself(head: Sequence[_Line], foot: Sequence[_Line], unit: str) -> Iterator[tuple[_Line, str, str]]:
    own = {unit, *(each.text for each in _issuers(foot))}
    for line in head:
        address = _ADDRESS.fullmatch(line.text)
        for name in _AND.split(address[1]) if address else ():
            if name.strip() in own:
                yield (
                    line,
                    f"主送的“{name.strip()}”就是出报告的单位",
                    "改正主送机关；在设置里写的，改 report 的主送机关",
                )


def _of_another_matter(
    head: Sequence[_Line], body: Sequence[_Line], unit: str
) -> Iterator[tuple[_Line, str, str]]:
    """The title that has no word in common with what the first sentences say is reported."""
    titles = [each for each in head if _TITLE.search(each.text)]
    said = next((match for each in body if (match := _REPORTED.search(each.text))), None)
    if said and titles:
        reported = _matter(said[1], unit)
        named = [_matter(each.text, unit) for each in titles]
        if reported and all(named) and not any(reported & each for each in named):
            message = f"标题是“{titles[0].text}”，{_MATTER}“{said[0].rstrip('。：')}”，不是一件事"
            yield (
                titles[0],
                message.replace("\x00", ""),
                "核对标题，是不是别的报告的；说的是一件事的，把两处写成一样的",
            )


def _matter(text: str, unit: str) -> set[str]:
    """The pairs of characters that say what a report is about."""
    return set(pairs(_OF_ANY_REPORT.sub("\x00", text.replace(unit, "\x00"))))


def _twice(lines: Sequence[_Line]) -> Iterator[tuple[_Line, str, str]]:
    for line in lines:
        match = _TWICE.search(line.text)
        if match and any(tag.name == f"{_TEXTS}{_UNIT}" for tag in line.passage.tags):
            fix = "设置里的 unit 只写地名，如“近海镇”；或删去标签前后重复的字"
            yield line, f"印出来是“{match[0]}”", fix
