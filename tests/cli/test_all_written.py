"""What became of the reports of all bodies, and of what was to be written beside them."""

from __future__ import annotations

import os
from pathlib import Path

from conftest import json_of, run

from reportgen import pipeline
from reportgen.cli import all_written
from reportgen.each_body import Written
from reportgen.tasks.publishing import Copy
from reportgen.workspace.settings import Workspace
from tests.make.county import collected, lay, send


def lines(done: list[Written]) -> list[str]:
    workspace = Workspace(Path("/w"), "某县", Path("/w/来件"), Path("/w/输出"), Path("/w/底账"), Path("/w/p"))
    return ["".join(span.text for span in each.spans) for each in all_written.told(done, 2023, workspace)]


def written(body: str, *copies: Copy) -> Written:
    return Written(
        body, Path(f"/w/输出/{body}/报告.docx"), copies=dict(zip(("pdf", "html"), copies, strict=False))
    )


def test_all_bodies_get_what_is_asked_for_beside_their_reports(tmp_path: Path) -> None:
    collected(tmp_path)
    send(tmp_path, "乙镇", 2023, [1, 1], 3)
    run("collect", at=tmp_path)
    words = ("render", "2023", "--all", "--html", "--evidence", "--review")
    done = run(*words, at=tmp_path)
    assert done.returncode == 1
    assert (
        "✗ 3 个单位，写好 2 份报告、2 个网页、3 份数据底稿、2 份审阅稿，1 份没有写；在“输出/单位名称”里。"
        in done.stdout
    )
    assert "  甲镇、丙乡：只供内部审阅：批注里有部门报送的情况，不要发出去\n" in done.stdout
    assert sorted(each.suffix for each in (tmp_path / "输出/甲镇").iterdir()) == [
        ".docx", ".docx", ".html", ".html", ".xlsx",
    ]  # fmt: skip
    assert [each.name for each in (tmp_path / "输出/乙镇").iterdir()] == ["2023年数据底稿.xlsx"]
    first, second, _ = json_of(*words, at=tmp_path)["reports"]
    assert first["html"]["file"] == str(tmp_path / "输出/甲镇/2023年报告.html")
    assert (second["file"], "html" in second, "review" in second) == (None, False, False)


def test_what_one_body_lacks_is_said_and_told_by_the_exit_code() -> None:
    sound = written("甲镇", Copy(Path("a.pdf")))
    assert all_written.exit_code([sound]) == 0
    assert (
        all_written.exit_code([sound, written("乙镇", Copy(None, "没有写 PDF：页数不对", broken=True))]) == 1
    )
    assert all_written.exit_code([sound, written("乙镇", Copy(None, "没有 LibreOffice"))]) == 2
    assert all_written.exit_code([sound, written("乙镇")._replace(problem="磁盘满了")]) == 2
    assert all_written.exit_code([sound, Written("乙镇", errors=1)]) == 1


def test_what_is_so_of_several_bodies_is_said_once() -> None:
    lacking = Copy(None, "没有 LibreOffice", remarks=["缺字体"])
    assert lines([written(each, lacking) for each in ("甲镇", "乙镇", "丙乡", "丁乡")]) == [
        "✗ 甲镇、乙镇、丙乡等 4 个单位：没有 LibreOffice",
        "  甲镇、乙镇、丙乡等 4 个单位：缺字体",
        "✗ 4 个单位，写好 4 份报告、0 份 PDF；在“输出/单位名称”里。",
    ]


def test_old_copies_of_all_are_told_once(tmp_path: Path) -> None:
    collected(tmp_path)
    run("render", "2023", "--all", "--html", at=tmp_path)
    for number, town in enumerate(("甲镇", "乙镇", "丙乡")):
        send(tmp_path, town, 2023, range(9), number)
    shown = run("build", "2023", "--all", at=tmp_path).stdout
    assert (
        "甲镇、乙镇、丙乡：旁边的网页是以前的报告的，数可能不同，不要发出去；运行 reportgen render 2023 --all --html 重新写\n"
        in shown
    )


def test_an_earlier_report_of_a_body_that_now_has_an_error_is_told(tmp_path: Path) -> None:
    collected(tmp_path)
    run("render", "2023", "--all", at=tmp_path)
    for town in ("甲镇", "乙镇"):
        send(tmp_path, town, 2023, [1, 1], 3)
    (tmp_path / "输出/甲镇/2023年报告.docx").unlink()
    done = run("build", "2023", "--all", at=tmp_path)
    told = [each for each in done.stdout.splitlines() if each.startswith("✗ ")]
    assert ["文件夹里是以前写的报告，不要发出去" in each for each in told] == [False, True, False]


def test_what_a_body_is_told_of_its_older_files_is_about_the_body_and_its_paper(tmp_path: Path) -> None:
    report = tmp_path / "报告（汇总）.docx"
    for at, name in enumerate(("2023年数据底稿.html", "2023年数据底稿（汇总）.html", report.name)):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (at, at))
    project = pipeline.open_project(lay(tmp_path / "县"), "汇总")
    (told,) = all_written.as_json([Written("甲镇", report)], [], 2023, project)["reports"][0]["outdated"]
    assert "“2023年数据底稿（汇总）.html”" in told
    assert "reportgen render 2023 --evidence --unit 甲镇" in told
