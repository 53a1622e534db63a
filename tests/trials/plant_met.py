"""Each kind of the audit's faults, planted once -> a kind for each check of the profiles, as `tests/golden/planted_checks.txt`.

`uv run python -m tests.trials.plant_met [--seed 2023]` plants every kind (some minutes) and writes as few as meet all checks, one
check on a line: profile, check, kind and the seed that it was planted with. `test_plant_met` plants them again, all that touch
different workbooks at once, and wants each check to be met. It ends with 1 where a check is met by none.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from tests.trials.plant import TOWNS, judge
from tests.trials.plant_ground import AUDIT, Chance, FaultKind, Ground
from tests.trials.plant_nursery import TRIES, Nursery
from tests.trials.plant_page import NotHere

FILE = Path(__file__).parents[1] / "golden" / "planted_checks.txt"


class Met(NamedTuple):
    """A check of a profile, the kind that it is met by, and the seed."""

    profile: str
    check: str
    kind: str
    seed: str


def recorded() -> list[Met]:
    """What was written."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return [Met(*line.split(" | ")) for line in lines]


def planted(nursery: Nursery, kind: FaultKind, seed: str) -> Ground:
    """What a kind is planted in. Raises LookupError."""
    for attempt in range(TRIES):
        ground = nursery.ground(Chance(f"{seed} {kind.name} {attempt}"), kind.formats)
        with suppress(NotHere):
            kind.plant(ground)
            return ground
    raise LookupError(kind.name)


def fewest(met: Mapping[str, Collection[str]], wanted: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield each check that is wanted with the kind that meets it: those first that meet the most of what is left."""
    left = {*wanted}
    while left:
        kind = max(met, key=lambda each: len(left & {*met[each]}), default="")
        found = sorted(left & {*met.get(kind, ())})
        if not found:
            return
        yield from ((check, kind) for check in found)
        left -= {*found}


def main(arguments: Sequence[str] | None = None) -> int:
    """Plant, and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seed", default="2023")
    seed = parser.parse_args(arguments).seed
    lines, unmet = [], []
    with tempfile.TemporaryDirectory() as folder:
        for town in TOWNS:
            nursery = Nursery(Path(folder) / town.profile, town)
            met: dict[str, Collection[str]] = {}
            for number, kind in enumerate(each for each in AUDIT.values() if each.profile == town.profile):
                done = nursery.plant(kind, number, f"{seed} {kind.name}")
                met[kind.name] = judge(kind, done.spot, done.built, done.truth).codes
                shutil.rmtree(done.root)
            found = dict(fewest(met, nursery.checks))
            unmet += [code for code in nursery.checks if code not in found]
            lines += [
                f"{town.profile} | {code} | {found[code]} | {seed}"
                for code in nursery.checks
                if code in found
            ]
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(*unmet, sep="\n")
    return int(bool(unmet))


if __name__ == "__main__":
    sys.exit(main())
