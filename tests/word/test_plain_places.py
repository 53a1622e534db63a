"""Where paragraphs stand is said the same with and without a tree."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.word import places, plain_places
from reportgen.word.marked_passages import read
from reportgen.word.package import STYLES, Package, unpack
from tests.word.test_document import add_story, write
from tests.word.test_marked_passages import raw, run

ROOT = Path(__file__).parents[2]
REPORT = next((ROOT / "templates" / "rule-of-law").glob("report.docx"))
LEVEL = '<w:pPr><w:outlineLvl w:val="{}"/></w:pPr>'


def table(inside: str = "") -> str:
    return f"<w:tbl><w:tr><w:tc>{inside}<w:p>{run('格')}</w:p></w:tc></w:tr></w:tbl>"


AFTER = f"<w:p>{run('后')}"


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (write("一、甲", "乙", "", "#丙", "丁"), ["标题", "“一、甲”下第1段", "", "标题", "“丙”下第1段"]),
        (raw(LEVEL.format(1) + run("甲") + "</w:p><w:p>" + run("乙")), ["标题", "“甲”下第1段"]),
        (raw(LEVEL.format(9) + run("甲")), ["正文第1段"]),
        (raw(run("前") + "</w:p>" + table() + AFTER), ["正文第1段", "表格1第1行第1列", "正文第2段"]),
        (raw(run("前") + "</w:p>" + table(table()) + AFTER), ["正文第1段", None, None, "正文第2段"]),
        (add_story(write("甲"), "footnotes", f'<w:footnote w:id="1"><w:p>{run("注")}</w:p></w:footnote>'), ["正文第1段", "脚注"]),
        (REPORT.read_bytes(), []),
    ],
)  # fmt: skip
def test_a_place_is_said_the_same_without_a_tree(
    file: bytes, told: list[str | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = read(file)
    said = [found.places({number})[number] for number in range(len(found.passages))]
    assert found.places({*range(len(said))}) == dict(enumerate(said))
    assert all(there in ("", None, here) for here, there in zip(said, told, strict=False))
    monkeypatch.setattr(plain_places, "describe", lambda *_: None)
    assert [found.places({number})[number] for number in range(len(said))] == said


def test_of_a_plain_part_no_tree_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    found = read(write("一、甲", "乙"))
    monkeypatch.setattr(places, "parse", None)
    monkeypatch.setattr("reportgen.word.marked_passages.parse", None)
    assert found.places({1}) == {1: "“一、甲”下第1段"}


@pytest.mark.parametrize("change", [("", ""), ('"', "'"), ("w:outlineLvl w:val", "w:outlineLvl  w:val")])
def test_the_styles_of_headings_are_the_same_without_a_tree(
    change: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    there = unpack(REPORT.read_bytes())
    (part,) = (name for name, kind in there.types.items() if kind == STYLES)
    package = Package({part: there.parts[part].replace(*map(str.encode, change))}, {part: STYLES})
    found = places.headings_of(package)
    assert found
    monkeypatch.setattr(places, "_plain_headings", lambda _: None)
    assert places.headings_of(package) == found
