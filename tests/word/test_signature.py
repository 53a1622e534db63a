"""The lines that sign a report, as GB/T 9704—2012 7.3.5 places them."""

from __future__ import annotations

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from reportgen.model import Slot
from reportgen.word.document import Template
from reportgen.word.elements import read_text
from reportgen.word.package import W, parse, unpack
from tests.conftest import RULE_OF_LAW
from tests.word.test_document import save
from tests.word.test_structure import faults

EM, DIGIT = 314, 154  # twips of a character of the shipped template, and of a digit
LAST = ("正文的一段。", "又一段。", "{{报告.署名}}", "{{报告.成文日期}}")


def template(*lines: str, own: str = "", apart: bool = False) -> bytes:
    """The shipped template with these lines only; the last two are the signer's and the day's."""
    document = docx.Document(str(RULE_OF_LAW / "report.docx"))
    for element in list(document.element.body)[:-1]:
        document.element.body.remove(element)
    document.core_properties.title = "报告"
    for each in list(document.styles.element.iter(qn("w:autoSpaceDN"))) if apart else ():
        each.getparent().remove(each)
    styles = {"{{报告.署名}}": "署名", "{{报告.成文日期}}": "成文日期"}
    for line in lines:
        paragraph = document.add_paragraph(line, style=styles.get(line, "报告正文"))
        if own and line in styles:
            paragraph.alignment = docx.enum.text.WD_ALIGN_PARAGRAPH.from_xml(own)
    return save(document)


def signed(signer: str, day: str, seal: str = "", file: bytes | None = None) -> list[etree._Element]:
    """The paragraphs of the report."""
    texts = {"署名": signer, "成文日期": day, "印章": seal}
    slots = {f"报告.{name}": Slot(text or None, bool(text)) for name, text in texts.items()}
    report, findings = Template.load(file or template(*LAST)).fill(slots)
    assert report, findings
    assert not faults(report)
    return list(parse("x", unpack(report).parts["word/document.xml"]).iter(W + "p"))


def free(paragraph: etree._Element) -> int:
    indent = paragraph.find(f"{W}pPr/{W}ind")
    assert indent is not None
    assert indent.get(W + "rightChars") == "0"
    return int(indent.get(W + "right", "-1"))


DAY = 3 * EM + 7 * DIGIT  # 2024年1月15日


@pytest.mark.parametrize(
    ("signer", "day", "of_signer", "of_day"),
    [
        ("近海镇人民政府", "2024年1月15日", 2 * EM, 7 * EM - DAY),
        ("近海镇", "2024年1月15日", 4 * EM + DAY - 3 * EM, 2 * EM),
        ("近海镇人民政府综合行政执法局", "2024年1月15日", 2 * EM, 14 * EM - DAY),
        ("近海镇", "二月一", 2 * EM, 0),
    ],
)
def test_without_a_seal_the_day_begins_two_characters_after_the_signer(
    signer: str, day: str, of_signer: int, of_day: int
) -> None:
    lines = signed(signer, day)
    assert [free(each) for each in lines[-2:]] == [of_signer, of_day]
    first = [free(line) + sum(EM if each > "~" else DIGIT for each in read_text(line)) for line in lines[-2:]]
    assert first[0] - first[1] == 2 * EM


def test_where_word_sets_digits_apart_the_day_is_longer() -> None:
    lines = signed("近海镇人民政府", "2024年1月15日", file=template(*LAST, apart=True))
    assert [free(each) for each in lines[-2:]] == [4 * EM + DAY + 5 * EM // 4 - 7 * EM, 2 * EM]


@pytest.mark.parametrize("signer", ["近海镇人民政府", "近海镇", "近海镇人民政府综合行政执法局"])
def test_with_a_seal_the_day_is_four_characters_from_the_right_and_the_signer_centred_on_it(
    signer: str,
) -> None:
    of_signer, of_day = (free(each) for each in signed(signer, "2024年1月15日", "有")[-2:])
    assert of_day == 4 * EM
    assert abs(of_signer + len(signer) * EM / 2 - (of_day + DAY / 2)) <= 1


def test_a_signer_that_is_too_long_for_that_stays_on_the_page() -> None:
    of_signer, of_day = (free(each) for each in signed("近海镇" * 7, "2024年1月15日", "有")[-2:])
    assert (of_signer, of_day) == (0, round((21 * EM - DAY) / 2))


def test_with_a_seal_there_is_room_for_it_above() -> None:
    spacing = [
        each[-2].find(f"{W}pPr/{W}spacing")
        for each in (signed("某镇", "2024年1月15日", said) for said in ("有", "无"))
    ]
    assert spacing[0] is not None
    assert (spacing[0].get(W + "before"), spacing[1]) == (str(2 * 579), None)


def kept(lines: list[etree._Element]) -> list[bool]:
    return [each.find(f"{W}pPr/{W}keepNext") is not None for each in lines]


def test_the_signature_is_not_left_alone_with_one_line() -> None:
    assert kept(signed("某镇", "2024年1月15日")) == [True, True, True, False]
    long = "很长的一段，" * 12
    lines = signed("某镇", "2024年1月15日", file=template("甲。", long, *LAST[2:]))
    assert kept(lines) == [False, True, True, False]
    assert lines[1].find(f"{W}pPr/{W}widowControl") is not None


def test_lines_that_the_author_has_placed_stay_there() -> None:
    for own in ("center", "left"):
        lines = signed("某镇", "2024年1月15日", "有", template(*LAST, own=own))
        assert [each.find(f"{W}pPr/{W}ind") for each in lines[-2:]] == [None, None]
        assert kept(lines) == [own == "left"] * 3 + [False]


def test_one_line_without_the_other_and_lines_apart_are_left_as_they_are() -> None:
    apart = template("{{报告.署名}}", "中间", "{{报告.成文日期}}")
    for lines in (
        signed("某镇", "2024年1月15日", file=apart),
        signed("某镇", "x", file=template("{{报告.署名}}")),
    ):
        assert [each.find(f"{W}pPr/{W}ind") for each in lines] == [None] * len(lines)
