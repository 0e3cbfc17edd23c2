"""What a page is asked for, as its address says it: so that the address is the saved page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from django.http import HttpRequest, QueryDict

from merilo.errors import TooMany
from merilo.metrics.question import Question
from merilo.periods import Period
from merilo.report.compare import COMPARED, FIRST
from merilo.report.desk import Desk
from merilo.report.figures import day
from merilo.report.people import named_like, sellers
from merilo.web.access.policy import Rights
from merilo.words import _, spoken

PRESETS = (
    "today", "yesterday", "this-week", "last-week", "this-month", "last-month", "this-quarter",
    "last-quarter", "this-year", "last-year", "last-30-days", "last-12-months",
)  # fmt: skip
USUAL = "last-month"
SPLITS = ("person", "unit", "department", "company", "role")
FILTERS = ("unit", "department", "company", "role", "channel", "segment", "territory", "pipeline",
           "product_group")  # fmt: skip
KEPT = "period"  # what a session remembers from page to page
MOST = 30  # columns side by side
LONGEST = 200  # of anything typed into an address
NONE = "—"  # how the empty value of a dimension is asked for


@dataclass(frozen=True)
class Asked:
    """The period in words, the split, columns, conditions, comparison, order."""

    period: str = USUAL
    by: str = "person"
    columns: tuple[str, ...] = ()
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    compare: str = ""
    sort: str = ""
    placed: str = "then"
    text: str = ""
    spark: str = ""
    who: str = ""  # "all": also those who lead or help, in a table of people
    plan: str = ""  # "first": targets as they were set first

    @classmethod
    def of(cls, request: HttpRequest, columns: Sequence[str] = ()) -> Self:
        """What the address says; the period of the page before where it says none. TooMany for
        more columns than a page holds."""
        said: QueryDict = request.GET
        period = said.get("period") or ranged(said) or request.session.get(KEPT) or USUAL
        chosen = [part for value in said.getlist("columns") for part in value.split(",") if part]
        if len({*chosen}) > MOST:
            raise TooMany(len({*chosen}), MOST)
        return cls(
            period=period[:LONGEST],
            by=one_of(said.get("by", ""), SPLITS, "person"),
            columns=tuple(dict.fromkeys(chosen)) or tuple(columns),
            where={name: tuple(v for v in said.getlist(name) if v) for name in FILTERS
                   if any(said.getlist(name))},
            compare=one_of(said.get("compare", ""), COMPARED, ""),
            sort=said.get("sort", "")[:LONGEST],
            placed=one_of(said.get("placed", ""), ("then", "now"), "then"),
            text=" ".join(said.get("q", "").split())[:LONGEST],
            spark=said.get("spark", "")[:LONGEST],
            who=one_of(said.get("who", ""), ("all",), ""),
            plan=one_of(said.get("plan", ""), ("first",), ""),
        )  # fmt: skip

    def question(self, desk: Desk, rights: Rights, metrics: Sequence[str]) -> Question:
        """The question, within the asker's rights. An error of ours if it cannot be asked."""
        rights.check(desk, tuple(metrics))
        asked = desk.question(metrics, self.period, (self.by,), (), self.placed, rights.scope)
        asked = asked.only(self.conditions())
        if self.text:
            asked = named_like(desk, asked, self.by, self.text)
        return sellers(desk, asked) if self.selling else asked

    @property
    def beside(self) -> str:
        """What the figures stand beside: of plans, which."""
        return FIRST if self.compare == "plan" and self.plan else self.compare

    @property
    def selling(self) -> bool:
        """The table is of those who sell alone."""
        return self.by == "person" and not self.who

    def conditions(self) -> tuple[tuple[str, tuple[str | None, ...]], ...]:
        """The filters as keys; the sign for nothing asks for what has no value."""
        return tuple(
            (name, tuple(None if key == NONE else key for key in keys))
            for name, keys in self.where.items()
        )

    def of_row(self, key: str | None) -> dict[str, Any]:
        """The conditions of a figure in the row of that key; without one, of all rows."""
        if key is not None:
            return {**self.where, self.by: key}
        return {**self.where, "by": self.by, "q": self.text, "who": self.who or "sellers"}

    def said(self, **other: Any) -> dict[str, Any]:
        """The same for an address, with what is to be other."""
        now: dict[str, Any] = {
            "period": self.period, "by": "" if self.by == "person" else self.by,
            "columns": ",".join(self.columns), **self.where, "compare": self.compare,
            "sort": self.sort, "placed": "" if self.placed == "then" else self.placed,
            "q": self.text, "spark": self.spark, "who": self.who, "plan": self.plan,
        }  # fmt: skip
        return now | other


def one_of(said: str, known: Sequence[str], usual: str) -> str:
    """What is said if it is known, else what is usual."""
    return said if said in known else usual


def ranged(said: QueryDict) -> str:
    """The period of the two fields of days."""
    since, until = said.get("since", ""), said.get("until", "")
    return f"{since}..{until}" if since and until else since or until


@dataclass(frozen=True)
class Picker:
    """The choice of a period: how the one chosen is called, and the usual ones."""

    period: Period
    said: str
    title: str
    days: str
    usual: Sequence[tuple[str, str, str]]  # how it is asked for, called, and its days


def picker(desk: Desk, said: str) -> Picker:
    """The picker for a period. NoPeriod if there is none such."""
    period = Period.of(said, desk.today, desk.company.year)
    names = titles()
    usual = [(name, names[name], spell(desk, name)) for name in PRESETS]
    title = names.get(said.lower()) or label(desk, period)
    return Picker(period, said, title, days(period), usual)


def spell(desk: Desk, name: str) -> str:
    """The days of a usual period."""
    return days(Period.of(name, desk.today, desk.company.year))


def days(period: Period) -> str:
    """From the first to the last day."""
    lang = spoken.get()
    first, last = (day(one, "day", lang) for one in (period.since, period.last))
    return first if period.days == 1 else f"{first} – {last}"


def label(desk: Desk, period: Period) -> str:
    """A period by its name: a month, a quarter, a year, or its days."""
    year = desk.company.year
    grain, since, until = period.whole(year)
    return day(period.since, grain, spoken.get()) if until == since + 1 else days(period)


def titles() -> Mapping[str, str]:
    """What the usual periods are called."""
    return {
        "today": _("Today"), "yesterday": _("Yesterday"), "this-week": _("This week"),
        "last-week": _("Last week"), "this-month": _("This month"),
        "last-month": _("Last month"), "this-quarter": _("This quarter"),
        "last-quarter": _("Last quarter"), "this-year": _("This year"),
        "last-year": _("Last year"), "last-30-days": _("Last 30 days"),
        "last-12-months": _("Last 12 months"),
    }  # fmt: skip


def keep(request: HttpRequest, asked: Asked) -> None:
    """Remember the period for the next page."""
    if request.session.get(KEPT) != asked.period:
        request.session[KEPT] = asked.period
