"""The audit's faults of words: a declared value exchanged with another, people and villages misspelt, case numbers, texts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from tests.trials.plant_dates import drawn
from tests.trials.plant_ground import Ground, Spot, enter
from tests.trials.plant_page import NotHere, Page, Value
from tests.trials.plant_relations import day_of, last_year, wrong

Told = Callable[[Page, int, str, str], bool]


def meant(page: Page, name: str, value: Value) -> str:
    """What a declared value stands for."""
    return page.declared(name).synonyms.get(str(value), str(value))


def put(ground: Ground, page: Page, row: int, name: str, new: Value) -> Spot:
    """Change a cell and say so. Raises NotHere where it stays as it is."""
    was = page.get(row, name)
    if new == was:
        raise NotHere
    page.put(row, name, new)
    return ground.spot(page, row, page.column(name), was, new)


# declared values


def _by_title(page: Page, row: int, was: str, new: str) -> bool:
    return True


def _exam(page: Page, row: int, was: str, new: str) -> bool:
    return ("考试" in str(page.get(row, "培训主题"))) != (new == "学法考试")


SAYS = {
    "法治夜市": "夜市", "网络普法": "网络|公众号|线上|短视频", "校园普法": "小学|中学|学校|校园|开学", "进企业": "厂|企业|公司|园$",
    "进村入户": "村|入户", "广场宣传": "广场|市场|集市",
}  # fmt: skip


def _says(column: str) -> Told:
    def told(page: Page, row: int, was: str, new: str) -> bool:
        return bool(re.search(SAYS[was], str(page.get(row, column))))

    return told


def _state(page: Page, row: int, was: str, new: str) -> bool:
    until = day_of(page, row, "有效期至")
    if until is None:
        return False
    return new == ("继续有效" if until.year <= 2023 else "失效")


def _officers(page: Page, row: int, was: str, new: str) -> bool:
    """An officer may be a leader too, and stand there as one."""
    return "执法人员" in (was, new) and new != "副科级以上"


ENUMS: tuple[tuple[str, str, str, Told, str], ...] = (
    ("行政诉讼", "审级", "against the case number", _by_title, ""),
    ("执法考试", "考试结果", "against the score", _by_title, ""),
    ("学法培训", "培训类型", "against the title", _exam, ""),
    ("工作会议", "会议类型", "against the title", _by_title, ""),
    ("普法活动", "活动类型", "against the title", _says("活动主题"), ""),
    ("普法活动", "活动类型", "against the place", _says("地点"), "主题、地点都没有说是哪一类"),
    ("执法人员", "人员性质", "against the unit", _by_title, ""),
    ("学时", "人员类别", "against the roster", _officers, "机关人员和副科级以上人员没有第二份名册"),
    ("法律顾问", "人员类别", "against the office", _by_title, ""),
    ("规范性文件", "状态", "against the validity", _state, "本年度修订、废止的，没有第二处写着"),
)
NOWHERE: tuple[tuple[str, str], ...] = (
    ("行政复议", "复议结果"), ("行政诉讼", "裁判结果"), ("行政诉讼", "负责人出庭"), ("依申请公开", "办理结果"),
    ("工作会议", "主要负责人主持"), ("工作举措", "板块"), ("下步安排", "工作方向"),
)  # fmt: skip


def exchanged(ground: Ground, sheet: str, name: str, told: Told, wanted: bool) -> Spot:
    """Exchange a declared value with another where something does, or does not, tell it. Raises NotHere."""
    page, row = drawn(ground, sheet, name)
    was = meant(page, name, page.get(row, name))
    said = page.declared(name)
    new = ground.chance.choice(said.enum or ("是", "否"))
    if new in (was, said.open) or told(page, row, was, new) is not wanted:
        raise NotHere
    return put(ground, page, row, name, new)


def _enter_enums() -> None:
    for sheet, name, by, told, reason in ENUMS:
        enter(f"{sheet}.{name}: another, {by}", "declared value exchanged")(
            lambda ground, sheet=sheet, name=name, told=told: exchanged(ground, sheet, name, told, True)
        )
        if reason and by != "against the place":
            enter(f"{sheet}.{name}: another that fits", "declared value exchanged", apart=reason)(
                lambda ground, sheet=sheet, name=name, told=told: exchanged(ground, sheet, name, told, False)
            )
    for sheet, name in NOWHERE:
        enter(
            f"{sheet}.{name}: another that fits", "declared value exchanged", apart="这个取值没有第二处写着"
        )(lambda ground, sheet=sheet, name=name: exchanged(ground, sheet, name, _by_title, True))


_enter_enums()


@enter("矛盾调解.调解结果: another, against the monthly sheet", "declared value exchanged")
def _settled(ground: Ground) -> Spot:
    page, row = drawn(ground, "矛盾调解", "调解结果")
    spot = put(ground, page, row, "调解结果", "不成功")
    return _at_month(ground, page, row, spot)


def _at_month(ground: Ground, page: Page, row: int, spot: Spot) -> Spot:
    """The monthly sheet counts several rows: it can tell the month, and not which of them."""
    months, received = ground.page_of(page, "矛盾调解月报"), day_of(page, row, "受理日期")
    assert received
    return replace(spot, also=(*spot.also, (spot.file, months.tab, months.header + received.month)))


# case numbers


def _renumbered(
    sheet: str, name: str, change: Callable[[Ground, str], str], *apart: str
) -> Callable[[Ground], Spot]:
    def plant(ground: Ground) -> Spot:
        page, row = drawn(ground, sheet, name)
        new = change(ground, str(page.get(row, name)))
        if new in {page.get(each, name) for each in page.rows}:
            raise NotHere
        return put(ground, page, row, name, new)

    return plant


def _of_another_year(sheet: str, name: str) -> Callable[[Ground], Spot]:
    def plant(ground: Ground) -> Spot:
        page, row = drawn(ground, sheet, name)
        spot = put(ground, page, row, name, _year(ground, str(page.get(row, name))))
        if not wrong(ground, page, row):
            raise NotHere
        return spot

    return plant


def _year(ground: Ground, was: str) -> str:
    return re.sub(
        r"\d{4}", lambda found: str(int(found[0]) + ground.chance.choice((-1, 1, 9, -10))), was, count=1
    )


def _far(ground: Ground, was: str) -> str:
    """近调〔2023〕045号 -> 近调〔2023〕945号: beyond the serial numbers."""
    by = ground.chance.choice((200, 400, 500))
    return re.sub(r"\d+(?=\D*$)", lambda found: f"{int(found[0]) + by:0{len(found[0])}}", was)


def _near(ground: Ground, was: str) -> str:
    by = ground.chance.choice((-1, 1, 2))
    return re.sub(r"\d+(?=\D*$)", lambda found: f"{max(int(found[0]) + by, 1):0{len(found[0])}}", was)


for sheet, name in (
    ("行政复议", "案号"), ("行政诉讼", "案号"), ("矛盾调解", "编号"), ("依申请公开", "编号"), ("规范性文件", "文号"),
):  # fmt: skip
    enter(f"{sheet}.{name}: another year", "case numbers")(_of_another_year(sheet, name))
enter("矛盾调解.编号: beyond the serial numbers", "case numbers")(_renumbered("矛盾调解", "编号", _far))
enter("依申请公开.编号: another number", "case numbers", apart="只有一件，没有别的编号可以比")(
    _renumbered("依申请公开", "编号", _far)
)
for sheet in ("行政复议", "行政诉讼"):
    enter(
        f"{sheet}.案号: another number", "case numbers", apart="编号由法院、复议机关编，本镇没有它们的清单"
    )(_renumbered(sheet, "案号", _near))
enter("行政诉讼.案号: 初 for 终", "case numbers")(
    _renumbered("行政诉讼", "案号", lambda ground, was: was.replace("初", "终"))
)
for sheet, own, others in (
    ("行政诉讼", "行初", ("民初", "刑初", "行复")),
    ("行政复议", "行复", ("行初", "行赔", "信复")),
):
    for word in others:
        enter(f"{sheet}.案号: {word} for {own}", "case numbers")(
            _renumbered(
                sheet,
                "案号",
                lambda ground, was, own=own, word=word: was.replace(own, word),  # type: ignore[misc]
            )
        )


@enter("规范性文件.文号: another number", "case numbers")
def _document_number(ground: Ground) -> Spot:
    page, row = drawn(ground, "规范性文件", "文号")
    before = last_year(ground, page)
    if before is None or page.get(row, "文号") not in {before.get(each, "文号") for each in before.rows}:
        raise NotHere
    return put(ground, page, row, "文号", _near(ground, str(page.get(row, "文号"))))


for sheet, name in (
    ("行政复议", "案号"), ("行政诉讼", "案号"), ("矛盾调解", "编号"), ("规范性文件", "文号"), ("执法人员", "执法证号"), ("执法考试", "执法证号"),
    ("矛盾调解月报", "月份"), ("学时", "姓名"), ("文化阵地", "阵地名称"), ("法律顾问", "姓名"), ("执法人员", "姓名"), ("执法考试", "姓名"),
):  # fmt: skip

    @enter(f"{sheet}.{name}: as the row above", "twice")
    def _above(ground: Ground, sheet: str = sheet, name: str = name) -> Spot:
        page, row = drawn(ground, sheet, name)
        if row == page.first:
            raise NotHere
        if sheet == "学时" and page.get(row, "所在部门") != page.get(row - 1, "所在部门"):
            raise NotHere  # another of the same name
        spot = put(ground, page, row, name, page.get(row - 1, name))
        return replace(spot, also=((spot.file, spot.sheet, row - 1),))


# people


def _other_sign(ground: Ground, text: str) -> str:
    """One sign of a name is another, or is left out."""
    at = ground.chance.randrange(1, len(text))
    return text[:at] + ground.chance.choice(("", *"文武山川云海林")) + text[at + 1 :]


def _other_digit(ground: Ground, text: str) -> str:
    places = [at for at, sign in enumerate(text) if sign.isdigit()]
    at = ground.chance.choice(places)
    return (
        text[:at] + ground.chance.choice([each for each in "123456789" if each != text[at]]) + text[at + 1 :]
    )


def _also(ground: Ground, spot: Spot, page: Page, other: str, name: str, value: Value) -> Spot:
    """The same person's row on another sheet: it is equally the place."""
    there = ground.page_of(page, other)
    rows = [each for each in there.rows if there.get(each, name) == value]
    return replace(spot, also=tuple((ground.book(there).file, there.tab, each) for each in rows))


@enter("执法考试.姓名: misspelt", "people across sheets")
def _exam_name(ground: Ground) -> Spot:
    page, row = drawn(ground, "执法考试", "姓名", "执法证号")
    spot = put(ground, page, row, "姓名", _other_sign(ground, str(page.get(row, "姓名"))))
    return _also(ground, spot, page, "执法人员", "执法证号", page.get(row, "执法证号"))


@enter("执法人员.姓名: misspelt", "people across sheets")
def _roster_name(ground: Ground) -> Spot:
    page, row = drawn(ground, "执法人员", "姓名", "执法证号")
    spot = put(ground, page, row, "姓名", _other_sign(ground, str(page.get(row, "姓名"))))
    return _also(ground, spot, page, "执法考试", "执法证号", page.get(row, "执法证号"))


@enter("学时.姓名: an officer's misspelt", "people across sheets")
def _hours_name(ground: Ground) -> Spot:
    page, row = drawn(ground, "学时", "姓名", "人员类别")
    if meant(page, "人员类别", page.get(row, "人员类别")) != "执法人员":
        raise NotHere
    name = page.get(row, "姓名")
    spot = put(ground, page, row, "姓名", _other_sign(ground, str(name)))
    return _also(ground, spot, page, "执法人员", "姓名", name)


@enter("学时.姓名: another's misspelt", "people across sheets", apart="机关人员没有第二份名册，人员也会变动")
def _staff_name(ground: Ground) -> Spot:
    page, row = drawn(ground, "学时", "姓名", "人员类别")
    if meant(page, "人员类别", page.get(row, "人员类别")) == "执法人员":
        raise NotHere
    return put(ground, page, row, "姓名", _other_sign(ground, str(page.get(row, "姓名"))))


@enter("执法考试.执法证号: another digit", "people across sheets")
def _exam_card(ground: Ground) -> Spot:
    page, row = drawn(ground, "执法考试", "执法证号")
    return put(ground, page, row, "执法证号", _other_digit(ground, str(page.get(row, "执法证号"))))


@enter("执法人员.执法证号: another digit", "people across sheets")
def _roster_card(ground: Ground) -> Spot:
    page, row = drawn(ground, "执法人员", "执法证号")
    card = page.get(row, "执法证号")
    spot = put(ground, page, row, "执法证号", _other_digit(ground, str(card)))
    return _also(ground, spot, page, "执法考试", "执法证号", card)


@enter("执法人员.所在单位: another, against 人员性质", "people across sheets")
def _unit(ground: Ground) -> Spot:
    page, row = drawn(ground, "执法人员", "所在单位", "人员性质")
    units = sorted({str(page.get(each, "所在单位")) for each in page.rows} - {str(page.get(row, "所在单位"))})
    return put(ground, page, row, "所在单位", ground.chance.choice(units))


@enter("执法人员.有效期至: expired on the day of the exam", "people across sheets")
def _expired(ground: Ground) -> Spot:
    page, row = drawn(ground, "执法人员", "有效期至")
    new = f"{ground.year}-{ground.chance.randrange(1, 11)}-{ground.chance.randrange(1, 29)}"
    return put(ground, page, row, "有效期至", new)


def _left_out(ground: Ground, sheet: str, other: str, name: str) -> Spot:
    """A person is left out of one sheet, and stands on another."""
    page, row = drawn(ground, sheet, name)
    person, was = page.get(row, name), dict(page.row(row))
    page.remove(row)
    page.renumber()
    spot = _also(ground, ground.spot(page, row, 0, was, ""), page, other, name, person)
    if not spot.also:
        raise NotHere
    return spot


@enter("执法人员: one who sat the exam left out", "people across sheets")
def _no_officer(ground: Ground) -> Spot:
    return _left_out(ground, "执法人员", "执法考试", "执法证号")


@enter("学时: an officer left out", "people across sheets")
def _no_hours(ground: Ground) -> Spot:
    return _left_out(ground, "学时", "执法人员", "姓名")


# villages and names of things


@enter("矛盾调解.村社区: misspelt", "villages and names")
def _village(ground: Ground) -> Spot:
    page, row = drawn(ground, "矛盾调解", "村社区")
    return put(ground, page, row, "村社区", _other_sign(ground, str(page.get(row, "村社区"))))


@enter("文化阵地.村社区: misspelt", "villages and names")
def _village_of_venue(ground: Ground) -> Spot:
    page, row = drawn(ground, "文化阵地", "村社区")
    return put(ground, page, row, "村社区", _other_sign(ground, str(page.get(row, "村社区"))))


def _other_village(ground: Ground, sheet: str) -> Spot:
    page, row = drawn(ground, sheet, "村社区")
    return put(
        ground, page, row, "村社区", ground.chance.choice([page.get(each, "村社区") for each in page.rows])
    )


@enter("文化阵地.村社区: another's, against the name", "villages and names")
def _village_against_name(ground: Ground) -> Spot:
    return _other_village(ground, "文化阵地")


@enter("矛盾调解.村社区: another's", "villages and names", apart="纠纷发生在哪个村，没有第二处写着")
def _village_of_case(ground: Ground) -> Spot:
    return _other_village(ground, "矛盾调解")


@enter("文化阵地.阵地名称: another village's", "villages and names")
def _venue(ground: Ground) -> Spot:
    page, row = drawn(ground, "文化阵地", "阵地名称", "村社区")
    here, name = str(page.get(row, "村社区")), str(page.get(row, "阵地名称"))
    there = str(ground.chance.choice([page.get(each, "村社区") for each in page.rows]))
    return put(ground, page, row, "阵地名称", name.replace(here, there))


@enter("规范性文件.文件名称: another than last year's", "villages and names")
def _document(ground: Ground) -> Spot:
    page, row = drawn(ground, "规范性文件", "文件名称")
    before = last_year(ground, page)
    if before is None or page.get(row, "文号") not in {before.get(each, "文号") for each in before.rows}:
        raise NotHere
    name = str(page.get(row, "文件名称"))
    at = ground.chance.randrange(3, len(name) - 2)
    return put(ground, page, row, "文件名称", name[:at] + name[at + 1 :])


# texts


COUNTS = (
    "全年召开法治建设工作会议{}次。", "全年开展普法宣传活动{}次。", "全年受理矛盾纠纷{}起。", "全年办理行政复议案件{}件。", "全年办理行政诉讼案件{}件。",
)  # fmt: skip


@enter("工作举措.工作内容: a number that is not the figure's", "texts against figures")
def _number_in_text(ground: Ground) -> Spot:
    page, row = drawn(ground, "工作举措", "工作内容")
    new = ground.chance.choice((3, 37, 44, 150, 212))
    return put(
        ground,
        page,
        row,
        "工作内容",
        f"{page.get(row, '工作内容')}{ground.chance.choice(COUNTS).format(new)}",
    )


def _ending(sheet: str, name: str, change: Callable[[Ground, str], str]) -> Callable[[Ground], Spot]:
    def plant(ground: Ground) -> Spot:
        page, row = drawn(ground, sheet, name)
        return put(ground, page, row, name, change(ground, str(page.get(row, name))))

    return plant


def _started(ground: Ground, was: str) -> str:
    return f"{ground.chance.choice('一二三')}是{was}"


def _reasoned(ground: Ground, was: str) -> str:
    return f"{ground.chance.choice(('主要原因是', '原因是'))}{was}"


def _stopped(ground: Ground, was: str) -> str:
    return f"{was}。"


def _unstopped(ground: Ground, was: str) -> str:
    return was.rstrip("。")


def _cut(ground: Ground, was: str) -> str:
    return was[: ground.chance.randrange(3, 8)]


def _open(ground: Ground, was: str) -> str:
    return f"{was[:6]}{ground.chance.choice(('XX', '××', '【】', '（待补充）', '____', '*'))}{was[6:]}"


def _of_another_town(ground: Ground, was: str) -> str:
    return f"{ground.chance.choice(('滨湖镇', '东沙镇', '新港街道'))}{was}"


for sheet, name, slip, change in (
    ("存在问题", "主要问题", "begins with 一是", _started), ("存在问题", "主要问题", "ends with a full stop", _stopped),
    ("存在问题", "原因分析", "begins with 原因是", _reasoned), ("存在问题", "原因分析", "ends with a full stop", _stopped),
    ("工作举措", "工作内容", "without a full stop", _unstopped), ("工作举措", "工作内容", "cut off", _cut),
    ("下步安排", "具体安排", "without a full stop", _unstopped), ("下步安排", "具体安排", "cut off", _cut),
    ("工作举措", "工作内容", "a place left open", _open), ("下步安排", "具体安排", "a place left open", _open),
    ("存在问题", "主要问题", "a place left open", _open), ("工作举措", "工作内容", "another town's name", _of_another_town),
    ("下步安排", "具体安排", "another town's name", _of_another_town),
):  # fmt: skip
    enter(f"{sheet}.{name}: {slip}", "texts against figures")(_ending(sheet, name, change))


@enter("工作举措.工作内容: as the row above", "texts against figures")
def _text_above(ground: Ground) -> Spot:
    page, row = drawn(ground, "工作举措", "工作内容")
    if row == page.first:
        raise NotHere
    spot = put(ground, page, row, "工作内容", page.get(row - 1, "工作内容"))
    return replace(spot, also=((spot.file, spot.sheet, row - 1),))


@enter("工作举措.长度: on a line of something else", "texts against figures")
def _length(ground: Ground) -> Spot:
    page = ground.draw(lambda page: "长度" in page.fields.values(), year=ground.year, bare=False)
    rows = [row for row in page.rows if "反诈" not in f"{page.get(row, '事项')}{page.get(row, '工作内容')}"]
    return put(ground, page, ground.chance.choice(rows), "长度", ground.chance.randrange(100, 900))
