"""What a copy of a profile has otherwise is told by file and entry, and by who has changed it since it was copied."""

from __future__ import annotations

import shutil
from pathlib import Path

import docx
import pytest

from reportgen.tasks.differences import Difference, differences

SHEETS = "甲:\n  title: 甲表\n  fields:\n    一: {type: string}\n    二: {type: string}\n"
Three = tuple[Path, Path, Path]


@pytest.fixture
def three(tmp_path: Path) -> Three:
    """A copy, what it was, and what comes along: all the same."""
    folders = tuple(tmp_path / name for name in ("own", "original", "shipped"))
    paragraphs(tmp_path, "一", "二", "三", "四")
    made = tmp_path / "report.docx"
    for folder in folders:
        folder.mkdir()
        (folder / "sheets.yaml").write_text(SHEETS, encoding="utf-8")
        (folder / "figures.yaml").write_text(
            "组:\n  总数: {unit: 件}\n  占比: {unit: 件}\n", encoding="utf-8"
        )
        (folder / "README.md").write_text("说明", encoding="utf-8")
        shutil.copy(made, folder / "report.docx")
    return folders  # type: ignore[return-value]


def paragraphs(folder: Path, *texts: str) -> None:
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    document.save(folder / "report.docx")


def write(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def told(found: list[Difference]) -> set[tuple[str, str, str]]:
    return {(each.entry, each.who, each.change) for each in found}


def test_what_is_the_same_has_no_difference(three: Three) -> None:
    assert differences(*three) == []


def test_entries_are_told_by_who_changed_them(three: Three) -> None:
    own, _, shipped = three
    write(own / "sheets.yaml", "一: {type: string}", "一: {type: date}")
    write(own / "sheets.yaml", "    二: {type: string}\n", "    丙: {type: string}\n")
    write(shipped / "sheets.yaml", "甲表", "甲类表")
    write(shipped / "sheets.yaml", "二: {type: string}", "二: {type: integer}")
    write(own / "figures.yaml", "总数: {unit: 件}", "总数: {unit: 起}")
    write(
        shipped / "figures.yaml", "总数: {unit: 件}", "总数: {unit: 起}"
    )  # the same on both sides: nothing to tell
    write(shipped / "figures.yaml", "占比: {unit: 件}", "占比: {unit: 件}\n  新数: {unit: 件}")
    assert told(differences(*three)) == {
        ("甲.一", "here", "changed"),
        ("甲.丙", "here", "added"),
        ("甲.二", "both", "removed"),
        ("甲", "upstream", "changed"),
        ("组.新数", "upstream", "removed"),
    }


def test_what_of_an_entry_is_otherwise_is_told_by_its_keys(three: Three) -> None:
    own, *_ = three
    write(own / "sheets.yaml", "一: {type: string}", "一: {type: date, required: true}")
    write(own / "sheets.yaml", "甲表", "甲类表")
    found = {each.entry: (each.title, each.keys) for each in differences(*three)}
    assert found == {"甲": ("甲类表", ("title",)), "甲.一": ("", ("type", "required"))}


def test_paragraphs_are_told_by_who_changed_them(three: Three) -> None:
    own, _, shipped = three
    paragraphs(own, "一（这里改）", "二", "三（这里改）", "四", "五（这里加）")
    paragraphs(shipped, "一", "二（那里改）", "三（那里改）", "四")
    assert told(differences(*three)) == {
        ("一（这里改）", "here", "changed"),
        ("二（那里改）", "upstream", "changed"),
        ("三（这里改）", "both", "changed"),
        ("五（这里加）", "here", "added"),
    }
    paragraphs(own, "一（这里改）", "二", "三", "四")
    paragraphs(shipped, "一", "二", "四")
    assert told(differences(*three)) == {("一（这里改）", "here", "changed"), ("三", "upstream", "added")}
    shutil.copy(shipped / "report.docx", own)
    assert differences(*three) == []


def test_what_only_looks_otherwise_is_told_so(three: Three) -> None:
    write(three[0] / "sheets.yaml", "甲:", "# 一句话\n甲:")
    assert told(differences(*three)) == {("（内容相同，只是写法、格式不同）", "here", "changed")}


def test_files_are_told_whole(three: Three) -> None:
    own, _, shipped = three
    (own / "README.md").unlink()
    (shipped / "新.txt").write_text("新", encoding="utf-8")
    (own / "sheets.yaml").write_text("甲: [", encoding="utf-8")  # which cannot be read
    assert {each[:4] for each in differences(*three)} == {
        ("README.md", "", "here", "removed"),
        ("新.txt", "", "upstream", "removed"),
        ("sheets.yaml", "", "here", "changed"),
    }


def test_where_nobody_knows_what_it_was_nobody_is_named(three: Three) -> None:
    own, original, shipped = three
    shutil.rmtree(original)
    write(own / "figures.yaml", "总数: {unit: 件}", "总数: {unit: 起}")
    paragraphs(own, "一", "二", "四")
    assert told(differences(own, None, shipped)) == {
        ("组.总数", "unknown", "changed"),
        ("三", "unknown", "removed"),
    }
