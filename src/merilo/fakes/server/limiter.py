"""How many requests a service takes: so many in any second, or a bucket that drains."""

from collections import deque


class Window:
    """At most `rate` in any `span` seconds. What is refused does not count."""

    def __init__(self, rate: int, span: float = 1.0) -> None:
        self.rate, self.span = rate, span
        self.taken: deque[float] = deque()

    def take(self, now: float) -> bool:
        """May this one in?"""
        while self.taken and self.taken[0] <= now - self.span:
            self.taken.popleft()
        if len(self.taken) >= self.rate:
            return False
        self.taken.append(now)
        return True

    def reset(self, now: float) -> float:
        """In how many seconds there is room again."""
        return max(self.taken[0] + self.span - now, 0.0) if self.taken else 0.0


class Bucket:
    """Each request fills it by `cost`; it drains by `rate` a second; refused above `size`."""

    def __init__(self, rate: float, size: float) -> None:
        self.rate, self.size = rate, size
        self.level, self.mark = 0.0, 0.0

    def take(self, now: float, cost: float = 1.0) -> bool:
        """May this one in?"""
        self.level = max(self.level - (now - self.mark) * self.rate, 0.0)
        self.mark = now
        if self.level + cost > self.size:
            return False
        self.level += cost
        return True
