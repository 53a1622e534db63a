"""A thousand single faults, each planted alone into the clean samples -> is every one told, or does nothing printed change.

`uv run python -m tests.trials.plant [--count 1000] [--seed 2023] [--kind NAME] [--keep DIR] [--list]` plants faults of all
kinds in turn (a row struck out, a unit in a heading, a folder of void files, ...) in the samples of 2022 and 2023, builds
2023 after each, and compares with a build in which the page is as a person reads it: mostly the clean samples. It prints a
table by kind and the silent ones, with file, sheet and cell, and ends with 1 where a printed figure changed and nothing was
said. What is only other true data is planted too, told apart and not judged. The same seed plants the same.

  at the cell   a finding names the row or the cell; elsewhere: another place, or the whole sheet
  refused       the file, or the sheet, is not taken, and it is said why
  last year     `validate 2022` tells it, `build 2023` does not
  harmless      nothing is said, and nothing printed differs; untold: so, but a person sees that something is odd
  silent        nothing is said, and something printed is not what the page says
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from reportgen import pipeline
from reportgen.model import Finding, Kind
from tests.make.samples_variants import VARIANTS, variant
from tests.make.samples_write import write_book
from tests.trials import plant_files, plant_rows, plant_units, plant_values  # noqa: F401  they enter their kinds
from tests.trials.plant_ground import KINDS, Chance, FaultKind, Ground, Spot, books
from tests.trials.plant_page import NotHere, PageBook

ROOT = Path(__file__).resolve().parents[2]
INBOX = "来件"
SETTINGS = f"unit: 近海镇\ninbox: {INBOX}\noutput: output\n"
YEAR = 2023
TRIES = 200

Outcome = Literal["at the cell", "elsewhere", "refused", "last year", "harmless", "untold", "silent"]
OUTCOMES: tuple[Outcome, ...] = (
    "at the cell", "elsewhere", "refused", "last year", "harmless", "untold", "silent",
)  # fmt: skip
SHOWN: tuple[Outcome, ...] = ("untold", "last year", "silent")


@dataclass(frozen=True)
class Built:
    """What a build printed, and what it said."""

    findings: Sequence[Finding] = ()
    turned_away: Sequence[tuple[str, ...]] = ()
    earlier: Sequence[Finding] = ()
    figures: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, float | None] = field(default_factory=dict)
    text: Sequence[str] = ()

    @property
    def said(self) -> bool:
        """Whether the user was told anything."""
        return bool(self.findings or self.turned_away)


@dataclass(frozen=True)
class Fault:
    """One planted fault, and what came of it."""

    number: int
    kind: FaultKind
    spot: Spot
    outcome: Outcome
    changed: Sequence[str] = ()
    said: Sequence[str] = ()


class Nursery:
    """A workspace with the clean samples, collected once; each fault is built in a copy of it."""

    def __init__(self, folder: Path, samples: Path = ROOT / "samples") -> None:
        self.folder, self.clean_root = folder, folder / "clean"
        self.clean_root.mkdir(parents=True)
        (self.clean_root / "reportgen.yaml").write_text(SETTINGS, encoding="utf-8")
        for year in (YEAR - 1, YEAR):
            shutil.copytree(samples / str(year), self.clean_root / INBOX / str(year))
        self.kinds: Mapping[str, Kind] = pipeline.open_project(self.clean_root).profile.kinds
        self.books = books(self.kinds)
        self.clean = build(self.clean_root)

    def ground(self, chance: Chance, formats: Sequence[str]) -> Ground:
        """Return what a fault may be planted in."""
        return Ground(chance, self.kinds, self.books, formats)

    def built(self, name: str, changed: Collection[PageBook], gone: Iterable[str]) -> Built:
        """Build a copy of the workspace in which some files are others."""
        root = self.folder / name
        shutil.copytree(self.clean_root, root)
        for file in gone:
            (root / INBOX / file).unlink()
        for book in changed:
            path = root / INBOX / book.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(book.content())
        return build(root, earlier=any(book.year < YEAR for book in changed))

    def variant(self, name: str, seed: int = 0) -> Built:
        """Build the samples with those of 2023 in a clean variant."""
        root = Path(tempfile.mkdtemp(dir=self.folder)) / "variant"
        shutil.copytree(self.clean_root, root)
        shutil.rmtree(root / INBOX / str(YEAR))
        for book in variant(name, self.kinds, seed):
            write_book(book, root / INBOX / str(YEAR))
        return build(root, earlier=False)


def build(root: Path, *, earlier: bool = True) -> Built:
    """Build 2023 and return what was said, or else what was printed, and, if asked, what is said of 2022 alone."""
    project = pipeline.open_project(root)
    done = pipeline.build(project, YEAR)
    collected, rendered = done.collected, done.rendered
    turned_away = [*collected.refused, *collected.unrecognised, *collected.replaced]
    if rendered.findings or turned_away or rendered.file is None:
        return Built(rendered.findings, turned_away)
    found = [figure for figure, _ in pipeline.figures(project, YEAR).figures]
    compared = {tag.name for tag in project.template.tags if tag.filter in ("同比", "上年")}
    figures = {
        name: f"{each.text} ({each.value}; {each.previous if name in compared else ''}) {each.items or ''}"
        for name, each in ((each.definition.full_name, each) for each in found)
    }
    numbers = {each.definition.full_name: each.value for each in found}
    last_year = pipeline.validate(project, YEAR - 1)[1] if earlier else []
    return Built(earlier=last_year, figures=figures, numbers=numbers, text=_paragraphs(rendered.file))


def _paragraphs(report: Path) -> list[str]:
    with zipfile.ZipFile(report) as package:
        body = package.read("word/document.xml").decode()
    return ["".join(re.findall(r"<w:t[ >][^<]*", each)) for each in body.split("</w:p>")]


def faults(
    nursery: Nursery, count: int, seed: int, only: str = "", keep: Path | None = None
) -> Iterator[Fault]:
    """Plant faults, each kind in turn, and return what came of each."""
    names = [name for name in KINDS if only in name]
    for number in range(count):
        kind = KINDS[names[number % len(names)]]
        yield _fault(nursery, kind, number, f"{seed} {kind.name} {number // len(names)}", keep)


def _fault(nursery: Nursery, kind: FaultKind, number: int, seed: str, keep: Path | None) -> Fault:
    """Plant a fault where its kind can be planted, and where the page as it should be read is clean."""
    for attempt in range(TRIES):
        ground = nursery.ground(Chance(f"{seed} {attempt}"), kind.formats)
        try:
            spot = kind.plant(ground)
        except NotHere:
            continue
        truth = nursery.clean
        if ground.judged:
            truth = nursery.built(f"{number} truth {attempt}", ground.sound.values(), ground.gone)
            _forget(nursery.folder / f"{number} truth {attempt}")
            if truth.said:
                continue
        name = f"{number:04} {kind.name}"
        fault = judge(number, kind, spot, nursery.built(name, ground.touched.values(), ground.gone), truth)
        if keep and fault.outcome in ("silent", "untold"):
            shutil.copytree(nursery.folder / name, keep / name, dirs_exist_ok=True)
        _forget(nursery.folder / name)
        return fault
    raise LookupError(f"nowhere to plant: {kind.name}")


def _forget(folder: Path) -> None:
    shutil.rmtree(folder)


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


def differences(truth: Built, built: Built) -> list[str]:
    """Return which figures and which paragraphs of the report are not the same."""
    figures = [
        f"{name}: {was} -> {built.figures.get(name)}"
        for name, was in truth.figures.items()
        if built.figures.get(name) != was
    ]
    if figures or truth.text == built.text:
        return figures
    before, now = set(truth.text), set(built.text)
    return [f"text: {each[-60:]}" for each in [*truth.text, *built.text] if (each in before) != (each in now)]


SAME_AS = {
    "other orders": "", "other headings": "", "received in January": "", "decided in January": "open at the end of the year",
}  # fmt: skip


def of_the_variant(nursery: Nursery, name: str, seed: int = 0) -> list[str]:
    """Return what is wrong with a clean variant: what was said of it, and numbers that are not those of its like."""
    built = nursery.variant(name, seed)
    like = SAME_AS.get(name)
    if built.said or like is None:
        return [f"{each.code} {each.place}: {each.message}" for each in built.findings]
    expected = nursery.variant(like, seed) if like else nursery.clean
    return [
        f"{figure}: {built.numbers[figure]}, not {number}"
        for figure, number in expected.numbers.items()
        if built.numbers[figure] != number
    ]


def table(found: Sequence[Fault]) -> str:
    """Draw how the faults of each kind fared."""
    by_kind: dict[str, Counter[Outcome]] = {}
    for each in found:
        by_kind.setdefault(each.kind.name, Counter())[each.outcome] += 1
    width = max(_width(name) for name in by_kind) + 2
    lines = [f"{'kind':{width}}{'planted':>8}" + "".join(f"{each:>13}" for each in OUTCOMES)]
    for name, counts in by_kind.items():
        other = "" if KINDS[name].fault else "  (not a fault)"
        lines.append(_line(name, counts, width) + other)
    whole = Counter(each.outcome for each in found if each.kind.fault)
    lines.append(_line("all faults", whole, width))
    return "\n".join(lines)


def _line(name: str, counts: Mapping[Outcome, int], width: int) -> str:
    outcomes = "".join(f"{counts.get(each, 0) or '·':>13}" for each in OUTCOMES)
    return f"{name}{' ' * (width - _width(name))}{sum(counts.values()):>8}{outcomes}"


def _width(text: str) -> int:
    """The columns that a text takes on a terminal."""
    return sum(1 + (unicodedata.east_asian_width(sign) in "WFA") for sign in text)


def ranking(found: Iterable[Fault], outcome: Outcome) -> str:
    """List the kinds with that outcome, the most frequent first."""
    counts = Counter(each.kind.name for each in found if each.outcome == outcome and each.kind.fault)
    return "\n".join(f"{count:4} {name}" for name, count in counts.most_common())


def listed(fault: Fault) -> str:
    """Describe a fault, and what changed or was said, on some lines."""
    spot = fault.spot
    at = (
        f"row {spot.row}, column {spot.column}" if spot.column else f"row {spot.row}" if spot.row else "sheet"
    )
    lines = [f"{fault.outcome}: {fault.kind.name} #{fault.number}: {spot.file} › {spot.sheet} › {at}"]
    lines.append(f"    {spot.was[:150]!r} -> {spot.now[:150]!r}")
    lines += [f"    {each[:200]}" for each in [*fault.changed[:4], *fault.said[:3]]]
    return "\n".join(lines)


def wrong(found: Iterable[Fault]) -> list[Fault]:
    """The faults that must not be."""
    return [each for each in found if each.outcome == "silent" and each.kind.fault]


def main(arguments: Sequence[str] | None = None) -> int:
    """Plant, build, judge and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=2023)
    parser.add_argument("--kind", default="", help="only kinds with this in their name")
    parser.add_argument("--keep", type=Path, help="keep the workspaces of what was not told in this folder")
    parser.add_argument("--list", action="store_true", help="list every fault, and what was said of it")
    asked = parser.parse_args(arguments)
    if not any(asked.kind in name for name in KINDS):
        parser.error(f"no such kind; there are: {', '.join(KINDS)}")
    with tempfile.TemporaryDirectory() as folder:
        nursery = Nursery(Path(folder))
        if nursery.clean.said or nursery.clean.earlier:
            print("the clean samples are not clean")
            return 1
        found = []
        for each in faults(nursery, asked.count, asked.seed, asked.kind, asked.keep):
            found.append(each)
            if asked.list:
                print(listed(each), flush=True)
        standing = {name: of_the_variant(nursery, name) for name in VARIANTS}
    print(table(found))
    if not asked.list:
        for outcome in SHOWN:
            print(
                "\n".join(
                    ["", *(listed(each) for each in found if each.outcome == outcome and each.kind.fault)]
                )
            )
    for outcome in SHOWN:
        print(f"\n{outcome}, most frequent first:\n{ranking(found, outcome)}")
    print("\nclean variants:")
    for name, complaints in standing.items():
        print("\n    ".join([f"{name}: {'clean' if not complaints else 'NOT CLEAN'}", *complaints[:6]]))
    bad = wrong(found)
    print(f"\n{len(found)} planted, {len(bad)} silent with a printed figure changed")
    return 1 if bad or any(standing.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
