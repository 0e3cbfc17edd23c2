"""Figures side by side, each as a dot with the interval in which the true value lies."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from merilo.metrics.model import Unit
from merilo.report.charts.drawing import Drawing, dressed, labels, nothing
from merilo.report.figures import written
from merilo.words import _, say, spoken

ROW, LEAST = 34, 130  # pixels


@dataclass(frozen=True)
class Dot:
    """One figure and its interval, of which an end may not be known."""

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Dots:
    """Dots in their order, and the value that is common to them, called `common_name`."""

    title: str
    unit: Unit
    currency: str
    dots: Sequence[Dot]
    common: float | None = None
    common_name: str = ""


def dots(content: Dots) -> Drawing:
    """A row per figure; a line where the common value is."""
    import altair as alt

    rows = rows_of(content)
    names = alt.Scale(domain=[row["d0"] for row in rows])  # who has no value stays in the row
    left = alt.Axis(labelLimit=190, labelColor="--ink")
    base = alt.Chart(alt.Data(values=rows)).encode(
        y=alt.Y("d0:N", sort=None, title=None, scale=names, axis=left),
        tooltip=[alt.Tooltip("d0:N", title="title"), alt.Tooltip("t0:N", title=content.title),
                 alt.Tooltip("t1:N", title=_("The true value lies between"))],
    )  # fmt: skip
    axis = alt.Axis(labelExpr=labels(content.unit, content.currency), tickCount=5)
    scale = alt.Scale(zero=False, nice=True, padding=8)
    x = alt.X("m0:Q", title=None, axis=axis, scale=scale)
    spans = base.mark_rule(color="--chart-1", strokeWidth=3, opacity=0.45, strokeCap="round")
    spans = spans.encode(x=alt.X("m1:Q", title=None, axis=axis, scale=scale), x2="m2:Q")
    marks = base.mark_point(filled=True, size=110, opacity=1, color="--chart-1").encode(x=x)
    layers = [spans] if any(row["m1"] is not None for row in rows) else []
    layers += [marks] if any(row["m0"] is not None for row in rows) else []
    if content.common is not None:
        line = alt.Chart(alt.Data(values=[{"m3": content.common}]))
        rule = line.mark_rule(color="--chart-2", strokeDash=[5, 4], strokeWidth=1.5)
        layers.insert(0, rule.encode(x=alt.X("m3:Q", title=None, axis=axis, scale=scale)))
    drawn = alt.layer(*layers) if layers else nothing()
    height = max(LEAST, ROW * len(rows) + 30)
    return Drawing(
        "dots", content.title,
        dressed(drawn, content.title, heard(content), height),
        [_("Name"), content.title, _("The true value lies between")],
        [[row["d0"], row["t0"], row["t1"]] for row in rows], common(content),
    )  # fmt: skip


def rows_of(content: Dots) -> list[dict[str, Any]]:
    """A row per dot, written for the reader; those without a value stay, empty."""
    return [
        {"d0": dot.name, "m0": dot.value, "m1": dot.low, "m2": dot.high,
         "t0": told(content, dot.value), "t1": span(content, dot)}
        for dot in content.dots
    ]  # fmt: skip


def told(content: Dots, value: float | None) -> str:
    """A value as it is read."""
    return written(value, content.unit, spoken.get(), content.currency)


def span(content: Dots, dot: Dot) -> str:
    """An interval as it is read."""
    if dot.low is None or dot.high is None:
        return "—"
    return f"{told(content, dot.low)} – {told(content, dot.high)}"


def heard(content: Dots) -> list[str]:
    """Figure by figure, for whoever hears the page."""
    return [f"{row['d0']}: {row['t0']} ({row['t1']})" for row in rows_of(content)]


def common(content: Dots) -> str:
    """What the line is."""
    if content.common is None:
        return ""
    value = told(content, content.common)
    return say("Dashed line: {name}, {value}.", name=content.common_name, value=value)
