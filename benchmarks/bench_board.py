"""The board of everybody with plans beside SQL by hand; what a piece that renews itself costs."""

import logging
import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.race import alone, line, timed
from merilo.facts.show import show
from merilo.metrics.engines.duckdb import DuckDB
from merilo.periods import Period
from merilo.report.desk import Desk
from merilo.report.scorecard import TEMPLATES, Card, Kpis, cards

BY_HAND = Path(__file__).with_name("board.sql").read_text("utf-8")
TABLES = ("deals", "owner_changes", "credits", "postings", "plans")


def main(home: Path, today: date, size: str) -> None:
    """Scorecards of all roles and of the sellers alone, new and again; a live refresh of Today."""
    sellers = {"seller": TEMPLATES["seller"]}
    month, engine = Period.of("last-month", today), DuckDB(threads=2)

    def ours(sets: Mapping[str, Kpis] = TEMPLATES) -> list[Card]:
        desk = Desk.at(home, today)
        desk.__dict__["engine"] = engine
        return cards(desk, desk.question(["days_worked"], "last-month"), sets)

    def by_hand() -> list[tuple[str, float]]:
        db = engine.db.cursor()
        show(db, Desk.at(home, today).snapshot, TABLES)
        sql = BY_HAND.format(since=month.since, until=month.until, today=today)
        return db.execute(sql).fetchall()

    mine = {card.person: round(card.score, 9) for card in ours(sellers) if card.score is not None}
    assert mine == {who: round(score, 9) for who, score in by_hand()}, "answers differ"
    line(f"{size}: scorecards of {len(mine)} sellers", timed(lambda: ours(sellers)), timed(by_hand))
    everybody = ours()
    alone(f"{size}: scorecards of all {len(everybody)}, five roles", timed(ours))
    refreshed(home, today, size)


def refreshed(home: Path, today: date, size: str) -> None:
    """Today as its own page asks for it again: nothing changed, and drawn anew."""
    client = director(home, today)
    page = client.get("/today/").content.decode()
    mark = page.partition('hx-get="/today/matters/')[2].partition('"')[0].replace("&amp;", "&")
    again = f"/today/matters/{mark}"
    assert client.get(again).status_code == 204
    alone(f"{size}: Today, asked again, nothing new", timed(lambda: client.get(again)))
    alone(f"{size}: Today, drawn again", timed(lambda: client.get("/today/matters/")))


def director(home: Path, today: date) -> Any:
    """A browser of somebody who sees all, over that home, on that day; accounts are kept apart."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.web.settings"
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    from merilo.web import desks
    from merilo.web.accounts.models import User

    logging.disable()
    settings.HOME, desks.today = home.absolute(), lambda: today
    call_command("migrate", verbosity=0)
    user = User.objects.create_user(f"{home.name}@example.com", name="D", role="director")
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client
