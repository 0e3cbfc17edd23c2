"""A funnel plot: shares against the size of what they are of, with the limits of chance.

D. J. Spiegelhalter 2005, Statistics in Medicine 24 (8), 1185-1202.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from merilo.analysis.limits import FAR, NEAR, share
from merilo.metrics.model import Unit
from merilo.report.charts.drawing import Drawing, dressed, labels
from merilo.report.figures import number, written
from merilo.words import _, spoken

HEIGHT, STEPS = 320, 80
PLACES = tuple((align, dx, dy) for align, dx in (("left", 8), ("right", -8)) for dy in (-11, 12))


@dataclass(frozen=True)
class Point:
    """A share of so many. Those `named` are written beside their dots."""

    name: str
    share: float
    whole: float
    named: bool = False


@dataclass(frozen=True)
class Funnel:
    """Points about the share that is common to all of them."""

    title: str
    whole_name: str
    points: Sequence[Point]
    common: float


def funnel(content: Funnel) -> Drawing:
    """Whoever is between the inner lines differs from the common share by no more than chance."""
    import altair as alt

    rows = rows_of(content)
    wide = alt.Scale(nice=True, zero=True)
    x = alt.X("m0:Q", title=content.whole_name, scale=wide, axis=alt.Axis(tickCount=6))
    axis = alt.Axis(labelExpr=labels(Unit.SHARE, ""), tickCount=6)
    y = alt.Y("m1:Q", title=None, axis=axis, scale=alt.Scale(domain=[0, top(content)]))
    tips = [alt.Tooltip("d0:N", title="title"), alt.Tooltip("t0:N", title=content.title),
            alt.Tooltip("t1:N", title=content.whole_name),
            alt.Tooltip("t2:N", title=_("Limits at 95 %"))]  # fmt: skip
    layers = lines(content, x, y)
    for named, size, colour in ((False, 70, "--chart-quiet"), (True, 120, "--chart-1")):
        if those := [row for row in rows if row["b0"] is named]:
            base = alt.Chart(alt.Data(values=those)).encode(x=x, y=y, tooltip=tips)
            layers.append(base.mark_point(filled=True, size=size, opacity=0.9, color=colour))
    for align, dx, dy in PLACES:
        if those := [row for row in rows if row["b0"] and row["b1"] == [align, dy]]:
            base = alt.Chart(alt.Data(values=those)).encode(x=x, y=y, text="d0:N")
            layers.append(base.mark_text(align=align, dx=dx, dy=dy, limit=190))
    return Drawing(
        "funnel", content.title,
        dressed(alt.layer(*layers), content.title, heard(content), HEIGHT),
        [_("Name"), content.title, content.whole_name, _("Limits at 95 %"), _("Limits at 99.8 %")],
        [[row["d0"], row["t0"], row["t1"], row["t2"], row["t3"]] for row in rows],
        _("Between the dashed lines a share differs from the common one by chance alone "
          "95 times in 100; between the outer ones, 998 in 1,000."),
    )  # fmt: skip


def lines(content: Funnel, x: Any, y: Any) -> list[Any]:
    """The common share, and the limits on both of its sides."""
    import altair as alt

    most = max((point.whole for point in content.points), default=1.0)
    sizes = [max(1.0, most * n / STEPS) for n in range(1, STEPS + 1)]
    found = []
    for confidence, dash in ((NEAR, [5, 4]), (FAR, [1, 0])):
        for side in (0, 1):
            curve = [{"m0": n, "m1": share(content.common, n, confidence)[side]} for n in sizes]
            look = {"color": "--line-strong", "strokeWidth": 1.5, "strokeDash": dash}
            line = alt.Chart(alt.Data(values=curve)).mark_line(clip=True, **look)
            found.append(line.encode(x=x, y=y))
    middle = alt.Chart(alt.Data(values=[{"m1": content.common}]))
    found.append(middle.mark_rule(color="--chart-2", strokeWidth=1.5).encode(y=y))
    return found


def top(content: Funnel) -> float:
    """As high as any share, or as chance would take the smallest of those there; the limits of
    still smaller ones, which go up to everything, would press all others together."""
    highest = [p.share for p in content.points]
    least = min((p.whole for p in content.points), default=1.0)
    return min(1.0, 1.1 * max(*highest, content.common, share(content.common, least)[1]))


def rows_of(content: Funnel) -> list[dict[str, Any]]:
    """A row per point, written for the reader; b1: on which side of it its name stands."""
    most = max((point.whole for point in content.points), default=1.0)
    named = sorted((p for p in content.points if p.named), key=lambda p: p.share)
    below = {p.name: 12 if n % 2 == 0 else -11 for n, p in enumerate(named)}
    return [
        {"d0": p.name, "m0": p.whole, "m1": p.share, "b0": p.named,
         "b1": ["right" if p.whole > most * 0.55 else "left", below.get(p.name, 12)],
         "t0": told(p.share), "t1": number(Decimal(str(p.whole)), 0, spoken.get()),
         "t2": limits(content, p, NEAR), "t3": limits(content, p, FAR)}
        for p in content.points
    ]  # fmt: skip


def told(value: float) -> str:
    """A share as it is read."""
    return written(value, Unit.SHARE, spoken.get())


def limits(content: Funnel, point: Point, confidence: float) -> str:
    """Between what a share of so many lies by chance."""
    low, high = share(content.common, point.whole, confidence)
    return f"{told(low)} – {told(high)}"


def heard(content: Funnel) -> list[str]:
    """Point by point, for whoever hears the page."""
    return [f"{row['d0']}: {row['t0']} ({row['t1']}; {row['t2']})" for row in rows_of(content)]
