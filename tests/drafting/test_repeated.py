"""Paragraphs are a list's only where they are all of its rows, in order, in one manner."""

from __future__ import annotations

import pytest

from reportgen.drafting.repeated import repeated
from reportgen.model import Figure, FigureDefinition
from reportgen.word.annotated import Text
from reportgen.word.passages import Passage


def said(*lines: str, group: int = 0) -> list[Text]:
    return [Text(Passage("", 0, line), "", "", True, group) for line in lines]


def listed(*rows: tuple[str, ...]) -> Figure:
    names = ("问题", "原因")[: len(rows[0])]
    definition = FigureDefinition(group="问题", name="清单", sheet="问题", rows=names)
    return Figure(definition, None, None, tuple(dict(zip(names, row, strict=True)) for row in rows))


FIGURES = {"问题.清单": listed(("力量不够强", "编制较少"), ("宣传不够深", "形式单一"))}


@pytest.mark.parametrize(
    ("lines", "manner"),
    [
        (("力量不够强，因编制较少。", "宣传不够深，因形式单一。"), "问题，因原因。"),
        (("一是力量不够强，因编制较少。", "二是宣传不够深，因形式单一。"), "中文序号是问题，因原因。"),
        (("（1）力量不够强：编制较少", "（2）宣传不够深：形式单一"), "（序号）问题：原因"),
        (("力量不够强，因编制较少。", "宣传不够深，由于形式单一。"), ""),
        (("宣传不够深，因形式单一。", "力量不够强，因编制较少。"), ""),
        (("力量不够强，因编制较少。",), ""),
        (("力量不够强。", "宣传不够深。"), ""),
    ],
)
def test_the_rows_of_a_list_are_known_by_all_their_fields(lines: tuple[str, ...], manner: str) -> None:
    found = list(repeated(said("前面", *lines), FIGURES))
    shown = ""
    for rows in found:
        shown, at = "", 0
        for _, start, end, name in rows.pieces:
            shown += lines[0][at:start] + name
            at = end
        shown += lines[0][at:]
    assert shown == manner
    assert [rows[:3] for rows in found] == [(1, 2, "问题.清单")] * bool(manner)


def test_a_full_stop_may_be_the_cells_or_the_reports() -> None:
    figures = {"甲": listed(("健全工作机制。",), ("加强业务培训",))}
    (rows,) = repeated(said("健全工作机制。", "加强业务培训。"), figures)
    assert rows.pieces == ((0, 0, 6, "问题"),)


def test_lists_of_the_same_texts_and_paragraphs_that_are_apart_are_left() -> None:
    texts = said("力量不够强，因编制较少。", "宣传不够深，因形式单一。")
    assert not list(repeated(texts, {**FIGURES, "另一个": FIGURES["问题.清单"]}))
    assert not list(repeated([texts[0], texts[1]._replace(group=1)], FIGURES))
    assert not list(repeated([texts[0], texts[1]._replace(alone=False)], FIGURES))


def cells(*rows: tuple[str, ...]) -> list[Text]:
    return [
        Text(Passage("", 0, cell), "", "", True, number, (), (0, number))
        for number, row in enumerate(rows)
        for cell in row
    ]


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ((("1", "力量不够强", "编制较少"), ("2", "宣传不够深", "形式单一")), "序号 问题 原因"),
        (
            (("一", "力量不够强", "编制较少", "镇"), ("二", "宣传不够深", "形式单一", "镇")),
            "中文序号 问题 原因",
        ),
        ((("编制较少", "力量不够强"), ("形式单一", "宣传不够深")), "原因 问题"),
        ((("1", "力量不够强", "编制少"), ("2", "宣传不够深", "形式单一")), ""),
        ((("1", "力量不够强", "编制较少"), ("3", "宣传不够深", "形式单一")), ""),
        ((("力量不够强", "编制较少"),), ""),
    ],
)
def test_the_rows_of_a_table_are_a_list_s_where_each_cell_is_a_whole_value(
    rows: tuple[tuple[str, ...], ...], names: str
) -> None:
    found = list(repeated(cells(("序号", "问题", "原因"), *rows), FIGURES))
    assert " ".join(piece[3] for each in found for piece in each.pieces) == names
    assert [each.in_table for each in found] == [True] * bool(names)


def test_a_count_by_value_may_be_a_table_of_two_columns() -> None:
    definition = FigureDefinition(group="案", name="按结果", sheet="案", by="结果")
    items = ({"结果": "维持", "数量": 2}, {"结果": "撤销", "数量": 1})
    (rows,) = repeated(
        cells(("结果", "件数"), ("维持", "2"), ("撤销", "1")),
        {"案.按结果": Figure(definition, None, None, items)},
    )
    assert [piece[3] for piece in rows.pieces] == ["结果", "数量"]
