"""A template's tags against the words beside them -> what those words make of a number that is right by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reportgen.expressions import expression
from reportgen.model import FigureDefinition, Finding, Place, Profile
from reportgen.proofreading.called import Called
from reportgen.proofreading.tag_units import PrintedNumber, printed_numbers, quote
from reportgen.prose.figure_words import pairs
from reportgen.rules import finding
from reportgen.stages.displays import CHANGE, LAST_YEAR, SAME_UNIT, SCALES
from reportgen.word.document import Template
from reportgen.word.passages import SENTENCE, Passage, is_fixed
from reportgen.word.tags import Tag

_ONE_NUMBER = expression(r"\s*[.．,]?\s*")  # between two tags, with which they are read as one number
_MINUS = expression(r"(?<![\d—–－-])([-－−])$")
_ABOUT = expression(
    r"((?<![最附远临靠新亲])(?:接|将)?近|(?<!不)(?:超过|高于|多于|大于|低于|少于|小于)|(?<![高赶反])超|逾|突破|不足|(?<!达)不到)\s*$"
)
_AND_MORE = expression(
    r"\s*(余|多(?![元样少部次方项]))|\s*(?:[件起宗例人名位次场处个]|人次)(多)(?![元样少部方项])"
)
_WAYS = "增长|增加|上升|提高|提升|下降|减少|降低|多|少|持平"
_WAY = expression(rf"({_WAYS})(?:了|约|为|幅度为)?\s*$")
_FALLING = expression(r"(下降|减少|降低)(?:了|约)?\s*$")
_DIFFERENCE = expression(
    rf"((?:同比|环比|[比较](?:上年|去年|往年)(?:同期)?)[^，。；]{{0,12}}?(?:{_WAYS}))了?\s*$"
)
_LAST = expression("(?<![比较与同超过对])(?:上年|去年|上一年|前年)(?!.*(?:今年|本年|全年|年内))")
_PART = expression(r"[上下前]半年|[一二三四前]季度|[当本][月季]|\d月份")
_OF_EACH = expression(
    r"(?:^|[全今本]年)(?:[^，]{0,2}[镇乡县市区])?(每个?(?:月|季度|季|周|星期|日|天|乡镇|镇街|镇|乡|街道)|[月日周季镇]均|平均(?:每[人天日月周季村户]个?)?)(?!度)(?!.{0,6}(?:[一两二三四]|要求|制度))"
)
_PLANNED = expression(
    r"(?:^|(?<![全本当今去上])年|[明来]年|下一?年度)(计划|拟|力争|预计|争取|将)(?:全年|再|新)?(?=开展|举办|举行|召开|组织|受理|办理|新增|完成|达到|建设|建成)"
)
_VILLAGE = expression(
    r"^(?:其中)?(?![全各每本该多几数将把对向在由])((?:(?![村镇乡居])[一-鿿]){1,3}(?<![全各每本该农政])(?:村|社区|居委会))(?:全年|今年|本年度?)?(?=共?(?:开展|举办|举行|召开|组织|受理|收到|调解|办理|发生))"
)
_CARRIED = expression("结转|转入|留存|遗留|累计|历年|[未尚]")
_THIS = expression("今年|本年|当年|年内|全年")
_OF_A_TIME = expression("[月季周日年]|时间|期间|专项|行动")
_CLAUSE = expression(r"[，、；：。！？,;:!?（）()\s◇]")
_RATE = expression(r"([一-鿿]{1,6})率(?:为|是|达到|达)?$")
_DENIED = expression("未|不|非|失败|败诉|超期|逾期")
_NOT_ALL = expression("最|均|每|至少|不[少低高多超]|以[上内]|单[次场笔件]|峰|首|末|长达")
_SUED = expression("应诉|被诉")  # of a lawsuit as the one who is sued says it
_FIXED = "；确实要这样印的，在这句话里加上 {{! 固定 }}"


class _Said(NamedTuple):
    """What the words beside a tag make of its number, and how to mend it."""

    message: str
    fix: str


def wrong_words(template: Template, profile: Profile, name: str) -> list[Finding]:
    """Return an error for each tag whose number the words beside it turn into another one: 近, 余, 上年, the name of another
    figure; `name` is the template's file.
    """
    called = Called(profile)
    told = [
        (passage, tag, said)
        for passage, printed in printed_numbers(template, profile)
        for tag, said in _of_passage(passage, printed, profile, called)
        if not is_fixed(passage, tag.start)
    ]
    where = template.places({passage: None for passage, *_ in told})
    return [
        finding(
            "TPL019",
            said.message,
            Place(name, f"{where[passage]}“{quote(passage, tag)}”"),
            fix=said.fix + _FIXED,
        )
        for passage, tag, said in told
    ]


def _of_passage(
    passage: Passage, printed: Sequence[PrintedNumber], profile: Profile, called: Called
) -> Iterator[tuple[Tag, _Said]]:
    for each, last in zip(printed, (None, *printed), strict=False):
        tag, start = each.tag, last.tag.end if last else 0
        between = passage.words[start : tag.start]
        said = (last and _joined(between, last.tag, tag)) or _about(
            passage, each, between.replace("\x00", "")
        )
        said = said or _way(tag, between.replace("\x00", ""))
        if figure := profile.figures.get(tag.name):
            of_a_time = figure.years > 1 or _OF_A_TIME.search(f"{figure.name}{figure.where}{figure.sheet}")
            since = SENTENCE.split(between)[-1].replace("\x00", "")
            said = said or (None if of_a_time else _another_time(passage, tag, since))
            said = said or _not_the_whole(tag, figure, since)
            said = said or _of_the_others(tag, figure, profile, since) or _one_of_many(passage, tag, figure)
            said = said or _another_figure(passage, each, printed, called)
        if said:
            yield tag, said


def _joined(between: str, last: Tag, tag: Tag) -> _Said | None:
    """Two tags that are printed as one number."""
    if not _ONE_NUMBER.fullmatch(between):
        return None
    return _Said(
        f"标签“{last.text}”和“{tag.text}”紧挨着，印出来连成一个数", "在两个标签之间写上单位或标点，或删去一个"
    )


def _about(passage: Passage, each: PrintedNumber, before: str) -> _Said | None:
    """Words such as 近 and 余 beside an exact number, which is neither less nor more than itself."""
    tag = each.tag
    after = passage.words[tag.end :].replace("\x00", "")
    if minus := _MINUS.search(before):
        return _Said(f"标签“{tag.text}”前面的“{minus[1]}”印出来像是负号", f"删去“{minus[1]}”")
    found = _ABOUT.search(before)
    word = found[1] if found else ""
    if tag.filter == "余" and word in ("超", "超过", "逾", "突破", "多于", "高于", "大于"):
        word = ""
    if not word and (more := _AND_MORE.match(after)):
        word = more[1] or more[2]
    if not word:
        return None
    message = f"标签“{tag.text}”印的是准确的数，旁边的“{word}”把它说成了另一个数"
    if tag.filter == "余":
        message = f"标签“{tag.text}”印出来自带“余”，旁边又写了“{word}”"
    only = (
        "" if tag.filter or each.own or "." not in tag.name else f"；要说约数的，改用 {{{{{tag.name} | 余}}}}"
    )
    return _Said(message, f"删去“{word}”{only}")


def _way(tag: Tag, before: str) -> _Said | None:
    """Words that say which way a number has changed, before a tag that says so itself, or that is of either sign."""
    if tag.filter in (CHANGE, "增减") and (way := _WAY.search(before)):
        message = f"标签“{tag.text}”自己会印增加还是减少，前面又写定了“{way[1]}”"
        return _Said(message, f"删去“{way[1]}”")
    if tag.filter in ("增幅", "增幅数") and (way := _FALLING.search(before)):
        message = f"标签“{tag.text}”升了印正数、降了印负数，前面写定了“{way[1]}”，升降都印错"
        return _Said(
            message, f"把“{way[1]}”改成“增长”，或换成 {{{{{tag.name} | {CHANGE}}}}}，并删去“{way[1]}”"
        )
    if tag.filter in SAME_UNIT + tuple(SCALES) and (way := _DIFFERENCE.search(before)):
        message = f"标签“{tag.text}”印的是整个报告期的数，前面的“{way[1]}”把它说成了差数"
        return _Said(
            message, f"改用 {{{{{tag.name} | 增减}}}} 或 {{{{{tag.name} | {CHANGE}}}}}，并删去写定的升降"
        )
    return None


def _another_time(passage: Passage, tag: Tag, since: str) -> _Said | None:
    """Words that say that a number is of last year or of a part of the year, where its tag is of the whole of this year, and the
    other way round; `since` are those since the number before.
    """
    alone = bool(passage.heads) and not since.strip()
    heads = [each for each in passage.heads if len(each) <= len("2023年度（同期）")] if alone else []
    last = next((match[0] for each in (since, *heads) if (match := _LAST.search(each))), "")
    if tag.filter == LAST_YEAR:
        sentence = SENTENCE.split(passage.words[: tag.start])[-1]
        this = next((match[0] for each in (since, *heads) if (match := _THIS.search(each))), "")
        if not this or last or _LAST.search(sentence):
            return None
        message = f"标签“{tag.text}”印的是上年的数，前面写的是“{this}”"
        return _Said(message, f"改成 {{{{{tag.name}}}}}，或把“{this}”改成“上年”")
    if tag.filter not in SAME_UNIT + tuple(SCALES):
        return None
    if last and not any(_CARRIED.search(each) for each in (since, *heads)):
        message = f"标签“{tag.text}”印的是今年的数，前面写的是“{last}”"
        return _Said(message, f"改成 {{{{{tag.name} | {LAST_YEAR}}}}}，或改正前面的字")
    if part := _PART.search(since):
        message = f"标签“{tag.text}”印的是整个报告期的数，前面写的是“{part[0]}”"
        return _Said(
            message,
            "改正前面的字，或在方案里加一个这段时间的数据项；半年报、季报、月报的模板，写 {{报告.期间}}",
        )
    return None


def _not_the_whole(tag: Tag, figure: FigureDefinition, since: str) -> _Said | None:
    """Words that say that a count of the whole of the year and of the place is of each month, of a village, or only planned."""
    counted = not figure.parts and figure.measure.startswith(("count", "sum"))
    if tag.filter not in SAME_UNIT + tuple(SCALES) or not counted:
        return None
    clause = _CLAUSE.split(since)[-1]
    for what, said in (
        ("实际的", _PLANNED),
        ("合计的", _OF_EACH),
        ("全部的", _VILLAGE),
    ):
        found = said.search(clause)
        if found and found[1] not in f"{figure.full_name}{figure.where}":
            message = f"标签“{tag.text}”印的是{what}数，前面写的是“{found[1]}”"
            return _Said(message, "改正前面的字，或在方案里加一个这样计算的数据项")
    return None


def _of_the_others(tag: Tag, figure: FigureDefinition, profile: Profile, since: str) -> _Said | None:
    """A rate that is said to be that of the rest: 失败率 before the tag of 成功率."""
    named = _RATE.search(since) if figure.ratio else None
    denied = _DENIED.search(named[1]) if named else None
    if not named or not denied:
        return None
    above = profile.figures[figure.parts[0]]
    if denied[0] in f"{figure.full_name}{above.name}{above.where}":
        return None
    message = f"标签“{tag.text}”印的是“{figure.name}”，前面写的是“{named[1]}率”"
    return _Said(message, "改正前面的字，或在方案里加一个这样计算的数据项")


def _one_of_many(passage: Passage, tag: Tag, figure: FigureDefinition) -> _Said | None:
    """A largest, smallest or mean number beside which no word says that it is none of all."""
    what = {"max(": "最大的一个", "min(": "最小的一个", "avg(": "平均"}.get(figure.measure[:4])
    if what is None or tag.filter not in SAME_UNIT + tuple(SCALES):
        return None
    before = SENTENCE.split(passage.words[: tag.start])[-1]
    around = "。".join((before, SENTENCE.split(passage.words[tag.end :])[0], *passage.heads, passage.caption))
    if _NOT_ALL.search(around):
        return None
    message = f"标签“{tag.text}”印的是{what}数，旁边的字没有说，读起来是合计的"
    return _Said(message, "在旁边写明“最多”“最少”“平均”；要合计的，把 figures.yaml 里的 measure 改成 sum(列)")


def _another_figure(
    passage: Passage, each: PrintedNumber, printed: Sequence[PrintedNumber], called: Called
) -> _Said | None:
    """Words before a number that name another figure, and not the one of its tag."""
    own = called.profile.figures[each.tag.name]
    if each.tag.filter not in ("", "余", "千分位", "大写"):
        return None
    text, at = _with_one(passage, each.tag, printed)
    clause = _CLAUSE.split(text[:at])[-1]
    heads = passage.heads if passage.heads and not any(pairs(text)) else ()
    near, around = tuple(map(_sued, heads or (clause,))), tuple(map(_sued, (text[:at], *heads)))
    said = called.beside(own, heads or (clause,)) or called.elsewhere(own, near, around)
    said = said or called.of_same_name(own, near, around)
    if not said:
        named = (named for number, named in called.names.named(text) if number.start == at)
        said = next((found[0] for found in named if own.full_name not in found), "")
    said = said or called.of_another_kind(
        own, _sued(_since_another(passage, each.tag, own.group, printed)), passage.heads
    )
    if not said:
        return None
    if "." not in said:
        message = f"标签“{each.tag.text}”印的是“{own.sheet}”的数，前面的字说的是“{said}”"
        return _Said(message, "换成字里说的那一种的标签，或改正前面的字")
    message = f"标签“{each.tag.text}”旁边的字说的是数据项“{said}”"
    return _Said(message, f"是的，改成 {{{{{said}}}}}；不是的，改正旁边的字，写明这个标签数的是什么")


def _sued(text: str) -> str:
    return _SUED.sub("诉讼", text)


def _with_one(passage: Passage, tag: Tag, printed: Sequence[PrintedNumber]) -> tuple[str, int]:
    """The sentence of a tag with a number in its place, and where that stands."""
    text = passage.words
    for other in (other.tag for other in printed if other.tag is not tag):
        text = text[: other.start] + "◇" * (other.end - other.start) + text[other.end :]
    before = text[: tag.start].replace("\x00", "")
    before, after = SENTENCE.split(before)[-1], SENTENCE.split(text[tag.end :].replace("\x00", ""))[0]
    return f"{before}1{after}", len(before)


def _since_another(passage: Passage, tag: Tag, group: str, printed: Sequence[PrintedNumber]) -> str:
    """The words of a sentence before a tag, since the last number that is of another group, with what that is of where 其中 says
    that the tag is a part of it.
    """
    others = [
        each
        for each in printed
        if each.tag.start < tag.start and (each.figure is None or each.figure.group != group)
    ]
    since = passage.words[others[-1].tag.end if others else 0 : tag.start]
    last = others[-1].figure if others else None
    within = last.sheet if last and not last.parts and "其中" in since else ""
    return within * (not SENTENCE.search(since)) + SENTENCE.split(since)[-1]
