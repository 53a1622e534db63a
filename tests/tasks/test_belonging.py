"""A report that comes back is known: whose it is, which of the papers, and of which year; or what to give is said."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from reportgen import each_body, pipeline
from reportgen.beside_report import Asked
from reportgen.model import CannotRun
from reportgen.pipeline import Project
from reportgen.tasks import verifying
from reportgen.tasks.belonging import Whose, whose
from reportgen.workspace.settings import Workspace
from tests.make.county import collected


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = collected(tmp_path_factory.mktemp("county"))
    each_body.render(project, each_body.How(2023, asked=Asked(html=True)))
    pipeline.render(pipeline.open_project(project.workspace.root, "汇总"), 2023)
    return project


def told(county: Project, file: Path) -> Whose:
    return whose(county.workspace, verifying.read(file), ["汇总"])


def saved_again(file: Path, folder: Path) -> Path:
    document = docx.Document(str(file))
    document.add_paragraph("领导批示：同意。")
    document.save(str(folder / "改.docx"))
    return folder / "改.docx"


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("乙镇/2023年报告.docx", Whose("乙镇", "", 2023)),
        ("丙乡/2023年报告.html", Whose("丙乡", "", 2023)),
        ("2023年报告（汇总）.docx", Whose("", "汇总", 2023)),
    ],
)
def test_what_was_written_is_known_wherever_it_lies(
    county: Project, tmp_path: Path, name: str, of: Whose
) -> None:
    file = county.workspace.output / name
    moved = tmp_path / f"发文{file.suffix}"
    moved.write_bytes(file.read_bytes())
    assert told(county, moved) == of
    if file.suffix == ".docx":
        assert told(county, saved_again(moved, tmp_path)) == of


def untold(workspace: Workspace, file: Path, papers: list[str], **given: bool) -> str:
    with pytest.raises(CannotRun) as raised:
        whose(workspace, verifying.read(file), papers, **given)
    return str(raised.value)


def test_what_cannot_be_told_is_asked_for(county: Project, tmp_path: Path) -> None:
    file = tmp_path / "发文.txt"
    file.write_text("甲镇2023年处罚2件。", encoding="utf-8")
    assert untold(county.workspace, file, ["汇总"]) == (
        "看不出“发文.txt”是哪个单位的、哪一份报告，请加 --unit 单位，如 --unit 甲镇（各单位合起来的，写 --unit 某县）；"
        "再加 --report 名称，名称是 report、汇总（模板是 report.docx、report-汇总.docx）"
    )
    assert "再加" not in untold(county.workspace, file, [])
    assert untold(county.workspace, file, ["汇总"], given_body=True).startswith(
        "看不出“发文.txt”是哪一份报告，请加 --report 名称"
    )
    own = county.workspace.of("甲镇")
    assert whose(own, verifying.read(file), ["汇总"], given_paper=True) == Whose("甲镇", "")


def test_a_report_without_a_receipt_says_whose_it_is(county: Project, tmp_path: Path) -> None:
    file = saved_again(county.workspace.output / "乙镇/2023年报告.docx", tmp_path)
    receipts = county.workspace.of("乙镇").ledger.with_name("底账.sqlite-已生成.json")
    said = receipts.read_bytes()
    try:
        receipts.unlink()
        assert whose(county.workspace, verifying.read(file)) == Whose("乙镇", "", 2023)
        assert "哪一份报告" in untold(county.workspace, file, ["汇总"])
    finally:
        receipts.write_bytes(said)


def test_of_one_body_and_one_paper_nothing_is_asked(tmp_path: Path) -> None:
    alone = Workspace(tmp_path, "某镇", tmp_path, tmp_path, tmp_path / "底账.sqlite", tmp_path)
    (tmp_path / "a.txt").write_text("无", encoding="utf-8")
    assert whose(alone, verifying.read(tmp_path / "a.txt")) == Whose("", "")


def test_a_report_of_another_part_of_the_year_is_known_by_what_it_says_or_by_the_receipts_there(
    county: Project,
) -> None:
    half = county.workspace.during("上半年")
    for name in ("乙镇/2023年报告.docx", "丙乡/2023年报告.html"):
        told = untold(half, county.workspace.output / name, ["汇总"])
        assert told.endswith("是2023年的报告；请在命令里写上 2023")
