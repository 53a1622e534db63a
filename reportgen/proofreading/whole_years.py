"""A template that is to make the report of a part of the year -> what in it is of whole years, each with how to mend it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from reportgen.expressions import expression
from reportgen.model import Finding, Place, Profile
from reportgen.periods import sort_of
from reportgen.profile.papers import OF_PARTS, file_of, usual
from reportgen.rules import finding
from reportgen.word.document import Template
from reportgen.word.passages import Passage, is_fixed
from reportgen.workspace.settings import PERIOD, SHIPPED, Workspace

_OF_A_WHOLE_YEAR = expression(r"全年|一年来|本年度|年度(?:工作)?报告|(?<!半)年报(?!表)")
_TAG = f"报告.{PERIOD}"


def of_whole_years(template: Template, profile: Profile, workspace: Workspace, year: int) -> list[Finding]:
    """Return an error for all that keeps a template from making the report of a part of the year: that it does not print which,
    each figure of several years, and each word of a whole one. Of a whole year, nothing.
    """
    if not workspace.part:
        return []
    period, name = workspace.period(year).named, profile.paper_place
    several = {each for each, figure in profile.figures.items() if figure.years > 1}
    found: list[tuple[Passage, Finding]] = []
    for passage in template.passages:
        for figure in dict.fromkeys(tag.name for tag in passage.tags if tag.name in several):
            message = f"“{figure}”是几年合起来的数，{period}的底账里只有各年的{workspace.part}，算不出来"
            found.append((passage, finding("TPL030", message, fix=_other(workspace, "删去印它的这一处"))))
        found += ((passage, _said(match[0], period)) for match in _words(passage))
    where = template.places({passage: None for passage, _ in found})
    placed = [
        replace(each, place=Place(name, f"{where[passage]}“{passage.text}”")) for passage, each in found
    ]
    if any(tag.name == _TAG for tag in template.tags):
        return placed
    message = f"模板里没有标签 {{{{{_TAG}}}}}，{period}的报告印出来会像全年的"
    fix = _other(workspace, f"在标题里写上 {{{{{_TAG}}}}}，这里印成“{period}”，全年的印成“{year}年”")
    return [finding("TPL030", message, Place(name), fix=fix), *placed]


def _words(passage: Passage) -> Iterator[re.Match[str]]:
    matches = _OF_A_WHOLE_YEAR.finditer(passage.words)
    return (match for match in matches if not is_fixed(passage, match.start()))


def _said(words: str, period: str) -> Finding:
    fix = f"改成标签 {{{{{_TAG}}}}}；说的确实是全年的，在这句话里加上 {{{{! 固定 }}}}"
    told = finding("TPL016", f"模板里写着“{words}”，印的是{period}的报告", fix=fix)
    return replace(told, severity="error")


def _other(workspace: Workspace, mend: str) -> str:
    """How to mend a template, or which one to take instead; never one that is taken already."""
    own = OF_PARTS[sort_of(workspace.part)]
    if (there := usual(workspace.profile, workspace.part)) and there != workspace.paper:
        return f"不写 --report {workspace.asked_paper}，用 {file_of(there)}；要用这一份的，{mend}"
    if workspace.paper:
        return mend
    kept = f"全年的模板不想改的，在报告方案里另放一份 {file_of(own)}，{sort_of(workspace.part)}的报告自己用它"
    shipped = (each / workspace.profile.name / file_of(OF_PARTS["半年"]) for each in SHIPPED)
    came = next((f"（随程序带来的有一份，可以拷来：{each}）" for each in shipped if each.is_file()), "")
    return f"{mend}；{kept}{came}"
