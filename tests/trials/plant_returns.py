"""The audit's faults of whole rows, columns and sheets: doubled, dropped, exchanged, last year's, half a year's."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from datetime import date

from tests.trials.plant_dates import drawn
from tests.trials.plant_ground import Ground, Spot, enter
from tests.trials.plant_page import NotHere, Page
from tests.trials.plant_relations import RELATIONS, day_of, last_year, put_day, row_before
from tests.trials.plant_words import _at_month

SHEETS = (
    "行政复议", "行政诉讼", "矛盾调解", "矛盾调解月报", "执法人员", "执法考试", "学法培训", "学时", "规范性文件", "法律顾问", "依申请公开", "普法活动",
    "文化阵地", "工作会议", "工作举措", "存在问题", "下步安排",
)  # fmt: skip


def _beside(spot: Spot, page: Page, row: int) -> Spot:
    """A gap shows at the rows beside it, and at the total below."""
    rows = [row - 1, row + 1, *([page.totals] if page.totals else [])]
    return replace(spot, also=(*spot.also, *((spot.file, spot.sheet, each) for each in rows)))


def _doubled(ground: Ground, sheet: str) -> Spot:
    page, row = drawn(ground, sheet)
    at = ground.chance.choice((row + 1, page.last + 1))
    was = dict(page.row(row))
    page.insert(at, was)
    page.renumber()
    spot = ground.spot(page, at, 0, "", was)
    return replace(spot, also=((spot.file, spot.sheet, row),))


def _dropped(ground: Ground, sheet: str) -> Spot:
    """A row is deleted, and the numbers of the others stay."""
    page, row = drawn(ground, sheet)
    if row in (page.first, page.last) or not page.numbered:
        raise NotHere
    was = dict(page.row(row))
    page.remove(row)
    return _beside(ground.spot(page, row, 0, was, ""), page, row)


for sheet in SHEETS:
    enter(f"{sheet}: row doubled", "rows doubled and dropped")(
        lambda ground, sheet=sheet: _doubled(ground, sheet)
    )
    if sheet not in ("矛盾调解月报", "依申请公开"):
        enter(f"{sheet}: row dropped, the numbers kept", "rows doubled and dropped")(
            lambda ground, sheet=sheet: _dropped(ground, sheet)
        )

COUNTED = {"矛盾调解": "编号、月报", "普法活动": "合计", "规范性文件": "上年目录", "文化阵地": "上年清单"}
UNCOUNTED = (
    "行政复议",
    "行政诉讼",
    "学法培训",
    "工作会议",
    "工作举措",
    "存在问题",
    "下步安排",
    "执法考试",
)


def _renumbered(ground: Ground, sheet: str) -> Spot:
    """A row is deleted, and the others are numbered again."""
    page, row = drawn(ground, sheet)
    if len(page.rows) < 2:
        raise NotHere
    was = dict(page.row(row))
    spot = ground.spot(page, row, 0, was, "")
    if sheet in ground.relations.kept:  # what is gone stands in last year's list
        before, at = row_before(ground, page, row)
        file = next(book.file for book in ground.books[ground.year - 1] if before in book.pages)
        spot = replace(spot, also=((file, before.tab, at),))
    if sheet == "矛盾调解":
        spot = _at_month(ground, page, row, spot)
    page.remove(row)
    page.renumber()
    return _beside(spot, page, row)


for sheet in COUNTED:
    enter(f"{sheet}: row dropped, numbered again", "rows doubled and dropped")(
        lambda ground, sheet=sheet: _renumbered(ground, sheet)
    )
for sheet in UNCOUNTED:
    enter(
        f"{sheet}: row dropped, numbered again",
        "rows doubled and dropped",
        apart="台账没有连续的编号，也没有合计，少一行没有第二处写着",
    )(lambda ground, sheet=sheet: _renumbered(ground, sheet))


@enter("矛盾调解月报: month dropped", "months")
def _month_dropped(ground: Ground) -> Spot:
    page, row = drawn(ground, "矛盾调解月报")
    was = dict(page.row(row))
    page.remove(row)
    spot = _beside(ground.spot(page, row, 0, was, ""), page, row)
    return replace(spot, row=0)


@enter("矛盾调解月报: month dropped, the total corrected", "months")
def _month_dropped_whole(ground: Ground) -> Spot:
    page, row = drawn(ground, "矛盾调解月报")
    was = dict(page.row(row))
    for name in ("受理数", "成功数"):
        page.cells[page.totals, page.column(name)] -= was[page.column(name)]  # type: ignore[operator]
    page.remove(row)
    spot = _beside(ground.spot(page, row, 0, was, ""), page, row)
    return replace(spot, row=0)


@enter("矛盾调解月报.月份: another month", "months")
def _month(ground: Ground) -> Spot:
    page, row = drawn(ground, "矛盾调解月报")
    was, new = page.get(row, "月份"), f"{ground.chance.choice((row - page.header + 1, 13, 21, 0))}月"
    page.put(row, "月份", new)
    return ground.spot(page, row, page.column("月份"), was, new)


@enter("矛盾调解月报: rows of two months exchanged", "months")
def _months_exchanged(ground: Ground) -> Spot:
    page, row = drawn(ground, "矛盾调解月报")
    other = ground.chance.choice(page.rows)
    if page.get(row, "受理数") == page.get(other, "受理数"):
        raise NotHere
    for name in ("受理数", "成功数"):
        first, second = page.get(row, name), page.get(other, name)
        page.put(row, name, second)
        page.put(other, name, first)
    spot = ground.spot(page, row, 0, "", dict(page.row(row)))
    return replace(spot, also=((spot.file, spot.sheet, other),))


# columns exchanged: in the heading, or in one row

HEADINGS = (
    ("行政复议", "收到日期", "答复日期"), ("行政复议", "答复日期", "结案日期"), ("行政诉讼", "收到起诉状日期", "答辩日期"),
    ("行政诉讼", "开庭日期", "裁判日期"), ("矛盾调解", "受理日期", "办结日期"), ("依申请公开", "收到日期", "答复日期"),
    ("规范性文件", "印发日期", "施行日期"), ("规范性文件", "施行日期", "有效期至"), ("法律顾问", "聘期起", "聘期止"),
    ("文化阵地", "建成日期", "提档升级日期"), ("普法活动", "参加人次", "资料份数"), ("学法培训", "参加人数", "学时"),
    ("执法人员", "姓名", "执法证号"), ("执法考试", "姓名", "执法证号"), ("规范性文件", "文件名称", "文号"), ("文化阵地", "村社区", "阵地名称"),
    ("工作会议", "会议名称", "议题"), ("普法活动", "活动主题", "地点"),
)  # fmt: skip
ROWS = tuple(each for each in HEADINGS if each[0] not in ("工作会议",))


def _headings(ground: Ground, sheet: str, one: str, other: str) -> Spot:
    page, _ = drawn(ground, sheet, one, other)
    first, second = page.heading(page.column(one)), page.heading(page.column(other))
    page.cells[first], page.cells[second] = page.cells[second], page.cells[first]
    return ground.spot(page, 0, 0, page.cells[second], page.cells[first])


def _in_row(ground: Ground, sheet: str, one: str, other: str) -> Spot:
    page, row = drawn(ground, sheet, one, other)
    first, second = page.get(row, one), page.get(row, other)
    if first == second:
        raise NotHere
    page.put(row, one, second)
    page.put(row, other, first)
    return ground.spot(page, row, 0, f"{first} | {second}", f"{second} | {first}")


for sheet, one, other in HEADINGS:
    enter(f"{sheet}: headings {one} and {other} exchanged", "columns exchanged")(
        lambda ground, sheet=sheet, one=one, other=other: _headings(ground, sheet, one, other)
    )
for sheet, one, other in ROWS:
    enter(f"{sheet}: {one} and {other} exchanged in a row", "columns exchanged")(
        lambda ground, sheet=sheet, one=one, other=other: _in_row(ground, sheet, one, other)
    )


# whole returns


def _refilled(page: Page, before: Page) -> None:
    """Fill a sheet with last year's rows, by field; the rest of a row stays blank."""
    page.drop_totals()
    while len(page.rows) > len(before.rows):
        page.remove(page.last)
    while len(page.rows) < len(before.rows):
        page.insert(page.last + 1, page.row(page.last))
    for row, at in zip(page.rows, before.rows, strict=True):
        for name in page.fields.values():
            page.put(row, name, before.get(at, name) if name in before.fields.values() else None)
    page.renumber()


def _last_years(ground: Ground, sheet: str) -> tuple[Page, Page]:
    page, _ = drawn(ground, sheet)
    before = last_year(ground, page)
    if before is None:
        raise NotHere
    return page, before


def _rows_of_last_year(ground: Ground, sheet: str) -> Spot:
    page, before = _last_years(ground, sheet)
    _refilled(page, deepcopy(before))
    return ground.spot(page, 0, 0, "", "last year's rows")


def _dated_anew(ground: Ground, sheet: str) -> Spot:
    """Last year's rows, each date and number with this year written over."""
    page, before = _last_years(ground, sheet)
    _refilled(page, deepcopy(before))
    year = ground.year
    for row in page.rows:
        for name in page.names("date"):
            if shown := day_of(page, row, name):
                put_day(
                    page,
                    row,
                    name,
                    shown.replace(year=shown.year + 1) if shown.day < 29 else date(year, 3, 1),
                )
        for name in page.names("string"):
            if isinstance(value := page.get(row, name), str):
                page.put(row, name, value.replace(str(year - 1), str(year)))
    return ground.spot(page, 0, 0, "", "last year's rows under this year's dates")


def _half(ground: Ground, sheet: str, name: str) -> Spot:
    """Only what came until June; what had not ended by then is open or ended since."""
    page, _ = drawn(ground, sheet)
    late = [
        row for row in page.rows if (shown := day_of(page, row, name)) and shown > date(ground.year, 6, 30)
    ]
    if len(late) < 3 or len(late) > len(page.rows) - 2:
        raise NotHere
    for row in reversed(late):
        page.remove(row)
    page.drop_totals()
    page.renumber()
    return ground.spot(page, 0, 0, "", "half a year")


def _nothing(ground: Ground, sheet: str) -> Spot:
    page, _ = drawn(ground, sheet)
    if len(page.rows) < 3:
        raise NotHere
    page.drop_totals()
    while len(page.rows) > 1:
        page.remove(page.last)
    for column in range(1, page.width + 1):
        page.cells.pop((page.first, column), None)
    page.cells[page.first, 2 if page.numbered else 1] = "无"
    return ground.spot(page, 0, 0, "", "无")


def _missing(ground: Ground, sheet: str) -> Spot:
    """A sheet is not handed in."""
    page, _ = drawn(ground, sheet)
    book = ground.book(page)
    if book.department == "派出所":
        raise NotHere
    spot = ground.spot(page, 0, 0, page.tab, "")
    if len(book.pages) > 1:
        book.pages.remove(page)
        return spot
    original = (each for each in ground.books[book.year] if each.stem == book.stem)
    ground.gone.add(next(each.file for each in original if each.department == book.department))
    del ground.touched[book.file]
    return spot


SAME = (
    "学时",
    "执法考试",
    "矛盾调解月报",
    "普法活动",
    "矛盾调解",
    "行政复议",
    "行政诉讼",
    "学法培训",
    "工作会议",
    "执法人员",
    "规范性文件",
)
for sheet in SAME:
    enter(f"{sheet}: last year's rows", "last year's returns")(
        lambda ground, sheet=sheet: _rows_of_last_year(ground, sheet)
    )
for sheet in ("普法活动", "矛盾调解", "行政复议", "行政诉讼", "学法培训", "工作会议", "执法考试"):
    enter(f"{sheet}: last year's rows, dated anew", "last year's returns")(
        lambda ground, sheet=sheet: _dated_anew(ground, sheet)
    )
for sheet in ("普法活动", "矛盾调解", "学法培训", "工作会议"):
    enter(f"{sheet}: half a year", "half a year, nothing, missing")(
        lambda ground, sheet=sheet, name=RELATIONS["rule-of-law"].of_year[sheet]: _half(ground, sheet, name)
    )
for sheet in (
    "矛盾调解", "学法培训", "普法活动", "工作会议", "文化阵地", "执法人员", "执法考试", "学时", "规范性文件",
):  # fmt: skip
    enter(f"{sheet}: 无", "half a year, nothing, missing")(
        lambda ground, sheet=sheet: _nothing(ground, sheet)
    )
enter("行政复议: 无", "half a year, nothing, missing", apart="上年只有两三件，今年一件没有也是常事")(
    lambda ground: _nothing(ground, "行政复议")
)
enter("行政诉讼: 无", "half a year, nothing, missing", apart="上年只有两三件，今年一件没有也是常事")(
    lambda ground: _nothing(ground, "行政诉讼")
)
for sheet in SHEETS:
    if sheet != "工作举措":
        enter(f"{sheet}: not handed in", "half a year, nothing, missing")(
            lambda ground, sheet=sheet: _missing(ground, sheet)
        )
