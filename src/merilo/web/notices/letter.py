"""What a message says: a notice, those of a day together, or a trial."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from merilo.web.notices.models import Channel, Delivery, Notice
from merilo.web.notices.tell import speaking
from merilo.words import _, say, several

MOST = 20  # of a gathering that are told one by one; the others are counted


@dataclass(frozen=True)
class Letter:
    """A message in the language of whoever gets it: its name, title, text, link; and all of it for
    programs."""

    id: UUID
    title: str
    text: str
    link: str
    content: dict[str, Any]

    @property
    def plain(self) -> str:
        """All below the title."""
        return "\n\n".join(part for part in (self.text, self.link) if part) + "\n"

    def short(self, most: int) -> str:
        """All in so many characters; the link says where the rest is."""
        room = most - len(self.title) - len(self.link) - 4
        text = self.text if len(self.text) <= room else f"{self.text[: max(room - 1, 0)]}…"
        return "\n\n".join(part for part in (self.title, text, self.link) if part)


def letter(one: Delivery) -> Letter:
    """What the delivery says."""
    with speaking(one.channel.to):
        if one.notice:
            return of_notice(one, one.notice)
        if one.day:
            parts = one.parts.select_related("notice").order_by("at", "pk")
            return gathered(one, [part.notice for part in parts if part.notice])
        return trial(one)


def of_notice(one: Delivery, notice: Notice) -> Letter:
    """A notice alone."""
    text = notice.text if one.channel.private else ""
    return Letter(one.id, notice.title, text, whole(notice), {
        "type": "notice", "id": f"msg_{one.id.hex}", **told(notice, one.channel),
    })  # fmt: skip


def gathered(one: Delivery, notices: Sequence[Notice]) -> Letter:
    """Those of a day, the earliest first."""
    shown, more = notices[:MOST], len(notices) - MOST
    lines = [entry(notice, one.channel) for notice in shown]
    if more > 0:
        lines.append(several("and {count} more", "and {count} more", more))
    title = several("Merilo: {count} notice", "Merilo: {count} notices", len(notices))
    return Letter(one.id, title, "\n\n".join(lines), address(reverse("notices")), {
        "type": "digest", "id": f"msg_{one.id.hex}", "day": str(one.day), "title": title,
        "count": len(notices), "notices": [told(notice, one.channel) for notice in shown],
        "link": address(reverse("notices")),
    })  # fmt: skip


def trial(one: Delivery) -> Letter:
    """A message that shows whether messages arrive."""
    title = _("Merilo: a test")
    text = say("{name}, messages of Merilo arrive here.", name=one.channel.to)
    link = address(reverse("channels"))
    return Letter(one.id, title, text, link, {
        "type": "test", "id": f"msg_{one.id.hex}", "title": title, "link": link,
    })  # fmt: skip


def entry(notice: Notice, channel: Channel) -> str:
    """A notice among others."""
    text = notice.text if channel.private else ""
    return "\n".join(part for part in (f"• {notice.title}", text, whole(notice)) if part)


def told(notice: Notice, channel: Channel) -> dict[str, Any]:
    """A notice for programs."""
    said = {"kind": notice.kind, "title": notice.title, "link": whole(notice),
            "at": notice.at.isoformat()}  # fmt: skip
    return said | ({"text": notice.text} if channel.private else {})


def whole(notice: Notice) -> str:
    """Where the notice leads, from outside."""
    return address(notice.link) if notice.link else ""


def address(path: str) -> str:
    """A page of ours from outside."""
    return f"{settings.SITE}{path}"
