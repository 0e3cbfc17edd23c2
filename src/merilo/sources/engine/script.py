"""The one script that turns rows of text into rows of a table, and says what is wrong with each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from merilo.sources.engine.cells import Reading, local, named, quoted, value
from merilo.sources.engine.extra import captions
from merilo.sources.engine.meaning import Words
from merilo.sources.files.mapping import Feed, Take
from merilo.sources.files.targets import Parse, Slot, Target
from merilo.words import _, say

MOMENTS = frozenset({Parse.INSTANT, Parse.DAY})
CURRENCY = "currency"


def wrong(slot: Slot) -> str:
    """What is said of a text that is no value of the slot; "" where any text is one."""
    if slot.name == CURRENCY:
        return _("not a currency")
    if slot.parse is Parse.WORD and slot.strict:
        return say("not one of: {words}", words=", ".join(slot.among))
    return {
        Parse.MONEY: _("not an amount"),
        Parse.NUMBER: _("not a number"),
        Parse.SHARE: _("not a part of one"),
        Parse.COUNT: _("not a whole number"),
        Parse.DURATION: _("not a duration"),
        Parse.INSTANT: _("not a date"),
        Parse.DAY: _("not a date"),
        Parse.MONTH: _("not a month"),
        Parse.PERIOD: _("not a period"),
        Parse.FLAG: _("neither yes nor no"),
    }.get(slot.parse, "")


@dataclass(frozen=True)
class Flaw:
    """What can be wrong with a cell: `when` is the SQL that finds it."""

    when: str
    caption: str
    said: str
    reason: str


@dataclass(frozen=True)
class Script:
    """How one feed reads a sheet. Layer by layer: what the cells say, what words mean, values."""

    feed: Feed
    target: Target
    reading: Reading
    header: Sequence[str]
    words: Words
    ways: dict[str, Sequence[str]] = field(default_factory=dict)  # slot: how its moments are read

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """The slots that this feed fills, from columns or by their default."""
        return tuple(
            slot
            for slot in self.target.slots.values()
            if slot.name in self.feed.columns or slot.default
        )

    @property
    def looked_up(self) -> tuple[Slot, ...]:
        """Those whose texts mean something else than they are."""
        return tuple(s for s in self.slots if s.name in self.feed.columns and self.words.asked(s))

    @property
    def moments(self) -> tuple[Slot, ...]:
        """Those that hold days or instants."""
        return tuple(s for s in self.slots if s.parse in MOMENTS)

    def said(self, slot: Slot) -> str:
        """The text of the slot, over the columns of the sheet; NULL where nothing is said."""
        take = self._take(slot)
        if take.constant is not None:
            return quoted(take.constant)
        texts = [self._text(place) for place in take.columns]
        if not texts:
            return "null::text"
        if take.first:
            return f"coalesce({', '.join(texts)})"
        return texts[0] if not texts[1:] else f"nullif(concat_ws(' ', {', '.join(texts)}), '')"

    def _take(self, slot: Slot) -> Take:
        return self.feed.columns.get(slot.name, Take())

    def _text(self, place: int) -> str:
        text = f"neat(c{place})"
        if not self.reading.formats.empty:
            return text
        empty = {
            way(word)
            for word in self.reading.formats.empty
            for way in (str, str.lower, str.upper, str.capitalize)
        }
        return f"case when {text} not in ({', '.join(map(quoted, sorted(empty)))}) then {text} end"

    def caption(self, slot: Slot) -> str:
        """The file's own name of what the slot is taken from; of a constant, the slot's."""
        take = self._take(slot)
        return " + ".join(captions(self.header)[place] for place in take.columns) or slot.name

    def rows(self, source: str, extra: str = "null::text") -> str:
        """The select that makes staged rows of the rows of `source`."""
        made = ", ".join(f"{sql} as {named(name)}" for name, sql in self.columns.items())
        faulty = " or ".join(f"({flaw.when})" for flaw in self.flaws) or "false"
        return f"select _row, {faulty} as _bad, {made}, extra from ({self._values(source, extra)})"

    def reasons(self, source: str) -> str:
        """A select of every flaw in the rows of `source`: _row, place, caption, said, reason."""
        found = ", ".join(
            f"case when {f.when} then {{'place': {place}, 'caption': {quoted(f.caption)}, "
            f"'said': {f.said}, 'reason': {quoted(f.reason)}}} end"
            for place, f in enumerate(self.flaws)
        )
        rows = f"select _row, unnest([{found}]) as flaw from ({self._values(source)})"
        return (
            "select _row, flaw.place, flaw.caption, flaw.said, flaw.reason "
            f"from ({rows}) where flaw is not null"
        )

    def _values(self, source: str, extra: str = "null::text") -> str:
        texts = ", ".join(f"{self.said(slot)} as s_{slot.name}" for slot in self.slots)
        meant = "".join(f", m_{s.name}.meant as m_{s.name}" for s in self.looked_up)
        joins = "".join(
            f" left join {self.words.table} m_{s.name} "
            f"on m_{s.name}.slot = '{s.name}' and m_{s.name}.said = s_{s.name}"
            for s in self.looked_up
        )
        values = ", ".join(f"{self._value(slot)} as v_{slot.name}" for slot in self.slots)
        said = f"select _row, {texts}, {extra} as extra from {source}"
        return f"select *, {values} from (select said.*{meant} from ({said}) said{joins})"

    def _value(self, slot: Slot) -> str:
        text = f"s_{slot.name}"
        if slot.name not in self.feed.columns:
            return quoted(slot.default)
        if slot.parse is Parse.WORD:
            found = f"m_{slot.name}" if slot.strict else f"coalesce(m_{slot.name}, {text})"
            return f"coalesce({found}, {self._default(slot)})" if slot.default else found
        if slot.parse is Parse.FLAG:
            return f"m_{slot.name}::boolean"
        if slot.parse is Parse.MONTH:
            return f"m_{slot.name}::date"
        if slot.parse is Parse.PERIOD:
            return f"m_{slot.name}"
        if slot.name == CURRENCY:
            return f"case when {text} is not null then currency_of(currency_word({text})) end"
        text = self._meant(slot)
        if slot.parse in MOMENTS:
            return local(text, self.ways.get(slot.name, self.reading.ways()))
        found = value(slot.parse, text)
        return f"coalesce({found}, {quoted(slot.default)})" if slot.default else found

    def _meant(self, slot: Slot) -> str:
        said = f"s_{slot.name}"
        return f"coalesce(m_{slot.name}, {said})" if self.words.asked(slot) else said

    def _default(self, slot: Slot) -> str:
        """The default, where nothing is said: a word that nobody knows is a flaw."""
        return f"case when s_{slot.name} is null then {quoted(slot.default)} end"

    @cached_property
    def columns(self) -> Mapping[str, str]:
        """The columns of a staged row, `id` first, each over the layer of values."""
        found = {"id": self.id}
        for slot in self.slots:
            found.update(self._columns(slot))
        money = [s.name for s in self.slots if s.parse is Parse.MONEY]
        if money and CURRENCY in self.target.slots and self.feed.table != "rates":
            found[CURRENCY] = self._currency(money)
        return found

    def _currency(self, money: Sequence[str]) -> str:
        """The code that the column says, else what stands beside an amount, else the file's."""
        said = [f"v_{CURRENCY}"] if CURRENCY in self.feed.columns else []
        said += [f"currency_beside(s_{name})" for name in money]
        if self.reading.formats.currency:
            said.append(quoted(self.reading.formats.currency))
        return f"coalesce({', '.join(said)})"

    @cached_property
    def own(self) -> tuple[str, ...]:
        """Those of the table itself: what asides say of other tables does not tell its rows."""
        aside = {
            column
            for slot in self.slots
            if slot.aside and slot.aside.feeds != self.feed.table
            for column, _ in self._columns(slot)
        }
        return tuple(column for column in self.columns if column not in aside)

    def _columns(self, slot: Slot) -> Iterator[tuple[str, str]]:
        name, found = slot.name, f"v_{slot.name}"
        if slot.parse is Parse.DAY:
            yield name, f"{found}::date"
        elif slot.parse is Parse.INSTANT:
            instant = self.reading.instant(self._meant(slot), found)
            yield f"{name}_at", instant
            if len(slot.fills) > 1:
                yield f"{name}_on", self.reading.day(self._meant(slot), found, instant)
        elif slot.parse is Parse.PERIOD:
            yield f"{name}_first", f"split_part({found}, '/', 1)::date"
            yield f"{name}_after", f"split_part({found}, '/', 2)::date"
        elif name != "id":
            yield name, f"nullif({found}, 0)" if name in self.feed.zero_is_empty else found

    @property
    def parts(self) -> tuple[str, ...]:
        """The slots that make an id where the file has none."""
        return () if "id" in self.feed.columns else tuple(self.feed.key)

    @cached_property
    def id(self) -> str:
        """The id: the file's, or made. Few words make a plain one, many a hash."""
        if self.feed.table == "stages":
            return self._stage()
        if not self.parts:
            return "v_id"
        texts = [f"v_{part}::text" for part in self.parts]
        if not texts[1:]:
            return texts[0]
        if self.feed.table == "order_lines":
            return f"concat_ws(':', {', '.join(texts)})"
        filled = (f"coalesce({text}, '')" for text in texts)
        return f"md5(concat_ws(chr(31), {', '.join(filled)}))"

    def _stage(self) -> str:
        """pipeline/stage, whatever the file calls them."""
        texts = [f"v_{name}" for name in ("id", "name") if name in self.feed.columns]
        pipeline = "v_pipeline" if "pipeline" in self.feed.columns else "null"
        return f"stage_id({pipeline}, coalesce({', '.join(texts)}))"

    @cached_property
    def flaws(self) -> tuple[Flaw, ...]:
        """Everything that can be wrong with a row, in the order of the file's columns."""
        slots = sorted(self.slots, key=lambda s: self._take(s).columns)
        found = [flaw for slot in slots for flaw in self._flaws(slot)]
        if self.parts:
            empty = " and ".join(f"s_{part} is null" for part in self.parts)
            names = ", ".join(self.caption(self.target.slots[part]) for part in self.parts)
            found.append(Flaw(empty, names, "null::text", _("empty, and needed to tell the row")))
        return tuple(found)

    def _flaws(self, slot: Slot) -> Iterator[Flaw]:
        said, found, caption = f"s_{slot.name}", f"v_{slot.name}", self.caption(slot)
        reason = wrong(slot)
        if reason and slot.name in self.feed.columns:
            yield Flaw(f"{said} is not null and {found} is null", caption, said, reason)
        if slot.name in self.feed.columns and (slot.need or slot.name == "id"):
            yield Flaw(f"{said} is null", caption, said, _("empty, and needed"))
