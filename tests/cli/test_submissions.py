"""Who has handed in what: what is shown of each sheet, and how much of it at most."""

from __future__ import annotations

import pytest

from reportgen.cli.submissions import SHOWN_FILES, SHOWN_UNREAD, next_step, page
from reportgen.ledger.reading import Handed
from reportgen.model import Field, Kind
from reportgen.stages.status import Department, Refusal, Submission, Submissions

KIND = Kind(name="复议", title="复议台账", owners=("司法所",), fields={"案号": Field(type="string")})


def printed(*sheets: Submission, unread: int = 0, name: str = "司法所") -> list[str]:
    refusals = tuple(Refusal(f"2023/{name}/坏{number}.xlsx", "", "打不开") for number in range(unread))
    lines = page(Submissions(2023, (Department(name, sheets, refusals),), False))
    return ["".join(span.text for span in each.spans) for each in lines]


@pytest.mark.parametrize(
    ("state", "first"),
    [
        ("received", "  已收到    复议台账  5 行"),
        ("zero", "  零报告    复议台账  5 行"),
        ("refused", "  退回      复议台账  5 行"),
    ],
)
def test_the_state_stands_first_and_the_files_below(state: str, first: str) -> None:
    file = Handed("司法所", "复议", "2023/司法所/台账.xlsx", "表 1", 1, 5, "2024-01-05 09:00")
    lines = printed(Submission(KIND, True, state, (file,)))  # type: ignore[arg-type]
    assert lines[2:5] == ["司法所", first, "            台账.xlsx › 表 1（2024-01-05 09:00）"]


@pytest.mark.parametrize("many", [SHOWN_FILES, SHOWN_FILES + 3])
def test_refusals_of_a_sheet_are_bounded(many: int) -> None:
    refused = tuple(Refusal(f"{number}.xlsx", "表", "缺少一列") for number in range(many))
    lines = printed(Submission(KIND, True, "refused", refused=refused))
    assert sum("缺少一列" in each for each in lines) == SHOWN_FILES
    assert ("            另有 3 张没有列出；加 --json 列出全部" in lines) is (many > SHOWN_FILES)


@pytest.mark.parametrize("many", [SHOWN_UNREAD, SHOWN_UNREAD + 7, 5000])
def test_what_could_not_be_read_is_bounded(many: int) -> None:
    lines = printed(unread=many)
    assert sum("打不开" in each for each in lines) == SHOWN_UNREAD
    assert any("另有" in each for each in lines) is (many > SHOWN_UNREAD)


def test_whose_file_it_is_may_be_told_by_its_folder() -> None:
    assert "  没有收进  2023//坏0.xlsx" in printed(unread=1, name="")
    assert "  没有收进  坏0.xlsx" in printed(unread=1)


def test_what_is_to_do_next_names_each_department_once() -> None:
    missing = Submission(KIND, True, "missing")
    found = Submissions(2023, (Department("司法所", (missing, missing), ()),), False)
    assert next_step(found).startswith("向司法所催报，收到后放进来件夹")


@pytest.mark.parametrize(
    ("name", "remark", "step"),
    [
        ("司法所", "宣传办的文件夹里有一张，是不是放错了", "看司法所的表是不是放在别处，收到后"),
        (
            "",
            "方案里没有写由谁报送",
            "在设置的 departments 里（没有的，在报告方案的 from 里）写明“不明”里的表由谁报送，收到后",
        ),
    ],
)
def test_nobody_is_asked_for_what_may_be_there(name: str, remark: str, step: str) -> None:
    missing = Submission(KIND, True, "missing", remark=remark)
    said = next_step(Submissions(2023, (Department(name, (missing,), ()),), False))
    assert said.startswith(step)
    assert "催报" not in said
