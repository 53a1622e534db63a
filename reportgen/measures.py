"""What a measure of rows counts, in words."""

from __future__ import annotations

_MEASURES = {
    "count(distinct ": "不同{}的个数",
    "sum(": "{}之和",
    "min(": "{}的最小值",
    "max(": "{}的最大值",
    "avg(": "{}的平均值",
    "value(": "{}",
}


def in_words(measure: str) -> str:
    """Return what a measure counts, as a clerk reads it."""
    for head, words in _MEASURES.items():
        if measure.startswith(head):
            return words.format(measure.removeprefix(head).rstrip(") "))
    return "行数"
