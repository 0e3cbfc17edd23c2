"""The card of a person: what it shows, to whom, beside SQL by hand."""

import json
import re
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from merilo.report.feed import Entry, Feed
from merilo.web.accounts.models import Role
from merilo.web.people import work
from tests.home import ANNA, BORIS

pytestmark = pytest.mark.django_db
OCTOBER = {"period": "2017-10"}


def page(response) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def words(tag) -> str:
    return " ".join(tag.get_text(" ").split())


def tiles(response) -> dict[str, str]:
    """The figures by their names."""
    return {
        words(tile.h2): words(tile.select_one(".open, .unknown"))
        for tile in page(response).select(".tile")
    }


def test_card_shows_key_figures_and_who_it_is(over_two, signed):
    response = signed().get("/people/test:ann/", OCTOBER)
    found = tiles(response)

    assert words(page(response).h1) == ANNA
    assert found["Won"] == "2"
    assert found["Revenue"] == "₽3,000"  # 1,000 and 2,000.50
    assert found["Win rate"] == "66.7%"
    assert found["Meetings"] == "1"


def test_every_figure_opens_to_the_same_number(over_two, signed):
    client = signed()
    links = page(client.get("/people/test:ann/", OCTOBER)).select(".tile .open")

    assert len(links) >= 5
    for link in links:
        opened = page(client.get(link["href"])).select_one(".big")
        assert words(opened) == words(link)


def test_change_is_told_in_words_and_by_a_sign(over_two, signed):
    tile = page(signed().get("/people/test:ann/", {"period": "2017-11"})).select_one(".tile")

    assert words(tile.select_one(".tile-change")) == "−100.0% , Before: ₽3,000"


@pytest.mark.parametrize("piece", ["", "months/", "feed/"])
def test_who_is_out_of_sight_is_not_there(over_two, signed, piece):
    assert signed(Role.SELLER, "test:bob").get(f"/people/test:bob/{piece}").status_code == 200
    for key in ("test:ann", "test:nobody", "ann", "test:ann/x"):
        assert signed(Role.SELLER, "test:bob").get(f"/people/{key}/{piece}").status_code == 404
    assert signed(Role.HEAD, "test:bob").get("/people/test:nobody/" + piece).status_code == 404


@pytest.mark.parametrize("name", ["trend", "heat"])
def test_picture_is_by_the_same_rights(over_two, signed, name):
    own = signed(Role.SELLER, "test:bob")
    picture = own.get(f"/people/chart/{name}.png", OCTOBER | {"person": "test:bob"})

    assert picture.headers["Content-Type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    assert own.get(f"/people/chart/{name}.png", OCTOBER | {"person": "test:ann"}).status_code == 404
    assert own.get("/people/chart/none-of-ours.png").status_code == 404


def test_seller_reads_of_nobody_else_in_any_piece(over_two, signed):
    client = signed(Role.SELLER, "test:bob")
    for piece in ("", "months/", "feed/"):
        text = client.get(f"/people/test:bob/{piece}", OCTOBER).content.decode()
        assert BORIS in text
        assert ANNA not in text


@pytest.mark.parametrize("role", [Role.QUALITY, Role.TRAINER])
def test_reviewers_and_trainers_see_no_money(over_two, signed, role):
    client = signed(role)
    for piece in ("", "months/", "feed/"):
        text = client.get(f"/people/test:ann/{piece}", OCTOBER).content.decode()
        assert "₽" not in text
        assert "2,000" not in text
    assert "Revenue" not in tiles(client.get("/people/test:ann/", OCTOBER))
    refused = client.get("/people/test:ann/months/", OCTOBER | {"metric": "revenue"})
    assert "Revenue" not in refused.content.decode()


def test_feed_has_all_that_was_done_the_newest_first(over_two, signed):
    found = page(signed().get("/people/test:ann/feed/", OCTOBER)).select(".entry")

    kinds = sorted(words(one.strong) for one in found)
    assert kinds == ["Call"] * 3 + ["Deal lost", "Deal won", "Deal won", "Meeting"]
    times = [one.time["datetime"] for one in found]
    assert times == sorted(times, reverse=True)
    assert times[-1] == "2017-10-02T15:00:00+03:00"  # noon UTC in Moscow
    assert "2:35" in words(found[-1])


def test_feed_shows_only_the_kinds_chosen(over_two, signed):
    found = page(signed().get("/people/test:ann/feed/", OCTOBER | {"kinds": ["call", "meeting"]}))

    assert {words(one.strong) for one in found.select(".entry")} == {"Call", "Meeting"}


def test_recordings_lead_outside_and_robots_are_marked(over_two, signed, monkeypatch):
    def entry(recording: str, robot: bool) -> Entry:
        return Entry("call", datetime(2017, 10, 2, 12, tzinfo=UTC), "Deal", "Rosa", "out",
                     "reached", 90, recording, robot, None, None, None, None)  # fmt: skip

    known = [entry("https://pbx.example/1.mp3", False), entry("", True)]
    monkeypatch.setattr(work, "feed", lambda *_: Feed(known, 1, False))
    heard, robots = page(signed().get("/people/test:ann/feed/", OCTOBER)).select(".entry")

    link = heard.select_one("a")
    assert link["href"] == "https://pbx.example/1.mp3"
    assert set(link["rel"]) == {"noopener", "noreferrer", "external"}
    assert "not counted" not in words(heard)
    assert "robot, not counted" in words(robots)
    assert not robots.select("a")


def test_strange_pages_of_the_feed_are_the_first_or_empty(over_two, signed):
    client = signed()
    for number in ("0", "-1", "x", "9999999999", "٣"):
        answer = client.get("/people/test:ann/feed/", OCTOBER | {"page": number})
        assert answer.status_code == 200
    assert not page(client.get("/people/test:ann/feed/", OCTOBER | {"page": "7"})).select(".entry")


def calls_in_feed(client, key: str, period: str) -> int:
    """How many calls all pages of a feed show."""
    found, number = 0, 1
    while True:
        asked = {"period": period, "kinds": "call", "page": number}
        piece = page(client.get(f"/people/{key}/feed/", asked))
        found += len(piece.select(".entry"))
        if not piece.find("a", string=re.compile("Older")):
            return found
        number += 1


def test_of_a_mover_only_what_was_done_in_the_own_team(over_firm, signed, firm_db):
    """Kim came to T4, where Dana leads, on 1 February 2016."""

    def by_hand(since: str) -> int:
        (count,) = firm_db.execute(
            "select count(*) from activities where kind = 'call' and person = 'test:kim' and not "
            "coalesce(deleted, false) and occurred_on >= ? and occurred_on < '2016-04-01'", [since],
        ).fetchone()  # fmt: skip
        return count

    dana, everybody = signed(Role.HEAD, "test:dana"), signed()
    period = "2016-01..2016-03"

    assert calls_in_feed(dana, "test:kim", period) == by_hand("2016-02-01")
    assert calls_in_feed(everybody, "test:kim", period) == by_hand("2016-01-01")
    assert by_hand("2016-01-01") > by_hand("2016-02-01") > 0
    facts = words(page(dana.get("/people/test:kim/")).select_one(".who-facts"))
    assert "T4" in facts
    assert "T2" not in facts


def test_hours_add_up_to_the_figure(over_firm, signed):
    client = signed()
    asked = {"period": "2016-01..2016-04"}
    work = page(client.get("/people/test:ann/months/", asked | {"kind": "call"}))
    table = work.select(".work-heat tbody td")
    figure = page(client.get("/figures/calls/", asked | {"person": "test:ann"})).select_one(".big")

    assert sum(int(cell.get_text().replace(",", "")) for cell in table) == int(
        words(figure).replace(",", "")
    )


def test_months_of_the_chosen_metric_are_those_of_the_figure(over_firm, signed):
    client = signed()
    asked = {"period": "2016-03", "metric": "meetings"}
    work = page(client.get("/people/test:ann/months/", asked))
    rows = [[words(cell) for cell in row.find_all(["th", "td"])]
            for row in work.select(".work-trend tbody tr")]  # fmt: skip

    assert len(rows) == 12
    figure = page(client.get("/figures/meetings/", {"period": "2016-03", "person": "test:ann"}))
    assert rows[-1][:2] == ["Mar 2016", words(figure.select_one(".big"))]


def test_chart_is_data_that_cannot_end_its_script(over_two, signed):
    work = page(signed().get("/people/test:ann/months/", OCTOBER))
    blocks = work.select('figure script[type="application/json"]')

    assert len(blocks) == 2
    for block in blocks:
        assert "<" not in block.string
        assert json.loads(block.string)["spec"]["description"]
        assert json.loads(block.string)["formatLocale"]["decimal"] == "."


def test_pages_and_pieces_are_told_apart(over_two, signed):
    client = signed()
    for piece in ("months/", "feed/"):
        whole = client.get(f"/people/test:ann/{piece}", OCTOBER)
        part = client.get(f"/people/test:ann/{piece}", OCTOBER, headers={"HX-Request": "true"})
        assert b"<html" in whole.content
        assert b"<html" not in part.content
        assert "HX-Request" in part.headers["Vary"]


def test_address_of_the_card_follows_what_is_chosen(over_two, signed):
    client = signed()
    there = {"HX-Request": "true",
             "HX-Current-URL": "http://x/people/test:ann/?period=2017-10&kind=meeting"}  # fmt: skip

    chosen = client.get("/people/test:ann/feed/", OCTOBER | {"kinds": "won"}, headers=there)
    assert chosen.headers["HX-Replace-Url"] == (
        "/people/test:ann/?period=2017-10&kind=meeting&kinds=won"
    )
    loaded = client.get("/people/test:ann/feed/", OCTOBER,
                        headers=there | {"HX-Trigger": "feed"})  # fmt: skip
    assert "HX-Replace-Url" not in loaded.headers
    card = page(client.get("/people/test:ann/", OCTOBER | {"kinds": "won", "kind": "meeting"}))
    assert "kinds=won" in card.select_one("#feed")["hx-get"]
    assert "kind=meeting" in card.select_one("#work")["hx-get"]


def test_number_of_queries_does_not_grow_with_rows(over_firm, signed):
    client = signed()

    def queries(period: str) -> int:
        client.get("/people/test:ann/feed/", {"period": period})
        with CaptureQueriesContext(
            connection,
        ) as found:
            for piece in ("", "months/", "feed/"):
                client.get(f"/people/test:ann/{piece}", {"period": period})
        return len(found)

    assert queries("2016-01-01") == queries("2015-05..2016-04")
