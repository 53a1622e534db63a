"""Stage 1: workbooks and a profile -> rows in the ledger, and what could not be read.

What reads workbooks is loaded only where there is one to read.
"""

from __future__ import annotations

import gc
import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.ledger.overlaps import SAME_ROWS, Overlap
from reportgen.ledger.reading import TURNED_AWAY, Accounted
from reportgen.ledger.writing import WritableLedger
from reportgen.model import Entry, FileRefused, Finding, Place, Profile
from reportgen.periods import Period
from reportgen.rules import finding
from reportgen.workspace.incoming import Incoming
from reportgen.workspace.versions import later, later_by_name, same_but_for_version

if TYPE_CHECKING:
    from reportgen.stages.collect_many import Batch, Job

MANY = 250  # files to read; fewer are read sooner by one process than two are started
_ENDED = "文件会使读取程序中断，没有读；请用 Excel 或 WPS 打开后另存为 .xlsx"
Advance = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Collected:
    """What one run of collect did; `refused` and `unrecognised` name file (and sheet) with the reason, `replaced` a
    file, its sheet, and the file that has its rows as they should be. `passed` counts by class the rows that were passed
    over; `accounts`, where asked for, says it sheet by sheet.
    """

    workbooks: int = 0
    sheets: int = 0
    rows: int = 0
    unchanged: int = 0
    refused: Sequence[tuple[str, str]] = ()
    unrecognised: Sequence[tuple[str, str, str]] = ()
    replaced: Sequence[tuple[str, str, str]] = ()
    dropped: Sequence[str] = ()
    passed: Mapping[str, int] = field(default_factory=dict)
    accounts: Sequence[Accounted] = ()


def collect(
    ledger: WritableLedger, profile: Profile, files: Sequence[Incoming], *, folder: Path, unit: str = "",
    year: int | None = None, gone: Collection[str] = (), advance: Advance = lambda count: None,
    detailed: bool = False,
) -> Collected:  # fmt: skip
    """Read files into the ledger; one whose content and profile are as before is not read again. Those named in `gone`
    are forgotten.

    `year` is the one asked for; `folder` is where workers may write for a while. A bad workbook is remembered with
    its findings and stops none of the others. Raises CannotRun.
    """
    wanted = [file for file in files if not (year and file.year and year != file.year)]
    changed, outdated = _changed(ledger, profile, wanted, gone, year)
    advance(len(wanted) - len(changed))
    workbooks, sheets, rows = 0, 0, 0
    if changed or gone or ledger.unfinished:
        ledger.begin()
        ledger.drop(gone)
        ledger.outdate(outdated)
        if changed:
            _read(ledger, profile, changed, folder, unit, year, advance)
        workbooks, sheets, rows = ledger.counts({file.storable_name for file in changed})
        _supersede(ledger, {file.name: file for file in files})
        ledger.finish()
    here = {file.storable_name for file in wanted}
    passed, accounts = _accounts(ledger, {file.storable_name for file in changed}, detailed=detailed)
    return Collected(
        workbooks, sheets, rows, len(wanted) - len(changed),
        [*_of_another_year(files, year), *(each for each in ledger.refused() if each[0] in here)],
        _unrecognised(ledger, profile, here),
        [each for each in ledger.replaced() if each[0] in here],
        sorted(gone), passed, accounts,
    )  # fmt: skip


def _unrecognised(
    ledger: WritableLedger, profile: Profile, files: Collection[str]
) -> list[tuple[str, str, str]]:
    """The sheets of these files that were turned away, with the reasons."""
    found = [each for each in ledger.unrecognised(TURNED_AWAY) if each[0] in files]
    if not found:
        return []
    from reportgen.stages.discreet import discreet_texts

    reasons = discreet_texts(ledger, profile, (reason for *_, reason in found))
    return [(file, sheet, reason) for (file, sheet, _), reason in zip(found, reasons, strict=True)]


def _accounts(
    ledger: WritableLedger, files: Collection[str], *, detailed: bool
) -> tuple[Mapping[str, int], Sequence[Accounted]]:
    """How many rows were passed over, by class, and if wanted the account of each sheet."""
    passed: Counter[str] = Counter()
    accounts = []
    for each in ledger.accounts(files) if files else ():
        passed.update(each.passed)
        if detailed:
            accounts.append(each)
    return dict(passed), accounts


def _changed(
    ledger: WritableLedger,
    profile: Profile,
    wanted: Sequence[Incoming],
    gone: Collection[str],
    year: int | None,
) -> tuple[list[Incoming], set[str]]:
    """The files to read: those that are not as they were, and those that one of these, or one gone, had replaced; and of
    the latter the names of those that are to be read another time.
    """
    known = {each.file: each for each in ledger.workbooks()}
    changed = [file for file in wanted if not _as_before(file, known.get(file.name), profile, year)]
    moved = {*gone, *(file.storable_name for file in changed)}
    answers = {new for old, new in ledger.answered() if old in moved}  # they may lack what had counted there
    released = (ledger.replaced_by(moved) | answers) - moved
    again = [file for file in wanted if file.name in released]
    return [*changed, *again], released - {file.name for file in again}


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


def _of_another_year(files: Sequence[Incoming], year: int | None) -> list[tuple[str, str]]:
    return [
        (
            file.name,
            f"文件夹是{Period(file.year, file.part).named}，--year 却是{Period(year, file.part).named}，没有读",
        )
        for file in files
        if year and file.year and year != file.year
    ]


def _read(
    ledger: WritableLedger, profile: Profile, files: Sequence[Incoming], folder: Path, unit: str, year: int | None,
    advance: Advance,
) -> None:  # fmt: skip
    """Read files into the ledger: in this process where they are few, and none of them may end it."""
    from reportgen.stages.collect_file import Reader, collect_file
    from reportgen.stages.collect_many import Crew, Job, processors
    from reportgen.workbook.read import Dangerous

    job = Job(Reader(profile.kinds, profile.departments, profile.digest, unit, profile.aliases, profile.beside), unit, year, ledger.now)  # fmt: skip
    others = list(files) if len(files) >= MANY else []
    with _no_garbage_collected(), Crew(job, folder, processors() if others else 1) as crew:
        for file in () if others else files:
            try:
                taken = collect_file(job.reader, file, year)
            except Dangerous:
                others.append(file)
                crew.start()
                continue
            ledger.replace(taken.entry, taken.tables, taken.problems, unit)
            advance(1)
        for batch in crew.read(others):
            _take_over(ledger, job, batch)
            advance(len(batch.files))


def _take_over(ledger: WritableLedger, job: Job, batch: Batch) -> None:
    """Put what a worker has read into the ledger, or the word that a file ended it."""
    from reportgen.stages.collect_file import refuse

    if batch.shard:
        ledger.merge(batch.shard)
        batch.shard.unlink()
    else:
        taken = refuse(job.reader, batch.files[0], _ENDED)
        ledger.replace(taken.entry, taken.tables, taken.problems, job.unit)


@contextmanager
def _no_garbage_collected() -> Iterator[None]:
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _supersede(ledger: WritableLedger, files: Mapping[str, Incoming]) -> None:
    """Let corrected files take the place of what they correct: those that were returned first, since they say of what they
    are the correction.
    """
    back = {each.file: each for each in ledger.workbooks() if each.answers}
    for pair in ledger.answered() if back else ():
        old_file, new_file = _in_order(ledger, files, back, *pair)
        if old_file:
            number = back[new_file].answers.partition(" ")[0]
            ledger.answer(old_file, new_file, partial(_replaced, old_file, new_file, number))
        else:
            ledger.tell(_unordered(*pair))
    orders = [_order(ledger, files, each) for each in ledger.overlaps()]
    replaced = dict(each for each in orders if each)
    for old, new in replaced.items():
        if not _ends(replaced, old):
            continue
        origin, by = ledger.origin(old), ledger.origin(new).file
        ledger.supersede(old, by, _replaced(origin.file, by, "", origin.sheet))


def _in_order(
    ledger: WritableLedger, files: Mapping[str, Incoming], back: Mapping[str, Entry], old: str, new: str
) -> tuple[str, str]:
    """The one that is replaced, and the one that came back for it; both empty for two that came back for the same one at
    the same time, where nothing says which is the later.
    """
    one, two = back.get(old), back[new]
    if not one or one.sha256 == two.sha256 or ledger.since(old) != ledger.since(new):
        return old, new
    if one.answers.partition(" ")[0] != two.answers.partition(" ")[0]:
        return old, new
    order = later_by_name(old, new) or later(files.get(old), files.get(new), "", "")
    return ((old, new) if order > 0 else (new, old)) if order else ("", "")


def _unordered(one: str, two: str) -> Finding:
    message = f"{one} 也是这一份退回后交回的，分不清哪一份在后，两份都计了"
    fix = "核对哪一份是改好的，只留那一份；另一份移出来件夹。"
    return finding("OWE004", message, Place(two), fix=fix)


def _replaced(old: str, by: str, round: str, sheet: str) -> Finding:
    """That a sheet, or without one a file, does not count, since there is a newer one: be it of a `round` of returns."""
    what = "这张表" if sheet else "这个文件"
    back = f"（第{round}次退回后交回的）" if round else ""
    return finding("OWE003", f"{by} 里有更新的一份{back}，{what}没有计入", Place(old, sheet))


def _order(ledger: WritableLedger, files: Mapping[str, Incoming], overlap: Overlap) -> tuple[int, int] | None:
    """The table that is replaced and the one that replaces it, of two that share rows: the newer one has nearly all rows
    of the other. The same keys may be those of two ledgers that each begin with 1, the same words and days those of two
    events: so the names must say that one is a version of the other, or most of these rows must agree beside that.
    """
    first, second = ledger.origin(overlap.one).file, ledger.origin(overlap.two).file
    named = later_by_name(first, second)
    order = named or later(files.get(first), files.get(second), ledger.since(first), ledger.since(second))
    old, new, whole = overlap.one, overlap.two, overlap.of_one
    if order < 0:
        old, new, whole = overlap.two, overlap.one, overlap.of_two
    if not order or overlap.shared < SAME_ROWS * whole:
        return None
    sure = (named and same_but_for_version(first, second)) or (
        2 * ledger.agreeing(overlap.one, overlap.two) >= overlap.shared
    )
    return (old, new) if sure else None


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
