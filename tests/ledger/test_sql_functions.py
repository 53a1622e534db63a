"""The functions that a profile's SQL may call: days, working days, what counts as the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from reportgen.ledger import sql_functions as functions
from reportgen.ledger.writing import WritableLedger
from tests.ledger.rows import two_years


@pytest.fixture
def ledger() -> Iterator[WritableLedger]:
    with two_years() as opened:
        yield opened


@pytest.mark.parametrize(
    ("start", "end", "count", "estimated"),
    [
        ("2024-03-01", "2024-03-12", 7, False),
        ("2024-02-08", "2024-02-19", 3, False),  # Spring Festival: 9 worked, 10-17 off, Sunday 18 worked
        ("2024-03-12", "2024-03-01", 0, False),
        ("2051-03-01", "2051-03-08", 5, True),
    ],
)
def test_working_days_follow_the_state_councils_table(
    ledger: WritableLedger, start: str, end: str, count: int, estimated: bool
) -> None:
    assert ledger.views.select(f"SELECT workdays('{start}', '{end}')") == [(count,)]
    assert ledger.views.calendar.estimated is estimated


def test_what_holds_whatever_days_are_off_is_sure(ledger: WritableLedger) -> None:
    def sure(condition: str) -> bool:
        return bool(ledger.views.surely(f"SELECT 1 AS _source, 1 AS _row WHERE {condition}"))

    forty_three = "workdays('2051-03-01', '2051-04-28')"  # less 23 at most, and 12 more at most
    assert [sure(f"{forty_three} > {limit}") for limit in (18, 19)] == [True, False]
    assert [sure(f"{forty_three} < {limit}") for limit in (54, 55)] == [False, True]
    assert sure("workdays('2024-03-01', '2024-03-12') = 7")
    assert not sure("legaldays('2051-03-01', '2051-03-14') > 10")
    assert sure("legaldays('2051-03-01', '2051-05-03') > 10")
    assert ledger.views.select("SELECT workdays('2051-03-01', '2051-03-08')") == [(5,)]


@pytest.mark.parametrize(
    ("sql", "value"),
    [
        ("days('2024-03-01', '2024-03-12')", 11),
        ("days('2024-03-12', '2024-03-01')", -11),
        ("days('2024-02-28', '2024-03-01')", 2),
        ("days(NULL, '2024-03-01')", None),
        ("days('2024-03-01', '五月')", None),
        ("workdays('五月', '2024-03-01')", None),
        ("workdays('2024-03-01', NULL)", None),
        ("workdays('2024-03-01', '2024-03-01')", 0),
        ("workdays('2050-12-30', '2051-01-09')", 6),
        ("legaldays('2024-03-01', '2024-03-15')", 14),  # a Friday
        ("legaldays('2024-03-01', '2024-03-18')", 15),  # a Monday: the 15th day was a Saturday
        ("legaldays('2024-03-01', '2024-03-19')", 18),
        (
            "legaldays('2023-09-14', '2023-10-07')",
            15,
        ),  # seven days of holiday, then a Saturday that is worked
        ("legaldays('2050-12-23', '2050-12-26')", 1),
        ("legaldays('2024-03-12', '2024-03-01')", -11),
        ("legaldays(NULL, '2024-03-01')", None),
        ("year('2024-03-01')", 2024),
        ("month('2024-12-01')", 12),
        ("year(NULL)", None),
        ("month('2024-13-01')", None),
        ("report_year()", 2023),
        ("cutoff()", "2023-12-31"),
    ],
)
def test_a_function_gives_a_number_or_nothing(ledger: WritableLedger, sql: str, value: object) -> None:
    assert ledger.views.select(f"SELECT {sql}") == [(value,)]


@pytest.mark.parametrize(
    ("numbers", "middle"),
    [("(3), (1), (2)", 2), ("(4), (1), (2.5), (10)", 2.5), ("(NULL), (7), ('x')", 7), ("(NULL)", None)],
)
def test_the_median_is_one_of_the_numbers(ledger: WritableLedger, numbers: str, middle: object) -> None:
    assert ledger.views.select(f"SELECT median(column1) FROM (VALUES {numbers})") == [(middle,)]


def test_every_function_is_named_for_those_who_misspell_one(ledger: WritableLedger) -> None:
    assert set(functions.NAMES) == {
        *(
            "workdays",
            "legaldays",
            "report_start",
            "last_cutoff",
            "days",
            "year",
            "month",
            "people",
            "rounded",
            "added",
            "median",
            "report_year",
            "cutoff",
        ),
    }


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        ("（2023）A 1", "(2023)a1"),
        ("Ａ１\n", "a1"),
        ("罚〔2023〕012号", "罚(2023)12"),
        (12, "12"),
        (None, None),
    ],
)
def test_what_people_read_as_the_same_is_compared_as_the_same(value: object, plain: str | None) -> None:
    assert functions.plain(value) == plain


def test_what_is_kept_changes_nothing_however_little_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(functions, "_VALUES", 2)
    token = functions.tokens(b"1")
    values = ["甲 1", "甲1", 1, 1.0, True, None, "乙", "１", "1", "甲 1", "丙"]
    said = ["甲1", "甲1", "1", "1.0", "true", None, "乙", "1", "1", "甲1", "丙"]
    assert [functions.plain(each) for each in values] == said
    first = {value: token(value) for value in said}
    assert len(set(first.values())) == len(set(said))
    assert [token(each) for each in values] == [first[each] for each in said]


def test_a_token_begins_with_a_word_that_is_looked_for_and_hangs_on_key_and_value() -> None:
    one, other = functions.tokens(b"1"), functions.tokens(b"2")
    assert one("张三") == one("张三") != one("李四")
    assert one("张三") == one("张 三") == one("张\u200b三")
    assert one("张三") != other("张三")
    assert str(one("张三")).startswith(functions.TOKEN)
    assert len(str(one("张三"))) == len(functions.TOKEN) + 27
    assert one(None) is None


@pytest.mark.parametrize(
    ("parties", "count"),
    [
        ("张三", 1), ("张三、李四", 2), ("黄海明/徐德华", 2), ("吴素琴，倪永祥；李四", 3), ("张三、李四等12人", 12), ("张三等4名工人", 4),
        ("某某经营部、张三", None), ("张三夫妇", None), ("某某公司与张三等4人", None), ("村民委员会和李四", None), ("", None),
    ],
)  # fmt: skip
def test_a_personal_value_tells_how_many_people_it_names_and_nothing_else(
    parties: str, count: int | None
) -> None:
    assert functions.people(functions.tokens(b"1")(parties)) == count
    assert functions.people(None) is functions.people("张三") is None


@pytest.mark.parametrize("first", range(1, 8))
@pytest.mark.parametrize("length", range(16))
def test_without_a_published_table_monday_to_friday_are_worked(first: int, length: int) -> None:
    start, calendar = date(2051, 5, first), functions.Calendar()
    after = [start + timedelta(days=number) for number in range(1, length + 1)]
    found = calendar.workdays(start.isoformat(), (start + timedelta(days=length)).isoformat())
    assert found == sum(day.isoweekday() <= 5 for day in after)
    assert calendar.estimates == ({(start.isoformat(), after[-1].isoformat()): 2051} if after else {})


def test_a_given_plan_counts_where_no_table_is_published(ledger: WritableLedger) -> None:
    plan = functions.Plan(frozenset({"2051-03-02"}), frozenset({"2051-03-04"}))
    ledger.views.calendar.plans = {2051: plan, 2024: plan}
    assert ledger.views.select("SELECT workdays('2051-03-01', '2051-03-08')") == [(5,)]  # 3, 4, 6, 7, 8
    assert ledger.views.select("SELECT workdays('2024-03-01', '2024-03-12')") == [(7,)]
    assert not ledger.views.calendar.estimated
    assert ledger.views.select("SELECT workdays('2051-12-29', '2052-01-03')") == [(3,)]
    assert set(ledger.views.calendar.estimates.values()) == {2052}


def test_what_is_published_is_told_by_the_days_that_holidays_move() -> None:
    plan = functions.published(2024)
    assert plan
    assert {"2024-01-01", "2024-02-12", "2024-10-07"} <= plan.off
    assert {"2024-02-04", "2024-02-18"} <= plan.work
    assert functions.published(2051) is None


@pytest.mark.parametrize(
    ("sql", "value"),
    [
        ("rounded(2.675, 2)", 2.68),
        ("rounded(-2.675, 2)", -2.68),
        ("rounded(1.005, 2)", 1.01),
        ("rounded(2.5, 0)", 3),
        ("rounded(1250, -2)", 1300),
        ("rounded(0.1 + 0.2, 2) = 0.3", 1),
        ("rounded(NULL, 2)", None),
        ("rounded(2.5, NULL)", None),
        ("rounded('两', 2)", None),
        ("rounded(1e300, 2) = 1e300", 1),
        ("rounded(9e999, 2)", None),
    ],
)
def test_a_number_is_rounded_by_its_digits(ledger: WritableLedger, sql: str, value: object) -> None:
    assert ledger.views.select(f"SELECT {sql}") == [(value,)]


@pytest.mark.parametrize(
    ("values", "value"),
    [
        ("SELECT 0.1 AS n UNION ALL SELECT 0.2 UNION ALL SELECT NULL", 0.3),
        ("SELECT 1 AS n UNION ALL SELECT 2", 3),
        ("SELECT 1e16 AS n UNION ALL SELECT 1.0 UNION ALL SELECT -1e16", 1),
        ("SELECT NULL AS n", None),
        ("SELECT '两' AS n", None),
    ],
)
def test_numbers_are_added_up_by_their_digits(ledger: WritableLedger, values: str, value: object) -> None:
    assert ledger.views.select(f"SELECT added(n) FROM ({values})") == [(value,)]


def test_ten_times_a_tenth_is_one(ledger: WritableLedger) -> None:
    tens = " UNION ALL ".join(["SELECT 0.1 AS n"] * 10)
    assert ledger.views.select(f"SELECT added(n) = 1 FROM ({tens})") == [(1,)]
