"""Write samples/: what six departments of an invented township handed in for two years, and a faulty copy.

`python -m tests.make.samples [folder]` writes the workbooks of 2022 and 2023 as `<year>/<department>/<file>`,
and `faulty/`: a workspace with those of 2023, some two dozen mistakes planted in them, and mistakes.txt that
lists these. The figures stand in samples_data.py and samples_people.py, the texts in samples_text.py, the
mistakes in samples_faulty.py, the file formats in samples_write.py. Every run writes the same bytes.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from tests.make import samples_data as data
from tests.make import samples_people as people
from tests.make import samples_text as text
from tests.make.samples_faulty import SETTINGS, listing, plant
from tests.make.samples_write import Book, Cell, Column, Sheet, chinese, dashed, dotted, write_book

YEARS = (2022, 2023)

# Who fills a department's sheets in, who checks them, and a telephone number that cannot exist.
CLERKS = {
    "司法所": ("邢子墨", "薛怀谷", "0513-00000001"),
    "综合行政执法局": ("戴云舒", "夏景行", "0513-00000002"),
    "组织人事办": ("毛思齐", "严正平", "0513-00000003"),
    "党政办": ("成雨薇", "顾清扬", "0513-00000004"),
    "宣传办": ("冯一诺", "丁若水", "0513-00000005"),
    "近海派出所": ("卫东来", "曹卫民", "0513-00000006"),
    "滨港派出所": ("尹长风", "焦守业", "0513-00000007"),
}
SENT = {2022: "2023年1月6日", 2023: "2024年1月5日"}


def write(folder: Path) -> None:
    """Write both years and the faulty workspace below `folder`."""
    for year in YEARS:
        for book in township(year):
            write_book(book, folder / str(year))
    books = township(2023)
    mistakes = plant(books)
    faulty = folder / "faulty"
    for book in books:
        write_book(book, faulty / "2023")
    (faulty / "reportgen.yaml").write_text(SETTINGS, encoding="utf-8", newline="\n")
    (faulty / "mistakes.txt").write_text(listing(mistakes), encoding="utf-8", newline="\n")


def township(year: int) -> list[Book]:
    """Return the workbooks that the departments handed in for a year."""
    return [
        Book("司法所", "行政复议台账.xlsx", [reviews(year)]),
        Book("司法所", "行政诉讼台账.xls", [lawsuits(year)]),
        Book("司法所", "矛盾纠纷调解台账.xlsx", mediations(year)),
        Book("司法所", "法律顾问和公职律师名册.xlsx", [counsel(year), Sheet("Sheet2"), Sheet("Sheet3")]),
        Book(
            "司法所",
            "法治建设文字材料.xlsx",
            [measures(year, "司法所", "工作举措"), problems(year), plans(year)],
        ),
        Book("综合行政执法局", "行政执法人员花名册.xlsx", [officers(year)]),
        Book("综合行政执法局", "执法考试成绩表.xlsx", [exams(year)]),
        Book("综合行政执法局", "工作举措.xlsx", [measures(year, "综合行政执法局", "Sheet1")]),
        Book("组织人事办", "学法培训和学时.xlsx", [training(year), hours(year)]),
        Book("党政办", "规范性文件目录.xlsx", [documents(year)]),
        Book("党政办", "依申请公开台账.ods", [requests(year)]),
        Book("党政办", "法治建设会议登记表.xlsx", [meetings(year)]),
        Book("党政办", "法治建设工作举措.xlsx", [measures(year, "党政办", "工作举措")]),
        Book("宣传办", "普法宣传活动登记表.xlsx", [activities(year)]),
        Book("宣传办", "法治文化阵地清单.xlsx", [venues(year)]),
        Book("宣传办", "普法工作举措.xlsx", [measures(year, "宣传办", "工作举措")]),
        Book("派出所", "近海派出所工作举措.xlsx", [measures(year, "近海派出所", "工作举措")]),
        Book("派出所", "滨港派出所工作举措.xlsx", [measures(year, "滨港派出所", "工作举措")]),
    ]


# 司法所


def reviews(year: int) -> Sheet:
    """行政复议: dates as 2023.5.12; the two years name three columns differently."""
    columns = [
        Column({2022: "复议案号", 2023: "案号"}[year], 22),
        Column("申请人", 16),
        Column("案件类型", 16),
        Column({2022: "收到日期", 2023: "收到答复通知日期"}[year], 18, dotted),
        Column("提交答复日期", 14, dotted),
        Column("结案日期", 14, dotted),
        Column({2022: "审理结果", 2023: "复议结果"}[year], 16),
    ]
    title = f"近海镇{year}年行政复议案件台账"
    return _sheet("复议", title, columns, data.reviews(year), "司法所", year, note=True)


def lawsuits(year: int) -> Sheet:
    """行政诉讼: an old .xls with real dates."""
    columns = [
        Column("案号", 22),
        Column("原告", 16),
        Column("案由", 16),
        Column("审级", 8),
        Column("收到起诉状日期", 16),
        Column("提交答辩状日期", 16),
        Column("开庭日期", 12),
        Column("是否出庭应诉", 14),
        Column("裁判日期", 12),
        Column("裁判结果", 16),
    ]
    return _sheet("应诉", f"近海镇{year}年行政诉讼案件台账", columns, data.lawsuits(year), "司法所", year)


def mediations(year: int) -> list[Sheet]:
    """矛盾调解 under a heading of two rows with real dates, and the monthly summary beside it."""
    columns = [
        Column("案件编号", 20),
        Column("受理日期", 12),
        Column("村（社区）", 12),
        Column("纠纷类别", 18),
        Column("当事人", 24, group="当事人情况"),
        Column("涉及人数", 10, group="当事人情况"),
        Column("调解员", 10),
        Column("调解结果", 12),
        Column("办结日期", 12),
    ]
    rows = data.mediations(year)
    title = f"近海镇{year}年矛盾纠纷调解"
    ledger = _sheet("台账", title + "台账", columns, rows, "司法所", year, note=True)
    months = _sheet(
        "月报",
        title + "月报表",
        [Column("月份", 10), Column("受理纠纷数", 14), Column("调解成功数", 14), Column("备注", 20)],
        [[*row, None] for row in data.mediation_months(rows)],
        "司法所",
        year,
        numbered=False,
    )
    months.add_up("受理纠纷数", "调解成功数")
    return [ledger, months]


def counsel(year: int) -> Sheet:
    """法律顾问: dates as 2023年1月1日, on a Sheet1 with an empty Sheet2 and Sheet3 after it."""
    columns = [
        Column("姓名"),
        Column("人员类别"),
        Column("所在机构", 24),
        Column("聘期起", 18, chinese),
        Column("聘期止", 18, chinese),
    ]
    title = f"近海镇{year}年法律顾问和公职律师名册"
    return _sheet("Sheet1", title, columns, people.counsel(year), "司法所", year)


def problems(year: int) -> Sheet:
    """存在问题."""
    columns = [Column("主要问题", 50), Column("原因分析", 60)]
    title = f"近海镇{year}年法治建设存在的主要问题"
    return _sheet("存在问题", title, columns, text.problems(year), "司法所", year)


def plans(year: int) -> Sheet:
    """下步安排."""
    columns = [Column("工作方向"), Column("具体安排", 90)]
    return _sheet("下步安排", "下阶段法治建设工作安排", columns, text.plans(year), "司法所", year)


# 综合行政执法局


def officers(year: int) -> Sheet:
    """执法人员: dates as 2026-3-31."""
    columns = [
        Column("姓名"),
        Column("执法证号"),
        Column("所在单位", 20),
        Column("执法类别"),
        Column({2022: "人员类别", 2023: "人员性质"}[year]),
        Column("证件有效期至", 16, dashed),
    ]
    title = f"近海镇{year}年行政执法人员花名册"
    return _sheet("花名册", title, columns, people.officers(year), "综合行政执法局", year, note=True)


def exams(year: int) -> Sheet:
    """执法考试: dates as 2023年11月9日."""
    columns = [
        Column("姓名"),
        Column({2022: "执法证号", 2023: "证件编号"}[year]),
        Column("考试日期", 18, chinese),
        Column("成绩", 10),
        Column("考试结果", 12),
    ]
    title = f"{year}年度行政执法人员考试成绩表"
    return _sheet("成绩", title, columns, people.exams(year), "综合行政执法局", year)


# 组织人事办


def training(year: int) -> Sheet:
    """学法培训 under a heading of two rows, dates as 2023年5月12日."""
    columns = [
        Column("培训时间", 18, chinese),
        Column("培训主题", 30, group="培训情况"),
        Column("培训类型", 16, group="培训情况"),
        Column("地点", 24, group="培训情况"),
        Column("参加人数", 10),
        Column("学时", 10),
    ]
    return _sheet(
        "学法培训", f"近海镇{year}年学法培训登记表", columns, data.training(year), "组织人事办", year
    )


def hours(year: int) -> Sheet:
    """学时."""
    columns = [
        Column("姓名"),
        Column("所在部门", 20),
        Column("人员类别", 16),
        Column({2022: "年度学时", 2023: "全年学时"}[year], 12),
    ]
    title = f"近海镇{year}年工作人员学法学时统计表"
    return _sheet("学时", title, columns, people.hours(year), "组织人事办", year, note=True)


# 党政办


def documents(year: int) -> Sheet:
    """规范性文件: dates as 2023.6.8."""
    columns = [
        Column("文件名称", 40),
        Column("文号", 22),
        Column("印发日期", 14, dotted),
        Column("施行日期", 14, dotted),
        Column("有效期至", 14, dotted),
        Column({2022: "状态", 2023: "清理结果"}[year], 12),
    ]
    title = f"近海镇行政规范性文件目录（{year}年）"
    return _sheet("目录", title, columns, data.documents(year), "党政办", year)


def requests(year: int) -> Sheet:
    """依申请公开: an OpenDocument spreadsheet with real dates."""
    columns = [
        Column("登记编号", 20),
        Column("申请人", 12),
        Column("收到申请日期", 14),
        Column("申请内容", 28),
        Column("是否延期", 10),
        Column("答复日期", 12),
        Column("办理结果", 12),
    ]
    title = f"近海镇{year}年政府信息依申请公开台账"
    return _sheet("依申请公开", title, columns, data.requests(year), "党政办", year)


def meetings(year: int) -> Sheet:
    """工作会议: dates as 2023年2月9日."""
    columns = [
        Column("会议时间", 18, chinese),
        Column("会议名称", 28),
        Column("会议类型", 16),
        Column("是否由主要负责人主持", 14),
        Column("主要议题", 44),
    ]
    title = f"近海镇{year}年法治建设工作会议登记表"
    return _sheet("会议", title, columns, data.meetings(year), "党政办", year, note=True)


# 宣传办


def activities(year: int) -> Sheet:
    """普法活动 with real dates and a 合计 row."""
    columns = [
        Column("活动时间", 12),
        Column("活动名称", 26),
        Column("活动类型", 14),
        Column("活动地点", 22),
        Column("参加人次", 10),
        Column({2022: "资料份数", 2023: "发放资料份数"}[year], 14),
    ]
    title = f"近海镇{year}年普法宣传活动登记表"
    sheet = _sheet("普法活动", title, columns, data.activities(year), "宣传办", year)
    sheet.add_up(columns[-2].heading, columns[-1].heading)
    return sheet


def venues(year: int) -> Sheet:
    """文化阵地: dates as 2023-5-18."""
    columns = [
        Column("村（社区）", 14),
        Column("阵地名称", 26),
        Column("阵地类型", 14),
        Column("建成时间", 14, dashed),
        Column("提档升级时间", 14, dashed),
    ]
    title = f"近海镇法治文化阵地清单（{year}年）"
    return _sheet("阵地", title, columns, data.venues(year), "宣传办", year, note=True)


# several departments


def measures(year: int, sender: str, tab: str) -> Sheet:
    """工作举措 of one sender; the column 长度 is empty but where one has a street to measure."""
    columns = [Column("板块", 12), Column("事项", 24), Column("工作内容", 90), Column("长度", 10)]
    title = f"{sender}{year}年法治建设工作举措"
    return _sheet(tab, title, columns, text.measures(year, sender), sender, year)


def _sheet(
    tab: str,
    title: str,
    columns: list[Column],
    rows: Sequence[Sequence[Cell]],
    sender: str,
    year: int,
    *,
    note: bool = False,
    numbered: bool = True,
) -> Sheet:
    """Frame rows as an office does: title, a note on who and when, 序号 and 备注, who filled it in."""
    clerk, checker, telephone = CLERKS[sender]
    framed = [list(row) for row in rows]
    if numbered:
        columns = [Column("序号", 6), *columns, Column("备注", 12)]
        framed = [[number, *row, None] for number, row in enumerate(framed, 1)]
    return Sheet(
        tab,
        title,
        f"填报单位：近海镇{sender}    填报日期：{SENT[year]}" if note else "",
        columns,
        framed,
        footer=f"填表人：{clerk}    审核人：{checker}    联系电话：{telephone}",
    )


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[2] / "samples")
