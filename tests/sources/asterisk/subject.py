"""Asterisk in the kit: a folder into which a server writes."""

import gzip
from collections.abc import Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from merilo.fakes import Clock, asterisk
from merilo.fakes.server.counters import Counters
from merilo.fakes.world import Touch, World
from tests.sources.kit.calls import compare, firm, numbers, staff
from tests.sources.kit.house import Place
from tests.sources.kit.subject import Subject


class Server:
    """Writes a line when a call has ended, and now and then half of it first; files that are full
    are renamed, and packed later."""

    def __init__(self, world: World, names: Sequence[str] = asterisk.FREEPBX) -> None:
        self.world, self.names, self.rng = world, names, Random(5)
        self.clock, self.counters = Clock(world.until + 900), Counters()
        self.kept = TemporaryDirectory(prefix="merilo-cdr-")
        self.folder = Path(self.kept.name)
        self.file = self.folder / "Master.csv"
        self.calls: list[Touch] = []  # written, whole
        self.half = ""  # what is still to be written of a line
        self.write(asterisk.calls(world))

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_error: object) -> None:
        self.kept.cleanup()

    def write(self, some: Sequence[Touch], whole: bool = True) -> None:
        """Lines; the last of them perhaps in two pieces."""
        told = asterisk.written(self.world, some, self.names, header=not self.file.exists())
        cut = len(told) if whole else len(told) - self.rng.randrange(1, 60)
        with self.file.open("a") as file:
            file.write(self.half + told[:cut])
        self.half = told[cut:]
        self.calls += some

    def call(self) -> Touch:
        """One that has just ended."""
        deal, talk = self.rng.choice(self.world.deals), self.rng.choice((0, 20, 90))
        way = self.rng.choice(("in", "out"))
        return self.world.call(deal, self.clock.now() - talk - 20, direction=way, talk=talk)

    def rotate(self, packed: bool) -> None:
        """The file is full: the one before it goes with another name, or packed."""
        old = self.folder / "Master.csv.1"
        if old.exists():
            number = sum(1 for _ in self.folder.iterdir()) + 1
            name = f"Master.csv.{number}" + (".gz" if packed else "")
            if packed:
                with gzip.open(self.folder / name, "wb") as file:
                    file.write(old.read_bytes())
                old.unlink()
            else:
                old.rename(self.folder / name)
        self.file.rename(old)

    def late(self, seconds: int, share: float = 1.0) -> None:
        """From now on the last line is cut; whole again with no seconds."""
        if not seconds:
            self.write([])

    def truth(self) -> dict[str, Any]:
        """Of the calls that were written; an answering machine answers as a person does."""
        rows = [dict(row) for row in asterisk.truth(self.world, self.calls, self.names)]
        for row in rows:
            row["outcome"] = "reached" if row["outcome"] == "voicemail" else row["outcome"]
        return {"activities": rows}


def told(server: Server) -> tuple[dict[str, Any], dict[str, str]]:
    settings = {"path": str(server.folder), "region": "RU", "operators": staff(range(101, 107))}
    return settings, {}


def live(place: Place) -> None:
    """Calls end; half of the last line is not written yet. Now and then the file is full."""
    server = place.fake
    server.write([])
    if server.rng.random() < 0.2:
        server.rotate(packed=server.rng.random() < 0.5)
    server.write([server.call() for _ in range(2)], whole=server.rng.random() < 0.5)


SUBJECT = Subject(
    "asterisk", lambda deals: Server(firm(deals)), told,
    lambda place: (place.fake.write([]), place.sync(), compare(place))[-1], live,
    chance={}, steps=22, private=numbers,
)  # fmt: skip
