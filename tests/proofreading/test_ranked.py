"""A name that the template states as the first or the last of what is counted is told: no tag says that it still is."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.model import Profile
from reportgen.proofreading import own_words
from reportgen.proofreading.ranked import wrong_ranks
from reportgen.prose.figure_words import FigureWords
from reportgen.word.document import Template
from tests.word.test_document import write

CLEAN = (
    (Path(__file__).parent.parent / "prose" / "clean_paragraphs.txt")
    .read_text(encoding="utf-8")
    .split("\n")[:-1]
)


def told(profile: Profile, *lines: str) -> list[str]:
    template = Template.load(write(*lines))
    found = wrong_ranks(template, profile, FigureWords(profile, template.passages), "x")
    assert {(each.code, each.severity) for each in found} <= {("TPL010", "error")}
    return [each.message.split("“")[1].split("”")[0] for each in found]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("受理矛盾纠纷{{矛盾调解.总数}}起，其中丙乡最多。", ["其中丙乡最多"]), ("其中城关村最少。", ["其中城关村最少"]), ("最多的是丙村。", ["最多的是丙村"]),
        ("丙村纠纷居首，丁村次之。", ["丙村纠纷居首", "丁村次之"]), ("受理矛盾纠纷{{矛盾调解.总数}}起，邻里纠纷居首位。", ["邻里纠纷居首位"]),
        ("司法所开展活动最多。", ["司法所开展活动最多"]), ("行政复议案件中维持的最多。", ["行政复议案件中维持的最多"]), ("其中矛盾纠纷占比最高。", ["其中矛盾纠纷占比最高"]),
        ("丙镇位列全县第一。", ["丙镇位列全县第一"]), ("调解成功率{{矛盾调解.成功率}}，居全县第一。", ["居全县第一"]),
        ("调解成功率{{矛盾调解.成功率}}，高于全县平均水平。", ["高于全县平均水平"]),
    ],
)  # fmt: skip
def test_a_typed_rank_is_an_error(rule_of_law: Profile, text: str, said: list[str]) -> None:
    assert told(rule_of_law, text) == said
    assert told(rule_of_law, text.replace("。", "。{{! 固定 }}")) == []


@pytest.mark.parametrize(
    "text",
    [
        "让群众最多跑一次，把损失降到最低。", "坚持把普法摆在首位，力度最大、标准最高。", "最高人民法院、最低生活保障标准最高。", "力争丙村化解率最高。",
        "开展普法活动{{普法活动.总数}}次，社会反响最大。", "{{#行政复议.按结果}}{{复议结果}}最多。{{/行政复议.按结果}}", "丙村在考核中位列第一。", "尽最大努力，做到农村最多的地方有人管。",
        "严格落实第一责任人职责。", "最多{{学时.机关人员最低}}学时。",
    ],
)  # fmt: skip
def test_what_says_nothing_of_a_rank_is_left_alone(rule_of_law: Profile, text: str) -> None:
    assert told(rule_of_law, text) == []


def test_no_clean_paragraph_is_accused(rule_of_law: Profile) -> None:
    assert told(rule_of_law, *CLEAN) == []


def test_a_rank_is_told_once(rule_of_law: Profile) -> None:
    found = own_words.check(Template.load(write("丙镇矛盾纠纷数量居全县第一。")), rule_of_law, "x")
    assert [each.code for each in found] == ["TPL010"]
