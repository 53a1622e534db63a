"""What the user sees of a template that was proposed from a finished report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportgen.cli.console import say
from reportgen.invocation import as_data

if TYPE_CHECKING:
    from reportgen.tasks.proposals import Proposed

SHOWN = 20  # places that stayed as they were
SHOWN_NAMES = 8


def show(done: Proposed, command: str = "reportgen") -> None:
    """Print what became tags and what did not, and what to do next; `command` is how the program is called here."""
    matched, listed, missing = done.proposal.matched, done.proposal.listed, done.proposal.missing
    say(f"✓ 由{done.year}年的报告改成的模板已写好：{done.file}")
    if done.kept:
        say(f"  原来那一份有人改过，留在“{done.kept}”。")
    doubts = sum(bool(each.candidates) for each in listed)
    say(
        f"  提出标签 {len(matched)} 处，每处一条批注；没有改的 {len(listed)} 处，其中 {doubts} 处写了可能是什么。"
    )
    if not done.by_ledger:
        say(
            f"  底账里没有{done.year}年的数，只凭文字对。把{done.year}年的表放进来件夹，运行 {command} collect 以后再运行一次，数也能对上。"
        )
    for each in listed[:SHOWN]:
        say(f"    {each.place}“{each.text}”：{each.why}")
    if len(listed) > SHOWN:
        say(f"    另有 {len(listed) - SHOWN} 处，加 --json 列出全部。")
    if missing:
        more = "等" if len(missing) > SHOWN_NAMES else ""
        say(
            f"  方案里有、模板里还没有标签的数据项 {len(missing)} 个：{'、'.join(missing[:SHOWN_NAMES])}{more}。"
        )
    say("  接下来：用 Word 或 WPS 打开它，逐条看批注：对的删去批注，不对的改回原文再删；")
    say(f"  看完另存为报告方案里的 report.docx，再运行 {command} profile check。")


def as_json(done: Proposed) -> dict[str, Any]:
    """Return what became tags and what did not, under one name."""
    said = {
        "file": str(done.file),
        "kept": str(done.kept) if done.kept else None,
        **as_data(done.year),
        "ledger": done.by_ledger,
        "matched": [each._asdict() for each in done.proposal.matched],
        "listed": [{**each._asdict(), "candidates": list(each.candidates)} for each in done.proposal.listed],
        "missing": list(done.proposal.missing),
    }
    return {"template": said}
