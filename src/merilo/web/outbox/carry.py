"""From the outbox into the lake: each parcel once, whatever falls in between."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from merilo.errors import Locked
from merilo.facts.lake import Lake, Load
from merilo.web.accounts.models import User
from merilo.web.outbox.models import Parcel

SOURCE = "outbox"  # under which the lake counts what it has taken from here
WAIT_S = 30.0
Put = Callable[[Load, Parcel], object]


def kinds() -> Mapping[str, Put]:
    """How a parcel of each kind goes into a load."""
    from merilo.web.daily.outbox import put_log, put_report
    from merilo.web.plans.outbox import put as plans

    return {"plans": plans, "report": put_report, "log": put_log}


def send(
    kind: str, content: Mapping[str, Any], who: User | None, author: str | None = None
) -> Parcel:
    """Keep what was typed, and call for the worker once it is there to be seen. `author`: whose
    name stands in the facts, if not the sender's as it is now."""
    name = str(who) if author is None else author
    parcel = Parcel.objects.create(kind=kind, content=content, who=who, author=name)
    transaction.on_commit(call)
    return parcel


def call() -> None:
    """Ask the worker to carry; it also looks by itself every minute."""
    from merilo.web.outbox.tasks import carry_over

    carry_over()


def waiting(kind: str) -> list[Parcel]:
    """What of a kind is not in the lake yet, in the order in which it will be."""
    return [*Parcel.objects.filter(kind=kind, load=None).order_by("number", "pk")]


def carry(now: datetime | None = None) -> int:
    """Everything that waits, as one load; how many parcels. None of it while another writes for
    long: it is asked again."""
    parcels = numbered()
    if not parcels:
        return 0
    lake, put = Lake.open(Path(settings.HOME).absolute() / "lake"), kinds()
    who = "typed: " + ", ".join(sorted({parcel.kind for parcel in parcels}))
    try:
        with lake.writing(who, now or datetime.now(UTC), WAIT_S) as load:
            for parcel in parcels:
                assert parcel.number is not None
                if load.once(SOURCE, parcel.number):
                    put[parcel.kind](load, parcel)
    except Locked:
        return 0
    number = lake.snapshot().number
    Parcel.objects.filter(pk__in=[parcel.pk for parcel in parcels]).update(load=number)
    return len(parcels)


def settle() -> int:
    """What the lake of today has not, although it had: where the lake was put back to an earlier
    day, and the database was not, what was typed since is carried once more. How many."""
    lake = Lake(Path(settings.HOME).absolute() / "lake")
    if not lake.exists():
        return 0
    return Parcel.objects.filter(load__gt=lake.snapshot().number).update(load=None)


def numbered() -> list[Parcel]:
    """What waits, each with its number: those that have one first, in its order."""
    with transaction.atomic():
        fresh = [*Parcel.objects.select_for_update().filter(number=None).order_by("pk")]
        last = Parcel.objects.aggregate(last=Max("number"))["last"] or 0
        for parcel in fresh:
            last += 1
            parcel.number = last
            parcel.save(update_fields=["number"])
    return [*Parcel.objects.filter(load=None).order_by("number")]
