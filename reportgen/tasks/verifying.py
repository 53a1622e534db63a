"""A report that people have had in their hands -> what of its figures is still so, by its marks, by its text, and by the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.model import CannotRun
from reportgen.periods import named
from reportgen.tasks.expected import Expected, charted, rendered
from reportgen.tasks.expected import texts_of as texts_of
from reportgen.verification.alignment import NONE
from reportgen.verification.verified import Difference, Marks, Text, Verified, verify
from reportgen.workspace.outputs import unread
from reportgen.workspace.receipts import Receipts

if TYPE_CHECKING:
    from reportgen.model import Figure, Profile
    from reportgen.word.document import Template
    from reportgen.word.manifest import Manifest
    from reportgen.word.marked_passages import MarkedFile
    from reportgen.workspace.settings import Workspace

_ZIP = b"PK"
_WORD, _OTHERS = (".docx",), (".odt", ".doc", ".rtf", ".wps")
_TEXTS = (".pdf", ".html", ".htm", ".txt")
_PAGES = (".html", ".htm")
_KINDS = "、".join((*_WORD, *_OTHERS[:3], *_TEXTS[:2], ".txt"))


@dataclass(frozen=True, eq=False)
class File:
    """A file: its name, the content of a Word file, or else its texts, and whether the numbers of charts are among them."""

    name: Path
    content: bytes | None = None
    texts: Sequence[Text] = ()
    has_charts: bool = False

    @cached_property
    def marked(self) -> MarkedFile | None:
        """What stands in a Word file, and what is marked in it. Raises CannotRun."""
        if self.content is None:
            return None
        from reportgen.word.marked_passages import read
        from reportgen.word.package import NotWordError

        try:
            return read(self.content)
        except NotWordError as error:
            raise CannotRun(f"“{self.name}”读不了：{str(error).replace('模板', '文件')}") from None

    @cached_property
    def digest(self) -> str:
        """The digest of its bytes."""
        return sha256(self.content or b"").hexdigest()

    @cached_property
    def digest_as_given(self) -> str:
        """The digest of its bytes as they came, before they were converted. Raises OSError."""
        as_given = self.content and self.name.suffix.lower() in _WORD
        return self.digest if as_given else sha256(self.name.read_bytes()).hexdigest()

    @cached_property
    def said_digest(self) -> str:
        """The digest of what a Word file itself says that it printed; empty where it says nothing. Raises CannotRun."""
        return self.manifest.digest if self.manifest else ""

    @cached_property
    def receipts(self) -> Receipts:
        """The receipts of the workspaces whose report it may be."""
        return Receipts()

    @cached_property
    def manifest(self) -> Manifest | None:
        """What a Word file itself says that it printed. Raises CannotRun."""
        return self.marked.manifest if self.marked else None


@dataclass(frozen=True)
class Told:
    """What there is to say of a file: the comparison, where each difference stands, sentences on the file as a whole, and
    whether it is another report than the one that it was compared with.
    """

    verified: Verified
    places: Sequence[str]
    remarks: Sequence[str] = ()
    foreign: str = ""

    @property
    def contradicts(self) -> bool:
        """Whether the file says something else than the ledger."""
        return bool(self.foreign) or any(each.contradicts for each in self.verified.differences)


def read(file: Path) -> File:
    """Read a report in whatever format it has come back. Raises CannotRun."""
    suffix = file.suffix.lower()
    try:
        content = file.read_bytes()
    except OSError as error:
        raise CannotRun(f"“{file}”读不了：{unread(error)}") from None
    if suffix in _OTHERS:
        content = _converted(file, content)
    elif suffix in _TEXTS:
        from reportgen.word import plain_texts

        shows = suffix in _PAGES and plain_texts.has_charts(content)
        return File(file, texts=[Text(each) for each in _plain(file, content)], has_charts=shows)
    elif suffix not in _WORD:
        raise CannotRun(f"“{file}”不是能核对的文件；能核对的有 {_KINDS}")
    read_file = File(file, content)
    if not content.startswith(_ZIP):
        _ = read_file.marked  # which raises
    return read_file


def _converted(file: Path, content: bytes) -> bytes:
    from reportgen.pdf import office

    program = office.office()
    if program is None:
        raise CannotRun(
            f"核对 {file.suffix} 文件要用 LibreOffice，这台电脑上没有；请用 Word 或 WPS 另存为 .docx 再核对"
        )
    try:
        return office.to_docx(program, content, file.suffix.lower())
    except office.NotConverted as error:
        raise CannotRun(f"“{file}”转换不了：{error}；请用 Word 或 WPS 另存为 .docx 再核对") from None


def _plain(file: Path, content: bytes) -> list[str]:
    from reportgen.word import plain_texts

    suffix = file.suffix.lower()
    if suffix == ".txt":
        return plain_texts.of_text(content)
    if suffix != ".pdf":
        return plain_texts.of_page(content)
    from reportgen.pdf import tagged, untagged

    try:
        return [each.text for each in tagged.lines(content) if not each.drawn]
    except tagged.NoTree:
        pass
    try:
        return ["\n".join(untagged.lines(content))]  # a number and its 万 may stand on two lines
    except untagged.NoText:
        raise CannotRun(f"“{file}”里读不出文字：可能是扫描件、有密码，或者坏了") from None


def compare(
    workspace: Workspace,
    template: Template,
    figures: Mapping[str, Figure],
    year: int,
    file: File,
    profile: Profile | None = None,
) -> Told:
    """Compare a file with the report of a year as these figures give it; without the profile, figures that the report does
    not print are named by none of its words. Raises CannotRun.
    """
    return compare_with(workspace, rendered(workspace, template, figures, year, profile), year, file)


def compare_with(workspace: Workspace, due: Expected, year: int, file: File) -> Told:
    """Compare a file with what the report of a year has to say. Raises CannotRun."""
    if file.digest == due.digest or (file.marked and due.is_said_by(file.marked)):
        verified = Verified(due.printed, [], Marks(sound=due.printed))
        return Told(verified, [], _remarks(workspace, year, file, verified))
    own, marked = file.manifest, file.marked
    issued = dict(own.figures) if own else None
    charts = charted(marked) if marked else []
    found = [*texts_of(marked, own or due.manifest, due), *charts] if marked else file.texts
    expected = due.texts if charts or file.has_charts else due.without_charts
    now = dict(due.manifest.figures)
    verified = verify(
        expected, found, due.units, issued=issued, now=now, known=lambda: due.known(workspace.unit, year)
    )
    return Told(
        verified, _places(verified.differences, marked, due), [*_remarks(workspace, year, file, verified), *_unseen(expected, due)],
        _foreign(own, due.manifest),
    )  # fmt: skip


def _unseen(expected: Sequence[Text], due: Expected) -> list[str]:
    """A sentence on the charts, where the file does not say what they show."""
    return ["文件里读不出图表里的数（图表去掉了，或者变成了图片），图里的数没有核对"] * (
        len(expected) < len(due.texts)
    )


def _places(differences: Sequence[Difference], found: MarkedFile | None, due: Expected) -> list[str]:
    """Where a person finds each difference: in the file at hand if that is a Word file and it is there, else in the report."""
    count = len(found.lines) if found else 0
    here = _here(found, {each.text for each in differences if 0 <= each.text < count}) if found else {}
    here.update({each.text: "图表" for each in differences if found and count <= each.text})
    own = [here.get(each.text, "") if each.kind != "deleted" else "" for each in differences]
    away = {each.expected for each, place in zip(differences, own, strict=True) if not place} - {NONE}
    charts = {each for each in away if each >= len(due.without_charts)}
    there = {**(due.marked.places(away - charts) if away - charts else {}), **dict.fromkeys(charts, "图表")}
    return [place or there.get(each.expected, "") for each, place in zip(differences, own, strict=True)]


def _here(found: MarkedFile, wanted: set[int]) -> dict[int, str]:
    """Where a person finds paragraphs of a file in it; nowhere, where its styles are damaged: Word does not open it then."""
    from reportgen.word.package import NotWordError

    try:
        return dict(found.places(wanted))
    except NotWordError:
        return {}


def _foreign(own: Manifest | None, due: Manifest) -> str:
    if own is None or (own.unit, own.year) == (due.unit, due.year):
        return ""
    return f"这份文件是{own.unit}{named(own.year)}的报告，不是{due.unit}{named(due.year)}的"


def _remarks(workspace: Workspace, year: int, file: File, verified: Verified) -> list[str]:
    """Sentences on the file as a whole."""
    if file.content is None:
        return ["这种文件里没有标记，是逐字对照的"]
    known = file.receipts.issued(workspace, year)
    if when := known.get(file.digest):
        return [f"据回执，这份文件写出于 {when}，以后没有人动过"]
    marked = file.marked
    assert marked
    remarks = []
    if file.manifest:
        when = known.get(file.said_digest)
        remarks.append(
            f"据回执，这份报告写出于 {when}，以后有人动过"
            if when
            else "回执里没有这份报告：不是在这个工作目录里写的，或者回执丢了"
        )
    marks = verified.marks
    if not (marks.sound or marks.changed or marks.empty or marked.widened):
        kept = file.manifest or marked.has_grid
        remarks.append(
            "文件里没有标记（生成时用了 --plain，或者标记被去掉了），是逐字对照的"
            if kept
            else "标记、文件属性和版式网格都没有了：这份文件是用别的程序重新做的，是逐字对照的"
        )
    elif not file.manifest:
        remarks.append("文件属性里的数据清单没有了，按标记和文字核对")
    if marked.is_tracked:
        remarks.append("文件里有没有接受的修订：插入的算在内，删去的不算")
    return remarks


def commentable(marked: MarkedFile) -> dict[int, int]:
    """Return the paragraphs in which a comment can stand, by their numbers, with those that `word.annotated` knows them by."""
    said = [at for at, each in enumerate(marked.passages) if each.text.strip()]
    return {
        at: number
        for number, at in enumerate(said)
        if marked.passages[at].part == marked.body and not marked.passages[at].boxed
    }


def write_marked(workspace: Workspace, file: File, told: Told, output: Path) -> None:
    """Write a copy of a Word file with a comment at each difference; what has no place in the body is said in the first one.
    Raises CannotRun.
    """
    from reportgen.word.annotated import Edit, write
    from reportgen.word.package import NotWordError
    from reportgen.workspace.issued import check_output, issue

    assert file.marked is not None
    assert file.content is not None
    check_output(workspace, output, "核对")
    numbers = commentable(file.marked)
    edits, elsewhere = [], [*told.remarks, *([told.foreign] if told.foreign else [])]
    for each in told.verified.differences:
        if each.kind == "typed" and not each.figure:
            continue
        said = sentence(each)
        if each.text in numbers:
            edits.append(Edit(numbers[each.text], each.start, each.end, "", said))
        else:
            elsewhere.append(said)
    try:
        made = write(file.content, edits, remark="\n".join(elsewhere))
    except NotWordError as error:
        raise CannotRun(f"批注写不进去：{error}") from None
    issue(workspace, output, made)


def sentence(each: Difference) -> str:
    """Return a difference in a sentence."""
    if each.kind == "ledger":
        now = f"底账现在是 {each.now}" if each.now else "底账现在没有这个数"
        then = f"写报告时是 {each.before}" if each.before else "写报告时没有印"
        return f"{each.figure}：{then}，{now}"
    if each.kind == "typed":
        return f"{each.now}：与 {each.figure} 相同" if each.figure else each.now
    if each.kind == "changed":
        also = f"，别处仍是 {each.also}" if each.also else ""
        return f"{each.figure}：应是 {each.before}，文件里是 {each.now}{also}"
    if each.kind == "contradicts":
        return f"{each.now}：像是在说 {each.figure}，那里是 {each.before}"
    return f"{each.figure}：{_BECAME[each.kind]} {each.before}"


_BECAME = {"deleted": "删去了", "moved": "挪了地方，仍是", "doubled": "重复出现，仍是"}
