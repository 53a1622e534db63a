"""Charts of a template that was filled before: drawn anew, in a report that is joined, with the bytes of one that is filled."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from reportgen.model import Slot
from reportgen.word import document
from reportgen.word.document import Template
from reportgen.word.manifest import Manifest
from tests.word.drawn_charts import NUMBERS, RATES, chart, lines, save, series, slots, template
from tests.word.test_placed_charts import ONE, TAG, of_towns, repeated

CHART = chart("{{报告.年度}}年各所{{#处罚.按所}}", ONE)
TEMPLATES = {
    "a tag": lines("共{{处罚.总数}}件", TAG, "{{ 处罚.按所 | 饼图 }}"),
    "a drawn one": template(CHART),
    "a drawn one that the author describes": template(CHART, described="{{报告.年度}}年的件数，共{{处罚.总数}}件"),
    "a drawn one between others": template(CHART, lines=(TAG, "共{{处罚.总数}}件", "{{ 处罚.按所 | 条形图 }}")),
    "a tag of each turn": repeated(drawn=False),
}  # fmt: skip
MANIFEST = Manifest("近海镇", "2023", "0" * 16)


def values(first: str, second: str | None, year: str, label: str) -> dict[str, Slot]:
    own = NUMBERS._replace(numbers=(first, second, "3"))
    made = of_towns("1", first) | slots(own, labels=(label, "乙所", "丙所"))
    return made | {"报告.年度": Slot(year, True)}


@settings(max_examples=12, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(
    st.sampled_from(sorted(TEMPLATES)),
    st.lists(
        st.tuples(
            st.sampled_from(["7", "12", "100"]),
            st.sampled_from(["0", "9", None]),
            st.sampled_from(["2023", '"二三"', "<&>"]),
            st.sampled_from(["甲所", "东<&所", '"甲"所', "所。"]),
        ),
        min_size=3,
        max_size=5,
    ),
    st.booleans(),
)
def test_filling_again_gives_the_bytes_of_filling_anew(
    name: str, fills: list[tuple[str, str | None, str, str]], marks: bool
) -> None:
    file, manifest = TEMPLATES[name], MANIFEST if marks else None
    loaded = Template.load(file)
    for each in fills:
        given_ = values(*each)
        assert loaded.fill(given_, manifest=manifest) == Template.load(file).fill(given_, manifest=manifest)


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_a_report_with_charts_is_joined(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = Template.load(TEMPLATES[name])
    given_ = [
        values(number, "9", year, "甲所") for number, year in (("7", "2021"), ("8", "2022"), ("9", "2023"))
    ]
    expected = Template.load(TEMPLATES[name]).fill(given_[-1], manifest=MANIFEST)
    for each in given_[:2]:
        loaded.fill(each, manifest=MANIFEST)
    monkeypatch.setattr(document, "fill", lambda *_, **__: pytest.fail("filled again"))
    assert loaded.fill(given_[-1], manifest=MANIFEST) == expected


def test_what_is_wrong_with_a_chart_is_told_after_others_were_joined() -> None:
    for file in (
        TEMPLATES["a tag"],
        TEMPLATES["a drawn one"],
        template(chart("{{#处罚.按所}}", ONE, group="pieChart")),
    ):
        loaded = Template.load(file)
        for _ in range(3):
            assert loaded.fill(slots())[0]
        for wrong in (
            slots(NUMBERS, RATES, unfit="各列的单位不一样"), slots(unfit="是比率"), slots(NUMBERS._replace(numbers=(None, None, None)))
        ):  # fmt: skip
            assert loaded.fill(wrong) == Template.load(file).fill(wrong)


def test_a_drawn_chart_of_each_turn_is_filled_anew() -> None:
    document_ = docx.Document(
        BytesIO(template(chart("{{镇}}{{#处罚.按所}}", series("系列 1", 0, "4")), lines=("{{#镇}}",)))
    )
    document_.add_paragraph("{{/镇}}")
    file = save(document_)
    loaded = Template.load(file)
    for numbers in ("78", "79", "65", "6", "5", "4"):
        assert loaded.fill(of_towns(*numbers), manifest=MANIFEST) == Template.load(file).fill(
            of_towns(*numbers), manifest=MANIFEST
        )
