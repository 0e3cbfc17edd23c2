"""Why a message did not arrive, in short: kept in the log, never with an address in it."""

from dataclasses import dataclass


@dataclass(eq=False)
class Trouble(Exception):
    """`why` is a word of `words.WHY`, `code` what the other side answered. `final`: trying again
    will not help."""

    why: str
    code: str = ""
    final: bool = False

    @property
    def short(self) -> str:
        """How it is kept."""
        return f"{self.why} {self.code}".strip()
