"""The audit's faults of dates: their order, their deadlines, what is written with them, and each date a slip away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from tests.trials.plant_ground import Ground, Spot, enter
from tests.trials.plant_page import NotHere, Page
from tests.trials.plant_relations import (
    RELATIONS,
    Limit,
    Relations,
    day_of,
    need_day,
    put_day,
    wrong,
)  # fmt: skip

NO_SECOND = "没有第二个日期、期限、案号年份或上年名册能够说明是哪一天"


def drawn(ground: Ground, sheet: str, *names: str) -> tuple[Page, int]:
    """A row of this year's sheet, in which these are filled in. Raises NotHere."""
    page = ground.draw(
        lambda page: page.kind.name == sheet and {*names} <= {*page.fields.values()},
        year=ground.year,
        bare=False,
    )
    rows = [row for row in page.rows if all(page.get(row, name) is not None for name in names)]
    return page, ground.chance.choice(rows)


def _moved(ground: Ground, page: Page, row: int, name: str, new: date) -> Spot:
    was = page.get(row, name)
    put_day(page, row, name, new)
    return ground.spot(page, row, page.column(name), was, page.get(row, name))


def _enter_order(profile: str, sheet: str, earlier: str, later: str) -> None:
    @enter(f"{sheet}.{later}: before {earlier}", "order of dates", profile)
    def _(ground: Ground) -> Spot:
        page, row = drawn(ground, sheet, earlier, later)
        new = need_day(page, row, earlier) - timedelta(ground.chance.randrange(1, 60))
        return _moved(ground, page, row, later, new)

    @enter(f"{sheet}.{earlier}: after {later}", "order of dates", profile)
    def _(ground: Ground) -> Spot:
        page, row = drawn(ground, sheet, earlier, later)
        new = need_day(page, row, later) + timedelta(ground.chance.randrange(1, 60))
        return _moved(ground, page, row, earlier, new)


def _enter_limit(profile: str, limit: Limit) -> None:
    @enter(f"{limit.sheet}.{limit.end}: too late", "deadlines", profile)
    def _(ground: Ground) -> Spot:
        page, row = drawn(ground, limit.sheet, limit.start, limit.end)
        start = need_day(page, row, limit.start)
        new = start + timedelta(
            limit.days * (1.5 if limit.working else 1) + 12 + ground.chance.randrange(1, 20)
        )
        if new.year > ground.year or not limit.where(page, row):
            raise NotHere
        for earlier, later in ground.relations.orders[limit.sheet]:
            last = day_of(page, row, later) if earlier == limit.end else None
            if last and last < new:
                new = start + timedelta(limit.days + 1)
                if last < new:
                    raise NotHere
        if not limit.over(start, new):
            raise NotHere
        return _moved(ground, page, row, limit.end, new)

    @enter(f"{limit.sheet}.{limit.end}: blank and overdue", "deadlines", profile)
    def _(ground: Ground) -> Spot:
        page, row = drawn(ground, limit.sheet, limit.start, limit.end)
        start, was = need_day(page, row, limit.start), page.get(row, limit.end)
        if not limit.over(start, date(ground.year, 12, 31)) or not limit.where(page, row):
            raise NotHere
        page.put(row, limit.end, None)
        for sheet, name, result in ground.relations.pairs:
            if (sheet, name) == (limit.sheet, limit.end):
                page.put(row, result, page.declared(result).open or None)
        return ground.spot(page, row, page.column(limit.end), was, "")


def _enter_pair(profile: str, sheet: str, name: str, result: str) -> None:
    @enter(f"{sheet}.{result}: blank beside {name}", "outcome and date", profile)
    def _(ground: Ground) -> Spot:
        page, row = drawn(ground, sheet, name, result)
        was = page.get(row, result)
        page.put(row, result, None)
        return ground.spot(page, row, page.column(result), was, "")

    @enter(f"{sheet}.{name}: blank beside {result}", "outcome and date", profile)
    def _(ground: Ground) -> Spot:
        page, row = drawn(ground, sheet, name, result)
        was = page.get(row, name)
        page.put(row, name, None)
        return ground.spot(page, row, page.column(name), was, "")


@enter("行政复议.答复日期: too late, by the law of 2024", "deadlines")
def _late_by_the_new_law(ground: Ground) -> Spot:
    """A register that runs on into January: what came then has ten working days."""
    page, row = drawn(ground, "行政复议", "收到日期", "答复日期", "结案日期")
    page.put(row, "案号", str(page.get(row, "案号")).replace("2023", "2024"))
    put_day(page, row, "收到日期", date(2024, 1, ground.chance.randrange(2, 12)))
    put_day(page, row, "结案日期", date(2024, 3, 5))
    return _moved(ground, page, row, "答复日期", date(2024, 2, ground.chance.randrange(1, 9)))


@enter("矛盾调解.调解结果: open beside 办结日期", "outcome and date")
def _open(ground: Ground) -> Spot:
    page, row = drawn(ground, "矛盾调解", "办结日期")
    was = page.get(row, "调解结果")
    page.put(row, "调解结果", "调解中")
    return ground.spot(page, row, page.column("调解结果"), was, "调解中")


def _other_year(ground: Ground, was: date) -> date:
    return was.replace(year=was.year + ground.chance.choice((-1, 1, 9, -10)))


def _other_month(ground: Ground, was: date) -> date:
    return was.replace(month=ground.chance.choice([was.month + by for by in (-1, 1, 10, -10)]))


def _other_day(ground: Ground, was: date) -> date:
    turned = int(f"{was.day:02}"[::-1])
    return was.replace(
        day=ground.chance.choice((was.day - 1, was.day + 1, was.day + 10, was.day - 10, turned))
    )


def _turned(ground: Ground, was: date) -> date:
    return was.replace(month=was.day, day=was.month)


SLIPS: dict[str, Callable[[Ground, date], date]] = {
    "another year": _other_year, "another month": _other_month, "another day": _other_day, "month and day exchanged": _turned,
}  # fmt: skip


def _slipped(ground: Ground, sheet: str, name: str, slips: tuple[str, ...], seen: bool) -> Spot:
    page, row = drawn(ground, sheet, name)
    was = need_day(page, row, name)
    try:
        new = SLIPS[ground.chance.choice(slips)](ground, was)
    except ValueError:
        raise NotHere from None
    if new == was:
        raise NotHere
    spot = _moved(ground, page, row, name, new)
    if wrong(ground, page, row) is not seen:
        raise NotHere
    return spot


def _enter_slips(profile: str, relations: Relations) -> None:
    """A date a slip away is a kind where something in the year, the row or last year's list contradicts it, and another,
    counted apart, where nothing does.
    """
    for sheet, name in relations.dates:
        for slip in SLIPS:
            if (sheet, name) not in relations.never.get(slip, ()):
                enter(f"{sheet}.{name}: {slip}", "date a slip away", profile)(
                    lambda ground, sheet=sheet, name=name, slip=slip: _slipped(
                        ground, sheet, name, (slip,), True
                    )
                )
        enter(f"{sheet}.{name}: another day that fits", "date a slip away", profile, apart=NO_SECOND)(
            lambda ground, sheet=sheet, name=name: _slipped(ground, sheet, name, tuple(SLIPS), False)
        )


for profile, relations in RELATIONS.items():
    for sheet, pairs in relations.orders.items():
        for earlier, later in pairs:
            _enter_order(profile, sheet, earlier, later)
    for limit in relations.limits:
        _enter_limit(profile, limit)
    for sheet, name, result in relations.pairs:
        _enter_pair(profile, sheet, name, result)
    _enter_slips(profile, relations)
