"""Leads, contacts and companies as amoCRM writes them."""

from collections.abc import Set
from typing import TYPE_CHECKING, Any

from merilo.fakes.amocrm import ids, odd
from merilo.fakes.world import Company, Contact, Deal, Row
from merilo.fakes.world.things import Field

if TYPE_CHECKING:
    from merilo.fakes.amocrm.fake import AmoCRM

Said = dict[str, Any]
TYPES = (
    "text", "numeric", "checkbox", "select", "multiselect", "multitext", "date", "url", "textarea",
    "radiobutton", "streetaddress", "smart_address", "birthday", "legal_entity", "date_time",
    "items", "category", "price", "tracking_data", "linked_entity", "org_legal_name", "monetary",
    "chained_list", "file", "payer", "supplier",
)  # fmt: skip


def lead(amo: "AmoCRM", deal: Deal, wanted: Set[str]) -> Said:
    """A lead."""
    odds, none = amo.odds, odd.nothing(amo.odds)
    said: Said = {
        "id": ids.LEAD + deal.number, "name": deal.name, **price(deal, odds),
        "responsible_user_id": ids.person(deal.owner), "group_id": amo.group(deal.owner),
        "status_id": ids.stage(deal.stage), "pipeline_id": ids.PIPELINE + deal.stage.pipeline,
        "loss_reason_id": none if deal.reason is None else ids.REASON + deal.reason,
        "source_id": none if deal.source is None else ids.SOURCE + deal.source,
        "created_by": ids.person(deal.created_by), "updated_by": ids.person(deal.updated_by),
        "created_at": deal.created_at, "updated_at": deal.updated_at,
        "closed_at": none if deal.closed_at is None else deal.closed_at,
        "closest_task_at": amo.closest(deal) or none, "is_deleted": deal.deleted,
        "custom_fields_values": own_fields(amo, deal), "score": none,
        "account_id": ids.ACCOUNT, "labor_cost": None,
    }  # fmt: skip
    if "is_price_modified_by_robot" in wanted:
        said["is_price_modified_by_robot"] = False
    said["_links"] = {"self": {"href": f"{amo.api}/leads/{said['id']}"}}
    said["_embedded"] = spared(around(amo, deal, wanted), odds)
    return said


def price(deal: Deal, odds: Set[str]) -> Said:
    """Its price, in one of the ways met."""
    if odd.amount(deal, odds) is None:
        return {"price": None}
    if odd.minor(deal, odds):
        return {"price": deal.amount, "price_with_minor_units": deal.amount + 0.75}
    if "price_text" in odds and deal.number % 5 == 3:
        return {"price": str(deal.amount)}
    return {"price": deal.amount}


def around(amo: "AmoCRM", deal: Deal, wanted: Set[str]) -> Said:
    """What a lead is tied to."""
    tags = [{"id": ids.TAG, "name": "VIP", "color": None}] if deal.number % 11 == 0 else []
    said: Said = {"tags": tags, "companies": linked(amo, "companies", ids.COMPANY, deal.company)}
    if "contacts" in wanted:
        said["contacts"] = [
            {**row, "is_main": True} for row in linked(amo, "contacts", ids.CONTACT, deal.contact)
        ]
    if "loss_reason" in wanted:
        reason = [] if deal.reason is None else [amo.reason(deal.reason)]
        alone = "loss_object" in amo.odds and reason and deal.number % 2
        said["loss_reason"] = reason[0] if alone else reason
    if "catalog_elements" in wanted:
        said["catalog_elements"] = [
            {"id": ids.PRODUCT + product,
             "metadata": {"quantity": quantity, "catalog_id": ids.CATALOG,
                          "price_id": ids.PRICE_FIELD}}
            for product, quantity in deal.lines
        ]  # fmt: skip
    if "source" in wanted and deal.source is not None:
        source = amo.world.sources[deal.source]
        said["source"] = {"id": ids.SOURCE + deal.source, "name": source.name}
    return said


def linked(amo: "AmoCRM", name: str, base: int, number: int | None) -> list[Said]:
    """A link to a card, or none."""
    if number is None:
        return []
    href = f"{amo.api}/{name}/{base + number}"
    return [{"id": base + number, "_links": {"self": {"href": href}}}]


def spared(said: Said, odds: Set[str]) -> Said:
    """Without the keys that are empty, when that is odd."""
    if "missing_embedded" in odds:
        return {name: value for name, value in said.items() if value}
    return said


def contact(amo: "AmoCRM", row: Contact, wanted: Set[str]) -> Said:
    """A contact."""
    first, _, last = row.name.partition(" ")
    said = {
        "id": ids.CONTACT + row.number, "name": row.name, "first_name": first, "last_name": last,
        **common(amo, row), "is_unsorted": False,
        "custom_fields_values": [*reached(row), *(own_fields(amo, row) or [])],
        "account_id": ids.ACCOUNT,
    }  # fmt: skip
    around: Said = {"tags": [], "companies": linked(amo, "companies", ids.COMPANY, row.company)}
    for name in ("leads", "customers", "catalog_elements"):
        if name in wanted:
            around[name] = leads_of(amo, row) if name == "leads" else []
    said["_embedded"] = spared(around, amo.odds)
    return said


def company(amo: "AmoCRM", row: Company, wanted: Set[str]) -> Said:
    """A company."""
    said = {
        "id": ids.COMPANY + row.number, "name": row.name, **common(amo, row),
        "custom_fields_values": [*reached(row), *(own_fields(amo, row) or [])],
        "account_id": ids.ACCOUNT,
    }  # fmt: skip
    around: Said = {"tags": []}
    if "contacts" in wanted:
        around["contacts"] = [{"id": ids.CONTACT + number} for number in row.contacts
                              if not amo.world.contacts[number].deleted]  # fmt: skip
    for name in ("leads", "customers", "catalog_elements"):
        if name in wanted:
            around[name] = leads_of(amo, row) if name == "leads" else []
    said["_embedded"] = spared(around, amo.odds)
    return said


def leads_of(amo: "AmoCRM", row: Contact | Company) -> list[Said]:
    """The leads of a card that are there."""
    return [
        {"id": ids.LEAD + number} for number in row.deals if not amo.world.deals[number].deleted
    ]


def common(amo: "AmoCRM", row: Contact | Company) -> Said:
    """What contacts and companies have in common."""
    return {
        "responsible_user_id": ids.person(row.owner), "group_id": amo.group(row.owner),
        "created_by": ids.person(row.created_by), "updated_by": ids.person(row.updated_by),
        "created_at": row.created_at, "updated_at": row.updated_at,
        "closest_task_at": odd.nothing(amo.odds), "is_deleted": row.deleted,
    }  # fmt: skip


def reached(row: Contact | Company) -> list[Said]:
    """Telephone and e-mail; the names of these fields are anything, their codes are not."""
    return [
        {"field_id": id, "field_name": name, "field_code": code, "field_type": "multitext",
         "values": [{"value": value, "enum_id": id + 10, "enum_code": "WORK"}]}
        for id, name, code, value in ((ids.PHONE, "Телефон", "PHONE", row.phone),
                                      (ids.EMAIL, "Почта", "EMAIL", row.email))
    ]  # fmt: skip


def own_fields(amo: "AmoCRM", row: Row) -> list[Said] | None:
    """What the company's own fields say; null if nothing."""
    said = []
    for field in amo.world.fields_of(row.kind):
        value = amo.world.value(field, row)
        if value is not None:
            said.append({
                "field_id": ids.FIELD + field.number, "field_name": field.name,
                "field_code": None, "field_type": field.type,
                "values": spelled(field, value, amo.odds),
            })  # fmt: skip
    if "all_types" in amo.odds and row.kind == "deal":
        said += strange(row)
    return said or None


def spelled(field: Field, value: Any, odds: Set[str]) -> list[Said]:
    """A value: always a list; numbers are text, choices have an id."""
    if field.choices and value in field.choices:
        place = field.choices.index(value)
        said = [{"value": value, "enum_id": enum(field, place), "enum_code": None}]
        if "two_values" in odds:
            place = (place + 1) % len(field.choices)
            said.append({"value": field.choices[place], "enum_id": enum(field, place),
                         "enum_code": None})  # fmt: skip
        return said
    return [{"value": str(value) if field.type in ("numeric", "text") else value}]


def enum(field: Field, place: int) -> int:
    """The id of a choice."""
    return (ids.FIELD + field.number) * 100 + place


def strange(row: Row) -> list[Said]:
    """A field of every type there is."""
    values: Said = {
        "numeric": "12.5", "checkbox": True, "date": row.created_at, "birthday": row.created_at,
        "date_time": row.created_at, "monetary": "99.90", "price": "10",
        "legal_entity": {"name": "ООО «Ромашка»", "vat_id": "7700000000"},
        "items": {"description": "x", "quantity": 2, "unit_price": 1.5},
        "linked_entity": {"entity_id": ids.CONTACT, "entity_type": "contacts"},
        "file": {"file_uuid": ids.uuid("file", row.number), "file_name": "a+b.pdf"},
        "payer": {"name": "x"}, "supplier": {"name": "y"}, "chained_list": None,
    }  # fmt: skip
    return [
        {"field_id": 89_001 + n, "field_name": f"Поле {type}", "field_code": None,
         "field_type": type, "values": [{"value": values.get(type, f"{type} + & ё")}]}
        for n, type in enumerate(TYPES)
    ]  # fmt: skip
