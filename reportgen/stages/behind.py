"""Stage 2c: what the collection found, and the inbox as it is now -> what the ledger does not know yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportgen.invocation import command
from reportgen.ledger.reading import Ledger
from reportgen.model import Finding
from reportgen.rules import finding
from reportgen.workspace.changes import since
from reportgen.workspace.settings import Workspace

INBOX, ELSEWHERE, AWAY = "FIL020", "FIL021", "FIL022"
CODES = (INBOX, ELSEWHERE, AWAY)
_NAMED = 3


def behind(ledger: Ledger, workspace: Workspace, year: int, *, as_collected: bool = False) -> list[Finding]:
    """Return what has happened to the files of a year, and of the year before, since they were collected.

    With `as_collected` it is wanted so, and all that is left to do is to say it.
    """
    known = ledger.files()
    found = since(workspace, known, (year - 1, year))
    told = [
        *(
            _in_the_inbox(workspace, found.changed, found.added, found.gone)
            if known
            else _not_begun(found.added)
        ),
        *_elsewhere(_of_the_year(ledger, found.elsewhere, year)),
        *_away(_of_the_year(ledger, found.away, year)),
    ]
    return [_as_wanted(each) for each in told] if as_collected else told


def _as_wanted(each: Finding) -> Finding:
    if each.severity == "warning":
        return each
    message = f"{each.message}；已按 --as-collected 用原来的数"
    fix = f"要用现在的表，运行 {command('collect')} 再收一次。" if each.code == INBOX else each.fix
    return replace(each, severity="warning", message=message, fix=fix)


def _of_the_year(ledger: Ledger, names: Sequence[str], year: int) -> list[str]:
    """The files, archives among them, of which something is of a year, of the one before, or of none."""
    if not names:
        return []
    files = [each.file for each in ledger.workbooks() if each.year in (0, year - 1, year)]
    return [name for name in names if any(file == name or file.startswith(f"{name}/") for file in files)]


def _in_the_inbox(
    workspace: Workspace, changed: Sequence[str], added: Sequence[str], gone: Sequence[str]
) -> Iterator[Finding]:
    sorts = (("改过", changed), ("新来", added), ("不见了", gone))
    said = [f"{len(names)}个{what}（{_listed(names)}）" for what, names in sorts if names]
    if not said:
        return
    shown = workspace.name_of(workspace.inbox)
    if not workspace.inbox.is_dir():
        yield finding(INBOX, f"来件夹“{shown}”不在了，底账里的数已经对不到文件")
        return
    again = f"运行 {command('collect')} 再收一次；确要用已收集的数，生成时写 render --as-collected。"
    yield finding(INBOX, f"收集以后，来件夹里的文件有{'，'.join(said)}，底账里还是原来的", fix=again)


def _not_begun(added: Sequence[str]) -> Iterator[Finding]:
    if added:
        message = f"来件夹里有{len(added)}个文件还没有收集（{_listed(added)}）"
        yield finding(INBOX, message, fix=f"运行 {command('collect')}")


def _elsewhere(names: Sequence[str]) -> Iterator[Finding]:
    if names:
        message = f"从来件夹外面收来的文件有{len(names)}个收集以后改过（{_listed(names)}），底账里还是原来的"
        fix = (
            f"再收一次：运行 {command('collect', _quoted(names[0]), '--year', '年度')}；最好把文件放进来件夹"
        )
        yield finding(ELSEWHERE, message, fix=fix)


def _away(names: Sequence[str]) -> Iterator[Finding]:
    if names:
        message = (
            f"从来件夹外面收来的文件有{len(names)}个已不在原处（{_listed(names)}），底账里的数对不到文件"
        )
        yield finding(AWAY, message)


def _listed(names: Sequence[str]) -> str:
    return "、".join(names[:_NAMED]) + ("等" if len(names) > _NAMED else "")


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name
