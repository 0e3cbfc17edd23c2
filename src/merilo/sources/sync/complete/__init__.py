"""What follows from the rows of a load and stands in none of them: found in the lake, put there.

Each step looks only at what the load touched, and finds the same whatever came first.
"""

from collections.abc import Mapping
from typing import Any

from merilo.facts.lake import Load
from merilo.sources.sync.calls import calls
from merilo.sources.sync.complete.cards import cards
from merilo.sources.sync.complete.chain import chain
from merilo.sources.sync.complete.compare import compared
from merilo.sources.sync.complete.doubles import doubles
from merilo.sources.sync.complete.moves import begun, qualified
from merilo.sources.sync.complete.offers import offers
from merilo.sources.sync.complete.sold import sold
from merilo.sources.sync.complete.stages import qualifies
from merilo.sources.sync.marks import Marks
from merilo.sources.sync.protocol import Connector


def complete(
    load: Load, connection: str, marks: Marks, settings: Mapping[str, Any], zone: str,
    connector: Connector,
) -> None:  # fmt: skip
    """All of it, for the rows of one connection. What a connector does not need, it leaves out:
    `lines` says that deals name all of their lines, `chains` that moves do not tell where from,
    `compares` that owners have no history."""
    qualifies(load, connection, settings)
    if getattr(connector, "compares", False):
        compared(load, connection, zone)
    if getattr(connector, "chains", False):
        chain(load, connection)
    begun(load, connection)
    qualified(load, connection)
    offers(load, connection, settings)
    if getattr(connector, "lines", False):
        sold(load, connection)
    doubles(load, connection, marks)
    cards(load, connection, marks)
    calls(load, connection, marks)
