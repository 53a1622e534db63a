"""A county office's clean returns of 政务公开 for two years, under a profile of their own: registers, months, quarters."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from random import Random

import docx
from chinese_calendar import is_workday

from tests.make.samples_write import Book, Cell, Column, Sheet, dotted

FOLDER = Path(__file__).with_name("second")
LINES = (
    "一、依申请公开",
    "全年收到信息公开申请{{公开申请.总数}}件，其中网络申请{{公开申请.网络}}件；办结{{公开申请.办结}}件，予以公开{{公开申请.予以公开}}件。",
    "提供{{公开申请.页数}}页，收取{{公开申请.费用}}元。",
    "二、政务服务",
    "窗口办件{{窗口办件.全年}}件，其中四季度{{窗口办件.四季度}}件。",
    "三、主动公开",
    "公开公文{{公文目录.总数}}件，解读{{公文目录.解读}}件。",
)
SERVICES = (
    "企业开办", "不动产登记", "社会保险", "户籍办理", "医保报销", "道路运输", "食品经营许可", "建设工程施工许可", "公积金提取", "婚姻登记", "残疾人服务",
    "出入境证件",
)  # fmt: skip
TITLES = (
    "关于加强防汛工作的通知", "关于印发春耕备耕方案的通知", "关于调整城乡低保标准的通知", "关于规范村级公章管理的意见", "关于开展安全生产检查的通知",
    "关于印发养老服务规划的通知", "关于做好森林防火的通知", "关于公布收费目录的通知",
)  # fmt: skip


def write_profile(folder: Path) -> None:
    """Write the profile's files and its Word template."""
    shutil.copytree(FOLDER, folder)
    template = docx.Document()
    template.core_properties.title = "{{报告.单位}}{{报告.年度}}年政务公开报告"
    for line in LINES:
        template.add_paragraph(line)
    template.save(str(folder / "report.docx"))


def county(year: int) -> list[Book]:
    """The workbooks of a year."""
    random = Random(year)
    requests = _requests(year, random)
    return [
        Book("办公室", "公开申请.xlsx", [_register(year, requests), _months(year, requests)]),
        Book("办公室", "公文目录.xls", [_documents(year, random)]),
        Book("政务服务中心", "窗口办件.xlsx", [_services(year, random)]),
    ]


def _after(day: date, by: int) -> date:
    """So many working days later."""
    while by:
        day += timedelta(1)
        by -= is_workday(day)
    return day


def _requests(year: int, random: Random) -> list[list[Cell]]:
    days = sorted(date(year, 1, 4) + timedelta(random.randrange(325)) for _ in range(68 if year % 2 else 57))
    rows: list[list[Cell]] = []
    for number, received in enumerate(days, 1):
        result = random.choice(("予以公开", "予以公开", "部分公开", "不予公开"))
        pages = 0 if result == "不予公开" else random.choice((3, 8, 12, 21, 26, 34, 45, 52))
        channel = random.choice(("网络", "网络", "信函", "当面"))
        answered = _after(received, random.randrange(4, 19))
        fee = 10 * max(pages - 30, 0)
        rows.append(
            [
                number,
                f"信申〔{year}〕{number:03}号",
                f"申请人{number}",
                received,
                channel,
                answered,
                result,
                pages,
                fee,
            ]
        )
    return rows


def _register(year: int, rows: list[list[Cell]]) -> Sheet:
    columns = [
        Column("序号", 6), Column("编号", 22), Column("申请人", 12), Column("收到日期", 14, dotted), Column("渠道"), Column("答复日期", 14, dotted),
        Column("办理结果"), Column("页数"), Column("费用"),
    ]  # fmt: skip
    sheet = Sheet("登记簿", f"某县{year}年信息公开申请登记簿", "", columns, rows)
    sheet.add_up("页数", "费用")
    return sheet


def _months(year: int, rows: list[list[Cell]]) -> Sheet:
    received: Counter[int] = Counter()
    pages: Counter[int] = Counter()
    for row in rows:
        assert isinstance(row[3], date)
        assert isinstance(row[7], int)
        received[row[3].month] += 1
        pages[row[3].month] += row[7]
    months: list[list[Cell]] = [[f"{month}月", received[month], pages[month]] for month in range(1, 13)]
    sheet = Sheet(
        "月报",
        f"某县{year}年信息公开申请月报表",
        "",
        [Column("月份"), Column("收到件数"), Column("提供页数")],
        months,
    )
    sheet.add_up("收到件数", "提供页数")
    return sheet


def _services(year: int, random: Random) -> Sheet:
    quarters = ["一季度", "二季度", "三季度", "四季度"]
    usual = Random("services")  # which differs by the service, and not much from year to year
    rows: list[list[Cell]] = []
    for number, service in enumerate(SERVICES, 1):
        counts = [int(usual.randrange(40, 900) * random.uniform(0.8, 1.3)) for _ in quarters]
        rows.append([number, service, *counts, sum(counts)])
    columns = [Column("序号", 6), Column("事项", 24), *(Column(each) for each in quarters), Column("全年")]
    sheet = Sheet("办件", f"某县{year}年政务服务窗口办件统计表", "", columns, rows)
    sheet.add_up(*quarters, "全年")
    return sheet


def _documents(year: int, random: Random) -> Sheet:
    days = sorted(date(year, 1, 9) + timedelta(random.randrange(310)) for _ in range(36))
    rows: list[list[Cell]] = []
    for number, issued in enumerate(days, 1):
        shown = _after(issued, random.randrange(2, 15))
        read = _after(shown, random.randrange(8)) if random.random() < 0.5 else None
        title = f"{random.choice(TITLES)}（{number}）"
        rows.append(
            [number, f"县政办〔{year}〕{number}号", title, issued, shown, "是" if read else "否", read]
        )
    columns = [
        Column("序号", 6), Column("文号", 22), Column("标题", 40), Column("印发日期"), Column("公开日期"), Column("是否解读"), Column("解读日期"),
    ]  # fmt: skip
    return Sheet("目录", f"某县{year}年主动公开公文目录", "", columns, rows)
