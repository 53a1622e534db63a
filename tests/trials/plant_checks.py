"""The audit's faults that only some of the profiles' checks tell, so that each check is met by a kind: most are one cell.

What a case carried over from last year needs is changed in last year's register or added to this year's; a column that the
samples lack (适用程序, 受理日期) is added; what the law of 2024 says is planted in a register of 2024.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta

from tests.trials.plant_dates import drawn
from tests.trials.plant_ground import Ground, Spot, enter
from tests.trials.plant_page import NotHere, Page, Value
from tests.trials.plant_relations import day_of, need_day, put_day, written
from tests.trials.plant_returns import _beside
from tests.trials.plant_words import _also, meant, put

New = Callable[[Ground, Page, int], Value]
DISPUTES = "矛盾调解"


def last_years(ground: Ground, sheet: str) -> Page:
    """Last year's sheet, to be changed. Raises NotHere."""
    return ground.draw(lambda page: page.kind.name == sheet, year=ground.year - 1, bare=False)


def add_column(page: Page, name: str) -> None:
    """Put another column behind the others."""
    page.width += 1
    page.fields[page.width] = name
    page.cells[page.header, page.width] = name


def add_row(page: Page, row: dict[str, Value], like: int) -> int:
    """Put another row at the end, like one but for some cells."""
    new = dict(page.row(like))
    for name, value in row.items():
        new[page.column(name)] = value
    at = page.last + 1
    page.insert(at, new)
    page.renumber()
    return at


# one cell


def _cell(sheet: str, name: str, slip: str, group: str, new: New, profile: str = "rule-of-law") -> None:
    @enter(f"{sheet}.{name}: {slip}", group, profile)
    def _(ground: Ground) -> Spot:
        page, row = drawn(ground, sheet, name)
        return put(ground, page, row, name, new(ground, page, row))


def _where(name: str, wanted: str, new: Value) -> New:
    """A value in a row in which another column says something."""

    def value(ground: Ground, page: Page, row: int) -> Value:
        said = str(page.get(row, name))
        if not any(each in said for each in wanted.split("|")):
            raise NotHere
        return new

    return value


def _text(name: str, before: str = "", after: str = "") -> New:
    return lambda ground, page, row: f"{before}{page.get(row, name)}{after}"


def _as(name: str) -> New:
    return lambda ground, page, row: page.get(row, name)


def _of_class(name: str, wanted: str, new: Value) -> New:
    def value(ground: Ground, page: Page, row: int) -> Value:
        if meant(page, name, page.get(row, name)) != wanted:
            raise NotHere
        return new

    return value


def _without_end(name: str) -> New:
    """望海村 -> 望海, of a village that stands in another row, too."""

    def value(ground: Ground, page: Page, row: int) -> Value:
        said = str(page.get(row, name))
        if not said.endswith("村") or [page.get(each, name) for each in page.rows].count(said) < 2:
            raise NotHere
        return said[:-1]

    return value


def _after(name: str, least: int, most: int, own: str) -> New:
    """A day so many days after another."""

    def value(ground: Ground, page: Page, row: int) -> Value:
        day = need_day(page, row, name) + timedelta(ground.chance.randrange(least, most))
        if day.year > ground.year:
            raise NotHere
        return written(page.get(row, own), day)

    return value


def _later(name: str, years: int) -> New:
    def value(ground: Ground, page: Page, row: int) -> Value:
        was = need_day(page, row, name)
        return written(page.get(row, name), was.replace(year=was.year + years, day=min(was.day, 28)))

    return value


def _as_another_in_force(ground: Ground, page: Page, row: int) -> Value:
    rows = [each for each in page.rows if meant(page, "状态", page.get(each, "状态")) == "继续有效"]
    if row not in rows:
        raise NotHere
    return page.get(ground.chance.choice([each for each in rows if each != row]), "文件名称")


def _not_over(ground: Ground, page: Page, row: int) -> Value:
    if need_day(page, row, "有效期至").year <= ground.year:
        raise NotHere
    return "失效"


WORDS, NUMBERS, TEXTS = "declared value exchanged", "number a slip away", "texts against figures"
_cell(
    "普法活动",
    "活动类型",
    "网络普法 in a school or factory",
    WORDS,
    _where("地点", "厂|小学|中学", "网络普法"),
)
_cell("普法活动", "活动类型", "广场宣传 for a 夜市", WORDS, _where("活动主题", "夜市", "广场宣传"))
_cell("普法活动", "活动类型", "法治夜市 by day", WORDS, _where("活动主题", "咨询|宣讲", "法治夜市"))
_cell("普法活动", "活动类型", "校园普法 in no school", WORDS, _where("地点", "厂", "校园普法"))
_cell("普法活动", "活动类型", "广场宣传 on the net", WORDS, _where("地点", "公众号", "广场宣传"))
_cell("普法活动", "活动类型", "广场宣传 in a factory", WORDS, _where("地点", "厂", "广场宣传"))
_cell("普法活动", "活动类型", "进企业 on a market", WORDS, _where("地点", "市场", "进企业"))
_cell(
    "普法活动", "活动类型", "广场宣传 in a village", WORDS, _where("活动主题", "咨询|防诈骗|消防", "广场宣传")
)
_cell("规范性文件", "状态", "失效 before 有效期至", WORDS, _not_over)
_cell("学时", "人员类别", "机关人员 for an officer", WORDS, _of_class("人员类别", "执法人员", "机关人员"))
_cell("行政诉讼", "裁判结果", "败诉 without a hearing", WORDS, _of_class("裁判结果", "撤诉", "败诉"))
_cell("普法活动", "参加人次", "0 beside leaflets", NUMBERS, _where("活动主题", "宣讲|咨询", 0))
_cell("学法培训", "学时", "0 of a lecture", NUMBERS, _where("培训主题", "讲座|学习|解读", 0))
_cell("学时", "年度学时", "below the staff's least", NUMBERS, _where("人员类别", "机关|一般", 30))
_cell("学时", "年度学时", "beyond all measure", NUMBERS, lambda ground, page, row: 180)
_cell(DISPUTES, "涉及人数", "beyond fifty", NUMBERS, lambda ground, page, row: 60)
_cell(DISPUTES, "村社区", "without its last sign", "villages and names", _without_end("村社区"))
_cell("文化阵地", "村社区", "without its last sign", "villages and names", _without_end("村社区"))
_cell("规范性文件", "文件名称", "as another in force", "villages and names", _as_another_in_force)
_cell("执法人员", "有效期至", "twenty years later", "date a slip away", _later("有效期至", 20))
_cell("规范性文件", "印发日期", "twenty years earlier", "date a slip away", _later("印发日期", -23))
_cell(
    "文化阵地",
    "提档升级日期",
    "soon after 建成日期",
    "order of dates",
    _after("建成日期", 30, 170, "提档升级日期"),
)
_cell("工作举措", "工作内容", "begins with a number", TEXTS, _text("工作内容", "一、"))
_cell("下步安排", "具体安排", "begins with a number", TEXTS, _text("具体安排", "（二）"))
_cell("工作举措", "工作内容", "up to no day", TEXTS, _text("工作内容", "截至目前，"))
_cell("存在问题", "原因分析", "as 主要问题", TEXTS, _as("主要问题"))
_cell("存在问题", "主要问题", "a word", TEXTS, lambda ground, page, row: "宣传少")
_cell(
    "公开申请",
    "页数",
    "blank beside 答复日期",
    "outcome and date",
    lambda ground, page, row: None,
    "disclosure",
)
_cell(
    "公文目录",
    "解读日期",
    "long after 公开日期",
    "deadlines",
    _after("公开日期", 70, 140, "解读日期"),
    "disclosure",
)


@enter("工作举措.工作内容: another length than 长度", TEXTS)
def _metres(ground: Ground) -> Spot:
    page, row = drawn(ground, "工作举措", "工作内容", "长度")
    return put(
        ground,
        page,
        row,
        "工作内容",
        f"全长约{ground.chance.choice((300, 800))}米。{page.get(row, '工作内容')}",
    )


@enter("矛盾调解.受理日期: carried over from December", "carried over")
def _dispute_of_december(ground: Ground) -> Spot:
    page, row = drawn(ground, DISPUTES, "受理日期", "办结日期")
    was = page.get(row, "受理日期")
    if need_day(page, row, "受理日期").month > 1:
        raise NotHere
    put_day(page, row, "受理日期", date(ground.year - 1, 12, ground.chance.randrange(10, 31)))
    return ground.spot(page, row, page.column("受理日期"), was, page.get(row, "受理日期"))


# cases that are open, of two instances, of a summary procedure


def _open_and_unanswered(sheet: str, answer: str, *also: str) -> None:
    @enter(f"{sheet}.{answer}: blank of an open case", "deadlines")
    def _(ground: Ground) -> Spot:
        page, row = drawn(ground, sheet, answer)
        for name in also:
            page.put(row, name, None)
        return put(ground, page, row, answer, None)


_open_and_unanswered("行政复议", "答复日期", "结案日期", "复议结果")
_open_and_unanswered("行政诉讼", "答辩日期", "开庭日期", "负责人出庭", "裁判日期", "裁判结果")


@enter("行政诉讼.裁判日期: too late for a second instance", "deadlines")
def _second_instance(ground: Ground) -> Spot:
    page, row = drawn(ground, "行政诉讼", "收到起诉状日期", "开庭日期", "裁判日期")
    page.put(row, "案号", str(page.get(row, "案号")).replace("初", "终"))
    page.put(row, "审级", "二审")
    new = need_day(page, row, "收到起诉状日期") + timedelta(ground.chance.randrange(100, 150))
    if new.year > ground.year or new < need_day(page, row, "开庭日期"):
        raise NotHere
    was = page.get(row, "裁判日期")
    put_day(page, row, "裁判日期", new)
    return ground.spot(page, row, page.column("裁判日期"), was, page.get(row, "裁判日期"))


@enter("行政复议.受理日期: after 答复日期", "order of dates")
def _accepted_late(ground: Ground) -> Spot:
    page, row = drawn(ground, "行政复议", "收到日期", "答复日期")
    add_column(page, "受理日期")
    for each in page.rows:
        page.put(each, "受理日期", written(page.get(each, "收到日期"), need_day(page, each, "收到日期")))
    late = need_day(page, row, "答复日期") + timedelta(ground.chance.randrange(1, 20))
    return put(ground, page, row, "受理日期", written(page.get(row, "收到日期"), late))


@enter("行政复议.适用程序: 简易程序 before there was one", WORDS)
def _summary_before(ground: Ground) -> Spot:
    page, row = drawn(ground, "行政复议", "收到日期")
    add_column(page, "适用程序")
    for each in page.rows:
        page.put(each, "适用程序", "普通程序")
    return put(ground, page, row, "适用程序", "简易程序")


@enter("行政复议.答复日期: too late for a summary procedure", "deadlines")
def _late_summary(ground: Ground) -> Spot:
    """A register that runs on into January: what came then has five working days."""
    page, row = drawn(ground, "行政复议", "收到日期", "答复日期", "结案日期")
    add_column(page, "适用程序")
    page.put(row, "适用程序", "简易程序")
    page.put(row, "案号", str(page.get(row, "案号")).replace("2023", "2024"))
    put_day(page, row, "收到日期", date(2024, 1, 2))
    put_day(page, row, "结案日期", date(2024, 1, 26))
    was = page.get(row, "答复日期")
    put_day(page, row, "答复日期", date(2024, 1, ground.chance.randrange(11, 16)))
    return ground.spot(page, row, page.column("答复日期"), was, page.get(row, "答复日期"))


@enter("行政复议.答复日期: blank and overdue, by the law of 2024", "deadlines")
def _overdue_by_the_new_law(ground: Ground) -> Spot:
    """The register of the year after, of which one case is open and has no answer."""
    drawn_, row = drawn(ground, "行政复议", "收到日期", "答复日期")
    book = ground.book(drawn_)
    page = deepcopy(drawn_)
    del ground.touched[book.file]
    page.cells = {
        at: value.replace(str(book.year), str(book.year + 1)) if isinstance(value, str) else value
        for at, value in page.cells.items()
    }
    for name in ("结案日期", "复议结果"):
        page.put(row, name, None)
    added = replace(book, year=book.year + 1, pages=[page])
    ground.touched[added.file] = added
    return put(ground, page, row, "答复日期", None)


# carried over from last year

CASES = {"行政复议": ("案号", "收到日期", "结案日期", "复议结果"), "行政诉讼": ("案号", "收到起诉状日期", "裁判日期", "裁判结果"),
         "依申请公开": ("编号", "收到日期", "答复日期", "办理结果")}  # fmt: skip


def _enter_carried(sheet: str, number: str, received: str, ended: str, result: str) -> None:
    @enter(f"{sheet}: open last year, and gone", "carried over")
    def _(ground: Ground) -> Spot:
        page = last_years(ground, sheet)
        row = ground.chance.choice(page.rows)
        was = dict(page.row(row))
        for name in (ended, result):
            page.put(row, name, None)
        return ground.spot(page, row, 0, was, dict(page.row(row)))

    @enter(f"{sheet}: ended last year, and here again", "carried over")
    def _(ground: Ground) -> Spot:
        before, (page, like) = last_years(ground, sheet), drawn(ground, sheet)
        old = ground.chance.choice(before.rows)
        names = {*before.fields.values()} & {*page.fields.values()}
        at = add_row(page, {name: _as_here(page, like, name, before.get(old, name)) for name in names}, like)
        spot = ground.spot(page, at, 0, "", dict(page.row(at)))
        return replace(spot, also=((ground.book(before).file, before.tab, old),))

    @enter(f"{sheet}.{received}: another than last year's of the same number", "carried over")
    def _(ground: Ground) -> Spot:
        before, (page, row) = last_years(ground, sheet), drawn(ground, sheet, received)
        old = ground.chance.choice(before.rows)
        page.put(row, number, before.get(old, number))
        return ground.spot(page, row, 0, "", dict(page.row(row)))

    @enter(f"{sheet}: received this year, and on last year's register alone", "carried over")
    def _(ground: Ground) -> Spot:
        page = last_years(ground, sheet)
        like = ground.chance.choice(page.rows)
        new = str(page.get(like, number)).replace(str(ground.year - 1), str(ground.year))
        at = add_row(page, {number: new.replace("号", "0号")}, like)
        start = date(ground.year, 1, ground.chance.randrange(3, 8))
        for name in page.names("date"):
            if day := day_of(page, like, name):
                passed = (day - need_day(page, like, received)).days
                page.put(at, name, written(page.get(like, name), start + timedelta(min(passed, 20))))
        return ground.spot(page, at, 0, "", dict(page.row(at)))


def _as_here(page: Page, like: int, name: str, value: Value) -> Value:
    """A value as this year's sheet writes it."""
    return written(page.get(like, name), value) if isinstance(value, date) else value


for sheet, names in CASES.items():
    _enter_carried(sheet, *names)


@enter("矛盾调解.编号: one of last year's", "carried over")
def _dispute_number(ground: Ground) -> Spot:
    before, (page, row) = last_years(ground, DISPUTES), drawn(ground, DISPUTES, "编号")
    return put(ground, page, row, "编号", before.get(ground.chance.choice(before.rows), "编号"))


def _enter_ended(state: str) -> None:
    @enter(f"规范性文件.状态: {state} last year, and in force again", "carried over")
    def _(ground: Ground) -> Spot:
        page, row = drawn(ground, "规范性文件", "文号", "状态")
        before = last_years(ground, "规范性文件")
        old = [each for each in before.rows if before.get(each, "文号") == page.get(row, "文号")]
        if meant(page, "状态", page.get(row, "状态")) != "继续有效" or not old:
            raise NotHere
        spot = put(ground, before, old[0], "状态", state)
        return replace(spot, also=((ground.book(page).file, page.tab, row),))


_enter_ended("废止")
_enter_ended("失效")


@enter("执法人员.执法证号: another on the roster and in the exam", "people across sheets")
def _another_card(ground: Ground) -> Spot:
    page, row = drawn(ground, "执法人员", "执法证号", "姓名")
    card = page.get(row, "执法证号")
    spot = put(ground, page, row, "执法证号", f"{str(card)[:-1]}X")
    exam = ground.page_of(page, "执法考试")
    for each in exam.rows:
        if exam.get(each, "执法证号") == card:
            exam.put(each, "执法证号", page.get(row, "执法证号"))
    return _also(ground, spot, page, "执法考试", "执法证号", page.get(row, "执法证号"))


def _first_month_dropped(sheet: str, profile: str) -> None:
    @enter(f"{sheet}: first month dropped", "months", profile)
    def _(ground: Ground) -> Spot:
        page, _ = drawn(ground, sheet)
        row, was = page.first, dict(page.row(page.first))
        page.remove(row)
        return replace(_beside(ground.spot(page, row, 0, was, ""), page, row), row=0)


_first_month_dropped("矛盾调解月报", "rule-of-law")
_first_month_dropped("申请月报", "disclosure")


# counsel


def _counsel(ground: Ground) -> tuple[Page, int, Page, int]:
    """A counsel of both years. Raises NotHere."""
    page, row = drawn(ground, "法律顾问", "姓名", "聘期起", "聘期止")
    before = last_years(ground, "法律顾问")
    old = [each for each in before.rows if before.get(each, "姓名") == page.get(row, "姓名")]
    if not old:
        raise NotHere
    return page, row, before, old[0]


@enter("法律顾问: left out before the term was over", "carried over")
def _left(ground: Ground) -> Spot:
    page, row, before, old = _counsel(ground)
    put_day(before, old, "聘期止", need_day(page, row, "聘期止"))
    was = dict(page.row(row))
    page.remove(row)
    page.renumber()
    spot = ground.spot(page, row, 0, was, "")
    return replace(spot, also=((ground.book(before).file, before.tab, old),))


@enter("法律顾问.聘期止: another than last year's of the same term", "carried over")
def _other_term(ground: Ground) -> Spot:
    page, row, before, old = _counsel(ground)
    put_day(page, row, "聘期起", need_day(before, old, "聘期起"))
    was = need_day(before, old, "聘期止")
    new = written(page.get(row, "聘期止"), was.replace(year=ground.year + 2))
    return put(ground, page, row, "聘期止", new)


@enter("法律顾问.人员类别: another than last year's", "carried over")
def _other_class(ground: Ground) -> Spot:
    page, row, *_ = _counsel(ground)
    now = meant(page, "人员类别", page.get(row, "人员类别"))
    return put(ground, page, row, "人员类别", "公职律师" if now == "法律顾问" else "法律顾问")
