"""A target divided: among the parts of a unit, or over the periods of a year."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from merilo.analysis.attainment import Kind
from merilo.analysis.cascade import shared
from merilo.errors import Error
from merilo.metrics.model import Unit
from merilo.report.planning import Line
from merilo.web.access.request import SignedIn
from merilo.web.plans.asked import Asked, name_of
from merilo.web.plans.figures import Scale, scale
from merilo.words import _, told

Weights = Callable[[Asked, Sequence[Line], int], Sequence[float | None]]
FINE = 200  # a part of the target at least so small that rounding does not matter


@require_POST
def divide(request: SignedIn) -> JsonResponse:
    """The parts by cell, as they are to be typed. Nothing is kept: the sheet is only filled in."""
    try:
        asked = Asked.of(request, request.POST)
        line = asked.line(request.POST.get("key", ""))
        if line is None or not asked.sheet.adds:
            raise Http404
        ruler = scale(asked.sheet.metric, Kind.AT_LEAST, asked.desk.company.currency)
        how = request.POST.get("how", "")
        if how == "season":
            return JsonResponse({"cells": over_periods(asked, line, ruler, request)})
        if how not in BY:
            raise Http404
        return JsonResponse({"cells": among_parts(asked, line, ruler, request, BY[how])})
    except Error as wrong:
        return JsonResponse({"problem": told(wrong)}, status=422)


def among_parts(
    asked: Asked, line: Line, ruler: Scale, request: HttpRequest, by: Weights
) -> dict[str, str]:
    """The targets of a unit, as the sheet has them now, among those right below it."""
    parts = [one for one in asked.sheet.lines if line.whose.unit and one.above == line.whose.unit]
    mine = [one for one in parts if one.mine]
    found = {}
    for n, span in enumerate(asked.spans):
        target = ruler.read(request.POST.get(f"t|{name_of(line.whose)}|{span.since}", ""))
        if target is None or not mine:
            continue
        for one, part in zip(mine, split(asked, target, by(asked, mine, n)), strict=True):
            found[f"{name_of(one.whose)}|{span.since}"] = ruler.write(part)
    return found


def over_periods(asked: Asked, line: Line, ruler: Scale, request: HttpRequest) -> dict[str, str]:
    """The target of a year over its periods, as its own last year was, or else its unit's."""
    target = ruler.read(request.POST.get("total", ""))
    if target is None:
        return {f"{name_of(line.whose)}|{span.since}": "" for span in asked.spans}
    above = asked.line(f"u|{line.above}") if line.above else None
    known = next((one.before for one in (line, above) if one and full(one.before)),
                 [None] * len(asked.spans))  # fmt: skip
    parts = split(asked, target, known)
    return {f"{name_of(line.whose)}|{span.since}": ruler.write(part)
            for span, part in zip(asked.spans, parts, strict=True)}  # fmt: skip


def split(asked: Asked, target: Decimal, weights: Sequence[float | None]) -> list[Decimal]:
    """Parts in round figures that add up to the target."""
    return shared(target, weights, step(asked.sheet.metric.unit, target, len(weights)))


def step(unit: Unit, target: Decimal, parts: int) -> Decimal:
    """How round: thousands of money where the target is in millions; whole things.

    >>> step(Unit.MONEY, Decimal(1_000_000), 5), step(Unit.COUNT, Decimal(100), 3)
    (Decimal('1000'), Decimal('1'))
    """
    if unit in (Unit.COUNT, Unit.SECONDS):
        return Decimal(1)
    size = abs(target) / max(parts, 1) / FINE
    return Decimal(10) ** max(0, min(3, size.adjusted() + 1)) if size >= 1 else Decimal(1)


def full(before: Sequence[float | None]) -> bool:
    """A year before says how it goes through the year: something is known of each period."""
    return bool(before) and all(one is not None and one > 0 for one in before)


def by_last_year(asked: Asked, parts: Sequence[Line], n: int) -> Sequence[float | None]:
    """By what each did a year before; by heads where nobody did anything."""
    return [one.before[n] for one in parts]


def by_heads(asked: Asked, parts: Sequence[Line], n: int) -> Sequence[float | None]:
    """By how many people each is."""
    return [heads(asked, one) for one in parts]


def heads(asked: Asked, line: Line) -> float:
    """The people of a row: one, or all below it."""
    if line.whose.person:
        return 1.0
    return sum(heads(asked, one) for one in asked.sheet.lines if one.above == line.whose.unit)


def by_targets(asked: Asked, parts: Sequence[Line], n: int) -> Sequence[float | None]:
    """By the targets they have."""
    return [one.targets[n].target if one.targets[n] else None for one in parts]  # type: ignore[union-attr]


BY: Mapping[str, Weights] = {"year": by_last_year, "heads": by_heads, "targets": by_targets}


def ways() -> dict[str, str]:
    """How a target can be divided."""
    return {"year": _("by last year"), "heads": _("by number of people"),
            "targets": _("by the targets they have")}  # fmt: skip
