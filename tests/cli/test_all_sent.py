"""What goes to the departments of all bodies at once: forms, reminders, and the sheets that they are to mend."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import json_of, run, write_xlsx

from tests.make.county import TOWNS, collected, lay


@pytest.fixture
def county(tmp_path: Path) -> Path:
    """A county whose first two townships' sheets cannot be read, and whose third lacks one."""
    collected(tmp_path)
    for body in TOWNS[:2]:
        write_xlsx(tmp_path / "来件/2023" / body / "司法所/调解.xlsx", "件数\n约6", "调解")
    (tmp_path / "来件/2023/丙乡/司法所/调解.xlsx").unlink()
    run("collect", at=tmp_path)
    return tmp_path


def test_the_forms_of_all_are_written_at_once(tmp_path: Path) -> None:
    lay(tmp_path)
    done = run("forms", "2024", "--all", "--due", "2025年1月10日", at=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        *(f"✓ {body}：2 份表样、一页报送说明，在输出/{body}/表样/2024" for body in TOWNS),
        "  接下来：把表样发给各部门填写；收回后放进来件夹的“2024/单位名称/部门名/”，运行 reportgen collect。",
    ]
    alone = {each: each.read_bytes() for each in (tmp_path / "输出/乙镇").rglob("*.*")}
    run("forms", "2024", "--unit", "乙镇", "--due", "2025年1月10日", at=tmp_path)
    assert {each: each.read_bytes() for each in alone} == alone
    said = json_of("forms", "2024", "--all", "--to", "发去", at=tmp_path)["units"]
    assert [(each["unit"], len(each["files"])) for each in said] == [(body, 2) for body in TOWNS]
    assert sorted(each.name for each in (tmp_path / "发去").iterdir()) == sorted(TOWNS)


def test_one_whose_forms_cannot_be_written_keeps_no_other_from_its_own(tmp_path: Path) -> None:
    lay(tmp_path)
    told = "bodies: {甲镇: {}, 乙镇: {departments: [{name: 司法所, until: 2023}]}, 丙乡: {}}"
    (tmp_path / "reportgen.yaml").write_text(f"unit: 某县\nprofile: 年报\n{told}\n", encoding="utf-8")
    done = run("forms", "2024", "--all", at=tmp_path)
    assert done.returncode == 2
    assert done.stdout.startswith("✗ 乙镇：方案和设置都没有写哪个部门报送哪张表")
    assert [each.name for each in sorted((tmp_path / "输出").iterdir())] == ["丙乡", "甲镇"]


def test_the_reminders_of_all_are_printed_or_written(county: Path) -> None:
    done = run("status", "2023", "--remind", "--all", at=county)
    assert done.returncode == 1
    texts = done.stdout.split("—" * 20)
    assert ["甲镇" in texts[0], "乙镇" in texts[1], "丙乡" in texts[2]] == [True] * 3
    assert "补报《人民调解统计表》" in texts[2]
    done = run("status", "2023", "--remind", "--all", "--to", "催报", at=county)
    assert done.stdout.splitlines() == [f"✓ {body}：催报 1 份，在催报/{body}" for body in TOWNS]
    files = sorted(each.relative_to(county / "催报").parts for each in (county / "催报").rglob("*.txt"))
    assert files == [(body, "司法所.txt") for body in sorted(TOWNS)]
    said = json_of("status", "2023", "--remind", "--all", at=county)["units"]
    assert [(each["unit"], len(each["reminders"])) for each in said] == [(body, 1) for body in TOWNS]


def test_the_sheets_of_all_go_back_and_each_remembers_it(county: Path) -> None:
    done = run("validate", "2023", "--all", "--returns", "退回", at=county)
    assert done.returncode == 1
    for body in TOWNS[:2]:
        assert f"✓ {body}司法所（1 处）：退回/{body}/司法所/调解（退回）.xlsx\n" in done.stdout
    assert "  丙乡司法所：没有收到司法所的《人民调解统计表》" in done.stdout
    assert "放进来件夹的“2023/单位名称/部门名/”" in done.stdout
    write_xlsx(county / "来件/2023/甲镇/司法所/调解.xlsx", "件数\n6", "调解")
    run("collect", at=county)
    assert "已改正 1 处" in run("status", "2023", "--unit", "甲镇", at=county).stdout
    back = json_of("validate", "2023", "--all", "--returns", "退回", at=county)["returns"]
    assert [each["department"] for each in back["files"]] == ["乙镇司法所"]
