"""A run begins where it is asked to, and the text stays."""

from __future__ import annotations

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reportgen.word.cutting import cut
from reportgen.word.elements import R, T, read_text

LOOK = "<w:rPr><w:b/></w:rPr>"


def runs(inside: str, position: int) -> list[str]:
    paragraph = parse_xml(f"<w:p {nsdecls('w')}>{inside}</w:p>")
    before = read_text(paragraph)
    cut(paragraph, position)
    assert read_text(paragraph) == before
    return ["".join(each.text or "" for each in run.iter(T)) for run in paragraph.iter(R)]


@pytest.mark.parametrize(
    ("inside", "position", "expected"),
    [
        (f"<w:r>{LOOK}<w:t>共12件</w:t></w:r>", 1, ["共", "12件"]),
        (f"<w:r>{LOOK}<w:t>共12件</w:t></w:r>", 0, ["共12件"]),
        (f"<w:r>{LOOK}<w:t>共12件</w:t></w:r>", 4, ["共12件"]),
        ("<w:r><w:t>共</w:t></w:r><w:r><w:t>12件</w:t></w:r>", 1, ["共", "12件"]),
        ("<w:r><w:t>共</w:t><w:tab/><w:t>12件</w:t></w:r>", 1, ["共", "12件"]),
        ("<w:ins w:id='1' w:author='甲'><w:r><w:t>共12</w:t></w:r></w:ins>", 1, ["共", "12"]),
    ],
)  # fmt: skip
def test_a_run_begins_there(inside: str, position: int, expected: list[str]) -> None:
    assert runs(inside, position) == expected


def test_both_halves_look_alike() -> None:
    paragraph = parse_xml(f"<w:p {nsdecls('w')}><w:r>{LOOK}<w:t>共12件</w:t></w:r></w:p>")
    cut(paragraph, 1)
    assert len(paragraph.findall(f"{R}/{R[:-1]}rPr/{R[:-1]}b")) == 2
