"""A number that stands in the template where a figure belongs is an error; laws, dates, numbering are none."""

from __future__ import annotations

import docx
import pytest
from conftest import RULE_OF_LAW
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reportgen.model import Profile
from reportgen.proofreading.typed_numbers import Literal, literals, wrong_literals
from reportgen.word.document import Template
from tests.word.test_document import save, write

SHIPPED = Template.load((RULE_OF_LAW / "report.docx").read_bytes())
TEXTS = [each.text for each in SHIPPED.passages if "\x00" not in each.text]


def typed(profile: Profile, *paragraphs: str) -> list[Literal]:
    """The numbers of paragraphs that are written below the shipped template's."""
    return literals(Template.load(write(*TEXTS, *paragraphs)), profile)


def wrong(profile: Profile, *paragraphs: str) -> list[str]:
    return [
        each.message.split("“")[1].split("”")[0] for each in wrong_literals(typed(profile, *paragraphs), "x")
    ]


def test_the_shipped_template_has_no_number_of_its_own(rule_of_law: Profile) -> None:
    assert literals(SHIPPED, rule_of_law) == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("全年受理矛盾纠纷120起。", "120起"),
        ("全年受理矛盾纠纷１２０件。", "120件"),
        ("全镇共受理矛盾纠纷一百二十起。", "一百二十起"),
        ("全年受理矛盾纠纷98起，涉及203人，调解成功率95.92%，比上年增长12.5%。", "98起 203人 95.92% 12.5%"),
        ("行政复议案件3件，其中维持2件、撤销一件。", "3件 2件 一件"),
        ("开展普法宣传活动20余次，参加3.2万人次。", "20余次 3.2万人次"),
        ("法治文化阵地总数：120。", "120"),
        ("行政机关负责人出庭应诉率百分之九十五。", "百分之九十五"),
        ("受理矛盾纠纷 120 起。", "120 起"),
        ("机关工作人员年度学法均不少于40学时。", "40学时"),
        ("{{#法律顾问.公职律师}}配备3位。{{/法律顾问.公职律师}}", "3位"),
        ("办结{{行政复议.总数}}件，其中12件为上级交办。", "12件"),
        ("办理申请12{{依申请公开.办理}}件。", "12"),
        ("办理申请{{依申请公开.办理}}5件。", "5件"),
        ("{{#行政诉讼.败诉}}其中败诉2件{{/行政诉讼.败诉}}。{{! 备注 }}", "2件"),
    ],
)
def test_a_number_beside_the_words_of_a_figure_is_an_error(
    rule_of_law: Profile, text: str, numbers: str
) -> None:
    assert " ".join(wrong(rule_of_law, text)) == " ".join(each.strip() for each in [numbers])


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("全年受理矛盾纠纷近百起。", "百起"), ("受理矛盾纠纷百余起。", "百余起"), ("受理矛盾纠纷数十起。", "数十起"),
        ("受理矛盾纠纷上百件，涉及几百人。", "百件 几百人"), ("受理矛盾纠纷几十件。", "几十件"), ("受理矛盾纠纷逾千起。", "千起"),
        ("受理矛盾纠纷壹佰贰拾起。", "壹佰贰拾起"), ("受理矛盾纠纷廿八起。", "廿八起"), ("行政诉讼败诉零件。", "零件"),
        ("矛盾纠纷调解成功率超过九成。", "九成"), ("矛盾纠纷调解成功率九成五以上。", "九成五"), ("矛盾纠纷调解成功率达到9成。", "9成"),
        ("受理矛盾纠纷较上年减少三分之一。", "三分之一"), ("受理矛盾纠纷比去年下降近一半。", "一半"), ("矛盾纠纷调解成功率过半。", "过半"),
        ("矛盾纠纷调解受理数翻了一番。", "翻了一番"), ("矛盾纠纷调解受理数翻两番。", "翻两番"), ("矛盾纠纷受理数是上年的两倍。", "两倍"),
        ("矛盾纠纷受理数是上年的1.5倍。", "1.5倍"), ("矛盾纠纷受理数成倍增长。", "成倍"), ("受理矛盾纠纷同比增长一倍。", "一倍"),
        ("受理矛盾纠纷数以百计。", "数以百计"), ("矛盾纠纷受理数翻倍。", "翻倍"), ("矛盾纠纷受理数减半。", "减半"), ("受理矛盾纠纷下降逾半。", "逾半"),
        ("矛盾纠纷调解成功率百分百。", "百分百"), ("开展普法宣传活动①次。", "①次"), ("开展普法宣传活动Ⅻ次。", "Ⅻ次"), ("普法活动参加人次逾万。", "万"),
        ("开展普法宣传活动百场以上。", "百场"), ("矛盾纠纷调解成功率居全县第一。", "居全县第一"), ("矛盾纠纷调解成功率列全县前三。", "列全县前三"),
        ("参加普法宣传活动数千人次。", "数千人次"), ("参加普法宣传活动三万余人次。", "三万余人次"), ("矛盾纠纷调解成功率百分之九十八。", "百分之九十八"),
    ],
)  # fmt: skip
def test_a_quantity_in_words_is_a_number(rule_of_law: Profile, text: str, numbers: str) -> None:
    assert " ".join(wrong(rule_of_law, text)) == numbers


@pytest.mark.parametrize(
    "text",
    [
        "单位：万元。矛盾纠纷调解经费12万元、3.5亿元。", "百姓矛盾纠纷、千家万户、万无一失、百分百投入矛盾纠纷调解。",
        "矛盾纠纷调解组成立后，一成不变的做法改了，三方达成协议，形成三成果清单。", "矛盾纠纷调解事半功倍，一半天内回访，倍加珍惜。",
        "调解矛盾纠纷，翻阅台账，大半年来坚持走访。", "汽车零件纠纷调解，修配零件矛盾纠纷。", "矛盾纠纷调解十分满意，万名党员进网格。",
        "统筹两个大局，推进法治文化阵地建设。", "八小时以外的普法宣传活动。", "三天内回访矛盾纠纷当事人，二十个工作日内答复政府信息公开申请。", "十年磨一剑，普法宣传活动久久为功。",
        "三人以上的矛盾纠纷调解小组。", "百分之百投入矛盾纠纷调解，成倍的努力。", "①受理矛盾纠纷，②调解矛盾纠纷。", "列为第一责任人职责，矛盾纠纷第一时间受理。",
    ],
)  # fmt: skip
def test_sayings_are_no_quantities(rule_of_law: Profile, text: str) -> None:
    assert [each for each in wrong(rule_of_law, text) if each not in ("12万元", "3.5亿元")] == []


@pytest.mark.parametrize(
    "text",
    [
        "按照《中华人民共和国行政复议法》（2023年修订）第四十八条、国务院令第712号、近政发〔2023〕5号要求，开展“八五”普法。",
        "全镇设有派出所2个，与群众一起化解矛盾纠纷，做好“三个规定”“十四五”规划，拨打12345、110。",
        "一是加强领导；二是压实责任。2023年5月12日召开党委会议，2022—2023年度受理矛盾纠纷。",
        "落实两个责任，五个方面发力，建设三支队伍，24小时值班。", "坚持“一件事”一次办，一站式服务，做到一案一策，每一起纠纷有人管。",
        "探索“1+3+N”模式，四所联动，推行“一把手”负责制。", "十九届四中全会、二十大精神，第三季度，三级联动，一村一法律顾问，5A级。",
        "图1　各镇受理矛盾纠纷情况", "附表2-1 行政复议情况", "1.依法办理行政复议", "（一）行政应诉", "一、矛盾纠纷调解", "3、普法宣传", "数据截至2023-12-31，截至12月31日矛盾纠纷。",
        "办结{{行政复议.总数}}件，其中12人到场，五个方面发力。", "办结{{行政复议.总数}}件。拨款12万元。", "抓好“谁执法谁普法”，实现执法全过程记录100%。", "12345热线、12348法律服务热线与矛盾纠纷调解对接，110非警务警情分流。", "开展“12·4”国家宪法日、3·15普法宣传活动。", "矛盾纠纷“一起”化解，共同一起调解矛盾纠纷。",
    ],
)  # fmt: skip
def test_laws_dates_numbering_and_sayings_are_no_error(rule_of_law: Profile, text: str) -> None:
    assert wrong(rule_of_law, text) == []


@pytest.mark.parametrize(
    ("text", "left"),
    [("年度学法均不少于40学时。{{! 固定 }}", ""), ("年度学法均不少于40学时{{! 固定 全省规定 }}，配备公职律师3位。", ""),
     ("年度学法均不少于40学时。{{! 固定 }}配备公职律师3位。", "3位"), ("年度学法均不少于40学时。{{! 别改 }}", "40学时")],
)  # fmt: skip
def test_a_marked_sentence_may_have_numbers(rule_of_law: Profile, text: str, left: str) -> None:
    assert " ".join(wrong(rule_of_law, text)) == left
    assert (
        all(each.fixed == (not left) for each in typed(rule_of_law, text) if each.text == "40学时")
        or left == "3位"
    )


def test_all_numbers_are_listed_by_sort(rule_of_law: Profile) -> None:
    found = typed(rule_of_law, "2023年，按照《条例》第712号，全镇有行政村12个，拨打110。")
    assert [(each.text, each.sort) for each in found] == [
        ("2023", "date"), ("712", "name"), ("12个", "count"), ("110", "count"),
    ]  # fmt: skip
    assert found[0].sentence.startswith("2023年，按照")


def test_the_nearest_figure_is_named_and_the_way_out(rule_of_law: Profile) -> None:
    (found,) = wrong_literals(typed(rule_of_law, "调解成功118起。"), "方案/report.docx")
    assert found.message == "模板里写定的“118起”可能说的是数据项“矛盾调解.成功”，印出来不会是今年的数"
    assert found.fix == (
        "是的，改成标签 {{矛盾调解.成功}}；说的是上半年、某一部分，或没有这个数据项的，"
        "删去这个数，或在方案里加一个数据项；每年不变的，在这句话里加上 {{! 固定 }}"
    )
    assert found.place.file == "方案/report.docx"
    assert found.place.sheet.endswith("段“调解成功118起”")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("执法人员6人。", "6人"), ("全镇现有行政执法人员6名，持证率100%。", "6名"), ("目前共有6名执法人员。", "6名"),
        ("出动执法人员6人。", ""), ("执法人员6人次。", ""), ("执法人员6人参加培训。", ""), ("培训执法人员6名。", ""),
    ],
)  # fmt: skip
def test_how_many_there_are_of_what_a_sheet_lists_is_its_figure(
    rule_of_law: Profile, text: str, numbers: str
) -> None:
    """Though 执法人员 is a word of so many figures that it says little of one."""
    found = typed(rule_of_law, text)
    assert " ".join(each.text for each in found if each.figure) == numbers
    assert {each.figure for each in found} <= {"", "执法人员.总数"}


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("受理矛盾纠纷118起。", "{{矛盾调解.总数}}"),
        ("受理矛盾纠纷118起，较上年增长12%。", "{{矛盾调解.总数 | 同比}}"),
        ("上年受理矛盾纠纷98起。", "{{矛盾调解.总数 | 上年}}"),
        ("上半年受理矛盾纠纷5起。", ""),
        ("力争受理矛盾纠纷5起。", ""),
    ],
)
def test_a_tag_is_proposed_that_prints_what_the_sentence_says(
    rule_of_law: Profile, text: str, tag: str
) -> None:
    found = wrong_literals(typed(rule_of_law, text), "x")[-1]
    proposed = found.fix.replace("{{! 固定 }}", "")
    assert tag in proposed if tag else "{{" not in proposed
    assert "{{! 固定 }}" in found.fix


@pytest.mark.parametrize(
    ("row", "wrongly"),
    [
        (("矛盾纠纷", "120"), ["120"]),
        (("1", "矛盾纠纷"), []),
        (("法治文化阵地", "9处"), ["9处"]),
        (("执法人员", "6"), ["6"]),
        (("矛盾纠纷", "近百起"), ["百起"]),
        (("矛盾纠纷", "一百二十起"), ["一百二十起"]),
    ],
)
def test_a_number_alone_in_a_cell_is_named_by_its_headings(
    rule_of_law: Profile, row: tuple[str, str], wrongly: list[str]
) -> None:
    document = docx.Document()
    for text in TEXTS:
        document.add_paragraph(text)
    table = document.add_table(2, 2)
    heads = ("序号", "名称") if row[0] == "1" else ("名称", "数量")
    for cell, text in zip(table._cells, (*heads, *row), strict=True):
        cell.text = text
    found = wrong_literals(literals(Template.load(save(document)), rule_of_law), "x")
    assert [each.message.split("“")[1].split("”")[0] for each in found] == wrongly


def test_what_stands_for_a_picture_is_read_aloud(rule_of_law: Profile) -> None:
    document = docx.Document()
    described = '<wp:docPr id="77" name="图 1" descr="受理矛盾纠纷近百起"/>'
    drawing = f"<w:r {nsdecls('w', 'wp')}><w:drawing><wp:inline>{described}</wp:inline></w:drawing></w:r>"
    for text in TEXTS:
        document.add_paragraph(text)
    document.paragraphs[-1]._p.append(parse_xml(drawing))
    (found,) = wrong_literals(literals(Template.load(save(document)), rule_of_law), "x")
    assert found.place.sheet.startswith("图片或表格的替代文字")
