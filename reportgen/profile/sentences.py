"""A check's sentence and a row that it finds wrong -> what is said of the row."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from reportgen.expressions import expression
from reportgen.ledger.sql_functions import TOKEN
from reportgen.numerals import number_text
from reportgen.profile.queries import PLACEHOLDER

_TOKEN = expression(f"{TOKEN}[0-9a-f]*")


def filled(sentence: str, row: Mapping[str, Any]) -> str:
    """Return a sentence with the values of a row in the place of the columns' names; nothing personal is in it."""

    def said(match: re.Match[str]) -> str:
        value = row.get(match[1])
        if isinstance(value, float):
            return number_text(value)
        return "空白" if value is None else str(value)

    return _TOKEN.sub("***", PLACEHOLDER.sub(said, sentence))
