"""How a workbook is read, on the terminal: each row with its class in the margin, each cell in the colour of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from reportgen.model import CLASSES, column_letters

if TYPE_CHECKING:
    from reportgen.stages.classify import RowRead, SheetRead

_WIDTH = 80
_MARGIN = 16  # a row's number, its class, and a bar
_NARROWEST, _WIDEST = 6, 24
_STYLES = {
    "title": "bold", "unit": "magenta", "heading": "bold cyan", "value": "green", "unknown": "yellow", "total": "blue",
    "footer": "dim", "note": "dim", "numbers": "dim", "example": "dim", "nothing": "cyan", "other": "red", "doubtful": "bold red",
    "carried": "magenta",
}  # fmt: skip


def show_reading(found: Sequence[SheetRead]) -> None:
    """Print each sheet: what it was taken for, how many cells are of which class, and its rows."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = _WIDTH
    for sheet in found:
        kinds = "、".join(f"《{each}》" for each in sheet.kinds) or "没有认出要报的表"
        console.print(Text(f"{_plain(sheet.name)}：{kinds}", "bold"))
        console.print(Text(f"  {sheet.filled} 格：{in_words(sheet.cells)}"))
        for line in _lines(sheet.rows, console.width):
            console.print(line, no_wrap=True, overflow="crop", crop=True)
        console.print()


def in_words(counts: Mapping[str, int]) -> str:
    """Return counts by class in words, the largest first: 合计 6、落款 4."""
    order = sorted((name for name in counts if counts[name]), key=lambda name: -counts[name])
    return "、".join(f"{CLASSES[name]} {counts[name]}" for name in order)


def _lines(rows: Sequence[RowRead], width: int) -> Iterator[Text]:
    """The rows, in blocks of as many columns as are legible beside one another."""
    if not rows:
        return
    room = width - _MARGIN
    columns = sorted({column for row in rows for column in row.cells})
    step = max(1, (room + 1) // (_NARROWEST + 1))
    for at in range(0, len(columns), step):
        block = columns[at : at + step]
        widths = _widths(rows, block, room)
        letters = " ".join(set_cell_size(column_letters(each), widths[each]) for each in block)
        yield Text(f"{' ' * (_MARGIN - 2)}│ {letters}", "dim")
        for row in rows:
            if not at or not row.cells.keys().isdisjoint(block):
                yield _line(row, block, widths, room)


def _line(row: RowRead, block: Sequence[int], widths: Mapping[int, int], room: int) -> Text:
    line = Text(f"{row.number:>5} ")
    line.append(set_cell_size(CLASSES[row.sort], _MARGIN - 8), _STYLES[row.sort])
    line.append("│ ", "dim")
    if _is_text(row):
        text = "  ".join(_plain(text) for column, (text, _) in row.cells.items() if column in block)
        words = f"〔{row.words}〕" if row.words and row.words not in text else ""
        return line.append(_cut(text, room - cell_len(words)), _STYLES[row.sort]).append(words, "dim")
    for column in block:
        text, sort = row.cells.get(column, ("", "value"))
        line.append(set_cell_size(_cut(_plain(text), widths[column]), widths[column]), _STYLES[sort]).append(
            " "
        )
    return line


def _is_text(row: RowRead) -> bool:
    """Whether a row is shown as running text, and not in its columns."""
    return len(row.cells) == 1 or (len(row.cells) < 4 and row.sort not in ("value", "heading", "total"))


def _widths(rows: Sequence[RowRead], block: Sequence[int], room: int) -> dict[int, int]:
    """As wide as each column's texts are, the widest shrunk until all fit."""
    widths = dict.fromkeys(block, 2)
    for row in rows:
        for column in () if _is_text(row) else row.cells.keys() & widths.keys():
            widths[column] = max(widths[column], min(_WIDEST, cell_len(_plain(row.cells[column][0]))))
    while sum(widths.values()) + len(widths) - 1 > room:
        widest = max(widths, key=lambda column: widths[column])
        widths[widest] -= 1
    return widths


def _cut(text: str, width: int) -> str:
    return text if cell_len(text) <= width else set_cell_size(text, max(width - 1, 0)).rstrip() + "…"


def _plain(text: str) -> str:
    return "".join(
        char if char.isprintable() or char == "\u3000" else "⏎" if char == "\n" else "�" for char in text
    )
