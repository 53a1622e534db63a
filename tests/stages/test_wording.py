"""What departments write, in whole workspaces: clean paragraphs give no finding, planted ones one each, at their cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import openpyxl
from conftest import edit
from openpyxl.worksheet.worksheet import Worksheet

from reportgen import pipeline
from reportgen.model import Finding

CLEAN = (
    (Path(__file__).parent.parent / "prose" / "clean_paragraphs.txt")
    .read_text(encoding="utf-8")
    .split("\n")[:-1]
)
OURS = {"CEL011", "CEL012", "CEL013", "CEL014", "CEL015", "FIG004", "FIG005"}
MEDIATIONS = "来件/2023/司法所/矛盾纠纷调解台账.xlsx"
WRITTEN = "来件/2023/司法所/补充工作举措.xlsx"
# the people of the register: some are called like words of the language, others like the beginnings of words
PEOPLE = [
    "高峰",
    "平安",
    "和平、文明",
    "安全",
    "安康",
    "公平与公正",
    "向阳",
    "欧阳文静",
    "王建国",
    "张伟",
    "李娜、赵六等3人",
    "关法律",
    "于法",
]

ID, OLD_ID = "33019919900307123X", "330199900307123"
OF_HONG_KONG, OF_MACAO, OF_TAIWAN = "810000199003071237", "820000198511230027", "830000199003071230"
CARD = "6222021234567890128"
FULL_WIDTH = str.maketrans("0123456789X-", "０１２３４５６７８９Ｘ－")


def spaced(number: str, *lengths: int, by: str = " ") -> str:
    """A number in groups of so many signs."""
    parts, at = [], 0
    for length in (*lengths, len(number)):
        parts.append(number[at : at + length])
        at += length
    return by.join(filter(None, parts))


IDENTITIES = [
    f"村民（身份证号{ID}）反映房屋漏水。", f"当事人身份证号码：{ID.translate(FULL_WIDTH)}。", f"帮助{spaced(ID, 6, 8)}办理低保。",
    f"证件号{spaced(ID, 6, 4, 4, by='-')}已核实。", " ".join(ID), "为11010519491231002X办理援助。", "为11010519491231002x办理援助。",
    "为11010519491231002Ｘ办理援助。", f"老人持旧证{OLD_ID}来办事。", f"香港居民{OF_HONG_KONG}来访。", f"澳门居民{OF_MACAO}来访。",
    f"台湾居民居住证{OF_TAIWAN}已核验。", "来往内地通行证H12345678的申请人来访。", "港澳居民来往内地通行证号M12345678。", "持台胞证01234567的台商来访。",
    "台湾居民来往大陆通行证12345678已登记。", "护照E12345678的外籍人员咨询。", "护照号码：EA1234567。", "香港身份证A123456(3)的商户咨询。", f"{ID}\n已经核实。",
]  # fmt: skip
TELEPHONES = [
    "请联系13812345678咨询。", "手机138 1234 5678。", "手机138-1234-5678。", "电话＋８６　１３８１２３４５６７８。", "+86 13812345678", "8613812345678",
    "固定电话0571-87654321。", "固定电话（0571）87654321。", "电话010-62345678转801。", "电话0571 8765 4321。", "联系电话：87654321。",
    "传真0577-8765432。", "微信同号１９９１２３４５６７８。", "手机一三八一二三四五六七八。", "电话1381234 5678。",
]  # fmt: skip
CARDS = [
    f"汇入{CARD}。", f"卡号{spaced(CARD, 4, 4, 4, 4)}。", f"卡号{spaced(CARD, 4, 4, 4, 4, by='-')}。", f"账号{CARD.translate(FULL_WIDTH)}。",
    "信用卡4123456789012349。", "账户6217001234567893已冻结。",
]  # fmt: skip
NAMES = [
    "调解员王建国多次上门。", "王 建 国到场参加。", "欧阳文静的房屋漏水。", "为张伟和家人办理援助。", "李娜反映噪声扰民。", "调解员高峰同志多次上门。",
    "当事人平安表示满意。", "平安先生获得赔偿。", "由安全、赵六到场见证。", "村民高峰反映道路不平。", "王某与赵六的纠纷已经了结。",
]  # fmt: skip
NUMBERS = [
    "全年受理矛盾纠纷120起。", "今年以来，共受理各类矛盾纠纷１２０件。", "全年受理矛盾纠纷一百二十起，全部录入系统。", "调解矛盾纠纷1，210起。",
    "近海镇司法所受理矛盾纠纷119起。", "受理矛盾纠纷121起，调解成功100起。", "矛盾纠纷调解成功率达到99.9%。", "开展普法宣传活动99场。",
    "行政复议案件中，调解9件。", "召开法治建设领导小组会议9次。", "召开镇党委会议研究法治工作，共召开镇党委会议19次。", "与上年相比，受理矛盾纠纷案件98件。", "组织2次集中学法。", "聘请9名法律顾问。", "行政机关负责人出庭应诉率百分之九十。", "受理矛盾纠纷200余起。",
    "全年没有行政复议案件。", "全年未受理矛盾纠纷，局势平稳。", "行政复议案件清零。", "矛盾纠纷受理数同比下降5%。", "受理矛盾纠纷121起，较上年有所减少。", "本镇无行政诉讼案件。",
]  # fmt: skip
PLANTED = [
    *(("CEL011", each) for each in IDENTITIES), *(("CEL012", each) for each in TELEPHONES), *(("CEL013", each) for each in CARDS),
    *(("CEL014", each) for each in NAMES), *(("FIG004", each) for each in NUMBERS),
]  # fmt: skip


def found(root: Path, paragraphs: Sequence[str]) -> list[Finding]:
    """What of these kinds is found when a department hands in these paragraphs, in C2, C3 and so on."""

    def name_people(page: Worksheet) -> None:
        assert page["F4"].value == "当事人"
        for row, name in enumerate(PEOPLE, 5):
            page[f"F{row}"] = name

    edit(root / MEDIATIONS, "台账", name_people)
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["板块", "事项", "工作内容"])
    for number, text in enumerate(paragraphs, 1):
        page.append(["矛盾化解", f"事项{number}", text])
    book.save(root / WRITTEN)
    project = pipeline.open_project(root)
    pipeline.collect(project)
    return [each for each in pipeline.validate(project, 2023)[1] if each.code in OURS]


def test_three_hundred_clean_paragraphs_give_no_finding(workspace: Path) -> None:
    assert len(set(CLEAN)) >= 300
    assert [(CLEAN[each.place.row - 2], each.message) for each in found(workspace, CLEAN)] == []


def test_each_planted_paragraph_is_an_error_at_its_cell_that_does_not_repeat_it(workspace: Path) -> None:
    assert len(PLANTED) >= 60
    told = found(workspace, [text for _, text in PLANTED])
    assert {(each.code, each.severity, each.place.file, each.place.cell) for each in told} == {
        (code, "error", WRITTEN, f"C{row}") for row, (code, _) in enumerate(PLANTED, 2)
    }
    said = " ".join(each.message + each.fix for each in told if each.code != "FIG004")
    assert not re.search(r"\d{4}", said)
    assert not any(name in said for name in ("王建国", "欧阳", "张伟", "李娜", "赵六", "高峰"))


def test_no_text_is_compared_with_a_figure_of_rows_that_are_counted_twice(workspace: Path) -> None:
    untrue = [text for code, text in PLANTED if code == "FIG004"]
    before = [each.message for each in found(workspace, untrue)]

    def repeat(page: Worksheet) -> None:
        page["B6"] = page["B5"].value

    edit(workspace / MEDIATIONS, "台账", repeat)
    after = [each.message for each in found(workspace, untrue)]
    assert after == [each for each in before if "“矛盾调解." not in each]
    assert 0 < len(after) < len(before)


def test_a_text_that_no_tag_prints_is_not_searched(workspace: Path) -> None:
    def plant(page: Worksheet) -> None:
        page["C4"] = f"事项（{ID}）"

    edit(workspace / "来件/2023/宣传办/普法工作举措.xlsx", "工作举措", plant)
    assert found(workspace, CLEAN[:1]) == []


def test_a_row_is_traced_without_the_number_in_its_text(workspace: Path) -> None:
    assert [each.code for each in found(workspace, [IDENTITIES[0]])] == ["CEL011"]
    ((_, sources),) = pipeline.trace(pipeline.open_project(workspace), 2023, "工作举措.矛盾化解").figures
    said = [str(value) for each in sources for value in each.cells.values()]
    assert any("村民（身份证号****" in each for each in said)
    assert not any(ID in each for each in said)


def test_a_number_that_the_cutoff_leaves_rows_out_of_is_told_with_how_many_they_are(workspace: Path) -> None:
    settings = workspace / "reportgen.yaml"
    settings.write_text(settings.read_text("utf-8") + "report: {截止日期: 2023年9月30日}\n", encoding="utf-8")
    (told,) = (each for each in found(workspace, ["受理矛盾纠纷300起。"]) if "矛盾调解.总数" in each.message)
    said = re.search(r"的(\d+)起不一致.*，有(\d+)行在截止日期以后，没有计入）$", told.message)
    assert said
    assert int(said[1]) + int(said[2]) == 121
