"""Sending what is due: each message is claimed, sent, and noted; whoever dies in between leaves a
claim that ends, and the message goes again under the same name.

Nothing is decided by how long something took: tries are counted, days have one gathering each, so a
clock that is moved back doubles nothing.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from traceback import extract_tb

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string

from merilo.web.clock import calendar
from merilo.web.notices.hours import gathering, wakes
from merilo.web.notices.letter import Letter, letter
from merilo.web.notices.models import OPEN, Channel, Delivery, State, Way
from merilo.web.notices.sealed import Unsealable, unseal
from merilo.web.notices.ways.trouble import Trouble

LOG = logging.getLogger("merilo.web")
PAUSES = tuple(timedelta(minutes=n) for n in (1, 5, 15, 60, 120, 240, 480, 480))  # 23 hours in all
BUDGET_S = 40.0  # of one pass; the rest waits for the next, a minute later
Send = Callable[[Letter, dict[str, str]], None]


def pass_over(now: datetime) -> int:
    """Send what is due; how many went. Two at once share the work."""
    gather(now)
    sent, until = 0, monotonic() + BUDGET_S
    silent: dict[object, Trouble] = {}  # who did not answer is not asked again in this pass
    for pk in [*due(now).values_list("pk", flat=True)]:
        if monotonic() > until:
            break
        one = due(now).select_related("channel__to", "notice").filter(pk=pk).first()
        if one and take(one, now):
            end = other_end(one.channel)
            trouble = silent.get(end) or carry(one)
            note(one, trouble, now)
            sent += trouble is None
            if trouble and trouble.why == "silent":
                silent[end] = trouble
    return sent


def other_end(channel: Channel) -> object:
    """What is silent when it is: there is one mail server, and of the others each has its own."""
    return Way.MAIL if channel.way == Way.MAIL else channel.pk


def due(now: datetime) -> QuerySet[Delivery]:
    """What waits for this instant, and what somebody who died has begun, the oldest first."""
    one_by_one = Q(notice=None) | Q(channel__hour=None)
    free = Q(state=State.WAITING, next_at__lte=now) & one_by_one & Q(within=None)
    return Delivery.objects.filter(
        free | Q(state=State.SENDING, lease__lte=now)
    ).order_by("at", "pk")  # fmt: skip


def take(one: Delivery, now: datetime) -> bool:
    """Claim it; False if somebody was faster, if it is to wait, or if nobody wants it."""
    mine = Delivery.objects.filter(pk=one.pk, state=one.state, tries=one.tries)
    if not wanted(one):
        mine.update(state=State.DROPPED, over=now, lease=None)
        return False
    if not one.trial and (morning := wakes(one.channel, now)):
        mine.update(state=State.WAITING, next_at=morning, lease=None)
        return False
    one.tries += 1
    return bool(mine.update(state=State.SENDING, tries=one.tries, lease=now + Delivery.LEASE))


def wanted(one: Delivery) -> bool:
    """The account is there, and its channel still takes such notices."""
    kind_wanted = one.notice is None or one.notice.kind in one.channel.kinds
    return one.channel.to.is_active and kind_wanted


def carry(one: Delivery) -> Trouble | None:
    """Send what was claimed; what went wrong, if anything did."""
    try:
        way(one.channel)(letter(one), secret(one.channel))
    except Trouble as trouble:
        return trouble
    except Exception as error:  # what it says may hold an address: kind and place are told
        *_frames, last = extract_tb(error.__traceback__)
        place = {
            "error": type(error).__name__,
            "place": f"{Path(last.filename).name}:{last.lineno}",
        }
        LOG.log(logging.ERROR, "message broke", extra={"fields": fields(one) | place})
        return Trouble("broken")
    return None


@transaction.atomic
def note(one: Delivery, trouble: Trouble | None, now: datetime) -> None:
    """What came of it: it is over, with all that was gathered in it; or it goes again after a
    pause, until it is given up after a day."""
    mine = Delivery.objects.filter(pk=one.pk, state=State.SENDING, tries=one.tries)
    if trouble:
        LOG.warning("message not sent", extra={"fields": fields(one) | {"why": trouble.short}})
    error = trouble.short if trouble else ""
    if trouble and not (trouble.final or one.trial or one.tries > len(PAUSES)):
        again = now + PAUSES[one.tries - 1]
        mine.update(state=State.WAITING, next_at=again, lease=None, error=error)
        return
    state = State.FAILED if trouble else State.SENT
    if mine.update(state=state, over=now, lease=None, error=error) and one.day:
        one.parts.filter(state=State.WAITING).update(state=state, over=now, error=error)


def fields(one: Delivery) -> dict[str, object]:
    """What the log says of a message: neither to whom nor what."""
    return {"delivery": str(one.pk), "way": one.channel.way, "tries": one.tries}


def secret(channel: Channel) -> dict[str, str]:
    """Where it leads, and what signs."""
    if channel.way == Way.MAIL:
        return {"address": channel.to.email}
    try:
        return unseal(channel.sealed)
    except Unsealable:
        raise Trouble("sealed", final=True) from None


def way(channel: Channel) -> Send:
    """What sends by the way of the channel."""
    found: Send = import_string(f"merilo.web.notices.ways.{channel.way}.send")
    return found


def gather(now: datetime) -> None:
    """Put what waits for its day together: one message per channel and day, whoever makes it."""
    alone = Delivery.objects.filter(state=State.WAITING, within=None, notice__isnull=False,
                                    channel__hour__isnull=False, next_at__lte=now)  # fmt: skip
    for pk in [*alone.order_by().values_list("channel", flat=True).distinct()]:
        channel = Channel.objects.select_related("to").filter(pk=pk).first()
        if channel:
            gather_for(channel, alone.filter(channel=channel), now)


def gather_for(channel: Channel, alone: QuerySet[Delivery], now: datetime) -> None:
    """The message of this day; what comes after it waits for the next."""
    day = now.astimezone(calendar().zone).date()
    alone.exclude(notice__kind__in=channel.kinds).update(state=State.DROPPED, over=now)
    try:
        with transaction.atomic():
            whole = Delivery.objects.create(channel=channel, day=day, at=now, next_at=now)
            if not alone.update(within=whole):  # somebody was faster
                whole.delete()
    except IntegrityError:  # that day had its message
        alone.update(next_at=gathering(channel, now, after=day))


def resume() -> None:
    """No other worker lives: what was being sent is sent again."""
    Delivery.objects.filter(state=State.SENDING).update(state=State.WAITING, lease=None)


def clear(now: datetime) -> None:
    """The log is kept for a while."""
    old = Delivery.objects.filter(over__lt=now - Delivery.KEPT)
    old.exclude(state__in=OPEN).delete()
