"""A system is connected by an administrator: tried first, its secrets shown nowhere."""

import logging
import shutil
import time
from pathlib import Path

import pytest
from auditlog.models import LogEntry
from django.test import Client

from merilo.company import Company
from merilo.errors import Impossible
from merilo.sources.sync import faults
from merilo.web.accounts.models import Role
from tests.sources.sync.toy import START
from tests.web.connections.conftest import TOKEN, jwt

pytestmark = pytest.mark.django_db


def everything(office) -> str:
    """Whatever lies in the home, and in the audit, as text."""
    files = [path.read_bytes() for path in office.home.rglob("*") if path.is_file()]
    audit = [f"{one.object_repr} {one.changes}" for one in LogEntry.objects.all()]
    return b"".join(files).decode("utf-8", "ignore") + "".join(audit)


def test_empty_page_offers_what_can_be_connected(office):
    page = office.page()
    assert "Connect the CRM" in page
    assert "/connections/new/toy/" in page
    assert office.page("new/").count("system") > 1


def test_trial_shows_the_account_and_keeps_nothing(office):
    answer = office.post("new/toy/", office.form(do="test"))
    page = answer.content.decode()

    assert answer.status_code == 200
    assert all(said in page for said in ("Toy &amp; Co", "Europe/Moscow", "RUB", "No right is"))
    assert TOKEN not in page
    assert not (office.home / "connections").exists()
    assert not (office.home / "secrets" / "connections" / "toy.enc").exists()


def test_trial_on_the_page_answers_with_what_came_of_it_alone(office):
    answer = office.post("new/toy/", office.form(do="test"), headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert "Toy &amp; Co" in page
    assert "<form" not in page

    bare = office.post("new/toy/", {"do": "test"}, headers={"HX-Request": "true"})
    assert bare.status_code == 422
    assert "Token: This is needed." in bare.content.decode()
    assert "<form" not in bare.content.decode()


def test_rights_that_are_missing_are_told(office):
    office.system.lacking = ("names of people cannot be read",)
    page = office.post("new/toy/", office.form(do="test")).content.decode()
    assert "names of people cannot be read" in page


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (None, "The token is not accepted"),
        (faults.Away("ConnectError"), "Nobody answers at this address"),
        (faults.Refused("404", 404), "There is no such account"),
        (faults.Lacking("403"), "has no right to read"),
        (faults.Refused(f"{TOKEN}x is odd", 400), "refuses it (400): *** is odd"),
        (faults.Blocked("403"), "blocked this server"),
        (Impossible("“x” is no address"), "is no address"),
        (RuntimeError(f"{TOKEN} wrong"), "Merilo made a mistake"),
    ],
)
def test_failed_trial_is_one_sentence_without_the_token(office, fault, said, caplog):
    office.system.fault = fault
    caplog.set_level(logging.DEBUG)
    answer = office.post("new/toy/", office.form(**{"f-token": f"{TOKEN}x"}))
    page = answer.content.decode()

    assert answer.status_code == 422
    assert said in page
    assert "Traceback" not in page
    assert "https://8.8.8.8" in page  # the form is kept, all but the token
    assert TOKEN not in page + caplog.text + everything(office)
    assert not (office.home / "connections").exists()


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"name": "Files!"}, "is no name of a connection"),
        ({"name": "files"}, "is no name of a connection"),
        ({"name": "new"}, "is no name of a connection"),
        ({"f-token": ""}, "This is needed"),
        ({"f-way": "three"}, "Choose one of the list"),
        ({"f-address": "http://127.0.0.1:1"}, "leads into a private network"),
    ],
)
def test_what_is_filled_in_wrongly_is_said_beside_it(office, said, wrong):
    answer = office.post("new/toy/", office.form(**said))
    assert answer.status_code == 422
    assert wrong in answer.content.decode()
    assert office.system.greeted == 0


def test_address_within_is_reached_if_the_server_allows_it(office, settings):
    settings.PRIVATE_HOSTS = frozenset({"127.0.0.1"})
    office.connect(**{"f-address": "http://127.0.0.1:1"})


def test_connected_system_is_read_at_once(office):
    office.system.streams[0].put("d1", START - 86_400)
    assert office.connect()["Location"] == "/connections/toy/"

    assert office.connection.settings == {"address": "https://8.8.8.8", "way": "one"}
    assert office.secrets == {"token": TOKEN}
    assert office.rows("select connection, id from deals") == [("toy", "d1")]
    page = office.page("toy/")
    assert "Read 0 seconds ago" in page or "read " in page
    assert "Toy &amp; Co" in page
    assert TOKEN not in page + office.page() + everything(office)
    assert "Connection changed" in office.client.get("/audit/").content.decode()


def test_name_is_used_once(office):
    office.connect()
    assert 'value="toy2"' in office.page("new/toy/")
    answer = office.post("new/toy/", office.form())
    assert answer.status_code == 422
    assert "There is a connection" in answer.content.decode()


def test_new_home_is_founded_upon_the_account(office):
    (office.home / "merilo.yaml").unlink()
    office.connect()
    company = Company.load(office.home)
    assert (company.name, company.zone, company.currency) == (
        "Toy & Co", "Europe/Moscow", "RUB",
    )  # fmt: skip


def test_company_that_is_there_stays(office):
    Company(name="Mine", zone="Europe/Budapest", currency="HUF").save(office.home)
    page = office.post("new/toy/", office.form(do="test")).content.decode()
    assert "The company counts in HUF" in page
    office.connect()
    assert Company.load(office.home).currency == "HUF"


def test_new_token_is_tried_and_kept_and_the_old_never_shown(office):
    office.connect()
    office.system.good = {"another-token"}
    said = {"f-address": "https://8.8.8.8"}
    wrong = office.post("toy/sign-in/", {**said, "f-token": "no-such-token"})
    assert wrong.status_code == 422
    assert "The former token is still kept" in wrong.content.decode()
    assert office.secrets == {"token": TOKEN}

    right = office.post("toy/sign-in/", {**said, "f-token": "another-token"})
    assert right.status_code == 302
    assert office.secrets == {"token": "another-token"}
    page = office.page("toy/sign-in/")
    assert "kept since" in page
    assert "another-token" not in page + everything(office)


def test_token_is_not_sent_to_another_address_than_it_was_given_for(office):
    office.connect()
    asked = office.system.greeted
    answer = office.post("toy/sign-in/", {"f-address": "https://1.1.1.1", "f-token": ""})

    assert answer.status_code == 422
    assert "This is needed" in answer.content.decode()
    assert office.system.greeted == asked
    assert office.connection.settings["address"] == "https://8.8.8.8"


def test_address_that_the_system_calls_outlives_a_new_token(office):
    office.connect()
    office.system.heard = lambda *_: []
    assert "Make an address" in office.page("toy/")
    office.act("hook")
    hook = office.secrets["hook"]
    assert hook in office.page("toy/")

    office.post("toy/sign-in/", {"f-address": "https://8.8.8.8", "f-token": TOKEN})
    assert office.secrets == {"token": TOKEN, "hook": hook}
    assert hook not in office.page("toy/sign-in/")


def test_end_of_a_token_is_told(office):
    token = jwt(int(time.time()) + 3 * 86_400)
    office.system.good = {token}
    office.connect(**{"f-token": token})
    assert "The token ends on" in office.page("toy/")
    assert "ends on" in office.page("toy/sign-in/")


def test_secrets_of_another_key_are_said_to_be_unreadable(office, tmp_path):
    office.connect()
    shutil.rmtree(tmp_path / "config")
    office.act("now")
    page = office.page("toy/")
    assert "sealed with another key" in page
    assert office.post("toy/sign-in/", {"f-address": "https://8.8.8.8", "f-token": TOKEN}
                       ).status_code == 302  # fmt: skip


def test_form_without_its_mark_changes_nothing(office, user):
    client = Client(enforce_csrf_checks=True)
    client.force_login(user(Role.ADMINISTRATOR), "django.contrib.auth.backends.ModelBackend")
    assert client.post("/connections/new/toy/", office.form()).status_code == 403
    assert not Path(office.home / "connections").exists()


def test_system_that_is_not_there_is_not_there(office):
    for path in (
        "new/nothing/",
        "nothing/",
        "nothing/choices/",
        "nothing/people/",
        "nothing/fields/",
        "nothing/sign-in/",
        "nothing/disconnect/",
        "nothing/state/",
    ):
        office.page(path, 404)  # fmt: skip
