"""What a definition says once it is read: a formula, or a metric with a filter."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Sign(StrEnum):
    """What is done with two sides."""

    PLUS = "+"
    MINUS = "-"
    TIMES = "*"
    OVER = "/"


@dataclass(frozen=True)
class Number:
    """A number as it is written, with a point."""

    text: str


@dataclass(frozen=True)
class Name:
    """A metric, by its id."""

    id: str


@dataclass(frozen=True)
class Negative:
    """The same below zero."""

    of: "Formula"


@dataclass(frozen=True)
class Pair:
    """Two sides with a sign between them."""

    sign: Sign
    left: "Formula"
    right: "Formula"


@dataclass(frozen=True)
class Filter:
    """A metric of fewer rows; `only` are dimensions, each with names of which any will do."""

    of: Name
    only: tuple[tuple[str, tuple[str, ...]], ...]


Formula = Number | Name | Negative | Pair


def below(tree: Formula) -> tuple[Formula, ...]:
    """The sides of a formula, from left to right."""
    match tree:
        case Pair(_, left, right):
            return left, right
        case Negative(of):
            return (of,)
    return ()


def walked(tree: Formula) -> Iterator[tuple[Formula, int]]:
    """Every part of a formula with its depth; without recursion, for it may be too deep."""
    left = [(tree, 1)]
    while left:
        here, depth = left.pop()
        yield here, depth
        left += [(side, depth + 1) for side in reversed(below(here))]


def named(tree: Formula | Filter) -> tuple[str, ...]:
    """The metrics it speaks of, each as often as it does."""
    if isinstance(tree, Filter):
        return (tree.of.id,)
    return tuple(here.id for here, _ in walked(tree) if isinstance(here, Name))
