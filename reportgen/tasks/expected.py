"""A year's ledger and the template -> what the report has to say, figure by figure, without writing it; remembered."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from reportgen.ledger import remembered
from reportgen.model import CannotRun
from reportgen.stages.stated import UNITS
from reportgen.stages.verified import Stretch, Text

if TYPE_CHECKING:
    from reportgen.model import Figure, FigureDefinition
    from reportgen.word.document import Template
    from reportgen.word.manifest import Manifest
    from reportgen.word.marked_passages import MarkedFile
    from reportgen.workspace.settings import Workspace

Rendered = Callable[[], bytes]


@dataclass(frozen=True, eq=False)
class Expected:
    """What a report has to say: the digest of its bytes, how many figures it prints, and what `said` holds of it as JSON;
    `units` are those of all figures. It is rendered only for what is not remembered.
    """

    digest: str
    printed: int
    said: str
    units: Sequence[str]
    render: Rendered

    @cached_property
    def _told(self) -> tuple[list[str], list[list[str]], list[tuple[str, list[list[Any]]]]]:
        whose, figures, texts = json.loads(self.said)
        return whose, figures, texts

    @cached_property
    def manifest(self) -> Manifest:
        """What the report says of itself."""
        from reportgen.word.manifest import Manifest
        from reportgen.word.marks import Printed

        (unit, year, ledger), figures, _ = self._told
        return Manifest(unit, year, ledger, tuple(Printed(*each) for each in figures))

    @cached_property
    def texts(self) -> list[Text]:
        """Its paragraphs, with the figures in them."""
        return [Text(text, [Stretch(*each) for each in stretches]) for text, stretches in self._told[2]]

    @cached_property
    def marked(self) -> MarkedFile:
        """The report itself."""
        from reportgen.word.marked_passages import read

        return read(self.render())


def texts_of(marked: MarkedFile, manifest: Manifest | None) -> list[Text]:
    """Return the paragraphs of a Word file with its marks by the names of their figures, if there is a manifest."""
    figures = manifest.figures if manifest else ()
    return [
        Text(
            passage.text,
            [
                Stretch(figures[each.mark.number - 1].name, each.start, each.end, each.mark.place)
                for each in passage.marks
                if 0 < each.mark.number <= len(figures)
            ],
        )
        for passage in marked.passages
    ]


def rendered(workspace: Workspace, template: Template, figures: Mapping[str, Figure], year: int) -> Expected:
    """Return what the report of a year has to say by these figures. Raises CannotRun."""
    from reportgen.stages.render import render
    from reportgen.word.marked_passages import read

    report, wrong = render(template, figures, workspace.texts(year))
    if report is None:
        raise CannotRun(
            f"{year}年的报告现在写不出来，没有可以对照的：{wrong[0].message}；请先运行 reportgen validate {year}"
        )
    content = report.content
    marked = read(content)
    assert marked.manifest is not None
    texts = texts_of(marked, marked.manifest)
    said = json.dumps([marked.manifest[:3], marked.manifest.figures, texts], ensure_ascii=False)
    printed = sum(len(each.stretches) for each in texts)
    units = units_of(each.definition for each in figures.values())
    return Expected(sha256(content).hexdigest(), printed, said, units, lambda: content)


def remembered_or(
    workspace: Workspace,
    definitions: Iterable[FigureDefinition],
    year: int,
    stamp: str,
    make: Callable[[], Expected],
) -> Expected:
    """Return what the ledger remembers that the report of a year has to say under a `stamp` of profile, settings and
    program, or what is made now. Raises CannotRun.
    """
    stamp = stamp and sha256(repr([stamp, sorted(workspace.texts(year).items())]).encode()).hexdigest()
    known = remembered.due(workspace.ledger, year, stamp)
    if known:
        digest, printed, said = known
        return Expected(digest, int(printed), said, units_of(definitions), lambda: make().render())
    version = remembered.version_of(workspace.ledger)
    made = make()
    remembered.keep_due(workspace.ledger, year, stamp, (made.digest, str(made.printed), made.said), version)
    return made


def units_of(definitions: Iterable[FigureDefinition]) -> list[str]:
    """Return the units that stand behind numbers: those of the language, and those of the figures."""
    return [*UNITS, *sorted({each.unit for each in definitions} - {""})]
