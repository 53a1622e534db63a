"""Where a report prints the settings' texts: years that may be lasting, and the unit in a longer name, are not sure."""

from __future__ import annotations

import pytest

from reportgen.drafting.own_texts import own_texts
from reportgen.word.passages import Passage

TEXTS = {
    "年度": "2023", "上年度": "2022", "下年度": "2024", "单位": "近海镇", "截止日期": "2023年12月31日", "署名": "近海镇人民政府",
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("近海镇2023年报告", "单位 年度"),
        ("2023年，比2022年多；2024年继续", "年度 上年度 下年度"),
        ("截至2023年12月31日", "截止日期"),
        ("近海镇人民政府", "署名"),
        ("由近海镇人民政府印发", "单位"),
        ("新近海镇", ""),
        ("2023年5月召开", ""),
        ("《近海镇2023年工作要点》", "单位"),
        ("自2022年起", "上年度?"),
        ("2023年以来", "年度?"),
        ("12023年", ""),
        ("近政发〔2023〕3号", "文号?"),
        ("2024年1月15日", "成文日期?"),
        ("二〇二四年一月十五日", "成文日期?"),
        ("依据近政发〔2023〕3号，继续推进", ""),
    ],
)
def test_a_text_is_found_where_it_is_exactly_that(text: str, names: str) -> None:
    found = own_texts(Passage("", 0, text), TEXTS)
    assert " ".join(each.name + "?" * (not each.sure) for each in found) == names
