"""Typed plans on their way into the facts."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from merilo.facts.lake import Load
from merilo.sources.engine.planned import Planned
from merilo.sources.engine.planned import put as put_planned
from merilo.web.accounts.models import User
from merilo.web.outbox.carry import send, waiting
from merilo.web.outbox.models import Parcel

KIND = "plans"


def plan(
    wanted: Sequence[Planned], why: str, who: User | None, author: str | None = None
) -> Parcel:
    """Keep these targets; they hold from now on."""
    content = {"why": why, "targets": [told(one) for one in wanted]}
    return send(KIND, content, who, author)


def put(load: Load, parcel: Parcel) -> None:
    """A parcel of targets into a load."""
    put_planned(load, parcel.pk, targets(parcel), parcel.at, parcel.author, parcel.content["why"])


def targets(parcel: Parcel) -> list[Planned]:
    """The targets of a parcel."""
    return [heard(one) for one in parcel.content["targets"]]


def under_way() -> list[Planned]:
    """Targets that are set and not in the facts yet, the latest last."""
    return [one for parcel in waiting(KIND) for one in targets(parcel)]


def told(one: Planned) -> dict[str, str | None]:
    """A target as JSON."""
    return {
        "person": one.person, "unit": one.unit, "metric": one.metric, "kind": one.kind,
        "since": one.since.isoformat(), "until": one.until.isoformat(),
        "target": None if one.target is None else str(one.target),
    }  # fmt: skip


def heard(said: Mapping[str, Any]) -> Planned:
    """A target from JSON."""
    target = said["target"]
    return Planned(
        said["person"], said["unit"], said["metric"],
        date.fromisoformat(said["since"]), date.fromisoformat(said["until"]), said["kind"],
        None if target is None else Decimal(target),
    )  # fmt: skip
