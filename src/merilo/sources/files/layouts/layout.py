"""What a known export looks like, and how its captions become a plan."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from merilo.sources.files.ask import Asker
from merilo.sources.files.mapping import Feed, Take
from merilo.sources.files.sample import Sample
from merilo.sources.files.words import plain

Captions = Mapping[str, str]  # slot: its captions in any language, the best first, parted by |


@dataclass(frozen=True)
class Layout:
    """A list that a CRM exports. It is recognised where each of `marks` has one of its captions.

    `joint` slots take the first of their captions that is filled, row by row; for the others the
    caption with most values is taken. `finish` adds what the captions do not say.
    """

    crm: str
    table: str
    captions: Captions
    marks: tuple[str, ...]
    joint: tuple[str, ...] = ()
    zero_is_empty: tuple[str, ...] = ()
    finish: Callable[[dict[str, Take], Sample, Asker], dict[str, dict[str, str]]] = field(
        default=lambda columns, sample, asker: {}
    )

    def recognises(self, sample: Sample) -> bool:
        """The captions are those of this export."""
        known = set(sample.plain)
        return all(known & set(_names(group)) for group in self.marks)

    def feed(self, sample: Sample, asker: Asker) -> Feed:
        """The mapping of the export's columns."""
        columns = {}
        for slot, names in self.captions.items():
            found = columns_of(sample, names)
            if found and slot in self.joint:
                columns[slot] = Take(found, first=len(found) > 1)
            elif found:
                best = max(found, key=lambda c: (sample.filled(c), -c))
                columns[slot] = Take((best,))
                asker.repeated(sample, best)
        values = self.finish(columns, sample, asker)
        kept = tuple(s for s in self.zero_is_empty if s in columns)
        return Feed(self.table, columns, values, zero_is_empty=kept)


def columns_of(sample: Sample, names: str) -> tuple[int, ...]:
    """The columns with one of the captions, in the order of the captions."""
    return tuple(
        column
        for name in _names(names)
        for column, caption in enumerate(sample.plain)
        if caption == name
    )


def _names(group: str) -> tuple[str, ...]:
    return tuple(plain(name) for name in group.split("|"))
