"""A template's tags against the heads and the words beside them -> numbers that stand under the name of another column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from reportgen.expressions import expression
from reportgen.model import Finding, Place, Profile
from reportgen.profile.queries import measured_field
from reportgen.proofreading.tag_units import PrintedNumber, printed_numbers, quote
from reportgen.rules import finding
from reportgen.word.document import Template
from reportgen.word.passages import Passage, is_fixed

_BESIDE_NAME = expression(r"[{｛]{2}.*?[}｝]{2}|[（(【\[][^（）()【】\[\]]*[）)】\]]|[\s\x00:：]")
_CLAUSE_END = expression(r"[，、；：。！？,;:!?（）()\n\x00]")
_ABOUT_IT = expression(r"(?:案件|件数|数量|人数|次数|总数)$")


def wrong_columns(template: Template, profile: Profile, name: str) -> list[Finding]:
    """Return an error for each tag of a column's sum, or of one of its cells, that stands below the name of another column of
    the sheet, or right behind it; `name` is the template's file.
    """
    told: list[tuple[Passage, PrintedNumber, str]] = []
    for passage, printed in printed_numbers(template, profile):
        for each in printed:
            others = _names(each, profile)
            said = _below(passage, others) or _behind(passage, each, others) if others else ""
            if said and not is_fixed(passage, each.tag.start):
                told.append((passage, each, said))
    where = template.places({passage: None for passage, *_ in told})
    found = []
    for passage, each, said in told:
        assert each.figure is not None
        shown = measured_field(each.figure.measure)
        message = f"标签“{each.tag.text}”印的是“{shown}”一列的数，表头或它前面的字说的是“{said}”"
        fix = "改正表头、前面的字，或换成字里说的那一列的标签；确实要这样印的，在这句话里加上 {{! 固定 }}"
        found.append(
            finding("TPL019", message, Place(name, f"{where[passage]}“{quote(passage, each.tag)}”"), fix=fix)
        )
    return found


def _names(each: PrintedNumber, profile: Profile) -> Mapping[str, bool]:
    """What the columns of numbers of the figure's sheet, and the figures of its group, are called, and whether it is its own
    one; nothing where a figure is more than a column.
    """
    figure = each.figure
    if figure is None or figure.parts or figure.across:
        return {}
    own, fields = measured_field(figure.measure), profile.kinds[figure.sheet].fields
    numbers = {name: field for name, field in fields.items() if field.type in ("integer", "number")}
    if own not in numbers:
        return {}
    group = [one for one in profile.figures.values() if one.group == figure.group and not one.is_list]
    alike = [one.name for one in group if measured_field(one.measure) == own and not one.parts]
    mine = {each.tag.name.rpartition(".")[2], own, *numbers[own].aliases, *alike}
    columns = [said for name, field in numbers.items() for said in (name, *field.aliases)]
    return {name: name in mine for name in (*mine, *columns, *(one.name for one in group)) if len(name) > 1}


def _below(passage: Passage, names: Mapping[str, bool]) -> str:
    """The name of another column in the heads of a cell: in the nearest one, or else a whole one."""
    heads = [text for each in reversed(passage.heads) if (text := _BESIDE_NAME.sub("", each))]
    for at, head in enumerate(heads):
        said = _said(head, names) if at == 0 else [head] if head in names else []
        if said:
            return "" if any(names[each] for each in said) else said[0]
    return ""


def _behind(passage: Passage, each: PrintedNumber, names: Mapping[str, bool]) -> str:
    """The name of another column that is all that stands before a tag: 新收{{审结}}."""
    before = _CLAUSE_END.split(passage.words[: each.tag.start])[-1].strip()
    said = next((text for text in (before, _ABOUT_IT.sub("", before)) if text in names), "")
    return said if said and not names[said] else ""


def _said(text: str, names: Iterable[str]) -> list[str]:
    return list(_found(text, sorted(names, key=len, reverse=True)))


def _found(text: str, names: Iterable[str]) -> Iterator[str]:
    """Yield the names in a text, the longest first, each letter once."""
    for each in names:
        if each in text:
            text = text.replace(each, "\x00")
            yield each
