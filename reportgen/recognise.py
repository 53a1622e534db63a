"""The cells of a sheet and the declared kinds -> a table: which kind, which column is which field, which rows.

Recognition goes by the headings, wherever the header row stands. A sheet that fits two kinds, or none, is
told and never guessed.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reportgen.headings import normalise, sender_in, year_in
from reportgen.model import Cell, Finding, Kind, Place, Sheet, is_blank
from reportgen.rows import sort_rows
from reportgen.rules import finding

SEARCHED_ROWS = 40
_UNIT = re.compile(r"\(([十百千万亿]*(?:人次?|件|起|次|份|元|米|公里|个|小时|学时|课时|分钟?|天|日|%))\)$")
_USUAL = {"序号", "备注", "说明"}


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
        seen = f"见到的表头：{'、'.join(_headings(sheet, known, top))}" if fits else "没有一个认识的表头"
        return None, [finding("TAB001", f"认不出这是哪一种表，{seen}", where)], ""
    kind, fit = kinds[chosen], fits[chosen]
    findings = [
        _missing_column(
            kind, name, _headings(sheet, known, fit.top, fit.depth), Place(file, sheet.name, fit.top + 1)
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
    rows = sort_rows(sheet, header, kind, fit.columns)
    years = [(year, row, column) for row, column, text in titles if (year := year_in(text))]
    senders = [sender for _, _, text in titles if (sender := sender_in(text))]
    table = Table(
        kind,
        header,
        fit.columns,
        rows.data,
        rows.totals,
        years[0] if years else None,
        senders[0] if senders else "",
        _unknown(sheet, fit),
    )
    findings = [*_wrong_units(sheet, kind, fit, file), *_other_tables(sheet, known, fit, file)]
    findings += [
        finding("ROW004", f"第{index + 1}行不像数据，也不像合计和落款", Place(file, sheet.name, index + 1))
        for index in rows.doubtful
    ]
    if not (rows.data or rows.doubtful or rows.nothing):
        message = "表里没有一行数据，也没有写“无”，按没有发生计"
        findings.append(finding("TAB009", message, Place(file, sheet.name, header + 1)))
    return table, findings, chosen


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
    """The rows that look like another table's header: what stands below them would be lost or misread."""
    findings = []
    last = fit.top + fit.depth - 1
    for index, row in enumerate(sheet.rows):
        words = [
            cell.strip()
            for column, cell in enumerate(row)
            if isinstance(cell, str)
            and (normalise(cell) if len(cell) < 20 else "") in known.words
            and column not in (fit.columns.values() if fit.top <= index <= last else ())
            and cell != (sheet.rows[last][column] if index > last else "")
        ]
        if len(words) >= 3:
            message = f"第{index + 1}行像是另一张表的表头：{'、'.join(words)}"
            findings.append(finding("TAB008", message, Place(file, sheet.name, index + 1)))
    return findings


def _titles(rows: Iterable[Sequence[Cell]]) -> Iterator[tuple[int, int, str]]:
    for index, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, str) and cell.strip():
                yield index, column, unicodedata.normalize("NFKC", cell)


def _named(kinds: Mapping[str, Kind], texts: Iterable[str]) -> str:
    """The kind whose title stands in a title line or is the sheet's name: the longest title wins."""
    found = [
        (len(kind.title), kind.name)
        for text in texts
        for kind in kinds.values()
        if normalise(kind.title) in normalise(text) or normalise(text) == normalise(kind.name)
    ]
    return max(found)[1] if found else ""


def _headings(sheet: Sheet, known: Vocabulary, top: int, depth: int = 1) -> list[str]:
    """The headings to show; where most cells are no known heading, the row may be data, and only those are shown."""
    cells = [cell for row in sheet.rows[top : top + depth] for cell in row if not is_blank(cell)]
    seen = list(dict.fromkeys(normalise(cell) for cell in cells if isinstance(cell, str)))
    words = [word for word in seen if word in known.words or word in _USUAL]
    shown = seen if 2 * len(words) > len(cells) else words
    return [word for word in shown if not re.search(r"\d{5}", word)][:30]
