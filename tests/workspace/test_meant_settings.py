"""What YAML takes for a number, a day, a truth or nothing is what the clerk meant; what is of another shape is left to be told."""

from __future__ import annotations

from datetime import date

import pytest

from reportgen.workspace.meant_settings import meant


@pytest.mark.parametrize(
    ("read", "settings"),
    [
        (
            {"report": {2023: {"成文日期": date(2024, 1, 20)}, "文号": "一号"}},
            {"report": {"2023": {"成文日期": "2024-01-20"}, "文号": "一号"}},
        ),
        (
            {"severity": {"ROW001": False, "ROW002": "error"}},
            {"severity": {"ROW001": "off", "ROW002": "error"}},
        ),
        (
            {"holidays": {2026: {"rest": [date(2026, 1, 1), "2026-01-02 至 01-03"], "work": 1}, 2027: 3}},
            {"holidays": {"2026": {"rest": ["2026-01-01", "2026-01-02 至 01-03"], "work": 1}, "2027": 3}},
        ),
        ({"bodies": ["甲镇", "乙镇"]}, {"bodies": {"甲镇": {}, "乙镇": {}}}),
        (
            {"bodies": {"甲镇": None, "乙镇": {"report": {2023: {"文号": date(2024, 1, 2)}}}}},
            {"bodies": {"甲镇": {}, "乙镇": {"report": {"2023": {"文号": "2024-01-02"}}}}},
        ),
        ({"bodies": 3, "severity": 4, "holidays": []}, {"bodies": 3, "severity": 4, "holidays": []}),
        (["unit"], ["unit"]),
        (None, None),
    ],
)
def test_settings_are_as_they_were_meant(read: object, settings: object) -> None:
    assert meant(read) == settings
