"""Of an .xlsb only error values are seen."""

from __future__ import annotations

import io
import zipfile

import pytest

from reportgen.model import FileRefused
from reportgen.workbook import xlsb
from reportgen.workbook.notes import Scan


def zipped(part: bytes, name: str = "xl/worksheets/sheet1.bin") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(name, part)
    return out.getvalue()


CALCULATED, TYPED = b"\x0b\x01\x17", b"\x03\x01\x17"


@pytest.mark.parametrize("error", [CALCULATED, TYPED])
@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.bin", "XL\\Worksheets\\sheet2.BIN"])
def test_an_error_value_is_refused_wherever_it_stands(error: bytes, name: str) -> None:
    """Behind a record of two bytes, and one whose kind takes two."""
    with pytest.raises(FileRefused, match="有错误值"):
        xlsb.scan(zipped(b"\x05\x02ab\x81\x01\x00" + error, name))


@pytest.mark.parametrize(
    "part",
    [
        b"\x05\x02\x03\x0b\x81\x01\x00",  # both numbers, but as what a record holds
        b"\x83\x01\x00",  # a kind of two bytes of which the first looks like one
        b"\x05\x80\x01" + TYPED * 43,  # a length of two bytes
        b"",
        b"\x83",
        b"\x05\xff",
        b"\x8b\x02\x00",
    ],
)
def test_what_only_looks_like_an_error_value_is_none(part: bytes) -> None:
    assert xlsb.scan(zipped(part)) == Scan(date1904=None)


@pytest.mark.parametrize(
    "length",
    [b"\x00", b"\x01x", b"\x80\x01" + b"x" * 128, b"\x81\x01" + b"x" * 129, b"\x80\x80\x01" + b"x" * 16384],
)
def test_a_record_is_passed_over_by_its_length(length: bytes) -> None:
    with pytest.raises(FileRefused, match="有错误值"):
        xlsb.scan(zipped(b"\x05" + length + TYPED))


@pytest.mark.parametrize(
    ("stream", "kinds"),
    [
        (b"\x05\x00\x07\x00", [5, 7]),
        (b"\x81\x01\x00", [129]),
        (b"\x83\x02\x00", [259]),
        (b"\xff\x7f\x00", [0x3FFF]),
        (b"\x05\x80\x00\x07\x00", [5, 7]),
    ],
)
def test_a_kind_of_two_bytes_has_seven_bits_of_the_first(stream: bytes, kinds: list[int]) -> None:
    assert list(xlsb._kinds(stream)) == kinds


def test_a_package_that_unpacks_to_too_much_is_refused() -> None:
    content = zipped(bytes(2**21))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.infolist()[0].compress_size > 2**20, "stored: no more than it says"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.bin", bytes(2**21))
    with pytest.raises(FileRefused, match="解压后过大"):
        xlsb.scan(out.getvalue())


def test_other_parts_are_not_searched() -> None:
    assert xlsb.scan(zipped(TYPED, "xl/styles.bin")) == Scan(date1904=None)


def test_a_damaged_one_is_refused() -> None:
    for content in (b"PK\x03\x04", zipped(TYPED)[:-30]):
        with pytest.raises(FileRefused, match="已损坏"):
            xlsb.scan(content)
