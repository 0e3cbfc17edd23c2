"""The page of proposals: what waits for the reader, what of theirs waits, what was decided."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from merilo.errors import Impossible
from merilo.report.desk import Desk
from merilo.report.planning import Set
from merilo.web.access.request import SignedIn
from merilo.web.accounts.models import User
from merilo.web.clock import clock
from merilo.web.desks import desk
from merilo.web.plans import log, tidings
from merilo.web.plans.approval import (
    ABOVE_ALL,
    decide,
    heard,
    mark,
    may_decide,
    stands,
    states,
    switched,
    waiting,
    withdraw,
)
from merilo.web.plans.asked import Asked
from merilo.web.plans.first import short
from merilo.web.plans.models import Proposal, State, Switch
from merilo.web.plans.names import amount, asked_of, change, metric_name, span_name, whose_name
from merilo.words import _, say, several, told

PAGE = 50
LONGEST = 300  # of a word why


@dataclass(frozen=True)
class Row:
    """A proposal in words: whose target, for when; what stands there now, what is asked for."""

    pk: int
    name: str
    period: str
    now: str
    asked: str
    change: str
    shown: str  # what stands there, as a form says it
    meanwhile: str = ""  # what stood there when it was proposed, if that is another figure


@dataclass(frozen=True)
class Batch:
    """What somebody proposed at once."""

    key: UUID
    author: str
    metric: str
    at: datetime
    why: str
    said: Mapping[str, Any]  # the sheet, for an address
    rows: Sequence[Row]


@require_http_methods(["GET", "HEAD", "POST"])
def approvals(request: SignedIn) -> HttpResponse:
    """The list; what is decided on it is decided as a whole or not at all."""
    now = desk()
    if request.method != "POST":
        return shown(request, now)
    do = request.POST.get("do", "")
    those = chosen(request, now, do)
    answer = " ".join(request.POST.get("answer", "").split())[:LONGEST]
    try:
        done = acted(request, now, do, those, answer)
    except Impossible as wrong:
        return shown(request, now, told(wrong))
    say_done(request, do, len(done), len(those))
    return redirect("plans_approvals")


def chosen(request: SignedIn, now: Desk, do: str) -> list[Proposal]:
    """The proposals that are ticked, all of them the reader's to decide, or to take back."""
    numbers = [int(pk) for pk in request.POST.getlist("pk") if pk.isascii() and pk.isdigit()]
    those = [*Proposal.objects.filter(pk__in=numbers).select_related("who")]
    if do not in ("approve", "refuse", "withdraw") or not those:
        raise Http404
    mine = request.user
    for one in those:
        if not (one.who_id == mine.pk if do == "withdraw" else may_decide(mine, now, one)):
            raise Http404
    return those


def acted(
    request: SignedIn, now: Desk, do: str, those: Sequence[Proposal], answer: str
) -> list[Proposal]:
    """Do what is wanted with them, write it down, tell of it; those with which it was done."""
    user, at = request.user, datetime.now(UTC)
    if do == "withdraw":
        done = withdraw(user, those, at)
    else:
        seen = {one.pk: request.POST.get(f"s|{one.pk}", "") for one in those}
        done = decide(user, now, those, do == "approve", answer, seen, at)
        tidings.decided(now, done, do == "approve", answer, at)
    if done:
        log.decided(now, done, do, user)
    return done


def say_done(request: SignedIn, do: str, done: int, wanted: int) -> None:
    """What came of it."""
    if done < wanted:
        text = _("Of some of them somebody else has decided meanwhile; the list is as it is now.")
        messages.info(request, text)
    if not done:
        return
    said = {
        "approve": several("{count} target approved.", "{count} targets approved.", done),
        "refuse": several("{count} target refused.", "{count} targets refused.", done),
        "withdraw": several("{count} target withdrawn.", "{count} targets withdrawn.", done),
    }
    messages.success(request, said[do])


def shown(request: SignedIn, now: Desk, problem: str = "") -> HttpResponse:
    """The page."""
    open_ones = [*waiting()]
    mine = [one for one in open_ones if one.who_id == request.user.pk]
    others = [one for one in open_ones if may_decide(request.user, now, one)]
    page = Paginator(past(request.user), PAGE).get_page(request.GET.get("page"))
    return render(request, "plans/approvals.html", {
        "problem": problem, "theirs": batches(now, others), "mine": batches(now, mine),
        "on": switched(), "sets": request.user.role in ABOVE_ALL, "page_of": page,
        "decided": [decided(now, one) for one in page], "said": {},
        "answer": request.POST.get("answer", "") if problem else "",
        "ticked": {*request.POST.getlist("pk")} if problem else None,
    }, status=422 if problem else 200)  # fmt: skip


def past(user: User) -> Any:
    """What was decided, the latest first: for a director all of it, for others what was theirs."""
    found = Proposal.objects.exclude(state=State.WAITING).select_related("by")
    if user.role not in ABOVE_ALL:
        found = found.filter(Q(who=user) | Q(by=user))
    return found.order_by("-decided", "-pk")


def batches(now: Desk, those: Sequence[Proposal]) -> list[Batch]:
    """Proposals in words, by what was proposed at once, the oldest first."""
    stand = stands(now, those)
    found: dict[UUID, list[Proposal]] = {}
    for one in those:
        found.setdefault(one.batch, []).append(one)
    return [batch(now, mine, stand) for mine in found.values()]


def batch(now: Desk, mine: Sequence[Proposal], stand: Mapping[int, Set | None]) -> Batch:
    """What was proposed at once."""
    first = mine[0]
    grain = first.period.whole(now.company.year).grain
    said = {"metric": first.metric, "grain": str(grain), "day": first.since}
    rows = [row(now, one, stand[one.pk]) for one in mine]
    return Batch(first.batch, first.author, metric_name(now, first.metric), first.at, first.why,
                 said, rows)  # fmt: skip


def row(now: Desk, one: Proposal, stood: Set | None) -> Row:
    """A proposal in words."""
    other = "" if one.was == mark(stood) else amount(now, one.metric, heard(one.was))
    return Row(
        one.pk, whose_name(now, one), span_name(now, one), amount(now, one.metric, stood),
        amount(now, one.metric, asked_of(one)), change(stood, asked_of(one)), mark(stood), other,
    )  # fmt: skip


def decided(now: Desk, one: Proposal) -> dict[str, Any]:
    """What became of one."""
    return {
        "at": one.decided, "author": one.author, "by": str(one.by) if one.by else "",
        "name": whose_name(now, one), "period": span_name(now, one), "answer": one.answer,
        "metric": metric_name(now, one.metric), "asked": amount(now, one.metric, asked_of(one)),
        "state": states()[one.state],
    }  # fmt: skip


@require_POST
def approving(request: SignedIn) -> HttpResponse:
    """Switch approval on or off. What waits goes on waiting."""
    on = request.POST.get("on") == "1"
    if on != switched():
        Switch.objects.create(on=on, who=request.user, at=datetime.now(UTC))
        log.switched(on, request.user)
    text = (_("What heads set waits for approval from now on.") if on
            else _("What heads set holds at once from now on."))  # fmt: skip
    messages.success(request, text)
    return redirect("plans_approvals")


def counted(user: User, now: Desk, those: Iterable[Proposal]) -> int:
    """How many the reader may decide."""
    return sum(may_decide(user, now, one) for one in those)


def waits_for(user: User, now: Desk) -> str:
    """How many proposals wait for the reader, in words; nothing for none."""
    count = counted(user, now, waiting())
    return say("{count} to approve", count=count) if count else ""


def asked_for(asked: Asked) -> dict[str, tuple[str, str]]:
    """By cell of a sheet, the target that waits for approval there, and who proposed it; for those
    who set targets."""
    if not asked.changes:
        return {}
    since, until = asked.spans[0].since, asked.spans[-1].until
    found = waiting().filter(metric=asked.metric, since__gte=since, until__lte=until)
    return {
        f"{'p' if one.person else 'u'}|{one.person or one.unit}|{one.since}": (
            say("proposed {target}", target=short(asked, asked_of(one))),
            f"{one.author}, {clock(one.at)}",
        )
        for one in found if one.period in asked.spans
    }  # fmt: skip
