"""Cases of rows: which are data, which are totals, notes or nothing; and files that correct one another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.make.cases_files import csv_text, ods, xlsx

LEDGER = "台账.xlsx"

NUMBERED = """
序号 | 案号    | 立案日期     | 处罚种类 | 罚没金额
n:1  | 罚字1号 | d:2023-03-01 | 罚款     | n:500
-
n:2  | 罚字2号 | d:2023-05-12 | 警告     |
n:3  |         |              |          |
n:4  |         |              |          |
"""
REPEATED = """
案号    | 立案日期     | 处罚种类 | 罚没金额
罚字1号 | d:2023-03-01 | 罚款     | n:500
案号    | 立案日期     | 处罚种类 | 罚没金额
罚字2号 | d:2023-05-12 | 警告     |
"""
TOTAL = """
案号    | 立案日期     | 处罚种类 | 罚没金额
罚字1号 | d:2023-03-01 | 罚款     | n:500
罚字2号 | d:2023-05-12 | 没收     | n:300
合计    |              |          | n:800
"""
BY_MONTH = """
培训日期     | 培训主题   | 学时 | 参加人数
d:2023-04-06 | 行政处罚法 | n:4 | n:30
d:2023-04-20 | 行政许可法 | n:2 | n:20
4月小计      |            | n:6 | n:50
d:2023-07-11 | 行政复议法 | n:2 | n:45
7月小计      |            | n:2 | n:45
总计         |            | n:8 | n:95
"""
FOOTERS = """
案号    | 立案日期     | 处罚种类 | 罚没金额
罚字1号 | d:2023-03-01 | 罚款     | n:500
罚字2号 | d:2023-05-12 | 警告     |
注：罚没金额以决定书为准。
填表人：甲某某 | 审核人：乙某某 | 联系电话：88880001 | 填报日期：2024年1月5日
"""
EXAMPLE = """
序号 | 案号    | 立案日期     | 处罚种类 | 罚没金额
例   | 罚字0号 | d:2023-01-01 | 罚款     | n:1000
n:1  | 罚字1号 | d:2023-03-01 | 罚款     | n:500
"""
MERGED = """
案号    | 立案日期     | 当事人 | 处罚种类 | 是否听证 | 备注
罚字1号 | d:2023-03-01 | 甲某某 | 罚款     | 是       | 同一批次
罚字2号 |              |        |          |          |
罚字3号 | d:2023-05-12 | 乙某某 | 警告     | 否       |
"""
MERGED_NUMBER = """
案号    | 立案日期     | 处罚种类 | 罚没金额
罚字1号 | d:2023-03-01 | 罚款     | n:900
罚字2号 | d:2023-03-02 | 罚款     |
罚字3号 | d:2023-03-03 | 罚款     |
"""
DITTO = """
案号    | 立案日期     | 当事人 | 处罚种类 | 罚没金额
罚字1号 | d:2023-03-01 | 甲某某 | 罚款     | n:500
罚字2号 | 〃           | 同上   | 〃       | 〃
罚字3号 | 同上         | 乙某某 | 同上     | n:300
"""
DITTO_FIRST = """
案号    | 立案日期     | 处罚种类 | 罚没金额
罚字1号 | 〃           | 罚款     | n:500
罚字2号 | d:2023-05-12 | 〃       | 同上
"""
HEADER = "近海镇行政处罚案件台账\n案号 | 立案日期 | 处罚种类 | 罚没金额\n"

FIVE = """
案号    | 立案日期     | 处罚种类 | 罚没金额
罚字1号 | d:2023-03-01 | 罚款     | n:500
罚字2号 | d:2023-05-12 | 警告     |
罚字3号 | d:2023-06-20 | 没收     | n:300
罚字4号 | d:2023-08-21 | 罚款     | n:200
罚字5号 | d:2023-10-09 | 罚款     | n:100
"""
MENDED = FIVE.replace("n:500", "n:550").replace("罚字5号", "罚字6号")  # four of the five keys: just 80%
FURTHER = MENDED.replace("罚字4号", "罚字7号")  # three of five: another ledger
LATER = "2024-01-20T09:00:00Z"


def _merge(*areas: str) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        for area in areas:
            book.active.merge_cells(area)

    return change


def _untyped(table: str) -> str:
    return table.replace("d:", "").replace("n:", "")


CASES: dict[str, dict[str, bytes]] = {
    "numbers-and-blank-rows": {LEDGER: xlsx(NUMBERED)},
    "header-repeated": {LEDGER: xlsx(REPEATED)},
    "total-right": {LEDGER: xlsx(TOTAL)},
    "total-wrong": {LEDGER: xlsx(TOTAL.replace("n:800", "n:850"))},
    "totals-by-month": {"培训.xlsx": xlsx(BY_MONTH)},
    "total-of-a-month-wrong": {"培训.xlsx": xlsx(BY_MONTH.replace("n:6", "n:5"))},
    "footers": {LEDGER: xlsx(FOOTERS)},
    "example-row": {LEDGER: xlsx(EXAMPLE)},
    # what stands for several rows
    "merged-down": {LEDGER: xlsx(MERGED, _merge("B2:B3", "C2:C3", "D2:D3", "E2:E3", "F2:F3"))},
    "merged-down-number": {LEDGER: xlsx(MERGED_NUMBER, _merge("D2:D4"))},
    "ditto": {LEDGER: xlsx(DITTO)},
    "ditto-in-the-first-row": {LEDGER: xlsx(DITTO_FIRST)},
    # nothing to report
    "zero-report-word": {LEDGER: xlsx(HEADER + "无")},
    "zero-report-said": {LEDGER: xlsx(HEADER + "零报告\n填表人：甲某某")},
    "zero-report-sentence": {LEDGER: xlsx(HEADER + "本年度未发生行政处罚案件。")},
    "header-and-nothing": {LEDGER: xlsx(HEADER + "填表人：甲某某")},
    # files that correct one another
    "corrected-by-name": {"台账.xlsx": xlsx(FIVE), "台账（更正）.xlsx": xlsx(MENDED)},
    "corrected-three-times": {
        "台账.xlsx": xlsx(FIVE),
        "台账v2.xlsx": xlsx(FIVE.replace("n:500", "n:520")),
        "台账v3.ods": ods({"处罚": MENDED}),
    },
    "corrected-by-copy-number": {"台账.xlsx": xlsx(FIVE), "台账(1).xlsx": xlsx(MENDED)},
    "corrected-by-date-saved": {"处罚情况.xlsx": xlsx(MENDED, modified=LATER), "行政处罚.xlsx": xlsx(FIVE)},
    "corrected-undecided": {
        "处罚情况.csv": csv_text(_untyped(MENDED)).encode(),
        "行政处罚.csv": csv_text(_untyped(FIVE)).encode(),
    },
    "not-corrected-other-keys": {"台账.xlsx": xlsx(FIVE), "台账（更正）.xlsx": xlsx(FURTHER)},
}
