"""A data set's name -> a workspace full of departmental workbooks, and how many rows and wrong cells it holds.

Run as `python data.py NAME FOLDER`. Same name, same bytes.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random

import docx
import yaml
from kinds import FALSE, KINDS, REMARKS, TRUE, Column, Kind, declared
from xlsx import Cell, Day, workbook

DEPARTMENTS = ("司法所", "党政办", "综合执法队", "农业农村办", "应急管理所", "民政办", "派出所", "市场监管所")
WRONG = 0.002  # of the cells of columns where something can be wrong
_BLANK, _TYPED, _UNIT = 0.15, 0.3, 0.05  # of optional cells, of days, of numbers
_REMARKED = 0.2  # of the cells of 备注, a column that no profile asks for
_REMARKS = ("材料齐全", "已存档", "与派出所联合开展", "详见卷宗", "待回访")
_NEW_YEAR = 44927  # 2023-01-01 as Excel counts days
_NAMES = ("王建国", "李秀英", "张伟", "陈志强", "林月娥", "郑晓东", "吴敏", "黄海生")
_SUBJECTS = (
    "宪法宣传",
    "民法典进村居",
    "反诈宣传",
    "安全生产法宣讲",
    "未成年人保护",
    "防范非法集资",
    "禁毒宣传",
)
_PLACES = ("惠民超市", "海丰饭店", "宏达建材店", "平安药房", "东港水产加工厂", "新希望幼儿园")


@dataclass(frozen=True, slots=True)
class Size:
    """How many workbooks a data set has, with which kinds of sheet, and how many rows in each sheet."""

    workbooks: int
    kinds: tuple[str, ...]
    rows: int


@dataclass(slots=True)
class Made:
    """What a data set holds."""

    workbooks: int = 0
    sheets: int = 0
    rows: int = 0
    wrong: int = 0
    bytes: int = 0


SIZES = {
    "small": Size(200, tuple(KINDS), 100),
    "large": Size(1, ("矛盾调解",), 300_000),
    "many": Size(20_000, tuple(KINDS), 50),
}


def make(name: str, folder: Path) -> Made:
    """Write a data set as a workspace, with `made.json` beside it last: a folder without that is not whole."""
    size = SIZES[name]
    shutil.rmtree(folder, ignore_errors=True)
    _workspace(folder)
    for department in DEPARTMENTS:
        (folder / "来件" / "2023" / department).mkdir(parents=True)
    made = Made()
    with ProcessPoolExecutor() as pool:
        one = partial(_one, folder, size)
        for wrong, length in pool.map(one, range(size.workbooks), chunksize=min(100, size.workbooks)):
            made.wrong += wrong
            made.bytes += length
    made.workbooks, made.sheets = size.workbooks, size.workbooks * len(size.kinds)
    made.rows = made.sheets * size.rows
    (folder / "made.json").write_text(json.dumps(asdict(made)), encoding="utf-8")
    return made


def _workspace(folder: Path) -> None:
    """Write the settings and a profile of its own, with one figure and no check."""
    profile = folder / "templates" / "benchmark"
    profile.mkdir(parents=True)
    settings = {"unit": "近海镇", "inbox": "来件", "output": "输出", "profile": "benchmark"}
    sheets = {
        name: {
            "title": kind.title,
            "from": list(DEPARTMENTS),
            "fields": {heading: declared(column) for heading, column in kind.columns.items()},
        }
        for name, kind in KINDS.items()
    }
    figures = {"矛盾调解": {"总数": {"unit": "件"}}}
    for file, data in (
        (folder / "reportgen.yaml", settings),
        (profile / "sheets.yaml", sheets),
        (profile / "figures.yaml", figures),
        (profile / "checks.yaml", {}),
    ):
        file.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    report = docx.Document()
    report.add_paragraph("{{报告.年度}}年调解矛盾纠纷{{矛盾调解.总数}}件。")
    report.save(str(profile / "report.docx"))


def _one(folder: Path, size: Size, number: int) -> tuple[int, int]:
    """Write one workbook; return its wrong cells and its length in bytes."""
    random = Random(number)
    department = DEPARTMENTS[number % len(DEPARTMENTS)]
    sheets, wrong = {}, 0
    for name in size.kinds:
        sheets[name], more = _rows(random, KINDS[name], department, number, size.rows)
        wrong += more
    content = workbook(sheets)
    (folder / "来件" / "2023" / department / f"年度报表{number:05}.xlsx").write_bytes(content)
    return wrong, len(content)


def _rows(
    random: Random, kind: Kind, department: str, number: int, length: int
) -> tuple[list[list[Cell]], int]:
    """The rows of a sheet as a department fills it in, and how many of their cells are wrong."""
    columns = kind.columns
    width = len(columns) + kind.numbered + 1
    headings: list[Cell] = [
        (column.alias if column.alias and number % 3 == 0 else name)
        + (f"（{column.unit}）" if column.type == "number" else "")
        for name, column in columns.items()
    ]
    rows: list[list[Cell]] = [
        [f"近海镇2023年{kind.title}", *[None] * (width - 1)],
        [f"填报单位：{department}", *[None] * (width - 1)],
        [*(["序号"] if kind.numbered else []), *headings, REMARKS],
    ]
    makers = [_maker(random, name, column) for name, column in columns.items()]
    spoilers = [_spoiler(random, column) for column in columns.values()]
    chance, wrong = random.random, 0
    for line in range(1, length + 1):
        row: list[Cell] = [line] if kind.numbered else []
        for make_cell, spoil in zip(makers, spoilers, strict=True):
            if spoil and chance() < WRONG:
                row.append(spoil())
                wrong += 1
            else:
                row.append(make_cell(line))
        rows.append([*row, random.choice(_REMARKS) if chance() < _REMARKED else None])
    footer: list[Cell] = [f"填表人：{random.choice(_NAMES)}", None, f"审核人：{random.choice(_NAMES)}", None]
    rows += [[None] * width, [*footer, "填报日期：2023年12月28日", *[None] * (width - 5)]]
    return rows, wrong


def _maker(random: Random, name: str, column: Column) -> Callable[[int], Cell]:
    """What makes one right cell of a column after another; it is told the row's number."""
    chance, pick = random.random, lambda texts: texts[int(random.random() * len(texts))]

    def day(_: int) -> Cell:
        number = int(chance() * 365)
        how = chance()
        if how > _TYPED:
            return Day(_NEW_YEAR + number)
        typed = date(2023, 1, 1) + timedelta(number)
        if how > _TYPED / 3:
            return f"{typed.year}年{typed.month}月{typed.day}日"
        return f"{typed.year}.{typed.month}.{typed.day}"

    def integer(_: int) -> Cell:
        number = 1 + int(chance() * 60)
        return f"{number}{column.unit}" if chance() < _UNIT else number

    def number(_: int) -> Cell:
        amount = int(chance() * 100_000) / 10
        return f"{amount}{column.unit}" if chance() < _UNIT else amount

    def boolean(_: int) -> Cell:
        how = chance()
        if how < 0.05:
            return how < 0.025
        return (TRUE if how < 0.6 else FALSE)[chance() < 0.05]

    def string(line: int) -> Cell:
        if column.enum:
            return pick(column.enum)
        if name == "活动主题":
            return pick(_SUBJECTS)
        if name == "检查对象":
            return f"近海镇{pick(_PLACES)}{int(chance() * 50)}号店"
        return f"近海{name[:1]}〔2023〕{line}号"

    make_cell = {"date": day, "integer": integer, "number": number, "boolean": boolean, "string": string}[
        column.type
    ]
    return make_cell if column.required else lambda line: None if chance() < _BLANK else make_cell(line)


def _spoiler(random: Random, column: Column) -> Callable[[], Cell] | None:
    """What makes a wrong cell of a column, or None where nothing would be wrong."""
    ways: list[Cell] = []
    if column.required:
        ways.append(None)
    if column.enum:
        ways.append("另一类")
    if column.type in ("integer", "number"):
        ways += ["若干", -3]
    return (lambda: ways[int(random.random() * len(ways))]) if ways else None


if __name__ == "__main__":
    make(sys.argv[1], Path(sys.argv[2]))
