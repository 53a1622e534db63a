"""A template that has been filled before gives the same bytes as one that has not, whatever it is filled with next."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from conftest import ROOT
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from reportgen.model import Quote, Slot
from reportgen.word import document, joining, stored_pieces
from reportgen.word.document import Template
from reportgen.word.manifest import Manifest
from tests.word.test_document import read
from tests.word.test_fill import p, row, table
from tests.word.test_identities import PICTURE
from tests.word.test_references import marked
from tests.word.test_structure import AROUND, PIECES, written

TEXTS = st.sampled_from(
    ["12", "0", "5.6%", "甲。", "；乙", "一、甲\n“乙”", " 前后 ", "a&b<c", "行\n\n第二行\n", "“丙”…丁", "\n", "甲.", "\uf8f0私",
     "近海镇", "2024年1月15日", "", "一\t二", "。", "甲！", "戊%s"]
)  # fmt: skip
COUNTS = st.integers(0, 99).map(str)
MORE = {
    **PIECES,
    "plain rows": table(row("类", "数"), row("{{#结果}}{{名}}", "{{数}}{{总数}}件{{/结果}}")) + p(""),
    "rows with a picture": table(row("{{#结果}}{{名}}", p("{{数}}", PICTURE, "{{/结果}}"))) + p(""),
    "paragraphs": p("{{#结果}}") + p("{{名}}有{{数}}件；") + p("{{/结果}}"),
    "in a line": p("其中：{{#结果}}{{名}}{{数}}件{{^末项}}，{{/末项}}{{/结果}}。"),
    "bookmarked value": p(marked("_Ref7", "{{总数}}", 9)) + p(marked("own", "{{文}}", 12)),
    "quoting": p("{{引}}"),
    "signature": p("{{报告.署名}}") + p("{{报告.成文日期}}"),
    "merged": table(row("{{#结果}}{{名 | 合并}}", "{{数}}{{/结果}}")) + p(""),
    "columns": table(row("类", "{{#结果.列}}{{列名}}{{/结果.列}}"), row("甲", "乙")) + p(""),
    "before a mark": p("{{文}}，{{文}}。"),
}


def slots(data: Any) -> dict[str, Slot]:
    number, text, signer, day = (data.draw(each) for each in (COUNTS, TEXTS, TEXTS, TEXTS))
    names = data.draw(st.lists(st.one_of(st.just("维持"), st.just("撤销"), TEXTS), max_size=7))
    items = tuple(
        {
            "名": Slot(name, True),
            "名|合并": Slot(name, True),
            "数": Slot(str(turn * 7), True, figure=f"结果#{turn}.数"),
            "末项": Slot(None, turn == len(names)),
        }
        for turn, name in enumerate(names, 1)
    )
    return {
        "总数": Slot(number, number != "0", figure="总数"),
        "败诉": Slot("0", data.draw(st.booleans()), figure="败诉"),
        "文": Slot(text, True, source="甲.xlsx › 表 B2"),
        "结果": Slot(None, bool(items), items, ("名", "数", "末项")),
        "结果.列": Slot(None, bool(items), tuple({"列名": each["名"]} for each in items), ("列名",)),
        "引": Slot("共12件", True, quotes=(Quote(1, 3, "总数"),) if number == "12" else ()),
        "无": Slot(None, False, (), ("名",)),
        "报告.署名": Slot(signer or None, bool(signer)),
        "报告.成文日期": Slot(day or None, bool(day)),
    }


@settings(max_examples=15, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(
    st.lists(
        st.tuples(AROUND, st.lists(st.sampled_from(sorted(MORE)), min_size=1, max_size=3, unique=True)),
        min_size=1,
        max_size=4,
    ),
    st.booleans(),
    st.data(),
)
def test_filling_again_gives_the_bytes_of_filling_anew(
    parts: list[tuple[str, list[str]]], marks: bool, data: st.DataObject
) -> None:
    body = p("共{{总数}}件")
    for name, inside in parts:
        content = "".join(MORE[each] for each in inside)
        body += p(f"{{{{#{name}}}}}") + content + p(f"{{{{/{name}}}}}") if name else content
    file = written(body)
    template = Template.load(file)
    for _ in range(data.draw(st.integers(1, 3))):
        values = slots(data)
        for turn in range(3):
            counted = values | {"总数": values["总数"]._replace(text=f"{turn}{values['总数'].text}")}
            manifest = Manifest("近海镇", f"202{turn}", "0" * 16) if marks else None
            again, told = template.fill(counted, manifest=manifest)
            assert (again, told) == Template.load(file).fill(counted, manifest=manifest)


def rows(count: int, first: str = "镇") -> dict[str, Slot]:
    items = tuple(
        {"名": Slot(f"{first}{turn}", True), "数": Slot(str(turn), True, figure=f"结果#{turn}.数")}
        for turn in range(1, count + 1)
    )
    return {"总数": Slot(str(count), True, figure="总数"), "结果": Slot(None, True, items, ("名", "数"))}


def test_a_shape_that_comes_again_is_joined_and_not_filled(monkeypatch: pytest.MonkeyPatch) -> None:
    file = written(p("共{{总数}}件") + MORE["plain rows"])
    template, manifest = Template.load(file), Manifest("近海镇", "2023", "0" * 16)
    expected = Template.load(file).fill(rows(30, "乡"), manifest=manifest)
    for count in (5, 9):
        template.fill(rows(count), manifest=manifest)
    monkeypatch.setattr(document, "fill", lambda *_, **__: pytest.fail("filled again"))
    assert template.fill(rows(30, "乡"), manifest=manifest) == expected


def test_pieces_that_do_not_give_the_report_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    file = written(p("共{{总数}}件") + MORE["plain rows"])
    template = Template.load(file)
    monkeypatch.setattr(joining, "escape", lambda text, **_: text + "x")
    reports = {template.fill(rows(5))[0] for _ in range(4)}
    assert reports == {Template.load(file).fill(rows(5))[0]}


def test_a_template_of_which_nothing_is_printed_can_be_filled_again() -> None:
    made, file, nothing = docx.Document(), io.BytesIO(), {"无": Slot(None, False)}
    made.add_paragraph("{{#无}}有{{/无}}{{^无}}没有{{/无}}")
    made.save(file)
    template = Template.load(file.getvalue())
    reports = {template.fill(nothing)[0] for _ in range(3)}
    assert reports == {Template.load(file.getvalue()).fill(nothing)[0]}


def test_the_shapes_that_are_kept_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored_pieces, "_MOST", 2)
    template = Template.load(written(p("共{{总数}}件") + MORE["plain rows"]))
    for count in (1, 1, 2, 2, 3, 3):
        template.fill(rows(count))
    assert len(template._shelf.kept) == 2


@pytest.mark.parametrize("marks", [False, True])
def test_the_shipped_template_is_joined_as_it_is_filled(marks: bool) -> None:
    file = (ROOT / "templates/rule-of-law/report.docx").read_bytes()
    template, manifest = Template.load(file), Manifest("近海镇", "2023", "0" * 16) if marks else None
    for turn in range(4):
        values = {tag.key: Slot(f"{turn}2", True, figure=tag.name) for tag in template.tags}
        report, told = template.fill(values, manifest=manifest)
        assert (report, told) == Template.load(file).fill(values, manifest=manifest)
    assert read(report or b"").keys() == read(file).keys() | ({"docProps/custom.xml"} if marks else set())
