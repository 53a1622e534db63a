"""Texts of departments that quote figures, 共受理{{矛盾调解.总数}}件 -> the texts as they are printed, or what is wrong with them.

A quotation is a figure that is a number, as a tag of the template prints it, and nothing else: no list, hence nothing that
could quote itself, no section, no setting. It is looked for once: what has been put in is not read again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from reportgen.expressions import expression
from reportgen.model import Figure, Slot
from reportgen.prose.figure_words import same_unit
from reportgen.prose.stated import stated
from reportgen.quotations import Quote, Quoting, any_may_quote, joined, may_quote, quotes_in
from reportgen.rules import did_you_mean
from reportgen.stages.displays import SAME_UNIT, SCALES, WITH_UNIT, displays
from reportgen.word.tags import Tag, scan

_GLUED_BEFORE = expression(r"[\d.．\-−十百千万亿]$|\d[,，]$")
_GLUED_BEHIND = expression(r"[\d十百千万亿]|[.．]\d|[,，]\d{3}(?!\d)")
_OF_A_SHARE = expression(r"\s*(?:[%％‰]|个?百分点)")
_HOW = "写成 {{数据项的名称}}，如 {{矛盾调解.总数}}；有哪些数据项，请问收表的人；不引用的，直接写数"


class Wrong(NamedTuple):
    """What is wrong with a quotation, and how to mend it."""

    message: str
    fix: str


def quoted(figures: Mapping[str, Figure]) -> dict[str, Figure]:
    """Return the figures, the lists among them with the texts of departments as they are printed."""
    return {
        name: _resolved(figure, figures) if any_may_quote(figure.items or ()) else figure
        for name, figure in figures.items()
    }


def read(text: str, figures: Mapping[str, Figure]) -> tuple[str, list[Wrong]]:
    """Return a text as it is printed, and what is wrong with what it quotes; where something is, it is lacking there."""
    if not may_quote(text):
        return text, []
    pieces, wrong, end = list[str](), list[Wrong](), 0
    for tag in scan(text := text.replace("\r\n", "\n")):
        slot = _slot(tag, figures)
        pieces.append(text[end : tag.start])
        end = tag.end
        if isinstance(slot, Wrong):
            wrong.append(slot)
            pieces.append(Quoting(f"【缺：{tag.key or tag.text.strip('{}｛｝ ')}】", (), [tag.text]))
        else:
            said = slot.text or ""
            pieces.append(Quoting(said, [Quote(0, len(said), tag.key)]))
    printed = joined([*pieces, text[end:]])
    return printed, wrong or list(_beside(printed, figures))


def _resolved(figure: Figure, figures: Mapping[str, Figure]) -> Figure:
    items = tuple(
        {name: read(value, figures)[0] if isinstance(value, str) else value for name, value in item.items()}
        for item in figure.items or ()
    )
    if not figure.definition.rows:
        text = figure.text or ""
        for value in (each for item in figure.items or () for each in item.values() if may_quote(each)):
            text = text.replace(str(value), str(read(str(value), figures)[0]))
        return figure._replace(items=items, text=text)
    said = [
        joined(
            value if isinstance(value, str) else str(value) for value in item.values() if value is not None
        )
        for item in items
    ]
    return figure._replace(items=items, text=joined(said, "；"))


def _slot(tag: Tag, figures: Mapping[str, Figure]) -> Slot | Wrong:
    """What stands for a quotation."""
    if tag.kind != "print":
        why = tag.complaint or "文字里只能引用一个数，不能写条件、重复和说明"
        return Wrong(f"“{tag.text}”不是对数据项的引用：{why}", _HOW)
    numbers = [name for name, each in figures.items() if not each.definition.is_list]
    if tag.name not in figures:
        return Wrong(
            f"“{tag.text}”引用的数据项没有：没有叫“{tag.name}”的", did_you_mean(tag.name, numbers) or _HOW
        )
    figure = figures[tag.name]
    if tag.name not in numbers:
        return Wrong(f"“{tag.text}”引用的是一个清单，不是一个数", did_you_mean(tag.name, numbers) or _HOW)
    shown = displays(tag.name, figure) | {tag.name: Slot(figure.text, bool(figure.value), figure=tag.name)}
    slot = shown.get(tag.key)
    if slot is None:
        words = "、".join(f"“{each.partition('|')[2]}”" for each in shown if "|" in each)
        return Wrong(
            f"“{tag.text}”的显示方式“{tag.filter}”不能用于这个数据项",
            f"能用的显示方式是{words}；或删去竖线和后面的字",
        )
    if slot.text is None or figure.value is None:
        why = "还没有收齐要用的表" if figure.absent else "没有可比的上年数，或算不出来"
        return Wrong(f"“{tag.text}”现在没有数：{why}", "等数有了再引用，或改写这句话")
    return slot


def _beside(text: str, figures: Mapping[str, Figure]) -> Iterator[Wrong]:
    """What makes of a quoted number another one: a digit, a scale or another unit that stands beside it."""
    units = {number.start: number.unit for number in stated(text)}
    for start, end, key in quotes_in(text):
        name, _, word = key.partition("|")
        own, behind = figures[name].definition, text[end:]
        printed = f"{text[max(0, start - 4) : end]}{behind[:4]}"
        if word in SCALES and not behind.startswith(word):
            yield Wrong(
                f"“{printed}”：引用的数以{word}为单位，后面没有写“{word}”", f"在“}}}}”后面写上“{word}”"
            )
        elif _GLUED_BEFORE.search(text[:start]) or _GLUED_BEHIND.match(
            behind.removeprefix(word if word in SCALES else "")
        ):
            yield Wrong(
                f"“{printed}”：引用的数和旁边的数字连成了另一个数", "删去“{{”前面、“}}”后面紧挨着的数字"
            )
        elif (own.ratio or word in WITH_UNIT) and _OF_A_SHARE.match(behind):
            yield Wrong(f"“{printed}”：引用的数自带单位，后面又写了一个", "删去“}}”后面的单位")
        elif not own.ratio and word in SAME_UNIT and _differ(own.unit, units.get(start, "")):
            yield Wrong(
                f"“{printed}”：“{name}”的单位是“{own.unit}”，文字里写的是“{units[start]}”",
                f"把“{units[start]}”改成“{own.unit}”",
            )


def _differ(unit: str, said: str) -> bool:
    return (
        bool(unit and said)
        and said != "个"
        and not same_unit(unit, said)
        and said.removesuffix("次") != unit.removesuffix("次")
    )
