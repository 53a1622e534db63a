"""What the user sees of a profile that is checked, and of the numbers that a template's author has written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reportgen.cli.console import say, show_findings

if TYPE_CHECKING:
    from reportgen.opening import ProfileChecked
    from reportgen.stages.typed_numbers import Literal

SHOWN_NUMBERS = 10


def show_profile(done: ProfileChecked) -> None:
    """Print what is wrong with a profile, its template's own numbers, and how many examples were run."""
    show_findings(done.findings, f"报告方案“{done.name}”")
    show_numbers(done.numbers)
    if done.examples or done.without:
        without = f"；另有 {done.without} 条检查没有写例子" if done.without else ""
        say(f"  运行了 {done.examples} 条检查的例子{without}。")


def show_numbers(found: Sequence[Literal]) -> None:
    """List the numbers that the template's author has written: the counts each, dates and names by how many they are."""
    counts = [each for each in found if each.sort == "count"]
    others = len(found) - len(counts)
    if not counts and not others:
        return
    more = f"，另有年份、日期、文号等 {others} 个" if others else ""
    say(f"  模板里写定的数 {len(counts)} 个{more}，每年照样印；加 --json 列出全部。")
    for each in counts[:SHOWN_NUMBERS]:
        said = "（已标明固定）" if each.fixed else ""
        say(f"    {each.place}：{each.text}{said}，“{each.sentence}”")
    if len(counts) > SHOWN_NUMBERS:
        say(f"    另有 {len(counts) - SHOWN_NUMBERS} 个没有列出。")
