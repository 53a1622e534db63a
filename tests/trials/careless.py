"""Templates made from the shipped one by one careless edit each -> is a report issued that states what nobody counted?

`uv run python -m tests.trials.careless [--count 200] [--seed 2023] [--kind NAME] [--keep DIR]` makes edits of all kinds in turn
(a tag half deleted, a number typed over a tag, last year's sentence pasted, a comment, a tracked change, a placeholder left,
a tag moved to a text box, ...), renders 2023 with each, prints a table by kind, and ends with 1 where a report was issued
with a number, a sentence or a gap that neither the ledger nor a sentence marked as fixed has. The same seed edits the same.

  clean     a report, nothing is said, and it states nothing else than the clean one
  told      a report with a warning (another year typed, a text that no tag prints), or with a number marked as fixed
  refused   no report, and it is said why
  wrong     a report that states what was planted, or a number that the clean one does not state
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Literal
from zipfile import ZipFile

import docx
from lxml import etree

from reportgen import pipeline
from reportgen.model import Broken
from tests.trials.careless_edits import KINDS, Chance

ROOT = Path(__file__).resolve().parents[2]
PROFILE = ROOT / "templates" / "rule-of-law"
YEAR = 2023
FIXED = {"7000"}  # what the edits mark as fixed
Outcome = Literal["clean", "told", "refused", "wrong"]
OUTCOMES: tuple[Outcome, ...] = ("clean", "told", "refused", "wrong")
_NO_TEXT = re.compile(
    r"styles|settings|theme|fontTable|numbering|\.rels$|Content_Types|docProps/app|people|webSettings"
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")


@dataclass(frozen=True)
class Tried:
    """One edited template, and what came of it."""

    number: int
    kind: str
    planted: Sequence[str]
    outcome: Outcome
    said: Sequence[str] = ()


class Office:
    """A workspace with the samples, collected once, into which template after template is put."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "workspace"
        self.root.mkdir(parents=True)
        (self.root / "reportgen.yaml").write_text(
            "unit: 近海镇\ninbox: 来件\noutput: output\n", encoding="utf-8"
        )
        for year in (YEAR - 1, YEAR):
            shutil.copytree(ROOT / "samples" / str(year), self.root / "来件" / str(year))
        shutil.copytree(PROFILE, self.root / "templates" / "rule-of-law")
        project = pipeline.open_project(self.root)
        pipeline.collect(project)
        self.template = (PROFILE / "report.docx").read_bytes()
        self.clean, last = (self._text(project, year) for year in (YEAR, YEAR - 1))
        figures = " ".join(figure.text or "" for figure, _ in pipeline.counted(project, YEAR)[0])
        self.numbers = set(_NUMBER.findall(f"{self.clean} {figures}"))
        self.sentences = [
            each
            for each in re.findall(r"[^。\n]*\d[^。\n]*。", last)
            if each not in self.clean and set(_NUMBER.findall(each)) - {str(YEAR), str(YEAR - 1), "12", "31"}
            and any(word in each for word in ("全年", "共有", "参加", "组织", "受理"))
        ]  # fmt: skip

    def _text(self, project: pipeline.Project, year: int) -> str:
        file = pipeline.render(project, year).file
        assert file
        return printed(file.read_bytes())

    def render(self, template: bytes) -> tuple[bytes | None, list[str]]:
        """Return the report that a template gives, and what is said of it."""
        (self.root / "templates" / "rule-of-law" / "report.docx").write_bytes(template)
        try:
            done = pipeline.render(pipeline.open_project(self.root), YEAR)
        except Broken as broken:
            return None, [f"{each.code} {each.message}" for each in broken.findings]
        said = [f"{each.code} {each.message}" for each in done.findings]
        listed = [f"写定的数 {each.text}" for each in done.numbers]
        return (done.file.read_bytes() if done.file else None), said + listed


def printed(file: bytes) -> str:
    """All text of a Word file that somebody may see: its parts but for styles and the like, a line each paragraph."""
    lines = []
    with ZipFile(BytesIO(file)) as archive:
        for name in archive.namelist():
            if name.endswith(".xml") and not _NO_TEXT.search(name):
                root = etree.fromstring(archive.read(name))
                for paragraph in root.iter("{*}p", "{*}pt"):
                    lines.append(
                        "".join(each.text or "" for each in paragraph.iter("{*}t", "{*}delText", "{*}v"))
                    )
                lines += [each.get("string", "") for each in root.iter("{*}textpath")]
                lines += [each for each in root.itertext() if name.startswith("customXml")]
    return "\n".join(lines).translate(_WIDE)


def tries(office: Office, count: int, seed: int, only: str = "") -> Iterator[Tried]:
    """Yield what comes of each edit."""
    names = [name for name in KINDS if only in name]
    for number in range(count):
        name = names[number % len(names)]
        chance = Chance(random.Random(f"{seed} {number}"), office.sentences)
        document = docx.Document(BytesIO(office.template))
        planted = KINDS[name](document, chance)
        if planted is None:
            continue
        saved = BytesIO()
        document.save(saved)
        report, said = office.render(saved.getvalue())
        yield Tried(number, name, planted, _outcome(office, report, planted, said), said)


def _outcome(office: Office, report: bytes | None, planted: Sequence[str], said: Sequence[str]) -> Outcome:
    if report is None:
        return "refused" if said else "wrong"
    text = printed(report)
    told = {year for each in said if each.startswith("TPL016") for year in re.findall(r"写定了(\d+)年", each)}
    others = set(_NUMBER.findall(text)) - office.numbers - FIXED - told
    tags = re.search(r"\{|\}|［|【缺", text)
    if (
        others
        or tags
        or any(each.translate(_WIDE) in text for each in planted)
        or any(each.startswith(("挨着", "单位")) for each in planted)
    ):
        return "wrong"
    return "told" if said else "clean"


def main() -> int:
    """Make the edits, print the table and what went wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=YEAR)
    parser.add_argument("--kind", default="", help="only kinds with this in their names")
    parser.add_argument("--verbose", action="store_true", help="print every edit with what was said")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = list(tries(Office(Path(folder)), given.count, given.seed, given.kind))
    table = Counter((each.kind, each.outcome) for each in found)
    print(f"{'':24}" + "".join(f"{each:>9}" for each in OUTCOMES))
    for name in dict.fromkeys(each.kind for each in found):
        print(f"{name:　<20}" + "".join(f"{table[name, each] or '·':>9}" for each in OUTCOMES))
    sums = Counter(each.outcome for each in found)
    print(f"{'合计':　<20}" + "".join(f"{sums[each]:>9}" for each in OUTCOMES))
    for each in found:
        if each.outcome == "wrong" or given.verbose:
            print(
                f"#{each.number} {each.kind} {each.outcome}: {'、'.join(each.planted)}\n    {'; '.join(each.said)}"
            )
    return 1 if sums["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
