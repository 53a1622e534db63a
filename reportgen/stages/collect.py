"""Stage 1: workbooks and a profile -> rows in the ledger, and what could not be read."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reportgen.ledger.overlaps import SAME_ROWS, is_keyed
from reportgen.ledger.reading import TURNED_AWAY
from reportgen.ledger.writing import WritableLedger
from reportgen.model import Entry, FileRefused, Place, Profile
from reportgen.rules import finding
from reportgen.stages import collect_file as intake
from reportgen.stages.collect_file import Reader
from reportgen.stages.collect_many import Crew, Job, processors
from reportgen.workbook.read import Dangerous
from reportgen.workspace.incoming import Incoming
from reportgen.workspace.versions import later, later_by_name, same_but_for_version

MANY = 250  # files to read; fewer are read sooner by one process than two are started
_ENDED = "文件会使读取程序中断，没有读；请用 Excel 或 WPS 打开后另存为 .xlsx"
Advance = Callable[[int], None]


@dataclass(slots=True)
class Collected:
    """What one run of collect did; `refused` and `unrecognised` name file (and sheet) with the reason, `replaced` a
    file, its sheet, and the file that has its rows as they should be.
    """

    workbooks: int = 0
    sheets: int = 0
    rows: int = 0
    unchanged: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    unrecognised: list[tuple[str, str, str]] = field(default_factory=list)
    replaced: list[tuple[str, str, str]] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)


def collect_files(
    ledger: WritableLedger,
    profile: Profile,
    files: Sequence[Incoming],
    *,
    folder: Path,
    unit: str = "",
    year: int | None = None,
    gone: Collection[str] = (),
    advance: Advance = lambda count: None,
) -> Collected:
    """Read files into the ledger; one whose content and profile are as before is not read again. Those named in `gone`
    are forgotten.

    `year` is the one asked for; `folder` is where workers may write for a while. A bad workbook is remembered with
    its findings and stops none of the others. Raises CannotRun.
    """
    done = Collected(dropped=sorted(gone))
    wanted = [file for file in files if not (year and file.year and year != file.year)]
    known = {each.file: each for each in ledger.workbooks()}
    changed = [file for file in wanted if not _as_before(file, known.get(file.name), profile, year)]
    names = {file.storable_name for file in changed}
    released = ledger.replaced_by({*gone, *names}) - {*gone, *names}
    changed += [file for file in wanted if file.name in released]
    names |= released & {file.name for file in wanted}
    done.unchanged = len(wanted) - len(changed)
    advance(done.unchanged)
    if changed or gone or ledger.unfinished:
        ledger.begin()
        for name in gone:
            ledger.drop(name)
        ledger.outdate(released - names)
        job = Job(Reader(profile.kinds, profile.departments, profile.digest), unit, year, ledger.now)
        _read(ledger, job, changed, folder, advance)
        done.workbooks, done.sheets, done.rows = ledger.counts(names)
        _supersede(ledger, profile, {file.name: file for file in files})
        ledger.finish()
    here = {file.storable_name for file in wanted}
    done.refused = [
        (file.name, f"文件夹是{file.year}年，--year 却是{year}年，没有读")
        for file in files
        if year and file.year and year != file.year
    ]
    done.refused += [each for each in ledger.refused() if each[0] in here]
    done.unrecognised = [each for each in ledger.unrecognised(TURNED_AWAY) if each[0] in here]
    done.replaced = [each for each in ledger.replaced() if each[0] in here]
    return done


def _as_before(file: Incoming, before: Entry | None, profile: Profile, year: int | None) -> bool:
    """Whether a file has been collected with this content, profile and year."""
    if before is None or before.profile != profile.digest:
        return False
    asked = 0 if file.loose else year  # a loose file is remembered as one of no year
    if asked not in (None, before.year):
        return False
    try:
        return hashlib.sha256(file.read()).hexdigest() == before.sha256
    except (OSError, FileRefused):
        return False


def _read(
    ledger: WritableLedger, job: Job, files: Sequence[Incoming], folder: Path, advance: Advance
) -> None:
    """Read files into the ledger: in this process where they are few, and none of them may end it."""
    many = len(files) >= MANY
    dangerous: list[Incoming] = []
    collecting = gc.isenabled()
    gc.disable()
    try:
        with Crew(job, folder, processors() if many else 1) as crew:
            for file in () if many else files:
                try:
                    taken = intake.take(job.reader, file, job.year)
                except Dangerous:
                    if not dangerous:
                        crew.start()
                    dangerous.append(file)
                    continue
                ledger.replace(taken.workbook, taken.tables, taken.problems, job.unit)
                advance(1)
            for batch in crew.read(files if many else dangerous):
                if batch.shard:
                    ledger.merge(batch.shard)
                    batch.shard.unlink(missing_ok=True)
                else:
                    taken = intake.refuse(job.reader, batch.files[0], _ENDED)
                    ledger.replace(taken.workbook, taken.tables, taken.problems, job.unit)
                advance(len(batch.files))
    finally:
        if collecting:
            gc.enable()


def _supersede(ledger: WritableLedger, profile: Profile, files: Mapping[str, Incoming]) -> None:
    """Let corrected files take the place of what they correct: tables of which another one, from the same department
    and newer, has nearly all rows. Where a kind has no key, the same words and days may be those of two events: then the
    names must say that one is a version of the other, or most of these rows must be the same throughout.
    """
    replaced: dict[int, int] = {}
    for one, two, shared, of_one, of_two in ledger.overlaps():
        first, second = ledger.origin(one).file, ledger.origin(two).file
        named = later_by_name(first, second)
        order = named or later(files.get(first), files.get(second), ledger.since(first), ledger.since(second))
        old, new, whole = (one, two, of_one) if order > 0 else (two, one, of_two)
        if not order or shared < SAME_ROWS * whole:
            continue
        if (
            (named and same_but_for_version(first, second))
            or is_keyed(profile.kinds[ledger.origin(one).kind])
            or 2 * ledger.alike(one, two) >= shared
        ):
            replaced[old] = new
    for old, new in replaced.items():
        if not _ends(replaced, old):
            continue
        origin, by = ledger.origin(old), ledger.origin(new).file
        message = f"{by} 里有更新的一份，这张表没有计入"
        place = Place(origin.file, origin.sheet)
        ledger.supersede(old, by, finding("OWE003", message, place))


def _ends(replaced: Mapping[int, int], old: int) -> bool:
    """Whether a table's successors come to one that nothing replaces, and not, by way of names and days that contradict
    each other, back to one of them.
    """
    seen = {old}
    while old in replaced:
        old = replaced[old]
        if old in seen:
            return False
        seen.add(old)
    return True
