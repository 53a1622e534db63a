"""A template's own words against the profile -> what they would print that no figure stands for: numbers, units, gaps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from reportgen.expressions import expression
from reportgen.ledger.reading import Ledger
from reportgen.model import FigureDefinition, Finding, Place, Profile
from reportgen.proofreading.chart_words import wrong_charts
from reportgen.proofreading.column_words import wrong_columns
from reportgen.proofreading.cut_off import wrong_sums
from reportgen.proofreading.denials import denials, false_denials
from reportgen.proofreading.issuers import wrong_issuers
from reportgen.proofreading.letterhead import wrong_letterhead
from reportgen.proofreading.nesting import wrong_nesting
from reportgen.proofreading.of_whom import misnamed, of_one_department
from reportgen.proofreading.own_numbers import TemplateWords
from reportgen.proofreading.ranked import wrong_ranks
from reportgen.proofreading.tag_units import wrong_figures, wrong_units
from reportgen.proofreading.tag_words import wrong_words
from reportgen.proofreading.typed_numbers import Literal, literals, wrong_literals
from reportgen.proofreading.typed_years import other_years
from reportgen.proofreading.whole_years import of_whole_years
from reportgen.prose.figure_words import FigureWords, section_figures
from reportgen.rules import finding
from reportgen.word.document import Template
from reportgen.word.leftovers import gaps
from reportgen.word.passages import DESCRIBED, Passage
from reportgen.workspace.settings import Workspace

_SHOWN = 3  # places
_VALUE = expression(
    r"([一-鿿）)]+\s?[：:]?)\s?(\d[\d,.]*)(?=\s*(?:[，、,;；/]|和|$))"
)  # a name and its number
_NO_VALUE = expression("(?:[图表例第号]|照片|附件|编号|电话|场景|现场|之|[村组室楼])[：:]?$")
_SETTLE = {
    "修订": "用 Word 或 WPS 打开模板，在“审阅”里逐处接受或拒绝修订，关掉修订模式再保存",
    "批注": "用 Word 或 WPS 打开模板，在“审阅”里删除批注再保存；写给自己看的话可以写成 {{! 备注 }}",
}


def check(template: Template, profile: Profile, name: str) -> list[Finding]:
    """Return what is wrong with the words of a template whose tags are right; `name` is the template's file."""
    words = FigureWords(profile, template.passages)
    columns = wrong_columns(template, profile, name)
    said = {each.place for each in columns}
    own = literals(template, profile, words)
    ranks = {each.place for each in own if each.figure and each.aside == "名次"}
    return [
        *wrong_literals(own, name),
        *_in_pictures(own, name),
        *(
            each
            for each in wrong_ranks(template, profile, words, name)
            if not each.place.sheet.startswith(tuple(ranks))
        ),
        *wrong_figures(profile),
        *wrong_units(template, profile, name),
        *wrong_charts(template, profile, name),
        *columns,
        *wrong_nesting(template, profile, name),
        *wrong_sums(template, profile, name),
        *(each for each in wrong_words(template, profile, name) if each.place not in said),
        *left_over(template, profile.figures.values(), name),
        *denials(template, words, name),
    ]


def _in_pictures(found: Iterable[Literal], name: str) -> Iterator[Finding]:
    """Yield a warning for each number that the description of a picture states: a picture is not drawn anew. Without a unit, one
    that stands behind its name and before the next.
    """
    for each in found:
        typed = each.sort == "count" and not (each.fixed or each.figure or each.touches)
        if typed and each.place == DESCRIBED and (not each.text[-1].isdigit() or _is_value(each)):
            message = f"图片的替代文字里写定了“{each.text}”，图里的数不会换成今年的"
            fix = (
                "图里画的是往年的数的，换成按清单画的图表；只是说明，每年不变的，在替代文字里加上 {{! 固定 }}"
            )
            place = Place(name, f"{each.place}“{each.sentence}”")
            yield replace(finding("TPL021", message, place, fix=fix), severity="warning")


def _is_value(each: Literal) -> bool:
    """Whether a number without a unit is a value of a description that gives several, or one behind a colon: 成功112，不成功8."""
    values = [match for match in _VALUE.finditer(each.sentence) if not _NO_VALUE.search(match[1])]
    several = len(values) > 1 or any(match[1].endswith((":", "：")) for match in values)
    return several and any(match[2] == each.text for match in values)


def left_over(template: Template, definitions: Iterable[FigureDefinition], name: str) -> list[Finding]:
    """Return an error for each gap, placeholder or other program's tag that would be printed as it stands."""
    names = tuple(each.full_name for each in definitions)
    found: dict[tuple[Passage, str], list[tuple[int, int]]] = {}
    for passage in template.passages:
        for start, end, what in gaps(passage, names):
            found.setdefault((passage, what), []).append((start, end))
    where = template.places({passage: None for passage, _ in found})
    told = []
    for (passage, what), spans in found.items():
        said = dict.fromkeys(passage.text[start:end].strip() or "空格" for start, end in spans)
        (start, end), *_ = spans
        place = Place(name, f"{where[passage]}“{passage.text[max(0, start - 8) : end + 8].strip()}”")
        told.append(finding("TPL012", f"{'、'.join(f'“{each}”' for each in said)}是{what}", place))
    told += [finding("TPL012", message, Place(name, part)) for part, message in template.unfilled]
    return told


def by_template(profile: Profile, template: Template, workspace: Workspace, year: int) -> TemplateWords:
    """Return the template's own numbers, the lists that it prints, and what it adds to what is to be said before a report
    of a year is issued.
    """
    texts = workspace.texts(year)
    name = profile.paper_place
    found = for_issue(template, profile, year)
    found += wrong_letterhead(template, texts, year, name)
    found += wrong_issuers(template, texts, name)
    found += misnamed(template, profile, texts["单位"], name)
    found += of_one_department(template, profile, year, name)
    found += of_whole_years(template, profile, workspace, year)
    return TemplateWords(literals(template, profile), found, frozenset(_printed(template, profile)))


def denied_falsely(ledger: Ledger, profile: Profile, template: Template, year: int) -> list[Finding]:
    """Return an error for each thing of which a template says that there was none of it, and the year has it."""
    words = FigureWords(profile, template.passages)
    return false_denials(ledger, template, words, year, profile.paper_place)


def _printed(template: Template, profile: Profile) -> Iterator[tuple[str, str]]:
    """Yield the lists of the template, each with a name that is printed within it."""
    for passage, turns in section_figures(template.passages, profile.figures):
        for tag in passage.tags:
            if tag.kind == "print":
                inside = next(names for at, names in reversed(turns) if at <= tag.start)
                yield from ((name, tag.name) for name in inside)


def for_issue(template: Template, profile: Profile, year: int) -> list[Finding]:
    """Return what keeps a report of a year from being issued with this template, and what should be looked at before."""
    name = profile.paper_place
    return [*unsettled(template, name), *other_years(template, profile, year)]


def unsettled(template: Template, name: str) -> list[Finding]:
    """Return an error for the tracked changes of a template and one for its comments: an issued report would show them."""
    found = []
    for each in template.unsettled:
        shown = "、".join(each.places[:_SHOWN]) + "等" * (len(each.places) > _SHOWN)
        where = f"（{shown}）" if shown else ""
        unit, seen = ("处", "删去的字") if each.sort == "修订" else ("条", "批注和写批注的人")
        message = f"模板里有{each.number}{unit}{each.sort}{where}，印发以后别人看得到{seen}"
        found.append(
            finding(
                "TPL013", message, Place(name, each.places[0] if each.places else ""), fix=_SETTLE[each.sort]
            )
        )
    return found
