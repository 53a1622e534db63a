"""The audit's faults in the second profile: what the common kinds of dates and numbers do not plant."""

from __future__ import annotations

from tests.trials.plant_dates import drawn
from tests.trials.plant_ground import Ground, Spot, enter
from tests.trials.plant_returns import _beside, _doubled, _dropped
from tests.trials.plant_words import _far, _of_another_year, _renumbered, put

PROFILE = "disclosure"

for sheet, name in (("公开申请", "编号"), ("公文目录", "文号")):
    enter(f"{sheet}.{name}: another year", "case numbers", PROFILE)(_of_another_year(sheet, name))
    enter(f"{sheet}.{name}: beyond the serial numbers", "case numbers", PROFILE)(
        _renumbered(sheet, name, _far)
    )
for sheet in ("公开申请", "公文目录", "窗口办件"):
    enter(f"{sheet}: row doubled", "rows doubled and dropped", PROFILE)(
        lambda ground, sheet=sheet: _doubled(ground, sheet)
    )
    enter(f"{sheet}: row dropped, the numbers kept", "rows doubled and dropped", PROFILE)(
        lambda ground, sheet=sheet: _dropped(ground, sheet)
    )


@enter("申请月报: month dropped, the totals corrected", "months", PROFILE)
def _month(ground: Ground) -> Spot:
    page, row = drawn(ground, "申请月报")
    was = dict(page.row(row))
    for name in ("收到件数", "提供页数"):
        page.cells[page.totals, page.column(name)] -= was[page.column(name)]  # type: ignore[operator]
    page.remove(row)
    return _beside(ground.spot(page, row, 0, was, ""), page, row)


@enter("公文目录.是否解读: against 解读日期", "declared value exchanged", PROFILE)
def _read(ground: Ground) -> Spot:
    page, row = drawn(ground, "公文目录", "是否解读")
    return put(ground, page, row, "是否解读", "否" if page.get(row, "是否解读") == "是" else "是")


@enter("公文目录.解读日期: blank beside 是否解读", "outcome and date", PROFILE)
def _unread(ground: Ground) -> Spot:
    page, row = drawn(ground, "公文目录", "解读日期")
    return put(ground, page, row, "解读日期", None)


for sheet, name in (("公开申请", "渠道"), ("公开申请", "办理结果")):

    @enter(
        f"{sheet}.{name}: another that fits",
        "declared value exchanged",
        PROFILE,
        apart="这个取值没有第二处写着",
    )
    def _channel(ground: Ground, sheet: str = sheet, name: str = name) -> Spot:
        page, row = drawn(ground, sheet, name)
        return put(ground, page, row, name, ground.chance.choice(page.declared(name).enum))
