"""What is wrong with last year's sheets -> what that means for a report that compares with them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.invocation import command
from reportgen.ledger.reading import Ledger
from reportgen.model import Finding, Place, Profile
from reportgen.rules import finding
from reportgen.stages.displays import COMPARING

if TYPE_CHECKING:
    from reportgen.word.document import Template


def compared_with(profile: Profile, template: Template) -> frozenset[str]:
    """Return the kinds of sheet of which a report reads last year's, too."""
    names = {tag.name for tag in template.tags if tag.filter in COMPARING}
    names |= {name for name, figure in profile.figures.items() if figure.years > 1}
    return frozenset(kind for name in names for kind, _ in profile.reads.get(name, ()))


def of_last_year(
    ledger: Ledger, profile: Profile, template: Template, year: int, earlier: Sequence[Finding]
) -> Iterator[Finding]:
    """Yield one finding for the errors, or else for the warnings, that last year's rows have, and one for the sheets to
    compare with that never came; `earlier` is all that is wrong with last year. None of this is asked in the first year.
    """
    last, named = year - 1, ledger.views.period(year - 1).named
    files = {each.file for each in ledger.workbooks(year - 1)}
    partly = {kind for _, kind in ledger.received(last)}
    never = {each.place.sheet for each in earlier if each.code == "OWE001"} - partly
    kinds = compared_with(profile, template)
    came = [each for each in earlier if each.code != "OWE001" or each.place.sheet in partly & kinds]
    errors = [each for each in came if each.severity == "error"]
    warnings = [each for each in came if each.severity == "warning" and each.place.file in files]
    if not files or not kinds:
        return
    if told := errors or warnings:
        left = f"{len(errors)}项错误" if errors else f"{len(warnings)}条提醒"
        fix = f"这是第一处；运行 {command('validate', last)} 查看全部，改正后重新收集。"
        if told[0].code == "OWE001" and (new := told[0].department):
            fix += f"{year}年新设的部门，在设置 departments 里“{new}”下面写 from: {year}。"
        found = finding("FIG003", f"报告要与上年比较，{named}的底账还有{left}", told[0].place, fix=fix)
        yield found if errors else replace(found, severity="warning")
    if never & kinds:
        message = f"{named}没有收到{_listed(profile, never & kinds)}，报告里不与上年比较"
        fix = f"找到{named}的表，放进来件夹的{ledger.views.period(last)}文件夹，重新收集；本来就没有的，不用管。"
        yield replace(finding("FIG003", message, Place(f"{named}的表"), fix=fix), severity="warning")


def _listed(profile: Profile, kinds: Collection[str]) -> str:
    return "、".join(f"《{kind.title}》" for name, kind in profile.kinds.items() if name in kinds)
