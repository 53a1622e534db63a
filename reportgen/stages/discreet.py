"""Findings, and the people whom the ledger knows -> findings that quote none of them, and no personal number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache, lru_cache

from reportgen.aliases import ANY, known
from reportgen.expressions import expression
from reportgen.ledger.reading import Ledger
from reportgen.model import Finding, Profile, Value
from reportgen.values.people import People, people
from reportgen.values.personal import masked

_MASK = "***"
_PAIRED = expression("[^“”]*(?:“[^“”]*”[^“”]*)*")
_QUOTED = expression("“([^“”]*)”")
_AROUND_ALL = expression("“(.*)”", re.DOTALL)  # of a cell that has such signs of its own
_LISTED = expression("((?:表头|表里有)：)(.*)", re.DOTALL)
_NOBODY = expression(
    r".*\.[A-Za-z]{2,5}|(?:19|20)\d\d\D\d{1,2}\D\d{1,2}\D?|[^一-鿿]{0,5}"
)  # a file, a day, too short for a number


def known_people(ledger: Ledger, profile: Profile) -> People:
    """Return the people of the ledger's personal columns; the words of profile and template are no names by themselves."""
    words = [*profile.lines, *(kind.title for kind in profile.kinds.values()), *profile.figures]
    words += [name for kind in profile.kinds.values() for name in kind.fields]
    return _people(frozenset(ledger.personal()), tuple(words))


@lru_cache(maxsize=2)
def _people(values: frozenset[Value], words: tuple[str, ...]) -> People:
    """The people whom some values name; asked of the same ledger several times."""
    return people(values, words)


def discreet(ledger: Ledger, profile: Profile, findings: Sequence[Finding]) -> list[Finding]:
    """Return findings without what is personal in the cells that they quote: a name may stand in a column that is none of
    names, where columns are shifted.
    """
    words = discreet_texts(ledger, profile, (text for each in findings for text in (each.message, each.fix)))
    told = zip(findings, words[::2], words[1::2], strict=True)
    return [
        each if (each.message, each.fix) == (message, fix) else replace(each, message=message, fix=fix)
        for each, message, fix in told
    ]


def discreet_texts(ledger: Ledger, profile: Profile, texts: Iterable[str]) -> list[str]:
    """Return sentences in the same way."""
    texts = list(texts)
    if not any("“" in each or "：" in each for each in texts):
        return texts
    known, ordinary = known_people(ledger, profile), _words(profile)

    @cache
    def hidden(said: str) -> str:
        if said in ordinary or _NOBODY.fullmatch(said):
            return said
        return _MASK if known.are_in(said) else masked(said)

    @cache
    def sentence(text: str) -> str:
        quoted = _QUOTED if _PAIRED.fullmatch(text) else _AROUND_ALL
        text = quoted.sub(lambda found: f"“{hidden(found[1])}”", text)
        return _LISTED.sub(lambda found: found[1] + "、".join(map(hidden, found[2].split("、"))), text)

    return [sentence(each) for each in texts]


def _words(profile: Profile) -> frozenset[str]:
    """What a sentence says by itself: the profile's and the settings' own words."""
    fields = [pair for kind in profile.kinds.values() for pair in kind.fields.items()]
    words = {word for name, each in fields for word in (name, *each.aliases, *each.enum, *each.synonyms)}
    kinds = {word for name, kind in profile.kinds.items() for word in (name, kind.title)}
    departments = set(known(profile.departments, profile.aliases, ANY))
    return frozenset(words | kinds | departments | {*profile.figures})
