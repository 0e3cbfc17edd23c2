"""Lists: filters with prefixes, orders, pages of fifty, with a count or without."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from merilo.fakes.bitrix24.ids import seconds
from merilo.fakes.server import Shelf, listed

if TYPE_CHECKING:
    from merilo.fakes.bitrix24.fake import Bitrix24

PAGE = 50
Said = dict[str, Any]
Test = Callable[[int], bool]
PREFIX = re.compile(r"^(!=%|!%=|>=|<=|!=|!@|!%|=%|%=|>|<|=|!|@|%)?(.*)$", re.S)


class Wrong(Exception):
    """A request that is refused: code, words, status; `more` stands beside them."""

    def __init__(self, code: str | int, words: str, status: int = 400, **more: Any) -> None:
        self.code, self.words, self.status, self.more = code, words, status, more
        super().__init__(code, words)


@dataclass(frozen=True)
class Kind:
    """A list. Rows have codes; `keys` are names of fields that the shelf is ordered by; `also`
    are names that filters know and rows spell otherwise."""

    shelf: Shelf[Any]
    said: Callable[[int], Said]
    codes: Callable[[int], tuple[int, ...]]  # of the rows with an id
    keys: Mapping[str, str]
    ident: str = "id"
    also: Mapping[str, str] = field(default_factory=dict)
    stamp: str = "updated"


@dataclass
class Asked:
    """What of a list is asked for. Bounds are included."""

    order: str
    desc: bool
    spans: dict[str, tuple[int | None, int | None]] = field(default_factory=dict)
    tests: list[Test] = field(default_factory=list)
    codes: list[int] | None = None


def page(b24: "Bitrix24", kind: Kind, params: Mapping[str, Any]) -> tuple[list[Said], Said]:
    """A page, and what stands beside the result."""
    asked = understood(b24, kind, params)
    start = whole(params.get("start", 0))
    if b24.heavy and window(kind, asked) > b24.heavy:
        raise Wrong("GATEWAY_TIMEOUT", "longer than a minute", 504)
    rows = [kind.said(code) for code in found(b24, kind, asked, max(start, 0), PAGE + 1)]
    if start < 0:
        return rows[:PAGE], {"total": 0}
    beside: Said = {"total": counted(b24, kind, asked)}
    if len(rows) > PAGE:
        beside["next"] = start + PAGE
    return rows[:PAGE], beside


def mapped(said: Any) -> Mapping[str, Any]:
    """A map; an empty one may come as a list."""
    if not isinstance(said or {}, Mapping):
        raise Wrong("INVALID_ARG_VALUE", "filter")
    return said or {}


def whole(said: Any) -> int:
    """A number."""
    try:
        return int(said)
    except (TypeError, ValueError):
        raise Wrong("INVALID_ARG_VALUE", "start") from None


def understood(b24: "Bitrix24", kind: Kind, params: Mapping[str, Any]) -> Asked:
    """Order and filters; a field that is not known is refused."""
    order, desc = ordered(kind, params.get("order") or {})
    asked = Asked(order, desc)
    for said, value in mapped(params.get("filter")).items():
        prefix, name = prefixed(said)
        if name in kind.keys:
            among(kind, asked, name, prefix, value)
        else:
            known(kind, name)
            asked.tests.append(test(kind, kind.also.get(name, name), prefix, value))
    return asked


def prefixed(said: str) -> tuple[str, str]:
    """How it is compared, and the name of the field."""
    match = PREFIX.match(said)
    assert match
    return match[1] or "", match[2]


def known(kind: Kind, name: str) -> None:
    """Is there such a field?"""
    code = next(iter(kind.shelf.codes()), None)
    if code is not None and kind.also.get(name, name) not in kind.said(code):
        raise Wrong("INVALID_ARG_VALUE", f"Invalid filter: field '{name}' is not allowed in filter")


def ordered(kind: Kind, order: Any) -> tuple[str, bool]:
    """By what first, and whether downwards; what comes after the first is not promised."""
    if not isinstance(order, Mapping):
        raise Wrong("INVALID_ARG_VALUE", "order")
    for name in order:
        if name not in kind.keys:
            raise Wrong("INVALID_ARG_VALUE", f"Invalid order: field '{name}' is not allowed")
    name, way = next(iter(order.items()), (kind.ident, "ASC"))
    return kind.keys[name], str(way).upper() == "DESC"


def among(kind: Kind, asked: Asked, name: str, prefix: str, value: Any) -> None:
    """A filter by something the shelf is ordered by."""
    key = kind.keys[name]
    if name == kind.ident and prefix in ("", "=", "@"):
        ids = value if isinstance(value, list) else listed(value)
        asked.codes = [code for id in ids if str(id).isdigit() for code in kind.codes(int(id))]
        return
    at = number(value) if name == kind.ident else seconds(value)
    if at is None:
        raise Wrong("INVALID_ARG_VALUE", f"Invalid filter: {name}")
    low, high = asked.spans.get(key, (None, None))
    if prefix in (">", ">="):
        low = at + (prefix == ">")
    elif prefix in ("<", "<="):
        high = at - (prefix == "<")
    else:
        low = high = at
    asked.spans[key] = (low, high)


def number(said: Any) -> int | None:
    """A number, or none."""
    text = str(said)
    return int(text) if text.lstrip("-").isdigit() else None


def test(kind: Kind, name: str, prefix: str, value: Any) -> Test:
    """A filter by anything else."""
    texts = frozenset(str(one) for one in (value if isinstance(value, list) else listed(value)))
    text = str(value).strip("%").lower()

    def said(code: int) -> str:
        found = kind.said(code).get(name)
        return "" if found is None else str(found)

    if "%" in prefix:
        no = prefix.startswith("!")
        return lambda code: (text in said(code).lower()) != no
    if prefix in (">", ">=", "<", "<="):
        low = prefix[0] == ">"
        return lambda code: compared(said(code), str(value), low, "=" in prefix)
    no = prefix.startswith("!")
    if not texts:
        return lambda code: (said(code) == "") != no
    return lambda code: (said(code) in texts) != no


def compared(one: str, other: str, above: bool, same: bool) -> bool:
    """Numbers as numbers, others as texts."""
    try:
        a, b = float(one), float(other)
    except ValueError:
        return (one > other if above else one < other) or (same and one == other)
    return (a > b if above else a < b) or (same and a == b)


def window(kind: Kind, asked: Asked) -> int:
    """How many rows the narrowest span holds."""
    spans = [kind.shelf.order(name).span(*span) for name, span in asked.spans.items()]
    return min((end - start for start, end in spans), default=0)


def matched(b24: "Bitrix24", kind: Kind, asked: Asked) -> Iterator[int]:
    """All rows that match, in their order."""
    led = asked.order if asked.order in asked.spans or not asked.spans else next(iter(asked.spans))
    order, tests = kind.shelf.order(led), list(asked.tests)
    tests += [inside(kind, name, span) for name, span in asked.spans.items() if name != led]
    if b24.late_s:
        stamp = kind.shelf.keys[kind.stamp]
        tests.append(lambda code: b24.seen(stamp(kind.shelf.row(code)) or 0, code))
    start, end = order.span(*asked.spans.get(led, (None, None)))
    codes: Iterator[int]
    if asked.codes is not None:
        there = kind.shelf.order("id").held
        codes = (code for code in dict.fromkeys(asked.codes) if code in there)
        tests.append(inside(kind, led, asked.spans.get(led, (None, None))))
    else:
        codes = order.walk(start, end, asked.desc and led == asked.order, b24.ties)
    rows = (code for code in codes if all(test(code) for test in tests))
    if led == asked.order and asked.codes is None:
        return rows
    key, row = kind.shelf.keys[asked.order], kind.shelf.row
    return iter(sorted(rows, key=lambda code: (key(row(code)) or 0, code), reverse=asked.desc))


def found(b24: "Bitrix24", kind: Kind, asked: Asked, offset: int, count: int) -> list[int]:
    """Some of them."""
    return list(islice(matched(b24, kind, asked), offset, offset + count))


def counted(b24: "Bitrix24", kind: Kind, asked: Asked) -> int:
    """How many they are: this is what `start=-1` saves."""
    if not asked.tests and asked.codes is None and len(asked.spans) < 2 and not b24.late_s:
        name, span = next(iter(asked.spans.items()), (asked.order, (None, None)))
        start, end = kind.shelf.order(name).span(*span)
        return end - start
    return sum(1 for _ in matched(b24, kind, asked))


def inside(kind: Kind, name: str, span: tuple[int | None, int | None]) -> Test:
    """Is the key of a row within both bounds?"""
    key, (low, high) = kind.shelf.keys[name], span

    def within(code: int) -> bool:
        value = key(kind.shelf.row(code))
        return value is not None and (low is None or value >= low) and (
            high is None or value <= high)  # fmt: skip

    return within
