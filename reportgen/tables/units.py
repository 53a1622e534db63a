"""The units that a sheet gives for its numbers, in headings and in lines around the table -> the unit of each field.

What mentions a unit and is not understood is a finding: a number in the wrong unit is wrong ten thousand times over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from reportgen.characters import half, visible
from reportgen.expressions import expression
from reportgen.model import Field, Finding, Kind, Place, Sheet
from reportgen.rules import finding
from reportgen.values.amounts import conversion
from reportgen.values.personal import masked

LONGEST_LINE = 200
_LONGEST_LIST = 40
_NAMES = {"kg": "公斤", "km": "公里", "m": "米", "t": "吨", "港币": "港元", "¥": "元"}
_BASES = frozenset((
    "人次", "人", "名", "位", "户次", "户", "家次", "家", "件次", "件", "起", "宗", "例", "次", "场次", "场", "期",
    "份", "册", "本", "条", "项", "处", "个", "座", "栋", "间", "所", "只", "头", "株", "棵", "辆次", "辆", "台",
    "套", "张", "篇", "部", "班", "批次", "批", "笔", "单", "支", "艘", "组", "对", "节", "堂", "篇次", "美元",
    "欧元", "英镑", "日元", "港元", "港币", "元整", "元", "角", "米", "公里", "里", "平方米", "平方公里", "平方千米",
    "㎡", "m²", "公顷", "亩", "立方米", "升", "吨", "公斤", "千克", "斤", "克", "kg", "km", "m", "t", "小时",
    "学时", "课时", "分钟", "分", "秒", "天", "日", "周", "月", "年", "工作日", "%", "‰", "¥",
))  # fmt: skip
_SCALES = "十百千万亿"
_LAST_OF_UNITS = frozenset(each[-1] for each in _BASES) | {*_SCALES}
_BETWEEN = expression(r"([、,;\s]+|[和及与或])")
_BRACKETS = str.maketrans("[【〔〖{<〈]】〕〗}>〉圆萬億", "(((((((" + ")))))))" + "元万亿")
_TEN_THOUSAND = expression(r"(?<=[:(/ ])1(?:0000|0,000)(?=元(?!及?以[上下]|的))")
_BEHIND = expression(r"(.+)([/:,_、-])([^/:,_、-]{1,6})")  # 罚没金额/万元
_BRACKET = expression(r"\(([^()]*)\)")
_LEAD = expression(
    r"^(?:(?:计量|金额|数量|计算|货币|资金|统计)?单位(?:均|都)?(?:为|是)?[::]?|[^\W\d_]{1,6}:|[以按]|折合|共?计|精确到|取整到|保留到|占比|比例|比重)"
)
_TAIL = expression(r"(?:为单位|计|填报|填写|填)$")
# a currency, a scale, a rate: whoever writes it means a unit
_NOT_MONEY = r"[十百千万亿]+[元人件次户家个亩吨]|[美港日欧]元|美金|港币|[$€£%‰]|人次|公里|千米|平方[米公千]|㎡|m²|公顷|公斤|千克|kg|km|小时|学时|课时|分钟"
_MENTIONED = expression(
    rf"{_NOT_MONEY}|^[w十]$|万(?!一|达|象|寿|和|里)|亿|(?<!单)元(?![月旦素宵])|单位(?=[:为是])", re.IGNORECASE
)
_MENTIONED_IN_LINE = expression(
    rf"{_NOT_MONEY}|(?:^|[美欧日港W币/、:,(\s])元(?=$|[\s/、,;.)(整人计])", re.IGNORECASE
)
_CONDITION = expression(
    r"[\d.]+[十百千万亿]*(?:元|人次|人|件|户|公里|米|小时|学时|分钟)?\(?(?:含)?\)?(?:及|或)?以[上下内外]|不足[\d.]+\w*"
)
_OF_TIME = expression(r"[年月日\d/.\-—–~至第一二三四季度上下半全本当]*|年月日|yyyy.*", re.IGNORECASE)
_TIMES = {"年", "月", "日", "周", "期", "班", "本", "部", "组"}  # which a bracket may say and mean no unit
_COMBINED = frozenset(("人天", "人日", "人月", "台班", "台次", "件次", "户次"))
_SAID_SO = expression(
    r"(?P<label>[^\W\d_]{0,8}?)单位(?P<mark>(?:均|都|皆)?[为是]\s*[:(]?|\s*(?:[:(;]|[.。](?=\S))|\s)\s*(?P<rest>(?:(?!单位)[^;。)])*)"
    r"|[以按用填]\s*(?P<by>[^\s,;。()以按用填]{1,8}?)\s*(?:为单位|计(?![算划入])|填写|填报|统计|(?=[,;。)]|$))"
)
_HOW_EXACT = expression("小数|取整|整数|四舍五入|含税")
_UNIT_WORD = expression(r"单\s+位|(?<![a-z])units?(?![a-z])|(?:币[种别]|货币)(?=\s*:)", re.IGNORECASE)
_SCALED = expression(
    r"(?<![\d.〇零一二两三四五六七八九十百千几数余来满])[十百千万亿]+元(?!以[上下]|[的级户大]|左右)"
)
_SENDERS = expression(
    r"(?:填报|报送|填表|编制|编报|制表|责任|主管|牵头|承办|所在|工作|上报|汇总|报告|主办|执法|用人|派出|送达|发文|所属|本|各|我)$"
)


class Given(NamedTuple):
    """The units that a bracket or a line gives, and what in it mentions a unit and is not understood."""

    units: tuple[str, ...] = ()
    strange: str = ""


class _Line(NamedTuple):
    """A line that gives units for the table, where it stands, and its words."""

    given: Given
    row: int
    column: int
    text: str


def units_below(
    cells: Iterable[tuple[int, int, str]], columns: Mapping[str, int]
) -> dict[str, tuple[Given, int, int]]:
    """Return the units that stand below the headings, in a row that is no data, each under its own field's."""
    names = {column: name for name, column in columns.items()}
    return {
        names[column]: (unit_in(f"({text})"), row, column)
        for row, column, text in cells
        if column in names and _is_unit(text)
    }


@lru_cache(maxsize=4096)
def gives_unit(text: str) -> bool:
    """Return whether a text that stands below a header gives a unit, or mentions one."""
    return _is_unit(text) or unit_line(text) != Given()


@lru_cache(maxsize=4096)
def _is_unit(text: str) -> bool:
    return bool(_named(_bare(text).strip("()")))


def units_of(
    sheet: Sheet,
    kind: Kind,
    columns: Mapping[str, int],
    headings: Mapping[str, tuple[Given, int, int]],
    lines: Iterable[tuple[int, int, str]],
    file: str,
) -> tuple[dict[str, str], list[Finding]]:
    """Return the units of the numbers' columns where the sheet gives them, and what is not understood.

    `headings` are what the headings give, with row and column; `lines` are the texts above and below the table.
    """
    numeric = {name: kind.fields[name] for name in columns if kind.fields[name].type in ("integer", "number")}
    if not numeric:
        return {}, []
    given: dict[str, str] = {}
    findings = []
    for name, declared in numeric.items():
        if name in headings:
            said, row, column = headings[name]
            unit, wrong = _of_heading(name, declared, said)
            given |= {name: unit} if unit else {}
            findings += [finding("TAB006", wrong, Place(file, sheet.name, row + 1, column))] if wrong else []
    told = [
        _Line(said, row, column, text) for row, column, text in lines if (said := unit_line(text)) != Given()
    ]
    if told:
        found, wrong_lines = _of_lines(numeric, set(headings), told)
        given |= found
        findings += [
            finding("TAB006", message, Place(file, sheet.name, row + 1, column))
            for message, row, column in wrong_lines
        ]
    return given, findings


def _of_heading(name: str, declared: Field, said: Given) -> tuple[str, str]:
    """The unit of a field by its heading, and what is wrong with it."""
    wanted = f"应当是“{declared.unit}”" if declared.unit else "没有规定"
    units = [unit for unit in said.units if unit not in _TIMES or _fits(unit, declared)]
    if declared.unit and (said.strange == declared.unit or units == [declared.unit]):
        return declared.unit, ""
    if said.strange:
        return "", f"“{name}”的单位{wanted}，表头写的“{said.strange}”读不懂"
    if not units or (len(units) == 1 and _fits(units[0], declared)):
        return (units[0] if units and declared.unit else ""), ""
    return "", f"“{name}”的单位{wanted}，表头写的是“{'、'.join(units)}”"


def _of_lines(
    numeric: Mapping[str, Field], headed: set[str], lines: Sequence[_Line]
) -> tuple[dict[str, str], list[tuple[str, int, int]]]:
    """The units that lines give to the fields whose headings give none, and what is wrong with which line."""
    found: dict[str, str] = {}
    wrong: list[tuple[str, int, int]] = []
    waiting = [name for name, declared in numeric.items() if declared.unit and name not in headed]
    for line in lines:
        if line.given.strange:
            wrong.append((f"“{masked(line.text.strip())[:40]}”里的单位读不懂", line.row, line.column))
            continue
        units = line.given.units
        strange = [each for each in units if not any(_fits(each, one) for one in numeric.values())]
        left = [name for name in waiting if not any(_fits(each, numeric[name]) for each in units)]
        if strange and (
            left or len(strange) == len(units)
        ):  # 件 beside 万元 may be of columns that are not read
            wanted = "、".join(f"{name}（{each.unit}）" for name, each in numeric.items() if each.unit)
            message = f"“{masked(line.text.strip())[:40]}”里的“{'、'.join(strange)}”不是哪一列数的单位，本表的数是{wanted or '没有规定单位的'}"
            wrong.append((message, line.row, line.column))
    every = list(dict.fromkeys(unit for line in lines for unit in line.given.units))
    for name in waiting:
        fitting = [unit for unit in every if _fits(unit, numeric[name])]
        if len(fitting) > 1:
            last = next(line for line in reversed(lines) if fitting[-1] in line.given.units)
            wrong.append(
                (f"“{'、'.join(fitting)}”都可以是“{name}”的单位，不能确定是哪一个", last.row, last.column)
            )
        elif fitting:
            found[name] = fitting[0]
    return found, wrong


def _fits(unit: str, declared: Field) -> bool:
    """Whether a number in a unit can be told in that of a field; of a field without one, only what scales cannot."""
    if not declared.unit:
        return unit not in ("%", "‰") and unit[0] not in "十百千万亿"
    return unit == declared.unit or conversion(unit, declared.unit) is not None


@lru_cache(maxsize=4096)
def unit_in(heading: str) -> Given:
    """Return the unit that a heading gives in brackets, as in 罚没金额（万元）, or what in them is not understood."""
    text = _bare(heading)
    brackets = _BRACKET.findall(text)
    if not brackets and (bare := without_unit(text)) != text:
        brackets = [text[len(bare) + 1 :]]
    found = [_of_bracket(each) for each in brackets]
    units = tuple(dict.fromkeys(unit for each in found for unit in each.units))
    return Given(units, next((each.strange for each in found if each.strange), ""))


def without_unit(heading: str) -> str:
    """Return a heading without the unit that follows it behind a stroke or the like, as in 罚没金额/万元."""
    match = _BEHIND.fullmatch(heading) if heading[-1:] in _LAST_OF_UNITS else None
    if not match or match[3] in _TIMES or not _named(match[3]):
        return heading
    # 培训情况/课时 is a heading below another one
    return heading if match[2] == "/" and match[3][0] not in "十百千万亿元%" else match[1]


def _of_bracket(text: str) -> Given:
    """What a bracket of a heading says of a unit: 万元，保留两位小数 gives 万元, 选填 nothing."""
    units: list[str] = []
    for part in re.split(r"[,;、]", re.sub(r"\s", "", text)):
        same = [_named(each) for each in _TAIL.sub("", _LEAD.sub("", part)).split("/")]
        if all(same) and all(each == same[0] or conversion(each, same[0]) == 1 for each in same):
            units.append(same[0])
        elif part != "人民币" and not _OF_TIME.fullmatch(part) and _mentions(part, _MENTIONED):
            return Given((), text)
    return Given(tuple(dict.fromkeys(units)))


@lru_cache(maxsize=4096)
def unit_line(line: str) -> Given:
    """Return the units that a line around a table gives, as in 单位：万元、件 or 金额单位：万元；人数单位：人, or what in it
    mentions a unit and is not understood.
    """
    text = re.sub(r"人民币\s*[(:]\s*", "人民币", _UNIT_WORD.sub("单位", _bare(line[:LONGEST_LINE])))
    units: list[str] = []
    for match in _SAID_SO.finditer(text):
        said = (match["by"] or match["rest"]).strip()
        if match["label"] and _SENDERS.search(match["label"]):
            continue
        if several := _listed(said) or _listed(_without_note(said)):
            units += several
        elif (match["mark"] or "").strip() and _mentions(said, _MENTIONED_IN_LINE):
            return Given((), text)
    brackets = _BRACKET.findall(text)
    for said in (text, brackets[-1].strip() if brackets else ""):
        if not units and len(said) < _LONGEST_LIST and _mentions(said, _MENTIONED_IN_LINE):
            units += _listed(said, whole=True) or _listed(said.partition(":")[2], whole=True)
    if not units and _SCALED.search(text):
        return Given((), text)
    return Given(tuple(dict.fromkeys(units)))


def _without_note(text: str) -> str:
    """A text without the bracket behind it that says how exact numbers are: 元(保留两位小数."""
    before, _, note = text.partition("(")
    return before if _HOW_EXACT.search(note) and not _mentions(note, _MENTIONED) else ""


def _listed(text: str, *, whole: bool = False) -> list[str]:
    """The units that a text begins with, or consists of: 万元、件. None where it goes on without a break: 万元/件."""
    parts = _BETWEEN.split(re.sub(rf"(?<=[{_SCALES}])\s+(?=\S)", "", text).rstrip(".。)、,; "))
    units: list[str] = []
    for at in range(0, len(parts), 2):
        unit = _named(parts[at])
        if not unit:
            glued = parts[at - 1] in "和及与或"
            return [] if whole or glued else units
        units.append(unit)
    return units


def _mentions(text: str, unit: re.Pattern[str]) -> bool:
    """Whether a text speaks of a unit; not where it only says how much at least: 5万元以上."""
    rest = _CONDITION.sub("", text)
    rate = re.split(r"[/·*×每]", rest)  # (人/次) and (人·天), not (人员) or (个人)
    return bool(unit.search(rest)) or rest in _COMBINED or (len(rate) == 2 and all(map(_named, rate)))


def _bare(text: str) -> str:
    """A text in half width, with one sort of brackets."""
    return _TEN_THOUSAND.sub("万", half(visible(text)).strip().translate(_BRACKETS))


def _named(text: str) -> str:
    """A unit by its usual name, or nothing where a text is none."""
    unit = re.sub(r"\s|人民币", "", text)
    base = unit.lstrip(_SCALES)
    if base in _BASES or (not base and unit not in ("", "十")):
        return _NAMES.get(unit, unit)
    return ""
