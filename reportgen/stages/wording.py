"""A template's own words against the profile -> what they would print that no figure stands for: numbers, units, gaps."""

from __future__ import annotations

from collections.abc import Iterable

from reportgen.model import FigureDefinition, Finding, Place, Profile
from reportgen.rules import finding
from reportgen.stages.tag_units import wrong_units
from reportgen.stages.typed_numbers import Literal, literals, wrong_literals
from reportgen.word.document import Template
from reportgen.word.leftovers import gaps
from reportgen.word.passages import Passage


def check(template: Template, profile: Profile, name: str) -> list[Finding]:
    """Return what is wrong with the words of a template whose tags are right; `name` is the template's file."""
    return [
        *wrong_literals(numbers(template, profile), name),
        *wrong_units(template, profile, name),
        *left_over(template, profile.figures.values(), name),
    ]


def numbers(template: Template, profile: Profile) -> list[Literal]:
    """Return the numbers that the template's author has written."""
    return literals(template, profile)


def left_over(template: Template, definitions: Iterable[FigureDefinition], name: str) -> list[Finding]:
    """Return an error for each gap, placeholder or other program's tag that would be printed as it stands."""
    names = tuple(each.full_name for each in definitions)
    found: dict[tuple[Passage, str], list[tuple[int, int]]] = {}
    for passage in template.passages:
        for start, end, what in gaps(passage, names):
            found.setdefault((passage, what), []).append((start, end))
    where = template.places({passage: None for passage, _ in found})
    told = []
    for (passage, what), spans in found.items():
        said = dict.fromkeys(passage.text[start:end].strip() or "空格" for start, end in spans)
        (start, end), *_ = spans
        place = Place(name, f"{where[passage]}“{passage.text[max(0, start - 8) : end + 8].strip()}”")
        told.append(finding("TPL012", f"{'、'.join(f'“{each}”' for each in said)}是{what}", place))
    told += [finding("TPL012", message, Place(name, part)) for part, message in template.unfilled]
    return told
