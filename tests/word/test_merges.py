"""Cells merged over several rows, when some of the rows go or are repeated."""

from __future__ import annotations

import pytest

from reportgen.model import Slot
from reportgen.word.elements import TC, TR, read_text
from reportgen.word.merges import LABEL
from reportgen.word.package import W
from tests.word.test_fill import SLOTS, codes, fill, items, p, s, table

CASES = SLOTS | {"表": items({"号": s("一"), "类": s("甲")}, {"号": s("二"), "类": s("乙")}), "三": s("3")}


def cell(text: str, merge: str = "", span: int = 0) -> str:
    merged = {"": "", "始": '<w:vMerge w:val="restart"/>', "续": "<w:vMerge/>"}[merge]
    spanned = f'<w:gridSpan w:val="{span}"/>' if span else ""
    return f"<w:tc><w:tcPr>{spanned}{merged}</w:tcPr>{text if text.startswith('<') else p(text)}</w:tc>"


def within(text: str, name: str) -> list[str]:
    """Two cells, between which a section of rows is closed."""
    return [cell(text), cell(f"{{{{/{name}}}}}")]


def rows(*cells: list[str]) -> str:
    return table(*(f"<w:tr>{''.join(row)}</w:tr>" for row in cells))


def drawn(body: str, slots: dict[str, Slot] = CASES) -> list[str]:
    """The filled rows: ┌ begins a merge, │ continues it."""
    shown = []
    filled = fill(body, slots)
    assert next(filled.iter(LABEL), None) is None
    assert not [each for each in filled.iter(TC) if each.attrib]
    for row in filled.iter(TR):
        texts = []
        for each in row.iter(TC):
            merge = each.find(f"{W}tcPr/{W}vMerge")
            sign = "" if merge is None else "┌" if merge.get(W + "val") == "restart" else "│"
            texts.append(sign + "/".join(read_text(paragraph) for paragraph in each.iter(W + "p")))
        shown.append(" ".join(texts).strip())
    return shown


def test_a_label_whose_row_goes_moves_to_the_next_row_that_stays() -> None:
    body = rows(
        [cell("处罚", "始"), cell("{{#败诉}}丙"), cell("{{败诉}}{{/败诉}}")],
        [cell("", "续"), cell("{{#败诉}}丁"), cell("{{败诉}}{{/败诉}}")],
        [cell("", "续"), cell("甲"), cell("{{总数}}")],
        [cell("", "续"), cell("乙"), cell("{{胜诉}}")],
    )
    assert drawn(body) == ["┌处罚 甲 12", "│ 乙 3"]
    assert drawn(body, CASES | {"败诉": s("4")})[0] == "┌处罚 丙 4"


def test_a_label_with_tags_is_filled_although_its_row_goes() -> None:
    body = rows(
        [cell(p("共{{总数}}件") + p("{{#败诉}}败{{/败诉}}"), "始"), *within("{{#败诉}}丙", "败诉")],
        [cell("", "续"), cell("甲")],
    )
    assert drawn(body) == ["┌共12件 甲"]
    assert drawn(body, CASES | {"败诉": s("4")}) == ["┌共12件/败 丙", "│ 甲"]


def test_a_label_goes_with_all_rows_of_its_merge() -> None:
    body = rows(
        [cell("处罚", "始"), cell("{{#败诉}}丙")],
        [cell("", "续"), cell("丁{{/败诉}}")],
        [cell("复议", "始"), cell("甲")],
        [cell("", "续"), cell("乙")],
    )
    assert drawn(body) == ["┌复议 甲", "│ 乙"]


def test_a_repeated_label_becomes_one_cell_with_the_rows_that_continue_it() -> None:
    body = rows(
        [cell("明细", "始"), cell("{{#表}}{{号}}"), cell("{{类}}{{/表}}")],
        [cell("", "续"), cell("合计"), cell("{{总数}}")],
    )
    assert drawn(body) == ["┌明细 一 甲", "│ 二 乙", "│ 合计 12"]
    assert drawn(body, CASES | {"表": CASES["无"].__class__(None, False, (), ("号", "类"))}) == [
        "┌明细 合计 12"
    ]


def test_a_repeated_row_that_continues_a_label_above_stays_in_its_cell() -> None:
    body = rows(
        [cell("明细", "始"), cell("表头")],
        [cell("", "续"), *within("{{#表}}{{号}}", "表")],
        [cell("", "续"), cell("合计")],
        [cell("另一项", "始"), cell("丙")],
    )
    assert drawn(body) == ["┌明细 表头", "│ 一", "│ 二", "│ 合计", "┌另一项 丙"]


def test_a_merge_that_is_repeated_as_a_whole_is_a_cell_of_each_turn() -> None:
    body = rows(
        [cell("{{#表}}{{号}}", "始"), cell("收"), cell("{{类}}")],
        [cell("", "续"), cell("结"), cell("{{类}}{{/表}}")],
    )
    assert drawn(body) == ["┌一 收 甲", "│ 结 甲", "┌二 收 乙", "│ 结 乙"]


def test_a_condition_within_a_repeated_merge_moves_the_label_within_its_turn() -> None:
    first = [cell("{{#表}}{{号}}", "始"), *within("{{#败诉}}收", "败诉")]
    body = rows(first, [cell("", "续"), cell("结{{/表}}")], [cell("", "续"), cell("尾")])
    inner = rows(
        [cell("{{#表}}"), cell("")],
        [cell("{{号}}", "始"), *within("{{#败诉}}收", "败诉")],
        [cell("", "续"), cell("结")],
        [cell("{{/表}}"), cell("")],
    )
    assert drawn(inner) == ["┌一 结", "┌二 结"]
    assert codes(body, CASES) == [("TPL004", 1)]


def test_several_merged_columns_keep_their_labels_apart() -> None:
    body = rows(
        [cell("大类", "始"), cell("中类一", "始"), *within("{{#败诉}}丙", "败诉")],
        [cell("", "续"), cell("", "续"), *within("{{#胜诉}}甲", "胜诉")],
        [cell("", "续"), cell("中类二", "始"), *within("{{#败诉}}丁", "败诉")],
        [cell("", "续"), cell("", "续"), *within("{{#败诉}}戊", "败诉")],
        [cell("", "续"), cell("中类三"), cell("乙")],
    )
    assert drawn(body) == ["┌大类 ┌中类一 甲", "│ 中类三 乙"]


def test_nested_conditions_move_a_label_out_of_both() -> None:
    body = rows(
        [cell("大类", "始"), cell("{{#胜诉}}"), cell("")],
        [cell("", "续"), cell("{{#败诉}}丙"), cell("{{/败诉}}")],
        [cell("", "续"), cell("甲"), cell("")],
        [cell("", "续"), cell("{{/胜诉}}"), cell("")],
        [cell("", "续"), cell("乙"), cell("")],
    )
    assert drawn(body)[0] == "┌大类"
    other = rows(
        [cell("大类", "始"), cell("{{#败诉}}丙")],
        [cell("", "续"), cell("{{#胜诉}}丁{{/胜诉}}{{/败诉}}")],
        [cell("", "续"), cell("乙")],
    )
    assert drawn(other) == ["┌大类 乙"]


def test_cells_merged_both_ways_are_followed_by_their_columns_of_the_grid() -> None:
    body = rows(
        [cell("甲"), cell("乙"), cell("处罚", "始", span=2), *within("{{#败诉}}丙", "败诉")],
        [cell("丁", span=2), cell("", "续", span=2), cell("戊")],
        [cell("己", span=2), cell("", "续", span=2), *within("{{#败诉}}庚", "败诉")],
        [cell("辛", span=2), cell("", "续", span=2), cell("壬")],
    )
    assert drawn(body) == ["丁 ┌处罚 戊", "辛 │ 壬"]
    merged = next(each for each in fill(body, CASES).iter(TC) if read_text(each[-1]) == "处罚")
    assert [child.tag.removeprefix(W) for child in merged[0]] == ["gridSpan", "vMerge"]


@pytest.mark.parametrize("tag", ["{{类}}", "共{{总数}}件{{类}}", "{{#类}}有{{/类}}"])
def test_a_label_that_differs_from_row_to_row_is_refused(tag: str) -> None:
    body = rows([cell(tag, "始"), *within("{{#表}}{{号}}", "表")], [cell("", "续"), cell("合计")])
    assert {code for code, _ in codes(body, CASES)} == {"TPL004"}
    alone = rows([cell(tag, "始"), *within("{{#表}}{{号}}", "表")], [cell("合计"), cell("12")])
    assert codes(alone, CASES) == []


def test_a_merge_of_a_table_within_a_cell_is_its_own() -> None:
    inner = rows([cell("内", "始"), *within("{{#败诉}}丙", "败诉")], [cell("", "续"), cell("甲")]) + p("")
    assert drawn(rows([cell("外", "始"), cell(inner)], [cell("", "续"), cell("乙")]))[1:] == [
        "┌内 甲",
        "│ 乙",
    ]
