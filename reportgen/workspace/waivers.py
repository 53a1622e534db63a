"""waivers.yaml of a workspace -> the findings that somebody has explained, and what is wrong with how that is written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, Required, TypedDict

from reportgen.expressions import expression
from reportgen.model import Finding, Place
from reportgen.profile.yaml_files import Declaration, check, read_yaml
from reportgen.rules import finding
from reportgen.workspace.printed_dates import day_of
from reportgen.workspace.settings import Workspace

WAIVERS = "waivers.yaml"
WRONG, IDLE = "SET007", "SET008"
_AT = ("cell", "row")
_CELL = expression(r"[A-Za-z]{1,3}[1-9][0-9]{0,6}")


class _Keys(TypedDict, total=False):
    year: Required[int]
    code: Required[str]
    key: str | int
    file: str
    sheet: str
    cell: str
    row: int
    reason: Required[str]
    by: Required[str]
    until: Required[date | str]


class Waiver(NamedTuple):
    """What explains a finding of a year: its code, and the row's key, or the place. `line` is where it is written, `over`
    says that its last day, `until`, has passed.
    """

    year: int
    code: str
    reason: str
    by: str
    until: date
    line: Place
    over: bool = False
    key: str = ""
    file: str = ""
    sheet: str = ""
    cell: str = ""
    row: int = 0

    def is_at(self, place: Place) -> bool:
        """Whether a finding's place is the one that is named, be it by the end of its path."""
        named = place.file == self.file or place.file.endswith(f"/{self.file}")
        where = place.cell == self.cell if self.cell else place.row == self.row
        return bool(self.file) and named and self.sheet in ("", place.sheet) and where

    def __str__(self) -> str:
        day = f"{self.until.year}年{self.until.month}月{self.until.day}日"
        return f"{self.reason}（{self.by}，有效到{day}）"


class Waivers(NamedTuple):
    """The waivers that can be used, and what is wrong with the others."""

    entries: Sequence[Waiver] = ()
    wrong: Sequence[Finding] = ()


def file_of(workspace: Workspace) -> str:
    """Return the name of the file; each of several bodies has its own, and each part of the year."""
    own = "".join(f"-{each}" for each in (workspace.part, workspace.body) if each)
    return f"waivers{own}.yaml"


def stamp(workspace: Workspace, known: str, today: date) -> str:
    """Return a stamp of findings that hang on the waivers of a day, too; the `known` one where there is no such file, or
    no stamp.
    """
    file = workspace.root / file_of(workspace)
    if not known or not file.is_file():
        return known
    try:
        return f"{known} {hashlib.sha256(file.read_bytes()).hexdigest()} {today}"
    except OSError:
        return ""  # what is wrong with it is not remembered


def load(workspace: Workspace, today: date) -> Waivers:
    """Read the file; without one, there is no waiver and nothing wrong."""
    file = workspace.root / file_of(workspace)
    if not file.exists():
        return Waivers()
    declared, wrong = read_yaml(file, file.name)
    if declared.data == {}:
        declared = Declaration(file.name, [], declared.lines)
    if not isinstance(declared.data, list):
        fix = "每一条前面写“- ”，如 - {year: 2023, code: 编号, key: 案号, reason: 原因, by: 说明人, until: 2024-06-30}"
        wrong.append(finding(WRONG, "要一条一条写，这里不是", declared.place(()), fix=fix))
    wrong += check(declared, list[_Keys]) if declared.data and not wrong else []
    if wrong:
        return Waivers((), [finding(WRONG, each.message, each.place, fix=each.fix) for each in wrong])
    entries: list[Waiver] = []
    for index, keys in enumerate(declared.data):
        mistakes = list(_mistakes(declared, index, keys))
        wrong += mistakes
        if not mistakes:
            entries.append(_waiver(keys, declared.place((index,)), today))
    return Waivers(entries, wrong)


def _waiver(keys: Mapping[str, Any], line: Place, today: date) -> Waiver:
    said = {name: str(value).strip() for name, value in keys.items()}
    until = _day(keys["until"]) or today
    return Waiver(
        year=keys["year"],
        code=said["code"],
        reason=said["reason"],
        by=said["by"],
        until=until,
        line=line,
        over=until < today,
        key=said.get("key", ""),
        file=said.get("file", "").replace("\\", "/"),
        sheet=said.get("sheet", ""),
        cell=said.get("cell", "").upper(),
        row=keys.get("row", 0),
    )


def _mistakes(declared: Declaration, index: int, keys: Mapping[str, Any]) -> Iterator[Finding]:
    """What keeps an entry from being used, whatever the year's rows are."""

    def wrong(message: str, key: str, fix: str) -> Finding:
        return finding(WRONG, message, declared.place((index, key)), fix=fix)

    for name in ("code", "reason", "by"):
        if not str(keys[name]).strip():
            yield wrong(f"“{name}”空着", name, "编号、原因、说明人都要写")
    if _day(keys["until"]) is None:
        yield wrong(f"until 写的是“{keys['until']}”，不是日历上有的日期", "until", "写成 2024-12-31")
    placed = [name for name in ("file", "sheet", *_AT) if name in keys]
    if ("key" in keys) == ("file" in keys) or ("key" in keys and placed):
        fix = "有编号的表写 key: 那一行的编号；没有编号的写 file 和 cell（或 row）"
        yield wrong("要么写 key，要么写 file 和 cell 或 row", "key", fix)
    elif "cell" in keys and not _CELL.fullmatch(keys["cell"].strip()):
        yield wrong(f"cell 写的是“{keys['cell']}”，不是单元格", "cell", "写成 D5 这样")
    elif "file" in keys and len(placed) - ("sheet" in keys) != 2:
        fix = "写 cell: 单元格（如 D5），或 row: 第几行"
        yield wrong("写了 file，还要写 cell 或 row，只写一个", "file", fix)


def _day(said: object) -> date | None:
    if isinstance(said, date):
        return date(said.year, said.month, said.day)
    return day_of(str(said))
