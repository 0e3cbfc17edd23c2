"""Collects what Merilo says into its Russian and Hungarian catalogues: `make words`.

New sentences come in untranslated, gone ones go; a test fails until every one is translated.
"""

import inspect
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

import merilo
from merilo import errors
from merilo.facts.tables import TABLES
from merilo.metrics.catalogue import METRICS

SOURCE = Path(merilo.__file__).parent
KEYWORDS = {"_": None, "say": (1,), "several": (1, 2)}
LANGS = ("ru", "hu")
MADE = datetime(2026, 11, 22, tzinfo=UTC)  # a date of its own each time would be noise


def said() -> Iterator[str | tuple[str, str]]:
    """Every sentence; a pair where it has forms for one and for many."""
    for module in sorted(SOURCE.rglob("*.py")):
        for _line, text, _comments, _context in extract_from_file("python", module, KEYWORDS):
            yield text if isinstance(text, str) else (text[0], text[1])
    for _, error in inspect.getmembers(errors, inspect.isclass):
        if issubclass(error, errors.Error):
            yield error.text
    for metric in METRICS.values():
        yield from (metric.doc, metric.source, str(metric.unit), str(metric.better))
        for part in metric.parts:
            yield from (part.fact.counts_on, part.fact.whose)
    yield from more()


def more() -> Iterator[str]:
    """Sentences that stand in tables of the code."""
    from merilo.cli.metrics import BETTER
    from merilo.facts.lake.findings import SAYINGS
    from merilo.metrics.catalogue import BY_FAMILY
    from merilo.report.rows import HEADS
    from merilo.report.table import DIMENSION_TITLES

    yield from DIMENSION_TITLES.values()
    yield from HEADS.values()
    yield from SAYINGS.values()
    yield from BETTER
    yield from (family.capitalize() for family in BY_FAMILY)
    yield from TABLES


def catalogue(lang: str) -> Catalog:
    """The catalogue of a language as it is written."""
    with path(lang).open("rb") as file:
        return read_po(file, locale=lang)


def path(lang: str) -> Path:
    """Where the catalogue lies."""
    return SOURCE / "words" / f"{lang}.po"


def wanted() -> list[str | tuple[str, str]]:
    """Every sentence once, in the order of the alphabet."""
    return sorted({text for text in said() if text}, key=str)


def main() -> None:
    """Rewrites the catalogues."""
    for lang in LANGS:
        known = catalogue(lang)
        fresh = Catalog(
            locale=lang, charset="utf-8", fuzzy=False, project="Merilo", version="0",
            header_comment=f"# What Merilo says, in {known.locale.english_name}: make words.",
            copyright_holder="the authors of Merilo", msgid_bugs_address="the project's issues",
            last_translator="the authors of Merilo <>", creation_date=MADE, revision_date=MADE,
        )  # fmt: skip
        for text in wanted():
            old = known.get(text if isinstance(text, str) else text[0])
            fresh.add(text, old.string if old else None)
        with path(lang).open("wb") as file:
            write_po(file, fresh, width=100, omit_header=False, include_previous=False)


if __name__ == "__main__":
    main()
