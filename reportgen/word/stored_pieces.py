"""A report that was filled with stand-ins -> the pieces that stay; the next report of its shape is joined strings.

How a report comes to look is decided by `fill`, `finishing` and `marks` alone. What they made of stand-ins is cut where the
values are, and kept only if joining gives the same bytes as they do for the values themselves.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from reportgen.expressions import expression
from reportgen.plots import DRAWN
from reportgen.word.charts import Chart
from reportgen.word.elements import BLOCK, MARKS, PHRASE
from reportgen.word.joining import Kind, Stretch, Writer
from reportgen.word.manifest import Manifest, figures_of, part_of, refilled
from reportgen.word.merges import MERGED
from reportgen.word.package import CHART, Package
from reportgen.word.prepare import Prepared, number_of
from reportgen.word.shapes import ENOUGH, STAND_IN, Path, Shaped, Slots, Unfit, place, shape
from reportgen.word.stored_charts import StoredChart, draw, find
from reportgen.word.tags import Tag
from reportgen.workbook.zipped import Packed, deflated, zipped

_MARK = (
    r'(?P<begin><[^<>]*bookmarkStart [^<>]*?id=")(?P<id>\d+)(?P<between>"[^<>]*?name=")_rg\d+_[0-9a-f]{8}_(?P<turn>\d+)(?P<rest>")'
    r'|(?P<closing><[^<>]*bookmarkEnd [^<>]*?id=")(?P<ended>\d+)(?=")'
)
_PLACES = expression(f"{_MARK}|{STAND_IN}")
_MOST = 64  # shapes of one template


class Place(NamedTuple):
    """Where something is written: what stands before it, what it is, of which slot, and the how many-th core of its text."""

    before: str
    kind: Kind
    path: Path
    core: int = 0


@dataclass(frozen=True)
class Stored:
    """The parts of a report of one shape: packed where they stay the same, as pieces where they do not; and its charts."""

    parts: Mapping[str, Packed | tuple[Stretch, ...] | None]  # None where a chart is drawn anew
    manifest: tuple[str, str] | None  # the part that holds it, and what that held
    first_id: int
    template: Package
    charts: Sequence[StoredChart]

    def join(self, slots: Slots, shaped: Shaped, manifest: Manifest | None) -> bytes:
        """Return the report with these slots, which have the shape of those it was made of."""
        writer = Writer(slots, shaped.alike, self.first_id)
        charts, plots = draw(self.template, self.charts, slots) if self.charts else ({}, ())
        made: dict[str, Packed] = {}
        for name, part in self.parts.items():
            if isinstance(part, Packed):
                made[name] = part
            else:
                made[name] = deflated(name, charts[name] if part is None else writer.write(part))
        if self.manifest and manifest:
            name, content = self.manifest
            figures = [*writer.figures, *(each for each in figures_of(plots) if each not in writer.figures)]
            made[name] = deflated(name, refilled(content, manifest, figures).encode())
        return zipped(made.values())


def store(
    template: Package,
    report: Package,
    charts: Sequence[Chart],
    paths: Sequence[Path],
    shaped: Shaped,
    *,
    marked: bool,
) -> Stored:
    """Return what is to be kept of a report that was filled with stand-ins, `charts` being those that the author has drawn;
    raise Unfit where its pieces do not come in order, and NotWordError.
    """
    parts = report.parts
    custom = part_of(parts) if marked else ""
    stored = find(report, charts, paths) if CHART in report.types.values() else []
    anew = {name for each in stored for name in (each.part, each.book)}
    kept: dict[str, Packed | tuple[Stretch, ...] | None] = {}
    turns: list[tuple[int, int]] = []
    for name, content in parts.items():
        if name in anew:
            kept[name] = None
            continue
        if template.parts.get(name) == content or name == custom:
            kept[name] = deflated(name, content)
            continue
        text = content.decode()
        marks = [(int(each["turn"]), int(each["id"])) for each in _PLACES.finditer(text) if each["turn"]]
        turns += marks
        places, end = _places(text, paths)
        kept[name] = tuple(_pieces(places, end, shaped))
    first = turns[0][1] if turns else 0
    if turns != [(number + 1, first + number) for number in range(len(turns))]:
        raise Unfit
    return Stored(kept, (custom, parts[custom].decode()) if custom else None, first, template, stored)


def _places(text: str, paths: Sequence[Path]) -> tuple[list[Place], str]:
    """The places of a part, in order, and what stands behind the last one."""
    found: list[Place] = []
    at, ours, before = 0, "", ""
    matches = list(_PLACES.finditer(text))
    for number, each in enumerate(matches):
        before += text[at : each.start()]
        at = each.end()
        if each["turn"]:
            if number + 1 == len(matches) or matches[number + 1]["turn"] or matches[number + 1]["ended"]:
                raise Unfit
            path, _ = place(matches[number + 1], paths)
            ours = each["id"]
            found.append(Place(before + each["begin"], "id", path))
            found.append(Place(each["between"], "name", path))
            before = each["rest"]
        elif each["ended"]:
            before += each["closing"]
            if each["ended"] == ours:
                found.append(Place(before, "end", found[-1].path))
                before = ""
            else:
                before += each["ended"]
        else:
            path, core = place(each, paths)
            is_said = text.rfind("<", 0, each.start()) > text.rfind(">", 0, each.start())
            found.append(Place(before, "said" if is_said else "value", path, core))
            before = ""
    return found, before + text[at:]


def _pieces(places: Sequence[Place], end: str, shaped: Shaped) -> Iterator[Stretch]:
    """Yield a part's places in stretches, with the turns of lists that are all alike written as often as there are any."""
    begun = 0
    loops = sorted(loop for name in shaped.alike for loop in _loops(name, places))
    for first, last, name in loops:
        if first < begun:
            raise Unfit
        yield _stretch(places[begun:first], "")
        yield _stretch(places[first:last], "", name)
        begun = last
    yield _stretch(places[begun:], end)


def _loops(name: str, places: Sequence[Place]) -> Iterator[tuple[int, int, str]]:
    """Yield where the fourth turn of a list begins and ends, if it is printed; raise Unfit where it is not like the third."""
    firsts = [
        next((at for at, each in enumerate(places) if each.path[:2] == (name, turn)), -1)
        for turn in range(ENOUGH)
    ]
    if firsts[-1] < 0:
        return
    third, fourth = firsts[-2:]
    last = fourth + fourth - third
    own = [at for at, each in enumerate(places) if each.path[0] == name]
    turns = (
        [_unturned(each) for each in places[third:fourth]],
        [_unturned(each) for each in places[fourth:last]],
    )
    if turns[0] != turns[1] or own[-1] >= last or own[0] != firsts[0]:
        raise Unfit
    yield fourth, last, name


def _unturned(each: Place) -> Place:
    return each._replace(path=(each.path[0], -1, *each.path[2:])) if len(each.path) > 1 else each


def _stretch(places: Sequence[Place], end: str, name: str = "") -> Stretch:
    frames = [*(each.before for each in places), end]
    asked = tuple((each.kind, each.path, each.core) for each in places)
    return Stretch(name, tuple(each.encode() for each in frames), asked)


class Shelf:
    """What a template's reports have left to be kept, by shape; the oldest goes when there are too many."""

    def __init__(
        self, prepared: Iterable[Prepared], charts: Iterable[Tag] = (), around: Iterable[str] = ()
    ) -> None:
        """`charts` are the tags of those that the author has drawn, and `around` the sections in which they stand."""
        prepared = list(prepared)
        tags = [*(tag for part in prepared for tag in part.tags), *charts]
        self.names = list(dict.fromkeys(tag.key for tag in tags if tag.kind in ("print", "open", "inverted")))
        self.names += [
            f"{tag.name}|饼图" for tag in tags if tag.filter == DRAWN
        ]  # which says why it cannot be one
        self.simple = _simple(prepared)
        self.around = frozenset(around)
        self.looks = any(
            tag.filter == MERGED for tag in tags
        )  # at the values of one cell with those of another
        self.kept: dict[Hashable, Stored | None] = {}
        self.met: dict[Hashable, None] = {}

    def shape(self, slots: Slots) -> Shaped | None:
        """Return the shape of slots, or None where they have none."""
        if self.looks or any((slot := slots.get(each)) and slot.items is not None for each in self.around):
            return None
        try:
            return shape(self.names, self.simple, slots)
        except Unfit:
            return None

    def find(self, shaped: Shaped, *, marked: bool) -> Stored | None:
        """Return what is kept of reports of this shape."""
        return self.kept.get((shaped.key, marked))

    def is_due(self, shaped: Shaped, *, marked: bool) -> bool:
        """Whether this shape has been met before, and nothing is known of it yet."""
        key = shaped.key, marked
        again = key in self.met and key not in self.kept
        self.met[key] = None
        _forget(self.met)
        return again

    def keep(self, shaped: Shaped, stored: Stored | None, *, marked: bool) -> None:
        """Keep what a shape has left, or that it leaves nothing."""
        self.kept[shaped.key, marked] = stored
        _forget(self.kept)


def _forget(known: dict[Hashable, Any]) -> None:
    while len(known) > _MOST:
        del known[next(iter(known))]


def _simple(prepared: Iterable[Prepared]) -> dict[str, list[str]]:
    """The lists that are opened once, with nothing but values inside, and the names that are printed there."""
    opened: dict[str, list[list[str] | None]] = {}
    for part in prepared:
        for section in part.root.iter(BLOCK, PHRASE):
            inside = [part.tags[number_of(mark)] for mark in section.iter(*MARKS) if mark is not section]
            names = None if any(tag.kind != "print" for tag in inside) else [tag.key for tag in inside]
            opened.setdefault(part.tags[number_of(section)].key, []).append(names)
    return {key: names for key, [names, *others] in opened.items() if names and not others}
