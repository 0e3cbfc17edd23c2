"""What all charts have in common: their colours, their words, their picture.

Colours are names of the page's own (`--chart-1`): the page puts in those of its theme, a picture
those of the light one. Fields are called d0, m0, for a dot or a comma in a field's name breaks
Vega; what is read stands beside them, written for the reader.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from merilo.metrics.model import Unit
from merilo.report.figures import NBSP, SYMBOLS
from merilo.words import Lang, _, spoken

VEGA_LITE = "6.4"  # the one the pages' own bundle is made of
LOCALES: Mapping[Lang, Literal["en-US", "ru-RU", "hu-HU"]] = {
    "en": "en-US", "ru": "ru-RU", "hu": "hu-HU",
}  # fmt: skip
FONT = "Inter, DejaVu Sans, Roboto, sans-serif"  # each knows the sign of the rouble
PICTURE_WIDTH = 760
# The light ones of merilo.css; a test holds them together.
LIGHT = {
    "--ink": "#17201e", "--quiet": "#56635f", "--card": "#fff", "--line": "#e3e7e5",
    "--line-strong": "#c9d0cd", "--ground": "#f6f7f6", "--accent": "#0f6b66",
    "--accent-soft": "#e3f1ef", "--chart-1": "#0f6b66", "--chart-2": "#b4600b",
    "--chart-3": "#5b57b8", "--chart-quiet": "#9aa7a3", "--good": "#16703a", "--bad": "#b02a1c",
}  # fmt: skip


@dataclass(frozen=True)
class Drawing:
    """A chart ready to be drawn, and its table."""

    name: str
    title: str
    spec: Mapping[str, Any]
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""

    @property
    def description(self) -> str:
        """All that the picture shows, for whoever hears the page."""
        return str(self.spec["description"])


def dressed(chart: Any, title: str, heard: Sequence[str], height: int) -> dict[str, Any]:
    """The specification of a chart, as wide as its place."""
    whole = chart.properties(
        width="container", height=height, background="transparent",
        description=f"{title}. {'; '.join(heard)}",
        autosize={"type": "fit", "contains": "padding", "resize": True},
        padding={"left": 4, "right": 12, "top": 6, "bottom": 4},
    )  # fmt: skip
    spec: dict[str, Any] = whole.to_dict(validate=False)  # validating takes longer than drawing
    return spec | {"config": CONFIG}


def nothing() -> Any:
    """What is drawn where there is nothing to draw."""
    import altair as alt

    said = alt.Chart(alt.Data(values=[{"t0": _("no data")}]))
    return said.mark_text(color="--quiet", fontSize=13).encode(text="t0:N")


CONFIG = {
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "labelColor": "--quiet", "titleColor": "--quiet", "labelFontSize": 12, "titleFontSize": 12,
        "titleFontWeight": "normal", "gridColor": "--line", "domain": False, "ticks": False,
        "labelPadding": 6, "titlePadding": 8,
    },
    "legend": {"labelColor": "--ink", "labelFontSize": 12, "orient": "top", "title": None},
    "text": {"color": "--ink", "fontSize": 12},
}  # fmt: skip


def painted(spec: Any, colours: Mapping[str, str] = LIGHT) -> Any:
    """The specification with colours for their names."""
    if isinstance(spec, Mapping):
        return {key: painted(value, colours) for key, value in spec.items()}
    if isinstance(spec, list | tuple):
        return [painted(value, colours) for value in spec]
    return colours.get(spec, spec) if isinstance(spec, str) else spec


def png(drawing: Drawing) -> bytes:
    """The chart as a picture, with its title."""
    import vl_convert

    locale = LOCALES[spoken.get()]
    title = {"text": drawing.title, "anchor": "start", "color": "--ink", "fontSize": 15}
    whole = {**drawing.spec, "width": PICTURE_WIDTH, "background": "--card", "title": title,
             "padding": 16}  # fmt: skip
    made: bytes = vl_convert.vegalite_to_png(
        painted(whole), vl_version=VEGA_LITE, scale=2, format_locale=locale,
        time_format_locale=locale,
    )  # fmt: skip
    return made


@cache
def locale(lang: Lang) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """How numbers and days are written, as Vega wants to be told."""
    import vl_convert

    name = LOCALES[lang]
    return vl_convert.get_format_locale(name), vl_convert.get_time_format_locale(name)


def labels(unit: Unit, currency: str) -> str:
    """The expression that writes the labels of an axis: short, with the unit."""
    lang = spoken.get()
    if unit in (Unit.MONEY, Unit.MONEY_A_DAY):
        return thousands(SYMBOLS.get(currency, currency), lang)
    gap = "" if lang != "ru" else NBSP
    match unit:
        case Unit.SHARE:
            return f"format(datum.value * 100, ',.1~f') + '{gap}%'"
        case Unit.SECONDS:
            return f"format(datum.value / 60, ',.1~f') + '{NBSP}{_('min')}'"
        case Unit.HOURS | Unit.DAYS | Unit.MONTHS:
            ending = {Unit.HOURS: _("h"), Unit.DAYS: _("d"), Unit.MONTHS: _("mo")}[unit]
            return f"format(datum.value, ',.1~f') + '{NBSP}{ending}'"
    whole = "format(datum.value, ',.2~f')"
    if lang == "hu":  # four digits stand together there
        return f"abs(datum.value) < 10000 ? format(datum.value, '.2~f') : {whole}"
    return whole


def thousands(sign: str, lang: Lang) -> str:
    """Money on an axis: thousands and millions by their short names."""
    before, after = (sign, "") if lang == "en" else ("", f"{NBSP}{sign}")
    gap = "" if lang == "en" else NBSP
    steps = ((1e9, _("B")), (1e6, _("M")), (1e3, _("K")))
    found = f"format(datum.value, ',.0f') + '{after}'"
    for step, name in reversed(steps):
        part = f"format(datum.value / {step:.0f}, ',.2~f') + '{gap}{name}{after}'"
        found = f"abs(datum.value) >= {step:.0f} ? {part} : {found}"
    return f"'{before}' + ({found})"
