"""What is told of proposals: to those who may decide, and back to whoever made them."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse

from merilo.report.desk import Desk
from merilo.web.notices.tell import speaking, tell
from merilo.web.plans.approval import deciders
from merilo.web.plans.models import Proposal
from merilo.web.plans.names import amount, asked_of, metric_name, span_name, whose_name
from merilo.words import say, several

LINES = 10  # of a message; the rest is on the page


def proposed(desk: Desk, made: Sequence[Proposal], at: datetime) -> int:
    """Tell those who may decide; how many they are."""
    first = made[0]
    told = 0
    for user in deciders(desk, first):
        with speaking(user):
            title = say("{name} proposes targets: {metric}", name=first.author,
                        metric=metric_name(desk, first.metric))  # fmt: skip
            text = listed(desk, made, first.why)
            told += tell(user, "plan", f"plan:{first.batch}", title, at, text, link())
    return told


def decided(desk: Desk, done: Sequence[Proposal], yes: bool, answer: str, at: datetime) -> None:
    """Tell those whose proposals were decided."""
    for batch in dict.fromkeys(one.batch for one in done):
        mine = [one for one in done if one.batch == batch]
        if (user := mine[0].who) is None or not user.is_active:
            continue
        with speaking(user):
            name = metric_name(desk, mine[0].metric)
            title = (say("Targets approved: {metric}", metric=name) if yes
                     else say("Targets refused: {metric}", metric=name))  # fmt: skip
            text = listed(desk, mine, answer)
            tell(user, "plan", f"plan:{batch}:{mine[0].pk}", title, at, text, link())


def listed(desk: Desk, those: Sequence[Proposal], why: str) -> str:
    """The targets, a line each, and the reason."""
    lines = [why] if why else []
    for one in those[:LINES]:
        cell = f"{whose_name(desk, one)}, {span_name(desk, one)}"
        lines.append(f"{cell}: {amount(desk, one.metric, asked_of(one))}")
    if len(those) > LINES:
        lines.append(several("and {count} more", "and {count} more", len(those) - LINES))
    return "\n".join(lines)


def link() -> str:
    """Where they are."""
    return reverse("plans_approvals")
