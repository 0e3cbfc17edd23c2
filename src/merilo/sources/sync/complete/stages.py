"""Which stages make a lead a deal: chosen by the administrator."""

from collections.abc import Mapping
from typing import Any

from merilo.facts.lake import Load
from merilo.facts.tables import TABLES
from merilo.sources.engine.cells import quoted


def qualifies(load: Load, connection: str, settings: Mapping[str, Any]) -> None:
    """Mark the chosen stages. Where nothing is chosen, nothing is known."""
    chosen = [str(one) for one in settings.get("qualifies") or ()]
    known = ", ".join(map(quoted, chosen))
    said = f"id in ({known})" if chosen else "null::boolean"
    rows = load.db.sql(
        f"select connection, id, {said} as qualifies from stages "
        f"where connection = {quoted(connection)} and qualifies is distinct from {said}"
    )
    load.put(TABLES["stages"], rows, columns=("qualifies",))
