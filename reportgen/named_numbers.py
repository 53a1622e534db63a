"""A number that a profile's checks and figures name, such as a pass mark or a term in days."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A number that checks and figures name, and its source; `law` says that a law sets it. `value` is the one that holds,
    `declared` the profile's own, where the settings say another.
    """

    name: str
    value: int | float
    declared: int | float
    source: str
    unit: str = ""
    since: str = ""
    law: bool = False

    @property
    def is_changed_law(self) -> bool:
        """Whether the settings have another number than the law."""
        return self.law and self.value != self.declared
