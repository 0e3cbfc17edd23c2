"""Customers who buy again without a deal: what some deals were won with is bought once more."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from merilo.fakes.amocrm import directory, ids
from merilo.fakes.server import Answer, Request, listed
from merilo.fakes.world import Change, Deal

if TYPE_CHECKING:
    from merilo.fakes.amocrm.fake import AmoCRM

Said = dict[str, Any]


def bought(amo: "AmoCRM", change: Change) -> bool:
    """Was there a purchase? With every second deal that is won."""
    row = change.row
    return ("purchases" in amo.odds and isinstance(row, Deal) and change.kind == "deal moved"
            and change.after.kind == "won" and row.number % 2 == 0)  # fmt: skip


def changes(amo: "AmoCRM") -> Iterator[Change]:
    """What purchases were made with."""
    return (change for change in amo.world.history if bought(amo, change))


def answered(amo: "AmoCRM", request: Request, parts: list[str]) -> Answer | None:
    """Customers, or their purchases."""
    if amo.kommo:
        return amo.problem(404, "Not Found")
    if parts[1:] not in ([], ["transactions"]):
        return Answer(204)
    rows = [(purchase if parts[1:] else card)(change) for change in changes(amo)]
    rows = [*{row["id"]: row for row in rows}.values()]
    filters = request.query.get("filter") or {}
    if "id" in filters:
        wanted = {*listed(filters["id"])}
        rows = [row for row in rows if str(row["id"]) in wanted]
    return directory.all_of(amo, request, parts[-1], rows)


def purchase(change: Change) -> Said:
    """What was bought."""
    at, by = change.at, ids.person(change.by)
    return {
        "id": ids.PURCHASE + change.number, "comment": "Ещё раз", "price": price(change),
        "completed_at": at, "customer_id": ids.BUYER + change.row.number, "created_by": by,
        "updated_by": by, "created_at": at, "updated_at": at, "is_deleted": False,
        "account_id": ids.ACCOUNT,
    }  # fmt: skip


def price(change: Change) -> int:
    """For how much."""
    return 5000 + change.number % 40 * 100


def card(change: Change) -> Said:
    """Who bought it."""
    row = change.row
    assert isinstance(row, Deal)
    companies = [] if row.company is None else [{"id": ids.COMPANY + row.company}]
    contacts = [] if row.contact is None else [{"id": ids.CONTACT + row.contact, "is_main": True}]
    return {
        "id": ids.BUYER + row.number, "name": row.name, "next_price": 0, "next_date": None,
        "responsible_user_id": ids.person(row.owner), "status_id": 1, "periodicity": 0,
        "created_by": 0, "updated_by": 0, "created_at": change.at, "updated_at": change.at,
        "closest_task_at": None, "is_deleted": False, "custom_fields_values": None,
        "ltv": price(change), "purchases_count": 1, "average_check": price(change),
        "account_id": ids.ACCOUNT,
        "_embedded": {"segments": [], "tags": [], "companies": companies, "contacts": contacts},
    }  # fmt: skip
