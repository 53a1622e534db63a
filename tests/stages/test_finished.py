"""The finished text is searched once more: what the settings, the template, or both joined would print."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest

from reportgen import pipeline
from reportgen.stages.finished import personal_in_report
from reportgen.stages.render import Report
from reportgen.values.people import people
from reportgen.word.document import Template

MOBILE = "13812345678"
KNOWN = people(["张伟"])


def document(*paragraphs: str) -> bytes:
    made, buffer = docx.Document(), io.BytesIO()
    for text in paragraphs:
        made.add_paragraph(text)
    made.save(buffer)
    return buffer.getvalue()


def told(
    *paragraphs: str, settings: dict[str, str] | None = None, lines: tuple[str, ...] = (), title: str = "报告"
) -> list[tuple[str, str]]:
    found = personal_in_report(
        Report(title, document(*paragraphs)), KNOWN, Template.load(document(*lines)), settings or {}
    )
    assert all(each.code == "FIG005" and each.severity == "error" for each in found)
    assert not any(MOBILE in each.message or "张伟" in each.message for each in found)
    return [(each.message, str(each.place)) for each in found]


def test_a_clean_report_has_no_finding() -> None:
    assert (
        told("全年受理121起。", settings={"单位": "近海镇"}, lines=("全年受理{{矛盾调解.总数}}起。",)) == []
    )


@pytest.mark.parametrize(
    ("settings", "place"),
    [
        ({"署名": f"电话{MOBILE}"}, "reportgen.yaml › report.署名"),
        ({"单位": "张伟"}, "reportgen.yaml › unit"),
    ],
)
def test_a_setting_is_told_at_its_name(settings: dict[str, str], place: str) -> None:
    ((_, where),) = told(*settings.values(), settings=settings)
    assert where == place


def test_a_template_is_told_at_its_paragraph() -> None:
    assert told(f"电话{MOBILE}", lines=("{{报告.单位}}", f"电话{MOBILE}")) == [
        ("这里有电话号码（不显示），会印进报告", "模板第2段")
    ]


@pytest.mark.parametrize("lines", [("1381234{{甲.总数}}",), ("{{甲.清单}}",)])
def test_what_is_joined_in_the_report_only_is_told_there(lines: tuple[str, ...]) -> None:
    assert told("全年", f"咨询{MOBILE}", lines=lines) == [
        ("这里有电话号码（不显示），会印进报告", "报告第2段")
    ]


def test_a_title_is_searched_too() -> None:
    assert told("全年", title="张伟的报告") == [
        ("这里有个人信息列里的姓名或证号（不显示），会印进报告", "报告的标题")
    ]


def test_no_report_is_written_but_a_draft_with_the_finding(workspace: Path) -> None:
    (workspace / "reportgen.yaml").write_text(
        f"unit: 近海镇\nreport: {{署名: 联系人{MOBILE}}}\n", encoding="utf-8"
    )
    project = pipeline.open_project(workspace)
    pipeline.collect(project)
    rendered = pipeline.render(project, 2023)
    assert (rendered.file, [each.code for each in rendered.findings]) == (None, ["FIG005"])
    draft = pipeline.render(project, 2023, draft=True)
    assert draft.file
    assert [each.code for each in draft.findings] == ["FIG005"]
