"""The pages' side of a home that is backed up, in processes of its own; run by test_moment.

`prepare` makes the database: an account with a password and a second factor, a task, a plan that
waits; and what a backup leaves out. `write` types and carries, one after the other, until it is
killed. `tell HOME...` prints what there is in each, once what waits is carried, too.
"""

import json
import sys
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

PASSWORD, FACTOR, BODY = "Kormányzó-17", "JBSWY3DPEHPK3PXP", b"body of a call 4711"
SESSION, CACHED = "sessionkeyoftheadministrator0042", "what-a-page-said-0815"
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def prepare() -> None:
    from allauth.mfa.models import Authenticator
    from django.contrib.sessions.models import Session
    from django.core.cache import cache
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    from merilo.web.accounts.adapter import Factors
    from merilo.web.accounts.models import Role, User
    from merilo.web.hooks.models import Call
    from merilo.web.notices.models import Channel, Delivery
    from merilo.web.plans.models import Proposal
    from merilo.web.tasks.models import Task

    user = User.objects.create_user("a@example.com", PASSWORD, name="A", role=Role.ADMINISTRATOR)
    secret = Factors().encrypt(FACTOR)
    Authenticator.objects.create(user=user, type="totp", data={"secret": secret})
    Task.objects.create(title="Ring Anna", by=user, account=user, made_at=NOW,
                        changed_at=NOW)  # fmt: skip
    month = {"since": date(2026, 11, 1), "until": date(2026, 11, 30)}
    Proposal.objects.create(
        batch=uuid4(), author="A", at=NOW, metric="revenue", target="5", **month
    )
    channel = Channel.objects.create(to=user, way="mail")
    Delivery.objects.create(channel=channel, next_at=NOW, at=NOW)
    Session.objects.create(session_key=SESSION, session_data="x", expire_date=NOW)
    Call.objects.create(connection="toy", sealed=BODY)
    cache.set("page", CACHED)


def write() -> None:
    from django.conf import settings

    from merilo.web.outbox.models import Parcel

    typed()
    for n in count(1):
        Parcel.objects.create(kind="log", content={"n": n}, author="A")
        if n % 3 == 0:
            carried()
        (Path(settings.HOME) / "written").write_text(str(n))


def typed() -> None:
    """Parcels become people, a new one each time they are put."""
    from merilo.facts.rows import create
    from merilo.facts.tables import TABLES
    from merilo.web.outbox import carry

    def put(load: Any, parcel: Any) -> None:
        row = {"connection": "typed", "id": f"{parcel.content['n']}-{load.number}", "name": "x"}
        create(load.db, TABLES["people"], [row], "incoming")
        load.put(TABLES["people"], load.db.sql("from incoming"))
        load.db.execute("drop table incoming")

    carry.kinds = lambda: {"log": put}


def carried() -> None:
    from merilo.web.outbox import carry

    carry.carry(NOW)


def tell(*homes: str) -> list[dict[str, Any]]:
    from django.conf import settings
    from django.db import connection

    typed()
    found = []
    for home in homes:
        connection.close()
        connection.settings_dict["NAME"] = f"{home}/work.sqlite3"
        settings.HOME = Path(home)
        carried()
        found.append(told(Path(home)))
    return found


def told(home: Path) -> dict[str, Any]:
    import duckdb
    from allauth.mfa.models import Authenticator
    from cryptography.fernet import InvalidToken
    from django.contrib.sessions.models import Session

    from merilo.facts.lake import Lake
    from merilo.facts.show import show
    from merilo.web.accounts.adapter import Factors
    from merilo.web.accounts.models import User
    from merilo.web.hooks.models import Call
    from merilo.web.notices.models import Delivery
    from merilo.web.outbox.models import Parcel
    from merilo.web.plans.models import Proposal
    from merilo.web.tasks.models import Task

    with duckdb.connect() as db:
        show(db, Lake(home / "lake").snapshot(), ["people"])
        rows = db.sql("select id from people where connection = 'typed'").fetchall()
    try:
        factors = [Factors().decrypt(one.data["secret"]) for one in Authenticator.objects.all()]
    except InvalidToken:
        factors = ["?"]
    return {
        "password": User.objects.get().check_password(PASSWORD), "factors": factors,
        "tasks": [one.title for one in Task.objects.all()],
        "plans": [one.target for one in Proposal.objects.all()],
        "passing": Session.objects.count() + Call.objects.count(),
        "unsent": Delivery.objects.filter(state="waiting").count(),
        "typed": sorted(parcel.content["n"] for parcel in Parcel.objects.all()),
        "carried": sorted(int(id.split("-")[0]) for (id,) in rows),
    }  # fmt: skip


def main(what: str, *words: str) -> None:
    import django

    django.setup()
    ways: dict[str, Any] = {"prepare": prepare, "write": write, "tell": tell}
    sys.stdout.write(json.dumps(ways[what](*words)))


if __name__ == "__main__":
    main(*sys.argv[1:])
