"""A parsed expression of the profile's SQL -> its parts, as far as they are known."""

from __future__ import annotations

from typing import Any, Protocol


class Expression(Protocol):
    """A part of SQL that is parsed; its class is named for what it is, as sqlglot names it."""

    args: dict[str, Any]

    @property
    def this(self) -> Any:
        """Its first part."""

    @property
    def expressions(self) -> list[Any]:
        """Its parts of which there may be any number."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def is_string(self) -> bool:
        """Whether it is a text in quotes."""


class Unknown(Exception):
    """A condition has something that is not put into words."""


def part(node: Expression, key: str, *, only: tuple[str, ...] = ()) -> Expression:
    """Return a part of an expression that has no others than `only`, where these are given. Raises Unknown."""
    if only and {each for each, value in node.args.items() if value} - set(only):
        raise Unknown
    part = node.args.get(key)
    if part is None or isinstance(part, (str, bool, list)):
        raise Unknown
    return part  # type: ignore[no-any-return]


def unlike(node: Expression) -> Expression:
    """Return an expression without the function that lets only its spelling count."""
    named_so = type(node).__name__ == "Anonymous" and str(node.this).lower() == "plain"
    return node.expressions[0] if named_so and len(node.expressions) == 1 else node


def bare(node: Expression) -> Expression:
    """Return an expression without the brackets around it."""
    while type(node).__name__ == "Paren":
        node = node.this
    return node
