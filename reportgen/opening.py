"""A workspace -> its profile and template, when neither has a mistake, nor the settings that belong to them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from copy import copy
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from reportgen import periods
from reportgen.expressions import expression
from reportgen.ledger.sql import of_any_year
from reportgen.model import Broken, Finding, Place, Profile
from reportgen.profile import load as profiles
from reportgen.profile import papers
from reportgen.proofreading import own_words
from reportgen.proofreading.letterhead import typed_letterhead
from reportgen.proofreading.typed_numbers import Literal, literals
from reportgen.rules import did_you_mean, finding
from reportgen.stages import render as rendering
from reportgen.values.fillers import says_nothing
from reportgen.word.document import Template
from reportgen.word.package import NotWordError
from reportgen.workspace.adjusted import adjusted
from reportgen.workspace.printed_dates import no_dates
from reportgen.workspace.reporting import with_departments, wrong_staffs
from reportgen.workspace.seal import wrong_seals
from reportgen.workspace.settings import DUE, FIXED, OPTIONAL, Workspace, load

_COMPARED = expression(
    r"""(?<!\w)(\w++)"?\s*+(?:={1,2}|\bIS\b|\bLIKE\b|(?<!NOT )\bIN\s*\()\s*'([^']*)'""", re.IGNORECASE
)


class ProfileChecked(NamedTuple):
    """A profile, what is wrong with it and its template, its template's own numbers, how many of its checks' examples were
    run, and how many checks have none.
    """

    name: str
    findings: Sequence[Finding]
    numbers: Sequence[Literal] = ()
    examples: int = 0
    without: int = 0


def check_profile(root: Path, paper: str = "") -> ProfileChecked:
    """Check the profile that a folder uses, its templates, or that of one paper, and every check's own example, with no
    inbox and no ledger. Raises CannotRun, or Broken where the settings have mistakes.
    """
    workspace, findings = load(root)
    if workspace is None:
        raise Broken(findings)
    workspace = replace(workspace, paper=papers.need(workspace.profile, paper))
    profile, template, findings = _with_words(workspace)
    for other in papers.others(workspace.profile) if not paper else ():
        told = _with_words(replace(workspace, paper=other))[2]
        findings += [each for each in told if each not in findings]
    name = workspace.profile.name
    if profile is None or template is None:
        return ProfileChecked(name, findings)
    from reportgen.stages.examples import wrong_examples

    # the examples are those of the profile's own numbers and weights
    own = profiles.load(workspace.profile)[0] if workspace.severity or workspace.parameters else profile
    examples, wrong = wrong_examples(own or profile)
    findings += [*wrong, *profile.doubts]
    numbers = literals(template, profile)
    return ProfileChecked(name, findings, numbers, examples, len((own or profile).checks) - examples)


def _with_words(workspace: Workspace) -> tuple[Profile | None, Template | None, list[Finding]]:
    """What is checked before there is any figure, and what is written or typed in the template beside its tags."""
    profile, template, findings = checked(workspace)
    name = f"{workspace.profile.name}/{workspace.template.name}"
    if template:
        findings += own_words.unsettled(template, name)
        findings += typed_letterhead(template, name)
    return profile, template, findings


def checked(workspace: Workspace) -> tuple[Profile | None, Template | None, list[Finding]]:
    """Return the profile and its template, and all mistakes at once in settings, profile and template."""
    profile, findings = profiles.load(workspace.profile, workspace.parameters, workspace.template.name)
    definitions = list(profile.figures.values()) if profile else profiles.declared(workspace.profile)
    name = f"{workspace.profile.name}/{workspace.template.name}"
    content = profile.template if profile else _template(workspace)
    template = None
    try:
        template = _read(content) if content is not None else None
    except NotWordError as error:
        findings.append(finding("TPL008", str(error), Place(file=name)))
    if template and definitions:
        findings += rendering.check(
            template, definitions, workspace.texts(2000), name, profile.kinds if profile else {}
        )
    if template and profile and not findings:
        given, paper = tuple(sorted(workspace.parameters.items())), workspace.template.name
        said = _own_words(workspace.profile, profiles.contents(workspace.profile, paper), given, paper)
        findings += [each for each in said if each.severity == "error"]
        profile = replace(profile, doubts=(*profile.doubts, *(each for each in said if each not in findings)))
    findings += [*no_dates(workspace), *wrong_seals(workspace)]
    if template and not findings:
        findings += _unused_texts(workspace, template)
    if profile:
        profile, of_checks = adjusted(workspace, profile)
        profile, wrong = with_departments(workspace, profile)
        staffs = wrong_staffs(workspace, profile)
        findings += [*of_checks, *wrong, *staffs, *_compared_with_nothing(profile)]
        profile = replace(profile, lines=tuple(template.lines) if template else ())
    return profile, copy(template), findings


@lru_cache(maxsize=4)
def _own_words(folder: Path, _: str, given: tuple[tuple[str, float], ...], paper: str) -> Sequence[Finding]:
    """What is wrong with the words of a profile's template; asked once in a process while no file says otherwise."""
    profile = profiles.load(folder, dict(given), paper)[0]
    if profile is None:
        return ()
    return own_words.check(_read(profile.template), profile, profile.paper_place)


@lru_cache(maxsize=2)
def _read(content: bytes) -> Template:
    """A template that is looked at and never filled: what is filled is a copy, and knows nothing of other reports."""
    return Template.load(content)


def _template(workspace: Workspace) -> bytes | None:
    try:
        return workspace.template.read_bytes()
    except OSError:
        return None  # which reading the profile has told


def _compared_with_nothing(profile: Profile) -> Iterator[Finding]:
    """The conditions that ask for a word which a column keeps as blank: they would never hold."""
    conditions = {name: (each.where, "figures.yaml") for name, each in profile.figures.items()}
    conditions |= {
        code: (each.fails or each.query or each.equation, each.file) for code, each in profile.checks.items()
    }
    for name, (sql, file) in conditions.items():
        fields = {
            field: profile.kinds[of_any_year(kind, profile.kinds)].fields.get(field)
            for kind, field in profile.reads.get(name, ())
        }
        for column, word in _compared(sql):
            declared = fields.get(column)
            if declared and declared.type == "string" and says_nothing(word, column, declared):
                message = f"条件里写了{column} = '{word}'，可这一列里只写“{word}”的格当作空白，永远比不上"
                fix = f"改写成 {column} IS NULL；“{word}”确有意思的，在 sheets.yaml 里写进这一列的 enum 或 synonyms"
                yield finding("PRO002", message, Place(f"{profile.name}/{file}", name), fix=fix)


@lru_cache(maxsize=1024)
def _compared(sql: str) -> list[tuple[str, str]]:
    return _COMPARED.findall(sql)


def _printed_elsewhere(workspace: Workspace) -> set[str]:
    """The settings' texts that other papers of the profile print; one that is no Word file is told when it is asked for."""
    found: set[str] = set()
    for paper in {"", *papers.others(workspace.profile)} - {workspace.paper}:
        with suppress(OSError, NotWordError):
            content = replace(workspace, paper=paper).template.read_bytes()
            found |= rendering.texts_printed(_read(content))
    return found


def _unused_texts(workspace: Workspace, template: Template) -> list[Finding]:
    """The texts in the settings that no tag of the template prints, and a 截止日期 that is no date."""
    findings = []
    for year in {*workspace.yearly, "2000"}:
        period = periods.read(year)
        if not (period or re.fullmatch("[12][0-9]{3}", year)):
            place = workspace.place("report", year)
            findings.append(finding("SET002", f"“{year}”不是年度", place, fix=periods.ACCEPTED))
        elif period and not replace(workspace, part=period.part).cutoff(period.year):
            place = workspace.place("report", year, "截止日期")
            findings.append(finding("SET002", "“截止日期”不是日期", place, fix="写成 2023年6月30日"))
        elif not period and not workspace.cutoff(int(year)):
            path = ("report", year) if "截止日期" in workspace.yearly.get(year, {}) else ("report",)
            place = workspace.place(*path, "截止日期")
            findings.append(finding("SET002", "“截止日期”不是日期", place, fix="写成 2023年11月30日"))
            break
    unknown = workspace.named - {*OPTIONAL, "截止日期", DUE}
    printed = rendering.texts_printed(template) - set(FIXED) if unknown else set()
    if unknown - printed:
        unknown -= _printed_elsewhere(workspace) - set(FIXED)
    for name in sorted(unknown - printed):
        fixed = name in FIXED
        message = f"“{name}”不能在 report 里改" if fixed else f"报告里没有地方印“{name}”"
        fix = did_you_mean(name, {*printed, *OPTIONAL})
        fix = fix or f"删去这一行；要印的，在模板里要印的地方写上 {{{{报告.{name}}}}}。"
        if fixed:
            fix = "删去这一行：" + (
                "单位写在设置的 unit 里。" if name == "单位" else "年度是命令里写的那一年。"
            )
        said = next(each for each in workspace.paths_of_texts() if each[-1] == name)
        findings.append(finding("SET002", message, workspace.place(*said), fix=fix))
    return findings
