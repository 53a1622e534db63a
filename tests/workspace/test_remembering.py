"""Settings that are remembered are the settings, as long as neither file nor program is another; only then they are not read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reportgen.ledger.writing import WritableLedger, open_to_write
from reportgen.model import Profile
from reportgen.workspace import remembering, settings
from reportgen.workspace.settings import LEDGER, SETTINGS, Workspace

TEXT = """
unit: 某县
inbox: 来件
report: {成文日期: 2024-01-15 , 文号: "某政发〔2024〕1号", 2023: {署名: 某县政府}}
departments: {司法局: {aliases: [司法, {name: 县司法局, until: 2020}], from: 2019}}
severity: {ROW001: warning}
parameters: {期限: 60, 比例: 0.5}
holidays: {"2024": {rest: ["2024-01-01"]}}
bodies: {甲镇: {unit: 甲镇人民政府, from: 2021}}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / SETTINGS).write_text(TEXT, encoding="utf-8")
    return tmp_path


@pytest.fixture
def ledger(root: Path) -> Iterator[WritableLedger]:
    with open_to_write(root / LEDGER, {}) as opened:
        yield opened


def load(root: Path) -> Workspace:
    workspace, findings = settings.load(root)
    assert workspace
    assert findings == []
    return workspace


@pytest.fixture
def remembered(root: Path, rule_of_law: Profile) -> Workspace:
    workspace = load(root)
    with open_to_write(root / LEDGER, {}) as ledger:
        remembering.remember(workspace, rule_of_law, "印记", ledger)
    return workspace


def test_what_is_remembered_is_not_read_and_is_the_same(
    root: Path, remembered: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "parsed", lambda root: pytest.fail("it is known"))
    assert load(root) == remembered


def test_another_file_and_another_program_are_read(
    root: Path, remembered: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / SETTINGS).write_text(TEXT.replace("某县\n", "别县\n"), encoding="utf-8")
    assert load(root).unit == "别县"
    (root / SETTINGS).write_text(TEXT, encoding="utf-8")
    monkeypatch.setattr(settings, "stamp_of_file", lambda file: "别的程序")
    monkeypatch.setattr(settings, "parsed", lambda root: ({"unit": "读出来的"}, []))
    assert load(root).unit == "读出来的"


def test_profile_and_settings_are_remembered_beside_each_other(
    root: Path, ledger: WritableLedger, rule_of_law: Profile
) -> None:
    workspace = load(root)
    own = remembering._stamp(workspace)
    for stamp in ("先", "后", "后"):
        remembering.remember(workspace, rule_of_law, stamp, ledger)
        assert ledger.remembers(stamp)
        assert ledger.remembers(own)
    assert not ledger.remembers("先")


def test_what_cannot_be_found_or_told_again_is_not_remembered(
    root: Path, ledger: WritableLedger, rule_of_law: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = load(root)
    own = remembering._stamp(workspace)
    assert remembering._stamp(workspace.during("上半年")) == ""
    assert remembering._text(workspace, "改过的") == ""
    for data, findings in (({1: "键不是文字"}, []), ({}, ["有错"])):
        monkeypatch.setattr(
            remembering, "parsed", lambda root, data=data, findings=findings: (data, findings)
        )
        assert remembering._text(workspace, own) == ""
    remembering.remember(workspace, rule_of_law, "", ledger)
    remembering.remember(workspace.of("甲镇"), rule_of_law, "印记", ledger)
    assert not ledger.remembers("印记")
