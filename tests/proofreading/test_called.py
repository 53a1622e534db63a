"""Words before a number name a figure, or what a sheet counts, and not what stands beside it."""

from __future__ import annotations

import pytest

from reportgen.model import Profile
from reportgen.proofreading.called import Called


@pytest.fixture(scope="module")
def called(rule_of_law: Profile) -> Called:
    return Called(rule_of_law)


@pytest.mark.parametrize(
    ("own", "near", "around", "named"),
    [
        ("行政诉讼.未审结", "复议未审结", "复议未审结", "行政复议.未审结"),
        ("行政复议.未审结", "诉讼未审结", "诉讼未审结", "行政诉讼.未审结"),
        ("行政诉讼.未审结", "不服复议的未审结", "诉讼案件，不服复议的未审结", ""),
        ("行政诉讼.未审结", "未审结", "复议工作有力，未审结", ""),
        ("行政诉讼.败诉", "复议败诉", "复议败诉", ""),
        ("行政诉讼.总数", "复议", "复议", ""),
        ("法律顾问.法律顾问", "聘请法律顾问", "聘请法律顾问", ""),
    ],
)
def test_a_figure_of_the_same_name_is_of_what_another_sheet_counts(
    called: Called, own: str, near: str, around: str, named: str
) -> None:
    assert called.of_same_name(called.profile.figures[own], (near,), (around,)) == named


@pytest.mark.parametrize(
    ("since", "named"),
    [
        ("行政诉讼方面，维持", "行政诉讼"),
        ("结合行政诉讼，维持", ""),
        ("围绕全镇行政诉讼案件，维持", ""),
        ("通过调解，行政诉讼维持", "行政诉讼"),
    ],
)
def test_what_is_only_a_circumstance_is_not_what_is_counted(called: Called, since: str, named: str) -> None:
    assert called.of_another_kind(called.profile.figures["行政复议.维持"], since, ()) == named
