"""What ways, kinds, states and troubles are called on the pages."""

from collections.abc import Mapping

from merilo.web.notices.kinds import Kind, State, Way
from merilo.words import _, say

WAYS: Mapping[str, str] = {Way.MAIL: "E-mail", Way.TELEGRAM: "Telegram", Way.WEBHOOK: "Webhook"}
ICONS: Mapping[str, str] = {
    Way.MAIL: "mail", Way.TELEGRAM: "brand-telegram", Way.WEBHOOK: "webhook",
}  # fmt: skip
KINDS: Mapping[str, str] = {
    Kind.TASK: "Tasks", Kind.REPORT: "Daily reports", Kind.ALERT: "Alerts",
    Kind.MESSAGE: "Messages", Kind.DIGEST: "Digests", Kind.PLAN: "Plans",
}  # fmt: skip
KIND_ICONS: Mapping[str, str] = {
    Kind.TASK: "checklist", Kind.REPORT: "clipboard-check", Kind.ALERT: "alert-triangle",
    Kind.MESSAGE: "message", Kind.DIGEST: "list-details", Kind.PLAN: "target",
}  # fmt: skip
STATES: Mapping[str, str] = {
    State.WAITING: "waits", State.SENDING: "being sent", State.SENT: "sent",
    State.FAILED: "not sent", State.DROPPED: "not wanted any more",
}  # fmt: skip
# Why a message did not arrive; `code` is what the other side answered.
WHY: Mapping[str, str] = {
    "silent": "the other side did not answer",
    "answered": "the other side answered {code}",
    "refused": "the mail server refused it with {code}",
    "unknown": "there is no such host",
    "private": "the address leads into a private network",
    "certificate": "the certificate of the other side is not good",
    "unset": "the address is not one that may be sent to",
    "no-mail": "no mail server is set up",
    "no-bot": "no Telegram bot is set up",
    "sealed": "the address cannot be read any more: type it again",
    "broken": "Merilo made a mistake; it is written in the log",
}


def why(short: str) -> str:
    """A trouble in words."""
    word, _space, code = short.partition(" ")
    return say(WHY[word], code=code) if word in WHY else ""


def kind_called(kind: str) -> str:
    """What a kind of notices is called; as it is if nobody called it."""
    return _(KINDS.get(kind, kind))
