"""Figures, sheets and the words around tags -> which words name a figure, and which numbers of a text say what a figure says.

Both halves of the page need this: a number in a department's text, and a number that stands in the template as typed. What
names a figure is taken from the profile and from the template alone, never from a list of words of this field:

- the words of the clause before its tag, in the template: 受理矛盾纠纷 for `全年受理矛盾纠纷{{矛盾调解.总数}}起`;
- its name, the name of its group, the title of its sheet (without 台账, 登记表, …), the column it adds up, the one value
  that its condition asks for, with the other spellings that the profile declares for it.

Words are compared without those that say nothing of what is counted (全年, 共, 各类, 开展, …), and as wholes: 邻里纠纷 is not
矛盾纠纷, and nothing is guessed from a likeness. A name that is short or of general meaning (维持, 成功, 办理) counts only in
a sentence that names its group before. How to use it:

    names = naming(profile.figures.values(), profile.kinds, template_lines, silent=[unit, *departments])
    for number, figures in names.named(text, year):    # a Stated, and the full names of the figures that it may mean
        ...                                            # agrees(number, figure.value, figure.definition) -> bool

`template_lines` are the texts of the template's paragraphs with their tags, as `Template.lines` gives them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

from reportgen.definitions import MOST_DECIMALS
from reportgen.expressions import expression
from reportgen.model import Figure, FigureDefinition, Kind
from reportgen.numerals import exact
from reportgen.profile.queries import compared, measured_field
from reportgen.prose.stated import Stated, stated
from reportgen.values.amounts import conversion
from reportgen.word.tags import scan

_SAYS_NOTHING = expression(
    "截[至止].{0,6}底|报告期内|本年度|上述|今年以来|今年|全年|本年|年内|年度|累计|总计|合计|共计|一共|总共|共有|现有|拥有|均为"
    "|各级各类|各类|各种|各项|各式|相关|有关|先后|分别|依法|及时|妥善|有效(?!期)|扎实|积极|深入|主动|认真|全部|新增?(?=受理|收到)|辖区内?|群众"
    "|我[镇乡县市区局办]|本[镇乡县市区局办]|全[镇乡县市区]|全街道|其中|共|总|已|均|了|有|是|的"
    "|^[在对将把]|(?:达到|高达|达|为)$"
)
_HOLDING = expression(
    "^(?:组织开展|组织|开展|举办|举行|召开|召集|进行|实施|受理|接收|收到|接到|登记|办理(?=.{4})|配备|聘请|聘用|设有|建有)"
)
_ABOUT = expression("(?:方面|工作中|中|里|内)$")  # 行政复议方面，
_TAKEN_IN = expression("(?<=.)(?:受理|接收|收到|登记)$")
_CASES = expression("(?<=.{4})(?:案件|活动)$")
_COUNTING = expression("(?:总数量?|总量|数量|件数|次数|人数|起数|场数|数|量)$")
_FORMS = expression(
    "(?:工作)?(?:情况)?(?:台账|登记表|登记簿|登记册|清单|目录|花名册|名册|统计表|月报表|年报表|报表|汇总表|一览表|明细表|情况表|成绩表|表)$"
)
_GENERAL = {"总数", "总量", "合计", "数量", "件数", "次数", "人数", "总计", "全部", "总人数", "总件数"}
_TOWNS = ("镇", "乡", "县", "市", "区", "街道")
_ALIKE = {"场": "次", "场次": "次", "宗": "件", "桩": "件", "课时": "学时", "座": "处", "个": "处"}
_ENOUGH = 4  # signs of a name that says by itself what is counted
_NUMBER_LAST = expression(r"\d[^\d，]{0,3}$")
_CLAUSE_END = expression(r"[\s，,。；;：:、！？（）()“”◇]")


@dataclass(frozen=True, slots=True)
class _Name:
    """The words that name a figure: `full` alone, `short` with those of its group before."""

    figure: FigureDefinition
    full: frozenset[str]
    short: frozenset[str]


@dataclass(frozen=True)
class Names:
    """The words that name figures, and those that name their groups; see `naming`."""

    each: Sequence[_Name]
    groups: Mapping[str, frozenset[str]]
    silent: re.Pattern[str] | None = None

    def named(self, text: str, year: int = 0) -> Iterator[tuple[Stated, tuple[str, ...]]]:
        """Yield each number of a text that says of the whole of the year what figures say, with their full names."""
        before, told = "", set[str]()  # the groups that numbers of the same sentence have named
        for number in stated(text, year):
            told = told if before and number.sentence.startswith(before) else set()
            before = number.sentence
            found = [] if number.aside else self._found(number, told)
            told |= {each.group for each in found}
            # 其中受理30件 is a part, and of no figure
            if found and not (
                "其中" in number.sentence and not any(each.where or each.parts for each in found)
            ):
                yield number, tuple(each.full_name for each in found)

    def whole(self, words: str) -> list[str]:
        """Return the full names of the figures that words name by themselves."""
        return [each.figure.full_name for each in self._full(core(words, self.silent))]

    def before(self, text: str, at: int, units: Iterable[str], year: int = 0) -> tuple[str, ...]:
        """Return the figures that the clause up to a place of a text names, or else those of the last number before it."""
        said = _COUNTING.sub("", text[:at])
        for unit in units:
            read = self.named(f"{said}1{unit}。", year)
            if found := next((names for number, names in read if number.start == len(said)), ()):
                return found
        clause = _CLAUSE_END.split(text[:at])[-1]
        if core(clause, self.silent) and not _NUMBER_LAST.search(clause):
            return ()  # it speaks of something else
        start = max(text.rfind(stop, 0, at) for stop in "。！？；\n") + 1
        told = [names for number, names in self.named(text[:at], year) if number.start >= start]
        return told[-1] if told else ()

    def _found(self, number: Stated, told: set[str]) -> list[FigureDefinition]:
        """The figures that the words beside a number name; `told` are groups that the sentence has named with a number."""
        labels = {core(number.before, self.silent), core(number.before + number.after, self.silent)} - {""}
        named = [each for label in labels for each in self._full(label)]
        shorts = [each for label in labels for each in self._by_words[1].get(label, ())]
        if shorts:
            around = self._around(number.sentence) or told
            named += [each for each in shorts if each.figure.group in around]
        fitting = [each.figure for each in named if _fits(each.figure.unit, number.unit)]
        # 办理依申请公开 may be how many were answered
        groups = {each.group for each in fitting}
        fitting += [
            each.figure
            for each in self.each
            if each.figure.group in groups
            and each.figure.name in number.before
            and _fits(each.figure.unit, number.unit)
        ]
        return list(dict.fromkeys(fitting))

    def _full(self, label: str) -> Iterator[_Name]:
        """The figures that words name by themselves, or with words of their group before: 法治建设领导小组会议."""
        yield from self._by_words[0].get(label, ())
        for at in range(1, len(label) - _ENOUGH + 1):
            rest = label[:at]
            for each in self._by_words[0].get(label[at:], ()):
                objects = self.groups[each.figure.group]
                if rest in _TOWNS or (at > 1 and any(rest in words for words in objects)):
                    yield each

    @cached_property
    def _by_words(self) -> tuple[Mapping[str, list[_Name]], Mapping[str, list[_Name]]]:
        """The names by the words that are enough, and by those that are not."""
        full, short = dict[str, list[_Name]](), dict[str, list[_Name]]()
        for each in self.each:
            for found, words in ((full, each.full), (short, each.short)):
                for word in words:
                    found.setdefault(word, []).append(each)
        return full, short

    def _around(self, sentence: str) -> set[str]:
        """The groups of which the nearest clause before a number speaks that speaks of any."""
        for clause in reversed(_CLAUSE_END.split(sentence)):
            words = core(_ABOUT.sub("", re.sub(r"\d.*", "", clause)), self.silent)
            if words and (groups := {group for group, said in self.groups.items() if words in said}):
                return groups
        return set()


@lru_cache(maxsize=65536)
def core(words: str, silent: re.Pattern[str] | None = None) -> str:
    """Return words without those that say nothing of what is counted: 全年共受理各类矛盾纠纷 -> 矛盾纠纷."""
    if silent:
        words = silent.sub("", words)
    words = _SAYS_NOTHING.sub("", re.sub(r"\s", "", words))
    words = _HOLDING.sub("", words)
    return _CASES.sub("", _TAKEN_IN.sub("", _COUNTING.sub("", words)))


def naming(
    figures: Iterable[FigureDefinition],
    kinds: Mapping[str, Kind],
    lines: Iterable[str] = (),
    silent: Collection[str] = (),
) -> Names:
    """Return the words that name figures: by their declaration, and by the template's `lines`, where their tags stand.
    `silent` are names of bodies whose numbers are those of the whole: the report's unit, and its departments.
    """
    figures = [each for each in figures if not (each.by or each.rows)]
    pattern = re.compile("|".join(map(re.escape, sorted(filter(None, silent), key=len, reverse=True))))
    without = pattern if pattern.pattern else None
    beside = {
        name: frozenset(core(each, without) for each in said) - {""}
        for name, said in _beside_tags(lines).items()
    }
    groups: dict[str, frozenset[str]] = {}
    for each in figures:
        kind = kinds.get(each.sheet)
        stem = without_form(kind.title) if kind else ""
        said = {core(words, without) for words in (each.group, each.sheet, stem)}
        if _is_whole(each, kind):
            said |= beside.get(each.full_name, frozenset())
        groups[each.group] = groups.get(each.group, frozenset()) | (said - {""})
    for each in (each for each in figures if each.ratio):
        top = beside.get(f"{each.group}.{(each.ratio or ('',))[0]}", frozenset())
        top |= {core((each.ratio or ("",))[0], without)}
        beside[each.full_name] = beside.get(each.full_name, frozenset()) | {f"{said}率" for said in top}
    named = tuple(
        _name(
            each, kinds.get(each.sheet), beside.get(each.full_name, frozenset()), groups[each.group], without
        )
        for each in figures
    )
    return Names(named, groups, without)


def without_form(title: str) -> str:
    """Return what the sheets of a kind are of, by its title: 行政复议案件台账 -> 行政复议案件."""
    return _FORMS.sub("", title)


def _is_whole(figure: FigureDefinition, kind: Kind | None) -> bool:
    """Whether a figure counts all rows that its sheet has of the year."""
    day = kind.period if kind else ""
    own = (f"year({day})=report_year()", f"{day}>=report_start()") if day else ()
    where = "".join(figure.where.split())
    return where in ("", *own) and not figure.parts and not measured_field(figure.measure)


def _name(
    figure: FigureDefinition,
    kind: Kind | None,
    beside: frozenset[str],
    objects: frozenset[str],
    silent: re.Pattern[str] | None,
) -> _Name:
    """The words that name a figure: those `beside` its tags, its own, and its own together with its group's."""
    names = {core(figure.name, silent)} - {""} if figure.name not in _GENERAL else frozenset[str]()
    own = beside | names | ({core(each, silent) for each in _declared(figure, kind)} - {""})
    full = {each for each in beside | names if len(each) >= _ENOUGH}
    if _is_whole(figure, kind):
        full |= objects
        # 调解矛盾纠纷 says what 矛盾纠纷调解 does
        full |= {each[at:] + each[:at] for each in objects for at in range(2, len(each) - 1)}
    turned = {each[2:] + each[:2] for each in own if len(each) == _ENOUGH}  # 成功调解, 调解成功
    values = {core(each, silent) for each in _declared(figure, kind)} - {""}
    turned |= {one + two for one in values for two in values if one not in two and two not in one}  # 成功化解
    pairs = {(one, two) for one in objects for two in (own | turned) - objects}
    full |= {one + two for pair in pairs for one, two in (pair, pair[::-1])}
    return _Name(figure, frozenset(full), frozenset(own | turned) - full)


def _declared(figure: FigureDefinition, kind: Kind | None) -> Iterator[str]:
    """The column that a figure adds up, and the value that it asks for, as the profile spells them."""
    fields = kind.fields if kind else {}
    column = measured_field(figure.measure)
    if column in fields and not figure.where:
        yield from (column, *fields[column].aliases)
    asked = compared(figure.where) if figure.where else ()
    if len(asked) == 1 and len(asked[0][1]) == 1 and not asked[0][2] and " AND " not in figure.where.upper():
        (column, (value,), _) = asked[0]
        yield value
        if column in fields:
            yield from (said for said, meant in fields[column].synonyms.items() if meant == value)


def _beside_tags(lines: Iterable[str]) -> dict[str, set[str]]:
    """The words of the clause before each tag that prints a figure, and with those behind its unit."""
    found: dict[str, set[str]] = {}
    for line in lines:
        plain, tags = _flat(line)
        for at, name in tags:
            before = _CLAUSE_END.split(plain[:at])[-1]
            if before:
                found.setdefault(name, set()).add(before)
            for number in stated(f"{plain[:at]}1{plain[at + 1 :]}"):
                if number.start == at and number.after:
                    found.setdefault(name, set()).add(number.before + number.after)
    return found


def _flat(line: str) -> tuple[str, list[tuple[int, str]]]:
    """A line with ◇ for each of its tags, but for those that open a section, and where the tags that print stand."""
    plain, tags, last = "", [], 0
    for tag in scan(line):
        plain += line[last : tag.start]
        last = tag.end
        if tag.kind == "print":
            if not tag.filter:
                tags.append((len(plain), tag.name))
            plain += "◇"
        elif tag.kind in ("inverted", "close"):
            plain += "◇" if not plain.endswith("◇") else ""
    return plain + line[last:], tags


def _fits(unit: str, given: str) -> bool:
    """Whether a number in a unit may be of a figure in another: 起 and 件, 名 and 人, 元 and 万元."""
    if unit == given:
        return True
    unit, given = _ALIKE.get(unit, unit), _ALIKE.get(given, given)
    return unit == given or (bool(unit) and conversion(given, unit) is not None)


def agrees(number: Stated, value: int | float, figure: FigureDefinition) -> bool:
    """Whether a number that a text states may stand beside a figure's value: it is the same, or the same rounded to its
    last digit, or about so many and true.
    """
    factor = conversion(number.unit, figure.unit) or Decimal(1)
    true = exact(value)
    if number.rough:
        return number.low * factor <= true <= number.high * factor
    said, step = number.value * factor, number.step * factor
    rounded = figure.places < MOST_DECIMALS or step != 1
    if said == true:
        return True
    if not rounded or (figure.ratio and said in (0, 100)):
        return False
    return abs(said - true) * 2 <= step


def went(figure: Figure) -> int | None:
    """Return which way a figure has changed against last year: 1, 0 or -1; None where that is not known."""
    if figure.value is None or figure.previous is None:
        return None
    return (figure.value > figure.previous) - (figure.value < figure.previous)
