"""Rows in several orders, so that a page of many costs little."""

import random
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Generic, TypeVar

R = TypeVar("R")
Key = Callable[[R], int | None]


class Order:
    """Codes of rows, sorted by a key and then by code."""

    def __init__(self, pairs: Iterable[tuple[int, int]]) -> None:
        rows = sorted(pairs)
        self.keys = array("q", [key for key, _ in rows])
        self.codes = array("q", [code for _, code in rows])
        self.held = {code: key for key, code in rows}

    def put(self, key: int, code: int) -> None:
        """A row comes, or its key changes."""
        if (old := self.held.get(code)) is not None:
            if old == key:
                return
            self.pull(code)
        low, high = bisect_left(self.keys, key), bisect_right(self.keys, key)
        place = bisect_left(self.codes, code, low, high)
        self.keys.insert(place, key)
        self.codes.insert(place, code)
        self.held[code] = key

    def pull(self, code: int) -> None:
        """A row goes."""
        key = self.held.pop(code, None)
        if key is not None:
            low, high = bisect_left(self.keys, key), bisect_right(self.keys, key)
            place = bisect_left(self.codes, code, low, high)
            del self.keys[place], self.codes[place]

    def span(self, low: int | None, high: int | None) -> tuple[int, int]:
        """From which place until which the keys lie within both bounds, included."""
        start = 0 if low is None else bisect_left(self.keys, low)
        end = len(self.keys) if high is None else bisect_right(self.keys, high)
        return start, max(start, end)

    def page(self, start: int, end: int, desc: bool, offset: int, count: int) -> Iterator[int]:
        """Some of the codes of those places, without going through those before."""
        places = range(end - 1, start - 1, -1) if desc else range(start, end)
        return (self.codes[place] for place in places[offset : offset + count])

    def walk(self, start: int, end: int, desc: bool, ties: str) -> Iterator[int]:
        """The codes of those places. Rows with one key come as `ties` says."""
        places = range(end - 1, start - 1, -1) if desc else range(start, end)
        if ties == "stable":
            return (self.codes[place] for place in places)
        return self._loose(places, ties)

    def _loose(self, places: range, ties: str) -> Iterator[int]:
        for _, group in groupby(places, key=self.keys.__getitem__):
            same = [self.codes[place] for place in group]
            if ties == "reversed":
                same.reverse()
            else:
                random.shuffle(same)  # other on each request
            yield from same


class Shelf(Generic[R]):
    """Rows by code. `keys` are the orders there may be; each is made when it is first needed.

    A row whose key is None is not in that order.
    """

    def __init__(
        self, codes: Callable[[], Iterable[int]], row: Callable[[int], R],
        keys: Mapping[str, Key[R]],
    ) -> None:  # fmt: skip
        self.codes, self.row, self.keys = codes, row, keys
        self.orders: dict[str, Order] = {}
        self.version = 0

    def order(self, name: str) -> Order:
        """One of the orders."""
        if name not in self.orders:
            key = self.keys[name]
            pairs = ((key(self.row(code)), code) for code in self.codes())
            self.orders[name] = Order((at, code) for at, code in pairs if at is not None)
        return self.orders[name]

    def put(self, code: int) -> None:
        """A row has come or changed."""
        self.version += 1
        row = self.row(code)
        for name, order in self.orders.items():
            key = self.keys[name](row)
            if key is None:
                order.pull(code)
            else:
                order.put(key, code)

    def pull(self, code: int) -> None:
        """A row is gone."""
        self.version += 1
        for order in self.orders.values():
            order.pull(code)

    def forget(self) -> None:
        """Everything may be different."""
        self.version += 1
        self.orders.clear()
