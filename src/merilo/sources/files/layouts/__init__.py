"""Exports that are recognised as they are, without a mapping."""

from merilo.sources.files.ask import Asker
from merilo.sources.files.forms import formats
from merilo.sources.files.layouts import amocrm, bitrix24
from merilo.sources.files.layouts.layout import Layout
from merilo.sources.files.mapping import Plan
from merilo.sources.files.sample import Sample

LAYOUTS = (*amocrm.LAYOUTS, *bitrix24.LAYOUTS)


def recognised(sample: Sample, table: str = "") -> Layout | None:
    """The export that the sheet is; None if it is none, or feeds another table than asked for."""
    found = (la for la in LAYOUTS if la.recognises(sample) and table in ("", la.table))
    return next(found, None)


def plan(layout: Layout, sample: Sample, asker: Asker) -> Plan:
    """The plan of a recognised export."""
    feeds = (layout.feed(sample, asker),)
    return Plan(feeds, formats(sample, feeds, asker), layout.crm, tuple(asker.said))
