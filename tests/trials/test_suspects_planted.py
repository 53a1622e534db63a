"""Single slips planted into sums that hold: the trial itself, in small."""

from __future__ import annotations

from random import Random

import pytest

from tests.trials.suspects import MEANS, TRIALS, kinds_of, main, measured, plant
from tests.trials.suspects_faults import BEYOND, EXCHANGED, SLIPS, Copied


@pytest.mark.parametrize(
    ("trial", "size", "least"),
    [(trial, size, least) for trial, least in zip(TRIALS, (0.75, 0.94, 0.97), strict=True) for size in MEANS],
)
def test_the_right_cell_is_named(trial: str, size: str, least: float) -> None:
    tally = measured(trial, MEANS[size], False, 18 * len(kinds_of(trial, False)), 1)
    assert tally.first >= least * tally.planted
    assert tally.valued >= 0.95 * tally.first
    assert tally.among >= 0.94 * tally.planted


def test_the_same_seed_plants_the_same() -> None:
    one, two = (measured("rows of three parts and a total", 6, False, 40, 3) for _ in range(2))
    assert (one.first, one.kinds) == (two.first, two.kinds)


@pytest.mark.parametrize("kind", [*SLIPS, *BEYOND])
def test_a_slip_changes_the_digits_or_cannot_be_made(kind: str) -> None:
    chance = Random(5)
    typed = {(SLIPS | BEYOND)[kind]("3045", Copied(7, 8, 9), chance) for _ in range(200)}
    assert typed - {None, "3045"}


def test_an_exchange_is_of_two_cells() -> None:
    planted = None
    while not planted:
        planted = plant(EXCHANGED, [[1, 2, 3, 6]], [[1, 2, 3, 6]], [(0, 3)], Random(2))
    assert planted.grid == [[1, 2, 6, 3]]
    assert set(planted.cells) == {(0, 2), (0, 3)}


def test_what_it_prints(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--count", "18"])
    assert capsys.readouterr().out.splitlines()[-1].startswith("one equation, small ")
