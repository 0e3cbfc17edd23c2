"""Exports of amoCRM, and of Kommo as it is called abroad: deals, contacts and companies."""

from collections.abc import Mapping

from merilo.sources.files import outcomes, words
from merilo.sources.files.ask import Asker
from merilo.sources.files.layouts.layout import Layout
from merilo.sources.files.mapping import OTHER, Take
from merilo.sources.files.sample import Sample

_RUSSIAN = {"Успешно реализовано": "won", "Закрыто и не реализовано": "lost"}
_ENGLISH = {"Closed - won": "won", "Closed - lost": "lost"}
# Statuses 142 and 143, which every pipeline ends with; they can be renamed in Kommo.
FINAL = {words.normal(w): meant for w, meant in {**_RUSSIAN, **_ENGLISH}.items()} | {
    "closed won": "won",
    "closed lost": "lost",
}


def _outcome(columns: dict[str, Take], sample: Sample, asker: Asker) -> dict[str, dict[str, str]]:
    """Any stage but the final two is open."""
    stage = columns["stage"]
    columns["outcome"] = stage
    said = dict.fromkeys(t.strip() for c in stage.columns for t in sample.more(c))
    final = {word: FINAL[words.normal(word)] for word in said if words.normal(word) in FINAL}
    if said and not final:
        caption = sample.caption(stage.columns[0])
        return {"outcome": outcomes.outcomes(caption, said, asker)}
    known = final or dict(_RUSSIAN)
    # Each by name: a stage called «Оплачено» is open as well here.
    others = dict.fromkeys((word for word in said if word not in final), "open")
    return {"outcome": {**known, **_rest(known), **others, OTHER: "open"}}


def _rest(final: Mapping[str, str]) -> dict[str, str]:
    """The other final stage of the language, which the sample may not hold."""
    seen = set(map(words.normal, final))
    for pair in (_RUSSIAN, _ENGLISH):
        if seen & set(map(words.normal, pair)):
            return {word: meant for word, meant in pair.items() if words.normal(word) not in seen}
    return {}


DEALS = Layout(
    crm="amocrm",
    table="deals",
    marks=(
        "ID",
        "Название сделки | Lead title | Lead name | Deal name",
        "Этап сделки | Статус сделки | Lead status | Lead stage | Pipeline stage",
        "Ответственный | Responsible user | Responsible",
        "Воронка | Бюджет | Pipeline | Sales pipeline | Sale | Lead sale | Budget",
    ),
    captions={
        "id": "ID",
        "name": "Название сделки | Lead title | Lead name | Deal name",
        "customer": "Компания | Компания контакта | Основной контакт | Полное имя контакта"
        " | Контакт | Company | Company name | Contact's company | Main contact | Contact"
        " | Full name",
        "owner": "Ответственный | Responsible user | Responsible",
        "pipeline": "Воронка | Pipeline | Sales pipeline | Sales funnel",
        "stage": "Этап сделки | Статус сделки | Lead status | Lead stage | Pipeline stage",
        "amount": "Бюджет | Sale | Lead sale | Budget | Price",
        "channel": "Источник | Источник сделки | Source | Lead source",
        "created": "Дата создания сделки | Дата создания | Created at | Date created"
        " | Lead created | Creation date | Created on",
        "closed": "Дата закрытия | Closed at | Date closed | Closed on | Closing date",
        "loss_reason": "Причина отказа | Причина закрытия | Loss reason | Reason for loss",
        "product": "Товар | Product",
        "updated": "Дата редактирования | Дата изменения | Updated at | Last modified"
        " | Date modified | Modified at",
    },
    joint=("customer",),
    zero_is_empty=("amount",),
    finish=_outcome,
)

_PERSON = "Полное имя контакта | Имя контакта | Full name | Contact name"
_FIRM = "Название компании | Company name | Company"

# Deals name their customers and never their ids: so do we, or the two would not meet.
CONTACTS = Layout(
    crm="amocrm",
    table="customers",
    marks=(
        "ID",
        f"{_PERSON} | {_FIRM}",
        "Дата создания контакта | Дата создания компании | Contact created | Кем создан контакт"
        " | Кем создана компания",
        "Ответственный | Responsible user | Responsible",
    ),
    captions={
        "id": f"{_PERSON} | {_FIRM}",
        "name": f"{_PERSON} | {_FIRM}",
        "territory": "Город | City",
        "channel": "Источник | Source",
        "owner": "Ответственный | Responsible user | Responsible",
        "created": "Дата создания контакта | Дата создания компании | Contact created",
        "updated": "Дата редактирования | Updated at",
    },
    joint=("id", "name"),
)

LAYOUTS = (DEALS, CONTACTS)
