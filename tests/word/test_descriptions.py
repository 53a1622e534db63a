"""What describes pictures, the pictures within drawings, shapes and tables is found, wherever programs write it."""

from __future__ import annotations

import pytest
from lxml import etree

from reportgen.word.descriptions import descriptions

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE, WORD = (
    "http://schemas.openxmlformats.org/drawingml/2006",
    "http://schemas.microsoft.com/office/word/2010",
)


@pytest.mark.parametrize(
    ("element", "said"),
    [
        (f'<x:docPr xmlns:x="{OFFICE}/wordprocessingDrawing" id="1" name="图 1" descr="受理9起"/>', ["受理9起"]),
        (f'<x:cNvPr xmlns:x="{OFFICE}/picture" id="1" name="图 1" descr="受理9起" title="情况图"/>', ["受理9起", "情况图"]),
        (f'<x:cNvPr xmlns:x="{WORD}/wordprocessingShape" id="1" descr="受理9起"/>', ["受理9起"]),
        (f'<x:cNvPr xmlns:x="{WORD}/wordprocessingGroup" id="1" descr="受理9起"/>', ["受理9起"]),
        (f'<x:cNvPr xmlns:x="{OFFICE}/picture" id="1" descr="C:\\照片\\受理9起.JPG"/>', []),
        ('<x:shape xmlns:x="urn:schemas-microsoft-com:vml" alt="受理9起"/>', ["受理9起"]),
        (f'<x:tblCaption xmlns:x="{W}" x:val="受理9起"/>', ["受理9起"]),
        (f'<x:docPr xmlns:x="{OFFICE}/wordprocessingDrawing" id="1" descr=" "/>', []),
    ],
)  # fmt: skip
def test_a_description_is_found(element: str, said: list[str]) -> None:
    root = etree.fromstring(f"<p>{element}</p>")
    assert [text for *_, text in descriptions(root)] == said
