"""The trial of wrong rows: every row is wrong, and both ways of printing tell so."""

from __future__ import annotations

import json
from pathlib import Path

from tests.trials.wrong_rows import MOST_LINES, make, run


def test_every_row_is_wrong_and_the_page_has_an_end(tmp_path: Path) -> None:
    make(tmp_path, 400)
    run(tmp_path, "collect")
    told = json.loads(run(tmp_path, "validate", "2023", "--json")[1])
    assert sum(each["code"].startswith("CEL") for each in told["findings"]) == 400
    page = run(tmp_path, "validate", "2023")[1]
    assert page.count("\n") < MOST_LINES
    assert "等100处  错误 CEL002  调解结果没有填" in page
    assert "加 --full 列出全部。" in page
