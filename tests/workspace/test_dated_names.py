"""An entry of a list in the settings is a name alone, or one with years."""

from __future__ import annotations

from reportgen.aliases import Years
from reportgen.workspace.dated_names import Entry, entries


def test_an_entry_is_a_name_or_a_name_with_years() -> None:
    said = {"owes": ["案件", {"sheet": "调解", "from": 2024}], "without": [{"name": "执法队", "until": 2022}]}
    assert [*entries(said, "owes")] == [Entry("案件", Years()), Entry("调解", Years(2024))]
    assert [*entries(said, "without")] == [Entry("执法队", Years(0, 2022))]
    assert not [*entries(said, "aliases")]
