"""The table of findings in Markdown: whatever a cell says is a text."""

from __future__ import annotations

from reportgen.stages.findings_markdown import markdown


def test_a_heading_and_a_table() -> None:
    assert markdown("核对", "", ["部门", "问题"], [["司法所", "没有填"], ["", "两\n行"]]) == (
        "# 核对\n\n| 部门 | 问题 |\n| --- | --- |\n| 司法所 | 没有填 |\n|  | 两 行 |\n"
    )


def test_a_sentence_stands_before_the_table_or_in_its_place() -> None:
    assert markdown("核对", "没有发现问题。", ["部门"], []) == "# 核对\n\n没有发现问题。\n"
    assert markdown("核对", "另有*1*处。", ["部门"], [["甲"]]).startswith(
        "# 核对\n\n另有\\*1\\*处。\n\n| 部门 |\n"
    )


def test_nothing_in_a_cell_is_obeyed() -> None:
    row = markdown("核对", "", ["问题"], [["a|b <b>*粗*</b> [x](y) `c` _d_ #e ~f~ \\"]]).splitlines()[-1]
    assert row == r"| a\|b \<b\>\*粗\*\</b\> \[x\](y) \`c\` \_d\_ \#e \~f\~ \\ |"
