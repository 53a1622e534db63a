"""Findings of a year and the waivers of the workspace -> the findings, those that are explained no longer errors, and what is
wrong with the waivers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from reportgen.invocation import command
from reportgen.ledger.reading import Ledger
from reportgen.ledger.sql import QueryError, quote
from reportgen.model import Finding, Kind, Place, Profile
from reportgen.rules import RULES, did_you_mean, finding
from reportgen.stages.discreet import known_people
from reportgen.values.personal import personal_numbers
from reportgen.workspace.waivers import IDLE, WRONG, Waiver, Waivers

# built-in findings about values that have been read and are what they are; of all others the value is not known
_BUILT_IN = (
    "ROW001", "ROW003", "ROW007", "ROW008", "ROW011", "ROW013", "ROW014", "ROW018",
    "FIG004",
    "YOY001", "YOY002", "YOY003", "YOY004", "YOY005",
)  # fmt: skip
_NO_WAIVERS = Waivers()


def waive(
    ledger: Ledger, profile: Profile, findings: Sequence[Finding], year: int, waivers: Waivers = _NO_WAIVERS
) -> list[Finding]:
    """Return the findings of a year as the waivers let them be: what is explained is a warning that says so. What is wrong
    with a waiver, one that has run out, and one that meets nothing are findings of their own.
    """
    entries = [each for each in waivers.entries if each.year == year]
    if not entries:
        return [*findings, *waivers.wrong]
    told: dict[int, Waiver] = {}
    notes: list[Finding] = []
    for waiver, wrong in zip(entries, _wrong(ledger, profile, entries, year), strict=True):
        places = _rows(ledger, profile, waiver, year) if waiver.key and not wrong else set()
        met = [
            at
            for at, each in enumerate(findings)
            if each.code.upper() == waiver.code.upper()
            and (each.place[:3] in places if waiver.key else waiver.is_at(each.place))
        ]
        if wrong:
            notes.append(finding(WRONG, wrong[0], waiver.line, fix=wrong[1]))
        elif not met:
            look = command("validate", year)
            fix = f"已经改好的，从 {waiver.line.file} 里删去；写错地方的，照 {look} 列出的改"
            message = (
                f"对{waiver.code}的说明没有对上一处：{ledger.views.period(year).named}的这一处没有这个问题"
            )
            notes.append(finding(IDLE, message, waiver.line, fix=fix))
        elif waiver.over:
            message = f"对{waiver.code}的说明只到{waiver.until}，已经过期，不起作用"
            fix = "问题还在、原因也没有变的，由说明人重新确认后改 until；否则请部门改正"
            notes.append(finding(IDLE, message, waiver.line, fix=fix))
        else:
            told |= {at: waiver for at in met if at not in told}
    found = [_explained(each, told[at]) if at in told else each for at, each in enumerate(findings)]
    return [*found, *waivers.wrong, *notes]


def _explained(each: Finding, waiver: Waiver) -> Finding:
    message = f"{each.message}；已说明：{waiver}"
    return replace(each, severity="warning", message=message, fix="", waived=str(waiver))


def _wrong(
    ledger: Ledger, profile: Profile, entries: Sequence[Waiver], year: int
) -> Iterator[tuple[str, str] | None]:
    """Yield for each waiver why it cannot be used and how to mend that, or None."""
    people = known_people(ledger, profile)
    kinds = {(each.file, each.sheet): profile.kinds[each.kind] for each in ledger.origins(year)}
    codes = {code.upper(): check for code, check in profile.checks.items()}
    for waiver in entries:
        code = waiver.code.upper()
        there = [
            kind for (file, sheet), kind in kinds.items() if waiver.is_at(_anywhere(waiver, file, sheet))
        ]
        keyed = [each for each in there if _public(each)]
        if code in codes:
            keyed = [each for each in keyed if each.name == codes[code].sheet]
        if code not in codes and code not in RULES:
            fix = did_you_mean(code, [*codes, *RULES]) or f"照 {command('validate')} 列出的编号写"
            yield f"没有编号是“{waiver.code}”的核对", fix
        elif code not in codes and code not in _BUILT_IN:
            yield (
                f"{waiver.code}不能用说明代替改正",
                "没有读成的格、没有收到的表、分不清对错的数，都要改表或补交；删去这一条",
            )
        elif waiver.key and not _keyed(profile, waiver):
            yield (
                f"{waiver.code}查的表没有编号，或者编号是个人信息，不能写 key（这里不显示）",
                "删去 key，改写 file 和 cell（或 row）",
            )
        elif people.are_in(waiver.reason) or personal_numbers(waiver.reason):
            yield "说明的原因里有个人信息（这里不显示）", "原因里不写当事人的姓名和号码"
        elif keyed:
            yield (
                f"《{keyed[0].title}》的行有“{keyed[0].key}”，按格子说明不稳：表里添一行，说明就落到别的行上",
                f"删去 file、sheet、cell、row，改写 key: 这一行的{keyed[0].key}",
            )
        else:
            yield None


def _anywhere(waiver: Waiver, file: str, sheet: str) -> Place:
    """The place of a waiver in a sheet of a file."""
    if not waiver.cell:
        return Place(file, sheet, waiver.row)
    letters = waiver.cell.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return Place(file, sheet, int(waiver.cell[len(letters) :] or 0), column - 1)


def _public(kind: Kind) -> bool:
    """Whether the rows of a kind have a key that may be written down."""
    return bool(kind.key) and not kind.fields[kind.key].personal


def _keyed(profile: Profile, waiver: Waiver) -> Mapping[str, Kind]:
    """The kinds that a key may be of: that of the check, or of a built-in finding any."""
    asked = [each.sheet for code, each in profile.checks.items() if code.upper() == waiver.code.upper()]
    return {name: kind for name, kind in profile.kinds.items() if _public(kind) and name in (asked or [name])}


def _rows(ledger: Ledger, profile: Profile, waiver: Waiver, year: int) -> set[tuple[str, str, int]]:
    """Where the rows of a key stand, as file, sheet and row."""
    ledger.views.scope(year, as_written=True)
    said = waiver.key.replace("'", "''")
    found = set()
    for name, kind in _keyed(profile, waiver).items():
        where = f"plain({quote(kind.key)}) = plain('{said}')"
        try:
            rows = ledger.views.select(f"SELECT _source, _row FROM {quote(name)} WHERE {where}")
        except QueryError:
            continue
        found |= {ledger.place(source, row)[:3] for source, row in rows}
    return found
