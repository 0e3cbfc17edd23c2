"""What is small and known whole: the account, users, pipelines, reasons, fields, price lists."""

from collections.abc import Callable, Set
from typing import TYPE_CHECKING, Any

from merilo.fakes.amocrm import cards, events, extras, ids
from merilo.fakes.amocrm.lists import HAL, enveloped, whole
from merilo.fakes.server import Answer, Request, listed
from merilo.fakes.world import Stage, World
from merilo.fakes.world.hours import ZONE
from merilo.fakes.world.things import Field, Person, Pipeline, Product

if TYPE_CHECKING:
    from merilo.fakes.amocrm.fake import AmoCRM

Said = dict[str, Any]
BEGUN = 1_700_000_000
DAY = 86_400
RIGHTS = {"view": "A", "edit": "M", "add": "A", "delete": "D", "export": "D"}
ENTITIES = {"leads": "deal", "contacts": "contact", "companies": "company"}
SIGNS = {"RUB": "₽", "HUF": "Ft", "EUR": "€", "USD": "$"}


def answered(amo: "AmoCRM", request: Request, parts: list[str]) -> Answer | None:
    """The answer, if it is one of these."""
    name = "/".join(parts)
    if request.method == "GET" and name in WHOLE:
        return WHOLE[name](amo, request)
    if request.method == "GET" and parts[0] == "users" and len(parts) == 2:
        number = ids.number(parts[1], ids.PERSON, len(amo.world.people))
        found = [p for p in staff(amo) if p.number == number]
        return Answer.json(user(amo, found[0], wants(request)), kind=HAL) if found else Answer(204)
    if parts[:2] == ["leads", "pipelines"]:
        return way(amo, parts[2:])
    if parts[0] == "catalogs":
        return catalog(amo, request, parts[1:])
    if len(parts) == 2 and parts[1] == "custom_fields" and parts[0] in ENTITIES:
        return fields(amo, request, parts[0])
    return extras.answered(amo, request, parts)


def all_of(amo: "AmoCRM", request: Request, name: str, rows: list[Said], **total: int) -> Answer:
    """A list with pages, of which everything is known."""
    number, limit = whole(request, "page", 1), min(whole(request, "limit", 50), 250)
    shown = rows[(number - 1) * limit : number * limit]
    if not shown:
        return Answer(204)
    return enveloped(amo, request, name, shown, number, len(rows) > number * limit, **total)


def account(amo: "AmoCRM", request: Request) -> Answer:
    """The account."""
    wanted, begun = listed(request.query.get("with")), amo.world.since - DAY
    said: Said = {
        "id": ids.ACCOUNT, "name": "Demo", "subdomain": amo.subdomain, "created_at": begun,
        "created_by": 0, "updated_at": begun, "updated_by": 0, "current_user_id": ids.PERSON,
        "country": "RU", "currency": amo.world.currency,
        "currency_symbol": SIGNS.get(amo.world.currency, ""), "customers_mode": "disabled",
        "is_unsorted_on": True, "is_loss_reason_enabled": True, "is_helpbot_enabled": False,
        "is_technical_account": False, "mobile_feature_version": 0,
        "contact_name_display_order": 1,
        "_links": {"self": {"href": f"{amo.api}/account"}}, "_embedded": {},
    }  # fmt: skip
    if "is_api_filter_enabled" in wanted:
        said["is_api_filter_enabled"] = "no_filters" not in amo.odds
    for name, make in (("users_groups", groups), ("task_types", task_types),
                       ("datetime_settings", times)):  # fmt: skip
        if name in wanted:
            said["_embedded"][name] = make(amo.world)
    return Answer.json(said, kind=HAL)


def groups(world: World) -> list[Said]:
    """Units; the main one is 0."""
    return [{"id": ids.group(unit.number), "name": unit.name, "uuid": None} for unit in world.units]


def task_types(world: World) -> list[Said]:
    """Kinds of tasks; the third is the account's own."""
    rows = ((1, "Связаться", "FOLLOW_UP"), (2, "Встреча", "MEETING"), (3, "Презентация", None))
    return [{"id": id, "name": name, "color": None, "icon_id": None, "code": code}
            for id, name, code in rows]  # fmt: skip


def times(world: World) -> Said:
    """The zone, which draws the borders of a day."""
    return {
        "date_pattern": "d.m.Y H:i", "short_date_pattern": "d.m.Y", "short_time_pattern": "H:i",
        "date_format": "d.m.Y", "time_format": "H:i:s", "timezone": ZONE,
        "timezone_offset": "+03:00",
    }  # fmt: skip


def users(amo: "AmoCRM", request: Request) -> Answer:
    """Users, with their total."""
    rows = [user(amo, person, wants(request)) for person in staff(amo)]
    limit = min(whole(request, "limit", 50), 250)
    total = {"_total_items": len(rows), "_page_count": -(-len(rows) // limit)}
    return all_of(amo, request, "users", rows, **total)


def staff(amo: "AmoCRM") -> list[Person]:
    """Those whom the service shows."""
    if "missing_users" in amo.odds:
        return amo.world.there(amo.clock.now())
    return amo.world.people


def wants(request: Request) -> frozenset[str]:
    """What was asked for with `with`."""
    return frozenset(listed(request.query.get("with")))


def user(amo: "AmoCRM", person: Person, wanted: Set[str]) -> Said:
    """A user: whether they are still there, and where, is inside `rights`."""
    unit = None if person.unit is None else amo.world.units[person.unit]
    group = ids.group(person.unit)
    there = person.left_at is None or person.left_at > amo.clock.now()
    tasks = {"edit": "A", "delete": "D"}
    said: Said = {
        "id": ids.PERSON + person.number, "name": person.name, "email": person.email, "lang": "ru",
        "rights": {
            "leads": RIGHTS, "contacts": RIGHTS, "companies": RIGHTS, "tasks": tasks,
            "mail_access": True, "catalog_access": True, "files_access": True, "status_rights": [],
            "is_admin": person.admin, "is_free": False, "is_active": there, "group_id": group,
            "role_id": None,
        },
        "_links": {"self": {"href": f"{amo.api}/users/{ids.PERSON + person.number}"}},
        "_embedded": {},
    }  # fmt: skip
    if "phone_number" in wanted:
        said["phone_number"] = person.phone
    if "role" in wanted:
        said["_embedded"]["roles"] = []
    if "group" in wanted:
        said["_embedded"]["groups"] = [{"id": group, "name": unit.name}] if unit else []
    return said


def way(amo: "AmoCRM", parts: list[str]) -> Answer:
    """Pipelines, one of them, its statuses, one of these."""
    ways = amo.world.pipelines
    if not parts:
        rows = [pipeline(amo, row) for row in ways]
        return enveloped_whole(f"{amo.api}/leads/pipelines", "pipelines", rows)
    number = ids.number(parts[0], ids.PIPELINE, len(ways))
    if number is None or parts[1:2] not in ([], ["statuses"]):
        return Answer(204)
    said = pipeline(amo, ways[number])
    if len(parts) == 1:
        return Answer.json(said, kind=HAL)
    rows = said["_embedded"]["statuses"]
    if len(parts) == 2:
        return enveloped_whole(f"{amo.api}/leads/pipelines/{parts[0]}/statuses", "statuses", rows)
    found = [row for row in rows if str(row["id"]) == parts[2]]
    return Answer.json(found[0], kind=HAL) if found else Answer(204)


def enveloped_whole(href: str, name: str, rows: list[Said]) -> Answer:
    """A list without pages."""
    return Answer.json({"_total_items": len(rows), "_links": {"self": {"href": href}},
                        "_embedded": {name: rows}}, kind=HAL)  # fmt: skip


def pipeline(amo: "AmoCRM", row: Pipeline) -> Said:
    """A pipeline with the statuses that are there."""
    now = amo.clock.now()
    stages = [status(s) for s in row.stages if s.gone_at is None or s.gone_at > now]
    return {
        "id": ids.PIPELINE + row.number, "name": row.name, "sort": row.number + 1,
        "is_main": row.number == 0, "is_unsorted_on": True,
        "is_archive": row.archived_at is not None and row.archived_at <= now,
        "account_id": ids.ACCOUNT, "_embedded": {"statuses": stages},
    }  # fmt: skip


def status(row: Stage) -> Said:
    """A stage."""
    return {
        "id": ids.stage(row), "name": row.name, "sort": row.position,
        "is_editable": row.kind == "open" and not row.incoming,
        "pipeline_id": ids.PIPELINE + row.pipeline, "color": "#99ccff",
        "type": int(row.incoming), "account_id": ids.ACCOUNT,
    }  # fmt: skip


def reasons(amo: "AmoCRM", request: Request) -> Answer:
    """Loss reasons."""
    rows = [reason(amo.world, row.number) for row in amo.world.reasons]
    return all_of(amo, request, "loss_reasons", rows)


def reason(world: World, number: int) -> Said:
    """A loss reason."""
    return {"id": ids.REASON + number, "name": world.reasons[number].name, "sort": 100_000,
            "created_at": BEGUN, "updated_at": BEGUN}  # fmt: skip


def types(amo: "AmoCRM", request: Request) -> Answer:
    """Types of events."""
    rows = [{"key": key, "type": n, "lang": key} for n, key in enumerate(events.KINDS, 1)]
    return enveloped_whole(f"{amo.api}/events/types", "events_types", rows)


def fields(amo: "AmoCRM", request: Request, entity: str) -> Answer:
    """The catalogue of fields."""
    rows = [field(row, entity) for row in amo.world.fields_of(ENTITIES[entity])]
    if entity != "leads":
        for id, name, code in ((ids.PHONE, "Телефон", "PHONE"), (ids.EMAIL, "Почта", "EMAIL")):
            enums = [{"id": id + 10, "value": "WORK", "sort": 1}]
            rows.append({"id": id, "name": name, "code": code, "sort": 1, "type": "multitext",
                         "entity_type": entity, "is_predefined": True, "enums": enums,
                         "account_id": ids.ACCOUNT})  # fmt: skip
    return all_of(amo, request, "custom_fields", rows, _total_items=len(rows))


def field(row: Field, entity: str) -> Said:
    """A field; keys that do not apply are absent."""
    said: Said = {
        "id": ids.FIELD + row.number, "name": row.name, "code": None, "sort": 500 + row.number,
        "type": row.type, "entity_type": entity, "group_id": None, "is_api_only": False,
        "is_deletable": True, "is_required": False, "is_visible": True, "is_predefined": False,
        "account_id": ids.ACCOUNT,
    }  # fmt: skip
    if row.choices:
        said["enums"] = [{"id": cards.enum(row, n), "value": choice, "sort": n}
                         for n, choice in enumerate(row.choices)]  # fmt: skip
    return said


def catalog(amo: "AmoCRM", request: Request, parts: list[str]) -> Answer | None:
    """Price lists, and what is in them."""
    kinds = ((ids.CATALOG, "Товары", "products"), (ids.INVOICES, "Счета", "invoices"))
    rows = [{"id": id, "name": name, "type": type, "sort": n, "can_add_elements": True,
             "can_show_in_cards": True, "can_link_multiple": True, "account_id": ids.ACCOUNT}
            for n, (id, name, type) in enumerate(kinds)]  # fmt: skip
    if not parts:
        return all_of(amo, request, "catalogs", rows)
    if parts[1:] != ["elements"]:
        return None
    goods = amo.world.products if parts[0] == str(ids.CATALOG) else []
    wanted = {int(id) for id in listed((request.query.get("filter") or {}).get("id"))}
    shown = [element(row) for row in goods if not wanted or ids.PRODUCT + row.number in wanted]
    return all_of(amo, request, "elements", shown)


def element(row: Product) -> Said:
    """A product: price, article, group and unit are fields with codes."""
    values = (
        ("PRICE", "Цена", "price", str(row.price)), ("SKU", "Артикул", "text", f"A-{row.number}"),
        ("GROUP", "Группа", "category", row.group), ("UNIT", "Единица", "select", "шт"),
    )  # fmt: skip
    return {
        "id": ids.PRODUCT + row.number, "catalog_id": ids.CATALOG, "name": row.name,
        "created_by": ids.PERSON, "updated_by": ids.PERSON, "created_at": BEGUN,
        "updated_at": BEGUN, "is_deleted": False, "currency_id": None,
        "custom_fields_values": [
            {"field_id": ids.PRICE_FIELD + n, "field_name": name, "field_code": code,
             "field_type": type, "values": [{"value": value}]}
            for n, (code, name, type, value) in enumerate(values)
        ],
        "account_id": ids.ACCOUNT,
    }  # fmt: skip


WHOLE: dict[str, Callable[["AmoCRM", Request], Answer]] = {
    "account": account, "users": users, "leads/loss_reasons": reasons, "events/types": types,
}  # fmt: skip
