"""A workspace with clean samples, in which a fault is planted and built -> what was said, or else what was printed."""

from __future__ import annotations

import re
import shutil
import tempfile
import unicodedata
import zipfile
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from reportgen import pipeline
from reportgen.model import Finding, Kind
from tests.make.samples import YEARS, township
from tests.make.samples_townships import variant
from tests.make.samples_write import Book, write_book
from tests.trials.plant_ground import Chance, FaultKind, Ground, Spot, books
from tests.trials.plant_page import NotHere, PageBook
from tests.trials.plant_relations import RELATIONS

INBOX = "来件"
YEAR = 2023
TRIES = 200


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
class Town:
    """Clean samples of two years, and the profile that they are of: the shipped one, or what writes its folder."""

    profile: str
    unit: str
    books: Callable[[int], list[Book]]
    years: Sequence[int] = YEARS
    write: Callable[[Path], None] | None = None

    def settings(self) -> str:
        """The workspace's settings."""
        named = f"profile: {self.profile}\n" if self.write else ""
        return f"unit: {self.unit}\ninbox: {INBOX}\noutput: output\n{named}"


TOWNSHIP = Town("rule-of-law", "近海镇", township)


class Planted(NamedTuple):
    """A planted fault, what a build of it said or printed, that of the page as it should be read, and the workspace."""

    spot: Spot
    built: Built
    truth: Built
    root: Path


class Nursery:
    """A workspace with clean samples, collected once; each fault is built in a copy of it."""

    def __init__(self, folder: Path, town: Town = TOWNSHIP) -> None:
        self.folder, self.town, self.clean_root = folder, town, folder / "clean"
        self.clean_root.mkdir(parents=True)
        (self.clean_root / "reportgen.yaml").write_text(town.settings(), encoding="utf-8")
        if town.write:
            town.write(self.clean_root / "templates" / town.profile)
        for year in town.years:
            for book in town.books(year):
                write_book(book, self.clean_root / INBOX / str(year))
        profile = pipeline.open_project(self.clean_root).profile
        self.kinds: Mapping[str, Kind] = profile.kinds
        self.checks: Sequence[str] = [*profile.checks]
        self.books = books(self.kinds, {year: town.books(year) for year in town.years})
        self.clean = build(self.clean_root)

    def ground(self, chance: Chance, formats: Sequence[str]) -> Ground:
        """Return what a fault may be planted in."""
        return Ground(chance, self.kinds, self.books, formats, RELATIONS[self.town.profile])

    def plant(self, kind: FaultKind, number: int, seed: str) -> Planted:
        """Plant a fault where its kind can be planted, and where the page as it should be read is clean. Raises LookupError."""
        for attempt in range(TRIES):
            ground = self.ground(Chance(f"{seed} {attempt}"), kind.formats)
            try:
                spot = kind.plant(ground)
            except NotHere:
                continue
            truth = self.clean
            if ground.judged:
                truth = self.built(f"{number} truth {attempt}", ground.sound.values(), ground.gone)
                shutil.rmtree(self.folder / f"{number} truth {attempt}")
                if truth.said:
                    continue
            name = f"{number:04} {kind.name}"
            return Planted(
                spot, self.built(name, ground.touched.values(), ground.gone), truth, self.folder / name
            )
        raise LookupError(f"nowhere to plant: {kind.name}")

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
        return build(
            root,
            earlier=any(book.year < YEAR for book in changed),
            later=[book.file for book in changed if book.year > YEAR],
        )

    def variant(self, made: Sequence[Book]) -> Built:
        """Build the samples with other workbooks in the place of this year's."""
        root = Path(tempfile.mkdtemp(dir=self.folder)) / "variant"
        shutil.copytree(self.clean_root, root)
        shutil.rmtree(root / INBOX / str(YEAR))
        for book in made:
            write_book(book, root / INBOX / str(YEAR))
        return build(root, earlier=False)


def build(root: Path, *, earlier: bool = True, later: Collection[str] = ()) -> Built:
    """Build 2023 and return what was said, or else what was printed, and, if asked, what is said of 2022 alone; or what is said
    of files of the year after.
    """
    project = pipeline.open_project(root)
    done = pipeline.build(project, YEAR)
    if later:
        files = {f"{INBOX}/{each}" for each in later}
        found = pipeline.validate(project, YEAR + 1)[1]
        return Built([each for each in found if each.place.file in files])
    collected, rendered = done.collected, done.rendered
    turned_away = [*collected.refused, *collected.unrecognised, *collected.replaced]
    if rendered.findings or turned_away or rendered.file is None:
        return Built(rendered.findings, turned_away)
    computed = rendered.figures.values()
    compared = {tag.name for tag in project.template.tags if tag.filter in ("同比", "上年")}
    figures = {
        name: f"{each.text} ({each.value}; {each.previous if name in compared else ''}) {each.items or ''}"
        for name, each in ((each.definition.full_name, each) for each in computed)
    }
    numbers = {each.definition.full_name: each.value for each in computed}
    last_year = pipeline.validate(project, YEAR - 1)[1] if earlier else []
    return Built(earlier=last_year, figures=figures, numbers=numbers, text=_paragraphs(rendered.file))


def _paragraphs(report: Path) -> list[str]:
    with zipfile.ZipFile(report) as package:
        body = package.read("word/document.xml").decode()
    return ["".join(re.findall(r"<w:t[ >][^<]*", each)) for each in body.split("</w:p>")]


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
    built = nursery.variant(variant(name, nursery.kinds, seed))
    like = SAME_AS.get(name)
    if built.said or like is None:
        said = [f"{each.code} {each.place}: {each.message}" for each in built.findings]
        return said + [" ".join(each) for each in built.turned_away]
    expected = nursery.variant(variant(like, nursery.kinds, seed)) if like else nursery.clean
    return [
        f"{figure}: {built.numbers[figure]}, not {number}"
        for figure, number in expected.numbers.items()
        if built.numbers[figure] != number
    ]


def width(text: str) -> int:
    """The columns that a text takes on a terminal."""
    return sum(1 + (unicodedata.east_asian_width(sign) in "WFA") for sign in text)
