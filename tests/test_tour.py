"""The tour of the code is true: its files are there, and one number goes the way that it says."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest
from conftest import ROOT, copy_samples

from reportgen.cli import commands

PACKAGE = ROOT / "reportgen"
TOUR = (PACKAGE / "README.md").read_text(encoding="utf-8")
NUMBER, FILE, CELL = "行政复议.撤销", "2023/司法所/行政复议台账.xlsx", "撤销"
LISTED = re.findall(r"^\| `([\w.]+):([\w.]+)` \|", TOUR, re.MULTILINE)
Station = Callable[[FrameType], bool]


def _given(frame: FrameType, name: str) -> Any:
    return frame.f_locals.get(name)


def _defined(frame: FrameType | None) -> bool:
    definition = frame and _given(frame, "definition")
    return bool(definition) and definition.full_name == NUMBER


STATIONS: dict[tuple[str, str], Station] = {  # where the number is when a function is entered with this
    ("workbook/plain_xlsx", "sheets"): lambda frame: FILE in str(_reading(frame)),
    ("tables/rows", "sort_rows"): lambda frame: FILE in str(_reading(frame)),
    ("values/cell", "_string"): lambda frame: _given(frame, "raw") == CELL and FILE in str(_reading(frame)),
    ("ledger/writing", "WritableLedger.replace"): lambda frame: FILE in _given(frame, "entry").file,
    ("ledger/sql", "Views.select"): lambda frame: _defined(frame.f_back),
    ("numerals", "number_text"): lambda frame: _defined(frame.f_back),
    ("stages/render", "figure_slots"): lambda frame: (
        _given(frame, "figure").value and _given(frame, "name") == NUMBER
    ),
    ("word/elements", "write_text"): lambda frame: _printing(frame.f_back),
    ("workbook/zipped", "pack"): lambda frame: True,
}


def _reading(frame: FrameType | None) -> Any:
    """The file that is being collected."""
    while frame and frame.f_code.co_name != "collect_file":
        frame = frame.f_back
    return frame and _given(frame, "file").name


def _printing(frame: FrameType | None) -> bool:
    return bool(frame) and frame.f_code.co_name == "_print" and _given(frame, "tag").name == NUMBER


def _way(root: Path) -> dict[tuple[str, str], CodeType]:
    """The functions of ours at work when `build 2023` comes to a station, in the order in which they were entered."""
    way: dict[tuple[str, str], CodeType] = {}
    met: set[tuple[str, str]] = set()

    def watch(frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        if event != "call" or not code.co_filename.startswith(str(PACKAGE)):
            return
        here = (code.co_filename[len(str(PACKAGE)) + 1 : -3], code.co_qualname)
        if here in STATIONS and STATIONS[here](frame):
            met.add(here)
            stack: list[CodeType] = []
            at: FrameType | None = frame
            while at and at.f_code is not commands.main.__code__:
                stack.append(at.f_code)
                at = at.f_back
            for each in reversed(stack):
                if each.co_filename.startswith(str(PACKAGE)) and "<" not in each.co_qualname:
                    way.setdefault(
                        (each.co_filename[len(str(PACKAGE)) + 1 : -3].replace("/", "."), each.co_qualname),
                        each,
                    )

    code: object = None
    sys.setprofile(watch)
    try:
        commands.main()
    except SystemExit as left:
        code = left.code
    finally:
        sys.setprofile(None)
    assert (code, met) == (0, STATIONS.keys())
    return way


def test_one_number_goes_the_way_that_the_tour_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["reportgen", "-C", str(copy_samples(tmp_path)), "build", "2023"])
    way = _way(tmp_path)
    assert list(way) == LISTED
    lines = sum(len(inspect.getsourcelines(code)[0]) for code in way.values())
    assert f"{len(way)} functions, {lines} lines" in TOUR
    assert len(way) <= 35
    assert lines <= 650


def test_each_function_on_the_way_is_there() -> None:
    for module, name in LISTED:
        found: Any = import_module(f"reportgen.{module}")
        for part in name.split("."):
            found = getattr(found, part)
        assert callable(found)


def test_what_the_tour_names_is_there() -> None:
    for name in re.findall(r"`((?:tests/)?[\w/]+(?:\.py|/))`", TOUR):
        assert (PACKAGE / name).exists() or (ROOT / name).exists(), name
    for name in re.findall(r"`(tests\.trials\.\w+)", TOUR):
        assert (ROOT / name.replace(".", "/")).with_suffix(".py").is_file(), name


def test_the_tour_names_every_floor_of_the_contract() -> None:
    listed = (ROOT / "pyproject.toml").read_text(encoding="utf-8").partition('containers = ["reportgen"]')[2]
    floors = re.findall(r"[a-z_]+", listed.partition("]")[0].partition("layers")[2])
    for floor in floors:
        assert floor in TOUR, floor
