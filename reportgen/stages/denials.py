"""A template's sentences that say that there was nothing of a figure, and no section of its own decides -> warnings."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.expressions import expression
from reportgen.model import FigureDefinition, Finding, Place, Profile
from reportgen.rules import finding
from reportgen.stages.figure_words import FigureWords, Named, pairs, section_figures
from reportgen.word.document import Template
from reportgen.word.passages import is_fixed

_NONE = expression(
    r"(?:(?<!有)没有|暂无|尚无|均无|(?<=[，。；、：\s年度])无|^无|未)(?:发生|收到|受理|办理|出现|发现|产生|新增|接到|查处)?"
    r"(?P<what>[一-鿿]{0,10}?(?:案件|案|纠纷|申请|诉讼|复议|败诉|事项|投诉|信访件))(?:发生|出现)?(?=[，。；！？\s)）]|$)"
)
_DONE = expression("^(?:没有|暂无|尚无|均无|无|未(?:发生|收到|受理|办理|出现|发现|产生|新增|接到|查处))")
_OF_SOME = expression("[的地得了过就把将被按及]|依法|按时|按期")
_ENOUGH = 2


def denials(template: Template, profile: Profile, name: str) -> list[Finding]:
    """Return a warning for each sentence such as 没有行政诉讼案件 that is printed whatever the figure is; `name` is the
    template's file.
    """
    words = FigureWords(profile, template.passages)
    found = []
    for passage, turns in section_figures(template.passages, profile.figures, ("open", "inverted")):
        for match in _NONE.finditer(passage.words):
            if (
                not _DONE.match(match[0])
                or _OF_SOME.search(match["what"])
                or is_fixed(passage, match.start())
            ):
                continue
            inside = next(names for at, names in reversed(turns) if at <= match.start())
            figure = _figure(match["what"], words.figures)
            if figure and figure.group not in {profile.figures[each].group for each in inside}:
                found.append((passage, match[0], figure.full_name))
    where = template.places({passage: None for passage, *_ in found})
    return [
        finding(
            "TPL018",
            f"模板里写定了“{said}”，有了也照样这样印",
            Place(name, f"{where[passage]}“{said}”"),
            fix=f"可能说的是“{figure}”：是的，改成 {{{{^{figure}}}}}{said}{{{{/{figure}}}}}，只在没有的时候印；每年都这样的，在这句话里加上 {{{{! 固定 }}}}",
        )
        for passage, said, figure in found
    ]


def _figure(what: str, figures: Sequence[Named]) -> FigureDefinition | None:
    """The count that some words name best, if they do: of equals that of a whole sheet, or whose words say least besides."""
    said = set(pairs(what))
    near = [
        each
        for each in figures
        if not each.definition.ratio
        and each.definition.measure == "count(*)"
        and each.weight(what) >= _ENOUGH
    ]
    best = max(
        near,
        key=lambda each: (each.weight(what), bool(each.subjects), -len(set(each.pairs) - said)),
        default=None,
    )
    return best.definition if best else None
