"""The turns of a list, written by columns, are those that filling writes one by one."""

from __future__ import annotations

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from reportgen.model import Slot
from reportgen.word.document import Template
from reportgen.word.joining import Stretch, Writer
from reportgen.word.manifest import Manifest
from reportgen.word.shapes import Column
from tests.word.test_fill import p, row, table
from tests.word.test_stored_pieces import MORE, TEXTS, rows, written

PLAIN = st.sampled_from(["12", "0", "5.6%", "甲、乙", "近海镇", "2024年1月15日", "（一）甲"])


@settings(max_examples=20, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(
    st.lists(
        st.lists(st.tuples(PLAIN | TEXTS, PLAIN, st.sampled_from("甲乙")), min_size=4, max_size=12),
        max_size=4,
    ),
    st.sampled_from(["plain rows", "rows with a picture", "in a line"]),
    st.sampled_from(["", "结果#{}.数", "总数"]),
    st.booleans(),
)
def test_turns_written_by_columns_are_those_written_one_by_one(
    fills: list[list[tuple[str, str, str]]], content: str, figure: str, marks: bool
) -> None:
    file = written(p("共{{总数}}件") + MORE[content] + p("{{总数}}"))
    template, manifest = Template.load(file), Manifest("近海镇", "2023", "0" * 16) if marks else None
    plain = [[("甲", "1", "甲")] * 5, [("乙", "2", "甲")] * 6]
    for turns in (*plain, *fills):
        items = tuple(
            {
                "名": Slot(name, True),
                "数": Slot(number, True, figure=figure.format(key)),
                "末项": Slot(None, turn == len(turns)),
            }
            for turn, (name, number, key) in enumerate(turns, 1)
        )
        values = {
            "总数": Slot(str(len(turns)), True, figure="总数"),
            "结果": Slot(None, True, items, ("名", "数", "末项")),
        }
        assert template.fill(values, manifest=manifest) == Template.load(file).fill(values, manifest=manifest)


def test_a_turn_of_several_lines_is_not_joined_as_one_of_one_line() -> None:
    file = written(p("共{{总数}}件") + MORE["plain rows"])
    template = Template.load(file)
    for first in ("镇", "乡", "甲\n乙"):
        assert template.fill(rows(9, first)) == Template.load(file).fill(rows(9, first))


def test_a_value_that_only_later_turns_have_is_printed_there() -> None:
    file = written(table(row("{{#结果}}{{名}}", "{{总数}}{{/结果}}")) + p(""))
    template = Template.load(file)
    for own in (0, 0, 2):
        values = rows(9)
        items = tuple(
            {"名": each["名"], **({"总数": each["数"]} if turn >= 9 - own else {})}
            for turn, each in enumerate(values["结果"].items or ())
        )
        values["结果"] = values["结果"]._replace(items=items)
        assert template.fill(values) == Template.load(file).fill(values)


def test_figures_and_marks_are_counted_turn_by_turn() -> None:
    slots = {"表": Slot(None, True, ({},) * 5), "文": Slot("<1>", True, figure="丙")}
    alike = {"表": {"数": Column(("甲",) * 5, tuple("00012")), "值": Column(("",) * 5, tuple("ABCDE"))}}
    inside, outside = ("表", 3, "数"), ("文",)
    once = Stretch(
        "", (b"[", b" ", b" ", b"]"), (("id", outside, 0), ("name", outside, 0), ("value", outside, 0))
    )
    turn = Stretch(
        "表", (b"(", b" ", b" ", b")", b""), (("id", inside, 0), ("name", inside, 0), ("end", inside, 0), ("value", ("表", 3, "值"), 0))
    )  # fmt: skip
    writer = Writer(slots, alike, 7)
    expected = "[7 _rg1_3291d38f_1 &lt;1&gt;](8 _rg2_6b86b273_2 8)D(9 _rg3_d4735e3a_3 9)E"
    assert writer.write([once, turn]).decode() == expected
    assert list(writer.figures) == [("丙", "<1>"), ("甲", "1"), ("甲", "2")]
