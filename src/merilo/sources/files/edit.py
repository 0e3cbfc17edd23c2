"""A mapping as a table of columns, and changed by one: which column is which slot."""

from collections.abc import Mapping
from dataclasses import replace

from merilo.errors import FileError
from merilo.sources.files.mapping import OTHER, Feed, Take
from merilo.sources.files.outcomes import MANY
from merilo.sources.files.sample import Sample
from merilo.sources.files.targets import TARGETS, Parse, Slot
from merilo.sources.files.words import meant, normal
from merilo.words import say

KEPT = ""  # the column is no slot: it is kept by its caption


def chosen(feed: Feed, width: int) -> list[str]:
    """The slot of each column: the first that takes it, for one column may say several things."""
    found = [KEPT] * width
    for slot, take in feed.columns.items():
        for column in take.columns:
            found[column] = found[column] or slot
    return found


def changed(feed: Feed, moved: Mapping[int, str], sample: Sample) -> Feed:
    """The feed with these columns moved to other slots. What is not moved stays just as it was.

    FileError if two columns are wanted for one slot, or a slot is none of the table's.
    """
    before = chosen(feed, len(sample.header))
    moved = {n: slot for n, slot in moved.items() if slot != before[n]}
    columns = dict(_left(feed, {*moved}))
    for column, slot in moved.items():
        if not slot:
            continue
        if slot not in TARGETS[feed.table].slots:
            problem = say("{table} have no “{name}”; nearest: {near}",
                          table=feed.table, name=slot, near="—")  # fmt: skip
            raise FileError(str(sample.path), problem)
        if slot in columns and columns[slot].columns:
            _twice(sample, columns[slot].columns[0], column, slot)
        columns[slot] = Take((column,))
    same = {slot for slot, take in columns.items() if take == feed.columns.get(slot)}
    values = {slot: said for slot, said in feed.values.items() if slot in same}
    zero = tuple(slot for slot in feed.zero_is_empty if slot in columns)
    return replace(feed, columns=columns, values=values, key=(), zero_is_empty=zero)


def _twice(sample: Sample, one: int, other: int, slot: str) -> None:
    problem = say(
        "“{one}” and “{other}” cannot both be “{slot}”: leave one of them out",
        one=sample.caption(one), other=sample.caption(other), slot=slot,
    )  # fmt: skip
    raise FileError(str(sample.path), problem)


def _left(feed: Feed, moved: set[int]) -> Mapping[str, Take]:
    """What the feed takes without these columns."""
    found = {}
    for slot, take in feed.columns.items():
        rest = tuple(column for column in take.columns if column not in moved)
        if rest or take.constant is not None:
            found[slot] = replace(take, columns=rest)
    return found


def worded(feed: Feed) -> list[Slot]:
    """The slots whose words have to mean something: outcomes, kinds."""
    slots = TARGETS[feed.table].slots
    return [slots[n] for n, take in feed.columns.items()
            if take.columns and slots[n].parse is Parse.WORD and slots[n].strict]  # fmt: skip


def meanings(feed: Feed, slot: Slot, sample: Sample) -> dict[str, str]:
    """The words of a slot's column, most of a file first, each with what it is taken for; "" is
    nothing: rows with it are refused."""
    own = {normal(word): meaning for word, meaning in feed.values.get(slot.name, {}).items()}
    usual = {normal(word): word for word in slot.among} | dict(meant(feed.table, slot.name))
    other = own.get(OTHER, "")
    words = dict.fromkeys(
        text.strip() for column in feed.columns[slot.name].columns for text in sample.more(column)
    )
    return {
        word: own.get(normal(word)) or usual.get(normal(word), other) for word in [*words][:MANY]
    }


def reworded(feed: Feed, slot: Slot, said: Mapping[str, str], sample: Sample) -> Feed:
    """The feed with words that mean something else."""
    now = meanings(feed, slot, sample)
    if all(now.get(word, "") == meaning for word, meaning in said.items()):
        return feed
    other = {w: m for w, m in feed.values.get(slot.name, {}).items() if w == OTHER}
    made = {word: meaning for word, meaning in {**now, **said}.items() if meaning}
    return replace(feed, values={**feed.values, slot.name: {**made, **other}})
