"""Which way a text says that something has changed against last year."""

from __future__ import annotations

import pytest

from reportgen.prose.directions import changes


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("受理数同比下降5%。", [-1]), ("受理数比上年增加，败诉数较去年有所减少。", [1, -1]), ("受理数与上年持平。", [0]), ("与上年同期相比上升。", [1]),
        ("受理数与上年基本持平。", []), ("降低败诉风险。", []), ("受理数环比下降。", []), ("水平不断提高。", []), ("与上年相比，受理数增长。", []),
    ],
)  # fmt: skip
def test_which_way(text: str, ways: list[int]) -> None:
    assert [each.way for each in changes(text)] == ways
