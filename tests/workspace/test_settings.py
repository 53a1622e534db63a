"""A working folder and its settings -> where inbox, ledger and outputs are, and the texts that a report prints."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.model import CannotRun
from reportgen.workspace import settings
from reportgen.workspace.settings import Workspace


def load(folder: Path, text: str | None = None, file: str = "reportgen.yaml") -> Workspace:
    """Return a workspace whose settings have no mistake."""
    if text is not None:
        (folder / file).write_text(text, encoding="utf-8")
    found, findings = settings.load(folder)
    assert not findings, findings
    assert found
    return found


def test_without_settings_everything_has_its_usual_place(tmp_path: Path) -> None:
    found = load(tmp_path)
    assert (found.unit, found.inbox, found.output) == ("", tmp_path / "来件", tmp_path / "输出")
    assert found.ledger == tmp_path / "底账" / "底账.sqlite"
    assert (found.profile / "sheets.yaml").is_file()
    assert found.profile.name == "rule-of-law"


def test_paths_are_those_below_the_folder(tmp_path: Path) -> None:
    found = load(tmp_path, "unit: 近海镇\ninbox: ../收件\noutput: 甲/../乙\nledger: 账/底.sqlite\n")
    assert (found.inbox, found.output) == (tmp_path.parent / "收件", tmp_path / "乙")
    assert found.ledger == tmp_path / "账" / "底.sqlite"


def test_a_ledger_has_a_folder_of_its_own_unless_it_is_said(tmp_path: Path) -> None:
    found = load(tmp_path, "output: 结果\n")
    assert found.ledger == tmp_path / "底账" / "底账.sqlite"
    assert found.owns(tmp_path / "底账" / "抄件.xlsx")


def test_a_pyproject_may_hold_the_settings_and_yaml_goes_before_it(tmp_path: Path) -> None:
    assert load(tmp_path, '[tool.reportgen]\nunit = "甲镇"\n', "pyproject.toml").unit == "甲镇"
    assert load(tmp_path, "unit: 乙镇\n").unit == "乙镇"
    (tmp_path / "reportgen.yaml").unlink()
    assert load(tmp_path, "[tool.other]\n", "pyproject.toml").unit == ""


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"[tool", "pyproject.toml 的写法不对，读不出设置"),
        ("# 设置".encode("gbk"), "pyproject.toml 不是 UTF-8 编码的文本"),
    ],
)
def test_a_damaged_pyproject_ends_the_command(tmp_path: Path, content: bytes, sentence: str) -> None:
    (tmp_path / "pyproject.toml").write_bytes(content)
    with pytest.raises(CannotRun, match=f"^{sentence}$"):
        settings.load(tmp_path)


def test_a_folder_or_a_profile_that_is_not_there_ends_the_command(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match=r"^没有“.*无处”这个文件夹$"):
        settings.load(tmp_path / "无处")
    (tmp_path / "reportgen.yaml").write_text("profile: 无处", encoding="utf-8")
    with pytest.raises(CannotRun, match=r"^没有叫“无处”的报告方案"):
        settings.load(tmp_path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("unt: 近海镇\n", "不认识的键“unt”"),
        ("unit: 3\n", "“unit”应当是文字（是数字的话加引号），这里是“3”"),
        ("report: 甲\n", "“report”下面应当是“名称: 内容”"),
        ("report: {主送机关: 3}\n", "“主送机关”应当是文字（是数字的话加引号），这里是“3”"),
        ("report: {2023: {文号: 3}}\n", "“文号”应当是文字（是数字的话加引号），这里是“3”"),
        ("- 甲\n", "“文件”下面应当是“名称: 内容”"),
        ("unit: 甲\nunit: 乙\n", "键“unit”写了两次"),
        ("unit: [\n", "YAML 写法不对"),
    ],
)
def test_a_mistake_is_a_finding_of_the_file(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "reportgen.yaml").write_text(text, encoding="utf-8")
    found, findings = settings.load(tmp_path)
    assert found is None
    assert [(each.code, each.place.file) for each in findings] == [("PRO001", "reportgen.yaml")]
    assert message in findings[0].message


@pytest.mark.parametrize("profile", ["我的", "templates/我的", "./templates/我的/"])
def test_a_profile_is_the_workspaces_own_or_given_by_path(tmp_path: Path, profile: str) -> None:
    own = tmp_path / "templates" / "我的"
    own.mkdir(parents=True)
    (own / "sheets.yaml").write_text("", encoding="utf-8")
    assert load(tmp_path, f"profile: {profile}\n").profile.resolve() == own.resolve()


def test_a_text_of_a_year_goes_before_one_of_all_and_none_before_what_is_fixed(tmp_path: Path) -> None:
    text = "unit: 近海镇\nreport:\n  文号: 甲\n  署名: 乙\n  年度: '1999'\n  2023: {文号: 丙, 落款: 丁}\n"
    found = load(tmp_path, text)
    assert found.named == {"文号", "署名", "年度", "落款"}
    of_2023, of_2022 = found.texts(2023), found.texts(2022)
    assert (of_2023["文号"], of_2023["署名"], of_2023["落款"], of_2023["年度"]) == ("丙", "乙", "丁", "2023")
    assert (of_2022["文号"], of_2022["落款"], of_2022["年度"], of_2022["上年度"]) == (
        "甲",
        "",
        "2022",
        "2021",
    )
    assert (of_2023["单位"], of_2023["主送机关"], of_2023["截止日期"]) == ("近海镇", "", "2023年12月31日")


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2023年11月30日", "2023-11-30"),
        ("2023-11-30", "2023-11-30"),
        ("2023年1月5日", "2023-01-05"),
        ("2023年2月30日", ""),
        ("年底", ""),
    ],
)
def test_the_cutoff_is_the_last_day_of_the_year_or_the_one_said(tmp_path: Path, said: str, day: str) -> None:
    assert load(tmp_path).cutoff(2023) == "2023-12-31"
    assert load(tmp_path, f"report: {{截止日期: '{said}'}}\n").cutoff(2023) == day


def test_what_reportgen_writes_is_its_own_and_names_are_those_of_the_workspace(tmp_path: Path) -> None:
    found = load(tmp_path, "output: 结果\nledger: 账/底.sqlite\n")
    own = ["结果/报告.docx", "结果/甲/乙.xlsx", "账/底.sqlite", "别处/底.sqlite-journal"]
    assert [found.owns(tmp_path / name) for name in (*own, "结果表.xlsx", "来件/表.xlsx")] == [True] * 4 + [
        False
    ] * 2
    assert found.name_of(tmp_path / "来件" / "2023" / "表.xlsx") == "来件/2023/表.xlsx"
    assert found.name_of(tmp_path.parent / "表.xlsx") == str(tmp_path.parent / "表.xlsx").replace("\\", "/")


def test_what_the_settings_give_to_print_is_all_told_at_once(tmp_path: Path) -> None:
    found = load(
        tmp_path,
        "unit: 近海镇\nreport:\n  署名: 某镇\n  2023: {文号: 一号}\n  2022: {文号: 二号, 印章: 有}\n",
    )
    assert found.printed == {
        "unit": "近海镇",
        "report": {"署名": "某镇"},
        "years": {"2023": {"文号": "一号"}, "2022": {"文号": "二号", "印章": "有"}},
    }
    assert found.named == {"署名", "文号", "印章"}


def test_a_profile_in_templates_goes_before_one_beside_them_and_before_what_came_with_reportgen(
    tmp_path: Path,
) -> None:
    for folder in ("rule-of-law", "templates/rule-of-law"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "sheets.yaml").write_text("", encoding="utf-8")
        assert load(tmp_path).profile == tmp_path / folder
