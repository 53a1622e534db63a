"""Figures of a profile -> those that are called 未… and ask for what is done, and the other way round."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from reportgen.expressions import expression
from reportgen.model import ALWAYS, FigureDefinition, Finding, Kind
from reportgen.profile.lint_shares import conditions
from reportgen.profile.queries import compared
from reportgen.profile.yaml_files import Declaration
from reportgen.rules import finding

_HOW_MANY = expression("(?:人数|件数|次数|起数|数量|数)$")
_DENIED = expression("(?:其中)?(?:尚未|还未|仍未|未能?|没有?|不)(?!成年|来|经|满)")
_DONE = expression("^已|(?:审结|办结|结案|完成|答复|办毕|销号|化解|整改|落实|公开|执行|兑现|出庭)$")
_DENIES = expression("[未不没无非免待尚缺欠中止退驳]|原因|理由|说明|备注|期限")
_OUTCOME = expression("结果$")
_ASKED = expression(
    r"(\w+)(?: IS (?P<filled>NOT )?NULL|\s*(?P<sign>==?|<>|!=)\s*(?P<yes>[01]))?", re.IGNORECASE
)


def reversed_names(
    declared: Declaration, figures: Mapping[str, FigureDefinition], kinds: Mapping[str, Kind]
) -> Iterator[Finding]:
    """Yield an error for each figure whose name denies what its condition asks for, and for each whose name says that something is
    done and whose condition asks that it is not; the figures have no other mistake.
    """
    for each in figures.values():
        kind = kinds.get(each.sheet)
        if kind is None or not each.where or each.parts:
            continue
        name = _HOW_MANY.sub("", each.name)
        if any(field.synonyms.get(name, name) in field.enum for field in kind.fields.values()):
            continue  # it is called as a value, which is looked at as such
        denied = _DENIED.match(name)
        said = name[denied.end() :] if denied else name.removeprefix("已")
        if not denied and (not _DONE.search(name) or _DENIES.search(name)):
            continue
        asked = _asked(kind, each.where, said)
        if asked is (denied is not None):
            what = "已经" if asked else "还没有"
            message = f"“{each.full_name}”的名称说的是{'没有' if denied else '已经'}{said}的，条件“{each.where}”要的是{what}的"
            fix = "改正 where，或给数据项换一个名称。"
            yield finding("PRO002", message, declared.place((each.group, each.name, "where")), fix=fix)


def _asked(kind: Kind, where: str, said: str) -> bool | None:
    """Whether a condition asks for rows in which something is done, or for those in which it is not; None where it does not say."""
    found = {_of_one(kind, each, said) for each in conditions(where)}
    return found.pop() if len(found) == 1 else None


def _of_one(kind: Kind, condition: str, said: str) -> bool | None:
    for column, texts, excluded in compared(condition):
        field = kind.fields.get(column)
        meant = field.synonyms.get(said, said) if field else ""
        return not excluded if field and meant in field.enum and texts == [meant] else None
    match = _ASKED.fullmatch(condition)
    field = kind.fields.get(match[1]) if match else None
    if match is None or field is None or _DENIES.search(match[1]):
        return None
    if field.type == "boolean" and "NULL" not in condition.upper():
        if said not in match[1]:
            return None
        return match["yes"] is None or (match["yes"] == "1") is (match["sign"] in ("=", "=="))
    outcome = field.as_of not in ("", ALWAYS) or _OUTCOME.search(match[1]) or _is_decider(kind, match[1])
    if "NULL" not in condition.upper() or not (outcome or set(match[1]) & set(said) - set("日期时间")):
        return None
    return bool(match["filled"])


def _is_decider(kind: Kind, name: str) -> bool:
    return any(field.as_of == name for field in kind.fields.values())
