"""A connection that goes, with what it brought or without."""

import pytest
from auditlog.models import LogEntry

from merilo.web.connections import reading
from merilo.web.connections.models import Reading
from merilo.web.jobs import start

pytestmark = pytest.mark.django_db


def test_disconnected_one_leaves_its_facts(toy):
    answer = toy.post("toy/disconnect/", {"facts": "keep"})
    assert answer.status_code == 302
    toy.page("toy/", 404)
    assert toy.rows("select count(*) from deals where not coalesce(deleted, false)") == [(2,)]
    assert not toy.secrets
    assert not Reading.objects.exists()
    toy.connect()  # again, under the same name
    assert toy.rows("select count(*) from deals") == [(2,)]


def test_facts_are_taken_away_by_whoever_types_the_name(toy, monkeypatch):
    monkeypatch.setattr(start, "call", lambda one: start.do(str(one.pk)))
    page = toy.page("toy/disconnect/")
    assert "deals</span>: <strong>2</strong>" in page
    refused = toy.post("toy/disconnect/", {"facts": "take", "sure": "to"})
    assert refused.status_code == 422
    assert "Type the name" in refused.content.decode()

    assert toy.post("toy/disconnect/", {"facts": "take", "sure": "toy"}).status_code == 302
    assert toy.rows("select count(*) from deals where not coalesce(deleted, false)") == [(0,)]
    toy.page("toy/", 404)
    said = LogEntry.objects.filter(additional_data__event="connection").latest("pk").changes
    assert said["deals"] == ["2", ""]


def test_facts_are_not_taken_while_somebody_reads(toy, monkeypatch):
    monkeypatch.setattr(start, "call", lambda one: start.do(str(one.pk)))
    monkeypatch.setattr(reading, "WAIT_S", 0.0)
    with reading.nobody("toy"):
        toy.post("toy/disconnect/", {"facts": "take", "sure": "toy"})
        kept = toy.post("toy/disconnect/", {"facts": "keep"})
    assert kept.status_code == 422
    assert toy.rows("select count(*) from deals where not coalesce(deleted, false)") == [(2,)]
    assert toy.connection.paused
