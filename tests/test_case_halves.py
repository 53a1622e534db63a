"""The shipped rule-of-law profile in a part of the year: from forms to a report of its own paper, without a word of a whole year."""

from __future__ import annotations

import re
from pathlib import Path

import docx
import openpyxl
import pytest

from reportgen import pipeline
from reportgen.periods import Period
from tests.make.samples_parts import write


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("halves")
    (root / "reportgen.yaml").write_text("unit: 近海镇\n", encoding="utf-8")
    write(root / "来件", Period(2023, "上半年"))
    return root


def test_a_half_year_report_is_built_from_the_samples_of_the_half(office: Path) -> None:
    project = pipeline.open_project(office, part="上半年")
    done = pipeline.build(project, 2023).rendered
    assert done.findings == []
    assert done.file
    assert done.file.relative_to(office / "输出").as_posix() == (
        "上半年/近海镇2023年上半年法治政府建设情况报告.docx"
    )
    text = "\n".join(each.text for each in docx.Document(str(done.file)).paragraphs)
    assert text.startswith("近海镇2023年上半年法治政府建设情况报告\n")
    assert "共有行政复议案件3件，其中，维持1件，撤销1件，未审结1件。" in text
    assert "2023年上半年收到政府信息公开申请1件，办理1件。" in text
    assert not re.search("全年|本年度|一年来", text)


def test_a_form_of_a_half_has_six_months_and_asks_nothing_of_a_whole_year(office: Path) -> None:
    project = pipeline.open_project(office, part="上半年")
    forms = {each.department: each.file for each in project.forms(2023)}
    book = openpyxl.load_workbook(forms["司法所"])
    rows = [row[1] for row in book["矛盾调解月报"].iter_rows(min_row=6, values_only=True)]
    assert [each for each in rows if each] == [1, 2, 3, 4, 5, 6]
    told = [str(cell) for row in book["填表说明"].values for cell in row if cell]
    assert any("上半年没有发生的，把印好的“月份”都删去" in each for each in told)
    hours = [
        str(cell) for row in openpyxl.load_workbook(forms["组织人事办"])["填表说明"].values for cell in row
    ]
    assert not any("不到40学时" in each or "学时不足" in each for each in hours)
