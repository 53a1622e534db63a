"""What a template denies, and by which words a text says of a figure what is not so."""

from __future__ import annotations

import pytest

from reportgen.model import Figure, FigureDefinition
from reportgen.prose.naming import naming
from reportgen.verification.claims import Claim, Known, claims, denies


def of(name: str, value: int | None, **more: object) -> Figure:
    definition = FigureDefinition(group="应诉", name=name, sheet="应诉", unit="件", **more)  # type: ignore[arg-type]
    return Figure(definition, value, None if value is None else str(value))


FIGURES = {
    "应诉.总数": of("总数", 3),
    "应诉.败诉": of("败诉", 0, where="结果 = '败诉'"),
    "应诉.缺": of("缺", None)._replace(absent=True),
    "应诉.单": of("单", None, rows=("说",))._replace(items=()),
}
LINES = [
    "{{#应诉.总数}}全年应诉案件{{应诉.总数}}件，{{#应诉.败诉}}败诉{{应诉.败诉}}件{{/应诉.败诉}}{{^应诉.败诉}}暂无败诉案件，依法应诉{{/应诉.败诉}}。{{/应诉.总数}}",
    "{{^应诉.总数}}全年没有应诉案件。{{/应诉.总数}}{{^应诉.缺}}无此事{{/应诉.缺}}{{^应诉.单}}没有登记{{/应诉.单}}没有别的。",
]


def test_what_a_template_denies_in_the_sections_of_numbers() -> None:
    assert claims(LINES, FIGURES) == [
        Claim("应诉.败诉", "暂无败诉案件", True),
        Claim("应诉.总数", "全年没有应诉案件", False),
        Claim("应诉.缺", "无此事", False),
    ]


@pytest.mark.parametrize(
    ("text", "does"),
    [
        ("没有败诉案件", True),
        ("暂无", True),
        ("未发生败诉", True),
        ("败诉0件", True),
        ("零败诉", True),
        ("败诉10件", False),
        ("有败诉案件", False),
        ("未来", False),
        ("无论", False),
    ],
)
def test_words_that_say_that_there_was_nothing(text: str, does: bool) -> None:
    assert denies(text) is does


@pytest.fixture
def known() -> Known:
    definitions = {name: each.definition for name, each in FIGURES.items()}
    values = {"应诉.总数": (3.0, "3件"), "应诉.败诉": (0.0, "0件")}
    names = naming(definitions.values(), {}, LINES)
    return Known(values, claims(LINES, FIGURES), definitions, lambda: names, 2023)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("全年应诉案件4件。", ("应诉.总数", "3件", False)),
        ("全年应诉案件3件。", ("应诉.总数", "3件", True)),
        ("全年应诉案件三件。", ("应诉.总数", "3件", True)),
        ("上半年应诉案件4件。", None),
        ("购置车辆4件。", None),
    ],
)
def test_a_number_is_compared_with_the_figure_that_the_words_name(
    known: Known, text: str, told: tuple[str, str, bool] | None
) -> None:
    at = next(at for at, each in enumerate(text) if each in "34三")
    assert known.of_number(text, at) == told


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("全年没有应诉案件。", ["全年没有应诉案件"]),
        ("本年度未发生应诉案件。", ["未发生应诉案件"]),
        ("上半年没有应诉案件。", []),
        ("暂无败诉案件。", []),
        ("没有解决的应诉案件。", []),
    ],
)
def test_what_there_was_is_not_to_be_denied(known: Known, text: str, said: list[str]) -> None:
    assert [text[start:end] for start, end, *_ in known.denied(text)] == said
