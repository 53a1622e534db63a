"""What is personal in cells that findings quote is shown nowhere; what is not is shown as it was."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from conftest import edit, run
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.model import Finding, Place, Profile
from reportgen.stages.discreet import discreet

ID, TELEPHONE = "11010519491231002X", "13800138000"


class Known:
    """A ledger in whose personal columns these stand."""

    def __init__(self, *values: str) -> None:
        self.values = values

    def personal(self) -> Sequence[str]:
        return self.values


def told(message: str, profile: Profile, fix: str = "") -> tuple[str, str]:
    known = Known("蔡永康", "高峰", "司法所", "JH20230601", "2023-05-12")
    (found,) = discreet(known, profile, [Finding("A", "error", message, Place("a.xlsx"), fix=fix)])  # type: ignore[arg-type]
    return found.message, found.fix


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("结果“蔡永康”不在规定的取值里：维持、撤销", "结果“***”不在规定的取值里：维持、撤销"),
        ("结果“蔡 永康案驳回”不在规定的取值里", "结果“***”不在规定的取值里"),
        ("结果“高峰”不在规定的取值里", "结果“***”不在规定的取值里"),
        (f"日期“{ID}”不是日期，第3行", "日期“*****************X”不是日期，第3行"),
        ("日期“３２０６８４１９９００１０１１２３２”不是日期", f"日期“{'*' * 18}”不是日期"),
        ("日期“jh20230601”不是日期", "日期“***”不是日期"),
        (f"人数“手机{TELEPHONE}”不是数字", "人数“手机***********”不是数字"),
        ("人数“电话一三八零零一三八零零零”不是数字", "人数“电话***********”不是数字"),
        ("写着“当事人“蔡永康”撤回”", "写着“***”"),
        ("没有“结果”一列；没有认出的表头：备注一、蔡永康", "没有“结果”一列；没有认出的表头：备注一、***"),
    ],
)
def test_what_is_personal_in_a_quotation_is_not_shown(message: str, shown: str, rule_of_law: Profile) -> None:
    assert told(message, rule_of_law) == (shown, "")
    assert told("", rule_of_law, message) == ("", shown)


@pytest.mark.parametrize(
    "message",
    [
        "立案日期“2023-13-45”不是日期", "立案日期“2023-05-12”晚于今天", "结果“部分支持”不在规定的取值里：维持、撤销", "案号“〔2023〕1号”已登记过",
        "“司法所”没有报送", "没有“调解员”一列，见到的表头：日期、调解员", "2023/司法所/蔡永康调解台账.xlsx 里有更新的一份，这个文件没有计入",
        "再收一次：运行 reportgen collect “2023/司法所/蔡永康.xlsx”", "金额“1234567890.5万”大得不像是真的",
    ],
)  # fmt: skip
def test_what_is_not_is_shown_as_it_was(message: str, rule_of_law: Profile) -> None:
    assert told(message, rule_of_law, message) == (message, message)


def test_no_output_shows_what_shifted_columns_hold(workspace: Path, tmp_path: Path) -> None:
    inbox = next(path for path in workspace.rglob("行政复议台账.xlsx") if "2023" in path.parts)
    roster = next(path for path in workspace.rglob("行政执法人员花名册.xlsx") if "2023" in path.parts)
    rows = list(openpyxl.load_workbook(roster).worksheets[0].values)
    heads = next(row for row in rows if row and "姓名" in row)
    name = str(rows[rows.index(heads) + 1][heads.index("姓名")])

    def shift(sheet: Worksheet) -> None:
        sheet["E6"], sheet["F5"], sheet["H6"] = ID, f"{name}，身份证{ID}", name
        sheet["H5"] = f"{name}{TELEPHONE}"

    edit(inbox, openpyxl.load_workbook(inbox).sheetnames[0], shift)
    page, back = tmp_path / "清单.html", tmp_path / "退回"
    outputs = [run("build", "2023", at=workspace), run("validate", "2023", "--html", page, at=workspace)]
    outputs += [
        run("validate", "2023", *more, at=workspace) for more in (["--json"], ["--markdown"], ["--full"])
    ]
    outputs += [
        run("validate", "2023", "--returns", back, at=workspace),
        run("status", "2023", "--remind", at=workspace),
    ]
    texts = [each.stdout + each.stderr for each in outputs] + [page.read_text(encoding="utf-8")]
    for file in back.rglob("*.xlsx"):
        book = openpyxl.load_workbook(file)
        texts += [cell.comment.text for sheet in book for row in sheet.rows for cell in row if cell.comment]
        texts += [
            str(cell.value)
            for row in book.worksheets[-1].rows
            for cell in row
            if "退回" in book.sheetnames[-1]
        ]
    assert "***" in "".join(texts[1:])
    for said in (ID, TELEPHONE, name):
        assert not [text for text in texts if said in text]
