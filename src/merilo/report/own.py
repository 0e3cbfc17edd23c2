"""The company's own metrics: taken in and removed, each change checked as a whole."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

from merilo.errors import Error, FileError, Unknown, Used
from merilo.facts.lake import pen
from merilo.metrics.model import Metric
from merilo.metrics.own import Book, Definition, load, read, save
from merilo.metrics.own.book import Keys, as_said
from merilo.report.desk import Desk
from merilo.words import say

WAIT_S = 10.0  # for whoever changes them at the same moment


def add(home: Path, file: Path, today: date) -> tuple[Sequence[str], Sequence[str]]:
    """Takes in the definitions of a file: their ids, and what is worth knowing of them.

    An error of the family if any is wrong, or an older one would be: then nothing is stored.
    """
    if not (fresh := read(file)):
        raise FileError(str(file), say("it defines no metric"))
    home.mkdir(parents=True, exist_ok=True)
    with pen(home, "metrics add", datetime.now(UTC), WAIT_S):
        return taken_in(home, fresh, today)


def taken_in(
    home: Path, fresh: Mapping[str, Definition], today: date
) -> tuple[Sequence[str], Sequence[str]]:
    """The new definitions beside those that are there."""
    book = Book({**load(home), **fresh})
    for id in book.own:
        book.metric(id)
    # Names of people or pipelines are looked up for the new ones alone: one that is gone from the
    # lake since would else keep all others out.
    looked = Book(book.own, looking(home, today))
    for id in fresh:
        looked.metric(id)
    notes = [note for said in fresh.values() for note in book.notes(said)]
    save(home, book.own.values())
    return [*fresh], notes


def looking(home: Path, today: date) -> Keys:
    """Who knows the keys of names: the desk, once there are facts."""
    return Desk.at(home, today).keys if (home / "lake" / "published.json").exists() else as_said


def sound(desk: Desk) -> list[Metric]:
    """The own metrics that can be made; one that was broken by hand is left out."""
    found = []
    for id in desk.own:
        with suppress(Error):
            found.append(desk.catalogue([id]).find(id))
    return found


def remove(home: Path, id: str) -> None:
    """Removes a definition. Unknown if there is none; Used while others are made of it."""
    if id not in (own := load(home)):
        raise Unknown(say("own metric"), id, own)
    with pen(home, "metrics remove", datetime.now(UTC), WAIT_S):
        own = load(home)
        if users := Book(own).users(id):
            raise Used(id, ", ".join(users))
        save(home, [said for said in own.values() if said.id != id])
