"""What the settings may say of several bodies, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.model import Finding
from reportgen.workspace import settings
from reportgen.workspace.settings import Workspace


def loaded(root: Path, bodies: str, more: str = "") -> tuple[Workspace | None, list[Finding]]:
    (root / "reportgen.yaml").write_text(f"unit: 某县\n{more}bodies: {bodies}\n", encoding="utf-8")
    return settings.load(root)


@pytest.mark.parametrize(
    ("bodies", "said"),
    [
        ("[Ａ镇, a镇]", "“a镇”不能作单位的名称：每个单位要有自己的文件夹"),
        ("[甲/镇]", "“甲/镇”不能作单位的名称：每个单位要有自己的文件夹"),
        ("[甲镇, 101]", "键“101”应当是文字"),
        ("{甲镇: {report: {2023年上半: {文号: 某}}}}", "“甲镇”的 report 里，“2023年上半”不是年度"),
        (
            "{甲镇: {report: {2023H1: {成文日期: 2023年13月1日}}}}",
            "“甲镇”的“成文日期”写的是“2023年13月1日”，不是日历上有的日期",
        ),
        ("{甲镇: {report: {印章: 盖}}}", "“甲镇”的“印章”写的是“盖”，看不出盖不盖章"),
        ("{甲镇: {from: 2024, until: 2022}}", "“甲镇”从2024年起，却只到2022年"),
        (
            "{甲镇: {report: {截止日期: 2023年6月30日}}}",
            "“甲镇”另写了截止日期：各单位算到的日子不同，合起来就不是全部单位的数",
        ),
    ],
)
def test_what_is_refused(tmp_path: Path, bodies: str, said: str) -> None:
    workspace, found = loaded(tmp_path, bodies)
    assert workspace is None
    assert [each.message for each in found] == [said]


@pytest.mark.parametrize(
    ("departments", "said"),
    [
        ("{司法所: , 甲镇: }", "“甲镇”写在 bodies 里，又写在 departments 里，分不清是单位还是部门"),
        ("{司法所: {aliases: [甲镇]}}", "“甲镇”写在 bodies 里，又是部门“司法所”的别名，分不清是单位还是部门"),
        ("{司法所: {aliases: [{name: 甲镇, until: 2022}]}}", "“甲镇”写在 bodies 里，又是部门“司法所”的别名，分不清是单位还是部门"),
        ("{甲镇司法所: }", ""),
    ],
)  # fmt: skip
def test_no_name_is_a_bodys_and_a_departments(tmp_path: Path, departments: str, said: str) -> None:
    workspace, found = loaded(tmp_path, "[甲镇, 乙镇]", f"departments: {departments}\n")
    assert [(each.code, each.message) for each in found] == ([("SET005", said)] if said else [])
    assert (workspace is None) is bool(said)


def test_the_years_in_which_there_is_a_body(tmp_path: Path) -> None:
    workspace, _ = loaded(tmp_path, "{甲镇: , 乙镇: {from: 2023}, 丙乡: {until: 2022}}")
    assert workspace
    assert {year: workspace.bodies_in(year) for year in (2022, 2023)} == {
        2022: ["甲镇", "丙乡"],
        2023: ["甲镇", "乙镇"],
    }


def test_a_body_takes_over_what_all_share_and_not_the_countys_number_and_signature(tmp_path: Path) -> None:
    report = "report: {主送机关: 市政府, 署名: 某县人民政府, 2023: {文号: 某政发〔2024〕3号, 成文日期: 2024年1月15日}}\n"
    workspace, _ = loaded(tmp_path, "{甲镇: {report: {署名: 甲镇人民政府}}, 乙镇: }", report)
    assert workspace
    texts = {body: workspace.of(body).texts(2023) for body in ("甲镇", "乙镇")}
    assert [(each["主送机关"], each["署名"], each["文号"], each["成文日期"]) for each in texts.values()] == [
        ("市政府", "甲镇人民政府", "", "2024年1月15日"),
        ("市政府", "", "", "2024年1月15日"),
    ]
    assert workspace.texts(2023)["文号"] == "某政发〔2024〕3号"
