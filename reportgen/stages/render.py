"""Stage 4: figures, texts and the Word template -> the bytes of a report, or why there is none."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from reportgen.model import COUNT, Figure, FigureDefinition, Finding, Slot, Value
from reportgen.numerals import chinese_number, number_text, truth_text
from reportgen.quotations import Quoting, quotes_in
from reportgen.rules import finding
from reportgen.stages.displays import displays
from reportgen.word.document import Template
from reportgen.word.manifest import Manifest

Figures = Mapping[str, Figure]
Texts = Mapping[str, str]
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
        slots |= figure_slots(name, figure, assume=draft is not None)
        slots |= displays(name, figure) if name in displayed and not _is_list(figure.definition) else {}
    manifest = None if plain or draft is not None else manifest_of(figures, texts)
    content, findings = template.fill(slots, draft=draft, manifest=manifest)
    if content is None:
        return None, _told_once(findings)
    return Report(template.title(slots, draft=draft is not None), content), findings


def manifest_of(figures: Figures, texts: Texts) -> Manifest:
    """Return what a report says of itself before anything is printed."""
    told = [(name, each.value, each.text, each.previous, each.items) for name, each in figures.items()]
    ledger = sha256(repr(told).encode()).hexdigest()[:16]
    return Manifest(texts.get("单位", ""), texts.get("年度", ""), ledger)


def check(
    template: Template, definitions: Iterable[FigureDefinition], texts: Iterable[str], name: str
) -> list[Finding]:
    """Return what is wrong with a template's tags, before there is any figure; `name` is the template's file."""
    definitions = tuple(definitions)
    wrong = template.check(_declared_slots(definitions, texts))
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


def _unset(name: str) -> Finding:
    line = "unit: 单位名称" if name == "单位" else f"report: {{{name}: ……}}"
    fix = f"在工作目录的 reportgen.yaml 里写一行 {line}"
    return finding("SET001", f"报告里要印“{name}”，设置里没有写", fix=fix)


def _told_once(findings: Iterable[Finding]) -> list[Finding]:
    """Findings, with a text that the settings lack told once and not wherever the template prints it."""
    told: dict[str, Finding] = {}
    for number, each in enumerate(findings):
        unset = re.search(r"报告\.(\w+)", each.message) if each.code == "TPL005" else None
        if unset:
            told.setdefault(unset[1], _unset(unset[1]))
        else:
            told[str(number)] = each
    return list(told.values())


def printed(figure: Figure, words: Collection[str]) -> Iterator[tuple[str, int, str]]:
    """Yield what a figure's tags print: by none or one of these words behind the bar, or for which entry of a list, from 1,
    and the text.
    """
    for tag, slot in (figure_slots("", figure) | displays("", figure)).items():
        if slot.items is None and slot.text and tag.removeprefix("|") in ("", *words):
            yield tag.removeprefix("|"), 0, slot.text
        for number, item in enumerate(slot.items or (), 1):
            for name, inside in item.items():
                if inside.text and name not in _COUNTERS:
                    yield "", number, inside.text


def _declared_slots(definitions: Iterable[FigureDefinition], texts: Iterable[str]) -> dict[str, Slot]:
    slots = {f"报告.{name}": Slot("", False) for name in texts}
    for definition in definitions:
        nothing = Figure(definition, None, None, items=() if _is_list(definition) else None)
        slots |= figure_slots(definition.full_name, nothing)
        slots |= displays(definition.full_name, nothing) if nothing.items is None else {}
    return slots


def _is_list(definition: FigureDefinition) -> bool:
    return bool(definition.by or definition.rows)


def figure_slots(name: str, figure: Figure, *, assume: bool = False) -> dict[str, Slot]:
    """Return the slot of a figure. With `assume`, one whose sheet is missing counts as true, so that a
    draft shows the gap instead of saying that nothing happened.
    """
    definition = figure.definition
    if _is_list(definition):
        fields = (*_COUNTERS, *((definition.by, COUNT) if definition.by else definition.rows))
        items = figure.items or ()
        turns = tuple(_item_slots(name, item, index, figure, assume) for index, item in enumerate(items))
        if assume and figure.absent:
            turns = ({each: Slot(None, True) for each in fields},)
        return {name: Slot(_whole(figure, assume), bool(turns), turns, fields, quotes=quotes_in(figure.text))}
    truth = bool(figure.value) or (assume and figure.absent)
    return {name: Slot(figure.text, truth, figure=name)}


def _item_slots(
    name: str, item: Mapping[str, Value], index: int, figure: Figure, assume: bool
) -> dict[str, Slot]:
    source = figure.places[index] if figure.places else ""
    slots = {
        field: Slot(
            None if value is None or _lacks(value, assume) else value_text(value),
            value not in (None, "", 0, False),
            source=source,
            figure=f"{name}#{index + 1}.{field}" if _is_number(value) else "",
            quotes=quotes_in(value),
        )
        for field, value in item.items()
    }
    counters = (
        Slot(str(index + 1), True),
        Slot(chinese_number(index + 1), True),
        Slot(None, index + 1 == len(figure.items or ())),
    )
    return slots | dict(zip(_COUNTERS, counters, strict=True))


def _whole(figure: Figure, assume: bool) -> str | None:
    """What the tag of a list prints by itself."""
    return None if _lacks(figure.text, assume) else figure.text or None


def _lacks(text: object, assume: bool) -> bool:
    """Whether a text quotes what there is not; a draft shows the gap."""
    return isinstance(text, Quoting) and bool(text.lacks) and not assume


def _is_number(value: Value) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def value_text(value: Value) -> str:
    """Return a value of a list's entry as its tag prints it."""
    if isinstance(value, bool):
        return truth_text(value)
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    return number_text(value) if isinstance(value, (int, float)) else str(value).replace("\r\n", "\n")
