"""Paragraphs of web pages and of plain texts."""

from __future__ import annotations

import pytest

from reportgen.word.plain_texts import of_page, of_text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_plain_text_is_its_lines_and_cells(encoding: str) -> None:
    assert of_text("一、总则\r\n共12件\t其中3件\r\n\r\n".encode(encoding)) == [
        "一、总则",
        "共12件",
        "其中3件",
    ]


def test_a_page_is_its_blocks_without_what_nobody_sees() -> None:
    page = """<!doctype html><html><head><title>题</title><style>p{}</style></head><body><h1>一、<b>总则</b></h1>
    <!-- 批注99 --><p>共<span>12</span>件，
    其中</p><table><tr><td>甲</td><td>3</td></tr></table><script>var n = 5</script>尾</body></html>"""
    assert of_page(page.encode()) == ["一、总则", "共12件， 其中", "甲", "3", "尾"]


def test_an_empty_page_says_nothing() -> None:
    assert of_page(b"") == []
