"""What is written of a cell of a plain .xlsx, its attributes and its value together -> the cell, in one look.

Departments fill in the same forms: what was met in a workbook is remembered for the next one with the same styles. The
shared texts are each workbook's own; they are found by the attributes that such cells have in the form.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from reportgen.model import Cell, looked_up
from reportgen.workbook.manners import COUNTS, PLAIN_DIGITS, Manners
from reportgen.workbook.notes import Unusual

_VALUE = b"><v>"  # between the attributes and the value
_REMEMBERED = 5_000  # cells of a form, and numbers of texts
_MANY = 16  # cells of a column: for these it is worth while to see what they have in common
_MOST_LEADS = (
    6  # of texts; where a form has more, it takes longer to make the texts ready than to read the cells
)


@dataclass(slots=True)
class Form:
    """What the workbooks with the same styles have in common: the cells met that are no shared texts and have no look to be
    told of, by what is written of them; and what is written before the numbers of shared texts, and before numbers.
    """

    cells: dict[bytes, Cell] = field(default_factory=lambda: {b"": ""})
    of_texts: list[bytes] = field(default_factory=list)
    of_numbers: set[bytes] = field(default_factory=set)

    @property
    def is_simple(self) -> bool:
        """Whether its texts have few looks."""
        return len(self.of_texts) <= _MOST_LEADS

    def keep_small(self) -> None:
        """Forget what was met where it is much."""
        if len(self.cells) > _REMEMBERED:
            self.cells = {b"": ""}
            self.of_numbers.clear()


@lru_cache(maxsize=8)
def form_of(styles: bytes, date1904: bool) -> Form:
    """Return what is known of the workbooks with these styles."""
    return Form()


class Written:
    """The cells of a workbook by what is written of them, and the texts that it has for them. Feeds the form."""

    def __init__(self, form: Form, manners: Manners) -> None:
        form.keep_small()
        self._form = form
        self._manners = manners
        self.texts = frozenset((*manners.texts.all, ""))
        self._cells = dict(form.cells)
        for lead in form.of_texts:
            self._ready(lead)

    def column(self, written: Sequence[bytes]) -> list[Cell]:
        """Return the cells of a column. Raises Unusual, KeyError and ValueError."""
        try:
            return list(looked_up(self._cells, written))
        except KeyError:  # of an amount the first one, so that little is looked up twice
            found = list(map(self._cells.get, written))
        unknown = [at for at, cell in enumerate(found) if cell is None]
        if len(unknown) >= _MANY and self._learn(written[unknown[len(unknown) // 2]]):
            found = list(map(self._cells.get, written))
            unknown = [at for at, cell in enumerate(found) if cell is None]
        lead = _lead(written[unknown[-1]]) if len(unknown) >= _MANY else b""
        if lead in self._form.of_numbers and self._numbers(lead, unknown, written, found):
            return found  # type: ignore[return-value]
        for at in unknown:
            found[at] = self._cell(written[at])
        return found  # type: ignore[return-value]

    def _learn(self, written: bytes) -> bool:
        """Make ready what cells may hold that are written as this one; return whether that is anything."""
        lead, form = _lead(written), self._form
        if not lead or lead in form.of_numbers or lead in form.of_texts:
            return False
        sort = self._manners[lead.removesuffix(_VALUE)].sort
        if self._manners.telling:
            return False
        if sort == "shared":
            form.of_texts.append(lead)
            self._ready(lead)
        elif sort == "number":
            form.of_numbers.add(lead)
            counts = {lead + digits + b"<": count for digits, count in COUNTS.items()}
            form.cells.update(counts)
            self._cells.update(counts)
        else:
            return False
        return True

    def _ready(self, lead: bytes) -> None:
        """Let the shared texts be found behind what is written before their numbers."""
        texts = self._manners.texts.all
        self._cells.update(zip(_numbered(lead, len(texts)), texts, strict=False))

    def _numbers(
        self, lead: bytes, unknown: Sequence[int], written: Sequence[bytes], found: list[Cell | None]
    ) -> bool:
        """Put numbers, which hardly recur, in their places; return whether all that is unknown are such."""
        digits = b"".join([written[at] for at in unknown])[len(lead) : -1].split(b"<" + lead)
        if b"".join(digits).translate(None, PLAIN_DIGITS):
            return False
        for at, each in zip(unknown, map(float, digits), strict=True):
            found[at] = each
        return True

    def _cell(self, written: bytes) -> Cell:
        """A cell that was not met before. Raises Unusual, KeyError and ValueError."""
        attributes, sign, value = written.partition(_VALUE)
        if bool(sign) != value.endswith(b"<"):
            raise Unusual
        value = value[:-1]
        manner = self._manners[attributes if sign else attributes + b"/"]
        cell = manner.values[value]
        if not self._manners.telling and (manner.sort != "number" or not sign):
            self._cells[written] = cell
            if manner.sort != "shared":
                self._form.cells[written] = cell
        return cell


def _lead(written: bytes) -> bytes:
    """What is written of a cell before its value; nothing for one without."""
    attributes, sign, _ = written.partition(_VALUE)
    return attributes + sign if sign else b""


_NUMBERED: dict[bytes, list[bytes]] = {}


def _numbered(lead: bytes, count: int) -> Sequence[bytes]:
    """What is written of cells with so many shared texts; remembered, for each workbook has the same."""
    if count > _REMEMBERED:
        return [lead + b"%d<" % number for number in range(count)]
    if lead not in _NUMBERED and len(_NUMBERED) >= _MOST_LEADS:
        _NUMBERED.clear()
    known = _NUMBERED.setdefault(lead, [])
    if count > len(known):
        known.extend([lead + b"%d<" % number for number in range(len(known), count)])
    return known
