"""What is known where a tag or a chart stands: all names, and inside a list those of its entries."""

from __future__ import annotations

import pytest

from reportgen.model import Slot
from reportgen.word.document import Template
from reportgen.word.scopes import check_names, known_at
from tests.word.test_fill import p
from tests.word.test_structure import written

SLOTS = {
    "总数": Slot("1", True),
    "镇": Slot(None, True, ({"名": Slot("甲", True), "村": Slot(None, True, ({"村名": Slot("乙", True)},))},), ("名",)),
}  # fmt: skip


@pytest.mark.parametrize(
    ("before", "behind", "known"),
    [
        ("", "", [{"总数", "镇"}]),
        ("{{#镇}}", "{{/镇}}", [{"总数", "镇"}, {"名", "村"}]),
        ("{{#镇}}{{#村}}", "{{/村}}{{/镇}}", [{"总数", "镇"}, {"名", "村"}, {"村名"}]),
        ("{{^镇}}", "{{/镇}}", [{"总数", "镇"}, set()]),
    ],
)
def test_what_is_known_grows_from_section_to_section(before: str, behind: str, known: list[set[str]]) -> None:
    template = Template.load(written(p("前") + p(before) + p("这里{{总数}}") + p(behind)))
    prepared = template._prepared["word/document.xml"]
    here = next(each for each in prepared.root.iter("{*}p") if "这里" in "".join(each.itertext()))
    assert [set(scope or ()) for scope in known_at(prepared, SLOTS, here)] == known


def test_a_name_of_an_entry_is_unknown_outside_of_its_list() -> None:
    template = Template.load(written(p("{{名}}") + p("{{#镇}}{{名}}{{/镇}}")))
    prepared = template._prepared["word/document.xml"]
    assert [(each.code, each.tag) for each in check_names(prepared, SLOTS)] == [("TPL001", 0)]
