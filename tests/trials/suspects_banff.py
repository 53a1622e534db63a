"""Rows of parts and a total -> which cell banff calls wrong, where banff is installed. It is GPL: compared, never used."""

from __future__ import annotations

import logging
from collections.abc import Sequence

COMMAND = "uv run --with banff==3.1.3 python -m tests.trials.suspects"


def located(rows: Sequence[Sequence[int]], seed: int) -> list[set[int]] | None:
    """Return for each row the columns that banff would change, the last being the sum of the others; None without banff."""
    logging.disable(logging.INFO)
    try:
        import banff  # type: ignore[import-not-found,unused-ignore]
        import pandas as pd  # type: ignore[import-not-found,import-untyped,unused-ignore]
    except ImportError:
        return None
    names = [f"V{each}" for each in range(len(rows[0]))]
    frame = pd.DataFrame([[float(each) for each in row] for row in rows], columns=names)
    frame.insert(0, "ID", [f"R{number:06}" for number in range(len(rows))])
    edits = f"{' + '.join(names[:-1])} = {names[-1]}; " + " ".join(f"{name} >= 0;" for name in names)
    done = banff.errorloc(
        indata=frame,
        edits=edits,
        unit_id="ID",
        accept_negative=True,
        seed=seed + 1,
        logger=logging.getLogger("banff"),
    )
    found: list[set[int]] = [set() for _ in rows]
    status = done.outstatus.to_pydict()
    for row, name in zip(status["ID"], status["FIELDID"], strict=True):
        found[int(row[1:])].add(names.index(name))
    return found
