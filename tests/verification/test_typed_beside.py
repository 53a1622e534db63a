"""Numbers that people have typed into a report, and what they are taken for."""

from __future__ import annotations

import pytest

from reportgen.verification.tokens import tokens
from reportgen.verification.typed_beside import doubled, typed
from reportgen.verification.verified import Stretch, Text

UNITS = ("件", "名", "%")
REPORT = [Text("全年受理案件12件，办结率90%。", [Stretch("总数", 6, 8, 1), Stretch("率", 13, 16, 2)])]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("受理案件共12件", ("typed", "总数", "12")),
        ("受理案件13件", ("contradicts", "总数", "12")),
        ("办结率为91%", ("contradicts", "率", "90%")),
        ("受理案件13名", ("typed", "", "")),
        ("新增案件13件", ("typed", "", "")),
        ("案件13件", ("typed", "", "")),
    ],
)
def test_a_typed_number_contradicts_the_figure_that_its_words_name(
    said: str, expected: tuple[str, str, str]
) -> None:
    found = tokens([said])
    (one,) = typed(REPORT, [Text(said)], found, range(len(found)), UNITS)
    assert one[:3] == expected


def test_a_line_is_there_twice_if_most_of_it_is() -> None:
    for said, kinds in (
        ("全年受理案件12件，办结率90%。", ["doubled", "doubled"]),
        ("全年受理案件15件，办结率90%。", ["contradicts", "doubled"]),
        ("全年", []),
        ("另有12名志愿者参加了活动", []),
    ):
        other = tokens([said])
        assert [each[0] for each in doubled(REPORT, other, range(len(other)))] == kinds
