"""A template's lists of the first few entries -> the numbers of all entries that stand under or behind one as its sum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reportgen.expressions import expression
from reportgen.model import FigureDefinition, Finding, Place, Profile
from reportgen.proofreading.tag_units import quote
from reportgen.rules import finding
from reportgen.word.document import Template
from reportgen.word.passages import SENTENCE, Passage, is_fixed, table_of
from reportgen.word.tags import Tag

_SUM = expression(r"(?:^|[，、；;\s\x00（(])(?:以上)?(?:合计|总计|共计|小计|总共|一共)(?:为|是)?$")
_OTHERS = expression("其他|其它|其余|别的|等")
_FIX = (
    "写明是谁的合计，如“全镇合计”；或在前面加上其余各项，或删去清单的 top；"
    "确实要这样印的，在这句话里加上 {{! 固定 }}"
)
_Sum = tuple[Passage, Tag, FigureDefinition]


def wrong_sums(template: Template, profile: Profile, name: str) -> list[Finding]:
    """Return a warning for each number of all entries that is called the sum, in a table or a sentence, behind a list of the first
    few and no word of the others; `name` is the template's file.
    """
    if not any(each.top for each in profile.figures.values()):
        return []
    told = [*_in_sentences(template, profile), *_in_tables(template, profile)]
    told = [each for each in told if not is_fixed(each[0], each[1].start)]
    where = template.places({passage: None for passage, *_ in told})
    return [
        replace(
            finding(
                "TPL019",
                f"清单“{cut.full_name}”只印前{cut.top}项，后面写成合计的“{tag.text}”印的是全部的，不是印出来的各项之和",
                Place(name, f"{where[passage]}“{quote(passage, tag)}”"),
                fix=_FIX,
            ),
            severity="warning",
        )
        for passage, tag, cut in told
    ]


def _in_sentences(template: Template, profile: Profile) -> Iterator[_Sum]:
    for passage in template.passages:
        cut, end = None, 0
        for tag in passage.tags:
            closed = _cut(tag, profile)
            if closed:
                cut, end = closed, tag.end
            elif cut and _is_of_all(tag, cut, profile):
                between = passage.words[end : tag.start]
                said = SENTENCE.search(between) is None and not _OTHERS.search(between)
                if said and _SUM.search(between):
                    yield passage, tag, cut


def _in_tables(template: Template, profile: Profile) -> Iterator[_Sum]:
    """The numbers in rows that are called the sum and nothing else, below a list in the same table."""
    cut, within, heads = None, None, ""
    for passage in template.passages:
        table = table_of(passage)
        if cut and table is within and not _OTHERS.search(heads) and _SUM.fullmatch(_first(passage)):
            yield from ((passage, tag, cut) for tag in passage.tags if _is_of_all(tag, cut, profile))
        heads += "" if passage.tags else passage.text
        for tag in passage.tags if table is not None else ():
            if closed := _cut(tag, profile):
                cut, within, heads = closed, table, ""


def _first(passage: Passage) -> str:
    return "".join(passage.heads[0].split()) if passage.heads else ""


def _cut(tag: Tag, profile: Profile) -> FigureDefinition | None:
    """The list of the first few entries that a tag ends."""
    figure = profile.figures.get(tag.name) if tag.kind == "close" else None
    return figure if figure and figure.top else None


def _is_of_all(tag: Tag, cut: FigureDefinition, profile: Profile) -> bool:
    figure = profile.figures.get(tag.name) if tag.kind == "print" else None
    return bool(figure and figure.group == cut.group and not (figure.is_list or figure.ratio))
