"""The faults of reading: a thousand single ones, each told or nothing printed changes; `tests.trials.plant --reading` runs it."""

from __future__ import annotations

import argparse
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tests.trials import plant_files, plant_rows, plant_units, plant_values  # noqa: F401  they enter their kinds
from tests.trials.plant_ground import KINDS, FaultKind, Spot, described
from tests.trials.plant_nursery import INBOX, Built, Nursery, differences, width

Outcome = Literal["at the cell", "elsewhere", "refused", "last year", "harmless", "untold", "silent"]
OUTCOMES: tuple[Outcome, ...] = (
    "at the cell", "elsewhere", "refused", "last year", "harmless", "untold", "silent",
)  # fmt: skip
SHOWN: tuple[Outcome, ...] = ("untold", "last year", "silent")


@dataclass(frozen=True)
class Fault:
    """One planted fault, and what came of it."""

    number: int
    kind: FaultKind
    spot: Spot
    outcome: Outcome
    changed: Sequence[str] = ()
    said: Sequence[str] = ()


def faults(
    nursery: Nursery, count: int, seed: int, only: str = "", keep: Path | None = None
) -> Iterator[Fault]:
    """Plant faults, each kind in turn, and return what came of each."""
    names = [name for name in KINDS if only in name]
    for number in range(count):
        kind = KINDS[names[number % len(names)]]
        yield _fault(nursery, kind, number, f"{seed} {kind.name} {number // len(names)}", keep)


def _fault(nursery: Nursery, kind: FaultKind, number: int, seed: str, keep: Path | None) -> Fault:
    planted = nursery.plant(kind, number, seed)
    fault = judge(number, kind, planted.spot, planted.built, planted.truth)
    if keep and fault.outcome in ("silent", "untold"):
        shutil.copytree(planted.root, keep / planted.root.name, dirs_exist_ok=True)
    shutil.rmtree(planted.root)
    return fault


def judge(number: int, kind: FaultKind, spot: Spot, built: Built, truth: Built) -> Fault:
    """Say what came of a fault."""
    said = [f"{each.code} {each.place}: {each.message}" for each in built.findings]
    said += [" ".join(each) for each in built.turned_away]
    if built.said:
        return Fault(number, kind, spot, _told(spot, built), said=said)
    changed = differences(truth, built)
    earlier = [each for each in built.earlier if each not in truth.earlier]
    if earlier:
        return Fault(number, kind, spot, "last year", changed, [str(each) for each in earlier])
    quiet: Outcome = "untold" if kind.asks else "harmless"
    return Fault(number, kind, spot, "silent" if changed else quiet, changed)


def _told(spot: Spot, built: Built) -> Outcome:
    at_cell = any(
        place.file == f"{INBOX}/{spot.file}"
        and place.sheet in (spot.sheet, "")
        and place.row == spot.row
        and (spot.column in (0, place.column + 1) or place.column < 0)
        for place in (each.place for each in built.findings)
    )
    if at_cell:
        return "at the cell"
    refused = any(each[0] == f"{INBOX}/{spot.file}" for each in built.turned_away)
    return "refused" if refused else "elsewhere"


def table(found: Sequence[Fault]) -> str:
    """Draw how the faults of each kind fared."""
    by_kind: dict[str, Counter[Outcome]] = {}
    for each in found:
        by_kind.setdefault(each.kind.name, Counter())[each.outcome] += 1
    wide = max(width(name) for name in by_kind) + 2
    lines = [f"{'kind':{wide}}{'planted':>8}" + "".join(f"{each:>13}" for each in OUTCOMES)]
    for name, counts in by_kind.items():
        other = "" if KINDS[name].fault else "  (not a fault)"
        lines.append(_line(name, counts, wide) + other)
    whole = Counter(each.outcome for each in found if each.kind.fault)
    lines.append(_line("all faults", whole, wide))
    return "\n".join(lines)


def _line(name: str, counts: Mapping[Outcome, int], wide: int) -> str:
    outcomes = "".join(f"{counts.get(each, 0) or '·':>13}" for each in OUTCOMES)
    return f"{name}{' ' * (wide - width(name))}{sum(counts.values()):>8}{outcomes}"


def ranking(found: Iterable[Fault], outcome: Outcome) -> str:
    """List the kinds with that outcome, the most frequent first."""
    counts = Counter(each.kind.name for each in found if each.outcome == outcome and each.kind.fault)
    return "\n".join(f"{count:4} {name}" for name, count in counts.most_common())


def listed(fault: Fault) -> str:
    """Describe a fault, and what changed or was said, on some lines."""
    title = f"{fault.outcome}: {fault.kind.name} #{fault.number}"
    return described(title, fault.spot, fault.changed, fault.said)


def wrong(found: Iterable[Fault]) -> list[Fault]:
    """The faults that must not be."""
    return [each for each in found if each.outcome == "silent" and each.kind.fault]


def run(nursery: Nursery, asked: argparse.Namespace) -> bool:
    """Plant, build, judge and print; tell whether nothing was silent."""
    found = []
    for each in faults(nursery, asked.count, asked.seed, asked.kind, asked.keep):
        found.append(each)
        if asked.list:
            print(listed(each), flush=True)
    print(table(found))
    if not asked.list:
        for outcome in SHOWN:
            there = (listed(each) for each in found if each.outcome == outcome and each.kind.fault)
            print("\n".join(["", *there]))
    for outcome in SHOWN:
        print(f"\n{outcome}, most frequent first:\n{ranking(found, outcome)}")
    bad = wrong(found)
    print(f"\n{len(found)} planted, {len(bad)} silent with a printed figure changed")
    return not bad
