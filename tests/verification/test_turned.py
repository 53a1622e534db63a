"""Where an edited report denies what there was, and where what it denied has been left out or turned."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from reportgen.model import FigureDefinition
from reportgen.prose.naming import naming
from reportgen.verification.claims import Claim, Known
from reportgen.verification.verified import Text, verify

LINES = ["全年应诉案件{{应诉.总数}}件，"]
DEFINITIONS = {
    name: FigureDefinition(group="应诉", name=name.partition(".")[2], sheet="应诉", unit="件", where=where)
    for name, where in (("应诉.总数", ""), ("应诉.败诉", "结果 = '败诉'"))
}
KNOWN = Known(
    {"应诉.总数": (3.0, "3件"), "应诉.败诉": (0.0, "0件")},
    [Claim("应诉.败诉", "暂无败诉案件", True), Claim("应诉.总数", "全年没有应诉案件", False)],
    DEFINITIONS,
    lambda: naming(DEFINITIONS.values(), {}, LINES),
    2023,
)
REPORT = ["依法行政。", "全年应诉案件3件，暂无败诉案件。", "加强应诉。"]


def told(found: Sequence[str]) -> list[tuple[str, str, str, str]]:
    verified = verify(
        [Text(each) for each in REPORT], [Text(each) for each in found], ["件"], known=lambda: KNOWN
    )
    return [(each.kind, each.figure, each.before, each.now) for each in verified.differences]


@pytest.mark.parametrize(
    ("second", "difference"),
    [
        ("全年应诉案件3件，有败诉案件。", ("contradicts", "应诉.败诉", "暂无败诉案件", "有败诉案件")),
        ("全年应诉案件3件，败诉1件。", ("contradicts", "应诉.败诉", "暂无败诉案件", "败诉1件")),
        ("全年应诉案件3件。", ("deleted", "应诉.败诉", "暂无败诉案件", "")),
    ],
)
def test_a_denial_that_is_gone(second: str, difference: tuple[str, str, str, str]) -> None:
    assert told([REPORT[0], second, REPORT[2]]) == [difference]


def test_a_paragraph_that_is_gone_is_left_out() -> None:
    assert told([REPORT[0], REPORT[2]]) == [("deleted", "应诉.败诉", "暂无败诉案件", "")]


def test_a_denial_that_has_appeared() -> None:
    assert told([*REPORT, "全年没有应诉案件。"]) == [("contradicts", "应诉.总数", "3件", "全年没有应诉案件")]


def test_what_is_as_it_was_and_what_denies_in_other_words_is_not_told() -> None:
    assert told([*REPORT, "工作扎实。"]) == []
    assert told([REPORT[0], "全年应诉案件3件，没有败诉案件。", REPORT[2]]) == []
