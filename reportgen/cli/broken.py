"""The settings, the profile or the template have mistakes -> which, and what the command has not done for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from reportgen.cli.console import say, show_findings
from reportgen.model import Finding, count_errors
from reportgen.workspace.settings import SETTINGS

_NOT_DONE = {
    "build": "没有收表，也没有生成报告", "collect": "没有收表", "validate": "没有核对", "render": "没有生成报告",
    "status": "没有列出交表情况", "forms": "没有写表样", "figures": "没有列出数据项", "trace": "没有查",
}  # fmt: skip
_WHERE = {"TPL": "模板", "SET": "设置"}


def tell(findings: Sequence[Finding], words: Sequence[str]) -> None:
    """Print the mistakes, and what a command line that has these words has not done."""
    show_findings(findings, "报告方案和设置")
    command = next((each for each in words if each in _NOT_DONE), "")
    if command and count_errors(findings):
        undone = "没有生成草稿" if command == "render" and "--draft" in words else _NOT_DONE[command]
        counts = Counter(
            "设置" if each.place.file == SETTINGS else _WHERE.get(each.code[:3], "报告方案")
            for each in findings
            if each.severity == "error"
        )
        said = "、".join(f"{where}有 {number} 项错误" for where, number in counts.items())
        say(f"✗ {undone}：{said}，先改正。")
