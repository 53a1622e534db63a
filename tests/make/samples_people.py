"""The people of the invented township 近海镇: enforcement officers, staff and counsel, a year -> rows.

Every name and number here is made up. A row's order of values is that of the sheet's columns in
samples.py, without 序号 and 备注.
"""

from __future__ import annotations

from datetime import date

from tests.make.samples_data import Row, table


def officers(year: int) -> list[Row]:
    """执法人员: 姓名, 执法证号, 所在单位, 执法类别, 人员性质, 有效期至."""
    return [
        [name, number, unit, "综合执法", post, date.fromisoformat(until)]
        for name, number, unit, post, until, scores in OFFICERS
        if year in scores
    ]


def exams(year: int) -> list[Row]:
    """执法考试: 姓名, 执法证号, 考试日期, 成绩, 考试结果; an officer without a score did not sit it."""
    day = {2022: date(2022, 11, 10), 2023: date(2023, 11, 9)}[year]
    passed = {2022: "合格", 2023: "通过"}[year]
    rows: list[Row] = []
    for name, number, *_, scores in OFFICERS:
        score = scores.get(year)
        if score is not None:
            rows.append([name, number, day, score, "合格" if len(rows) % 5 else passed])
            if score < 60:
                rows[-1][-1] = "不合格"
    return rows


def hours(year: int) -> list[Row]:
    """学时: 姓名, 所在部门, 人员类别, 年度学时."""
    rows: list[Row] = []
    for name, department, kind, earned in STAFF:
        rows.append([name, department, kind, earned[year]])
    post = {2022: "执法人员", 2023: "行政执法人员"}[year]
    for number, officer in enumerate(OFFICERS):
        if officer[3] == "本级" and year in officer[5]:
            rows.append([officer[0], "综合行政执法局", post, {2022: 64, 2023: 60}[year] + number * 7 % 10])
    return rows


def counsel(year: int) -> list[Row]:
    """法律顾问: 姓名, 人员类别, 所在机构, 聘期起, 聘期止."""
    return table(COUNSEL[year], year)


COUNSEL = {
    2023: """
陆明远 | 公职律师 | 近海镇司法所 | 2021-07-01 |
邵文清 | 法律顾问 | 海之安律师事务所 | 01-01 | 12-31
费若兰 | 外聘法律顾问 | 信与诚律师事务所 | 01-01 | 2024-12-31
""",
    2022: """
陆明远 | 公职律师 | 近海镇司法所 | 2021-07-01 |
邵文清 | 法律顾问 | 海之安律师事务所 | 01-01 | 12-31
""",
}

# Name, card, unit, post, card valid until, score per year on the roster (None: did not sit the exam).
_OWN, _SENT = "综合行政执法局", "市城管局近海中队"
OFFICERS: list[tuple[str, str, str, str, str, dict[int, int | None]]] = [
    ("施文博", "JH-0601", _OWN, "本级", "2026-03-31", {2022: 88, 2023: 92}),
    ("黄立群", "JH-0602", _OWN, "本级", "2026-03-31", {2022: 76, 2023: 85}),
    ("倪志鹏", "JH-0603", _OWN, "本级", "2025-08-31", {2022: 81, 2023: 88}),
    ("沈佳禾", "JH-0604", _OWN, "本级", "2025-08-31", {2022: 90, 2023: 94}),
    ("茅雨桐", "JH-0605", _OWN, "本级", "2026-10-31", {2022: 72, 2023: 79}),
    ("汤国栋", "JH-0606", _OWN, "本级", "2024-12-31", {2022: 54, 2023: 71}),
    ("朱亦凡", "JH-0607", _OWN, "本级", "2024-12-31", {2022: 83, 2023: 86}),
    ("徐向阳", "JH-0608", _OWN, "本级", "2027-05-31", {2022: 79, 2023: 82}),
    ("龚子昂", "JH-0609", _OWN, "本级", "2027-05-31", {2022: 85, 2023: 90}),
    ("葛秋实", "JH-0610", _OWN, "本级", "2026-06-30", {2022: 68, 2023: 77}),
    ("俞海波", "JH-0611", _OWN, "本级", "2026-06-30", {2022: None, 2023: 80}),
    ("钱思源", "JH-0612", _OWN, "本级", "2028-02-29", {2023: 87}),
    ("袁立诚", "CG-2101", _SENT, "下沉", "2025-12-31", {2022: 84, 2023: 89}),
    ("韩致远", "CG-2102", _SENT, "下沉", "2024-06-30", {2022: 77}),
    ("季书宁", "CG-2103", _SENT, "下沉", "2026-12-31", {2022: 80, 2023: 83}),
    ("樊一鸣", "CG-2104", _SENT, "下沉", "2026-12-31", {2023: 91}),
]

# Name, department, kind, hours per year; the officers are added from the roster.
STAFF: list[tuple[str, str, str, dict[int, float]]] = [
    ("周启航", "党政办", "副科级以上", {2022: 66, 2023: 72}),
    ("顾清扬", "党政办", "领导干部", {2022: 64, 2023: 68}),
    ("曹伯谦", "党政办", "副科级以上", {2022: 62, 2023: 66}),
    ("严正平", "组织人事办", "副科级以上", {2022: 70, 2023: 64}),
    ("丁若水", "宣传办", "副科级以上", {2022: 63, 2023: 60}),
    ("薛怀谷", "司法所", "副科级以上", {2022: 78, 2023: 82}),
    ("陆明远", "司法所", "副科级以上", {2022: 80, 2023: 84}),
    ("夏景行", "综合行政执法局", "领导干部", {2022: 69, 2023: 75}),
    ("成雨薇", "党政办", "机关人员", {2022: 45, 2023: 44}),
    ("姚舒文", "党政办", "机关人员", {2022: 44, 2023: 42}),
    ("毛思齐", "组织人事办", "机关人员", {2022: 48, 2023: 46.5}),
    ("孟晓棠", "组织人事办", "一般工作人员", {2022: 43, 2023: 41}),
    ("冯一诺", "宣传办", "机关人员", {2022: 50, 2023: 48}),
    ("宗雅琴", "宣传办", "机关人员", {2022: 42, 2023: 40}),
    ("邢子墨", "司法所", "机关人员", {2022: 56, 2023: 58}),
    ("田家乐", "司法所", "机关人员", {2022: 52, 2023: 54}),
    ("戴云舒", "综合行政执法局", "机关人员", {2022: 47, 2023: 45}),
    ("贾明泽", "综合行政执法局", "一般工作人员", {2022: 44.5, 2023: 43}),
]
