"""The daily report: what is counted is shown, what nobody counts is typed and counts from then on,
a correction takes the place of what was."""

from datetime import date
from uuid import uuid4

import duckdb
import pytest

from merilo.facts.lake import Lake
from merilo.facts.show import show
from merilo.web.accounts.models import Role
from merilo.web.daily.models import Filed
from tests.web.daily.conftest import days_of, of_person

pytestmark = pytest.mark.django_db
DAY = "2017-10-05"


@pytest.fixture(autouse=True)
def evening(clock):
    clock(f"{DAY} 18:00")


def rows(home, table: str, columns: str, order: str) -> list[tuple]:
    """What was typed here, by hand from the lake."""
    with duckdb.connect() as db:
        show(db, Lake(home / "lake").snapshot(), [table])
        sql = f"select {columns} from {table} where connection = 'merilo' order by {order}"
        return db.execute(sql).fetchall()


def test_what_a_system_counts_is_shown_and_opens(reporter):
    page = reporter("bob").page()

    field = page.select_one("[data-field=calls]")
    link = field.select_one("[data-counted]")
    assert link.get_text(strip=True) == "3"
    assert link["href"].startswith("/figures/calls/?period=2017-10-05&person=test%3Abob")
    assert field.select_one(".daily-done input") is None
    typed = page.select_one("[data-field=meetings] .daily-done input")
    assert typed is not None, "no system counts his meetings"


def test_typed_calls_are_calls_from_then_on_and_a_correction_takes_their_place(
    reporter, carried, october
):
    ann = reporter("ann")
    assert ann.file({"calls": 12, "meetings": 2}).json()["filed"] == 1
    assert carried() == 1
    assert (of_person("calls", "ann", DAY), of_person("meetings", "ann", DAY)) == (12, 2)
    assert of_person("calls_out", "ann", DAY) == 0, "nobody knows which way they went"

    assert ann.file({"calls": 9, "meetings": 2}).json()["filed"] == 2
    carried()
    assert of_person("calls", "ann", DAY) == 9
    ann.file({"calls": 11, "meetings": 2})
    carried()
    assert of_person("calls", "ann", DAY) == 11
    found = rows(october, "activities", "id, occurred_on, deleted, author", "kind, length(id), id")
    assert [(id, day, author) for id, day, _gone, author in found[:12]] == [
        (f"report:test:ann:{DAY}:call:{n}", date(2017, 10, 5), "person") for n in range(1, 13)
    ]
    assert [gone for _id, _day, gone, _author in found] == [False] * 11 + [True] + [False] * 2


def test_more_than_five_hundred_is_refused_in_one_sentence(reporter, carried):
    answer = reporter("ann").file({"calls": 501, "meetings": 2})

    assert answer.status_code == 422
    assert answer.json()["problems"] == {
        "calls": "more than 500 a day cannot be typed: is the figure right?"
    }
    assert (Filed.objects.count(), carried()) == (0, 0)
    assert reporter("ann").file({"calls": 500}).status_code == 200


@pytest.mark.parametrize("text", ["many", "-1", "2.5", "1e400"])
def test_what_is_no_figure_is_refused_and_stays_in_the_form(reporter, text):
    ann = reporter("ann")
    answer = ann.client.post("/report/", {
        "key": str(uuid4()), "day": DAY, "f.calls": text, "comment": "ill",
    })  # fmt: skip

    assert answer.status_code == 422
    assert not Filed.objects.exists()
    assert f'value="{text}"' in answer.content.decode()
    assert "ill" in answer.content.decode()


def test_another_figure_than_is_counted_needs_a_reason_and_stands_beside(
    reporter, carried, october
):
    bob = reporter("bob")
    answer = bob.file({"calls": 25})
    assert answer.status_code == 422
    assert "why" in answer.json()["problems"]["calls"]

    assert bob.file({"calls": 25}, whys={"calls": "from my own phone"}).status_code == 200
    carried()
    assert of_person("calls", "bob", DAY) == 3, "the figures stay those that are counted"
    said = "person, day, metric, value::int, deleted"
    day = date(2017, 10, 5)
    assert rows(october, "entries", said, "id") == [("test:bob", day, "calls", 25, False)]
    own = bob.page().select_one("[data-field=calls]").get_text(" ", strip=True)
    assert "typed 25, counted 3" in own
    head = reporter("eve", Role.HEAD).page("/reports/one/", person="test:bob", day=DAY)
    line = head.select_one("tbody tr").get_text(" ", strip=True)
    assert line.startswith("Calls")
    assert "25 from my own phone 3" in line

    bob.file({"calls": 20}, whys={"calls": "counted again"})
    carried()
    assert rows(october, "entries", said, "id") == [("test:bob", day, "calls", 20, False)]
    bob.file({"calls": 3})  # it was right after all
    carried()
    assert rows(october, "entries", said, "id") == [("test:bob", day, "calls", None, True)]


def test_plan_of_the_day_is_the_month_by_its_working_days_as_it_stood_then(reporter, clock):
    """220 of 23 working days make 9.6 a day until the 16th, when 110 made 4.8 of it."""
    clock("2017-10-20 18:00")
    ann = reporter("ann")

    def planned(day: int) -> str:
        page = ann.page(day=f"2017-10-{day:02}")
        return page.select_one("[data-field=calls] [data-plan]").get_text(strip=True)

    assert [planned(day) for day in (5, 15, 16, 20)] == ["9.6", "—", "4.8", "4.8"]


def test_field_furthest_below_its_plan_comes_first_and_says_so(reporter, carried):
    ann = reporter("ann")
    ann.file({"calls": 4, "meetings": 1})
    first = ann.page().select_one("[data-field]")

    assert first["data-field"] == "calls"
    assert "4 of 9.6 planned for the day, 5.6 below" in first.get_text(" ", strip=True)
    ann.file({"calls": 9, "meetings": 0})
    assert [one["data-field"] for one in ann.page().select("[data-field]")][:2] == [
        "meetings", "calls",
    ]  # fmt: skip


def test_what_is_sent_twice_is_filed_once_and_another_time_is_a_correction(reporter, carried):
    ann, key = reporter("ann"), uuid4()
    for _try in range(3):
        assert ann.file({"calls": 7}, key=key, comment="fine").json()["filed"] == 1
    assert ann.file({"calls": 7}, comment="fine").json()["filed"] == 1, "nothing is otherwise"
    assert Filed.objects.count() == carried() == 1

    ann.file({"calls": 8}, comment="fine", why="one forgotten")
    trace = ann.page().select_one(".daily-trace").get_text(" ", strip=True)
    assert "Calls: 7 → 8" in trace
    assert "one forgotten" in trace


def test_key_of_somebody_elses_report_is_refused(reporter):
    key = uuid4()
    reporter("ann").file({"calls": 7}, key=key)

    assert reporter("dan").file({"calls": 1}, key=key).status_code == 422
    assert [one.person for one in Filed.objects.all()] == ["test:ann"]


def test_late_is_what_comes_after_the_time(reporter, clock):
    ann = reporter("ann")
    clock("2017-10-05 20:00")
    ann.file({"calls": 1})
    clock("2017-10-06 20:01")
    ann.file({"calls": 1})
    clock("2017-10-09 09:00")
    ann.file({"calls": 2}, day="2017-10-05")

    late = Filed.objects.values_list("day__day", "number", "late")
    assert [*late] == [(5, 1, False), (5, 2, True), (6, 1, True)]


def test_days_to_come_and_long_past_are_refused(reporter):
    ann = reporter("ann")
    assert ann.file({"calls": 1}, day="2017-09-04").status_code == 200
    answer = ann.file({"calls": 1}, day="2017-09-03")

    assert answer.status_code == 422
    assert "31 days" in answer.json()["problems"][""]
    assert ann.file({"calls": 1}, day="2017-10-06").status_code == 422
    assert [str(one.day) for one in Filed.objects.all()] == ["2017-09-04"]


def test_from_the_day_a_source_delivers_it_is_counted_and_not_twice(reporter, carried, october):
    from datetime import UTC, datetime

    from merilo.facts.rows import create
    from merilo.facts.tables import TABLES
    from merilo.sources.engine.reported import withdraw
    from tests.builders import call
    from tests.web.daily.home import noon

    ann = reporter("ann")
    ann.file({"calls": 12})
    ann.file({"calls": 5}, day="2017-10-04")
    carried()
    ann.file({"calls": 6}, day="2017-10-03")  # on its way while the telephony delivers
    days = [date(2017, 10, 5)] * 10 + [date(2017, 10, 3)] * 2
    calls = [call(person="test:ann", occurred_at=noon(day)) for day in days]
    with Lake.open(october / "lake").writing("telephony", datetime.now(UTC)) as load:
        create(load.db, TABLES["activities"], calls, "incoming")
        load.put(TABLES["activities"], load.db.sql("from incoming"))
        assert withdraw(load) == 12

    carried()
    counted = {date(2017, 10, 3): 2, date(2017, 10, 4): 5, date(2017, 10, 5): 10}
    assert days_of("calls", "ann", "2017-10") == counted
    field = ann.page().select_one("[data-field=calls]")
    assert field.select_one("[data-counted]").get_text(strip=True) == "10"
    ann.file({"calls": 14}, whys={"calls": "two by hand"})
    carried()
    assert of_person("calls", "ann", DAY) == 10


def test_whoever_has_no_form_is_told_so(reporter):
    for who, role in (("eve", Role.HEAD), ("", Role.DIRECTOR), ("nobody", Role.SELLER)):
        said = reporter(who, role).page().get_text(" ", strip=True)
        assert "You have no report to file" in said


def test_report_page_asks_the_database_a_handful_of_times(reporter, django_assert_max_num_queries):
    ann = reporter("ann")
    ann.page()
    with django_assert_max_num_queries(20):
        ann.page()
