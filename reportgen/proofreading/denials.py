"""A template's sentences that say that there was nothing of a figure, or that all was, and no section decides -> warnings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from reportgen.expressions import expression
from reportgen.ledger.reading import Ledger
from reportgen.model import Figure, FigureDefinition, Finding, Place, Profile
from reportgen.numerals import figure_text
from reportgen.prose.directions import changes
from reportgen.prose.figure_words import COUNT_ROWS, FigureWords, Named, pairs, section_figures
from reportgen.prose.naming import Names, naming, went
from reportgen.prose.negations import negations
from reportgen.prose.scope import aside
from reportgen.rules import finding
from reportgen.stages.figures import figures
from reportgen.word.document import Template
from reportgen.word.passages import SENTENCE, Passage, is_fixed

_ALL = expression(
    r"(?:全部|全都|全数|均|都)(?:已经?|被|获|得到|予以)?(?P<all>[一-鿿]{2,8}?)(?=[，。；！？\s)）]|$)"
)
_COUNTED = expression("(?:案件|案|事项|申请|活动)$")
_ENOUGH = 2
_COUNTS = expression("数量?$|总计|合计|[（(][件起次人个处][)）]")  # the heading of a column of counts
_NUMBER_LAST = expression(r"1[^\d，]{0,3}$")
_LEAST = 2  # characters of what is not so
_BEGINNING = 4  # characters behind 零 that name what there was none of


class _Denial(NamedTuple):
    """What a passage denies, and the figure that it names; `sure` where it is the figure's whole name, and of the whole
    year. It is printed where the figures of `when` have something, and those of `unless` have nothing. Where it says that all
    of `whole` are of the figure, it denies the rest; where it says that the figure has gone a `way` against last year, the others.
    """

    passage: Passage
    said: str
    figure: FigureDefinition
    sure: bool
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    whole: FigureDefinition | None = None
    way: int | None = None


def denials(template: Template, words: FigureWords, name: str) -> list[Finding]:
    """Return a warning for each sentence such as 没有行政诉讼案件 or 全部维持 that is printed whatever the figure is; `name` is
    the template's file.
    """
    found = list(_denied(template, words))
    where = template.places({each.passage: None for each in found})
    return [
        finding(
            "TPL018",
            f"模板里写定了“{each.said}”，{_always(each)}照样印",
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
    asked = {name for each in found for name in (each.figure.full_name, *each.when, *each.unless)}
    asked |= {each.whole.full_name for each in found if each.whole}
    declared = dict(_with_parts(asked, words.profile.figures))
    known = figures(ledger, replace(words.profile, figures=declared), year)[0] if found else {}
    where = template.places({each.passage: None for each in found})
    told = []
    for each in found:
        if true := _untrue(each, known):
            place = Place(name, f"{where[each.passage]}“{each.said}”")
            message = f"模板里写定了“{each.said}”，底账里{true}"
            told.append(replace(finding("TPL018", message, place, fix=_remedy(each)), severity="error"))
    return told


def _with_parts(
    names: Iterable[str], figures: Mapping[str, FigureDefinition]
) -> Iterator[tuple[str, FigureDefinition]]:
    """Yield figures, and those that they are made of."""
    for name in names:
        yield name, figures[name]
        yield from _with_parts(figures[name].parts, figures)


def _always(each: _Denial) -> str:
    if each.way is not None:
        return "是升是降都"
    return "有没有例外都" if each.whole else "有了也"


def _untrue(each: _Denial, known: Mapping[str, Figure]) -> str:
    """What the year has that a sentence denies; nothing where it is not printed, or true."""
    if not all(_has(known[name]) for name in each.when) or any(_has(known[name]) for name in each.unless):
        return ""
    figure = known[each.figure.full_name]
    if each.way is not None:
        last = figure_text(figure.previous or 0, figure.definition)
        return f"{_told(figure)}，上年是{last}" if went(figure) not in (None, each.way) else ""
    whole = known[each.whole.full_name] if each.whole else None
    if whole is None:
        return _told(figure) if figure.value else ""
    return f"{_told(whole)}，{_told(figure)}" if whole.value and whole.value != figure.value else ""


def _told(figure: Figure) -> str:
    unit = figure.definition.unit
    printed = (figure.text or "").removesuffix(unit)
    return f"“{figure.definition.full_name}”是{printed}{unit}"


def _has(figure: Figure) -> bool:
    return bool(figure.items or figure.value)


def _remedy(each: _Denial) -> str:
    figure = each.figure.full_name
    if each.way is not None:
        return (
            f"改成标签 {{{{{figure} | 同比}}}}，并删去写定的“{each.said}”；"
            "不是一回事或每年都这样的，在这句话里加上 {{! 固定 }}"
        )
    if each.whole:
        return (
            f"改成印数的标签 {{{{{figure}}}}}，或放进其余的都没有时才印的 {{{{^名称}}}} 里；"
            "不是一回事或每年都这样的，在这句话里加上 {{! 固定 }}"
        )
    return (
        f"改成 {{{{^{figure}}}}}{each.said}{{{{/{figure}}}}}，只在没有的时候印；"
        "不是一回事或每年都这样的，在这句话里加上 {{! 固定 }}"
    )


def _denied(template: Template, words: FigureWords, year: int = 0) -> Iterator[_Denial]:
    """What the template denies outside of the sections that are printed where a figure of the group has nothing."""
    declared = words.profile.figures
    opened = section_figures(template.passages, declared)
    inverted = section_figures(template.passages, declared, ("inverted",))
    trends = _Went(template, words.profile)
    for (passage, turns), (_, others) in zip(opened, inverted, strict=True):
        said = [*_none(passage, words), *_all(passage, words), *trends.told(passage)]
        for at, each in sorted(said, key=lambda found: found[0]):
            when, unless = (
                next(names for start, names in reversed(each) if start <= at) for each in (turns, others)
            )
            groups = {declared[name].group for name in unless}
            if each.figure.group not in groups and not is_fixed(passage, at):
                before = SENTENCE.split(passage.words[:at])[-1]
                sure = each.sure and not aside(before, "", year)
                yield each._replace(sure=sure, when=when, unless=unless)


def _none(passage: Passage, words: FigureWords) -> Iterator[tuple[int, _Denial]]:
    """What a passage says that there was none of, and from where on."""
    if passage.words.strip() in ("无", "零", "没有") and _COUNTS.search("。".join(passage.heads[-1:])):
        named = _figure(passage.heads[0], passage.heads[0], words.figures)
        if named:
            sure = _bare(passage.heads[0]) in {_bare(name) for name in named.subjects}
            yield 0, _Denial(passage, passage.words.strip(), named.definition, sure)
    for each in negations(passage.words):
        named = _figure(each.what, each.said, words.figures)
        # 零延误处置纠纷 denies no 纠纷
        if named and (not each.short or any(pair in named.pairs for pair in pairs(each.what[:_BEGINNING]))):
            own = {_bare(name) for name in (*named.subjects, named.definition.name)}
            sure = _bare(each.what) in own - {""}
            if sure or not each.held:
                yield each.start, _Denial(passage, each.said, named.definition, sure)


def _all(passage: Passage, words: FigureWords) -> Iterator[tuple[int, _Denial]]:
    """What a passage says that all of a sheet's were: 全部维持, 均调解成功; of equals that of the group that it names best."""
    for match in _ALL.finditer(passage.words):
        sentence = SENTENCE.split(passage.words[: match.start()])[-1]
        found: list[tuple[int, _Denial]] = []
        for figure, whole, called in words.shares:
            rest = match["all"].removesuffix(called)
            if rest == match["all"] or (rest and rest not in figure.group):
                continue
            if weight := _weight(words, figure.group, sentence + "。" + rest):
                found.append((weight, _Denial(passage, match[0], figure, sure=True, whole=whole)))
                break
        for figure in _of_the_rest(match["all"], words):
            if (weight := _weight(words, figure.group, sentence)) >= _ENOUGH:
                found.append((weight, _Denial(passage, match[0], figure, sure=True)))
        if found:
            yield match.start(), max(found, key=lambda each: each[0])[1]


def _weight(words: FigureWords, group: str, text: str) -> int:
    """How much a text says of a group."""
    return max((each.weight(text) for each in words.figures if each.definition.group == group), default=0)


def _of_the_rest(what: str, words: FigureWords) -> Iterator[FigureDefinition]:
    """The counts of what is not so, which a text denies that says that all are: 未审结 of 全部审结."""
    for definition in (each.definition for each in words.figures):
        so = definition.name[1:] if definition.name.startswith(("未", "不")) else ""
        counts = definition.measure == COUNT_ROWS and not definition.parts
        if len(so) >= _LEAST and counts and what.endswith(so):
            yield definition


@dataclass(frozen=True)
class _Went:
    """Which way a template says that figures have gone against last year."""

    template: Template
    profile: Profile

    @cached_property
    def _names(self) -> Names:
        return naming(self.profile.figures.values(), self.profile.kinds, self.template.lines)

    def told(self, passage: Passage) -> Iterator[tuple[int, _Denial]]:
        """What a passage says, and from where on; where a tag follows that says how much, the number says so itself."""
        for change in changes(passage.words):
            if passage.words[change.start + len(change.said) :].startswith("\x00"):
                continue
            start = change.start - len(SENTENCE.split(passage.words[: change.start])[-1])
            tags = [tag for tag in passage.tags if tag.kind == "print" and start <= tag.start < change.start]
            before = _with_ones(passage.words[start : change.start], [tag.start - start for tag in tags])
            units = dict.fromkeys(each.unit for each in self.profile.figures.values())
            named = self._names.before(before, len(before), units)
            if not named and (not before or before[-1] in "，、" or _NUMBER_LAST.search(before)):
                named = tuple(tag.name for tag in reversed(tags))
            found = [name for name in named if name in self.profile.figures]
            if found:
                figure = self.profile.figures[found[0]]
                yield change.start, _Denial(passage, change.said, figure, sure=True, way=change.way)


def _with_ones(words: str, at: Sequence[int]) -> str:
    """Words with a number in the place of each tag that prints."""
    return "".join(
        "1" if place in at else sign for place, sign in enumerate(words) if place in at or sign != "\x00"
    )


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
        and each.definition.measure == COUNT_ROWS
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
