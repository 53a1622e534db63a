"""The 2023 workbooks -> the same with mistakes planted, each at one cell, sheet or column, and their list."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from tests.make.samples_write import Book, Cell, Sheet

SETTINGS = "unit: 近海镇\ninbox: .\noutput: output\n"


@dataclass(frozen=True)
class Mistake:
    """A planted mistake: the file below samples/faulty, the sheet, the cell (empty for a whole sheet)."""

    file: str
    sheet: str
    cell: str
    kind: str
    says: str


@dataclass
class Planter:
    """Changes workbooks and keeps the list."""

    books: list[Book]
    mistakes: list[Mistake] = field(default_factory=list)

    def sheet(self, path: str, tab: str) -> Sheet:
        """Return a sheet of the workbook at `department/file`."""
        return next(book for book in self.books if book.path == path).sheet(tab)

    def change(self, path: str, tab: str, key: str, heading: str, value: Cell, kind: str, says: str) -> None:
        """Put a wrong value under a heading, in the row that holds the text `key`."""
        sheet = self.sheet(path, tab)
        at = next(number for number, row in enumerate(sheet.rows) if key in row)
        sheet.rows[at][sheet.index(heading)] = value
        self.note(path, tab, sheet.cell(at, heading), kind, says)

    def note(self, path: str, tab: str, cell: str, kind: str, says: str) -> None:
        """Add a mistake to the list."""
        self.mistakes.append(Mistake(f"2023/{path}", tab, cell, kind, says))


def plant(books: list[Book]) -> list[Mistake]:
    """Plant every mistake in the workbooks of 2023, in place, and return the list."""
    planter = Planter(books)
    for department in (_judicial_office, _enforcement, _personnel, _party_office, _publicity):
        department(planter)
    return planter.mistakes


def listing(mistakes: list[Mistake]) -> str:
    """Return the list as tab-separated text with a header line."""
    lines = ["file\tsheet\tcell\tkind\t说明"]
    lines += ["\t".join((wrong.file, wrong.sheet, wrong.cell, wrong.kind, wrong.says)) for wrong in mistakes]
    return "\n".join(lines) + "\n"


def _judicial_office(planter: Planter) -> None:
    """司法所: appeals, lawsuits, mediation, and a sheet that was not sent."""
    path, tab = "司法所/行政复议台账.xlsx", "复议"
    number = "海行复〔2023〕15号"
    says = "2023年4月11日收到，5月10日才答复，超过10日"
    planter.change(path, tab, number, "提交答复日期", date(2023, 5, 10), "复议答复超期", says)
    number = "海行复〔2023〕22号"
    says = "结案日期2023年5月26日早于收到日期2023年6月6日"
    planter.change(path, tab, number, "结案日期", date(2023, 5, 26), "结案早于收到", says)
    number = "海行复〔2023〕31号"
    planter.change(path, tab, number, "复议结果", "维特", "取值不在清单", "“维特”不是规定的复议结果")

    path, tab = "司法所/行政诉讼台账.xls", "应诉"
    number = "（2023）海行初11号"
    says = "收到起诉状日期2022年12月30日不在报告年度"
    planter.change(path, tab, number, "收到起诉状日期", date(2022, 12, 30), "日期不在年度", says)
    number = "（2023）海行初36号"
    says = "2023年4月18日收到起诉状，5月12日才答辩，超过15日"
    planter.change(path, tab, number, "提交答辩状日期", date(2023, 5, 12), "诉讼答辩超期", says)
    number = "（2023）海行初58号"
    says = "有开庭日期，没有填负责人是否出庭"
    planter.change(path, tab, number, "是否出庭应诉", None, "出庭情况未填", says)

    # The three wrong rows and the wrong month are one month: dropping a row disturbs no other month.
    path, tab = "司法所/矛盾纠纷调解台账.xlsx", "台账"
    planter.change(path, tab, "近调〔2023〕050号", "调解结果", None, "必填项空白", "调解结果没有填")
    planter.change(path, tab, "近调〔2023〕053号", "涉及人数", 0, "小于最小值", "涉及人数0小于1")
    planter.change(
        path, tab, "近调〔2023〕056号", "涉及人数", "3万元", "单位不符", "涉及人数的单位是人，不是万元"
    )
    months = planter.sheet(path, "月报")
    june = next(row for row in months.rows if row[0] == "6月")
    june[months.index("调解成功数")] = 12  # in line with the ledger, where one result is blank
    says = "月报6月受理15起，台账6月受理13起"
    planter.change(path, "月报", "6月", "受理纠纷数", 15, "月报与台账不符", says)
    months.add_up("受理纠纷数", "调解成功数")

    book = next(book for book in planter.books if book.path == "司法所/法治建设文字材料.xlsx")
    book.sheets.remove(book.sheet("存在问题"))
    says = "司法所没有报送存在问题表"
    planter.mistakes.append(Mistake("司法所", "存在问题", "", "缺表", says))


def _enforcement(planter: Planter) -> None:
    """综合行政执法局: the roster and the exam."""
    path, tab = "综合行政执法局/行政执法人员花名册.xlsx", "花名册"
    says = "执法证有效期至2023年8月31日，报告年度内已过期"
    planter.change(path, tab, "JH-0603", "证件有效期至", date(2023, 8, 31), "执法证过期", says)
    path, tab = "综合行政执法局/执法考试成绩表.xlsx", "成绩"
    planter.change(path, tab, "JH-0602", "成绩", "九十多", "不是数字", "成绩“九十多”不是数字")
    planter.change(path, tab, "JH-0604", "成绩", 105, "大于最大值", "成绩105大于100")
    sheet = planter.sheet(path, tab)
    at = next(number for number, row in enumerate(sheet.rows) if "JH-0603" in row)
    says = "2023年11月9日考试，执法证有效期至2023年8月31日"
    planter.note(path, tab, sheet.cell(at, "考试日期"), "考试时执法证已过期", says)
    says = "成绩52分，考试结果却是合格"
    planter.change(path, tab, "JH-0607", "成绩", 52, "成绩与结果不符", says)
    says = "执法证号JH-0699不在花名册中"
    planter.change(path, tab, "JH-0610", "证件编号", "JH-0699", "不在花名册", says)


def _personnel(planter: Planter) -> None:
    """组织人事办: training and hours."""
    path = "组织人事办/学法培训和学时.xlsx"
    says = "“2023年13月5日”不是日期"
    topic = "民法典专题讲座"
    planter.change(path, "学法培训", topic, "培训时间", "2023年13月5日", "日期无法识别", says)
    planter.change(path, "学时", "冯一诺", "全年学时", 36, "学时不足", "机关人员36学时，不足40学时")


def _party_office(planter: Planter) -> None:
    """党政办: documents, requests, meetings."""
    path, tab = "党政办/规范性文件目录.xlsx", "目录"
    says = "文号近政规〔2018〕2号与上一行重复"
    planter.change(path, tab, "近政规〔2019〕1号", "文号", "近政规〔2018〕2号", "重复", says)
    sheet = planter.sheet(path, tab)
    twice = [row for row in sheet.rows if "近政规〔2018〕2号" in row][-1]
    says = "文号近政规〔2018〕2号，印发日期2019年3月14日"
    planter.note(path, tab, sheet.cell(sheet.rows.index(twice), "印发日期"), "文号年份不符", says)
    says = "有效期至2023年5月15日，年末已过期，状态却是继续有效"
    number = "近政规〔2020〕1号"
    planter.change(path, tab, number, "有效期至", date(2023, 5, 15), "过期仍列为有效", says)
    path, tab = "党政办/依申请公开台账.ods", "依申请公开"
    says = "2023年5月8日收到，6月30日才答复，未延期而超过20个工作日"
    planter.change(path, tab, "近公开〔2023〕1号", "答复日期", date(2023, 6, 30), "公开答复超期", says)
    path, tab = "党政办/法治建设会议登记表.xlsx", "会议"
    sheet = planter.sheet(path, tab)
    sheet.title = sheet.title.replace("2023", "2022")
    planter.note(path, tab, "A1", "标题年度不符", "标题写的是2022年，文件在2023年文件夹")


def _publicity(planter: Planter) -> None:
    """宣传办: a wrong total and a missing column."""
    path, tab = "宣传办/普法宣传活动登记表.xlsx", "普法活动"
    sheet = planter.sheet(path, tab)
    true = sheet.totals["参加人次"]
    sheet.totals["参加人次"] = true + 100
    says = f"合计行写{true + 100}，各行相加是{true}"
    planter.note(path, tab, sheet.cell(len(sheet.rows), "参加人次"), "合计不符", says)
    path, tab = "宣传办/法治文化阵地清单.xlsx", "阵地"
    sheet = planter.sheet(path, tab)
    at = sheet.index("阵地名称")
    del sheet.columns[at]
    for row in sheet.rows:
        del row[at]
    planter.note(path, tab, "", "缺少必填列", "没有“阵地名称”一列")
