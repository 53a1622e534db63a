"""Write the samples of the shipped profiles beside rule-of-law: below samples/, each a workspace of its own, of two years.

People, identities and telephone numbers are invented. The enforcement figures of 2023 add up to those that a county has
published.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tests.make.samples_write import Book, Cell, Column, Sheet, write_book

YEARS = (2022, 2023)
UNITS = {"enforcement": "清源县"}
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


BOOKS: Mapping[str, object] = {"enforcement": enforcement}


def write(folder: Path) -> None:
    """Write the samples of each profile below its own folder."""
    for name, books in (("enforcement", enforcement),):
        (folder / name).mkdir(parents=True, exist_ok=True)
        settings = f"unit: {UNITS[name]}\nprofile: {name}\ninbox: .\noutput: output\n"
        (folder / name / "reportgen.yaml").write_text(settings, encoding="utf-8")
        for year in YEARS:
            for book in books(year):
                write_book(book, folder / name / str(year))


if __name__ == "__main__":
    write(Path(__file__).parents[2] / "samples")
