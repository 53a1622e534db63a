"""Figures that departments quote in their texts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import write_xlsx

from reportgen import pipeline
from reportgen.evidence.origins import numerals
from reportgen.model import Figure, FigureDefinition
from reportgen.quotations import quotes_in
from reportgen.stages.quoted import quoted, read
from reportgen.tasks import verifying
from reportgen.tasks.evidence import grounds_of
from reportgen.tasks.verifying import texts_of
from reportgen.word import marked_passages
from reportgen.word.said import paragraphs


def of(name: str, value: float | None, text: str | None, **more: object) -> Figure:
    definition = FigureDefinition(group="甲", name=name, sheet="案件", **more)  # type: ignore[arg-type]
    return Figure(definition, value, text)


FIGURES: Mapping[str, Figure] = {
    "甲.数": of("数", 121, "121", unit="件")._replace(previous=100),
    "甲.人数": of("人数", 12345, "12345", unit="人"),
    "甲.率": of("率", 98.5, "98.5%", ratio=("数", "数"), unit="%"),
    "甲.无": of("无", None, "无案件", unit="件"),
    "甲.缺": of("缺", None, None, unit="件")._replace(absent=True),
    "甲.单": of("单", None, "好", rows=("说",))._replace(items=({"说": "共{{甲.数}}件，{{甲.单}}"},)),
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "printed", "names"),
    [
        ("受理{{甲.数}}件。", "受理121件。", ["甲.数"]),
        ("受理｛｛ 甲。数 ｝｝件。", "受理121件。", ["甲.数"]),
        ("{{甲.数 | 同比}}，", "比上年增长21%，", ["甲.数|同比"]),
        ("上年{{甲.数|上年}}件，今年{{甲.数}}件", "上年100件，今年121件", ["甲.数|上年", "甲.数"]),
        ("共{{甲.人数|万}}万人", "共1.23万人", ["甲.人数|万"]),
        ("成功率{{甲.率}}，第{{甲.数}}起", "成功率98.5%，第121起", ["甲.率", "甲.数"]),
        ("{{甲.人数}}人次", "12345人次", ["甲.人数"]),
        ("没有引用{甲.数}", "没有引用{甲.数}", []),
    ],
)
def test_a_quotation_is_the_figure_as_a_tag_prints_it(text: str, printed: str, names: list[str]) -> None:
    said, wrong = read(text, FIGURES)
    assert (said, wrong) == (printed, [])
    assert [each.figure for each in quotes_in(said)] == names


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{{甲.数目}}件", "没有叫“甲.数目”的"),
        ("{{报告.年度}}年", "没有叫“报告.年度”的"),
        ("{{甲.单}}", "是一个清单"),
        ("{{#甲.数}}有{{/甲.数}}", "不能写条件"),
        ("{{^甲.数}}有", "不能写条件"),
        ("{{! 说明 }}", "不能写条件"),
        ("{{>甲.数}}", "不支持以“>”开头"),
        ("{{{甲.数}}}", "不支持三个以上"),
        ("受理{{甲.数件", "没有“}}”"),
        ("受理甲.数}}件", "前面没有“{{”"),
        ("{{甲.数|翻倍}}", "显示方式“翻倍”"),
        ("{{甲.率|万}}", "显示方式“万”"),
        ("{{甲.无}}", "现在没有数"),
        ("{{甲.缺}}件", "还没有收齐"),
        ("{{甲.人数|上年}}人", "没有可比的上年数"),
        ("1{{甲.数}}件", "连成了另一个数"),
        ("-{{甲.数}}件", "连成了另一个数"),
        ("{{甲.数}}0件", "连成了另一个数"),
        ("{{甲.数}}.5件", "连成了另一个数"),
        ("{{甲.数}}万件", "连成了另一个数"),
        ("{{甲.数}}{{甲.数}}件", "连成了另一个数"),
        ("{{甲.人数|万}}人", "后面没有写“万”"),
        ("{{甲.率}}%", "自带单位"),
        ("{{甲.数}}元", "单位是“件”"),
    ],
)
def test_what_cannot_be_quoted_is_told(text: str, message: str) -> None:
    first, *_ = read(text, FIGURES)[1]
    assert message in first.message
    assert first.fix


def test_the_nearest_figure_is_offered() -> None:
    assert read("{{甲.人数数}}", FIGURES)[1][0].fix == "是不是“甲.人数”？"


def test_a_list_has_its_texts_as_they_are_printed_and_none_quotes_itself() -> None:
    found = quoted(FIGURES)
    assert found["甲.数"] is FIGURES["甲.数"]
    assert found["甲.单"].items == ({"说": "共121件，【缺：甲.单】"},)
    assert found["甲.单"].text == "共121件，【缺：甲.单】"


def test_a_list_by_a_column_has_the_values_as_they_are_printed() -> None:
    by = of("按", None, "结合{{甲.数}}件：3", by="主题")._replace(
        items=({"主题": "结合{{甲.数}}件", "数量": 3},)
    )
    found = quoted({**FIGURES, "甲.按": by})["甲.按"]
    assert (found.items, found.text) == (({"主题": "结合121件", "数量": 3},), "结合121件：3")


def test_what_was_put_in_is_not_read_again() -> None:
    figures = {**FIGURES, "甲.数": of("数", 1, "{{甲.人数}}", unit="件")}
    assert read("{{甲.数}}", figures)[0] == "{{甲.人数}}"


WRITTEN = "来件/2023/司法所/补充工作举措.xlsx"


def hand_in(root: Path, *texts: str) -> pipeline.Project:
    """A workspace in which a department hands in these texts, in C2, C3 and so on."""
    write_xlsx(
        root / WRITTEN,
        "板块 | 事项 | 工作内容\n"
        + "\n".join(f"矛盾化解 | 事项{n} | {text}" for n, text in enumerate(texts)),
    )
    project = pipeline.open_project(root)
    pipeline.collect(project)
    return project


def test_a_report_prints_marks_classes_and_proves_what_a_department_quotes(workspace: Path) -> None:
    project = hand_in(workspace, "全年共受理矛盾纠纷{{矛盾调解.总数}}件，化解{{ 矛盾调解.成功 }}件。")
    assert pipeline.validate(project, 2023)[1] == []
    done = pipeline.render(project, 2023)
    assert done.file
    content = done.file.read_bytes()
    counted = {each.definition.full_name: each for each, _ in pipeline.counted(project, 2023)[0]}
    line = f"全年共受理矛盾纠纷{counted['矛盾调解.总数'].text}件，化解{counted['矛盾调解.成功'].text}件。"
    assert any(line in each for each in paragraphs(content))
    marked = marked_passages.read(content)
    assert marked.manifest
    (passage,) = [each for each in texts_of(marked, marked.manifest) if line in each.text]
    assert [(each.name, passage.text[each.start : each.end]) for each in passage.stretches] == [
        (name, counted[name].text) for name in ("矛盾调解.总数", "矛盾调解.成功")
    ]
    texts = project.workspace.texts(2023)
    classes = [
        each for each in numerals(project.template, counted, texts) if "矛盾纠纷[121]件，化解" in each.context
    ]
    assert [(each.kind, each.text) for each in classes] == [("figure", "121")]
    told = verifying.compare(project.workspace, project.template, counted, 2023, verifying.read(done.file))
    assert (told.verified.differences, told.contradicts) == ([], False)


def test_a_wrong_quotation_is_an_error_at_the_department_s_cell(workspace: Path) -> None:
    project = hand_in(
        workspace,
        "受理{{矛盾调解.总数}}件。",
        "受理{{矛盾调节.总数}}件。",
        "{{#矛盾调解.总数}}有{{/矛盾调解.总数}}",
    )
    told = [each for each in pipeline.validate(project, 2023)[1] if each.severity == "error"]
    assert [(each.code, str(each.place), each.department) for each in told] == [
        ("FIG006", f"{WRITTEN} › Sheet1 › C3", "司法所"),
        ("FIG006", f"{WRITTEN} › Sheet1 › C4", "司法所"),
        ("FIG006", f"{WRITTEN} › Sheet1 › C4", "司法所"),
    ]
    assert told[0].fix == "是不是“矛盾调解.总数”？"
    assert pipeline.render(project, 2023).file is None


def test_a_quoted_figure_is_compared_with_what_the_words_beside_it_name(workspace: Path) -> None:
    project = hand_in(workspace, "全年受理矛盾纠纷{{行政复议.总数}}件。")
    (told,) = pipeline.validate(project, 2023)[1]
    assert (told.code, told.place.cell) == ("FIG004", "C2")


def test_a_draft_shows_what_is_lacking(workspace: Path) -> None:
    project = hand_in(workspace, "受理{{矛盾调节.总数}}件。")
    done = pipeline.render(project, 2023, draft=True)
    assert done.file
    assert any("受理【缺：矛盾调节.总数】件。" in each for each in paragraphs(done.file.read_bytes()))


def test_a_quoted_figure_counts_as_printed_in_the_evidence(workspace: Path) -> None:
    name = "矛盾调解.调解中"
    project = hand_in(workspace, f"正在调解{{{{{name}}}}}件。")
    counted = {each.definition.full_name: each for each, _ in pipeline.counted(project, 2023)[0]}
    told = grounds_of(project.workspace, project.profile, counted, 2023)
    assert next(each for each in told if each.name == name).is_printed
