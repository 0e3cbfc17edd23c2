"""A worker that is killed, in processes that `tests.warm` forks; run by test_killed.

`prepare` makes a home with an upload that waits to be imported; `work N` is the real worker, which
kills itself (kill -9) at the N-th step of the import, 0 never; `tell` prints what there is.
`edit N` is a page at which an administrator adds a unit, killed likewise; `mended` prints what
there is of it once the worker has begun and swept.

A step is a file of the lake that our code writes, syncs, renames or removes, and each writing down
of how far it is. None of it depends on the clock.
"""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bomb import Bomb

HOME = Path(os.environ["MERILO_HOME"])
ROWS = 300


def prepare() -> dict[str, Any]:
    """A home, an account, and a file that was mapped and tried."""
    import shutil

    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    from merilo.web.accounts.models import Role, User
    from merilo.web.data import jobs
    from merilo.web.data.models import Paper, Upload
    from merilo.web.jobs.at_work import Work
    from merilo.web.jobs.models import Run, State
    from merilo.web.jobs.start import start

    user = User.objects.create_user("a@example.com", name="A", role=Role.ADMINISTRATOR)
    upload = Upload.objects.create(who=user)
    paper = Paper.objects.create(upload=upload, place=0, size=1, name="deals.csv")
    paper.path.parent.mkdir(parents=True)
    lines = [f"{n};Анна;{n};Оплачено;01.10.2017;08.{n % 12 + 1:02}.2018" for n in range(ROWS)]
    paper.path.write_text("id;Менеджер;Сумма;Статус;Создан;Закрыт\n" + "\n".join(lines), "utf-8")
    run = Run.objects.create(kind="look", arguments={"upload": str(upload.pk)}, state=State.RUNNING)
    jobs.look(Work(run))
    jobs.attempt(Work(run))
    run.delete()
    upload.refresh_from_db()
    upload.run = start("import", user, upload=str(upload.pk))
    upload.save()
    shutil.rmtree(HOME / "tmp", ignore_errors=True)
    return {"stage": upload.stage}


def work(step: int) -> dict[str, Any]:
    """The worker of `merilo serve`, with a bomb in it."""
    from django.core.management import call_command

    from merilo.web.data import jobs
    from merilo.web.jobs import start
    from merilo.web.jobs.at_work import Work

    around = bomb(step)
    around(Work, "note")
    around(jobs, "settle")
    around(start, "take")
    call_command("run_huey", quiet=True)
    return {}


def edit(step: int) -> dict[str, Any]:
    """A new unit, typed at its page."""
    from django.test import Client

    from merilo.web.accounts.models import User
    from merilo.web.data import log

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.get())
    around = bomb(step)
    around(log, "write")
    form = {"name": f"Unit {step}", "kind": "team", "parent": ""}
    answer = client.post("/staff/units/new/", form)
    return {"status": answer.status_code}


def mended() -> dict[str, Any]:
    """Units in the lake, entries in the audit."""
    from datetime import UTC, datetime, timedelta

    from auditlog.models import LogEntry

    from merilo.facts.lake import Lake
    from merilo.facts.staff import staff
    from merilo.web.data.sweep import clear, settle

    soon = datetime.now(UTC) + timedelta(minutes=2)
    settle(soon)
    clear(soon)
    clear(soon)
    lake = Lake(HOME / "lake")
    units = [unit.name for unit in staff(lake.snapshot()).units.values()] if lake.exists() else []
    entries = LogEntry.objects.filter(additional_data__event="people")
    return {"units": units, "entries": [entry.object_repr for entry in entries],
            "doctor": len(lake.doctor(soon)) if lake.exists() else 0}  # fmt: skip


def bomb(step: int) -> Callable[[Any, str], None]:
    """Kills this process at that step; gives what makes steps of a function."""
    bomb = Bomb(step, HOME / "steps")
    bomb.touching(HOME / "lake")
    return bomb.around


def tell() -> dict[str, Any]:
    """What the lake holds, and what the rows about work say."""
    import duckdb

    from merilo.facts.lake import Lake
    from merilo.facts.show import show
    from merilo.web.data.models import Sheet
    from merilo.web.jobs.models import Run

    run, sheet = Run.objects.get(), Sheet.objects.get()
    told: dict[str, Any] = {"state": run.state, "tries": run.tries, "error": run.error,
                            "loaded": sheet.loaded, "deals": 0, "calendar": 0}  # fmt: skip
    lake = Lake(HOME / "lake")
    if lake.exists():
        snapshot = lake.snapshot()
        with duckdb.connect() as db:
            show(db, snapshot, ["deals", "calendar", "people"])
            for table in ("deals", "calendar", "people"):
                ((told[table],),) = db.sql(f"select count(*) from {table}").fetchall()
        told["number"] = snapshot.number
    return told


def main(what: str, *numbers: str) -> None:
    """One of these, by its name, in a process that tests.warm has forked."""
    ways: dict[str, Any] = {"prepare": prepare, "work": work, "tell": tell,
                            "edit": edit, "mended": mended}  # fmt: skip
    sys.stdout.write(json.dumps(ways[what](*map(int, numbers))))
