"""The samples of 2023 as other real townships would have handed them in: a name -> workbooks in which nothing is wrong.

Fewer cases or none, registers that carry numbers of the year before, twice the size, people with two posts, other calendars of
events, one workbook for all, no serial numbers and totals, numbers with their units, months without a case, an exam on two days.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from random import Random

from tests.make.samples import township
from tests.make.samples_variants import (
    VARIANTS,
    YEAR,
    Kinds,
    Variant,
    _column,
    _count_months,
    _of,
    _renumber,
    _sheets,
)
from tests.make.samples_write import Book, Cell, Column, Sheet, as_is

END = date(YEAR, 12, 31)


def _keep(sheet: Sheet, rows: list[list[Cell]]) -> None:
    sheet.rows = rows
    _renumber(sheet)
    if sheet.totals:
        sheet.add_up(*sheet.totals)


def _thinned(sheet: Sheet, count: int) -> None:
    """Keep so many rows, spread over the year."""
    size = len(sheet.rows)
    _keep(sheet, [sheet.rows[(2 * at + 1) * size // (2 * count)] for at in range(count)])


def _serial(sheet: Sheet, kind_column: int) -> None:
    """Number the cases of a register from 1 again."""
    for number, row in enumerate(sheet.rows, 1):
        row[kind_column] = re.sub(r"\d+(?=\D*$)", f"{number:03}", str(row[kind_column]))


def _nothing(sheet: Sheet) -> None:
    sheet.totals = {}
    sheet.rows = [["无" if at == 1 else None for at in range(len(sheet.columns))]]


def _few(books: list[Book], kinds: Kinds, random: Random) -> None:
    """A small place: a case or two, a dispute a fortnight."""
    for title, count in (
        ("行政复议案件台账", 1), ("行政诉讼案件台账", 1), ("工作会议登记表", 4), ("学法培训登记表", 4), ("普法宣传活动登记表", 10), ("矛盾纠纷调解台账", 60),
    ):  # fmt: skip
        _thinned(_of(books, title), count)
    ledger = _of(books, "矛盾纠纷调解台账")
    _serial(ledger, _column(ledger, kinds["矛盾调解"], "编号"))
    _count_months(books, kinds, END)


def _no_suits(books: list[Book], kinds: Kinds, random: Random) -> None:
    """Nobody has sued."""
    _nothing(_of(books, "行政诉讼案件台账"))


def _no_cases(books: list[Book], kinds: Kinds, random: Random) -> None:
    """No review, no suit, no request: 无 on each."""
    for title in ("行政复议案件台账", "行政诉讼案件台账", "依申请公开台账"):
        _nothing(_of(books, title))


def _numbered_before(books: list[Book], kinds: Kinds, random: Random) -> None:
    """A suit and a review that were entered in December come in January, with a number of the year before."""
    for title, name, new, day, after in (
        ("行政诉讼案件台账", "行政诉讼", f"（{YEAR - 1}）海行初102号", date(YEAR, 1, 4), {"答辩日期": 12, "开庭日期": 41, "裁判日期": 64}),
        ("行政复议案件台账", "行政复议", f"海行复〔{YEAR - 1}〕41号", date(YEAR, 1, 5), {"答复日期": 7, "结案日期": 52}),
    ):  # fmt: skip
        sheet, kind = _of(books, title), kinds[name]
        row = list(sheet.rows[0])
        row[_column(sheet, kind, kind.key)] = new
        row[_column(sheet, kind, "收到日期" if name == "行政复议" else "收到起诉状日期")] = day
        for field, by in after.items():
            row[_column(sheet, kind, field)] = day + timedelta(by)
        _keep(sheet, [row, *sheet.rows])


def _twice(books: list[Book], kinds: Kinds, random: Random) -> None:
    """A large place: as many disputes again, and half as many activities more."""
    ledger, kind = _of(books, "矛盾纠纷调解台账"), kinds["矛盾调解"]
    received, done = _column(ledger, kind, "受理日期"), _column(ledger, kind, "办结日期")
    number, people = _column(ledger, kind, "编号"), _column(ledger, kind, "当事人")
    more = []
    for row in ledger.rows:
        new = list(row)
        day, end = new[received], new[done]
        assert isinstance(day, date)
        new[received] = min(day + timedelta(random.randrange(4)), END)
        if isinstance(end, date):
            new[done] = min(max(end, day) + timedelta(5), END)
        new[people] = str(new[people]).replace("、", "甲、", 1)
        more.append(new)
    _keep(ledger, sorted([*ledger.rows, *more], key=lambda row: str(row[received])))
    _serial(ledger, number)
    activities, kind = _of(books, "普法宣传活动登记表"), kinds["普法活动"]
    at, title = _column(activities, kind, "活动日期"), _column(activities, kind, "活动主题")
    again = [list(row) for row in activities.rows[::2]]
    for row in again:
        day = row[at]
        assert isinstance(day, date)
        row[at], row[title] = min(day + timedelta(12), END), f"{row[title]}第二场"
    _keep(activities, sorted([*activities.rows, *again], key=lambda row: str(row[at])))
    _count_months(books, kinds, END)


def _two_posts(books: list[Book], kinds: Kinds, random: Random) -> None:
    """A leader is an officer too, stands on the roster and in the exam, and once among the hours; a lawyer is staff."""
    roster, exam = _of(books, "执法人员花名册"), _of(books, "考试成绩表")
    new = list(roster.rows[0])
    kind = kinds["执法人员"]
    for field, value in (("姓名", "夏景行"), ("执法证号", "JH-0613"), ("有效期至", date(2027, 5, 31))):
        new[_column(roster, kind, field)] = value
    _keep(roster, [*roster.rows, new])
    sat, kind = list(exam.rows[0]), kinds["执法考试"]
    for field, value in (("姓名", "夏景行"), ("执法证号", "JH-0613"), ("成绩", 91)):
        sat[_column(exam, kind, field)] = value
    _keep(exam, [*exam.rows, sat])


def _new_people(books: list[Book], kinds: Kinds, random: Random) -> None:
    """Some have left, some have come, some cards are renewed; who came late did not sit the exam."""
    roster, exam, hours = _of(books, "执法人员花名册"), _of(books, "考试成绩表"), _of(books, "学时统计表")
    card, until = (_column(roster, kinds["执法人员"], name) for name in ("执法证号", "有效期至"))
    name = _column(roster, kinds["执法人员"], "姓名")
    gone, left = {roster.rows[at][card] for at in (2, 7)}, {roster.rows[at][name] for at in (2, 7)}
    sat = _column(exam, kinds["执法考试"], "执法证号")
    _keep(exam, [row for row in exam.rows if row[sat] not in gone])
    rows = [row for row in roster.rows if row[card] not in gone]
    for row in rows[:3]:
        row[until] = date(2029, 3, 31)
    here = _column(hours, kinds["学时"], "姓名")
    of_hours = [row for row in hours.rows if row[here] not in left]
    for number, new in enumerate(("宁远舟", "向晚晴"), 1):
        row, earned = list(rows[0]), list(hours.rows[-1])
        row[name], row[card], row[until] = new, f"JH-062{number}", date(2028, 9, 30)
        earned[here] = new
        rows.insert(5, row)
        of_hours.append(earned)
    _keep(roster, rows)
    _keep(hours, of_hours)


def _other_lists(books: list[Book], kinds: Kinds, random: Random) -> None:
    """A document is revised under another number, a term is prolonged, a place for the law is built and another torn down."""
    documents, venues = _of(books, "规范性文件目录"), _of(books, "文化阵地清单")
    kind = kinds["规范性文件"]
    state = _column(documents, kind, "状态")
    old, new = documents.rows[2], list(documents.rows[2])
    old[state] = "已修订"
    for field, value in (
        ("文号", f"近政规〔{YEAR}〕2号"), ("印发日期", date(YEAR, 9, 7)), ("施行日期", date(YEAR, 10, 7)), ("有效期至", date(2028, 10, 6)),
        ("状态", "继续有效"),
    ):  # fmt: skip
        new[_column(documents, kind, field)] = value
    _keep(documents, [*documents.rows, new])
    kind = kinds["文化阵地"]
    built = list(venues.rows[4])
    village = built[_column(venues, kind, "村社区")]
    for field, value in (
        ("阵地名称", f"{village}法治小院"),
        ("建成日期", date(YEAR, 10, 19)),
        ("提档升级日期", None),
    ):
        built[_column(venues, kind, field)] = value
    _keep(venues, [*venues.rows, built])


def _other_parties(books: list[Book], kinds: Kinds, random: Random) -> None:
    """Firms, committees and families among the parties, joined in other ways."""
    ledger, kind = _of(books, "矛盾纠纷调解台账"), kinds["矛盾调解"]
    parties, people = _column(ledger, kind, "当事人"), _column(ledger, kind, "涉及人数")
    ways: tuple[tuple[str, int], ...] = (
        ("顺和建材经营部、陈永林", 2), ("望海村村民委员会与李国平", 2), ("王建军 张秀珍", 2), ("黄海明/徐德华", 2), ("施家良、顾惠云、朱长生", 3),
        ("沈福宁等12人", 12), ("近海水产有限公司与周玉荣等4人", 5), ("周玉荣等4名工人、近海水产有限公司", 5), ("吴素琴，倪永祥", 2),
        ("蔡志林；高国兰", 2), ("杨春芳夫妇、龚秀军", 3),
    )  # fmt: skip
    for row in ledger.rows:
        row[parties], row[people] = random.choice(ways)


def _no_months(books: list[Book], kinds: Kinds, random: Random) -> None:
    """So few disputes that two months have none."""
    _few(books, kinds, random)
    ledger, kind = _of(books, "矛盾纠纷调解台账"), kinds["矛盾调解"]
    received, number = _column(ledger, kind, "受理日期"), _column(ledger, kind, "编号")
    _keep(
        ledger,
        [row for row in ledger.rows if isinstance(day := row[received], date) and day.month not in (2, 10)],
    )
    _serial(ledger, number)
    _count_months(books, kinds, END)


def _bare(books: list[Book], kinds: Kinds, random: Random) -> None:
    """No serial numbers, no remarks, no totals, no line of who filled it in."""
    for sheet, _ in _sheets(books, kinds):
        sheet.totals, sheet.note, sheet.footer = {}, "", ""
        kept = [at for at, column in enumerate(sheet.columns) if column.heading not in ("序号", "备注")]
        sheet.columns = [sheet.columns[at] for at in kept]
        sheet.rows = [[row[at] for at in kept] for row in sheet.rows]


def _with_units(books: list[Book], kinds: Kinds, random: Random) -> None:
    """Numbers are typed with their units, and days are real dates."""
    for sheet, kind in _sheets(books, kinds):
        for name, field in kind.fields.items():
            at = next(
                (at for at, each in enumerate(sheet.columns) if each.heading in (name, *field.aliases)), None
            )
            if at is None:
                continue
            old = sheet.columns[at]
            if field.type == "date":
                sheet.columns[at] = Column(old.heading, old.width, as_is, old.group)
            if field.unit and old.heading not in sheet.totals:
                for row in sheet.rows:
                    if isinstance(row[at], int):
                        row[at] = f"{row[at]}{field.unit}"


def _in_one(books: list[Book], kinds: Kinds, random: Random) -> None:
    """Each department has put its sheets into one workbook, but for the police stations."""
    joined: dict[str, Book] = {}
    for book in list(books):
        if book.department != "派出所":
            books.remove(book)
            here = joined.setdefault(book.department, Book(book.department, "年度报送材料.xlsx", []))
            for sheet in book.sheets:
                if sheet.columns:
                    sheet.tab = f"{len(here.sheets) + 1}"
                    here.sheets.append(sheet)
    books.extend(joined.values())


def _other_formats(books: list[Book], kinds: Kinds, random: Random) -> None:
    """Other programs have saved the workbooks."""
    for book in books:
        stem = book.file.rpartition(".")[0]
        grouped = any(column.group for sheet in book.sheets for column in sheet.columns)
        able = [
            "xlsx",
            *([] if grouped else ["xls"]),
            *(["ods"] if all(sheet.columns for sheet in book.sheets) else []),
        ]
        book.file = f"{stem}.{random.choice(able)}"


def _on_two_days(books: list[Book], kinds: Kinds, random: Random) -> None:
    """Those who were away sat the exam a month later; one did not pass, and two have not as many hours as the others."""
    exam, kind = _of(books, "考试成绩表"), kinds["执法考试"]
    day, score, result = (_column(exam, kind, name) for name in ("考试日期", "成绩", "考试结果"))
    for row in exam.rows[-3:]:
        row[day] = date(YEAR, 12, 8)
    exam.rows[4][score], exam.rows[4][result] = 57.5, "不合格"


def _lost_suits(books: list[Book], kinds: Kinds, random: Random) -> None:
    """A suit goes to the second instance, one is lost, a leader did not come, one is settled without a hearing."""
    suits, kind = _of(books, "行政诉讼案件台账"), kinds["行政诉讼"]
    number, level, came, result = (
        _column(suits, kind, name) for name in ("案号", "审级", "负责人出庭", "裁判结果")
    )
    new = list(suits.rows[0])
    new[number], new[level], new[result] = f"（{YEAR}）苏06行终118号", "二审", "败诉"
    for field, value in (
        ("收到起诉状日期", date(YEAR, 5, 9)), ("答辩日期", date(YEAR, 5, 19)), ("开庭日期", date(YEAR, 6, 13)), ("裁判日期", date(YEAR, 7, 20)),
    ):  # fmt: skip
        new[_column(suits, kind, field)] = value
    suits.rows[1][came], suits.rows[1][result] = "否", "败诉"
    _keep(suits, [*suits.rows, new])


TOWNSHIPS: dict[str, Variant] = {
    "few cases": _few,
    "no suits": _no_suits,
    "no cases at all": _no_cases,
    "numbers of the year before": _numbered_before,
    "twice the size": _twice,
    "people with two posts": _two_posts,
    "people come and go": _new_people,
    "lists carried on": _other_lists,
    "other parties": _other_parties,
    "months without a dispute": _no_months,
    "bare tables": _bare,
    "numbers with units": _with_units,
    "one workbook each": _in_one,
    "other formats": _other_formats,
    "an exam on two days": _on_two_days,
    "suits lost and appealed": _lost_suits,
}
ALL: dict[str, Variant] = {**VARIANTS, **TOWNSHIPS}


def variant(name: str, kinds: Kinds, seed: int = 0) -> list[Book]:
    """Return the workbooks of 2023 in the variant of that name; another seed draws others."""
    books = township(YEAR)
    ALL[name](books, kinds, Random(f"{name} {seed}"))
    return books
