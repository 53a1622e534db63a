"""The two documents of the benchmark, in every notation of tags, and their values: `python templates.py FOLDER`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.table import Table
from docx.text.paragraph import Paragraph

NOTATIONS = ("mustache", "jinja", "fields", "braces", "carbone")
COLUMNS = ("序号", "单位", "件数", "金额", "办结率", "备注")
KEYS = ("number", "office", "cases", "amount", "rate", "remark")
PARTS = 12  # sections of the first document, five tags each
SENTENCES = (
    "全年共组织学习{}次，参加的干部职工达到{}人次，各村各站的负责人都在名单之内，缺席的随后补学。",
    "对外公布的办事指南按季度核对一遍，改正了过时的电话和地址，群众来电询问时能够当场说清要带的材料。",
    "受理申请{}件，其中按期办结{}件，没有办结的都写明了原因和下一步的安排，并告知了申请人。",
    "工作人员入户走访时带着登记簿，看到的问题当天记下，第二天交给分管的同志，一周以内给出答复。",
    "投入经费{}万元，主要用于设备更新和人员培训，支出的凭证逐笔归档，接受审计和群众的查问。",
)
FILLING = (
    "各站所每月末把当月的台账交到办公室，由专人逐页核对，发现前后不一致的，当面与经办人弄清，再由负责人签字。"
    "需要几家一起办的事，先由牵头的单位提出办法，其余单位在三天之内回复，没有回复的视为同意，事后不再另提意见。"
    "年底把全年的台账装订成册，目录写明页数和经手人，存放在档案室，以后查阅要登记时间和用途。"
)


def main(folder: Path) -> None:
    """Write the templates and the values."""
    for notation in NOTATIONS:
        _pages(notation).save(str(folder / f"pages.{notation}.docx"))
        _rows(notation).save(str(folder / f"rows.{notation}.docx"))
    values = {f"v{number}": str(17 + number * 31 % 900) for number in range(1, 5 * PARTS + 1)}
    told = {"pages": {**values, "rows": _entries(30)}, "rows": {"rows": _entries(2000)}}
    for name, each in told.items():
        (folder / f"{name}.json").write_text(json.dumps(each, ensure_ascii=False), encoding="utf-8")


def _entries(count: int) -> list[dict[str, str]]:
    return [
        dict(zip(KEYS, (str(n), f"第{n}工作站", str(n * 7 % 90), f"{n * 13 % 500}.5", f"{60 + n % 40}%", "按月报送"), strict=True))
        for n in range(1, count + 1)
    ]  # fmt: skip


def _pages(notation: str) -> Any:
    document = Document()
    number = 0
    for part in range(PARTS):
        document.add_heading(f"第{part + 1}部分的工作", 1)
        for sentence in SENTENCES:
            paragraph = document.add_paragraph()
            for place, piece in enumerate(sentence.split("{}")):
                if place:
                    number += 1
                    _add_tag(paragraph, notation, f"v{number}")
                paragraph.add_run(piece)
        document.add_paragraph(FILLING)
    _add_table(document, notation)
    return document


def _rows(notation: str) -> Any:
    document = Document()
    document.add_heading("各单位情况", 1)
    _add_table(document, notation)
    return document


def _add_table(document: Any, notation: str) -> None:
    table = document.add_table(rows=1, cols=len(COLUMNS))
    table.style = "Table Grid"
    _fill_row(table, 0, COLUMNS)
    if notation == "jinja":
        _fill_row(table, 1, ["{%tr for each in rows %}"])
        _fill_row(table, 2, [f"{{{{ each.{key} }}}}" for key in KEYS])
        _fill_row(table, 3, ["{%tr endfor %}"])
    elif notation == "fields":
        table.add_row()
        for cell, key in zip(table.rows[1].cells, KEYS, strict=True):
            _add_tag(cell.paragraphs[0], notation, key)
    elif notation == "carbone":
        for place in ("i", "i+1"):
            _fill_row(table, len(table.rows), [f"{{d.rows[{place}].{key}}}" for key in KEYS])
    else:
        begin, end = ("{{#rows}}", "{{/rows}}") if notation == "mustache" else ("{#rows}", "{/rows}")
        tags = [f"{{{{{key}}}}}" if notation == "mustache" else f"{{{key}}}" for key in KEYS]
        _fill_row(table, 1, [begin + tags[0], *tags[1:-1], tags[-1] + end])


def _fill_row(table: Table, number: int, texts: Any) -> None:
    cells = (table.rows[number] if number < len(table.rows) else table.add_row()).cells
    for cell, text in zip(cells, texts, strict=False):
        cell.text = text


def _add_tag(paragraph: Paragraph, notation: str, name: str) -> None:
    if notation == "fields":
        run = f"<w:fldSimple {nsdecls('w')} w:instr=' MERGEFIELD {name} '><w:r><w:t>{name}</w:t></w:r></w:fldSimple>"
        paragraph._p.append(parse_xml(run))
        return
    written = {
        "mustache": f"{{{{{name}}}}}",
        "jinja": f"{{{{ {name} }}}}",
        "braces": f"{{{name}}}",
        "carbone": f"{{d.{name}}}",
    }
    paragraph.add_run(written[notation])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
