"""Faults of rows: which are data, which are not, and which a person sees are not to be counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from tests.trials.plant_ground import Ground, Spot, kind, values
from tests.trials.plant_page import Look, NotHere, Page, Value

REMARKS = (
    "个别部门未落实普法责任制",
    "群众法律知晓率",
    "2.数字化水平不高",
    "没有专职人员",
    "无固定场所的宣传",
    "注重实效",
    "说明会",
    "备注栏改革宣传",
    "填表规范培训",
)
EXAMPLES = (
    "例",
    "例：",
    "示例",
    "示例：",
    "范例",
    "样例",
    "填写样例",
    "填写示例",
    "（示例）",
    "举例",
    "例1",
    "示范",
)
TOTALS = (
    "合计：",
    "合 计",
    "合计（件）",
    "合计(人)",
    "总计",
    "总计：",
    "总数",
    "小计",
    "累计",
    "全镇",
    "全镇合计",
    "全年合计",
    "TOTAL",
    "Total",
    "合计数",
    "共计",
    "总和",
    "汇总",
    "以上合计",
)
EXCLUDED = (
    "作废",
    "撤回",
    "已撤回",
    "重复",
    "重复登记",
    "不计入",
    "不计入统计",
    "已取消",
    "并入第3件",
    "此件作废",
    "误录",
    "与上一行重复",
    "已删除",
    "剔除",
)
DIVIDERS = (
    "以下作废",
    "以下不计入",
    "以下为重复登记",
    "以下各件不计入统计",
    "以下已撤回",
    "以下为上年结转，不计入",
    "以上为本年度，以下仅供参考",
)


def has_free_rows(page: Page) -> bool:
    """Whether a row more can stand on a page: the months of a year are twelve."""
    return page.kind.name != "矛盾调解月报"


def has_remarks(page: Page) -> bool:
    """Whether a page has a column for remarks."""
    return has_free_rows(page) and any(
        page.cells.get(page.heading(at)) == "备注" for at in range(1, page.width + 1)
    )


def remarks(page: Page) -> int:
    """The column for remarks."""
    return next(at for at in range(1, page.width + 1) if page.cells.get(page.heading(at)) == "备注")


@kind("required cell blank", asks=True)
def _required_blank(ground: Ground) -> Spot:
    page = ground.draw()
    row, name = ground.chance.choice(page.rows), ground.chance.choice(page.names(required=True))
    was = page.get(row, name)
    page.put(row, name, ground.chance.choice((None, None, "", " ", "　")))
    return ground.spot(page, row, page.column(name), was, "")


@kind("all but one cell blank", asks=True)
def _one_left(ground: Ground) -> Spot:
    page = ground.draw(has_free_rows)
    row = ground.chance.choice(page.rows)
    was = values(page, row)
    left = ground.chance.choice([at for at in page.fields if was.get(at) is not None])
    for column in was:
        if column != left and not (column == 1 and page.numbered):
            page.cells[row, column] = None
    return ground.spot(page, row, 0, was, values(page, row))


@kind("some required cells blank", asks=True)
def _some_blank(ground: Ground) -> Spot:
    page = ground.draw(lambda page: len(page.names(required=True)) > 2)
    row, names = ground.chance.choice(page.rows), page.names(required=True)
    was = values(page, row)
    for name in ground.chance.sample(names, ground.chance.randrange(2, len(names))):
        page.put(row, name, None)
    return ground.spot(page, row, 0, was, values(page, row))


def _texts(page: Page) -> list[str]:
    """The required texts that may be any, and that are no key and no name of a person."""
    return [
        name
        for name in page.names("string", required=True)
        if not page.declared(name).enum and not page.declared(name).personal and name != page.kind.key
    ]


@kind("text like a remark, rest blank", asks=True)
def _remark_alone(ground: Ground) -> Spot:
    page = ground.draw(lambda page: bool(_texts(page)))
    row, name = ground.chance.choice(page.rows), ground.chance.choice(_texts(page))
    was = values(page, row)
    for column in was:
        if ground.chance.random() < 0.8 and not (column == 1 and page.numbered):
            page.cells[row, column] = None
    page.put(row, name, ground.chance.choice(REMARKS))
    if all(page.get(row, each) is not None for each in page.names(required=True)):
        raise NotHere
    return ground.spot(page, row, 0, was, values(page, row))


@kind("text like a remark, row whole")
def _remark_whole(ground: Ground) -> Spot:
    page = ground.draw(
        lambda page: bool(
            {"活动主题", "会议名称", "培训主题", "事项", "文件名称", "纠纷类别"} & set(page.names())
        )
    )
    row = ground.chance.choice(page.rows)
    name = next(
        each
        for each in ("活动主题", "会议名称", "培训主题", "事项", "文件名称", "纠纷类别")
        if each in page.names()
    )
    was = page.get(row, name)
    page.put(row, name, ground.chance.choice((*REMARKS, *TOTALS)))
    return ground.spot(page, row, page.column(name), was, page.get(row, name))


@kind("example row")
def _example(ground: Ground) -> Spot:
    page = ground.draw(has_free_rows)
    new, word = page.fresh(ground.chance), ground.chance.choice(EXAMPLES)
    if page.numbered:
        new[1] = word
    else:
        name = next(iter(page.names("string")), "")
        column = page.column(name)
        if page.declared(name).enum:
            raise NotHere
        new[column] = f"{word}{'' if word.endswith('：') else '：'}{new.get(column)}"
    page.insert(page.first, new)
    return ground.spot(page, page.first, 0, "", new)


@kind("first row like column numbers")
def _column_numbers(ground: Ground) -> Spot:
    page = ground.draw(lambda page: bool({"参加人次", "参加人数"} & set(page.names())), bare=True)
    name = "参加人次" if "参加人次" in page.names() else "参加人数"
    first, other = page.first, next(row for row in page.rows if row > page.first + 2)
    was, start = values(page, first), page.column(name)
    counted = page.get(first, name), page.get(other, name)
    if isinstance(counted[0], int) and isinstance(counted[1], int):
        page.put(other, name, counted[0] + counted[1] - start)
    elif name == "参加人次":
        raise NotHere
    for column in range(start, page.width + 1):
        page.cells[first, column] = column
    return ground.spot(page, first, 0, was, values(page, first))


@kind("total in another spelling")
def _total(ground: Ground) -> Spot:
    page = ground.draw(has_free_rows, bare=True)
    word = ground.chance.choice(
        (*TOTALS, f"共{len(page.rows)}件", f"共 {len(page.rows)} 条", f"合计{len(page.rows)}")
    )
    new: dict[int, Value] = {ground.chance.choice((1, 1, 1, 2)): word}
    for name in page.names("integer", "number"):
        column = page.column(name)
        numbers = [value for row in page.rows if isinstance(value := page.get(row, name), (int, float))]
        if len(numbers) != sum(page.get(row, name) is not None for row in page.rows):
            raise NotHere
        if column not in new and numbers:
            new[column] = sum(numbers)
    page.insert(page.last + 1, new)
    page.last -= 1
    return ground.spot(page, page.last + 1, 0, "", new)


@kind("part of a total: 其中")
def _of_which(ground: Ground) -> Spot:
    page = ground.draw(lambda page: bool({"参加人次", "涉及人数"} & set(page.names())), bare=False)
    name = "参加人次" if "参加人次" in page.names() else "涉及人数"
    some = sum(value for row in list(page.rows)[:3] if isinstance(value := page.get(row, name), int))
    word = ground.chance.choice(("其中", "其中：", "其中：校园普法", "其中：上半年", "其中女性"))
    new: dict[int, Value] = {1: word, page.column(name): some}
    at = page.last + 1 + bool(page.totals)
    page.insert(at, new)
    if not page.totals:
        page.last -= 1
    return ground.spot(page, at, 0, "", new)


@kind("wrong total", asks=True)
def _wrong_total(ground: Ground) -> Spot:
    page = ground.draw(lambda page: bool(page.totals), bare=False)
    column = ground.chance.choice(
        [at for at in page.row(page.totals) if isinstance(page.cells[page.totals, at], int)]
    )
    was = page.cells[page.totals, column]
    assert isinstance(was, int)
    page.cells[page.totals, column] = was + ground.chance.choice((1, -1, 10, 100))
    page.cells[page.totals, 1] = ground.chance.choice(("合计", *TOTALS))
    return ground.spot(page, page.totals, column, was, page.cells[page.totals, column])


@kind("row lost, its total kept")
def _total_of_lost(ground: Ground) -> Spot:
    page = ground.draw(lambda page: bool(page.totals) and has_free_rows(page), bare=False)
    page.cells[page.totals, 1] = ground.chance.choice(("合计", *TOTALS))
    row = ground.chance.choice(page.rows)
    was = values(page, row)
    page.remove(row)
    page.renumber()
    return ground.spot(page, page.last + 1, 0, was, "")


@kind("identical row repeated")
def _repeated(ground: Ground) -> Spot:
    page = ground.draw(has_free_rows)
    row = ground.chance.choice(page.rows)
    new = values(page, row)
    at = row + 1 if ground.chance.random() < 0.5 else page.last + 1
    page.insert(at, new)
    if ground.chance.random() < 0.6:
        page.renumber()
    return ground.spot(page, at, 0, "", new)


@kind("row lost from a numbered table")
def _lost(ground: Ground) -> Spot:
    page = ground.draw(lambda page: page.numbered and has_free_rows(page), bare=False)
    page.drop_totals()
    row = ground.chance.choice(list(page.rows)[:-1])
    was = values(page, row)
    page.remove(row)
    return ground.spot(page, row, 0, was, "")


def _add_below(
    ground: Ground, page: Page, change: Callable[[dict[int, Value]], None], look: Look | None = None
) -> Spot:
    """Add a row at the end or between others that is not to be counted."""
    new = page.fresh(ground.chance)
    change(new)
    at = ground.chance.choice((page.last + 1, ground.chance.choice(page.rows)))
    page.insert(at, new, look)
    if at != page.last:
        page.renumber()
    return ground.spot(page, at, 0, "", new)


@kind("rows below a line: 以下作废")
def _divider(ground: Ground) -> Spot:
    page = ground.draw(has_free_rows, bare=None)
    page.drop_totals()
    word, new, column = (
        ground.chance.choice(DIVIDERS),
        page.fresh(ground.chance),
        ground.chance.choice((1, 1, 2)),
    )
    page.insert(page.last + 1, {column: word})
    page.insert(page.last + 1, new)
    return ground.spot(page, page.last - 1, column, "", f"{word} / {new}")


@kind("remark: 作废, 撤回, 重复, …")
def _void(ground: Ground) -> Spot:
    page = ground.draw(has_remarks, bare=None)
    column, word = remarks(page), ground.chance.choice(EXCLUDED)
    return replace(_add_below(ground, page, lambda new: new.update({column: word})), column=column)


@kind("作废 beyond the headings")
def _void_beyond(ground: Ground) -> Spot:
    page = ground.draw(has_free_rows)
    column, word = page.width + ground.chance.randrange(1, 3), ground.chance.choice(EXCLUDED)
    return replace(_add_below(ground, page, lambda new: new.update({column: word})), column=column)


@kind("row struck out")
def _struck(ground: Ground) -> Spot:
    return _add_below(ground, ground.draw(has_free_rows), lambda new: None, Look(struck=True))


@kind("row white on white")
def _white(ground: Ground) -> Spot:
    return _add_below(ground, ground.draw(has_free_rows), lambda new: None, Look(white=True))


@kind("row of a format that hides: ;;;", formats=("xlsx", "xls"))  # OpenDocument hides no texts by a format
def _hiding(ground: Ground) -> Spot:
    return _add_below(ground, ground.draw(has_free_rows), lambda new: None, Look(format=";;;"))


@kind("row of height 0")
def _flat(ground: Ground) -> Spot:
    page = ground.draw(has_free_rows)
    spot = _add_below(ground, page, lambda new: None)
    page.flat.add(spot.row)
    return spot


@kind("cell struck out", asks=True)
def _cell_struck(ground: Ground) -> Spot:
    page = ground.draw()
    row, name = ground.chance.choice(page.rows), ground.chance.choice(page.names())
    value = page.get(row, name)
    if value is None:
        raise NotHere
    page.looks[row, page.column(name)] = ground.chance.choice(
        (Look(struck=True), Look(white=True), Look(format=";;;"))
    )
    return ground.spot(page, row, page.column(name), value, page.looks[row, page.column(name)])


@kind("cells shifted by a column", asks=True)
def _shifted(ground: Ground) -> Spot:
    page = ground.draw(has_free_rows)
    row = ground.chance.choice(page.rows)
    was = values(page, row)
    start, by = ground.chance.randrange(1, page.width), ground.chance.choice((1, -1))
    for column in was:
        if column >= start:
            page.cells[row, column] = None
    for column, value in was.items():
        if column >= start and column + by >= 1:
            page.cells[row, column + by] = value
    if values(page, row) == was:
        raise NotHere
    return ground.spot(page, row, 0, was, values(page, row))


@kind("value beyond the headings", asks=True)
def _beyond(ground: Ground) -> Spot:
    page = ground.draw(lambda page: bool(page.names(required=False)))
    row, name = ground.chance.choice(page.rows), ground.chance.choice(page.names(required=False))
    value, column = page.get(row, name), page.width + ground.chance.randrange(1, 4)
    if value is None:
        raise NotHere
    page.put(row, name, None)
    page.cells[row, column] = value
    return ground.spot(page, row, column, value, f"{value} in column {column}")


@kind("number beside the table", asks=True)
def _beside(ground: Ground) -> Spot:
    page = ground.draw()
    row, column = ground.chance.choice(page.rows), page.width + ground.chance.randrange(1, 4)
    page.cells[row, column] = ground.chance.choice((3, 120, "应为12", "另有2件未登记", "漏1人"))
    return ground.spot(page, row, column, "", page.cells[row, column])


@kind("group written once")
def _grouped(ground: Ground) -> Spot:
    page = ground.draw(
        lambda page: bool(
            {"活动类型", "培训类型", "会议类型", "村社区", "人员性质", "板块"} & set(page.names())
        ),
        bare=True,
    )
    name = next(
        each
        for each in ("活动类型", "培训类型", "会议类型", "村社区", "人员性质", "板块")
        if each in page.names()
    )
    pairs = [row for row in page.rows if row > page.first and page.get(row, name) == page.get(row - 1, name)]
    if not pairs:
        raise NotHere
    row, column = ground.chance.choice(pairs), page.column(name)
    was = page.get(row, name)
    page.put(row, name, None)
    if ground.chance.random() < 0.5:
        page.merges.append((row - 1, column, row, column))
    return ground.spot(page, row, column, was, "")


@kind("row of sums without a word")
def _sums(ground: Ground) -> Spot:
    page = ground.draw(lambda page: bool({"参加人次", "涉及人数", "年度学时"} & set(page.names())), bare=True)
    new: dict[int, Value] = {}
    for name in page.names("integer", "number"):
        numbers = [value for row in page.rows if isinstance(value := page.get(row, name), (int, float))]
        new[page.column(name)] = sum(numbers)
    if ground.chance.random() < 0.5:
        new = page.fresh(ground.chance) | new
    page.insert(page.last + 1, new)
    return ground.spot(page, page.last, 0, "", new)


@kind("page or group line between rows")
def _page_line(ground: Ground) -> Spot:
    page = ground.draw(has_free_rows)
    word = ground.chance.choice(
        ("第1页 共2页", "第 2 页", "一、上半年", "（一）一季度", "城区片", "- 1 -", "转下页", "续上表")
    )
    at, column = ground.chance.choice(list(page.rows)[1:] or [page.last + 1]), 1
    page.insert(at, {column: word})
    return ground.spot(page, at, column, "", word)


@kind("heading again between rows")
def _heading_again(ground: Ground) -> Spot:
    page = ground.draw(has_free_rows)
    at, new = ground.chance.choice(list(page.rows)[1:] or [page.last + 1]), values(page, page.header)
    page.insert(at, new)
    return ground.spot(page, at, 0, "", new)


@kind("line with a wrong count", asks=True)
def _counted(ground: Ground) -> Spot:
    page = ground.draw(lambda page: has_free_rows(page) and not page.totals)
    count = len(page.rows) + ground.chance.choice((1, 2, -1))
    said = f"共{count}{ground.chance.choice(('件', '条', '起'))}"
    page.insert(page.end + 1, {1: said})
    return ground.spot(page, page.end, 1, "", f"{said}, {len(page.rows)} rows")


@kind("another declared value", fault=False)
def _another_value(ground: Ground) -> Spot:
    page = ground.draw(lambda page: any(page.declared(name).enum for name in page.names()))
    name = ground.chance.choice([name for name in page.names() if page.declared(name).enum])
    row, was = ground.chance.choice(page.rows), None
    was = page.get(row, name)
    page.put(row, name, ground.chance.choice(page.declared(name).enum))
    return ground.spot(page, row, page.column(name), was, page.get(row, name))


@kind("a row more", fault=False)
def _row_more(ground: Ground) -> Spot:
    return _add_below(ground, ground.draw(has_free_rows), lambda new: None)


@kind("another number or date", fault=False)
def _another_number(ground: Ground) -> Spot:
    page = ground.draw(lambda page: bool(page.names("integer", "number", "date")))
    row, name = ground.chance.choice(page.rows), ground.chance.choice(page.names("integer", "number", "date"))
    was = page.get(row, name)
    if isinstance(was, date):
        page.put(row, name, was.replace(day=was.day % 28 + 1))
    elif isinstance(was, int):
        page.put(row, name, was + 1)
    else:
        raise NotHere
    return ground.spot(page, row, page.column(name), was, page.get(row, name))


@kind("nothing", fault=False)
def _nothing(ground: Ground) -> Spot:
    page = ground.draw()
    return ground.spot(page, 0, 0, "", "")
