"""The time a fake lives in: it runs on from an instant, or stands still until it is told."""

import time


class Clock:
    """Seconds since 1970. Without `now` it begins a quarter of an hour after the world's end."""

    def __init__(self, now: float | None = None, still: bool = False) -> None:
        self.still, self.begun = still, now is not None
        self.base, self.mark = now or 0.0, time.monotonic()

    def begin(self, now: float) -> None:
        """Set it, unless it has been set."""
        if not self.begun:
            self.set(now)

    def exact(self) -> float:
        """Now, with its fraction."""
        return self.base if self.still else self.base + time.monotonic() - self.mark

    def now(self) -> int:
        """Now, in whole seconds."""
        return int(self.exact())

    def set(self, now: float) -> None:
        """It is now that instant."""
        self.base, self.mark, self.begun = float(now), time.monotonic(), True

    def advance(self, seconds: float) -> None:
        """So much later. May be given to a client as its sleep."""
        self.set(self.exact() + seconds)

    def stop(self) -> None:
        """Stand still."""
        self.set(self.exact())
        self.still = True

    def run(self) -> None:
        """Go on by itself."""
        self.set(self.exact())
        self.still = False
