"""What changed since the last report: figures as they are printed, of issued reports only."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from reportgen.model import Figure, FigureDefinition
from reportgen.workspace import settings
from reportgen.workspace.receipts import Change, issue_report, issued_on, last_written
from reportgen.workspace.settings import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "reportgen.yaml").write_text("unit: 某镇\n", encoding="utf-8")
    loaded, _ = settings.load(tmp_path)
    assert loaded
    return loaded


def figures(**texts: str | None) -> dict[str, Figure]:
    made = {}
    for name, text in texts.items():
        definition = FigureDefinition(group="甲", name=name, sheet="乙", unit="件")
        made[f"甲.{name}"] = Figure(definition, 1, text)
    return made


def issued(
    workspace: Workspace, *, year: int = 2023, draft: bool = False, **texts: str | None
) -> list[Change]:
    name = "草稿.docx" if draft else f"{year}.docx"
    content = repr(texts).encode()
    file = workspace.output / name
    return list(issue_report(workspace, file, content, year, figures(**texts), draft=draft)[1])


def test_the_first_report_has_no_changes_and_the_same_one_none(workspace: Workspace) -> None:
    assert issued(workspace, 总数="12", 维持="1") == []
    assert issued(workspace, 总数="12", 维持="1") == []


def test_changes_are_told_once_with_their_units(workspace: Workspace) -> None:
    issued(workspace, 总数="12", 维持="1", 撤销="1")
    changes = [Change("甲.总数", "12 件", "13 件"), Change("甲.撤销", "1 件", "没有")]
    assert issued(workspace, 总数="13", 维持="1", 撤销=None) == changes
    assert issued(workspace, 总数="13", 维持="1", 撤销=None) == []
    assert issued(workspace, 总数="13", 维持="1", 撤销="2") == [Change("甲.撤销", "没有", "2 件")]


def test_a_draft_is_compared_and_leaves_no_receipt(workspace: Workspace) -> None:
    issued(workspace, 总数="12")
    for _ in range(2):
        assert issued(workspace, 总数="13", draft=True) == [Change("甲.总数", "12 件", "13 件")]
    assert issued(workspace, 总数="13") == [Change("甲.总数", "12 件", "13 件")]


def test_each_year_has_its_own(workspace: Workspace) -> None:
    issued(workspace, 总数="12")
    assert issued(workspace, year=2024, 总数="99") == []
    assert issued(workspace, 总数="12") == []


def test_rates_have_no_unit_and_lists_are_counted(workspace: Workspace) -> None:
    rate = FigureDefinition(group="甲", name="率", sheet="", ratio=("a", "b"), unit="%")
    listed = FigureDefinition(group="甲", name="清单", sheet="乙", rows=("问题",))

    def give(text: str, count: int, absent: bool = False) -> list[Change]:
        found = {
            "甲.率": Figure(rate, 1, text),
            "甲.清单": Figure(listed, None, None, ({"问题": "x"},) * count, absent=absent),
        }
        return list(issue_report(workspace, workspace.output / "a.docx", b"", 2023, found, draft=False)[1])

    give("90%", 2)
    assert give("91%", 3) == [Change("甲.率", "90%", "91%"), Change("甲.清单", "2 项", "3 项")]
    assert give("91%", 0, absent=True) == [Change("甲.清单", "3 项", "没有")]


def test_last_years_values_entries_and_texts_of_lists_are_printed_too(workspace: Workspace) -> None:
    count = FigureDefinition(group="甲", name="总数", sheet="乙", unit="件")
    by = FigureDefinition(group="甲", name="按结果", sheet="乙", by="结果", unit="件")
    listed = FigureDefinition(group="甲", name="清单", sheet="乙", rows=("问题",))

    def give(previous: int | None, texts: list[str], *, draft: bool = False, **results: int) -> list[Change]:
        items = tuple({"结果": name, "数量": number} for name, number in results.items())
        cells = tuple({"数量": Figure(count, number, str(number))} for number in results.values())
        found = {
            "甲.总数": Figure(count, 12, "12", previous=previous),
            "甲.按结果": Figure(by, None, None, items, cells=cells),
            "甲.清单": Figure(listed, None, None, tuple({"问题": each} for each in texts)),
        }
        return list(issue_report(workspace, workspace.output / "a.docx", b"", 2023, found, draft=draft)[1])

    give(10, ["来访3人"], 维持=2, 撤销=1)
    assert give(10, ["来访3人"], 维持=2, 撤销=1) == []
    changes = [
        Change("甲.总数（上年）", "10 件", "9 件"),
        Change("甲.按结果（维持）", "2 件", "1 件"),
        Change("甲.按结果（撤销）", "1 件", "2 件"),
        Change("甲.清单", "1 项", "1 项（内容有改动）"),
    ]
    for draft in (True, True, False):
        assert give(9, ["来访5人"], draft=draft, 维持=1, 撤销=2) == changes
    assert give(9, ["来访5人", "另有"], 维持=1, 撤销=2) == [Change("甲.清单", "1 项", "2 项")]
    assert give(None, ["来访5人", "另有"], 维持=1, 撤销=2) == [Change("甲.总数（上年）", "9 件", "没有")]


def test_a_receipt_of_an_earlier_version_tells_of_the_figures_alone(workspace: Workspace) -> None:
    issued(workspace, 总数="12")
    (file,) = workspace.ledger.parent.glob("*已生成.json")
    kept = json.loads(file.read_text(encoding="utf-8"))
    kept["2023"] = {"file": kept["2023"]["file"], "figures": kept["2023"]["figures"]}
    file.write_text(json.dumps(kept), encoding="utf-8")
    definition = FigureDefinition(group="甲", name="总数", sheet="乙", unit="件")
    found = {"甲.总数": Figure(definition, 13, "13", previous=10)}
    changes = issue_report(workspace, workspace.output / "a.docx", b"", 2023, found, draft=False)[1]
    assert changes == (Change("甲.总数", "12 件", "13 件"),)


def test_the_file_that_was_written_last_is_known(workspace: Workspace) -> None:
    assert last_written(workspace, 2023) is None
    issued(workspace, 总数="12")
    assert last_written(workspace, 2023) == workspace.output / "2023.docx"
    issued(workspace, 总数="12", draft=True)
    assert last_written(workspace, 2023) == workspace.output / "草稿.docx"


@pytest.mark.parametrize("damaged", ["", "[]", '{"2023": 1}', '{"2023": {"figures": []}}', "{"])
def test_a_damaged_receipt_is_none(damaged: str, workspace: Workspace) -> None:
    issued(workspace, 总数="12")
    (file,) = workspace.ledger.parent.glob("*已生成.json")
    file.write_text(damaged, encoding="utf-8")
    assert issued(workspace, 总数="13") == []
    assert last_written(workspace, 2023) == workspace.output / "2023.docx"


def test_it_is_remembered_when_a_report_was_issued(workspace: Workspace) -> None:
    issued(workspace, 总数="12")
    first, draft = (sha256(repr({"总数": each}).encode()).hexdigest() for each in ("12", "13"))
    when = issued_on(workspace, 2023, first)
    assert when
    issued(workspace, 总数="13", draft=True)
    issued(workspace, 总数="14")
    assert issued_on(workspace, 2023, first) == when
    assert issued_on(workspace, 2023, draft) == issued_on(workspace, 2024, first) == ""
