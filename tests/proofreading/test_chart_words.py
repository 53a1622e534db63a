"""Units and names beside a chart are those of the columns that it shows, or it is an error."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportgen.model import Profile
from reportgen.proofreading.chart_words import wrong_charts
from reportgen.word.document import Template
from tests.word.drawn_charts import chart, series, template
from tests.word.test_document import write

_AXIS = "<c:title><c:tx><c:rich><a:p><a:r><a:t>{}</a:t></a:r></a:p></c:rich></c:tx></c:title>"


@pytest.fixture(scope="module")
def profile(rule_of_law: Profile) -> Profile:
    """With a list of two columns."""
    columns = (("总数", "总数"), ("涉及人数", "涉及人数"))
    listed = replace(rule_of_law.figures["矛盾调解.总数"], name="各村", by="所属村居", columns=columns)
    return replace(rule_of_law, figures={**rule_of_law.figures, "矛盾调解.各村": listed})


def codes(file: bytes, profile: Profile) -> list[tuple[str, str]]:
    return [(each.code, each.severity) for each in wrong_charts(Template.load(file), profile, "x")]


@pytest.mark.parametrize(
    ("title", "axis", "label", "code"),
    [
        ("各村总数（件）", "起", '0"件"', []),
        ("各村", "单位：件", "0.0", []),
        ("各村总数（人）", "", "0", [("TPL011", "error")]),
        ("各村", "人", "0", [("TPL011", "error")]),
        ("各村", "总数（人次）", "0", [("TPL011", "error")]),
        ("各村", "", '0"人"', [("TPL011", "error")]),
        ("各村涉及人数", "", "0", [("TPL019", "error")]),
        ("各村涉及人数与总数", "", "0", []),
    ],
)
def test_a_drawn_chart_says_what_it_shows(
    profile: Profile, title: str, axis: str, label: str, code: list[tuple[str, str]]
) -> None:
    more = f"<c:dLbls><c:numFmt formatCode='{label}'/></c:dLbls>"
    drawn = chart(
        f"{title}{{{{#矛盾调解.各村}}}}", series("总数", 0, "1", more=more), axis=_AXIS.format(axis)
    )
    assert codes(template(drawn), profile) == code


@pytest.mark.parametrize(
    ("caption", "code"),
    [
        ("图1　各村总数（件）", []),
        ("图1　各村总数（人）", [("TPL011", "error")]),
        ("图1　各村涉及人数", [("TPL019", "error")]),
        ("全年涉及人数见下表", []),
    ],
)
def test_so_does_the_caption_of_one_that_a_tag_draws(
    profile: Profile, caption: str, code: list[tuple[str, str]]
) -> None:
    assert codes(write("{{矛盾调解.各村.总数|柱状图}}", caption), profile) == code


def test_people_and_how_often_they_came_are_told_by_a_warning(profile: Profile) -> None:
    file = write("{{矛盾调解.各村.涉及人数|柱状图}}", "图1　涉及人数（人次）")
    assert codes(file, profile) == [("TPL011", "warning")]
