"""What the 合计 rows of sheets state, as the ledger has them: the fields of which every table of a kind says the sum."""

from __future__ import annotations

from reportgen.ledger.reading import Ledger


def stated_totals(ledger: Ledger, kind: str, year: int) -> frozenset[str]:
    """Return the fields of which each table of a kind that has rows states the sum, typed and not worked out by a formula.
    What is stated agrees with the rows, or there is an error.
    """
    tables = ledger._connection.execute(
        "SELECT id FROM _tables WHERE kind = ? AND year = ? AND replaced = '' AND rows > 0", (kind, year)
    )
    stated = [
        frozenset(name for name, (_, _, live) in ledger.numbers.sums(source).totals.items() if not live)
        for (source,) in tables.fetchall()
    ]
    return frozenset.intersection(*stated) if stated else frozenset()
