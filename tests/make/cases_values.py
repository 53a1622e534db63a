"""Cases of values: how dates, numbers, rates, yes and no are written, and what cannot be told."""

from __future__ import annotations

from typing import Any

from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.make.cases_files import Parts, xls, xlsx

LEDGER = "台账.xlsx"


def _column(heading: str, *values: str) -> str:
    """A ledger of penalties of which only one column is of interest."""
    rows = [f"罚字{number}号 | d:2023-03-01 | {value}" for number, value in enumerate(values, 1)]
    return "\n".join([f"案号 | 立案日期 | {heading}", *rows])


def _dates(*values: str) -> str:
    rows = [f"罚字{number}号 | {value}" for number, value in enumerate(values, 1)]
    return "\n".join(["案号 | 立案日期", *rows])


def _rates(*values: str) -> str:
    rows = [f"d:2023-04-0{number} | 民法典 | n:2 | {value}" for number, value in enumerate(values, 1)]
    return "\n".join(["培训日期 | 培训主题 | 学时 | 合格率", *rows])


def _people(*values: str) -> str:
    rows = [f"d:2023-04-0{number} | 民法典 | n:2 | {value}" for number, value in enumerate(values, 1)]
    return "\n".join(["培训日期 | 培训主题 | 学时 | 参加人数", *rows])


DATES = [
    "2023-5-12",
    "2023.5.12",
    "2023/5/12",
    "2023年5月12日",
    "5月12日",
    "20230512",
    "n:20230512",
    "二〇二三年五月十二日",
    "２０２３－５－１２",
    "d:2023-05-12",
]
NO_DATES = ["12/5/2023", "5/12/23", "23-5-12", "2023年5月", "5.12", "2023-2-30", "2023-5-12、2023-6-1"]
MONEY = ["1,234", "１２", "十二", "一百二十", "1.2万元", "1.2万", "3千元", "500元", "n:88.5"]
IDENTITY = """
案号    | 立案日期     | 当事人 | 身份证号
罚字1号 | d:2023-03-01 | 甲某某 | 320684199001011234
罚字2号 | d:2023-03-02 | 乙某某 | n:320684199001015678
罚字3号 | d:2023-03-03 | 丙某某 | 3.20684E+17
"""


def _from_1904(book: Any) -> None:
    book.epoch = CALENDAR_MAC_1904


def _control(parts: Parts) -> None:
    """Put U+0002 in as Excel does: by its escape, for XML cannot hold it."""
    for name, data in parts.items():
        if name.startswith("xl/") and b"@@" in data:
            parts[name] = data.replace(b"@@", b"_x0002_")


CASES: dict[str, dict[str, bytes]] = {
    "dates-in-every-spelling": {LEDGER: xlsx(_dates(*DATES))},
    "dates-refused": {LEDGER: xlsx(_dates(*NO_DATES))},
    "date-serial": {LEDGER: xlsx(_dates("n:45058", "d:2023-05-12"))},
    "date-serial-xls": {"台账.xls": xls(_dates("n:45058", "d:2023-05-12"))},
    "date-system-1904": {LEDGER: xlsx(_dates("n:43596", "d:2023-05-12", "2023-5-12"), _from_1904)},
    "numbers-in-every-spelling": {LEDGER: xlsx(_column("罚没金额", *MONEY))},
    "numbers-of-people": {"培训.xlsx": xlsx(_people("12人", "十二人", "n:12", "12"))},
    "numbers-refused": {"培训.xlsx": xlsx(_people("约12人", "12人次", "12-15", "十来人", "n:12.5"))},
    "crossed-out-number": {LEDGER: xlsx(_column("罚没金额", "/", "无", "n:0"))},
    "negative-number": {LEDGER: xlsx(_column("罚没金额", "n:-5", "n:5"))},
    "percent-in-every-spelling": {
        "培训.xlsx": xlsx(_rates("95%", "%:0.95", "百分之九十五", "n:95", "９５％", "n:100"))
    },
    "percent-as-a-bare-fraction": {"培训.xlsx": xlsx(_rates("n:0.95", "n:95"))},
    "percent-in-another-column": {LEDGER: xlsx(_column("罚没金额", "%:0.95", "95%", "n:95"))},
    "percent-in-xls": {"培训.xls": xls(_rates("%:0.95", "n:95"))},
    "booleans": {LEDGER: xlsx(_column("是否听证", "是", "否", "√", "×", "有", "无", "n:1", "0", "b:1", ""))},
    "boolean-unknown": {LEDGER: xlsx(_column("是否听证", "是", "待定"))},
    "enum-synonyms": {LEDGER: xlsx(_column("处罚种类", "罚款", "行政警告", "罚␣金", "没收违法所得"))},
    "enum-unknown": {LEDGER: xlsx(_column("处罚种类", "罚款", "吊销许可证"))},
    "crossed-out": {
        LEDGER: xlsx(
            _column(
                "处罚种类 | 结案日期 | 备注",
                "/ | 无 | 一",
                "— | / | 二",
                "无 | — | 三",
                "罚款 | d:2023-06-01 | 四",
            )
        ),
    },
    "required-blank": {
        LEDGER: xlsx(
            "案号 | 立案日期 | 处罚种类\n罚字1号 | | 罚款\n | d:2023-05-12 | 警告\n罚字3号 | 2023-6-1 | 警告"
        )
    },
    "identity-number-as-number": {LEDGER: xlsx(IDENTITY)},
    "control-character": {LEDGER: xlsx(_column("备注", "甲@@乙", "丙"), edit=_control)},
    "blanks-at-the-ends": {LEDGER: xlsx(_column("备注", "␣␣已缴清␣", "␣　分期缴纳　␣"))},
}
