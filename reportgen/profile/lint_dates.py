"""The dates that a profile declares -> what is wrong with them, and the columns that no date holds to the cut-off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from reportgen.expressions import expression
from reportgen.model import ALWAYS, FigureDefinition, Finding, Kind, Profile
from reportgen.profile.yaml_files import Declaration, unknown
from reportgen.rules import finding

_Reads = Mapping[str, frozenset[tuple[str, str]]]
# dates that lie ahead by their nature: nothing has come to pass on them
_AHEAD = expression("[至止]$|到期|期满|届满|期限|有效|失效|截止|计划|预计|拟")
_SAY = "在列里写 as_of: 日期列名（这个日期在截止日期以后的，不算）；与日期无关的，写 as_of: always"


def wrong_dates(declared: Declaration, kind: Kind) -> Iterator[Finding]:
    """Yield what is wrong with the dates that a kind of sheet, and its fields, name."""
    dates = _dates(kind)
    for key, name in (("period", kind.period), ("since", kind.since)):
        if name and name not in dates:
            yield unknown(declared, (kind.name, key), "日期列", name, dates)
    if kind.period and kind.since:
        message = "period 和 since 只能写一个"
        yield finding("PRO002", message, declared.place((kind.name, "since")))
    for name, field in kind.fields.items():
        path = (kind.name, "fields", name)
        if field.as_of and field.as_of not in (ALWAYS, *dates):
            yield unknown(declared, (*path, "as_of"), "日期列", field.as_of, (*dates, ALWAYS))
        elif field.open and field.as_of in ("", ALWAYS):
            message = "写了 open，就要用 as_of 写明由哪个日期决定"
            yield finding("PRO002", message, declared.place((*path, "open")))
        elif field.open and field.open not in field.enum:
            yield unknown(declared, (*path, "open"), f"“{name}”的取值", field.open, field.enum)


def undated(
    declared: Declaration,
    kinds: Mapping[str, Kind],
    definitions: Mapping[str, FigureDefinition],
    reads: _Reads,
) -> Iterator[Finding]:
    """Yield the columns of sheets with several dates that figures go by, and no date holds to the cut-off."""
    for kind in kinds.values():
        if len(events(kind)) < 2:
            continue
        for name in _open(kind, counted(definitions, reads)):
            message = f"“{name}”在截止日期以后才有的，也会算进报告：没有写明由哪个日期决定"
            yield finding("PRO011", message, declared.place((kind.name, "fields", name)), fix=_SAY)


def unheld(profile: Profile) -> Iterator[tuple[Kind, str, bool]]:
    """Yield the dates that nothing declared says how to count after the cut-off, as (kind, field, whether figures go by
    it, or by something that it may decide); or else it is the row's own.
    """
    read = counted(profile.figures, profile.reads)
    for kind in profile.kinds.values():
        open_ = _open(kind, read)
        held = {kind.own_date, *(field.as_of for field in kind.fields.values())}
        loose = [name for name in events(kind) if name not in held and not kind.fields[name].as_of]
        own = [] if kind.own_date else [name for name in loose if kind.fields[name].required][:1]
        for name in loose if open_ else own:
            yield kind, name, bool(open_)


def counted(definitions: Mapping[str, FigureDefinition], reads: _Reads) -> set[tuple[str, str]]:
    """Return the (kind, field) pairs by which figures count; what a list only prints is none."""
    return {
        (kind, name)
        for figure, definition in definitions.items()
        for kind, name in reads.get(figure, ())
        if name not in definition.rows
    }


def _open(kind: Kind, read: Iterable[tuple[str, str]]) -> list[str]:
    """The fields of a kind that say how things stand, by which figures count, and that nothing holds to the cut-off."""
    held = {kind.own_date, *(field.as_of for field in kind.fields.values())}
    there = events(kind)
    return [
        name
        for name, field in kind.fields.items()
        if (kind.name, name) in read and not field.as_of and name not in held
        if field.enum or field.type == "boolean" or name in there
    ]


def _dates(kind: Kind) -> list[str]:
    return [name for name, field in kind.fields.items() if field.type == "date"]


def events(kind: Kind) -> list[str]:
    """Return the dates on which something has come to pass."""
    return [name for name in _dates(kind) if not _AHEAD.search(name)]
