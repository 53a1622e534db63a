"""A profile's checks and fields -> those whose own example does not show what they find, or take."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from reportgen.ledger import writing as posting
from reportgen.ledger.sql import LAST_YEAR, of_any_year
from reportgen.model import Check, Entry, Field, Finding, Kind, Place, Profile, TypedTable, Value
from reportgen.rules import finding
from reportgen.stages.checks import check_rows
from reportgen.values import cell as values

_MARK = "<-"
_Marks = set[tuple[str, int, str]]  # of a table, a row, counted with its header, and a field


class _Unreadable(Exception):
    """An example that cannot be read; the text is the rest of a Chinese sentence."""


def wrong_examples(profile: Profile) -> tuple[int, list[Finding]]:
    """Return how many checks' examples were run, and an error for each that finds other cells than it marks, and for each
    field's that the field does not take.
    """
    checks = [check for check in profile.checks.values() if check.example.strip()]
    wrong = [(check, said) for check in checks if (said := _wrong(profile, check))]
    return len(checks), [*_not_taken(profile)] + [
        finding(
            "PRO002",
            f"{check.code}的例子{said}",
            Place(f"{profile.name}/{check.file}", check.code),
            fix="改正这条检查的 fails、query、equation 或 marks，或改正例子里的 <-",
        )
        for check, said in wrong
    ]


def _not_taken(profile: Profile) -> Iterator[Finding]:
    """The examples of fields that the fields themselves do not take."""
    for kind in profile.kinds.values():
        given = {name: field for name, field in kind.fields.items() if field.example}
        for name, field in given.items():
            try:
                _value(field.example, name, field)
            except _Unreadable as error:
                place = Place(f"{profile.name}/sheets.yaml", f"{kind.name}.{name}")
                fix = "把 example 改成这一列收得进的写法，或删去它"
                yield finding("PRO002", f"列的例子{str(error).removeprefix('里')}", place, fix=fix)


def right_rows(profile: Profile, check: Check) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield the rows of a check's example that it does not mark, each with its kind, as they are drawn."""
    try:
        parts = list(_parts(profile, check))
    except _Unreadable:
        return
    for _, name, kind, lines in parts:
        header = _cells(lines[0].partition(_MARK)[0])
        if name == kind.name and kind.fields.keys() >= set(header):
            for line in lines[1:]:
                if _MARK not in line:
                    yield kind.name, dict(zip(header, _cells(line), strict=False))


def _wrong(profile: Profile, check: Check) -> str:
    """What is wrong with a check's example, or an empty string."""
    year = int(next(iter(re.findall(r"(?:19|20)\d\d", check.example)), "2024"))
    marked: _Marks = set()
    columns: dict[tuple[str, int], str] = {}
    try:
        parts = list(_parts(profile, check))
        with posting.in_memory(_asked(profile, check, [kind.name for _, _, kind, _ in parts])) as ledger:
            for sender, name, kind, lines in parts:
                table, marks = _table(kind, lines)
                file = f"{sender}{name}.xlsx"
                marked |= {(file, *each) for each in marks}
                columns |= {(file, at): column for column, at in table.columns.items()}
                of = year if name == kind.name else year - 1
                ledger.replace(Entry(file, of, sender or "某部门", "", 0, ""), [table], [], sender)
            found = check_rows(ledger, profile, check, year)
    except _Unreadable as error:
        return str(error)
    if not marked:
        return f"没有用“{_MARK}”标出错的格"
    if broken := [each for each in found if each.code != check.code]:
        return f"算不出来：{broken[0].message}"
    places = [each.place for each in found]
    pointed = {(each.file, each.row, columns.get((each.file, each.column), "")) for each in places}
    missed, extra = marked - pointed, pointed - marked
    said = [f"第{row}行标了“{name}”，检查却没有查出" for _, row, name in sorted(missed)]
    said += [f"第{row}行没有标，检查却查出了" for _, row, _ in sorted(extra)]
    return "；".join(said)


def _asked(profile: Profile, check: Check, drawn: Iterable[str]) -> Mapping[str, Kind]:
    """The sheets that a check and its example know of: making all takes longer than checking. With an equation, other ones
    are looked at, too.
    """
    if check.equation:
        return profile.kinds
    read = (of_any_year(kind, profile.kinds) for kind, _ in profile.reads[check.code])
    return {name: profile.kinds[name] for name in {check.sheet, *drawn, *read}}


def _parts(profile: Profile, check: Check) -> Iterator[tuple[str, str, Kind, list[str]]]:
    """The tables of an example, each with its sender, its name and its kind: `[kind]` stands above those of other sheets, `[上年 kind]`
    above those of the year before, and the name of a body before either, where the example is of several.
    """
    for part in re.split(r"^(?=\[)", check.example, flags=re.MULTILINE):
        words, text = [check.sheet], part
        if part.startswith("["):
            heading, _, text = part.partition("\n")
            words = heading.strip("[] ").split()
        if text.strip():
            named = words[1:] and words[0] != LAST_YEAR and not _kind_of(profile, words)
            sender, name = (words[0], "".join(words[1:])) if named else ("", "".join(words))
            if not (kind := _kind_of(profile, [name])):
                raise _Unreadable(f"里的“[{name}]”不是 sheets.yaml 里的表")
            yield sender, name, kind, text.strip().splitlines()


def _kind_of(profile: Profile, words: Iterable[str]) -> Kind | None:
    return profile.kinds.get(of_any_year("".join(words), profile.kinds))


def _table(kind: Kind, lines: list[str]) -> tuple[TypedTable, set[tuple[int, str]]]:
    """A drawn table as it is stored, and the cells that it marks."""
    header = _cells(lines[0].partition(_MARK)[0])
    if strange := [name for name in header if name not in kind.fields]:
        raise _Unreadable(f"里的“{strange[0]}”不是“{kind.name}”的列")
    marks: set[tuple[int, str]] = set()
    rows: list[list[Value]] = []
    for number, line in enumerate(lines[1:], start=2):
        drawn, *marked = line.split(_MARK)
        row = (_cells(drawn) + [""] * len(header))[: len(header)]
        rows.append([_value(raw, name, kind.fields[name]) for raw, name in zip(row, header, strict=True)])
        marks |= {(number, name.strip()) for name in marked}
    by_column = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in header]
    columns = {name: at for at, name in enumerate(header)}
    return TypedTable(kind.name, kind.name, columns, range(2, len(rows) + 2), by_column), marks


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


def _value(raw: str, name: str, field: Field) -> Value:
    try:
        value = values.convert(raw, field)
    except values.Fault as fault:
        raise _Unreadable(f"里{name}“{raw}”{fault}") from None
    return str(value) if isinstance(value, date) else value
