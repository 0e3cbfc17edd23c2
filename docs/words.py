"""Collects what Merilo says into its Russian and Hungarian catalogues: `make words`.

New sentences come in untranslated, gone ones go; a test fails until every one is translated.
"""

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

import merilo
from docs.commands import every
from docs.pages import KINDS, by_code, meaning
from merilo.cli.help import texts
from merilo.company import settings
from merilo.facts.tables import TABLES
from merilo.metrics.catalogue import METRICS
from merilo.web.env import VARIABLES

SOURCE = Path(merilo.__file__).parent
DOCS = Path(__file__).parent
KEYWORDS = {
    "_": (0,), "say": (0,), "several": (0, 1), "ask": (1,), "error": (0,), "Mistake": (1,),
    "later": (0,),
}  # fmt: skip
NAMED = {"text", "problem"}  # variables that hold a sentence on its way to one of these
LANGS = ("ru", "hu")
MADE = datetime(2026, 11, 22, tzinfo=UTC)  # a date of its own each time would be noise


def said() -> Iterator[str | tuple[str, str]]:
    """Every sentence; a pair where it has forms for one and for many."""
    for module in sorted([*SOURCE.rglob("*.py"), *DOCS.glob("*.py")]):
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            yield from called(node)
            yield from named(node)
    for page in sorted(SOURCE.rglob("pages/**/*.*")):
        yield from drawn(page.read_text("utf-8"))
    for error in by_code():
        yield from (error.text, meaning(error))
    for metric in METRICS.values():
        yield from (metric.doc, metric.source, str(metric.unit), str(metric.better))
        for part in metric.parts:
            yield from (part.fact.counts_on, part.fact.whose)
    for context in every():
        yield from texts(context.command, context)
    yield from declared()
    yield from more()
    yield from counted()


def called(node: ast.AST) -> Iterator[str | tuple[str, str]]:
    """What a call says, if it is one that speaks."""
    if not isinstance(node, ast.Call):
        return
    name = ast.unparse(node.func).rpartition(".")[2]
    places = KEYWORDS.get(name, ())
    found = [plain(node.args[place]) for place in places if place < len(node.args)]
    if name == "ask" and " " not in "".join(found):
        return  # the name of a method: connectors ask, too
    if found and all(found):
        yield found[0] if len(found) == 1 else (found[0], found[1])


def drawn(page: str) -> Iterator[str | tuple[str, str]]:
    """What a template says."""
    for call in Environment().parse(page).find_all(nodes.Call):
        places = KEYWORDS.get(call.node.name, ()) if isinstance(call.node, nodes.Name) else ()
        found = [a.value for a in call.args if isinstance(a, nodes.Const)][: len(places)]
        if found and len(found) == len(places):
            yield found[0] if len(found) == 1 else (found[0], found[1])


def named(node: ast.AST) -> Iterator[str]:
    """A sentence that is given a name before it is said."""
    if isinstance(node, ast.Assign) and NAMED & {ast.unparse(name) for name in node.targets}:
        value = node.value
        either = (value.body, value.orelse) if isinstance(value, ast.IfExp) else (value,)
        yield from (text for text in map(plain, either) if " " in text)


def plain(node: ast.expr) -> str:
    """The text that stands there; "" if it is no plain text."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def declared() -> Iterator[str]:
    """What the fact tables and the settings say of themselves."""
    yield from KINDS.values()
    yield from (*(setting.meaning for setting in settings()), *VARIABLES.values())
    for table in TABLES.values():
        yield from (table.name, table.grain)
        for column in table.columns:
            yield from (column.doc, column.unit)


def more() -> Iterator[str]:
    """Sentences that stand in tables of the code."""
    from merilo.analysis.difference import Verdict
    from merilo.analysis.realism import Verdict as Chance
    from merilo.cli.metrics import BETTER
    from merilo.facts.lake.disk import NO_MEMORY, REFUSALS
    from merilo.facts.lake.findings import SAYINGS
    from merilo.metrics.catalogue import BY_FAMILY
    from merilo.metrics.own.book import SOURCE as OWN
    from merilo.report.codes import CODES
    from merilo.report.compare import BESIDE
    from merilo.report.quality import EFFECTS
    from merilo.report.roles import ROLES
    from merilo.report.rows import HEADS
    from merilo.report.slots import TITLES
    from merilo.report.table import DIMENSION_TITLES
    from merilo.sources.engine.logged import STAGES
    from merilo.sources.files.draft import WANTED
    from merilo.sources.files.kind import ALIENS
    from merilo.sources.files.outcomes import MEANT
    from merilo.sources.files.records import JUNK, UNCLOSED
    from merilo.sources.files.targets import TARGETS
    from merilo.web.access.audit import words as audit
    from merilo.web.connections.words import COLUMNS, ENTITIES, SAID, SLOTS
    from merilo.web.connections.words import MEANT as NEW
    from merilo.web.notices import words as notices
    from merilo.web.today import words as today

    yield from DIMENSION_TITLES
    yield from DIMENSION_TITLES.values()
    yield from HEADS.values()
    yield from (*CODES.values(), *ROLES.values())
    for titles in (
        audit.EVENTS, audit.DEEDS, audit.MODELS, audit.FIELDS, today.KINDS, today.ANSWERED,
        notices.WAYS, notices.KINDS, notices.STATES, notices.WHY,
    ):  # fmt: skip
        yield from titles.values()
    yield from (*EFFECTS.values(), *TITLES.values())
    yield from (*BESIDE.values(), *(str(verdict) for verdict in (*Verdict, *Chance)))
    yield from (*SAID.values(), *ENTITIES.values(), *NEW.values(), *COLUMNS.values())
    yield from (title for columns in SLOTS.values() for title in columns.values())
    yield from connected()
    yield from SAYINGS.values()
    yield from BETTER
    yield OWN
    yield from (family.capitalize() for family in BY_FAMILY)
    yield from (UNCLOSED, JUNK)
    yield from STAGES.values()
    yield from (*REFUSALS.values(), NO_MEMORY, *WANTED.values(), *MEANT.values())
    yield from (what for _mark, what in ALIENS)
    yield from (slot.doc for target in TARGETS.values() for slot in target.slots.values())


def connected() -> Iterator[str]:
    """What is asked by whoever connects a system, and what its lists are called."""
    from merilo.sources.amocrm.account import FILTERS, STRANGER
    from merilo.sources.bitrix24.account import GUEST, PROBES
    from merilo.sources.sync.known import there
    from merilo.sources.sync.walk import DISORDER, OUTSIDE
    from merilo.sources.uis.connector import NAMELESS
    from merilo.web.connections.words import PASTED

    yield from (FILTERS, STRANGER, GUEST, NAMELESS, OUTSIDE, DISORDER)
    yield from (words for _command, words in PROBES)
    for one in there():
        yield one.title
        consent = getattr(one, "consent", None)
        agreed = (*consent.wanted, *PASTED) if consent else ()
        yield from consent.steps if consent else ()
        for asked in (*one.sign_in, *one.settings, *agreed):
            yield from (asked.title, asked.hint, *asked.choices.values())
        yield from (stream.name for stream in one.streams)


def counted() -> Iterator[tuple[str, str]]:
    """Pairs for one and for many that stand in tables of the code."""
    from merilo.report.notes import GAPS
    from merilo.sources.engine.remarks import ODD
    from merilo.web.connections.words import SEVERAL

    yield from ((gap.one, gap.many) for gap in GAPS.values())
    yield from SEVERAL.values()
    yield from ((one, many) for _columns, _odd, one, many in ODD)


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
            same = old and isinstance(old.string, str) == isinstance(text, str)
            fresh.add(text, old.string if old and same else None)
        with path(lang).open("wb") as file:
            write_po(file, fresh, width=100, omit_header=False, include_previous=False)


if __name__ == "__main__":
    main()
