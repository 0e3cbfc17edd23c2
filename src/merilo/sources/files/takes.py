"""Columns and values as a mapping file says them: captions, constants, lists of either."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from merilo.sources.files import outcomes, spans, values
from merilo.sources.files.ask import Asker
from merilo.sources.files.forms import language
from merilo.sources.files.mapping import Take
from merilo.sources.files.match import PARTS
from merilo.sources.files.sample import Sample
from merilo.sources.files.targets import Parse, Slot, Target
from merilo.sources.files.words import normal
from merilo.words import say


class Mistake(Exception):
    """What is wrong in a mapping file, and where; whoever knows the file makes an error of it."""

    def __init__(self, place: str, problem: str, **fields: object) -> None:
        said = say(problem, **fields)
        super().__init__(f"{place}: {said}" if place else said)


def nearest(name: str, known: Collection[str]) -> str:
    """The known names that look like this one."""
    by_normal = {normal(k): k for k in known}
    close = get_close_matches(normal(name), sorted(by_normal), cutoff=0.5)
    return ", ".join(f"“{by_normal[k]}”" for k in close) or "—"


def mapping_of(found: Any, place: str) -> dict[str, Any]:
    """A mapping of names; Mistake if it is something else. Nothing is an empty one."""
    if found in ("", None):
        return {}
    if not isinstance(found, dict):
        raise Mistake(place, "it has to be a list of “name: value”")
    return found


def words_of(found: Any, place: str) -> list[str]:
    """One word or a list of words; Mistake if it is something else."""
    listed = found if isinstance(found, list) else [found]
    if not all(isinstance(word, str) for word in listed):
        raise Mistake(place, "it has to be a word or a list of words")
    return list(listed)


@dataclass(frozen=True)
class Takes:
    """Reads and writes what stands right of a column's name, for one sheet."""

    sample: Sample
    asker: Asker

    def columns(self, found: Any, target: Target) -> dict[str, Take]:
        """Slots and what they take; Mistake for a name that is not there, or is there twice."""
        made: dict[str, Take] = {}
        parts: dict[str, Take] = {}
        for name, said in mapping_of(found, "columns").items():
            place = f"columns, {name}"
            if target.name == "people" and name in PARTS:
                parts[name] = self._take(said, target.slots["name"], place)
                continue
            if name not in target.names:
                near = nearest(name, target.names)
                text = "{table} have no “{name}”; nearest: {near}"
                raise Mistake("columns", text, table=target.name, name=name, near=near)
            slot = target.slots[target.names[name]]
            if slot.name in made:
                raise Mistake(place, "“{name}” is said twice", name=slot.name)
            made[slot.name] = self._take(said, slot, place)
        if "period_end" in mapping_of(found, "columns"):
            # Nobody says whether it is the last day or the one after it.
            spans.ends(made, target.name, self.sample, self.asker)
        if parts and "name" not in made:
            made["name"] = self._joined(parts)
        return made

    def _joined(self, parts: Mapping[str, Take]) -> Take:
        order = sorted(parts, reverse=language(self.sample.header) == "hu")
        return Take(tuple(c for part in order for c in parts[part].columns))

    def _take(self, said: Any, slot: Slot, place: str) -> Take:
        if isinstance(said, list):
            return self._several(said, place)
        if isinstance(said, dict) and set(said) == {"constant"}:
            return Take(constant=self._constant(said["constant"], slot, place))
        if isinstance(said, dict) and set(said) == {"first"}:
            listed = said["first"] if isinstance(said["first"], list) else [said["first"]]
            return self._several(listed, place, first=True)
        if isinstance(said, str):
            return self._plain(said, slot, place)
        return Take((self._column(said, place),))

    def _several(self, said: list[Any], place: str, first: bool = False) -> Take:
        if not said:
            raise Mistake(place, "it names no column")
        return Take(tuple(self._column(part, place) for part in said), first=first)

    def _plain(self, said: str, slot: Slot, place: str) -> Take:
        """A caption, else a constant that can be meant: a legal word, a number, a day."""
        found = self._captioned(said)
        if found:
            return Take((self._one(said, found, place),))
        constant = constant_of(said, slot)
        if constant is None:
            near = nearest(said, [c for c in self.sample.header if c.strip()])
            text = "the file has no column “{name}”; nearest: {near}{legal}"
            raise Mistake(place, text, name=said, near=near, legal=_legal(slot))
        return Take(constant=constant)

    def _constant(self, said: Any, slot: Slot, place: str) -> str:
        if not isinstance(said, str):
            raise Mistake(place, "a constant has to be a word or a number")
        made = constant_of(said, slot)
        if made is not None:
            return made
        if slot.parse in (Parse.TEXT, Parse.KEY) or (slot.parse is Parse.WORD and not slot.strict):
            return said
        text = "“{word}” cannot be “{slot}”{legal}"
        raise Mistake(place, text, word=said, slot=slot.name, legal=_legal(slot))

    def _column(self, said: Any, place: str) -> int:
        if isinstance(said, str):
            found = self._captioned(said)
            if not found:
                near = nearest(said, [c for c in self.sample.header if c.strip()])
                text = "the file has no column “{name}”; nearest: {near}{legal}"
                raise Mistake(place, text, name=said, near=near, legal="")
            return self._one(said, found, place)
        if isinstance(said, dict) and set(said) == {"position"}:
            return self._nth(said["position"], range(len(self.sample.header)), place)
        if isinstance(said, dict) and "column" in said and set(said) <= {"column", "nth"}:
            caption = said["column"] if isinstance(said["column"], str) else ""
            found = self._captioned(caption)
            if found and "nth" in said:
                return self._nth(said["nth"], found, place)
            return self._column(caption, place)
        wanted = say(
            "a caption, a list of captions, {constant} or {column}",
            constant="{constant: ...}",
            column="{column: ..., nth: 2}",
        )
        raise Mistake(place, "it has to be {wanted}", wanted=wanted)

    def _nth(self, said: Any, among: Sequence[int], place: str) -> int:
        number = int(said) if isinstance(said, str) and said.isascii() and said.isdigit() else 0
        if not 1 <= number <= len(among):
            text = "“{word}” has to be a number from 1 to {most}"
            raise Mistake(place, text, word=said, most=len(among))
        return among[number - 1]

    def _captioned(self, said: str) -> list[int]:
        """The columns with the caption: written just so, else but for case, ё and spaces."""
        header = self.sample.header
        exact = [i for i, caption in enumerate(header) if caption == said]
        return exact or [i for i, c in enumerate(header) if normal(c) == normal(said) and c.strip()]

    def _one(self, said: str, found: Sequence[int], place: str) -> int:
        """The only column of that caption, or the only one with values."""
        filled = [column for column in found if self.sample.texts[column]]
        one = found if len(found) == 1 else filled
        if len(one) != 1:
            which = f"{{column: {said}, nth: 2}}"
            text = "“{name}” is there {times} times: say which with {which}"
            raise Mistake(place, text, name=said, times=len(found), which=which)
        return one[0]

    def written(self, take: Take, slot: Slot) -> Any:
        """A take as the file says it, so that it is read back the same."""
        if take.constant is not None:
            plain = self._reads(take.constant, slot) == take
            return take.constant if plain else {"constant": take.constant}
        said = [self._caption(column) for column in take.columns]
        if take.first:
            return {"first": said}
        return said if len(said) != 1 else said[0]

    def _reads(self, said: str, slot: Slot) -> Take | None:
        try:
            return self._plain(said, slot, "")
        except Mistake:
            return None

    def _caption(self, column: int) -> Any:
        caption = self.sample.header[column]
        if not caption.strip():
            return {"position": column + 1}
        same = self._captioned(caption)
        if len(same) == 1:
            return caption
        return {"column": caption, "nth": same.index(column) + 1}

    def values(
        self, found: Any, target: Target, columns: Collection[str]
    ) -> dict[str, dict[str, str]]:
        """What words of the file mean, by slot; Mistake for a meaning that the slot cannot have."""
        made: dict[str, dict[str, str]] = {}
        for name, meanings in mapping_of(found, "values").items():
            if target.names.get(name) not in columns:
                near = nearest(name, columns)
                text = "“{name}” is not among the columns; nearest: {near}"
                raise Mistake("values", text, name=name, near=near)
            slot = target.slots[target.names[name]]
            made[slot.name] = dict(self._meanings(mapping_of(meanings, f"values, {name}"), slot))
        return made

    def _meanings(self, found: Mapping[str, Any], slot: Slot) -> Iterator[tuple[str, str]]:
        seen: set[str] = set()
        for meaning, said in found.items():
            place = f"values, {slot.name}"
            if slot.strict and meaning and meaning not in slot.among:
                legal = ", ".join(slot.among)
                text = "“{word}” is not one of its words: {legal}"
                raise Mistake(place, text, word=meaning, legal=legal)
            for word in words_of(said, f"{place}, {meaning}"):
                if normal(word) in seen:
                    raise Mistake(place, "“{name}” is said twice", name=word)
                seen.add(normal(word))
                yield word, meaning

    def outcome(
        self, columns: dict[str, Take], found: Any, target: Target
    ) -> dict[str, dict[str, str]]:
        """How deals ended where only their stage is mapped: by the words of the stage."""
        if target.name != "deals" or "outcome" in columns or "stage" not in columns:
            return {}
        columns["outcome"] = columns["stage"]
        if {"outcome", "status"} & set(mapping_of(found, "values")):
            return {}
        column = columns["stage"].columns[0]
        said = dict.fromkeys(t.strip() for t in self.sample.more(column))
        return {"outcome": outcomes.outcomes(self.sample.caption(column), said, self.asker)}

    def identify(self, columns: dict[str, Take], target: Target) -> tuple[str, ...]:
        """What an id is made of where none is mapped; names are ids where they are the key."""
        if target.key == ("name",) and "name" in columns:
            columns["id"] = columns["name"]
            return ()
        key = target.made(columns)
        if key:
            text = "{table}: no column holds an id; it is made of {key}."
            self.asker.say(text, table=target.name, key=", ".join(key))
        return key

    def complete(self, columns: Collection[str], key: Collection[str], target: Target) -> None:
        """Mistake if the table lacks what it cannot do without."""
        if not key and "id" not in columns:
            text = "nothing tells the rows of {table} apart: map “id”"
            raise Mistake("columns", text, table=target.name)
        given = spans.satisfied(columns) if target.name == "plans" else set()
        for slot in target.slots.values():
            if slot.need and slot.name not in columns and slot.name not in given:
                raise Mistake(
                    "columns",
                    "nothing says “{slot}” of {table}: {doc}{legal}",
                    slot=slot.name,
                    table=target.name,
                    doc=say(slot.doc).rstrip("."),
                    legal=_legal(slot),
                )


def _legal(slot: Slot) -> str:
    return say("; its words are {words}", words=", ".join(slot.among)) if slot.among else ""


def constant_of(said: str, slot: Slot) -> str | None:
    """A constant that the slot can hold for every row; None if it cannot be meant."""
    if slot.parse is Parse.WORD:
        table = {word: word for word in slot.among}
        return table.get(normal(said))
    if slot.name == "currency":
        return said if len(said) == 3 and said.isascii() and said.isupper() else None
    if slot.parse in (Parse.MONEY, Parse.NUMBER, Parse.COUNT, Parse.SHARE):
        return said if values.share(said) is not None else None
    if slot.parse is Parse.DURATION:
        return said if values.seconds(said) is not None else None
    if slot.parse is Parse.FLAG:
        return said if values.flag(said) is not None else None
    if slot.parse in (Parse.INSTANT, Parse.DAY):
        return said if values.iso(said) else None
    if slot.parse is Parse.MONTH:
        return said if values.month(said) or values.iso(said) else None
    if slot.parse is Parse.PERIOD:
        return said if said[:4].isdigit() else None
    return None
