"""The careless edits that `tests.trials.careless` makes of a template, each of a kind, one at a time.

An edit changes a python-docx document in place and returns the numbers, as they are written, that it has planted and that
no figure has; or None where there is nothing that it could be made of.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph

from tests.examples.drawn import add_paragraph

WHO = 'w:id="901" w:author="某人" w:date="2024-01-01T00:00:00Z"'
VML = f'{nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"'
TAG = re.compile(r"\{\{[^{}]*\}\}")
FIGURE = re.compile(r"\{\{(?!报告)([^{}#^/!|.]+\.[^{}|]+)\}\}(?=[件人起次位处个米年]|学时|人次|。|，)")
UNITS = ("件", "人", "起", "次", "位", "人次", "万元", "元", "学时", "%")
GAPS = (
    "XX",
    "××",
    "___",
    "【请填写】",
    "«总数»",
    "${总数}",
    "{总数}",
    "[数字]",
    "（待补充）",
    "　　",
    "{%总数%}",
    "<<总数>>",
    "X",
)
PLACES = ("框", "页眉", "页脚", "表格", "段落")
HAN = "零一二三四五六七八九"


@dataclass
class Chance:
    """What an edit may draw from: chance, last year's finished sentences, and numbers that no report has."""

    random: random.Random
    sentences: Sequence[str]

    def number(self) -> str:
        """A number that neither year's report states."""
        return str(self.random.randrange(7001, 7999))


Edit = Callable[[Document, Chance], list[str] | None]
KINDS: dict[str, Edit] = {}


def kind(name: str) -> Callable[[Edit], Edit]:
    """Enter an edit under the name of its kind."""

    def enter(edit: Edit) -> Edit:
        KINDS[name] = edit
        return edit

    return enter


def _tagged(document: Document, pattern: re.Pattern[str] = FIGURE) -> list[Paragraph]:
    return [each for each in document.paragraphs if pattern.search(each.text)]


def _write(paragraph: Paragraph, text: str) -> None:
    """Put a text in the place of a paragraph's, in the format of its first run."""
    for run in paragraph.runs[1:]:
        run._r.getparent().remove(run._r)
    paragraph.runs[0].text = text


def _pick(
    document: Document, chance: Chance, pattern: re.Pattern[str] = FIGURE
) -> tuple[Paragraph, re.Match[str]] | None:
    found = [(each, match) for each in _tagged(document, pattern) for match in pattern.finditer(each.text)]
    return chance.random.choice(found) if found else None


def _over(document: Document, chance: Chance, text: str, *, beside: bool = False) -> bool:
    """Write a text over a figure's tag, or right behind it."""
    if not (picked := _pick(document, chance)):
        return False
    paragraph, match = picked
    start = match.end() if beside else match.start()
    _write(paragraph, paragraph.text[:start] + text + paragraph.text[match.end() :])
    return True


@kind("数字盖掉标签")
def _typed(document: Document, chance: Chance) -> list[str] | None:
    number = chance.number()
    return [number] if _over(document, chance, number) else None


@kind("全角数字盖掉标签")
def _typed_wide(document: Document, chance: Chance) -> list[str] | None:
    number = chance.number()
    return (
        [number]
        if _over(document, chance, number.translate({48 + n: 0xFF10 + n for n in range(10)}))
        else None
    )


@kind("汉字数字盖掉标签")
def _typed_han(document: Document, chance: Chance) -> list[str] | None:
    digits = str(chance.random.randrange(2, 10))
    han = f"{HAN[int(digits)]}千零一十"
    return [han] if _over(document, chance, han) else None


@kind("数字紧挨标签")
def _typed_beside(document: Document, chance: Chance) -> list[str] | None:
    digit = str(chance.random.randrange(1, 10))
    return [f"挨着{digit}"] if _over(document, chance, digit, beside=True) else None


@kind("标签删了一半")
def _half(document: Document, chance: Chance) -> list[str] | None:
    if not (picked := _pick(document, chance, TAG)):
        return None
    paragraph, match = picked
    tag = match[0]
    cut = chance.random.choice(
        [tag[2:], tag[:-2], tag[1:], tag[:-1], tag[1:-1], tag[2:-2], tag[: len(tag) // 2]]
    )
    _write(paragraph, paragraph.text[: match.start()] + cut + paragraph.text[match.end() :])
    return []


@kind("名称写错")
def _misspelt(document: Document, chance: Chance) -> list[str] | None:
    if not (picked := _pick(document, chance)):
        return None
    paragraph, match = picked
    wrong = match[0].replace(match[1], match[1][:-1] + "某")
    _write(paragraph, paragraph.text[: match.start()] + wrong + paragraph.text[match.end() :])
    return []


@kind("成对标签少一个")
def _unpaired(document: Document, chance: Chance) -> list[str] | None:
    if not (picked := _pick(document, chance, re.compile(r"\{\{[#^/][^{}]*\}\}"))):
        return None
    paragraph, match = picked
    _write(paragraph, paragraph.text[: match.start()] + paragraph.text[match.end() :])
    return []


@kind("换了单位")
def _unit(document: Document, chance: Chance) -> list[str] | None:
    if not (
        picked := _pick(
            document, chance, re.compile(r"\{\{(?!报告)[^{}#^/!|.]+\.[^{}|]+\}\}(人次|学时|[件人起次位处米])")
        )
    ):
        return None
    paragraph, match = picked
    alike = ({"件", "起"}, {"人", "位", "名"}, {"次", "场"})
    unit = chance.random.choice([
        each for each in UNITS
        if each != match[1] and not any({each, match[1]} <= group for group in alike)
    ])  # fmt: skip
    _write(paragraph, paragraph.text[: match.start(1)] + unit + paragraph.text[match.end(1) :])
    return [f"单位{unit}"]


@kind("留着没填的空")
def _gap(document: Document, chance: Chance) -> list[str] | None:
    gap = chance.random.choice(GAPS)
    return [gap] if _over(document, chance, gap) else None


@kind("粘贴去年的句子")
def _last_year(document: Document, chance: Chance) -> list[str] | None:
    paragraph = chance.random.choice([each for each in document.paragraphs if len(each.text) > 40])
    sentence = chance.random.choice(chance.sentences)
    _write(paragraph, paragraph.text + sentence)
    return [sentence]


@kind("去年的句子换掉今年的")
def _last_years_instead(document: Document, chance: Chance) -> list[str] | None:
    if not (paragraphs := _tagged(document)):
        return None
    sentence = chance.random.choice(chance.sentences)
    _write(chance.random.choice(paragraphs), sentence)
    return [sentence]


def _long(document: Document) -> Paragraph:
    return next(each for each in document.paragraphs if len(each.text) > 40)


def _place(document: Document, place: str, text: str) -> None:
    """Write a text where it is easily overlooked."""
    if place == "框":
        box = f"<w:r {VML}><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        _long(document)._p.append(parse_xml(box))
    elif place == "页眉":
        document.sections[0].header.paragraphs[0].text = text
    elif place == "页脚":
        document.sections[0].footer.add_paragraph(text)
    elif place == "表格":
        document.add_table(1, 2).cell(0, 1).text = text
    else:
        document.add_paragraph(text)


@kind("去年的句子在框、页眉、页脚、表格里")
def _last_year_aside(document: Document, chance: Chance) -> list[str] | None:
    sentence = chance.random.choice(chance.sentences)
    _place(document, chance.random.choice(PLACES[:-1]), sentence)
    return [sentence]


@kind("标签移进框、页眉、页脚、表格")
def _moved(document: Document, chance: Chance) -> list[str] | None:
    picked = _pick(document, chance)
    assert picked
    _place(document, chance.random.choice(PLACES), f"共{picked[1][0]}")
    return []


@kind("表格里写了数")
def _cell(document: Document, chance: Chance) -> list[str] | None:
    name, number = (
        chance.random.choice(["矛盾纠纷", "行政复议案件", "法治文化阵地", "公职律师", "行政诉讼案件"]),
        chance.number(),
    )
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ("名称", "数量", name, number), strict=True):
        cell.text = text
    return [number]


@kind("批注")
def _comment(document: Document, chance: Chance) -> list[str] | None:
    paragraph = chance.random.choice(_tagged(document))
    document.add_comment(paragraph.runs, f"去年是{chance.number()}", author="某人")
    return ["批注"]


@kind("修订")
def _revision(document: Document, chance: Chance) -> list[str] | None:
    paragraph, number = chance.random.choice(_tagged(document)), chance.number()
    inside = chance.random.choice(
        [
            f"<w:ins {{}} {WHO}><w:r><w:t>另有{number}件</w:t></w:r></w:ins>",
            f"<w:del {{}} {WHO}><w:r><w:delText>另有{number}件</w:delText></w:r></w:del>",
        ]
    )
    paragraph._p.append(parse_xml(inside.format(nsdecls("w"))))
    return [number]


@kind("邮件合并的域")
def _merged(document: Document, chance: Chance) -> list[str] | None:
    paragraph, number = chance.random.choice(_tagged(document)), chance.number()
    field = f'<w:fldSimple {nsdecls("w")} w:instr=" MERGEFIELD 总数 "><w:r><w:t>{number}</w:t></w:r></w:fldSimple>'
    paragraph._p.append(parse_xml(field))
    return [number]


@kind("没填的内容控件")
def _prompt(document: Document, chance: Chance) -> list[str] | None:
    control = f"<w:sdt {nsdecls('w')}><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>案件数</w:t></w:r></w:sdtContent></w:sdt>"
    chance.random.choice(_tagged(document))._p.append(parse_xml(control))
    return ["案件数"]


@kind("图片说明里写标签")
def _described(document: Document, chance: Chance) -> list[str] | None:
    picked = _pick(document, chance)
    assert picked
    drawing = f'<w:r {nsdecls("w", "wp")}><w:drawing><wp:inline><wp:docPr id="77" name="图" descr="{picked[1][0]}"/></wp:inline></w:drawing></w:r>'
    picked[0]._p.append(parse_xml(drawing))
    return []


@kind("循环里放图")
def _in_a_loop(document: Document, chance: Chance) -> list[str] | None:
    shape = f'<w:r {VML}><w:pict><v:shape id="s7"><v:textbox><w:txbxContent><w:p><w:r><w:t>示意</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>'
    loops = [each for each in document.paragraphs if "{{工作内容}}" in each.text]
    chance.random.choice(loops)._p.append(parse_xml(shape))
    return []


@kind("绑定的内容控件")
def _bound(document: Document, chance: Chance) -> list[str] | None:
    paragraph, number = chance.random.choice(_tagged(document)), chance.number()
    binding = '<w:dataBinding w:xpath="/a" w:storeItemID="{11111111-1111-1111-1111-111111111111}"/>'
    control = f"<w:sdt {nsdecls('w')}><w:sdtPr>{binding}</w:sdtPr><w:sdtContent><w:r><w:t>矛盾纠纷{number}起</w:t></w:r></w:sdtContent></w:sdt>"
    paragraph._p.append(parse_xml(control))
    return [number]


@kind("艺术字里写了数")
def _art(document: Document, chance: Chance) -> list[str] | None:
    number = chance.number()
    art = (
        f'<w:r {VML}><w:pict><v:shape><v:textpath string="调解矛盾纠纷{number}起"/></v:shape></w:pict></w:r>'
    )
    _long(document)._p.append(parse_xml(art))
    return [number]


@kind("删了标题")
def _heading(document: Document, chance: Chance) -> list[str] | None:
    headings = [
        each
        for each in document.paragraphs
        if "级标题" in str(each.style and each.style.name)
        or re.match(r"[一二三四]、|（[一二三四]）|\d\.", each.text)
    ]
    gone = chance.random.choice(headings)
    gone._p.getparent().remove(gone._p)
    return []


@kind("删了一段")
def _dropped(document: Document, chance: Chance) -> list[str] | None:
    gone = chance.random.choice([each for each in document.paragraphs if each.text])
    gone._p.getparent().remove(gone._p)
    return []


@kind("抄了一段")
def _copied(document: Document, chance: Chance) -> list[str] | None:
    paragraph = chance.random.choice(_tagged(document))
    paragraph._p.addnext(deepcopy(paragraph._p))
    return []


@kind("标签里改了格式")
def _formatted(document: Document, chance: Chance) -> list[str] | None:
    if not (picked := _pick(document, chance)):
        return None
    paragraph, match = picked
    text, middle = paragraph.text, (match.start() + match.end()) // 2
    _write(paragraph, text[:middle])
    paragraph.add_run(text[middle : match.end()]).bold = True
    paragraph.add_run(text[match.end() :])
    return []


@kind("标明固定的数")
def _fixed(document: Document, chance: Chance) -> list[str] | None:
    paragraph = chance.random.choice([each for each in document.paragraphs if len(each.text) > 40])
    _write(paragraph, paragraph.text + "每人每年学法不少于7000学时。{{! 固定 }}")
    return []


@kind("写定了去年的年份")
def _old_year(document: Document, chance: Chance) -> list[str] | None:
    if not (
        picked := _pick(document, chance, re.compile(r"\{\{报告\.年度\}\}(?=年，)|\{\{报告\.截止日期\}\}"))
    ):
        return None
    paragraph, match = picked
    old = "2022" if "年度" in match[0] else "2022年12月31日"
    _write(paragraph, paragraph.text[: match.start()] + old + paragraph.text[match.end() :])
    return []


@kind("图表里存着数")
def _chart(document: Document, chance: Chance) -> list[str] | None:
    number = chance.number()
    add_paragraph(document, f"处理情况图（图表：{number}、{chance.number()}）")
    return [number]


@kind("绑定了别的数据")
def _bound_elsewhere(document: Document, chance: Chance) -> list[str] | None:
    number = chance.number()
    add_paragraph(document, f"办结{number}（绑定：{number}）")
    return [number]
