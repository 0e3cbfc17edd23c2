"""Lists: pages, filters, orders, as amoCRM gives them."""

from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from merilo.fakes.server import Answer, Request, Shelf, listed

if TYPE_CHECKING:
    from merilo.fakes.amocrm.fake import AmoCRM

HAL = "application/hal+json"
FAR = 1000  # rows: from here on what was found is kept for the next page
KEPT = 8
Said = dict[str, Any]
Test = Callable[[int], bool]


class Wrong(Exception):
    """A request that makes no sense: which parameter, and why."""

    def __init__(self, path: str, detail: str) -> None:
        self.path, self.detail = path, detail
        super().__init__(path, detail)


@dataclass(frozen=True)
class Kind:
    """A list. Rows have codes; `sets` say what the filter of that name compares with."""

    name: str
    shelf: Shelf[Any]
    said: Callable[[int, Set[str]], Said]
    code: Callable[[str], int | None]
    ranges: frozenset[str]  # filters by from and to; keys of the shelf
    orders: frozenset[str]
    sets: Mapping[str, Callable[[int], Any]] = field(default_factory=dict)
    special: Mapping[str, Callable[[Any], Test]] = field(default_factory=dict)
    text: Callable[[int], str] | None = None  # what `query` looks in
    gone: Shelf[Any] | None = None
    rule: Callable[[Said], None] = lambda filters: None  # raises Wrong
    most: int = 250
    newest: bool = False  # first, by `stamp`
    stamp: str = "updated_at"


@dataclass
class Asked:
    """What of a list is asked for."""

    shelf: Shelf[Any]
    order: str
    desc: bool
    codes: list[int] | None = None
    spans: dict[str, tuple[int | None, int | None]] = field(default_factory=dict)
    tests: list[Test] = field(default_factory=list)


def page(amo: "AmoCRM", request: Request, kind: Kind, test: Test | None = None) -> Answer:
    """A page of a list; 204 if there is nothing on it."""
    number, limit = size(amo, request, kind)
    asked = understood(amo, request, kind)
    if test:
        asked.tests.append(test)
    if amo.heavy and window(asked) > amo.heavy:
        return amo.refusal(504)
    codes = found(amo, request, kind, asked, (number - 1) * limit, limit + 1)
    if not codes:
        return Answer(204)
    wanted = frozenset(listed(request.query.get("with")))
    return enveloped(amo, request, kind.name, [kind.said(c, wanted) for c in codes[:limit]],
                     number, len(codes) > limit)  # fmt: skip


def enveloped(
    amo: "AmoCRM", request: Request, name: str, rows: list[Said], number: int, more: bool,
    **total: int,
) -> Answer:  # fmt: skip
    """Rows in their envelope."""
    links = {"self": {"href": amo.href(request)}}
    if more:
        links["next"] = {"href": amo.href(request, number + 1)}
    if number > 1:
        links["first"] = {"href": amo.href(request, 1)}
        links["prev"] = {"href": amo.href(request, number - 1)}
    return Answer.json(
        {**total, "_page": number, "_links": links, "_embedded": {name: rows}}, kind=HAL
    )


def address(request: Request, number: int | None) -> str:
    """The same address, of another page."""
    pairs = request.pairs
    if number is not None:
        pairs = [(k, v) for k, v in pairs if k != "page"] + [("page", str(number))]
    return request.path + ("?" + urlencode(pairs) if pairs else "")


def size(amo: "AmoCRM", request: Request, kind: Kind) -> tuple[int, int]:
    """Which page, of how many rows."""
    number, limit = whole(request, "page", 1), whole(request, "limit", 50)
    if limit > 250 and "strict_limit" in amo.odds:
        raise Wrong("limit", "This value should be 250 or less.")
    return number, min(limit, kind.most)


def whole(request: Request, name: str, default: int) -> int:
    """A number from 1 on."""
    text = request.query.get(name, str(default))
    if not isinstance(text, str) or not text.isdigit() or text == "0":
        raise Wrong(name, "This value should be greater than 0.")
    return int(text)


def understood(amo: "AmoCRM", request: Request, kind: Kind) -> Asked:
    """Order and filters; what is not known is refused."""
    only = "only_deleted" in listed(request.query.get("with"))
    shelf = kind.gone if only and kind.gone else kind.shelf
    order, desc = ordered(request, kind)
    asked = Asked(shelf, order, desc)
    if "no_filters" in amo.odds:
        return asked
    filters = request.query.get("filter") or {}
    if not isinstance(filters, dict):
        raise Wrong("filter", "This value should be of type array.")
    kind.rule(filters)
    for name, node in filters.items():
        sift(kind, asked, name, node)
    text = str(request.query.get("query", "")).lower()
    if text and (read := kind.text):
        asked.tests.append(lambda code: text in read(code).lower())
    return asked


def ordered(request: Request, kind: Kind) -> tuple[str, bool]:
    """By what, and whether downwards."""
    orders = request.query.get("order")
    if not orders:
        return (kind.stamp, True) if kind.newest else ("id", False)
    if not isinstance(orders, dict) or len(orders) != 1:
        raise Wrong("order", "This value is not valid.")
    (name, way), = orders.items()  # fmt: skip
    if name not in kind.orders:
        raise Wrong(f"order.{name}", "This field was not expected.")
    if str(way).lower() not in ("asc", "desc"):
        raise Wrong(f"order.{name}", "The value you selected is not a valid choice.")
    return name, str(way).lower() == "desc"


def sift(kind: Kind, asked: Asked, name: str, node: Any) -> None:
    """One filter."""
    if name == "id":
        codes = (kind.code(text) for text in listed(node))
        asked.codes = [code for code in codes if code is not None]
    elif name in kind.ranges:
        asked.spans[name] = bounds(name, node)
    elif name in kind.special:
        asked.tests.append(kind.special[name](node))
    elif name in kind.sets:
        wanted, said = frozenset(listed(node)), kind.sets[name]
        asked.tests.append(lambda code: str(said(code)) in wanted)
    else:
        raise Wrong(f"filter.{name}", "This field was not expected.")


def bounds(name: str, node: Any) -> tuple[int | None, int | None]:
    """From and to, both included; a number alone is from."""
    if isinstance(node, dict):
        low, high = node.get("from"), node.get("to")
    else:
        low, _, high = str(node).partition(",")
    try:
        return (int(low) if low else None), (int(high) if high else None)
    except (ValueError, TypeError):
        raise Wrong(f"filter.{name}", "This value should be of type int.") from None


def window(asked: Asked) -> int:
    """How many rows the narrowest span holds."""
    spans = [asked.shelf.order(name).span(*span) for name, span in asked.spans.items()]
    return min((end - start for start, end in spans), default=len(asked.shelf.order("id").codes))


def found(
    amo: "AmoCRM", request: Request, kind: Kind, asked: Asked, offset: int, count: int
) -> list[int]:
    """Some of the rows that match, in their order."""
    led = asked.order if asked.order in asked.spans or not asked.spans else next(iter(asked.spans))
    tests = [*asked.tests, *rest(asked, led)]
    if amo.late_s:
        tests.append(lateness(amo, kind, asked))
    order = asked.shelf.order(led)
    start, end = order.span(*asked.spans.get(led, (None, None)))
    if asked.codes is None and led == asked.order:
        if not tests and amo.ties == "stable":
            return list(order.page(start, end, asked.desc, offset, count))
        if offset < FAR or amo.ties != "stable":
            codes = passed(order.walk(start, end, asked.desc, amo.ties), tests)
            return list(islice(codes, offset, offset + count))
    key = (request.path, asked.shelf.version, amo.clock.now() if amo.late_s else 0, *(
        pair for pair in request.pairs if pair[0] not in ("page", "limit", "with")))  # fmt: skip
    if key not in amo.found:
        while len(amo.found) >= KEPT:
            del amo.found[next(iter(amo.found))]
        amo.found[key] = gathered(asked, led, start, end, tests, amo.ties)
    return amo.found[key][offset : offset + count]


def gathered(
    asked: Asked, led: str, start: int, end: int, tests: list[Test], ties: str
) -> list[int]:
    """All rows that match, in their order."""
    shelf = asked.shelf
    codes: Iterator[int]
    if asked.codes is None:
        codes = shelf.order(led).walk(start, end, asked.desc, ties)
    else:
        there, span = shelf.order("id").held, asked.spans.get(led)
        codes = (code for code in dict.fromkeys(asked.codes) if code in there)
        tests = [*tests, inside(shelf, led, span)] if span else tests
    rows = list(passed(codes, tests))
    if led != asked.order or asked.codes is not None:
        key, row = shelf.keys[asked.order], shelf.row
        rows.sort(key=lambda code: (key(row(code)) or 0, code), reverse=asked.desc)
    return rows


def passed(codes: Iterator[int], tests: list[Test]) -> Iterator[int]:
    """Those that pass all tests."""
    return (code for code in codes if all(test(code) for test in tests)) if tests else codes


def rest(asked: Asked, led: str) -> list[Test]:
    """The spans that do not lead, as tests."""
    return [inside(asked.shelf, name, span) for name, span in asked.spans.items() if name != led]


def inside(shelf: Shelf[Any], name: str, span: tuple[int | None, int | None]) -> Test:
    """Is the key of a row within both bounds?"""
    key, (low, high) = shelf.keys[name], span

    def test(code: int) -> bool:
        value = key(shelf.row(code))
        return (
            value is not None and (low is None or value >= low) and (high is None or value <= high)
        )

    return test


def lateness(amo: "AmoCRM", kind: Kind, asked: Asked) -> Test:
    """Is the row seen already?"""
    key = asked.shelf.keys[kind.stamp]
    return lambda code: amo.seen(key(asked.shelf.row(code)) or 0, code)
