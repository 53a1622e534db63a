"""Pictures of a Word file: those it holds, not those that lie elsewhere."""

from __future__ import annotations

import pytest

from reportgen.word.contents import contents, paragraphs
from reportgen.word.drawings import relations
from reportgen.word.package import unpack
from tests.word.test_contents import PIXEL, pictured
from tests.word.test_document import change, read


def kinds(file: bytes) -> list[str | None]:
    pieces = [piece for each in paragraphs(contents(file).blocks) for piece in each.pieces]
    return [piece.picture and piece.picture.kind for piece in pieces]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PIXEL, "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"\x01\0\0\0 EMF", ""),
    ],
)
def test_the_kind_is_told_by_the_bytes(content: bytes, kind: str) -> None:
    file = pictured("图")
    (name,) = [each for each in read(file) if "media" in each]
    assert kinds(change(file, {name: content})) == [kind]


def test_a_picture_elsewhere_is_none() -> None:
    file = pictured("图")
    name = "word/_rels/document.xml.rels"
    outside = read(file)[name].replace(
        b'Target="media/', b'TargetMode="External" Target="https://example.org/'
    )
    assert kinds(change(file, {name: outside})) == []


def test_relations_are_paths_of_parts() -> None:
    found = relations(unpack(pictured("图")), "word/document.xml")
    assert "word/styles.xml" in found.values()
    assert relations(unpack(pictured("图")), "word/none.xml") == {}
