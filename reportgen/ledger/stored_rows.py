"""Rows as they are stored -> their values by field, in the fields' types."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from reportgen.ledger import file as store
from reportgen.ledger.sql import quote
from reportgen.model import Kind, Value

_AT_ONCE = 500  # rows of one statement


def rows(
    connection: sqlite3.Connection, kind: Kind, places: Sequence[tuple[int, int]], *, personal: bool
) -> Iterator[dict[str, Value]]:
    """Return rows of a kind, given as (source, row), by field; those that are personal are left out unless asked for."""
    fields = {name: field for name, field in kind.fields.items() if personal or not field.personal}
    names = ", ".join(("_id", *map(quote, fields)))
    converted = {name: field.type for name, field in fields.items() if field.type in ("date", "boolean")}
    for start in range(0, len(places), _AT_ONCE):
        ids = [source << store.ROW_BITS | row for source, row in places[start : start + _AT_ONCE]]
        asked = ", ".join("?" * len(ids))
        select = f"SELECT {names} FROM main.{quote(kind.name)} WHERE _id IN ({asked})"
        found = {each[0]: each for each in connection.execute(select, ids)}
        for id_ in ids:
            row = dict(zip(fields, found[id_][1:], strict=True))
            for name, type_ in converted.items():
                row[name] = typed(row[name], type_)
            yield row


def typed(value: Any, field_type: str) -> Value:
    """Return a stored value in its field's type."""
    if value is None:
        return None
    if field_type == "date":
        return date.fromisoformat(value)
    result: Value = bool(value) if field_type == "boolean" else value
    return result
