"""Single faults, each planted alone into clean samples -> is every one found, and where; does a printed number change unsaid.

`uv run python -m tests.trials.plant [--count 3000] [--seed 2023] [--kind NAME] [--keep DIR] [--list]` plants what a careful
auditor finds (a date a year off, a digit dropped, a person on one sheet alone, last year's rows, ...), kinds in turn, in cells
chosen at random, in the clean samples of a township and of a second profile; builds the year after each, and says by kind
whether a finding names the cell and the row. What nobody can see, because nothing independent stands behind the cell, is
planted too and counted apart, with the reason; `plant_relations` decides it before anything is planted. So is what is seen, but
in a row that nobody can know: the total is off, and at least three other rows come to the same total by the same slip; it must
be told none the less. The last line is the measure. It ends with 1 where a printed number changed in silence, or a clean year or variant is found fault with. The same
seed plants the same.

  cell       a finding stands at the cell (of a row that is there no more: beside the gap; of a sheet: on the sheet)
  named      a finding in its row, or elsewhere, names the cell: by its address, or by the row and the column's name
  row        a finding stands in its row
  elsewhere  a finding stands at another place, or the file is not taken
  harmless   nothing is said, and nothing printed differs
  silent     nothing is said, and something printed is not what it should be

`--reading` plants the faults of reading instead (a row struck out, a unit in a heading, a folder of void files, ...), with
those of last year's files, and compares with a build in which the page is as a person reads it. What is only other true data
is planted too, told apart and not judged.

  at the cell   a finding names the row or the cell; elsewhere: another place, or the whole sheet
  refused       the file, or the sheet, is not taken, and it is said why
  last year     `validate 2022` tells it, `build 2023` does not
  untold        nothing is said, and nothing printed differs, but a person sees that something is odd
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from reportgen.model import Place, column_letters
from tests.make.samples_townships import ALL
from tests.trials import (  # noqa: F401  they enter their kinds
    plant_checks,
    plant_dates,
    plant_numbers,
    plant_returns,
    plant_second,
    plant_words,
)
from tests.trials import plant_reading as reading
from tests.trials.plant_ground import AUDIT, KINDS, FaultKind, Spot, described
from tests.trials.plant_nursery import (
    INBOX,
    TOWNSHIP,
    Built,
    Nursery,
    Town,
    differences,
    of_the_variant,
    width,
)
from tests.trials.plant_relations import day
from tests.trials.second_samples import county, write_profile

Outcome = Literal["cell", "named", "row", "elsewhere", "harmless", "silent"]
OUTCOMES: tuple[Outcome, ...] = ("cell", "named", "row", "elsewhere", "harmless", "silent")
AT_CELL, AT_ROW = ("cell", "named"), ("cell", "named", "row")
COUNTY = Town("disclosure", "某县", county, write=write_profile)
TOWNS = (TOWNSHIP, COUNTY)


@dataclass(frozen=True)
class Fault:
    """One planted fault, what came of it, and the codes of what was found."""

    kind: FaultKind
    spot: Spot
    outcome: Outcome
    changed: Sequence[str] = ()
    said: Sequence[str] = ()
    codes: frozenset[str] = frozenset()


def faults(
    nurseries: Mapping[str, Nursery], count: int, seed: int, only: str = "", keep: Path | None = None
) -> Iterator[Fault]:
    """Plant faults, each kind in turn, and return what came of each."""
    kinds = [kind for kind in AUDIT.values() if only in kind.name and kind.profile in nurseries]
    for number in range(count):
        kind = kinds[number % len(kinds)]
        planted = nurseries[kind.profile].plant(kind, number, f"{seed} {kind.name} {number // len(kinds)}")
        fault = judge(kind, planted.spot, planted.built, planted.truth)
        if keep and fault.outcome not in AT_CELL:
            shutil.copytree(planted.root, keep / planted.root.name, dirs_exist_ok=True)
        shutil.rmtree(planted.root)
        yield fault


def judge(kind: FaultKind, spot: Spot, built: Built, truth: Built) -> Fault:
    """Say what came of a fault."""
    said = [f"{each.code} {each.place}: {each.message}" for each in built.findings]
    said += [" ".join(each) for each in built.turned_away]
    if built.said:
        codes = frozenset(each.code for each in built.findings)
        return Fault(kind, spot, _told(kind, spot, built), said=said, codes=codes)
    changed = differences(truth, built)
    return Fault(kind, spot, "silent" if changed else "harmless", changed)


def _told(kind: FaultKind, spot: Spot, built: Built) -> Outcome:
    places = [(each.place, each.message) for each in built.findings]
    if spot.row == 0:
        here = any(
            _on_sheet(place, spot) or any(each in said for each in spot.names) for place, said in places
        )
        away = any(each[0] == f"{INBOX}/{spot.file}" for each in built.turned_away)
        return "cell" if here or away else "elsewhere"
    in_row = [(place, said) for place, said in places if _in_row(place, spot)]
    if any(spot.column in (0, place.column + 1) for place, _ in in_row):
        return "cell"
    also = {(f"{INBOX}/{file}", sheet, row) for file, sheet, row in spot.also}
    if any(_names(said, spot) or _names_here(place, said, spot) for place, said in places) or any(
        (*place[:2], place.row) in also for place, _ in places
    ):
        return "named"
    if any(place.column < 0 or _names_column(said, spot) for place, said in in_row):
        return "named"
    return "row" if in_row else "elsewhere"


def _on_sheet(place: Place, spot: Spot) -> bool:
    return place.file == f"{INBOX}/{spot.file}" and place.sheet in (spot.sheet, "")


def _in_row(place: Place, spot: Spot) -> bool:
    return _on_sheet(place, spot) and place.row == spot.row


def _names(said: str, spot: Spot) -> bool:
    """Whether a sentence names the cell by its address, or a row by its number."""
    cell = f"{column_letters(spot.column - 1)}{spot.row}" if spot.column else f"第{spot.row}行"
    return bool(re.search(rf"(?<![A-Z0-9]){cell}(?![0-9])", said))


def _names_here(place: Place, said: str, spot: Spot) -> bool:
    """Whether a sentence on the same sheet names the cell by its row and its column's name."""
    return _on_sheet(place, spot) and any(f"第{spot.row}行的{name}" in said for name in spot.names)


def _names_column(said: str, spot: Spot) -> bool:
    """Whether a sentence on the row names the column, or the day that now stands in the cell."""
    shown = day(spot.now) if spot.names else None
    return any(name in said for name in spot.names) or bool(shown and shown.isoformat() in said)


def shares(found: Iterable[Fault]) -> tuple[float, float, int]:
    """How many in a hundred were found at the cell and at the row, of those of which that can be told; and how many were silent, of
    all that can be seen.
    """
    faults = [*found]
    counts = Counter(each.outcome for each in faults if not each.kind.apart)
    total = sum(counts.values()) or 1
    return (
        100 * sum(counts[each] for each in AT_CELL) / total,
        100 * sum(counts[each] for each in AT_ROW) / total,
        sum(each.outcome == "silent" and (each.kind.told or not each.kind.apart) for each in faults),
    )


def last_line(found: Sequence[Fault]) -> str:
    """The measure."""
    at_cell, at_row, silent = shares(found)
    return f"at the cell {at_cell:.1f} %, at the row {at_row:.1f} %, silent {silent}"


def table(found: Sequence[Fault], by: Literal["group", "name"] = "group") -> str:
    """Draw how the faults that can be seen fared, by group or kind, and beside them those that cannot."""
    by_name: dict[str, list[Fault]] = defaultdict(list)
    for each in found:
        by_name[getattr(each.kind, by)].append(each)
    wide = max(width(name) for name in by_name) + 2
    heads = ["kinds", "planted", *OUTCOMES, "apart", "said"]
    lines = [f"{'':{wide}}" + "".join(f"{each:>10}" for each in heads)]
    lines += [_line(name, faults, wide) for name, faults in by_name.items()]
    return "\n".join([*lines, _line("all", found, wide)])


def _line(name: str, found: Sequence[Fault], wide: int) -> str:
    seen, apart = [each for each in found if not each.kind.apart], [each for each in found if each.kind.apart]
    counts = Counter(each.outcome for each in seen)
    numbers = [
        len({each.kind.name for each in found}), len(seen), *(counts[each] for each in OUTCOMES), len(apart),
        sum(bool(each.said) for each in apart),
    ]  # fmt: skip
    return f"{name}{' ' * (wide - width(name))}" + "".join(f"{each or '·':>10}" for each in numbers)


def apart(found: Iterable[Fault]) -> str:
    """List the kinds that are counted apart, with the reason."""
    counts = Counter(each.kind for each in found if each.kind.apart)
    said = Counter(each.kind for each in found if each.kind.apart and each.said)
    return "\n".join(
        f"{count:4} ({said[kind]} said)  {kind.name}: {kind.apart}" for kind, count in counts.items()
    )


def missed(found: Iterable[Fault]) -> str:
    """List the kinds that were not found at the cell, the most frequent first."""
    counts = Counter(
        (each.kind.name, each.outcome)
        for each in found
        if not each.kind.apart and each.outcome not in AT_CELL
    )
    return "\n".join(f"{count:4} {outcome:10} {name}" for (name, outcome), count in counts.most_common())


def listed(fault: Fault) -> str:
    """Describe a fault, and what changed or was said, on some lines."""
    title = f"{fault.outcome}: {fault.kind.name}"
    return described(title, fault.spot, fault.changed, fault.said)


def unmet(nurseries: Mapping[str, Nursery], found: Sequence[Fault]) -> list[str]:
    """The checks of the profiles that no planted fault has met."""
    return [
        f"{name}: {code}"
        for name, nursery in nurseries.items()
        for code in nursery.checks
        if not any(code in each.codes for each in found if each.kind.profile == name)
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Plant, build, judge and print."""
    asked = _asked(arguments)
    with tempfile.TemporaryDirectory() as folder:
        nurseries = {town.profile: Nursery(Path(folder) / town.profile, town) for town in TOWNS}
        unclean = [each for each in nurseries.values() if each.clean.said or each.clean.earlier]
        if unclean:
            print("the clean samples are not clean:", *unclean[0].clean.findings, sep="\n    ")
            return 1
        if asked.reading:
            return 0 if reading.run(nurseries["rule-of-law"], asked) else 1
        found = []
        for each in faults(nurseries, asked.count, asked.seed, asked.kind, asked.keep):
            found.append(each)
            if asked.list:
                print(listed(each), flush=True)
        standing = {name: of_the_variant(nurseries["rule-of-law"], name) for name in ALL}
    _print(nurseries, found, standing)
    return 1 if shares(found)[2] or any(standing.values()) else 0


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, help="3000, or 1000 of reading")
    parser.add_argument("--seed", type=int, default=2023)
    parser.add_argument("--kind", default="", help="only kinds with this in their name")
    parser.add_argument("--keep", type=Path, help="keep the workspaces of what was not found in this folder")
    parser.add_argument("--list", action="store_true", help="list every fault, and what was said of it")
    parser.add_argument("--reading", action="store_true", help="the faults of reading")
    asked = parser.parse_args(arguments)
    kinds = KINDS if asked.reading else AUDIT
    if not any(asked.kind in name for name in kinds):
        parser.error(f"no such kind; there are: {', '.join(kinds)}")
    asked.count = asked.count or (1000 if asked.reading else 3000)
    return asked


def _print(
    nurseries: Mapping[str, Nursery], found: Sequence[Fault], standing: Mapping[str, list[str]]
) -> None:
    print(table(found, "name"))
    for each in found:
        if (each.kind.told or not each.kind.apart) and each.outcome == "silent":
            print(f"\n{listed(each)}")
    print(f"\nnot at the cell, most frequent first:\n{missed(found)}")
    print(f"\ncounted apart, since nobody can see them, or in which row:\n{apart(found)}")
    print("\nclean variants:")
    for name, complaints in standing.items():
        print("\n    ".join([f"{name}: {'clean' if not complaints else 'NOT CLEAN'}", *complaints[:6]]))
    print("\nchecks that no planted fault has met:", *unmet(nurseries, found), sep="\n    ")
    print(f"\n{table(found)}\n\n{len(found)} planted, of {len({each.kind.name for each in found})} kinds")
    print(last_line(found))


if __name__ == "__main__":
    sys.exit(main())
