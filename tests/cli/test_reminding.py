"""What `status` prints of rounds, and the texts of `--remind` as they are pasted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import edit, json_of, run

REPORT = "2023/综合行政执法局/执法考试成绩表.xlsx"


def test_before_anything_came_every_department_is_reminded(tmp_path: Path) -> None:
    done = run("status", 2023, "--remind", "--due", "2024-1-10", at=tmp_path)
    assert (done.returncode, "没有设置文件 reportgen.yaml" in done.stderr) == (1, True)
    texts = done.stdout.split("—" * 20)
    assert len(texts) == 6
    assert texts[0].startswith(
        "司法所：您好！2023年报告正在汇总各部门的数据，请于2024年1月10日前办理：\n补报《"
    )
    assert not list(tmp_path.iterdir())


def test_texts_are_printed_in_the_profiles_order_and_written_on_demand(faulty: Path, tmp_path: Path) -> None:
    run("collect", at=faulty)
    folder = tmp_path / "催报"
    done = run("status", 2023, "--remind", "--to", folder, at=faulty)
    assert done.returncode == 1
    texts = [each.strip("\n") for each in done.stdout.split("—" * 20)]
    names = [each.partition("：")[0] for each in texts]
    assert names == ["司法所", "综合行政执法局", "组织人事办", "党政办", "宣传办"]
    assert {each.stem: each.read_text(encoding="utf-8").strip() for each in folder.iterdir()} == dict(
        zip(names, texts, strict=True)
    )
    assert "共 5 份" in done.stderr
    assert "用 reportgen validate 2023 --department 部门 --xlsx 清单.xlsx 写出" in done.stderr
    assert max(map(len, texts)) <= 300


def test_the_texts_as_json(faulty: Path, tmp_path: Path) -> None:
    run("collect", at=faulty)
    done = run("status", 2023, "--remind", "--to", tmp_path / "催报", "--json", at=faulty)
    found = json.loads(done.stdout)["reminders"]
    assert [set(each) for each in found] == [{"department", "text", "all", "file"}] * 5
    assert all(Path(each["file"]).read_text(encoding="utf-8") == each["text"] + "\n" for each in found)
    assert [each["all"] for each in found] == [False, True, True, False, True]


def test_nobody_is_reminded_where_all_is_well(workspace: Path) -> None:
    run("collect", at=workspace)
    done = run("status", 2023, "--remind", at=workspace)
    assert (done.returncode, done.stdout) == (0, "没有要催的：表都收齐了，也没有要部门改正的错误。\n")


@pytest.mark.parametrize("arguments", [("--due", "2024-1-10"), ("--to", "催报")])
def test_what_belongs_to_a_reminder_is_no_use_without(arguments: tuple[str, str], tmp_path: Path) -> None:
    done = run("status", 2023, *arguments, at=tmp_path)
    assert done.returncode == 2
    assert "要与 --remind 一起用" in done.stderr


def test_status_and_validate_say_what_became_of_the_last_round(faulty: Path) -> None:
    run("collect", at=faulty)
    first = run("validate", 2023, at=faulty)
    assert "与上一轮" not in first.stdout
    assert "与上一轮" not in run("status", 2023, at=faulty).stdout

    def mend(sheet) -> None:  # type: ignore[no-untyped-def]
        sheet["E4"], sheet["E7"] = 93, "八八八"

    edit(faulty / REPORT, "成绩", mend)
    run("collect", at=faulty)
    said = "综合行政执法局（第 2 轮）：已改正 1 处、仍有 2 处、新出现 1 处"
    for command in ("status", "validate", "validate", "status"):
        assert said in run(command, 2023, at=faulty).stdout
    expected = [{"department": "综合行政执法局", "round": 2, "mended": 1, "still": 2, "new": 1}]
    assert json_of("status", 2023, at=faulty)["rounds"] == expected
    assert json.loads(run("validate", 2023, "--json", at=faulty).stdout)["rounds"] == expected


def test_a_reminder_opens_a_round(faulty: Path) -> None:
    run("collect", at=faulty)
    run("status", 2023, "--remind", at=faulty)
    edit(faulty / REPORT, "成绩", lambda sheet: sheet.__setitem__("E4", 93))
    run("collect", at=faulty)
    assert "综合行政执法局（第 2 轮）：已改正 1 处" in run("status", 2023, at=faulty).stdout
