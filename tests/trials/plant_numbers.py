"""The audit's faults of numbers: a digit too many, too few or in another place, a power of ten, the row above."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from tests.trials.plant_dates import drawn
from tests.trials.plant_ground import Ground, Spot, enter
from tests.trials.plant_page import NotHere, Page, Value
from tests.trials.plant_relations import need_day

Number = int | float
Seen = Callable[[Page, int, Number, Number], bool]


def number(value: Value) -> Number:
    """The number that a cell shows. Raises NotHere."""
    found = re.fullmatch(r"(\d+)(\.\d+)?\D*", unicodedata.normalize("NFKC", str(value)))
    if not found:
        raise NotHere
    return float(found[1] + found[2]) if found[2] else int(found[1])


def _digits(
    ground: Ground, was: Number, change: Callable[[list[str], int], object], least: int = 1
) -> Number:
    digits = [*str(was)]
    places = [at for at, sign in enumerate(digits) if sign != "."]
    if len(places) < least:
        raise NotHere
    change(digits, ground.chance.choice(places))
    text = "".join(digits).lstrip("0") or "0"
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        raise NotHere from None


def _doubled(ground: Ground, page: Page, row: int, name: str, was: Number) -> Number:
    return _digits(ground, was, lambda digits, at: digits.insert(at, digits[at]))


def _dropped(ground: Ground, page: Page, row: int, name: str, was: Number) -> Number:
    return _digits(ground, was, lambda digits, at: digits.pop(at), 2)


def _swapped(ground: Ground, page: Page, row: int, name: str, was: Number) -> Number:
    def swap(digits: list[str], at: int) -> None:
        if at == 0:
            raise NotHere
        digits[at - 1 : at + 1] = digits[at], digits[at - 1]

    return _digits(ground, was, swap, 2)


def _another(ground: Ground, page: Page, row: int, name: str, was: Number) -> Number:
    def change(digits: list[str], at: int) -> None:
        digits[at] = ground.chance.choice([sign for sign in "123456789" if sign != digits[at]])

    return _digits(ground, was, change)


def _tenfold(ground: Ground, page: Page, row: int, name: str, was: Number) -> Number:
    return int(was * 10) if was * 10 == int(was * 10) else was * 10


def _ten_thousandfold(ground: Ground, page: Page, row: int, name: str, was: Number) -> Number:
    return int(was * 10000)


def _above(ground: Ground, page: Page, row: int, name: str, was: Number) -> Number:
    if row == page.first:
        raise NotHere
    return number(page.get(row - 1, name))


def _one_off(ground: Ground, page: Page, row: int, name: str, was: Number) -> Number:
    return was + ground.chance.choice((-1, 1))


SLIPS = {
    "digit doubled": _doubled, "digit dropped": _dropped, "digits swapped": _swapped, "another digit": _another,
    "ten times": _tenfold, "ten thousand times": _ten_thousandfold, "as the row above": _above, "one more or less": _one_off,
}  # fmt: skip


def always(page: Page, row: int, was: Number, new: Number) -> bool:
    """Another number stands against each single one: a total, a sheet that counts the same, the names in the row."""
    return True


def _verdict(page: Page, row: int, was: Number, new: Number) -> bool:
    return new > 100 or (new < 60) != (was < 60)


def _far_above(name: str) -> Seen:
    def seen(page: Page, row: int, was: Number, new: Number) -> bool:
        others = [number(page.get(each, name)) for each in page.rows if each != row]
        return new > 3 * max(others)  # a session of a few is none the less one

    return seen


def _of_a_day(page: Page, row: int, was: Number, new: Number) -> bool:
    return new > 12 or new == 0


def _of_the_class(page: Page, row: int, was: Number, new: Number) -> bool:
    least = 40 if page.get(row, "人员类别") in ("机关人员", "一般工作人员") else 60
    return new > 400 or new < least


def _fivefold(page: Page, row: int, was: Number, new: Number) -> bool:
    return new > 5 * was or new * 5 < was


NUMBERS: dict[str, dict[tuple[str, str], tuple[Seen, str]]] = {
    "rule-of-law": {
        ("矛盾调解", "涉及人数"): (always, ""),
        ("矛盾调解月报", "受理数"): (always, ""),
        ("矛盾调解月报", "成功数"): (always, ""),
        ("普法活动", "参加人次"): (always, ""),
        ("普法活动", "资料份数"): (always, ""),
        ("执法考试", "成绩"): (_verdict, "合格线同一边的另一个分数，没有第二处写着"),
        ("学法培训", "参加人数"): (_far_above("参加人数"), "没有合计、签到表，不比其他各次多出很多"),
        ("学法培训", "学时"): (_of_a_day, "没有合计，一天里可能的另一个学时数"),
        ("学时", "年度学时"): (_of_the_class, "不低于要求、不超过上限的另一个学时数，没有第二处写着"),
        ("工作举措", "长度"): (_fivefold, "没有第二处写着，与上年相差不到五倍"),
    },
    "disclosure": {
        ("公开申请", "页数"): (always, ""),
        ("公开申请", "费用"): (always, ""),
        ("申请月报", "收到件数"): (always, ""),
        ("申请月报", "提供页数"): (always, ""),
        **{("窗口办件", name): (always, "") for name in ("一季度", "二季度", "三季度", "四季度", "全年")},
    },
}  # fmt: skip
# No slip of these kinds makes a number of the column that anything stands against.
NEVER = {
    ("矛盾调解", "涉及人数"): ("digit dropped", "digits swapped"),
    ("执法考试", "成绩"): ("as the row above", "one more or less"),
    ("学法培训", "参加人数"): (
        "digit dropped",
        "digits swapped",
        "another digit",
        "as the row above",
        "one more or less",
    ),
    ("学法培训", "学时"): (
        "digit dropped",
        "digits swapped",
        "another digit",
        "as the row above",
        "one more or less",
    ),
    ("工作举措", "长度"): ("another digit", "as the row above", "one more or less"),
}


def slipped(ground: Ground, sheet: str, name: str, slips: tuple[str, ...], seen: Seen, wanted: bool) -> Spot:
    """Plant a slip in a column where it is, or is not, seen. Raises NotHere."""
    page, row = drawn(ground, sheet, name)
    raw = page.get(row, name)
    was = number(raw)
    new = SLIPS[ground.chance.choice(slips)](ground, page, row, name, was)
    if new == was or new < 0 or seen(page, row, was, new) is not wanted:
        raise NotHere
    page.put(row, name, new)
    return ground.spot(page, row, page.column(name), raw, new)


# Behind these stands the total alone, or the sum of those that are alike in another column: a slip shows, its row perhaps not.
SUMMED: dict[tuple[str, str], Callable[[Page, int], object]] = {
    ("普法活动", "参加人次"): lambda page, row: True,
    ("普法活动", "资料份数"): lambda page, row: True,
    ("公开申请", "页数"): lambda page, row: need_day(page, row, "收到日期").month,
}
MANY = 3  # rows: more are not named


def placed(page: Page, row: int, name: str, slip: str, was: Number, new: Number) -> bool:
    """Whether fewer than three other rows would come to the same total by the same slip: from the number that is as far from the
    one that stands there as the true one here, and ends in as many zeros as that; and the two that stand there do, too.
    """
    group, others = SUMMED[page.kind.name, name], 0
    for other in page.rows:
        if other == row or group(page, other) != group(page, row) or page.get(other, name) is None:
            continue
        stands = number(page.get(other, name))
        true = stands - (new - was)
        as_round = (_zeros(true), _zeros(stands)) == (_zeros(was), _zeros(new))
        others += true >= 0 and as_round and leads(page, other, name, slip, true, stands)
    return others < MANY


def _zeros(number: Number) -> int:
    return len(str(number)) - len(str(number).rstrip("0")) if number else 0


def leads(page: Page, row: int, name: str, slip: str, true: Number, typed: Number) -> bool:
    """Whether a slip leads from a true number to the typed one."""
    if slip == "as the row above":
        return (
            row > page.first
            and page.get(row - 1, name) is not None
            and number(page.get(row - 1, name)) == typed
        )
    one, two = str(true), str(typed)
    if slip == "one more or less":
        return abs(true - typed) == 1
    if slip in ("ten times", "ten thousand times"):
        return typed == true * (10 if slip == "ten times" else 10000)
    if slip == "digit doubled":
        return any(one[: at + 1] + one[at:] == two for at in range(len(one)))
    if slip == "digit dropped":
        return len(one) > 1 and any(str(int(one[:at] + one[at + 1 :])) == two for at in range(len(one)))
    two = two.rjust(len(one), "0")
    differ = [at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b]
    if len(one) != len(two) or one == two:
        return False
    if slip == "another digit":
        return len(differ) == 1 and two[differ[0]] != "0"
    return len(differ) == 2 and differ[1] == differ[0] + 1 and {*zip(one, two, strict=True)} >= {
        (one[differ[0]], one[differ[1]]), (one[differ[1]], one[differ[0]])
    }  # fmt: skip


def _placed_slip(ground: Ground, sheet: str, name: str, slip: str, wanted: bool) -> Spot:
    page, row = drawn(ground, sheet, name)
    raw = page.get(row, name)
    was = number(raw)
    new = SLIPS[slip](ground, page, row, name, was)
    if new == was or new < 0 or placed(page, row, name, slip, was, new) is not wanted:
        raise NotHere
    page.put(row, name, new)
    return ground.spot(page, row, page.column(name), raw, new)


def _in_total(ground: Ground, sheet: str, name: str, slip: str) -> Spot:
    page, _ = drawn(ground, sheet, name)
    column = page.column(name)
    raw = page.cells.get((page.totals, column))
    was = number(raw)
    new = SLIPS[slip](ground, page, page.totals, name, was)
    if new == was:
        raise NotHere
    page.cells[page.totals, column] = new
    return ground.spot(page, page.totals, column, raw, new)


TOTALS = {
    "rule-of-law": (
        ("矛盾调解月报", "受理数"), ("矛盾调解月报", "成功数"), ("普法活动", "参加人次"), ("普法活动", "资料份数"),
    ),
    "disclosure": (
        ("公开申请", "页数"), ("公开申请", "费用"), ("申请月报", "收到件数"), ("申请月报", "提供页数"), ("窗口办件", "二季度"), ("窗口办件", "全年"),
    ),
}  # fmt: skip

# The slips that three other rows may explain as well.
UNPLACED: dict[tuple[str, str], tuple[str, ...]] = {
    ("普法活动", "参加人次"): ("digit dropped", "another digit", "one more or less"),
    ("普法活动", "资料份数"): ("another digit",),
    ("公开申请", "页数"): ("digit dropped", "another digit", "one more or less"),
}


def _enter_slips(profile: str, sheet: str, name: str, slip: str, seen: Seen) -> None:
    if (sheet, name) not in SUMMED:
        enter(f"{sheet}.{name}: {slip}", "number a slip away", profile)(
            lambda ground: slipped(ground, sheet, name, (slip,), seen, True)
        )
        return
    enter(f"{sheet}.{name}: {slip}", "number a slip away", profile)(
        lambda ground: _placed_slip(ground, sheet, name, slip, True)
    )
    if slip in UNPLACED[sheet, name]:
        reason = "合计不符，看得出来；另有三行以上，同样的一处笔误也得出同样的合计，是哪一行没有第二处写着"
        enter(
            f"{sheet}.{name}: {slip}, as in three other rows",
            "number a slip away",
            profile,
            apart=reason,
            told=True,
        )(lambda ground: _placed_slip(ground, sheet, name, slip, False))


for profile, columns in NUMBERS.items():
    for (sheet, name), (seen, reason) in columns.items():
        for slip in SLIPS:
            if slip not in NEVER.get((sheet, name), ()):
                _enter_slips(profile, sheet, name, slip, seen)
        if reason:
            enter(f"{sheet}.{name}: another number that fits", "number a slip away", profile, apart=reason)(
                lambda ground, sheet=sheet, name=name, seen=seen: slipped(
                    ground, sheet, name, tuple(SLIPS), seen, False
                )
            )
    for sheet, name in TOTALS[profile]:
        for slip in ("digit doubled", "digit dropped", "digits swapped", "one more or less"):
            enter(f"{sheet}.{name}: total with {slip}", "total and line of counts", profile)(
                lambda ground, sheet=sheet, name=name, slip=slip: _in_total(ground, sheet, name, slip)
            )
