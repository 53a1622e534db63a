"""Findings -> a table in Markdown, to be pasted where people write about them."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.expressions import expression

_SIGNS = expression(r"([\\`*_{}\[\]<>|~#])")  # that Markdown would obey


def markdown(title: str, said: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a heading, a sentence if any, and a table, where there is a row; whatever a cell says is a text."""
    lines = [f"# {_cell(title)}"]
    if said:
        lines += ["", _cell(said)]
    if not rows:
        return "\n".join(lines) + "\n"
    lines += ["", _row(heads), _row(["---"] * len(heads))]
    return "\n".join([*lines, *(_row(list(map(_cell, each))) for each in rows)]) + "\n"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    return " ".join(_SIGNS.sub(r"\\\1", text).split())
