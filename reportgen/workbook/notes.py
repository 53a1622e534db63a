"""What a workbook's bytes say about its cells that their values do not: the notes that all formats share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NoReturn, Protocol

from reportgen.expressions import expression
from reportgen.model import FileRefused

LARGEST_BOX = 5_000_000  # cells between A1 and the last one
MOST_SHEETS = 2_000
MOST_MERGES = 50_000  # merged ranges of a sheet


SAVE_AS = "请用 Excel 或 WPS 打开后另存为 .xlsx"
DAMAGED = f"文件的内部结构已损坏；{SAVE_AS}"
LOCKED = "文件有密码，打不开；请取消密码后重新保存"


NOT_CALCULATED = "没有算出结果的公式"
STRUCK, PARTLY_STRUCK, PARTLY_RAISED = "删除线", "划掉的字", "上标或下标"
PICTURES = "图片或图形"
CELL_PICTURE = "单元格里的图片"
CELL_PICTURES = "xl/cellimages.xml"  # the part in which WPS keeps them
CHART = "图表"
# what sheets hold that are none of cells, by the kind that a relation gives them
OTHER_SHEETS = {"chartsheet": CHART, "dialogsheet": "对话框", "xlMacrosheet": "宏", "xlIntlMacrosheet": "宏"}


LITERAL = expression(r'"[^"]*"?|\\.')  # in a number format: a % in it is only a sign


class Unusual(Exception):
    """A part is written in a way that is left to calamine, and to those who look where it does not."""


@dataclass(slots=True)
class Notes:
    """What is to be known of a sheet beside its values; rows and columns count from 0.

    `unread` holds the cells that look empty but are not, with what stands there; `percents` those shown as
    percentages; `struck` those whose text is struck out, `unseen` those that show nothing of what they hold, `printed`
    what the page shows for a number where that is more than its digits, and `partly` the cells of whose text a part is
    struck out or raised, with which of the two; `formulas` the cells that a formula works out. `comments`
    are the texts that people have noted at cells. `holds` says in words what else is on the sheet.
    """

    unread: dict[tuple[int, int], str] = field(default_factory=dict)
    percents: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    struck: set[tuple[int, int]] = field(default_factory=set)
    unseen: set[tuple[int, int]] = field(default_factory=set)
    printed: dict[tuple[int, int], str] = field(default_factory=dict)
    partly: dict[tuple[int, int], str] = field(default_factory=dict)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    comments: dict[tuple[int, int], str] = field(default_factory=dict)
    holds: str = ""


@dataclass(frozen=True, slots=True)
class Scan:
    """The notes of each sheet by name, and whether days count from 1904: None where the format does not tell.

    `trusted` says that all of it was seen, and that calamine may read it in this process; `package` holds the parts
    that it needs, as they were seen, without compression, and with merged ranges first: it reads these and nothing else.
    `others` are the sheets that are not of cells, with what they hold.
    """

    sheets: Mapping[str, Notes]
    package: bytes
    date1904: bool | None
    trusted: bool
    others: Mapping[str, str] = field(default_factory=dict)


def column_of(letters: str) -> int:
    """Return the column, from 0, of Excel's letters; -1 for none."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter.upper()) - 64
    return number - 1


def check_box(rows: int, columns: int) -> None:
    """Refuse a sheet whose last cell lies so far out that reading it would take all memory. Raises FileRefused."""
    if rows * columns > LARGEST_BOX:
        raise FileRefused("表里很远的地方有内容，范围过大；请删去数据以外的行和列后另存为 .xlsx")


def check_sheets(count: int) -> None:
    """Refuse a workbook of more sheets than a report can have. Raises FileRefused."""
    if count > MOST_SHEETS:
        raise FileRefused("工作表多得不像报表；请删去多余的工作表后另存为 .xlsx")


def check_merges(count: int) -> None:
    """Refuse a sheet of more merged ranges than a report can have. Raises FileRefused."""
    if count > MOST_MERGES:
        raise FileRefused("合并单元格多得不像报表；请取消合并后另存为 .xlsx")


def refuse_lost(sheet: str) -> NoReturn:
    """Refuse a workbook that lists a sheet whose cells are not in it. Raises FileRefused."""
    raise FileRefused(f"工作表“{sheet}”的内容在文件里找不到；{SAVE_AS}")


class Walker(Protocol):
    """What `walk` tells of: where elements begin and end, and the text between."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...  # noqa: D102

    def text(self, text: str) -> None: ...  # noqa: D102

    def end(self, name: str) -> None: ...  # noqa: D102


def walk(xml: bytes, walker: Walker) -> None:
    """Lead a walker through the elements of a part, whose document type is not read. Raises FileRefused."""
    from xml.parsers import expat

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = walker.start, walker.end
    parser.CharacterDataHandler = walker.text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.buffer_text = True
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, ValueError, LookupError):
        raise FileRefused(DAMAGED) from None


def _refuse_doctype(*_: object) -> None:
    raise FileRefused(f"文件里有不该有的声明（DOCTYPE），可能被改动过；{SAVE_AS}")
