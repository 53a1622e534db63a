"""Several papers of one inbox: report-名.docx beside report.docx."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from conftest import json_of, run, write_xlsx

from reportgen import pipeline
from reportgen.model import CannotRun
from reportgen.profile.papers import asked, file_of, need, of_any_time, others, usual
from tests.make.declared import opened, write_profile, write_template

SHEETS = "调解: {title: 调解表, from: [司法所], fields: {件数: {type: integer, required: true}}}"
FIGURES = "调解: {总数: {measure: sum(件数), unit: 件}}"
FIRST, BRIEF = "{{报告.年度}}年全年调解{{调解.总数}}件。", "简报：调解{{调解.总数}}件。"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = write_profile(tmp_path / "p", SHEETS, FIGURES, [FIRST])
    write_template(folder / "report-简报.docx", [BRIEF])
    opened(tmp_path, {"2023/司法所/调解": "件数\n12"})
    return tmp_path


def text_of(file: Path) -> list[str]:
    return [each.text for each in docx.Document(str(file)).paragraphs]


def test_the_first_paper_has_no_name_and_the_others_have_theirs(root: Path) -> None:
    (root / "p" / "~$report-简报.docx").write_bytes(b"")
    assert others(root / "p") == ["简报"]
    assert (file_of(""), file_of("简报")) == ("report.docx", "report-简报.docx")


def test_a_part_of_the_year_has_the_paper_of_its_sort_or_that_of_halves(tmp_path: Path) -> None:
    assert [usual(tmp_path, part) for part in ("", "上半年")] == ["", ""]
    for name in ("半年报", "月报", "简报"):
        (tmp_path / file_of(name)).touch()
    parts = ("", "上半年", "下半年", "第一季度", "前三季度", "6月")
    assert [usual(tmp_path, part) for part in parts] == ["", "半年报", "半年报", "半年报", "半年报", "月报"]
    assert [need(tmp_path, name, "上半年") for name in ("", "report", "简报")] == ["半年报", "", "简报"]
    assert [asked(tmp_path, name, "上半年") for name in ("半年报", "", "简报")] == ["", "report", "简报"]
    assert of_any_time(tmp_path) == ["简报"]


def test_each_paper_is_written_under_a_name_of_its_own(root: Path) -> None:
    first = Path(json_of("build", "2023", at=root)["file"])
    brief = Path(json_of("build", "2023", "--report", "简报", at=root)["file"])
    assert text_of(first) == ["2023年全年调解12件。"]
    assert text_of(brief) == ["简报：调解12件。"]
    assert first.name == "2023年报告.docx"
    assert brief.name == "2023年报告（简报）.docx"
    assert json_of("verify", str(brief), "2023", "--report", "简报", at=root)["differences"] == []
    assert json_of("verify", str(first), "2023", at=root)["differences"] == []


def test_a_paper_is_compared_with_its_own_last_one(root: Path) -> None:
    run("build", "2023", at=root)
    run("build", "2023", "--report", "简报", at=root)
    write_xlsx(root / "来件/2023/司法所/调解.xlsx", "件数\n13", "调解")
    changed = json_of("build", "2023", "--report", "简报", at=root)
    assert [each["before"] for each in changed["changes"]] == ["12 件"]
    again = json_of("render", "2023", at=root)
    assert [each["before"] for each in again["changes"]] == ["12 件"]


def test_a_paper_that_is_not_there_is_told_with_those_that_are(root: Path) -> None:
    with pytest.raises(CannotRun, match=r"没有 report-简保.docx（有：简报）。是不是“简报”？"):
        pipeline.open_project(root, "简保")


def test_a_mistake_in_one_paper_stops_this_one_alone_and_profile_check_tells_it(root: Path) -> None:
    write_template(root / "p" / "report-简报.docx", ["{{调解.总量}}件"])
    assert run("render", "2023", at=root).returncode == 0
    assert run("render", "2023", "--report", "简报", at=root).returncode == 1
    for words in ((), ("--report", "简报")):
        (wrong,) = json_of("profile", "check", *words, at=root)["findings"]
        assert (wrong["code"], wrong["file"]) == ("TPL001", "p/report-简报.docx")


def test_a_text_of_the_settings_may_be_printed_by_another_paper(root: Path) -> None:
    write_template(root / "p" / "report-简报.docx", [BRIEF, "第{{报告.期号}}期"])
    with (root / "reportgen.yaml").open("a", encoding="utf-8") as file:
        file.write("report: {期号: 三}\n")
    assert run("render", "2023", at=root).returncode == 0
    assert run("render", "2023", "--report", "简报", at=root).returncode == 0


def test_what_was_checked_is_remembered_for_both_papers(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for paper in ("", "简报"):
        pipeline.build(pipeline.open_project(root, paper), 2023)
    monkeypatch.setattr("reportgen.opening.checked", lambda workspace: pytest.fail("checked again"))
    assert [pipeline.open_project(root, each).profile.paper for each in ("", "简报")] == [
        "report.docx",
        "report-简报.docx",
    ]


def test_what_lies_beside_a_report_is_its_papers(root: Path) -> None:
    for words in ((), ("--report", "简报")):
        run("collect", at=root)
        run("render", "2023", "--evidence", *words, at=root)
    there = {each.name for each in (root / "输出").iterdir() if "底稿" in each.name}
    assert there == {
        f"2023年数据底稿{paper}.{kind}" for paper in ("", "（简报）") for kind in ("xlsx", "html")
    }
    write_xlsx(root / "来件/2023/司法所/调解.xlsx", "件数\n13", "调解")
    first = json_of("build", "2023", at=root)["outdated"]
    brief = json_of("build", "2023", "--report", "简报", at=root)["outdated"]
    assert ["（简报）" in each for each in (*first, *brief)] == [False, False, True, True]


def test_two_papers_of_one_long_title_are_two_files(root: Path) -> None:
    title = "某县某镇" * 20
    for name in ("report.docx", "report-简报.docx"):
        made = docx.Document(str(root / "p" / name))
        made.core_properties.title = title
        made.save(str(root / "p" / name))
    files = [json_of("build", "2023", *words, at=root)["file"] for words in ((), ("--report", "简报"))]
    assert [Path(each).name for each in files] == [f"{title[:60]}.docx", f"{title[:56]}（简报）.docx"]
