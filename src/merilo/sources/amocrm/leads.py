"""Leads, which are our deals, and their products."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from merilo.sources.amocrm.elements import LINE, Prices
from merilo.sources.amocrm.lists import Query, Walked, several
from merilo.sources.amocrm.own import Own
from merilo.sources.amocrm.pipelines import ENDS, stage
from merilo.sources.amocrm.plain import inner, instant, robot
from merilo.sources.amocrm.reasons import Reasons, named
from merilo.sources.sync.plain import items, key, money, number, obj, text
from merilo.sources.sync.protocol import Batch, Client, Ground, Mark, Record, Row, Span

CHOSEN = ("segment", "margin", "expected_close_on")
CENT = Decimal("0.01")


class Leads(Walked):
    """Only those of the chosen pipelines: one that moves to another is gone."""

    name = "leads"
    feeds: tuple[str, ...] = ("deals", "order_lines")
    path = "leads"

    def query(self, settings: Mapping[str, Any]) -> Query:
        """With all that hangs on them."""
        return [("with", "contacts,catalog_elements,loss_reason,source")]

    def only(self, settings: Mapping[str, Any]) -> Query:
        """Those of the chosen pipelines."""
        return several("pipeline_id", settings.get("pipelines") or ())

    def fetch(self, client: Client, span: Span, mark: Mark | None) -> Iterator[Batch]:
        """By the order of changes; prices and reasons are asked for once."""
        prices, reasons = Prices(client), Reasons(client)
        for rows, after in super().fetch(client, span, mark):
            yield Batch(reasons.fill(prices.fill(rows)), after)

    def look(self, client: Client, ids: Sequence[str]) -> Iterator[list[Record]]:
        """By their ids."""
        prices, reasons = Prices(client), Reasons(client)
        for rows in super().look(client, ids):
            yield reasons.fill(prices.fill(rows))

    def keys(self, id: str) -> Iterable[tuple[str, str]]:
        """The deal."""
        return [("deals", id)]

    def owns(self, id: str) -> bool:
        """Purchases are others."""
        return id.isdigit()

    def told(self, record: Record, ground: Ground) -> Iterator[Row]:
        """The deal; of one that is won, what was sold."""
        lines = [*sold(record, ground)] if outcome(record) == "won" else []
        own = Own(record, ground)
        yield Row("deals", values(record, own), extra(record, own, [r.values["id"] for r in lines]))
        yield from lines


def outcome(deal: Record) -> str:
    """Won and lost are the same two statuses in every pipeline."""
    return ENDS.get(key(deal.get("status_id")) or "", "open")


def values(deal: Record, own: Own) -> dict[str, str | None]:
    """Its columns."""
    end = outcome(deal)
    exact = deal.get("price_with_minor_units")
    return {
        "id": key(deal.get("id")),
        "name": own.name(deal.get("name")),
        "customer": customer(deal),
        "owner": key(deal.get("responsible_user_id")),
        "pipeline": key(deal.get("pipeline_id")),
        "stage": stage(deal.get("pipeline_id"), deal.get("status_id")),
        "outcome": end,
        "amount": money(deal.get("price") if exact is None else exact),
        "currency": own.ground.account.currency or None,
        "channel": channel(deal, own),
        "created": instant(deal.get("created_at")),
        "closed": instant(deal.get("closed_at")) if end != "open" else None,
        "loss_reason": named(deal) if end == "lost" else None,
        "updated": instant(deal.get("updated_at")),
        **own.chosen("deals", CHOSEN),
    }


def people(deal: Record) -> list[str]:
    """Its contacts, the main one first."""
    found = sorted(inner(deal, "contacts"), key=lambda one: one.get("is_main") is not True)
    return [id for one in found if (id := key(one.get("id")))]


def customer(deal: Record) -> str | None:
    """Its company, else its main contact."""
    for company in inner(deal, "companies"):
        if id := key(company.get("id")):
            return f"company/{id}"
    return f"contact/{people(deal)[0]}" if people(deal) else None


def channel(deal: Record, own: Own) -> str | None:
    """Where it came from: its source, the chosen field, UTM; which goes first is a setting."""
    source = next((text(one.get("name")) for one in items(_source(deal))), None)
    utm = own.find(code="UTM_SOURCE")
    marked = [found for value in own.values(utm) if (found := text(value))] if utm else []
    ways = {
        "source": source or key(deal.get("source_id")),
        "field": own.chosen("deals", ("channel",)).get("channel"),
        "utm": marked[0] if marked else None,
    }
    first = own.ground.settings.get("channel_from") or "source"
    return next((said for said in (ways.get(str(first)), *ways.values()) if said), None)


def _source(deal: Record) -> object:
    return obj(deal.get("_embedded")).get("source")


def extra(deal: Record, own: Own, lines: list[str | None]) -> dict[str, Any]:
    """What no column holds. `lines` are all that the deal has now."""
    said = {
        "contacts": people(deal),
        "created_by": text(deal.get("created_by")),
        "updated_by": text(deal.get("updated_by")),
        "group": text(deal.get("group_id")),
        "source_id": key(deal.get("source_id")),
        "loss_reason_id": key(deal.get("loss_reason_id")),
        "closest_task": instant(deal.get("closest_task_at")),
        "score": key(deal.get("score")),
        "labor_cost": key(deal.get("labor_cost")),
        "tags": own.tags(),
        "robot": robot(deal) or None,
        "priced_by_robot": deal.get("is_price_modified_by_robot") is True or None,
        "lines": lines,
    }
    return {name: one for name, one in {**own.kept(), **said}.items() if one not in (None, [], "")}


def sold(deal: Record, ground: Ground) -> Iterator[Row]:
    """Its products; the sums are price by quantity, as the account has them now."""
    for element in inner(deal, "catalog_elements"):
        if LINE not in element:  # of a catalogue that holds no products
            continue
        line, id = obj(element[LINE]), key(element.get("id"))
        quantity = obj(element.get("metadata")).get("quantity")
        count = Decimal(1) if quantity is None else number(quantity)
        yield Row(
            "order_lines",
            {
                "id": f"{key(deal.get('id'))}/{id}",
                "deal": key(deal.get("id")),
                "product": id,
                "quantity": text(quantity) or "1",
                "amount": times(number(line.get("price")), count),
                "cost": times(number(line.get("cost")), count),
                "currency": ground.account.currency or None,
                "updated": instant(deal.get("updated_at")),
            },
            {},
        )


def times(price: Decimal | None, count: Decimal | None) -> str | None:
    """To the cent; empty where one of them is not known."""
    if price is None or count is None:
        return None
    return f"{(price * count).quantize(CENT, ROUND_HALF_UP):f}"
