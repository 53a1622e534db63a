"""Which rows and columns of standing lists are carried over."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from reportgen.forms.standing import carried, is_personal
from reportgen.ledger.reading import Ledger
from reportgen.ledger.writing import in_memory
from reportgen.model import Entry, Field, Kind, TypedTable

KEY = Field(type="string", required=True, unique=True)
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
