"""Conditions that compare a column of free words with a text that no row has."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.examples import drawn

ROWS = (
    "[2023/司法所/台账.xlsx]\n学法培训登记表\n日期 | 主题 | 参加人数 | 地点\n"
    "2023-04-06 | 甲 | 30 | 文化礼堂\n2023-04-07 | 乙 | 30 | 会议室\n2023-04-08 | 丙 | 30 | 会议室\n"
)


def told(condition: str, root: Path, rows: str = ROWS) -> list[tuple[str, str, str]]:
    example = f'[figures.yaml]\n礼堂: {{件数: {{sheet: 培训, where: "{condition}"}}}}\n{rows}'
    return [(each.code, str(each.place), each.message) for each in drawn.findings(example, root)]


@pytest.mark.parametrize(
    "condition",
    ["地点 = '礼堂'", "'礼堂' = 地点", "地点 IN ('会议室', '礼堂')", "地点 <> '礼堂'", "地点 IS '礼堂'"],
)
def test_a_text_that_no_row_has_is_told_with_those_that_there_are(tmp_path: Path, condition: str) -> None:
    message = "条件里的“礼堂”，“地点”一列没有一行是；表里有：会议室、文化礼堂"
    assert told(condition, tmp_path) == [("PRO013", "profile/figures.yaml › 礼堂.件数", message)]


@pytest.mark.parametrize(
    "condition", ["地点 = '会议室'", "地点 LIKE '%礼堂'", "参加人数 = 5", "地点 IS NULL"]
)
def test_what_rows_have_or_no_text_is_compared_is_none(tmp_path: Path, condition: str) -> None:
    assert told(condition, tmp_path) == []


def test_a_column_in_which_nothing_is_written_compares_with_nothing(tmp_path: Path) -> None:
    assert told("地点 = '礼堂'", tmp_path, "") == []


@pytest.mark.parametrize(("count", "more"), [(4, ""), (5, ""), (6, "等6种"), (8, "等8种")])
def test_at_most_five_values_are_shown(tmp_path: Path, count: int, more: str) -> None:
    lines = "".join(f"2023-05-{at:02} | 课 | 30 | 第{at}村\n" for at in range(1, count + 1))
    ((_, _, message),) = told("地点 = '礼堂'", tmp_path, ROWS.split("2023-04-06")[0] + lines)
    shown = "、".join(f"第{at}村" for at in range(1, min(count, 5) + 1))
    assert message.endswith(f"表里有：{shown}{more}")


@pytest.mark.parametrize("length", [19, 20, 21])
def test_of_a_long_value_the_beginning_is_shown(tmp_path: Path, length: int) -> None:
    line = f"2023-05-01 | 课 | 30 | {'长' * length}\n"
    ((_, _, message),) = told("地点 = '礼堂'", tmp_path, ROWS.split("2023-04-06")[0] + line)
    assert message.endswith(f"表里有：{'长' * min(length, 20)}")


@pytest.mark.parametrize(("years", "codes"), [(1, ["PRO013"]), (2, []), (3, [])])
def test_the_rows_are_those_of_the_years_of_the_figure(tmp_path: Path, years: int, codes: list[str]) -> None:
    figure = f"礼堂: {{件数: {{sheet: 培训, years: {years}, where: \"地点 = '礼堂'\"}}}}"
    before = ROWS.replace("2023", "2022").replace("文化礼堂", "礼堂")
    found = drawn.findings(f"[figures.yaml]\n{figure}\n{before}{ROWS}", tmp_path)
    assert [each.code for each in found] == codes


@pytest.mark.parametrize(("sign", "codes"), [("=", ["PRO013"]), ("<>", ["SPOT001"])])
def test_a_check_is_told_where_it_needs_the_text_and_not_where_it_excludes_it(
    tmp_path: Path, sign: str, codes: list[str]
) -> None:
    check = f"SPOT001: {{title: 地点, sheet: 培训, severity: error, says: 错, fails: 地点 {sign} '礼堂'}}\n"
    assert {each.code for each in drawn.findings(f"[checks.yaml]\n{check}{ROWS}", tmp_path)} == set(codes)
