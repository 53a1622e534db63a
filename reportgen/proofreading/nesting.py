"""The lists that a template repeats, one within the other -> those that would be printed whole in each entry of another."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.definitions import called
from reportgen.model import FigureDefinition, Finding, Place, Profile
from reportgen.rules import finding
from reportgen.word.document import Template
from reportgen.word.passages import Passage
from reportgen.word.tags import Tag, open_behind


def wrong_nesting(template: Template, profile: Profile, name: str) -> list[Finding]:
    """Return an error for each list within the entries of another that is not declared to be these entries' own; `name` is
    the template's file.
    """
    told = list(_wrong(template, profile))
    where = template.places({passage: None for passage, *_ in told})
    return [
        finding("TPL025", message, Place(name, f"{where[passage]}“{tag.text}”"), fix=fix)
        for passage, tag, message, fix in told
    ]


def _wrong(template: Template, profile: Profile) -> Iterator[tuple[Passage, Tag, str, str]]:
    open_: dict[tuple[str, int], list[Tag]] = {}
    for passage in template.passages:
        stack = open_.get((passage.part, passage.story), [])
        for tag in passage.tags:
            own = profile.figures.get(tag.name) if tag.kind == "open" else None
            if own and own.is_list and (said := _complaint(own, _lists(stack, profile))):
                yield passage, tag, *said
            stack = open_behind(tag, stack)
        open_[passage.part, passage.story] = stack


def _lists(stack: list[Tag], profile: Profile) -> list[FigureDefinition]:
    """The lists in whose entries a tag stands, the innermost last."""
    named = [profile.figures[tag.name] for tag in stack if tag.kind == "open" and tag.name in profile.figures]
    return [each for each in named if each.is_list]


def _complaint(own: FigureDefinition, around: list[FigureDefinition]) -> tuple[str, str] | None:
    """What is wrong with a list where it stands, and how to mend it."""
    outer = around[-1] if around else None
    if own.within and (not outer or outer.by != own.within or outer.group != own.group):
        message = (
            f"清单“{own.full_name}”是按“{called(own.within)}”分开的，要写在按“{called(own.within)}”的清单里面"
        )
        fix = (
            f"外面套上“{own.group}”里写着 by: {called(own.within)} 的清单，或在 figures.yaml 里删去 within。"
        )
        return message, fix
    if outer and not own.within:
        message = f"清单“{own.full_name}”写在清单“{outer.full_name}”里面，每一条后面都会把它从头到尾印一遍"
        if outer.by and own.by:
            return (
                message,
                f"只要每一条自己的，在 figures.yaml 里给“{own.name}”加上 within: {called(outer.by)}。",
            )
        return message, f"把“{{{{#{own.full_name}}}}}”移到“{{{{/{outer.full_name}}}}}”的后面。"
    return None
