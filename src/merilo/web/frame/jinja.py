"""What every template of ours may use."""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import reverse
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from merilo.metrics.catalogue.names import called
from merilo.metrics.model import Metric
from merilo.report.figures import UNKNOWN, day, number, written
from merilo.web.access.pages import PAGES
from merilo.web.clock import clock
from merilo.web.frame.asked import NONE
from merilo.words import _, say, several, spoken

ICONS = Path(__file__).parents[1] / "static" / "vendor" / "icons"


def environment(**options: Any) -> Environment:
    """The environment of our templates; a name that is not there is an error, not a blank."""
    made = Environment(**options | {"undefined": StrictUndefined}, trim_blocks=True,
                       lstrip_blocks=True)  # fmt: skip
    made.globals |= {
        "_": _, "say": say, "several": several, "icon": icon, "static": staticfiles_storage.url,
        "url": url, "query": query, "again": again, "figure": figure, "on": on,
        "UNKNOWN": UNKNOWN, "NONE": NONE, "may": may,
        "settings": settings, "lang": spoken.get, "number": plain, "moment": clock,
        "full": full, "words": words,
    }  # fmt: skip
    return made


@cache
def icon(name: str, kind: str = "") -> Markup:
    """An icon, drawn in the colour of the text beside it; it says nothing by itself."""
    drawn = (ICONS / f"{name}.svg").read_text("utf-8")
    shape = re.sub(r"\s+", " ", drawn[drawn.index(">") + 1 : drawn.rindex("</svg>")]).strip()
    return Markup(f'<svg class="icon {kind}" viewBox="0 0 24 24" aria-hidden="true">{shape}</svg>')


def url(name: str, /, *args: Any, **asked: Any) -> str:
    """The address of a page, with what is asked of it."""
    return plain_url(name, *args) + query(**asked)


# A table has thousands of addresses of a dozen pages.
plain_url = lru_cache(4096)(lambda name, *args: reverse(name, args=args))


def query(**asked: Any) -> str:
    """`?name=value`, without what is empty; lists are repeated."""
    said = {name: value for name, value in asked.items() if value not in (None, "", [], ())}
    return f"?{urlencode(said, doseq=True)}" if said else ""


def again(said: Mapping[str, Any], **other: Any) -> str:
    """The same page, asked otherwise; `?` alone where nothing is asked."""
    return query(**{**said, **other}) or "?"


def figure(value: Any, unit: Any, currency: str = "") -> str:
    """A figure as the reader writes it."""
    return written(value, unit, spoken.get(), currency)


def on(value: Any, grain: str = "day") -> str:
    """A day, or the month ... that begins on it."""
    return day(value, grain, spoken.get())


def may(user: Any, page: str) -> bool:
    """The page is for that user."""
    return getattr(user, "role", "") in PAGES.get(page, frozenset())


def plain(value: float) -> str:
    """A number without a unit, with as many decimals as it needs."""
    amount = Decimal(str(value))
    return number(amount, 0 if amount == amount.to_integral_value() else 2, spoken.get())


def full(metric: Metric) -> str:
    """The whole name of a metric."""
    return called(metric, spoken.get()).full


def words(value: object) -> str:
    """The value of a setting; a word among them is translated."""
    return _(value) if isinstance(value, str) else plain(float(str(value)))
