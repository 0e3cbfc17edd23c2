"""What is there beside the lists: users, departments, stages, sources, fields, products."""

from typing import TYPE_CHECKING, Any

from merilo.fakes.bitrix24 import cards, ids
from merilo.fakes.bitrix24.lists import Said
from merilo.fakes.world import Stage
from merilo.fakes.world.things import Field, Person

if TYPE_CHECKING:
    from merilo.fakes.bitrix24.fake import Bitrix24

TYPES = {"select": "enumeration", "numeric": "double", "date": "date", "checkbox": "boolean"}
QUOTES = (("DRAFT", None), ("SENT", None), ("APPROVED", "S"), ("DECLAINED", "F"))
LEADS = (
    ("NEW", "Не обработан", None),
    ("IN_PROCESS", "В работе", None),
    ("CONVERTED", "Качественный лид", "S"),
    ("JUNK", "Некачественный лид", "F"),
)
PROCESS = {"open": "process", "won": "success", "lost": "failure"}


def head(b24: "Bitrix24", unit: int) -> int:
    """Who leads a department: the first who is in it."""
    return next((p.number for p in b24.world.people if p.unit == unit), 0)


def departments(b24: "Bitrix24") -> list[Said]:
    """All of them, in a tree."""
    return [
        {"ID": str(ids.UNIT + unit.number), "NAME": unit.name, "SORT": 500,
         **({} if unit.parent is None else {"PARENT": str(ids.UNIT + unit.parent)}),
         "UF_HEAD": str(ids.person(head(b24, unit.number)))}
        for unit in b24.world.units
    ]  # fmt: skip


def types() -> list[Said]:
    """Kinds of cards."""
    return [{"ID": id, "NAME": name, "SYMBOL_CODE": code} for id, name, code in (
        (1, "Лид", "LEAD"), (2, "Сделка", "DEAL"), (3, "Контакт", "CONTACT"))]  # fmt: skip


def users(b24: "Bitrix24") -> list[Said]:
    """Those who work here, and those who did."""
    said = [user(b24, row) for row in b24.world.people]
    if "odd_users" in b24.odds:
        said.append({**said[0], "ID": "9001", "NAME": "Бот", "USER_TYPE": "bot"})
        said.append({**said[0], "ID": "9002", "NAME": "Клиент", "USER_TYPE": "imconnector"})
        said[0]["TIMESTAMP_X"] = {}
    return said


def user(b24: "Bitrix24", row: Person) -> Said:
    """A user."""
    last, _, first = row.name.partition(" ")
    left = row.left_at is not None and row.left_at <= b24.clock.now()
    return {
        "ID": str(ids.person(row.number)), "ACTIVE": not left, "NAME": first, "LAST_NAME": last,
        "SECOND_NAME": "", "EMAIL": row.email, "WORK_POSITION": "", "WORK_PHONE": row.phone,
        "PERSONAL_MOBILE": "", "UF_DEPARTMENT": [] if row.unit is None else [ids.UNIT + row.unit],
        "UF_PHONE_INNER": row.extension, "USER_TYPE": "employee", "IS_ONLINE": "N",
        "TIMESTAMP_X": ids.iso(b24.world.since), "DATE_REGISTER": ids.iso(b24.world.since),
    }  # fmt: skip


def categories(b24: "Bitrix24") -> list[Said]:
    """Pipelines."""
    return [{"id": way.number, "name": way.name, "sort": 100 * (way.number + 1),
             "isDefault": "N" if way.number else "Y", "entityTypeId": 2}
            for way in b24.world.pipelines]  # fmt: skip


def statuses(b24: "Bitrix24") -> list[Said]:
    """Stages of deals and estimates, and sources."""
    now, found = b24.clock.now(), []
    for row in b24.world.stages:
        if row.gone_at is not None and row.gone_at <= now:
            continue
        reasons = [None, *(r.number for r in b24.world.reasons)] if row.kind == "lost" else [None]
        found += [stage(b24, row, reason) for reason in reasons]
    listed = [
        *(("QUOTE_STATUS", 900 + n, id, id, 10 * n, kind) for n, (id, kind) in enumerate(QUOTES)),
        *(("STATUS", 950 + n, *lead[:2], 10 * n, lead[2]) for n, lead in enumerate(LEADS)),
        *(("SOURCE", 800 + one.number, f"SRC_{one.number}", one.name, 10, None)
          for one in b24.world.sources),
    ]  # fmt: skip
    for entity, number, id, name, sort, semantics in listed:
        found.append({
            "ID": str(number), "ENTITY_ID": entity, "STATUS_ID": id, "NAME": name,
            "SORT": str(sort), "SEMANTICS": semantics, "EXTRA": [], "CATEGORY_ID": None,
            "SYSTEM": "N", "COLOR": None,
        })  # fmt: skip
    return found


def stage(b24: "Bitrix24", row: Stage, reason: int | None) -> Said:
    """A stage; where deals are lost there are several."""
    name = ids.lost(b24.world, row, reason) if row.kind == "lost" else row.name
    place = 0 if reason is None else reason + 1
    meant = "apology" if reason == 0 else PROCESS[row.kind]
    return {
        "ID": str(100 * row.number + place + 1000), "STATUS_ID": ids.status(row, reason),
        "ENTITY_ID": f"DEAL_STAGE_{row.pipeline}" if row.pipeline else "DEAL_STAGE",
        "NAME": name, "SORT": str(row.position + place), "SYSTEM": "N", "COLOR": "#39A8EF",
        "CATEGORY_ID": str(row.pipeline) if row.pipeline else None,
        "SEMANTICS": {"won": "S", "lost": "F"}.get(row.kind), "EXTRA": {"SEMANTICS": meant},
    }  # fmt: skip


def fields(b24: "Bitrix24", entity: int) -> Said:
    """The fields of a kind of card; here only what a reader may want."""
    kind = next((name for name, id in ids.TYPES.items() if id == entity), "")
    known = {"id": {"type": "integer", "title": "ID"}, "title": {"type": "string", "title": "Имя"}}
    return known | {ids.field(row.number): described(row) for row in b24.world.fields_of(kind)}


def described(field: Field) -> Said:
    """A field of the company's own."""
    said: Said = {"type": TYPES.get(field.type, "string"), "title": field.name, "isDynamic": True,
                  "upperName": f"UF_CRM_{ids.FIELD + field.number}"}  # fmt: skip
    if field.choices:
        said["items"] = [{"ID": str(cards.enum(field, n)), "VALUE": one}
                         for n, one in enumerate(field.choices)]  # fmt: skip
    return said


def sections(b24: "Bitrix24") -> list[str]:
    """Groups of products."""
    return [*dict.fromkeys(row.group for row in b24.world.products)]


def products(b24: "Bitrix24") -> list[dict[str, Any]]:
    """The price list."""
    groups = sections(b24)
    return [{"ID": str(ids.PRODUCT + row.number), "NAME": row.name, "PRICE": str(row.price),
             "CURRENCY_ID": b24.world.currency, "ACTIVE": "Y",
             "SECTION_ID": str(ids.SECTION + groups.index(row.group))}
            for row in b24.world.products]  # fmt: skip
