"""What the words of a file mean: looked up once for each text that occurs, then joined."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from duckdb import DuckDBPyConnection

from merilo.errors import QuestionError
from merilo.periods import GREGORIAN, Period, Year
from merilo.sources.files.mapping import OTHER, Feed, Formats
from merilo.sources.files.targets import Parse, Slot
from merilo.sources.files.values import flag, instant, month
from merilo.sources.files.words import meant, normal

LOOKED_UP = frozenset({Parse.WORD, Parse.FLAG, Parse.MONTH, Parse.PERIOD})


@dataclass(frozen=True)
class Words:
    """Meanings of texts for one feed, in the temporary table `table` (slot, said, meant).

    `today` and `year` are for periods: `last-month`.
    """

    table: str
    feed: Feed
    formats: Formats
    today: date
    year: Year = GREGORIAN
    known: dict[str, set[str]] = field(default_factory=dict)  # slot: texts that are in the table

    def asked(self, slot: Slot) -> bool:
        """The texts of the slot mean something else than they are."""
        return slot.parse in LOOKED_UP or slot.name in self.feed.values

    def open(self, db: DuckDBPyConnection) -> None:
        """Make the table that the script joins, empty."""
        db.execute(f"create or replace temp table {self.table} (slot text, said text, meant text)")

    def learn(self, db: DuckDBPyConnection, slot: Slot, texts: Iterable[str]) -> None:
        """Put the meanings of texts not met before into the table; those of none stay out."""
        known, tell = self.known.setdefault(slot.name, set()), self.teller(slot)
        found = {text: tell(text) for text in texts if text not in known}
        rows = {text: meaning for text, meaning in found.items() if meaning is not None}
        known.update(rows)
        if rows:
            db.execute(
                f"insert into {self.table} select ?, unnest(?::text[]), unnest(?::text[])",
                [slot.name, list(rows), list(rows.values())],
            )

    def teller(self, slot: Slot) -> Callable[[str], str | None]:
        """What a text means: as the mapping says, else as words of three languages do."""
        said = {normal(k): v for k, v in self.feed.values.get(slot.name, {}).items() if k != OTHER}
        other = self.feed.values.get(slot.name, {}).get(OTHER)
        tell = self._tellers(meant(self.feed.table, slot.name)).get(slot.parse, _nothing)

        def told(text: str) -> str | None:
            found = said.get(normal(text)) or tell(text)
            if slot.parse is Parse.WORD and found is None and normal(text) in slot.among:
                found = normal(text)
            return found or other

        return told

    def _tellers(self, words: Mapping[str, str]) -> Mapping[Parse, Callable[[str], str | None]]:
        return {
            Parse.WORD: lambda text: words.get(normal(text)),
            Parse.FLAG: _flag,
            Parse.MONTH: self._month,
            Parse.PERIOD: self._period,
        }

    def _month(self, text: str) -> str | None:
        if found := month(text):
            return f"{found[0]:04}-{found[1]:02}-01"
        day = instant(text, self.formats.dates)
        return f"{day:%Y-%m}-01" if day else None

    def _period(self, text: str) -> str | None:
        first = self._month(text) if month(text) else None
        try:
            period = Period.of(first[:7] if first else text, self.today, self.year)
        except QuestionError:
            return None
        return f"{period.since}/{period.until}"


def _flag(text: str) -> str | None:
    found = flag(text)
    return None if found is None else str(found).lower()


def _nothing(_: str) -> None:
    return None
