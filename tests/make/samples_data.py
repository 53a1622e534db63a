"""The cases and events of the invented township 近海镇: per kind of sheet, a function of the year -> rows.

Every person, firm, case number and village here is made up. A row's order of values is that of the sheet's
columns in samples.py, without 序号 and 备注.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from random import Random

from chinese_calendar import is_workday

from tests.make.samples_write import Cell

Row = list[Cell]


def reviews(year: int) -> list[Row]:
    """行政复议: 案号, 申请人, 案件类型, 收到日期, 答复日期, 结案日期, 复议结果."""
    return table(REVIEWS[year], year)


def lawsuits(year: int) -> list[Row]:
    """行政诉讼: 案号, 原告, 案由, 审级, 收到起诉状, 答辩, 开庭 (days), 负责人出庭, 裁判日期, 裁判结果."""
    return table(LAWSUITS[year], year)


def requests(year: int) -> list[Row]:
    """依申请公开: 编号, 申请人, 收到日期, 申请内容, 是否延期, 答复日期, 办理结果."""
    return table(REQUESTS[year], year)


def documents(year: int) -> list[Row]:
    """规范性文件: 文件名称, 文号, 印发日期, 施行日期, 有效期至, 状态."""
    state = {2022: 5, 2023: 6}[year]
    return [[*row[:5], row[state]] for row in table(DOCUMENTS, year) if row[state]]


def meetings(year: int) -> list[Row]:
    """工作会议: 会议日期, 会议名称, 会议类型, 主要负责人主持, 议题."""
    return table(MEETINGS[year], year)


def training(year: int) -> list[Row]:
    """学法培训: 培训日期, 培训主题, 培训类型, 地点, 参加人数, 学时."""
    return table(TRAINING[year], year)


def activities(year: int) -> list[Row]:
    """普法活动: 活动日期, 活动主题, 活动类型, 地点, 参加人次, 资料份数."""
    return table(ACTIVITIES[year], year)


def venues(year: int) -> list[Row]:
    """文化阵地 standing at the end of the year: 村社区, 阵地名称, 阵地类型, 建成日期, 提档升级日期."""
    end = date(year, 12, 31)
    return [
        [village, f"{village}{name}", kind, built, renewed if _by(renewed, end) else None]
        for village, name, kind, built, renewed in table(VENUES, year)
        if _by(built, end)
    ]


def mediations(year: int) -> list[Row]:
    """矛盾调解: 编号, 受理日期, 村社区, 纠纷类别, 当事人, 涉及人数, 调解员, 调解结果, 办结日期."""
    random = Random(year)
    received = sorted(
        day
        for month, count in enumerate(MEDIATIONS_BY_MONTH[year], 1)
        for day in random.choices([day for day in _workdays(year, month) if day.day <= 24], k=count)
    )
    extra = MORE_THAN_TWO[year] + [0] * (len(received) - len(MORE_THAN_TWO[year]))
    random.shuffle(extra)
    rows: list[Row] = []
    for number, (day, more) in enumerate(zip(received, extra, strict=True), 1):
        parties = f"{_name(random)}、{_name(random)}" + (f"等{2 + more}人" if more else "")
        done = day + timedelta(days=random.randrange(15))
        while not is_workday(done) or done.year > year:
            done -= timedelta(days=1)
        kind = random.choice(DISPUTES_OF_MANY if more > 2 else DISPUTES)
        result = random.choice(SETTLED)
        village = random.choice(VILLAGES)
        people: Cell = f"{2 + more}人" if number % 40 == 0 else 2 + more
        mediator = random.choice(MEDIATORS)
        rows.append(
            [
                f"近调〔{year}〕{number:03}号",
                day,
                village,
                kind,
                parties,
                people,
                mediator,
                result,
                max(day, done),
            ]
        )
    for number, result in NOT_SETTLED[year].items():
        rows[number - 1][7] = result
        if result == "正在调解":
            rows[number - 1][8] = None
    return rows


def mediation_months(rows: list[Row]) -> list[Row]:
    """矛盾调解月报, counted from the ledger by day of receipt: 月份, 受理数, 成功数."""
    months = Counter(row[1].month for row in rows if isinstance(row[1], date))
    settled = Counter(row[1].month for row in rows if isinstance(row[1], date) and row[7] in SETTLED)
    return [[f"{month}月", months[month], settled[month]] for month in range(1, 13)]


def table(text: str, year: int) -> list[Row]:
    """Read lines of cells parted by bars; 05-12 is a day of `year`."""
    return [[_cell(cell.strip(), year) for cell in line.split("|")] for line in text.strip().splitlines()]


def _cell(text: str, year: int) -> Cell:
    """Read a date, a whole number, a text, or nothing."""
    if re.fullmatch(r"(\d{4}-)?\d\d-\d\d", text):
        return date.fromisoformat(text if len(text) == 10 else f"{year}-{text}")
    if re.fullmatch("[0-9]+", text):
        return int(text)
    return text or None


def _by(day: Cell, end: date) -> bool:
    """Tell whether there is a day and it is not after `end`."""
    return isinstance(day, date) and day <= end


def _workdays(year: int, month: int) -> list[date]:
    """Return the working days of a month by the State Council's calendar."""
    days = (date(year, month, 1) + timedelta(days=ahead) for ahead in range(31))
    return [day for day in days if day.month == month and is_workday(day)]


def _name(random: Random) -> str:
    """Make a name up."""
    given = random.choice(GIVEN_FIRST) + random.choice(GIVEN_LAST)
    return random.choice(SURNAMES) + given


REVIEWS = {
    2023: """
海行复〔2023〕7号 | 蔡永康 | 行政处罚 | 02-14 | 02-22 | 04-07 | 维持原行政行为
海行复〔2023〕15号 | 顺和建材经营部 | 行政强制 | 04-11 | 04-19 | 06-02 | 撤销
海行复〔2023〕22号 | 范学勤 | 行政处罚 | 06-06 | 06-14 | 07-28 | 变更
海行复〔2023〕31号 | 庄玉兰 | 不履行法定职责 | 08-08 | 08-16 | 09-28 | 责令履行
海行复〔2023〕38号 | 卞志诚 | 行政强制 | 10-10 | 10-18 | 12-01 | 确认违法
""",
    2022: """
海行复〔2022〕9号 | 闵福来 | 行政处罚 | 03-08 | 03-16 | 05-06 | 维持
海行复〔2022〕18号 | 宋家和 | 土地确权 | 06-14 | 06-22 | 08-05 | 维持
海行复〔2022〕27号 | 丰泽水产经营部 | 行政强制 | 09-06 | 09-14 | 10-28 | 确认违法
""",
}

LAWSUITS = {
    2023: """
（2023）海行初11号 | 瞿长林 | 行政处罚 | 一审 | 01-05 | 01-12 | 02-16 | 是 | 03-17 | 驳回诉讼请求
（2023）海行初36号 | 顺和建材经营部 | 行政强制 | 一审 | 04-18 | 04-27 | 05-25 | 是 | 06-29 | 驳回诉讼请求
（2023）海行初58号 | 管素云 | 信息公开 | 一审 | 07-11 | 07-20 | 08-24 | 是 | 09-21 | 驳回起诉
（2023）海行初83号 | 洪国良 | 不履行法定职责 | 一审 | 10-17 | 10-26 |  |  | 11-16 | 准许撤诉
""",
    2022: """
（2022）海行初24号 | 闵福来 | 行政处罚 | 一审 | 03-15 | 03-24 | 04-21 | 是 | 05-26 | 驳回诉讼请求
（2022）海行初67号 | 柏秀珍 | 行政强制 | 一审 | 08-16 | 08-25 | 09-22 | 否 | 10-27 | 败诉
""",
}

REQUESTS = {
    2023: """
近公开〔2023〕1号 | 祝春华 | 05-08 | 村庄道路改造工程招标信息 | 否 | 05-29 | 同意公开
""",
    2022: """
近公开〔2022〕1号 | 祝春华 | 04-12 | 农村改厕补助标准 | 否 | 05-06 | 予以公开
近公开〔2022〕2号 | 潘志远 | 09-13 | 土地流转合同材料 | 是 | 10-27 | 部分公开
""",
}

# The last two columns: the state at the end of 2022 and of 2023, empty where the list leaves it out.
DOCUMENTS = """
近海镇农家书屋管理办法 | 近政规〔2017〕3号 | 2017-09-07 | 2017-10-09 | 2022-10-08 | 已失效 |
近海镇环境卫生责任区管理规定 | 近政规〔2018〕2号 | 2018-07-05 | 2018-08-05 | 2023-08-04 | 继续有效 | 失效
近海镇河道长效管护办法 | 近政规〔2019〕1号 | 2019-03-14 | 2019-04-14 | 2024-04-13 | 继续有效 | 已废止
近海镇村级小型工程管理办法 | 近政规〔2020〕1号 | 2020-04-16 | 2020-05-16 | 2025-05-15 | 继续有效 | 继续有效
近海镇农村生活垃圾分类管理办法 | 近政规〔2021〕1号 | 2021-03-18 | 2021-04-18 |  | 继续有效 | 现行有效
近海镇临时救助实施细则 | 近政规〔2022〕1号 | 2022-05-20 | 2022-06-20 | 2027-06-19 | 继续有效 | 继续有效
近海镇农村集体资产资源交易管理办法 | 近政规〔2023〕1号 | 2023-06-08 | 2023-07-08 | 2028-07-07 |  | 继续有效
"""

MEETINGS = {
    2023: """
02-09 | 镇党委会议 | 党委会议 | 是 | 听取上年度法治建设情况汇报，研究年度工作要点
03-02 | 法治建设工作领导小组会议 | 领导小组会议 | 是 | 审议年度任务清单
04-20 | 普法宣传工作专题会议 | 专题会议 | 是 | 部署民法典宣传月活动
06-15 | 镇党委会议 | 党委会 | 是 | 学习法治思想，研究规范性文件清理
07-13 | 矛盾纠纷化解专题会议 | 专题会 | 否 | 研究三色预警运行和疑难纠纷化解
09-07 | 法治建设工作领导小组会议 | 领导小组会议 | 是 | 调度任务进展，研究被纠错案件整改
10-19 | 行政执法工作专题会议 | 专题会议 | 是 | 通报案卷评查情况
11-16 | 镇党委会议 | 党委会议 | 是 | 听取述法汇报，研究复议应诉工作
""",
    2022: """
02-17 | 镇党委会议 | 党委会议 | 是 | 研究年度法治建设计划
03-10 | 法治建设工作领导小组会议 | 领导小组会议 | 是 | 分解年度任务
05-19 | 综合执法改革专题会议 | 专题会议 | 否 | 研究执法队伍规范化建设
08-11 | 镇党委会议 | 党委会议 | 是 | 听取法治建设进展汇报
10-13 | 矛盾纠纷排查专题会议 | 专题会议 | 是 | 部署矛盾纠纷集中排查
""",
}

TRAINING = {
    2023: """
02-24 | 宪法和地方组织法专题学习 | 集中学法 | 镇政府三楼会议室 | ４８人 | 4学时
03-31 | 第一季度法律知识考试 | 学法考试 | 镇政府三楼会议室 | 45 | 2
05-19 | 民法典专题讲座 | 集中学法 | 镇党校 | 46 | 4
06-30 | 第二季度法律知识考试 | 法律知识考试 | 线上 | 47 | 2
08-18 | 行政处罚法与执法程序 | 集中学习 | 综合行政执法局会议室 | 44人 | 4学时
09-22 | 第三季度法律知识考试 | 学法考试 | 线上 | 46 | 2
11-03 | 新修订行政复议法解读 | 集中学法 | 镇党校 | 49 | 4
12-01 | 年度学法用法考试 | 学法考试 | 镇政府三楼会议室 | 48 | 2
""",
    2022: """
03-18 | 法治思想专题学习 | 集中学法 | 镇政府三楼会议室 | 42 | 4
06-24 | 上半年法律知识考试 | 学法考试 | 线上 | 43 | 2
07-15 | 乡村振兴促进法专题讲座 | 集中学法 | 镇党校 | 40 | 4
10-21 | 行政执法基础知识 | 集中学习 | 综合行政执法局会议室 | 41人 | 4学时
12-09 | 年度学法用法考试 | 学法考试 | 线上 | 44 | 2
""",
}

ACTIVITIES = {
    2023: """
01-12 | 春节返乡人员普法 | 集中宣传 | 客运站广场 | 260 | 500
02-16 | 劳动权益保护宣讲 | 送法进企业 | 近海船舶配件厂 | 85 | 120
03-08 | 妇女权益保障宣传 | 广场宣传 | 滨港社区广场 | 180 | 300
03-15 | 消费者权益保护宣传 | 广场宣传 | 近海农贸市场 | 210 | 400
03-29 | 预防校园欺凌法治课 | 校园普法 | 近海初级中学 | 420 | 450
04-14 | 国家安全教育宣传 | 网络普法 | 镇微信公众号 | 1350 |
04-26 | 土地承包法律咨询 | 送法下乡 | 望海村 | 75 | 150
05-10 | 民法典宣传月启动仪式 | 广场宣传 | 镇文化广场 | 320 | 600
05-24 | 婚姻家庭法律咨询 | 进村入户 | 海晏村 | 68 | 130
06-08 | 安全生产法宣讲 | 进企业 | 近海水产加工园 | 110 | 160
06-21 | 禁毒宣传 | 网络普法 | 镇微信公众号 | 1180 |
07-14 | 夏夜话民法典法治夜市 | 法治夜市 | 镇文化广场 | 650 | 800
08-11 | 反诈防骗法治夜市 | 法治夜市 | 滨港商业街 | 720 | 900
09-01 | 开学第一堂法治课 | 法治进校园 | 近海小学 | 510 | 520
09-13 | 老年人防诈骗宣传 | 进村入户 | 永丰村 | 90 | 180
10-18 | 农村宅基地法律咨询 | 送法下乡 | 双桥村 | 62 | 110
10-25 | 知识产权保护宣讲 | 进企业 | 近海电动工具厂 | 55 | 80
11-09 | 消防安全宣传 | 进村入户 | 聚星村 | 84 | 160
11-22 | 以案释法短视频展播 | 网络普法 | 近近开讲栏目 | 2100 |
12-04 | 国家宪法日集中宣传 | 广场宣传 | 镇文化广场 | 360 | 700
""",
    2022: """
01-14 | 春节返乡人员普法 | 广场宣传 | 客运站广场 | 210 | 450
02-24 | 根治欠薪政策宣讲 | 进企业 | 近海服装加工厂 | 70 | 100
03-15 | 消费者权益保护宣传 | 广场宣传 | 近海农贸市场 | 190 | 350
04-15 | 国家安全教育宣传 | 网络普法 | 镇微信公众号 | 980 |
04-28 | 土地流转法律咨询 | 送法下乡 | 新坝村 | 58 | 120
05-12 | 民法典宣传月启动仪式 | 广场宣传 | 镇文化广场 | 280 | 500
05-26 | 赡养老人法律咨询 | 进村入户 | 和风村 | 64 | 110
06-16 | 安全生产法宣讲 | 进企业 | 近海水产加工园 | 96 | 150
06-24 | 禁毒宣传 | 网络普法 | 镇微信公众号 | 860 |
07-22 | 夏夜普法法治夜市 | 法治夜市 | 镇文化广场 | 540 | 700
09-02 | 开学第一堂法治课 | 校园普法 | 近海小学 | 480 | 500
09-21 | 防范电信诈骗宣传 | 进村入户 | 芦荡村 | 77 | 150
10-19 | 环境保护法宣传 | 进村入户 | 惠民村 | 66 | 120
11-09 | 合同法律风险宣讲 | 进企业 | 近海船舶配件厂 | 48 | 75
11-24 | 以案释法线上展播 | 网络普法 | 镇微信公众号 | 1050 |
12-02 | 国家宪法日集中宣传 | 广场宣传 | 镇文化广场 | 300 | 600
""",
}

# 望海村 renewed two places in 2023: villages are counted, not places.
VENUES = """
望海村 | 法治文化广场 | 法治广场 | 2018-06-20 | 2023-05-18
望海村 | 法治书屋 | 法治书屋 | 2019-11-12 | 2023-09-14
海晏村 | 法治文化长廊 | 法治长廊 | 2018-09-27 | 2023-04-27
新垦村 | 法治文化墙 | 法治墙绘 | 2019-05-16 | 2023-06-15
潮声村 | 法治文化公园 | 法治公园 | 2019-08-22 | 2023-06-29
盐河村 | 滨河法治步道 | 法治步道 | 2020-04-23 | 2023-07-20
东埝村 | 法治宣传栏 | 宣传栏 | 2018-03-15 | 2023-07-27
西埝村 | 法治文化广场 | 法治广场 | 2019-10-17 | 2023-08-24
双桥村 | 法治文化长廊 | 法治长廊 | 2020-06-18 | 2023-09-21
双桥村 | 法治书屋 | 法治书屋 | 2019-12-05 |
永丰村 | 法治文化小院 | 法治小院 | 2020-09-10 | 2023-10-26
聚星村 | 法治宣传栏 | 宣传栏 | 2018-05-24 | 2023-11-23
和风村 | 法治文化广场 | 法治广场 | 2018-07-19 | 2022-04-21
芦荡村 | 法治文化墙 | 法治墙绘 | 2018-10-25 | 2022-06-23
新坝村 | 法治文化长廊 | 法治长廊 | 2019-03-21 | 2022-08-18
惠民村 | 法治文化小院 | 法治小院 | 2019-06-13 | 2022-09-22
近海社区 | 法治文化公园 | 法治公园 | 2018-11-29 | 2022-05-26
近海社区 | 宪法宣传角 | 宣传栏 | 2023-03-23 |
通港社区 | 法治书屋 | 法治书屋 | 2020-03-26 | 2022-11-17
桃园村 | 法治宣传栏 | 宣传栏 | 2018-04-12 | 2021-09-16
滨港社区 | 法治文化广场 | 法治广场 | 2021-10-21 |
"""

VILLAGES = sorted({str(row[0]) for row in table(VENUES, 2023)})

MEDIATIONS_BY_MONTH = {
    2023: (8, 7, 10, 11, 12, 13, 12, 11, 10, 9, 9, 9),
    2022: (6, 5, 8, 9, 9, 10, 10, 9, 9, 8, 8, 7),
}
# People beyond the usual two of a dispute: 121 × 2 + 33 = 275, 98 × 2 + 25 = 221.
MORE_THAN_TWO = {2023: [8, 6, 4, 3, 3, 2, 2, 1, 1, 1, 1, 1], 2022: [7, 5, 3, 3, 2, 2, 1, 1, 1]}
SETTLED = ["成功", "成功", "成功", "调解成功", "达成协议", "已化解"]
NOT_SETTLED: dict[int, dict[int, str]] = {
    2023: {},
    2022: {37: "未达成协议", 71: "调解不成功", 98: "正在调解"},
}
DISPUTES = ["邻里纠纷", "婚姻家庭纠纷", "土地承包纠纷", "损害赔偿纠纷", "合同纠纷", "房屋宅基地纠纷"]
DISPUTES_OF_MANY = ["劳动争议", "土地承包纠纷", "养殖滩涂纠纷"]
MEDIATORS = ["邢子墨", "田家乐", "包守信", "万和平", "杭淑贤", "马德厚"]
SURNAMES = "陈王张李黄徐施顾朱沈陆周吴倪蔡高杨袁龚汤"
GIVEN_FIRST = "永国志建文春秀玉海明德家兴惠素长福雪"
GIVEN_LAST = "林平兰芳军华康良珍云生宁荣琴祥娟"
