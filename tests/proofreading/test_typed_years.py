"""A number of the report's year that a template says to be of another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.model import Profile
from reportgen.proofreading.typed_years import other_years
from reportgen.word.document import Template
from tests.make.declared import write_template


@pytest.fixture
def severities(tmp_path: Path, rule_of_law: Profile) -> Callable[[str], list[str]]:
    def read(line: str) -> list[str]:
        write_template(tmp_path / "t.docx", [line])
        template = Template.load((tmp_path / "t.docx").read_bytes())
        return [each.severity for each in other_years(template, rule_of_law, 2023)]

    return read


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("简报：2022年受理复议案件{{行政复议.总数}}件。", ["error"]),
        ("2022年简报：受理复议案件{{行政复议.总数}}件。", ["error"]),
        ("2022年，受理复议案件{{行政复议.总数}}件。", ["warning"]),
        ("2023年受理复议案件{{行政复议.总数}}件。", []),
        ("2022年受理复议案件{{行政复议.总数 | 上年}}件。", []),
        ("2021年受理复议案件{{行政复议.总数 | 上年}}件。", ["error"]),
        ("受理复议案件{{行政复议.总数}}件，比2022年{{行政复议.总数 | 同比}}。", []),
        ("与2022年相比，受理复议案件{{行政复议.总数}}件。", []),
        ("按2021年修订的行政复议法，受理复议案件{{行政复议.总数}}件。", []),
        ("按2021年修订的行政复议法受理复议案件{{行政复议.总数}}件。", []),
        ("2024年打算，受理复议案件{{行政复议.总数}}件。", []),
        ("2022年受理复议案件{{行政复议.总数}}件{{! 固定 }}。", []),
    ],
)
def test_the_year_behind_which_a_number_stands(
    severities: Callable[[str], list[str]], line: str, told: list[str]
) -> None:
    assert severities(line) == told
