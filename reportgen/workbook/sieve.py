"""The stream of an .xls -> the same with only those of its records that say what a cell is, and these as xlrd reads them.

Names, drawings, links, notes and conditional formats make xlrd fail on sound files, and some can make it work for hours.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence, Set

from reportgen.model import FileRefused
from reportgen.workbook.notes import CHART, DAMAGED, LOCKED, SAVE_AS, check_sheets
from reportgen.workbook.zipped import LARGEST_PART

_BOF, _EOF, _FILEPASS, _BOUNDSHEET, _SST, _CONTINUE = 0x809, 0x0A, 0x2F, 0x85, 0xFC, 0x3C
_FORMULAS = frozenset((0x06, 0x206, 0x406))
_BETWEEN = frozenset((0x4BC, 0x221, 0x21, 0x236, 0x36, 0x37))  # may stand between a formula and its text
_TEXT_RESULTS = frozenset((0x207, 0x07))
_DATEMODE, _FORMAT, _XF, _ROW, _COLINFO, _MERGES = 0x22, 0x41E, 0xE0, 0x208, 0x7D, 0xE5
_NUMBER, _RK, _MULRK, _LABEL, _RSTRING, _LABELSST, _BOOLERR = 0x203, 0x27E, 0xBD, 0x204, 0xD6, 0xFD, 0x205
_OBJECT = 0x5D
_DRAWN = frozenset(
    (0, 1, 2, 3, 4, 5, 6, 8, 9, 0x1E)
)  # sorts of objects; the others are notes, buttons and lists
_OTHERS = {1: "宏", 2: CHART}  # sorts of sheets
_FILLED = _FORMULAS | {_NUMBER, _RK, _MULRK, _LABEL, _RSTRING, _LABELSST, _BOOLERR}
_SHOWN_TO_XLRD = _FORMULAS | _BETWEEN | _TEXT_RESULTS | {
    _BOF, _FILEPASS, _BOUNDSHEET, _SST, _DATEMODE, _FORMAT, _XF, _ROW, _COLINFO, _MERGES,
    _NUMBER, _RK, _MULRK, _LABEL, _RSTRING, _LABELSST, _BOOLERR,
}  # fmt: skip
Bytes = bytes | bytearray
Edit = tuple[int, bytes]  # what is to be written where
_NOTHING = b"\xff\xff"  # the kind of a record that xlrd passes over
_BIFF8 = 0x600
_HEAD = struct.Struct("<HH")  # of a record: its kind and its length
_WIDEST = 256  # columns
LARGEST = LARGEST_PART // 2  # of what xlrd sees, by these costs: at most half a minute, and a gigabyte
# what a record costs, and each byte in it: as much more than a cell's as xlrd takes more time or memory for it
_COST = (8, 1)
_COSTS = {
    0: (16, 0), _XF: (2000, 1), _COLINFO: (1000, 1), _ROW: (200, 1), _MERGES: (8, 30), _FORMAT: (8, 8), _SST: (8, 6),
    _CONTINUE: (8, 6), _RSTRING: (8, 6),
}  # fmt: skip
_HIDDEN = 0x20  # of a row
LACKING = 0xFF  # stands as an error value for the result that a formula should have and has not


def sifted(stream: bytes) -> bytes:
    """Return the stream with only those records that xlrd shall see; what no sheet reaches is left as it is.

    Raises FileRefused, struct.error and IndexError.
    """
    _check_version(stream)
    sieve = _Sieve(stream)
    end = sieve.sift(0)
    starts = _starts(stream, end)
    check_sheets(len(starts))
    left = len(stream) - end
    for start in starts:
        left -= sieve.sift(start) - start
        if left < 0 or starts.count(start) > 1:  # two of the sheets would be one
            raise FileRefused(DAMAGED)
    return bytes(sieve.stream)


def _check_version(stream: bytes) -> None:
    kind, _, version = struct.unpack_from("<3H", stream)
    if kind & 0xFF != _BOF & 0xFF:
        raise FileRefused(DAMAGED)
    if kind != _BOF or version != _BIFF8:  # xlrd guesses the alphabet of Excel 5 and 95 where it is not told
        raise FileRefused(f"这是很早以前的 Excel 格式；{SAVE_AS}")


def _starts(stream: bytes, end: int) -> list[int]:
    """Where the worksheets begin, as the records before `end` say; sheets of charts and macros are left out."""
    listed = (
        struct.unpack_from("<LBB", stream, at)
        for kind, at, _ in _records(stream, 0, end)
        if kind == _BOUNDSHEET
    )
    return [start for start, _, sort in listed if sort == 0]


def globals_of(stream: bytes, wanted: int) -> Iterator[bytes]:
    """Yield the contents of the records of a kind that all sheets share. Raises struct.error."""
    for kind, at, length in _part(stream, 0):
        if kind == wanted:
            yield stream[at : at + length]


def drawn_on(stream: bytes) -> list[bool]:
    """Return of each worksheet whether there is a picture, a shape or a chart on it. Raises struct.error, IndexError."""
    starts = _starts(stream, _end_of(stream, 0))
    return [
        any(kind == _OBJECT and stream[at + 4] in _DRAWN for kind, at, _ in _part(stream, start))
        for start in starts
    ]


def formulas_on(stream: bytes) -> list[set[tuple[int, int]]]:
    """Return of each worksheet the cells that a formula works out, by row and column. Raises struct.error, IndexError."""
    return [
        {
            struct.unpack_from("<HH", stream, at)
            for kind, at, length in _part(stream, start)
            if kind in _FORMULAS and length >= 4
        }
        for start in _starts(stream, _end_of(stream, 0))
    ]


def others(stream: bytes) -> Iterator[tuple[str, str]]:
    """Yield the names of the sheets that are none of cells, with what they hold. Raises struct.error, ValueError."""
    for kind, at, length in _part(stream, 0):
        if kind != _BOUNDSHEET or stream[at + 5] not in _OTHERS:
            continue
        (start,) = struct.unpack_from("<L", stream, at)
        wide, coded = stream[at + 7] & 1, stream[at + 8 : at + length]
        other = _OTHERS[stream[at + 5]]
        if other == CHART or any(kind in _FILLED for kind, *_ in _part(stream, start)):
            yield coded.decode("utf-16-le" if wide else "latin-1"), other


def _part(stream: bytes, start: int) -> Iterator[tuple[int, int, int]]:
    """The records of the part that begins here, and of what lies in it."""
    depth = 0
    for kind, at, length in _records(stream, start, len(stream)):
        depth += (kind == _BOF) - (kind == _EOF)
        yield kind, at, length
        if depth == 0:
            return


def _end_of(stream: bytes, start: int) -> int:
    return max((at + length for _, at, length in _part(stream, start)), default=start)


class _Sieve:
    """Takes from a stream, part by part, the records that do not matter, and the charts on a sheet. Feeds `stream`."""

    def __init__(self, stream: bytes) -> None:
        self.stream = bytearray(stream)
        self._left = LARGEST

    def sift(self, start: int) -> int:
        """Sift the part that begins here, and return where it ends. Raises FileRefused."""
        stream, depth = self.stream, 0
        edits: list[Edit] = []  # made at the end, for they may move records
        whose = _EOF  # the kind of the last record that was no continuation
        lacking = 0  # where the result of a formula stands whose text must come next
        for kind, at, length in _records(stream, start, len(stream)):
            if lacking and kind not in _BETWEEN:
                if kind not in _TEXT_RESULTS:
                    edits.append((lacking, bytes((2, 0, LACKING))))
                lacking = 0
            whose = whose if kind == _CONTINUE else kind
            depth += (kind == _BOF) - (kind == _EOF)
            if depth == 0:
                return self._end(kind, at + length, edits)
            if depth > 1 or whose not in _SHOWN_TO_XLRD or (kind == _ROW and _is_shown(stream, at)):
                stream[at - 4 : at - 2] = _NOTHING
                kind = 0
            self._spend(kind, length)
            if kind in _CHECKED:
                edits += _CHECKED[kind](stream, at, length)
            if kind in _FORMULAS and _awaits_text(stream, at):
                lacking = at + 6
        raise FileRefused(DAMAGED)

    def _end(self, kind: int, end: int, edits: Sequence[Edit]) -> int:
        if kind != _EOF:
            raise FileRefused(DAMAGED)
        for place, instead in edits:
            self.stream[place : place + len(instead)] = instead
        return end

    def _spend(self, kind: int, length: int) -> None:
        record, byte = _COSTS.get(kind, _COST)
        self._left -= record + byte * length
        if self._left < 0:
            raise FileRefused("文件过大，不像是报表；请删去多余的行后另存为 .xlsx")


def _is_shown(stream: bytearray, at: int) -> bool:
    """Whether a row is not hidden, and has a height, which is told in twentieths of a point."""
    return not stream[at + 12] & _HIDDEN and stream[at + 6] | (stream[at + 7] & 0x7F) << 8 >= 40


def _awaits_text(stream: bytearray, at: int) -> bool:
    """Whether the result of a formula is a text, which stands in the next record."""
    return stream[at + 12 : at + 14] == b"\xff\xff" and stream[at + 6] == 0


def _check_text(stream: Bytes, at: int, length: int) -> Sequence[Edit]:
    """Refuse a shared text of a negative number: xlrd would count from the last one."""
    if stream[at + 9] & 0x80:
        raise FileRefused(DAMAGED)
    return ()


def _check_numbers(stream: Bytes, at: int, length: int) -> Sequence[Edit]:
    """Refuse a row of numbers that are not as many as its columns: xlrd would leave the others out."""
    (first,), (last,) = (struct.unpack_from("<H", stream, each) for each in (at + 2, at + length - 2))
    if length != 6 * (last - first + 2):
        raise FileRefused(DAMAGED)
    return ()


def _bound_columns(stream: Bytes, at: int, length: int) -> Sequence[Edit]:
    """Let columns end where a sheet ends: of those that do not, xlrd knows nothing, not even that they are hidden."""
    (last,) = struct.unpack_from("<H", stream, at + 2)
    return [(at + 2, struct.pack("<H", _WIDEST - 1))] if last >= _WIDEST else ()


def _mend_texts(stream: Bytes, at: int, length: int) -> Sequence[Edit]:
    """Let the shared texts be as many as there are, and each sign be whole in one record. Raises FileRefused."""
    places = [(at, length)]
    for kind, more, size in _records(stream, at + length, len(stream)):
        if kind != _CONTINUE:
            break
        places.append((more, size))
    pieces = [bytes(stream[each : each + size]) for each, size in places]
    (claimed,) = struct.unpack_from("<L", stream, at + 4)
    count, entered = _follow_texts(pieces, claimed)
    torn = {each for each in entered if pieces[each - 1][-1] & 0xFC == 0xD8 and pieces[each][0] & 1}
    return [(at + 4, struct.pack("<L", count)), *_joined(pieces, places, torn)]


def _joined(pieces: Sequence[bytes], places: Sequence[tuple[int, int]], torn: Set[int]) -> Iterator[Edit]:
    """Give the second half of each sign that is torn, at the beginning of these pieces, to the piece before: xlrd
    decodes each for itself. Where a rare character is in a name, that is what happens at the end of a record.
    """
    for number in {*torn, *(each - 1 for each in torn)}:
        at, length = places[number]
        lost = 2 * (number in torn)
        kept = length - lost + 2 * (number + 1 in torn)
        if lost:
            yield at - 4, pieces[number][1:3] + _HEAD.pack(_CONTINUE, kept) + pieces[number][:1]
        else:
            yield at - 2, struct.pack("<H", kept)


def _refuse_locked(stream: Bytes, at: int, length: int) -> Sequence[Edit]:
    raise FileRefused(LOCKED)


# what xlrd would misread without a word: what is to be written where
_CHECKED = {
    _LABELSST: _check_text,
    _MULRK: _check_numbers,
    _COLINFO: _bound_columns,
    _SST: _mend_texts,
    _FILEPASS: _refuse_locked,
}


def _records(stream: Bytes, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """The kinds, places and lengths of the records in a part of the stream."""
    at = start
    while at < end:
        kind, length = _HEAD.unpack_from(stream, at)
        yield kind, at + 4, length
        at += 4 + length


def _follow_texts(pieces: Sequence[bytes], most: int) -> tuple[int, list[int]]:
    """How many texts stand in the record of shared texts and its continuations, and which of these begin within one.

    Raises FileRefused.
    """
    entered: list[int] = []
    piece, at = 0, 8
    for count in range(most):
        if at >= len(pieces[piece]):
            piece, at = piece + 1, at - len(pieces[piece])
            if piece == len(pieces):
                return count, entered
        last, piece, at = _behind_text(pieces, piece, at)
        entered += last
    return most, entered


def _behind_text(pieces: Sequence[bytes], piece: int, at: int) -> tuple[list[int], int, int]:
    """The pieces that a shared text enters, and where it ends. Raises FileRefused where that is before its beginning: xlrd would read it ever again."""
    length, flags = struct.unpack_from("<HB", pieces[piece], at)
    at += 3
    runs = phonetic = 0
    if flags & 8:
        (runs,), at = struct.unpack_from("<H", pieces[piece], at), at + 2
    if flags & 4:
        (phonetic,), at = struct.unpack_from("<i", pieces[piece], at), at + 4
    if phonetic < 0:
        raise FileRefused(DAMAGED)
    entered = []
    while length:
        wide = flags & 1
        taken = min(length, len(pieces[piece]) - at >> wide)
        at, length = at + (taken << wide), length - taken
        if length:
            piece, at = piece + 1, 1
            entered.append(piece)
            flags = pieces[piece][0]
    for _ in range(runs):
        if at == len(pieces[piece]):
            piece, at = piece + 1, 0
        at += 4
    return entered, piece, at + phonetic
