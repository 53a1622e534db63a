"""Footnotes and endnotes go, come and repeat with the text that they stand at."""

from __future__ import annotations

import re

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reportgen.model import Finding
from reportgen.word.document import Template, text_lines
from reportgen.word.footnotes import in_order
from reportgen.word.package import NotWordError
from tests.word.test_document import SLOTS, add_story, change, read, save
from tests.word.test_fill import p, row, table

LABELS = {"footnote": "脚注", "endnote": "尾注"}
SEPARATOR = '<w:{0} w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:{0}>'


def mark(number: int, kind: str) -> str:
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


def written(body: str, notes: dict[int, str], kind: str = "footnote") -> bytes:
    document = docx.Document()
    content = parse_xml(f"<w:body {nsdecls('w')}>{body}</w:body>")
    for at, child in enumerate(list(content)):
        document.element.body.insert(at, child)
    inside = "".join(f'<w:{kind} w:id="{number}">{p(text)}</w:{kind}>' for number, text in notes.items())
    return add_story(save(document), f"{kind}s", SEPARATOR.format(kind) + inside)


def filled(file: bytes) -> bytes:
    report, findings = Template.load(file).fill(SLOTS)
    assert findings == []
    assert report is not None
    return report


def told(file: bytes) -> list[Finding]:
    return Template.load(file).check(SLOTS)


def drawn(report: bytes, kind: str = "footnote") -> list[str]:
    """The lines of the body, the text of each note in brackets at its mark; then the notes that nothing refers to."""
    parts = read(report)
    notes = {
        number: "".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", text))
        for number, text in re.findall(
            rf'<w:{kind} w:id="(\d+)">(.*?)</w:{kind}>', parts[f"word/{kind}s.xml"].decode()
        )
    }
    body = parts["word/document.xml"].decode()
    assert (
        len(re.findall(rf"<w:{kind} ", parts[f"word/{kind}s.xml"].decode())) == len(notes) + 1
    )  # the separator
    body = re.sub(rf'<w:{kind}Reference w:id="(\d+)"/>', lambda found: f"[{notes.pop(found[1])}]", body)
    lines = [re.sub("<[^>]*>", "", line).strip() for line in body.partition("<w:body>")[2].split("</w:p>")]
    return [line for line in lines if line] + list(notes.values())


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_a_note_in_a_repeated_part_is_a_note_of_each_turn(kind: str) -> None:
    note = mark(2, kind)
    body = p("{{#结果}}") + p("{{名}}", note, "件") + p("{{/结果}}") + p("后", mark(1, kind))
    report = filled(written(body, {1: "另一注", 2: "{{名}}的注，共{{总数}}件"}, kind))
    assert drawn(report, kind) == ["维持[维持的注，共12件]件", "撤销[撤销的注，共12件]件", "后[另一注]"]
    assert "== " + LABELS[kind] in "".join(text_lines(report))


def test_a_note_in_a_repeated_row_or_within_a_paragraph_is_a_note_of_each_turn() -> None:
    rows = table(row(p("{{#结果}}{{名}}", mark(1, "footnote")), "{{/结果}}"))
    assert drawn(filled(written(rows + p("后"), {1: "注{{名}}"}))) == ["维持[注维持]", "撤销[注撤销]", "后"]
    inline = p("{{#结果}}{{名}}", mark(1, "footnote"), "{{/结果}}。")
    assert drawn(filled(written(inline, {1: "注"}))) == ["维持[注]撤销[注]。"]


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_a_note_in_a_dropped_part_goes_with_it(kind: str) -> None:
    body = (
        p("前")
        + p("{{#败诉}}")
        + p("败诉{{败诉}}件", mark(1, kind))
        + p("{{/败诉}}")
        + p("后", mark(2, kind))
    )
    assert drawn(filled(written(body, {1: "上年{{缺}}件", 2: "注"}, kind)), kind) == ["前", "后[注]"]


def test_a_dropped_note_needs_no_figure() -> None:
    body = p("共{{总数}}件{{#败诉}}（败诉", mark(1, "footnote"), "）{{/败诉}}。")
    assert drawn(filled(written(body, {1: "{{缺}}"}))) == ["共12件。"]


def test_a_section_may_stand_within_a_note() -> None:
    body = p("共", mark(1, "footnote"), "{{总数}}件")
    notes = {1: "甲{{#败诉}}乙{{/败诉}}丙"}
    assert drawn(filled(written(body, notes))) == ["共[甲丙]12件"]


def test_a_note_without_a_mark_is_filled_where_it_is() -> None:
    assert drawn(filled(written(p("共{{总数}}件"), {5: "{{总数}}"}))) == ["共12件", "12"]


def test_two_marks_of_one_note_are_two_notes() -> None:
    body = p("{{#败诉}}甲", mark(1, "footnote"), "{{/败诉}}乙", mark(1, "footnote"))
    assert drawn(filled(written(body, {1: "共{{总数}}件"}))) == ["乙[共12件]"]


def test_a_mistake_in_a_note_is_told_with_its_place() -> None:
    body = p("共{{总数}}件{{#结果}}", mark(1, "footnote"), "{{/结果}}")
    (finding,) = told(written(body, {1: "注{{总量}}"}))
    assert (finding.code, finding.place.sheet) == ("TPL001", "脚注“注{{总量}}”")
    (finding,) = told(written(body, {1: "注{{#总数}}"}, "endnote"))
    assert (finding.code, finding.place.sheet[:2]) == ("TPL002", "尾注")


def test_notes_that_cannot_be_read_are_told_when_the_template_is_opened() -> None:
    file = change(written(p("共{{总数}}件", mark(1, "footnote")), {1: "注"}), {"word/footnotes.xml": b"<w:"})
    with pytest.raises(NotWordError):
        Template.load(file)


def test_the_same_notes_in_the_same_order_for_the_same_input() -> None:
    file = written(p("{{#结果}}") + p("{{名}}", mark(1, "footnote")) + p("{{/结果}}"), {1: "注{{名}}"})
    template = Template.load(file)
    assert template.fill(SLOTS) == template.fill(SLOTS) == Template.load(file).fill(SLOTS)


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_notes_are_numbered_as_their_marks_come(kind: str) -> None:
    body = p("甲", mark(3, kind)) + p("乙", mark(1, kind)) + p("丙", mark(2, kind))
    file = written(body, {1: "注乙", 2: "注丙", 3: "注甲"}, kind)
    surplus = written(body, {1: "注乙", 2: "注丙", 3: "注甲", 4: "没有记号"}, kind)
    assert drawn(in_order(surplus), kind) == drawn(in_order(file), kind)
    part = read(in_order(file))[f"word/{kind}s.xml"].decode()
    assert re.findall(rf'<w:{kind} (?:w:type="separator" )?w:id="(\d)"', part) == ["0", "1", "2", "3"]
    assert drawn(in_order(file), kind) == drawn(file, kind) == ["甲[注甲]", "乙[注乙]", "丙[注丙]"]


def test_a_file_whose_notes_are_in_order_stays_as_it_is() -> None:
    file = written(p("甲", mark(2, "footnote")) + p("乙", mark(10, "footnote")), {2: "注", 10: "又注"})
    assert in_order(file) is file
