"""First and last days: whether the last one is included, and how long a period is."""

from collections.abc import Collection, Iterable
from datetime import date
from itertools import pairwise

from merilo.sources.files import look, values
from merilo.sources.files.ask import Asker
from merilo.sources.files.mapping import Take
from merilo.sources.files.sample import Sample
from merilo.sources.files.targets import Parse
from merilo.words import say

_MONTHS = {1: "month", 3: "quarter", 12: "year"}
ENDS = {  # table: the slots of its first day and of the day after its last
    "plans": ("period_since", "period_until"),
    "postings": ("since", "until"),
    "absences": ("since", "until"),
}


def satisfied(columns: Collection[str]) -> set[str]:
    """The ends of a plan's period that other slots already give."""
    if {"month", "period"} & set(columns):
        return {"period_since", "period_until"}
    return {"period_until"} if {"last", "length"} & set(columns) else set()


def plans(columns: dict[str, Take], sample: Sample, asker: Asker) -> None:
    """Give a plan its period: a named one, two days, or a first day and a length."""
    _named(columns, sample)
    if satisfied(columns) >= {"period_since"}:
        for slot in ("period_since", "period_until", "last"):
            columns.pop(slot, None)
        return
    if "period_since" not in columns:
        return
    ends(columns, "plans", sample, asker)
    if {"period_until", "last", "length"} & set(columns):
        return
    caption = sample.caption(columns["period_since"].columns[0])
    length = _length(_days(columns["period_since"], sample))
    if length:
        text = "A plan is taken for a {length}, for so the days of “{caption}” follow."
        asker.say(text, length=say(length), caption=caption)
    else:
        text = "How long is a period that begins on “{caption}”? Next: up to the next such day."
        lengths = ("next", "week", "month", "quarter", "year")
        length = asker.ask("plans.length", text, lengths, "next", caption=caption)
    columns["length"] = Take(constant=length)


def _named(columns: dict[str, Take], sample: Sample) -> None:
    """A period that is written as a month is one; one that is written as a day begins on it."""
    if "period" not in columns:
        return
    texts = [t for c in columns["period"].columns for t in sample.texts[c]]
    if texts and all(map(values.month, texts)):
        columns.setdefault("month", columns["period"])
        del columns["period"]
    elif texts and look.fits(texts, Parse.DAY):
        columns.setdefault("period_since", columns["period"])
        del columns["period"]


def ends(columns: dict[str, Take], table: str, sample: Sample, asker: Asker) -> None:
    """Whether the ends are last days or the days after: after, if some span begins on them."""
    since, until = ENDS[table]
    if "last" not in columns or until in columns or since not in columns:
        return
    if set(_days(columns[since], sample)) & set(_days(columns["last"], sample)):
        caption = sample.caption(columns["last"].columns[0])
        text = "“{caption}” is the day after the last, for spans begin on it."
        asker.say(text, caption=caption)
        columns[until] = columns.pop("last")


def _days(take: Take, sample: Sample) -> list[date]:
    """The days of a column, in order; the day first where a text leaves it open."""
    texts = [t for c in take.columns for t in sample.texts[c]]
    forms = values.forms(texts, "day")
    return sorted({at.date() for at in (values.instant(t, forms) for t in texts) if at})


def _length(firsts: Iterable[date]) -> str:
    """The length that evenly following firsts of months show; "" if they do not."""
    firsts = list(firsts)
    if len(firsts) < 2 or any(day.day != 1 for day in firsts):
        return ""
    months = [day.year * 12 + day.month for day in firsts]
    return _MONTHS.get(min(b - a for a, b in pairwise(months)), "")
