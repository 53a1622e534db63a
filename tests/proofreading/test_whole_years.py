"""What of a template is of whole years is told all at once, each with a way to mend it that nobody has gone yet."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import RULE_OF_LAW

from reportgen.model import Finding, Profile
from reportgen.proofreading.whole_years import of_whole_years
from reportgen.word.document import Template
from reportgen.workspace.settings import Workspace
from tests.word.test_document import write

LINES = (
    "{{报告.年度}}年情况",
    "全年开展活动{{普法活动.总数}}次",
    "连续{{普法活动.法治夜市连续年数}}年举办",
    "全年值班。{{! 固定 }}",
)


@pytest.fixture
def template() -> Template:
    return Template.load(write(*LINES))


def told(template: Template, profile: Profile, tmp_path: Path, part: str, paper: str = "") -> list[Finding]:
    folder = tmp_path / "自己的"
    folder.mkdir(exist_ok=True)
    workspace = Workspace(tmp_path, "近海镇", tmp_path, tmp_path, tmp_path / "底账.sqlite", folder)
    return of_whole_years(template, profile, replace(workspace, part=part, paper=paper), 2023)


def test_all_is_told_at_once_and_where_it_stands(
    template: Template, rule_of_law: Profile, tmp_path: Path
) -> None:
    found = told(template, rule_of_law, tmp_path, "上半年")
    assert [(each.code, each.severity) for each in found] == [
        ("TPL030", "error"),
        ("TPL016", "error"),
        ("TPL030", "error"),
    ]
    assert found[0].message == "模板里没有标签 {{报告.期间}}，2023年上半年的报告印出来会像全年的"
    assert "“全年”" in found[1].message
    assert "第2段“全年开展活动" in found[1].place.sheet
    assert "“普法活动.法治夜市连续年数”是几年合起来的数" in found[2].message
    assert told(template, rule_of_law, tmp_path, "") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{报告.期间}}统计年报", ["年报"]),
        ("{{报告.期间}}半年报", []),
        ("见各机关年报表", []),
        ("一年来，本年度工作报告、年度报告", ["一年来", "本年度", "年度报告"]),
        ("{{报告.年度}}年印发", []),
    ],
)
def test_words_of_a_whole_year(text: str, said: list[str], rule_of_law: Profile, tmp_path: Path) -> None:
    found = told(Template.load(write("{{报告.期间}}", text)), rule_of_law, tmp_path, "上半年")
    assert [each.message for each in found] == [
        f"模板里写着“{each}”，印的是2023年上半年的报告" for each in said
    ]


def test_another_paper_is_advised_only_where_it_is_not_taken(
    template: Template, rule_of_law: Profile, tmp_path: Path
) -> None:
    _, _, several = told(template, rule_of_law, tmp_path, "前三季度")
    assert several.fix == (
        "删去印它的这一处；全年的模板不想改的，在报告方案里另放一份 report-季报.docx，季度的报告自己用它"
    )
    (tmp_path / "自己的" / "report-半年报.docx").touch()
    first, _, several = told(template, rule_of_law, tmp_path, "上半年", "半年报")
    assert "report-" not in first.fix + several.fix
    first, *_ = told(template, rule_of_law, tmp_path, "上半年", "")
    assert first.fix.startswith("不写 --report report，用 report-半年报.docx；要用这一份的，在标题里写上")


def test_a_profile_that_came_along_says_where_its_paper_is(
    template: Template, rule_of_law: Profile, tmp_path: Path
) -> None:
    own = Workspace(
        tmp_path, "近海镇", tmp_path, tmp_path, tmp_path / "底账.sqlite", tmp_path / "rule-of-law"
    )
    first, *_ = of_whole_years(template, rule_of_law, replace(own, part="上半年"), 2023)
    assert first.fix.endswith(f"（随程序带来的有一份，可以拷来：{RULE_OF_LAW / 'report-半年报.docx'}）")


def test_the_shipped_paper_of_halves_has_nothing_of_a_whole_year(rule_of_law: Profile) -> None:
    own = Workspace(RULE_OF_LAW, "近海镇", RULE_OF_LAW, RULE_OF_LAW, RULE_OF_LAW / "底账.sqlite", RULE_OF_LAW)
    half = Template.load((RULE_OF_LAW / "report-半年报.docx").read_bytes())
    for part in ("下半年", "前三季度", "6月"):
        assert of_whole_years(half, rule_of_law, replace(own, part=part, paper="半年报"), 2023) == []
