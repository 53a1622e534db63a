"""What a clerk says of a new workspace comes back from its settings as it was said."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from reportgen.model import CannotRun
from reportgen.workspace import settings
from reportgen.workspace.new_settings import SYNTAX, Asked, departments, scalar, settings_text


@pytest.mark.parametrize(
    ("said", "name", "keys"),
    [
        ("司法所", "司法所", {}),
        ("党政办=党政办公室", "党政办", {"aliases": ["党政办公室"]}),
        ("党政办：规范性文件、工作举措", "党政办", {"owes": ["规范性文件", "工作举措"]}),
        ("党政办=党综办,党政办公室:规范性文件,工作举措", "党政办", {"aliases": ["党综办", "党政办公室"], "owes": ["规范性文件", "工作举措"]}),
        ("党政办＝党综办，党办：规范性文件，", "党政办", {"aliases": ["党综办", "党办"], "owes": ["规范性文件"]}),
        ("应急办:", "应急办", {"owes": []}),
        ("应急办(2024起):工作举措", "应急办", {"from": 2024, "owes": ["工作举措"]}),
        ("应急办（2024年起）", "应急办", {"from": 2024}),
        ("党综办=党政办（至2023）", "党综办", {"aliases": [{"name": "党政办", "until": 2023}]}),
        ("城管办（2020-2023）：工作举措（2021年起）", "城管办", {"from": 2020, "until": 2023, "owes": [{"sheet": "工作举措", "from": 2021}]}),
        (" 党政办 = 党办 : 工作举措 ", "党政办", {"aliases": ["党办"], "owes": ["工作举措"]}),
        ("经发办（招商）", "经发办（招商）", {}),
        (SYNTAX, "党政办", {"aliases": ["党政办公室", "党综办"], "owes": ["规范性文件", "工作举措"]}),
    ],
)  # fmt: skip
def test_a_department_is_typed_in_one_line(said: str, name: str, keys: dict[str, Any]) -> None:
    assert departments([said]) == {name: keys}


@pytest.mark.parametrize("said", [["=党办"], ["党政办="], [":工作举措"], [""], ["司法所", "司法所=法治办"]])
def test_what_names_no_department_or_one_twice_is_told(said: list[str]) -> None:
    with pytest.raises(CannotRun, match="部门“"):
        departments(said)


@pytest.mark.parametrize(
    "unit", ["近海镇", "yes", "甲: 乙", "#镇", "2023", "镇 # 街", '引"号', "[甲]", "null", "-", "近海镇\\n"]
)
def test_the_settings_say_what_was_asked(unit: str, tmp_path: Path) -> None:
    said = departments(
        [
            "党政办=党办（至2022），党综办：规范性文件（2023起）、工作举措",
            "应急办（2023起）：",
            "甲:",
            "no(2020-2021):工作举措",
        ]
    )
    (tmp_path / "reportgen.yaml").write_text(
        settings_text(Asked(unit, 2023, "rule-of-law", said)), encoding="utf-8"
    )
    loaded, findings = settings.load(tmp_path)
    assert loaded, findings
    assert (loaded.unit, loaded.departments, loaded.profile.name) == (unit, said, "rule-of-law")
    assert list(loaded.departments) == ["党政办", "应急办", "甲", "no"]


TEXT = settings_text(Asked("近海镇", 2023, "rule-of-law", departments(["司法所"])))


def uncommented(text: str) -> str:
    """Settings in which each key that is commented out counts, with what stands below it."""
    lines, on = list[str](), False
    for each in text.splitlines():
        on = bool(re.match(r"# [a-z]+:", each)) or (on and each.startswith("#   "))
        lines.append(each.removeprefix("# ") if on else each)
    return "\n".join(lines)


def test_the_texts_to_print_are_there_to_be_uncommented(tmp_path: Path) -> None:
    (tmp_path / "reportgen.yaml").write_text(uncommented(TEXT), encoding="utf-8")
    loaded, findings = settings.load(tmp_path)
    assert loaded, findings
    assert loaded.texts(2023)["署名"] == "近海镇人民政府"
    assert loaded.texts(2023)["文号"] == "某政发〔2024〕1号"
    assert loaded.given(2023)[settings.DUE] == "2024年1月10日"
    assert list(loaded.bodies) == ["甲镇", "乙镇"]


def test_every_key_that_there_is_stands_in_new_settings() -> None:
    said = yaml.safe_load(uncommented(TEXT))
    assert set(said) == set(settings._SettingKeys.__annotations__)
    words = set(re.findall(r"\w+", TEXT))
    for keys in (settings._BodyKeys, settings._DepartmentKeys, settings._PlanKeys):
        assert set(keys.__annotations__) <= words
    assert {*settings.OPTIONAL, settings.DUE, "截止日期"} <= words


def test_without_departments_the_settings_name_none(tmp_path: Path) -> None:
    (tmp_path / "reportgen.yaml").write_text(
        settings_text(Asked("近海镇", 2023, "rule-of-law", {})), encoding="utf-8"
    )
    loaded, findings = settings.load(tmp_path)
    assert loaded, findings
    assert loaded.departments == {}


def test_a_name_that_yaml_takes_for_something_else_is_quoted() -> None:
    assert (scalar("司法所"), scalar("rule-of-law"), scalar(2023), scalar("甲: 乙")) == (
        "司法所",
        "rule-of-law",
        "2023",
        '"甲: 乙"',
    )
