"""A template's title and signature, as the settings fill them -> offices that are another town's, said twice, or not the same in both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from reportgen.expressions import expression
from reportgen.model import Finding, Place
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
_TEXTS = "报告."
_UNIT = "单位"
_FIX = "；确实要这样印的，在这一行里加上 {{! 固定 }}"


class _Line(NamedTuple):
    """A line of a paragraph as it will be printed, but for figures."""

    passage: Passage
    text: str


def wrong_issuers(template: Template, texts: Mapping[str, str], name: str) -> list[Finding]:
    """Return an error for each office in the title or under the report that is another town's than the unit's, for each that says
    what it is twice, and where the offices under the report are not those of its title, a warning where only their order is not;
    `texts` are the settings' for the year, `name` is the template's file.
    """
    lines = [each for each in _lines(template, texts) if each.text]
    first = next((at for at, each in enumerate(lines) if _FULL_STOP.search(each.text)), len(lines))
    last = next((at for at in range(len(lines), first, -1) if _FULL_STOP.search(lines[at - 1].text)), first)
    head, foot = lines[:first], lines[last:]
    told = [*_others(head, foot, texts[_UNIT]), *_twice(lines)]
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
    return [replace(each, severity="warning") if "先后不一样" in each.message else each for each in found]


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


def _twice(lines: Sequence[_Line]) -> Iterator[tuple[_Line, str, str]]:
    for line in lines:
        match = _TWICE.search(line.text)
        if match and any(tag.name == f"{_TEXTS}{_UNIT}" for tag in line.passage.tags):
            fix = "设置里的 unit 只写地名，如“近海镇”；或删去标签前后重复的字"
            yield line, f"印出来是“{match[0]}”", fix
