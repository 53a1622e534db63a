"""Where a figure comes from, entry by entry, and back from a printed number to the figures that print it."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import write_xlsx

from reportgen import pipeline
from reportgen.evidence.traced import Traced, asked_number, entry, matches
from reportgen.model import Figure, FigureDefinition
from reportgen.pipeline import Project

COUNT = FigureDefinition(group="复议", name="总数", sheet="复议", unit="件")
RATE = FigureDefinition(group="复议", name="率", sheet="复议", ratio=("甲", "总数"))
BY = FigureDefinition(group="复议", name="按结果", sheet="复议", by="结果")
ROWS = FigureDefinition(group="举措", name="清单", sheet="举措", rows=("内容",))


def traced(project: Project, name: str, year: int = 2023) -> tuple[Figure, Traced]:
    ((found, *_), *_) = pipeline.traced(project, year, [name])
    return found


@pytest.mark.parametrize(
    ("said", "number"),
    [
        *(
            ("421", ("421", "")),
            ("1,234", ("1234", "")),
            ("１，２３４件", ("1234", "件")),
            ("89.81%", ("89.81%", "")),
            ("89.81％", ("89.81%", "")),
            ("12 起", ("12", "起")),
            ("3万元。", ("3", "万元")),
        ),
        *((each, ("", "")) for each in ("行政复议.总数", "4月1日", "", "普法[3]")),
    ],
)
def test_a_number_is_asked_for_as_it_is_printed(said: str, number: tuple[str, str]) -> None:
    assert asked_number(said) == number


def test_what_prints_a_number_is_found_by_value_filter_and_entry() -> None:
    figures = [
        Figure(ROWS, None, "…", ({"内容": "办理4201件"}, {"内容": "化解纠纷421起"})),
        Figure(COUNT, 500, "500", previous=421),
        Figure(BY, None, "…", ({"结果": "撤销", "数量": 421},)),
        Figure(COUNT, 421, "421", previous=421),
        Figure(RATE, 42.1, "42.1%"),
    ]
    found = matches(figures, [], "421")
    assert [(each.figure.definition.name, each.filter, each.item) for each in found] == [
        ("总数", "", 0), ("总数", "上年", 0), ("按结果", "", 1), ("总数", "上年", 0), ("清单", "", 2),
    ]  # fmt: skip
    assert [each.text for each in matches(figures, [], "42.1")] == ["42.1%"]
    assert matches(figures, [], "42") == []


@pytest.mark.parametrize(
    ("number", "unit", "found"),
    [
        ("3", "", ["件数", "收入", "清单"]), ("3", "件", ["件数"]), ("3", "元", []), ("3", "万元", ["收入", "罚款", "清单"]), ("3", "万", ["收入", "罚款", "清单"]),
        ("30000", "元", ["罚款"]), ("30000", "人", []), ("8889", "元", []), ("8889", "人", ["人次"]), ("8889", "", ["人次"]),
    ],
)  # fmt: skip
def test_a_number_with_a_unit_is_no_number_of_another(number: str, unit: str, found: list[str]) -> None:
    units = {"件数": (3, "件"), "收入": (3, "万元"), "罚款": (30000, "元"), "人次": (8889, "人次")}
    figures = [
        Figure(FigureDefinition(group="甲", name=name, sheet="乙", unit=own), value, str(value))
        for name, (value, own) in units.items()
    ]
    figures.append(Figure(ROWS, None, "…", ({"内容": "罚没3万元"},)))
    assert [each.figure.definition.name for each in matches(figures, [], number, unit)] == found


def test_a_rate_and_a_count_are_not_taken_for_each_other() -> None:
    figures = [Figure(RATE, 90, "90%"), Figure(COUNT, 90, "90")]
    assert [each.text for each in matches(figures, [], "90%")] == ["90%"]
    assert [each.text for each in matches(figures, [], "90")] == ["90%", "90"]


@pytest.mark.parametrize("name", ["行政复议.按结果", "工作举措.普法形式"])
def test_the_entries_of_a_list_share_out_its_rows(collected: Project, name: str) -> None:
    figure, whole = traced(collected, name)
    parts = [entry(figure, whole, number + 1) for number in range(len(figure.items or ()))]
    rows = [each for part in parts if part for each in part[1].sources]
    assert sorted(map(str, rows)) == sorted(map(str, whole.sources))
    for part, item in zip(parts, figure.items or (), strict=True):
        assert part
        shown, (*sources,) = part[0], part[1].sources
        assert shown.items == (item,)
        for each in sources:
            said = {str(value) for value in each.cells.values()}
            assert {str(value) for key, value in item.items() if key != "数量"} <= said


def test_there_is_no_entry_before_the_first_or_after_the_last(collected: Project) -> None:
    figure, whole = traced(collected, "行政复议.按结果")
    count = len(figure.items or ())
    assert entry(figure, whole, 0) is None
    assert entry(figure, whole, count + 1) is None
    one = entry(figure, whole, count)
    assert one
    assert one[0].definition.full_name == f"行政复议.按结果[{count}]"


def test_where_no_row_counts_the_sheets_that_came_are_told(tmp_path: Path) -> None:
    folder = tmp_path / "来件" / "2023" / "司法所"
    header = "案号 | 收案日期 | 答复日期 | 结案日期 | 审理结果"
    write_xlsx(folder / "复议.xlsx", f"{header}\n无", "复议")
    project = pipeline.open_project(tmp_path)
    pipeline.collect(project)
    figure, found = traced(project, "行政复议.总数")
    assert (figure.text, found.sources) == ("0", ())
    assert [(each.file, each.rows) for each in found.handed] == [("来件/2023/司法所/复议.xlsx", 0)]
    assert [(each.file, each.row) for each in found.nothing] == [("来件/2023/司法所/复议.xlsx", 2)]


def test_rows_that_meet_no_condition_are_told_as_their_sheet(collected: Project) -> None:
    _, found = traced(collected, "行政诉讼.败诉")
    assert [each.rows for each in found.handed] == [4]
    assert found.nothing == []


def test_what_the_template_prints_scaled_is_found_as_it_is_printed() -> None:
    definition = FigureDefinition(group="处罚", name="罚款", sheet="处罚", measure="sum(罚款)", unit="元")
    figure = Figure(definition, 17_537_923, "17537923")
    lines = ["罚没{{ 处罚.罚款 ｜ 万 }}万元，{{别的.数 | 余}}。"]
    (found,) = matches([figure], lines, "1753.79", "万元")
    assert (found.filter, found.text) == ("万", "1753.79")
    assert matches([figure], [], "1753.79", "万元") == []
    assert matches([figure], lines, "10000000") == []
