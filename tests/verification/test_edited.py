"""Which paragraphs of a report and of a file of it are compared closely."""

from __future__ import annotations

import pytest

from reportgen.verification.edited import edited
from reportgen.verification.verified import Stretch, Text

MARKED = Text("受理3件", [Stretch("复议", 2, 3)])


def texts(said: str) -> list[Text]:
    return [Text(each) for each in said.split("|")]


@pytest.mark.parametrize(
    ("expected", "found", "own", "there"),
    [
        ("一|二|三|四", "一|二|三|四", range(3, 4), range(3, 4)),
        ("一|二|三|四", "一|二|叁|四", range(1, 3), range(1, 3)),
        (
            "一||三|四",
            "一||叁|四",
            range(3),
            range(3),
        ),  # a blank one says nothing of where a figure was
        ("一|二|三|四", "一|二|四", range(1, 3), range(1, 2)),
        ("一|二|三", "一|二|二|三", range(1, 2), range(1, 3)),
        ("一|二|三", "壹|二|叁", range(3), range(3)),
        ("一", "一|二", range(1), range(2)),
    ],
)
def test_what_is_the_same_at_both_ends_is_left_out(
    expected: str, found: str, own: range, there: range
) -> None:
    assert edited(texts(expected), texts(found)) == (own, there)


def test_a_paragraph_is_the_same_with_its_marks_or_without_any_but_not_with_others() -> None:
    moved = Text(MARKED.text, [Stretch("诉讼", 2, 3)])
    assert edited([MARKED, *texts("末")], [Text(MARKED.text), *texts("末")]) == (range(1, 2), range(1, 2))
    assert edited([MARKED, *texts("末")], [moved, *texts("末")]) == (range(1), range(1))
