"""The names that a department goes by, and the years in which it does. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from reportgen.expressions import expression

_SIGNS = expression(r"(?<=\d)年度?|[\W\d_]")
_BODY = expression(r"(?![非不原])[一-鿿]{1,20}(?:[省市县区州盟旗镇乡]|街道|办事处|人民政府)")
_BEHIND = expression(
    r"(?:[\W\d_]|年度?|月份?|季度|[上下]半年|的|报送|上报|报来|交来|材料|资料|数据|统计|报表|表格?|台账|文件|汇总|更正|修改|补报|重报|最终|新)*"
)
ANY = 0  # for a year that is not known


class Years(NamedTuple):
    """The years from the first to the last, both included."""

    first: int = 0
    last: int = 9999

    def hold(self, year: int) -> bool:
        """Whether a year is one of these; one that is not known may be."""
        return year == ANY or self.first <= year <= self.last

    def meet(self, others: Years) -> bool:
        """Whether there is a year that is one of these and of others."""
        return self.first <= others.last and others.first <= self.last


class Alias(NamedTuple):
    """Another name of a department, and the years in which it stands for it."""

    name: str
    department: str
    years: Years = Years()


@cache
def known(departments: tuple[str, ...], aliases: tuple[Alias, ...], year: int) -> Mapping[str, str]:
    """Return every name that means a department in a year, or in any year, with the department's own."""
    own = dict.fromkeys(departments)
    others = {each.name: each.department for each in aliases if each.years.hold(year)}
    return {**{name: name for name in own}, **{name: of for name, of in others.items() if name not in own}}


def of_folder(folder: str, names: Mapping[str, str], unit: str = "") -> list[str]:
    """Return the departments that a folder is called after: by a name, with nothing before it but a number and a town, a
    county or the `unit`, and nothing behind but words for what is handed in; or by several names with a word between.
    """
    if folder in names:
        return [names[folder]]
    named = named_in(folder, names)
    if len(named) != 1:
        return named
    behind = _behind(folder, names, unit)
    return named if behind is not None and _BEHIND.fullmatch(behind) else []


def signed_in(text: str, names: Mapping[str, str], unit: str = "") -> list[str]:
    """Return the departments that a signature names: none where a name is but a piece of another body's."""
    named = named_in(text, names)
    if len(named) != 1:
        return named
    behind = _behind(text, names, unit)
    return named if behind is not None and (not behind[:1].isalpha() or _BEHIND.fullmatch(behind)) else []


def _behind(text: str, names: Mapping[str, str], unit: str) -> str | None:
    """What stands behind the longest name in a text, if there is nothing before it but a number and a body above it."""
    before, _, behind = text.partition(max((each for each in names if each in text), key=len))
    body = _SIGNS.sub("", before)
    is_ours = not body or (len(body) > 1 and body in unit) or _BODY.fullmatch(body)
    return behind if is_ours else None


def named_in(text: str, names: Mapping[str, str]) -> list[str]:
    """Return the departments that a text names; a name within a longer one that it also names does not count."""
    found = [name for name in names if name in text]
    whole = [name for name in found if not any(name != other and name in other for other in found)]
    return list(dict.fromkeys(names[name] for name in whole))
