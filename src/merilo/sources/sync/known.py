"""The connectors there are: ours, and those that other packages bring."""

import logging
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points

from merilo.errors import Unknown
from merilo.sources.sync.protocol import Connector
from merilo.words import say

LOG = logging.getLogger("merilo.sources")
GROUP = "merilo.connectors"
OWN = ("amocrm", "bitrix24", "skorozvon", "mango", "uis", "asterisk", "dialler", "sql")


@cache
def places() -> Mapping[str, str]:
    """Where each is found: `module:name`; ours win over those of others."""
    own = {name: f"merilo.sources.{name}:CONNECTOR" for name in OWN}
    return {**{one.name: one.value for one in entry_points(group=GROUP)}, **own}


def there() -> list[Connector]:
    """All whose package is there, ours first."""
    order = {name: place for place, name in enumerate(OWN)}
    found = []
    for name in sorted(places(), key=lambda name: order.get(name, len(order))):
        try:
            found.append(connector(name))
        except (ImportError, AttributeError):
            LOG.info("no connector", extra={"fields": {"connector": name}})
    return found


@cache
def connector(name: str) -> Connector:
    """The connector of that name. Unknown if there is none."""
    if name not in places():
        raise Unknown(say("connector"), name, [*places()])
    module, _, attribute = places()[name].partition(":")
    found: Connector = getattr(import_module(module), attribute)
    return found
