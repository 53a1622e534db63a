"""What is written in and under a template's charts -> the units and the names that are not those of the columns they show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.definitions import COUNT
from reportgen.expressions import expression
from reportgen.model import FigureDefinition, Finding, Place, Profile
from reportgen.plots import KINDS, Series
from reportgen.prose.figure_words import FigureWords, same_unit, unit_of
from reportgen.rules import finding
from reportgen.word.document import Template

if TYPE_CHECKING:
    from reportgen.word.chart_texts import ChartText

_UNIT = expression(r"(?:[（(]\s*(?:单位\s*[:：]?)?|单位\s*[:：])\s*([^（）()，。；\s]{1,6})")


def wrong_charts(template: Template, profile: Profile, name: str) -> list[Finding]:
    """Return an error for each unit that stands in a chart or in its caption and is another one than that of the columns it
    shows, and for each name of another column; `name` is the template's file.
    """
    told = [(said, known, place) for known, place, texts in _charts(template, profile) for said in texts]
    if not told:
        return []
    units = FigureWords(profile, template.passages).units
    found = []
    for said, known, place in told:
        place = place if place.file else Place(name, place.sheet)
        given = _UNIT.findall(said.text) + ([said.text] if said.alone else [])
        wrong = [
            each
            for each in given
            if units.fullmatch(each) and each != "个" and not _is_of(each, said.columns)
        ]
        if wrong:
            found.append(_of_unit(said, wrong[0], place))
        elif not said.alone and (other := _other_column(said, known)):
            names = "、".join(f"“{each.name}”" for each in said.columns)
            message = f"{said.what}“{said.text}”说的是“{other}”，图里画的是{names}"
            found.append(
                finding("TPL019", message, place, fix="改正这几个字，或把标签、系列换成字里说的那一列。")
            )
    return found


def _of_unit(said: ChartText, unit: str, place: Place) -> Finding:
    column = said.columns[0]
    message = f"{said.what}里写的单位是“{unit}”，图里“{column.name}”的单位是“{column.unit}”"
    found = finding("TPL011", message, place, fix=f"把“{unit}”改成“{column.unit}”")
    slight = unit.removesuffix("次") == column.unit.removesuffix("次")
    return replace(found, severity="warning") if slight else found


def _is_of(unit: str, columns: Sequence[Series]) -> bool:
    return any(same_unit(each.unit, unit) for each in columns) or not all(each.unit for each in columns)


def _other_column(said: ChartText, known: Sequence[Series]) -> str:
    """The name of a column that a text says, where it says none of those that are shown."""
    text, names = said.text, []
    for each in sorted((each.name for each in known), key=len, reverse=True):
        if each in text:
            names.append(each)
            text = text.replace(each, "\x00")
    shown = {each.name for each in said.columns}
    return names[0] if names and not shown & set(names) else ""


def _charts(
    template: Template, profile: Profile
) -> Iterator[tuple[Sequence[Series], Place, list[ChartText]]]:
    """Yield for each chart the columns of its list, its place, and what is written in it and under it."""
    for chart, place in template.charts:
        known, asked = _columns(chart.names[0].name, profile)
        from reportgen.word.chart_texts import chart_texts

        yield known, place, chart_texts(template.package, chart, asked)
    for passage in template.passages:
        drawn = [tag for tag in passage.tags if tag.kind == "print" and tag.filter in KINDS]
        if drawn and passage.paragraph is not None:
            known, asked = _columns(drawn[0].name, profile)
            from reportgen.word.chart_texts import under

            texts = list(under(passage.paragraph, asked))
            if texts:
                yield known, Place("", template.places([passage])[passage]), texts


def _columns(name: str, profile: Profile) -> tuple[list[Series], list[Series]]:
    """The columns of a list, and those of them that a chart by this name shows: all, or one alone."""
    figure, _, column = name.rpartition(".")
    of = profile.figures.get(name) or profile.figures.get(figure)
    if of is None or not of.by:
        return [], []
    known = [Series(heading, unit, (), ()) for heading, unit in _headings(of, profile)]
    return known, known if name in profile.figures else [each for each in known if each.name == column]


def _headings(of: FigureDefinition, profile: Profile) -> Iterator[tuple[str, str]]:
    for heading, figure in of.columns:
        yield heading, unit_of(profile, profile.figures[f"{of.group}.{figure}"])
    if of.across:
        kind = profile.kinds[of.sheet]
        values = kind.fields[of.across].enum if of.across in kind.fields else kind.owners
        yield from ((each, unit_of(profile, of)) for each in values)
    elif not of.columns:
        yield of.name if of.measure else COUNT, unit_of(profile, of)
