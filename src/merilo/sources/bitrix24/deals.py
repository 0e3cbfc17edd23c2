"""Deals, and what was sold in those that are won."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from merilo.sources.bitrix24.ask import Command, batch, rows
from merilo.sources.bitrix24.lists import Filler, Walked
from merilo.sources.bitrix24.own import Own, customer
from merilo.sources.bitrix24.pipelines import DEAL, LEADS, category, led, stage, taken
from merilo.sources.bitrix24.plain import day, yes
from merilo.sources.bitrix24.words import KINDS, Words
from merilo.sources.sync.faults import Lacking, Refused
from merilo.sources.sync.plain import items, key, money, number, text
from merilo.sources.sync.protocol import Client, Ground, Record, Row

LINES = "_lines"  # what we put beside a deal that is won
CHOSEN = ("segment", "margin")
CENT = Decimal("0.01")


class Deals(Walked):
    """Only those of the chosen pipelines: one that moves to another is gone."""

    name = "deals"
    feeds: tuple[str, ...] = ("deals", "order_lines")

    def fixed(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        """With all fields."""
        return {"entityTypeId": DEAL, "select": ["*"]}

    def only(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        """Those of the chosen pipelines."""
        chosen = settings.get("pipelines")
        own = [str(one) for one in chosen or () if str(one) != LEADS]
        return {"@categoryId": own or ["-1"]} if chosen else {}

    def filler(self, client: Client) -> Filler:
        """Names, and products."""
        return Sold(client, DEAL)

    def keys(self, id: str) -> Iterable[tuple[str, str]]:
        """The deal."""
        return [("deals", id)]

    def owns(self, id: str) -> bool:
        """Leads are others."""
        return id.isdigit()

    def told(self, record: Record, ground: Ground) -> Iterator[Row]:
        """The deal; of one that is won, what was sold; the lead that it was."""
        own, sold = Own(record, ground), [*lines(record)]
        yield Row("deals", values(record, own), extra(record, own, sold))
        yield from sold
        if (lead := led(record.get("leadId"))) and taken(ground.settings, LEADS):
            yield Row("deals", {"id": lead, "became": key(record.get("id"))}, patch=True)


def outcome(deal: Record) -> str:
    """How it stands."""
    return KINDS.get(text(deal.get("stageSemanticId")) or "", "open")


def values(deal: Record, own: Own) -> dict[str, str | None]:
    """Its columns. It was closed when it was last moved: into the stage where it is. The stage
    history says the same in a list of its own, which may begin later than the deal. The expected
    date of closing is overwritten by the service when a deal is closed; we keep what was said."""
    end = outcome(deal)
    said = {
        "id": key(deal.get("id")),
        "name": own.name(deal.get("title")),
        "customer": customer(deal),
        "owner": key(deal.get("assignedById")),
        "pipeline": category(deal.get("categoryId")),
        "stage": stage(deal.get("categoryId"), deal.get("stageId")),
        "outcome": end,
        "amount": money(deal.get("opportunity")),
        "currency": text(deal.get("currencyId")),
        "channel": own.chosen("deals", ("channel",)).get("channel") or channel(deal, own),
        "created": text(deal.get("createdTime")),
        "closed": text(deal.get("movedTime")) if end != "open" else None,
        "loss_reason": reason(deal, own) if end == "lost" else None,
        "updated": text(deal.get("updatedTime")),
        **own.chosen("deals", CHOSEN),
    }
    if end == "open":
        said["expected_close_on"] = day(deal.get("closedate"))
    return said


def channel(deal: Record, own: Own) -> str | None:
    """Where it came from: the name of its source, else what advertising marked."""
    return own.named("source") or text(deal.get("sourceId")) or own.name(deal.get("utmSource"))


def reason(deal: Record, own: Own) -> str | None:
    """Why it was lost: a field chosen for it, else the name of its stage, for there are several
    in which deals end."""
    chosen = own.chosen("deals", ("loss_reason",)).get("loss_reason")
    return chosen or own.named("stage") or text(deal.get("stageId"))


def people(deal: Record) -> list[str]:
    """Its contacts, the main one first."""
    several = deal.get("contactIds")
    found = [deal.get("contactId"), *(several if isinstance(several, list) else [])]
    return [*dict.fromkeys(id for one in found if (id := key(one)))]


def extra(deal: Record, own: Own, sold: list[Row]) -> dict[str, Any]:
    """What no column holds. `lines` are all that the deal has now."""
    return own.extra(
        contacts=people(deal),
        created_by=key(deal.get("createdBy")),
        updated_by=key(deal.get("updatedBy")),
        moved_by=key(deal.get("movedBy")),
        moved=text(deal.get("movedTime")),
        probability=text(deal.get("probability")),
        type=text(deal.get("typeId")),
        lead=key(deal.get("leadId")),
        made=text(deal.get("createdTime")) if key(deal.get("leadId")) else None,
        source_id=text(deal.get("sourceId")),
        again=yes(deal.get("isRepeatedApproach")) or None,
        returning=yes(deal.get("isReturnCustomer")) or None,
        lines=[row.values["id"] for row in sold],
    )


class Sold(Words):
    """Puts the product rows beside deals that are won: many deals in one request."""

    def fill(self, records: list[Record]) -> list[Record]:
        """The deals, filled."""
        won = [one for one in super().fill(records) if outcome(one) == "won"]
        asked = [_rows(one, 0) for one in won]
        while asked:
            again = []
            for deal, came in zip(won, batch(self.client, asked), strict=True):
                if came.failed and not isinstance(came.failed, Lacking | Refused):
                    raise came.failed
                found = [] if came.failed else rows(came.result, "productRows")
                deal[LINES] = [*deal.get(LINES, ()), *found]
                if came.next and found:
                    again.append((deal, came.next))
            won, asked = [deal for deal, _ in again], [_rows(*one) for one in again]
        return records


def _rows(deal: Record, start: int) -> Command:
    wanted = {"=ownerType": "D", "=ownerId": deal.get("id")}
    return Command("crm.item.productrow.list", {"filter": wanted, "start": start})


def lines(deal: Record) -> Iterator[Row]:
    """Its products; the price is that with discount and tax."""
    for line in items(deal.get(LINES)):
        price, count = number(line.get("price")), number(line.get("quantity"))
        product = key(line.get("productId"))
        values = {
            "id": key(line.get("id")),
            "deal": key(deal.get("id")),
            "product": product,
            "quantity": text(line.get("quantity")) or "1",
            "amount": times(price, Decimal(1) if count is None else count),
            "currency": text(deal.get("currencyId")),
            "updated": text(deal.get("updatedTime")),
        }
        name = text(line.get("productName"))
        yield Row("order_lines", values, {"name": name} if name and not product else {})


def times(price: Decimal | None, count: Decimal) -> str | None:
    """To the cent; empty where there is no price."""
    return None if price is None else f"{(price * count).quantize(CENT, ROUND_HALF_UP):f}"
