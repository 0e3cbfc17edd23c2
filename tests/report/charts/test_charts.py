"""Every chart: its specification, what is said of it, its table, its picture."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import merilo.web
from merilo.metrics.model import Unit
from merilo.report.charts.dots import Dot, Dots, dots
from merilo.report.charts.drawing import LIGHT, Drawing, labels, painted, png
from merilo.report.charts.funnel import Funnel, Point, funnel
from merilo.report.charts.heat import Heat, heat
from merilo.report.charts.trend import Trend, trend
from merilo.words import LANGS, speak

MONTHS = [date(2017, n, 1) for n in range(1, 13)]
NAME = "</script><b>О'Генри. 100 % «x»"  # whatever people are called


def trend_of(**said: Any) -> Drawing:
    own = [float(n) for n in range(12)]
    ordinary = {"own": own, "team": [5.0] * 12, "team_name": "Team", "unfinished": True}
    return trend(Trend("Calls", NAME, Unit.COUNT, "RUB", MONTHS, **ordinary | said))


def dots_of(*those: Dot) -> Drawing:
    return dots(Dots("Revenue", Unit.MONEY, "RUB", those, 55_000.0, "mean"))


def funnel_of(*points: Point) -> Drawing:
    return funnel(Funnel("Conversion", "Calls", points, 0.25))


CHARTS = {
    "trend": trend_of(),
    "trend alone": trend_of(team=(), unfinished=False),
    "trend of nothing": trend_of(own=[None] * 12, team=()),
    "dots": dots_of(Dot(NAME, 50_000, 40_000, 60_000), Dot("Анна", 60_000), Dot("Új", None)),
    "dots of nothing": dots(Dots("Revenue", Unit.MONEY, "RUB", [Dot("Ann", None)])),
    "funnel": funnel_of(Point(NAME, 0.3, 20, named=True), Point("Ann", 0.2, 200)),
    "funnel of one": funnel_of(Point("Ann", 0.2, 200)),
    "heat": heat(Heat("Calls", "Calls", {(0, 10): 3, (6, 23): 1})),
    "heat of nothing": heat(Heat("Calls", "Calls", {})),
}
every = pytest.mark.parametrize("drawing", CHARTS.values(), ids=CHARTS)


def channels(spec: Any) -> Iterator[dict[str, Any]]:
    """Every field that a chart reads."""
    if isinstance(spec, dict):
        if "field" in spec:
            yield spec
        for name, value in spec.items():
            if name != "x2":  # which has the type of x
                yield from channels(value)
    elif isinstance(spec, list):
        for value in spec:
            yield from channels(value)


@every
def test_fields_have_plain_names_and_a_type(drawing):
    """A dot or a letter of another alphabet in a name breaks Vega, and types are guessed wrongly
    where there are no rows."""
    found = [*channels(drawing.spec)]

    assert found
    assert all(re.fullmatch(r"[dmtb]\d", one["field"]) for one in found)
    assert all("type" in one for one in found)


@every
def test_whoever_hears_the_page_gets_what_the_table_says(drawing):
    said = drawing.description

    assert said.startswith(drawing.title)
    assert drawing.spec["description"] == said
    if drawing.name != "heat":  # whose days alone are said
        assert all(row[0] in said and row[1] in said for row in drawing.rows)


@every
def test_rows_of_the_table_are_as_long_as_its_head(drawing):
    assert {len(row) for row in drawing.rows} == {len(drawing.heads)}


@every
def test_every_colour_is_one_of_the_pages_own(drawing):
    names = set(re.findall(r'"(--[\w-]+)"', json.dumps(drawing.spec)))

    assert names <= LIGHT.keys()
    assert '"--' not in json.dumps(painted(drawing.spec))


@every
def test_picture_is_made(drawing):
    assert png(drawing).startswith(b"\x89PNG")


def test_picture_has_the_colours_of_the_light_page():
    css = (Path(merilo.web.__file__).parent / "static/merilo/merilo.css").read_text("utf-8")
    light = css[css.index(":root") : css.index('[data-bs-theme="dark"] {')]
    known = dict(re.findall(r"(--[\w-]+): (#\w+)", light))

    assert {name: known[name] for name in LIGHT} == LIGHT


@pytest.mark.parametrize("lang", LANGS)
def test_axes_are_written_in_every_language(lang):
    speak(lang)
    try:
        for unit in Unit:
            drawing = dots(Dots("Figure", unit, "RUB", [Dot("Ann", 0.5, 0.1, 0.9)]))
            assert labels(unit, "RUB")
            assert png(drawing).startswith(b"\x89PNG")
    finally:
        speak("en")


def test_month_that_goes_on_is_drawn_as_such():
    values = trend_of().spec["data"]["values"]

    assert [row["b0"] for row in values] == [False] * 11 + [True]
    assert values[-1]["m0"] is None  # the full line ends before it
    assert [row["m2"] is not None for row in values[-3:]] == [False, True, True]
    over = trend_of(unfinished=False).spec["data"]["values"]
    assert [row["b0"] for row in over] == [False] * 12
    assert "not over" in trend_of().note
    assert "not over" not in trend_of(unfinished=False).note


def test_limits_of_chance_are_those_of_the_book():
    """n = 20 about 25 %: 6.0-44.0 % at 95 %, 0-54.9 % at 99.8 % (Spiegelhalter 2005)."""
    (row,) = funnel_of(Point("Ann", 0.5, 20, named=True)).rows

    assert row == ["Ann", "50.0%", "20", "6.0% – 44.0%", "0.0% – 54.9%"]


def test_hours_are_all_there_from_the_first_to_the_last():
    drawing = CHARTS["heat"]

    assert drawing.heads[1:] == [f"{hour}:00" for hour in range(9, 24)]
    assert [row[0] for row in drawing.rows][::6] == ["Monday", "Sunday"]
    assert sum(int(cell) for row in drawing.rows for cell in row[1:]) == 4
    assert "Most on Monday at 10:00: 3" in drawing.description
