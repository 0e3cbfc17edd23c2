"""What follows from the rows of a load and stands in none of them: found in the lake, put there.

Each step looks only at what the load touched, and finds the same whatever came first.
"""

from collections.abc import Mapping
from typing import Any

from merilo.facts.lake import Load
from merilo.sources.sync.complete.cards import cards
from merilo.sources.sync.complete.moves import begun, qualified
from merilo.sources.sync.complete.offers import offers
from merilo.sources.sync.complete.stages import qualifies
from merilo.sources.sync.marks import Marks


def complete(
    load: Load, connection: str, marks: Marks, settings: Mapping[str, Any], zone: str
) -> None:
    """All of it, for the rows of one connection."""
    qualifies(load, connection, settings)
    begun(load, connection)
    qualified(load, connection)
    offers(load, connection, settings)
    cards(load, connection, marks)
