"""What is typed reaches the lake once, in order, whatever falls in between."""

from datetime import UTC, datetime

import pytest

from merilo.facts.lake import Lake
from merilo.web.outbox import carry as module
from merilo.web.outbox.carry import carry
from merilo.web.outbox.models import Parcel
from tests.web.plans.test_sheet import ANN, plans

pytestmark = pytest.mark.django_db


def test_several_go_as_one_load_in_their_order(planner, own_home):
    director = planner()
    for text in ("100", "200", "300"):
        director.set({ANN: text})
    before = Lake(own_home / "lake").snapshot().number

    assert carry() == 3
    assert [row[3:5] for row in plans(own_home)] == [(100, False), (200, False), (300, True)]
    assert Lake(own_home / "lake").snapshot().number == before + 1
    assert {*Parcel.objects.values_list("load", flat=True)} == {before + 1}


def test_fallen_after_the_load_it_is_not_carried_twice(planner, own_home):
    director = planner()
    director.set({ANN: "100"})
    carry()
    Parcel.objects.update(load=None)  # as if the server had died before it wrote this down

    carry()
    assert len(plans(own_home)) == 1
    assert not Parcel.objects.filter(load=None).exists()


def test_fallen_before_the_load_it_is_carried_later(planner, own_home, monkeypatch):
    director = planner()
    director.set({ANN: "100"})

    def falls(*_):
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(module, "kinds", lambda: {"plans": falls})
        with pytest.raises(RuntimeError):
            carry()
    assert plans(own_home) == []
    carry()
    assert len(plans(own_home)) == 1


def test_while_another_writes_it_waits(planner, own_home, monkeypatch):
    director = planner()
    director.set({ANN: "100"})
    monkeypatch.setattr(module, "WAIT_S", 0.1)
    with Lake(own_home / "lake").writing("somebody", datetime.now(UTC)):
        assert carry() == 0
    assert director.cells() == {ANN: "100"}
    assert carry() == 1
