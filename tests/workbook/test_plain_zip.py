"""A plain zip is unpacked as zipfile does; whatever is not as programs write it, or not whole, is left to that."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest

from reportgen.workbook.notes import Unusual
from reportgen.workbook.plain_zip import Parts

ROOT = Path(__file__).parents[2]


def zipped(*parts: tuple[str, bytes], method: int = ZIP_DEFLATED, comment: bytes = b"") -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", method) as archive:
        for name, content in parts:
            archive.writestr(ZipInfo(name), content, method)
        archive.comment = comment
    return made.getvalue()


PARTS = (("a.xml", b"<a/>" * 50), ("b/c.xml", b"<c/>"))


@pytest.mark.parametrize("file", sorted((ROOT / "templates").rglob("*.docx")), ids=lambda file: file.stem)
def test_a_word_file_is_unpacked_as_zipfile_does(file: Path) -> None:
    content = file.read_bytes()
    parts = Parts(content)
    with ZipFile(BytesIO(content)) as archive:
        assert parts.sizes == {each.filename: each.file_size for each in archive.infolist()}
        assert {each: parts.part(each) for each in parts.sizes} == {
            each: archive.read(each) for each in archive.namelist()
        }


@pytest.mark.parametrize("method", [ZIP_DEFLATED, ZIP_STORED])
@pytest.mark.parametrize("remembered", [True, False])
def test_parts_are_given_by_name(method: int, remembered: bool) -> None:
    parts = Parts(zipped(*PARTS, method=method), remembered=remembered)
    assert [(each, parts.part(each)) for each in parts.sizes] == list(PARTS)
    assert ("A.XML".lower() in parts, "d" in parts) == (True, False)
    assert parts.part("d", needed=False) == b""
    with pytest.raises(Unusual):
        parts.part("d")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK",
        zipped(*PARTS, comment=b"x"),
        zipped(("a", b"1"), ("A", b"2")),
        zipped(*PARTS) + b"x",
        b"x" + zipped(*PARTS),
        zipped(*PARTS, method=ZIP_STORED).replace(b"<c/>", b"<d/>"),
    ],
)
def test_what_is_not_plain_or_not_whole_is_unusual(content: bytes) -> None:
    with pytest.raises(Unusual):
        Parts(content).part("b/c.xml")
