"""A template without a chart is filled without the modules that draw them."""

from __future__ import annotations

import subprocess
import sys

import pytest
from conftest import UNMEASURED

from tests.word.drawn_charts import lines

DRAWING = {
    "reportgen.word.charts",
    "reportgen.word.placed_charts",
    "reportgen.word.chart_parts",
    "xlsxwriter",
}


@pytest.mark.parametrize(("tag", "drawn"), [("{{处罚.总数}}", False), ("{{ 处罚.按所 | 柱状图 }}", True)])
def test_what_draws_is_loaded_only_where_there_is_a_chart(tag: str, drawn: bool) -> None:
    code = (
        "import sys\n"
        "from tests.word.drawn_charts import slots\n"
        "given = slots()\n"
        "from reportgen.word.document import Template\n"
        "report, told = Template.load(sys.stdin.buffer.read()).fill(given)\n"
        "assert report and not told, told\n"
        f"print(sorted({DRAWING} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=lines(tag), capture_output=True, env=UNMEASURED, check=True
    )
    assert done.stdout.decode().strip() == str(sorted(DRAWING) if drawn else [])
