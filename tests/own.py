"""Own metrics for tests, as an analyst would write them."""

from typing import Any

from merilo.metrics.catalogue import Catalogue
from merilo.metrics.model import Metric
from merilo.metrics.own import Book, Definition
from tests.builders import answers


def said(id: str, text: str, **fields: str) -> Definition:
    """A definition with a name in English."""
    return Definition(id, text, (("en", f"own {id}"),), **fields)


def book(*definitions: Definition, **texts: str) -> Book:
    """Definitions, or texts by id, in one book."""
    named = (*definitions, *(said(id, text) for id, text in texts.items()))
    return Book({one.id: one for one in named})


def made(text: str, id: str = "mine", **fields: str) -> Metric:
    """The metric of one definition."""
    return book(said(id, text, **fields)).metric(id)


def asked(metrics: str, by: str = "", *, own: dict[str, str], **rest: Any) -> list[dict[str, Any]]:
    """The rows of an answer in which the metrics of the texts `own` may stand; unit: ratio where
    none follows."""
    written = book(**own)
    catalogue = Catalogue([written.metric(id) for id in own])
    return answers(metrics, by, catalogue=catalogue, **rest)


def figure(text: str, by: str = "", **rest: Any) -> Any:
    """The figure of a definition; with `by`, a figure for each of its values."""
    rows = asked("mine", by, own={"mine": text} | rest.pop("own", {}), **rest)
    return {row[by]: row["mine"] for row in rows} if by else rows[0]["mine"]
