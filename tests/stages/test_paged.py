"""The contents of a report have the pages on which LibreOffice lays its headings out; where it is not there, that is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx.enum.text import WD_BREAK

from reportgen.pdf import office
from reportgen.pdf.office import NotConverted
from reportgen.stages import paged
from reportgen.stages.paged import with_contents
from reportgen.word.fields import find_fields
from reportgen.word.toc import laid_out, listed
from tests.word.test_toc import HEADINGS, body, contents, report, saved


@pytest.mark.skipif(office.office() is None, reason="LibreOffice is not here")
def test_each_heading_stands_on_the_page_that_the_contents_name() -> None:
    document = report()
    document.paragraphs[-2].insert_paragraph_before().add_run().add_break(WD_BREAK.PAGE)
    made, told = with_contents(saved(document))
    assert told == []
    assert [each.text for each in find_fields(body(made)) if each.keyword == "PAGEREF"] == ["1", "1", "2"]


def test_without_pages_headings_are_listed_and_it_is_said_why(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> dict[str, int]:
        raise NotConverted("LibreOffice 没有写出 PDF")

    monkeypatch.setattr(paged, "office", lambda: None)
    without, told = with_contents(saved(report()))
    assert [each for each in contents(without) if each] == HEADINGS
    assert [(each.code, "没有找到 LibreOffice" in each.message) for each in told] == [("TPL027", True)]
    monkeypatch.setattr(paged, "office", lambda: Path("soffice"))
    monkeypatch.setattr(paged, "pages", fails)
    assert with_contents(saved(report()))[0] == without
    assert "没有写出 PDF" in with_contents(saved(report()))[1][0].message


def test_a_report_without_a_table_of_contents_is_not_laid_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paged, "office", lambda: Path("none"))
    file = saved(report(r'TOC \c "图"'))
    assert with_contents(file) == (file, [])


def test_on_the_pages_of_another_report_nothing_is_laid_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paged, "office", lambda: Path("none"))
    like = listed(saved(report()), laid_out(lambda file: {"section0": 0, "heading0": 4}))
    assert with_contents(saved(report()), like) == (like, [])
