"""A figure day by day (or week by week) with its usual range: a control chart."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from merilo.metrics.model import Unit
from merilo.report.charts.drawing import Drawing, dressed, labels, nothing
from merilo.report.figures import day, written
from merilo.words import _, spoken

HEIGHT = 260
STEPS = (60, 300, 600, 1200, 1800, 3600, 7200, 14_400, 36_000, 72_000, 180_000)  # seconds


@dataclass(frozen=True)
class Control:
    """The days (or Mondays) with what there was; between what it is usual, as far as that is known;
    which of them an alarm was of."""

    title: str
    unit: Unit
    currency: str
    grain: str
    days: Sequence[date]
    values: Sequence[float]
    lows: Sequence[float | None]
    highs: Sequence[float | None]
    marked: frozenset[date] = frozenset()
    limit: float | None = None


def control(content: Control) -> Drawing:
    """The band, the line in it, and the points that are meant in the colour of bad news."""
    import altair as alt

    rows = rows_of(content)
    base = alt.Chart(alt.Data(values=rows))
    x = alt.X("d0:O", sort=None, title=None,
              axis=alt.Axis(labelExpr=said(content), labelAngle=0, labelOverlap=True))  # fmt: skip
    ticks = {"values": steps(rows)} if content.unit is Unit.SECONDS else {"tickCount": 5}
    axis = alt.Axis(labelExpr=labels(content.unit, content.currency), **ticks)

    def y(field: str, **more: Any) -> Any:
        return alt.Y(f"{field}:Q", title=None, axis=axis, **more)

    tips = [alt.Tooltip("t0:N", title="title"), alt.Tooltip("t1:N", title=_("value")),
            alt.Tooltip("t2:N", title=_("usually"))]  # fmt: skip
    layers = []
    if any(row["m1"] is not None for row in rows):
        band = base.mark_area(color="--chart-quiet", opacity=0.28, interpolate="step")
        layers.append(band.encode(x=x, y=y("m1"), y2="m2:Q"))
    if content.limit is not None:
        layers.append(base.mark_line(color="--bad", strokeDash=[4, 4]).encode(x=x, y=y("m3")))
    layers.append(base.mark_line(color="--chart-1", strokeWidth=2).encode(x=x, y=y("m0")))
    colour = alt.condition("datum.b0", alt.value("--bad"), alt.value("--chart-1"))
    layers.append(base.mark_point(filled=True, opacity=1).encode(
        x=x, y=y("m0"), tooltip=tips, color=colour,
        size=alt.condition("datum.b0", alt.value(130), alt.value(28)),
    ))  # fmt: skip
    drawn = alt.layer(*layers) if rows else nothing()
    return Drawing(
        "control", content.title, dressed(drawn, content.title, heard(content), HEIGHT),
        [_("Week") if content.grain == "week" else _("Day"), _("Value"), _("Usually")],
        [[row["t0"], row["t1"], row["t2"]] for row in rows[::-1]],
        note(content),
    )  # fmt: skip


def note(content: Control) -> str:
    """What the colours mean."""
    said = _("Grey: the usual range, nineteen times of twenty, by what was before. Red: what the "
             "alert is about.")  # fmt: skip
    return said + (" " + _("Dashed: the norm.") if content.limit is not None else "")


def steps(rows: Sequence[dict[str, Any]]) -> list[int]:
    """Whole minutes or hours on an axis of seconds."""
    values = [row[name] for row in rows for name in ("m0", "m2", "m3") if row[name] is not None]
    top = max(values, default=60)
    step = next((one for one in STEPS if top / one <= 6), STEPS[-1])
    return [*range(0, int(top) + step, step)]


def rows_of(content: Control) -> list[dict[str, Any]]:
    """A row per day: m0 the figure, m1 and m2 the ends of the usual range, b0 whether it is
    meant."""
    lang, rows = spoken.get(), []

    def figure(value: float | None) -> str:
        rounded = round(value, 1) if value is not None and content.unit is Unit.COUNT else value
        return written(rounded, content.unit, lang, content.currency)

    for one, value, low, high in zip(
        content.days, content.values, content.lows, content.highs, strict=True
    ):
        rows.append({
            "d0": one.isoformat(), "m0": value, "m1": low, "m2": high,
            "m3": content.limit, "b0": one in content.marked,
            "t0": day(one, content.grain, lang), "t1": figure(value),
            "t2": "—" if low is None else f"{figure(low)} – {figure(high)}",
        })  # fmt: skip
    return rows


def said(content: Control) -> str:
    """The expression that writes a day: as day and month."""
    from babel.dates import format_skeleton

    named = {one.isoformat(): format_skeleton("MMMd", one, locale=spoken.get())
             for one in content.days}  # fmt: skip
    pairs = ", ".join(f"'{key}': '{name}'" for key, name in named.items())
    return f"{{{pairs}}}[datum.value]"


def heard(content: Control) -> list[str]:
    """Of those that are meant, for whoever hears the page; the table has all."""
    return [f"{row['t0']}: {row['t1']} ({row['t2']})" for row in rows_of(content) if row["b0"]]
