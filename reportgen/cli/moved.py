"""The figures that are far from those of the year before -> lines of the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportgen.cli.lines import Line, line
from reportgen.invocation import is_of_a_part
from reportgen.movements import FROM, Moved
from reportgen.periods import LAST, LAST_PART, NOW


def moved(figures: Sequence[Moved], most: int) -> Iterator[Line]:
    """Yield what is told of figures, of so many at most one by one; nothing where there are none."""
    if not figures:
        return
    last = LAST_PART if is_of_a_part() else LAST
    now = NOW[last]
    yield line(f"  和{last}差一半、差一倍以上的数据项（{now}、{last}都不到{FROM}的不列），请核对有没有缘故：")
    for each in figures[:most]:
        yield line(f"{each.name} {last} {each.before} → {now} {each.after}", indent=4)
    if len(figures) > most:
        yield line(f"  另有 {len(figures) - most} 项没有列出；加 --json 列出全部。")
