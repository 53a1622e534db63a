"""The manifest: what a report has printed, in custom properties of 240 characters, and back."""

from __future__ import annotations

import pytest
from lxml import etree

from reportgen.word import manifest as manifests
from reportgen.word.manifest import Manifest
from reportgen.word.marks import Printed
from reportgen.word.package import Package, unpack
from reportgen.workbook.zipped import pack
from tests.word.structure import faults
from tests.word.test_document import write

MANY = Manifest(
    "某 镇",
    "2023",
    "0123456789abcdef",
    tuple(Printed(f"甲.第 {n} 项", f'{n} & "{n}"') for n in range(1, 200)),
)


def packed(package: Package, manifest: Manifest) -> Package:
    return unpack(pack(manifests.add(package, manifest)))


def pieces(package: Package) -> list[str]:
    root = etree.fromstring(package.parts["docProps/custom.xml"])
    return ["".join(map(str, each.itertext())) for each in root]


def test_what_is_written_is_read_again() -> None:
    package = packed(unpack(write("甲")), MANY)
    assert manifests.read(package) == MANY
    assert all(0 < len(each) <= 240 and each == each.strip() for each in pieces(package))
    assert not faults(pack(package.parts))


def test_a_new_manifest_takes_the_place_of_the_old_one_and_other_properties_stay() -> None:
    package = packed(unpack(write("甲")), MANY)
    own = b'<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="99" name="x"><vt:lpwstr>y</vt:lpwstr></property></Properties>'
    custom = package.parts["docProps/custom.xml"].replace(b"</Properties>", own)
    package = Package({**package.parts, "docProps/custom.xml": custom}, package.types)
    short = MANY._replace(figures=())
    again = packed(package, short)
    assert manifests.read(again) == short
    assert "y" in pieces(again)
    assert pieces(manifests.remove(again)) == ["y"]


@pytest.mark.parametrize(
    "damaged",
    [{}, {2: "[]"}, {1: "["}, {1: "[]"}, {1: '["某镇"]'}, {1: '["某镇","2023","",["甲"]]'}, {1: "3"}],
)
def test_a_damaged_manifest_is_none(damaged: dict[int, str]) -> None:
    assert manifests.from_pieces(damaged) is None
