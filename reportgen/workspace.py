"""A working folder and its settings -> where the inbox, the ledger and the outputs are, and what lies in the inbox."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypedDict

from reportgen.declaration import check, read_toml, read_yaml
from reportgen.model import Finding

_YEAR = re.compile(r"((?:19|20)\d\d)年?")


class _SettingKeys(TypedDict, total=False):
    unit: str
    inbox: str
    output: str
    ledger: str
    profile: str
    report: dict[str, str | dict[str, str]]


class WorkspaceError(Exception):
    """The working folder cannot be used; the text is a Chinese sentence for the user."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file to collect: where it is, what the workspace calls it, and what its folders say of it."""

    path: Path
    name: str
    year: int | None
    department: str


@dataclass(frozen=True, slots=True)
class Workspace:
    """A working folder. `report` holds texts for the report by name, `yearly` those of one year."""

    root: Path
    unit: str
    inbox: Path
    output: Path
    ledger: Path
    profile: Path
    report: Mapping[str, str] = field(default_factory=dict)
    yearly: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def name_of(self, path: Path) -> str:
        """The name of a file as findings and figures give it: relative to the workspace where it lies inside."""
        path = path.resolve()
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.as_posix()

    def texts(self, year: int) -> dict[str, str]:
        """Return the texts that a report of a year may print by `{{ 报告.… }}`; an empty one is not set."""
        dated = {"年度": str(year), "上年度": str(year - 1), "下年度": str(year + 1), "单位": self.unit}
        optional = {"主送机关": "", "文号": "", "署名": "", "成文日期": "", "截止日期": f"{year}年12月31日"}
        return dated | optional | dict(self.report) | dict(self.yearly.get(str(year), {}))


def load(root: Path) -> tuple[Workspace | None, list[Finding]]:
    """Read the settings: `reportgen.yaml`, or `[tool.reportgen]` of a pyproject.toml, or the defaults.

    Raises WorkspaceError where there is no such folder or profile.
    """
    root = root.resolve()
    if not root.is_dir():
        raise WorkspaceError(f"没有“{root}”这个文件夹")
    findings: list[Finding] = []
    declared = None
    if (root / "reportgen.yaml").is_file():
        declared, findings = read_yaml(root / "reportgen.yaml", "reportgen.yaml")
    else:
        try:
            declared = read_toml(root / "pyproject.toml", ("tool", "reportgen"), "pyproject.toml")
        except tomllib.TOMLDecodeError:
            raise WorkspaceError("pyproject.toml 的写法不对，读不出设置") from None
    settings: Any = {}
    if declared:
        settings = declared.data
        findings += check(declared, _SettingKeys)
    if findings:
        return None, findings
    report = settings.get("report", {})
    output = root / settings.get("output", "输出")
    return Workspace(
        root=root,
        unit=settings.get("unit", ""),
        inbox=root / settings.get("inbox", "来件"),
        output=output,
        ledger=root / settings["ledger"] if "ledger" in settings else output / "底账.sqlite",
        profile=_profile(root, settings.get("profile", "rule-of-law")),
        report={name: text for name, text in report.items() if isinstance(text, str)},
        yearly={str(name): texts for name, texts in report.items() if isinstance(texts, dict)},
    ), []


def incoming(
    workspace: Workspace, paths: Iterable[Path], departments: Iterable[str], year: int | None
) -> list[Incoming]:
    """Return the files to collect, in the order of their names: those under `paths`, or else the inbox's year folders.

    Raises WorkspaceError where a path is missing or the inbox has no year folder.
    """
    paths, known = list(paths), set(departments)
    if not paths:
        if not workspace.inbox.is_dir():
            shown = workspace.name_of(workspace.inbox)
            raise WorkspaceError(
                f"这里没有来件夹“{shown}”。请把各部门的表放成“{shown}/2023/司法所/行政复议台账.xlsx”这样，再运行一次"
            )
        paths = sorted(p for p in workspace.inbox.iterdir() if p.is_dir() and _YEAR.fullmatch(p.name))
        if year is not None:
            paths = [path for path in paths if path.name.rstrip("年") == str(year)]
        if not paths:
            raise WorkspaceError(
                f"来件夹“{workspace.name_of(workspace.inbox)}”里没有以年度命名的文件夹（如 2023）"
            )
    found: dict[str, Incoming] = {}
    for path in paths:
        if not path.exists():
            raise WorkspaceError(f"没有“{path}”这个文件或文件夹")
        for file in _files(path):
            name = workspace.name_of(file)
            found[name] = Incoming(file, name, *_folders(file.resolve(), known))
    return [found[name] for name in sorted(found)]


def inside_inbox(workspace: Workspace, name: str) -> bool:
    """Whether a collected file's name lies in the year folders of the inbox."""
    path = workspace.root / name
    return path.is_relative_to(workspace.inbox) and bool(
        _YEAR.fullmatch(path.relative_to(workspace.inbox).parts[0])
    )


def _profile(root: Path, name: str) -> Path:
    """The profile's folder: the workspace's own, one given by path, or one that came with reportgen."""
    package = Path(__file__).parent
    for folder in (
        root / "templates" / name,
        root / name,
        package / "templates" / name,
        package.parent / "templates" / name,
    ):
        if (folder / "sheets.yaml").is_file():
            return folder
    raise WorkspaceError(f"没有叫“{name}”的报告方案；方案是 templates 下的一个文件夹，里面有 sheets.yaml")


def _files(path: Path) -> Iterator[Path]:
    """The files at or below a path; lock files, hidden files and the system's own are passed over."""
    if path.is_file():
        yield path
        return
    for file in sorted(path.rglob("*")):
        hidden = any(part.startswith((".", "~$")) for part in file.relative_to(path).parts)
        if file.is_file() and not hidden and file.suffix.lower() not in (".ini", ".db"):
            yield file


def _folders(file: Path, departments: set[str]) -> tuple[int | None, str]:
    """The year and the department that the folders above a file name; 近海镇司法所 is 司法所."""
    parents = [parent.name for parent in file.parents]
    for index, name in enumerate(parents):
        if match := _YEAR.fullmatch(name):
            folder = parents[index - 1] if index else ""
            within = [known for known in departments if known in folder]
            return int(match[1]), within[0] if len(within) == 1 else folder
    return None, next((name for name in parents if name in departments), "")
