"""Deals, companies, contacts and estimates, in the new spelling; deals in the old one as well."""

import re
from typing import TYPE_CHECKING, Any

from merilo.fakes.bitrix24 import ids
from merilo.fakes.bitrix24.moves import SEMANTICS, status
from merilo.fakes.world import Company, Contact, Deal, Row
from merilo.fakes.world.things import Field

if TYPE_CHECKING:
    from merilo.fakes.bitrix24.fake import Bitrix24

Said = dict[str, Any]
QUOTES = {"open": "SENT", "won": "APPROVED", "lost": "DECLAINED"}
# The old names that are no capitals of the new ones.
OLD = {"createdTime": "DATE_CREATE", "updatedTime": "DATE_MODIFY", "createdBy": "CREATED_BY_ID",
       "updatedBy": "MODIFY_BY_ID", "movedBy": "MOVED_BY_ID", "closedate": "CLOSEDATE",
       "begindate": "BEGINDATE"}  # fmt: skip


def none(b24: "Bitrix24") -> int | None:
    """What stands where there is no link."""
    return 0 if "zeros" in b24.odds else None


def link(b24: "Bitrix24", base: int, number: int | None) -> int | None:
    """A link, or what stands there without one."""
    return none(b24) if number is None else base + number


def amount(b24: "Bitrix24", deal: Deal) -> int | float:
    """What a deal is worth."""
    return deal.amount + 0.75 if "cents" in b24.odds and deal.number % 5 == 2 else deal.amount


def common(b24: "Bitrix24", row: Any) -> Said:
    """What all cards say."""
    return {
        "createdBy": ids.person(row.created_by) or 1, "updatedBy": ids.person(row.updated_by) or 1,
        "createdTime": ids.iso(row.created_at), "updatedTime": ids.iso(row.updated_at),
        "assignedById": ids.person(row.owner), "opened": "Y", "leadId": 0,
        "utmSource": None, "webformId": none(b24),
    }  # fmt: skip


def deal(b24: "Bitrix24", row: Deal) -> Said:
    """A deal. The date of closing is expected as long as it is open."""
    move = b24.moves.last(row)
    closing = row.created_at + 14 * 86_400 if row.closed_at is None else row.closed_at
    source = None if row.source is None else f"SRC_{row.source}"
    return {
        "id": ids.DEAL + row.number, "title": row.name, "typeId": "SALE",
        "categoryId": row.stage.pipeline, "stageId": ids.status(row.stage, row.reason),
        "stageSemanticId": SEMANTICS[row.stage.kind], "probability": None,
        "opportunity": amount(b24, row), "currencyId": b24.world.currency,
        "companyId": link(b24, ids.COMPANY, row.company),
        "contactId": link(b24, ids.CONTACT, row.contact),
        "contactIds": [] if row.contact is None else [ids.CONTACT + row.contact],
        "quoteId": None, **common(b24, row), **became(b24, row),
        "begindate": ids.iso(row.created_at), "closedate": ids.iso(closing // 86_400 * 86_400),
        "closed": "N" if row.closed_at is None else "Y",
        "movedBy": ids.person(move.by) or 1, "movedTime": ids.iso(move.at),
        "lastActivityTime": ids.iso(row.updated_at), "sourceId": source,
        "isReturnCustomer": "N", "isRepeatedApproach": "N", "isManualOpportunity": "N",
        "taxValue": 0, **own(b24, row),
    }  # fmt: skip


def became(b24: "Bitrix24", row: Deal) -> Said:
    """Of a deal that was a lead: which one, when it became a deal, and by whose hand."""
    move = b24.moves.turned(row)
    if move is None:
        return {}
    return {"leadId": ids.LEAD + row.number, "createdTime": ids.iso(move.at),
            "createdBy": ids.person(move.by) or 1}  # fmt: skip


def lead(b24: "Bitrix24", row: Deal) -> Said:
    """A lead; converted, it changes no more."""
    move = b24.moves.turned(row) or b24.moves.last(row)
    common_ = {name: one for name, one in common(b24, row).items() if name != "leadId"}
    return {
        "id": ids.LEAD + row.number, "title": row.name, "name": None, "stageId": status(move),
        "stageSemanticId": "S" if move.turned else SEMANTICS[move.stage.kind],
        "opportunity": amount(b24, row), "currencyId": b24.world.currency,
        "companyId": link(b24, ids.COMPANY, row.company),
        "contactId": link(b24, ids.CONTACT, row.contact),
        "contactIds": [] if row.contact is None else [ids.CONTACT + row.contact], **common_,
        "updatedTime": ids.iso(move.at if move.turned else row.updated_at),
        "movedBy": ids.person(move.by) or 1, "movedTime": ids.iso(move.at),
        "sourceId": None if row.source is None else f"SRC_{row.source}", "fm": [],
    }  # fmt: skip


def company(b24: "Bitrix24", row: Company) -> Said:
    """A company."""
    return {
        "id": ids.COMPANY + row.number, "title": row.name, **common(b24, row), "sourceId": None,
        "contactIds": [ids.CONTACT + n for n in row.contacts], "fm": reached(row), **own(b24, row),
    }  # fmt: skip


def contact(b24: "Bitrix24", row: Contact) -> Said:
    """A contact."""
    last, _, first = row.name.partition(" ")
    return {
        "id": ids.CONTACT + row.number, "name": first, "lastName": last, "secondName": None,
        "companyId": link(b24, ids.COMPANY, row.company), **common(b24, row), "sourceId": None,
        "fm": reached(row), **own(b24, row),
    }  # fmt: skip


def reached(row: Company | Contact) -> list[Said]:
    """Telephone and e-mail."""
    rows = (("PHONE", row.phone), ("EMAIL", row.email))
    return [{"id": 10 * row.number + n, "typeId": type, "valueType": "WORK", "value": value}
            for n, (type, value) in enumerate(rows)]  # fmt: skip


def quoted(b24: "Bitrix24", deal: Deal) -> bool:
    """Was there an estimate? For every third deal."""
    return deal.number % 3 == 0 and not b24.moves.lead(deal)


def quote(b24: "Bitrix24", row: Deal) -> Said:
    """The estimate for a deal."""
    return {
        "id": ids.QUOTE + row.number, "title": f"КП {row.number}", "quoteNumber": str(row.number),
        "stageId": QUOTES[row.stage.kind], "dealId": ids.DEAL + row.number,
        "opportunity": amount(b24, row), "currencyId": b24.world.currency,
        "companyId": link(b24, ids.COMPANY, row.company),
        "contactId": link(b24, ids.CONTACT, row.contact), **common(b24, row),
        "begindate": ids.iso(row.created_at), "closedate": None, "actualDate": None,
        "movedTime": ids.iso(b24.moves.last(row).at),
        "closed": "N" if row.closed_at is None else "Y",
    }  # fmt: skip


def lines(b24: "Bitrix24", row: Deal, type: str = "D") -> list[Said]:
    """What a deal or an estimate holds."""
    goods = b24.world.products
    return [
        {"id": ids.LINE + 10 * row.number + place, "ownerId": ids.DEAL + row.number,
         "ownerType": type, "productId": ids.PRODUCT + product, "productName": goods[product].name,
         "price": goods[product].price + 0.25, "priceExclusive": goods[product].price,
         "priceNetto": goods[product].price, "priceBrutto": goods[product].price,
         "quantity": quantity, "discountTypeId": 2, "discountRate": 0, "discountSum": 0,
         "taxRate": 0, "taxIncluded": "Y", "measureName": "шт", "sort": 10 * place, "type": 1}
        for place, (product, quantity) in enumerate(row.lines)
    ]  # fmt: skip


def own(b24: "Bitrix24", row: Row) -> Said:
    """What the company's own fields say."""
    fields = b24.world.fields_of(row.kind)
    return {ids.field(field.number): spelled(field, b24.world.value(field, row))
            for field in fields}  # fmt: skip


def spelled(field: Field, value: Any) -> Any:
    """A value: of a choice its id; yes and no are 1 and 0."""
    if value is None:
        return None
    if field.choices and value in field.choices:
        return enum(field, field.choices.index(value))
    if field.type in ("date", "date_time", "birthday"):
        return ids.iso(int(value))
    return int(value) if field.type == "checkbox" else value


def enum(field: Field, place: int) -> int:
    """The id of a choice."""
    return 100 * (field.number + 1) + place


def old(said: Said) -> Said:
    """The same in the old spelling: capitals, and all of it text."""
    return {older(name): written(value) for name, value in said.items() if name != "contactIds"}


def older(name: str) -> str:
    """A name in the old spelling."""
    if name.startswith("ufCrm_"):
        return f"UF_CRM_{name[6:]}"
    return OLD.get(name) or re.sub(r"(?<=[a-z])([A-Z])", r"_\1", name).upper()


def written(value: Any) -> Any:
    """As text; what is empty stays so."""
    return value if value is None or isinstance(value, str | list) else str(value)
