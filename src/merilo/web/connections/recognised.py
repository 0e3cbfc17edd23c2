"""What was recognised in the files of a dialler, as the pages show it, and what is corrected."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from merilo.errors import Error
from merilo.sources.dialler.seen import Look, sentence
from merilo.sources.sync.protocol import Connector
from merilo.web.connections.words import COLUMNS
from merilo.words import _

FIELD = "column-"  # a column in a form, by its caption


@dataclass(frozen=True)
class Recognised:
    """What stands in the newest file, told in a sentence; `roles`: what its columns may be."""

    look: Look
    text: str
    roles: Mapping[str, str]


def recognised(connector: Connector, settings: Mapping[str, Any]) -> Recognised | None:
    """What is made of the files; None of a system that has none, or while they cannot be read."""
    asked = getattr(connector, "look", None)
    if asked is None or not settings.get("path"):
        return None
    try:
        look: Look = asked(settings)
    except Error:
        return None
    roles = {role: _(title) for role, title in COLUMNS.items()}
    plain = {role: title[:1].lower() + title[1:] for role, title in roles.items()}
    return Recognised(look, sentence(look, plain), roles)


def picked(post: QueryDict, connector: Connector, settings: Mapping[str, Any]) -> dict[str, str]:
    """The columns that are to be other ones than what is recognised by itself, and those that were
    chosen before."""
    before = dict(settings.get("columns") or {})
    alone = recognised(connector, {**settings, "columns": {}})
    own = {one.name: one.role for one in alone.look.columns} if alone else {}
    said = {name.removeprefix(FIELD): str(role) for name, role in post.items()
            if name.startswith(FIELD)}  # fmt: skip
    good = {name: role for name, role in said.items() if role in COLUMNS or not role}
    return {**before, **{n: role for n, role in good.items() if n in before or own.get(n) != role}}
