"""The rows that say that there is nothing to report."""

from __future__ import annotations

from pathlib import Path

from conftest import write_xlsx

from reportgen import pipeline
from reportgen.ledger.nothing import nothing
from reportgen.ledger.reading import open_to_read


def test_a_sheet_that_says_that_there_is_none_is_named_with_its_row(tmp_path: Path) -> None:
    folder = tmp_path / "来件" / "2023" / "司法所"
    header = "案号 | 收案日期 | 答复日期 | 结案日期 | 审理结果"
    write_xlsx(folder / "复议.xlsx", f"{header}\n本年度未发生", "复议")
    write_xlsx(folder / "空.xlsx", header, "复议")
    project = pipeline.open_project(tmp_path)
    pipeline.collect(project)
    with open_to_read(project.workspace.ledger, project.profile.kinds) as ledger:
        (found,) = nothing(ledger, "行政复议", 2023)
        assert nothing(ledger, "行政复议", 2022) == nothing(ledger, "行政诉讼", 2023) == []
    assert (found.file, found.sheet, found.row) == ("来件/2023/司法所/复议.xlsx", "复议", 2)
