"""Exports of Bitrix24: the lists of deals, companies and contacts."""

from merilo.sources.files import outcomes, values, words
from merilo.sources.files.ask import Asker
from merilo.sources.files.layouts.layout import Layout, columns_of
from merilo.sources.files.mapping import OTHER, Take
from merilo.sources.files.sample import Sample

_GROUP = "Группа стадий | Stage group | Deal status"
_CLOSED = "Сделка закрыта | Closed"


def _outcome(columns: dict[str, Take], sample: Sample, asker: Asker) -> dict[str, dict[str, str]]:
    """By the group of stages where it is in the export, else by the names of the stages.

    Of stages whose deals are said to be closed, those that no word knows are asked for.
    """
    group = [c for c in columns_of(sample, _GROUP) if sample.texts[c] or not sample.rows]
    told = group[0] if group else columns["stage"].columns[0]
    columns["outcome"] = Take((told,))
    said = list(dict.fromkeys(t.strip() for t in sample.more(told)))
    caption, known = sample.caption(told), words.meant("deals", "outcome")
    if group:
        return {"outcome": outcomes.outcomes(caption, said, asker, known)} if said else {}
    known = {**dict.fromkeys(_working(sample, told), "open"), **known}
    meant = outcomes.outcomes(caption, said, asker, known)
    return {"outcome": {**meant, OTHER: "open"}}  # stages further down, in names of their own


def _working(sample: Sample, stage: int) -> set[str]:
    """Stages none of whose deals is closed, where the export says which are."""
    closed = columns_of(sample, _CLOSED)
    if not closed:
        return set()
    pairs = {
        (words.normal(row[stage] or ""), values.flag(row[closed[0]] or "")) for row in sample.table
    }
    return {stage for stage, flag in pairs if flag is False} - {s for s, flag in pairs if flag}


_OWNER = "Ответственный | Responsible | Responsible person"
_CREATED = "Дата создания | Created | Created on"
_UPDATED = "Дата изменения | Modified | Modified on"
_FIRM = "Название компании | Company Name"

DEALS = Layout(
    crm="bitrix24",
    table="deals",
    marks=(
        "ID",
        "Название сделки | Название | Deal Name",
        "Стадия сделки | Deal stage | Stage",
        "Ответственный | Responsible | Responsible person",
        "Дата создания | Группа стадий | Направление | Предполагаемая дата закрытия"
        " | Assumed close date | Expected close date | Income | Stage group | Pipeline | Created"
        " | Created on",
    ),
    captions={
        "id": "ID",
        "name": "Название сделки | Название | Deal Name",
        "customer": "Компания: Название компании | Компания | Клиент | Контакт: Имя | Контакт"
        " | Company: Company Name | Company | Client | Customer | Contact",
        "owner": _OWNER,
        "pipeline": "Направление | Воронка | Pipeline | Category | Deal pipeline",
        "stage": "Стадия сделки | Стадия | Deal stage | Stage",
        "amount": "Сумма | Income | Amount | Total",
        "currency": "Валюта | Currency",
        "channel": "Источник | Source",
        "created": _CREATED,
        # While the deal is open this is an expectation: whoever takes it in tells the two apart.
        "closed": "Предполагаемая дата закрытия | Дата завершения | Дата закрытия"
        " | Assumed close date | Expected close date | Estimated close date | End date",
        "product": "Товар | Product",
        "quantity": "Количество | Quantity",
        "price": "Цена | Price",
        "updated": _UPDATED,
    },
    joint=("customer",),
    zero_is_empty=("amount",),
    finish=_outcome,
)

# Deals name their customers and never their ids: so do we, or the two would not meet.
COMPANIES = Layout(
    crm="bitrix24",
    table="customers",
    marks=(
        "ID",
        _FIRM,
        _OWNER,
        "Тип компании | Сфера деятельности | Годовой оборот | Company type | Industry"
        " | Annual revenue",
    ),
    captions={
        "id": _FIRM,
        "name": _FIRM,
        "segment": "Тип компании | Company type",
        "industry": "Сфера деятельности | Industry",
        "channel": "Источник | Source",
        "owner": _OWNER,
        "created": _CREATED,
        "updated": _UPDATED,
    },
)


def _full(columns: dict[str, Take], sample: Sample, asker: Asker) -> dict[str, dict[str, str]]:
    """A contact is called by its names together."""
    parts = [*columns_of(sample, "Имя | First name"), *columns_of(sample, "Фамилия | Last name")]
    columns["id"] = columns["name"] = Take(tuple(parts))
    return {}


CONTACTS = Layout(
    crm="bitrix24",
    table="customers",
    marks=(
        "ID",
        "Имя | First name",
        "Фамилия | Last name",
        _OWNER,
        "Тип контакта | Contact type | Источник | Source",
    ),
    captions={
        "segment": "Тип контакта | Contact type",
        "channel": "Источник | Source",
        "owner": _OWNER,
        "created": _CREATED,
        "updated": _UPDATED,
    },
    finish=_full,
)

LAYOUTS = (DEALS, COMPANIES, CONTACTS)
