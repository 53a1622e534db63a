"""What of a paragraph becomes which tag; what is said of changes and of nothing belongs to the figure before it."""

from __future__ import annotations

import pytest
from conftest import RULE_OF_LAW

from reportgen.drafting.pieces import Reader
from reportgen.model import Profile
from reportgen.prose.figure_words import FigureWords
from reportgen.prose.naming import naming
from reportgen.word.annotated import Text
from reportgen.word.document import Template
from reportgen.word.passages import Passage
from tests.drafting.test_proposed import TEXTS, figures_of

SHIPPED = Template.load((RULE_OF_LAW / "report.docx").read_bytes())


def pieces(
    profile: Profile, text: str, values: dict[str, float], last: dict[str, float], *fields: tuple[int, int]
) -> str:
    """The pieces of a paragraph: those with a tag as text=tag, the others as text?"""
    names = naming(profile.figures.values(), profile.kinds, SHIPPED.lines)
    words = FigureWords(profile, SHIPPED.passages, freely=True)
    reader = Reader(profile, words, names, figures_of(profile, values, last), TEXTS, 2023)
    found = reader.pieces(Text(Passage("", 0, text), "", "", True, 0, fields))
    return " ".join(
        f"{text[each.start : each.end]}={each.tag}" if each.tag else f"{text[each.start : each.end]}?"
        for each in found
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("受理矛盾纠纷12起，比上年增长20%", "12=矛盾调解.总数 比上年增长20%=矛盾调解.总数 | 同比"),
        ("受理矛盾纠纷12起，同比上升20%", "12=矛盾调解.总数 同比上升20%=矛盾调解.总数 | 同比"),
        ("受理矛盾纠纷12起，比上年下降20%", "12=矛盾调解.总数 比上年下降20%?"),
        ("受理矛盾纠纷12起，比上年增长21%", "12=矛盾调解.总数 比上年增长21%?"),
        ("受理矛盾纠纷12起。比上年增长20%", "12=矛盾调解.总数 比上年增长20%?"),
        ("去年受理矛盾纠纷10起", "10=矛盾调解.总数 | 上年"),
        ("参加执法考试9人（不含下沉人员）", "9=执法考试.参考人数 不含下沉人员=执法考试.参考人数 | 口径"),
        ("受理矛盾纠纷12起（不含下沉人员）", "12=矛盾调解.总数"),
        ("没有败诉案件", "没有败诉案件?"),
        ("2023年5月12日", "2023年5月12日?"),
    ],
)  # fmt: skip
def test_a_paragraph_is_taken_apart(rule_of_law: Profile, text: str, said: str) -> None:
    values = {"矛盾调解.总数": 12, "执法考试.参考人数": 9, "行政诉讼.败诉": 0}
    assert pieces(rule_of_law, text, values, {"矛盾调解.总数": 10}) == said


def test_what_word_writes_anew_is_left(rule_of_law: Profile) -> None:
    assert pieces(rule_of_law, "受理矛盾纠纷12起", {"矛盾调解.总数": 12}, {}, (6, 8)) == ""
