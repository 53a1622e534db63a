"""The built-in findings: what each code means, why it matters, how to mend it. Knowledge lives here once.

A rule's example is drawn so that a clerk reads it at once and a test runs it, upon the small profile and the zero
reports of tests/examples. What the lines mean:

    [2023/司法所/台账.xlsx › 表1]   the file and sheet that the lines below stand in; without one, a workbook of 司法所
    [sheets.yaml]                   lines at the end of that file of the profile; after the collection, in the place of
                                    those of the same key
    [report.docx]                   paragraphs of the template
    案号 | 立案日期                 the cells of a row
    2 | 2023-05-12（隐藏）          a row, or a sheet, that is hidden; （删除线）: a row that is struck out
    120（格式 0.0,）                a number in this number format
    {{处罚.总数}}件。（批注）        a paragraph of the template with a comment
    2023-01-12（每月一行，到6月）   six rows, on the 12th of each month
    （与上格合并）                  a cell that is merged with the one above; ␇ is a control character
    丙类（书签：丙）                a paragraph of the template in a bookmark; （引用：丙） refers to it
    甲（绑定：乙）                  a paragraph in a content control that is bound to 乙; （图表：1、2）: one with a chart;
                                    （自动编号）: a heading that Word numbers itself
    … 开头是 %PDF-1.7               a file by its first bytes; … 空文件夹: where nothing has come
    —— 收集以后，… ——               what follows happens after the collection
    —— 出2023年上半年的报告 ——      that, and not the year's, is what is checked
    … <- 罚没金额                   the finding stands at this row's cell under that heading; `<-` alone: at this line
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from reportgen.built_in.of_reports import REPORTS
from reportgen.built_in.of_rows import ROWS
from reportgen.built_in.of_templates import TEMPLATES
from reportgen.built_in.of_workbooks import WORKBOOKS
from reportgen.built_in.of_years import YEARS
from reportgen.model import Finding, Place, Rule

RULES: dict[str, Rule] = WORKBOOKS | ROWS | REPORTS | TEMPLATES | YEARS
_CLERKS = (  # who collects mends these, or only looks at them: folders, settings, the profile, the ledger
    "FIL003", "FIL004", "FIL011", "FIL02", "LED", "PRO", "SET", "TPL", "FIG003", "FIG005", "FIG009", "OWE002", "OWE003", "OWE006", "ROW012",
    "ROW017", "TAB016",
)  # fmt: skip


def finding(
    code: str, message: str, place: Place | None = None, *, department: str = "", fix: str = ""
) -> Finding:
    """Return a built-in finding; its weight and, unless given, its remedy come from the rule.

    Raises KeyError for a code that no rule has.
    """
    rule = RULES[code]
    return Finding(code, rule.severity, message, place or Place(), department, fix=fix or rule.fix)


def is_theirs(finding: Finding) -> bool:
    """Whether a department can mend what was found; all else is for those who collect, or have written the profile."""
    return not finding.code.startswith(_CLERKS)


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """Return `是不是“…”？` with the nearest of `words`, or an empty string."""
    near = nearest(word, words)
    return f"是不是“{near}”？" if near else ""


def nearest(word: str, words: Iterable[str]) -> str:
    """Return the one of `words` that is most like a word, or an empty string."""
    cutoff = 0.6 if word.isascii() else 0.5  # of a few Latin letters, half are soon the same
    return next(iter(difflib.get_close_matches(word, list(words), n=1, cutoff=cutoff)), "")
