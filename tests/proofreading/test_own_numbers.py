"""What a template adds to the findings of a year."""

from __future__ import annotations

from reportgen.model import Finding, Place
from reportgen.proofreading.own_numbers import OwnWords

AT, ELSEWHERE = Place("report.docx", "第1段"), Place("report.docx", "第2段")


def said(code: str, place: Place, severity: str = "warning") -> Finding:
    return Finding(code, severity, code, place)


def test_what_a_template_denies_takes_the_place_of_the_doubt_and_of_nothing_else() -> None:
    words = OwnWords([], [said("TPL016", AT)], [said("TPL018", AT, "error")])
    others = [said("TPL018", ELSEWHERE), said("TPL013", AT)]
    assert words.beside([said("TPL018", AT), *others]) == [*others, *words.found, *words.denied]
