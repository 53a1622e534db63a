"""A command that the template's mistakes keep from being carried out says what it has not done."""

from __future__ import annotations

import pytest

from reportgen.cli import broken
from reportgen.model import Place
from reportgen.rules import finding


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["render", "2023", "--draft"], "✗ 没有生成草稿：模板有 2 项错误、设置有 1 项错误，先改正。"),
        (["render", "2023"], "✗ 没有生成报告：模板有 2 项错误、设置有 1 项错误，先改正。"),
        (["-C", "工作", "build", "2023"], "✗ 没有收表，也没有生成报告：模板有 2 项错误、设置有 1 项错误，先改正。"),
        (["profile", "check"], "报告方案和设置：3 项错误，0 项提醒。用 reportgen explain 编号 查看某一类问题的说明。"),
    ],
)  # fmt: skip
def test_what_was_not_done_and_what_is_in_its_way(
    words: list[str], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = ("TPL010", "TPL012", "SET005")
    broken.tell([finding(code, "有错", Place("x"), fix="改正") for code in codes], words)
    assert capsys.readouterr().out.splitlines()[-1] == line
