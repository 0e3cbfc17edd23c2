"""How somebody wants to be told by a channel, checked."""

from datetime import time
from typing import Any

from django import forms
from django.conf import settings

from merilo.web.accounts.models import User
from merilo.web.notices.lists import minutes
from merilo.web.notices.models import Channel, Kind, Way
from merilo.web.notices.sealed import Unsealable, unseal
from merilo.web.notices.ways import telegram, webhook
from merilo.web.notices.ways.public import lead
from merilo.web.notices.ways.trouble import Trouble
from merilo.web.notices.words import why
from merilo.words import _, say

HOURS = range(24)
USUAL = {"kinds": [*Kind], "hour": 9, "when": "now"}


class Wish(forms.Form):
    """Where to, of what, when."""

    address = forms.CharField(max_length=webhook.LONGEST, required=False, strip=True)
    kinds = forms.MultipleChoiceField(choices=Kind.choices)
    when = forms.ChoiceField(choices=[("now", "now"), ("gathered", "gathered")])
    hour = forms.TypedChoiceField(choices=[(n, n) for n in HOURS], coerce=int)
    working = forms.BooleanField(required=False)
    quiet_since = forms.TimeField(required=False)
    quiet_until = forms.TimeField(required=False)
    private = forms.BooleanField(required=False)

    def __init__(self, way: str, channel: Channel | None, *args: Any, **options: Any) -> None:
        given = wished(channel) if channel else USUAL
        super().__init__(*args, **options | {"initial": given, "prefix": way})
        self.way, self.kept = way, secret(channel)
        self.fields["kinds"].error_messages["required"] = _("Choose at least one kind.")

    def clean_address(self) -> str:
        """Where it leads: as typed, or as it was where nothing is typed."""
        typed: str = self.cleaned_data["address"] or self.kept.get("address", "")
        if self.way == Way.TELEGRAM and not telegram.CHAT.fullmatch(typed):
            raise forms.ValidationError(_("A chat id is a number, such as 123456789."))
        if self.way == Way.WEBHOOK:
            reachable(typed)
        return "" if self.way == Way.MAIL else typed

    def clean(self) -> dict[str, Any]:
        """Quiet hours have a beginning and an end."""
        said = super().clean() or {}
        ends = [said.get("quiet_since"), said.get("quiet_until")]
        if not {"quiet_since", "quiet_until"} & self.errors.keys():
            if ends.count(None) == 1:
                missing = "quiet_since" if ends[0] is None else "quiet_until"
                self.add_error(missing, _("Say both, from and to, or neither."))
            elif ends[0] is not None and ends[0] == ends[1]:
                self.add_error("quiet_until", _("The quiet hours end when they begin."))
        return said

    @property
    def wish(self) -> dict[str, Any]:
        """The fields of the channel, without what is sealed."""
        said = self.cleaned_data
        gathered = said["when"] == "gathered"
        return {
            "kinds": [kind for kind in Kind.values if kind in said["kinds"]],
            "hour": said["hour"] if gathered else None, "working": gathered and said["working"],
            "quiet_since": minute(said["quiet_since"]), "quiet_until": minute(said["quiet_until"]),
            "private": said["private"],
        }  # fmt: skip


def reachable(address: str) -> None:
    """Nothing if it may be sent there; a ValidationError otherwise."""
    where = webhook.target(address)
    if where is None:
        raise forms.ValidationError(_("Write the whole address, beginning with https://"))
    try:
        lead(where.host, where.port, settings.PRIVATE_HOSTS)
    except Trouble as trouble:
        text = say("Nothing was kept: {why}.", why=why(trouble.short))
        raise forms.ValidationError(text) from None


def wished(channel: Channel) -> dict[str, Any]:
    """A channel as its form shows it."""
    return {
        "kinds": channel.kinds, "when": "now" if channel.hour is None else "gathered",
        "hour": 9 if channel.hour is None else channel.hour, "working": channel.working,
        "quiet_since": at(channel.quiet_since), "quiet_until": at(channel.quiet_until),
        "private": channel.private,
    }  # fmt: skip


def secret(channel: Channel | None) -> dict[str, str]:
    """What is sealed of it; nothing if the key is gone: it has to be typed again."""
    try:
        return unseal(channel.sealed) if channel else {}
    except Unsealable:
        return {}


def known(channel: Channel) -> str:
    """Where it leads, so far as its owner knows it again; "" if it cannot be read."""
    found = secret(channel).get("address", "")
    if channel.way == Way.MAIL:
        return channel.to.email
    shown = {Way.TELEGRAM: telegram.masked, Way.WEBHOOK: webhook.masked}[Way(channel.way)]
    return shown(found) if found else ""


def offered(user: User) -> dict[str, str]:
    """The ways, each with why it is not there; "" if it is."""
    mail = _("The administrator has not set up a mail server.")
    if settings.MAIL:
        mail = _("The accounts of the demo company have no mailboxes.") if user.demo else ""
    bot = "" if settings.TELEGRAM else _("The administrator has not set up a Telegram bot.")
    return {Way.MAIL: mail, Way.TELEGRAM: bot, Way.WEBHOOK: ""}


def minute(at: time | None) -> int | None:
    """The minute of the day."""
    return None if at is None else at.hour * 60 + at.minute


def at(of_day: int | None) -> str:
    """The same as fields of forms write it."""
    return "" if of_day is None else minutes(of_day)
