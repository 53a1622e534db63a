"""A field's pattern and a text -> whether the text is written so, in limited time. The only module that knows regex."""

from __future__ import annotations

import re
import time
from functools import lru_cache

STEPS = 1_000_000  # that a pattern may take at most to be tried without a clock
SECONDS, SECONDS_IN_ALL = 0.2, 2.0  # for a text, and for all texts that a pattern was not done with
_ATOM = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{[0-9]+\}", re.DOTALL)
_REPEATED_GROUP = re.compile(r"\)[*+?{]")


class TooLong(Exception):
    """A pattern is not done with a text in the time that it has."""


def is_pattern(text: str) -> bool:
    """Whether a text is a regular expression, for either engine."""
    try:
        re.compile(text)
    except (re.error, OverflowError, RecursionError):
        return False
    if _ways(text) is not None:
        return True
    import regex

    try:
        regex.compile(text)
    except (regex.error, OverflowError, RecursionError):
        return False
    return True


def fits(pattern: str, text: str) -> bool:
    """Whether a whole text is written as a pattern says. Raises TooLong."""
    return _of(pattern).fits(text)


def may_fit(pattern: str, text: str) -> bool:
    """Whether a text is known to be written as a pattern says, if there is one."""
    try:
        return not pattern or fits(pattern, text)
    except TooLong:
        return False


@lru_cache(maxsize=256)
def _of(pattern: str) -> _Pattern:
    return _Pattern(pattern)


@lru_cache(maxsize=256)
def _ways(pattern: str) -> tuple[int, int] | None:
    """How many repetitions and how many choices a pattern has, which together bound the steps that it takes; None where
    a repetition lies in another, or the pattern looks around or back.
    """
    bare = _ATOM.sub(lambda found: "" if found[0].startswith("{") else "x", pattern)
    backwards = re.search(r"\\[1-9]", pattern)
    if _REPEATED_GROUP.search(bare) or "(?" in bare.replace("(?:", "") or backwards:
        return None
    return len(re.findall(r"[*+{]", bare)), len(re.findall(r"[?|]", bare.replace("(?:", "")))


class _Pattern:
    """A pattern, and the time that it has spent on texts that it was not done with."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._ways = _ways(pattern)
        self._spent = 0.0

    def fits(self, text: str) -> bool:
        """Whether a whole text is written so. Raises TooLong."""
        if self._ways is not None:
            repetitions, choices = self._ways
            if max(len(text), 2) ** min(repetitions, 9) * 2.0 ** min(choices, 99) <= STEPS:
                return re.fullmatch(self._pattern, text) is not None
        if self._spent > SECONDS_IN_ALL:
            raise TooLong
        import regex

        begun = time.monotonic()
        try:
            return regex.fullmatch(self._pattern, text, timeout=SECONDS) is not None
        except TimeoutError:
            self._spent += time.monotonic() - begun
            raise TooLong from None
