"""A filled template with its charts: new ones for tags, drawn ones filled, and nothing left of the old year."""

from __future__ import annotations

import re
from io import BytesIO

import docx
import openpyxl
import pytest

from reportgen.model import Slot
from reportgen.word.document import Template
from reportgen.word.manifest import Manifest, of_report
from reportgen.word.package import unpack
from reportgen.word.shown_charts import rows
from tests.word.drawn_charts import NUMBERS, RATES, chart, lines, parts, save, series, slots, template

ONE = series("系列 1", 0, "4.3", "2.5")
TAG = "{{ 处罚.按所 | 柱状图 }}"
MANIFEST = Manifest("近海镇", "2023", "")


def filled(file: bytes, given: dict[str, Slot], manifest: Manifest | None = None) -> bytes:
    report, told = Template.load(file).fill(given, manifest=manifest)
    assert told == []
    assert report is not None
    return report


def book(made: dict[str, bytes]) -> list[list[object]]:
    (name,) = [each for each in made if each.endswith(".xlsx")]
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(BytesIO(made[name]))["Sheet1"]]


def test_a_tag_becomes_a_chart_with_its_workbook_and_words() -> None:
    made = parts(filled(lines("各所情况", TAG), slots()))
    assert book(made) == [[None, "件数（件）"], ["甲所", 12], ["乙所", None], ["丙所", 0]]
    body, types = made["word/document.xml"].decode(), made["[Content_Types].xml"].decode()
    assert 'descr="柱状图，按所：甲所件数12件；丙所件数0件"' in body
    assert 'name="图表|处罚.按所|件数"' in body
    assert "柱状图" not in re.sub(r'descr="[^"]*"', "", body)
    assert all(
        f'PartName="/{name}"' in types for name in made if "chart1.xml" in name and "_rels" not in name
    )
    assert '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>' in body


def test_the_same_slots_give_the_same_bytes_however_often() -> None:
    loaded = Template.load(lines("共{{处罚.总数}}件", TAG))
    first = loaded.fill(slots(), manifest=MANIFEST)
    assert [loaded.fill(slots(), manifest=MANIFEST) for _ in range(3)] == [first] * 3
    other = slots(NUMBERS._replace(numbers=("7", "8", "9")))
    assert loaded.fill(other) == Template.load(lines("共{{处罚.总数}}件", TAG)).fill(other)


def test_a_drawn_chart_is_filled_and_nothing_of_the_old_year_is_left() -> None:
    file = template(
        chart("{{报告.年度}}年各所{{#处罚.按所}}", ONE),
        described="{{#处罚.按所}}".replace("#处罚.按所", "! 备注 "),
    )
    made = parts(filled(file, slots()))
    part = made["word/charts/chart1.xml"].decode()
    assert book(made) == [[None, "件数"], ["甲所", 12], ["乙所", None], ["丙所", 0]]
    assert ("2023年各所" in part, "4.3" in part, "{{" in part) == (True, False, False)
    assert '<a:ea typeface="黑体"/>' in part
    assert "book1.xlsx" not in "".join(
        each.decode() for name, each in made.items() if name.endswith((".rels", ".xml"))
    )


def test_a_title_that_only_names_the_list_goes_and_the_drawing_says_the_numbers() -> None:
    made = parts(filled(template(chart("{{#处罚.按所}}", ONE)), slots()))
    assert b"c:title>" not in made["word/charts/chart1.xml"]
    assert b'autoTitleDeleted val="1"' in made["word/charts/chart1.xml"]
    assert 'descr="图表，按所：甲所件数12件；丙所件数0件"' in made["word/document.xml"].decode()


def test_the_words_of_the_author_stay_in_the_alternative_text() -> None:
    file = template(chart("各所", ONE), described="{{报告.年度}}年各所的件数{{#处罚.按所}}")
    assert 'descr="2023年各所的件数"' in parts(filled(file, slots()))["word/document.xml"].decode()


@pytest.mark.parametrize("file", [lines(TAG), template(chart("{{#处罚.按所}}", ONE))])
def test_no_number_is_no_chart(file: bytes) -> None:
    report, told = Template.load(file).fill(slots(NUMBERS._replace(numbers=(None, None, None))))
    assert (report, [each.code for each in told]) == (None, ["TPL005"])
    draft, _ = Template.load(file).fill(slots(NUMBERS._replace(numbers=(None, None, None))), draft="草稿")
    assert draft is not None


def test_a_chart_may_be_kept_by_whether_there_is_a_number() -> None:
    file = lines("前文", "{{#处罚.按所|柱状图}}", TAG, "{{/处罚.按所|柱状图}}", "后文")
    assert any("charts/" in name for name in parts(filled(file, slots())))
    none = slots(NUMBERS._replace(numbers=(None, None, None)))
    assert not any("charts/" in name for name in parts(filled(file, none)))


def test_a_drawn_chart_that_is_not_printed_keeps_no_number() -> None:
    file = template(chart("{{#处罚.按所}}", ONE), lines=("前文", "{{^处罚.总数}}"))
    document = docx.Document(BytesIO(file))
    document.add_paragraph("{{/处罚.总数}}")
    document.add_paragraph("后文")
    content = BytesIO()
    document.save(content)
    part = parts(filled(content.getvalue(), slots()))["word/charts/chart1.xml"]
    assert b"4.3" not in part
    assert b">12<" not in part


def test_the_manifest_names_what_charts_show() -> None:
    told = of_report(filled(lines(TAG), slots(RATES), MANIFEST))
    assert told is not None
    assert [tuple(each) for each in told.figures] == [
        ("处罚.按所#1.办结率", "98.0%"),
        ("处罚.按所#3.办结率", "0.0%"),
    ]


def of_towns(*numbers: str) -> dict[str, Slot]:
    """A list of towns, each with a chart of its own of two kinds of cases, which are entries of one list."""
    towns = []
    for at, number in enumerate(numbers):
        own = NUMBERS._replace(
            numbers=(number, "1"), figures=tuple(f"处罚.按所#{2 * at + n}.件数" for n in (1, 2))
        )
        made = slots(own, labels=("邻里", "婚姻"))
        towns.append({"镇": Slot(f"{at}镇", True)} | {key: made[key] for key in made if "|" in key})
    around = slots(unfit="是套在另一个清单里的清单，图要放在那个清单的里面")
    return around | {
        "镇": Slot(None, bool(towns), tuple(towns), ("镇", *(key for key in around if "|" in key)))
    }


def books(made: dict[str, bytes]) -> list[list[list[object]]]:
    return [book({name: made[name]}) for name in made if name.endswith(".xlsx")]


def repeated(*, drawn: bool, named: str = "处罚.按所") -> bytes:
    """A template whose towns have a chart each."""
    if not drawn:
        return lines("共{{处罚.总数}}件", "{{#镇}}", "{{镇}}", f"{{{{ {named} | 柱状图 }}}}", "{{/镇}}")
    file = template(chart(f"{{{{镇}}}}{{{{#{named}}}}}", ONE), lines=("共{{处罚.总数}}件", "{{#镇}}"))
    document = docx.Document(BytesIO(file))
    document.add_paragraph("{{/镇}}")
    return save(document)


@pytest.mark.parametrize("drawn", [False, True])
def test_each_turn_of_a_section_has_a_chart_of_its_own(drawn: bool) -> None:
    loaded = Template.load(repeated(drawn=drawn))
    report, told = loaded.fill(of_towns("7", "8", "9"), manifest=MANIFEST)
    assert told == []
    made = parts(report)
    assert [each[1][1] for each in books(made)] == [7, 8, 9]
    body = docx.Document(BytesIO(report or b"")).part
    shown = re.findall(r'<c:chart [^>]*r:id="([^"]+)"', made["word/document.xml"].decode())
    targets = [body.related_parts[each].partname for each in shown]
    ids = re.findall(r'<wp:docPr [^>]*?id="(\d+)"', made["word/document.xml"].decode())
    assert len(set(shown)) == len(set(targets)) == len(set(ids)) == 3
    types = made["[Content_Types].xml"].decode()
    assert [types.count(f'PartName="{each}"') for each in targets] == [1, 1, 1]
    titles = ["镇" in body.related_parts[each].blob.decode() for each in shown]
    assert titles == [drawn] * 3
    rows_ = [row for row in rows(unpack(report or b"")) if row.figures]
    assert [(row.text, row.figures[0][0]) for row in rows_[::2]] == [
        ("邻里 7", "处罚.按所#1.件数"), ("邻里 8", "处罚.按所#3.件数"), ("邻里 9", "处罚.按所#5.件数"),
    ]  # fmt: skip
    manifest = of_report(report or b"")
    assert manifest is not None
    assert [each.name for each in manifest.figures if "#" in each.name] == [
        f"处罚.按所#{n}.件数" for n in range(1, 7)
    ]


@pytest.mark.parametrize("drawn", [False, True])
def test_no_turn_is_no_chart_and_no_number_of_the_author_s(drawn: bool) -> None:
    made = parts(filled(repeated(drawn=drawn), of_towns()))
    assert b"c:chart " not in made["word/document.xml"]
    assert not any(
        b">4.3<" in content or b">12<" in content for name, content in made.items() if "charts/" in name
    )


@pytest.mark.parametrize("drawn", [False, True])
def test_a_turn_without_a_number_is_told_once(drawn: bool) -> None:
    values = of_towns("7", "8")
    (first, *_), none = values["镇"].items or (), slots(NUMBERS._replace(numbers=(None, None, None)))
    items = tuple(first | {key: none[key] for key in none if "|" in key} for _ in range(2))
    report, told = Template.load(repeated(drawn=drawn)).fill(
        values | {"镇": values["镇"]._replace(items=items)}
    )
    assert (report, [each.code for each in told]) == (None, ["TPL005"])


def test_a_chart_of_an_inner_list_outside_of_the_outer_one_is_told() -> None:
    for file in (lines(TAG), template(chart("{{#处罚.按所}}", ONE))):
        (told,) = Template.load(file).check(of_towns("7"))
        assert (told.code, "放在那个清单的里面" in told.message) == ("TPL026", True)
        assert Template.load(repeated(drawn=True)).check(of_towns()) == []
