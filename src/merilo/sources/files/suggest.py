"""From a sheet to a plan: recognised, suggested by its words and values, or asked about."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from merilo.sources.files import layouts
from merilo.sources.files.ask import Asker, Question
from merilo.sources.files.choose import choose, named
from merilo.sources.files.draft import Draft
from merilo.sources.files.forms import formats
from merilo.sources.files.mapping import Plan
from merilo.sources.files.rules import finish
from merilo.sources.files.sample import Sample

Make = Callable[[Asker], Plan]


@dataclass(frozen=True)
class Suggestion:
    """A plan, whole as it is, and what a person should decide about it; nothing if it is sure."""

    plan: Plan
    questions: tuple[Question, ...]
    sample: Sample = field(repr=False)
    make: Make = field(repr=False, compare=False)
    answers: Mapping[str, str] = field(default_factory=dict)


def suggest(sample: Sample, table: str = "") -> Suggestion:
    """What to make of a sheet, which may hold no rows; `table` as a person calls it forces one.

    FileError if it tells of no table, or lacks what its table cannot do without; Unknown if there
    is no such table.
    """
    forced, kind = named(table) if table else ("", "")
    return made(sample, lambda asker: _plan(sample, forced, kind, asker))


def answer(suggestion: Suggestion, answers: Mapping[str, str]) -> Suggestion:
    """The suggestion with questions answered, by what they are about; answers may raise new ones.

    Unknown if an answer is not one of the choices.
    """
    return made(suggestion.sample, suggestion.make, {**suggestion.answers, **answers})


def made(sample: Sample, make: Make, answers: Mapping[str, str] | None = None) -> Suggestion:
    """The plan that `make` arrives at with these answers, and the questions it still has."""
    asker = Asker(answers or {})
    plan = make(asker)
    return Suggestion(plan, tuple(asker.questions), sample, make, asker.answers)


def _plan(sample: Sample, forced: str, kind: str, asker: Asker) -> Plan:
    layout = layouts.recognised(sample, forced)
    if layout:
        return layouts.plan(layout, sample, asker)
    draft = Draft(sample, choose(sample, asker, forced), asker)
    finish(draft, kind)
    feeds = (draft.feed(),)
    forms = formats(sample, feeds, asker)
    return Plan(feeds, forms, said=tuple(asker.said))
