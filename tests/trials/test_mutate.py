"""The trial by mutation, in small: what is drawn, what is left alone, and that a gap in the tests shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.trials import mutate

TINY = '''
"""Says whether a number is small, 1 of 2."""
from typing import TYPE_CHECKING, Literal
from functools import lru_cache
if TYPE_CHECKING:
    TYPES = 3
Size = Literal["small", "big"]
BATCH = 7


@lru_cache(maxsize=5)
def is_small(number: int, least: "int" = 0) -> bool:
    """Return 1 for 2."""
    return number < 10
'''
TESTED = (
    "from reportgen.tiny import is_small\ndef test_small():\n    assert is_small(9) and not is_small(10)\n"
)


def tree(root: Path, source: str = TINY, test: str = TESTED) -> Path:
    for name, text in (("__init__", ""), ("tiny", source)):
        (root / "reportgen").mkdir(parents=True, exist_ok=True)
        (root / "reportgen" / f"{name}.py").write_text(text, encoding="utf-8")
    (root / "tests").mkdir()
    (root / "tests" / "test_tiny.py").write_text(test, encoding="utf-8")
    return root


def changes(source: str) -> set[str]:
    """Every line that a mutation of a source leads to."""
    return {each.lines(source.encode())[1] for each in mutate.mutations(source.encode(), "")}


def test_what_no_test_could_see_is_left_alone() -> None:
    assert changes(TINY) == {
        "return number <= 10", "return number > 10", "return number < 11", "return number < (9)",
        'def is_small(number: int, least: "int" = 1) -> bool:', 'def is_small(number: int, least: "int" = (-1)) -> bool:',
    }  # fmt: skip


@pytest.mark.parametrize(
    ("line", "mutated"),
    [
        ("x = a == b", {"x = a != b"}),
        ("x = a is not b", {"x = a is b"}),
        ("x = a and b", {"x = a or b"}),
        ("x = a or b and c", {"x = a and (b and c)", "x = a or (b or c)"}),
        ("x = not a", {"x = a"}),
        ("x = a + b", {"x = a - b"}),
        ("x = a + '中'", set()),
        ("x = a[b:c]", {"x = a[:c]", "x = a[b:]"}),
        ("x = True", {"x = False"}),
        ("x = 5000", {"x = 10000"}),
        ("x = a == '中'", {"x = a != '中'", "x = a == ''"}),
        ("x = '中'", set()),
        ("x = f'{a + b}'", set()),
        ("x = {a: b, c: d}", {"x = {c: d}", "x = {a: b}"}),
        ("x = a in (b, c)", {"x = a not in (b, c)", "x = a in (c,)", "x = a in (b,)"}),
        ("x, y = a, b", set()),
        ("a(b)", {"pass"}),
        ("def f():\n    if a:\n        return b\n    return '中'", {"pass", "return ''"}),
        ("def f():\n    if a:\n        return False\n    return b", {"pass", "return True"}),
        ("def f():\n    if a:\n        return False\n    b()", {"pass", "return True"}),
        (
            "def f():\n    try:\n        return a\n    except B:\n        return False",
            {"pass", "return True"},
        ),
        ("def f():\n    for a in b:\n        return None", {"pass"}),
        ("def f():\n    if a:\n        return None", set()),
        ("x = zip(a, b, strict=True)", set()),
        ("class A(TypedDict, total=False):\n    b: str", set()),
        ("gc.set_threshold(9)", set()),
        ("gc.enable()", {"pass"}),
    ],
)
def test_a_mutation_is_small(line: str, mutated: set[str]) -> None:
    assert changes(line) == mutated


def test_the_place_is_counted_in_bytes() -> None:
    source = "def f(甲):\n    return '没有' if 甲 < 乙 else 1\n".encode()
    drawn = [each for each in mutate.mutations(source, "") if "<=" in each.new]
    assert [each.applied(source).decode().splitlines()[1] for each in drawn] == [
        "    return '没有' if (甲 <= 乙) else 1"
    ]


def test_the_same_seed_draws_the_same_mutations_of_all_modules() -> None:
    first = mutate.draw(mutate.ROOT, 40, 7)
    assert first[:9] == mutate.draw(mutate.ROOT, 9, 7)
    assert first[:9] != mutate.draw(mutate.ROOT, 9, 8)
    assert len(set(first)) == 40
    assert len({each.file.split("/")[1] for each in first}) >= 6


def test_a_mutation_is_seen_by_a_test_or_survives(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = "def is_small(number, most):\n    return number < most\n"
    test = "from reportgen.tiny import is_small\ndef test_small():\n    assert is_small(1, 2)\n"
    root = tree(tmp_path / "tree", source, test)
    assert mutate.main(["--jobs", "2"], root) == 1
    told = capsys.readouterr().out
    assert "reportgen/tiny.py:2 SURVIVED" in told
    assert "reportgen/tiny.py:2 caught by tests/test_tiny.py::test_small" in told
    assert "\n  - return number < most\n  + return number <= most\n" in told
    assert told.endswith("1 of 2 caught; 2 must be\n")
    assert (root / "reportgen/tiny.py").read_text(encoding="utf-8") == source


def test_a_loop_without_end_is_caught_by_the_limit(tmp_path: Path) -> None:
    source = "def f(number):\n    while number:\n        if number < 9:\n            break\n"
    root = tree(tmp_path / "tree", source, "from reportgen.tiny import f\ndef test_f():\n    f(1)\n")
    endless = [each for each in mutate.draw(root, 9, 1) if each.new == "pass"]
    assert [each.caught for each in mutate.try_all(root, endless, 1, 2)] == ["the limit of 2 s"]


def test_tests_that_fail_without_a_mutation_judge_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tree(tmp_path / "tree", test="def test_nothing():\n    assert False\n")
    assert mutate.main(["--number", "1"], root) == 2
    assert "test_nothing fails without any mutation" in capsys.readouterr().out


def test_a_module_has_its_tests_where_its_name_says() -> None:
    assert mutate.own_test("reportgen/ledger/sql.py") == "tests/ledger/test_sql.py"
    assert mutate.own_test("reportgen/model.py") == "tests/test_model.py"


def test_an_expression_that_cannot_be_written_costs_no_other() -> None:
    source = "said = [f\"{'\u3000' * 3}\", 'b']\ncount = 1 + 2\n"
    assert "count = 1 - 2" in changes(source)
