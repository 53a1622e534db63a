"""Cases of the classes of rows: what is passed over by its words and its place, and what is asked."""

from __future__ import annotations

from tests.make.cases_files import xlsx

LEDGER, TRAINING = "台账.xlsx", "培训.xlsx"
_PENALTIES = "案号 | 立案日期 | 处罚种类 | 罚没金额 | 备注\n"
_NUMBERED = "序号 | 案号 | 立案日期 | 处罚种类 | 罚没金额\n"
_TRAINED = "序号 | 培训日期 | 培训主题 | 学时 | 参加人数 | 备注\n"
_ONE = "罚字1号 | d:2023-03-01 | 罚款 | n:500 |\n"
_TWO = "罚字2号 | d:2023-05-12 | 罚款 | n:300 |\n"


def _penalties(rows: str) -> dict[str, bytes]:
    return {LEDGER: xlsx(_PENALTIES + rows)}


def _numbered(rows: str) -> dict[str, bytes]:
    return {LEDGER: xlsx(_NUMBERED + rows)}


def _trained(rows: str, header: str = _TRAINED) -> dict[str, bytes]:
    return {TRAINING: xlsx(header + rows)}


CASES: dict[str, dict[str, bytes]] = {
    # a row with a number and little more
    "gaps-numbered-and-key": _numbered("n:1 | 罚字1号 | d:2023-03-01 | 罚款 | n:500\nn:2 | 罚字2号 | | |"),
    "gaps-numbered-and-day": _trained("n:1 | d:2023-04-06 | 宪法 | n:4 | n:30\nn:2 | d:2023-05-06 | | |\nn:3 | | 民法典 | |"),
    "gaps-text-with-number": _numbered("1 | 罚字1号 | d:2023-03-01 | 罚款 | n:500\n2 | 2.另案处理 | | |\n填表人：甲某某"),
    # a text that reads like a remark in a column that must be filled
    "gaps-said-to-be-none": _penalties(f"{_ONE}未编号 | | | |\n没有文号 | | 罚款 | |"),
    "gaps-rate-and-bracket": _penalties(f"{_ONE}结案率 | | | |\n（补录） | | | |\n※补报 | | | |"),
    "gaps-group-written-once": _penalties(f"罚字1号 | d:2023-03-01 | 罚款 | n:500 |\n | d:2023-03-02 | 罚款 | n:200 |\n{_TWO}"),
    # rows of units
    "units-in-a-row": _penalties(f" | | | （万元） |\n{_ONE.replace('500', '12.5')}"),
    "units-in-a-row-without-brackets": _trained("| | | 小时 | 人 |\nn:1 | d:2023-04-06 | 宪法 | n:4 | n:30"),
    "units-in-a-row-other": _penalties(f" | （年月日） | | （人次） |\n{_ONE}"),
    # rows that count the columns
    "columns-counted": _trained("1 | 2 | 3 | 4 | 5 | 6\nn:1 | d:2023-04-06 | 宪法 | n:4 | n:30"),
    "columns-counted-with-stems": _penalties(f"甲 | 乙 | 丙 | 1 | 2\n{_ONE}"),
    "columns-not-counted": _trained("甲 | d:2023-04-06 | 宪法 | n:4 | n:5 | n:6\n乙 | d:2023-04-07 | 民法典 | n:4 | n:8 | n:9"),
    # examples
    "example-colon": _numbered("例： | 罚字0号 | d:2023-01-01 | 罚款 | n:1000\nn:1 | 罚字1号 | d:2023-03-01 | 罚款 | n:500"),
    "example-form": _numbered("填写样例 | 罚字0号 | d:2023-01-01 | 罚款 | n:1000\n范例2 | 罚字00号 | | |\nn:1 | 罚字1号 | d:2023-03-01 | 罚款 | n:500"),
    "example-between": _numbered("n:1 | 罚字1号 | d:2023-03-01 | 罚款 | n:500\n示例 | 罚字0号 | d:2023-01-01 | 罚款 | n:1000\nn:2 | 罚字2号 | d:2023-05-12 | |"),
    # totals
    "total-with-a-colon": _penalties(f"{_ONE}{_TWO}合计： | | | n:800 |"),
    "total-with-a-count": _penalties(f"{_ONE}{_TWO}合计（3件） | | | n:800 |"),
    "total-in-other-words": _penalties(f"{_ONE}{_TWO}共2件 | | | n:800 |\n全镇 | | | n:800 |\n其中：罚款 | | | n:900 |\nTOTAL | | | n:700 |"),
    "total-without-a-word": _trained(
        "n:1 | d:2023-04-06 | 宪法 | n:4 | n:30\nn:2 | d:2023-05-06 | 民法典 | n:2 | n:20\nn:3 | d:2023-12-31 | 全部 | n:6 | n:50"
    ),
    # pages and groups
    "pages": _penalties(f"{_ONE}第1页 共2页 | | | |\n{_PENALTIES}{_TWO}第2页/共2页 | | | |"),
    "groups": _penalties(f"一、街面 | | | |\n{_ONE}二、集市 | | | |\n{_TWO}"),
    "groups-of-one": _penalties(f"一、街面 | | | |\n{_ONE}{_TWO}"),
    # what is asked
    "excluded-in-a-remark": _penalties(f"{_ONE}罚字2号 | d:2023-05-12 | 罚款 | n:300 | 已撤回，不计入\n"),
    "excluded-between": _numbered("n:1 | 罚字1号 | d:2023-03-01 | 罚款 | n:500\n以下作废\nn:2 | 罚字2号 | d:2023-05-12 | 罚款 | n:300"),
    "excluded-by-the-sheet": {LEDGER: xlsx({"处罚（作废）": _PENALTIES + _ONE})},
    "numbers-left-out": _numbered("n:1 | 罚字1号 | d:2023-03-01 | 罚款 | n:500\nn:2 | 罚字2号 | d:2023-05-12 | 罚款 | n:300\nn:4 | 罚字4号 | d:2023-06-12 | 罚款 | n:100"),
    "beyond-the-headings": {LEDGER: xlsx("案号 | 立案日期 | 处罚种类 | 罚没金额 |\n罚字1号 | d:2023-03-01 | 罚款 | n:500 | n:200")},
    "shifted-by-a-column": {LEDGER: xlsx("案号 | 立案日期 | 结案日期 | 备注\n罚字1号 | d:2023-03-01 | d:2023-04-01 |\n罚字2号 | d:2023-05-12 | | d:2023-06-01")},
}  # fmt: skip
