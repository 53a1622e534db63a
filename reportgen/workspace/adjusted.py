"""What the settings say of checks and of the profile's numbers -> the profile as it holds here, or what is wrong.

The numbers stand in the conditions already. A check that is turned off, or only warns, and another number than the law's
are said in each year's findings: nothing is passed over in silence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reportgen.model import Finding, Profile, Severity
from reportgen.numerals import number_text
from reportgen.rules import RULES, did_you_mean, finding
from reportgen.workspace.holidays import idle_holidays, wrong_holidays
from reportgen.workspace.settings import Workspace

WRONG, SOFTER = "SET009", "SET010"
OFF = ("off", "不查")
_WEIGHTS: dict[str, Severity] = {"error": "error", "错误": "error", "warning": "warning", "提醒": "warning"}


def adjusted(workspace: Workspace, profile: Profile) -> tuple[Profile, list[Finding]]:
    """Return the profile with the weights that the settings give its checks, and what is wrong with these settings."""
    wrong = [
        *_wrong_weights(workspace, profile),
        *_wrong_numbers(workspace, profile),
        *wrong_holidays(workspace),
    ]
    if wrong or not (workspace.severity or workspace.parameters or workspace.holidays):
        return profile, wrong
    said = {code.upper(): word for code, word in workspace.severity.items()}
    checks = {
        code: replace(check, severity=_WEIGHTS[said[code.upper()]]) if code.upper() in said else check
        for code, check in profile.checks.items()
        if said.get(code.upper()) not in OFF
    }
    off = {code: check for code, check in profile.checks.items() if code not in checks}
    doubts = (*profile.doubts, *_softer(workspace, profile, said), *_unlawful(workspace, profile))
    doubts += tuple(idle_holidays(workspace))
    return replace(profile, checks=checks, off=off, doubts=doubts), []


def _wrong_weights(workspace: Workspace, profile: Profile) -> Iterator[Finding]:
    known = {code.upper() for code in profile.checks}
    for code in workspace.severity:
        place = workspace.place("severity", code)
        if code.upper() in RULES:
            message = f"{code}是内置的核对，不能改程度：没有读成、没有收到的，不能当作没有"
            fix = "删去这一行；部门说明了原因、可以不改的，写在 waivers.yaml 里"
            yield finding(WRONG, message, place, fix=fix)
        elif code.upper() not in known:
            fix = did_you_mean(code.upper(), profile.checks) or "编号照 validate 列出的写"
            yield finding(WRONG, f"方案里没有编号是“{code}”的核对", place, fix=fix)


def _wrong_numbers(workspace: Workspace, profile: Profile) -> Iterator[Finding]:
    for name, value in workspace.parameters.items():
        place = workspace.place("parameters", name)
        if name not in profile.parameters:
            there = "、".join(profile.parameters)
            fix = did_you_mean(name, profile.parameters) or (
                f"可以写：{there}" if there else "删去这一行；方案里没有参数"
            )
            yield finding(WRONG, f"方案里没有叫“{name}”的参数", place, fix=fix)
        elif not 0 <= value < float("inf"):
            yield finding(WRONG, f"参数“{name}”的值不能用", place, fix="写成 60 这样的数，不写负数")


def _softer(workspace: Workspace, profile: Profile, said: dict[str, str]) -> Iterator[Finding]:
    """The checks that find less here than the profile says."""
    for code, check in profile.checks.items():
        word = said.get(code.upper(), check.severity)
        how = "不核对" if word in OFF else "只提醒"
        if word in OFF or (check.severity == "error" and _WEIGHTS[word] == "warning"):
            basis = f"（依据：{check.basis}）" if check.basis else ""
            written = next(each for each in workspace.severity if each.upper() == code.upper())
            yield finding(
                SOFTER,
                f"按设置，{how}“{check.title}”（{code}）{basis}",
                workspace.place("severity", written),
            )


def _unlawful(workspace: Workspace, profile: Profile) -> Iterator[Finding]:
    """The numbers of the law in the place of which the settings put others."""
    for name, each in profile.parameters.items():
        if each.is_changed_law:
            here, law = (f"{number_text(value)}{each.unit}" for value in (each.value, each.declared))
            message = f"“{name}”是法定的{law}（{each.source}），设置里改成了{here}，按{here}核对"
            fix = "当地有规定的，不用改；没有的，从设置里删去"
            yield finding(SOFTER, message, workspace.place("parameters", name), fix=fix)
