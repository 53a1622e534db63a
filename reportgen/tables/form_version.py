"""A kind of sheet -> the version of the form that is made of it; a form's version and its columns -> whether it is of
another time, and what is different.

Letters only: no year and no number can be read out of a version.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from reportgen.expressions import expression
from reportgen.model import Field, Kind

SAID = "表样版本"
_VERSION = expression(rf"{SAID}[:：]\s*(?:[\w.+]+-)?([A-Z]{{6}})(?![A-Z])")


def version_of(kinds: Iterable[Kind]) -> str:
    """Return six letters that are others whenever a field of the kinds is declared otherwise, but for those that only some
    departments are asked for.
    """
    declared = [
        (kind.title, kind.key, [[name, {**asdict(each), "example": ""}] for name, each in _of_all(kind)])
        for kind in kinds
    ]
    digest = hashlib.sha256(json.dumps(declared, ensure_ascii=False, sort_keys=True).encode()).digest()
    return "".join(chr(65 + byte % 26) for byte in digest[:6])


def _of_all(kind: Kind) -> list[tuple[str, Field]]:
    return [(name, each) for name, each in kind.fields.items() if not each.only]


def other_version(kind: Kind, texts: Iterable[str]) -> str:
    """Return the version that the lines above a table give, where it is not today's; else an empty string."""
    found = next((match[1] for text in texts if (match := _VERSION.search(text))), "")
    return found if found and found != version_of([kind]) else ""


def differences(kind: Kind, there: Iterable[str], unknown: Sequence[str]) -> str:
    """Return in words which fields a table lacks and which headings it has beside them; empty where there are none."""
    lacking = [name for name, _ in _of_all(kind) if name not in set(there)]
    parts = [f"没有“{'”“'.join(lacking)}”"] if lacking else []
    parts += [f"多出“{'”“'.join(unknown)}”"] if unknown else []
    return "，".join(parts)
