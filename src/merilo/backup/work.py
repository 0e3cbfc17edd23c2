"""Copies of the databases in a home: by SQLite's own way, which gives one moment of each, whoever
writes meanwhile; and what of them stays out."""

import sqlite3
from contextlib import closing
from pathlib import Path

from merilo.errors import FileError
from merilo.words import say

BUSY_S = 30.0
# What holds for an hour only, or belongs to a visit: who is signed in, or away to sign in at
# another system; what others called (the source is asked anew); pages made before.
PASSING = ("django_session", "usersessions_usersession", "connections_trip", "hooks_call", "cache")
# What was about to be sent has been sent by the time anybody needs a backup.
UNSENT = "update notices_delivery set state = 'dropped' where state in ('waiting', 'sending')"
# Without the key that sealed them nobody passes them any more: see `sealed`.
FACTORS = "delete from mfa_authenticator where type in ('totp', 'recovery_codes')"


def copied(source: Path, target: Path) -> None:
    """The database as it is at one moment. It is read at once, and nobody who writes waits."""
    target.unlink(missing_ok=True)
    target.touch(0o600)
    found, made = sqlite3.connect(source, timeout=BUSY_S), sqlite3.connect(target)
    with closing(found), closing(made):
        found.backup(made)
        made.execute("pragma journal_mode = delete")


def cleaned(path: Path) -> None:
    """Without what passes; and nothing of it is left in the file."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        there = tables(db)
        for table in {*PASSING} & there:
            db.execute(f"delete from {table}")
        if "notices_delivery" in there:
            db.execute(UNSENT)
        db.execute("vacuum")


def unfactored(path: Path) -> int:
    """Without second factors that nobody can pass any more. How many there were."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        if "mfa_authenticator" not in tables(db):
            return 0
        return db.execute(FACTORS).rowcount


def accounts(path: Path) -> int:
    """How many accounts there are."""
    with closing(sqlite3.connect(path)) as db:
        if "accounts_user" not in tables(db):
            return 0
        (count,) = db.execute("select count(*) from accounts_user").fetchone()
        return int(count)


def uploads(path: Path) -> set[str]:
    """The folders of files that came and are not imported yet."""
    with closing(sqlite3.connect(path)) as db:
        if "data_upload" not in tables(db):
            return set()
        found = db.execute("select id from data_upload where stage <> 'done'").fetchall()
        return {str(id) for (id,) in found}


def sound(path: Path, file: str) -> None:
    """FileError if it is no whole database."""
    try:
        with closing(sqlite3.connect(path)) as db:
            ((said,),) = db.execute("pragma quick_check(1)").fetchall()
    except (sqlite3.Error, ValueError) as error:
        said = str(error)
    if said != "ok":
        raise FileError(file, say("its database {name} is damaged: {said}", name=path.name,
                                  said=said))  # fmt: skip


def tables(db: sqlite3.Connection) -> set[str]:
    """The names of its tables."""
    found = db.execute("select name from sqlite_master where type = 'table'").fetchall()
    return {str(name) for (name,) in found}
