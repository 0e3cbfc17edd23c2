"""The kinds of work, and where each is done. A kind is added here and nowhere else."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.module_loading import import_string

from merilo.errors import Unknown
from merilo.web.jobs.at_work import Work
from merilo.words import say

Doing = Callable[[Work], Mapping[str, Any]]
# Named, not imported: the queue is known to those who ask for work, too.
KINDS: Mapping[str, str] = {
    "look": "merilo.web.data.jobs.look",
    "try": "merilo.web.data.jobs.attempt",
    "import": "merilo.web.data.jobs.load",
    "weigh": "merilo.web.data.jobs.weigh",
    "undo": "merilo.web.data.jobs.undo",
    "leave": "merilo.web.connections.jobs.leave",
}


def doing(kind: str) -> Doing:
    """What does work of that kind. Unknown if there is none."""
    if kind not in KINDS:
        raise Unknown(say("kind of work"), kind, KINDS)
    found: Doing = import_string(KINDS[kind])
    return found
