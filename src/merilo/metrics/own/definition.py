"""A definition as an analyst writes it, and what can be said of it without any other."""

import re
from dataclasses import dataclass

from merilo.errors import Misdefined, NameTaken
from merilo.metrics.catalogue import METRICS
from merilo.metrics.dimensions import DIMENSIONS
from merilo.metrics.model import Better, Unit
from merilo.metrics.own.tree import Filter, Formula
from merilo.words import LANGS, Lang, say

ID = re.compile(r"[a-z][a-z0-9_]{0,62}")
TYPED = "typed"  # the whole text of a definition of what people type in their daily reports
ADDED = (Unit.COUNT, Unit.MONEY, Unit.HOURS)  # the units of such: days of them add up
# Words of the command line and columns of an answer; the parts of ours are columns, too.
RESERVED = {"show", "add", "remove", "export", "at_work", "part", "slot", TYPED, *DIMENSIONS}
OURS = {part.id for metric in METRICS.values() for part in metric.parts} - METRICS.keys()


@dataclass(frozen=True)
class Definition:
    """One entry of the file, each field as it is written; empty is not said."""

    id: str
    text: str
    names: tuple[tuple[Lang, str], ...]
    unit: str = ""
    better: str = ""
    about: str = ""

    @property
    def tree(self) -> Formula | Filter:
        """What it says; Unparsed if that is not understood."""
        from merilo.metrics.own.grammar import parsed  # here, for it takes 35 ms

        return parsed(self.text, self.id)

    @property
    def typed(self) -> bool:
        """It is what people type under its id, and made of no other metric."""
        return self.text.strip() == TYPED

    @property
    def called(self) -> tuple[tuple[Lang, str], ...]:
        """Its name in every language: where there is none, the first that is given."""
        given = dict(self.names)
        return tuple((lang, given.get(lang, self.names[0][1])) for lang in LANGS)

    @property
    def doc(self) -> str:
        """What it is about, and the definition itself."""
        text = " ".join(self.text.split())
        return f"{self.about.rstrip('.')}: {text}" if self.about else text

    def check(self) -> None:
        """Misdefined if its id, names, unit or direction cannot be."""
        if not ID.fullmatch(self.id):
            problem = "an id is of small Latin letters, digits and _, and begins with a letter"
            raise Misdefined(self.id, say(problem))
        if self.id in METRICS:
            raise NameTaken(self.id, say("there is a metric of Merilo's own of that id"))
        columns = self.id.startswith("rows_") or self.id.endswith("_before")
        if columns or self.id in RESERVED | OURS:
            raise NameTaken(self.id, say("this word has another meaning here"))
        if not self.names:
            raise Misdefined(self.id, say("it has no name; say it in en, ru and hu"))
        self.chosen(self.unit, Unit, "unit")
        self.chosen(self.better, Better, "better")
        if self.typed and self.unit not in ADDED:
            text = "what is typed needs a unit; it can be: {among}"
            raise Misdefined(self.id, say(text, among=", ".join(ADDED)))

    def chosen(self, said: str, among: type[Unit] | type[Better], field: str) -> None:
        """Misdefined if the word is said and is none of those."""
        if said and said not in [*among]:
            text = "{field} is “{said}”; it can be: {among}"
            problem = say(text, field=field, said=said, among=", ".join(among))
            raise Misdefined(self.id, problem)
