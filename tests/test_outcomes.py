"""What the commands come to: what is said where nothing is to be said."""

from __future__ import annotations

from pathlib import Path

from reportgen.outcomes import Figures, Form, Rendered


def test_unless_it_is_said_nothing_was_kept_and_nothing_is_behind() -> None:
    assert Rendered(None) == Rendered(None, [], False, None)
    assert Form("司法所", Path("表.xlsx"), ()).kept is None
    assert list(Figures([], 0).behind) == []
