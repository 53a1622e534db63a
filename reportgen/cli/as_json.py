"""The JSON that commands print: English keys, stable from version to version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.invocation import as_data
from reportgen.model import Check, Figure, Finding, Rule, Source, column_letters, count_errors, unexplained
from reportgen.movements import change

if TYPE_CHECKING:
    from reportgen.opening import ProfileChecked
    from reportgen.pipeline import Form, Rendered
    from reportgen.proofreading.typed_numbers import Literal
    from reportgen.stages.classify import RowRead, SheetRead
    from reportgen.stages.collect import Collected
    from reportgen.stages.owed import Refusal
    from reportgen.stages.status import Submission, Submissions
    from reportgen.tasks.beginning import Begun
    from reportgen.tasks.copies import Known

_OF_A_CHECK = (
    "title",
    "sheet",
    "severity",
    "says",
    "marks",
    "fails",
    "query",
    "example",
    "basis",
    "fix",
    "file",
)


def collected(done: Collected) -> dict[str, Any]:
    """Return what `collect` prints."""
    return {
        "workbooks": done.workbooks,
        "sheets": done.sheets,
        "rows": done.rows,
        "unchanged": done.unchanged,
        "dropped": done.dropped,
        "passed": dict(done.passed),
        "replaced": [{"file": name, "sheet": sheet, "by": by} for name, sheet, by in done.replaced],
        "refused": [{"file": name, "reason": reason} for name, reason in done.refused],
        "unrecognised": [
            {"file": name, "sheet": sheet, "reason": reason} for name, sheet, reason in done.unrecognised
        ],
        "accounts": [{**each._asdict(), "kind": each.kind or None} for each in done.accounts],
    }


def reading(file: str, found: Sequence[SheetRead]) -> dict[str, Any]:
    """Return what `reading` prints."""
    sheets = [
        {
            "sheet": each.name,
            "titles": list(each.kinds),
            "filled": each.filled,
            "cells": dict(each.cells),
            "rows": [_row(row) for row in each.rows],
        }
        for each in found
    ]
    return {"file": file, "sheets": sheets}


def _row(row: RowRead) -> dict[str, Any]:
    cells = {
        f"{column_letters(column)}{row.number}": {"text": text, "class": sort}
        for column, (text, sort) in row.cells.items()
    }
    return {"row": row.number, "class": row.sort, "words": row.words, "cells": cells}


def submissions(found: Submissions) -> dict[str, Any]:
    """Return what `status` prints."""
    departments = [
        {
            "department": each.name,
            "sheets": [_submission(sheet) for sheet in each.submissions],
            "unread": [{**_refusal(one), "severity": one.severity} for one in each.unread],
        }
        for each in found.departments
    ]
    return {
        **as_data(found.year),
        "outdated": found.outdated,
        "owed": found.owed,
        "received": found.received,
        "zero": found.zero,
        "missing": found.missing,
        "refused": found.refused,
        "unread": found.unread,
        **behind(found.behind),
        "departments": departments,
    }


def findings(found: Sequence[Finding]) -> dict[str, Any]:
    """Return what `validate` prints."""
    listed = [
        {
            "code": each.code,
            "severity": each.severity,
            "department": each.department,
            "file": each.place.file,
            "sheet": each.place.sheet,
            "cell": each.place.cell,
            "message": each.message,
            "basis": each.basis,
            "fix": each.fix,
            **({"waived": each.waived} if each.waived else {}),
            **({"suspects": _suspects(each)} if each.suspects else {}),
        }
        for each in found
    ]
    errors, still = count_errors(found), len(unexplained(found))
    waived = {"waived": len(found) - still} if still < len(found) else {}
    return {"findings": listed, "errors": errors, "warnings": still - errors, **waived}


def _suspects(found: Finding) -> list[dict[str, Any]]:
    """Who is suspected, the likeliest first; of an exchange, both."""
    listed = []
    for each in found.suspects:
        value = int(each.value) if each.value == int(each.value) else each.value
        said = {"cell": each.cell or None, "value": value, "slip": each.slip or None}
        listed.append({**said, "crossed": each.crossed, "equally": each.equally})
    return listed


def behind(found: Sequence[Finding]) -> dict[str, Any]:
    """Return what goes with anything that the ledger says while it does not know all that is in the inbox."""
    listed = [
        {"code": each.code, "severity": each.severity, "message": each.message, "fix": each.fix}
        for each in found
    ]
    return {"behind": listed} if listed else {}


def rendered(done: Rendered) -> dict[str, Any]:
    """Return what `render` prints."""
    file = str(done.file) if done.file else None
    return {
        "file": file,
        **_kept(done.kept),
        "draft": done.draft,
        **({"changes": [each._asdict() for each in done.changes]} if done.changes else {}),
        **({"moved": [each._asdict() for each in done.moved]} if done.moved else {}),
        **findings(done.findings),
        "numbers": _numbers(done.numbers),
    }


def begun(done: Begun) -> dict[str, Any]:
    """Return what was written for a new workspace, and what was there, as data."""
    listed = {"written": done.written, "kept": done.there}
    named = {key: [{"name": name, "what": what} for name, what in each] for key, each in listed.items()}
    return {"directory": str(done.root), **as_data(done.year), **named}


def known_profile(found: Known) -> dict[str, Any]:
    """Return a profile that there is, as data."""
    return {**found._asdict(), "folder": str(found.folder)}


def profile_checked(done: ProfileChecked) -> dict[str, Any]:
    """Return what `profile check` prints."""
    return {
        "profile": done.name,
        **findings(done.findings),
        "numbers": _numbers(done.numbers),
        "examples": done.examples,
        "without_example": done.without,
    }


def _numbers(found: Sequence[Literal]) -> list[dict[str, Any]]:
    """The numbers that the template's author has written."""
    return [
        {
            "text": each.text,
            "place": each.place,
            "sentence": each.sentence,
            "class": each.sort,
            "fixed": each.fixed,
            "figure": each.figure or None,
        }
        for each in found
    ]


def _kept(file: Path | None) -> dict[str, Any]:
    """Where a file is kept that people had changed, if there was one."""
    return {"kept": str(file)} if file else {}


def forms(written: Sequence[Form]) -> dict[str, Any]:
    """Return what `forms` prints."""
    files = [
        {
            "department": each.department,
            "file": str(each.file),
            **_kept(each.kept),
            "sheets": list(each.sheets),
            **({"carried": dict(each.carried)} if each.carried else {}),
            **({"withheld": list(each.withheld)} if each.withheld else {}),
            **({"wrong": dict(each.wrong)} if each.wrong else {}),
        }
        for each in written
    ]
    return {"files": files}


def figure(shown: Figure, sources: Sequence[Source]) -> dict[str, Any]:
    """Return one entry of what `figures` prints."""
    return {
        "name": shown.definition.full_name,
        "value": _value(shown),
        "text": shown.text,
        "unit": shown.definition.unit,
        "previous": shown.previous,
        "change": change(shown),
        "sources": [{"file": each.file, "sheet": each.sheet, "row": each.row} for each in sources],
    }


def trace(shown: Figure, sources: Sequence[Source]) -> dict[str, Any]:
    """Return what `trace` prints."""
    return {
        "name": shown.definition.full_name,
        "value": _value(shown),
        "definition": str(shown.definition),
        "sources": [
            {"file": each.file, "sheet": each.sheet, "row": each.row, "cells": dict(each.cells)}
            for each in sources
        ],
    }


def rule(code: str, shown: Rule | Check, level: str = "") -> dict[str, Any]:
    """Return what `explain` prints; of a check, what most do without only where it is there."""
    if isinstance(shown, Rule):
        said = {name: getattr(shown, name) for name in ("title", "severity", "why", "fix", "example")}
    else:
        plain = {each.name for each in fields(shown) if each.default == getattr(shown, each.name)}
        rare = plain - set(_OF_A_CHECK)
        said = {name: said for name, said in asdict(shown).items() if name not in rare}
    return {**said, "code": code, **({"level": level} if level else {})}


def _submission(shown: Submission) -> dict[str, Any]:
    return {
        "kind": shown.kind.name,
        "title": shown.kind.title,
        "owed": shown.owed,
        "state": shown.state,
        "rows": shown.rows,
        "errors": shown.errors,
        "files": [
            {"file": each.file, "sheet": each.sheet, "rows": each.rows, "collected": each.collected}
            for each in shown.files
        ],
        "refused": [_refusal(each) for each in shown.refused],
        "replaced": [
            {"file": each.file, "sheet": each.sheet, "by": each.replaced} for each in shown.replaced
        ],
        "reason": "；".join(each.reason for each in shown.refused) or shown.remark,
    }


def _refusal(shown: Refusal) -> dict[str, Any]:
    return {"file": shown.file, "sheet": shown.sheet, "reason": shown.reason}


def _value(shown: Figure) -> Any:
    return shown.value if shown.items is None else [dict(item) for item in shown.items]
