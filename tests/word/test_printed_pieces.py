"""The pieces of a report's paragraphs, and the tag that has printed each."""

from __future__ import annotations

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reportgen.word.document import Template
from tests.word.test_document import SLOTS, add_story, save

Told = list[tuple[str, list[tuple[str, str, bool]]]]


def told(file: bytes) -> Told:
    return [
        (
            passage.place,
            [(each.text, each.written.name if each.written else "", each.shown) for each in passage.pieces],
        )
        for passage in Template.load(file).origins(SLOTS)
    ]


def test_each_piece_knows_its_tag() -> None:
    document = docx.Document()
    document.add_heading("一、总则", 1)
    document.add_paragraph("共{{总数}}件，{{#结果}}{{名}}、{{/结果}}{{败诉}}")
    document.add_paragraph("")
    field = f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>9</w:t></w:r></w:fldSimple>'
    document.sections[0].footer.paragraphs[0]._p.append(parse_xml(field))
    note = '<w:footnote w:id="1"><w:p><w:r><w:t>注{{总数}}</w:t></w:r></w:p></w:footnote>'
    assert told(add_story(save(document), "footnotes", note)) == [
        ("标题", [("一、总则", "", False)]),
        (
            "“一、总则”下第1段",
            [
                ("共", "", False), ("12", "总数", False), ("件，", "", False), ("维持", "名", False), ("、", "", False),
                ("撤销", "名", False), ("、", "", False), ("0", "败诉", False),
            ],
        ),
        ("页脚", [("9", "", True)]),
        ("脚注", [("注", "", False), ("12", "总数", False)]),
    ]  # fmt: skip
