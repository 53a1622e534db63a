"""A finished report -> what is personal in it that no department's cell has told: of the template, the settings, or both joined."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from reportgen.model import Finding, Place
from reportgen.rules import finding
from reportgen.values.people import People
from reportgen.values.personal import personal_numbers
from reportgen.word.said import paragraphs

if TYPE_CHECKING:
    from reportgen.stages.render import Report
    from reportgen.word.document import Template

_NAMED = "个人信息列里的姓名或证号"


def personal_in_report(
    report: Report, known: People, template: Template, settings: Mapping[str, str]
) -> list[Finding]:
    """Return what is personal in the text of a report that is about to be written: at the setting or the paragraph of the
    template where it stands, else at the paragraph of the report.
    """
    told = [
        *_told(known, {name: _setting(name) for name in settings}, settings),
        *_told(known, *_numbered(template.lines, "模板第{}段")),
    ]
    if told:
        return told
    return [
        *_told(known, {"title": Place(sheet="报告的标题")}, {"title": report.title}),
        *_told(known, *_numbered(paragraphs(report.content), "报告第{}段")),
    ]


def _setting(name: str) -> Place:
    return Place("reportgen.yaml", "unit" if name == "单位" else f"report.{name}")


def _numbered(lines: Sequence[str], words: str) -> tuple[dict[str, Place], dict[str, str]]:
    """Where each of the lines stands, and the lines, by their numbers."""
    texts = {str(number): line for number, line in enumerate(lines, 1)}
    return {number: Place(sheet=words.format(number)) for number in texts}, texts


def _told(known: People, places: Mapping[str, Place], texts: Mapping[str, str]) -> Iterator[Finding]:
    for name, text in texts.items():
        sorts = [*personal_numbers(text), *([_NAMED] if known.are_in(text) else [])]
        for sort in sorts:
            yield finding("FIG005", f"这里有{sort}（不显示），会印进报告", places[name])
