"""An .xlsx spelled unusually is written as Excel spells it: nothing is lost, and what it holds beside cells is told."""

from __future__ import annotations

import functools
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from reportgen.model import FileRefused, Sheet
from reportgen.workbook import plain_xlsx
from reportgen.workbook.notes import Unusual, walk
from reportgen.workbook.read import read
from reportgen.workbook.regular import _Filled, regular
from reportgen.workbook.xlsx import scan
from tests.make import cases_refusals as odd
from tests.make.cases_files import pack, xlsx
from tests.workbook.test_plain_xlsx import FILES, assert_alike

TABLE = "案号 | 数\n甲 & <乙> | n:12\n⏎ | n:3"
SPELLINGS = {
    "as it was": lambda parts: None,
    "elsewhere": odd.elsewhere,
    "capitals": odd.in_capitals,
    "utf-16": odd.recoded("utf-16", "UTF-16"),
    "cdata": odd.in_cdata,
    "alternatives": odd.ALTERNATIVES,
    "a chart": odd.CHART,
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_what_is_spelled_otherwise_is_the_same(spelling: str) -> None:
    plain = list(read(xlsx(TABLE)))
    changed = xlsx(TABLE, edit=SPELLINGS[spelling])
    found = regular(changed)
    assert list(read(found.content)) == plain
    assert [each for each in read(changed) if each.holds != "图表"] == plain


@functools.cache
def plainly(file: Path) -> tuple[list[Sheet], dict[str, bytes]] | None:
    """The sheets and the parts of a file that is spelled plainly."""
    content = file.read_bytes()
    try:
        plain = list(plain_xlsx.sheets(content))
    except Unusual:
        return None
    with zipfile.ZipFile(BytesIO(content)) as package:
        return plain, {name: package.read(name) for name in package.namelist()}


@pytest.mark.parametrize("spelling", [each for each in SPELLINGS if each != "a chart"])
def test_samples_and_cases_are_the_same_however_they_are_spelled(spelling: str) -> None:
    compared = 0
    for plain, stored in filter(None, map(plainly, FILES)):
        parts = {**stored}
        try:
            SPELLINGS[spelling](parts)
        except KeyError:
            continue
        assert_alike(plain, list(read(pack(parts))))
        compared += 1
    assert compared > 100


def test_sheets_keep_their_order_their_names_and_whether_they_are_hidden() -> None:
    def change(book: object) -> None:
        book["乙"].sheet_state = "veryHidden"  # type: ignore[index]

    names = {"甲": "一", "乙": "二", '丙 & "丁"': "三"}
    found = list(read(regular(xlsx(names, change)).content))
    assert [(each.name, each.rows, each.hidden) for each in found] == [
        (name, [[text]], name == "乙") for name, text in names.items()
    ]


@pytest.mark.parametrize("spelling", ["elsewhere", "utf-16", "cdata", "alternatives"])
def test_pictures_are_told_of_however_the_workbook_is_spelled(spelling: str) -> None:
    for text, show in ("PIC | n:1", odd.with_cell_pictures), ("", odd.drawn_on(1)):
        (found,) = read(xlsx(text, edit=odd.both(show, SPELLINGS[spelling])))
        (as_it_was,) = read(xlsx(text, edit=show))
        assert (found.rows, found.unread, found.holds) == (
            as_it_was.rows,
            as_it_was.unread,
            as_it_was.holds,
        )
        assert found.unread or found.holds


def test_without_the_formats_that_it_tells_of_a_workbook_is_not_read() -> None:
    for lost in (
        odd.replaced(odd.RELATIONS, "/?(?:xl/)?styles.xml", "looks.xml"),
        lambda parts: parts.pop("xl/styles.xml"),
    ):
        with pytest.raises(FileRefused, match="单元格的格式在文件里找不到"):
            list(read(xlsx(TABLE, edit=lost)))


def test_a_part_that_is_too_large_to_be_written_anew_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportgen.workbook.regular._LARGEST", 100)
    with pytest.raises(FileRefused, match="文件过大"):
        list(read(xlsx(TABLE, edit=odd.in_cdata)))


def test_days_go_on_counting_from_1904() -> None:
    later = odd.replaced(odd.WORKBOOK, "<workbookPr/>", '<workbookPr date1904="1"/>')
    assert scan(regular(xlsx(TABLE, edit=later)).content).date1904


def test_of_alternatives_the_first_is_taken() -> None:
    twice = odd.replaced(odd.WORKBOOK, "(<sheet [^>]*/>)", r"<Choice>\1</Choice><Fallback>\1</Fallback>")
    around = odd.replaced(
        odd.WORKBOOK, "<sheets>(.*)</sheets>", r"<sheets><AlternateContent>\1</AlternateContent></sheets>"
    )
    assert len(list(read(xlsx(TABLE, edit=odd.both(twice, around))))) == 1


def test_a_workbook_without_sheets_and_one_without_its_cells_are_told() -> None:
    with pytest.raises(FileRefused, match="文件里找不到工作表；请用"):
        list(read(xlsx(TABLE, edit=odd.replaced(odd.WORKBOOK, "<sheet [^>]*/>", ""))))
    with pytest.raises(FileRefused, match="工作表“另”的内容在文件里找不到"):
        list(read(xlsx(TABLE, edit=odd.listed("rId77"))))


@pytest.mark.parametrize("prefix", ["", "x:"])
@pytest.mark.parametrize(
    ("cells", "filled"),
    [
        ("<{0}v>1</{0}v>", True),
        ("<{0}f>1</{0}f>", True),
        ("<{0}t>1</{0}t>", True),
        ("<{0}v>1</{0}v><{0}v/>", True),
        ("<{0}v/>1", False),
        ("<{0}v> </{0}v>", False),
        ("<{0}x>1</{0}x>", False),
        ("", False),
    ],
)
def test_a_sheet_is_filled_where_a_cell_has_a_value_or_a_formula(
    cells: str, filled: bool, prefix: str
) -> None:
    walker = _Filled()
    walk(f"<a>{cells.format(prefix)}</a>".encode(), walker)
    assert walker.found is filled


def book(*sheets: tuple[str, str, str]) -> bytes:
    """A workbook of sheets, each with its name, the kind that its relation says, and its part; none where that is empty."""
    listed = "".join(f"<sheet name='{name}' r:id='r{at}'/>" for at, (name, _, _) in enumerate(sheets))
    related = "".join(
        f"<Relationship Id='r{at}' Type='x/{kind}' Target='{at}.xml'/>"
        for at, (_, kind, _) in enumerate(sheets)
    )
    parts = {f"xl/{at}.xml": part for at, (_, _, part) in enumerate(sheets)}
    parts |= {
        "xl/workbook.xml": f"<w><sheets>{listed}</sheets></w>",
        "xl/_rels/workbook.xml.rels": f"<r>{related}</r>",
    }
    return pack({name: part.encode() for name, part in parts.items()})


FULL, BLANK = "<a><v>1</v></a>", "<a><v/></a>"


@pytest.mark.parametrize(
    ("kind", "part", "others"),
    [
        ("chartsheet", FULL, "图表"), ("chartsheet", BLANK, "图表"), ("dialogsheet", FULL, "对话框"),
        ("dialogsheet", BLANK, ""), ("xlMacrosheet", FULL, "宏"), ("xlMacrosheet", BLANK, ""),
        ("xlIntlMacrosheet", FULL, "宏"), ("xlIntlMacrosheet", BLANK, ""), ("other", FULL, "别的内容"), ("other", BLANK, ""),
    ],
)  # fmt: skip
def test_a_sheet_that_is_none_of_cells_is_told_with_what_it_holds(kind: str, part: str, others: str) -> None:
    found = regular(book(("表", "worksheet", FULL), ("另", kind, part)))
    assert found.others == ({"另": others} if others else {})
    assert [each.name for each in read(found.content)] == ["表"]
