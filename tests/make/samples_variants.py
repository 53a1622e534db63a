"""The clean samples of 2023 as other clerks would have handed them in: a name -> workbooks in which nothing is wrong.

Columns, rows and files stand in another order, headings are others that the profile knows, cases end otherwise and on other
days, and registers that are handed in in January hold what came, or was decided, after the report's last day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random

from reportgen.model import Kind
from tests.make.samples_write import Book, Cell, Column, Sheet, chinese, dashed, dotted

YEAR = 2023
Kinds = Mapping[str, Kind]
Variant = Callable[[list[Book], Kinds, Random], None]


def _sheets(books: list[Book], kinds: Kinds) -> list[tuple[Sheet, Kind]]:
    return [
        (sheet, next(kind for kind in kinds.values() if kind.title in sheet.title))
        for book in books
        for sheet in book.sheets
        if sheet.columns
    ]


def _of(books: list[Book], title: str) -> Sheet:
    return next(sheet for book in books for sheet in book.sheets if title in sheet.title)


def _column(sheet: Sheet, kind: Kind, name: str) -> int:
    meant = (name, *kind.fields[name].aliases)
    return next(at for at, column in enumerate(sheet.columns) if column.heading in meant)


def _renumber(sheet: Sheet) -> None:
    if sheet.columns[0].heading == "序号":
        for number, row in enumerate(sheet.rows, 1):
            row[0] = number


def _count_months(books: list[Book], kinds: Kinds, until: date) -> None:
    """Let the monthly summary say what the ledger of mediations says as of a day."""
    ledger, months = _of(books, "矛盾纠纷调解台账"), _of(books, "矛盾纠纷调解月报")
    kind = kinds["矛盾调解"]
    received, result, done = (_column(ledger, kind, name) for name in ("受理日期", "调解结果", "办结日期"))
    field = kind.fields["调解结果"]
    success = {"成功", *(word for word, meant in field.synonyms.items() if meant == "成功")}
    rows = [row for row in ledger.rows if isinstance(day := row[received], date) and day <= until]
    for number, row in enumerate(months.rows, 1):
        of_month = [each for each in rows if isinstance(day := each[received], date) and day.month == number]
        settled = [
            each for each in of_month
            if each[result] in success and isinstance(day := each[done], date) and day <= until
        ]  # fmt: skip
        row[1:3] = [len(of_month), len(settled)]
    months.add_up("受理纠纷数", "调解成功数")


def _other_orders(books: list[Book], kinds: Kinds, random: Random) -> None:
    """Rows, columns, sheets, and the order in which the files' names sort."""
    for sheet, _ in _sheets(books, kinds):
        random.shuffle(sheet.rows)
        ends = [
            at for at in (0, len(sheet.columns) - 1) if sheet.columns[at].heading in ("序号", "备注", "月份")
        ]
        order = [at for at in range(len(sheet.columns)) if at not in ends]
        random.shuffle(order)
        order.sort(key=lambda at, sheet=sheet: bool(sheet.columns[at].group))  # type: ignore[misc]
        order = [*(at for at in ends if at == 0), *order, *(at for at in ends if at)]
        sheet.columns = [sheet.columns[at] for at in order]
        sheet.rows = [[row[at] for at in order] for row in sheet.rows]
        _renumber(sheet)
    for number, book in enumerate(books):
        random.shuffle(book.sheets)
        book.file = f"{len(books) - number}.{book.file}"
    books.reverse()


def _aliases(books: list[Book], kinds: Kinds, random: Random) -> None:
    """Every heading is another that the profile knows."""
    for sheet, kind in _sheets(books, kinds):
        taken = {column.heading for column in sheet.columns}
        for at, column in enumerate(sheet.columns):
            names = next(
                (
                    (name, *each.aliases)
                    for name, each in kind.fields.items()
                    if column.heading in (name, *each.aliases)
                ),
                (),
            )
            others = [name for name in names if name not in taken]
            if not others:
                continue
            heading = random.choice(others)
            taken.add(heading)
            if total := sheet.totals.pop(column.heading, None):
                sheet.totals[heading] = total
            sheet.columns[at] = Column(heading, column.width, column.show, column.group)


_TITLES = {
    "党委会议": "镇党委会议", "领导小组会议": "法治建设工作领导小组会议", "专题会议": "行政执法工作专题会议",
    "集中学法": "宪法专题学习", "学法考试": "法律知识考试",
    "校园普法": "开学第一堂法治课", "法治夜市": "夏夜法治夜市", "广场宣传": "宪法集中宣传", "进村入户": "土地承包法律咨询",
    "进企业": "劳动法宣讲", "网络普法": "以案释法短视频展播",
}  # fmt: skip


def _outcomes(books: list[Book], kinds: Kinds, random: Random) -> None:
    """Cases end otherwise, or are open at the end of the year, in time; meetings, trainings and activities are of other
    classes, and called so.
    """
    for title, name, result, others in (
        ("行政复议案件台账", "行政复议", "复议结果", ("结案日期",)),
        ("行政诉讼案件台账", "行政诉讼", "裁判结果", ("裁判日期",)),
        ("依申请公开台账", "依申请公开", "办理结果", ("答复日期",)),
    ):
        sheet, kind = _of(books, title), kinds[name]
        field, at = kind.fields[result], _column(sheet, kind, result)
        for row in sheet.rows:
            row[at] = random.choice((*field.enum, *field.synonyms))
        for blank in (at, *(_column(sheet, kind, other) for other in others)):
            sheet.rows[-1][blank] = None
    requests = _of(books, "依申请公开台账")
    requests.rows[-1][_column(requests, kinds["依申请公开"], "收到日期")] = date(YEAR, 12, 18)
    for title, name, field_name in (
        ("工作会议登记表", "工作会议", "会议类型"), ("学法培训登记表", "学法培训", "培训类型"),
        ("普法宣传活动登记表", "普法活动", "活动类型"), ("矛盾纠纷调解台账", "矛盾调解", "调解结果"),
    ):  # fmt: skip
        sheet, kind = _of(books, title), kinds[name]
        field, at = kind.fields[field_name], _column(sheet, kind, field_name)
        for row in sheet.rows:
            row[at] = meant = random.choice((*field.enum, *field.synonyms))
            if called := _TITLES.get(field.synonyms.get(meant, meant)):
                row[
                    _column(sheet, kind, next(key for key in kind.fields if key.endswith(("主题", "名称"))))
                ] = called
            if name == "普法活动":
                row[_column(sheet, kind, "地点")] = None
            if row[at] in ("调解中", "正在调解"):
                row[_column(sheet, kind, "办结日期")] = None
    _count_months(books, kinds, date(YEAR, 12, 31))


def _dates(books: list[Book], kinds: Kinds, random: Random) -> None:
    """Events and cases on other days of the year, and days written in other ways."""
    dated = ("行政复议", "行政诉讼", "矛盾调解", "学法培训", "普法活动", "工作会议", "执法考试")
    for sheet, kind in _sheets(books, kinds):
        columns = [
            at for at, _ in enumerate(sheet.columns) if any(isinstance(row[at], date) for row in sheet.rows)
        ]
        show = random.choice((dotted, dashed, chinese, lambda value: value))
        for at in columns:
            old = sheet.columns[at]
            sheet.columns[at] = Column(old.heading, old.width, show, old.group)
        if kind.name not in dated:
            continue
        for row in sheet.rows:
            days = [(at, day) for at in columns if isinstance(day := row[at], date)]
            least = max(date(YEAR, 1, 1) - min(day for _, day in days), timedelta(-40))
            most = min(date(YEAR, 12, 31) - max(day for _, day in days), timedelta(40))
            by = timedelta(random.randint(least.days, most.days))
            for at, day in days:
                row[at] = day + by
    _count_months(books, kinds, date(YEAR, 12, 31))


_REGISTERS = (
    ("行政复议案件台账", "行政复议", {"收到日期": -20, "答复日期": -12, "结案日期": 15}),
    (
        "行政诉讼案件台账",
        "行政诉讼",
        {"收到起诉状日期": -25, "答辩日期": -15, "开庭日期": -3, "裁判日期": 10},
    ),
    ("依申请公开台账", "依申请公开", {"收到日期": -8, "答复日期": 6}),
    ("矛盾纠纷调解台账", "矛盾调解", {"受理日期": -6, "办结日期": 9}),
)


def _january(books: list[Book], kinds: Kinds, by: int) -> None:
    """Add a case to each register, so many days after the turn of the year."""
    for title, name, days in _REGISTERS:
        sheet, kind = _of(books, title), kinds[name]
        row: list[Cell] = list(sheet.rows[0])
        key = _column(sheet, kind, kind.key)
        number = str(len(sheet.rows) + 900)
        year = YEAR + (by > 0)
        row[key] = {"行政复议": f"海行复〔{year}〕{number}号", "行政诉讼": f"（{year}）海行初{number}号",
                    "依申请公开": f"近公开〔{year}〕{number}号", "矛盾调解": f"近调〔{year}〕{number}号"}[name]  # fmt: skip
        for field, after in days.items():
            row[_column(sheet, kind, field)] = date(YEAR, 12, 31) + timedelta(after + by)
        sheet.rows.append(row)
        _renumber(sheet)
    _count_months(books, kinds, date(YEAR, 12, 31))


def _open_at_the_end(books: list[Book], kinds: Kinds, random: Random) -> None:
    """Cases received in December are open at the end of the year: what those decided in January are to be counted as."""
    _january(books, kinds, 0)
    for title, name, days in _REGISTERS:
        sheet, kind = _of(books, title), kinds[name]
        row = sheet.rows[-1]
        for field in days:
            at = _column(sheet, kind, field)
            if isinstance(day := row[at], date) and day.year > YEAR:
                row[at] = None
        result = next(field for field in kind.fields if field.endswith("结果"))
        row[_column(sheet, kind, result)] = "调解中" if name == "矛盾调解" else None


def _decided_in_january(books: list[Book], kinds: Kinds, random: Random) -> None:
    """Cases received in December and decided in January are open at the end of the year."""
    _january(books, kinds, 0)


def _received_in_january(books: list[Book], kinds: Kinds, random: Random) -> None:
    """Cases received in January are of the next year."""
    _january(books, kinds, 26)


VARIANTS: dict[str, Variant] = {
    "other orders": _other_orders,
    "other headings": _aliases,
    "other outcomes": _outcomes,
    "other dates": _dates,
    "open at the end of the year": _open_at_the_end,
    "decided in January": _decided_in_january,
    "received in January": _received_in_january,
}
