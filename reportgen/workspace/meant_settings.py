"""Settings as YAML reads them -> as they were meant: years, days and words that it takes for something else as texts."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from typing import Any


def meant(data: Any) -> Any:
    """Return the settings of a workspace with names and texts as texts; what is of another shape stays as it is."""
    return _with_bodies(_with_days(_with_weights(_with_departments(_with_texts(data)))))


def _with_texts(data: Any) -> Any:
    """Settings with years and days under `report` as text: YAML reads an unquoted 2023 and 2023-11-30 as a number and a
    date.
    """
    if isinstance(data, dict) and isinstance(data.get("report"), dict):
        report = {
            str(name) if isinstance(name, int) else name: {key: _text(text) for key, text in texts.items()}
            if isinstance(texts, dict)
            else _text(texts)
            for name, texts in data["report"].items()
        }
        return {**data, "report": report}
    return data


def _with_departments(data: Any) -> Any:
    """Settings in which a department of which no more is said has nothing below its name."""
    if isinstance(data, dict) and isinstance(data.get("departments"), dict):
        named = {name: {} if said is None else said for name, said in data["departments"].items()}
        return {**data, "departments": named}
    return data


def _with_bodies(data: Any) -> Any:
    """Settings in which each body has something said of it, be it nothing, and its texts are texts."""
    if not isinstance(data, dict) or not isinstance(data.get("bodies"), (dict, list)):
        return data
    bodies = data["bodies"]
    named = (
        bodies if isinstance(bodies, dict) else {each: None for each in bodies if isinstance(each, Hashable)}
    )
    return {
        **data,
        "bodies": {name: {} if said is None else _with_texts(said) for name, said in named.items()},
    }


def _with_weights(data: Any) -> Any:
    """Settings in which `off`, which YAML reads as no, is a word."""
    if isinstance(data, dict) and isinstance(data.get("severity"), dict):
        words = {code: "off" if said is False else said for code, said in data["severity"].items()}
        return {**data, "severity": words}
    return data


def _with_days(data: Any) -> Any:
    """Settings with the years and the days of holidays as text."""
    if isinstance(data, dict) and isinstance(data.get("holidays"), dict):
        plans = {
            str(year): {
                key: list(map(_text, days)) if isinstance(days, list) else days for key, days in plan.items()
            }
            if isinstance(plan, dict)
            else plan
            for year, plan in data["holidays"].items()
        }
        return {**data, "holidays": plans}
    return data


def _text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
