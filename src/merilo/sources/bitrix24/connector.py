"""Bitrix24 as a connector: how to get in, what can be chosen, in which order it is read.

Settings beside those of `SETTINGS` below: `pipelines` (ids of categories, and `leads`; none: all),
`qualifies` and `offers` (stages as `category/stage`: 1/C1:NEW), `kinds` (`PROVIDER_ID` or
`PROVIDER_ID/PROVIDER_TYPE_ID` of an activity: meeting, presentation, message, task, call, or empty
for none) and `fields`: for `deals` (channel, segment, margin, loss_reason) and `customers`
(segment, territory, industry, channel) the field that is meant, such as ufCrm_1700000000.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from merilo.sources.bitrix24 import account, hooks, judge, pipelines
from merilo.sources.bitrix24.activities import Activities
from merilo.sources.bitrix24.address import base
from merilo.sources.bitrix24.calls import Calls
from merilo.sources.bitrix24.customers import Companies, Contacts
from merilo.sources.bitrix24.deals import Deals
from merilo.sources.bitrix24.history import History, LeadHistory
from merilo.sources.bitrix24.leads import Leads
from merilo.sources.bitrix24.people import Departments, Users
from merilo.sources.bitrix24.pipelines import Pipelines
from merilo.sources.bitrix24.products import Products
from merilo.sources.bitrix24.quotes import Quotes
from merilo.sources.bitrix24.tasks import Tasks
from merilo.sources.sync import protocol
from merilo.sources.sync.protocol import Ask, Client, Door, Hint, Known, Limits, Wanted

SIGN_IN = (
    Wanted("address", "Address of the portal", Ask.ADDRESS, "Such as company.bitrix24.com"),
    Wanted("webhook", "Incoming webhook", Ask.SECRET,
           "The whole address that Bitrix24 shows: Developer resources, Other, Incoming webhook, "
           "with the rights crm, user, department, task and telephony"),
)  # fmt: skip
SETTINGS = (
    Wanted("calls_by", "Calls are taken from", Ask.CHOICE, default="crm", needed=False,
           choices={"crm": "telephony of the CRM", "telephone": "the telephone system alone"}),
    Wanted("tasks", "Tasks that count", Ask.CHOICE, default="all", needed=False,
           choices={"all": "all", "cards": "those of deals, contacts and companies"}),
    Wanted("country", "Country of telephone numbers", needed=False,
           hint="Two letters, such as RU: for numbers without a country code"),
    Wanted("application_token", "Token of the outgoing webhook", needed=False,
           hint="Calls without it are refused"),
)  # fmt: skip


class Bitrix24:
    """See `protocol.Connector`."""

    name = "bitrix24"
    title = "Bitrix24"
    kind = "crm"
    sign_in = SIGN_IN
    settings = SETTINGS
    limits = Limits(per_second=2.0, page=50, burst=25, timeout_s=65.0)  # blocked at 50 at once
    lines = True  # deals name all of their lines
    chains = True  # its history says where a deal came to, and not where from
    compares = True  # it keeps no history of owners
    streams: tuple[protocol.Stream, ...] = (
        Departments(), Pipelines(), Users(), Products(), Leads(), LeadHistory(), Deals(), History(),
        Contacts(), Companies(), Quotes(), Activities(), Calls(), Tasks(),
    )  # fmt: skip

    def door(self, settings: Mapping[str, Any], secrets: Mapping[str, str]) -> Door:
        """The webhook's own address, which lets in whoever knows it."""
        return Door(base(settings, secrets), bearer=False)

    def judge(self, answer: protocol.Answer) -> Exception | None:
        """By the code of the error."""
        return judge.judge(answer)

    def hello(self, client: Client) -> protocol.Account:
        """Test the connection."""
        return account.hello(client)

    def heard(
        self, body: bytes, kind: str, settings: Mapping[str, Any], account: protocol.Account | None
    ) -> Iterable[Hint] | None:
        """Which record a call names."""
        return hooks.heard(body, kind, settings)

    def fields(self, client: Client) -> Iterable[Known]:
        """The portal's own fields."""
        return account.fields(client)

    def pipelines(self, client: Client) -> Iterable[Known]:
        """All of them, with their stages."""
        return pipelines.known(client)
