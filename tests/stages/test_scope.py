"""Whether a number is of the whole of the year and of the place, by the words before it."""

from __future__ import annotations

import pytest

from reportgen.stages.scope import aside


@pytest.mark.parametrize(
    "sentence",
    [
        "受理", "全年受理", "今年以来受理", "2023年受理", "截至2023年12月31日，受理", "截至12月底，受理", "1—12月受理", "上半年受理60起，全年受理", "2022年受理98起，2023年受理", "与上年相比，受理",
        "比上年增长5%，受理", "按照要求，受理", "围绕年度目标，受理", "全镇15个村（社区）受理", "各村受理", "深入村、社区、企业走访，受理", "依托幸福村调解室，受理", "在幸福村试点的基础上，全镇受理",
        "一年来，受理", "落实《规划（2021—2025年）》，受理", "印发东政发〔2022〕1号文件，受理",
    ],
)  # fmt: skip
def test_a_number_is_of_the_whole(sentence: str) -> None:
    assert aside(sentence, sentence.rpartition("，")[2], 2023) == ""


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("上半年受理", "部分时段"), ("一季度受理", "部分时段"), ("3月受理", "部分时段"), ("截至6月底受理", "部分时段"), ("2023年1月至6月受理", "部分时段"), ("国庆期间，受理", "部分时段"),
        ("专项行动中，受理", "部分时段"), ("近三年受理", "部分时段"), ("十一年来受理", "部分时段"), ("三年来受理", "部分时段"), ("自2020年以来受理", "部分时段"), ("全年受理120起，下半年受理", "部分时段"), ("去年受理", "别的年份"), ("2022年，受理", "别的年份"),
        ("比上年增加", "比较"), ("同比下降", "比较"), ("增长", "比较"), ("平均每村受理", "比较"), ("每月受理", "比较"), ("力争全年受理", "计划"), ("计划受理", "计划"), ("下一步，受理", "计划"),
        ("幸福村受理", "一部分"), ("幸福村充分发挥作用，受理", "一部分"), ("在幸福村设点，受理", "一部分"), ("物业纠纷调解室受理", "一部分"), ("全镇推进，幸福社区受理", "一部分"),
    ],
)  # fmt: skip
def test_a_number_is_of_something_else(sentence: str, said: str) -> None:
    assert aside(sentence, sentence.rpartition("，")[2], 2023) == said
