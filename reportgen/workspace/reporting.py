"""What the settings say of the departments, and a profile -> the profile with these departments, or what is wrong.

The settings name all departments there are. One that says what it `owes` owes that; another what the profile says of it,
by its name or by an alias. An alias, a duty and a department may hold from a year, or until one. So may a department of one
of several bodies: see `workspace.staffed`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

from reportgen.aliases import Alias, Years
from reportgen.model import Field, Finding, Kind, Profile
from reportgen.profile.load import digest
from reportgen.rules import did_you_mean, finding
from reportgen.workspace.dated_names import NAMES, entries, years_of
from reportgen.workspace.settings import Workspace

CODE = "SET005"
_Said = Mapping[str, Any]


def with_departments(workspace: Workspace, profile: Profile) -> tuple[Profile, list[Finding]]:
    """Return the profile with the departments of the settings, if these name any, and what is wrong with them."""
    said = workspace.departments
    if not said:
        return profile, []
    findings = wrong(workspace, profile)
    if findings:
        return profile, findings
    known = _known(profile)
    said = {
        name: {**keys, "owes": _apart(keys["owes"], known)} if "owes" in keys else keys
        for name, keys in said.items()
    }
    aliases = tuple(
        Alias(each.name, name, each.years) for name in said for each in entries(said[name], "aliases")
    )
    kinds = {name: _owned(kind, said, aliases) for name, kind in profile.kinds.items()}
    found = replace(profile, kinds=kinds, named=tuple(said), aliases=aliases)
    unasked = tuple(_unasked(workspace, found, profile, said))
    found = replace(found, digest=digest(kinds, list(said), [[*each] for each in aliases]))
    return replace(found, doubts=(*profile.doubts, *unasked)), list(_nobodys(workspace, profile, found))


def wrong(workspace: Workspace, profile: Profile) -> list[Finding]:
    """Return what is wrong with what the settings say of each department by itself."""
    return list(_wrong(workspace, workspace.departments, profile))


def _known(profile: Profile) -> list[str]:
    """What sheets may be called."""
    return [*profile.kinds, *(kind.title for kind in profile.kinds.values())]


def _apart(owes: Sequence[Any], known: Collection[str]) -> list[Any]:
    """The entries of `owes`, those taken apart that are several sheets with Chinese commas between them."""
    found: list[Any] = []
    for each in owes:
        if isinstance(each, str):
            found += _names(each, known)
        else:
            found += [{**each, "sheet": name} for name in _names(str(each.get("sheet", "")), known)]
    return found


def _names(text: str, known: Collection[str]) -> list[str]:
    """The sheets that an entry names: itself, unless no sheet is called so."""
    return (
        [text]
        if text in known
        else [each.strip() for each in re.split("[、，,；;]", text) if each.strip()] or [text]
    )


def _owned(kind: Kind, said: Mapping[str, _Said], aliases: Sequence[Alias]) -> Kind:
    """A kind with the departments that owe it, and the years in which they do: those of the profile in its order first."""
    years: dict[str, Years] = {}
    for name, keys in said.items():
        own = years_of(keys)
        if "owes" in keys:
            spans = [each.years for each in entries(keys, "owes") if each.name in (kind.name, kind.title)]
        else:
            spans = [Years()] if name in _called(kind.owners, said, aliases) else []
        for span in spans:
            years[name] = Years(max(own.first, span.first), min(own.last, span.last))
    first = [name for owner in kind.owners for name in years if name in _called((owner,), said, aliases)]
    years = {name: years[name] for name in (*first, *years)}
    bounded = {name: each for name, each in years.items() if each != Years()}
    fields = {name: _asked(each, tuple(years), said, aliases) for name, each in kind.fields.items()}
    return replace(kind, owners=tuple(years), years=bounded, fields=fields)


def _asked(field: Field, owners: Sequence[str], said: Mapping[str, _Said], aliases: Sequence[Alias]) -> Field:
    """A field with the departments that alone are asked for it; where none of them owes its sheet, nobody is."""
    if not field.only:
        return field
    called = _called(field.only, said, aliases)
    return replace(field, only=tuple(each for each in owners if each in called) or ("",))


def _called(owners: Sequence[str], said: Mapping[str, _Said], aliases: Sequence[Alias]) -> set[str]:
    """The departments of the settings that a profile's are, by their names or else by an alias."""
    others = {each.department for each in aliases if each.name in owners and each.name not in said}
    return {*(each for each in owners if each in said), *others}


def _wrong(workspace: Workspace, said: Mapping[str, _Said], profile: Profile) -> Iterator[Finding]:
    """What is wrong with what the settings say of the departments, each at its line."""
    for name, keys in said.items():
        yield from _wrong_name(workspace, name, (name,))
        yield from _wrong_years(workspace, keys, name, ("departments", name))
        for key in ("aliases", "owes"):
            for index, each in enumerate(keys.get(key, ())):
                if isinstance(each, dict):
                    yield from wrong_keys(workspace, each, NAMES[key], ("departments", name, key, index))
        for index, (alias, _) in enumerate(entries(keys, "aliases")):
            yield from _wrong_name(workspace, alias, (name, "aliases", index))
        yield from _wrong_sheets(workspace, name, keys, profile)
    yield from _shared(workspace, said)


def _wrong_name(workspace: Workspace, name: str, path: Sequence[str | int]) -> Iterator[Finding]:
    if not name.strip() or any(sign in name for sign in '/\\:*?"<>|'):
        yield _finding(
            workspace,
            path,
            f"“{name}”不能作部门的名称",
            "名称要能作文件夹的名称，不能空着，也不能有斜杠、冒号这样的符号",
        )


def wrong_keys(workspace: Workspace, said: _Said, own: str, path: Sequence[str | int]) -> Iterator[Finding]:
    """Yield what is wrong with an entry of the settings that is written with years."""
    allowed = (own, "from", "until")
    for key in said:
        if key not in allowed:
            fix = did_you_mean(key, allowed) or f"这里可以写：{'、'.join(allowed)}"
            yield wrong_at(workspace, (*path, key), f"不认识的键“{key}”", fix)
    if own not in said:
        yield wrong_at(workspace, path, f"缺少“{own}”", f"写成 {{{own}: 名称, from: 2024}}")
    yield from _wrong_years(workspace, said, str(said.get(own, "")), path)


def _wrong_years(
    workspace: Workspace, said: _Said, name: str, path: Sequence[str | int]
) -> Iterator[Finding]:
    """What is wrong with the years from which and until which something holds."""
    for key in ("from", "until"):
        if key in said and not (isinstance(said[key], int) and 1900 <= said[key] <= 2100):
            yield wrong_at(workspace, (*path, key), f"“{said[key]}”不是年度", "年度写四位数字，如 2024")
            return
    if years_of(said).first > years_of(said).last:
        message = f"“{name}”从{said['from']}年起，却只到{said['until']}年"
        yield wrong_at(workspace, (*path, "from"), message, "核对 from（起始年）和 until（截止年）")


def _wrong_sheets(workspace: Workspace, name: str, said: _Said, profile: Profile) -> Iterator[Finding]:
    """The sheets that a department owes and no profile has; or that it says none and the profile does not know it."""
    sheets = _known(profile)
    titles = {kind.title: kind.name for kind in profile.kinds.values()}
    owed = [
        (index, titles.get(sheet, sheet))
        for index, entry in enumerate(entries(said, "owes"))
        for sheet in _names(entry.name, sheets)
    ]
    for at, (index, sheet) in enumerate(owed):
        if sheet and sheet not in sheets:
            fix = did_you_mean(sheet, sheets) or f"可以写：{'、'.join(profile.kinds)}"
            yield _finding(workspace, (name, "owes", index), f"方案里没有叫“{sheet}”的表", fix)
        elif sheet and sheet in (before for _, before in owed[:at]):
            fix = "一种表只写一次，用 from、until 写明从哪年到哪年"
            yield _finding(workspace, (name, "owes", index), f"“{name}”的 owes 里“{sheet}”写了不止一次", fix)
    names = {name, *(each.name for each in entries(said, "aliases"))}
    if "owes" not in said and not names & set(profile.departments):
        near = did_you_mean(name, profile.departments)
        fix = f"{near}写上 owes: [要报的表]；什么表也不用报的，写 owes: []"
        yield _finding(workspace, (name,), f"没有写“{name}”报送哪些表，方案里也没有这个部门", fix)


def _shared(workspace: Workspace, said: Mapping[str, _Said]) -> Iterator[Finding]:
    """The names that mean two departments in the same year."""
    names: list[tuple[str, Years, str, Sequence[str | int]]]
    names = [(name, Years(), name, (name,)) for name in said]
    names += [
        (each.name, each.years, name, (name, "aliases", index))
        for name, keys in said.items()
        for index, each in enumerate(entries(keys, "aliases"))
    ]
    for (one, years, first, _), (other, others, second, path) in combinations(names, 2):
        if one == other and first != second and years.meet(others):
            message = f"“{other}”既是{first}，又是{second}的别名"
            fix = "一个名称同一年只能指一个部门：删去其中一个，或用 from、until 写明各到哪一年"
            yield _finding(workspace, path, message, fix)


def _nobodys(workspace: Workspace, before: Profile, profile: Profile) -> Iterator[Finding]:
    """The finding of the sheets that nobody owes."""
    if lost := nobodys(before, profile):
        fix = f"在要报送的部门下面写 owes: [{', '.join(lost)}]"
        message = f"departments 要写全部的部门，现在没有部门报送{'、'.join(lost)}"
        yield _finding(workspace, (), message, fix)


def nobodys(before: Profile, profile: Profile) -> list[str]:
    """Return the sheets that figures count, that the profile asked of somebody `before`, and that no department owes."""
    counted = {kind for name in profile.figures for kind, _ in profile.reads.get(name, ())}
    lost = [name for name in counted if before.kinds[name].owners and not profile.kinds[name].owners]
    return [name for name in profile.kinds if name in lost]


def _unasked(
    workspace: Workspace, profile: Profile, before: Profile, said: Mapping[str, _Said]
) -> Iterator[Finding]:
    """Warnings of the columns that the profile asks of a department alone which the settings do not know: a town may well
    have none that fills them in.
    """
    for kind in before.kinds.values():
        for name, field in kind.fields.items() if profile.kinds[kind.name].owners else ():
            lost = [each for each in field.only if not _called((each,), said, profile.aliases)]
            if lost:
                message = f"《{kind.title}》的“{name}”一列方案里只要{'、'.join(lost)}填，departments 里没有这个部门，表样里就没有这一列"
                fix = (
                    f"改了名的、并到别处的，在现在的部门下面写 aliases: [{', '.join(lost)}]；"
                    "没有部门填这一列的，不用改，照常出报告"
                )
                yield replace(_finding(workspace, (), message, fix), severity="warning")


def wrong_staffs(workspace: Workspace, profile: Profile) -> Iterator[Finding]:
    """Yield what is wrong with what the settings say of the departments of each body, each at its line."""
    for body, said in workspace.bodies.items():
        if "departments" in said and "without" in said:
            fix = "只有少数部门的写 departments，只少几个部门的写 without"
            message = f"“{body}”的 departments 和 without 只能写一个"
            yield wrong_at(workspace, ("bodies", body, "without"), message, fix)
        for key in ("departments", "without"):
            yield from _wrong_entries(workspace, body, key, profile)


def _wrong_entries(workspace: Workspace, body: str, key: str, profile: Profile) -> Iterator[Finding]:
    said, met = workspace.bodies[body], set()
    for index, each in enumerate(said.get(key, ())):
        path = ("bodies", body, key, index)
        if isinstance(each, dict):
            wrong = list(wrong_keys(workspace, each, NAMES[key], path))
            if key == "without" and {"from", "until"} <= each.keys() and not wrong:
                message = f"“{each['name']}”的 from 和 until 在 without 里只能写一个"
                wrong = [wrong_at(workspace, path, message, "改写成 departments，写它有这个部门的年度")]
            if wrong:
                yield from wrong
                continue
        name = str(each["name"]) if isinstance(each, dict) else each
        if name not in profile.departments:
            yield wrong_at(
                workspace, path, f"“{body}”的 {key} 里写的“{name}”不是报送部门", _meant(name, profile)
            )
        elif name in met:
            fix = "一个部门只写一次，用 from、until 写明从哪年到哪年"
            yield wrong_at(workspace, path, f"“{body}”的 {key} 里“{name}”写了不止一次", fix)
        met.add(name)


def _meant(name: str, profile: Profile) -> str:
    """How the department is called that a name may mean."""
    of = next((each.department for each in profile.aliases if each.name == name), "")
    if of:
        return f"“{name}”是“{of}”的别名，请写“{of}”"
    return did_you_mean(name, profile.departments) or f"报送部门有：{'、'.join(profile.departments)}"


def _finding(workspace: Workspace, path: Sequence[str | int], message: str, fix: str) -> Finding:
    return wrong_at(workspace, ("departments", *path), message, fix)


def wrong_at(workspace: Workspace, path: Sequence[str | int], message: str, fix: str) -> Finding:
    """Return a mistake of the settings at what stands under these keys."""
    return finding(CODE, message, workspace.place(*path), fix=fix)
