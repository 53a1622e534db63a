"""The ledger -> figures: their values, what they are when nothing can be computed, and the rows they come from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reportgen.aliases import Years
from reportgen.ledger import reading as ledgers
from reportgen.ledger import writing as posting
from reportgen.model import Entry, Field, Figure, FigureDefinition, Finding, Kind, Profile, TypedTable
from reportgen.pipeline import Project
from reportgen.profile.queries import selected
from reportgen.stages import figures as figuring
from tests.examples import drawn

MEDIATION = Kind(
    name="调解",
    title="调解台账",
    owners=("司法所",),
    fields={
        "编号": Field(type="string"),
        "人数": Field(type="integer"),
        "结果": Field(type="string", enum=("成功", "不成功")),
        "当事人": Field(type="string", personal=True),
    },
)


def definition(name: str, **keys: object) -> FigureDefinition:
    return FigureDefinition(group="调解", name=name, sheet="调解", **keys)  # type: ignore[arg-type]


DEFINITIONS = [
    definition("总数"),
    definition("成功", where="结果 = '成功'"),
    definition("人数", measure="sum(人数)"),
    definition("最多", measure="max(人数)"),
    definition("平均", measure="avg(人数)", decimals=1),
    definition("当事人数", measure="count(distinct 当事人)"),
    definition("成功率", ratio=("成功", "总数"), unit="%", empty="无调解案件"),
    definition("按结果", by="结果"),
    definition("清单", rows=("编号",)),
    definition("年数", measure="count(distinct _year)", years=2),
]


def profile_of(*definitions: FigureDefinition, kinds: tuple[Kind, ...] = (MEDIATION,)) -> Profile:
    by_name = {kind.name: kind for kind in kinds}
    with posting.in_memory(by_name) as empty:
        empty.views.scope(0)
        reads = {
            each.full_name: empty.views.reads(selected(each, "_row"))
            for each in definitions
            if not each.ratio
        }
    return Profile(
        name="p",
        kinds=by_name,
        figures={each.full_name: each for each in definitions},
        checks={},
        reads=reads,
        template=b"",
        digest="d",
    )


def compute(
    rows: list[tuple[object, ...]] | None, last: list[tuple[object, ...]] | None = None
) -> tuple[dict[str, Figure], list[Finding]]:
    """The figures of 2023 over rows of (编号, 人数, 结果, 当事人); None where no sheet was received."""
    profile = profile_of(*DEFINITIONS)
    columns = {name: index for index, name in enumerate(MEDIATION.fields)}
    with posting.in_memory(profile.kinds) as ledger:
        for year, given_rows in ((2023, rows), (2022, last)):
            if given_rows is not None:
                numbered = [(number, *row) for number, row in enumerate(given_rows, start=2)]
                book = Entry(f"{year}.xlsx", year, "司法所", "", 0, "d")
                ledger.replace(
                    book, [TypedTable("调解", "台账", columns, *_by_column(numbered, len(columns)))], []
                )  # type: ignore[list-item]
        found, findings = figuring.figures(ledger, profile, 2023)
    return {name.split(".")[1]: figure for name, figure in found.items()}, findings


def _by_column(rows: list[tuple[object, ...]], width: int) -> tuple[list[int], list[list[object]]]:
    numbers, *values = map(list, zip(*rows, strict=True)) if rows else [[] for _ in range(width + 1)]
    return numbers, values  # type: ignore[return-value]


ROWS: list[tuple[object, ...]] = [("1", 2, "成功", "甲"), ("2", 3, "成功", "甲"), ("3", 5, "不成功", "乙")]


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("总数", 3, "3"),
        ("成功", 2, "2"),
        ("人数", 10, "10"),
        ("最多", 5, "5"),
        ("平均", 3.333333, "3.3"),
        ("当事人数", 2, "2"),
        ("成功率", 66.67, "66.67%"),
        ("年数", 2, "2"),
    ],
)
def test_a_figure_is_a_measure_over_rows(name: str, value: float, text: str) -> None:
    figure = compute(ROWS, ROWS[:1])[0][name]
    assert (figure.value, figure.text) == (value, text)


def test_lists_keep_the_order_of_the_enumeration_and_of_the_rows() -> None:
    found = compute(list(reversed(ROWS)))[0]
    assert found["按结果"].items == ({"结果": "成功", "数量": 2}, {"结果": "不成功", "数量": 1})
    assert found["清单"].items == ({"编号": "3"}, {"编号": "2"}, {"编号": "1"})
    assert found["清单"].places[0] == "2023.xlsx › 台账 › A2"


def test_a_figure_over_years_of_which_one_never_came_has_no_value() -> None:
    figure = compute(ROWS)[0]["年数"]
    assert (figure.value, figure.text, figure.absent) == (None, None, True)


def test_a_figure_over_a_sheet_that_one_department_has_not_sent_has_no_value() -> None:
    owed = replace(MEDIATION, owners=("司法所", "派出所"))
    profile = profile_of(definition("总数"), kinds=(owed,))
    table = TypedTable("调解", "台账", {"编号": 0}, (2,), (("1",),))
    with posting.in_memory(profile.kinds) as ledger:
        for name, values in (("司法所", (None, True)), ("派出所", (2, False))):
            ledger.replace(Entry(f"{name}.xlsx", 2023, name, "", 0, "d"), [table], [])
            figure = figuring.figures(ledger, profile, 2023)[0]["调解.总数"]
            assert (figure.value, figure.absent) == values


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (("10月", "2月", "1月"), ("1月", "2月", "10月")),
        (("十组", "二组", "一组"), ("一组", "二组", "十组")),
        (("其他", "丙类", "甲类", "乙类"), ("丙类", "甲类", "乙类", "其他")),
        (
            ("婚姻", "其它纠纷", "2号", None, "10号", "邻里"),
            ("2号", "10号", "婚姻", "邻里", "其它纠纷", None),
        ),
    ],
)
def test_groups_of_words_come_by_their_numbers_or_as_they_first_came(
    values: tuple[str, ...], order: tuple[str, ...]
) -> None:
    profile = profile_of(definition("按编号", by="编号"))
    numbers = tuple(range(2, 2 + len(values)))
    with posting.in_memory(profile.kinds) as ledger:
        table = TypedTable("调解", "台账", {"编号": 0}, numbers, (values,))
        ledger.replace(Entry("台账.xlsx", 2023, "司法所", "", 0, "d"), [table], [])
        items = figuring.figures(ledger, profile, 2023)[0]["调解.按编号"].items
    assert tuple(each["编号"] for each in items or ()) == order


def test_rows_come_by_department_as_the_profile_names_them_and_by_the_numbers_in_files() -> None:
    owed = replace(MEDIATION, owners=("派出所", "司法所"))
    profile = profile_of(
        definition("清单", rows=("编号",)), definition("各部门", by="_department"), kinds=(owed,)
    )
    with posting.in_memory(profile.kinds) as ledger:
        for file in ("司法所/10号.xlsx", "司法所/2号.xlsx", "派出所/台账.xlsx", "司法所/三号.xlsx"):
            table = TypedTable("调解", "台账", {"编号": 0}, (2,), ((file,),))
            ledger.replace(Entry(file, 2023, file[:3], "", 0, "d"), [table], [])
        found, _ = figuring.figures(ledger, profile, 2023)
        sources = figuring.sources(ledger, profile, profile.figures["调解.清单"], 2023)
    order = ["派出所/台账.xlsx", "司法所/2号.xlsx", "司法所/三号.xlsx", "司法所/10号.xlsx"]
    assert [each["编号"] for each in found["调解.清单"].items or ()] == order
    assert [each.file for each in sources] == order
    assert found["调解.各部门"].items == (
        {"_department": "派出所", "数量": 1},
        {"_department": "司法所", "数量": 3},
    )


def test_no_rows_are_zero_but_never_a_rate() -> None:
    found = compute([])[0]
    assert (found["总数"].value, found["人数"].value, found["最多"].value) == (0, 0, None)
    assert (found["成功率"].value, found["成功率"].text) == (None, "无调解案件")


def test_a_sheet_not_received_is_no_zero() -> None:
    found = compute(None)[0]
    assert {
        (figure.value, figure.text, figure.absent) for figure in found.values() if figure.items is None
    } == {(None, None, True)}


def test_last_years_value_stands_beside_this_years() -> None:
    assert compute(ROWS, [("1", 4, "成功", "丙")])[0]["人数"].previous == 4
    assert compute(ROWS)[0]["人数"].previous is None
    assert compute(ROWS, [("1", 4, "成功", "丙")])[0]["年数"].value == 2


def test_a_blank_under_a_sum_is_a_finding_and_not_a_zero() -> None:
    _, findings = compute([*ROWS, ("4", None, "成功", "丁")])
    assert {(each.code, each.place.cell) for each in findings} == {("FIG002", "B5")}


STATED = {
    "规范性文件.继续有效": 4,
    "法律顾问.公职律师": 1,
    "法律顾问.法律顾问": 2,
    "依申请公开.办理": 1,
    "行政复议.总数": 5,
    "行政复议.维持": 1,
    "行政复议.撤销": 1,
    "行政复议.其他被纠错": 3,
    "行政诉讼.总数": 4,
    "行政诉讼.败诉": 0,
    "行政诉讼.出庭应诉率": 100,
    "执法考试.参考人数": 12,
    "执法考试.合格人数": 12,
    "学法培训.集中学法": 4,
    "学法培训.学法考试": 4,
    "学时.机关人员最低": 40,
    "学时.重点人员最低": 60,
    "普法活动.校园普法": 2,
    "普法活动.法治夜市连续年数": 2,
    "工作举措.反诈街长度": 500,
    "文化阵地.提档升级村数": 10,
    "矛盾调解.总数": 121,
    "矛盾调解.涉及人数": 275,
    "矛盾调解.成功率": 100,
}


def test_the_samples_of_2023_yield_the_figures_of_the_reference_report(collected: Project) -> None:
    with ledgers.open_to_read(collected.workspace.ledger, collected.profile.kinds) as ledger:
        found, findings = figuring.figures(ledger, collected.profile, 2023)
        before, _ = figuring.figures(ledger, collected.profile, 2022)
        for each in collected.profile.figures.values():
            rows = figuring.sources(ledger, collected.profile, each, 2023)
            assert figuring.counted(ledger, collected.profile, each, 2023) == len(rows)
    assert {name: found[name].value for name in STATED} == STATED
    assert findings == []
    assert {name: figure.previous for name, figure in found.items() if figure.items is None} == {
        name: figure.value for name, figure in before.items() if figure.items is None
    }
    assert sum(before[name].value != value for name, value in STATED.items()) > len(STATED) / 2


def test_a_condition_that_reads_a_missing_sheet_leaves_the_figure_without_value() -> None:
    names = FigureDefinition(group="调解", name="在册", sheet="调解", where="编号 IN (SELECT 编号 FROM 名册)")
    values = FigureDefinition(group="调解", name="名册字样", sheet="调解", where="编号 <> '名册'")
    roster = Kind(name="名册", title="名册", fields={"编号": Field(type="string")})
    profile = profile_of(names, values, kinds=(MEDIATION, roster))
    with posting.in_memory(profile.kinds) as ledger:
        book = Entry("2023.xlsx", 2023, "司法所", "", 0, "d")
        ledger.replace(book, [TypedTable("调解", "台账", {"编号": 0}, [2], [["1"]])], [])
        found, _ = figuring.figures(ledger, profile, 2023)
    assert (found["调解.在册"].absent, found["调解.名册字样"].absent) == (True, False)
    assert found["调解.名册字样"].value == 1


def test_a_condition_that_fails_on_the_rows_is_a_finding_about_the_profile() -> None:
    broken = definition("坏", where="abs(-9223372036854775807 - 人数) > 0")
    profile = profile_of(broken)
    with posting.in_memory(profile.kinds) as ledger:
        book = Entry("2023.xlsx", 2023, "司法所", "", 0, "d")
        ledger.replace(book, [TypedTable("调解", "台账", {"人数": 0}, [2], [[1]])], [])
        found, findings = figuring.figures(ledger, profile, 2023)
    assert found["调解.坏"].value is None
    assert [(each.code, each.place.sheet) for each in findings] == [("PRO003", "调解.坏")]


def test_two_spellings_of_one_thing_are_counted_once_and_listed_once() -> None:
    villages = definition("村数", measure="count(distinct 编号)"), definition("按村", by="编号")
    profile = profile_of(*villages)
    columns = {name: index for index, name in enumerate(MEDIATION.fields)}
    rows: list[tuple[object, ...]] = [
        (number, village, 1, None, "甲 某" if number % 2 else "甲某")
        for number, village in enumerate(("望海村", "望海 村", "望海\u3000村", "滨海村"), start=2)
    ]
    with posting.in_memory(profile.kinds) as ledger:
        table = TypedTable("调解", "台账", columns, *_by_column(rows, len(columns)))  # type: ignore[arg-type]
        ledger.replace(Entry("a.xlsx", 2023, "司法所", "", 0, "d"), [table], [])
        found, _ = figuring.figures(ledger, profile, 2023)
        ledger.views.scope(2023)
        assert ledger.views.select('SELECT count(DISTINCT 当事人) FROM "调解"') == [(1,)]
    assert found["调解.村数"].value == 2
    assert sorted(item["数量"] for item in found["调解.按村"].items or ()) == [1, 3]


def test_what_several_bodies_have_and_is_counted_once_is_told_of_departments_and_not_of_years() -> None:
    counted = [
        definition(each, measure=f"count(distinct {each})") for each in ("_year", "_unit", "_department")
    ]
    profile = replace(profile_of(*counted), bodies={"甲镇": Years(), "乙镇": Years()})
    with posting.in_memory(profile.kinds) as ledger:
        for body in profile.bodies:
            book = Entry(f"{body}.xlsx", 2023, "司法所", "", 0, "d")
            ledger.replace(book, [TypedTable("调解", "台账", {"人数": 0}, [2], [[1]])], [], body)
        _, findings = figuring.figures(ledger, profile, 2023)
    assert [(each.code, each.message) for each in findings] == [
        (
            "FIG008",
            "“调解._department”数有几个不同的报送部门，有1个（如“司法所”）在几个单位里都有，合起来各算一个",
        )
    ]


def test_a_figure_over_working_days_says_where_they_are_estimated(tmp_path: Path) -> None:
    example = (
        "[sheets.yaml]\n"
        "来访: {title: 来访登记表, from: [司法所], fields: {收到: {type: date, as_of: always}, 办结: {type: date, as_of: always}}}\n"
        "[figures.yaml]\n"
        "来访: {按期: {where: 'workdays(收到, 办结) <= 20', unit: 件}, 总数: {unit: 件}}\n"
        "[2023/司法所/来访.xlsx]\n收到 | 办结\n2051-03-01 | 2051-03-08\n"
    )
    said = [each for each in drawn.findings(example, tmp_path) if each.code == "PRO012"]
    assert [(each.severity, each.message) for each in said] == [
        ("warning", "2051年没有假日表，“来访.按期”按工作日数的是估算的")
    ]
