"""How long methods ran: what is over the limit of ten minutes is shut, by method."""

from collections import defaultdict

BASKET, BASKETS = 60, 10


class Spent:
    """Ten baskets of a minute for each method. `limit` seconds in all; `cost` of one command."""

    def __init__(self, limit: float = 480.0, cost: float = 0.05) -> None:
        self.limit, self.cost = limit, cost
        self.baskets: defaultdict[str, dict[int, float]] = defaultdict(dict)

    def of(self, method: str, now: float) -> float:
        """How long it has run."""
        minute = int(now // BASKET)
        own = self.baskets[method]
        for old in [one for one in own if one <= minute - BASKETS]:
            del own[old]
        return sum(own.values())

    def reset(self, method: str, now: float) -> int:
        """When the oldest basket is emptied."""
        self.of(method, now)
        first = min(self.baskets[method], default=int(now // BASKET))
        return (first + BASKETS) * BASKET

    def take(self, method: str, now: float) -> bool:
        """May it run? If so, it has run."""
        if self.of(method, now) >= self.limit:
            return False
        minute = int(now // BASKET)
        own = self.baskets[method]
        own[minute] = own.get(minute, 0.0) + self.cost
        return True
