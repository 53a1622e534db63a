"""A Word template -> what would be printed as it stands though nobody fills it: gaps, other tools' tags, merge fields."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from lxml import etree

from reportgen.expressions import expression
from reportgen.word.elements import T
from reportgen.word.package import Package, W
from reportgen.word.passages import Passage, is_fixed

_UNITS = "件|起|宗|例|人次|人|名|位|户|家|次|场|期|处|个|项|条|份|万|亿|元|米|公里|小时|学时|天|年|月|日|%|％|号|岁"
_ASKS = r"待补充?|待填[写报入]?|待定|待核实后填|填写|填入|请填|请输入|请补充|请选择|此处[填插输补写]?|输入|插入|年度数据|XX|××|TODO|TBD"
_ALONE = (
    "数字|数量|数值|人数|件数|金额|单位|单位名称|单位全称|姓名|日期|年月日|年份|文号|补充|[.…·_～-]+|[NnXx×]"
)
_INSIDE = r"[^【】\[\]［］〔〕（）()]{0,12}"
_PATTERNS = tuple(
    (what, signs, expression(pattern, re.IGNORECASE))
    for what, signs, pattern in (  # one of the signs, where there are any, stands in what a pattern finds
        ("邮件合并的域", "«»", r"[«»]"),
        ("别的程序的标签", "{}%<＜[", r"[$#@]\{[^{}]*\}?|\{%|%\}|<%|%>|\{#|#\}|<<[^<>]{1,30}>>|＜＜[^＜＞]{1,30}＞＞|\[\[[^\[\]]{1,30}\]\]"),
        ("只有一层的大括号", "{}｛｝", r"[{｛][^{}｛｝]{0,30}[}｝]|[{}｛｝]"),
        ("没填的空", "_＿XxＸｘ×╳✕*＊?？", r"[_＿]{2,}|(?<![A-Za-z])[XＸ×╳✕]{2,}(?![A-Za-z])|[*＊]{2,}|\?{2,}|？{2,}"),
        ("没填的空", "○◯〇", r"(?<![〇○一二三四五六七八九])[○◯〇]{2,}(?![一二三四五六七八九])"),
        ("没填的空", "XxＸｘ×╳✕?？ 　", rf"(?<![A-Za-z0-9０-９.])[XＸ×╳✕](?={_UNITS})|[?？](?=件|人次|万元|%|％)|(?<=[一-鿿])(?<![目附章条节编])[ 　]{{2,}}(?:{_UNITS})(?![员民大才])"),
        ("没填的空", "", r"[（(【\[［〔]\s*[）)】\]］〕]"),
        ("写给填表人的话", "", r"待补充|待填[写报入]|此处(?:填|插入|输入|补充|写)|请(?:在此|填写|填入|输入|补充)|(?:单击|点击)(?:或点击)?此处|TODO|TBD|\bFIXME\b"),
        ("写给填表人的话", "【[［〔（(", rf"[【\[［〔（(]{_INSIDE}(?:{_ASKS}){_INSIDE}[】\]］〕）)]|(?<=[^\s。；：])[【\[［]\s*(?:{_ALONE})\s*[】\]］]"),
    )
)  # fmt: skip
_MERGED = expression(
    r"\s*(MERGEFIELD|MERGEREC|MERGESEQ|NEXT|NEXTIF|SKIPIF|ADDRESSBLOCK|GREETINGLINE|DATABASE|DOCVARIABLE|FILLIN|ASK|MACROBUTTON"
    r"|FORMTEXT|FORMDROPDOWN|INCLUDETEXT|LINK|DDE|DDEAUTO)\b",
    re.IGNORECASE,
)
_ALT = expression(r"[«»]|[{｛][^{}｛｝]*[一-鿿]|(?<![A-Za-z])[XＸ×]{2,}(?![A-Za-z])|_{2,}|待补充|此处")


def gaps(passage: Passage, names: Collection[str]) -> Iterator[tuple[int, int, str]]:
    """Yield from where to where something in a passage is left to fill, and what it is; `names` are those of figures.

    What stands in a sentence marked `{{! 固定 }}` is meant.
    """
    words = passage.words
    plain = words.replace("．", ".")
    found = [
        (*match.span(), what)
        for what, signs, pattern in _PATTERNS
        if not signs or any(sign in words for sign in signs)
        for match in pattern.finditer(words)
    ]
    found += [
        (match.start(), match.end(), "没有写成标签的名称")
        for name in names
        if name in plain
        for match in re.finditer(re.escape(name), plain)
    ]
    last = 0
    for start, end, what in sorted(found, key=lambda each: (each[0], -each[1])):
        if start >= last and not is_fixed(passage, start):
            last = end
            yield start, end, what


def fields(package: Package, roots: Mapping[str, etree._Element]) -> Iterator[tuple[str, str]]:
    """Yield the part and what stands there for each field, content control or description that only shows what another
    program, or nobody, has filled in.
    """
    for name, root in roots.items():
        label = package.label(name)
        codes = [each.get(W + "instr", "") for each in root.iter(W + "fldSimple")] + _codes(root)
        for code in dict.fromkeys(codes):
            if _MERGED.match(code):
                yield name, f"{label}里有域“{_short(code)}”，印出来的是它上次的结果"
        for shown in root.iter(W + "showingPlcHdr"):
            control = next(shown.iterancestors(W + "sdt"), None)
            text = "" if control is None else "".join(each.text or "" for each in control.iter(T))
            yield name, f"{label}的内容控件还没有填，印的是提示“{_short(text)}”"
        for element in root.iter("*"):
            for key in ("descr", "title", "alt"):
                said = element.get(key, "")
                if said and "{{" not in said and "｛｛" not in said and _ALT.search(said):
                    yield name, f"{label}里图片的说明“{_short(said)}”没有填"


def _codes(root: etree._Element) -> list[str]:
    """The instructions of the fields whose parts stand in runs of their own."""
    codes: list[str] = []
    open_: list[list[str]] = []
    for element in root.iter(W + "fldChar", W + "instrText"):
        if element.tag == W + "instrText":
            if open_:
                open_[-1].append(element.text or "")
        elif element.get(W + "fldCharType") == "begin":
            open_.append([])
        elif element.get(W + "fldCharType") == "end" and open_:
            codes.append("".join(open_.pop()))
    return codes


def _short(text: str) -> str:
    said = re.sub(r"\s+", " ", text).strip()
    return said if len(said) <= 24 else said[:23] + "…"
