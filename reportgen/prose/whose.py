"""What stands above a table, and the names of its sheet, file and folders -> the other town, or the like, whose it may be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from reportgen.characters import plain
from reportgen.model import Place, Problem
from reportgen.prose.spans import other_body
from reportgen.rules import finding
from reportgen.tables.headings import LONGEST_TITLE
from reportgen.tables.recognise import Table
from reportgen.workspace.incoming import Incoming


def of_others(
    file: Incoming, sheet: str, table: Table, unit: str, beside: frozenset[str]
) -> Iterator[Problem]:
    """Yield what says that a table is another's than the `unit`'s, at most one; `beside` are the names of a county's bodies, or
    of the towns that are its departments.
    """
    own, but = unit, f"报告是{unit}的"
    if unit not in beside and file.department in beside:
        own, but = file.department, f"文件却在{file.department}的文件夹里"
    beside = beside if own in beside else frozenset()
    around = "".join(text[:LONGEST_TITLE] for _, _, text in table.titles)
    for row, column, text in table.titles:
        said = text[:LONGEST_TITLE]
        if other := another_of(said, own, beside) or other_body(said, unit, around):
            place = Place(file.name, sheet, row + 1, column)
            yield Problem(finding("FIL014", f"标题写的是“{other}”，{but}", place))
            return
    stem = file.name.rpartition("/")[2].rpartition(".")[0]
    folders = [("文件夹名", each) for each in _inside(file, own) if beside]
    for what, name in (("文件名", stem), ("工作表名", sheet), *folders):
        if other := another_of(name, own, beside) or other_body(name, unit):
            message = f"{what}写的是“{other}”，{but}"
            yield Problem(finding("FIL014", message, Place(file.name, sheet)))
            return


def another_of(text: str, unit: str, beside: frozenset[str]) -> str:
    """Return the body that a text names by its whole name and that is not the unit; an empty string where it names the unit, too,
    or none.
    """
    if not beside:
        return ""
    met = {text[at : at + size] for size in _sizes(beside) for at in range(len(text) - size + 1)} & beside
    whole = {name for name in met if not any(name != other and name in other for other in met)}
    return "" if unit in whole else max(sorted(whole), key=len, default="")


@lru_cache(maxsize=16)
def _sizes(names: frozenset[str]) -> Sequence[int]:
    return sorted(set(map(len, names)))


def _inside(file: Incoming, unit: str) -> Sequence[str]:
    """The folders inside of the unit's own."""
    folders = file.name.split("/")[:-1]
    own = [at for at, name in enumerate(folders) if plain(name.removesuffix(".zip")) == plain(unit)]
    return folders[own[0] + 1 :] if own else ()
