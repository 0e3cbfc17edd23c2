"""A mapping of one table in the making."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from merilo.errors import FileError
from merilo.sources.files import look, words
from merilo.sources.files.ask import NONE, Asker
from merilo.sources.files.mapping import Feed, Take
from merilo.sources.files.match import CERTAIN, PARTS, Match
from merilo.sources.files.sample import Sample
from merilo.sources.files.targets import TARGETS, Parse, Slot, Target
from merilo.words import say

WANTED = {
    Parse.INSTANT: "days",
    Parse.DAY: "days",
    Parse.MONTH: "months",
    Parse.MONEY: "amounts",
    Parse.NUMBER: "numbers",
    Parse.COUNT: "numbers",
    Parse.SHARE: "parts or percents",
    Parse.DURATION: "durations",
    Parse.FLAG: "yes or no",
}


@dataclass
class Draft:
    """What is decided so far; rules add to it, `feed` is the outcome."""

    sample: Sample
    match: Match
    asker: Asker
    columns: dict[str, Take] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    key: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for slot in self.match.taken:
            column = self._settled(slot)
            if column is not None:
                self.columns[slot] = Take((column,))
                self.asker.repeated(self.sample, column)

    @property
    def target(self) -> Target:
        """What the table can be fed with."""
        return TARGETS[self.match.table]

    def _settled(self, slot: str) -> int | None:
        """The column of the slot, asked for where the caption alone does not tell."""
        found, tied = self.match.taken[slot], self.match.ties.get(slot, ())
        if not tied and found.score >= CERTAIN:
            return found.column
        offered = tied or (found.column,)
        return self.choose(slot, offered, found.column)

    def choose(self, slot: str, offered: Sequence[int], best: int | None) -> int | None:
        """Which of the columns is meant for the slot; None if the answer is that none is."""
        captions = {self.sample.caption(column): column for column in offered}
        doc = "" if slot in PARTS else self.target.slots[slot].doc
        answer = self.asker.ask(
            f"{self.match.table}.{slot}",
            "Which column is “{slot}” of {table}? {doc}",
            (*captions, NONE),
            NONE if best is None else self.sample.caption(best),
            slot=slot,
            table=self.match.table,
            doc=doc,
        )
        return captions.get(answer)

    def rank(self, slot: str) -> int:
        """How sure the caption is: 0 is the concept itself, more are substitutes, or asked for."""
        return self.match.taken[slot].rank if slot in self.match.taken else 1

    def texts(self, slot: str) -> tuple[str, ...]:
        """The sampled values of a mapped slot; none for a constant."""
        return tuple(t for c in self.columns[slot].columns for t in self.sample.texts[c])

    def counted(self, slot: str) -> Counter[str]:
        """The words of a slot as written, of all rows that were read, the most frequent first."""
        said = (t.strip() for c in self.columns[slot].columns for t in self.sample.more(c))
        return Counter(dict(Counter(said).most_common()))

    def caption(self, slot: str) -> str:
        """The caption of a mapped slot."""
        return self.sample.caption(self.columns[slot].columns[0])

    def called(self, slot: str, concept: str) -> bool:
        """The column of a mapped slot bears one of the concept's names."""
        return self.sample.plain[self.columns[slot].columns[0]] in words.said(concept)

    def move(self, slot: str, to: str) -> None:
        """The column of one slot is another's after all."""
        self.columns[to] = self.columns.pop(slot)

    def require(self, slots: Iterable[Slot]) -> None:
        """Ask for what the table cannot do without; FileError if there is nothing to offer."""
        for slot in slots:
            if slot.name not in self.columns:
                self._demand(slot)

    def _demand(self, slot: Slot) -> None:
        if slot.parse is Parse.WORD:
            said = self.asker.ask(
                f"{self.match.table}.{slot.name}",
                "What are all rows as to “{slot}” of {table}? {doc}",
                slot.among,
                slot.among[0],
                slot=slot.name,
                table=self.match.table,
                doc=slot.doc,
            )
            self.columns[slot.name] = Take(constant=said)
            return
        used = {column for take in self.columns.values() for column in take.columns}
        free = [
            column
            for column, texts in enumerate(self.sample.texts)
            if column not in used
            and (texts or not self.sample.rows)
            and self.sample.fits(column, slot.parse)
        ]
        # A caption that says amounts says no customers, whatever its values are.
        others = {c for name, c in self.match.unfit.items() if name != slot.name}
        best = next((column for column in free if column not in others), None)
        chosen = self.choose(slot.name, free, best) if free else None
        if chosen is None:
            raise FileError(str(self.sample.path), self.missing(slot))
        self.columns[slot.name] = Take((chosen,))

    def missing(self, slot: Slot) -> str:
        """Why the table cannot be fed: no column, or one with the wrong values in it."""
        column = self.match.unfit.get(slot.name)
        if column is None:
            doc = say(slot.doc).rstrip(".")
            return say(
                "no column says “{slot}” of {table}: {doc}",
                slot=slot.name,
                table=self.match.table,
                doc=doc[0].lower() + doc[1:],
            )
        caption, texts = self.sample.caption(column), self.sample.texts[column]
        if look.serials(texts):
            text = "the column “{caption}” holds numbers where days should be: write it as dates"
            return say(text, caption=caption)
        odd = ", ".join(look.odd(texts, slot.parse))
        text = "the column “{caption}” does not hold {wanted}, for example: {odd}"
        return say(text, caption=caption, wanted=say(WANTED[slot.parse]), odd=odd)

    def feed(self) -> Feed:
        """The mapping, its slots in the order of the target."""
        order = [name for name in self.target.slots if name in self.columns]
        return Feed(
            self.match.table,
            {name: self.columns[name] for name in order},
            {name: self.values[name] for name in order if name in self.values},
            self.key,
        )

    def scaled(self) -> None:
        """Say which amounts are left out for being thousands."""
        for column, caption in enumerate(self.sample.header):
            if words.scaled(caption) and self.sample.fits(column, Parse.MONEY):
                text = "“{caption}” is in thousands or millions and is left out."
                self.asker.say(text, caption=caption.strip())
