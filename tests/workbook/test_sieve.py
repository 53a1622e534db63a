"""Of the records of an .xls, xlrd is shown those that say what a cell is, and these so that it reads them right."""

from __future__ import annotations

import itertools
import struct
from collections.abc import Callable

import pytest

from reportgen.model import FileRefused
from reportgen.workbook import sieve
from reportgen.workbook.sieve import LACKING, sifted
from tests.workbook.handmade import (
    BOF,
    CONTINUE,
    EOF,
    FILEPASS,
    LABELSST,
    NUMBER,
    SST,
    STRING,
    formula,
    record,
    stream,
    text,
)  # fmt: skip

NOTHING, NAME, HYPERLINK, MULRK, COLINFO, SHARED = 0xFFFF, 0x18, 0x1B8, 0xBD, 0x7D, 0x4BC


def kinds(content: bytes) -> list[int]:
    found, at = [], 0
    while at < len(content):
        kind, length = struct.unpack_from("<HH", content, at)
        found.append(kind)
        at += 4 + length
    return found


def inside(*records: bytes) -> list[int]:
    """The kinds of what is left of the records of a sheet."""
    return kinds(sifted(stream(*records)))[4:-1]


@pytest.mark.parametrize("kind", [0x203, 0x27E, 0x204, 0xD6, 0xFD, 0x205, 0x06, 0x206, 0x406])
def test_each_record_that_says_what_a_cell_is_is_left(kind: int) -> None:
    """[MS-XLS] 2.3.1: Number, RK, Label, RString, LabelSst, BoolErr, and Formula of three generations."""
    assert inside(record(kind, bytes(26))) == [kind]


def test_what_does_not_say_what_a_cell_is_is_taken_out() -> None:
    whole = stream(
        record(HYPERLINK, b"x"), text(0, 0, "甲"), record(0x200, bytes(14)), before=record(NAME, bytes(20))
    )
    left = sifted(whole)
    assert kinds(left) == [BOF, NOTHING, 0x85, EOF, BOF, NOTHING, 0x204, NOTHING, EOF]
    assert len(left) == len(whole)
    assert text(0, 0, "甲") in left


def test_a_chart_on_a_sheet_is_taken_out_with_all_that_is_in_it() -> None:
    number = record(NUMBER, bytes(14))
    chart = (
        record(BOF, bytes(16)) + number + record(BOF, bytes(16)) + number + record(EOF) + number + record(EOF)
    )
    assert inside(number, chart, number) == [NUMBER, *[NOTHING] * 7, NUMBER]


@pytest.mark.parametrize(
    ("behind", "is_there"),
    [
        ((record(STRING, b"\1\0\0x"),), True),
        ((record(SHARED, bytes(10)), record(STRING, b"\1\0\0x")), True),
        ((), False),
        ((text(1, 0, "下"),), False),
        ((record(SHARED, bytes(10)), text(1, 0, "下")), False),
        ((text(1, 0, "下"), record(STRING, b"\1\0\0x")), False),
    ],
)
def test_a_formula_whose_text_does_not_follow_has_an_error_for_a_result(
    behind: tuple[bytes, ...], is_there: bool
) -> None:
    waiting = formula(0, 0, b"\0")
    left = sifted(stream(waiting, *behind))
    assert (waiting in left) == is_there
    assert (formula(0, 0, bytes((2, 0, LACKING))) in left) == (not is_there)


@pytest.mark.parametrize("result", [b"\1\0\1", b"\2\0\7", b"\3"])
def test_a_formula_with_another_result_waits_for_nothing(result: bytes) -> None:
    assert formula(0, 0, result) in sifted(stream(formula(0, 0, result), text(1, 0, "下")))


@pytest.mark.parametrize("number", [0, 1, 0x7FFFFFFF])
def test_a_shared_text_has_a_number_from_0_on(number: int) -> None:
    assert inside(record(LABELSST, struct.pack("<HHHL", 0, 0, 0, number))) == [LABELSST]
    with pytest.raises(FileRefused, match="已损坏"):
        inside(record(LABELSST, struct.pack("<HHHL", 0, 0, 0, number | 0x80000000)))


@pytest.mark.parametrize(
    ("first", "last", "is_sound"), [(0, 2, True), (5, 7, True), (0, 1, False), (0, 3, False)]
)
def test_a_row_of_numbers_has_as_many_as_it_says(first: int, last: int, is_sound: bool) -> None:
    numbers = record(MULRK, struct.pack("<HH", 0, first), bytes(18), struct.pack("<H", last))
    if is_sound:
        assert inside(numbers) == [MULRK]
    else:
        with pytest.raises(FileRefused, match="已损坏"):
            inside(numbers)


@pytest.mark.parametrize(("last", "left"), [(0, 0), (255, 255), (256, 255), (65535, 255)])
def test_columns_end_where_a_sheet_ends(last: int, left: int) -> None:
    columns = record(COLINFO, struct.pack("<HHHHHH", 0, last, 0, 0, 1, 0))
    assert struct.pack("<HH6xH", 0, left, 0)[:4] in sifted(stream(columns))


def test_a_password_is_told() -> None:
    with pytest.raises(FileRefused, match="有密码"):
        sifted(stream(before=record(FILEPASS, bytes(6))))


@pytest.mark.parametrize("version", [0, 0x200, 0x300, 0x400, 0x500, 0x601])
def test_an_older_version_is_told(version: int) -> None:
    with pytest.raises(FileRefused, match="很早以前的 Excel 格式"):
        sifted(stream(version=version))


@pytest.mark.parametrize("kind", [0x09, 0x209, 0x409])
def test_an_older_beginning_is_told(kind: int) -> None:
    with pytest.raises(FileRefused, match="很早以前的 Excel 格式"):
        sifted(struct.pack("<H", kind) + stream()[2:])
    with pytest.raises(FileRefused, match="已损坏"):
        sifted(struct.pack("<H", kind + 1) + stream()[2:])


# sheets


def book(*starts: Callable[[int], int], sort: int = 0, sheets: int = 1) -> bytes:
    """A workbook whose sheets begin where these say, given the place of the first."""
    names = [record(0x85, struct.pack("<LBBBBs", 0, 0, sort, 1, 0, b"x")) for _ in starts]
    before = record(BOF, struct.pack("<HH12x", 0x600, 5)) + b"".join(names) + record(EOF)
    first = len(before)
    names = [record(0x85, struct.pack("<LBBBBs", where(first), 0, sort, 1, 0, b"x")) for where in starts]
    before = record(BOF, struct.pack("<HH12x", 0x600, 5)) + b"".join(names) + record(EOF)
    return before + (record(BOF, struct.pack("<HH12x", 0x600, 16)) + record(EOF)) * sheets


SIZE = len(record(BOF, bytes(16)) + record(EOF))


def test_each_sheet_has_a_place_of_its_own() -> None:
    apart = book(lambda at: at, lambda at: at + SIZE, sheets=2)
    assert sifted(apart) == apart
    with pytest.raises(FileRefused, match="已损坏"):
        sifted(book(lambda at: at, lambda at: at, sheets=2))
    with pytest.raises(FileRefused, match="已损坏"):
        sifted(book(lambda at: 0, lambda at: at))
    assert sifted(book(lambda at: at, lambda at: at, sort=2))


@pytest.mark.parametrize("where", [lambda at: at + 1, lambda at: at + SIZE, lambda at: 2**32 - 1])
def test_a_sheet_that_begins_nowhere_is_refused(where: Callable[[int], int]) -> None:
    with pytest.raises((FileRefused, struct.error)):
        sifted(book(where))


def test_more_sheets_than_a_report_can_have_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from reportgen.workbook import notes

    monkeypatch.setattr(notes, "MOST_SHEETS", 2)
    starts = [lambda at, step=step: at + step * SIZE for step in range(3)]
    assert sifted(book(*starts[:2], sheets=2))
    with pytest.raises(FileRefused, match="工作表多得不像报表"):
        sifted(book(*starts, sheets=3))


@pytest.mark.parametrize(
    ("kind", "body", "cost"),
    [
        (NUMBER, bytes(14), 8 + 14),
        (HYPERLINK, bytes(5000), 16),
        (0, b"", 16),
        (0xE0, bytes(20), 2000 + 20),
        (COLINFO, bytes(12), 1000 + 12),
        (0x208, bytes(12) + b"\x20\0\0\0", 200 + 16),
        (0xE5, bytes(10), 8 + 300),
        (0x41E, bytes(9), 8 + 72),
    ],
)
def test_a_workbook_of_more_records_than_a_report_can_have_is_refused(
    kind: int, body: bytes, cost: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each counts for as much as xlrd takes for it, and zeros for something too."""
    beside = 3 * 8 + 16 + 12 + 16  # two beginnings and the name of a sheet
    monkeypatch.setattr(sieve, "LARGEST", beside + cost)
    assert sifted(stream(record(kind, body)))
    monkeypatch.setattr(sieve, "LARGEST", beside + cost - 1)
    with pytest.raises(FileRefused, match="文件过大，不像是报表"):
        sifted(stream(record(kind, body)))


def test_of_rows_only_hidden_ones_and_those_of_no_height_are_shown() -> None:
    shown, hidden, flat, flat_too, high = (
        record(0x208, bytes(6), height, bytes(4), flags, bytes(3))
        for height, flags in (
            (b"\xff\0", b"\x40"), (b"\xff\0", b"\x60"), (b"\0\0", b"\x40"), (b"\0\x80", b"\x40"), (b"\0\1", b"\x40"),
        )
    )  # fmt: skip
    assert inside(shown, hidden, flat, flat_too, high) == [NOTHING, 0x208, 0x208, 0x208, NOTHING]


def test_continuations_are_shown_of_texts_only() -> None:
    more = record(CONTINUE, b"x")
    said = record(STRING, b"\1\0\0x")
    assert inside(record(0xEC, b"x"), more, formula(0, 0, b"\0"), said, more, more) == [
        NOTHING, NOTHING, 0x06, STRING, CONTINUE, CONTINUE,
    ]  # fmt: skip


# shared texts


def shared(*texts: bytes, claimed: int | None = None, cuts: tuple[int, ...] = ()) -> list[bytes]:
    """The record of shared texts, cut into several after so many bytes."""
    whole = struct.pack("<LL", len(texts), len(texts) if claimed is None else claimed) + b"".join(texts)
    ends = [0, *cuts, len(whole)]
    pieces = [whole[one:other] for one, other in itertools.pairwise(ends)]
    return [record(SST, pieces[0]), *(record(CONTINUE, each) for each in pieces[1:])]


def narrow(words: bytes, runs: int | None = None, phonetic: bytes | None = None) -> bytes:
    """A shared text of one byte a character, with formats of its parts and with how it sounds."""
    flags = 8 * (runs is not None) + 4 * (phonetic is not None)
    head = struct.pack("<HB", len(words), flags)
    head += struct.pack("<H", runs) if runs is not None else b""
    head += struct.pack("<i", len(phonetic)) if phonetic is not None else b""
    return head + words + bytes(4 * (runs or 0)) + (phonetic or b"")


def count(pieces: list[bytes]) -> int:
    """How many shared texts xlrd is told of."""
    left = sifted(stream(before=b"".join(pieces)))
    return int(struct.unpack_from("<L", left, left.index(struct.pack("<H", SST)) + 8)[0])


@pytest.mark.parametrize("claimed", [0, 1, 4, 5, 2**32 - 1])
@pytest.mark.parametrize("cuts", [(), (12,), (12, 15)])  # where texts end
def test_texts_are_counted(claimed: int, cuts: tuple[int, ...]) -> None:
    texts = [narrow(b"a"), narrow(b""), narrow(b"bc", 2), narrow(b"d", None, b"sound")]
    assert count(shared(*texts, claimed=claimed, cuts=cuts)) == min(claimed, 4)


def test_a_text_goes_on_in_the_next_record_narrow_or_wide() -> None:
    head = struct.pack("<LLHB", 1, 9, 4, 0)
    wide = b"\1" + "丙丁".encode("utf-16-le")
    assert count([record(SST, head, b"ab"), record(CONTINUE, wide, narrow(b"next"))]) == 2


def test_a_size_that_leads_back_is_refused() -> None:
    """xlrd would read the same text again and again, as often as the count says, and keep each."""
    back = struct.pack("<HBi", 1, 4, -8) + b"x"
    with pytest.raises(FileRefused, match="已损坏"):
        count(shared(back, claimed=2**31 - 1))


def test_texts_that_end_nowhere_are_refused() -> None:
    for text_ in (struct.pack("<HB", 9, 0) + b"ab", b"\1", struct.pack("<HB", 1, 8)):
        with pytest.raises((FileRefused, IndexError, struct.error)):
            count(shared(text_))


@pytest.mark.parametrize("torn", [(1,), (2,), (1, 2), ()])
def test_a_sign_of_two_halves_is_given_to_the_record_where_it_begins(torn: tuple[int, ...]) -> None:
    """The texts are the same, and so is the place of all that follows."""
    words = "甲𠮷乙𠮷丙".encode("utf-16-le")
    ends = [0, 4 if 1 in torn else 6, 10 if 2 in torn else 12, len(words)]
    pieces = [words[one:other] for one, other in itertools.pairwise(ends)]
    before = [record(SST, struct.pack("<LLHB", 1, 1, len(words) // 2, 1), pieces[0])]
    before += [record(CONTINUE, b"\1", each) for each in pieces[1:]]
    whole = stream(text(0, 0, "后"), before=b"".join(before))
    left = sifted(whole)
    whole_ends = [0, 6, 12, len(words)]
    mended = [words[one:other] for one, other in itertools.pairwise(whole_ends)]
    expected = [record(SST, struct.pack("<LLHB", 1, 1, len(words) // 2, 1), mended[0])]
    expected += [record(CONTINUE, b"\1", each) for each in mended[1:]]
    assert left == stream(text(0, 0, "后"), before=b"".join(expected))
    assert len(left) == len(whole)


# what is no cell


FILLED = (0x203, 0x27E, 0xBD, 0x204, 0xD6, 0xFD, 0x205, 0x06, 0x206, 0x406)


@pytest.mark.parametrize("kind", [*FILLED, 0x201, 0x208])
def test_a_sheet_of_macros_is_told_of_where_something_stands_in_it_and_a_chart_always(kind: int) -> None:
    content = record(kind, bytes(26))
    told = [("台账", "宏")] if kind in FILLED else []
    assert list(sieve.others(stream(content, sort=1))) == told
    assert list(sieve.others(stream(content, sort=2))) == [("台账", "图表")]
    assert list(sieve.others(stream(content))) == list(sieve.others(stream(content, sort=6))) == []


def test_a_sheet_of_another_sort_may_have_a_name_of_narrow_signs() -> None:
    assert list(sieve.others(book(lambda at: at, sort=2))) == [("x", "图表")]


@pytest.mark.parametrize("sort", range(0x20))
def test_what_is_drawn_on_a_sheet_is_a_picture_a_shape_or_a_chart(sort: int) -> None:
    drawn = record(0x5D, struct.pack("<4H", 0x15, 0x12, sort, 1))
    number = record(NUMBER, bytes(14))
    seen = sort in (0, 1, 2, 3, 4, 5, 6, 8, 9, 0x1E)
    assert sieve.drawn_on(stream(number, drawn, number)) == [seen]
    assert sieve.drawn_on(stream(number)) == [False]


def test_the_records_that_all_sheets_share_end_with_their_part() -> None:
    whole = stream(record(0x31, b"no"), before=record(0x31, b"one") + record(0x32, b"x") + record(0x31, b""))
    assert list(sieve.globals_of(whole, 0x31)) == [b"one", b""]
