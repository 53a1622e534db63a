"""The trial of finished reports, small: one township, both templates; and that it sees what is wrong and unmarked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from reportgen.drafting.proposed import Proposal
from tests.trials.from_reports import OTHER_WORDS, TOWNS, Report, judged, rows, template_of
from tests.trials.from_reports_words import HEARD


def test_a_township_s_figures_are_found_again_and_none_is_wrong(tmp_path: Path) -> None:
    own = {manner: score for _, manner, score in rows(tmp_path, TOWNS[:1], office=False)}
    other = {manner: score for _, manner, score in rows(tmp_path, TOWNS[:1], OTHER_WORDS, office=False)}
    with_ledger, without = own["底账"], own["无底账"]
    assert with_ledger.right >= 0.95 * with_ledger.number > 50
    assert with_ledger.again
    assert other["底账"].right >= 0.95 * other["底账"].number
    for score in (with_ledger, without, *other.values()):
        assert not score.wrong
        assert not score.unmarked


def test_said_in_other_turns_they_are_found_and_what_only_equals_one_is_left(tmp_path: Path) -> None:
    for words in HEARD[::3]:
        found = {manner: score for _, manner, score in rows(tmp_path, TOWNS[:1], words, office=False)}
        assert found["底账"].right >= 0.9 * found["底账"].number > 30
        assert not found["底账"].wrong


def test_a_wrong_tag_and_one_without_a_comment_are_seen() -> None:
    content = template_of("受理{{甲.多}}件").package
    from reportgen.workbook.zipped import pack

    report = Report(b"", ["受理12件"], [(0, 2, 4, "甲.总数")], frozenset())
    score = judged(report, Proposal(pack(content.parts), (), (), ()), {})
    assert (score.right, len(score.wrong), score.unmarked) == (0, 1, 1)
    again = judged(replace(report, truth=[(0, 2, 4, "甲.多")]), Proposal(pack(content.parts), (), (), ()), {})
    assert (again.right, again.wrong) == (1, [])
