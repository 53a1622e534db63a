"""The page of a report of which each number leads to what is behind it."""

from __future__ import annotations

from reportgen.evidence.grounds_page import grounds_page
from tests.evidence.test_grounds_book import count, rate

PAGE = "<html><head></head><body><main><p>共\U000f0000\U000f00032\U000f0001件，\U000f0000\U000f000450%\U000f0001</p></main></body></html>"


def test_a_number_leads_to_its_section_and_a_rate_on_to_its_two_numbers() -> None:
    page = grounds_page(PAGE, [count("甲", 2), count("乙", 4), rate()], ["案件.甲|千分位", "案件.比率"])
    assert '共<a class="figure" href="#d1" title="案件.甲">2</a>件' in page
    assert '<a class="figure" href="#d3" title="案件.比率">50%</a>' in page
    assert 'id="d3"' in page
    assert '<a href="#d1">案件.甲</a> ÷ <a href="#d2">案件.乙</a>' in page
    assert 'id="d2"' in page
    assert "<td>B3</td><td>=A3</td><td>2023-05-06</td><td>1.5</td>" in page


def test_what_no_figure_is_known_of_stays_text() -> None:
    page = grounds_page(PAGE, [count("甲", 2)], ["案件.甲"])
    assert "件，50%</p>" in page


def test_long_lists_are_cut_and_say_so_and_nothing_is_taken_from_outside() -> None:
    page = grounds_page(PAGE, [count("甲", 250)], ["案件.甲"])
    assert page.count("<tr><td>") == 200
    assert "250 行，下面列出前 200 行，全部见数据底稿" in page
    assert "http" not in page
    assert "src=" not in page
