"""Faults of files and sheets: names, titles and folders that say that what is in them is of another year, place or state."""

from __future__ import annotations

import re
from copy import deepcopy

from tests.trials.plant_ground import Ground, Spot, kind
from tests.trials.plant_page import NotHere, Page
from tests.trials.plant_rows import has_free_rows

OTHER_TOWNS = ("滨湖镇", "东沙镇", "新港街道", "海门县", "城西乡")
PARTS = (
    "上半年",
    "1—6月",
    "1-6月份",
    "一季度",
    "第一季度",
    "1至6月",
    "截至6月30日",
    "（上半年）",
    "前三季度",
    "1—9月",
)
PLANS = (
    "计划",
    "（计划）",
    "工作计划",
    "安排表（拟）",
    "预计",
    "（草稿）",
    "（样表）",
    "（模板）",
    "填写示例",
    "（作废）",
    "（征求意见稿）",
)
VERSIONS = (
    "（更正）",
    "（修改稿）",
    "（最终）",
    "最新",
    "（改）",
    "_final",
    "（定稿）",
    "（第二版）",
    "-v2",
    "（更正后）",
    "（修订）",
)
COPIES = (*VERSIONS, "2", "(1)", "（补）", " - 副本")
FOLDERS = (
    "作废",
    "旧",
    "备份",
    "旧版",
    "不要",
    "草稿",
    "backup",
    "old",
    "作废件",
    "模板",
)
TABS = (
    "{last}年",
    "{last}",
    "{last}年度",
    "上年",
    "去年",
    "{last}台账",
    "上年度",
    "{short}年",
    "作废",
    "旧表",
    "备份",
    "不计入",
    "模板",
    "样表",
    "草稿",
)


def _title(page: Page) -> str:
    title = page.cells.get((1, 1))
    if not isinstance(title, str):
        raise NotHere
    return title


def _others(page: Page, ground: Ground, count: int) -> Page:
    """A page like this one, with a few rows of other cases."""
    other = deepcopy(page)
    other.drop_totals()
    new = [page.fresh(ground.chance) for _ in range(count)]
    while len(other.rows) > 1:
        other.remove(other.first)
    for row in new:
        other.insert(other.last + 1, row)
    other.remove(other.first)
    other.renumber()
    return other


def _distinct(page: Page) -> bool:
    return has_free_rows(page) and len(page.rows) > 2


@kind("sheet named by last year")
def _last_year(ground: Ground) -> Spot:
    page = ground.draw(_distinct)
    book = ground.book(page)
    last = book.year - 1
    other = _others(page, ground, ground.chance.randrange(1, 4))
    other.tab = ground.chance.choice(TABS).format(last=last, short=last % 100)
    for row in range(1, other.header):
        for column, value in other.row(row).items():
            if isinstance(value, str):
                other.cells[row, column] = re.sub(r"（?20\d\d年?度?）?", "", value)
    book.pages.append(other)
    return ground.spot(other, 0, 0, "", f"sheet {other.tab} with {len(other.rows)} rows")


@kind("title of another part of the year")
def _part(ground: Ground) -> Spot:
    page = ground.draw(_distinct)
    title, word = _title(page), ground.chance.choice(PARTS)
    year = str(ground.book(page).year)
    said = title.replace(f"{year}年", f"{year}年{word}") if f"{year}年" in title else word + title
    return _retitled(ground, page, title, said)


def _retitled(ground: Ground, page: Page, title: str, said: str) -> Spot:
    page.drop_totals()
    while len(page.rows) > 1 and ground.chance.random() < 0.7:
        page.remove(page.last)
    if page.last == ground.truth(page).last:
        page.remove(page.last)
    ground.judged = False
    page.cells[1, 1] = said
    return ground.spot(page, 1, 1, title, said)


@kind("title of a plan or draft")
def _plan(ground: Ground) -> Spot:
    page = ground.draw(_distinct)
    title, word = _title(page), ground.chance.choice(PLANS)
    return _retitled(ground, page, title, title + word)


@kind("title of another town")
def _town(ground: Ground) -> Spot:
    page = ground.draw(lambda page: _distinct(page) and "近海镇" in str(page.cells.get((1, 1))))
    title, town = _title(page), ground.chance.choice(OTHER_TOWNS)
    above = [
        value
        for (row, column), value in page.cells.items()
        if 1 < row < page.header and isinstance(value, str)
    ]
    if town.endswith("县") and any("近海镇" in each for each in above):
        raise NotHere  # a form of the county that the town has filled in
    return _retitled(ground, page, title, title.replace("近海镇", town))


@kind("line that names another period")
def _period(ground: Ground) -> Spot:
    page = ground.draw(_distinct)
    year = ground.book(page).year
    said = ground.chance.choice(
        (
            f"统计期间：{year}年1月—6月",
            f"统计期间：{year - 1}年1月1日至{year - 1}年12月31日",
            f"数据截至：{year}年6月30日",
            f"报告期：{year}年上半年",
            f"填报年度：{year - 1}年",
        )
    )
    page.drop_totals()
    page.remove(page.last)
    page.insert(2, {1: said})
    page.header, page.last = page.header + 1, page.last + 1
    return ground.spot(page, 2, 1, "", said)


@kind("second file, same numbers, other rows")
def _second(ground: Ground) -> Spot:
    page = ground.draw(lambda page: _distinct(page) and bool(page.kind.key))
    book = ground.book(page)
    other = deepcopy(page)
    other.drop_totals()
    keys = [other.get(row, other.kind.key) for row in other.rows]
    for row in other.rows:
        new = page.fresh(ground.chance)
        for column, value in new.items():
            other.cells[row, column] = value
        for name in other.names("string"):
            if other.declared(name).personal and isinstance(text := other.get(row, name), str):
                other.put(row, name, text[::-1] + "等")
    for row, key in zip(other.rows, keys, strict=True):
        other.put(row, other.kind.key, key)
    other.renumber()
    names = (
        f"{book.stem}二季度",
        f"{book.stem}（下）",
        f"1{book.stem}",
        f"{book.stem}-滨港",
        f"滨港{book.stem}",
        f"{book.stem}2",
        f"{book.stem}（4—6月）",
    )
    added = ground.add(page, ground.chance.choice(names), [other])
    return ground.spot(
        added.pages[0], 0, 0, "", f"{added.file} with {len(other.rows)} other rows under the same numbers"
    )


@kind("version word on an unrelated file")
def _version(ground: Ground) -> Spot:
    page = ground.draw(_distinct)
    book = ground.book(page)
    added = ground.add(
        page,
        book.stem + ground.chance.choice(VERSIONS),
        [_others(page, ground, ground.chance.randrange(1, 6))],
    )
    return ground.spot(added.pages[0], 0, 0, "", f"{added.file} with {len(added.pages[0].rows)} other rows")


@kind("corrected copy with a changed row")
def _corrected(ground: Ground) -> Spot:
    page = ground.draw(_distinct)
    book = ground.book(page)
    other = deepcopy(page)
    other.drop_totals()
    other.insert(other.last + 1, page.fresh(ground.chance))
    other.remove(other.first)
    other.renumber()
    others = [other if each is page else deepcopy(each) for each in book.pages]
    added = ground.add(page, book.stem + ground.chance.choice(COPIES), others)
    return ground.spot(other, 0, 0, "", f"{added.file}, a row changed")


@kind("folder 作废, 旧, 备份", asks=True)
def _folder(ground: Ground) -> Spot:
    page = ground.draw(_distinct)
    book = ground.book(page)
    pages = (
        [_others(page, ground, 2)]
        if ground.chance.random() < 0.5
        else [deepcopy(each) for each in book.pages]
    )
    if len(pages) > 1 or len(pages[0].rows) > 2:
        pages[0].insert(pages[0].last + 1, pages[0].fresh(ground.chance))
    added = ground.add(
        page, book.stem + ground.chance.choice(("", "", "旧", "1")), pages, ground.chance.choice(FOLDERS)
    )
    return ground.spot(pages[0], 0, 0, "", f"{added.file}")


@kind("folder 作废 as a department", asks=True)
def _void_department(ground: Ground) -> Spot:
    page = ground.draw(_distinct)
    book = ground.book(page)
    other = _others(page, ground, 2)
    department, book.department = (
        book.department,
        ground.chance.choice(
            (f"{book.department}（作废）", f"{book.department}旧", f"{book.department}备份")
        ),
    )
    added = ground.add(page, book.stem, [other])
    book.department = department
    return ground.spot(other, 0, 0, "", added.file)


@kind("void word in a file's name", asks=True)
def _void_name(ground: Ground) -> Spot:
    page = ground.draw(_distinct)
    book = ground.book(page)
    word = ground.chance.choice(
        ("（作废）", "（旧）", "作废", "（不要）", "（草稿）", "（样表）", "模板", "（撤回）", "（重复）")
    )
    added = ground.add(page, book.stem + word, [_others(page, ground, 2)])
    return ground.spot(added.pages[0], 0, 0, "", added.file)


@kind("second town's file beside", asks=True)
def _other_town(ground: Ground) -> Spot:
    page = ground.draw(lambda page: _distinct(page) and "近海镇" in str(page.cells.get((1, 1))))
    other, town = _others(page, ground, 3), ground.chance.choice(OTHER_TOWNS)
    other.cells[1, 1] = _title(other).replace("近海镇", town)
    added = ground.add(page, f"{town}{ground.book(page).stem}", [other])
    return ground.spot(other, 0, 0, "", added.file)


@kind("file missing", asks=True)
def _missing(ground: Ground) -> Spot:
    page = ground.draw()
    book = ground.book(page)
    if book.department == "派出所":  # which hands in two of a kind: nobody can know of the second
        raise NotHere
    original = (each for each in ground.books[book.year] if each.stem == book.stem)
    ground.gone.add(next(each.file for each in original if each.department == book.department))
    del ground.touched[book.file]
    return Spot(book.file, page.tab, 0, 0, book.file, "")
