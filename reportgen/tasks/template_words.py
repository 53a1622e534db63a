"""A template and a year's rows -> what the template says by itself in the report; what hangs on no row is remembered."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from reportgen.ledger.remembered import findings_of, text_of
from reportgen.proofreading.own_numbers import Literal, OwnWords, TemplateWords
from reportgen.proofreading.unprinted import unprinted

if TYPE_CHECKING:
    from reportgen.ledger.reading import Ledger
    from reportgen.pipeline import Project


def words_of(ledger: Ledger, project: Project, year: int) -> OwnWords:
    """Return the template's own numbers, what is wrong with its words before a report of a year is issued, and what of it the
    year's rows do not bear out.
    """
    profile = project.profile
    alone = _alone(ledger, project, year)
    found = [*unprinted(ledger, profile, alone.printed, year), *alone.found]
    if not any(each.code == "TPL018" for each in profile.doubts):  # which reading the template has told
        return OwnWords(alone.numbers, found, [])
    from reportgen.proofreading.own_words import denied_falsely

    return OwnWords(alone.numbers, found, denied_falsely(ledger, profile, project.template, year))


def _alone(ledger: Ledger, project: Project, year: int) -> TemplateWords:
    """What hangs on template, profile, settings and year alone: all but the year is in the project's stamp."""
    if text := ledger.remembered.worded(year, project.stamp):
        return _from_text(text)
    from reportgen.proofreading.own_words import by_template

    words = by_template(project.profile, project.template, project.workspace, year)
    there, paper = project.workspace.ledger, project.workspace.paper
    ledger.remembered.keep_worded(there, year, paper, project.stamp, _to_text(words))
    return words


def _to_text(words: TemplateWords) -> str:
    said = {"numbers": words.numbers, "found": text_of(words.found), "printed": sorted(words.printed)}
    return json.dumps(said, ensure_ascii=False)


def _from_text(text: str) -> TemplateWords:
    said = json.loads(text)
    numbers = [Literal(*each) for each in said["numbers"]]
    return TemplateWords(numbers, findings_of(said["found"]), frozenset(map(tuple, said["printed"])))
