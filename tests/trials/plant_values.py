"""Faults of values: dates, words that mean nothing is there, signs that nobody sees, keys in other spellings."""

from __future__ import annotations

import re
from datetime import date, timedelta

from tests.trials.plant_ground import Ground, Spot, kind, values
from tests.trials.plant_page import NotHere, Page, Value
from tests.trials.plant_rows import has_free_rows

FILLERS = (
    "无",
    "/",
    "—",
    "——",
    "-",
    "NULL",
    "null",
    "见附件",
    "未超期",
    "否",
    "不详",
    "N/A",
    "暂无",
    "待定",
    "空",
    "、",
    "\\",
    "没有",
    "详见附件",
    "0",
    "*",
    "×",
    "#N/A",
    "略",
    "〃",
)
REPEATING = ("〃",)  # it says what stands above, and no filler
UNSEEN = (
    "\u200b",
    "\u200c",
    "\u2060",
    "\ufeff",
    "\u00ad",
    "\u00a0",
    "\u3000",
    " ",
    "\u2009",
    "\u200e",
    "\u200f",
    "\n",
    "\t",
    "\u180e",
    "\u202f",
)
TRAILING = (
    "（补）", ".", "。", " 星期五", "星期五", "（周五）", "上午", " 9时", " 9:30", "起", "前", "左右", "以后", "（节后）", "（阴历）", "农历", " 00:00:00", "T09:00:00+08:00",
    "①", "*", "、", "至今", "（未办结）", "?", "（预计）", "拟", "计划",
)  # fmt: skip
DECIDED = {
    "行政复议": ("结案日期", "复议结果"),
    "行政诉讼": ("裁判日期", "裁判结果"),
    "依申请公开": ("答复日期", "办理结果"),
}


def _dates(page: Page) -> bool:
    return bool(page.names("date"))


@kind("decided after the cut-off")
def _late(ground: Ground) -> Spot:
    page = ground.draw(lambda page: page.kind.name in DECIDED)
    day, result = DECIDED[page.kind.name]
    rows = [row for row in page.rows if page.get(row, day) is not None]
    if not rows:
        raise NotHere
    row, was = ground.chance.choice(rows), None
    was = page.get(row, day)
    year = ground.book(page).year
    page.put(row, day, date(year + 1, 1, 2) + timedelta(days=ground.chance.randrange(60)))
    if page.kind.name == "依申请公开":  # received in December
        page.put(row, "收到日期", date(year, 12, 20))
        page.put(row, day, date(year + 1, 1, 3 + ground.chance.randrange(5)))
    truth = ground.truth(page)
    truth.put(row, "收到日期", page.get(row, "收到日期")) if page.kind.name == "依申请公开" else None
    truth.put(row, day, None)
    truth.put(row, result, None)
    return ground.spot(page, row, page.column(day), was, page.get(row, day))


@kind("settled after the cut-off")
def _settled_late(ground: Ground) -> Spot:
    page = ground.draw(lambda page: page.kind.name == "矛盾调解")
    months = ground.page_of(page, "矛盾调解月报")
    rows = [
        row for row in page.rows if isinstance(day := page.get(row, "受理日期"), date) and day.month == 12
    ]
    row = ground.chance.choice(rows)
    year, was = ground.book(page).year, page.get(row, "办结日期")
    if was is None:
        raise NotHere
    december = months.last
    truth, true_months = ground.truth(page), ground.truth(months)
    truth.put(row, "办结日期", None)
    truth.put(row, "调解结果", "调解中")
    counted = months.get(december, "成功数")
    assert isinstance(counted, int)
    true_months.put(december, "成功数", counted - 1)
    for each in (months, true_months):
        each.drop_totals()
    if ground.chance.random() < 0.5:
        months.put(december, "成功数", counted - 1)
    page.put(row, "办结日期", date(year + 1, 1, 2) + timedelta(days=ground.chance.randrange(60)))
    return ground.spot(page, row, page.column("办结日期"), was, page.get(row, "办结日期"))


@kind("heard after the cut-off")
def _heard_late(ground: Ground) -> Spot:
    page = ground.draw(lambda page: page.kind.name == "行政诉讼")
    row, year = ground.chance.choice(page.rows), ground.book(page).year
    was = page.get(row, "开庭日期")
    truth = ground.truth(page)
    for each in (page, truth):
        each.put(row, "裁判日期", None)
        each.put(row, "裁判结果", None)
        each.put(row, "负责人出庭", None)
    truth.put(row, "开庭日期", None)
    page.put(row, "开庭日期", date(year + 1, 1, 8 + ground.chance.randrange(20)))
    page.put(row, "负责人出庭", ground.chance.choice(("是", "否")))
    return ground.spot(page, row, page.column("开庭日期"), was, page.get(row, "开庭日期"))


@kind("date of another age", asks=True)
def _age(ground: Ground) -> Spot:
    page = ground.draw(_dates)
    row, name = ground.chance.choice(page.rows), ground.chance.choice(page.names("date"))
    was = page.get(row, name)
    if was is None and ground.chance.random() < 0.7:
        raise NotHere
    month, day = ground.chance.randrange(1, 13), ground.chance.randrange(1, 28)
    choices: tuple[Value, ...] = (
        date(1900, 1, day), date(2203, month, day), f"2203-{month}-{day}", f"1023.{month}.{day}", f"1900-{month}-{day}",
        date(1900, 2, day), f"2032年{month}月{day}日", f"223.{month}.{day}", f"20233.{month}.{day}", f"{month}.{day}", date(2092, month, day),
        f"1899-12-{day}", date(9999, 12, 31),
    )  # fmt: skip
    page.put(row, name, ground.chance.choice(choices))
    return ground.spot(page, row, page.column(name), was, page.get(row, name))


@kind("date with a word after it")
def _trailing(ground: Ground) -> Spot:
    page = ground.draw(_dates)
    row, name = ground.chance.choice(page.rows), ground.chance.choice(page.names("date"))
    was = page.get(row, name)
    if was is None:
        raise NotHere
    shown = f"{was.year}-{was.month}-{was.day}" if isinstance(was, date) else str(was)
    page.put(row, name, shown + ground.chance.choice(TRAILING))
    return ground.spot(page, row, page.column(name), was, page.get(row, name))


@kind("two dates in a cell", asks=True)
def _two_dates(ground: Ground) -> Spot:
    page = ground.draw(_dates)
    row, name = ground.chance.choice(page.rows), ground.chance.choice(page.names("date"))
    was = page.get(row, name)
    if was is None:
        raise NotHere
    shown = f"{was.year}.{was.month}.{was.day}" if isinstance(was, date) else str(was)
    page.put(
        row,
        name,
        ground.chance.choice(
            (
                f"{shown}、2023.11.9",
                f"{shown}-30",
                f"{shown}/31",
                f"{shown}①",
                f"{shown}²",
                f"{shown}1①",
                f"原{shown}改2023.12.8",
            )
        ),
    )
    return ground.spot(page, row, page.column(name), was, page.get(row, name))


@kind("filler in a required cell", asks=True)
def _filler_required(ground: Ground) -> Spot:
    page = ground.draw()
    row, name = ground.chance.choice(page.rows), ground.chance.choice(page.names(required=True))
    return _fill(ground, page, row, name)


@kind("filler in a cell that may be blank")
def _filler_optional(ground: Ground) -> Spot:
    page = ground.draw(lambda page: bool(page.names(required=False)))
    names = page.names("date", "boolean", "integer", "number", required=False)
    names += [name for name in page.names("string", required=False) if page.declared(name).enum] * 2
    if not names:
        raise NotHere
    row, name = ground.chance.choice(page.rows), ground.chance.choice(names)
    ground.truth(page).put(row, name, None)
    return _fill(ground, page, row, name)


def _fill(ground: Ground, page: Page, row: int, name: str) -> Spot:
    said = page.declared(name)
    allowed = {*said.enum, *said.synonyms} | (
        {"是", "否", "无", "0", "没有", "√", "×"} if said.type == "boolean" else set()
    )
    if said.type in ("integer", "number"):
        allowed |= {"0"}
    was, word = (
        page.get(row, name),
        ground.chance.choice([word for word in FILLERS if word not in allowed and word not in REPEATING]),
    )
    page.put(row, name, word)
    return ground.spot(page, row, page.column(name), was, word)


@kind("filler lifts a check", asks=True)
def _filler_lifts(ground: Ground) -> Spot:
    page = ground.draw(lambda page: "超期说明" in page.kind.fields)
    late = {
        "行政复议": ("收到日期", "答复日期"),
        "行政诉讼": ("收到起诉状日期", "答辩日期"),
        "依申请公开": ("收到日期", "答复日期"),
    }
    received, answered = late[page.kind.name]
    row = ground.chance.choice(page.rows)
    start, was = page.get(row, received), page.get(row, answered)
    day = re.findall(r"\d+", str(start))
    if was is None or len(day) != 3:
        raise NotHere
    after = date(*map(int, day)) + timedelta(days=67)
    if after.year != int(day[0]):
        raise NotHere
    page.put(row, answered, after)
    column = page.width + 1
    page.cells[page.header, column] = "超期说明"
    word = ground.chance.choice(
        [word for word in FILLERS if word not in ("见附件", "详见附件", "略", *REPEATING)]
    )
    for each in page.rows:
        page.cells[each, column] = word
    page.width, page.fields = column, {**page.fields, column: "超期说明"}
    return ground.spot(page, row, page.column(answered), was, f"{after}, 超期说明 {word}")


@kind("filler printed in a text", asks=True)
def _filler_printed(ground: Ground) -> Spot:
    page = ground.draw(lambda page: page.kind.name in ("存在问题", "下步安排", "工作举措"))
    name = ground.chance.choice([each for each in page.names(required=True) if not page.declared(each).enum])
    return _fill(ground, page, ground.chance.choice(page.rows), name)


def _with_unseen(ground: Ground, text: str) -> str:
    at, sign = ground.chance.randrange(0, len(text) + 1), ground.chance.choice(UNSEEN)
    return text[:at] + sign + text[at:]


@kind("unseen sign in a value")
def _unseen(ground: Ground) -> Spot:
    page = ground.draw(lambda page: page.kind.name not in ("存在问题", "下步安排"))
    names = [name for name in page.names() if name not in ("工作内容", "申请人", "当事人")]
    row, name = ground.chance.choice(page.rows), ground.chance.choice(names)
    was = page.get(row, name)
    if was is None or isinstance(was, date):
        raise NotHere
    page.put(row, name, _with_unseen(ground, str(was)))
    return ground.spot(page, row, page.column(name), was, repr(page.get(row, name)))


@kind("unseen sign in a village or a class")
def _unseen_group(ground: Ground) -> Spot:
    names = ("纠纷类别", "活动类型", "人员类别", "状态", "人员性质", "复议结果", "培训类型", "会议类型")
    if ground.chance.random() < 0.5:  # where different villages are counted
        page, name = ground.draw(lambda page: page.kind.name == "文化阵地"), "村社区"
        rows = [row for row in page.rows if page.get(row, "提档升级日期") is not None]
    else:
        page = ground.draw(lambda page: bool(set(names) & set(page.names())))
        name = next(name for name in names if name in page.names())
        rows = list(page.rows)
    there = [page.get(row, name) for row in rows]
    row = ground.chance.choice([row for row in rows if there.count(page.get(row, name)) > 1])
    was = page.get(row, name)
    if was is None:
        raise NotHere
    page.put(row, name, _with_unseen(ground, str(was)))
    return ground.spot(page, row, page.column(name), was, repr(page.get(row, name)))


@kind("unseen sign in a heading")
def _unseen_heading(ground: Ground) -> Spot:
    page = ground.draw()
    column = ground.chance.choice(list(page.fields))
    was = str(page.cells[page.heading(column)]) if page.heading(column) in page.cells else ""
    if not was:
        raise NotHere
    page.cells[page.heading(column)] = _with_unseen(ground, was)
    return ground.spot(page, *page.heading(column), was, repr(page.cells[page.heading(column)]))


def _wide(text: str) -> str:
    return text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})


def _respelt(ground: Ground, text: str) -> str:
    """The same number as another clerk writes it: brackets, width, zeros, spaces."""
    chance = ground.chance
    ways = [
        re.sub("[〔（]", chance.choice("[【（(［﹝"), re.sub("[〕）]", chance.choice("]】）)］﹞"), text)),
        re.sub("[〔（]", "[", re.sub("[〕）]", "]", text)),
        _wide(text), re.sub(r"\d+(?=\D*$)", lambda found: f"00{found[0]}", text), _with_unseen(ground, text),
        re.sub(r"(?<!\d)0+(?=\d)", "", text), text.replace("号", ""), text.lower(), text.replace("-", chance.choice("－—–‐")), f"第{text}",
        text.replace("〔", "（").replace("〕", "）"), text.replace("号", " 号"), f'="{text}"', f"'{text}", f"{text}。", f"{text}*",
    ]  # fmt: skip
    return chance.choice([way for way in ways if way != text])


@kind("same case under another spelling")
def _case_twice(ground: Ground) -> Spot:
    page = ground.draw(lambda page: bool(page.kind.key) and page.declared(page.kind.key).type == "string")
    row, name = ground.chance.choice(page.rows), page.kind.key
    was = page.get(row, name)
    new = values(page, row)
    new[page.column(name)] = _respelt(ground, str(was))
    page.insert(page.last + 1, new)
    page.renumber()
    return ground.spot(page, page.last, page.column(name), was, new[page.column(name)])


@kind("card under another spelling")
def _card(ground: Ground) -> Spot:
    page = ground.draw(lambda page: page.kind.name == "执法考试")
    row, name = ground.chance.choice(page.rows), "执法证号"
    was = page.get(row, name)
    page.put(row, name, _respelt(ground, str(was)))
    return ground.spot(page, row, page.column(name), was, page.get(row, name))


@kind('text as ="0012"')
def _formula_text(ground: Ground) -> Spot:
    page = ground.draw()
    names = page.names("string", "integer", "number", "boolean")
    row, name = ground.chance.choice(page.rows), ground.chance.choice(names)
    was = page.get(row, name)
    if was is None:
        raise NotHere
    page.put(row, name, ground.chance.choice(('="{}"', "`{}", "'{}", '"{}"', "={}")).format(was))
    return ground.spot(page, row, page.column(name), was, page.get(row, name))


@kind("declared value with a slip", asks=True)
def _slip(ground: Ground) -> Spot:
    page = ground.draw(lambda page: any(page.declared(name).enum for name in page.names()))
    name = ground.chance.choice([name for name in page.names() if page.declared(name).enum])
    said, row = page.declared(name), ground.chance.choice(page.rows)
    was = page.get(row, name)
    if not isinstance(was, str):
        raise NotHere
    slips = (
        was[:-1],
        was + was[-1],
        was[::-1],
        f"{was}？",
        f"不{was}",
        f"{was}/{said.enum[0]}",
        f"拟{was}",
        f"{was}（待核）",
        was[0],
        f"未{was}",
        f"{was}、{said.enum[-1]}",
    )
    new = ground.chance.choice([slip for slip in slips if slip and slip not in (*said.enum, *said.synonyms)])
    page.put(row, name, new)
    return ground.spot(page, row, page.column(name), was, new)


def _reheaded(ground: Ground, ways: tuple[str, ...]) -> Spot:
    page = ground.draw()
    column = ground.chance.choice(list(page.fields))
    at = page.heading(column)
    was = page.cells.get(at)
    if not isinstance(was, str):
        raise NotHere
    page.cells[at] = ground.chance.choice(ways).format(was, short=was[:-1], back=was[::-1])
    return ground.spot(page, *at, was, page.cells[at])


@kind("heading with a slip")
def _heading_slip(ground: Ground) -> Spot:
    return _reheaded(ground, ("{short}", "{0}2", "{back}", "", "{0}？", "{0}*", "{0}：", "{0}一"))


@kind("heading that says another thing", asks=True)
def _heading_other(ground: Ground) -> Spot:
    ways = (
        "{0}（上年）",
        "{0}（计划）",
        "其中：{0}",
        "{0}（原）",
        "上年{0}",
        "{0}（旧）",
        "{0}（目标）",
        "{0}（预计）",
        "拟{0}",
    )
    return _reheaded(ground, ways)


@kind("column twice", asks=True)
def _column_twice(ground: Ground) -> Spot:
    page = ground.draw(has_free_rows)
    column = ground.chance.choice(list(page.fields))
    heading, name = page.cells.get(page.heading(column)), page.fields[column]
    if not isinstance(heading, str):
        raise NotHere
    other = page.width + 1
    page.cells[page.header, other] = ground.chance.choice((heading, *page.declared(name).aliases))
    for row in page.rows:
        page.cells[row, other] = page.cells.get((ground.chance.choice(page.rows), column))
    page.width = other
    return ground.spot(page, page.header, other, "", page.cells[page.header, other])
