"""The numbers of an equation that does not hold -> which of them is probably wrong."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reportgen.suspects import Equation, Key, Number, Spread, Suspect, off, suspects, together

NAMES = "甲乙丙丁"
SUM: Equation = {"甲": 1, "乙": 1, "丙": 1, "丁": -1}


def row(*values: float | None, live: str = "", **others: float) -> dict[Key, Number]:
    """甲 + 乙 + 丙 = 丁 with these values, and what else is known of some: 甲_above."""
    return {
        name: Number(
            value,
            name,
            name,
            live=name in live,
            above=others.get(f"{name}_above"),
            last=others.get(f"{name}_last"),
            spread=Spread.of([25, 32, 28, value]) if name != "丁" else None,
        )
        for name, value in zip(NAMES, values, strict=True)
    }


def first(numbers: dict[Key, Number], *others: Equation) -> tuple[str, float, str] | None:
    found = suspects(numbers, SUM, others)
    return (found[0].cell, found[0].value, found[0].slip) if found else None


def test_a_sum_that_holds_is_nobodys_fault() -> None:
    assert suspects(row(23, 31, 28, 82), SUM) == ()


def test_the_slip_tells_the_cell_and_the_value() -> None:
    assert first(row(23, 31, 28, 28)) == ("丁", 82, "transposed")
    assert first(row(233, 31, 28, 82)) == ("甲", 23, "doubled")
    assert first(row(23, None, 28, 82)) == ("乙", 31, "blank")
    assert first(row(23, 31, 82, 28)) in {("丁", 82, "exchanged"), ("丙", 28, "exchanged")}
    assert first(row(23, 31, 28, 54)) == ("丁", 82, "left out")
    assert first(row(23, 31, 28, 110)) == ("丁", 82, "counted twice")


def test_a_number_as_above_or_as_last_year_is_suspected_before_a_digit() -> None:
    assert first(row(23, 37, 28, 82, 乙_above=37)) == ("乙", 31, "row above")
    assert first(row(23, 37, 28, 82, 乙_last=37)) == ("乙", 31, "last year")


def test_what_a_formula_works_out_is_never_suspected() -> None:
    assert all(each.cell != "丁" for each in suspects(row(23, 31, 28, 28, live="丁"), SUM))
    assert suspects(row(233, 31, 28, 82, live="甲"), SUM) == ()


def test_those_that_explain_it_equally_are_named_together_but_not_many() -> None:
    found = suspects({name: Number(value, name, name) for name, value in zip("甲乙丙", (2, 4, 7), strict=True)},
                     {"甲": 1, "乙": 1, "丙": -1})  # fmt: skip
    assert {each.cell for each in found if each.equally} == {"甲", "乙", "丙"}
    many: dict[Key, Number] = {at: Number(24, str(at), str(at)) for at in range(30)}
    assert suspects({**many, "和": Number(721, "和", "和")}, {**dict.fromkeys(many, 1), "和": -1}) == ()


def test_a_second_equation_names_the_cell_outright_or_clears_it() -> None:
    numbers = {**row(23, 74, 28, 82), "上": Number(10, "上", "上"), "计": Number(41, "计", "计")}
    column: Equation = {"乙": 1, "上": 1, "计": -1}
    (only,) = suspects(numbers, SUM, [column])
    assert (only.cell, only.value, only.crossed) == ("乙", 31, True)
    cleared = {**numbers, "计": Number(84, "计", "计")}
    assert all(each.cell != "乙" for each in suspects(cleared, SUM, [column]))


def test_rows_that_are_counted_may_be_too_few() -> None:
    numbers = {"月": Number(9, "月", "月"), "账": Number(8, "账", counted=True)}
    found = suspects(numbers, {"月": 1, "账": -1})
    assert Suspect("", "账", 9, "rows", wide=1, equally=True) in found


def column(values: list[float | None], total: float) -> tuple[dict[Key, Number], Equation]:
    """A column, its rows numbered from 1, and its total."""
    spread = Spread.of(values)
    rows: dict[Key, Number] = {
        at: Number(value, str(at), str(at), spread=spread, row=at) for at, value in enumerate(values, 1)
    }
    return {**rows, "计": Number(total, "计", "计")}, {**dict.fromkeys(rows, 1), "计": -1}


def test_the_one_that_is_not_round_is_suspected_among_round_ones() -> None:
    numbers, equation = column([160, 420, 1180, 363, 520, 700, 310, 240], 3890)
    assert next((each.cell, each.value) for each in suspects(numbers, equation)) == ("4", 360)


def test_a_blank_is_no_slip_where_many_are_blank() -> None:
    rows: list[float | None] = [160, 420, 510, 360, 520, 700]
    numbers, equation = column([*rows, None, None, None, None], 2760)  # typed for 2670
    assert suspects(numbers, equation)[0].cell == "计"


def test_a_total_that_is_one_off_may_be_the_one() -> None:
    rows: list[float | None] = [160, 420, 1180, 360, 510, 700, 220, 90, 450, 130, 680, 330, 240, 70, 150]
    numbers, equation = column(rows, 5689)  # 5690
    (first_, *_) = suspects(numbers, equation)
    assert (first_.cell, first_.value, first_.slip) == ("计", 5690, "one off")


def test_a_number_that_often_comes_in_a_long_column_is_the_likelier_one() -> None:
    values: list[float | None] = [21, 12, 26, 3, 3, 21, 12, 26, 21, 12, 26] * 4
    values[0] = 1  # 21 without its 2
    numbers, equation = column(values, sum(each or 0 for each in values) + 20)
    numbers |= {at: replace(numbers[at], above=3) for at in (5, 16, 27, 38)}  # 3 as the row above, for 23
    assert suspects(numbers, equation)[0][:4] == ("1", "1", 21, "dropped")


def test_columns_that_move_together_are_found_whatever_one_number_is() -> None:
    people: dict[int, float | None] = dict(enumerate([160, 420, 1180, 90, 520, 700, 31, 240]))
    papers: dict[int, float | None] = dict(enumerate([200, 500, 1400, 100, 6200, 860, 40, 300]))
    others: dict[int, float | None] = dict(enumerate([3, 900, 12, 700, 1, 5, 4000, 2]))
    assert together({"人": people, "份": papers, "他": others}) == {"人": "份", "份": "人"}
    assert together({"人": dict([*people.items()][:5]), "份": dict([*papers.items()][:5])}) == {}


def test_two_numbers_of_a_row_may_have_been_exchanged_though_no_sum_crosses_the_columns() -> None:
    numbers: dict[Key, Number] = {
        (row, name): Number(value, f"{name}{row}", f"{name}{row}", spread=Spread.of(values), row=row)
        for name, values in {"甲": (10, 55, 70, 31), "乙": (40, 25, 66, 90)}.items()
        for row, value in enumerate(values, 1)
    }
    totals = {"甲": 136, "乙": 251}  # with 25 and 55
    numbers |= {("计", name): Number(value, f"{name}计", f"{name}计") for name, value in totals.items()}
    one, two = ({**{(row, name): 1 for row in range(1, 5)}, ("计", name): -1} for name in totals)
    first_ = suspects(numbers, one, [two])[0]
    assert (first_.cell, first_.value, first_.slip, first_.beside, first_.crossed) == (
        "甲2",
        25,
        "exchanged",
        "乙2",
        True,
    )


@given(st.lists(st.integers(0, 999), min_size=4, max_size=4))
def test_whoever_is_suspected_the_value_mends_the_sum(values: list[int]) -> None:
    numbers = row(*values)
    for each in suspects(numbers, SUM):
        mended: dict[Key, float] = {each.cell: each.value}
        if each.other is not None:
            mended[each.beside] = each.other
        assert off(numbers, SUM, mended) == 0
