"""Cases of recognition: which table a sheet holds, where its header is, which column is which field, whose it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.make.cases_files import xlsx

LEDGER = "台账.xlsx"

PENALTIES = """
案号    | 立案日期     | 处罚种类 | 罚没金额
罚字1号 | d:2023-03-01 | 罚款     | n:500
罚字2号 | d:2023-05-12 | 警告     |
"""
TRAININGS = """
培训日期     | 培训主题 | 学时 | 参加人数
d:2023-04-06 | 行政处罚法 | n:4 | n:30
d:2023-07-11 | 行政复议法 | n:2 | n:45
"""
CAMPAIGNS = """
活动日期     | 活动主题 | 参加人数 | 印发资料
d:2023-04-15 | 国家安全教育日 | n:120 | n:300
d:2023-12-04 | 宪法宣传 | n:200 | n:500
"""
# Only fields that 宣传 and 讲座 both have.
EITHER = """
活动日期     | 活动主题 | 参加人数
d:2023-04-15 | 民法典进村居 | n:80
"""

BELOW_NOTES = """
近海镇2023年行政处罚案件台账
填报说明：
1. 案号按处罚决定书填写，立案日期填批准立案之日。
2. 罚没金额以元为单位，没有的空着。
3. 处罚种类限填警告、罚款、没收。
-
制表：近海镇法治办 | | 编号：法治2023-03
案号    | 立案日期     | 处罚种类 | 罚没金额
罚字1号 | d:2023-03-01 | 罚款     | n:500
罚字2号 | d:2023-05-12 | 警告     |
"""
TWO_ROWS = """
近海镇学法培训登记表
序号 | 培训日期 | 培训主题 | 培训情况 | |
 | | | 课时 | 人数 | 合格率
n:1 | d:2023-04-06 | 行政处罚法 | n:4 | n:30 | n:95
n:2 | d:2023-07-11 | 行政复议法 | n:2 | n:45 | n:100
"""
THREE_ROWS = """
近海镇学法培训登记表
培训日期 | 培训主题 | 全年开展情况 | |
 | | 培训情况 | | 考核情况
 | | 课时 | 人数 | 合格率
d:2023-04-06 | 行政处罚法 | n:4 | n:30 | n:95
d:2023-07-11 | 行政复议法 | n:2 | n:45 | n:100
"""
DECORATED = """
*案␣号 | 立案⏎日期 | ␣处罚种类␣ | ＊罚没金额（元） | 是否听证：
罚字1号 | d:2023-03-01 | 罚款 | n:500 | 否
罚字2号 | d:2023-05-12 | 警告 |  |
"""
ANY_ORDER = """
罚款金额 | 被处罚人 | 立案时间 | 处罚种类 | 处罚决定书文号
n:500 | 甲某某 | d:2023-03-01 | 罚款 | 罚字1号
 | 乙某某 | d:2023-05-12 | 警告 | 罚字2号
"""
SIDE_BY_SIDE = """
案号    | 立案日期     | 罚没金额 | | 培训日期 | 培训主题 | 学时
罚字1号 | d:2023-03-01 | n:500 | | d:2023-04-06 | 行政处罚法 | n:4
罚字2号 | d:2023-05-12 |       | | d:2023-07-11 | 行政复议法 | n:2
"""
MORE = """
罚字3号 | d:2023-08-21 | 没收 | n:800
罚字4号 | d:2023-10-09 | 罚款 | n:200
"""
HIDDEN = """
案号    | 立案日期     | 处罚种类 | 罚没金额
罚字1号 | d:2023-03-01 | 罚款     | n:500
罚字2号 | d:2023-05-12 | 警告     |
罚字3号 | d:2023-08-21 | 没收     | n:800
罚字4号 | d:2023-10-09 | 罚款     | n:200
"""
SENT_BY = """
行政处罚案件台账
填报单位：近海镇司法所 | | 填报日期：2024年1月5日
案号    | 立案日期     | 处罚种类 | 罚没金额
罚字1号 | d:2023-03-01 | 罚款     | n:500
"""


def _merge(*areas: str) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        for area in areas:
            book.worksheets[0].merge_cells(area)

    return change


def _hide_sheet(book: Any) -> None:
    book["上年"].sheet_state = "hidden"


def _hide_rows(book: Any) -> None:
    for row in (3, 4, 9):  # the ninth is empty: no data stand in it
        book.active.row_dimensions[row].hidden = True


def _hide_column(book: Any) -> None:
    for letter in ("D", "H"):
        book.active.column_dimensions[letter].hidden = True


CASES: dict[str, dict[str, bytes]] = {
    # where the header is, and what its words mean
    "header-below-notes": {LEDGER: xlsx(BELOW_NOTES)},
    "header-too-far-down": {LEDGER: xlsx("说明\n" * 45 + PENALTIES.lstrip())},
    "header-in-two-rows": {"培训.xlsx": xlsx(TWO_ROWS, _merge("A1:F1", "A2:A3", "B2:B3", "C2:C3", "D2:F2"))},
    "header-in-three-rows": {
        "培训.xlsx": xlsx(THREE_ROWS, _merge("A1:E1", "A2:A4", "B2:B4", "C2:E2", "C3:D3")),
    },
    "heading-unit-wan": {
        LEDGER: xlsx(PENALTIES.replace("罚没金额", "罚没金额（万元）").replace("n:500", "n:1.25"))
    },
    "heading-unit-other": {"培训.xlsx": xlsx(TRAININGS.replace("参加人数", "参加人数（人次）"))},
    "headings-decorated": {LEDGER: xlsx(DECORATED)},
    "columns-in-any-order": {LEDGER: xlsx(ANY_ORDER)},
    "column-unknown": {LEDGER: xlsx(PENALTIES.replace("处罚种类", "承办人").replace("罚款", "丙某某"))},
    "required-column-missing": {LEDGER: xlsx(PENALTIES.replace("立案日期", "移送情况"))},
    "field-twice": {LEDGER: xlsx(PENALTIES.replace("处罚种类", "罚款金额"))},
    # which kind
    "fits-two-kinds": {"活动.xlsx": xlsx(EITHER)},
    "fits-two-kinds-but-is-named": {"活动.xlsx": xlsx("近海镇2023年法治讲座登记表\n" + EITHER.lstrip())},
    "no-known-heading": {"通讯录.xlsx": xlsx("姓名 | 科室 | 座机\n甲某某 | 办公室 | 88880001")},
    "letter-in-a-workbook": {"来函.xlsx": xlsx("关于报送台账的函\n请各单位于1月5日前报送。")},
    # several tables
    "tables-below-one-another": {LEDGER: xlsx(f"{PENALTIES}-\n学法培训登记表{TRAININGS}")},
    "tables-of-one-kind-below-one-another": {
        LEDGER: xlsx(
            f"上半年行政处罚案件台账{PENALTIES}-\n下半年行政处罚案件台账{PENALTIES.replace('罚字', '后字')}"
        )
    },
    "tables-side-by-side": {LEDGER: xlsx(SIDE_BY_SIDE)},
    "three-sheets-of-three-kinds": {
        LEDGER: xlsx({"Sheet1": PENALTIES, "Sheet2": TRAININGS, "Sheet3": CAMPAIGNS})
    },
    "continued-with-header": {LEDGER: xlsx({"处罚": PENALTIES, "处罚2": PENALTIES.replace("罚字", "后字")})},
    "continued-by-sheet-name": {LEDGER: xlsx({"处罚": PENALTIES, "处罚（续）": MORE})},
    "continued-by-first-line": {LEDGER: xlsx({"处罚": PENALTIES, "Sheet2": "（续表）" + MORE})},
    "continued-without-a-word": {LEDGER: xlsx({"处罚": PENALTIES, "Sheet2": MORE})},
    # what is hidden, and what goes along
    "hidden-sheet": {
        LEDGER: xlsx({"处罚": PENALTIES, "上年": PENALTIES.replace("罚字", "旧字")}, _hide_sheet)
    },
    "hidden-rows": {LEDGER: xlsx(HIDDEN, _hide_rows)},
    "hidden-column": {LEDGER: xlsx(HIDDEN, _hide_column)},
    "instructions-and-empty-sheets": {
        LEDGER: xlsx(
            {
                "填表说明": "填表说明\n1. 案号按处罚决定书填写\n案号 | 立案日期 | 处罚种类",
                "Sheet1": PENALTIES,
                "Sheet2": "",
                "Sheet3": "",
            }
        )
    },
    # whose it is
    "title-of-another-year": {LEDGER: xlsx("近海镇2022年行政处罚案件台账" + PENALTIES)},
    "year-folder-of-another-year": {"2022/执法队/台账.xlsx": xlsx(PENALTIES.replace("2023-", "2022-"))},
    "sender-in-the-sheet": {"2023/台账.xlsx": xlsx(SENT_BY)},
    "department-unknown": {"绿化办/台账.xlsx": xlsx(PENALTIES)},
    "department-in-no-place": {"2023/台账.xlsx": xlsx(PENALTIES)},
}
