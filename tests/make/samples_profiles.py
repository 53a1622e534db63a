"""Write the samples of the shipped profiles beside rule-of-law: below samples/, each a workspace of its own, of two years.

People, identities and telephone numbers are invented. The enforcement figures of 2023 add up to those that a county has
published.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from tests.make.samples_write import Book, Cell, Column, Sheet, write_book

YEARS = (2022, 2023)
AGENCIES = (
    "公安局", "交通运输局", "市场监管局", "综合执法局", "自然资源局", "生态环境局", "水利局", "农业农村局", "卫生健康局",
    "文化旅游局", "应急管理局", "人力社保局",
)  # fmt: skip
# a blank is a power that an agency has not
PENALTIES = """
机关       | 警告通报批评 | 罚款  | 没收 | 暂扣降级 | 吊销 | 限制经营 | 停产关闭 | 拘留 | 其他处罚 | 合计  | 罚没金额
公安局     | 8000         | 61200 | 0    | 150      | 30   |          |          | 504  | 0        | 69884 | 6120000
交通运输局 | 3900         | 30100 | 0    | 39       | 60   |          | 0        |      | 1        | 34100 | 7110000
市场监管局 | 20           | 900   | 180  | 0        | 9    | 0        | 2        |      | 4        | 1115  | 1890000
综合执法局 | 150          | 2100  | 12   |          |      |          |          |      | 0        | 2262  | 830000
自然资源局 | 3            | 40    | 5    | 0        | 0    |          |          |      | 0        | 48    | 410000
生态环境局 | 9            | 88    | 0    | 0        | 0    | 0        | 6        |      | 0        | 103   | 640000
水利局     | 8            | 31    | 8    |          |      |          |          |      | 0        | 47    | 52000
农业农村局 | 12           | 90    | 20   | 0        | 0    |          |          |      | 2        | 124   | 95000
卫生健康局 | 41           | 260   | 8    | 0        | 2    |          | 1        |      | 0        | 312   | 198000
文化旅游局 | 14           | 35    | 2    | 0        | 0    |          |          |      | 0        | 51    | 61000
应急管理局 | 15           | 80    | 0    | 0        | 0    | 0        | 2        |      | 5        | 102   | 123900
人力社保局 | 3            | 5     |      |          |      |          |          |      | 0        | 8     | 8000
"""
LICENCES = """
机关       | 申请  | 受理  | 许可  | 不予许可 | 撤销许可
公安局     | 4200  | 4200  | 4190  | 10       | 0
市场监管局 | 15800 | 15800 | 15730 | 67       | 5
交通运输局 | 3569  | 3569  | 3560  | 9        | 0
自然资源局 | 1200  | 1200  | 1191  | 8        | 0
卫生健康局 | 1000  | 1000  | 995   | 5        | 0
农业农村局 | 800   | 800   | 796   | 3        | 0
"""
FORCED = """
机关       | 限制人身自由 | 查封 | 扣押 | 冻结 | 其他措施 | 加处罚款 | 划拨 | 代履行 | 其他执行 | 申请法院执行 | 合计
公安局     | 216          | 3    | 1840 | 2    | 0        | 0        |      |        | 0        | 11           | 2072
交通运输局 |              | 0    | 926  |      | 0        | 35       |      | 0      | 0        | 24           | 985
市场监管局 |              | 58   | 133  |      | 0        | 12       |      |        | 0        | 37           | 240
综合执法局 |              | 7    | 412  |      | 0        | 6        |      | 29     | 18       | 15           | 487
自然资源局 |              | 0    |      |      | 0        | 4        |      | 3      | 0        | 21           | 28
生态环境局 |              | 14   | 5    |      | 0        | 0        |      | 1      | 0        | 9            | 29
水利局     |              | 0    | 17   |      | 0        | 0        |      | 2      | 0        | 4            | 23
应急管理局 |              | 6    | 8    |      | 0        | 0        |      |        | 0        | 2            | 16
"""
INSPECTIONS = """
机关       | 日常检查 | 专项检查 | 个案检查 | 合计 | 涉企检查
公安局     | 3120     | 268      | 57       | 3445 | 1206
交通运输局 | 1874     | 143      | 36       | 2053 | 988
市场监管局 | 4416     | 352      | 128      | 4896 | 4630
综合执法局 | 2650     | 97       | 44       | 2791 | 1317
自然资源局 | 386      | 41       | 19       | 446  | 233
生态环境局 | 712      | 64       | 31       | 807  | 795
水利局     | 295      | 28       | 12       | 335  | 142
农业农村局 | 508      | 75       | 23       | 606  | 397
卫生健康局 | 1133     | 86       | 27       | 1246 | 1098
文化旅游局 | 467      | 52       | 9        | 528  | 511
应急管理局 | 920      | 108      | 16       | 1044 | 1021
人力社保局 | 241      | 37       | 62       | 340  | 340
"""
LEVIES = """
机关       | 征收次数 | 征收金额 | 征用次数
自然资源局 | 136      | 4825000  |
水利局     | 94       | 1267500  |
应急管理局 |          |          | 2
"""


def _rows(text: str) -> tuple[list[str], dict[str, list[Cell]]]:
    """The headings of a drawn table without the first, and the cells of each line by its first."""
    head, *lines = ([cell.strip() for cell in line.split("|")] for line in text.strip().splitlines())
    return head[1:], {name: [_cell(each) for each in cells] for name, *cells in lines}


def _cell(text: str) -> Cell:
    if text.replace(".", "", 1).isdecimal():
        return float(text) if "." in text else int(text)
    return text or None


def _before(cells: Sequence[Cell], step: int) -> list[Cell]:
    """What a row said the year before: a little less."""
    return [each - each * step // 100 if isinstance(each, int) else each for each in cells]


def enforcement(year: int) -> Iterator[Book]:
    """One workbook of each agency, a sheet for each of its statistics."""
    tables = {
        "行政许可": (LICENCES, "行政许可实施情况统计表", 0),
        "行政处罚": (PENALTIES, "行政处罚实施情况统计表", 9),
        "行政强制": (FORCED, "行政强制实施情况统计表", 10),
        "行政检查": (INSPECTIONS, "行政检查实施情况统计表", 3),
        "征收征用": (LEVIES, "行政征收和行政征用实施情况统计表", 0),
    }
    for number, agency in enumerate(AGENCIES):
        sheets = []
        for tab, (text, title, parts) in tables.items():
            head, rows = _rows(text)
            if agency not in rows:
                continue
            cells = rows[agency] if year == YEARS[-1] else _before(rows[agency], 2 + number)
            if parts:
                cells[parts] = sum(each for each in cells[:parts] if isinstance(each, int))
            if tab == "行政许可":  # what was refused is what was left of those taken up
                cells[3] = min(int(str(cells[3])), int(str(cells[1])) - int(str(cells[2])))
            sheets.append(_sheet(tab, f"{agency}{year}年{title}", head, [cells], agency))
        suffix = {"农业农村局": ".xls", "文化旅游局": ".ods"}.get(agency, ".xlsx")
        yield Book(agency, f"{agency}行政执法统计{suffix}", sheets)


def _sheet(tab: str, title: str, head: Sequence[str], rows: Sequence[Sequence[Cell]], sender: str) -> Sheet:
    """A sheet with its title and who filled it in."""
    columns = [Column(each, max(10, 2 * len(each) + 2)) for each in head]
    return Sheet(
        tab,
        title,
        f"填报单位：{sender}",
        columns,
        [list(row) for row in rows],
        footer="填表人：顾某    审核人：陆某",
    )


APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
# what is not named is 0; the form's own numbers stand before the items, as offices copy them
REQUESTS: Mapping[int, Mapping[str, Sequence[int]]] = {
    2022: {
        "本年新收": (14, 3, 0, 0, 1, 0), "上年结转": (1, 0, 0, 0, 0, 0), "予以公开": (6, 1, 0, 0, 0, 0),
        "部分公开": (2, 0, 0, 0, 1, 0), "不掌握": (3, 1, 0, 0, 0, 0), "重复": (1, 0, 0, 0, 0, 0),
        "总计": (12, 2, 0, 0, 1, 0), "结转下年": (3, 1, 0, 0, 0, 0),
    },
    2023: {
        "本年新收": (17, 4, 0, 1, 2, 0), "上年结转": (3, 1, 0, 0, 0, 0), "予以公开": (8, 2, 0, 1, 1, 0),
        "部分公开": (2, 0, 0, 0, 0, 0), "内部事务": (1, 0, 0, 0, 0, 0), "不掌握": (3, 2, 0, 0, 1, 0),
        "另行制作": (1, 0, 0, 0, 0, 0), "信访": (2, 0, 0, 0, 0, 0), "不补正": (1, 0, 0, 0, 0, 0),
        "总计": (18, 4, 0, 1, 2, 0), "结转下年": (2, 1, 0, 0, 0, 0),
    },
}  # fmt: skip
ITEMS = {
    "本年新收": "一、本年新收政府信息公开申请数量", "上年结转": "二、上年结转政府信息公开申请数量", "予以公开": "（一）予以公开",
    "部分公开": "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "国家秘密": "1.属于国家秘密",
    "禁止公开": "2.其他法律行政法规禁止公开", "三安全": "3.危及“三安全一稳定”", "第三方": "4.保护第三方合法权益",
    "内部事务": "5.属于三类内部事务信息", "过程性": "6.属于四类过程性信息", "执法案卷": "7.属于行政执法案卷",
    "行政查询": "8.属于行政查询事项", "不掌握": "1.本机关不掌握相关政府信息", "另行制作": "2.没有现成信息需要另行制作",
    "不明确": "3.补正后申请内容仍不明确", "信访": "1.信访举报投诉类申请", "重复": "2.重复申请", "出版物": "3.要求提供公开出版物",
    "大量反复": "4.无正当理由大量反复申请", "重新出具": "5.要求行政机关确认或重新出具已获取信息",
    "不补正": "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "不缴费": "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "其他": "3.其他",
    "总计": "（七）总计", "结转下年": "四、结转下年度继续办理",
}  # fmt: skip
OFFICE = "办公室"
WORK = {
    2022: (
        ("主动公开", "通过门户网站公开各类政府信息，重点公开财政预决算和重大建设项目的信息。"),
        ("依申请公开", "完善申请登记和答复的办理流程，答复文书由专人审核。"),
        ("政府信息管理", "建立文件公开属性的审查制度，印发前明确公开属性。"),
        ("平台建设", "优化网站栏目设置，增加检索功能。"),
        ("监督保障", "明确分管领导和工作机构，配备专职人员。"),
    ),
    2023: (
        ("主动公开", "在门户网站和便民服务大厅公开政府信息，新增养老、托育等民生领域的专栏。"),
        ("依申请公开", "健全申请登记、审核、答复、归档的办理流程，疑难申请集体会商。"),
        ("政府信息管理", "对已公开的文件开展清理，及时标注废止和失效的文件。"),
        ("平台建设", "改版信息公开栏目，定期检查链接和附件。"),
        ("监督保障", "开展政府信息公开培训，把公开工作列入考核。"),
    ),
}
WANTS = {
    2022: (("个别栏目更新不够及时", "建立了栏目更新提醒机制"),),
    2023: (("政策解读形式比较单一", "增加了图解和问答"), ("基层公开力量不足", "分批组织了业务培训")),
}


def matrix(year: int) -> list[list[Cell]]:
    """The rows of the statutory table, each with its sum."""
    found = REQUESTS[year]
    rows = ((name, found.get(key, (0,) * 6)) for key, name in ITEMS.items())
    return [[name, *row, sum(row)] for name, row in rows]


def disclosure(year: int) -> Iterator[Book]:
    """The three tables of the form in one workbook, and the texts in another."""
    step = year - YEARS[0]
    outcomes = ("类别", "结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    tables: tuple[tuple[str, str, Sequence[str], Sequence[Sequence[Cell]]], ...] = (
        (
            "制发文件",
            "主动公开规章和行政规范性文件情况",
            ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
            (("规章", 0, 0, 0), ("行政规范性文件", 4 + step, 2 - step, 28 + 4 * step)),
        ),
        (
            "处理决定",
            "主动公开行政许可、行政处罚和行政强制情况",
            ("信息内容", "本年处理决定数量"),
            (("行政许可", 5120 + 261 * step), ("行政处罚", 840 - 37 * step), ("行政强制", 56 + 3 * step)),
        ),
        (
            "收费",
            "主动公开行政事业性收费情况",
            ("信息内容", "本年收费金额（万元）"),
            (("行政事业性收费", 318.6 + 7.25 * step), ("政府信息公开信息处理费", 0)),
        ),
        (
            "公开申请",
            "收到和处理政府信息公开申请情况",
            ("项目", *APPLICANTS, "总计"),
            matrix(year),
        ),
        (
            "复议诉讼",
            "政府信息公开行政复议、行政诉讼情况",
            outcomes,
            (
                ("行政复议", 1 + step, 1, 0, 0, 2 + step),
                ("未经复议直接起诉", 0, 0, 1, 0, 1),
                ("复议后起诉", step, 0, 0, 1, 1 + step),
            ),
        ),
    )
    sheets = [_sheet(tab, f"{year}年{title}", head, rows, OFFICE) for tab, title, head, rows in tables]
    yield Book(OFFICE, "信息公开统计表.xlsx", sheets)
    texts = [
        _sheet("工作情况", f"{year}年政府信息公开工作情况", ("板块", "工作内容"), WORK[year], OFFICE),
        _sheet(
            "存在问题", f"{year}年存在的主要问题及改进情况", ("主要问题", "改进情况"), WANTS[year], OFFICE
        ),
    ]
    yield Book(OFFICE, "信息公开文字材料.ods", texts)


TOWNS = (
    "东溪镇",
    "南河镇",
    "西山镇",
    "北坪镇",
    "上塘镇",
    "下塘镇",
    "大桥镇",
    "小桥镇",
    "石门乡",
    "白沙乡",
    "青林乡",
    "红岩乡",
)
KINDS = ("邻里", "婚姻家庭", "土地山林", "劳动争议", "其他")


def _reviews(kind: str, at: int, year: int) -> list[Cell]:
    """What was left over from last year, came, was decided, is open and was lost."""
    came = {each: 1 + (at * 3 + each) % 5 for each in YEARS}
    left = at % 2 if year > YEARS[0] else 0  # as many as were open when the year before ended
    still = at % 2 if year == YEARS[0] else at % 3 // 2
    ended = left + came[year] - still
    return [kind, left, came[year], ended, still, min(at % 4 // 3, ended)]


def county(year: int) -> Iterator[Book]:
    """One workbook of each township, a sheet for each of its statistics; the last one has had no dispute."""
    step = year - YEARS[0]
    for at, town in enumerate(TOWNS):
        disputes: list[list[Cell]] = []
        for number, kind in enumerate(KINDS):
            taken = 9 + (7 * at + 5 * number) % 23 + step * (1 + at % 3)
            disputes.append(
                [kind, taken, taken - (at + number) % 2, 1000 * (at + 3) * (number + 2) + 37 * taken]
            )
        reviews = [_reviews(kind, at + number, year) for number, kind in enumerate(("行政复议", "行政诉讼"))]
        events = 12 + 5 * at % 17 + step
        officers = 10 + 3 * at % 11
        tables: tuple[tuple[str, str, Sequence[str], Sequence[Sequence[Cell]]], ...] = (
            ("人民调解", "人民调解情况统计表", ("类别", "受理", "成功", "涉及金额"), disputes if at < 11 else [["无", *[None] * 3]]),
            ("复议应诉", "行政复议和行政应诉情况统计表", ("类别", "上年结转", "新收", "审结", "未审结", "纠错败诉"), reviews),
            ("法治宣传", "法治宣传情况统计表", ("活动场次", "参加人次"), [[events, events * (90 + 13 * at) + 7 * step]]),
            ("执法力量", "行政执法人员情况统计表", ("执法人员", "持证人员"), [[officers, officers - at % 3]]),
            ("人口", "常住人口表", ("常住人口",), [[18250 + 1730 * at - 90 * step]]),
        )  # fmt: skip
        sheets = [
            _sheet(tab, f"{town}{year}年{title}", head, rows, town) for tab, title, head, rows in tables
        ]
        yield Book(town, f"{town}法治建设统计.{'xls' if at == 4 else 'ods' if at == 9 else 'xlsx'}", sheets)


Label = tuple[str, str, float, float]
# a label, its unit, last year's value and this one's
LABELS: Mapping[tuple[str, str, str], Sequence[Label]] = {
    ("民政局", "民政", "民政主要指标"): (
        ("结婚登记", "对", 2254, 2316), ("离婚登记", "对", 1012, 987), ("城市低保人数", "人", 1846, 1790),
        ("农村低保人数", "人", 6318, 6205),
    ),
    ("财政局", "财政收支", "财政收支主要指标"): (
        ("一般公共预算收入", "万元", 178210, 186420.5), ("税收收入", "万元", 118904, 126035.8),
        ("一般公共预算支出", "万元", 402115, 418266.4), ("教育支出", "万元", 96420, 98733),
        ("社会保障和就业支出", "万元", 72108, 76219.7), ("卫生健康支出", "万元", 41530, 43087.3),
    ),
    ("卫生健康局", "卫生", "卫生事业主要指标"): (
        ("医疗卫生机构", "个", 184, 186), ("床位", "张", 2094, 2150), ("卫生技术人员", "人", 2803, 2884),
        ("执业医师", "人", 1071, 1106), ("注册护士", "人", 1242, 1288),
    ),
}  # fmt: skip
PEOPLE = ((429006, 142388, 2684, 3290), (428163, 142721, 2517, 3306))
# value and growth at comparable prices, of the two years
ECONOMY = (
    ("地区生产总值", (295.83, 5.1), (312.46, 5.6)),
    ("第一产业增加值", (27.61, 3.8), (28.46, 3.5)),
    ("第二产业增加值", (124.97, 5.4), (131.50, 6.1)),
    ("第三产业增加值", (143.25, 5.1), (152.50, 5.6)),
    ("社会消费品零售总额", (118.20, None), (126.74, None)),
)
SCHOOLS = (
    ("幼儿园", (58, 12034, 902), (57, 11650, 911)),
    ("小学", (24, 18955, 1230), (24, 18620, 1246)),
    ("初中", (12, 9420, 768), (12, 9588, 775)),
    ("普通高中", (4, 5610, 462), (4, 5702, 470)),
    ("中等职业学校", (1, 2036, 148), (1, 2110, 151)),
)


def bulletin(year: int) -> Iterator[Book]:
    """One workbook of each department: labels, their units and their values."""
    at = year - YEARS[0]
    economy = [(name, "亿元", *both[at]) for name, *both in ECONOMY]
    head = ("指标", "计量单位", "数值", "可比增速")
    sheet = _sheet("国民经济", f"{year}年国民经济主要指标", head, economy, "统计局")
    yield Book("统计局", "国民经济主要指标.xlsx", [sheet])
    head = ("户籍人口", "户籍户数", "出生人数", "死亡人数")
    sheet = _sheet("人口", f"{year}年户籍人口统计表", head, [PEOPLE[at]], "公安局")
    yield Book("公安局", "户籍人口统计表.xlsx", [sheet])
    schools = [(name, *both[at]) for name, *both in SCHOOLS]
    head = ("学校类别", "学校数", "在校学生", "专任教师")
    sheet = _sheet("教育", f"{year}年教育事业主要指标", head, schools, "教育局")
    yield Book("教育局", "教育事业主要指标.xls", [sheet])
    for (sender, tab, title), labels in LABELS.items():
        rows = [(name, unit, both[at]) for name, unit, *both in labels]
        sheet = _sheet(tab, f"{year}年{title}", ("指标", "计量单位", "数值"), rows, sender)
        yield Book(sender, f"{title}.{'ods' if sender == '民政局' else 'xlsx'}", [sheet])


SAMPLES: Mapping[str, tuple[str, Callable[[int], Iterator[Book]]]] = {
    "enforcement": ("清源县", enforcement),
    "disclosure": ("清源县人民政府", disclosure),
    "county": ("清源县", county),
    "bulletin": ("清源县", bulletin),
}


def write(folder: Path) -> None:
    """Write the samples of each profile below its own folder."""
    for name, (unit, books) in SAMPLES.items():
        (folder / name).mkdir(parents=True, exist_ok=True)
        settings = f"unit: {unit}\nprofile: {name}\ninbox: .\noutput: output\n"
        (folder / name / "reportgen.yaml").write_text(settings, encoding="utf-8")
        for year in YEARS:
            for book in books(year):
                write_book(book, folder / name / str(year))


if __name__ == "__main__":
    write(Path(__file__).parents[2] / "samples")
