"""Each check of the profiles is met by a planted fault: take one out of a profile, or let it be blind, and this fails."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from reportgen import pipeline
from tests.trials import plant
from tests.trials.plant_ground import AUDIT, Ground
from tests.trials.plant_met import Met, fewest, planted, recorded
from tests.trials.plant_nursery import INBOX, Nursery


def files(ground: Ground) -> set[str]:
    """The workbooks that a fault touches, whatever format they come in."""
    return {each.rpartition(".")[0] for each in (*ground.touched, *ground.gone)}


def together(nursery: Nursery, wanted: list[Met]) -> Iterator[tuple[list[str], list[Ground]]]:
    """The checks, and what their faults are planted in: as many at once as touch different workbooks."""
    grounds = {
        kind: planted(nursery, AUDIT[kind], seed)
        for kind, seed in {each.kind: each.seed for each in wanted}.items()
    }
    while grounds:
        taken: dict[str, Ground] = {}
        for kind, ground in grounds.items():
            if not any(files(ground) & files(each) for each in taken.values()):
                taken[kind] = ground
        yield [each.check for each in wanted if each.kind in taken], [*taken.values()]
        grounds = {kind: ground for kind, ground in grounds.items() if kind not in taken}


def found(nursery: Nursery, name: str, grounds: list[Ground]) -> set[str]:
    """The codes of what is found where all these faults are planted."""
    root = nursery.folder / f"met {name}"
    shutil.copytree(nursery.clean_root, root)
    years = {2023}
    for ground in grounds:
        for file in ground.gone:
            (root / INBOX / file).unlink()
        for book in ground.touched.values():
            path = root / INBOX / book.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(book.content())
            years.add(max(book.year, 2023))
    project = pipeline.open_project(root)
    pipeline.collect(project)
    return {each.code for year in years for each in pipeline.validate(project, year)[1]}


@pytest.mark.parametrize("town", plant.TOWNS, ids=lambda town: town.profile)
def test_each_check_is_met_by_a_planted_fault(town: plant.Town, nurseries: dict[str, Nursery]) -> None:
    nursery = nurseries[town.profile]
    wanted = [each for each in recorded() if each.profile == town.profile]
    assert [each.check for each in wanted] == [*nursery.checks], "run tests.trials.plant_met"
    unmet = [
        check
        for number, (checks, grounds) in enumerate(together(nursery, wanted))
        for check in sorted({*checks} - found(nursery, str(number), grounds))
    ]
    assert unmet == []


def test_the_kinds_that_meet_most_come_first() -> None:
    met = {"one": ("A", "B"), "two": ("B", "C", "D"), "three": ("A",)}
    assert [*fewest(met, "ABCDE")] == [("B", "two"), ("C", "two"), ("D", "two"), ("A", "one")]
