"""What the frame of every page shows: the sections, whose data, how fresh."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import get_resolver

from merilo.errors import Error
from merilo.web.access.pages import PAGES
from merilo.web.access.request import viewer
from merilo.web.accounts.begin import demo, personas
from merilo.web.accounts.models import User
from merilo.web.desks import desk
from merilo.web.notices.unread import unread
from merilo.words import LANGS, _, several, spoken

OWN = frozenset({"day", "report", "log"})
LANGUAGES = dict(zip(LANGS, ("English", "Русский", "Magyar"), strict=True))


@dataclass(frozen=True)
class Section:
    """A section of the menu: the page it leads to, and those it is shown as open for."""

    page: str
    title: str
    icon: str
    pages: tuple[str, ...] = ()
    group: str = ""


@dataclass(frozen=True)
class Fresh:
    """How old the facts are, and whether the company is made up."""

    company: str
    text: str
    at: datetime
    number: int
    demo: bool


def sections() -> list[Section]:
    """The menu, in the reader's language: the day's work, figures, data."""
    work, figures, data = _("Work"), _("Figures"), _("Company")
    return [
        Section("today", _("Today"), "eye-check", group=work),
        Section("day", _("My day"), "home", group=work),
        Section("tasks", _("Tasks"), "checklist", ("tasks", "task", "task_new", "task_edit"), work),
        Section("report", _("Daily report"), "notebook", group=work),
        Section("filed", _("Reports filed"), "clipboard-check",
                ("filed", "filed_one", "report_forms"), work),
        Section("log", _("Quick log"), "edit", group=work),
        Section("alerts", _("Alerts"), "bell", ("alerts", "alarm", "alert_rules", "alert_rule"),
                work),
        Section("people", _("People"), "users", ("people", "card"), figures),
        Section("compare", _("Comparison"), "scale", group=figures),
        Section("scorecards", _("Scorecards"), "report-analytics", ("scorecards", "kpis"), figures),
        Section("plans", _("Plans"), "target", ("plans", "plans_history"), figures),
        Section("dictionary", _("Metrics"), "book", ("dictionary", "definition"), figures),
        Section("quality", _("Data quality"), "shield-check", group=data),
        Section("imports", _("Data"), "database", ("imports", "upload", "loads", "load"), data),
        Section("connections", _("Connections"), "plug-connected",
                ("connections", "connection", "connection_new", "connection_add",
                 "connection_choices", "connection_people", "connection_fields",
                 "connection_sign_in", "connection_disconnect"), data),
        Section("staff", _("People and units"), "building",
                ("staff", "posting", "unit", "calendar"), data),
        Section("accounts", _("Access"), "shield",
                ("accounts", "account", "invite", "invite_many", "audit"), data),
    ]  # fmt: skip


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context of every template."""
    user, match = viewer(request), request.resolver_match
    page = match.view_name if match else ""
    shown = [s for s in sections() if user and there(s) and opens(user, s.page)]
    return {
        "viewer": user,
        "page": page,
        "theme": (user.theme if user else "") or request.COOKIES.get("merilo_theme", ""),
        "languages": LANGUAGES,
        "lang_now": spoken.get(),
        "sections": shown,
        "fresh": fresh() if user else None,
        "unread": unread(user) if user else 0,
        "looking": personas() if page == "account_login" else [],
    }


def opens(user: User, page: str) -> bool:
    """The page is for them; what is about one's own work needs a person in the facts."""
    return user.role in PAGES.get(page, ()) and (page not in OWN or bool(user.person))


@cache
def _names() -> frozenset[object]:
    return frozenset(get_resolver().reverse_dict)


def there(section: Section) -> bool:
    """There is such a page."""
    return section.page in _names()


def fresh() -> Fresh | None:
    """How fresh the facts are; None while there are none."""
    try:
        now = desk()
    except Error:
        return None
    return Fresh(
        now.company.name, ago(datetime.now(UTC), now.snapshot.at), now.snapshot.at,
        now.snapshot.number, demo(now),
    )  # fmt: skip


def ago(now: datetime, then: datetime) -> str:
    """How long ago, in words."""
    minutes = int((now - then).total_seconds() // 60)
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        return several("{count} minute ago", "{count} minutes ago", minutes)
    if minutes < 48 * 60:
        return several("{count} hour ago", "{count} hours ago", minutes // 60)
    return several("{count} day ago", "{count} days ago", minutes // (24 * 60))
