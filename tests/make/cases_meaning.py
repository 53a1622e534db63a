"""Cases of values that look like one thing and are stored as another: units, digits, fillers, what cannot be seen."""

from __future__ import annotations

from typing import Any

from tests.make.cases_files import csv_text, ods, xls, xlsx

LEDGER = "台账.xlsx"
HIDDEN = {"zero": "\u200b", "soft": "\u00ad", "mark": "\u200e", "joiner": "\u2060", "bom": "\ufeff"}


def _fines(heading: str, above: str = "", below: str = "") -> dict[str, bytes]:
    """A ledger of fines, with a line above and below."""
    rows = [f"案号 | 立案日期 | {heading}", "罚字1号 | d:2023-03-01 | n:12.3", "罚字2号 | d:2023-03-02 | n:8"]
    return {LEDGER: xlsx("\n".join([*([above] if above else []), *rows, *([below] if below else [])]))}


def _notes(*values: str) -> dict[str, bytes]:
    rows = [f"罚字{number}号 | d:2023-03-01 | {value}" for number, value in enumerate(values, 1)]
    return {LEDGER: xlsx("\n".join(["案号 | 立案日期 | 备注", *rows]))}


def _dates(*values: str) -> dict[str, bytes]:
    rows = [f"罚字{number}号 | {value}" for number, value in enumerate(values, 1)]
    return {LEDGER: xlsx("\n".join(["案号 | 立案日期", *rows]))}


def _people(*values: str) -> dict[str, bytes]:
    rows = [f"d:2023-04-0{number} | 民法典 | n:2 | {value}" for number, value in enumerate(values, 1)]
    return {"培训.xlsx": xlsx("\n".join(["培训日期 | 培训主题 | 学时 | 参加人数", *rows]))}


def _from_1900(book: Any) -> None:
    """Give 5.18 and 1 the format of a date, as Excel does to who types into a column of dates."""
    for cell, number in (("B2", 5.18), ("B3", 1)):
        book.active[cell] = number
        book.active[cell].number_format = "yyyy-m-d"


NOISE = "案号 | 立案日期 | 罚没金额\n罚字1号 | d:2023-03-01 | n:85.000000000000014\n罚字2号 | d:2023-03-02 | n:0.30000000000000004"
WRAPPED = (
    "案号,立案日期,处罚种类,罚没金额,备注\r\n"
    '"=""0012""","=""2023-03-01""","=""罚款""","=""500""",`说明一\r\n'
    "'0013,'2023-03-02,'警告,'0,'说明二\r\n"
    '"=""0014""",2023-03-03,"=""""",`3,‘八五’普法\r\n'
)
CASES: dict[str, dict[str, bytes]] = {
    "unit-of-the-heading-in-words": _fines("罚没金额（人民币万元）"),
    "unit-of-the-heading-and-more": _fines("罚没金额（万元，保留两位小数）*"),
    "unit-of-the-heading-a-rate": _fines("罚没金额（万元/年）"),
    "unit-of-the-heading-another-money": _fines("罚没金额（美元）"),
    "unit-of-the-heading-is-none": _fines("罚没金额（含滞纳金，选填）"),
    "units-above-several": {
        "宣传.xlsx": xlsx(
            "金额单位：万元；人数单位：千人\n活动日期 | 活动主题 | 参加人数 | 经费\nd:2023-04-06 | 民法典 | n:1.2 | n:0.35\n"
        )
    },
    "units-above-of-another-sort": _fines("罚没金额", "单位：人次"),
    "units-above-not-understood": _fines("罚没金额", "单位：W元"),
    "unit-below": _fines("罚没金额", below="注：金额单位为万元。"),
    "digits-circled": _people("12①", "12²", "１２", "⑫", "十二"),
    "digits-circled-in-dates": _dates("2023.5.1①", "2023年5月㉚日", "２０２３．５．１"),
    "digits-circled-in-yes-and-no": {
        LEDGER: xlsx("案号 | 立案日期 | 是否听证\n罚字1号 | d:2023-03-01 | ①\n罚字2号 | d:2023-03-01 | １")
    },
    "fillers-in-free-text": _notes("无", "/", "NULL", "见附件", "——", "（无）", "同意", "无异议"),
    "fillers-in-required-text": {
        "培训.xlsx": xlsx(
            "培训日期 | 培训主题 | 学时\nd:2023-04-06 | / | n:2\nd:2023-04-07 | 见附件 | n:2\nd:2023-04-08 | 无 | n:2"
        )
    },
    "fillers-in-other-columns": {
        LEDGER: xlsx(
            "案号 | 立案日期 | 处罚种类 | 是否听证 | 结案日期\n罚字1号 | d:2023-03-01 | NULL | / | N/A\n"
            "罚字2号 | d:2023-03-01 | 见附件 | 无 | 不详\n罚字3号 | d:2023-03-01 | 警告 | 不详 | 无"
        )
    },
    "dates-of-1900": {
        LEDGER: xlsx("案号 | 立案日期\n罚字1号 | x\n罚字2号 | x\n罚字3号 | d:2023-03-01", _from_1900)
    },
    "dates-of-other-centuries": _dates(
        "2203-5-12", "1023-5-12", "d:2203-05-12", "d:1989-12-31", "d:1990-01-01"
    ),
    "dates-of-other-centuries-ods": {
        "台账.ods": ods("案号 | 立案日期\n罚字1号 | d:1900-01-05\n罚字2号 | d:2023-03-01")
    },
    "dates-with-a-weekday-or-a-time": _dates(
        "2023-05-12 星期五",
        "2023年5月12日（周五）上午",
        "2023年5月12日9时",
        "2023-05-12T09:30:00+08:00",
        "2023-05-11T16:00:00.000Z",
        "5月12日（星期五）",
    ),
    "dates-with-the-wrong-weekday": _dates("2023-05-12 星期四", "2023-05-12 周五"),
    "dates-with-too-much": _dates(
        "2023-5-12.", "2023-5-12（补）", "约2023-5-12", "2023、5、12", "2023-5-12至2023-6-1"
    ),
    "invisible-in-text": _notes(*(f"望海{sign}村" for sign in HIDDEN.values()), "望海␣村"),
    "invisible-in-keys": {
        LEDGER: xlsx(
            "案号 | 立案日期\n罚〔2023〕12号 | d:2023-03-01\n罚[2023]012号 | d:2023-03-02\n罚〔2023〕1\u200b2号 | d:2023-03-03\n"
            "罚（２０２３）12号 | d:2023-03-04\n罚〔2023〕120号 | d:2023-03-05"
        )
    },
    "invisible-in-dates-numbers-and-values": {
        LEDGER: xlsx(
            "案号 | 立案\u200b日期 | 处罚种类 | 罚没金额\n罚字1号 | 2023\u200b-5-18 | 罚\u00ad款 | 1\u200b00\n"
            "罚字2号 | \u200e2023年5月18日 | 警\u2060告 | \ufeff3元\n罚字3号 | 2023-5-18\u00a0 | 警告\u200b书 | \u200b"
        )
    },
    "csv-wrapped": {"台账.csv": WRAPPED.encode()},
    "csv-wrapped-heading": {
        "台账.csv": '"=""案号""",`立案日期\r\n"=""罚字1号""",2023-03-01\r\n'.encode("gb18030")
    },
    "wrapped-in-xlsx": _notes("'0012", "`甲", "‘乙", "'八五'普法"),
    "float-noise": {LEDGER: xlsx(NOISE)},
    "float-noise-xls": {"台账.xls": xls(NOISE)},
    "float-noise-ods-of-people": {
        "培训.ods": ods(
            "培训日期 | 培训主题 | 学时 | 参加人数\nd:2023-04-06 | 民法典 | n:2 | n:85.000000000000014"
        )
    },
    "csv-with-fillers": {
        "台账.csv": csv_text(
            "案号 | 立案日期 | 备注\n罚字1号 | 2023-03-01 | NULL\n罚字2号 | 2023-03-02 | \\N"
        ).encode()
    },
}
