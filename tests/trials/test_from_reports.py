"""The trial of finished reports, small: one township, both templates; and that it sees what is wrong and unmarked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from reportgen.stages.proposed import Proposal
from tests.trials.from_reports import OTHER_WORDS, TOWNS, Report, judged, rows, template_of


def test_a_township_s_figures_are_found_again_and_none_is_wrong(tmp_path: Path) -> None:
    own = {manner: score for _, manner, score in rows(tmp_path, TOWNS[:1], office=False)}
    other = {manner: score for _, manner, score in rows(tmp_path, TOWNS[:1], OTHER_WORDS, office=False)}
    with_ledger, without = own["底账"], own["无底账"]
    assert with_ledger.right >= 0.95 * with_ledger.number > 50
    assert with_ledger.again
    assert other["底账"].right >= 0.85 * other["底账"].number
    for score in (with_ledger, without, *other.values()):
        assert not score.wrong
        assert not score.unmarked


def test_a_wrong_tag_and_one_without_a_comment_are_seen() -> None:
    content = template_of("受理{{甲.多}}件").package
    from reportgen.workbook.zipped import pack

    report = Report(b"", ["受理12件"], [(0, 2, 4, "甲.总数")], frozenset())
    score = judged(report, Proposal(pack(content.parts), (), (), ()), {})
    assert (score.right, len(score.wrong), score.unmarked) == (0, 1, 1)
    again = judged(replace(report, truth=[(0, 2, 4, "甲.多")]), Proposal(pack(content.parts), (), (), ()), {})
    assert (again.right, again.wrong) == (1, [])
