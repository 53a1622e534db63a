"""The lines of a PDF that has no structure tree."""

from __future__ import annotations

import pytest

from reportgen.pdf import untagged
from tests.pdf.pages import pdf


def test_the_lines_come_without_the_page_number() -> None:
    assert untagged.lines(pdf([("P", ["共有12件，", "其中3件"])], tagged=False)) == ["共有12件，", "其中3件"]


@pytest.mark.parametrize("content", [b"", b"no pdf", pdf([])])
def test_what_holds_no_text_is_told(content: bytes) -> None:
    with pytest.raises(untagged.NoText):
        untagged.lines(content)


@pytest.mark.parametrize(
    ("page", "often", "left"),
    [
        (["近海镇报告", "甲", "— 3 —"], {"近海镇报告"}, ["甲"]),
        (["甲", "第 3 页 共 12 页"], set(), ["甲"]),
        (["12", "甲"], set(), ["甲"]),
        (["甲12件"], set(), ["甲12件"]),
        (["3"], set(), []),
    ],
)
def test_what_stands_on_every_page_is_left_out(page: list[str], often: set[str], left: list[str]) -> None:
    assert untagged._inner(page, often) == left
