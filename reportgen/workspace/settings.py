"""A working folder and its settings -> where the inbox, the ledger and the outputs are, and what lies in the inbox."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, Required, TypedDict

from reportgen import periods
from reportgen.aliases import Years
from reportgen.ledger.file import recall
from reportgen.model import CannotRun, Finding, Place
from reportgen.periods import Period
from reportgen.profile.compiled import stamp_of_file
from reportgen.profile.papers import asked, file_of
from reportgen.profile.yaml_files import Declaration, check, read_toml, read_yaml
from reportgen.rules import did_you_mean
from reportgen.workspace.declared_bodies import wrong as wrong_bodies
from reportgen.workspace.declared_bodies import years_of
from reportgen.workspace.meant_settings import meant
from reportgen.workspace.printed_dates import CUT_OFF, NUMBER, SIGNED, day_of, spelled

SETTINGS = "reportgen.yaml"
LEDGER = Path(
    "底账", "底账.sqlite"
)  # in a folder of its own: the outputs are handed on, and it holds what is personal

OWN = "templates"  # the workspace's folder of profiles
SHIPPED = tuple(
    above / "templates" for above in (Path(__file__).parent.parent, Path(__file__).parent.parent.parent)
)
INBOX, OUTPUT, PROFILE = "来件", "输出", "rule-of-law"  # where the settings do not say
_ALWAYS = Years()
_OF_ITS_OWN = ("文号", "署名")  # of one report alone: what the county's is signed with is no town's
BODIES = "单位"  # the folder, beside the county's ledger, of those of its bodies
OPTIONAL = ("主送机关", "文号", "署名", "成文日期", "印章")
DUE = "报送期限"  # by which day departments are to answer; printed on the forms
PERIOD = "期间"  # printed as 2023年上半年, and of a whole year as 2023年
FIXED = ("年度", "上年度", "下年度", "单位", PERIOD)
# what settings that stand for any year say of whole years only
_OF_WHOLE_YEARS = (CUT_OFF, SIGNED, NUMBER, DUE)


_DepartmentKeys = TypedDict(
    "_DepartmentKeys",
    {
        "aliases": list[str | dict[str, str | int]],
        "owes": list[str | dict[str, str | int]],
        "from": int,
        "until": int,
    },
    total=False,
)


class _PlanKeys(TypedDict, total=False):
    rest: Required[list[str]]
    work: list[str]


_BodyKeys = TypedDict(
    "_BodyKeys",
    {
        "unit": str,
        "report": dict[str, str | dict[str, str]],
        "departments": list[str | dict[str, str | int]],
        "without": list[str | dict[str, str | int]],
        "from": int,
        "until": int,
    },
    total=False,
)


class _SettingKeys(TypedDict, total=False):
    unit: str
    inbox: str
    output: str
    ledger: str
    profile: str
    report: dict[str, str | dict[str, str]]
    departments: dict[str, _DepartmentKeys]
    severity: dict[str, Literal["error", "warning", "off", "错误", "提醒", "不查"]]
    parameters: dict[str, float]
    holidays: dict[str, _PlanKeys]
    bodies: dict[str, _BodyKeys]


@dataclass(frozen=True)
class Workspace:
    """A working folder. `report` holds texts for the report by name, `yearly` those of one year; `departments` is what the
    settings say of each department, as they say it; `severity` the weight that they give checks, by code, and `parameters`
    the numbers that hold in the place of the profile's; `holidays` are the days off and the weekends worked by year. `paper`
    is which of the profile's is asked for, `bodies` are those whose reports are made here, by name what the settings say of
    each, and `body` is which of them this is, in which `years` there is it. `part` is that of each year
    which all is about, if it is not the whole year.
    """

    root: Path
    unit: str
    inbox: Path
    output: Path
    ledger: Path
    profile: Path
    report: Mapping[str, str] = field(default_factory=dict)
    yearly: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    departments: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    severity: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, int | float] = field(default_factory=dict)
    holidays: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    paper: str = ""
    bodies: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    body: str = ""
    years: Years = _ALWAYS
    part: str = ""

    @cached_property
    def years_of_bodies(self) -> Mapping[str, Years]:
        """The years in which there is each of the bodies."""
        return {name: years_of(said) for name, said in self.bodies.items()}

    @cached_property
    def names_of_bodies(self) -> frozenset[str]:
        """The names of all bodies."""
        return frozenset(self.bodies)

    def bodies_in(self, year: int) -> list[str]:
        """Return the bodies that there are in a year."""
        return [name for name, years in self.years_of_bodies.items() if years.hold(year)]

    def during(self, part: str) -> Workspace:
        """Return the workspace as it is for a part of each year: with a ledger and outputs of its own."""
        return replace(self, part=part, ledger=self.ledger_of(part), output=self.output / part)

    def ledger_of(self, part: str) -> Path:
        """Return where the ledger of a part of each year is, or for none that of whole years."""
        above = self.ledger.parents[2 if self.body else 0]
        above = (above.parent if self.part else above) / part
        return (above / BODIES / self.body if self.body else above) / self.ledger.name

    def period(self, year: int) -> Period:
        """Return the year, or the part of it that all is about."""
        return Period(year, self.part)

    def of(self, body: str) -> Workspace:
        """Return the workspace as one of the bodies has it: its name, its texts, and a ledger and outputs of its own; by
        the name of them all, this one. Raises CannotRun.
        """
        if self.bodies and body == self.unit and body not in self.bodies:
            return self
        if body not in self.bodies:
            there = f"有：{'、'.join([*self.bodies][:20])}" if self.bodies else "设置里没有写 bodies"
            raise CannotRun(f"没有叫“{body}”的单位（{there}）。{did_you_mean(body, self.bodies)}")
        said = self.bodies[body]
        texts, yearly = _texts_of(said.get("report", {}))
        shared = {name: text for name, text in self.report.items() if name not in _OF_ITS_OWN}
        of_years = {
            year: {name: text for name, text in each.items() if name not in _OF_ITS_OWN}
            for year, each in self.yearly.items()
        }
        return replace(
            self,
            unit=said.get("unit", body),
            body=body,
            bodies={},
            years=self.years_of_bodies[body],
            output=self.output / body,
            ledger=self.ledger.parent / BODIES / body / self.ledger.name,
            report={**shared, **texts},
            yearly={
                year: {**of_years.get(year, {}), **yearly.get(year, {})} for year in {**of_years, **yearly}
            },
        )

    @property
    def template(self) -> Path:
        """The Word template of the paper that is asked for, which by the first one's name has none."""
        return self.profile / file_of(self.paper)

    @property
    def asked_paper(self) -> str:
        """The name by which the paper is asked for and its files are known; the usual one of the time needs none."""
        return asked(self.profile, self.paper, self.part)

    def name_of(self, path: Path) -> str:
        """The name of a file as findings and figures give it: relative to the workspace where it lies inside."""
        absolute = os.path.abspath(path)  # and not resolved: a link in the inbox is a file of the inbox
        return absolute.removeprefix(os.path.join(self.root, "")).replace(os.sep, "/")

    def texts(self, year: int) -> dict[str, str]:
        """Return the texts that a report of a year may print by `{{ 报告.… }}`; an empty one is not set."""
        optional = dict.fromkeys(OPTIONAL, "") | {CUT_OFF: spelled(CUT_OFF, self.period(year).last)}
        optional |= self._spanned(year)
        named = {name: "" for texts in self.yearly.values() for name in texts}
        dated = {"年度": str(year), "上年度": str(year - 1), "下年度": str(year + 1), "单位": self.unit}
        dated[PERIOD] = self.period(year).named
        given = {name: spelled(name, text) for name, text in self.given(year).items()}
        return named | optional | given | dated

    def given(self, year: int) -> dict[str, str]:
        """Return the texts that the settings give for a year, as they are written."""
        always = {
            name: text for name, text in self.report.items() if not (self.part and name in _OF_WHOLE_YEARS)
        }
        return {**always, **self.yearly.get(str(self.period(year)), {})}

    def _spanned(self, year: int) -> dict[str, str]:
        """What a report may print of the time that it is about."""
        period, before = self.period(year), self.period(year - 1)
        days = {"开始日期": period.first, "结束日期": period.last}
        return {"上年同期": before.named} | {name: spelled(name, day) for name, day in days.items()}

    @property
    def declared(self) -> dict[str, Any]:
        """What of the settings a checked profile hangs on."""
        own = {name: dict(getattr(self, name)) for name in ("severity", "parameters", "holidays")}
        bodies = {"bodies": list(self.bodies.items())} if self.bodies else {}
        return {**self.printed, "departments": list(self.departments.items()), **own, **bodies}

    @property
    def printed(self) -> dict[str, Any]:
        """What the settings give a report to print, in any year."""
        return {
            "unit": self.unit,
            "report": dict(self.report),
            "years": {year: dict(each) for year, each in self.yearly.items()},
        }

    def cutoff(self, year: int) -> str:
        """Return the last day that a year's report counts, as an ISO date; empty where 截止日期 is no date."""
        if CUT_OFF not in self.given(year):
            return self.period(year).last
        day = day_of(self.given(year)[CUT_OFF])
        return day.isoformat() if day else ""

    def counted_until(self, year: int) -> str:
        """Return the last day that a year's report counts; the year's own last one where the settings name another year's."""
        said, period = self.cutoff(year), self.period(year)
        return said if period.first <= said <= period.last else period.last

    def takes_in(self, name: str) -> bool:
        """Whether a collected file's name lies in the inbox."""
        return (self.root / name).is_relative_to(self.inbox)

    def owns(self, path: Path) -> bool:
        """Whether a file is one that reportgen writes itself, should the inbox lie around the outputs."""
        absolute = os.path.abspath(path)
        return absolute.startswith(self._own) or os.path.basename(absolute).startswith(self.ledger.name)

    @cached_property
    def _own(self) -> tuple[str, ...]:
        """How the paths begin that lie in a folder of ours."""
        own = (self.output, self.ledger.parent) if self.ledger_apart else (self.output,)
        return tuple(os.path.join(folder, "") for folder in own)

    def place(self, *path: str | int) -> Place:
        """Return where the settings say something, by its keys."""
        if (self.root / SETTINGS).is_file():
            return read_yaml(self.root / SETTINGS, SETTINGS)[0].place(path)
        return Place("pyproject.toml", "tool.reportgen")

    @property
    def ledger_apart(self) -> bool:
        """Whether the ledger lies in its usual folder, in which there is nothing else."""
        return self.ledger.is_relative_to(self.root / LEDGER.parent) and self.ledger.name == LEDGER.name

    @property
    def named(self) -> set[str]:
        """The names of all texts that the settings give, in any year, to all bodies or to one."""
        return {path[-1] for path in self.paths_of_texts()}

    def paths_of_texts(self) -> Iterator[Sequence[str]]:
        """Yield where the settings give a text, by their keys, the last of which is its name."""
        yield from _paths(("report",), self.report, self.yearly)
        for name, said in self.bodies.items():
            yield from _paths(("bodies", name, "report"), *_texts_of(said.get("report", {})))


def _paths(
    above: Sequence[str], report: Mapping[str, str], yearly: Mapping[str, Mapping[str, str]]
) -> Iterator[Sequence[str]]:
    yield from ((*above, name) for name in report)
    yield from ((*above, year, name) for year, texts in yearly.items() for name in texts)


def load(root: Path) -> tuple[Workspace | None, list[Finding]]:
    """Read the settings: `reportgen.yaml`, or `[tool.reportgen]` of a pyproject.toml, or the defaults.

    Raises CannotRun where there is no such folder or profile.
    """
    root = Path(os.path.abspath(root))
    if not root.is_dir():
        raise CannotRun(f"没有“{root}”这个文件夹")
    settings, findings = _read(root)
    if findings:
        return None, findings
    report, yearly = _texts_of(settings.get("report", {}))
    return Workspace(
        root=root,
        unit=settings.get("unit", ""),
        inbox=_below(root, settings.get("inbox", INBOX)),
        output=_below(root, settings.get("output", OUTPUT)),
        ledger=_below(root, settings.get("ledger", str(LEDGER))),
        profile=profile_of(root, settings.get("profile", PROFILE)),
        report=report,
        yearly=yearly,
        departments=settings.get("departments", {}),
        severity=settings.get("severity", {}),
        parameters=settings.get("parameters", {}),
        holidays=settings.get("holidays", {}),
        bodies=settings.get("bodies", {}),
    ), []


def _texts_of(report: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, Mapping[str, str]]]:
    """What `report` in the settings gives in any year, and what in one."""
    return (
        {name: text for name, text in report.items() if isinstance(text, str)},
        {
            str(periods.read(str(name)) or name): texts
            for name, texts in report.items()
            if isinstance(texts, dict)
        },
    )


def is_begun(root: Path) -> bool:
    """Whether a folder has settings."""
    try:
        return (root / SETTINGS).is_file() or read_toml(
            root / "pyproject.toml", ("tool", "reportgen"), ""
        ) is not None
    except ValueError:
        return True  # opening it tells what is wrong


def _read(root: Path) -> tuple[Any, list[Finding]]:
    """What a folder's files declare, which its ledger may remember."""
    stamp = stamp_of_file(root / SETTINGS)
    if stamp and (known := recall(root / LEDGER, stamp)):
        return json.loads(known), []
    return parsed(root)


def parsed(root: Path) -> tuple[Any, list[Finding]]:
    """Return what a folder's files declare, and what of it is wrong; nothing is declared where there is no file. Raises
    CannotRun.
    """
    if (root / SETTINGS).is_file():
        declared, findings = read_yaml(root / SETTINGS, SETTINGS)
    else:
        declared, findings = _read_pyproject(root), []
    data = meant(declared.data)
    declared = replace(declared, data=data)
    findings = findings + check(declared, _SettingKeys)
    bodies = data.get("bodies") if isinstance(data, dict) and not findings else None
    return declared.data, findings + wrong_bodies(declared, bodies or {})


def _read_pyproject(root: Path) -> Declaration:
    """Return what a pyproject.toml declares for reportgen. Raises CannotRun for a damaged one."""
    name = "pyproject.toml"
    try:
        return read_toml(root / name, ("tool", "reportgen"), name) or Declaration(name, {})
    except UnicodeDecodeError:
        raise CannotRun(f"{name} 不是 UTF-8 编码的文本") from None
    except ValueError:  # tomllib's TOMLDecodeError is one
        raise CannotRun(f"{name} 的写法不对，读不出设置") from None


def _below(root: Path, name: str) -> Path:
    return Path(os.path.abspath(root / name))


def profile_of(root: Path, name: str) -> Path:
    """Return a profile's folder: the workspace's own, one given by path, or one that came with reportgen.

    Raises CannotRun.
    """
    for folder in (root / OWN / name, root / name, *(shipped / name for shipped in SHIPPED)):
        if (folder / "sheets.yaml").is_file():
            return folder
    known = {each.parent.name for above in (root / OWN, *SHIPPED) for each in above.glob("[!.]*/sheets.yaml")}
    there = f"有的是{'、'.join(sorted(known))}；" if known else ""
    raise CannotRun(f"没有叫“{name}”的报告方案；{there}方案是 templates 下的一个文件夹，里面有 sheets.yaml")
