"""The ledger's figures and the words that speak of them -> whether a text says of one what is not so, by a number or by denying it.

Where there was nothing of a figure, a report prints no number but a section such as 暂无败诉案件: whoever turns that into
败诉1件, or into 有败诉案件, has contradicted the figure as one does who writes 没有 where there is something.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from reportgen.expressions import expression
from reportgen.model import FigureDefinition
from reportgen.prose.naming import Names, agrees
from reportgen.prose.scope import aside
from reportgen.prose.stated import stated
from reportgen.word.tags import Tag, open_behind, scan

if TYPE_CHECKING:
    from reportgen.model import Figure

_NOTHING = expression(
    r"没有|[暂尚均并从]?无(?!论|偿|障碍|线)|[尚还仍]?未(?!来|成年)|零(?!售|星)|不存在|(?<![\d.])0(?![\d.])"
)
_DENIED = expression(
    r"(?:(?<!有)没有|[暂尚均]无|(?<=[，。；、：\s年度])无|^无|(?<!尚)未)(?:一[件起例宗次])?"
    r"(?:发生|收到|受理|办理|出现|发现|开展|召开|组织|举办|新增|接到|登记)*(?P<what>[一-鿿]{2,20}?)(?:发生|出现)?(?=[，。；！？\s)）]|$)"
)
_OF_SOME = expression("[的地得了过就把将被按及]|依法|按时|按期|问题|不足")
_CLAUSE = expression("[，。；：！？\n]")


class Claim(NamedTuple):
    """What a template says where there was nothing of a figure, and whether the report prints it."""

    figure: str
    text: str
    printed: bool


def claims(lines: Sequence[str], figures: Mapping[str, Figure]) -> list[Claim]:
    """Return what a template's lines, with their tags, deny in the sections for figures that are 0."""
    found: dict[Claim, None] = {}
    open_: list[Tag] = []
    for line in lines:
        last = 0
        for tag in scan(line):
            found |= dict.fromkeys(_denials(line[last : tag.start], open_, figures))
            last = tag.end
            open_ = open_behind(tag, open_)
        found |= dict.fromkeys(_denials(line[last:], open_, figures))
    return list(found)


def _denials(text: str, open_: Sequence[Tag], figures: Mapping[str, Figure]) -> Iterator[Claim]:
    """The clauses of a piece of text, within sections, that say that there was nothing of the innermost one's figure."""
    if not open_ or open_[-1].kind != "inverted" or open_[-1].name not in figures:
        return
    figure = figures[open_[-1].name]
    printed = not figure.value and figure.items is None and not figure.absent
    for clause in _CLAUSE.split(text):
        if figure.items is None and denies(clause):
            yield Claim(open_[-1].name, clause.strip(), printed)


def denies(text: str) -> bool:
    """Whether words say that there was nothing."""
    return bool(_NOTHING.search(text))


@dataclass(frozen=True, eq=False)
class Known:
    """What the ledger says of each figure, value and text; what the template denies of them; and the words that name them."""

    values: Mapping[str, tuple[float | None, str]]
    denials: Sequence[Claim]
    definitions: Mapping[str, FigureDefinition]
    naming: Callable[[], Names]
    year: int

    @cached_property
    def _names(self) -> Names:
        return self.naming()

    def of_number(self, text: str, start: int) -> tuple[str, str, bool] | None:
        """Return which figure the number that stands here is of, by the words beside it, what that figure is, and whether
        the number says so; None where the words name none.
        """
        for number, named in self._names.named(text, self.year):
            if number.start <= start < number.end:
                said = [(name, *self._value(name)) for name in named]
                known = [(name, value, shown) for name, value, shown in said if value is not None]
                for name, value, shown in known:
                    if agrees(number, value, self.definitions[name]):
                        return name, shown, True
                return (known[0][0], known[0][2], False) if known else None
        return None

    def is_aside(self, text: str, start: int) -> bool:
        """Whether the number that stands here is of a part, of a plan or of another year."""
        return any(each.aside for each in stated(text, self.year) if each.start <= start < each.end)

    def denied(self, text: str) -> Iterator[tuple[int, int, str, str]]:
        """Yield from where to where a text says that there was nothing of a figure of which there was something, its name,
        and what it is.
        """
        told = set()
        for claim in self.denials:
            value, shown = self._value(claim.figure)
            at = text.find(claim.text)
            if value and at >= 0:
                told.add((at + len(claim.text), claim.figure))
                yield at, at + len(claim.text), claim.figure, shown
        for match in _DENIED.finditer(text):
            if _OF_SOME.search(match["what"]):
                continue
            sentence = text[
                max(text.rfind(stop, 0, match.start()) for stop in "。！？\n") + 1 : match.start()
            ]
            for name in () if aside(sentence, "", self.year) else self._names.whole(match["what"]):
                value, shown = self._value(name)
                if value and (match.end(), name) not in told:
                    yield match.start(), match.end(), name, shown
                    break

    def _value(self, name: str) -> tuple[float | None, str]:
        return self.values.get(name, (None, ""))
