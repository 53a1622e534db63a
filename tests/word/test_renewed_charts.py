"""Charts of an edited report with the numbers of a new one."""

from __future__ import annotations

import pytest

from reportgen.word.document import Template
from reportgen.word.package import unpack
from reportgen.word.renewed_charts import changes, redrawn
from reportgen.word.shown_charts import rows
from reportgen.workbook.zipped import pack
from tests.word.drawn_charts import NUMBERS, chart, lines, parts, series, slots, template
from tests.word.test_placed_charts import of_towns, repeated

TEMPLATES = (lines("{{ 处罚.按所 | 柱状图 }}"), template(chart("{{#处罚.按所}}", series("系列 1", 0, "4.3"))))
LATER = slots(NUMBERS._replace(numbers=("13", None, "0")))


def report(file: bytes, later: bool) -> bytes:
    made, _ = Template.load(file).fill(LATER if later else slots())
    assert made is not None
    return made


def test_a_chart_shows_the_new_numbers_and_its_words_say_them() -> None:
    for file in TEMPLATES:
        old, new = (report(file, later) for later in (False, True))
        assert [tuple(each) for each in changes(unpack(old), unpack(old), unpack(new))] == [
            ("处罚.按所#1.件数", "12", "13")
        ]
        made = redrawn(old, unpack(old), unpack(new))
        assert rows(unpack(made)) == rows(unpack(new))
        assert "甲所件数13件" in parts(made)["word/document.xml"].decode()


def test_numbers_that_people_have_changed_in_a_chart_stay() -> None:
    old, new = (report(TEMPLATES[0], later) for later in (False, True))
    theirs = unpack(old)
    edited = {
        **theirs.parts,
        "word/charts/chart1.xml": theirs.parts["word/charts/chart1.xml"].replace(b"<c:v>12<", b"<c:v>99<"),
    }
    content = pack(edited)
    assert changes(unpack(content), unpack(old), unpack(new)) == []
    assert redrawn(content, unpack(old), unpack(new)) == content


@pytest.mark.parametrize("drawn", [False, True])
def test_the_charts_of_a_repeated_section_are_drawn_anew_each(drawn: bool) -> None:
    loaded = Template.load(repeated(drawn=drawn))
    old, new = (loaded.fill(of_towns(*numbers))[0] or b"" for numbers in ("789", "759"))
    assert [tuple(each) for each in changes(unpack(old), unpack(old), unpack(new))] == [
        ("处罚.按所#3.件数", "8", "5")
    ]
    assert rows(unpack(redrawn(old, unpack(old), unpack(new)))) == rows(unpack(new))


def test_where_a_chart_more_is_due_only_those_of_one_name_are_drawn_and_told() -> None:
    loaded = Template.load(repeated(drawn=False))
    old, new = (loaded.fill(of_towns(*numbers))[0] or b"" for numbers in ("78", "659"))
    told = [tuple(each) for each in changes(unpack(old), unpack(old), unpack(new))]
    assert told == [("处罚.按所#1.件数", "7", "6"), ("处罚.按所#3.件数", "8", "5")]
    assert [row.text for row in rows(unpack(redrawn(old, unpack(old), unpack(new))))] == [
        "邻里 6",
        "婚姻 1",
        "邻里 5",
        "婚姻 1",
    ]
