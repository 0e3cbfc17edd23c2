"""Targets by working days for those who join, leave, move or are away: offered, never set."""

import json
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from django.http import JsonResponse
from django.views.decorators.http import require_POST

from merilo.analysis.attainment import Kind
from merilo.errors import Impossible
from merilo.report.planning import staff
from merilo.report.presence import Cell, Offer, Offers, Presence, presences
from merilo.web.access.request import SignedIn
from merilo.web.plans.asked import Asked
from merilo.web.plans.figures import Scale, scale
from merilo.words import _, say

T = TypeVar("T", dict[Any, Any], list[Any])


@require_POST
def prorate(request: SignedIn) -> JsonResponse:
    """By cell, the target by the days at work as it would be typed, and how it is found; `full`:
    what stands there is nothing, or the full target. For what adds up, and `at least` alone."""
    asked = Asked.of(request, request.POST)
    if not asked.sheet.adds or request.POST.get("kind", Kind.AT_LEAST) != Kind.AT_LEAST:
        return JsonResponse({"cells": {}})
    ruler = scale(asked.sheet.metric, Kind.AT_LEAST, asked.desk.company.currency)
    typed = sent(request.POST.get("typed", ""), dict)
    texts = {str(name): str(text) for name, text in typed.items()}
    taken = {str(name) for name in sent(request.POST.get("taken", ""), list)}
    return JsonResponse({"cells": told(asked, ruler, texts, taken)})


def sent(said: str, kind: type[T]) -> T:
    """What a script sends as JSON; nothing if it is not of that kind."""
    try:
        found = json.loads(said)
    except ValueError:
        return kind()
    return found if isinstance(found, kind) else kind()


def told(
    asked: Asked, ruler: Scale, typed: Mapping[str, str], taken: Collection[str]
) -> dict[str, dict[str, object]]:
    """The offers for the cells that are the reader's to set, of periods that are not over. What was
    `taken` is a part already."""
    lines = {line.whose.person: line for line in asked.sheet.lines if line.whose.person}
    found = presences(asked.desk, [*lines], asked.spans)
    figures = {cell: figure(asked, ruler, cell, typed) for cell in found}
    own = {cell for cell in found if (one := name(asked, cell)) in typed and one not in taken}
    return {
        name(asked, cell): words(asked, ruler, one)
        for cell, one in Offers(found, figures, own)
        if lines[cell[0]].mine and asked.spans[cell[1]].until > asked.desk.today
    }


def name(asked: Asked, cell: Cell) -> str:
    """How a form names the cell."""
    return f"p|{cell[0]}|{asked.spans[cell[1]].since}"


def figure(asked: Asked, ruler: Scale, cell: Cell, typed: Mapping[str, str]) -> Decimal | None:
    """The figure in a cell, as typed, or as it stands; None for none that can be parted."""
    if (text := typed.get(name(asked, cell))) is not None:
        try:
            return ruler.read(text)
        except Impossible:
            return None
    line = asked.line(f"p|{cell[0]}")
    target = line.targets[cell[1]] if line else None
    return Decimal(str(target.target)) if target and target.kind is Kind.AT_LEAST else None


def words(asked: Asked, ruler: Scale, one: Offer) -> dict[str, object]:
    """An offer in words."""
    presence = one.presence
    days = say("{there} of {days} days", there=presence.there, days=presence.days)
    hint = where(asked, presence) or say(
        "{there} of {days} working days", there=presence.there, days=presence.days
    )
    if one.target is None:
        return {"text": "", "said": days, "hint": hint, "full": False}
    text = ruler.write(one.target)
    return {"text": text, "said": f"{days}: {text}", "hint": f"{hint}: {text}", "full": one.full}


def where(asked: Asked, presence: Presence) -> str:
    """Of somebody who moves, how many days in which unit."""
    if len(presence.parts) < 2:
        return ""
    units = staff(asked.desk).units
    parts = [
        say("{there} in {unit}", there=days, unit=units[key].name if key in units else _("no unit"))
        for (key, _role), days in presence.parts.items()
    ]
    return say("Of {days} working days {parts}", days=presence.days, parts=", ".join(parts))
