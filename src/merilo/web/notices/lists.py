"""Notices, channels and deliveries as the pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from merilo.web.accounts.models import User
from merilo.web.clock import clock
from merilo.web.notices.models import OPEN, Channel, Delivery, State
from merilo.web.notices.words import KINDS, STATES, WAYS, kind_called, why
from merilo.words import _, say

LATELY = timedelta(days=7)


@dataclass(frozen=True)
class Standing:
    """How a channel does: when something arrived last, what waits, what did not arrive and why."""

    arrived: datetime | None
    waiting: int
    next_at: datetime | None
    lost: int
    why: str
    trial: str  # what became of the last trial, in words
    trying: bool
    good: bool


def standing(channel: Channel, now: datetime) -> Standing:
    """How it does. What goes within the message of a day counts by itself."""
    of_it = channel.deliveries
    mine = of_it.exclude(day__isnull=False)
    waiting = mine.filter(state__in=OPEN).order_by("next_at")
    lost = mine.filter(state=State.FAILED, notice__isnull=False, over__gt=now - LATELY)
    latest = of_it.filter(Q(state=State.FAILED, over__gt=now - LATELY) | Q(state__in=OPEN))
    trouble = latest.exclude(error="").order_by("-at").first()
    trial = mine.filter(notice=None).order_by("-at").first()
    first = waiting.first()
    return Standing(
        of_it.filter(state=State.SENT).order_by("-over").values_list("over", flat=True).first(),
        waiting.filter(notice__isnull=False).count(), first.next_at if first else None,
        lost.count(), why(trouble.error) if trouble else "",
        said(trial) if trial else "", bool(trial and trial.state in OPEN),
        trial is None or trial.state != State.FAILED,
    )  # fmt: skip


def wish(channel: Channel) -> list[str]:
    """How they want to be told by it, in words."""
    every = {*channel.kinds} >= {*KINDS}
    found = [_("About everything") if every else ", ".join(map(kind_called, channel.kinds))]
    if channel.hour is None:
        found.append(_("At once"))
    else:
        at = minutes(channel.hour * 60)
        working = say("Once a working day at {at}", at=at)
        found.append(working if channel.working else say("Once a day at {at}", at=at))
    if channel.quiet_since is not None and channel.quiet_until is not None:
        ends = {"since": minutes(channel.quiet_since), "until": minutes(channel.quiet_until)}
        found.append(say("Quiet from {since} to {until}", **ends))
    if channel.private:
        found.append(_("With figures"))
    return found


def minutes(of_day: int) -> str:
    """A minute of the day as clocks show it."""
    return f"{of_day // 60:02}:{of_day % 60:02}"


def said(trial: Delivery) -> str:
    """What became of a trial."""
    if trial.state in OPEN:
        return _("The test is on its way ...")
    if trial.state == State.SENT:
        return f"{_('The test was sent.')} {clock(trial.over)}"
    if trial.state == State.FAILED:
        return f"{_('The test did not arrive:')} {why(trial.error)}. {clock(trial.over)}"
    return ""


def troubled(user: User, now: datetime) -> list[str]:
    """The ways by which something did not arrive lately, by name."""
    found = Delivery.objects.filter(channel__to=user).filter(
        Q(state=State.FAILED, over__gt=now - LATELY) | Q(state__in=OPEN, tries__gt=1)
    )
    ways = {*found.order_by().values_list("channel__way", flat=True)}
    return [_(title) for way, title in WAYS.items() if way in ways]


@dataclass(frozen=True)
class Line:
    """A message in the log of the administrator: neither where it goes nor what it says."""

    at: datetime
    who: str
    kind: str
    way: str
    state: str
    bad: bool
    tries: int
    next_at: datetime | None
    why: str


def log(state: str = "", way: str = "") -> QuerySet[Delivery]:
    """The messages in that state, by that way; the newest first."""
    found = Delivery.objects.select_related("channel__to", "notice").order_by("-at", "-pk")
    if state in STATES:
        found = found.filter(state=state)
    return found.filter(channel__way=way) if way in WAYS else found


def lines(found: Iterable[Delivery]) -> list[Line]:
    """Messages in words."""
    return [
        Line(one.at, str(one.channel.to), kind(one), _(WAYS[one.channel.way]), _(STATES[one.state]),
             one.state == State.FAILED, one.tries, one.next_at if one.state in OPEN else None,
             why(one.error))
        for one in found
    ]  # fmt: skip


def kind(one: Delivery) -> str:
    """What it is about."""
    if one.notice:
        return kind_called(one.notice.kind)
    return _("Those of a day") if one.day else _("Test")
