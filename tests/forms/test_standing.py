"""Which lists go on from year to year, and which of their rows and columns are carried over."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from reportgen.forms.standing import carried, every_key, is_personal, is_standing
from reportgen.ledger.reading import Ledger
from reportgen.ledger.writing import in_memory
from reportgen.model import Entry, Field, Kind, Profile, TypedTable

KEY = Field(type="string", required=True, unique=True)
MONTH = Field(type="integer", required=True, unique=True, minimum=1, maximum=12)
ROSTER = Kind(
    name="名册",
    title="人员名册",
    key="证号",
    fields={
        "姓名": Field(type="string", personal=True),
        "证号": KEY,
        "在岗": Field(type="boolean"),
        "有效期至": Field(type="date"),
        "件数": Field(type="integer"),
    },
)


def kind(key: str = "", period: str = "", since: str = "", **fields: Field) -> Kind:
    return Kind(name="表", title="表", key=key, period=period, since=since, fields=fields)


def test_a_list_stands_where_its_rows_belong_to_no_year() -> None:
    day = Field(type="date")
    assert is_standing(kind(key="号", 号=KEY))
    assert is_standing(kind(since="日", 日=day))
    assert not is_standing(kind(key="号", period="日", 号=KEY, 日=day)), "cases"
    assert not is_standing(kind(key="月份", 月份=MONTH)), "a row for each month"
    assert not is_standing(kind(事=KEY)), "texts"


def test_the_lists_of_the_shipped_profile_that_stand(rule_of_law: Profile) -> None:
    standing = {name: is_personal(each) for name, each in rule_of_law.kinds.items() if is_standing(each)}
    assert standing == {"执法人员": True, "规范性文件": False, "法律顾问": True, "文化阵地": False}


@pytest.mark.parametrize(
    ("declared", "keys"),
    [
        (MONTH, list(range(1, 13))),
        (Field(type="string", unique=True, enum=("春", "夏", "秋", "冬")), ["春", "夏", "秋", "冬"]),
        (Field(type="integer", unique=True, minimum=1, maximum=32), []),
        (Field(type="integer", unique=True, minimum=1, maximum=31), list(range(1, 32))),
        (Field(type="integer", unique=True, minimum=1), []),
        (Field(type="integer", minimum=1, maximum=12), []),  # several rows of a month
        (KEY, []),
    ],
)
def test_a_key_of_few_values_gives_a_row_for_each(declared: Field, keys: list[object]) -> None:
    assert [row["键"] for row in every_key(kind(key="键", 键=declared))] == keys


def test_what_is_known_by_a_name_only_is_personal() -> None:
    name = Field(type="string", required=True, personal=True)
    assert not is_personal(ROSTER), "known by its number"
    assert is_personal(kind(key="号", 号=name))
    assert is_personal(kind(since="日", 姓名=name, 日=Field(type="date"))), (
        "without a key, by all that is required"
    )


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    with in_memory({"名册": ROSTER}) as made:
        for year, department, names in ((2023, "甲办", "王李"), (2023, "乙办", "赵"), (2022, "甲办", "孙")):
            numbers = [f"{year}{department}{at}" for at in range(len(names))]
            columns = [
                list(names),
                numbers,
                [True, False][: len(names)],
                ["2026-01-31"] * len(names),
                [3] * len(names),
            ]
            table = TypedTable(
                "名册",
                "表1",
                {name: at for at, name in enumerate(ROSTER.fields)},
                range(2, 2 + len(names)),
                columns,
            )
            made.replace(Entry(f"{year}/{department}/名册.xlsx", year, department), [table], [])
        yield made


def test_the_rows_of_the_department_are_carried_over_as_a_form_takes_them(ledger: Ledger) -> None:
    rows = carried(ledger, ROSTER, 2023, "甲办", personal=False)
    assert [{name: str(value) for name, value in row.items()} for row in rows] == [
        {"证号": "2023甲办0", "在岗": "是", "有效期至": "2026-01-31"},
        {"证号": "2023甲办1", "在岗": "否", "有效期至": "2026-01-31"},
    ], "no name; and 件数 is the year's own"


def test_names_are_carried_over_where_that_was_asked_for(ledger: Ledger) -> None:
    rows = carried(ledger, ROSTER, 2023, "甲办", personal=True)
    assert [row["姓名"] for row in rows] == ["王", "李"]
