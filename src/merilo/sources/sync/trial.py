"""A connection tried before anything of it is kept: who answers, and what it lacks."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from merilo.sources.sync.client import Asker, Patience
from merilo.sources.sync.connection import pace_file
from merilo.sources.sync.pace import Pace
from merilo.sources.sync.protocol import Account, Connector, Door

ANSWER_S = 10.0  # somebody waits at the page
HASTE = Patience(tries=3, first_s=0.5, most_s=2.0, all_s=20.0)


def trial(
    home: Path, connector: Connector, settings: Mapping[str, Any], secrets: Mapping[str, str],
    fit: Callable[[Door], object] = lambda door: None,
) -> Account:  # fmt: skip
    """Who the source says it is. `fit` may refuse the way in. Errors of the source as they are,
    Impossible if what was filled in leads nowhere."""
    door = connector.door(settings, secrets)
    fit(door)
    limits = connector.limits
    pace = Pace(
        pace_file(home, f".{connector.name}"),
        replace(limits, timeout_s=min(ANSWER_S, limits.timeout_s)),
    )
    asker = Asker(door, pace, connector.judge, settings, secrets, patience=HASTE)
    try:
        return connector.hello(asker)
    finally:
        asker.close()
