"""How much was done in each hour of the week."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from babel.dates import get_day_names

from merilo.report.charts.drawing import Drawing, dressed
from merilo.report.figures import number
from merilo.words import _, say, spoken

ROW, USUAL = 30, range(9, 18)  # pixels; the hours that are always there
WEEK = range(7)


@dataclass(frozen=True)
class Heat:
    """How many of `name` by weekday (Monday is 0) and hour of the company's clocks."""

    title: str
    name: str
    counts: Mapping[tuple[int, int], int]


def heat(content: Heat) -> Drawing:
    """A row per weekday, a column per hour from the first to the last in which anything was."""
    import altair as alt

    rows = rows_of(content)
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("d1:O", sort=None, title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True)),
        y=alt.Y("d0:N", sort=None, title=None),
        tooltip=[alt.Tooltip("t0:N", title="title"), alt.Tooltip("t1:N", title=content.name)],
    )  # fmt: skip
    colour = alt.Scale(range=["--accent-soft", "--accent"])
    cells = base.mark_rect(cornerRadius=3, stroke="--card", strokeWidth=2).encode(
        color=alt.condition("datum.m0 > 0", alt.Color("m0:Q", scale=colour, legend=None),
                            alt.value("--ground"))
    )  # fmt: skip
    return Drawing(
        "heat", content.title,
        dressed(cells, content.title, heard(content), ROW * len(WEEK) + 30),
        [_("Weekday"), *(clock(hour) for hour in hours(content.counts))], table(content),
    )  # fmt: skip


def hours(counts: Mapping[tuple[int, int], int]) -> Sequence[int]:
    """From the first hour to the last; the usual ones in any case."""
    those = {hour for _day, hour in counts} | {*USUAL}
    return range(min(those), max(those) + 1)


def rows_of(content: Heat) -> list[dict[str, Any]]:
    """A row per cell."""
    short, found = days("abbreviated"), []
    for weekday in WEEK:
        for hour in hours(content.counts):
            count = content.counts.get((weekday, hour), 0)
            found.append({
                "d0": short[weekday], "d1": str(hour), "m0": count,
                "t0": f"{short[weekday]}, {clock(hour)}", "t1": told(count),
            })  # fmt: skip
    return found


def table(content: Heat) -> list[list[str]]:
    """The same as figures."""
    names, those = days("wide"), hours(content.counts)
    return [[names[d], *(told(content.counts.get((d, h), 0)) for h in those)] for d in WEEK]


def days(width: Literal["abbreviated", "wide"]) -> Mapping[int, str]:
    """The names of the weekdays, Monday first."""
    return get_day_names(width, context="stand-alone", locale=spoken.get())


def clock(hour: int) -> str:
    """An hour of the day."""
    return f"{hour}:00"


def told(count: int) -> str:
    """A number as it is read."""
    return number(Decimal(count), 0, spoken.get())


def heard(content: Heat) -> list[str]:
    """The busiest hour and the sums of the days, for whoever hears the page."""
    if not content.counts:
        return [_("Nothing was done.")]
    names = days("wide")
    (weekday, hour), most = max(content.counts.items(), key=lambda pair: (pair[1], pair[0]))
    busiest = say("Most on {day} at {hour}: {count}", day=names[weekday], hour=clock(hour),
                  count=told(most))  # fmt: skip
    sums = {d: sum(n for (day, _h), n in content.counts.items() if day == d) for d in WEEK}
    return [busiest, *(f"{names[d]}: {told(count)}" for d, count in sums.items())]
