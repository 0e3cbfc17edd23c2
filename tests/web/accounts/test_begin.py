"""How it begins: the first link, the keys of the installation, the demo door, the way back in."""

import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client

from merilo.web import secrets
from merilo.web.accounts.begin import begin, first
from merilo.web.accounts.models import Invitation, Role, User
from tests.web.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
RUN = "from merilo.cli.main import run; run()"


def test_first_link_makes_the_administrator_and_dies(staffed, settings):
    word = first(NOW)
    said = {"name": "Me", "email": "Me@firm.example", "password": PASSWORD}
    assert Client().post(f"/join/{word}/", said).status_code == 302
    user = User.objects.get()
    assert (user.email, user.role) == ("me@firm.example", "administrator")
    assert Client().get(f"/join/{word}/").status_code == 404
    assert first(NOW) == ""


def test_each_start_ends_the_link_of_the_one_before(db):
    old, new = first(NOW), first(NOW)
    assert [Client().get(f"/join/{word}/").status_code for word in (old, new)] == [404, 200]


def test_administrator_of_the_demo_company_counts_only_behind_its_door(settings, db):
    User.objects.create_user("a@demo.example", role=Role.ADMINISTRATOR, demo=True)
    settings.DEMO_DOOR = True
    assert first(NOW) == ""
    settings.DEMO_DOOR = False
    assert first(NOW)


def test_keys_are_for_the_owner_alone(tmp_path):
    made = secrets.key(tmp_path, "web")
    assert secrets.key(tmp_path, "web") == made
    assert len(made) >= 64
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "secrets" / "web.key").stat().st_mode & 0o777 == 0o600
    assert secrets.key(tmp_path / "other", "web") != made


def test_demo_door_opens_demo_accounts_alone(staffed, settings, account, client):
    settings.DEMO_DOOR = True
    real = account("ann@firm.example")
    made = User.objects.create_user("d@demo.example", name="D", role=Role.SELLER, demo=True)
    assert client.post("/look/", {"as": real.pk}).status_code == 404
    assert client.post("/look/", {"as": "x"}).status_code == 404
    assert client.get("/account/").status_code == 302
    assert client.post("/look/", {"as": made.pk}).status_code == 302
    assert client.get("/account/").status_code == 200


def test_demo_door_is_shut_for_other_machines(staffed, settings, client):
    settings.DEMO_DOOR = False
    made = User.objects.create_user("d@demo.example", name="D", role=Role.SELLER, demo=True)
    assert client.post("/look/", {"as": made.pk}).status_code == 404
    assert b"persona" not in client.get("/sign-in/").content


def test_company_of_real_facts_gets_no_demo_accounts(staffed, settings):
    settings.DEMO_DOOR = True
    begin()
    assert not User.objects.exists()


def run(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    known = {name: value for name, value in os.environ.items() if not name.startswith("MERILO")}
    return subprocess.run([sys.executable, "-c", RUN, "invite", "--home", home, *words],
                          env=known | {"LANG": "C"}, capture_output=True, text=True)  # fmt: skip


def test_command_lets_an_administrator_in_when_nobody_can(tmp_path):
    done = run(tmp_path, "--address", "https://merilo.firm.example/")
    assert done.returncode == 0, done.stderr
    assert re.search(r"^  https://merilo\.firm\.example/join/[\w-]{43}/$", done.stdout, re.M)


def test_command_knows_the_roles(tmp_path):
    from merilo.cli.invite import ROLES

    assert {*ROLES} == {*Role.values}
    assert run(tmp_path, "--role", "owner").returncode == 2


def test_two_by_one_link_make_one_account(staffed, db):
    """The second finds it used, even if both saw the form."""
    _made, word = Invitation.make(NOW, role=Role.SELLER)
    said = {"name": "N", "email": "n@firm.example", "password": PASSWORD}
    answers = [Client().post(f"/join/{word}/", said) for _browser in range(2)]
    assert [answer.status_code for answer in answers] == [302, 404]
