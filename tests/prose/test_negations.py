"""What a text says that there was none of."""

from __future__ import annotations

import pytest

from reportgen.prose.negations import negations


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("全年没有行政复议案件。", ["行政复议案件"]), ("未收到行政复议申请，暂无败诉案件。", ["行政复议申请", "败诉案件"]), ("行政复议无撤销案件。", ["撤销案件"]),
        ("败诉案件数为零。", ["败诉案件"]), ("行政复议案件清零。", ["行政复议案件"]), ("实现“零败诉”。", ["败诉"]), ("案件无一被撤销。", ["撤销"]),
        ("未召开专题会议。", ["专题会议"]), ("没有开展校园普法活动。", ["校园普法活动"]), ("未按时召开会议。", []), ("未开展活动的村，不报。", []), ("行政复议无被纠错案件。", ["被纠错案件"]),
        ("从未败诉。", ["败诉"]), ("不存在败诉情况。", ["败诉"]), ("没有一起行政复议案件。", ["行政复议案件"]),
        ("有没有案件都要报。", []), ("没有按时办结案件。", []), ("受理一百零八件。", []), ("毫无异议。", []), ("凡没有案件的，不报。", []),
    ],
)  # fmt: skip
def test_what_there_was_none_of(text: str, what: list[str]) -> None:
    assert [each.what for each in negations(text)] == what


def test_what_is_said_is_quoted_without_signs() -> None:
    (found,) = negations("行政诉讼“零败诉”。")
    assert (found.said, found.short) == ("零败诉", True)
