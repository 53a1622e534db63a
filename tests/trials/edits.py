"""A report edited in LibreOffice by its own commands -> is every changed figure named with old and new, and no other accused?

`uv run python -m tests.trials.edits [--edits 60] [--seed 1] [--keep DIR]` makes each edit once, sends it through .odt, .doc and
.rtf, and without marks through a plain text and an untagged PDF, verifies all of them, prints what was missed and what was
accused, and ends with 1 where anything was; with 2 where there is no LibreOffice or no Python that has its `uno`.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from reportgen import pipeline
from reportgen.model import Figure
from reportgen.pipeline import Project
from reportgen.tasks import verifying
from reportgen.verification.tokens import tokens
from reportgen.verification.verified import Stretch
from reportgen.word.marked_passages import read as read_marked
from reportgen.word.marks import read as read_mark
from reportgen.word.package import W

SAMPLES = Path(__file__).parents[2] / "samples"
WAYS = ("docx", "odt", "doc", "rtf", "txt", "pdf")
ENOUGH, FALSE = 0.98, 0.005  # where there are no marks
_SENTENCE = re.compile("[^。]*。?")
_SHOWN = 30


class Spot(NamedTuple):
    """A printed figure: its paragraph, where it stands there, and the name of its mark."""

    text: str
    stretch: Stretch
    mark: str
    others: Sequence[Stretch]

    @property
    def said(self) -> str:
        return self.text[self.stretch.start : self.stretch.end]


@dataclass(frozen=True)
class Edit:
    """What is done in LibreOffice, and what the figures, by their places, say then; None is gone."""

    do: Mapping[str, Any]
    truth: Mapping[int, str | None] = field(default_factory=dict)


def other(said: str, chance: random.Random) -> str:
    """Another number, written alike."""
    while True:
        made = re.sub(r"\d", lambda match: str(chance.randint(0, 9)), said)
        made = re.sub(r"(?<![\d.])0+(?=\d)", "", made)
        if [each.key for each in tokens([made])] != [each.key for each in tokens([said])]:
            return made


def over(spot: Spot, chance: random.Random) -> Edit:
    new = other(spot.said, chance)
    return Edit({"kind": "over", "text": new}, {spot.stretch.place: new})


def scaled(spot: Spot, chance: random.Random) -> Edit | None:
    if not spot.said.isdigit():
        return None
    return Edit({"kind": "behind", "text": "万"}, {spot.stretch.place: spot.said + "万"})


def within(spot: Spot, chance: random.Random) -> Edit | None:
    if not re.match(r"\d\d", spot.said):
        return None
    digit = str(chance.randint(0, 9))
    return Edit({"kind": "within", "text": digit}, {spot.stretch.place: spot.said[0] + digit + spot.said[1:]})


def before(spot: Spot, chance: random.Random) -> Edit | None:
    if not spot.said[0].isdigit():
        return None
    digit = str(chance.randint(1, 9))
    return Edit({"kind": "before", "text": digit}, {spot.stretch.place: digit + spot.said})


def behind(spot: Spot, chance: random.Random) -> Edit | None:
    if not spot.said[-1].isdigit():
        return None
    digit = str(chance.randint(0, 9))
    return Edit({"kind": "behind", "text": digit}, {spot.stretch.place: spot.said + digit})


def wider(spot: Spot, chance: random.Random) -> Edit | None:
    start, end = spot.stretch.start, spot.stretch.end
    left, right = chance.randint(1, 6), chance.randint(1, 4)
    if (
        start < left
        or len(spot.text) < end + right
        or any(_meets(each, start - left, end + right) for each in spot.others)
    ):
        return None
    new = other(spot.said, chance)
    text = spot.text[start - left : start] + new + spot.text[end : end + right]
    return Edit({"kind": "wider", "before": left, "after": right, "text": text}, {spot.stretch.place: new})


def _meets(stretch: Stretch, start: int, end: int) -> bool:
    return stretch.start < end and start < stretch.end


def retyped(spot: Spot, chance: random.Random) -> Edit:
    """A sentence written anew: words come and go, one number is another one, or none."""
    start, end = _sentence(spot)
    inside = sorted(
        (each for each in (spot.stretch, *spot.others) if start <= each.start < end),
        key=lambda each: each.start,
    )
    changed = chance.random() < 0.7
    said, at, truth = ["据统计，" if chance.random() < 0.5 else ""], start, {}
    for each in inside:
        said.append(_reworded(spot.text[at : each.start], chance))
        value = spot.text[each.start : each.end]
        if changed and each is spot.stretch:
            truth[each.place] = value = other(value, chance)
        said.append(value)
        at = each.end
    said.append(_reworded(spot.text[at:end], chance))
    do = {
        "kind": "retyped",
        "before": spot.stretch.start - start,
        "after": end - spot.stretch.end,
        "text": "".join(said),
    }
    return Edit(do, truth)


def _sentence(spot: Spot) -> tuple[int, int]:
    return next(each.span() for each in _SENTENCE.finditer(spot.text) if each.end() > spot.stretch.start)


def _reworded(text: str, chance: random.Random) -> str:
    """A piece of a sentence in other words; the sign beside a number, the numbers, and what denies stay."""
    made = []
    for at, sign in enumerate(text):
        inside = (
            0 < at < len(text) - 2
            and "\u4e00" <= sign <= "\u9fff"
            and sign not in "一二三四五六七八九十百千万亿无未没不非零"
        )
        if inside and chance.random() < 0.15:
            continue
        made.append(sign)
        if inside and chance.random() < 0.1:
            made.append(chance.choice("的了已共各又全均"))
    return "".join(made)


def deleted(spot: Spot, chance: random.Random) -> Edit:
    return Edit({"kind": "deleted"}, {spot.stretch.place: None})


def sentence(spot: Spot, chance: random.Random) -> Edit | None:
    start, end = _sentence(spot)
    if start == 0 and end == len(spot.text):
        return None
    do = {
        "kind": "sentence",
        "before": spot.stretch.start - start,
        "after": end - spot.stretch.end,
        "steps": chance.randint(1, 3),
    }
    return Edit(do)


def moved(spot: Spot, chance: random.Random) -> Edit:
    return Edit({"kind": "moved", "steps": chance.randint(1, 4)})


def copied(spot: Spot, chance: random.Random) -> Edit:
    return Edit({"kind": "copied", "steps": 1})


def words(spot: Spot, chance: random.Random) -> Edit:
    return Edit({"kind": "words", "text": chance.choice(("在县委的坚强领导下，", "据统计，", "其中，"))})


KINDS: Sequence[Callable[[Spot, random.Random], Edit | None]] = (
    over, within, before, behind, scaled, wider, retyped, deleted, sentence, moved, copied, words,
)  # fmt: skip


def replaced(spots: Sequence[Spot], spot: Spot, chance: random.Random) -> Edit:
    """All that looks like a number and its unit becomes another one, also where it is the end of a longer number."""
    after = spot.text[spot.stretch.end : spot.stretch.end + 1]
    old, new = spot.said + after, other(spot.said, chance) + after
    truth: dict[int, str | None] = {}
    for each in spots:
        own = each.said + each.text[each.stretch.end : each.stretch.end + 1]
        if own.endswith(old):
            truth[each.stretch.place] = own[: -len(old)] + new.removesuffix(after)
    return Edit({"kind": "replace", "old": old, "text": new}, truth)


def edits(spots: Sequence[Spot], number: int, seed: int) -> Iterator[Edit]:
    """Yield so many edits, of every kind in turn, half of them recorded."""
    chance = random.Random(seed)
    for at in range(number):
        made = None
        while made is None:
            spot = chance.choice(spots)
            kind = at % (len(KINDS) + 1)
            made = replaced(spots, spot, chance) if kind == len(KINDS) else KINDS[kind](spot, chance)
        yield Edit({"recorded": chance.random() < 0.5, "mark": spot.mark, **made.do}, made.truth)


def spots_of(report: bytes) -> list[Spot]:
    """The figures in the paragraphs of the body."""
    marked = read_marked(report)
    assert marked.manifest is not None
    names = {
        mark.place: name
        for each in marked.passages[0].paragraph.getroottree().getroot().iter(W + "bookmarkStart")
        if (mark := read_mark(name := each.get(W + "name", "")))
    }
    texts = verifying.texts_of(marked, marked.manifest)
    return [
        Spot(text.text, each, names[each.place], [one for one in text.stretches if one is not each])
        for text in texts
        for each in text.stretches
        if each.place in names
    ]


def wrong(
    spots: Sequence[Spot], edit: Edit, told: verifying.Told
) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """The changes that were not told, and what was told of figures that were not changed."""
    names = {each.stretch.place: each.stretch.name for each in spots}
    truth = Counter((names[place], _key(now)) for place, now in edit.truth.items())
    said = Counter(
        (each.figure, _key(each.now) if each.kind == "changed" else "")
        for each in told.verified.differences
        if each.kind in ("changed", "deleted")
    )
    accused = Counter(
        (each.figure, _key(each.now))
        for each in told.verified.differences
        if each.kind in ("contradicts", "ledger")
    )
    return truth - said, (said - truth) + accused


def _key(said: str | None) -> str:
    return " ".join(each.key for each in tokens([said or ""]))


def make(project: Project, folder: Path, number: int, seed: int) -> tuple[list[Spot], list[Edit]]:
    """Write the report, and the edits as LibreOffice has made them."""
    rendered = pipeline.render(project, 2023)
    assert rendered.file, rendered.findings
    shutil.copyfile(rendered.file, folder / "report.docx")
    spots = spots_of(rendered.file.read_bytes())
    made = list(edits(spots, number, seed))
    (folder / "edits.json").write_text(
        json.dumps([each.do for each in made], ensure_ascii=False), encoding="utf-8"
    )
    python = next((each for each in ("/usr/bin/python3", sys.executable) if has_uno(each)), "")
    if not python or not shutil.which("soffice"):
        sys.exit(2)
    script = Path(__file__).with_name("edits_office.py")
    subprocess.run([python, str(script), str(folder)], check=True)
    return spots, made


def has_uno(python: str) -> bool:
    try:
        return subprocess.run([python, "-c", "import uno"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def verified(project: Project, figures: Mapping[str, Figure], file: Path) -> verifying.Told:
    read = verifying.read(file)
    return verifying.compare(project.workspace, project.template, figures, 2023, read, project.profile)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        shutil.copytree(SAMPLES / "2022", root / "来件" / "2022")
        shutil.copytree(SAMPLES / "2023", root / "来件" / "2023")
        (root / "reportgen.yaml").write_text("unit: 近海镇\n", encoding="utf-8")
        project = pipeline.open_project(root)
        pipeline.collect(project)
        folder = options.keep or root / "edits"
        folder.mkdir(parents=True, exist_ok=True)
        spots, made = make(project, folder, options.edits, options.seed)
        figures = {each.definition.full_name: each for each, _ in pipeline.counted(project, 2023)[0]}
        return report(project, figures, folder, spots, made)


def report(
    project: Project, figures: Mapping[str, Figure], folder: Path, spots: Sequence[Spot], made: Sequence[Edit]
) -> int:
    """Print what was missed and accused by each way, and return the exit code."""
    missed, accused, changed, seen = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    shown = 0
    for number, edit in enumerate(made):
        for way in WAYS:
            file = folder / (f"{number}.{way}" if way in ("docx", "txt", "pdf") else f"{number}-{way}.docx")
            if way in ("txt", "pdf") and edit.do["recorded"]:
                continue
            lost, false = wrong(spots, edit, verified(project, figures, file))
            missed[way] += lost.total()
            accused[way] += false.total()
            changed[way] += len(edit.truth)
            seen[way] += len(spots) - len(edit.truth)
            if (lost or false) and shown < _SHOWN:
                shown += 1
                print(file.name, dict(edit.do), "missed", dict(lost), "accused", dict(false))
    for way in WAYS:
        print(
            f"{way:5} changed {changed[way]:4} missed {missed[way]:3}  unchanged {seen[way]:6} accused {accused[way]:3}"
        )
    exact = not any(missed[way] + accused[way] for way in WAYS[:4])
    close = all(
        missed[way] <= (1 - ENOUGH) * changed[way] and accused[way] <= FALSE * seen[way] for way in WAYS[4:]
    )
    return int(not (exact and close))


if __name__ == "__main__":
    sys.exit(main())
