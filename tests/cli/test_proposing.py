"""What is said of a proposal: how much became tags, what did not and why, and what to do next."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.cli.proposing import as_json, show
from reportgen.drafting.proposed import Listed, Matched, Proposal
from reportgen.tasks.proposals import Proposed

MATCHED = Matched("正文第1段", "12", "行政复议.总数", "数相等，名称相符")
LISTED = [
    Listed("正文第2段", "5", "新修道路5条", "没有一个数据项与它数相等、文字又相符"),
    Listed("正文第3段", "7", "受理7件", "底账里是8", ("矛盾调解.总数",)),
]


def test_numbers_places_and_the_next_step_are_said(capsys: pytest.CaptureFixture[str]) -> None:
    proposal = Proposal(b"", [MATCHED], [*LISTED, *LISTED[:1] * 30], ["行政复议.维持"])
    show(Proposed(Path("模板.docx"), None, 2022, False, proposal))
    said = " ".join(capsys.readouterr().out.split())
    for part in (
        "由2022年的报告改成的模板已写好：模板.docx", "提出标签 1 处", "没有改的 32 处，其中 1 处写了可能是什么",
        "底账里没有2022年的数", "正文第2段“5”", "另有 12 处", "1 个：行政复议.维持", "profile check",
    ):  # fmt: skip
        assert part in said


def test_the_same_for_programs() -> None:
    done = Proposed(Path("模板.docx"), Path("旧.docx"), 2022, True, Proposal(b"", [MATCHED], LISTED, []))
    said = as_json(done)["template"]
    assert said["listed"][1]["candidates"] == ["矛盾调解.总数"]
    assert (said["matched"][0]["tag"], said["year"], said["kept"]) == ("行政复议.总数", 2022, "旧.docx")
