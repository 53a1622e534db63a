"""A report with a table of contents -> the same with all its headings listed, on the pages on which LibreOffice lays them out."""

from __future__ import annotations

from functools import partial

from reportgen.model import Finding
from reportgen.pdf.office import NotConverted, office, pages
from reportgen.rules import finding
from reportgen.word.toc import as_in, laid_out, listed


def with_contents(report: bytes, like: bytes | None = None) -> tuple[bytes, list[Finding]]:
    """List the headings of a report in its tables of contents, on the pages that a report `like` it names if there is one;
    where no page numbers can be had, say why. Raises NotWordError.
    """
    if like is not None:
        return listed(report, as_in(like)), []
    program = office()
    try:
        if program:
            return listed(report, laid_out(partial(pages, program))), []
        reason = "这台电脑上没有找到 LibreOffice"
    except NotConverted as error:
        reason = str(error)
    without = listed(report, None)
    return without, [
        finding("TPL027", f"目录里的标题都列好了，没有页码：{reason}")
    ] if without != report else []
