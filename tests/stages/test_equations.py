"""The ledger's sums that do not hold -> findings at the cell that is probably wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from reportgen.ledger import writing as posting
from reportgen.model import (
    Check,
    Entry,
    Field,
    Finding,
    Kind,
    Place,
    Problem,
    Profile,
    Sums,
    TypedTable,
    Value,
)
from reportgen.stages.equations import _LIVE, Equations
from reportgen.stages.validate import validate

NUMBER = Field(type="integer", minimum=0)
CASES = Kind(
    name="案件",
    title="案件统计表",
    key="月份",
    owners=("司法所",),
    fields={"月份": Field(type="integer"), **dict.fromkeys(("甲", "乙", "丙", "合计"), NUMBER)},
)
LEDGER = Kind(
    name="台账", title="台账", owners=("司法所",), fields={"日期": Field(type="date")}, period="日期"
)
SUM = Check(code="E1", title="合计", sheet="案件", severity="error", equation="甲 + 乙 + 丙 = 合计")
COUNTED = Check(
    code="E2",
    title="台账",
    sheet="案件",
    severity="warning",
    equation="甲 = (SELECT count(*) FROM 台账 WHERE month(日期) = 月份)",
    says="{月份}月写{甲}件，台账{右边}件",
)
COLUMNS = {"月份": 0, "甲": 1, "乙": 2, "丙": 3, "合计": 4}
GOOD = [[1, 23, 41, 65, 129], [2, 31, 57, 72, 160], [3, 28, 46, 59, 133], [4, 35, 62, 81, 178]]
NO_SUMS = Sums({}, {})


def found(
    rows: Sequence[Sequence[Value]],
    sums: Sums = NO_SUMS,
    checks: Sequence[Check] = (SUM,),
    last: Sequence[Sequence[Value]] = (),
    dates: Sequence[str] = (),
    unread: Sequence[Place] = (),
) -> list[Finding]:
    """What is found in a table with these rows, from the sheet's second row on."""
    kinds = {each.name: each for each in (CASES, LEDGER)}
    profile = Profile(
        name="试验",
        kinds=kinds,
        figures={},
        checks={each.code: each for each in checks},
        reads={
            each.code: frozenset({*[("台账", "日期")] * bool(dates), *(("案件", name) for name in COLUMNS)})
            for each in checks
        },
        template=b"",
        digest="",
    )
    with posting.in_memory(kinds) as ledger:
        for year, table in ((2023, rows), (2022, last)):
            if table:
                typed = TypedTable(
                    "案件", "表", COLUMNS, range(2, len(table) + 2), list(zip(*table, strict=True)), sums=sums
                )
                ledger.replace(Entry(f"{year}.xlsx", year, "司法所"), [typed], [])
        if dates:
            typed = TypedTable("台账", "账", {"日期": 0}, range(2, len(dates) + 2), [dates])
            problems = [Problem(Finding("CEL001", "error", "不是日期", each)) for each in unread]
            ledger.replace(Entry("台账.xlsx", 2023, "司法所"), [typed], problems)
        return [each for each in validate(ledger, profile, 2023) if each.code in ("E1", "E2")]


def changed(row: int, column: str, value: Value) -> list[list[Value]]:
    rows: list[list[Value]] = [list(each) for each in GOOD]
    rows[row][COLUMNS[column]] = value
    return rows


def test_what_holds_is_not_told() -> None:
    assert found(GOOD) == []


@pytest.mark.parametrize(
    ("row", "column", "typed", "words"),
    [
        (0, "合计", 192, "甲+乙+丙=129，合计写的是192；最可能是合计的两位数字写颠倒了，应为129"),
        (1, "乙", 577, "甲+乙+丙=680，合计写的是160；最可能是乙有一位数字多打了一遍，应为57"),
        (2, "丙", 5, "甲+乙+丙=79，合计写的是133；最可能是丙漏打了一位数字，应为59"),
        (2, "丙", 72, "甲+乙+丙=146，合计写的是133；最可能是丙照抄了上一行的数，应为59"),
        (3, "甲", -35, "甲+乙+丙=108，合计写的是178；最可能是甲的正负号写反了，应为35"),
        (3, "乙", 6200, "甲+乙+丙=6316，合计写的是178；最可能是乙多写了2个0，应为62"),
        (1, "甲", None, "甲+乙+丙=129，合计写的是160；最可能是甲漏填了，应为31"),
    ],
)  # fmt: skip
def test_the_slip_names_the_cell(row: int, column: str, typed: Value, words: str) -> None:
    (told,) = found(changed(row, column, typed))
    assert told.message.startswith(words)
    assert told.place.cell == f"{'ABCDE'[COLUMNS[column]]}{row + 2}" == told.suspects[0].cell
    assert told.suspects[0].value == GOOD[row][COLUMNS[column]]


def test_last_years_number_is_known_by_the_key() -> None:
    last = [[4, 30, 44, 80, 154], [3, 27, 46, 59, 132], [2, 31, 50, 72, 153], [1, 19, 41, 65, 125]]
    (told,) = found(changed(3, "乙", 44), last=last)
    assert "乙照抄了上年的数，应为62" in told.message


def test_two_cells_that_stand_in_one_anothers_place_are_both_named() -> None:
    rows = changed(0, "丙", 129)
    rows[0][COLUMNS["合计"]] = 65
    (told,) = found(rows)
    assert "丙和合计填反了，应为65和129" in told.message


def test_all_that_explain_it_equally_are_said() -> None:
    (told,) = found([[1, 23, 41, 65, 129], [2, 3, 4, 2, 8]])
    assert told.message.startswith("甲+乙+丙=9，合计写的是8；")
    assert "同样说得通的有" in told.message
    assert 1 < len(told.suspects) <= 3


def test_what_no_slip_explains_stays_at_the_total() -> None:
    (told,) = found(changed(0, "乙", 973))
    assert (told.place.cell, told.suspects) == ("E2", ())
    assert told.message == "甲+乙+丙=1061，合计写的是129"


def test_two_equations_name_the_cell_at_their_crossing() -> None:
    totals = {name: (6, sum(row[at] for row in GOOD), False) for name, at in COLUMNS.items() if at}
    (told,) = found(changed(0, "乙", 973), Sums({}, totals))
    assert told.place.cell == "C2"
    assert told.message == "甲+乙+丙=1061，合计写的是129；两处不符都指向C2：乙填错了，应为41"


def test_a_total_that_a_formula_works_out_tells_nothing_of_its_column() -> None:
    totals = {name: (6, sum(row[at] for row in GOOD), True) for name, at in COLUMNS.items() if at}
    (told,) = found(changed(0, "乙", 973), Sums({}, totals))
    assert told.suspects == ()


def test_what_a_formula_works_out_is_never_the_slip() -> None:
    (told,) = found(changed(0, "合计", 192), Sums({"合计": [(2, 5)]}, {}))
    assert told.suspects == ()
    (told,) = found(changed(0, "乙", 14), Sums({"乙": [(2, 5)]}, {}))
    assert all(each.cell != "C2" for each in told.suspects)


def test_a_number_that_rows_elsewhere_contradict_is_told_beside_their_count() -> None:
    dates = ["2023-01-05"] * 23 + ["2023-02-05"] * 31 + ["2023-03-05"] * 28 + ["2023-04-05"] * 35
    assert found(GOOD, checks=[COUNTED], dates=dates) == []
    (told,) = found(changed(1, "甲", 13), checks=[COUNTED], dates=dates)
    assert told.message.startswith("2月写13件，台账31件；最可能是甲的两位数字写颠倒了，应为31")
    (told,) = found(GOOD, checks=[COUNTED], dates=dates[1:])
    assert told.message.startswith("1月写23件，台账22件；最可能是“台账”表里漏登了1行")


def test_rows_that_come_after_the_cut_off_are_no_slip() -> None:
    dates = [
        f"2023-{month:02}-05" for month, count in ((1, 23), (2, 31), (3, 28), (4, 34)) for _ in range(count)
    ]
    (told,) = found(GOOD, checks=(COUNTED,), dates=dates)
    assert "最可能是“台账”表里漏登了1行" in told.message
    (told,) = found(GOOD, checks=(COUNTED,), dates=[*dates, "2024-02-05"])
    assert told.message == "4月写35件，台账34件"


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (Place("台账.xlsx", "账", 3, 0), "；“台账”表里有1处没有读出来，改正了再看"),
        (Place("台账.xlsx", "账", 4), "；“台账”表里有1处没有读出来，改正了再看"),
        (Place("台账.xlsx", "账", 3, 1), "；最可能是“台账”表里漏登了1行；也可能是甲有一位数字打错了，应为22"),
        (
            Place("台账.xlsx", "别的表", 3, 0),
            "；最可能是“台账”表里漏登了1行；也可能是甲有一位数字打错了，应为22",
        ),
    ],
    ids=["a cell", "a row", "a column that is not asked", "another sheet"],
)
def test_where_a_counted_sheet_has_cells_that_could_not_be_read_no_slip_is_named(
    place: Place, said: str
) -> None:
    dates = [f"2023-01-{day:02}" for day in range(1, 23)]
    (told,) = found(GOOD[:1], checks=[COUNTED], dates=dates, unread=[place])
    assert told.message == f"1月写23件，台账22件{said}"


def test_where_many_rows_do_not_hold_no_slip_is_named() -> None:
    rows = [[at, 20 + at, 30, 40, 99 + at] for at in range(41)]
    assert {each.suspects for each in found(rows)} == {()}
    assert any(each.suspects for each in found(rows[:40]))


def test_a_sum_over_another_sheet_is_no_count_of_its_rows() -> None:
    days = "coalesce(sum(CAST(substr(日期, 9) AS INTEGER)), 0)"
    summed = replace(COUNTED, equation=COUNTED.equation.replace("count(*)", days), says="")
    [told] = found([[1, 23, 0, 0, 23]], checks=[summed], dates=["2023-01-20"])
    assert "“台账”表里漏登" not in told.message
    assert "“台账”表里多登" not in told.message
    [counted] = found([[1, 2, 0, 0, 2]], checks=[COUNTED], dates=["2023-01-20"])
    assert "“台账”表里漏登了1行" in counted.message


def test_a_check_may_stand_for_several_columns() -> None:
    each = Check(
        code="E1", title="{each}", sheet="案件", severity="error", fails="{each} > 合计", marks="{each}",
        says="{each}是{甲}、{乙}，比合计大", each=("甲", "乙"),
    )  # fmt: skip
    (told,) = found(changed(2, "乙", 999), checks=[each])
    assert (told.place.cell, told.message) == ("C4", "乙是28、999，比合计大")


def test_a_total_that_is_no_sum_is_looked_into() -> None:
    totals = {"乙": (6, 260, False), "丙": (6, 277, True)}
    kinds = {"案件": CASES}
    profile = Profile(name="", kinds=kinds, figures={}, checks={}, reads={}, template=b"", digest="")
    with posting.in_memory(kinds) as ledger:
        typed = TypedTable(
            "案件", "表", COLUMNS, range(2, 6), list(zip(*GOOD, strict=True)), sums=Sums({}, totals)
        )
        ledger.replace(Entry("2023.xlsx", 2023, "司法所"), [typed], [])
        place = ledger.place(1, 6, "乙")
        told = Equations(ledger, profile, 2023).of_total(Finding("ROW002", "error", "不符", place))
        formula = ledger.place(1, 6, "丙")
        live = Equations(ledger, profile, 2023).of_total(Finding("ROW002", "error", "不符", formula))
    assert told.message == "不符；最可能是乙合计的两位数字写颠倒了，应为206"
    assert live.message == f"不符{_LIVE}"


def of_totals(rows: Sequence[Sequence[Value]], totals: dict[str, int]) -> list[Finding]:
    """What is told of the typed totals of a table, column by column."""
    kinds = {"案件": CASES}
    profile = Profile(name="", kinds=kinds, figures={}, checks={}, reads={}, template=b"", digest="")
    sums = Sums({}, {name: (len(rows) + 2, said, False) for name, said in totals.items()})
    with posting.in_memory(kinds) as ledger:
        typed = TypedTable(
            "案件", "表", COLUMNS, range(2, len(rows) + 2), list(zip(*rows, strict=True)), sums=sums
        )
        ledger.replace(Entry("2023.xlsx", 2023, "司法所"), [typed], [])
        equations = Equations(ledger, profile, 2023)
        return [
            equations.of_total(Finding("ROW002", "error", "不符", ledger.place(1, len(rows) + 2, name)))
            for name in totals
        ]


GOOD_TOTALS = {"甲": 117, "乙": 206, "丙": 277}


def test_two_columns_in_which_a_row_is_exchanged_name_the_row() -> None:
    rows = changed(1, "甲", 57)
    rows[1][COLUMNS["乙"]] = 31
    one, other, *_ = of_totals(rows, GOOD_TOTALS)
    assert one.place.cell == "B3"
    assert "两处不符都指向B3：第3行的甲和第3行的乙填反了，应为31和57" in one.message
    assert "第3行" in other.message


def test_where_all_totals_are_too_large_a_row_is_missing() -> None:
    told = of_totals(GOOD[:1] + GOOD[2:], GOOD_TOTALS)
    assert {each.message for each in told} == {"不符；3列的合计都不符，多半是漏登了一行：甲31、乙57、丙72"}
    assert {(each.place.row, each.suspects) for each in told} == {(5, ())}


def test_where_all_totals_are_too_small_a_row_is_too_many() -> None:
    rows = [*GOOD, [5, 9, 9, 9, 27]]
    assert {each.message for each in of_totals(rows, GOOD_TOTALS)} == {
        "不符；3列的合计都不符，多半是多登了一行，像是第6行"
    }
    rows = [*GOOD, [5, 9, 9, 8, 26], [6, 1, 2, 3, 6]]
    assert {each.message for each in of_totals(rows, GOOD_TOTALS)} == {
        "不符；3列的合计都不符，多半是多登了一行"
    }


PAPERS = Kind(
    name="登记", title="登记簿", owners=("司法所",), fields={"月": Field(type="integer"), "页数": NUMBER}
)
ADDED = replace(COUNTED, equation="甲 = (SELECT coalesce(sum(页数), 0) FROM 登记 WHERE 月 = 月份)", says="")


def test_a_sum_over_another_sheet_and_that_sheets_total_cross_at_its_row() -> None:
    pages = [(1, 11), (1, 12), (2, 14), (2, 71), (3, 28), (4, 35)]  # 17 was written the wrong way round
    kinds = {each.name: each for each in (CASES, PAPERS)}
    profile = Profile(
        name="", kinds=kinds, figures={}, checks={"E2": ADDED}, template=b"", digest="",
        reads={"E2": frozenset({("案件", "甲"), ("登记", "页数")})},
    )  # fmt: skip
    sums = Sums({}, {"页数": (8, 117, False)})
    with posting.in_memory(kinds) as ledger:
        typed = TypedTable("案件", "表", COLUMNS, range(2, 6), list(zip(*GOOD, strict=True)))
        ledger.replace(Entry("表.xlsx", 2023, "司法所"), [typed], [])
        typed = TypedTable(
            "登记", "簿", {"月": 0, "页数": 1}, range(2, 8), list(zip(*pages, strict=True)), sums=sums
        )
        ledger.replace(Entry("簿.xlsx", 2023, "司法所"), [typed], [])
        [told] = [each for each in validate(ledger, profile, 2023) if each.code == "E2"]
        total = Equations(ledger, profile, 2023).of_total(
            Finding("ROW002", "error", "不符", ledger.place(2, 8, "页数"))
        )
    assert told.place.cell == "B3"
    assert told.message.endswith("；两处不符都指向簿!B5：“簿”第5行的页数的两位数字写颠倒了，应为17")
    assert total.place.cell == "B5"
    assert total.message == "不符；两处不符都指向B5：第5行的页数的两位数字写颠倒了，应为17"
