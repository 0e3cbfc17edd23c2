"""What people want changed of their channels: kept, taken away, tried."""

from datetime import datetime, timedelta

from django.db import transaction

from merilo.web.accounts.models import User
from merilo.web.notices.forms import Wish, secret
from merilo.web.notices.hours import due
from merilo.web.notices.models import OPEN, Channel, Delivery, State, Way
from merilo.web.notices.sealed import seal
from merilo.web.notices.tell import call
from merilo.web.notices.ways.webhook import fresh_key

BETWEEN = timedelta(seconds=30)  # two trials


@transaction.atomic
def keep(user: User, form: Wish, now: datetime) -> str:
    """Keep it; the key that signs, where one was made: it is shown this once."""
    channel = Channel.objects.filter(to=user, way=form.way).first() or Channel(
        to=user, way=form.way
    )
    for name, value in form.wish.items():
        setattr(channel, name, value)
    key, made = secret(channel).get("key", ""), ""
    if form.way == Way.WEBHOOK and not key:
        key = made = fresh_key()
    if form.way != Way.MAIL:
        channel.sealed = seal({"address": form.cleaned_data["address"], "key": key})
    channel.save()
    again(channel, now)
    return made


def again(channel: Channel, now: datetime) -> None:
    """What waits goes when it is due by the new wish; what was gathered already, now."""
    waiting = channel.deliveries.filter(state=State.WAITING, within=None)
    count = waiting.filter(notice=None).update(next_at=now)
    if count + waiting.exclude(notice=None).update(next_at=due(channel, now)):
        transaction.on_commit(call, robust=True)


def renew(channel: Channel) -> str:
    """Another key that signs from now on."""
    key = fresh_key()
    channel.sealed = seal(secret(channel) | {"key": key})
    channel.save(update_fields=["sealed"])
    return key


@transaction.atomic
def attempt(channel: Channel, now: datetime) -> bool:
    """Send a message that shows whether messages arrive; False if the last one is fresh."""
    Channel.objects.select_for_update().get(pk=channel.pk)
    trials = channel.deliveries.filter(notice=None, day=None)
    if trials.filter(at__gt=now - BETWEEN, at__lte=now).exists():
        return False
    trials.filter(state__in=OPEN).update(state=State.DROPPED, over=now)
    Delivery.objects.create(channel=channel, at=now, next_at=now)
    transaction.on_commit(call, robust=True)
    return True
