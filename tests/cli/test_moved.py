"""What `render` and `build` say of figures that are far from the year before."""

from __future__ import annotations

from pathlib import Path

from conftest import edit, json_of, run
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.cli.moved import moved
from reportgen.invocation import stay_with
from reportgen.movements import Moved
from reportgen.periods import Period


def said(count: int, most: int) -> list[str]:
    figures = [Moved(f"来访.{number}", "20 件", "45 件") for number in range(count)]
    return ["".join(span.text for span in each.spans) for each in moved(figures, most)]


def test_each_is_told_with_both_numbers_and_of_many_how_many_are_left() -> None:
    assert said(0, 2) == []
    assert said(1, 2)[1:] == ["    来访.0 上年 20 件 → 今年 45 件"]
    assert said(3, 2)[-1] == "  另有 1 项没有列出；加 --json 列出全部。"
    stay_with("", period=Period(2023, "上半年"))
    try:
        first, second = said(1, 2)
    finally:
        stay_with("")
    assert first.startswith("  和上年同期差一半、差一倍以上的数据项（本期、上年同期都不到")
    assert second == "    来访.0 上年同期 20 件 → 本期 45 件"


def test_a_build_says_which_figures_moved_far(workspace: Path) -> None:
    file = workspace / "来件/2022/宣传办/普法宣传活动登记表.xlsx"

    def fewer(sheet: Worksheet) -> None:
        cells = [cell for (cell,) in sheet.iter_rows(3, 18, 6, 6)]
        for cell in cells:
            cell.value = int(str(cell.value)) // 3
        sheet["F19"] = sum(int(str(cell.value)) for cell in cells)

    edit(file, "普法活动", fewer)
    assert "普法活动.参加人次 上年 " in run("build", "2023", at=workspace).stdout
    (each,) = json_of("build", "2023", at=workspace)["moved"]
    assert (each["name"], each["after"]) == ("普法活动.参加人次", "8889 人次")
