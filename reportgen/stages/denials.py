"""A template's sentences that say that there was nothing of a figure, and no section of its own decides -> warnings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from reportgen.expressions import expression
from reportgen.ledger.reading import Ledger
from reportgen.model import FigureDefinition, Finding, Place
from reportgen.rules import finding
from reportgen.stages.figure_words import FigureWords, Named, pairs, section_figures
from reportgen.stages.figures import figures
from reportgen.stages.scope import aside
from reportgen.word.document import Template
from reportgen.word.passages import SENTENCE, Passage, is_fixed

_WHAT = r"[一-鿿]{0,10}?(?:案件|案|纠纷|申请|诉讼|复议|败诉|事项|投诉|信访件)"
_NONE = expression(
    r"(?:(?<!有)没有|暂无|尚无|均无|(?<=[，。；、：\s年度])无|^无|未)(?:一[件起例宗])?(?:发生|收到|受理|办理|出现|发现|产生|新增|接到|查处)?"
    rf"(?P<what>{_WHAT})(?:发生|出现)?(?=[，。；！？\s)）]|$)"
    rf"|(?:无一[件起例宗]?|(?<![〇一二三四五六七八九十百千万])零)(?P<short>{_WHAT})(?=[，。；！？\s)）]|$)"
    rf"|(?P<named>{_WHAT})(?:总?[数量]|件数)?(?:均?[为是]|保持|实现)零(?=[，。；！？\s)）]|$)"
)
_DONE = expression(
    "^(?:没有|暂无|尚无|均无|无|零|未(?:一[件起例宗])?(?:发生|收到|受理|办理|出现|发现|产生|新增|接到|查处))|零$"
)
_OF_SOME = expression("[的地得了过就把将被按及]|依法|按时|按期")
_COUNTED = expression("(?:案件|案|事项|申请)$")
_ENOUGH = 2


class _Denial(NamedTuple):
    """What a passage denies, and the figure that it names; `sure` where it is the figure's whole name, and of
    the whole year."""

    passage: Passage
    said: str
    figure: FigureDefinition
    sure: bool


def denials(template: Template, words: FigureWords, name: str) -> list[Finding]:
    """Return a warning for each sentence such as 没有行政诉讼案件 that is printed whatever the figure is; `name` is the
    template's file.
    """
    found = list(_denied(template, words))
    where = template.places({each.passage: None for each in found})
    return [
        finding(
            "TPL018",
            f"模板里写定了“{each.said}”，有了也照样印",
            Place(name, f"{where[each.passage]}“{each.said}”"),
            fix=f"可能说的是“{each.figure.full_name}”：是的，{_remedy(each)}",
        )
        for each in found
    ]


def false_denials(
    ledger: Ledger, template: Template, words: FigureWords, year: int, name: str
) -> list[Finding]:
    """Return an error in the place of the warning where the year has what a sentence denies by its whole name."""
    found = [each for each in _denied(template, words, year) if each.sure]
    denied = {each.figure.full_name: each.figure for each in found}
    known = figures(ledger, replace(words.profile, figures=denied), year)[0] if denied else {}
    where = template.places({each.passage: None for each in found})
    told = []
    for each in found:
        if known[each.figure.full_name].value:
            printed = f"{known[each.figure.full_name].text}{each.figure.unit}"
            message = f"模板里写定了“{each.said}”，底账里“{each.figure.full_name}”是{printed}"
            place = Place(name, f"{where[each.passage]}“{each.said}”")
            told.append(replace(finding("TPL018", message, place, fix=_remedy(each)), severity="error"))
    return told


def _remedy(each: _Denial) -> str:
    figure = each.figure.full_name
    return (
        f"改成 {{{{^{figure}}}}}{each.said}{{{{/{figure}}}}}，只在没有的时候印；"
        "不是一回事或每年都这样的，在这句话里加上 {{! 固定 }}"
    )


def _denied(template: Template, words: FigureWords, year: int = 0) -> Iterator[_Denial]:
    """What the template denies outside of the sections of the figure's group."""
    declared = words.profile.figures
    for passage, turns in section_figures(template.passages, declared, ("open", "inverted")):
        for match in _NONE.finditer(passage.words):
            what = match["what"] or match["short"] or match["named"]
            if not _DONE.search(match[0]) or _OF_SOME.search(what) or is_fixed(passage, match.start()):
                continue
            inside = next(names for at, names in reversed(turns) if at <= match.start())
            named = _figure(what, match[0], words.figures)
            if named and named.definition.group not in {declared[each].group for each in inside}:
                own = {_bare(each) for each in (*named.subjects, named.definition.name)}
                before = SENTENCE.split(passage.words[: match.start()])[-1]
                sure = _bare(what) in own - {""} and not aside(before, "", year)
                yield _Denial(passage, match[0], named.definition, sure)


def _bare(name: str) -> str:
    return _COUNTED.sub("", name)


def _figure(what: str, sentence: str, named: Sequence[Named]) -> Named | None:
    """The count that some words name best, if they do: of equals the one whose own name stands in the sentence, that of a whole
    sheet, or whose words say least besides.
    """
    said = set(pairs(what))
    near = [
        each
        for each in named
        if not each.definition.parts
        and each.definition.measure == "count(*)"
        and each.weight(what) >= _ENOUGH
    ]
    return max(
        near,
        key=lambda each: (
            each.weight(what),
            each.definition.name in sentence,
            bool(each.subjects),
            -len(set(each.pairs) - said),
        ),
        default=None,
    )
