"""What stands behind each column of the samples, so that a slip in it can be seen: the trial's own book of an auditor.

It is written from DOMAIN and from the sheets alone, in Python, and knows nothing of the profile's checks. By it is decided,
before anything is planted, whether a fault can be seen in principle: a column of dates by the dates that it must follow, the
days within which it must come, the year in its case number and what last year's list says of the same thing; a column of
numbers by a total, another sheet, the names in its row or the range of the others; a column of words by what else tells
them. A fault against which nothing stands is planted too, and counted apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from chinese_calendar import is_workday

from tests.trials.plant_page import NotHere, Page, Value

if TYPE_CHECKING:
    from tests.trials.plant_ground import Ground

DAY = re.compile(r"(\d{4})\D+(\d{1,2})\D+(\d{1,2})日?")


@dataclass(frozen=True)
class Limit:
    """So many days within which a second date must come; past them and the cut-off, it must not be blank."""

    sheet: str
    start: str
    end: str
    days: int
    working: bool = False
    where: Callable[[Page, int], bool] = lambda page, row: True

    def over(self, start: date, end: date) -> bool:
        """Whether the second date comes too late."""
        if not self.working or (end - start).days > 3 * self.days:
            last = start + timedelta(self.days)
            while not is_workday(last):  # a period that runs out on a day off runs on to the next day worked
                last += timedelta(1)
            return end > last
        passed = (start + timedelta(ahead) for ahead in range(1, (end - start).days + 1))
        return sum(is_workday(each) for each in passed) > self.days


@dataclass(frozen=True)
class Relations:
    """The relations of one profile. `orders`: pairs of dates by sheet; `of_year`: the date of a register's row; `numbers`:
    a case number and the date whose year it names; `never`: the slips by which no date of a column can contradict anything; `kept`: the key of a list that is carried on and the columns that stay;
    `renewed`: those that may only become later; `pairs`: a date and what is written with it.
    """

    orders: Mapping[str, tuple[tuple[str, str], ...]]
    of_year: Mapping[str, str]
    limits: tuple[Limit, ...]
    numbers: Mapping[str, tuple[str, str]]
    kept: Mapping[str, tuple[str, tuple[str, ...]]]
    renewed: Mapping[str, tuple[str, ...]]
    pairs: tuple[tuple[str, str, str], ...]
    dates: tuple[tuple[str, str], ...]
    never: Mapping[str, tuple[tuple[str, str], ...]]


# Of these the year alone is told.
ALONE = (
    ("执法考试", "考试日期"), ("学法培训", "培训日期"), ("法律顾问", "聘期起"), ("法律顾问", "聘期止"), ("普法活动", "活动日期"),
    ("工作会议", "会议日期"),
)  # fmt: skip
TOWNSHIP = Relations(
    orders={
        "行政复议": (("收到日期", "答复日期"), ("收到日期", "结案日期"), ("答复日期", "结案日期")),
        "行政诉讼": (
            ("收到起诉状日期", "答辩日期"), ("收到起诉状日期", "开庭日期"), ("收到起诉状日期", "裁判日期"),
            ("答辩日期", "裁判日期"), ("开庭日期", "裁判日期"),
        ),
        "矛盾调解": (("受理日期", "办结日期"),),
        "依申请公开": (("收到日期", "答复日期"),),
        "规范性文件": (("印发日期", "施行日期"), ("施行日期", "有效期至"), ("印发日期", "有效期至")),
        "法律顾问": (("聘期起", "聘期止"),),
        "文化阵地": (("建成日期", "提档升级日期"),),
    },
    of_year={
        "行政复议": "收到日期", "行政诉讼": "收到起诉状日期", "矛盾调解": "受理日期", "依申请公开": "收到日期",
        "执法考试": "考试日期", "学法培训": "培训日期", "普法活动": "活动日期", "工作会议": "会议日期",
    },
    limits=(
        Limit("行政复议", "收到日期", "答复日期", 10),
        Limit("行政复议", "收到日期", "结案日期", 90),
        Limit("行政诉讼", "收到起诉状日期", "答辩日期", 15),
        Limit("行政诉讼", "收到起诉状日期", "裁判日期", 190),
        Limit("依申请公开", "收到日期", "答复日期", 20, working=True),
    ),
    numbers={
        "行政复议": ("案号", "收到日期"), "行政诉讼": ("案号", "收到起诉状日期"), "矛盾调解": ("编号", "受理日期"),
        "依申请公开": ("编号", "收到日期"), "规范性文件": ("文号", "印发日期"),
    },
    kept={
        "规范性文件": ("文号", ("文件名称", "印发日期", "施行日期", "有效期至")),
        "执法人员": ("执法证号", ("姓名",)),
        "文化阵地": ("阵地名称", ("村社区", "阵地类型", "建成日期", "提档升级日期")),
        "法律顾问": ("姓名", ("人员类别",)),
    },
    renewed={"执法人员": ("有效期至",)},
    pairs=(
        ("行政复议", "结案日期", "复议结果"), ("行政诉讼", "裁判日期", "裁判结果"), ("行政诉讼", "开庭日期", "负责人出庭"),
        ("矛盾调解", "办结日期", "调解结果"), ("依申请公开", "答复日期", "办理结果"),
    ),
    dates=(
        ("行政复议", "收到日期"), ("行政复议", "答复日期"), ("行政复议", "结案日期"), ("行政诉讼", "收到起诉状日期"),
        ("行政诉讼", "答辩日期"), ("行政诉讼", "开庭日期"), ("行政诉讼", "裁判日期"), ("矛盾调解", "受理日期"),
        ("矛盾调解", "办结日期"), ("依申请公开", "收到日期"), ("依申请公开", "答复日期"), ("执法人员", "有效期至"),
        ("执法考试", "考试日期"), ("学法培训", "培训日期"), ("规范性文件", "印发日期"), ("规范性文件", "施行日期"),
        ("规范性文件", "有效期至"), ("法律顾问", "聘期起"), ("法律顾问", "聘期止"), ("普法活动", "活动日期"),
        ("文化阵地", "建成日期"), ("文化阵地", "提档升级日期"), ("工作会议", "会议日期"),
    ),
    never={
        "another month": ALONE,
        "another day": (
            *ALONE, ("行政复议", "结案日期"), ("行政诉讼", "开庭日期"), ("行政诉讼", "裁判日期"), ("依申请公开", "收到日期"),
            ("依申请公开", "答复日期"),
        ),
        "month and day exchanged": (
            *ALONE, ("行政复议", "答复日期"), ("行政诉讼", "开庭日期"), ("行政诉讼", "裁判日期"), ("依申请公开", "答复日期"),
            ("执法人员", "有效期至"), ("文化阵地", "提档升级日期"),
        ),
    },
)  # fmt: skip

COUNTY = Relations(
    orders={
        "公开申请": (("收到日期", "答复日期"),),
        "公文目录": (("印发日期", "公开日期"), ("公开日期", "解读日期")),
    },
    of_year={"公开申请": "收到日期", "公文目录": "印发日期"},
    limits=(
        Limit("公开申请", "收到日期", "答复日期", 20, working=True),
        Limit("公文目录", "印发日期", "公开日期", 20, working=True),
    ),
    numbers={"公开申请": ("编号", "收到日期"), "公文目录": ("文号", "印发日期")},
    kept={},
    renewed={},
    pairs=(("公开申请", "答复日期", "办理结果"),),
    dates=(
        ("公开申请", "收到日期"),
        ("公开申请", "答复日期"),
        ("公文目录", "印发日期"),
        ("公文目录", "公开日期"),
    ),
    never={"another day": (("公开申请", "答复日期"),)},
)
RELATIONS: dict[str, Relations] = {"rule-of-law": TOWNSHIP, "disclosure": COUNTY}


def day(value: Value) -> date | None:
    """The day that a cell shows."""
    if isinstance(value, date):
        return value
    found = DAY.fullmatch(value) if isinstance(value, str) else None
    return date(*map(int, found.groups())) if found else None


def written(like: Value, new: date) -> Value:
    """A day as the other cells of its column show theirs."""
    if not isinstance(like, str):
        return new
    if "年" in like:
        return f"{new.year}年{new.month}月{new.day}日"
    return f"{new.year}{'.' if '.' in like else '-'}{new.month}{'.' if '.' in like else '-'}{new.day}"


def day_of(page: Page, row: int, name: str) -> date | None:
    """The day in a row under a field, where the page has it."""
    return day(page.get(row, name)) if name in page.fields.values() else None


def need_day(page: Page, row: int, name: str) -> date:
    """Raises NotHere where there is none."""
    found = day_of(page, row, name)
    if found is None:
        raise NotHere
    return found


def put_day(page: Page, row: int, name: str, new: date) -> None:
    """Write a day as the cells of its column are written."""
    like = next((value for each in page.rows if (value := page.get(each, name)) is not None), None)
    page.put(row, name, written(like, new))


def last_year(ground: Ground, page: Page) -> Page | None:
    """The same sheet of the year before, as it was handed in."""
    year = ground.book(page).year - 1
    return next(
        (each for book in ground.books[year] for each in book.pages if each.kind.name == page.kind.name), None
    )


def row_before(ground: Ground, page: Page, row: int) -> tuple[Page, int]:
    """The same thing on last year's list. Raises NotHere where it is not on it."""
    before, relations = last_year(ground, page), ground.relations
    key, _ = relations.kept.get(page.kind.name, ("", ()))
    if not key or before is None:
        raise NotHere
    found = [each for each in before.rows if before.get(each, key) == page.get(row, key)]
    if len(found) != 1:
        raise NotHere
    return before, found[0]


def wrong(ground: Ground, page: Page, row: int) -> bool:
    """Whether the dates of a row contradict each other, the year, the law, the case number or last year's list."""
    relations, sheet, year = ground.relations, page.kind.name, ground.book(page).year
    for earlier, later in relations.orders.get(sheet, ()):
        first, second = day_of(page, row, earlier), day_of(page, row, later)
        if first and second and first > second:
            return True
    if name := relations.of_year.get(sheet):
        shown = day_of(page, row, name)
        if shown and not date(year, 1, 1) <= shown <= date(year + 1, 1, 31):
            return True
    return (
        _late(relations, page, row, year)
        or _misnumbered(relations, page, row)
        or _not_kept(ground, page, row)
    )


def _late(relations: Relations, page: Page, row: int, year: int) -> bool:
    for limit in relations.limits:
        if limit.sheet == page.kind.name and limit.where(page, row):
            start = day_of(page, row, limit.start)
            end = day_of(page, row, limit.end) or date(year, 12, 31)
            if start and start <= end and limit.over(start, end):
                return True
    return False


def _misnumbered(relations: Relations, page: Page, row: int) -> bool:
    if page.kind.name not in relations.numbers:
        return False
    number, name = relations.numbers[page.kind.name]
    said = re.search(r"\d{4}", str(page.get(row, number)))
    shown = day_of(page, row, name)
    return bool(said and shown and _other_year(int(said[0]), shown))


def _other_year(named: int, shown: date) -> bool:
    """Whether a number names another year: one of December may come in January or February."""
    return named != shown.year and not (named == shown.year - 1 and shown.month <= 2)


def _not_kept(ground: Ground, page: Page, row: int) -> bool:
    try:
        before, at = row_before(ground, page, row)
    except NotHere:
        return False
    _, columns = ground.relations.kept[page.kind.name]
    for name in columns:
        if before.get(at, name) is not None and _shown(before.get(at, name)) != _shown(page.get(row, name)):
            return True
    for name in ground.relations.renewed.get(page.kind.name, ()):
        was, now = day_of(before, at, name), day_of(page, row, name)
        if was and now and now < was:
            return True
    return False


def _shown(value: Value) -> object:
    return day(value) or value
