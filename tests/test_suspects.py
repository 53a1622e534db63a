"""The numbers of an equation that does not hold -> which of them is probably wrong."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reportgen.suspects import Equation, Key, Number, Spread, Suspect, off, suspects

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


@given(st.lists(st.integers(0, 999), min_size=4, max_size=4))
def test_whoever_is_suspected_the_value_mends_the_sum(values: list[int]) -> None:
    numbers = row(*values)
    for each in suspects(numbers, SUM):
        mended: dict[Key, float] = {each.cell: each.value}
        if each.other is not None:
            mended[each.beside] = each.other
        assert off(numbers, SUM, mended) == 0
