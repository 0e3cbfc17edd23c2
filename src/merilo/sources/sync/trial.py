"""A connection tried before anything of it is kept: who answers, and what it lacks."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from merilo.sources.sync import faults
from merilo.sources.sync.client import Asker, Patience
from merilo.sources.sync.connection import pace_file
from merilo.sources.sync.pace import Pace
from merilo.sources.sync.protocol import Account, Connector, Door
from merilo.sources.sync.tokens import parsed, post

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
    door = signed(door, secrets)
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


def signed(door: Door, secrets: Mapping[str, str]) -> Door:
    """The door with the token that a pair has, or that a password is given: none is renewed, and
    none kept. SignIn if there is none; Away if nobody answers."""
    if door.oauth is None:
        return door
    token = secrets.get("access", "")
    if door.oauth.grant:
        try:
            status, body = post(door.oauth, {**door.oauth.grant, **door.oauth.extra})
        except faults.Again as last:
            raise faults.Away(last.said) from None
        found = parsed(body, alone=True) if status == 200 else None
        if found is None:
            raise faults.SignIn(str(status)) if status < 500 else faults.Away(str(status))
        token = found[0]
    return replace(door, headers={**door.headers, "Authorization": f"Bearer {token}"})
