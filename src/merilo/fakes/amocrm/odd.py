"""What is odd about some rows when it is switched on."""

from collections.abc import Mapping, Set

from merilo.fakes.world import Deal, Touch

ODDITIES: Mapping[str, str] = {
    "missing_embedded": "keys of `_embedded` that would be empty are missing",
    "loss_object": "`loss_reason` is an object for some leads",
    "zeros": "0 where null belongs",
    "price_null": "some leads have no price",
    "price_text": "some prices are text",
    "minor_units": "`price_with_minor_units` beside some prices",
    "two_values": "a field holds two values",
    "all_types": "leads have a field of every type",
    "missing_users": "dismissed users are not in the list",
    "no_call_status": "some calls have no `call_status`",
    "author_differs": "`created_by` of some calls is not `responsible_user_id`",
    "unknown_events": "events of a type nobody knows",
    "unknown_notes": "notes of a type nobody knows",
    "same_moves": "moves with before = after",
    "young_events": "events older than the middle of the time are gone",
    "mail_by_name": "mail events come only if asked for by type",
    "no_filters": "`is_api_filter_enabled` is false: filters do nothing",
    "strict_limit": "a limit above 250 is refused, not cut",
    "plain_429": "the body of a 429 is no JSON",
    "purchases": "customers buy again without a deal",
}  # fmt: skip


def amount(deal: Deal, odds: Set[str]) -> str | None:
    """The price that is told of a deal, with its minor units."""
    if "price_null" in odds and deal.number % 5 == 1:
        return None
    return f"{deal.amount}.75" if minor(deal, odds) else str(deal.amount)


def minor(deal: Deal, odds: Set[str]) -> bool:
    """Has it a price with minor units?"""
    return "minor_units" in odds and deal.number % 5 == 2


def statusless(touch: Touch, odds: Set[str]) -> bool:
    """Is nothing said of how a call ended?"""
    return "no_call_status" in odds and touch.number % 3 == 0


def nothing(odds: Set[str]) -> int | None:
    """What stands where there is nothing."""
    return 0 if "zeros" in odds else None
