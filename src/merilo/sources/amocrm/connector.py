"""amoCRM as a connector: how to get in, what can be chosen, in which order it is read.

Settings beside those of `Settings` below, all by id: `pipelines` (a list; none: all), `qualifies`
and `offers` (stages as `pipeline/stage`), `catalogues` (those that hold products; none: by their
type), `task_kinds` (type of task: meeting, presentation, call or task) and `fields`: for `deals`
(channel, segment, margin, expected_close_on), `customers` (segment, territory, industry,
channel) and `products` (price, cost, group) the field, or `tags`, that is meant.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from merilo.sources.amocrm import account, fields, hooks, pipelines
from merilo.sources.amocrm.account import Departments
from merilo.sources.amocrm.address import ADDRESS, base
from merilo.sources.amocrm.consent import Consent
from merilo.sources.amocrm.customers import Companies, Contacts
from merilo.sources.amocrm.events import Events
from merilo.sources.amocrm.leads import Leads
from merilo.sources.amocrm.notes import Notes
from merilo.sources.amocrm.pipelines import Pipelines
from merilo.sources.amocrm.products import Products
from merilo.sources.amocrm.purchases import Purchases
from merilo.sources.amocrm.tasks import Tasks
from merilo.sources.amocrm.users import Users
from merilo.sources.sync import protocol
from merilo.sources.sync.protocol import Ask, Client, Door, Hint, Known, Limits, Wanted

SIGN_IN = (
    ADDRESS,
    Wanted("token", "Long-lived token", Ask.SECRET,
           "Of a private integration: its page, Keys, Generate. It is shown once."),
)  # fmt: skip
SETTINGS = (
    Wanted("calls_by", "Calls are taken from", Ask.CHOICE, default="crm", needed=False,
           choices={"crm": "notes of the CRM", "telephone": "the telephone system alone"}),
    Wanted("comments", "Comments count as activity", Ask.CHOICE, default="yes", needed=False,
           choices={"yes": "yes", "no": "no"}),
    Wanted("channel_from", "Channel of a deal", Ask.CHOICE, default="source", needed=False,
           choices={"source": "its source", "field": "a field of the deal", "utm": "utm_source"}),
    Wanted("purchases", "Purchases of customers", Ask.CHOICE, default="no", needed=False,
           choices={"no": "do not count: every sale is a deal", "yes": "count as won deals"}),
)  # fmt: skip


class AmoCRM:
    """See `protocol.Connector`."""

    name = "amocrm"
    title = "amoCRM / Kommo"
    kind = "crm"
    lines = True  # deals name all of their lines
    sign_in = SIGN_IN
    settings = SETTINGS
    consent = Consent()
    limits = Limits(per_second=5.0, page=250, burst=2)  # 7 in any second are allowed
    streams: tuple[protocol.Stream, ...] = (
        Departments(), Pipelines(), Users(), Products(), Leads(), Contacts(), Companies(), Tasks(),
        Purchases(),
        Notes("lead", "leads/notes"), Notes("contact", "contacts/notes"),
        Notes("company", "companies/notes"), Events(),
    )  # fmt: skip

    def door(self, settings: Mapping[str, Any], secrets: Mapping[str, str]) -> Door:
        """A long-lived token, or a pair that is renewed."""
        here = base(settings)
        if secrets.get("refresh"):
            return Door(here, oauth=self.consent.oauth(settings))
        return Door(here, {"Authorization": f"Bearer {secrets.get('token', '')}"})

    def judge(self, answer: protocol.Answer) -> Exception | None:
        """The ordinary meanings of statuses hold."""
        return None

    def hello(self, client: Client) -> protocol.Account:
        """Test the connection."""
        return account.hello(client)

    def heard(
        self, body: bytes, kind: str, settings: Mapping[str, Any], account: protocol.Account | None
    ) -> Iterable[Hint] | None:
        """Which records a web hook names."""
        return hooks.heard(body, kind, settings, account)

    def fields(self, client: Client) -> Iterable[Known]:
        """The account's own fields."""
        return fields.fields(client)

    def pipelines(self, client: Client) -> Iterable[Known]:
        """All of them, with their stages."""
        return pipelines.known(client)
