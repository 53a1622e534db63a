"""What the settings say of the departments of each body, and a profile -> the profile as a body has it.

A body has all departments, unless it says which ones, in `departments`, or which not, in `without`; either may hold from a
year, or until one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

from reportgen.aliases import Years
from reportgen.model import Profile
from reportgen.profile.lasting import during
from reportgen.workspace.dated_names import entries
from reportgen.workspace.settings import Workspace

NEVER = Years(1, 0)
_ONLY, _BUT = "departments", "without"
_ALWAYS = Years()


def as_asked(workspace: Workspace, profile: Profile) -> Profile:
    """Return a profile with the bodies of the settings, the years in which these have a department, where that is not always, and
    all as it is for the part of the year.
    """
    staffs = {body: _staff(said, profile) for body, said in workspace.bodies.items() if _said(said)}
    bodies, beside = workspace.years_of_bodies, workspace.names_of_bodies
    own = during(profile, workspace.part)
    return replace(own, bodies=bodies, beside=beside, staffs=staffs)


def of_body(profile: Profile, body: str) -> Profile:
    """Return the profile of several bodies as one of them has it: without the checks over all of them."""
    checks = {code: check for code, check in profile.checks.items() if not check.all_bodies}
    own = replace(profile, bodies={}, staffs={}, checks=checks)
    if not (there := profile.staffs.get(body)):
        return own
    kinds = {name: replace(kind, there=there) for name, kind in profile.kinds.items()}
    return replace(own, kinds=kinds, digest=sha256(f"{profile.digest} {there}".encode()).hexdigest())


def _said(said: Mapping[str, Any]) -> bool:
    return _ONLY in said or _BUT in said


def _staff(said: Mapping[str, Any], profile: Profile) -> dict[str, Years]:
    """The years in which a body has each department that it has not always."""
    if _ONLY in said:
        there = dict.fromkeys(profile.departments, NEVER) | dict(entries(said, _ONLY))
    else:
        there = {name: _but(years) for name, years in entries(said, _BUT)}
    return {name: years for name, years in there.items() if years != _ALWAYS}


def _but(years: Years) -> Years:
    """All years but some, which begin with the first or end with the last."""
    if years == _ALWAYS:
        return NEVER
    if years.first == _ALWAYS.first:
        return Years(years.last + 1, _ALWAYS.last)
    return Years(_ALWAYS.first, years.first - 1)
