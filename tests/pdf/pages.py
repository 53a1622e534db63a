"""Paragraphs -> a small tagged PDF, as LibreOffice writes it, byte by byte."""

from __future__ import annotations

from collections.abc import Sequence

TO_UNICODE = b"""/CIDInit/ProcSet findresource begin 12 dict begin begincmap
1 begincodespacerange <0000> <FFFF> endcodespacerange
1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end end"""
ROLES = "<</Own /P>>"


def pdf(paragraphs: Sequence[tuple[str, Sequence[str]]], *, tagged: bool = True, more: bytes = b"") -> bytes:
    """Return a PDF of one page; a paragraph is its role (`P`, `H1`, `TD`, …) and its lines on the page."""
    drawn, elements, number, height = [], [], 0, 800
    for role, lines in paragraphs:
        begun = number
        for line in lines:
            codes = line.encode("utf-16-be").hex()
            drawn.append(f"/Span<</MCID {number}>>BDC q BT 80 {height} Td /F1 16 Tf <{codes}> Tj ET Q EMC")
            number, height = number + 1, height - 20
        elements.append((role, " ".join(map(str, range(begun, number)))))
    content = "\n".join(["/Artifact BMC BT 9 9 Td /F1 9 Tf <0031> Tj ET EMC", *drawn]).encode()
    marked = "/MarkInfo<</Marked true>>/StructTreeRoot 7 0 R" if tagged else ""
    objects = [
        f"<</Type/Catalog/Pages 2 0 R{marked}/Lang(en-US)>>".encode(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>",
        _stream(content),
        b"<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-H/ToUnicode 6 0 R>>",
        _stream(TO_UNICODE),
        f"<</Type/StructTreeRoot/K[8 0 R]/RoleMap{ROLES}>>".encode(),
        f"<</Type/StructElem/S/Document/K[{' '.join(f'{9 + at} 0 R' for at in range(len(elements)))}]>>".encode(),
        *(_element(role, marks) for role, marks in elements),
    ]
    return _file(objects, more)


def _element(role: str, marks: str) -> bytes:
    inside = f"<</Type/StructElem/S/P/Pg 3 0 R/K[{marks}]>>" if role in ("TD", "TH") else marks
    return f"<</Type/StructElem/S/{role}/Pg 3 0 R/K[{inside}]>>".encode()


def _stream(content: bytes) -> bytes:
    return b"<</Length %d>>stream\n%s\nendstream" % (len(content), content)


def _file(objects: Sequence[bytes], more: bytes) -> bytes:
    made, places = b"%PDF-1.6\n" + more, []
    for number, each in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % each for each in places)
    size = len(objects) + 1
    return made + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        size, table, size, len(made),
    )  # fmt: skip
