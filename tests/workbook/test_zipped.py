"""A package is unpacked within limits, whatever it says of itself, and packed so that equal parts make equal bytes."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib

import pytest

from reportgen.workbook import zipped
from reportgen.workbook.zipped import (
    LARGEST_PART,
    LARGEST_WHOLE,
    UNREADABLE,
    FileRefused,
    check_names,
    check_sizes,
    pack,
    stored,
)
from reportgen.workspace import archive


def package(*parts: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as target:
        for name, content in parts:
            target.writestr(name, content)
    return out.getvalue()


def check(content: bytes) -> None:
    check_sizes(zipfile.ZipFile(io.BytesIO(content)).infolist(), content)


def sized(name: str, size: int, packed: int) -> zipfile.ZipInfo:
    """A part that says of itself how large it is."""
    part = zipfile.ZipInfo(name)
    part.file_size, part.compress_size = size, packed
    return part


@pytest.mark.parametrize(
    ("parts", "is_refused"),
    [
        ([sized("a", 2**28, 2**28 // 100 + 1)], False),
        ([sized("a", 2**28, 2**28 // 100)], True),
        ([sized("a", 2**28 + 1, 2**28)], True),
        ([sized("a", 2**20, 1)], False),
        ([sized("a", 2**20 + 1, 2**20 // 100)], True),
        (
            [sized("a", 2**28, 2**28), sized("b", 2**28, 2**28)],
            False,
        ),
        ([sized(each, LARGEST_PART, LARGEST_PART) for each in "ab"] + [sized("c", 1, 1)], True),
    ],
)
def test_a_package_may_be_as_large_as_a_report_can_be(parts: list[zipfile.ZipInfo], is_refused: bool) -> None:
    if is_refused:
        with pytest.raises(FileRefused, match="解压后过大"):
            check_sizes(parts, b"")
    else:
        check_sizes(parts, b"")


@pytest.mark.parametrize("twin", ["xl/a.xml", "XL/A.XML", "xl\\a.xml"])
def test_two_parts_of_one_name_are_refused(twin: str) -> None:
    with pytest.raises(FileRefused, match="有重复"):
        check_sizes([sized("xl/a.xml", 1, 1), sized(twin, 1, 1)], b"")


def test_a_part_is_counted_and_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipped, "_HONEST", 100)
    monkeypatch.setattr(zipped, "LARGEST_PART", 2**20)
    content = package(("xl/a.xml", bytes(2**20 + 1)))
    lying = content.replace((2**20 + 1).to_bytes(4, "little"), (9).to_bytes(4, "little"))
    with pytest.raises(FileRefused, match="解压后过大"):
        check(lying)
    check(package(("xl/a.xml", bytes(range(256)) * 8), method=zipfile.ZIP_STORED))


@pytest.mark.parametrize("name", ["xl/a.xml", "xl/a.bin", "_rels/.rels", "xl/media/a.png"])
def test_what_is_read_is_counted_and_the_names_of_the_others_only_seen_to(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zipped, "_HONEST", 100)
    monkeypatch.setattr(zipped, "LARGEST_PART", 2**20)
    content = package((name, bytes(2**20 + 1)))
    lying = content.replace((2**20 + 1).to_bytes(4, "little"), (9).to_bytes(4, "little"))
    check_names(zipfile.ZipFile(io.BytesIO(lying)).infolist())
    with pytest.raises(FileRefused, match="解压后过大"):
        check(lying)


def test_counting_ends_where_a_part_is_too_large_and_goes_on_to_its_end_where_not() -> None:
    content = package(("a", bytes(9 * 2**20)))
    (part,) = zipfile.ZipFile(io.BytesIO(content)).infolist()
    assert zipped._true_size(content, part) == 9 * 2**20
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(zipped, "LARGEST_PART", 5)
        assert zipped._true_size(content, part) == 2**22, "four million bytes at a time"


def test_a_part_is_found_behind_a_long_name_and_an_extra_field() -> None:
    info, out = zipfile.ZipInfo("长" * 100), io.BytesIO()
    info.extra = (0xCAFE).to_bytes(2, "little") + (300).to_bytes(2, "little") + bytes(300)
    with zipfile.ZipFile(out, "w") as target:
        target.writestr(info, b"inside")
    (part,) = zipfile.ZipFile(out).infolist()
    assert zipped.unpacked(out.getvalue(), part) == b"inside"


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_part_comes_out_as_it_went_in(method: int) -> None:
    content = package(("a", b"first" * 9), ("b", b"second" * 9), method=method)
    first, second = zipfile.ZipFile(io.BytesIO(content)).infolist()
    assert zipped.unpacked(content, first) == b"first" * 9
    assert zipped.unpacked(content, second) == b"second" * 9


def test_a_part_that_is_packed_otherwise_or_not_where_it_should_be_is_told() -> None:
    content = package(("a", b"x" * 99), method=zipfile.ZIP_BZIP2)
    (part,) = zipfile.ZipFile(io.BytesIO(content)).infolist()
    with pytest.raises(UNREADABLE):
        zipped.unpacked(content, part)
    part.header_offset = 1
    with pytest.raises(UNREADABLE):
        zipped.unpacked(content, part)


def test_a_package_without_compression_keeps_the_sums_it_is_given() -> None:
    parts = {"甲.xml": b"one", "b": b""}
    content = stored(parts, {name: zlib.crc32(part) for name, part in parts.items()})
    with zipfile.ZipFile(io.BytesIO(content)) as read:
        assert {name: read.read(name) for name in read.namelist()} == parts
        assert read.testzip() is None
    wrong = zipfile.ZipFile(io.BytesIO(stored(parts, {"甲.xml": 1, "b": 0})))
    with pytest.raises(zipfile.BadZipFile):
        wrong.read("甲.xml")


def test_a_package_without_compression_is_made_as_word_and_excel_make_theirs() -> None:
    (part,) = zipfile.ZipFile(io.BytesIO(stored({"甲": b"one"}, {"甲": zlib.crc32(b"one")}))).infolist()
    assert (part.create_version, part.create_system, part.extract_version) == (20, 0, 20)
    assert (part.flag_bits, part.date_time, part.compress_type) == (0x800, (1980, 1, 1, 0, 0, 0), 0)
    assert (part.external_attr, part.internal_attr, part.volume, part.extra, part.comment) == (
        0,
        0,
        0,
        b"",
        b"",
    )
    local = struct.unpack_from("<4s5H3L2H", stored({"甲": b"one"}, {"甲": 7}))
    assert local == (b"PK\3\4", 20, 0x800, 0, 0, 0x21, 7, 3, 3, 3, 0)


def test_a_package_tells_nothing_of_the_system_that_made_it() -> None:
    (part,) = zipfile.ZipFile(io.BytesIO(pack({"a": b"one"}))).infolist()
    assert (part.create_system, part.compress_type) == (0, zipfile.ZIP_DEFLATED)


def test_equal_parts_make_equal_bytes() -> None:
    parts = {"甲.xml": b"one" * 99, "b": b""}
    assert pack(parts) == pack(dict(parts))
    with zipfile.ZipFile(io.BytesIO(pack(parts))) as read:
        assert {name: read.read(name) for name in read.namelist()} == parts
        assert {part.date_time for part in read.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_an_archive_has_the_limits_of_a_package() -> None:
    assert (archive.LARGEST_PART, archive.LARGEST_WHOLE) == (LARGEST_PART, LARGEST_WHOLE)


@pytest.mark.parametrize(
    "raised",
    [
        zipfile.BadZipFile, KeyError, IndexError, ValueError, EOFError, OSError, NotImplementedError, RuntimeError,
        OverflowError, zlib.error, lzma.LZMAError,
    ],
)  # fmt: skip
def test_whatever_a_damaged_package_raises_is_known(raised: type[Exception]) -> None:
    assert issubclass(raised, UNREADABLE)


@pytest.mark.parametrize("raised", [TypeError, AttributeError, AssertionError, MemoryError])
def test_what_is_a_fault_of_the_program_is_none_of_the_package(raised: type[Exception]) -> None:
    assert not issubclass(raised, UNREADABLE)


def test_a_size_is_believed_where_deflate_could_not_make_more_of_it() -> None:
    assert 100_000 < zipped._HONEST * 1032 <= LARGEST_PART, "1032 bytes come of one at the most"


def test_a_package_is_packed_again_with_some_parts_changed_and_the_rest_as_it_was() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("a.xml", "XL/b.xml", "名.xml"):
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 2, 3, 4, 6)), name * 50, zipfile.ZIP_DEFLATED)
    content = file.getvalue()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
    again = zipped.repacked(content, parts, {"xl/b.xml": b"changed", "c.xml": b"added"})
    with zipfile.ZipFile(io.BytesIO(again)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["a.xml", "XL/b.xml", "名.xml", "c.xml"]
        assert [archive.read(each) for each in ("XL/b.xml", "c.xml")] == [b"changed", b"added"]
        assert archive.read("名.xml").decode() == "名.xml" * 50
        assert archive.getinfo("a.xml").date_time == (2024, 1, 2, 3, 4, 6)
    same = [
        zipped._packed(each, part)
        for each, part in ((content, parts[0]), (again, zipfile.ZipFile(io.BytesIO(again)).infolist()[0]))
    ]
    assert same[0] == same[1]
