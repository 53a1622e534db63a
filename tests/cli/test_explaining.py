"""What `explain` prints of a rule and of a check."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import json_of, run

from reportgen.cli import explaining
from reportgen.cli.lines import show
from reportgen.model import Check, Parameter, Profile
from reportgen.rules import RULES

NUMBER = Parameter(
    name="期限", value=15, declared=10, unit="日", source="《某法》第三条", since="2024-01-01", law=True
)
PROFILE = Profile(
    name="p",
    kinds={},
    figures={},
    checks={},
    reads={"CASE003": frozenset(), "X": frozenset()},
    template=b"",
    digest="",
    parameters={"期限": NUMBER},
)


def test_a_rule_and_a_check_are_explained(capsys: pytest.CaptureFixture[str]) -> None:
    show(explaining._page("FIL001", RULES["FIL001"], None))
    printed = capsys.readouterr().out
    assert printed.splitlines()[0] == "FIL001 文件打不开（错误）"
    assert "  为什么：打不开的文件里可能有应当统计的数据。" in printed
    assert "    [2023/司法所/台账.xlsx] 开头是 %PDF-1.7   <-" in printed
    check = Check(
        code="CASE003", title="超期", sheet="复议", severity="warning", says="超", fails="1 =\n  1", example="案号\n1   <- 案号\n",
        basis="第四十八条", fix="核对",
    )  # fmt: skip
    show(explaining._page("CASE003", check, PROFILE))
    assert capsys.readouterr().out.splitlines() == [
        "CASE003 超期（提醒）", "  查哪张表：《复议》；校验层级：第1级（一格之内）", "  怎样算错：1等于1", "  依据：第四十八条", "  改法：核对",
        "  例子（<- 指出错的地方）：", "    案号", "    1   <- 案号",
    ]  # fmt: skip
    bare = Check(code="X", title="无", sheet="复议", severity="error", says="{月份}月不符", query="SELECT 1")
    show(explaining._page("X", bare, PROFILE))
    assert capsys.readouterr().out.splitlines()[2:] == [
        "  怎样算错：条件写在 checks.yaml 的“X”里，查出来的行提示“……月不符”"
    ]


def test_a_check_tells_its_time_and_its_numbers_with_their_source(capsys: pytest.CaptureFixture[str]) -> None:
    check = Check(
        code="CASE003", title="超期", sheet="复议", severity="error", says="超", fails="1 = 1", by="收到日期",
        since="2024-01-01", until="2024-12-31", parameters=("期限",),
    )  # fmt: skip
    show(explaining._page("CASE003", check, PROFILE))
    lines = capsys.readouterr().out.splitlines()
    assert "  什么时候的：只查收到日期不早于2024年1月1日、不晚于2024年12月31日的" in lines
    assert "  用到的数：期限 15日（方案里是10日，设置里改的）：《某法》第三条，2024-01-01起" in lines


def test_a_code_is_found_in_capitals_or_not_and_the_nearest_is_offered(tmp_path: Path) -> None:
    assert json_of("explain", "case003", at=tmp_path)["words"]
    unknown = run("explain", "CASE00", at=tmp_path)
    assert unknown.returncode == 2
    assert "没有“CASE00”这个编号" in unknown.stderr
