"""A template's tags against the units of their figures -> what is wrong with the unit that is printed behind a number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from reportgen.arithmetic import Node, names, tree
from reportgen.expressions import expression
from reportgen.model import COUNT, TOTAL, FigureDefinition, Finding, Place, Profile
from reportgen.profile.queries import column_unit, measured_field
from reportgen.prose.figure_words import FigureWords, same_unit, unit_of
from reportgen.rules import finding
from reportgen.stages.displays import SAME_UNIT, SCALES, WITH_UNIT
from reportgen.stages.grouped import factor_of
from reportgen.values.amounts import conversion
from reportgen.word.document import Template
from reportgen.word.passages import Passage
from reportgen.word.tags import Tag, open_behind

_HUNDREDTH = expression(r"百分(?:之|比[为是]?)[\s\x00]*$")
_BRACKET = expression(r"[（(]\s*(?:单位[:：]?)?\s*([^（）()]{1,6}?)\s*[)）]")
_BRACKET_BEFORE = expression(_BRACKET.pattern + r"[\s\x00:：]*$")
_SAME = {"％": "%", "百分点": "个百分点"}

_GOES_ON = expression(r"\s*[至到和与、—–~～-]")  # to another number, behind which the unit stands
_UNIT_LINE = expression(r"单位\s*[:：]\s*([^\s()（）。；]+)")


class PrintedNumber(NamedTuple):
    """A tag that prints a number: in which unit, whether the unit comes with it, and the figure, unless it is a row's."""

    tag: Tag
    unit: str
    own: bool = False
    figure: FigureDefinition | None = None


class _Wrong(NamedTuple):
    """What is wrong with the unit beside a tag, how to mend it, and whether it is only 人次 for 人, or the like."""

    message: str
    fix: str
    slight: bool = False


def wrong_units(template: Template, profile: Profile, name: str) -> list[Finding]:
    """Return an error for each tag behind which another unit stands than its number has, a warning where that is 人次 for 人
    or the like, which an office may count as one; `name` is the template's file.
    """
    units = FigureWords(profile, template.passages).units
    told: list[tuple[Passage, Tag, _Wrong]] = []
    for passage, printed in printed_numbers(template, profile):
        for each in printed:
            if wrong := _wrong(passage, each, units):
                told.append((passage, each.tag, wrong))
    where = template.places({passage: None for passage, *_ in told})
    return [
        _told(wrong, Place(name, f"{where[passage]}“{quote(passage, tag)}”")) for passage, tag, wrong in told
    ]


def _told(wrong: _Wrong, place: Place) -> Finding:
    found = finding("TPL011", wrong.message, place, fix=wrong.fix)
    return replace(found, severity="warning") if wrong.slight else found


def wrong_figures(profile: Profile) -> list[Finding]:
    """Return an error for each figure that is declared in a unit into which what it measures cannot be converted, or that
    adds what has different units.
    """
    found = []
    for name, figure in profile.figures.items():
        place = Place(f"{profile.name}/figures.yaml", name)
        measured = column_unit(profile, figure)
        if figure.formula:
            found += [finding("PRO002", message, place, fix=fix) for message, fix in _mixed(profile, figure)]
        elif (
            measured
            and figure.unit
            and not same_unit(measured, figure.unit)
            and not factor_of(profile, figure)
        ):
            message = f"数据项“{name}”的单位写的是“{figure.unit}”，它所算的列的单位是“{measured}”，换算不了"
            fix = f"把 figures.yaml 里的 unit 改成“{measured}”，模板里的单位也照着写"
            found.append(finding("PRO002", message, place, fix=fix))
    return [*found, *_twice_otherwise(profile)]


def _twice_otherwise(profile: Profile) -> Iterator[Finding]:
    """Yield an error for each figure that measures what another one does in another unit, where the column has none: one of
    the two is not what it says, and nothing is converted.
    """
    first: dict[tuple[str, str, str], FigureDefinition] = {}
    for name, figure in profile.figures.items():
        column = "" if figure.parts or "distinct" in figure.measure else measured_field(figure.measure)
        if not (column and figure.unit) or column_unit(profile, figure):
            continue
        other = first.setdefault((figure.sheet, figure.measure, figure.where), figure)
        if not same_unit(other.unit, figure.unit):
            message = (
                f"数据项“{name}”的单位写的是“{figure.unit}”，“{other.full_name}”算的是同一个数，写的是“{other.unit}”；"
                f"“{column}”这一列没有写单位，不会换算"
            )
            fix = (
                "在 sheets.yaml 里给这一列写上 unit；各行单位不同的，分成几列；或者把两处的 unit 写成一样的。"
            )
            yield finding("PRO002", message, Place(f"{profile.name}/figures.yaml", name), fix=fix)


def _mixed(profile: Profile, figure: FigureDefinition) -> Iterator[tuple[str, str]]:
    """What is wrong with the units of a formula, and how to mend it: only what has the same unit is added, and the sum has
    it, too.
    """
    units = {
        name: unit_of(profile, profile.figures[full])
        for name, full in zip(names(figure.formula), figure.parts, strict=True)
    }
    wrong, unit = _unit_of(tree(figure.formula), units)
    if wrong:
        message = f"数据项“{figure.full_name}”把单位不同的数加在一起：{wrong}"
        yield message, "换成单位相同的数据项；元和万元这样能换算的，把数据项的 unit 写成一样的。"
    elif unit and figure.unit and not same_unit(unit, figure.unit):
        message = f"数据项“{figure.full_name}”的单位写的是“{figure.unit}”，用来加减的数的单位是“{unit}”"
        yield message, f"把 figures.yaml 里的 unit 改成“{unit}”。"
    elif figure.unit in ("%", "％"):
        yield f"“{figure.full_name}”的公式算不出百分率：公式不乘一百", "百分率用 ratio: [分子, 分母]。"


def _unit_of(node: Node, units: Mapping[str, str]) -> tuple[str, str]:
    """What is wrong with the units of a formula, and the unit of a sum; a product and a quotient have one of their own."""
    if isinstance(node, str):
        return "", units[node]
    sign, *sides = node
    (wrong, left), (other, right) = (_unit_of(each, units) for each in sides)
    if wrong or other or sign in "*/":
        return wrong or other, ""
    if left and right and not same_unit(left, right):
        return f"“{left}”和“{right}”", ""
    return "", left or right


def printed_numbers(template: Template, profile: Profile) -> Iterator[tuple[Passage, list[PrintedNumber]]]:
    """The passages with the tags in them that print numbers, each with its unit."""
    open_: dict[tuple[str, int], list[Tag]] = {}
    for passage in template.passages:
        stack = open_.get((passage.part, passage.story), [])
        found: list[PrintedNumber] = []
        for tag in passage.tags:
            if tag.kind == "print" and (each := _number(tag, stack, profile)):
                found.append(each)
            stack = open_behind(tag, stack)
        open_[passage.part, passage.story] = stack
        if found:
            yield passage, found


def _number(tag: Tag, stack: list[Tag], profile: Profile) -> PrintedNumber | None:
    """What a tag prints, if it prints a number with a known unit."""
    if figure := profile.figures.get(tag.name):
        return None if figure.is_list else _figures_own(tag, figure, unit_of(profile, figure))
    for each in reversed(stack):
        if figure := profile.figures.get(each.name):
            if cell := _of_entry(tag, figure, profile):
                return _figures_own(tag, cell, unit_of(profile, cell))
            if tag.name in figure.rows and (unit := profile.kinds[figure.sheet].fields[tag.name].unit):
                return PrintedNumber(tag, unit)
    return None


def _of_entry(tag: Tag, figure: FigureDefinition, profile: Profile) -> FigureDefinition | None:
    """The figure that a name of a list's entries prints; None where that is no number of ours."""
    if tag.name in dict(figure.columns):
        return profile.figures[f"{figure.group}.{dict(figure.columns)[tag.name]}"]
    if figure.by and not figure.columns and not figure.across and tag.name == COUNT:
        return figure
    if not figure.across:
        return None
    kind = profile.kinds[figure.sheet]
    values = kind.fields[figure.across].enum if figure.across in kind.fields else kind.owners
    return figure if tag.name in (*values, TOTAL) else None


def _figures_own(tag: Tag, figure: FigureDefinition, unit: str) -> PrintedNumber | None:
    """What the tag of a figure prints: in the figure's unit, in thousands of it, or in percent of last year."""
    if figure.ratio or tag.filter in WITH_UNIT:
        return PrintedNumber(tag, unit, True, figure)
    if tag.filter in SCALES:
        return PrintedNumber(tag, tag.filter + unit, figure=figure)
    if tag.filter == "增幅数":
        return PrintedNumber(tag, "%", figure=figure)
    return PrintedNumber(tag, unit, figure=figure) if tag.filter in SAME_UNIT else None


def _wrong(passage: Passage, each: PrintedNumber, units: re.Pattern[str]) -> _Wrong | None:
    tag, before = each.tag, passage.words[: each.tag.start]
    said = _behind(passage, each, units)
    if _HUNDREDTH.search(before):
        said = "百分之" if each.own else "%"
    if each.own:
        if not said:
            return None
        message = f"标签“{tag.text}”印出来自带单位，旁边又写了“{said}”"
        return _Wrong(message, f"删去标签旁边的“{said}”，或换一个标签")
    said = said or _given(passage, before, units) or _of_table(passage, each.unit)
    if not said and each.unit == "%" and not _GOES_ON.match(passage.text[tag.end :]):
        message = f"标签“{tag.text}”印的是百分数，不带百分号，后面、表头也没有写"
        return _Wrong(message, "在标签后面写上“%”，表格里写在表头的括号里")
    if not said or not each.unit or said == "个" or same_unit(each.unit, said):
        return None
    message = f"标签“{tag.text}”的单位是“{each.unit}”，模板里写的是“{said}”"
    fix = f"把“{said}”改成“{each.unit}”，或换成单位是“{said}”的数据项"
    return _Wrong(message, fix, said.removesuffix("次") == each.unit.removesuffix("次"))


def _behind(passage: Passage, each: PrintedNumber, units: re.Pattern[str]) -> str:
    """The unit that stands behind a tag, before the next value; 余 and a 个 before another unit are passed over."""
    stop = each.tag.end
    ends = [other.start for other in passage.tags if other.kind == "print" and other.start >= stop]
    behind = passage.words[stop : min(ends, default=len(passage.text))].replace("\x00", "").lstrip()
    said = _unit(behind.lstrip("余多"), units)
    return (_unit(behind[1:], units) or said) if said == "个" != each.unit else said


def _unit(words: str, units: re.Pattern[str]) -> str:
    match = units.match(words) or re.match("百分点|％", words)
    return _SAME.get(match[0], match[0]) if match else ""


def _given(passage: Passage, before: str, units: re.Pattern[str]) -> str:
    """The unit in brackets before a tag, or else the one that the headings of its table give."""
    near = _BRACKET_BEFORE.findall(before)
    found = near or [unit for head in passage.heads for unit in _BRACKET.findall(head)]
    known = {_SAME.get(unit, unit) for unit in found if units.fullmatch(unit) or unit == "％"}
    return known.pop() if len(known) == 1 else ""


def _of_table(passage: Passage, unit: str) -> str:
    """The unit that the line before a table gives for numbers of this sort: 单位：万元 is for money, not for cases."""
    said = _UNIT_LINE.search(passage.caption)
    given = re.split("[、,，/]", said[1]) if said else []
    factors = {each: conversion(unit, each) for each in given}
    if 1 in factors.values():
        return ""
    return next((each for each, factor in factors.items() if factor), "")


def quote(passage: Passage, tag: Tag) -> str:
    """Return a tag with the words beside it."""
    start, end = max(0, tag.start - 8), min(len(passage.text), tag.end + 8)
    return f"{'…' if start else ''}{passage.text[start:end].strip()}{'…' if end < len(passage.text) else ''}"
