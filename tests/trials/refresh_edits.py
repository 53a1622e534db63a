"""What people do to a report, and what departments send after it was written, at random.

Every word that people write carries a sign of its own, by which it is found again.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
P, R, T = W + "p", W + "r", W + "t"
_SIGNS = "鑫淼焱垚犇羴猋骉"  # which no report has
_HEAD = 4  # rows of a sheet that may be its head
_HEADING = re.compile(r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+\.")


@dataclass
class Hand:
    """Somebody who edits a report: what was written by hand, and which figures were typed over."""

    chance: random.Random
    written: list[str] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)  # texts of the paragraphs as they were
    done: list[str] = field(default_factory=list)

    def words(self) -> str:
        """Words that nobody else has written."""
        made = f"手写{''.join(self.chance.choice(_SIGNS) for _ in range(8))}"
        self.written.append(made)
        return made


Edit = Callable[[etree._Element, Hand], bool]


def _text(paragraph: etree._Element) -> str:
    return "".join(
        each.text or "" for each in paragraph.iter(T) if next(each.iterancestors(W + "del"), None) is None
    )


def _paragraphs(body: etree._Element, *, within_tables: bool = False) -> list[etree._Element]:
    found = [each for each in body.iter(P) if len(_text(each)) > 12 and not _HEADING.match(_text(each))]
    return [each for each in found if within_tables or each.getparent() is body]


def _run(text: str, like: etree._Element | None, tag: str = T) -> etree._Element:
    run = etree.Element(R)
    look = None if like is None else like.find(W + "rPr")
    if look is not None:
        run.append(deepcopy(look))
    etree.SubElement(run, tag).text = text
    return run


def _tracked(sort: str, runs: Sequence[etree._Element], number: int) -> etree._Element:
    made = etree.Element(
        W + sort, {W + "id": str(number), W + "author": "王某", W + "date": "2024-01-09T01:00:00Z"}
    )
    made.extend(runs)
    return made


def _some_text(paragraph: etree._Element, hand: Hand) -> etree._Element | None:
    """An element of text that is no figure, with enough words."""
    found = [
        each
        for each in paragraph.iter(T)
        if len(each.text or "") > 8 and next(each.iterancestors(W + "ins", W + "del"), None) is None
    ]
    return hand.chance.choice(found) if found else None


def _touched(paragraphs: Sequence[etree._Element], hand: Hand) -> etree._Element | None:
    """An element of text in one of these paragraphs, of which the hand knows that people touch it."""
    paragraph = hand.chance.choice(paragraphs)
    element = _some_text(paragraph, hand)
    if element is not None:
        hand.touched.add(_text(paragraph))
    return element


def retype(body: etree._Element, hand: Hand) -> bool:
    """Write some words of a sentence anew."""
    element = _touched(_paragraphs(body), hand)
    if element is None:
        return False
    text = element.text or ""
    start = hand.chance.randrange(0, len(text) - 4)
    end = hand.chance.randrange(start + 1, min(len(text), start + 12))
    element.text = text[:start] + hand.words() + text[end:]
    return True


def retype_all(body: etree._Element, hand: Hand) -> bool:
    """Write a whole paragraph anew, numbers and all."""
    paragraph = hand.chance.choice(_paragraphs(body))
    hand.touched.add(_text(paragraph))
    runs = list(paragraph.iter(R))
    text = _text(paragraph)
    for each in [each for each in paragraph if each.tag != W + "pPr"]:
        paragraph.remove(each)
    paragraph.append(_run(hand.words() + "，" + text[len(text) // 2 :], runs[0] if runs else None))
    return True


def sentence(body: etree._Element, hand: Hand) -> bool:
    """Write a sentence more into a paragraph."""
    element = _touched(_paragraphs(body, within_tables=True), hand)
    if element is None:
        return False
    text = element.text or ""
    ends = [each.end() for each in re.finditer("[。，]", text)] or [0]
    at = hand.chance.choice(ends)
    element.text = f"{text[:at]}{hand.words()}。{text[at:]}"
    return True


def delete(body: etree._Element, hand: Hand) -> bool:
    paragraph = hand.chance.choice(_paragraphs(body))
    hand.touched.add(_text(paragraph))
    body.remove(paragraph)
    return True


def cut_out(body: etree._Element, hand: Hand) -> bool:
    """Take some words out of a paragraph."""
    element = _touched(_paragraphs(body), hand)
    if element is None:
        return False
    text = element.text or ""
    start = hand.chance.randrange(0, len(text) - 4)
    element.text = text[:start] + text[start + hand.chance.randint(1, 12) :]
    return True


def move(body: etree._Element, hand: Hand) -> bool:
    paragraph, other = hand.chance.sample(_paragraphs(body), 2)
    hand.touched.add(_text(paragraph))
    other.addnext(paragraph)
    return True


def insert(body: etree._Element, hand: Hand) -> bool:
    paragraph = hand.chance.choice(_paragraphs(body))
    new = etree.Element(P)
    properties = paragraph.find(W + "pPr")
    if properties is not None:
        new.append(deepcopy(properties))
    new.append(_run(f"{hand.words()}，共{hand.chance.randint(300, 999)}项。", paragraph.find(R)))
    paragraph.addnext(new)
    return True


def split(body: etree._Element, hand: Hand) -> bool:
    """Make two paragraphs of one."""
    paragraph = hand.chance.choice(_paragraphs(body))
    children = [each for each in paragraph if each.tag != W + "pPr"]
    if len(children) < 4:
        return False
    hand.touched.add(_text(paragraph))
    starts = [
        n
        for n, each in enumerate(children)
        if n and each.tag == R and children[n - 1].tag != W + "bookmarkStart"
    ]
    if not starts:
        return False
    at = hand.chance.choice(starts)
    new = etree.Element(P)
    properties = paragraph.find(W + "pPr")
    if properties is not None:
        new.append(deepcopy(properties))
    new.extend(children[at:])
    paragraph.addnext(new)
    return True


def merge(body: etree._Element, hand: Hand) -> bool:
    """Make one paragraph of two."""
    found = [
        each
        for each in _paragraphs(body)
        if each.getnext() is not None and each.getnext() in _paragraphs(body)
    ]
    if not found:
        return False
    paragraph = hand.chance.choice(found)
    following = paragraph.getnext()
    assert following is not None
    hand.touched |= {_text(paragraph), _text(following)}
    paragraph.extend([each for each in following if each.tag != W + "pPr"])
    body.remove(following)
    return True


def _figures(body: etree._Element) -> list[etree._Element]:
    marks = [each for each in body.iter(W + "bookmarkStart") if each.get(W + "name", "").startswith("_rg")]
    runs = [each.getnext() for each in marks]
    return [
        each for each in runs
        if each is not None and each.tag == R and re.fullmatch(r"\d+", each.findtext(T) or "")
    ]  # fmt: skip


def figure(body: etree._Element, hand: Hand) -> bool:
    """Type a number over a figure."""
    run = hand.chance.choice(_figures(body))
    around = [*run.iterancestors(W + "tr", P)][-1]
    hand.touched |= {_text(each) for each in (around.iter(P) if around.tag != P else [around])}
    element = run.find(T)
    assert element is not None
    element.text = str(int(element.text or "0") + hand.chance.randint(1, 9) + 1000)
    hand.typed.append(element.text)
    return True


def tracked_figure(body: etree._Element, hand: Hand) -> bool:
    """Type a number over a figure while changes are recorded: it stands beside the mark."""
    run = hand.chance.choice(_figures(body))
    around = [*run.iterancestors(W + "tr", P)][-1]
    hand.touched |= {_text(each) for each in (around.iter(P) if around.tag != P else [around])}
    said = run.findtext(T) or ""
    new = str(int(said) + hand.chance.randint(1, 9) + 2000)
    hand.typed.append(new)
    number = 9000 + 10 * len(hand.done)
    end = run.getnext()
    assert end is not None
    struck = _tracked("del", [_run(said, run, W + "delText")], number)
    run.addprevious(struck)
    _parent(run).remove(run)
    end.addnext(_tracked("ins", [_run(new, run)], number + 1))
    return True


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    assert parent is not None
    return parent


def tracked_words(body: etree._Element, hand: Hand) -> bool:
    """Strike some words and write others while changes are recorded."""
    paragraph = hand.chance.choice(_paragraphs(body))
    element = _some_text(paragraph, hand)
    run = None if element is None else _parent(element)
    if element is None or run is None or run.tag != R or len(run.findall(T)) != 1:
        return False
    hand.touched.add(_text(paragraph))
    text = element.text or ""
    start = hand.chance.randrange(0, len(text) - 4)
    end = start + hand.chance.randint(1, 4)
    number = 9000 + 10 * len(hand.done)
    made = [
        _run(text[:start], run),
        _tracked("del", [_run(text[start:end], run, W + "delText")], number),
        _tracked("ins", [_run(hand.words(), run)], number + 1),
        _run(text[end:], run),
    ]
    for each in made:
        run.addprevious(each)
    _parent(run).remove(run)
    return True


def tracked_paragraph(body: etree._Element, hand: Hand) -> bool:
    """Insert a paragraph while changes are recorded."""
    paragraph = hand.chance.choice(_paragraphs(body))
    number = 9000 + 10 * len(hand.done)
    new = etree.Element(P)
    properties = paragraph.find(W + "pPr")
    new.append(etree.Element(W + "pPr") if properties is None else deepcopy(properties))
    mark = new[0].find(W + "rPr")
    if mark is None:
        mark = etree.SubElement(new[0], W + "rPr")
    mark.insert(0, _tracked("ins", [], number))
    new.append(_tracked("ins", [_run(f"{hand.words()}。", paragraph.find(R))], number + 1))
    paragraph.addnext(new)
    return True


def row(body: etree._Element, hand: Hand) -> bool:
    """Write a row more into a table, or words into one, or take one out."""
    rows = [
        each
        for each in body.iter(W + "tr")
        if each.getprevious() is not None and each.getprevious().tag == W + "tr"
    ]
    if not rows:
        return False
    chosen = hand.chance.choice(rows)
    cells = list(chosen.iter(T))
    hand.touched |= {_text(each) for each in chosen.iter(P)}
    way = hand.chance.randrange(3)
    if way == 0 and len(rows) > 1:
        _parent(chosen).remove(chosen)
    elif way == 1 and cells:
        cells[0].text = (cells[0].text or "") + hand.words()
    else:
        new = deepcopy(chosen)
        for each in list(new.iter(W + "bookmarkStart", W + "bookmarkEnd")):
            _parent(each).remove(each)
        for each in new.iter(T):
            each.text = hand.words()
        chosen.addnext(new)
    return True


EDITS: Sequence[Edit] = (
    retype, retype_all, sentence, delete, cut_out, move, insert, split, merge, figure, figure, tracked_figure, tracked_words,
    tracked_paragraph, row,
)  # fmt: skip


def edited(report: bytes, chance: random.Random, number: int) -> tuple[bytes, Hand]:
    """Return a report as people have it after so many edits."""
    document = docx.Document(BytesIO(report))
    hand = Hand(chance)
    body = document.element.body
    while len(hand.done) < number:
        edit = chance.choice(EDITS)
        if edit(body, hand):
            hand.done.append(edit.__name__)
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue(), hand


def _rows(sheet: Any) -> range:
    """The data rows of a sheet: those that begin with a number."""
    numbered = [n for n in range(1, sheet.max_row + 1) if str(sheet.cell(n, 1).value or "").isdigit()]
    return range(numbered[0], numbered[-1] + 1) if numbered else range(0)


def _column(sheet: Any, heading: str) -> int:
    for line in sheet.iter_rows(min_row=1, max_row=5):
        for cell in line:
            if cell.value and heading in str(cell.value):
                return int(cell.column)
    raise LookupError(heading)


def drop(sheet: Any, chance: random.Random) -> None:
    rows = _rows(sheet)
    if len(rows) > 1:
        sheet.delete_rows(chance.choice(rows))


def drop_most(sheet: Any, chance: random.Random) -> None:
    """Leave but one row of a sheet."""
    while len(rows := _rows(sheet)) > 1:
        sheet.delete_rows(chance.choice(rows))


def drop_summed(sheet: Any, chance: random.Random) -> None:
    """Take a row out of a sheet with a line of sums, and out of these."""
    gone = chance.choice(_rows(sheet))
    values = [cell.value for cell in sheet[gone]]
    sums = next(line for line in sheet.iter_rows(min_row=gone) if line[0].value == "合计")
    for cell, value in zip(sums, values, strict=True):
        if isinstance(cell.value, int | float) and isinstance(value, int | float):
            cell.value -= value
    sheet.delete_rows(gone)


def _copy(heading: str, also: str = "") -> Callable[[Any, random.Random], None]:
    """A row more, with other words under a heading, and others beside them that tell it apart."""

    def change(sheet: Any, chance: random.Random) -> None:
        rows = _rows(sheet)
        source, there = chance.choice(rows), chance.choice([*rows, rows[-1] + 1])
        values = [cell.value for cell in sheet[source]]
        sheet.insert_rows(there)
        for number, value in enumerate(values, 1):
            sheet.cell(there, number).value = value
        cell = sheet.cell(there, _column(sheet, heading))
        cell.value = f"{chance.choice(_NEW)}，{chance.choice(_NEW)}"
        if also:
            sheet.cell(there, _column(sheet, also)).value = chance.choice(_NEW)

    return change


def _reword(heading: str) -> Callable[[Any, random.Random], None]:
    def change(sheet: Any, chance: random.Random) -> None:
        cell = sheet.cell(chance.choice(_rows(sheet)), _column(sheet, heading))
        text = str(cell.value)
        at = chance.randrange(len(text))
        cell.value = (
            text[:at] + chance.choice(_NEW) + text[at:]
            if chance.random() < 0.7
            else f"{chance.choice(_NEW)}。"
        )

    return change


def _say(heading: str, *values: Any) -> Callable[[Any, random.Random], None]:
    def change(sheet: Any, chance: random.Random) -> None:
        sheet.cell(chance.choice(_rows(sheet)), _column(sheet, heading)).value = chance.choice(values)

    return change


def _exchange(sheet: Any, chance: random.Random) -> None:
    """Two rows change places."""
    rows = _rows(sheet)
    one, other = chance.choice(rows), chance.choice(rows)
    for number in range(2, sheet.max_column + 1):
        a, b = sheet.cell(one, number), sheet.cell(other, number)
        a.value, b.value = b.value, a.value


_NEW = (
    "组织青年干部到村里听群众说事", "把法律服务站开到渔港码头", "为外来务工人员代写文书", "让老党员参加调解夜谈", "在集市上设流动咨询台",
    "编印方言版普法口袋书", "逐户走访独居老人",
)  # fmt: skip
_WORK = (_copy("工作内容", "事项"), drop, _reword("工作内容"), _exchange)
LEDGER: Sequence[tuple[str, str, Sequence[Callable[[Any, random.Random], None]]]] = (
    ("党政办/法治建设会议登记表.xlsx", "会议", (drop, drop_most, _say("会议类型", "党委会议", "专题会议", "领导小组会议"), _say("主要负责人主持", "是", "否"))),
    ("党政办/法治建设工作举措.xlsx", "工作举措", _WORK),
    ("党政办/规范性文件目录.xlsx", "目录", (drop, drop_most, _say("清理结果", "继续有效", "失效", "已废止"))),
    ("司法所/法律顾问和公职律师名册.xlsx", "Sheet1", (drop, drop_most)),
    ("司法所/法治建设文字材料.xlsx", "工作举措", _WORK),
    ("司法所/法治建设文字材料.xlsx", "存在问题", (_copy("主要问题", "原因分析"), drop, _reword("主要问题"), _reword("原因分析"), _exchange)),
    ("司法所/法治建设文字材料.xlsx", "下步安排", (_copy("具体安排"), drop, _reword("具体安排"), _exchange)),
    ("司法所/行政复议台账.xlsx", "复议", (drop, drop_most, _say("复议结果", "维持", "撤销", "变更", "驳回", "确认违法", "调解"))),
    ("宣传办/普法工作举措.xlsx", "工作举措", _WORK),
    ("宣传办/普法宣传活动登记表.xlsx", "普法活动", (drop_summed,)),
    ("宣传办/法治文化阵地清单.xlsx", "阵地", (drop, _say("提档升级时间", "2023-5-18", None))),
    ("派出所/滨港派出所工作举措.xlsx", "工作举措", (_say("长度", "800米", "650米", None), _reword("工作内容"))),
    ("派出所/近海派出所工作举措.xlsx", "工作举措", _WORK),
    ("组织人事办/学法培训和学时.xlsx", "学法培训", (drop, _say("培训类型", "集中学法", "学法考试"))),
    ("组织人事办/学法培训和学时.xlsx", "学时", (_say("全年学时", "41", "55", "66", "72"),)),
    ("综合行政执法局/工作举措.xlsx", "Sheet1", _WORK),
    ("综合行政执法局/执法考试成绩表.xlsx", "成绩", (drop,)),
)  # fmt: skip


def change_ledger(inbox: Path, chance: random.Random, number: int) -> Iterator[str]:
    """Change so many cells and rows of a year's workbooks; yield what was done."""
    for _ in range(number):
        name, sheet, ways = chance.choice(LEDGER)
        way = chance.choice(ways)
        book = openpyxl.load_workbook(inbox / name)
        for merged in [each for each in book[sheet].merged_cells.ranges if each.min_row > _HEAD]:
            book[sheet].unmerge_cells(str(merged))  # which stay where they are while rows go
        if _rows(book[sheet]):
            way(book[sheet], chance)
        book.save(inbox / name)
        yield f"{name} {sheet} {way.__qualname__}"
