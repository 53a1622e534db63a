"""Stage 4: figures, texts and the Word template -> the bytes of a report, or why there is none."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from types import MappingProxyType

from reportgen.definitions import CALLED
from reportgen.model import Figure, FigureDefinition, Finding, Kind, Slot, Value
from reportgen.numerals import chinese_number, value_text
from reportgen.periods import read
from reportgen.plots import DRAWN, KINDS
from reportgen.quotations import Quoting, quotes_in
from reportgen.rules import finding
from reportgen.stages.charted import charts
from reportgen.stages.displays import displays
from reportgen.stages.entries import RANK, headings
from reportgen.word.column_loops import NAME as COLUMNS
from reportgen.word.document import Template
from reportgen.word.manifest import Manifest
from reportgen.word.merges import MERGED
from reportgen.word.toc import may_list

Figures = Mapping[str, Figure]
Texts = Mapping[str, str]
_HEADING, _NUMBER = "列名", "数"  # which each turn of a table's columns knows
_COUNTERS = ("序号", "中文序号", "末项")


@dataclass(frozen=True, slots=True)
class Report:
    """A finished report: its title, and the bytes of its Word file."""

    title: str
    content: bytes


def notice(errors: int) -> str:
    """Return what stands on each page of a draft."""
    return f"草稿：尚有{errors}项错误未改正，不得印发" if errors else "草稿：不得印发"


def render(
    template: Template, figures: Figures, texts: Texts, *, draft: str | None = None, plain: bool = False
) -> tuple[Report | None, list[Finding]]:
    """Fill the template and mark the figures; a draft is `plain`, prints what is missing, and `draft` on every page."""
    slots = {f"报告.{name}": Slot(text or None, bool(text)) for name, text in texts.items()}
    displayed = {tag.name for tag in template.tags if tag.filter}
    for name, figure in figures.items():
        slots |= figure_slots(name, figure, shown=displayed, assume=draft is not None)
        slots |= displays(name, figure) if name in displayed and figure.items is None else {}
    slots = nested(slots, figures, drawing=_draws(template)) | chart_slots(template, figures)
    manifest = None if plain or draft is not None else manifest_of(figures, texts)
    content, findings = template.fill(slots, draft=draft, manifest=manifest)
    if content is None:
        return None, _told_once(findings, texts)
    return Report(template.title(slots, draft=draft is not None), content), findings


def with_contents(
    template: Template, report: Report | None, told: list[Finding], like: bytes | None = None
) -> tuple[Report | None, list[Finding]]:
    """List the headings of a rendered report where its template has a table of contents; on the pages that a report `like` it
    names, if there is one. Raises NotWordError.
    """
    if report is None or not may_list(template.package):
        return report, told
    from reportgen.stages.paged import with_contents

    content, more = with_contents(report.content, like)
    return Report(report.title, content), [*told, *more]


def chart_slots(template: Template, figures: Figures) -> dict[str, Slot]:
    """Return the slots of the charts of lists, where a template draws any."""
    if not _draws(template):
        return {}
    definitions = {name: each.definition for name, each in figures.items()}
    lists = {name: each for name, each in figures.items() if each.definition.is_list}
    return {
        key: slot for name, each in lists.items() for key, slot in charts(name, each, definitions).items()
    }


def _draws(template: Template) -> bool:
    return any(tag.filter in (*KINDS, DRAWN) for tag in template.tags)


def manifest_of(figures: Figures, texts: Texts) -> Manifest:
    """Return what a report says of itself before anything is printed."""
    told = [(name, each.value, each.text, each.previous, each.items) for name, each in figures.items()]
    ledger = sha256(repr(told).encode()).hexdigest()[:16]
    period = str(read(texts.get("期间", "")) or texts.get("年度", ""))
    return Manifest(texts.get("单位", ""), period, ledger)


def check(
    template: Template,
    definitions: Iterable[FigureDefinition],
    texts: Iterable[str],
    name: str,
    kinds: Mapping[str, Kind] = MappingProxyType({}),
) -> list[Finding]:
    """Return what is wrong with a template's tags, before there is any figure; `name` is the template's file, and `kinds`
    are the sheets, whose values name the columns of cross tables.
    """
    definitions = tuple(definitions)
    wrong = template.check(_declared_slots(template, definitions, texts, kinds))
    names = {each.full_name for each in definitions}
    if names and not wrong and names.isdisjoint(tag.name for tag in template.tags):
        wrong = [finding("TPL009", "模板里没有一个数据项的标签，印出来的数不会是今年的")]
    return [replace(each, place=each.place._replace(file=name)) for each in wrong]


def texts_printed(template: Template) -> set[str]:
    """Return the names of the settings' texts that a template prints: 主送机关 for `{{ 报告.主送机关 }}`."""
    return {tag.name.removeprefix("报告.") for tag in template.tags if tag.name.startswith("报告.")}


def unset_unit(template: Template) -> list[Finding]:
    """Return the finding that a template prints the reporting unit's name and the settings do not give it, if it does."""
    own = [tag for tag in template.tags if tag.name == "报告.单位"]
    return [_unset("单位")] if own and all(tag.kind == "print" for tag in own) else []


def _unset(name: str, part: str = "") -> Finding:
    text = f"{part}: {{{name}: ……}}" if part else f"{name}: ……"
    line = "unit: 单位名称" if name == "单位" else f"report: {{{text}}}"
    fix = f"在工作目录的 reportgen.yaml 里写一行 {line}"
    return finding("SET001", f"报告里要印“{name}”，设置里没有写", fix=fix)


def _told_once(findings: Iterable[Finding], texts: Texts) -> list[Finding]:
    """Findings, with a text that the settings lack told once and not wherever the template prints it."""
    told: dict[str, Finding] = {}
    for number, each in enumerate(findings):
        unset = re.search(r"报告\.(\w+)", each.message) if each.code == "TPL005" else None
        if unset:
            told.setdefault(unset[1], _unset(unset[1], str(read(texts.get("期间", "")) or "")))
        else:
            told[str(number)] = each
    return list(told.values())


def printed(figure: Figure, words: Collection[str]) -> Iterator[tuple[str, int, str, str]]:
    """Yield what a figure's tags print: by none or one of these words behind the bar, or for which entry of a list, from 1,
    the text, and of an entry's number its name.
    """
    for tag, slot in (figure_slots("", figure) | displays("", figure)).items():
        if slot.items is None and slot.text and tag.removeprefix("|") in ("", *words):
            yield tag.removeprefix("|"), 0, slot.text, ""
        entries = () if tag.endswith(f".{COLUMNS}") else slot.items or ()  # a table's head is no entry
        for number, item in enumerate(entries, 1):
            cells = figure.cells[number - 1] if figure.cells else {}
            for name, inside in item.items():
                if inside.text and "|" not in name and name not in (*_COUNTERS, RANK, COLUMNS):
                    yield "", number, inside.text, name if name in cells else ""


def _declared_slots(
    template: Template,
    definitions: Iterable[FigureDefinition],
    texts: Iterable[str],
    kinds: Mapping[str, Kind],
) -> dict[str, Slot]:
    slots = {f"报告.{name}": Slot("", False) for name in texts}
    figures: dict[str, Figure] = {}
    for definition in definitions:
        names = headings(definition, kinds)
        cells = ({each: Figure(definition, None, None) for each in names},) if definition.by else ()
        items: tuple[Mapping[str, Value], ...] | None = (
            ({},) if definition.by else () if definition.rows else None
        )
        nothing = Figure(definition, None, None, items=items, cells=cells)
        figures[definition.full_name] = nothing
        slots |= figure_slots(definition.full_name, nothing, shown=(*names, _NUMBER))
        slots |= displays(definition.full_name, nothing) if nothing.items is None else {}
    drawing = _draws(template)
    return nested(slots, figures, declared=True, drawing=drawing) | chart_slots(template, figures)


def nested(
    slots: Mapping[str, Slot], figures: Figures, *, declared: bool = False, drawing: bool = False
) -> dict[str, Slot]:
    """Return the slots with the lists that stand within an entry of another list there, and nowhere else, and with their
    charts if it is `drawing` any; what is only `declared` has an entry, too, and stands anywhere: `nesting` says where it
    may not.
    """
    found = dict(slots)
    definitions = {name: each.definition for name, each in figures.items()}
    for name, figure in [each for each in figures.items() if each[1].definition.within]:
        slot, own = found[name] if declared else found.pop(name), figure.definition
        for outer, other in figures.items():
            if (
                other.definition.by != own.within
                or other.definition.within
                or other.definition.group != own.group
            ):
                continue
            around = found[outer]
            known = around.items or ((dict.fromkeys(around.fields, Slot(None, True)),) if declared else ())
            items = other.items or [None] * len(known)
            drawn = [
                charts(name, figure, definitions, each or {}) if drawing else {} for each in (*items, {})
            ]
            turns = (
                {**turn, name: _inside(slot, figure, item), **each}
                for turn, item, each in zip(known, items, drawn, strict=False)
            )
            found[outer] = around._replace(items=tuple(turns), fields=(*around.fields, name, *drawn[-1]))
    return found


def _inside(slot: Slot, figure: Figure, around: Mapping[str, Value] | None) -> Slot:
    """The slot of a list in an entry of the list around it; all of it where there is none."""
    if not around or figure.absent:
        return slot
    within = figure.definition.within
    both = zip(slot.items or (), figure.items or (), strict=True)
    own = [turn for turn, item in both if item[within] == around[within]]
    items = tuple({**turn, **_counters(index, len(own))} for index, turn in enumerate(own))
    return slot._replace(text=None, truth=bool(items), items=items)


def _counters(index: int, count: int) -> dict[str, Slot]:
    """What an entry of a list knows of its place in it."""
    return {
        "序号": Slot(str(index + 1), True),
        "中文序号": Slot(chinese_number(index + 1), True),
        "末项": Slot(None, index + 1 == count),
    }


def figure_slots(
    name: str, figure: Figure, *, shown: Collection[str] = (), assume: bool = False
) -> dict[str, Slot]:
    """Return the slot of a figure, a list's with the words behind the bar for the names that are `shown` by one. With
    `assume`, one whose sheet is missing counts as true, so that a draft shows the gap instead of saying that nothing
    happened.
    """
    if figure.definition.is_list:
        return _list_slots(name, figure, shown, assume=assume)
    truth = bool(figure.value) or (assume and figure.absent)
    return {name: Slot(figure.text, truth, figure=name)}


def _list_slots(name: str, figure: Figure, shown: Collection[str], *, assume: bool) -> dict[str, Slot]:
    """The slot of a list, and that of the columns of a table, which the table's head repeats."""
    definition = figure.definition
    numbers = dict.fromkeys(heading for cells in figure.cells for heading in cells)
    ranked = (RANK,) if definition.order.lstrip("-") in numbers else ()
    words = (each for cells in figure.cells[:1] for each in _displayed(name, cells, shown))
    said = dict.fromkeys(filter(None, (*definition.rows, definition.by, definition.within)))
    named = [*said, *(CALLED[each] for each in said if each in CALLED)]
    columns = (COLUMNS,) if definition.across or definition.columns else ()
    fields = dict.fromkeys((*_COUNTERS, *ranked, *named, *definition.fields, *columns, *numbers, *words))
    items = figure.items or ()
    turns = tuple(_item_slots(name, item, index, figure, shown, assume) for index, item in enumerate(items))
    if assume and figure.absent:
        turns = ({each: Slot(None, True) for each in fields},)
    fields |= {f"{each}|{MERGED}": None for each in named}
    own = Slot(_whole(figure, assume), bool(turns), turns, tuple(fields), quotes=quotes_in(figure.text))
    if not columns:
        return {name: own}
    heads = tuple({_HEADING: Slot(each, True)} for each in numbers)
    heads = heads or (({_HEADING: Slot(None, True)},) if assume and figure.absent else ())
    return {name: own, f"{name}.{COLUMNS}": Slot(None, bool(heads), heads, (_HEADING,))}


def _item_slots(
    name: str, item: Mapping[str, Value], index: int, figure: Figure, shown: Collection[str], assume: bool
) -> dict[str, Slot]:
    source = figure.places[index] if figure.places else ""
    cells = figure.cells[index] if figure.cells else {}
    slots = {
        field: Slot(
            cells[field].text
            if field in cells
            else None
            if value is None or _lacks(value, assume)
            else value_text(value),
            value not in (None, "", 0, False),
            source=source,
            figure=f"{name}#{index + 1}.{field}" if _is_number(value) else "",
            quotes=quotes_in(value),
        )
        for field, value in item.items()
    }
    words = _displayed(f"{name}#{index + 1}.", cells, shown)
    slots |= {called: slots[own] for own, called in CALLED.items() if own in slots}
    slots |= {
        f"{field}|{MERGED}": slot for field, slot in slots.items() if field in shown and field not in cells
    }
    if figure.definition.across or figure.definition.columns:
        slots[COLUMNS] = _column_slots(figure.definition, f"{name}#{index + 1}.", cells, shown)
    return slots | words | _counters(index, len(figure.items or ()))


def _column_slots(
    definition: FigureDefinition, of: str, cells: Mapping[str, Figure], shown: Collection[str]
) -> Slot:
    """The numbers of an entry, each a turn of its own; `of` begins the names of what they print."""
    turns = []
    for heading, cell in cells.items():
        own = f"{of}{heading}"
        number = Slot(cell.text, bool(cell.value), figure=own if cell.value is not None else "")
        words = displays(own, cell) if _NUMBER in shown else {}
        said = {f"{_NUMBER}{key.removeprefix(own)}": slot for key, slot in words.items()}
        turns.append({_HEADING: Slot(heading, True), _NUMBER: number, **said})
    words = displays(_NUMBER, Figure(definition, None, None)) if _NUMBER in shown else {}
    return Slot(None, bool(turns), tuple(turns), (_HEADING, _NUMBER, *words))


def _displayed(of: str, cells: Mapping[str, Figure], shown: Collection[str]) -> dict[str, Slot]:
    """The slots of an entry's numbers by what may stand behind the bar; `of` begins the names of what they print."""
    return {
        key: slot._replace(figure=f"{of}{key}" if slot.figure else "")
        for heading, cell in cells.items()
        if heading in shown
        for key, slot in displays(heading, cell).items()
    }


def _whole(figure: Figure, assume: bool) -> str | None:
    """What the tag of a list prints by itself."""
    return None if _lacks(figure.text, assume) else figure.text or None


def _lacks(text: object, assume: bool) -> bool:
    """Whether a text quotes what there is not; a draft shows the gap."""
    return isinstance(text, Quoting) and bool(text.lacks) and not assume


def _is_number(value: Value) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
