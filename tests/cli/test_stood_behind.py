"""What `validate --coverage` prints: first the figures that nothing stands behind."""

from __future__ import annotations

import pytest
from conftest import json_of, run

from reportgen.cli.lines import columns
from reportgen.pipeline import Project


def test_figures_without_a_relation_come_first_and_the_others_with_theirs(
    collected: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = collected.workspace.root
    printed = run("validate", "2023", "--coverage", at=root).stdout.splitlines()
    assert "个有别的数可以对" in printed[0]
    alone = next(at for at, each in enumerate(printed) if each.startswith("没有别的数可以对的"))
    told = next(at for at, each in enumerate(printed) if each.startswith("有别的数可以对的"))
    total = next(at for at, each in enumerate(printed) if "矛盾调解.总数" in each)
    assert alone < next(at for at, each in enumerate(printed) if "普法活动.校园普法" in each) < told < total
    assert printed[total + 1].endswith("MEDI003")
    assert max(map(columns, printed)) <= 120


def test_as_json_each_figure_has_its_relations(collected: Project) -> None:
    said = json_of("validate", "2023", "--coverage", at=collected.workspace.root)
    assert said["printed"] == said["seen"] + said["unseen"] == len(said["figures"])
    named = {each["name"]: each for each in said["figures"]}
    assert named["矛盾调解.总数"]["relations"][0]["code"] == "MEDI003"
    assert (named["普法活动.校园普法"]["seen"], said["errors"]) == (False, 0)
    assert named["矛盾调解.涉及人数"]["relations"][0]["code"] == "MEDI021"
