"""How findings are printed: by department and file, one line each, the same fault in one entry, and never without end."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportgen.cli.findings import SHOWN, base, next_step, page
from reportgen.model import Finding, Place

FILE = "2023/司法所/台账.xlsx"


def printed(findings: list[Finding], whole: bool = False) -> list[str]:
    lines = page(findings, whole, "加 --full 列出全部。")
    return [
        "".join(span.text for span in each.spans) for each in lines if any(span.text for span in each.spans)
    ]


def wrong(row: int, message: str = "结果没有填", code: str = "CEL002", **other: str) -> Finding:
    file, column = other.pop("file", FILE), int(other.pop("column", "3"))
    return Finding(
        code,
        "error",
        message,
        Place(file, "台账", row, column),
        **{"department": "司法所", "fix": "补填。", **other},
    )  # type: ignore[arg-type]


def test_the_same_fault_of_many_cells_is_one_entry() -> None:
    cells = [wrong(row) for row in (5, 6, 8, 9, 12, 13, 14, 15)]
    assert printed(cells) == [
        "司法所（错误 8 项）",
        "  台账.xlsx",
        "    台账 › D5、D6、D8 等8处  错误 CEL002  结果没有填",
        "      改法：补填。",
        "    没有逐处列出的，加 --full 列出全部。",
    ]
    assert printed(cells, whole=True)[2:] == [
        "    台账 › D5、D6、D8、D9、D12、D13、D14、D15  错误 CEL002  结果没有填",
        "      改法：补填。",
    ]
    assert printed(cells[:3])[2:] == [
        "    台账 › D5、D6、D8  错误 CEL002  结果没有填",
        "      改法：补填。",
    ]


def test_what_is_said_of_whole_sheets_is_said_of_all_at_once() -> None:
    place = Place(FILE, "", 0)
    sheets = [
        replace(wrong(1), place=place._replace(sheet=name)) for name in ("台账", "月报", "名册", "目录")
    ]
    assert printed(sheets[:2])[2] == "    台账、月报  错误 CEL002  结果没有填"
    assert printed(sheets)[2] == "    台账、月报、名册 等4张表  错误 CEL002  结果没有填"
    assert printed(sheets, whole=True)[2] == "    台账、月报、名册、目录  错误 CEL002  结果没有填"
    cells = [wrong(5), replace(wrong(5), place=wrong(5).place._replace(sheet="月报"))]
    assert len([each for each in printed(cells) if "CEL002" in each]) == 2


@pytest.mark.parametrize(
    "other",
    [{"message": "结果读不懂"}, {"code": "CEL001"}, {"column": "4"}, {"fix": "问清。"}],
)
def test_what_is_not_the_same_stands_apart(other: dict[str, str]) -> None:
    entries = [each for each in printed([wrong(5), wrong(6, **other)]) if "错误 CEL" in each]
    assert len(entries) == 2


def test_a_remedy_is_said_once_for_a_department() -> None:
    found = [
        wrong(5),
        wrong(6, "读不懂", "CEL001"),
        wrong(7, column="6"),
        wrong(5, file="2023/司法所/月报.xlsx"),
    ]
    lines = printed(found)
    assert lines.count("      改法：补填。") == 2, "once for each code"
    again = [*found, wrong(5, department="党政办", file="2023/党政办/台账.xlsx")]
    assert printed(again).count("      改法：补填。") == 3, "each part is sent to its department"
    other = [*found, wrong(9, code="CEL005", fix="改正。", basis="第八条")]
    assert printed(other)[-2:] == [
        "      改法：改正。",
        "      依据：第八条",
    ] or "      改法：改正。" in printed(other)


def test_names_of_files_are_short_unless_two_are_alike() -> None:
    assert "  台账.xlsx" in printed([wrong(5)])
    twice = printed([wrong(5, file="2023/司法所/甲/台账.xlsx"), wrong(5, file="2023/司法所/乙/台账.xlsx")])
    assert "  2023/司法所/甲/台账.xlsx" in twice
    assert "  2023/司法所/乙/台账.xlsx" in twice
    assert "  2023/谁的/台账.xlsx" in printed([wrong(5, file="2023/谁的/台账.xlsx", department="")])
    assert base("2023/司法所/材料.zip/内/台账.xlsx") == "材料.zip/内/台账.xlsx"


def test_where_nothing_came_there_is_no_file() -> None:
    missing = Finding("OWE001", "error", "没有收到《月报》", Place("司法所", "月报"), "司法所", fix="催报。")
    assert printed([missing])[1:] == ["    月报  错误 OWE001  没有收到《月报》", "      改法：催报。"]
    setting = Finding("SET002", "warning", "没有地方印", fix="删去")
    assert printed([setting]) == ["整份报告（提醒 1 项）", "    提醒 SET002  没有地方印", "      改法：删去"]


def test_of_many_the_first_are_listed_and_the_others_counted() -> None:
    codes = [f"CASE{number:03}" for number in range(SHOWN + 5)]
    lines = printed([wrong(row, code=code) for row, code in enumerate(codes, 5)])
    assert sum("错误 CASE" in each for each in lines) == SHOWN
    assert lines[-1] == (
        "    另有 5 处没有列出（CASE020 1 处、CASE021 1 处、CASE022 1 处、CASE023 1 处、CASE024 1 处）；"
        "加 --full 列出全部。"
    )
    assert (
        sum("错误 CASE" in each for each in printed([wrong(5, code=code) for code in codes], whole=True))
        == 25
    )


def test_of_many_values_in_a_column_three_are_shown_and_the_others_counted() -> None:
    found = [wrong(row, f"人数“{row}万”读不懂", "CEL001") for row in range(5, 105)]
    lines = printed([*found, wrong(5, column="8")])
    assert lines[2:8] == [
        "    台账 › D5  错误 CEL001  人数“5万”读不懂",
        "    台账 › D6  错误 CEL001  人数“6万”读不懂",
        "    台账 › D7  错误 CEL001  人数“7万”读不懂",
        "    台账 › D8、D9、D10 等97处  错误 CEL001  同样的问题，写的内容各不相同",
        "      改法：补填。",
        "    台账 › I5  错误 CEL002  结果没有填",
    ]
    assert lines[-1] == "    没有逐处列出的，加 --full 列出全部。"
    assert len([each for each in printed(found, whole=True) if "CEL001" in each]) == 100
    assert len([each for each in printed(found[:SHOWN]) if "CEL001" in each]) == SHOWN, "few are all told"


@pytest.mark.parametrize("count", [1, 1000, 50_000])
def test_a_page_has_an_end(count: int) -> None:
    found = [wrong(row, f"人数“{row}万”读不懂", "CEL001", column=str(row % 7)) for row in range(count)]
    assert len(printed(found)) <= SHOWN + 30


RETURNS = "reportgen validate 2023 --returns 退回 把表退给部门，"
REMIND = "reportgen status 2023 --remind 写出要发给部门的话。"


@pytest.mark.parametrize(
    ("findings", "said"),
    [
        ([wrong(5)], f"接下来：运行 {RETURNS}{REMIND}"),
        ([wrong(5), wrong(6, code="OWE001")], f"接下来：运行 {RETURNS}{REMIND}"),
        ([wrong(6, code="OWE001"), wrong(5, code="TPL001", department="")], f"接下来：运行 {REMIND}"),
        ([wrong(5, department="")], ""),
        ([wrong(5, code="ROW012")], ""),  # the profile is to be mended
        ([wrong(5), wrong(6, code="FIL020", department="")], ""),  # collect comes first
        ([wrong(5), wrong(6, code="LED001", department="")], ""),
        ([replace(wrong(5), severity="warning")], ""),
        ([], ""),
    ],
)
def test_what_departments_are_to_mend_is_to_be_sent_to_them_next(findings: list[Finding], said: str) -> None:
    assert next_step(findings, 2023) == said
