"""Regular expressions that are compiled when they are first used: a command uses a part of them, and a set of Chinese
characters takes as long to compile as a row to read.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, cast


class _Pattern:
    """Stands for a compiled pattern: what is asked of it is asked of that, and found here from then on."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern, self.flags = pattern, flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self.flags)

    def __getattr__(self, name: str) -> Any:
        found = self.__dict__[name] = getattr(self._compiled, name)
        return found


def regex(text: str, flags: int = 0) -> re.Pattern[str]:
    """Return a regular expression, which may be wrong until it is used: then it raises re.error."""
    return cast("re.Pattern[str]", _Pattern(text, flags))
