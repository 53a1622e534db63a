"""The ledger against the inbox: what every command says, and what keeps a report from being issued."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from conftest import json_of, run, write_xlsx

from reportgen import pipeline
from reportgen.pipeline import Project
from tests.make.cases_files import pack

TABLE = "案号 | 收案日期 | 答复日期 | 结案日期 | 审理结果\n{0} | 2023.3.1 | 2023.3.8 | 2023.4.20 | 维持\n"
MEND = "运行 reportgen collect 再收一次；确要用已收集的数，生成时写 render --as-collected。"
ONE = "来件/2023/司法所/行政复议台账.xlsx"


@pytest.fixture
def root(collected_samples: Path, tmp_path: Path) -> Path:
    """A workspace whose samples are collected, and then only copied."""
    return Path(shutil.copytree(collected_samples, tmp_path / "工作"))


@pytest.fixture(scope="module")
def collected_samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from conftest import copy_samples

    root = copy_samples(tmp_path_factory.mktemp("samples"))
    pipeline.collect(pipeline.open_project(root))
    return root


def change(root: Path, name: str = ONE) -> None:
    """Let a workbook of the inbox hold something else."""
    import openpyxl

    book = openpyxl.load_workbook(root / name)
    book.worksheets[0]["A1"] = "台账"
    book.save(root / name)


def told(root: Path, year: int = 2023) -> list[tuple[str, str, str]]:
    """The findings about the files, by code, weight and message."""
    found = pipeline.validate(pipeline.open_project(root), year)[1]
    return [(each.code, each.severity, each.message) for each in found if each.code.startswith("FIL02")]


def test_nothing_is_said_of_an_inbox_that_was_copied_or_touched(root: Path) -> None:
    assert told(root) == []
    for file in (root / "来件").rglob("*.*"):
        os.utime(file, (10**9, 10**9))
    assert told(root) == []


def test_what_changed_came_and_went_is_told_in_one_sentence(root: Path) -> None:
    change(root)
    for number in range(4):
        write_xlsx(root / f"来件/2023/司法所/又{number}.xlsx", TABLE.format(number))
    (root / "来件/2022/司法所/行政复议台账.xlsx").unlink()
    more = "、".join(f"来件/2023/司法所/又{number}.xlsx" for number in range(3))
    assert told(root) == [
        (
            "FIL020",
            "error",
            f"收集以后，来件夹里的文件有1个改过（{ONE}），4个新来（{more}等），"
            "1个不见了（来件/2022/司法所/行政复议台账.xlsx），底账里还是原来的",
        )
    ]
    pipeline.collect(pipeline.open_project(root))
    assert told(root) == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("来件/散.xlsx", "1个新来（来件/散.xlsx）"),
        ("来件/2022/司法所/又.xlsx", "1个新来（来件/2022/司法所/又.xlsx）"),
        ("来件/2023/说明.pdf", "1个新来（来件/2023/说明.pdf）"),
        ("来件/2021/司法所/旧.xlsx", ""),
        ("来件/2024/司法所/新.xlsx", ""),
        ("来件/2023/~$台账.xlsx", ""),
        ("来件/便条.txt", ""),
    ],
)
def test_only_what_the_collection_would_take_for_the_year_is_told(root: Path, name: str, said: str) -> None:
    write_xlsx(root / name, TABLE.format("1"))
    assert [message for _, _, message in told(root)] == (
        [f"收集以后，来件夹里的文件有{said}，底账里还是原来的"] if said else []
    )


def test_an_archive_that_changed_is_told_by_its_name(root: Path) -> None:
    write_xlsx(root / "表.xlsx", TABLE.format("包1"))
    archive = root / "来件/2023/司法所.zip"
    archive.write_bytes(pack({"表.xlsx": (root / "表.xlsx").read_bytes()}))
    pipeline.collect(pipeline.open_project(root))
    assert told(root) == []
    write_xlsx(root / "表.xlsx", TABLE.format("包2"))
    archive.write_bytes(pack({"表.xlsx": (root / "表.xlsx").read_bytes()}))
    ((_, _, message),) = told(root)
    assert "1个改过（来件/2023/司法所.zip）" in message


def test_without_an_inbox_it_is_said_so(root: Path) -> None:
    (root / "来件").rename(root / "收走了")
    assert told(root) == [("FIL020", "error", "来件夹“来件”不在了，底账里的数已经对不到文件")]


def outside(root: Path) -> Project:
    """A workbook from elsewhere that is collected by its path, and another in an archive."""
    stick = root / "优盘"
    write_xlsx(stick / "司法所" / "台账 一.xlsx", TABLE.format("外1"))
    write_xlsx(root / "表.xlsx", TABLE.format("外2"))
    (stick / "司法所.zip").write_bytes(pack({"表.xlsx": (root / "表.xlsx").read_bytes()}))
    project = pipeline.open_project(root)
    pipeline.collect(project, [stick / "司法所" / "台账 一.xlsx"], 2023)
    pipeline.collect(project, [stick / "司法所.zip"], 2023)
    assert told(root) == []
    return project


def test_a_file_from_elsewhere_that_changed_is_told_with_its_own_way_out(root: Path) -> None:
    project = outside(root)
    write_xlsx(root / "优盘/司法所/台账 一.xlsx", TABLE.format("外3"))
    (found,) = [each for each in pipeline.validate(project, 2023)[1] if each.code == "FIL021"]
    assert (
        found.message
        == "从来件夹外面收来的文件有1个收集以后改过（优盘/司法所/台账 一.xlsx），底账里还是原来的"
    )
    assert found.fix.startswith('再收一次：运行 reportgen collect "优盘/司法所/台账 一.xlsx" --year 年度')
    assert pipeline.build(project, 2023).rendered.file is None, "which the collection of the inbox passes by"
    pipeline.collect(project, [root / "优盘/司法所/台账 一.xlsx"], 2023)
    assert told(root) == []


def test_a_file_from_elsewhere_that_is_away_is_a_remark(root: Path) -> None:
    project = outside(root)
    (root / "优盘").rename(root / "拔了")
    names = "优盘/司法所.zip、优盘/司法所/台账 一.xlsx"
    assert told(root) == [
        ("FIL022", "warning", f"从来件夹外面收来的文件有2个已不在原处（{names}），底账里的数对不到文件")
    ]
    assert told(root, 2025) == [], "which has nothing to do with them"
    assert "FIL021" not in {each.code for each in pipeline.render(project, 2023).findings}


# what the commands do


def test_render_refuses_and_renders_as_collected_where_it_is_asked_to(root: Path) -> None:
    change(root)
    refused = run("render", "2023", at=root)
    assert refused.returncode == 1
    assert ONE in refused.stdout.replace("\n", "")
    assert not list((root / "output").glob("*.docx"))
    done = json_of("render", "2023", "--as-collected", at=root)
    assert done["file"]
    ((code, severity, message),) = [
        (each["code"], each["severity"], each["message"]) for each in done["findings"]
    ]
    assert (code, severity) == ("FIL020", "warning")
    assert message.endswith("底账里还是原来的；已按 --as-collected 用原来的数")
    (fix,) = (each["fix"] for each in done["findings"] if each["message"] == message)
    assert fix == "要用现在的表，运行 reportgen collect 再收一次。", "what was done is not advised"
    assert json_of("render", "2023", "--as-collected", at=root)["errors"] == 0


def test_a_draft_is_written_and_says_that_an_error_is_open(root: Path) -> None:
    change(root)
    project = pipeline.open_project(root)
    done = pipeline.render(project, 2023, draft=True)
    assert done.file
    assert [each.code for each in done.findings] == ["FIL020"]


def test_build_collects_first_and_is_never_behind(root: Path) -> None:
    change(root)
    write_xlsx(root / "来件/2023/司法所/又.xlsx", TABLE.format("又1"))
    done = pipeline.build(pipeline.open_project(root), 2023)
    assert done.collected.workbooks == 2
    assert not [each for each in done.rendered.findings if each.code == "FIL020"]


@pytest.mark.parametrize(
    ("command", "code"),
    [(("figures", "2023"), 0), (("trace", "2023", "行政复议.总数"), 0), (("status", "2023"), 1)],
)
def test_other_commands_say_it_in_a_line_and_in_json(root: Path, command: tuple[str, ...], code: int) -> None:
    def behind(found: Any) -> Any:
        return found[0].get("behind") if isinstance(found, list) else found.get("behind")

    assert behind(json_of(*command, at=root)) is None
    change(root)
    shown = run(*command, at=root)
    line = f"✗ 收集以后，来件夹里的文件有1个改过（{ONE}），底账里还是原来的；{MEND}"
    assert "".join(shown.stdout.split()).count("".join(line.split())) == 1
    assert shown.returncode == code
    assert behind(json_of(*command, at=root)) == [
        {
            "code": "FIL020",
            "severity": "error",
            "message": f"收集以后，来件夹里的文件有1个改过（{ONE}），底账里还是原来的",
            "fix": MEND,
        }
    ]
