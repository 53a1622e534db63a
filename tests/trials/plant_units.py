"""Faults of numbers: units beside them, formats that print other numbers than are stored, signs that are no digits."""

from __future__ import annotations

from tests.trials.plant_ground import Ground, Spot, kind
from tests.trials.plant_page import Look, NotHere, Page, Runs, Value

MARKS = (
    "①",
    "②",
    "⑩",
    "¹",
    "²",
    "³",
    "⑴",
    "㉚",
    "❶",
    "⒈",
    "₂",
    "*",
    "＊",
    "#",
    "［1］",
    "[1]",
    "〔1〕",
    "（注1）",
    "Ⅰ",
)
# What may be written beside a numeric field whose unit is 人, 人次, 米 or 学时, and how many of that it is.
SCALES = {"百": 100, "千": 1000, "万": 10_000, "十": 10, "十万": 100_000, "百万": 1_000_000}
SPELLINGS = (
    "{h}（{u}）", "{h}({u})", "{h}（单位：{u}）", "{h}（单位:{u}）", "{h}（单位 {u}）", "{h}（{u}，保留两位小数）", "{h}（{u}）*", "{h}/{u}", "{h}[{u}]",
    "{h}【{u}】", "{h}〔{u}〕", "{h} {u}", "{h}，{u}", "{h}\n（{u}）", "{h}（{s}）", "{h}（约{u}）", "{h}（{u}/年）", "{h}（以{u}计）", "{h}｛{u}｝",
    "（{u}）{h}", "{h}（{u}左右）", "{h}：{u}", "{h}_{u}",
)  # fmt: skip
LINES = (
    "单位：{u}", "单位：件、{u}", "单位：{u}、件", "单位:{u}。", "单位 {u}", "单位（{u}）", "（单位：{u}）", "计量单位：{u}", "{h}单位：{u}", "单位：{s}{u1}",
    "注：{h}以{u}为单位", "注：{h}单位为{u}", "说明：表中{h}按{u}填列", "填报单位：近海镇    单位：{u}", "单位：  {u}",
)  # fmt: skip
METRES = {"公里": 1000, "千米": 1000, "km": 1000, "KM": 1000, "里": 500}
COUNTED = ("参加人次", "长度", "参加人数", "资料份数", "涉及人数", "年度学时", "学时")


def _numeric(page: Page) -> str:
    """A numeric field whose numbers a unit can scale. Raises NotHere."""
    for name in COUNTED:
        if name in page.names():
            return name
    raise NotHere


def _has_numeric(page: Page) -> bool:
    return any(name in page.names() for name in COUNTED)


def _scale(ground: Ground, page: Page, name: str, rows: list[int], factor: int) -> None:
    """What the page says is so many times what stands in its cells."""
    truth = ground.truth(page)
    for row in rows:
        value = truth.get(row, name)
        if value is None:
            continue
        if not isinstance(value, (int, float)):
            if not (isinstance(value, str) and value.isdecimal()):
                raise NotHere
            value = int(value)
        truth.put(row, name, value * factor)
    truth.drop_totals()
    page.drop_totals()


def _unit(ground: Ground, page: Page, name: str) -> tuple[str, str, int]:
    """A unit for a field, its scale alone, and how many of the field's own it is."""
    own = page.declared(name).unit
    if own == "米" and ground.chance.random() < 0.7:
        unit = ground.chance.choice(list(METRES))
        return unit, unit, METRES[unit]
    scale = ground.chance.choice(list(SCALES))
    return scale + own, scale, SCALES[scale]


@kind("unit in the heading")
def _heading(ground: Ground) -> Spot:
    page = ground.draw(_has_numeric)
    name = _numeric(page)
    unit, scale, factor = _unit(ground, page, name)
    column = page.column(name)
    was = str(page.cells[page.heading(column)])
    page.cells[page.heading(column)] = ground.chance.choice(SPELLINGS).format(h=was, u=unit, s=scale)
    _scale(ground, page, name, list(page.rows), factor)
    return ground.spot(page, *page.heading(column), was, page.cells[page.heading(column)])


@kind("unit in a line above or below")
def _line(ground: Ground) -> Spot:
    page = ground.draw(_has_numeric)
    name = _numeric(page)
    unit, scale, factor = _unit(ground, page, name)
    heading = page.cells[page.heading(page.column(name))]
    words = ground.chance.choice(LINES).format(h=heading, u=unit, s=scale, u1=page.declared(name).unit)
    _scale(ground, page, name, list(page.rows), factor)
    column = ground.chance.choice((1, 1, page.width - 1, page.column(name)))
    above = ground.chance.random() < 0.7
    row = page.header - _header_rows(page) + 1 if above else page.end + 1
    page.insert(row, {column: words})
    if above:
        page.header, page.last = page.header + 1, page.last + 1
    return ground.spot(page, row, column, "", words)


def _header_rows(page: Page) -> int:
    """How many rows the heading has."""
    grouped = any(
        top == bottom == page.header - 1 and right < page.width for top, _, bottom, right in page.merges
    )
    return 2 if grouped else 1


@kind("row of units under the heading")
def _unit_row(ground: Ground) -> Spot:
    page = ground.draw(_has_numeric)
    name = _numeric(page)
    unit, _, factor = _unit(ground, page, name)
    new: dict[int, Value] = {
        page.column(name): ground.chance.choice((f"（{unit}）", f"({unit})", unit, f"单位：{unit}"))
    }
    for other in page.names("integer", "number"):
        if other != name and page.declared(other).unit and ground.chance.random() < 0.8:
            new[page.column(other)] = f"（{page.declared(other).unit}）"
    _scale(ground, page, name, list(page.rows), factor)
    page.insert(page.first, new)
    page.header += 1
    return ground.spot(page, page.header, page.column(name), "", new)


@kind("unit in a cell")
def _cell_unit(ground: Ground) -> Spot:
    page = ground.draw(_has_numeric)
    name = _numeric(page)
    unit, scale, factor = _unit(ground, page, name)
    row = ground.chance.choice(page.rows)
    was = page.get(row, name)
    _scale(ground, page, name, [row], factor)
    if was is None:
        raise NotHere
    number = ground.truth(page).get(row, name)
    assert isinstance(number, (int, float))
    page.put(
        row,
        name,
        ground.chance.choice(("{0}{u}", "{0} {u}", "{0}（{u}）", "约{0}{u}", "{0}{s}", "{0}{s}余人")).format(
            number // factor, u=unit, s=scale
        ),
    )
    return ground.spot(page, row, page.column(name), was, page.get(row, name))


@kind("format that scales", formats=("xlsx", "xls", "ods"))
def _scaling(ground: Ground) -> Spot:
    page = ground.draw(_has_numeric)
    name = _numeric(page)
    page.drop_totals()
    ods = ground.book(page).suffix == "ods"
    forms = {
        "0,": 1000,
        "#,##0,": 1000,
        "0,,": 1_000_000,
        "0.0,": 1000,
        "0!.0,": 10_000,
        "0!.0000": 10_000,
        '0,"千"': 1,
        "0\\.0,": 10_000,
    }
    form = ground.chance.choice(["0,", "0,,"] if ods else list(forms))
    rows = list(page.rows) if ground.chance.random() < 0.5 else [ground.chance.choice(page.rows)]
    was = {row: page.get(row, name) for row in rows}
    for row, value in was.items():
        if not isinstance(value, int):
            continue
        page.put(row, name, value * forms[form])
        page.looks[row, page.column(name)] = Look(format=form)
    if forms[form] == 1:  # 260 is shown as 0千
        raise NotHere
    changed = [row for row, value in was.items() if isinstance(value, int)]
    if not changed:
        raise NotHere
    row = changed[0]
    return ground.spot(page, row, page.column(name), was[row], f"{page.get(row, name)} with {form}")


@kind("format that prints a unit")
def _printing(ground: Ground) -> Spot:
    page = ground.draw(_has_numeric)
    name = _numeric(page)
    scale = ground.chance.choice(("百", "千", "万"))
    form = ground.chance.choice(('0"{}"', '#,##0"{}"', '0.0"{}"', 'General"{}"', "0{}", '0" {}人"')).format(
        scale
    )
    if ground.book(page).suffix == "ods":
        form = f'0"{scale}"'
    rows = list(page.rows) if ground.chance.random() < 0.5 else [ground.chance.choice(page.rows)]
    rows = [row for row in rows if isinstance(page.get(row, name), (int, float))]
    if not rows:
        raise NotHere
    _scale(ground, page, name, rows, SCALES[scale])
    for row in rows:
        page.looks[row, page.column(name)] = Look(format=form)
    return ground.spot(page, rows[0], page.column(name), page.get(rows[0], name), f"with {form}")


@kind("format that prints another unit", asks=True)
def _other_unit(ground: Ground) -> Spot:
    page = ground.draw(_has_numeric)
    name = _numeric(page)
    row = ground.chance.choice(page.rows)
    if not isinstance(page.get(row, name), (int, float)):
        raise NotHere
    form = ground.chance.choice(('0"天"', '0"元"', '0"公里"', '0"户"', '0"%"'))
    page.looks[row, page.column(name)] = Look(format=form)
    return ground.spot(page, row, page.column(name), page.get(row, name), f"with {form}")


@kind("note sign at a number", asks=True)
def _note(ground: Ground) -> Spot:
    page = ground.draw(lambda page: bool(page.names("integer", "number")))
    row, name = ground.chance.choice(page.rows), ground.chance.choice(page.names("integer", "number"))
    was = page.get(row, name)
    if was is None:
        raise NotHere
    page.put(row, name, f"{was}{ground.chance.choice(MARKS)}")
    return ground.spot(page, row, page.column(name), was, page.get(row, name))


@kind("superscript at a number", asks=True)
def _superscript(ground: Ground) -> Spot:
    page = ground.draw(lambda page: bool(page.names("integer", "number")))
    row, name = ground.chance.choice(page.rows), ground.chance.choice(page.names("integer", "number"))
    was = page.get(row, name)
    if was is None:
        raise NotHere
    page.put(row, name, Runs(((str(was), ""), (ground.chance.choice(("1", "2", "①", "[1]")), "super"))))
    return ground.spot(page, row, page.column(name), was, f"{page.get(row, name)}, the end superscript")


@kind("struck-out run beside a number or text", asks=True)
def _struck_run(ground: Ground) -> Spot:
    page = ground.draw()
    row, name = (
        ground.chance.choice(page.rows),
        ground.chance.choice(page.names("integer", "number", "string")),
    )
    was = page.get(row, name)
    if was is None:
        raise NotHere
    pieces = ground.chance.choice(
        (
            ((str(was), ""), ("8", "struck")),
            (("3", "struck"), (str(was), "")),
            (("原", "struck"), (str(was), "")),
        )
    )
    page.put(row, name, Runs(pieces))
    return ground.spot(page, row, page.column(name), was, f"{page.get(row, name)}, partly struck out")


@kind("float noise")
def _noise(ground: Ground) -> Spot:
    page = ground.draw(lambda page: bool(page.names("integer", "number")))
    row, name = ground.chance.choice(page.rows), ground.chance.choice(page.names("integer", "number"))
    was = page.get(row, name)
    if not isinstance(was, (int, float)) or not was:
        raise NotHere
    noisy = was * (1 + ground.chance.choice((1, -1)) * 2.0**-50)
    page.put(row, name, noisy)
    return ground.spot(page, row, page.column(name), was, noisy)


@kind("number as another writes it")
def _spelt(ground: Ground) -> Spot:
    page = ground.draw(lambda page: bool(page.names("integer", "number")))
    row, name = ground.chance.choice(page.rows), ground.chance.choice(page.names("integer", "number"))
    was = page.get(row, name)
    if not isinstance(was, int):
        raise NotHere
    wide = str(was).translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)})
    page.put(
        row,
        name,
        ground.chance.choice(
            (
                wide,
                f"{was}.0",
                f"{was:,}",
                f" {was} ",
                f"约{was}",
                f"{was}+",
                f"{was}多",
                f"{was}-{was + 5}",
                f"{was}/{was}",
                f"{was}（含{was // 2}）",
                f"+{was}",
                f"\u200b{was}",
                f'="{was}"',
                f"'{was}",
                f"{was}。",
                f"{was}；",
                f"{was}、",
                f"共{was}",
                f"{was}\n5",
            )
        ),
    )
    return ground.spot(page, row, page.column(name), was, page.get(row, name))


@kind("number in two lines of a cell", asks=True)
def _two_lines(ground: Ground) -> Spot:
    page = ground.draw(lambda page: bool(page.names("integer", "number")))
    row, name = ground.chance.choice(page.rows), ground.chance.choice(page.names("integer", "number"))
    was = page.get(row, name)
    if not isinstance(was, int):
        raise NotHere
    page.put(
        row,
        name,
        ground.chance.choice(
            (f"{was}\n{was + 1}", f"{was}\t2", f"{was} 2", f"{was}\r\n3", f"{was}　4", f"{was}，5")
        ),
    )
    return ground.spot(page, row, page.column(name), was, page.get(row, name))


@kind("key with leading zeros lost by format")
def _zeros(ground: Ground) -> Spot:
    page = ground.draw(lambda page: page.kind.name == "执法考试", bare=None)
    other = ground.page_of(page, "执法人员")
    name = "执法证号"
    for each in (page, other, ground.truth(page), ground.truth(other)):
        for row in each.rows:
            each.put(row, name, str(each.get(row, name))[-4:])
    row = ground.chance.choice(page.rows)
    rows = list(page.rows) if ground.chance.random() < 0.5 else [row]
    was = page.get(row, name)
    for at in rows:
        page.put(at, name, int(str(page.get(at, name))))
        page.looks[at, page.column(name)] = Look(format="0000")
    return ground.spot(page, row, page.column(name), was, f"{page.get(row, name)} with 0000")
