"""A template's own numbers -> all of them with their places, and those that stand where a figure of the year belongs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportgen.expressions import expression
from reportgen.model import Finding, Place, Profile
from reportgen.proofreading.own_numbers import Literal as Literal
from reportgen.prose.figure_words import FigureWords, Named, pairs, same_unit, section_figures
from reportgen.prose.scope import aside
from reportgen.rules import finding
from reportgen.word.document import Template
from reportgen.word.passages import SENTENCE, Passage, is_fixed
from reportgen.word.tags import Tag

_HALF = str.maketrans("０１２３４５６７８９．，％（）：／－", "0123456789.,%():/-")
_SIGNS = "〇零一二三四五六七八九十百千万亿两廿卅卌壹贰叁肆伍陆柒捌玖拾佰仟"
# a number by themselves only where a word beside them says that it is one: 近百起, 百余起
_POWERS = "百千万亿"
_TENTHS = "一二两三四五六七八九几"
_NUMBER = expression(
    rf"(?P<times>翻(?:了|上)?(?:近|将近|约)?[{_TENTHS}]?番|翻(?:了)?[{_TENTHS}]?倍|成倍(?!的?(?:努力|付出|投入))|倍增|减半)"
    rf"|(?P<share>[\d{_SIGNS}点.]+分之[\d{_SIGNS}点.]+|(?:[{_TENTHS}]|(?<![\d.])\d)成(?:[{_TENTHS}半](?!是))?(?![立果员功效就本长都年绩品熟形因不]|为[了^，。])"
    r"|[过逾]半数?(?![天年月日])|(?<=[近超])半(?=[，。；、！？\s]|$)|半数|[一大]半(?![天年月日圈径夜])|对半|(?<=[率达到为现])百分百|百分百(?=[，。；、！？\s]|$))"
    rf"|(?P<rank>(?:[居列获]|排名|排)[一-鿿]{{0,6}}?(?:第[{_SIGNS}\d]+|首位|榜首|前[{_SIGNS}\d]+)(?=[，。；、！？\s名位]|$))"
    rf"|(?P<bare>数以[十{_POWERS}]计|(?<=[过上逾超破近])[{_POWERS}](?=[，。；、！？\s]|$))"
    r"|(?P<digits>\d+(?:,\d{3})*(?:\.\d+)?)"
    r"|(?P<sign>[①-⑳㉑-㉟㊱-㊿Ⅰ-Ⅻⅰ-ⅻ㈠-㈩⑴-⒇½⅓⅔¼¾⁰¹²³⁴-⁹]+)"
    rf"|(?P<han>[几数][十{_POWERS}][{_SIGNS}]*|(?<=[近约上逾超过达破足到接有])(?<!\d)[{_POWERS}][{_SIGNS}]*|(?<![\d余多几])[{_POWERS}](?=[余多]|(?:人次|场次|[件起宗例人名位户家次场处个])(?:以上|左右|上下))"
    rf"|[{_SIGNS.translate(dict.fromkeys(map(ord, _POWERS)))}][{_SIGNS}]*)"
)
_DATE = expression(
    r"(?:19|20)\d\d\s*[—–~～至到-]{1,2}\s*(?:19|20)\d\d(?!\d)|(?:19|20)\d\d\s*年(?:度|\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}\s*月\s*\d{1,2}\s*日|\d{4}[-/.]\d{1,2}(?:[-/.]\d{1,2})?(?!\d)"
    r"|(?<!\d)\d{1,2}月|[〇零○一二三四五六七八九]{4}年|\d{1,2}[时:]\d{2}分?|(?<![\d.])(?:1[0-2]|0?[1-9])[·•・](?:[12]\d|3[01]|0?[1-9])(?!\d)"
)
_NAMED = expression(
    r"《[^《》]*》|[〔\[(（【]\d{4}[〕\])）】]\s*\d+\s*号|第\s*[\d〇零一二三四五六七八九十百千]+\s*(?:号|[条款项届次章节编批期季部届位])?"
    r"|“[^“”\d]{1,12}”|[A-Za-z][\w./—-]*\d[\w./—-]*|\d+号(?:令|文)|\d+[A-Za-z+][\w+]*|(?<=\+)\d+(?!\d)|(?<!\d)(?:1[12]\d|12\d{3}|96\d{3,4})(?=[^，。；\d]{0,6}(?:热线|平台|专线|警情|非警务|电话))"
)
_NUMBERING = expression(
    r"^\s*(?:\d{1,2}(?:\.\d{1,2})*[.、)．](?!\d)|\(\d{1,2}\)|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|附?[图表]\s*\d{1,3}(?:[-—－.]\d{1,2})?(?=[\s:：、.．]|$))"
)
_ABOUT = expression(r"\s*[余多几]?\s*个?(?=\D)")
_CLAUSE = expression("[。！？!?;；\n，,、()（）]")
_SPARE_PART = expression("[配换装造买卖产修]$|汽车$|机械$")
_ONE_OF_ALL = expression(r"[第每逐同统任唯某这那另各之不]$")
_NUMBERS_OF_ROWS = expression("序号|编号|行次|栏次|年度|年份|电话|邮编|代码")
_ALL_THERE_ARE = expression(
    "(?:截至|目前|年末|年底|全[镇县乡区市局所]|全街道|我[镇县乡区市局所]|本[镇县乡区市局所]|辖区|现|共|总|实|有|计|为|配备|配|设|拥|达|总数|人数|数量|[：:\\s\x00])*"
)
_RANK = expression("[居列获排]")
_LIMIT = expression(
    r"[余多几]?个?(?:工作日|自然日|小时|分钟|月|天|日|年)[以之]?内|[^\s，。；]{0,3}以[上下内]的"
)
_WHOLE_HEARTED = expression("投入|用心|用情|努力|负责|热情|支持")
_WHOLE = ("百分之百", "百分百")
_SPANS = ("个", "年", "天", "小时", "分钟", "日", "月")  # that Chinese numerals count in sayings
_CHANGED = expression(r"(?:同比|环比|上年|去年|同期)[^，。；]*?(?:增长|增加|上升|提高|下降|减少|降低)了?$")
_ENOUGH = 2  # of what a text weighs that names a figure
_CHANGE = "同比"
_TIMES = "倍"
_MAY_BE = "可能说的是数据项“{}”"
_NO_TAG = ("部分时段", "计划", "名次")
_SUFFIX = {_CHANGE: " | 同比", "别的年份": " | 上年"}
_NEAR = 3  # characters in a row that name a figure whatever the unit


@dataclass(frozen=True, slots=True)
class Found:
    """A number in a passage: from where to where, with its unit, and what sort it is."""

    start: int
    end: int
    text: str
    unit: str
    sort: str


def literals(template: Template, profile: Profile, words: FigureWords | None = None) -> list[Literal]:
    """Return every number of the template that no tag prints, in the order of the file; raise NotWordError. `words` are
    those of the figures, where they are known.
    """
    words = words or FigureWords(profile, template.passages)
    rows = []
    for passage, turns in section_figures(template.passages, profile.figures):
        plain = passage.words.translate(_HALF)
        told = [(tag.start, tag.name) for tag in passage.tags if tag.name in profile.figures]
        for found in numbers(plain, words.units):
            inside = next(names for at, names in reversed(turns) if at <= found.start)
            named = _figure(passage, plain, found, words.figures, inside) if found.sort == "count" else ""
            start, end = _around(plain, found, SENTENCE)
            fixed = is_fixed(passage, found.start)
            touches = _touched(passage.tags, found)
            scope = _aside(plain, found, start) if named else ""
            if scope == _CHANGE:  # of what is told before it
                named = max((each for each in told if start <= each[0] < found.start), default=(0, named))[1]
            told += [(found.start, named)] if named else []
            shown = _shown(passage, start, end)
            rows.append((passage, (found.text, shown, found.sort, fixed, named, touches, scope)))
    where = template.places({passage: None for passage, _ in rows})
    return [Literal(where[passage], *told) for passage, told in rows]


def wrong_literals(found: Sequence[Literal], name: str) -> list[Finding]:
    """Return an error for each number that stands beside the words of a figure and is not marked, or that would become
    one number with a tag; `name` is the template's file.
    """
    return [
        _wrong(each, Place(name, f"{each.place}“{each.sentence}”"))
        for each in found
        if each.touches or (each.figure and not each.fixed)
    ]


def _wrong(each: Literal, place: Place) -> Finding:
    if each.touches:
        message = f"模板里的“{each.text}”紧挨着标签“{each.touches}”，印出来连成一个数"
        return finding("TPL010", message, place, fix="删去标签旁边的数字，只留标签")
    message = f"模板里写定的“{each.text}”{_MAY_BE.format(each.figure)}，印出来不会是今年的数"
    delete = "删去这个数，或在方案里加一个数据项；每年不变的，在这句话里加上 {{! 固定 }}"
    if each.aside in _NO_TAG:
        message = f"模板里写定的“{each.text}”说的不是全年的数（{each.aside}），印出来不会是今年的数"
        return finding("TPL010", message, place, fix=delete)
    suffix = _SUFFIX.get(each.aside, "")
    tag = f"{{{{{each.figure}{suffix}}}}}"
    whole = "连同“比上年增长”“下降”这样的字" if each.aside == _CHANGE else ""
    fix = f"是的，{whole}改成标签 {tag}；说的是上半年、某一部分，或没有这个数据项的，{delete}"
    return finding("TPL010", message, place, fix=fix)


def _aside(plain: str, found: Found, start: int) -> str:
    """Why a number is not a figure's of the whole year, or how it is one by another tag."""
    before = plain[start : found.start]
    clause = plain[_around(plain, found, _CLAUSE)[0] : found.start]
    if _RANK.match(found.text):
        return "名次"
    if found.unit == _TIMES or (found.unit in ("%", "个百分点") and _CHANGED.search(before)):
        return _CHANGE
    return aside(before, clause, 0)


def numbers(plain: str, units: re.Pattern[str]) -> Iterator[Found]:
    """Yield the numbers of a text in half width: digits all, Chinese numerals where a unit follows."""
    numbering = _NUMBERING.match(plain)
    dates = [each.span() for each in _DATE.finditer(plain)]
    names = [each.span() for each in _NAMED.finditer(plain)]
    for match in _NUMBER.finditer(plain, numbering.end() if numbering else 0):
        start, end = match.span()
        sort = "date" if _within(start, dates) else "name" if _within(start, names) else "count"
        unit, stop = _unit(plain, end, units)
        if match["han"] and (sort != "count" or not unit or not _counts(plain, match, unit)):
            continue
        if match["sign"] and not unit:
            continue
        if match["rank"] or match["bare"]:
            unit, stop, sort = "", end, "count"
        if match["share"] or match["times"]:
            unit, stop = "%" if match["share"] else _TIMES, end
        yield Found(start, end, plain[start : stop if sort == "count" else end], unit, sort)


def _unit(plain: str, end: int, units: re.Pattern[str]) -> tuple[str, int]:
    """The unit behind a number, and where it ends."""
    about = _ABOUT.match(plain, end)
    for at in (end, about.end() if about else end):
        if match := units.match(plain, at):
            return match[0], match.end()
    return "", end


def _counts(plain: str, match: re.Match[str], unit: str) -> bool:
    """Whether Chinese numerals count: 三个 and 十二起 do, 每一起 and 一起化解 do not, 败诉一件 does."""
    before, behind = plain[: match.start()], plain[match.end() :].lstrip()
    if _ONE_OF_ALL.search(before) or (match["han"], unit) == ("十", "分"):
        return False
    if match["han"] == "零" and _SPARE_PART.search(before):
        return False
    if match["han"] == "一":
        after = behind.removeprefix(unit)
        return bool(re.search("[一-鿿]$", before)) and (not after or not re.match("[一-鿿]", after))
    return True


def _within(position: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= position < end for start, end in spans)


def _around(plain: str, found: Found, ends: re.Pattern[str]) -> tuple[int, int]:
    """From where to where the sentence, or the clause, of a number reaches."""
    before = [each.end() for each in ends.finditer(plain, 0, found.start)]
    behind = ends.search(plain, found.end)
    return (before[-1] if before else 0), (behind.start() if behind else len(plain))


def _figure(
    passage: Passage, plain: str, found: Found, figures: Sequence[Named], inside: Sequence[str]
) -> str:
    """The figure that the words around a number name, or whose tag stands in its sentence or around it in its unit; an
    empty string where there is none.
    """
    after = plain[found.end :]
    if _LIMIT.match(after) or (found.text in _WHOLE and _WHOLE_HEARTED.match(after)):
        return ""
    start, end = _around(plain, found, SENTENCE)
    if found.text[0].isdigit():  # 五个方面 may stand beside a figure, 5个 may not
        inside = (
            *inside,
            *(tag.name for tag in passage.tags if tag.kind == "print" and start <= tag.start < end),
        )
    sentence = plain[start : found.start] + "。" + plain[found.end + len(found.unit) : end]
    start, end = _around(plain, found, _CLAUSE)
    clause = plain[start : found.start] + "。" + plain[found.end + len(found.unit) : end]
    rest = f"{plain[: found.start]}。{plain[found.start + len(found.text) :]}"
    alone = bool(passage.heads) and not any(pairs(rest))
    if alone:
        heads = "。".join(passage.heads)
        if any(_NUMBERS_OF_ROWS.search(head) for head in passage.heads[-3:]):
            return ""
        sentence = clause = heads
    near = [each for each in figures if _names(each, found, sentence, clause, inside, alone=alone)]
    said = set(pairs(clause))
    best = max(
        near,
        key=lambda each: (
            each.definition.full_name in inside,
            _is_subject(each, found, clause, alone=alone),
            each.weight(clause),
            each.unit == found.unit,
            -len(set(each.pairs) - said),
        ),
        default=None,
    )
    return best.definition.full_name if best else ""


def _names(
    each: Named, found: Found, sentence: str, clause: str, inside: Sequence[str], *, alone: bool
) -> bool:
    """Whether the words around a number name a figure: those of the sentence where the unit is the figure's, those of the
    clause more closely where it is another one or none.
    """
    if _is_subject(each, found, clause, alone=alone):
        return True
    counts = each.counts(found.unit, clause)
    if found.unit in _SPANS and not found.text[0].isdigit() and "连续。" not in clause:
        near = each.definition.full_name in inside or each.weight(clause) >= _ENOUGH
        return counts and near
    if counts:
        return each.definition.full_name in inside or each.weight(sentence) >= _ENOUGH - each.alone
    if alone and not found.unit:
        return each.weight(clause) >= _ENOUGH
    return _longest(each, clause) >= _NEAR and each.weight(clause) >= _ENOUGH


def _is_subject(each: Named, found: Found, clause: str, *, alone: bool) -> bool:
    """Whether a clause says nothing but how many there are of what the figure counts: 现有行政执法人员6名."""
    if not (same_unit(each.unit, found.unit) or (alone and not found.unit)):
        return False
    around = clause.split("。")
    return any(
        any(_ALL_THERE_ARE.fullmatch(part.replace(subject, "", 1)) for part in around if subject in part)
        and all(subject in part or _ALL_THERE_ARE.fullmatch(part) for part in around)
        for subject in each.subjects
    )


def _longest(each: Named, clause: str) -> int:
    """How many characters in a row of a clause name a figure."""
    longest = run = 0
    for at in range(len(clause) - 1):
        run = run + 1 if clause[at : at + 2] in each.pairs else 0
        longest = max(longest, run + 1 if run else 0)
    return longest


def _touched(tags: Sequence[Tag], found: Found) -> str:
    """The tag that a number stands right before or behind of, with which it would become one number."""
    printing = (tag for tag in tags if tag.kind == "print")
    return next((tag.key for tag in printing if tag.end == found.start or tag.start == found.end), "")


def _shown(passage: Passage, start: int, end: int) -> str:
    said = re.sub(r"\s+", " ", passage.text[start:end]).strip()
    return said if len(said) <= 40 else said[:39] + "…"
