"""What the 合计 rows of sheets state, as the ledger has them: the fields of which every table of a kind says the sum."""

from __future__ import annotations

import json

from reportgen.ledger.reading import Ledger


def stated_totals(ledger: Ledger, kind: str, year: int) -> frozenset[str]:
    """Return the fields of which each table of a kind that has rows states the sum, and an empty name where each states how
    many rows it has. What is stated agrees with the rows, or there is an error.
    """
    accounts = ledger._connection.execute(
        "SELECT account FROM _tables WHERE kind = ? AND year = ? AND replaced = '' AND rows > 0",
        (kind, year),
    )
    stated = [frozenset(json.loads(account)[2]) for (account,) in accounts]
    return frozenset.intersection(*stated) if stated else frozenset()
