"""The book of definitions: makes metrics of them, each checked with all it is made of."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from merilo.errors import (
    Circular,
    Misdefined,
    NameTaken,
    NotBy,
    Unknown,
    UnknownIn,
    Unmatched,
    Unparsed,
)
from merilo.metrics.catalogue import CATALOGUE, METRICS, Catalogue
from merilo.metrics.dimensions import DIMENSIONS, common
from merilo.metrics.frame import GRAINS
from merilo.metrics.model import Better, Distinct, Metric, Total, Unit
from merilo.metrics.own.computed import Computed
from merilo.metrics.own.definition import Definition
from merilo.metrics.own.tree import (
    Filter,
    Formula,
    Name,
    Negative,
    Number,
    Pair,
    Sign,
    named,
    walked,
)
from merilo.metrics.own.units import Kind, agrees, joined
from merilo.metrics.rows.entries import Said, entered, value
from merilo.words import LANGS, say

WEIGHT, LAYERS = 200, 20  # figures in one metric, all told; own metrics one inside another
FILTERS = tuple(name for name in DIMENSIONS if name not in GRAINS)
SOURCE = "the company's own definition"

Keys = Callable[[str, str], Sequence[str | None]]  # a dimension and a name in it: its keys


def as_said(dimension: str, name: str) -> Sequence[str | None]:
    """Names taken for keys, where nobody is there to look them up."""
    return [name or None]


def catalogue(own: Mapping[str, Definition], asked: Collection[str], keys: Keys) -> Catalogue:
    """Ours, and those own metrics that are asked for, with what they are made of.

    Others are not looked at: a mistake in one does not stand in the way of the rest.
    """
    for id in asked:
        if id not in METRICS and id not in own:
            raise Unknown(say("metric"), id, METRICS.keys() | own.keys())
    wanted = [id for id in asked if id in own]
    if not wanted:
        return CATALOGUE
    book = Book(own, keys)
    for id in wanted:
        book.metric(id)
    return Catalogue(book.made.values())


class Book:
    """Definitions by id. What is made of them is made once."""

    def __init__(self, own: Mapping[str, Definition], keys: Keys = as_said) -> None:
        self.own, self.keys = own, keys
        self.made: dict[str, Metric] = {}
        self.weights: dict[str, int] = {}
        self.path: list[str] = []
        self.parts = {part.id: part for metric in METRICS.values() for part in metric.parts}

    def metric(self, id: str, inside: str = "") -> Metric:
        """The metric of that id, ours or own. An error of the family if it cannot be made."""
        if id in self.made:
            return self.made[id]
        if id not in self.own:
            if id not in METRICS:
                raise UnknownIn(say("metric"), id, METRICS.keys() | self.own.keys(), inside)
            self.weights[id] = 1
            return METRICS[id]
        if id in self.path:
            raise Circular(id, " → ".join((*self.path[self.path.index(id) :], id)))
        self.path.append(id)
        try:
            self.made[id] = self.make(self.own[id])
        finally:
            self.path.pop()
        return self.made[id]

    def make(self, said: Definition) -> Metric:
        """A metric of its definition."""
        said.check()
        if said.typed:
            return self.entered(said)
        tree = said.tree
        if len(self.path) > LAYERS:
            problem = say("more than {count} own metrics stand one inside another", count=LAYERS)
            raise Misdefined(said.id, problem)
        inputs = tuple((id, self.metric(id, said.id)) for id in dict.fromkeys(named(tree)))
        self.weights[said.id] = sum(self.weights[id] for id in named(tree))
        if self.weights[said.id] > WEIGHT:
            problem = say("all told it is made of more than {count} figures", count=WEIGHT)
            raise Misdefined(said.id, problem)
        made = (
            self.filtered(said, tree, inputs[0][1])
            if isinstance(tree, Filter)
            else self.computed(said, tree, inputs)
        )
        self.alone(made)
        return made

    def entered(self, said: Definition) -> Metric:
        """The sum of what people type under its id in their daily reports."""
        self.weights[said.id] = 1
        text = "Typed in the daily report, for no system counts it."
        made = Total(
            id=said.id, doc=said.about or text, fact=entered, adds=value,
            where=Said(said.id), unit=Unit(said.unit), better=Better(said.better or Better.MORE),
            source=SOURCE, names=said.called,
        )  # fmt: skip
        self.alone(made)
        return made

    def filtered(self, said: Definition, tree: Filter, of: Metric) -> Metric:
        """The metric of fewer rows."""
        found: dict[str, tuple[str | None, ...]] = {}
        can = common(of)
        for name, values in tree.only:
            if name not in FILTERS:
                raise UnknownIn(say("dimension"), name, FILTERS, said.id)
            if name in found:
                text = "“{name}” stands there twice; several values are written {name} in (a, b)"
                raise Misdefined(said.id, say(text, name=name))
            if name not in can:
                raise NotBy(of.id, name, ", ".join(d for d in FILTERS if d in can))
            found[name] = tuple(key for v in values for key in self.looked_up(said, name, v))
        better = Better(said.better) if said.better else of.better
        return replace(
            of.narrowed(said.id, tuple(found.items())), names=said.called, doc=said.doc,
            unit=self.unit(said, of.unit), better=better, source=SOURCE,
        )  # fmt: skip

    def looked_up(self, said: Definition, dimension: str, name: str) -> Sequence[str | None]:
        """The keys of a name; the error of an unknown one says in which definition it stands."""
        try:
            return self.keys(dimension, name)
        except Unknown as error:
            raise UnknownIn(error.what, error.name, error.known, said.id) from None

    def computed(
        self, said: Definition, tree: Formula, inputs: tuple[tuple[str, Metric], ...]
    ) -> Metric:
        """The metric of a formula."""
        derived = unit_of(tree, {name: metric.unit for name, metric in inputs}, said.id)
        scaled = any(isinstance(here, Number) for here, _ in walked(tree))
        return Computed(
            id=said.id, doc=said.doc, unit=self.unit(said, derived, scaled), source=SOURCE,
            better=Better(said.better or Better.NEITHER), names=said.called, tree=tree,
            inputs=inputs,
        )  # fmt: skip

    def unit(self, said: Definition, derived: Kind, scaled: bool = False) -> Unit:
        """The unit that is declared, if it can be; else the one that comes out."""
        if not said.unit:
            if derived is None or derived == "number":
                text = "its unit does not follow from the formula; say unit: one of {among}"
                raise Unmatched(said.id, say(text, among=", ".join(Unit)))
            return derived
        if not agrees(Unit(said.unit), derived, scaled):
            text = "its unit is said to be {said}, but {derived} comes out of its definition"
            raise Unmatched(said.id, say(text, said=say(said.unit), derived=say(str(derived))))
        return Unit(said.unit)

    def alone(self, made: Metric) -> None:
        """NameTaken if a part of it would stand in the column of another."""
        for part in made.parts:
            if self.parts.setdefault(part.id, part) != part:
                problem = say("its part {part} has the name of another", part=part.id)
                raise NameTaken(made.id, problem)

    def users(self, id: str) -> list[str]:
        """The own metrics in whose definitions this one stands."""
        return [said.id for said in self.own.values() if id != said.id and id in inputs(said)]

    def notes(self, said: Definition) -> list[str]:
        """What is allowed and yet worth knowing."""
        found = []
        if lacks := [lang for lang in LANGS if lang not in dict(said.names)]:
            text = "“{metric}” has no name in {langs}; there it is called “{name}”."
            langs = ", ".join(lacks)
            found.append(say(text, metric=said.id, langs=langs, name=said.names[0][1]))
        for id in () if said.typed else dict.fromkeys(divisors(said.tree)):
            if not isinstance(self.metric(id), Total | Distinct):
                text = "“{metric}” divides by “{by}”, which may be empty: then it is empty, too."
                found.append(say(text, metric=said.id, by=id))
        return found


def inputs(said: Definition) -> tuple[str, ...]:
    """What it is made of; nothing if it is typed, or was broken by hand."""
    if said.typed:
        return ()
    try:
        return named(said.tree)
    except Unparsed:
        return ()


def divisors(tree: Formula | Filter) -> list[str]:
    """The metrics below the line."""
    if isinstance(tree, Filter):
        return []
    pairs = [here for here, _ in walked(tree) if isinstance(here, Pair) and here.sign == Sign.OVER]
    return [id for pair in pairs for id in named(pair.right)]


def unit_of(tree: Formula, units: Mapping[str, Unit], metric: str) -> Kind:
    """The unit of a formula. Unmatched if it adds what cannot be added, or divides by zero."""
    match tree:
        case Number():
            return "number"
        case Name(id):
            return units[id]
        case Negative(of):
            return unit_of(of, units, metric)
        case Pair(sign, left, right):
            return unit_of_pair(sign, left, right, units, metric)


def unit_of_pair(
    sign: Sign, left: Formula, right: Formula, units: Mapping[str, Unit], metric: str
) -> Kind:
    """The unit of two sides."""
    if sign == Sign.OVER and isinstance(right, Number) and float(right.text) == 0:
        raise Misdefined(metric, say("it divides by zero"))
    sides = unit_of(left, units, metric), unit_of(right, units, metric)
    try:
        return joined(sign, *sides)
    except ValueError:
        text = "{left} and {right} cannot be added or subtracted"
        one, other = (say(str(side)) for side in sides)
        raise Unmatched(metric, say(text, left=one, right=other)) from None
