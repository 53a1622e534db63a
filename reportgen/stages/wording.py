"""The words of departments that reach the page -> what of them must not, is untrue, or is written as no report is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import replace

from reportgen.aliases import ANY, known
from reportgen.ledger.reading import Ledger
from reportgen.model import COUNT, Figure, Finding, Place, Profile
from reportgen.numerals import figure_text
from reportgen.prose.directions import changes
from reportgen.prose.naming import Names, agrees, naming, went
from reportgen.prose.negations import negations
from reportgen.prose.printed import Text, printed_texts
from reportgen.prose.punctuation import unlike_a_report
from reportgen.prose.stated import Stated
from reportgen.rules import finding
from reportgen.stages import quoted
from reportgen.stages.discreet import known_people
from reportgen.stages.doubled import doubled
from reportgen.values.people import People
from reportgen.values.personal import CARD, TELEPHONE, personal_numbers
from reportgen.word.tags import scan

_CODES = {TELEPHONE: "CEL012", CARD: "CEL013"}  # all others are papers of identity
_QUOTED = 16  # signs before a number that say what it is of


def in_texts(
    ledger: Ledger,
    profile: Profile,
    figures: Mapping[str, Figure],
    year: int,
    unit: str,
    wrong: Iterable[Finding] = (),
) -> list[Finding]:
    """Return what is wrong with the texts of a year that the template prints; `unit` is the body that the report is of.

    With figures of sheets of which rows are counted twice, by what is `wrong` with the year, no text is compared.
    """
    tags = [tag for line in profile.lines for tag in scan(line)]
    texts = printed_texts(ledger, profile, tags, year)
    if not texts:
        return []
    persons = known_people(ledger, profile)
    twice = doubled(ledger, year, wrong)
    numbers, figures = figures, {**figures, **_items(profile, figures)}
    unsure = {name for name, each in figures.items() if _kinds(profile, each) & twice}
    definitions = [each.definition for each in figures.values()]
    names = naming(
        definitions,
        profile.kinds,
        profile.lines,
        [unit, *known(profile.departments, profile.aliases, ANY)],
    )
    findings: list[Finding] = []
    for each in texts:
        said, misquoted = _as_printed(each, numbers)
        findings += [*personal_in(said, persons), *misquoted]
        if not misquoted:
            findings += _untrue(said, names, figures, unsure, ledger, year)
            findings += _changed(said, names, figures, unsure, year)
            findings += _unlike_a_report(said)
    return findings


def _as_printed(text: Text, figures: Mapping[str, Figure]) -> tuple[Text, list[Finding]]:
    """A text with the figures that it quotes, and what is wrong with these."""
    said, wrong = quoted.read(text.text, figures)
    return text._replace(text=said), [
        finding("FIG006", each.message, text.place, department=text.department, fix=each.fix)
        for each in wrong
    ]


def _unlike_a_report(text: Text) -> Iterator[Finding]:
    if said := unlike_a_report(text.text):
        yield finding("CEL015", f"“{text.field}”里{said}", text.place, department=text.department)


def _items(profile: Profile, figures: Mapping[str, Figure]) -> dict[str, Figure]:
    """The entries of lists by a column as figures of their own: 维持 of 行政复议.按结果."""
    found = {}
    for figure in figures.values():
        listed = figure.definition
        if figure.absent or listed.within or listed.fields != (listed.by, COUNT) or not listed.by:
            continue
        entries = [each for each in figure.items or () if each[listed.by] is not None]
        counts = {str(each[listed.by]): each[COUNT] for each in entries[: -1 if listed.total else None]}
        kind = profile.kinds.get(listed.sheet)
        declared = kind.fields[listed.by].enum if kind and listed.by in kind.fields else ()
        for value in (*counts, *(each for each in declared if each not in counts)):
            where = "{} = '{}'".format(listed.by, value.replace("'", "''"))
            one = replace(
                listed, name=f"{listed.name}（{value}）", by="", order="", top=0, total=False, where=where
            )
            count = counts.get(value, 0)
            found[one.full_name] = Figure(one, count if isinstance(count, int) else 0, str(count))
    return found


def personal_in(text: Text, known: People) -> Iterator[Finding]:
    """Yield what is personal in a text, once for each sort, and never the value."""
    for sort in personal_numbers(text.text):
        code = _CODES.get(sort, "CEL011")
        message = f"“{text.field}”要印进报告，里面有{sort}（这里不显示）"
        yield finding(code, message, text.place, department=text.department)
    if known.are_in(text.text):
        message = f"“{text.field}”要印进报告，里面有个人信息列里的姓名或证号（这里不显示）"
        yield finding("CEL014", message, text.place, department=text.department)


def _kinds(profile: Profile, figure: Figure) -> set[str]:
    definition = figure.definition
    return {definition.sheet, *(kind for kind, _ in profile.reads.get(definition.full_name, ()))}


def _untrue(
    text: Text,
    names: Names,
    figures: Mapping[str, Figure],
    unsure: Set[str],
    ledger: Ledger,
    year: int,
) -> Iterator[Finding]:
    """The numbers of a text that say of what a figure states something else, and what it says that there was none of."""
    units = dict.fromkeys(each.definition.unit for each in figures.values())
    numbers = [(number, named, in_words(text.text, number)) for number, named in names.named(text.text, year)]
    for number, named, said in (*numbers, *_none(text.text, names, units, year)):
        if not unsure.isdisjoint(named):
            continue
        meant = [figures[name] for name in named if name in figures]
        values = [each for each in meant if each.value is not None]
        if not values or any(agrees(number, each.value or 0, each.definition) for each in values):
            continue
        other = values[0]
        shown = figure_text(other.value or 0, other.definition)
        message = (
            f"“{said}”与数据项“{other.definition.full_name}”的{shown}{other.definition.unit_behind}不一致"
            f"（数据项来自{_from(ledger, other, year)}）"
        )
        yield finding("FIG004", message, text.place, department=text.department)


def _changed(
    text: Text, names: Names, figures: Mapping[str, Figure], unsure: Set[str], year: int
) -> Iterator[Finding]:
    """What a text says that has risen or fallen against last year, and did not."""
    units = dict.fromkeys(each.definition.unit for each in figures.values())
    for change in changes(text.text):
        named = names.before(text.text, change.start, units, year)
        meant = [figures[name] for name in named if name in figures]
        if (
            not meant
            or not unsure.isdisjoint(named)
            or any(went(each) in (None, change.way) for each in meant)
        ):
            continue
        figure = meant[0]
        old, new = (figure_text(value or 0, figure.definition) for value in (figure.previous, figure.value))
        message = f"“{change.said}”与数据项“{figure.definition.full_name}”不一致：上年{old}，今年{new}"
        yield finding("FIG004", message, text.place, department=text.department)


def _none(
    text: str, names: Names, units: Iterable[str], year: int
) -> Iterator[tuple[Stated, tuple[str, ...], str]]:
    """What a text says that there was none of, read as so many of it: 没有行政复议案件 is 行政复议案件0件."""
    for each in negations(text):
        for unit in units:
            what = each.what
            zero = f"{text[: each.start]}{what}0{unit}{text[each.end :]}"
            start = each.start + len(what)
            found = ((number, named) for number, named in names.named(zero, year) if number.start == start)
            if read := next(found, None):
                yield *read, each.said
                break


def in_words(text: str, number: Stated) -> str:
    """Return a number with the words that say what it is of, as far as nothing personal stands among them."""
    start = max(number.start - _QUOTED, number.start - len(number.before))
    behind = number.after if len(number.after) <= _QUOTED and not number.rough else ""
    words = text[start : number.end] + behind
    return text[number.start : number.end] if personal_numbers(words) else re.sub(r"\s+", " ", words)


def _from(ledger: Ledger, figure: Figure, year: int) -> str:
    """Where the rows of a figure's sheet come from: the first table's file and sheet, how many there are, and what the
    cut-off leaves out."""
    tables = [each for each in ledger.origins(year) if each.kind == figure.definition.sheet]
    if not tables:
        return f"“{figure.definition.sheet}”表"
    more = f" 等{len(tables)}张表" if len(tables) > 1 else ""
    late = sum(each.own for each in ledger.late(figure.definition.sheet, year))
    left_out = f"，有{late}行在截止日期以后，没有计入" if late else ""
    return f" {Place(tables[0].file, tables[0].sheet)}{more}{left_out}"
