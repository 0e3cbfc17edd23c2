"""The card of a person: who they are, key figures, places in the team."""

from datetime import date

import pytest

from merilo.metrics.question import EVERYBODY, Scope, Span
from merilo.report.card import metrics, of_team, profile, team, tiles
from tests.builders import TODAY, call, deal, posting, row
from tests.desks import desk


def person(key: str, **said):
    return row("people", said, connection="test", id=key, name=key.title())


def team_of(**calls: int):
    """A team in which each made so many calls in October 2017."""
    acts = [
        call(1 + n % 28, person=f"test:{who}")
        for who, many in calls.items() for n in range(many)
    ]  # fmt: skip
    return {
        "people": [person(who, role="seller", unit="test:n") for who in calls],
        "postings": [posting(f"test:{who}", unit="test:n") for who in calls],
        "units": [row("units", {}, id="n", name="North", kind="team")],
        "activities": acts,
    }


def asked(now, *ids, key="test:ann", scope=EVERYBODY, period="2017-10"):
    question = now.question(ids, period, (), (), "then", scope)
    return question.only((("person", (key,)),))


def test_profile_says_where_since_when_and_whom_they_report_to():
    now = desk(
        people=[person("ann", head="test:bob", hired_on=date(2016, 2, 1))],
        postings=[posting("test:ann", unit="test:s", until=date(2017, 1, 1)),
                  posting("test:ann", unit="test:n", since=date(2017, 1, 1))],
    )  # fmt: skip
    who = profile(now, EVERYBODY, "test:ann")

    assert (who.name, who.role, who.unit, who.head) == ("Ann", "seller", "test:n", "test:bob")
    assert (who.since, who.gone(TODAY), who.away) == (date(2016, 2, 1), False, False)


def test_gone_from_the_first_day_no_longer_there():
    now = desk(people=[person("ann", left_on=TODAY)])

    assert profile(now, EVERYBODY, "test:ann").gone(TODAY)
    assert not profile(now, EVERYBODY, "test:ann").gone(date(2018, 1, 14))


@pytest.mark.parametrize(
    ("until", "away"), [(date(2018, 1, 16), True), (TODAY, False), (None, True)]
)
def test_away_up_to_the_first_day_back(until, away):
    leave = row("absences", {}, person="test:ann", since=date(2018, 1, 10), until=until)
    now = desk(people=[person("ann")], absences=[leave])

    assert profile(now, EVERYBODY, "test:ann").away is away


def test_to_a_former_head_it_is_not_told_where_somebody_is_today():
    scope = Scope(frozenset(), (Span("test:ann", date.min, date(2017, 10, 15)),))
    leave = row("absences", {}, person="test:ann", since=date(2018, 1, 10), until=None)
    now = desk(
        people=[person("ann", role="closer", unit="test:s", head="test:bob")], absences=[leave],
        postings=[posting("test:ann", unit="test:n", until=date(2017, 10, 15)),
                  posting("test:ann", unit="test:s", since=date(2017, 10, 15))],
    )  # fmt: skip
    who = profile(now, scope, "test:ann")

    assert (who.unit, who.head, who.away) == ("test:n", None, False)


def test_tile_has_the_figure_the_change_the_range_and_twelve_months():
    now = desk(**team_of(ann=40, bob=10, cid=10, dan=10))
    question = asked(now, "calls")
    (tile,) = tiles(now, question, team(now, question))

    assert (tile.value, tile.before, tile.changed) == (40, 0, None)
    assert (tile.interval.low, tile.interval.high) == pytest.approx((28.58, 54.47), abs=0.01)
    assert len(tile.months) == 12
    assert tile.months[-1] == 40
    assert (tuple(tile.places), tile.of) == ((1, 1), 4)


def test_places_are_among_those_of_the_same_role_in_the_unit():
    facts = team_of(ann=40, bob=10)
    facts["postings"] += [posting("test:fay", unit="test:n", role="head"),
                          posting("test:eve", unit="test:s")]  # fmt: skip
    now = desk(**facts)
    question = asked(now, "calls")
    group = team(now, question)
    (tile,) = tiles(now, question, group)

    assert (group.unit, group.role, tile.of) == ("test:n", "seller", 2)


def test_places_stand_also_for_a_seller_who_sees_nobody_else():
    now = desk(**team_of(ann=40, bob=10, cid=10))
    question = asked(now, "calls", scope=Scope(frozenset({"test:ann"})))
    (tile,) = tiles(now, question, team(now, question))

    assert (tuple(tile.places), tile.of) == ((1, 1), 3)


def test_alone_in_the_team_nobody_has_a_place():
    now = desk(**team_of(ann=40))
    question = asked(now, "calls")
    (tile,) = tiles(now, question, team(now, question))

    assert tile.places is None


def test_line_of_the_team_is_the_mean_of_its_people_or_its_own_share():
    facts = team_of(ann=40, bob=20, cid=0)
    lost = [deal(owner=f"test:{who}", outcome="lost") for who in ("bob", "bob", "cid")]
    facts["deals"] = [deal(owner="test:ann"), deal(owner="test:bob"), *lost]
    now = desk(**facts)
    question = asked(now, "calls", "win_rate")
    group = team(now, question)

    def october(metric):
        return of_team(now, question, question.catalogue.find(metric), group, True)[-1]

    assert october("calls") == 20
    assert october("win_rate") == 0.4  # 2 of 5, not the mean of 100 %, a third and nothing


def test_team_of_two_tells_the_one_nothing_of_the_other():
    now = desk(**team_of(ann=40, bob=20))
    question = asked(now, "calls")
    calls, group = question.catalogue.find("calls"), team(now, question)

    assert of_team(now, question, calls, group, alone=True) == [None] * 12
    assert of_team(now, question, calls, group, alone=False)[-1] == 30


def test_key_figures_are_those_of_the_role_and_for_the_reader():
    assert "call_to_meeting" in metrics("cold_caller", lambda _: True)
    assert metrics("seller", lambda _: True)[0] == "revenue"
    assert metrics("something of their own", lambda _: True) == metrics("seller", lambda _: True)
    shown = metrics("account_manager", lambda id: id in {"calls", "meetings", "satisfaction"})
    assert set(shown) == {"calls", "meetings", "satisfaction"}
    for role in ("cold_caller", "seller", "account_manager", "head", None):
        assert 6 <= len(metrics(role, lambda _: True)) <= 8


def test_figures_of_a_mover_are_of_the_days_in_sight():
    scope = Scope(frozenset(), (Span("test:ann", date.min, date(2017, 10, 15)),))
    now = desk(**team_of(ann=28, bob=28) | {"absences": []})
    question = asked(now, "calls", scope=scope)
    (tile,) = tiles(now, question, None)

    assert tile.value == 14
    assert tile.places is None
