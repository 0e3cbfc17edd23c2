"""What belongs to no section: health, readings, language, light, errors."""

import json
import logging

import pytest
from django.test import Client

from merilo.web.accounts.models import Role
from merilo.web.frame.lines import Lines

pytestmark = pytest.mark.django_db


def test_health_tells_of_database_and_facts_and_of_nothing_else(over_two):
    response = Client().get("/health/")

    assert (response.status_code, response.json()) == (200, {"database": "ok", "facts": "ok"})


def test_health_of_an_empty_home_is_good(settings, tmp_path):
    settings.HOME = tmp_path

    assert Client().get("/health/").json() == {"database": "ok", "facts": "none"}


def test_health_of_a_broken_lake_is_not(settings, tmp_path):
    settings.HOME = tmp_path
    (tmp_path / "lake").mkdir()
    (tmp_path / "lake" / "published.json").write_text("{", "utf-8")
    response = Client().get("/health/")

    assert (response.status_code, response.json()["facts"]) == (503, "failed")


def test_readings_are_for_this_machine_alone(over_two):
    client = Client()
    client.get("/health/")

    assert (
        b'merilo_request_seconds_count{page="health",status="200"}'
        in client.get("/metrics.txt").content
    )
    assert client.get("/metrics.txt", REMOTE_ADDR="10.0.0.7").status_code == 404
    assert client.get("/metrics.txt", headers={"X-Forwarded-For": "8.8.8.8"}).status_code == 404


def test_empty_home_says_what_to_do(settings, tmp_path, signed):
    settings.HOME = tmp_path
    page = signed(Role.ADMINISTRATOR).get("/people/").content.decode()
    assert "No facts yet" in page
    assert "Import a file" in page
    assert (
        "Ask the administrator" in signed(Role.SELLER, "test:ann").get("/people/").content.decode()
    )


def test_language_before_signing_in_is_the_browsers_then_the_one_chosen(over_two):
    client = Client()
    page = client.get("/sign-in/", headers={"Accept-Language": "de,hu;q=0.8,en;q=0.5"})
    assert '<html lang="hu"' in page.content.decode()

    client.post("/language/", {"language": "ru", "next": "/sign-in/"})
    assert '<html lang="ru"' in client.get("/sign-in/").content.decode()
    client.post("/language/", {"language": "klingon"})
    assert '<html lang="ru"' in client.get("/sign-in/").content.decode()


@pytest.mark.parametrize(
    "to", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""]
)
def test_nobody_is_sent_to_another_site(over_two, signed, to):
    response = signed().post("/theme/", {"theme": "dark", "next": to})

    assert response["Location"] == "/"


def test_light_is_remembered_with_the_account(over_two, signed):
    client = signed()
    client.post("/theme/", {"theme": "dark", "next": "/people/"})

    assert 'data-bs-theme="dark"' in client.get("/people/").content.decode()


def test_unknown_page_and_wrong_question_are_told_in_the_readers_language(over_two, signed):
    client = signed(language="ru")

    assert client.get("/nothing/").status_code == 404
    answer = client.get("/people/?period=2017-13")
    assert answer.status_code == 422
    assert "2017-13" in answer.content.decode()


def test_bug_is_a_page_and_a_line_in_the_log_without_what_was_typed(
    over_two, signed, monkeypatch, caplog
):
    def broken(*_words, **_more):
        raise ZeroDivisionError("division by zero")

    client = signed()
    client.raise_request_exception = False
    monkeypatch.setattr("merilo.web.people.views.content", broken)
    with caplog.at_level(logging.ERROR):
        response = client.get("/people/?q=secret-name")

    assert response.status_code == 500
    assert "ZeroDivisionError" not in response.content.decode()
    lines = [json.loads(Lines().format(record)) for record in caplog.records]
    assert any("ZeroDivisionError" in line.get("trace", "") for line in lines)
    assert "secret-name" not in json.dumps(lines)


def test_line_of_the_log_has_page_and_time_but_no_address_or_name(over_two, signed, caplog):
    client = signed(Role.SELLER, "test:ann")
    with caplog.at_level(logging.INFO, "merilo.web"):
        client.get("/people/?q=Иванова&period=2017-10")
    line = json.loads(Lines().format(caplog.records[-1]))

    assert (line["page"], line["status"], line["method"]) == ("people", 200, "GET")
    assert line["ms"] > 0
    assert "Иванова" not in json.dumps(line, ensure_ascii=False)
    assert "example.com" not in json.dumps(line)


def test_page_goes_over_the_wire_small(over_firm, signed):
    client = signed()
    plain = client.get("/metrics/").content
    small = client.get("/metrics/", headers={"Accept-Encoding": "gzip"})

    assert small["Content-Encoding"] == "gzip"
    assert len(small.content) < len(plain) / 4
