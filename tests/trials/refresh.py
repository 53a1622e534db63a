"""Reports that people have edited, and ledgers that have changed since -> is the refreshed report right when all is accepted,
theirs when all is rejected, and is any word of theirs lost?

`uv run python -m tests.trials.refresh [--pairs 100] [--seed 1] [--office 0] [--keep DIR]` edits the report of the samples at
random (words, paragraphs, figures, rows, with and without recorded changes), changes cells and rows of workbooks at random,
and refreshes. Changes are accepted and rejected by code of the trial's own; the first `--office` pairs are saved by LibreOffice
after they were edited, and accepted and rejected by it, too. It ends with 1 where a pair fails.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher, unified_diff
from io import BytesIO
from pathlib import Path

import docx

from reportgen import pipeline
from reportgen.cli.refresh_command import left as sentence
from reportgen.model import CannotRun
from reportgen.pipeline import Project
from reportgen.tasks import expected, refreshing, verifying
from reportgen.tasks.refreshing import Refreshed
from tests.trials.edits import has_uno
from tests.trials.refresh_edits import Hand, change_ledger, edited
from tests.trials.refresh_settled import settled, texts
from tests.word.structure import faults

ROOT = Path(__file__).parents[2]
YEAR = 2023
_TABLES = (
    ("5.行政复议和行政应诉", ("行政复议.按结果", "复议结果", "件数", "件")),
    ("三、存在的主要问题", ("存在问题.清单", "主要问题", "原因分析", "")),
)
_TRIES = 20
_ALIKE = 0.5
_IN_ROW = 3  # cells
_AGAIN = 0.2  # how often all workbooks are as they were first, which is a change, too


@dataclass
class Pair:
    """What became of one pair: what was done, what was left, and what is wrong."""

    number: int
    edits: Sequence[str]
    ledger: Sequence[str]
    made: Refreshed | None = None
    wrong: list[str] = field(default_factory=list)


class Trial:
    """A workspace whose report has tables, too, and whose ledger changes from pair to pair."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root, self.chance = root, random.Random(seed)
        for year in ("2022", "2023"):
            shutil.copytree(ROOT / "samples" / year, root / "来件" / year)
        shutil.copytree(ROOT / "templates" / "rule-of-law", root / "方案")
        _add_tables(root / "方案" / "report.docx")
        (root / "reportgen.yaml").write_text("unit: 近海镇\nprofile: 方案\n", encoding="utf-8")
        self.inbox = root / "来件" / str(YEAR)
        self.project = self._collected()

    def _collected(self) -> Project:
        project = pipeline.open_project(self.root)
        pipeline.collect(project)
        return project

    def pairs(self, number: int, edits: int = 20, office: int = 0) -> Iterator[tuple[Pair, bytes, bytes]]:
        """Yield each pair with the edited file and the refreshed one; the first so many are edited in LibreOffice, too."""
        for at in range(number):
            rendered = pipeline.render(self.project, YEAR)
            assert rendered.file, rendered.findings
            content, hand = edited(rendered.file.read_bytes(), self.chance, self.chance.randint(0, edits))
            changes = self._change()
            file = self.root / "改.docx"
            file.write_bytes(content)
            if at < office:
                content = by_office(self.root, [("save", content)])[0]
                file.write_bytes(content)
            pair = Pair(at, hand.done, changes)
            made = self._refresh(pair, hand, file)
            if at < office and made:
                pair.wrong += self._by_office(content, made)
            yield pair, content, made

    def _change(self) -> list[str]:
        """Change the ledger so that a report can still be written; a change that cannot be is taken back."""
        for _ in range(_TRIES):
            kept = self.root / "原"
            shutil.rmtree(kept, ignore_errors=True)
            shutil.copytree(self.inbox, kept)
            begun = self.chance.random() < _AGAIN
            if begun:
                shutil.rmtree(self.inbox)
                shutil.copytree(ROOT / "samples" / str(YEAR), self.inbox)
            done = ["begun again"] * begun + list(
                change_ledger(self.inbox, self.chance, self.chance.randint(1, 6))
            )
            self.project = self._collected()
            if pipeline.render(self.project, YEAR, held=True).held:
                return done
            shutil.rmtree(self.inbox)
            shutil.move(kept, self.inbox)
        self.project = self._collected()
        return []

    def _refresh(self, pair: Pair, hand: Hand, file: Path) -> bytes:
        done = pipeline.render(self.project, YEAR, held=True)
        assert done.held
        figures = done.figures
        due = expected.rendered(
            self.project.workspace, self.project.template, figures, YEAR, self.project.profile
        )
        marked, place = refreshing.read(self.project.workspace, file, self.root / "更新.docx")
        when = refreshing.when(self.project.workspace, self.project.profile, YEAR)
        try:
            pair.made = refreshing.refresh(self.project.workspace, marked, due, figures, YEAR, place, when)
        except CannotRun as error:
            pair.wrong.append(str(error))
            return b""
        if pair.made.file is None:
            return b""
        made = pair.made.file.read_bytes()
        pair.wrong += self._faults(pair, hand, file.read_bytes(), made, due.render())
        return made

    def _faults(self, pair: Pair, hand: Hand, before: bytes, made: bytes, new: bytes) -> Iterator[str]:
        """What is wrong with a refreshed file."""
        docx.Document(BytesIO(made))
        yield from (f"structure: {each}" for each in (faults(made) - faults(before)))
        if texts(settled(made, accept=False, author="reportgen")) != texts(before):
            yield "rejecting all does not give the edited text"
        accepted = settled(made, accept=True, author="reportgen")
        said = texts(accepted)
        yield from (
            f"lost: {each}"
            for each in hand.written
            if each not in "\n".join(said) and each in "\n".join(texts(before))
        )
        yield from (
            f"typed figure lost: {each}"
            for each in hand.typed
            if each in "".join(texts(before)) and each not in "".join(said)
        )
        yield from self._contradictions(pair, settled(made, accept=True))
        wanted, there = Counter(_said(new)), Counter(_said(accepted))
        missing = [
            each for each in wanted - there if not any(_alike(each, touched) for touched in hand.touched)
        ]
        for each in missing[
            _IN_ROW * hand.done.count("row") :
        ]:  # a row that was struck may have become another one
            yield f"not as the new report has it: {each}"
        for each in there - wanted:
            own = (*hand.touched, *hand.written, *hand.typed)
            if not any(_alike(each, touched) for touched in own):
                yield f"neither theirs nor the new report's: {each}"

    def _by_office(self, before: bytes, made: bytes) -> Iterator[str]:
        """What LibreOffice makes of a file otherwise than the trial's own code."""
        steps = [("reject", before), ("reject", made), ("accept", made)]
        own, rejected, accepted = (_said(each) for each in by_office(self.root, steps))
        if own != rejected:
            yield f"rejected by LibreOffice: {_difference(own, rejected)}"
        wanted = _said(settled(made, accept=True))
        if wanted != accepted:
            yield f"accepted by LibreOffice: {_difference(wanted, accepted)}"

    def _contradictions(self, pair: Pair, accepted: bytes) -> Iterator[str]:
        file = self.root / "接受.docx"
        file.write_bytes(accepted)
        figures = {each.definition.full_name: each for each, _ in pipeline.counted(self.project, YEAR)[0]}
        told = verifying.compare(
            self.project.workspace,
            self.project.template,
            figures,
            YEAR,
            verifying.read(file),
            self.project.profile,
        )
        assert pair.made
        known = {(each.figure, each.typed) for each, _ in pair.made.left}
        for each in told.verified.differences:
            if each.contradicts and (each.figure, each.now) not in known:
                yield f"verify: {verifying.sentence(each)}"


def by_office(folder: Path, steps: Sequence[tuple[str, bytes]]) -> list[bytes]:
    """Return what LibreOffice writes after each step."""
    arguments, targets = [], []
    for number, (what, content) in enumerate(steps):
        source, target = folder / f"office-{number}.docx", folder / f"office-{number}-{what}.docx"
        source.write_bytes(content)
        arguments += [what, str(source), str(target)]
        targets.append(target)
    script = Path(__file__).with_name("refresh_office.py")
    python = next((each for each in ("/usr/bin/python3", sys.executable) if has_uno(each)), "")
    if not python or not shutil.which("soffice"):
        sys.exit(2)
    subprocess.run([python, str(script), str(folder / "office"), *arguments], check=True)
    return [each.read_bytes() for each in targets]


def _said(content: bytes) -> list[str]:
    """The paragraphs of a file that say anything but a page's number."""
    return [each for each in texts(content) if each.strip() and not re.fullmatch(r"—[ \d]*—", each)]


def _difference(one: Sequence[str], other: Sequence[str]) -> list[str]:
    lines = unified_diff(one, other, lineterm="", n=0)
    return [each for each in lines if not each.startswith(("---", "+++", "@@"))]


def _alike(one: str, other: str) -> bool:
    """Whether one paragraph may have become of another."""
    one, other = (re.sub(r"\d+", "0", each) for each in (one, other))
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.find_longest_match().size > _ALIKE * min(len(one), len(other)) or matcher.ratio() > _ALIKE


def _add_tables(template: Path) -> None:
    """Give the template a table for each of two lists, and a line with a figure in its header."""
    document = docx.Document(str(template))
    for heading, (name, first, second, unit) in _TABLES:
        at = next(each for each in document.paragraphs if each.text.startswith(heading))
        table = document.add_table(rows=2, cols=3)
        rows = table.rows
        for cell, text in zip(rows[0].cells, ("序号", first, second), strict=True):
            cell.text = text
        field = "数量" if unit else second
        tags = (f"{{{{#{name}}}}}{{{{序号}}}}", f"{{{{{first}}}}}", f"{{{{{field}}}}}{unit}{{{{/{name}}}}}")
        for cell, text in zip(rows[1].cells, tags, strict=True):
            cell.text = text
        at._p.addnext(table._tbl)
    document.sections[0].header.paragraphs[0].text = "全年普法{{普法活动.总数}}次"
    document.save(str(template))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--office", type=int, default=0)
    parser.add_argument("--left", action="store_true", help="print what was left, besides figures typed over")
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args(arguments)
    told, why, seen, failed = Counter[str](), Counter[str](), Counter[str](), 0
    with tempfile.TemporaryDirectory() as temporary:
        trial = Trial(Path(temporary), options.seed)
        for pair, before, made in trial.pairs(options.pairs, office=options.office):
            if options.keep:
                options.keep.mkdir(parents=True, exist_ok=True)
                (options.keep / f"{pair.number}-edited.docx").write_bytes(before)
                (options.keep / f"{pair.number}-refreshed.docx").write_bytes(made)
            failed += bool(pair.wrong)
            seen.update(pair.edits)
            for part in ("changed", "inserted", "struck", "left") if pair.made else ():
                told[part] += len(getattr(pair.made, part))
            why.update(each.why for each, _ in (pair.made.left if pair.made else ()))
            if options.left and pair.made:
                print(
                    *(f"{pair.number} {sentence(each)}" for each, _ in pair.made.left if each.why != "typed"),
                    sep="\n",
                )
            if pair.wrong:
                print(f"pair {pair.number}: {', '.join(pair.edits)}; {'; '.join(pair.ledger)}")
                print(*(f"    {each}" for each in pair.wrong), sep="\n")
                if pair.made:
                    print(*(f"    left: {sentence(each)}" for each, _ in pair.made.left), sep="\n")
    print(f"edits: {dict(seen)}")
    print(f"{options.pairs} pairs, {failed} failed; {dict(told)}; left because {dict(why)}")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
