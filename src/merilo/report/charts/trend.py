"""A figure month by month: a person's line, and the team's as a quiet one behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from merilo.metrics.model import Unit
from merilo.report.charts.drawing import Drawing, dressed, labels, nothing
from merilo.report.figures import day, written
from merilo.words import _, say, spoken

HEIGHT = 250


@dataclass(frozen=True)
class Trend:
    """The months by their first days; `team` is empty where nobody may be told of it. Of the last
    month `unfinished` says that it goes on."""

    title: str
    name: str
    unit: Unit
    currency: str
    months: Sequence[date]
    own: Sequence[float | None]
    team: Sequence[float | None] = ()
    team_name: str = ""
    unfinished: bool = False


def trend(content: Trend) -> Drawing:
    """The lines; what of them is not over is dashed, with a hollow point."""
    import altair as alt

    rows = rows_of(content)
    base = alt.Chart(alt.Data(values=rows))
    x = alt.X("d0:O", sort=None, title=None,
              axis=alt.Axis(labelExpr=months(content.months), labelAngle=0,
                            labelOverlap=True))  # fmt: skip
    axis = alt.Axis(labelExpr=labels(content.unit, content.currency), tickCount=5)

    def y(field: str) -> Any:
        return alt.Y(f"{field}:Q", title=None, axis=axis)

    tips = [alt.Tooltip("t0:N", title="title"), alt.Tooltip("t1:N", title=content.name)]
    if content.team:
        tips.append(alt.Tooltip("t2:N", title=content.team_name))
    made = [
        ("m1", base.mark_line(color="--chart-quiet", strokeWidth=1.5)),
        ("m0", base.mark_line(color="--chart-1", strokeWidth=2.5)),
        ("m2", base.mark_line(color="--chart-1", strokeWidth=2, strokeDash=[4, 4])),
    ]  # fmt: skip
    layers = [
        mark.encode(x=x, y=y(f)) for f, mark in made if any(row[f] is not None for row in rows)
    ]
    points = base.mark_point(size=55, opacity=1, color="--chart-1", strokeWidth=2).encode(
        x=x, y=y("m3"), tooltip=tips,
        fill=alt.condition("datum.b0", alt.value("--card"), alt.value("--chart-1")),
    )  # fmt: skip
    drawn = alt.layer(*layers, points) if layers else nothing()
    return Drawing(
        "trend", content.title,
        dressed(drawn, content.title, heard(content), HEIGHT), heads(content),
        [[row["t0"], row["t1"], *([row["t2"]] if content.team else [])] for row in rows],
        note(content),
    )  # fmt: skip


def rows_of(content: Trend) -> list[dict[str, Any]]:
    """A row per month: m0 the person's as far as months are over, m2 the piece that is not, m1 the
    team's, m3 every point."""
    lang, last, rows = spoken.get(), len(content.months) - 1, []
    for n, month in enumerate(content.months):
        own = content.own[n]
        team = content.team[n] if content.team else None
        open_ = content.unfinished and n == last
        rows.append({
            "d0": month.isoformat(), "m0": None if open_ else own, "m1": team,
            "m2": own if content.unfinished and n >= last - 1 else None, "m3": own, "b0": open_,
            "t0": day(month, "month", lang),
            "t1": written(own, content.unit, lang, content.currency),
            "t2": written(team, content.unit, lang, content.currency),
        })  # fmt: skip
    return rows


def months(those: Sequence[date]) -> str:
    """The expression that writes a month; the first of a year with the year below."""
    from babel.dates import format_date

    said = {}
    for n, month in enumerate(those):
        name = format_date(month, "LLL", locale=spoken.get()).strip(".")
        said[month.isoformat()] = [name, str(month.year)] if not n or month.month == 1 else [name]
    pairs = ", ".join(f"'{key}': {lines}" for key, lines in said.items())
    return f"{{{pairs}}}[datum.value]"


def heads(content: Trend) -> list[str]:
    """The heads of the table."""
    return [_("Month"), content.name, *([content.team_name] if content.team else [])]


def heard(content: Trend) -> list[str]:
    """Month by month, for whoever hears the page."""
    return [f"{row['t0']}: {row['t1']}" for row in rows_of(content)]


def note(content: Trend) -> str:
    """What the quiet line is, and that the last month goes on."""
    said = [say("Grey line: {name}.", name=content.team_name)] if content.team else []
    if content.unfinished:
        said.append(_("The last month is not over: its point is hollow."))
    return " ".join(said)
