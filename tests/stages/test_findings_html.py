"""The page of findings: whole without a script, nothing outside of it, and whatever a cell says is a text."""

from __future__ import annotations

import re

from lxml import html as lxml_html

from reportgen.stages.findings_html import html

HEADS, FILTERS = ["部门", "程度", "编号", "问题"], ["部门", "程度", "编号"]
ROWS = [
    ["司法所", "错误", "CEL001", "日期“5.12”没有写年"],
    ["司法所", "提醒", "ROW008", "两行相同"],
    ["", "错误", "LED002", '<script>alert("1")</script> & "x"'],
]


def page(rows: list[list[str]] = ROWS) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(
        html("2023 年核对结果", "2 项错误，1 项提醒。", HEADS, rows, FILTERS)
    )


def test_a_row_for_each_finding_under_headings_that_say_what_they_head() -> None:
    found = page()
    assert found.get("lang") == "zh-CN"
    assert [each.text for each in found.iterfind(".//thead//th[@scope='col']")] == HEADS
    rows = [[cell.text_content() for cell in row] for row in found.iterfind(".//tbody/tr")]
    assert rows == [[first or "整份报告", *others] for first, *others in ROWS], "no heading is empty"
    assert len(found.findall(".//tbody//th[@scope='row']")) == len(ROWS)
    assert found.find(".//caption") is not None
    assert not any(row.get("hidden") for row in found.iterfind(".//tbody/tr"))


def test_each_filter_has_a_label_and_every_value_with_its_count() -> None:
    found = page()
    labels = found.findall(".//form/label")
    assert [each.text for each in labels] == FILTERS
    options = [[option.text for option in each.iterfind("select/option")] for each in labels]
    assert options[0] == ["全部", "司法所（2）", "整份报告（1）"]
    for number, label in enumerate(labels):
        values = [option.get("value") for option in label.iterfind("select/option")]
        keys = [row.get(f"data-f{number}") for row in found.iterfind(".//tbody/tr")]
        assert values[0] == ""
        assert set(values[1:]) == set(keys)


def test_nothing_is_loaded_and_nothing_in_a_cell_is_obeyed() -> None:
    text = html("题", "句", HEADS, ROWS, FILTERS)
    assert not re.search(r"\bsrc=|href=|url\(|@import|https?:", text)
    assert "default-src 'none'" in text
    assert text.count("<script>") == 1
    quoted = page([["a\"b'<", "错误", "", "x"]])
    assert quoted.find(".//tbody/tr").get("data-f0") == "=a\"b'<"


def test_without_findings_there_is_a_sentence_and_no_table() -> None:
    found = page([])
    assert found.find(".//table") is None
    assert found.find(".//script") is None
    assert "2 项错误" in found.text_content()
