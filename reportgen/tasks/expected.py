"""A year's ledger and the template -> what the report has to say, figure by figure, without writing it; remembered."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from reportgen.aliases import ANY, known
from reportgen.invocation import command
from reportgen.ledger import remembered
from reportgen.model import CannotRun
from reportgen.prose.stated import UNITS
from reportgen.verification.verified import Stretch, Text

if TYPE_CHECKING:
    from reportgen.model import Figure, Profile
    from reportgen.verification.claims import Known
    from reportgen.word.document import Template
    from reportgen.word.manifest import Manifest, Printed
    from reportgen.word.marked_passages import MarkedFile
    from reportgen.workspace.settings import Workspace

Rendered = Callable[[], bytes]


@dataclass(frozen=True, eq=False)
class Expected:
    """What a report has to say: the digest of its bytes, how many figures it prints, and as JSON what it says, line by line,
    and what `more` there is to know of it, and of all figures, for a file that says something else; without the `profile`,
    no words but those of the report name a figure. It is rendered only for what is not remembered.
    """

    digest: str
    printed: int
    said: str
    more: str
    profile: Profile | None
    render: Rendered

    @cached_property
    def _said(self) -> dict[str, Any]:
        said: dict[str, Any] = json.loads(self.said)
        return said

    @cached_property
    def _told(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.more)
        return told

    @property
    def lines(self) -> list[str]:
        """Its paragraphs as lines."""
        lines: list[str] = self._said["lines"]
        return lines

    @cached_property
    def manifest(self) -> Manifest:
        """What the report says of itself."""
        from reportgen.word.manifest import Manifest, Printed

        unit, year, ledger = self._said["whose"]
        return Manifest(unit, year, ledger, tuple(Printed(*each) for each in self._said["figures"]))

    def is_said_by(self, marked: MarkedFile) -> bool:
        """Whether a Word file says just this and is marked alike, and neither shows a chart."""
        from reportgen.word.marked_lines import all_same
        from reportgen.word.package import CHART

        return (
            all_same(self.lines, marked.lines)
            and marked.manifest == self.manifest
            and not self._said["charted"]
            and CHART not in marked.opened.types.values()
        )

    @cached_property
    def texts(self) -> list[Text]:
        """Its paragraphs, and then the entries of its charts, with the figures in them."""
        return [
            Text(text, [Stretch(*each) for each in stretches] if stretches else ())
            for text, stretches in self._told["texts"]
        ]

    @cached_property
    def without_charts(self) -> list[Text]:
        """Its paragraphs alone."""
        return self.texts[: len(self.lines)]

    @cached_property
    def units(self) -> list[str]:
        """The units that stand behind numbers: those of the language, and those of the figures."""
        return [*UNITS, *self._told["units"]]

    def known(self, unit: str, year: int) -> Known | None:
        """Return what the ledger says of each figure of a `unit` and a year, and by which words a text speaks of it."""
        profile = self.profile
        if profile is None:
            return None
        from reportgen.prose.naming import naming
        from reportgen.verification.claims import Claim, Known

        silent = [unit, *known(profile.departments, profile.aliases, ANY)]
        values = {name: (value, shown) for name, value, shown in self._told["values"]}
        denials = [Claim(*each) for each in self._told["denials"]]
        figures = profile.figures
        return Known(
            values,
            denials,
            figures,
            lambda: naming(figures.values(), profile.kinds, profile.lines, silent),
            year,
        )

    @cached_property
    def marked(self) -> MarkedFile:
        """The report itself."""
        from reportgen.word.marked_passages import read

        return read(self.render())


def texts_of(marked: MarkedFile, manifest: Manifest | None, due: Expected | None = None) -> list[Text]:
    """Return the paragraphs of a Word file with its marks by the names of their figures, if there is a manifest; those that
    the report has, too, are its own.
    """
    figures = manifest.figures if manifest else ()
    own = dict(zip(due.lines, due.texts, strict=False)) if due and due.manifest.figures == figures else {}
    return [own.get(line) or _text(line, figures) for line in marked.lines]


def _text(line: str, figures: Sequence[Printed]) -> Text:
    from reportgen.word.marked_lines import marks_of, text_of

    stretches = [
        Stretch(figures[each.mark.number - 1].name, each.start, each.end, each.mark.place)
        for each in marks_of(line)
        if 0 < each.mark.number <= len(figures)
    ]
    return Text(text_of(line), stretches or ())


def charted(marked: MarkedFile) -> list[Text]:
    """Return what the charts of a Word file show, an entry after the other; raise NotWordError.

    A figure's places count down from -1, chart by chart.
    """
    from reportgen.word.package import CHART
    from reportgen.word.shown_charts import rows

    met: Counter[str] = Counter()
    texts = []
    for row in rows(marked.package) if CHART in marked.opened.types.values() else ():
        met.update(name for name, _, _ in row.figures)
        texts.append(Text(row.text, [Stretch(*each, -met[each[0]]) for each in row.figures]))
    return texts


def rendered(
    workspace: Workspace,
    template: Template,
    figures: Mapping[str, Figure],
    year: int,
    profile: Profile | None = None,
) -> Expected:
    """Return what the report of a year has to say by these figures. Raises CannotRun."""
    from reportgen.stages.render import render, with_contents
    from reportgen.verification.claims import claims
    from reportgen.word.marked_passages import read

    report, wrong = with_contents(template, *render(template, figures, workspace.texts(year)))
    if report is None:
        raise CannotRun(
            f"{workspace.period(year).named}的报告现在写不出来，没有可以对照的：{wrong[0].message}；请先运行 {command('validate', year)}"
        )
    content = report.content
    marked = read(content)
    assert marked.manifest is not None
    charts = charted(marked)
    texts = [*texts_of(marked, marked.manifest), *charts]
    numbers = {name: each for name, each in figures.items() if each.items is None}
    said = {
        "whose": marked.manifest[:3],
        "figures": marked.manifest.figures,
        "lines": marked.lines,
        "charted": len(charts),
    }
    more = {
        "texts": texts,
        "units": sorted({each.definition.unit for each in figures.values()} - {""}),
        "values": [(name, each.value, f"{each.text or ''}{_unit(each)}") for name, each in numbers.items()],
        "denials": claims(template.lines, figures),
    }
    printed = sum(len(each.stretches) for each in texts)
    text, others = (json.dumps(each, ensure_ascii=False) for each in (said, more))
    return Expected(sha256(content).hexdigest(), printed, text, others, profile, lambda: content)


def _unit(figure: Figure) -> str:
    return "" if figure.value is None else figure.definition.unit_behind


def remembered_or(
    workspace: Workspace,
    profile: Profile,
    year: int,
    stamp: str,
    make: Callable[[], Expected],
) -> Expected:
    """Return what the ledger remembers that the report of a year has to say under a `stamp` of profile, settings and
    program, or what is made now. Raises CannotRun.
    """
    stamp = stamp and sha256(repr([stamp, sorted(workspace.texts(year).items())]).encode()).hexdigest()
    known = remembered.due(workspace.ledger, year, workspace.paper, stamp)
    if known:
        digest, printed, said, more = known
        return Expected(digest, int(printed), said, more, profile, lambda: make().render())
    version = remembered.version_of(workspace.ledger)
    made = make()
    lines = (made.digest, str(made.printed), made.said, made.more)
    remembered.keep_due(workspace.ledger, year, workspace.paper, stamp, lines, version)
    return made
