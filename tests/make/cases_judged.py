"""Cases of what a year's sheets say together: dates about the cut-off, corrections, other years, orders, holidays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.make.cases_files import csv_text, xls, xlsx

_HEADER = "编号 | 受理日期 | 网格 | 办结日期 | 结果 | 涉及人数\n"
_ONE = "1 | d:2023-03-01 | 一网格 | d:2023-03-20 | 成功 | n:2\n"
_TWO = "2 | d:2023-05-04 | 二网格 | d:2023-05-20 | 成功 | n:3\n"
_THREE = "3 | d:2023-12-20 | 二网格 | | 调解中 | n:2\n"
REGISTER = "调解台账.xlsx"


def _of(rows: str, title: str = "", name: str = "台账") -> bytes:
    return xlsx({name: (f"{title}\n" if title else "") + _HEADER + rows})


def _quarter(month: int, grid: str) -> str:
    days = (3, 11, 19)
    return "".join(
        f"{number} | d:2023-{month:02}-{day:02} | {grid} | d:2023-{month:02}-{day + 5:02} | 成功 | n:{number + 1}\n"
        for number, day in enumerate(days, 1)
    )


def _number_shown_with_zeros(cell: str) -> Callable[[Any], object]:
    def change(book: Any) -> None:
        book.worksheets[0][cell].number_format = "0000"

    return change


CASES: Mapping[str, Mapping[str, bytes]] = {
    # what came, or was decided, after the report's last day
    "cut-off-decided-in-january": {REGISTER: _of(_ONE + "2 | d:2023-12-20 | 二网格 | d:2024-01-08 | 成功 | n:3")},
    "cut-off-received-in-january": {REGISTER: _of(_ONE + _THREE + "4 | d:2024-01-05 | 一网格 | d:2024-02-01 | 不成功 | n:2")},
    "cut-off-decided-in-february": {REGISTER: _of(_ONE + "2 | d:2023-12-28 | 二网格 | d:2024-02-05 | 不成功 | n:3")},
    "cut-off-january-between": {REGISTER: _of(_ONE + "2 | d:2024-01-04 | 二网格 | | 调解中 | n:3\n" + _THREE)},
    "cut-off-decided-without-a-day": {REGISTER: _of(_ONE + "2 | d:2023-05-04 | 二网格 | | 成功 | n:3")},
    "cut-off-in-csv": {"调解台账.csv": csv_text((_HEADER + _ONE + "2 | 2023-12-20 | 二网格 | 2024-01-08 | 成功 | 3").replace("d:", "").replace("n:", "")).encode()},
    "rows-of-the-year-before": {REGISTER: _of("1 | d:2022-12-30 | 一网格 | d:2023-01-08 | 成功 | n:2\n2 | d:2022-11-30 | 一网格 | | 调解中 | n:2\n3 | d:2023-01-01 | 一网格 | | 调解中 | n:3")},
    # a shared key is no proof that one file corrects the other
    "corrected-not-by-quarters": {
        f"{quarter}季度调解台账.xlsx": xlsx(_HEADER + _quarter(month, "一网格"), modified=f"2024-01-0{month // 3 + 1}T09:00:00Z")
        for quarter, month in (("一", 1), ("二", 4), ("三", 7), ("四", 10))
    },
    "corrected-not-by-villages": {
        "滨港村调解台账.xlsx": xlsx(_HEADER + _quarter(3, "滨港"), modified="2024-01-05T09:00:00Z"),
        "望海村调解台账.xls": xls(_HEADER + _quarter(6, "望海")),
    },
    "corrected-in-word-only": {
        REGISTER: _of(_ONE + _TWO),
        "调解台账（改）.xlsx": _of("8 | d:2023-08-01 | 三网格 | d:2023-08-10 | 成功 | n:4\n9 | d:2023-09-01 | 四网格 | d:2023-09-10 | 成功 | n:5"),
    },
    "corrected-edition-in-chinese": {
        "调解台账第一版.xlsx": _of(_ONE + _TWO + _THREE),
        "调解台账第二版.xlsx": _of(_ONE + _TWO.replace("n:3", "n:4") + _THREE),
    },
    "put-aside-in-a-folder": {REGISTER: _of(_ONE), "执法队旧/调解台账.xlsx": _of(_TWO), "执法队/作废/调解台账.xlsx": _of(_TWO)},
    "put-aside-by-its-name": {REGISTER: _of(_ONE), "调解台账（撤回）.xlsx": _of(_TWO)},
    "voided-in-brackets": {REGISTER: _of(_ONE.replace("1 |", "1（作废） |", 1) + _TWO.replace("二网格", "二网格（已撤回）"))},
    # one case in several spellings, and a number that has lost its zeros
    "keys-in-other-brackets": {REGISTER: _of("近调〔2023〕1号 | d:2023-03-01\n近调[2023]001号 | d:2023-03-02\n第（2023）2号 | d:2023-03-03\n（2023）2号。 | d:2023-03-04")},
    "keys-with-zeros-lost": {REGISTER: xlsx(_HEADER + "0012 | d:2023-03-01\nn:12 | d:2023-03-02", _number_shown_with_zeros("A3"))},
    "keys-with-zeros-lost-in-another-file": {
        "调解台账一.xlsx": _of("0601 | d:2023-03-01"),
        "调解台账二.xlsx": xlsx(_HEADER + "n:601 | d:2023-03-02", _number_shown_with_zeros("A2")),
    },
    # what names and titles say against a table
    "year-of-the-sheet-another": {REGISTER: xlsx({"2022年": _HEADER + _ONE, "2023年": _HEADER + _TWO})},
    "year-of-the-line-above-another": {REGISTER: _of(_ONE, "填报年度：2022年")},
    "year-of-two-years": {REGISTER: _of(_ONE, "近海镇2022—2023年矛盾纠纷调解台账")},
    "year-of-the-span-another": {REGISTER: _of(_ONE, "统计期间：2022年1月1日至2022年12月31日")},
    "months-up-to-june": {REGISTER: _of(_ONE, "数据截至：2023年6月30日")},
    "months-of-two-quarters": {"一季度调解台账.xlsx": _of(_ONE), "第二季度调解台账.xlsx": _of(_TWO)},
    "months-that-make-the-year": {"上半年调解台账.xlsx": _of(_ONE + _TWO), "下半年调解台账.xlsx": _of(_THREE)},
    "draft-not-audited": {"调解台账（未审核）.xlsx": _of(_ONE)},
    "draft-in-the-title": {REGISTER: _of(_ONE, "近海镇2023年矛盾纠纷调解台账（征求意见稿）")},
    "specimen-by-the-sheet": {REGISTER: xlsx({"台账": _HEADER + _ONE, "样表": _HEADER + _TWO})},
    "specimen-by-the-file": {"调解台账模板.xlsx": _of(_ONE)},
    "town-another": {REGISTER: _of(_ONE, "远山镇矛盾纠纷调解台账")},
    "town-another-county": {REGISTER: _of(_ONE, "远山县矛盾纠纷调解台账")},
    "town-in-the-countys-form": {REGISTER: _of(_ONE, "远山县矛盾纠纷调解台账\n填报单位：近海镇执法队")},
    "example-in-a-whole-row": {REGISTER: _of("1 | d:2023-03-01 | 例：一网格 | d:2023-03-20 | 成功 | n:2\n" + _TWO)},
    # the order of groups
    "order-of-numbered-groups": {REGISTER: _of("1 | d:2023-03-01 | 10网格\n2 | d:2023-03-02 | 2网格\n3 | d:2023-03-03 | 其他\n4 | d:2023-03-04 | 1网格")},
    "order-of-words-as-they-came": {REGISTER: _of("1 | d:2023-03-01 | 望海\n2 | d:2023-03-02 | 滨港\n3 | d:2023-03-03 | 望海")},
    "order-of-groups-in-two-spellings": {REGISTER: _of("1 | d:2023-03-01 | 望海村\n2 | d:2023-03-02 | 望海 村\n3 | d:2023-03-03 | 望海\u200b村\n4 | d:2023-03-04 | 滨港村")},
    # a year without a table of holidays
    "holidays-not-known": {f"2027/执法队/{REGISTER}": _of("1 | d:2027-01-25 | 一网格 | d:2027-03-20 | 成功 | n:2\n2 | d:2027-04-01 | 一网格 | d:2027-04-09 | 成功 | n:2")},
    "holidays-not-known-and-nothing-late": {f"2027/执法队/{REGISTER}": _of("1 | d:2027-09-20 | 一网格 | d:2027-10-20 | 成功 | n:2")},
    "holidays-known": {REGISTER: _of("1 | d:2023-09-18 | 一网格 | d:2023-11-06 | 成功 | n:2\n2 | d:2023-04-24 | 一网格 | d:2023-06-08 | 成功 | n:2")},
}  # fmt: skip
