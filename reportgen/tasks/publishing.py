"""An issued report -> what goes out of the door: a PDF that says the same as the ledger, a web page; and it is opened."""

from __future__ import annotations

import math
import os
import re
import shutil
import subprocess
import sys
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reportgen.expressions import expression
from reportgen.invocation import command
from reportgen.model import CannotRun
from reportgen.periods import Period
from reportgen.workspace.outputs import REVIEW, evidence_name

if TYPE_CHECKING:
    from reportgen.model import Figure
    from reportgen.pdf.tagged import Line
    from reportgen.word.document import Template
    from reportgen.workspace.settings import Workspace

_OPENS, _NUMBER, _CLOSES = (
    "\ue001",
    0xF0000,
    "\ue002",
)  # round a figure's text, with its number; private to us
_MARKED = expression(f"{_OPENS}([^{_CLOSES}])([^{_CLOSES}]*){_CLOSES}")
_PRIVATE = expression("[\ue000-\uf8ff]")
_NO_OFFICE = "这台电脑上没有找到 LibreOffice，没有写 PDF；请安装 LibreOffice（7.4 以上）后再运行，或用 Word、WPS 打开报告另存为 PDF"
_NO_TREE = "没有写 PDF：LibreOffice 写出的 PDF 没有结构标签，不能核对；请换成 7.4 以上的版本"
_SHOWN = 40  # characters of a paragraph that is told


class Copy(NamedTuple):
    """A PDF or a web page of a report: its file, or the problem that kept it from being written; `broken` says whether
    the problem lies in what it would say. `remarks` are sentences for the user, `kept` is as in Rendered.
    """

    file: Path | None
    problem: str = ""
    broken: bool = False
    remarks: Sequence[str] = ()
    kept: Path | None = None
    compared: tuple[int, int] = (0, 0)  # paragraphs and figures


class _Said(NamedTuple):
    """A paragraph as it has to be, and the figures in it with their texts."""

    text: str
    figures: Sequence[tuple[str, str]] = ()


class _Expected(NamedTuple):
    """The paragraphs of the body and of the notes, in order, and those of text boxes, in any."""

    body: Sequence[_Said]
    notes: Sequence[_Said]
    boxes: Sequence[_Said]


def pdf(
    workspace: Workspace,
    template: Template,
    report: Path,
    figures: Mapping[str, Figure],
    year: int,
    *,
    draft: bool,
) -> Copy:
    """Write the PDF of a report beside it, if it says in each paragraph what the ledger does. Raises CannotRun."""
    from reportgen.pdf import installed_fonts, office
    from reportgen.pdf.tagged import NoTree
    from reportgen.word.fonts import fonts as asked_for
    from reportgen.workspace.issued import issue, renew

    content, file = report.read_bytes(), report.with_suffix(".pdf")
    there = installed_fonts.installed()
    missing = [name for name in asked_for(content) if name.casefold() not in there]
    named = "".join(f"“{name}”" for name in missing)
    remarks = [f"这台电脑上缺少字体{named}，PDF 里会换成别的字体，换行和页数会与 Word 里不同"] * bool(missing)
    old = [f"旁边的“{file.name}”是以前写的，数可能不同，不要发出去"] * file.exists()
    program = office.office()
    if program is None:
        return Copy(None, _NO_OFFICE, remarks=[*remarks, *old])
    expected = _expected(content, template, {} if draft else figures, workspace.texts(year))
    try:
        made, found, moved = _made(program, content, expected)
    except office.NotConverted as error:
        return Copy(None, f"没有写 PDF：{error}", remarks=[*remarks, *old])
    except NoTree:
        return Copy(None, _NO_TREE, remarks=[*remarks, *old])
    remarks += [f"LibreOffice 在两端对齐的行末会漏印标点，PDF 里有 {moved} 段改成了左对齐"] * bool(moved)
    if told := _difference(expected, found):
        return Copy(None, told, broken=True, remarks=[*remarks, *old])
    kept = issue(workspace, file, made)
    renew(file)
    return Copy(file, remarks=[*remarks, *_broken(found)], kept=kept, compared=_counted(expected, found))


def _counted(expected: _Expected, found: Sequence[Line]) -> tuple[int, int]:
    """How many paragraphs and figures were compared."""
    printed = sum(len(each.figures) for part in expected for each in part)
    return sum(not each.drawn for each in found), printed


def _made(program: Path, content: bytes, expected: _Expected) -> tuple[bytes, Sequence[Line], int]:
    """A PDF and its paragraphs. Where it lacks some, it is made once more with these set flush left: so many. Raises
    NotConverted, NoTree.
    """
    from reportgen.pdf import office
    from reportgen.pdf.tagged import lines
    from reportgen.word.contents import contents
    from reportgen.word.flush_left import flush_left
    from reportgen.word.footnotes import in_order

    title, ordered = contents(content).title, in_order(content)
    made = office.to_pdf(program, ordered, title)
    found, moved = lines(made), 0
    if _difference(expected, found):
        there = [_bare(each.text) for each in found]
        said = [each.text for part in expected for each in part]
        lost = {each.replace("\0", "") for each in said if not any(_same(each, text) for text in there)}
        again, moved = flush_left(ordered, lost)
        if moved:
            made = office.to_pdf(program, again, title)
            found = lines(made)
    return made, found, moved


def html(workspace: Workspace, report: Path) -> Copy:
    """Write the web page of a report beside it. Raises CannotRun."""
    from reportgen.word.web_page import web_page
    from reportgen.workspace.issued import issue, renew

    page = web_page(report.read_bytes(), report.stem)
    remarks = [
        f"{page.lost} 幅图的格式（如 EMF、WMF）浏览器显示不了，网页里没有；请在模板里换成 PNG 或 JPEG"
    ] * bool(page.lost)
    remarks += [
        f"{page.unsaid} 幅图没有替代文字，看不见的人不知道画的是什么；请在 Word 里给图片写上替代文字"
    ] * bool(page.unsaid)
    remarks += [
        f"{page.unknown} 个符号只在符号字体里有，网页里印成了“\ufffd”；请在模板里换成普通字符"
    ] * bool(page.unknown)
    file = report.with_suffix(".html")
    kept = issue(workspace, file, page.html.encode())
    renew(file)
    return Copy(file, remarks=remarks, kept=kept)


def outdated(report: Path, period: Period | None = None, paper: str = "") -> list[Path]:
    """Return the copies beside the report of a paper, and what lays open the figures of its period if that is given, that were
    written before it: they are another report's.
    """
    grounds = [evidence_name(period, paper, suffix) for suffix in (".xlsx", ".html")] if period else []
    beside = [
        *map(report.with_suffix, (".pdf", ".html")),
        report.with_name(f"{report.stem}{REVIEW}.docx"),
        *map(report.with_name, grounds),
    ]
    return [each for each in beside if _written(each) < _written(report)]


def _written(file: Path) -> float:
    """When a file was written; what is not there is never older than anything."""
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return math.inf


def _expected(
    content: bytes, template: Template, figures: Mapping[str, Figure], texts: Mapping[str, str]
) -> _Expected:
    """What a PDF has to say.

    Its paragraphs are those of the Word file, and those that the ledger's figures make once more of the template. Raises CannotRun.
    """
    written = _paragraphs(content)
    if not figures:
        return written
    from reportgen.stages.render import render, with_contents

    names = list(figures)
    marked = {
        name: each._replace(text=f"{_OPENS}{chr(_NUMBER + number)}{each.text}{_CLOSES}")
        if each.text
        else each
        for number, (name, each) in enumerate(figures.items())
    }
    again, _ = with_contents(template, *render(template, marked, texts, plain=True), like=content)
    made = _paragraphs(again.content, names) if again else _Expected([], [], [])
    if [[each.text for each in part] for part in made] != [[each.text for each in part] for part in written]:
        raise CannotRun(
            "底账里的数与刚写好的 Word 报告不一样（写报告的时候底账又变了），没有写 PDF；请再运行一次"
        )
    return made


def _paragraphs(content: bytes, names: Sequence[str] = ()) -> _Expected:
    from reportgen.word.contents import Block, contents, paragraphs

    def said(blocks: Sequence[Block], number: str = "") -> Iterator[_Said]:
        for each in paragraphs(blocks):
            text = "".join("\0" if piece.look == "note" else piece.text for piece in each.pieces)
            found = [(names[ord(mark) - _NUMBER], shown) for mark, shown in _MARKED.findall(text)]
            text = number + _bare(_MARKED.sub(r"\2", text))
            if text:
                yield _Said(text, found)

    read = contents(content)
    notes = [each for note in read.notes for each in said(note, "\0")]
    return _Expected(list(said(read.blocks)), notes, list(said(read.boxes)))


def _bare(text: str) -> str:
    """A text as it is compared: without blanks, which programs make where lines end, and with one sign for all bullets."""
    return _PRIVATE.sub("•", "".join(text.split()))


def _difference(expected: _Expected, found: Sequence[Line]) -> str:
    """Say where a PDF says something else than it has to; nothing where it does not."""
    body, notes, boxes = (deque(each) for each in expected)
    for line in found:
        text = _bare(line.text)
        box = next((each for each in boxes if _same(each.text, text)), None)
        if line.drawn and box is None:
            continue  # the words and numbers of a chart, which no paragraph says
        if body and _same(body[0].text, text):
            body.popleft()
        elif notes and _same(notes[0].text, text):
            notes.popleft()
        elif box:
            boxes.remove(box)
        elif not body and notes:
            return _told(notes[0], text, "下一条脚注")
        else:
            return _told(body[0] if body else None, text, f"第{len(expected.body) - len(body) + 1}段")
    if body:
        return _told(body[0], "", f"第{len(expected.body) - len(body) + 1}段")
    left = [*notes, *boxes]
    return _told(left[0], "", "一条脚注或一个文本框") if left else ""


def _same(expected: str, text: str) -> bool:
    """Whether a text is what it has to be; the mark of a note may be any number or sign."""
    if "\0" not in expected:
        return expected == text
    return re.fullmatch(".{0,5}?".join(map(re.escape, expected.split("\0"))), text) is not None


def _told(expected: _Said | None, text: str, where: str) -> str:
    if expected is None:
        return f"没有写 PDF：PDF 里多出一段“{_short(text)}”，报告里没有"
    wrong = [f"{name} {said}" for name, said in expected.figures if said not in text]
    names = f"（数据项 {'、'.join(wrong)}）" if wrong else ""
    start = next((at for at, (a, b) in enumerate(zip(expected.text, text, strict=False)) if a != b), 0)
    start = max(0, start - 12)
    right, said = (
        f"{'…' * bool(start)}{_short(each[start:])}" for each in (expected.text.replace("\0", ""), text)
    )
    return f"没有写 PDF：{where}应为“{right}”{names}，PDF 里" + (f"是“{said}”" if text else "没有")


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _broken(found: Sequence[Line]) -> Iterator[str]:
    """Sentences on the numbers in tables that are too long for their columns."""
    numbers = [each for line in found if line.cell for each in line.broken]
    if numbers:
        more = f"等 {len(numbers)} 个数" if len(numbers) > 3 else ""
        shown = "、".join(f"“{each}”" for each in numbers[:3])
        yield f"表格里的{shown}{more}一行放不下，断成了两行（│处），容易看错；请在模板里把这一列放宽"


def open_file(file: Path) -> None:
    """Open a file with the program that the system has for it. Raises CannotRun."""
    if not file.is_file():
        raise CannotRun(f"“{file}”不在了；请再运行一次 {command('render')}")
    try:
        if sys.platform == "win32":
            os.startfile(file)
            return
        name = "open" if sys.platform == "darwin" else "xdg-open"
        seen = sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
        program = shutil.which(name)
        if not program or not seen:
            raise CannotRun(f"这台电脑上没有可以打开文件的窗口或程序；报告在：{file}")
        quiet = subprocess.DEVNULL
        done = subprocess.run(
            [program, str(file)], stdin=quiet, stdout=quiet, stderr=quiet, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        raise CannotRun(f"打不开；报告在：{file}") from None
    if done.returncode:
        raise CannotRun(f"没有能打开这种文件的程序；报告在：{file}")
