"""A profile's figures and a template -> the words by which a sentence names a figure, and the units that it counts in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from reportgen.expressions import expression
from reportgen.model import FigureDefinition, Profile
from reportgen.profile.queries import column_unit, compared, measured_field
from reportgen.prose.turns import turned, ways
from reportgen.values.amounts import conversion
from reportgen.word.passages import Passage
from reportgen.word.tags import Tag, open_behind

COUNTED = [
    "件次",
    "件",
    "起",
    "宗",
    "例",
    "人次",
    "人",
    "名",
    "位",
    "户次",
    "户",
    "家次",
    "家",
    "次",
    "场次",
    "场",
    "期",
    "处",
    "个",
    "座",
    "所",
    "项",
    "条",
    "份",
    "册",
    "篇",
    "批次",
    "批",
    "笔",
    "节",
    "堂",
    "支",
    "间",
    "台",
    "辆",
    "对",
    "组",
    "元",
    "米",
    "公里",
    "平方米",
    "亩",
    "公顷",
    "吨",
    "公斤",
    "小时",
    "学时",
    "课时",
    "分钟",
    "天",
    "个百分点",
    "%",
    "倍",
]
_ALIKE = {"宗": "件", "例": "件", "场": "次", "场次": "次", "期": "次", "座": "处", "所": "处"}
_NOT_BEFORE = {  # by what a unit's character is no unit but the beginning of a word
    "起": "(?!诉|草)", "家": "(?!庭)", "条": "(?!例)", "期": "(?!间)", "次": "(?!年)", "人": "(?!员|民|大|才|口)",
    "处": "(?!理|置|罚)", "所": "(?!有)", "项": "(?!目)", "天": "(?!然)", "组": "(?!织)", "场": "(?!所)", "年": "(?!度|龄)",
    "元": "(?!旦)", "台": "(?!账)", "座": "(?!谈)", "批": "(?!评|准|示|复)", "对": "(?!于|应|象)",
}  # fmt: skip
_POWERS = "十百千万亿"
_HAN = expression(r"[一-鿿]+")
_END = expression(r"(?:台账|登记[表簿]|统计表|汇总表|情况表|月报表|成绩表|花名册|清单|名册|目录|情况|表)$")
_SAY_NOTHING = expression(
    r"全年|本年度?|年度|今年|上年|去年|共有|共计|总共|合计|总数|数量|其中|累计|开展|组织|召开|举办|参加|完成|进行|工作|情况"
    r"|按照|通过|加强|推进|落实|建设|坚持|以及|均为|均不|不少|少于|截至|目前|有关|以上|以下|比上|增长|下降|设有|没有|占比"
    r"|结果|日期|编号|类型|性质|状态|类别|数据|名称|单位|人数|次数|件数|金额"
)
_CLAUSE = expression(r"[，、；：。！？,;:!?（）()\s\x00]")
_CHANGED = expression("增[加长]|下降|提高|降低|上升|减少|同比|比上年|较上年|持平|上年")
_HOW_MANY = expression("(?:人数|件数|次数|起数|数)$")
COUNT_ROWS = "count(*)"
_COMMON = 2  # groups; words of more say little about which figure is meant


@dataclass(frozen=True, eq=False)
class Named:
    """A figure, its unit, and the pairs of characters by which a sentence names it: those of this group alone weigh 2,
    those of one group more 1. `alone` says that no other group counts in its unit.
    """

    definition: FigureDefinition
    unit: str
    pairs: Mapping[str, int]
    alone: bool = False
    subjects: tuple[str, ...] = ()

    def counts(self, unit: str, clause: str) -> bool:
        """Whether a number in this unit may be the figure's, or say how much the figure has changed."""
        changed = unit == "倍" or (unit in ("%", "个百分点") and bool(_CHANGED.search(clause)))
        return (
            changed or same_unit(self.unit, unit) or bool(unit and self.unit and conversion(unit, self.unit))
        )

    def weight(self, text: str) -> int:
        """How much a text says of the figure; from 2 on it names it."""
        return sum(self.pairs.get(pair, 0) for pair in set(pairs(text)))


@dataclass(frozen=True)
class FigureWords:
    """What each figure is called, in the profile and beside its tags in the template; `freely` in other turns, too, whose
    texts are to be `turned`.
    """

    profile: Profile
    passages: Sequence[Passage]
    freely: bool = False

    @cached_property
    def figures(self) -> tuple[Named, ...]:
        """The figures that are no lists of texts, each with its words; words that many figures share are left out."""
        beside = self._beside()
        phrases = {
            name: self._phrases(each, beside.get(name, ()))
            for name, each in self.profile.figures.items()
            if not each.rows
        }
        units = {name: unit_of(self.profile, self.profile.figures[name]) for name in phrases}
        groups: dict[str, set[str]] = {}
        for name, said in phrases.items():
            for pair in {pair for phrase in said for pair in pairs(phrase)}:
                groups.setdefault(pair, set()).add(self.profile.figures[name].group)
        return tuple(
            Named(
                self.profile.figures[name],
                units[name],
                {
                    pair: _COMMON + 1 - len(groups[pair])
                    for phrase in said
                    for pair in pairs(phrase)
                    if len(groups[pair]) <= _COMMON
                },
                len(
                    {
                        self.profile.figures[each].group
                        for each in units
                        if same_unit(units[each], units[name])
                    }
                )
                == 1,
                _subjects(self.profile, self.profile.figures[name]),
            )
            for name, said in phrases.items()
        )

    @cached_property
    def shares(self) -> tuple[tuple[FigureDefinition, FigureDefinition, str], ...]:
        """The counts of a part, what they are a part of, and each word by which the part is called, the longest first: 维持."""
        declared = self.profile.figures
        wholes = {each.group: each for each in declared.values() if _subjects(self.profile, each)}
        of = {
            f"{each.group}.{each.ratio[0]}": declared[f"{each.group}.{each.ratio[1]}"]
            for each in declared.values()
            if each.ratio
        }
        found = [
            (each, whole, called)
            for name, each in declared.items()
            if each.where and each.measure == COUNT_ROWS and not (each.by or each.rows or each.ratio)
            if (whole := of.get(name) or wholes.get(each.group)) and whole.sheet == each.sheet
            for called in called_by(each)
        ]
        return tuple(sorted(found, key=lambda each: -len(each[2])))

    @cached_property
    def units(self) -> re.Pattern[str]:
        """What matches the unit behind a number, the longest first."""
        own = {unit_of(self.profile, each) for each in self.profile.figures.values()}
        own |= {field.unit for kind in self.profile.kinds.values() for field in kind.fields.values()}
        names = sorted({*COUNTED, *own} - {""}, key=lambda each: (-len(each), each))
        said = {each: f"{re.escape(each)}{_NOT_BEFORE.get(each, '')}" for each in names}
        in_thousands = "|".join(said[each] for each in names if each[0] in _POWERS)
        others = "|".join(said[each] for each in names if each[0] not in _POWERS)
        return re.compile(f"[{_POWERS}]*?(?:{in_thousands or '(?!)'})|[{_POWERS}]*(?:{others})")

    def _phrases(self, definition: FigureDefinition, beside: Iterable[str]) -> tuple[str, ...]:
        """What is said of a figure, each once."""
        phrases = dict.fromkeys((*_declared(self.profile, definition), *beside))
        if not self.freely:
            return tuple(phrases)
        return tuple(dict.fromkeys(map(turned, (*phrases, *ways(self.profile, definition)))))

    def _beside(self) -> dict[str, list[str]]:
        """The words of the template before and behind each figure's tags, up to the next mark or tag."""
        found: dict[str, list[str]] = {}
        for passage in self.passages:
            words = passage.words
            for tag in passage.tags:
                if tag.kind == "print" and tag.name in self.profile.figures:
                    before, after = words[: tag.start], words[tag.end :]
                    said = found.setdefault(tag.name, [])
                    said += (_CLAUSE.split(before)[-1], _CLAUSE.split(after)[0], *passage.heads)
        return found


def called_by(figure: FigureDefinition) -> frozenset[str]:
    """Return the words by which a count is called: its name, and the values that it asks for."""
    asked = (each for _, literals, negated in compared(figure.where) if not negated for each in literals)
    return frozenset({_HOW_MANY.sub("", figure.name), figure.name, *asked} - {""})


def unit_of(profile: Profile, definition: FigureDefinition) -> str:
    """Return the unit that a figure's number is in: its own, or else that of the column that it measures."""
    return "%" if definition.ratio else definition.unit or column_unit(profile, definition)


def same_unit(one: str, other: str) -> bool:
    """Whether two units count the same, one for one: 件 and 起, 人 and 名, but not 元 and 万元, nor 人 and 人次."""
    one, other = (_ALIKE.get(each, each) for each in (one, other))
    return bool(one) and (one == other or conversion(one, other) == 1)


def pairs(text: str) -> Iterator[str]:
    """Yield the pairs of Han characters that say something of what is counted."""
    for run in _HAN.findall(text):
        for part in _SAY_NOTHING.split(run):
            yield from (part[at : at + 2] for at in range(len(part) - 1))


def section_figures(
    passages: Iterable[Passage], figures: Mapping[str, FigureDefinition], kinds: Sequence[str] = ("open",)
) -> Iterator[tuple[Passage, list[tuple[int, tuple[str, ...]]]]]:
    """Yield each passage with the figures whose sections of these kinds are open in it: from which position on, and their
    names.
    """
    open_: dict[tuple[str, int], list[Tag]] = {}
    for passage in passages:
        stack = open_.get((passage.part, passage.story), [])
        turns = [(0, _names(stack, figures, kinds))]
        for tag in passage.tags:
            if tag.kind in ("open", "inverted", "close"):
                stack = open_behind(tag, stack)
                turns.append((tag.end, _names(stack, figures, kinds)))
        open_[passage.part, passage.story] = stack
        yield passage, turns


def _names(
    stack: Iterable[Tag], figures: Mapping[str, FigureDefinition], kinds: Sequence[str]
) -> tuple[str, ...]:
    return tuple(tag.name for tag in stack if tag.kind in kinds and tag.name in figures)


def _subjects(profile: Profile, definition: FigureDefinition) -> tuple[str, ...]:
    """What a figure counts that counts every row of its sheet: 执法人员, and by the sheet's title 行政执法人员."""
    kind = profile.kinds.get(definition.sheet)
    if (
        kind is None
        or definition.where
        or definition.parts
        or definition.by
        or definition.measure != COUNT_ROWS
    ):
        return ()
    return tuple(dict.fromkeys((_END.sub("", kind.title), kind.name, definition.group)))


def _declared(profile: Profile, definition: FigureDefinition) -> Iterator[str]:
    """The words by which the profile names a figure."""
    yield from (definition.name, definition.group, definition.by, measured_field(definition.measure) or "")
    kind = profile.kinds.get(definition.sheet)
    title = kind.title if kind else ""
    yield _END.sub("", title)
    for _, literals, negated in compared(definition.where):
        yield from () if negated else literals
    yield from definition.ratio or ()
