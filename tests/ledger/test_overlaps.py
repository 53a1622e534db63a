"""Which tables share rows: told by the key, else by what every row says, and where that is little, by the numbers, too."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from reportgen.ledger import writing as posting
from reportgen.ledger.overlaps import fingerprints_of, only_counts
from reportgen.ledger.writing import WritableLedger
from reportgen.model import Entry, Field, Kind, Place, TypedTable, Value
from reportgen.rules import finding

TEXT, DAY, NUMBER = (Field(type=each, required=True) for each in ("string", "date", "integer"))
KEYED = Kind(name="案件", title="案件台账", key="案号", fields={"案号": TEXT, "人数": NUMBER})
COUNTED = Kind(name="活动", title="活动登记表", fields={"主题": TEXT, "日期": DAY, "人数": NUMBER})
WORDED = Kind(name="会议", title="会议登记表", fields={"主题": TEXT, "地点": Field(type="string")})
KINDS = {each.name: each for each in (KEYED, COUNTED, WORDED)}
Row = tuple[Value, ...]


def put(
    ledger: WritableLedger, kind: Kind, name: str, rows: Sequence[Row], department: str = "司法所"
) -> None:
    """Collect a workbook with one table; its number is how many were collected before it, from 1."""
    columns = {field: at for at, field in enumerate(kind.fields)}
    table = TypedTable(kind.name, "表", columns, range(2, len(rows) + 2), list(zip(*rows, strict=True)))
    ledger.replace(Entry(name, 2023, department, "0" * 64, 1, "profile"), [table], [])


def shared(kind: Kind, *tables: Sequence[Row]) -> list[tuple[int, ...]]:
    """Return what tables of one department share, of which 80 % must be the same."""
    with posting.in_memory(KINDS) as ledger:
        for at, rows in enumerate(tables):
            put(ledger, kind, f"{at}.xlsx", rows)
        return [each[:3] for each in ledger.overlaps()]


def test_rows_are_the_same_that_have_the_same_key() -> None:
    first = [(f"A{at}", at) for at in range(10)]
    assert shared(KEYED, first, [(key, 99) for key, _ in first]) == [(1, 2, 10)]
    assert shared(KEYED, first, [(f"B{at}", at) for at in range(10)]) == []
    assert shared(KEYED, first, [*first[:5], *((f"B{at}", at) for at in range(5))]) == []


def test_a_part_that_nearly_all_of_the_larger_table_has_is_shared() -> None:
    larger = [(f"A{at}", at) for at in range(100)]
    assert shared(KEYED, larger, [*larger[40:48], ("B1", 1), ("B2", 2)]) == [(1, 2, 8)]


def test_tables_of_other_departments_share_nothing() -> None:
    with posting.in_memory(KINDS) as ledger:
        for department in ("司法所", "党政办"):
            put(ledger, KEYED, f"{department}.xlsx", [("A1", 1), ("A2", 2)], department)
        assert ledger.overlaps() == []


def test_rows_that_say_nothing_are_not_the_same() -> None:
    nothing: list[Row] = [(None, None, at) for at in range(5)]
    assert shared(COUNTED, nothing, nothing) == []
    assert shared(KEYED, [(None, 1)] * 5, [(None, 1)] * 5) == []


@pytest.mark.parametrize(
    ("fields", "key", "only"),
    [
        (
            {
                "类别": Field(type="string", enum=("邻里", "其他")),
                "受理": NUMBER,
                "是否": Field(type="boolean"),
            },
            "",
            True,
        ),
        ({"受理": NUMBER}, "", True),
        ({"受理": NUMBER, "备注": Field(type="string")}, "", False),
        ({"受理": NUMBER, "日期": DAY}, "", False),
        ({"类别": Field(type="string", enum=("邻里", "其他")), "受理": NUMBER}, "类别", False),
    ],
)
def test_rows_of_counts_are_those_that_nothing_of_their_own_tells_apart(
    fields: dict[str, Field], key: str, only: bool
) -> None:
    assert only_counts(Kind(name="甲", title="甲", key=key, fields=fields)) is only


def month(number: int) -> list[Row]:
    """The rows of one table of many: the same four subjects on the same few days, with numbers of its own."""
    return [(f"主题{at % 4}", f"2023-05-0{1 + at % 3}", 100 * number + at) for at in range(10)]


def test_where_words_and_days_are_the_same_everywhere_the_numbers_tell_tables_apart() -> None:
    tables = [month(number) for number in range(130)]
    corrected = [*tables[7][:9], ("主题9", "2023-05-09", 1)]
    assert shared(COUNTED, *tables, corrected) == [(8, 131, 9)]
    few = shared(COUNTED, *tables[:3])
    assert few == [(1, 2, 10), (1, 3, 10), (2, 3, 10)], "few tables may be versions"


def test_where_a_kind_has_no_numbers_all_that_a_row_says_tells_tables_apart() -> None:
    tables = [[(f"主题{at % 4}", f"{number}号楼{at}室") for at in range(10)] for number in range(130)]
    assert shared(WORDED, *tables, tables[3]) == [(4, 131, 10)]


def test_where_the_numbers_are_the_same_everywhere_too_all_that_a_row_says_tells() -> None:
    fields = {**COUNTED.fields, "地点": Field(type="string")}
    kind = Kind(name="活动", title="活动登记表", fields=fields)
    tables = [
        [(f"主题{at % 4}", f"2023-05-0{1 + at % 3}", 50, f"{number}村{at}") for at in range(10)]
        for number in range(130)
    ]
    with posting.in_memory({"活动": kind}) as ledger:
        for number, rows in enumerate([*tables, tables[3]]):
            put(ledger, kind, f"{number}.xlsx", rows)
        assert [each[:3] for each in ledger.overlaps()] == [(4, 131, 10)]


def shared_of(kind: Kind, *tables: Sequence[Row]) -> list[tuple[int, ...]]:
    """Return what tables of a kind that is declared here share."""
    with posting.in_memory({kind.name: kind}) as ledger:
        for at, rows in enumerate(tables):
            put(ledger, kind, f"{at}.xlsx", rows)
        return [each[:3] for each in ledger.overlaps()]


def test_the_same_numbers_beside_other_words_are_other_rows() -> None:
    tables = [month(number) for number in range(130)]
    other = [("另一件事", day, count) for _, day, count in tables[7]]
    assert shared(COUNTED, *tables, other) == []


def test_numbers_with_decimals_tell_tables_apart_as_whole_ones_do() -> None:
    kind = Kind(
        name="收支",
        title="收支表",
        fields={"科目": TEXT, "金额": Field(type="number"), "注": Field(type="string")},
    )
    tables = [[(f"科目{at}", number + at / 100, f"{number}") for at in range(10)] for number in range(130)]
    corrected = [(subject, amount, "更正") for subject, amount, _ in tables[7]]
    assert shared_of(kind, *tables, corrected) == [(8, 131, 10)]


PLACED = Kind(name="活动", title="活动登记表", fields={**COUNTED.fields, "地点": Field(type="string")})


def test_where_every_table_came_twice_each_has_its_correction() -> None:
    """As many rows as words are held twice: no more than corrections would make them."""
    first = [[(f"主题{number}之{at}", "2023-05-01", at, "甲") for at in range(5)] for number in range(51)]
    again = [[(subject, day, count + 50, "甲") for subject, day, count, _ in rows] for rows in first]
    assert shared_of(PLACED, *first, *again) == [(at, at + 51, 5) for at in range(1, 52)]


def test_where_every_table_came_twice_the_numbers_tell_each_correction_too() -> None:
    first = [[(f"主题{at}", "2023-05-01", 10 * number + at, "甲") for at in range(5)] for number in range(51)]
    again = [[(*row[:3], "乙") for row in rows] for rows in first]
    assert shared_of(PLACED, *first, *again) == [(at, at + 51, 5) for at in range(1, 52)]


def test_a_hundred_tables_may_all_be_versions_of_each_other_and_one_more_are_not() -> None:
    assert len(shared(COUNTED, *(month(number)[:1] for number in range(100)))) == 100 * 99 / 2
    assert shared(COUNTED, *(month(number)[:1] for number in range(101))) == []


def test_the_first_unique_field_tells_rows_apart() -> None:
    unique = Field(type="string", unique=True)
    kind = Kind(name="证件", title="证件表", fields={"证号": unique, "卡号": unique, "数": NUMBER})
    first = [(f"证{at}", f"卡{at}", at) for at in range(5)]
    assert shared_of(kind, first, [(card, "换了", 9) for card, _, _ in first]) == [(1, 2, 5)]
    assert shared_of(kind, first, [("换了", card, 9) for _, card, _ in first]) == []


def test_a_choice_tells_no_rows_apart() -> None:
    choice = Field(type="string", required=True, enum=("是", "否"))
    kind = Kind(name="活动", title="活动表", fields={"主题": TEXT, "是否": choice, "人数": NUMBER})
    first = [(f"主题{at}", "是", at) for at in range(5)]
    assert shared_of(kind, first, [(subject, "否", 99) for subject, _, _ in first]) == [(1, 2, 5)]


def test_exactly_four_fifths_of_the_rows_are_enough() -> None:
    first = [(f"A{at}", at) for at in range(10)]
    others = [(f"B{at}", at) for at in range(3)]
    assert shared(KEYED, first, [*first[:8], *others[:2]]) == [(1, 2, 8)]
    assert shared(KEYED, first, [*first[:7], *others[:3]]) == []


def test_a_kind_declared_otherwise_has_no_rows_and_shares_none(tmp_path: Path) -> None:
    file = tmp_path / "底账.sqlite"
    with posting.open_to_write(file, KINDS) as ledger:
        for number in range(130):
            put(ledger, COUNTED, f"{number}.xlsx", month(0))
        assert ledger.overlaps()
    more = Kind(name="活动", title="活动登记表", fields={**COUNTED.fields, "地点": TEXT})
    with posting.open_to_write(file, {"活动": more}) as ledger:
        assert ledger.overlaps() == []


def test_nothing_is_kept_of_a_table_that_is_replaced() -> None:
    with posting.in_memory(KINDS) as ledger:
        table = TypedTable(
            "案件", "表", {"案号": 0, "人数": 1}, [2], [["A1"], [12]], raws={"人数": {2: "张三等12人"}}
        )
        ledger.replace(Entry("a.xlsx", 2023, "司法所", "0" * 64, 1, "profile"), [table], [])
        ledger.supersede(1, "b.xlsx", finding("OWE003", "有更新的一份", Place("a.xlsx")))
        kept = ledger._connection.execute("SELECT replaced, fingerprints, raws FROM _tables").fetchall()
        assert kept == [("b.xlsx", b"", "{}")]


@pytest.mark.parametrize("values", [("甲", "乙"), (1, 2), (None, "甲")])
def test_marks_are_the_same_in_every_process(values: tuple[Value, ...]) -> None:
    text = ["" if value is None else str(value) for value in values]
    known = {"": 0, "甲": 0x63AE8289, "乙": 0xED7E9F7F, "1": 0x83DCEFB7, "2": 0x1AD5BE0D}
    marks = fingerprints_of(KEYED, {"案号": values})
    assert [int.from_bytes(marks[at : at + 4], sys.byteorder) for at in (0, 4)] == [
        known[each] for each in text
    ]


REGISTER = Kind(
    name="纠纷",
    title="纠纷台账",
    key="编号",
    fields={
        "编号": TEXT,
        "收到": DAY,
        "类别": TEXT,
        "村": Field(type="string"),
        "当事人": Field(type="string", personal=True),
        "人数": Field(type="integer"),
    },
)
FIRST: list[Row] = [(str(at), f"2023-02-{at:02}", "邻里", "东村", f"甲{at}", at % 3) for at in range(1, 6)]


def agree(rows: Sequence[Row], kind: Kind = REGISTER, first: Sequence[Row] = FIRST) -> int:
    with posting.in_memory({kind.name: kind}) as ledger:
        put(ledger, kind, "一.xlsx", first)
        put(ledger, kind, "二.xlsx", rows)
        return ledger.agreeing(1, 2)


@pytest.mark.parametrize(
    ("rows", "count"),
    [
        (FIRST, 5),
        ([(*each[:5], 9) for each in FIRST], 5),  # a number corrected in each row
        ([(*each[:4], None, None) for each in FIRST], 5),  # what is not filled contradicts nothing
        ([(each[0], each[1].replace("-02-", "-05-"), *each[2:]) for each in FIRST], 0),  # type: ignore[union-attr]
        ([(each[0], f"2023-08-{at:02}", "婚姻", "西村", f"乙{at}", 2) for at, each in enumerate(FIRST)], 0),
        ([*FIRST[:3], *((str(at), f"2023-09-{at:02}", "婚姻", "西村", "乙", 2) for at in (4, 5))], 3),
        ([(f"B{each[0]}", *each[1:]) for each in FIRST], 0),
    ],
)
def test_a_key_alone_makes_no_two_rows_one(rows: Sequence[Row], count: int) -> None:
    assert agree(rows) == count


def test_where_no_words_or_days_stand_beside_the_key_numbers_tell() -> None:
    first = [(f"{at}", at * 3) for at in range(1, 6)]
    assert agree(first, KEYED, first) == 5
    assert agree([(key, number + 1) for key, number in first], KEYED, first) == 0


def test_without_a_key_rows_must_say_the_same_throughout() -> None:
    first = [("普法", "2023-03-01", 30), ("宣讲", "2023-03-02", 40)]
    assert agree([("普法", "2023-03-01", 31), first[1]], COUNTED, first) == 1
