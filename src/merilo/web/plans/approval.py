"""Targets that wait for somebody above: proposed, approved, refused, withdrawn."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from merilo.analysis.attainment import Kind
from merilo.errors import Impossible
from merilo.report.desk import Desk
from merilo.report.planning import Set, Whose, hull, standing
from merilo.sources.engine.planned import Planned
from merilo.web.access.policy import leading, rights
from merilo.web.accounts.models import Role, User
from merilo.web.plans.models import Proposal, State, Switch
from merilo.web.plans.outbox import plan, under_way
from merilo.words import _, say

ABOVE_ALL = (Role.DIRECTOR, Role.ADMINISTRATOR)


def switched() -> bool:
    """What heads set waits for approval."""
    last = Switch.objects.last()
    return bool(last and last.on)


def waits(user: User) -> bool:
    """What they set waits: above a director there is nobody."""
    return user.role not in ABOVE_ALL and switched()


def concerns(user: User) -> bool:
    """The page of proposals is of use to them."""
    if user.role in ABOVE_ALL or switched():
        return True
    return Proposal.objects.filter(Q(who=user) | Q(state=State.WAITING)).exists()


def waiting() -> QuerySet[Proposal]:
    """The proposals that nobody has decided."""
    return Proposal.objects.filter(state=State.WAITING).select_related("who")


def propose(
    wanted: Sequence[Planned], was: Sequence[Set | None], why: str, who: User, at: datetime
) -> list[Proposal]:
    """Let these targets wait. What waited for the same cells is replaced."""
    batch = uuid4()
    made = [
        Proposal(
            batch=batch, who=who, author=str(who), why=why, at=at, person=one.person,
            unit=one.unit, metric=one.metric, since=one.since, until=one.until, kind=one.kind,
            target="" if one.target is None else str(one.target), was=mark(stood),
        )
        for one, stood in zip(wanted, was, strict=True)
    ]  # fmt: skip
    try:
        kept_waiting(made, at)
    except IntegrityError:  # somebody proposed for the same cell at the same moment
        kept_waiting(made, at)
    return made


def kept_waiting(made: Sequence[Proposal], at: datetime) -> None:
    """These wait, and what waited for their cells no longer does."""
    with transaction.atomic():
        for one in made:
            same = waiting().filter(metric=one.metric, person=one.person, unit=one.unit,
                                    since=one.since, until=one.until)  # fmt: skip
            same.update(state=State.REPLACED, decided=at)
        Proposal.objects.bulk_create(made)


def may_decide(user: User, desk: Desk, one: Proposal) -> bool:
    """They are above whoever proposed it, and it is theirs to see. Nobody decides on their own."""
    if user.pk == one.who_id:
        return False
    if user.role in ABOVE_ALL:
        return True
    mine = leading(user, desk)
    if user.role != Role.HEAD or one.who is None or mine.sets is None:
        return False
    led = heads(one.who, desk)
    if not led or not led <= mine.sets or one.person == user.person:
        return False
    return one.unit in mine.sets if one.unit else rights(user, desk).scope.knows(one.person)


def heads(user: User, desk: Desk) -> frozenset[str]:
    """The units that a head leads, without those below them."""
    mine = leading(user, desk)
    if user.role != Role.HEAD or mine.seen is None or mine.sets is None:
        return frozenset()
    return mine.seen - mine.sets


def deciders(desk: Desk, one: Proposal) -> list[User]:
    """Those who may decide on it."""
    roles = (*ABOVE_ALL, Role.HEAD)
    users = User.objects.filter(is_active=True, role__in=roles).order_by("pk")
    return [user for user in users if may_decide(user, desk, one)]


def stands(desk: Desk, those: Iterable[Proposal]) -> dict[int, Set | None]:
    """What stands now in the cells of proposals."""
    found: dict[int, Set | None] = {}
    ordered, fresh = sorted(those, key=lambda one: one.metric), under_way()
    for metric, group in groupby(ordered, key=lambda one: one.metric):
        mine = [*group]
        spans = [one.period for one in mine]
        known = standing(desk, metric, [hull(spans)], fresh)
        for one, span in zip(mine, spans, strict=True):
            found[one.pk] = known.get((Whose(one.person, one.unit), span))
    return found


def decide(
    user: User, desk: Desk, those: Sequence[Proposal], yes: bool, answer: str,
    shown: Mapping[int, str], at: datetime,
) -> list[Proposal]:  # fmt: skip
    """Approve or refuse these; those that were decided. Impossible without a word of why it is
    refused, and if a target has been set that whoever approves was not `shown`."""
    if not yes and not answer:
        raise Impossible(say("a refusal wants a word of why"))
    if yes:
        now = stands(desk, those)
        late = [one for one in those if mark(now[one.pk]) != shown.get(one.pk, "")]
        if late:
            raise Impossible(say("somebody has set another target meanwhile: look again"))
    with transaction.atomic():
        state = State.APPROVED if yes else State.REFUSED
        done = [one for one in those if turn(one, state, user, answer, at)]
        if yes:
            kept(done)
    return done


def kept(done: Sequence[Proposal]) -> None:
    """What was approved goes into the facts, as set by whoever proposed it."""
    for batch in dict.fromkeys(one.batch for one in done):
        mine = [one for one in done if one.batch == batch]
        plan([planned(one) for one in mine], mine[0].why, mine[0].who, mine[0].author)


def planned(one: Proposal) -> Planned:
    """A proposal as a target on its way into the facts."""
    target = Decimal(one.target) if one.target else None
    return Planned(one.person, one.unit, one.metric, one.since, one.until, one.kind, target)


def withdraw(user: User, those: Sequence[Proposal], at: datetime) -> list[Proposal]:
    """Take back one's own; those that were."""
    mine = [one for one in those if one.who_id == user.pk]
    return [one for one in mine if turn(one, State.WITHDRAWN, user, "", at)]


def turn(one: Proposal, state: State, user: User, answer: str, at: datetime) -> bool:
    """A proposal that waits becomes this; False if somebody was faster."""
    said = {"state": state, "by": user, "answer": answer, "decided": at}
    return Proposal.objects.filter(pk=one.pk, state=State.WAITING).update(**said) == 1


def mark(one: Set | None) -> str:
    """A target as a form and a proposal keep it."""
    return f"{one.kind} {one.target:.12g}" if one else ""


def heard(said: str) -> Set | None:
    """The same read back."""
    kind, _space, target = said.partition(" ")
    return Set(Kind(kind), float(target)) if target else None


def states() -> dict[str, str]:
    """What became of a proposal, in words."""
    return {
        State.WAITING: _("waits"), State.APPROVED: _("approved"), State.REFUSED: _("refused"),
        State.REPLACED: _("replaced by a newer one"), State.WITHDRAWN: _("withdrawn"),
    }  # fmt: skip
