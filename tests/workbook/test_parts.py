"""The parts of a package are found by its relations, however these are spelled."""

from __future__ import annotations

import pytest

from reportgen.model import FileRefused
from reportgen.workbook.parts import Relation, open_package, utf8
from reportgen.workbook.zipped import UNREADABLE
from tests.make.cases_files import pack

A = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relations(*lines: str) -> bytes:
    return f"<r:Relationships xmlns:r='x'>{''.join(lines)}</r:Relationships>".encode()


def relation(target: str, kind: str = "worksheet", more: str = "") -> str:
    return f'<r:Relationship Id="a" Type="{A}/{kind}" Target="{target}"{more}/>'


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("one.xml", "xl/one.xml"),
        ("./one.xml", "xl/one.xml"),
        ("../top.xml", "top.xml"),
        ("/top.xml", "top.xml"),
        ("top.xml", "top.xml"),  # from the root, without saying so
        ("sub\\two 2.xml", "xl/sub/two 2.xml"),
        ("sub/two%202.xml", "xl/sub/two 2.xml"),
        ("ONE.XML", "xl/ONE.XML"),
        ("lost.xml", "xl/lost.xml"),
        ("", ""),
    ],
)
def test_a_target_is_found_from_the_part_and_from_the_root(target: str, found: str) -> None:
    names = ("xl/one.xml", "top.xml", "xl/sub/two 2.xml", "xl/book.xml")
    package = open_package(
        pack({**dict.fromkeys(names, b""), "xl/_rels/book.xml.rels": relations(relation(target))})
    )
    assert package.relations("xl/book.xml") == [Relation("a", "worksheet", found)]


def test_the_main_part_is_what_the_package_says_and_nothing_outside_of_it() -> None:
    outside = relation("http://a/b", "officeDocument", ' TargetMode="External"')
    said = relations(outside, relation("a.xml", "officeDocument"))
    assert open_package(pack({"_rels/.rels": said, "a.xml": b""})).main() == "a.xml"
    assert open_package(pack({"a.xml": b""})).main() == ""


def test_parts_are_read_within_limits_and_as_they_were_packed() -> None:
    content = pack({"a": b"one", "b": bytes(2**21)}, stored=("a",))
    package = open_package(content)
    assert (package.part("A"), "b" in package) == (b"one", True)
    with pytest.raises(FileRefused, match="解压后过大"):
        package.part("b")
    with pytest.raises(KeyError):
        package.part("c")
    with pytest.raises(UNREADABLE):
        open_package(content.replace(b"one", b"two")).part("a")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_an_encoding_is_told_by_the_first_bytes(encoding: str) -> None:
    assert utf8("<?xml version='1.0' encoding='x'?><甲/>".encode(encoding)) == "<甲/>".encode()


@pytest.mark.parametrize(
    ("said", "encoding"),
    [
        ("GB2312", "gb18030"),
        ("gbk", "gb18030"),
        ("GBK", "gbk"),
        ("gb18030", "gb18030"),
        ("iso-8859-1", "latin-1"),
    ],
)
def test_an_encoding_is_told_by_the_declaration(said: str, encoding: str) -> None:
    sign = {"latin-1": "é", "gbk": "镕"}.get(encoding, "镕㐂")  # which GB2312 has not, nor GBK the last one
    assert (
        utf8(f"<?xml version='1.0' encoding='{said}'?><a>{sign}</a>".encode(encoding))
        == f"<a>{sign}</a>".encode()
    )


def test_utf8_is_left_as_it_is() -> None:
    for xml in (
        b"<a/>",
        b"<?xml version='1.0' encoding='UTF-8'?><a/>",
        b"<?xml version='1.0' encoding='utf8'?><a/>",
    ):
        assert utf8(xml) == xml
    with pytest.raises(LookupError):
        utf8(b"<?xml version='1.0' encoding='klingon'?><a/>")
