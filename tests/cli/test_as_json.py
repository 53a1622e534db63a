"""The JSON that commands print: its keys are a promise to programs, so each is written out here."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.cli import as_json
from reportgen.ledger.reading import Accounted, Handed
from reportgen.model import Check, Field, Figure, FigureDefinition, Finding, Kind, Place, Source
from reportgen.pipeline import Form, Rendered
from reportgen.proofreading.typed_numbers import Literal
from reportgen.rules import RULES
from reportgen.stages.classify import RowRead, SheetRead
from reportgen.stages.collect import Collected
from reportgen.stages.status import Department, Refusal, Submission, Submissions

COUNT = FigureDefinition(group="复议", name="总数", sheet="复议", unit="件")
LIST = FigureDefinition(group="复议", name="按结果", sheet="复议", by="结果")
WRONG = Finding(
    "CASE003", "error", "超期", Place("台账.xlsx", "复议", 7, 3), "司法所", basis="第四十八条", fix="核对日期"
)
TOLD = {
    "code": "CASE003", "severity": "error", "department": "司法所", "file": "台账.xlsx", "sheet": "复议", "cell": "D7",
    "message": "超期", "basis": "第四十八条", "fix": "核对日期",
}  # fmt: skip


def test_what_was_collected() -> None:
    done = Collected(
        3,
        4,
        50,
        2,
        [("坏.xlsx", "打不开")],
        [("台账.xlsx", "表1", "认不出")],
        [("旧.xlsx", "表", "新.xlsx")],
        ["走.xlsx"],
        {"total": 2, "footer": 1},
        [Accounted("台账.xlsx", "表", "复议", 5, {"value": 15, "total": 2}, {"total": 2})],
    )
    assert as_json.collected(done) == {
        "workbooks": 3,
        "sheets": 4,
        "rows": 50,
        "unchanged": 2,
        "dropped": ["走.xlsx"],
        "passed": {"total": 2, "footer": 1},
        "accounts": [
            {
                "file": "台账.xlsx",
                "sheet": "表",
                "kind": "复议",
                "rows": 5,
                "cells": {"value": 15, "total": 2},
                "passed": {"total": 2},
            }
        ],
        "replaced": [{"file": "旧.xlsx", "sheet": "表", "by": "新.xlsx"}],
        "refused": [{"file": "坏.xlsx", "reason": "打不开"}],
        "unrecognised": [{"file": "台账.xlsx", "sheet": "表1", "reason": "认不出"}],
    }


def test_who_has_handed_in_what() -> None:
    kind = Kind(name="复议", title="复议台账", owners=("司法所",), fields={"案号": Field(type="string")})
    came = Handed("司法所", "复议", "台账.xlsx", "表", 1, 5, "2024-01-05 09:00")
    old = came._replace(file="旧.xlsx", replaced="台账.xlsx")
    back = Refusal("坏.xlsx", "表", "缺少“案号”一列")
    received = Submission(kind, True, "received", (came,), (old,), errors=2, remark="看一看")
    refused = Submission(kind, False, "refused", refused=(back, Refusal("又.xlsx", "", "打不开")))
    unread = Refusal("函.docx", "", "文字文件", "warning")
    found = Submissions(2023, (Department("司法所", (received, refused), (unread,)),), outdated=True)
    shown = as_json.submissions(found)
    (department,) = shown.pop("departments")
    assert shown == {
        "year": 2023, "period": "2023", "outdated": True, "owed": 1, "received": 1, "zero": 0, "missing": 0, "refused": 1, "unread": 0,
    }  # fmt: skip
    assert department["department"] == "司法所"
    assert department["unread"] == [
        {"file": "函.docx", "sheet": "", "reason": "文字文件", "severity": "warning"}
    ]
    assert department["sheets"] == [
        {
            "kind": "复议", "title": "复议台账", "owed": True, "state": "received", "rows": 5, "errors": 2,
            "files": [{"file": "台账.xlsx", "sheet": "表", "rows": 5, "collected": "2024-01-05 09:00"}],
            "refused": [], "replaced": [{"file": "旧.xlsx", "sheet": "表", "by": "台账.xlsx"}], "reason": "看一看",
        },
        {
            "kind": "复议", "title": "复议台账", "owed": False, "state": "refused", "rows": 0, "errors": 0, "files": [],
            "refused": [
                {"file": "坏.xlsx", "sheet": "表", "reason": "缺少“案号”一列"},
                {"file": "又.xlsx", "sheet": "", "reason": "打不开"},
            ],
            "replaced": [], "reason": "缺少“案号”一列；打不开",
        },
    ]  # fmt: skip


def test_what_was_found() -> None:
    warning = Finding("OWE002", "warning", "不归这个部门", Place("台账.xlsx"))
    assert as_json.findings([WRONG, warning, warning]) == {
        "findings": [TOLD, *2 * [_empty(warning)]],
        "errors": 1,
        "warnings": 2,
    }


def _empty(found: Finding) -> dict[str, str]:
    return dict.fromkeys(TOLD, "") | {
        "code": found.code, "severity": found.severity, "file": found.place.file, "message": found.message,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("done", "file", "draft"),
    [
        (Rendered(Path("输出/报告.docx"), [], True), "输出/报告.docx", True),
        (Rendered(None, []), None, False),
    ],
)
def test_what_was_rendered(done: Rendered, file: str | None, draft: bool) -> None:
    assert as_json.rendered(done) == {
        "file": file,
        "draft": draft,
        "findings": [],
        "errors": 0,
        "warnings": 0,
        "numbers": [],
    }
    assert as_json.rendered(Rendered(None, [WRONG]))["errors"] == 1


def test_the_numbers_that_a_template_has_of_its_own() -> None:
    typed = Literal("正文第1段", "120起", "受理120起", "count", False, "调解.总数")
    assert as_json.rendered(Rendered(None, [], numbers=[typed]))["numbers"] == [
        {"text": "120起", "place": "正文第1段", "sentence": "受理120起", "class": "count", "fixed": False, "figure": "调解.总数"}
    ]  # fmt: skip


def test_which_forms_were_written() -> None:
    form = Form("司法所", Path("表样/司法所.xlsx"), ("复议", "诉讼"))
    assert as_json.forms([form]) == {
        "files": [{"department": "司法所", "file": "表样/司法所.xlsx", "sheets": ["复议", "诉讼"]}]
    }


def test_a_figure_and_where_it_comes_from() -> None:
    source = Source("台账.xlsx", "表", 7, {"A7": "甲", "B7": 3})
    figure = Figure(COUNT, 1, "1", previous=2)
    assert as_json.figure(figure, [source]) == {
        "name": "复议.总数", "value": 1, "text": "1", "unit": "件", "previous": 2, "change": -1,
        "sources": [{"file": "台账.xlsx", "sheet": "表", "row": 7}],
    }  # fmt: skip
    assert as_json.trace(figure, [source]) == {
        "name": "复议.总数", "value": 1, "definition": "“复议”表：行数",
        "sources": [{"file": "台账.xlsx", "sheet": "表", "row": 7, "cells": {"A7": "甲", "B7": 3}}],
    }  # fmt: skip


def test_a_list_has_its_entries_for_a_value() -> None:
    figure = Figure(LIST, None, "维持1件", items=({"结果": "维持", "数量": 1},))
    assert as_json.figure(figure, [])["value"] == [{"结果": "维持", "数量": 1}]
    assert as_json.trace(figure, [])["value"] == [{"结果": "维持", "数量": 1}]
    assert as_json.figure(Figure(COUNT, None, None), [])["value"] is None


def test_a_rule_and_a_check_are_explained_with_their_examples() -> None:
    rule = as_json.rule("CEL002", RULES["CEL002"])
    assert set(rule) == {"code", "title", "severity", "why", "fix", "example"}
    assert rule["example"].endswith("<- 立案日期")
    check = Check(
        code="CASE003",
        title="超期",
        sheet="复议",
        severity="error",
        says="超",
        fails="1",
        example="案号\n1   <- 案号",
    )
    assert as_json.rule("CASE003", check) == {
        "code": "CASE003", "title": "超期", "sheet": "复议", "severity": "error", "says": "超", "marks": "",
        "fails": "1", "query": "", "example": "案号\n1   <- 案号", "basis": "", "fix": "", "file": "checks.yaml",
    }  # fmt: skip
    assert as_json.rule("CASE003", check, "第1级（一行之内）")["level"] == "第1级（一行之内）"


def test_how_a_sheet_is_read() -> None:
    row = RowRead(3, "total", "合计", {0: ("合计", "total"), 2: ("5", "total")})
    shown = as_json.reading("台账.xlsx", [SheetRead("表", ["复议台账"], [row], {"total": 2}, 2)])
    assert shown == {
        "file": "台账.xlsx",
        "sheets": [
            {
                "sheet": "表", "titles": ["复议台账"], "filled": 2, "cells": {"total": 2},
                "rows": [
                    {
                        "row": 3, "class": "total", "words": "合计",
                        "cells": {"A3": {"text": "合计", "class": "total"}, "C3": {"text": "5", "class": "total"}},
                    }
                ],
            }
        ],
    }  # fmt: skip
