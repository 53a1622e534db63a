"""What the settings say of several bodies -> the years in which there is each, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reportgen import periods
from reportgen.aliases import Years
from reportgen.characters import plain
from reportgen.expressions import expression
from reportgen.model import Finding
from reportgen.profile.yaml_files import Declaration
from reportgen.rules import finding
from reportgen.workspace.outputs import clean
from reportgen.workspace.printed_dates import CUT_OFF, day_of, is_date
from reportgen.workspace.seal import NO, SEAL, YES

_YEAR = expression("[12][0-9]{3}")
_NAMED = "名称里不用 / : * 这样的符号，不超过60个字，也不重复"
_BOTH = "自己出一份报告的单位，从 departments 里删去，那里只写各单位里面的部门；只交表、不出报告的，从 bodies 里删去"
_QUOTED = "名称写成文字：像数字、日期的加引号，如 '101'；没有写名称的一行删去"


def years_of(said: Mapping[str, Any]) -> Years:
    """Return the years in which there is a body."""
    return Years(said.get("from", Years().first), said.get("until", Years().last))


def wrong(declared: Declaration, bodies: Mapping[Any, Any]) -> list[Finding]:
    """Return what is wrong with what the settings declare of the bodies, each at its line."""
    taken: set[str] = set()
    named = dict(_departments(declared.data.get("departments") or {}) if bodies else ())
    found = []
    for name, said in bodies.items():
        place = declared.place(("bodies", name))
        found += [
            finding("SET005", message, place, fix=fix) for message, fix in _wrong(name, said or {}, taken)
        ]
        if owner := named.get(plain(str(name))):
            also = f"是部门“{owner}”的别名" if owner != name else "写在 departments 里"
            message = f"“{name}”写在 bodies 里，又{also}，分不清是单位还是部门"
            found.append(finding("SET005", message, place, fix=_BOTH))
        taken.add(plain(str(name)))
    return found


def _departments(departments: Mapping[Any, Any]) -> Iterator[tuple[str, Any]]:
    """Every name of a department, as it is compared, with the department's own."""
    for name, said in departments.items():
        yield plain(str(name)), name
        for each in (said or {}).get("aliases", ()):
            yield plain(str(each["name"] if isinstance(each, dict) else each)), name


def _wrong(name: Any, said: Mapping[str, Any], taken: set[str]) -> Iterator[tuple[str, str]]:
    if not isinstance(name, str):
        yield f"“{'' if name is None else name}”不能作单位的名称", _QUOTED
        return
    if clean(name) != name or plain(name) in taken:
        yield f"“{name}”不能作单位的名称：每个单位要有自己的文件夹", _NAMED
    if years_of(said).first > years_of(said).last:
        message = f"“{name}”从{said['from']}年起，却只到{said['until']}年"
        yield message, "核对 from（起始年）和 until（截止年）"
    yield from _wrong_texts(name, said.get("report", {}))


def _wrong_texts(body: str, report: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is wrong with the texts of a body's own: they are held to what those of all are."""
    yearly = {key: texts for key, texts in report.items() if isinstance(texts, dict)}
    for key in yearly:
        if not (periods.read(key) or _YEAR.fullmatch(key)):
            yield f"“{body}”的 report 里，“{key}”不是年度", periods.ACCEPTED
    texts = [each for some in (report, *yearly.values()) for each in some.items()]
    for name, text in texts:
        if is_date(name) and name != CUT_OFF and text and isinstance(text, str) and day_of(text) is None:
            message = f"“{body}”的“{name}”写的是“{text}”，不是日历上有的日期"
            yield message, "写成 2024年1月15日"
        if name == SEAL and text not in (YES, NO):
            yield (
                f"“{body}”的“{SEAL}”写的是“{text}”，看不出盖不盖章",
                f"盖章的写“{YES}”，不盖的写“{NO}”，或删去",
            )
    if CUT_OFF in dict(texts):
        message = f"“{body}”另写了{CUT_OFF}：各单位算到的日子不同，合起来就不是全部单位的数"
        yield message, f"删去这里的，{CUT_OFF}写在上面共用的 report 里，各单位一样"
