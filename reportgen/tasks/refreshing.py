"""A report that people have edited, and the ledger as it is now -> their file with the new figures as tracked changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from reportgen.invocation import command
from reportgen.model import CannotRun
from reportgen.periods import named
from reportgen.tasks.expected import texts_of
from reportgen.tasks.verifying import File, compare_with
from reportgen.verification.alignment import NONE
from reportgen.word.package import NotWordError

if TYPE_CHECKING:
    from reportgen.model import Figure, Profile
    from reportgen.tasks.expected import Expected
    from reportgen.tasks.verifying import Told as Compared
    from reportgen.verification.renewal import Changed, Left, Renewal, Told
    from reportgen.word.manifest import Manifest
    from reportgen.word.marked_passages import MarkedFile
    from reportgen.workspace.settings import Workspace

IN_CHART = "图表"  # where a figure stands that a chart shows
Said = TypeVar("Said", "Changed", "Told", "Left")


class Refreshed(NamedTuple):
    """The file that was written, or None where there was nothing to change; what was changed, inserted and struck in it, and
    what was left to people, each with its place; `kept` as in Rendered.
    """

    file: Path | None
    changed: Sequence[tuple[Changed, str]]
    inserted: Sequence[tuple[Told, str]]
    struck: Sequence[tuple[Told, str]]
    left: Sequence[tuple[Left, str]]
    kept: Path | None = None

    @property
    def contradicts(self) -> bool:
        """Whether the file will say something else than the ledger when all is accepted."""
        return bool(self.left)


def when(workspace: Workspace, profile: Profile, year: int) -> str:
    """Return when the last of a year's workbooks was collected, in UTC: the time of the changes, which is not now, so that
    the same ledger gives the same file. Raises CannotRun.
    """
    from reportgen.ledger.reading import open_to_read

    with open_to_read(workspace.ledger, profile.kinds) as ledger:
        last = max((each.collected for each in ledger.handed(year)), default="")
    return datetime.fromisoformat(last).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if last else ""


def need_word(file: Path) -> None:
    """Refuse what is no Word file by its name. Raises CannotRun."""
    if file.suffix.lower() != ".docx":
        raise CannotRun(f"“{file}”不是 .docx 文件，不能更新；请用 Word 或 WPS 另存为 .docx")


def read(workspace: Workspace, file: Path, output: Path | None) -> tuple[MarkedFile, Path]:
    """Read a report that people have edited; return it with the place for the new one. Raises CannotRun."""
    from reportgen.tasks.verifying import read as read_file
    from reportgen.workspace.issued import check_output

    need_word(file)
    marked = read_file(file).marked
    assert marked is not None
    if not marked.manifest and not any(each.marks for each in marked.passages):
        raise CannotRun(
            f"“{file}”里没有标记，不知道它是哪一次写出的报告，没有更新；"
            f"请用 {command('verify')} 查出不一致的数，在文件里照着改"
        )
    place = output or file.with_name(f"{file.stem}（更新）.docx")
    if place.exists() and place.samefile(file):
        raise CannotRun(f"“{place}”就是要更新的文件，不能写在它上面；请另写一个文件名")
    check_output(workspace, place)
    return marked, place


def refresh(
    workspace: Workspace,
    edited: MarkedFile,
    due: Expected,
    figures: Mapping[str, Figure],
    year: int,
    output: Path,
    when: str,
) -> Refreshed:
    """Write the edited report anew with what the report of a year is due to say, as tracked changes. Raises CannotRun."""
    from reportgen.verification.renewal import Changed, Report, renewal
    from reportgen.verification.untouched import Edited
    from reportgen.word.renewed_charts import changes
    from reportgen.word.stretches import tracked, units
    from reportgen.workspace.receipts import issue_report

    old = _issued(workspace, year, edited, due.manifest)
    was, issued = (
        Report(texts_of(each, each.manifest), units(each), [one.held for one in tracked(each)])
        for each in (old, due.marked)
    )
    theirs = Edited(texts_of(edited, old.manifest), units(edited), tracked(edited))
    found = renewal(was, issued, theirs)
    told: Sequence[Changed | Told | Left] = [*found.changed, *found.inserted, *found.struck, *found.left]
    places = _places(edited, {each.passage for each in told if each.passage != NONE})
    changed, inserted, struck, left = (
        _placed(found.changed, places),
        _placed(found.inserted, places),
        _placed(found.struck, places),
        _placed(found.left, places),
    )
    drawn = changes(edited.package, old.package, due.marked.package)
    changed += [(Changed(*each, NONE), IN_CHART) for each in drawn]
    if not (changed or inserted or struck):
        return Refreshed(None, [], [], [], left)
    made = _renewed(edited, old, due.marked, found, when)
    left += _still_wrong(compare_with(workspace, due, year, File(output, made)), found.left)
    kept, _ = issue_report(workspace, output, made, year, figures, filled=due.render())
    return Refreshed(output, changed, inserted, struck, left, kept)


def _renewed(edited: MarkedFile, old: MarkedFile, new: MarkedFile, found: Renewal, when: str) -> bytes:
    """The edited report with all that is to be done in it, its charts drawn anew. Raises CannotRun."""
    from reportgen.word.renewed import renew
    from reportgen.word.renewed_charts import redrawn

    try:
        made = renew(edited, new, found.replacements, found.removals, found.additions, when)
        return redrawn(made, old.package, new.package)
    except NotWordError as error:
        raise CannotRun(f"修订写不进去：{error}") from None


def _places(edited: MarkedFile, wanted: set[int]) -> Mapping[int, str]:
    """Where a person finds these paragraphs. Raises CannotRun."""
    try:
        return edited.places(wanted)
    except NotWordError as error:
        raise CannotRun(f"改过的报告读不了：{str(error).replace('模板', '文件')}") from None


def _placed(told: Sequence[Said], places: Mapping[int, str]) -> list[tuple[Said, str]]:
    return [(each, places.get(each.passage, "")) for each in told]


def _issued(workspace: Workspace, year: int, edited: MarkedFile, new: Manifest) -> MarkedFile:
    """The report that people have edited, as it was issued: of several that say the same of themselves the likest one."""
    from reportgen.word.marked_passages import read as read_marked
    from reportgen.workspace.issued_copies import copies

    own = edited.manifest
    if own and (own.unit, own.year) != (new.unit, new.year):
        raise CannotRun(
            f"这份文件是{own.unit}{named(own.year)}的报告，不是{new.unit}{named(new.year)}的，没有更新"
        )
    said = {each.text for each in edited.passages}
    kept = [read_marked(each) for each in copies(workspace, year, own)]
    if not kept:
        raise CannotRun(
            "底账旁边没有这份报告写出时的留底（不是在这个工作目录里写的，或者留底丢了），"
            f"分不清哪些话是人改的，没有更新；请用 {command('verify')} 查出不一致的数，在文件里照着改"
        )
    return max(kept, key=lambda each: sum(passage.text in said for passage in each.passages))


def _still_wrong(told: Compared, left: Sequence[Left]) -> list[tuple[Left, str]]:
    """What the new file says otherwise than the ledger, besides what is known to be left."""
    from reportgen.verification.renewal import Left

    known = {(each.figure, each.typed) for each in left}
    return [
        (Left("contradicts", each.figure, "", each.now, each.before, each.text), place)
        for each, place in zip(told.verified.differences, told.places, strict=True)
        if each.contradicts and (each.figure, each.now) not in known
    ]
