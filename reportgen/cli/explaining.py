"""The command `explain`: what a code means, which rows it finds, what it stands on, and how to mend them; without SQL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reportgen.cli.arguments import CLEAN, Json, open_project
from reportgen.cli.chinese_typer import ARGUMENTS
from reportgen.cli.lines import Line, Span, line, plain, show

if TYPE_CHECKING:
    from reportgen.model import Check, Parameter, Profile, Rule, Severity

Code = Annotated[str, typer.Argument(help="问题编号，如 CEL001", metavar="编号", rich_help_panel=ARGUMENTS)]
_SEVERITY = {"error": ("错误", "bold red"), "warning": ("提醒", "yellow")}


def explain(context: typer.Context, code: Code, as_json: Json = False) -> int:
    """Print what a code means. Raises CannotRun for one that there is not."""
    from reportgen.cli import console
    from reportgen.rules import RULES, did_you_mean

    wanted = code.upper()
    profile = None if wanted in RULES else open_project(context).profile
    checks = {each.upper(): one for each, one in {**profile.off, **profile.checks}.items()} if profile else {}
    rule = RULES.get(wanted) or checks.get(wanted)
    if rule is None:
        from reportgen.model import CannotRun

        raise CannotRun(f"没有“{code}”这个编号。{did_you_mean(wanted, [*RULES, *checks])}")
    if as_json:
        console.print_json(_as_json(wanted, rule, profile))
    else:
        show(_page(wanted, rule, profile), bounded=False)
    return CLEAN


def _page(code: str, rule: Rule | Check, profile: Profile | None) -> Iterator[Line]:
    from reportgen.model import Rule

    severity: Severity = rule.severity
    word, style = _SEVERITY[severity]
    yield Line((Span(code, "bold"), Span(f" {plain(rule.title)}（"), Span(word, style), Span("）")), 2)
    if isinstance(rule, Rule):
        yield _said(f"为什么：{rule.why}")
    elif profile:
        yield from _of_check(rule, profile)
    if rule.fix:
        yield _said(f"改法：{rule.fix}")
    if rule.example:
        yield _said("例子（<- 指出错的地方）：")
        for each in rule.example.rstrip().splitlines():
            yield Line((Span(f"    {plain(each)}", whole=True),))


def _of_check(check: Check, profile: Profile) -> Iterator[Line]:
    from reportgen.profile.levels import level
    from reportgen.profile.worded import held, wrong_where

    yield _said(f"查哪张表：《{check.sheet}》；校验层级：{level(check, profile.reads[check.code])}")
    yield _said(f"怎样算错：{wrong_where(check, profile.kinds)}")
    if spell := held(check):
        yield _said(f"什么时候的：{spell}")
    if check.basis:
        yield _said(f"依据：{check.basis}")
    for name in check.parameters:
        yield _said(f"用到的数：{_number(profile.parameters[name])}")
    if check.code in profile.off:
        yield _said("设置里写了不查，现在没有核对。")


def _number(each: Parameter) -> str:
    from reportgen.numerals import number_text

    value, own = (f"{number_text(number)}{each.unit}" for number in (each.value, each.declared))
    here = f"（方案里是{own}，设置里改的）" if each.value != each.declared else ""
    since = f"，{each.since}起" if each.since else ""
    return f"{each.name} {value}{here}：{each.source}{since}"


def _said(text: str) -> Line:
    return line(text, indent=2)


def _as_json(code: str, rule: Rule | Check, profile: Profile | None) -> Mapping[str, Any]:
    from dataclasses import asdict

    from reportgen.cli import as_json as contract
    from reportgen.model import Check
    from reportgen.profile import levels

    level = str(levels.level(rule, profile.reads[rule.code])) if isinstance(rule, Check) and profile else ""
    said = contract.rule(code, rule, level)
    if isinstance(rule, Check) and profile:
        from reportgen.profile.worded import wrong_where

        said["parameters"] = [asdict(profile.parameters[name]) for name in rule.parameters]
        said |= {"words": wrong_where(rule, profile.kinds), "off": rule.code in profile.off}
    return said
