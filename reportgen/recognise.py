"""The cells of a sheet and the declared kinds -> a table: which kind, which column is which field, which rows.

Recognition goes by the headings, wherever the header row stands. A sheet that fits two kinds, or none, is
told and never guessed.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from reportgen.model import Cell, Finding, Kind, Place, Sheet
from reportgen.rules import finding

SEARCHED_ROWS = 40
_FOOTER = re.compile(
    r"(填表人|填报人|制表人|报表人|审核人|审批人|负责人|单位负责人|分管领导|统计人|经办人|联系人|联系电话"
    r"|填报单位|填报日期|填表日期|填报时间|制表时间|报送日期|注|备注|说明|填表说明)(\([^)]*\))?:"
)
_TOTAL = re.compile(r".{0,4}(合计|总计|小计|共计|累计|汇总)")
_NOTHING = re.compile(r"[/—-]+|零报告|无|(本(年度?|季度?|月|单位|部门|镇|街道))?.{0,4}(无|未|没有).{0,24}")
_UNIT = re.compile(r"\(([十百千万亿]*(?:人次?|件|起|次|份|元|米|公里|个|小时|学时|课时|分钟?|天|日|%))\)$")
_USUAL = {"序号", "备注", "说明"}
_NOT_OF_THE_DATA = re.compile(
    r"\S*(日期|时间|截[至止])\S*[:：]?\s*\S*|《[^》]*》|\S*(修订|修正|印发|施行)\S*"
)
_YEAR = re.compile(r"((?:19|20)\d\d)\s*年|\(((?:19|20)\d\d)\)")
_CHINESE_YEAR = re.compile("[一二][〇○零九][〇○零一二三四五六七八九]{2}(?=年)")
_SENDER = re.compile(r"(?:填报|报送)(?:单位|部门)(?:\([^)]*\))?[:：]\s*([^\s:：]+)")


@dataclass(frozen=True, slots=True)
class Table:
    """A recognised table. Rows and columns are indexes from 0 into the sheet's rows.

    `totals` are the 合计 rows, kept apart from the data. `year` (with its cell) and `sender` are what the lines
    above the header say. `unknown` are the headings that mean no field.
    """

    kind: Kind
    header: int
    columns: Mapping[str, int]
    rows: tuple[int, ...]
    totals: tuple[int, ...] = ()
    year: tuple[int, int, int] | None = None
    sender: str = ""
    unknown: tuple[str, ...] = ()


@dataclass(slots=True)
class _Fit:
    """How a kind fits a header: the fields found, and columns that claim a field already taken."""

    top: int
    depth: int
    columns: dict[str, int] = field(default_factory=dict)
    twice: list[tuple[str, int]] = field(default_factory=list)

    @property
    def rank(self) -> tuple[int, int, int]:
        return (len(self.columns), -self.depth, -self.top)


@dataclass(frozen=True)
class Vocabulary:
    """The kinds of sheet, and which field of which kind each normalised heading may mean."""

    kinds: Mapping[str, Kind]
    words: Mapping[str, list[tuple[str, str]]]


def vocabulary(kinds: Mapping[str, Kind]) -> Vocabulary:
    """Return the headings of kinds, made ready for recognising many sheets."""
    words: dict[str, list[tuple[str, str]]] = {}
    for kind in kinds.values():
        for name, declared in kind.fields.items():
            for word in {normalise(alias) for alias in (name, *declared.aliases)}:
                words.setdefault(word, []).append((kind.name, name))
    return Vocabulary(kinds, words)


def recognise(sheet: Sheet, known: Vocabulary, file: str) -> tuple[Table | None, list[Finding], str]:
    """Return the table of a sheet, or None, and what is wrong with it, and the kind that was meant if that is clear.

    An empty sheet gives (None, [], "").
    """
    if not any(cell != "" for row in sheet.rows for cell in row):
        return None, [], ""
    kinds = known.kinds
    fits = _fits(sheet, known.words)
    top = max((fit.rank, fit.top) for fit in fits.values())[1] if fits else SEARCHED_ROWS
    titles = list(_titles(sheet.rows[:top]))
    named = _named(kinds, [sheet.name, *(text for _, _, text in titles)])
    complete = [name for name, fit in fits.items() if not _missing(kinds[name], fit)]
    where = Place(file, sheet.name)
    if named in fits:
        chosen = named
    elif complete:
        most = max(len(fits[name].columns) for name in complete)
        best = [name for name in complete if len(fits[name].columns) == most]
        if len(best) > 1:
            message = f"这张表既像《{kinds[best[0]].title}》又像《{kinds[best[1]].title}》"
            return None, [finding("TAB003", message, where)], ""
        chosen = best[0]
    else:
        chosen = _nearest(kinds, fits)
    if not chosen:
        seen = f"见到的表头：{'、'.join(_headings(sheet, top))}" if fits else "没有一个认识的表头"
        return None, [finding("TAB001", f"认不出这是哪一种表，{seen}", where)], ""
    kind, fit = kinds[chosen], fits[chosen]
    findings = [
        _missing_column(
            kind, name, _headings(sheet, fit.top, fit.depth), Place(file, sheet.name, fit.top + 1)
        )
        for name in _missing(kind, fit)
    ]
    findings += [
        finding("TAB004", f"这一列和另一列都是“{name}”", Place(file, sheet.name, fit.top + fit.depth, column))
        for name, column in fit.twice
    ]
    if findings:
        return None, findings, chosen
    header = fit.top + fit.depth - 1
    rows, totals = _rows(sheet, header, kind, fit)
    years = [(year, row, column) for row, column, text in titles if (year := _year_in(text))]
    senders = [m[1] for _, _, text in titles if (m := _SENDER.search(text))]
    table = Table(
        kind,
        header,
        fit.columns,
        rows,
        totals,
        years[0] if years else None,
        senders[0] if senders else "",
        _unknown(sheet, fit),
    )
    return table, [*_wrong_units(sheet, kind, fit, file), *_other_tables(sheet, known, fit, file)], chosen


@lru_cache(maxsize=4096)
def normalise(heading: str, *, marks: bool = False) -> str:
    """Return a heading as it is compared: NFKC and without blanks; and, unless `marks` are kept, without colons,
    stars and a unit in brackets at its end.
    """
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", heading))
    return text if marks else re.sub(r"(?<=.)\([^()]*\)$", "", re.sub("[*:]", "", text))


def _fits(sheet: Sheet, words: Mapping[str, list[tuple[str, str]]]) -> dict[str, _Fit]:
    """The best header of each kind that has at least one of its fields: most fields, fewest header rows."""
    best: dict[str, _Fit] = {}
    for top in range(min(SEARCHED_ROWS, len(sheet.rows))):
        for depth in (1, 2):
            if top + depth > len(sheet.rows):
                continue
            found: dict[str, _Fit] = {}
            for column, candidates in enumerate(_candidates(sheet, top, depth)):
                claims = next((words[c] for c in candidates if c in words), [])
                for kind, name in claims:
                    fit = found.setdefault(kind, _Fit(top, depth))
                    if name in fit.columns:
                        fit.twice.append((name, column))
                    else:
                        fit.columns[name] = column
            for kind, fit in found.items():
                if kind not in best or fit.rank > best[kind].rank:
                    best[kind] = fit
    return best


def _candidates(sheet: Sheet, top: int, depth: int) -> list[list[str]]:
    """For each column, the headings it may go by, most specific first."""
    upper = [normalise(cell) if isinstance(cell, str) else "" for cell in sheet.rows[top]]
    if depth == 1:
        return [[text] for text in upper]
    lower = [normalise(cell) if isinstance(cell, str) else "" for cell in sheet.rows[top + 1]]
    spans = {
        column: upper[first[1]]
        for first, last in sheet.merged
        if first[0] == last[0] == top
        for column in range(first[1], min(last[1] + 1, len(upper)))
    }
    candidates = []
    above = ""
    for column, text in enumerate(upper):
        above = text or above
        child = lower[column] if column < len(lower) else ""
        parent = text or spans.get(column, "" if sheet.merged else above)
        candidates.append([f"{parent}/{child}", child] if child else [text])
    return candidates


def _missing(kind: Kind, fit: _Fit) -> list[str]:
    return [name for name, declared in kind.fields.items() if declared.required and name not in fit.columns]


def _nearest(kinds: Mapping[str, Kind], fits: Mapping[str, _Fit]) -> str:
    """The kind of which at least two fields, and half of the required ones, are there; or nothing."""
    near = []
    for name, fit in fits.items():
        required = sum(declared.required for declared in kinds[name].fields.values())
        share = 1 - len(_missing(kinds[name], fit)) / max(required, 1)
        if len(fit.columns) >= 2 and share >= 0.5:
            near.append((share, len(fit.columns), name))
    near.sort(reverse=True)
    if len(near) > 1 and near[0][:2] == near[1][:2]:
        return ""
    return near[0][2] if near else ""


def _missing_column(kind: Kind, name: str, seen: Sequence[str], place: Place) -> Finding:
    words = (name, *kind.fields[name].aliases)
    near = {m for word in words for m in difflib.get_close_matches(normalise(word), seen, n=1, cutoff=0.5)}
    hint = f"最接近的是“{sorted(near)[0]}”，" if near else ""
    message = f"《{kind.title}》缺少“{name}”一列，见到的表头：{'、'.join(seen)}"
    return finding("TAB002", message, place, fix=f"{hint}请把表头改成“{name}”或补上这一列")


def _unknown(sheet: Sheet, fit: _Fit) -> tuple[str, ...]:
    """The headings of the columns that mean no field, but for 序号 and the like."""
    found = []
    for column in range(len(sheet.rows[fit.top])):
        cells = [row[column] for row in sheet.rows[fit.top : fit.top + fit.depth]]
        words = [normalise(cell) for cell in cells if isinstance(cell, str) and cell.strip()]
        if column not in fit.columns.values() and words and words[-1] not in _USUAL:
            found.append(words[-1])
    return tuple(found)


def _wrong_units(sheet: Sheet, kind: Kind, fit: _Fit, file: str) -> list[Finding]:
    """The headings that give their numbers another unit than the field's."""
    findings = []
    for name, column in fit.columns.items():
        declared = kind.fields[name]
        for row in range(fit.top, fit.top + fit.depth):
            cell = sheet.rows[row][column]
            match = _UNIT.search(unicodedata.normalize("NFKC", cell)) if isinstance(cell, str) else None
            if match and declared.type in ("integer", "number") and declared.unit not in ("", match[1]):
                message = f"“{name}”的单位应当是“{declared.unit}”，表头写的是“{match[1]}”"
                findings.append(finding("TAB006", message, Place(file, sheet.name, row + 1, column)))
    return findings


def _other_tables(sheet: Sheet, known: Vocabulary, fit: _Fit, file: str) -> list[Finding]:
    """The rows and columns that look like another table's header: what stands below them would be lost or misread."""
    findings = []
    header = range(fit.top, fit.top + fit.depth)
    heads = {sheet.rows[header[-1]][column] for column in fit.columns.values()}
    for index, row in enumerate(sheet.rows):
        words = {cell.strip() for cell in row if isinstance(cell, str) and cell.strip() in known.words}
        if index in header:
            words -= {cell.strip() for cell in heads if isinstance(cell, str)}
            words &= set(_unknown(sheet, fit))
        elif words <= heads:
            continue
        if len(words) >= 3:
            message = f"第{index + 1}行像是另一张表的表头：{'、'.join(sorted(words))}"
            findings.append(finding("TAB008", message, Place(file, sheet.name, index + 1)))
    return findings


def _titles(rows: Iterable[Sequence[Cell]]) -> Iterator[tuple[int, int, str]]:
    for index, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, str) and cell.strip():
                yield index, column, unicodedata.normalize("NFKC", cell)


def _year_in(title: str) -> int | None:
    """The year that a title line gives its data; dates of filling in and years of regulations are not it."""
    text = _CHINESE_YEAR.sub(
        lambda match: "".join(
            str("〇一二三四五六七八九".index(sign)) for sign in re.sub("[○零]", "〇", match[0])
        ),
        _NOT_OF_THE_DATA.sub("", title),
    )
    match = _YEAR.search(text)
    return int(match[1] or match[2]) if match else None


def _named(kinds: Mapping[str, Kind], texts: Iterable[str]) -> str:
    """The kind whose title stands in a title line or is the sheet's name: the longest title wins."""
    found = [
        (len(kind.title), kind.name)
        for text in texts
        for kind in kinds.values()
        if normalise(kind.title) in normalise(text) or normalise(text) == normalise(kind.name)
    ]
    return max(found)[1] if found else ""


def _headings(sheet: Sheet, top: int, depth: int = 1) -> list[str]:
    cells = [cell for row in sheet.rows[top : top + depth] for cell in row if isinstance(cell, str)]
    return list(dict.fromkeys(normalise(cell) for cell in cells if cell.strip()))[:30]


def _rows(sheet: Sheet, header: int, kind: Kind, fit: _Fit) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The indexes of the data rows and of the total rows below the header.

    A row is a footer, a total or a zero report only where it cannot be data: where a column that every row must
    fill is empty.
    """
    columns = sorted(fit.columns.values())
    counted = {fit.columns[name] for name in fit.columns if kind.fields[name].type != "string"}
    owed = {fit.columns[name] for name in fit.columns if kind.fields[name].required}
    summed = {fit.columns[name] for name in fit.columns if kind.fields[name].type in ("integer", "number")}
    heads = {column: sheet.rows[header][column] for column in columns}
    rows: list[int] = []
    totals: list[int] = []
    for index in range(header + 1, len(sheet.rows)):
        row = sheet.rows[index]
        at = next((column for column, cell in enumerate(row) if not _blank(cell)), -1)
        if sheet.unread and any((index, column) in sheet.unread for column in columns):
            rows.append(index)
            continue
        if at < 0 or all(_blank(row[column]) for column in columns):
            if at >= 0 and _is_total(row[at]):
                totals.append(index)
            continue
        whole = not any(_blank(row[column]) for column in owed - {at})
        if _is_total(row[at]) and (not whole or owed - {at} <= summed):
            totals.append(index)
        elif _is_footer(row, at, whole) or all(row[column] == heads[column] for column in columns):
            continue
        elif not _says_nothing(row, counted):
            rows.append(index)
    return tuple(rows), tuple(totals)


def _is_total(cell: Cell) -> bool:
    return isinstance(cell, str) and bool(_TOTAL.fullmatch(normalise(cell)))


def _is_footer(row: Sequence[Cell], at: int, whole: bool) -> bool:
    """Whether a row that begins at a column is 填表人：… and the like: two such labels, or one and not a whole row."""
    texts = [cell for cell in row if isinstance(cell, str) and (":" in cell or "：" in cell)]
    if not texts:
        return False
    labels = [text for text in texts if _FOOTER.match(normalise(text, marks=True))]
    return len(labels) > 1 or (row[at] in labels and not whole)


def _says_nothing(row: Sequence[Cell], counted: Collection[int]) -> bool:
    """Whether a row only says that there is nothing to report: 无, 本年度未收到申请, perhaps behind a 序号."""
    said = False
    for column, cell in enumerate(row):
        if _blank(cell):
            continue
        text = str(cell).strip()
        if isinstance(cell, str) and not text.isdigit() and _NOTHING.fullmatch(text):
            said = True
        elif column in counted or not re.fullmatch(r"\d{1,3}(\.0)?", text):
            return False
    return said


def _blank(cell: Cell) -> bool:
    return cell == "" or (isinstance(cell, str) and not cell.strip())
