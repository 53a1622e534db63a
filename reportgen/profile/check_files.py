"""A profile's folder -> its checks, from checks.yaml and the files in checks/, as if they stood in one file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from reportgen.model import Finding
from reportgen.profile.yaml_files import Declaration, Path_, check, read_yaml
from reportgen.rules import finding

WHOLE = "checks.yaml"
FOLDER = "checks"


def names(folder: Path, order: Iterable[str] = ()) -> list[str]:
    """Return the files of a profile's checks as paths within its folder: checks.yaml, which may be absent where there are
    others, then those named in `order` and the rest by name.
    """
    above = folder / FOLDER
    there = sorted(each.stem for each in above.glob("*.yaml") if each.name[0] not in ".~")
    stems = [*(each for each in dict.fromkeys(order) if each in there)]
    stems += [each for each in there if each not in stems]
    whole = [WHOLE] if (folder / WHOLE).exists() or not stems else []
    return [*whole, *(f"{FOLDER}/{each}.yaml" for each in stems)]


def read(folder: Path, shape: Any, order: Iterable[str] = ()) -> tuple[Declaration, list[Finding]]:
    """Return the checks of all files, each of the shape, and what is wrong: a code that stands in two files, too."""
    declared, findings = [], []
    for name in names(folder, order):
        file, wrong = read_yaml(folder / name, f"{folder.name}/{name}")
        wrong += check(file, dict[str, shape])
        declared.append(file if isinstance(file.data, dict) else replace(file, data={}))
        findings += wrong
    return _together(folder, declared), [*findings, *_repeated(declared)]


def codes(folder: Path) -> dict[str, tuple[str, Any]] | None:
    """Return by code the file that a check stands in and what it says; None where a file cannot be read."""
    found: dict[str, tuple[str, Any]] = {}
    for name in names(folder):
        if name == WHOLE and not (folder / name).exists():
            continue
        declared, wrong = read_yaml(folder / name, name)
        if wrong or not isinstance(declared.data, dict):
            return None
        found = {code: (name, keys) for code, keys in declared.data.items()} | found
    return found


def _together(folder: Path, declared: Sequence[Declaration]) -> Declaration:
    """Several files as one; of a code that stands in two, the first is kept."""
    data: dict[str, Any] = {}
    lines: dict[Path_, int] = {}
    files: dict[str | int, str] = {}
    for each in declared:
        new = [code for code in each.data if code not in data]
        data |= {code: each.data[code] for code in new}
        files |= dict.fromkeys(new, each.name)
        lines |= {path: line for path, line in each.lines.items() if path[0] in new}
    return Declaration(f"{folder.name}/{WHOLE}", data, lines, files)


def _repeated(declared: Sequence[Declaration]) -> Iterable[Finding]:
    """The codes that stand in two files."""
    first: dict[str, Declaration] = {}
    for each in declared:
        for code in each.data:
            other = first.setdefault(code, each)
            if other is not each:
                message = f"编号“{code}”在 {other.place((code,))} 已经用了"
                fix = "是同一条的，删去一处；是另外一条的，换一个编号。"
                yield finding("PRO001", message, each.place((code,)), fix=fix)
