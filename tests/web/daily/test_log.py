"""The quick log: what is typed there counts as everything else does, until it is taken back."""

from uuid import uuid4

import pytest

from merilo.web.accounts.models import Role
from merilo.web.daily.models import Logged
from tests.web.daily.conftest import of_person

pytestmark = pytest.mark.django_db
DAY = "2017-10-05"
TABLE = "calls,conversations,meetings,proposals,deals_won,revenue,average_check,deals_created"


@pytest.fixture(autouse=True)
def noon(clock):
    clock(f"{DAY} 12:00")


def deal(who, outcome="won", amount="1,500", **said):
    said = {"day": DAY, "name": "Windows", "customer": "Glass Ltd", "outcome": outcome,
            "amount": amount} | said  # fmt: skip
    return who.log("deal", **said)


def figures(who: str, period: str = "2017-10") -> dict[str, object]:
    return {id: of_person(id, who, period) for id in TABLE.split(",")}


def test_what_is_logged_counts_in_the_table_of_people(reporter, carried):
    ann = reporter("ann")
    open_deal = uuid4()
    done = [
        deal(ann), deal(ann, amount="500", day="2017-10-04"),
        deal(ann, "open", "900", id=open_deal, name="Doors"),
        ann.log("call", customer="Glass Ltd", outcome="reached", minutes="3", day=DAY),
        ann.log("call", customer="Wood Ltd", outcome="missed", day=DAY),
        ann.log("meeting", customer="glass  ltd", outcome="held", minutes="50", day=DAY),
        ann.log("meeting", customer="Glass Ltd", outcome="planned", day="2017-11-20"),
        ann.log("proposal", deal=f"merilo:{open_deal}", amount="850", day=DAY),
    ]  # fmt: skip
    assert [answer.status_code for answer in done] == [302] * 8
    assert "under way" in ann.page("/log/").get_text()
    assert carried() == 8
    assert "under way" not in ann.page("/log/").get_text()

    assert figures("ann") == {
        "calls": 2, "conversations": 1, "meetings": 1, "proposals": 1, "deals_won": 2,
        "revenue": 2000, "average_check": 1000, "deals_created": 3,
    }  # fmt: skip
    head = reporter("eve", Role.HEAD).client
    page = head.get("/people/", {"period": "2017-10", "columns": TABLE}).content.decode()
    assert "€2,000" in page
    assert "€1,000" in page
    assert of_person("proposals_amount", "ann", DAY) == 850
    assert of_person("talk_time", "ann", DAY) == 180


def test_new_customer_arises_once_whatever_the_case_of_the_name(reporter, carried):
    ann = reporter("ann")
    deal(ann)
    ann.log("call", customer="GLASS LTD", outcome="reached", day=DAY)
    carried()
    ann.log("call", customer=" glass ltd ", outcome="reached", day=DAY)
    carried()

    assert of_person("customers_new", "ann", "2017-10") == 1
    assert len({one.said["customer"] for one in Logged.objects.all()}) == 1
    names = ann.client.get("/log/customers/", {"q": "gla"}).json()["names"]
    assert names == ["Glass Ltd"]
    assert reporter("leo").client.get("/log/customers/", {"q": "gla"}).json()["names"] == []


def test_deal_goes_from_open_to_won_and_keeps_the_day_it_came(reporter, carried, clock):
    ann, id = reporter("ann"), uuid4()
    deal(ann, "open", id=id)
    carried()
    clock("2017-11-14 12:00")  # longer than a month later: an open deal is still to be closed
    ann = reporter("ann")
    assert deal(ann, "won", "1,700", id=id, day="2017-11-14").status_code == 302
    carried()

    assert of_person("deals_created", "ann", "2017-10") == 1
    assert of_person("revenue", "ann", "2017-11") == 1700
    assert of_person("revenue", "ann", "2017-10") == 0
    assert of_person("deal_closing", "ann", "2017-11") == 40


def test_corrected_and_deleted_it_counts_as_it_stands(reporter, carried):
    ann, id = reporter("ann"), uuid4()
    deal(ann, id=id)
    deal(ann, id=id, amount="1,600")
    carried()
    assert figures("ann")["revenue"] == 1600

    ann.client.post("/log/", {"id": str(id), "kind": "deal", "delete": "1"})
    assert "Windows" not in ann.page("/log/").get_text()
    carried()
    found = figures("ann")
    assert (found["revenue"], found["deals_won"], found["deals_created"]) == (0, 0, 0)


def test_what_is_sent_twice_is_there_once(reporter, carried):
    ann, id = reporter("ann"), uuid4()
    for _try in range(3):
        ann.log("call", id=id, customer="Glass", outcome="reached", day=DAY)
    carried()

    assert of_person("calls", "ann", DAY) == 1


@pytest.mark.parametrize(
    ("kind", "said", "problem"),
    [
        ("call", {"customer": "", "outcome": "reached"}, "with whom"),
        ("call", {"customer": "x", "outcome": "sold"}, "how it stands"),
        ("call", {"customer": "x", "outcome": "reached", "minutes": "601"}, "minutes up to 600"),
        ("call", {"customer": "x", "outcome": "reached", "day": "2017-09-03"}, "31 days"),
        ("call", {"customer": "x", "outcome": "reached", "day": "2017-10-06"}, "still to come"),
        ("meeting", {"customer": "x", "outcome": "held", "day": "2017-10-06"}, "still to come"),
        ("deal", {"customer": "x", "name": "", "outcome": "won"}, "what the deal is called"),
        ("deal", {"customer": "x", "name": "y", "outcome": "lost"}, "why it was lost"),
        ("deal", {"customer": "x", "name": "y", "outcome": "won", "amount": "-5"}, "no amount"),
        ("proposal", {"deal": "test:1", "amount": "5"}, "for which deal"),
        ("call", {"customer": "x", "outcome": "reached", "person": "test:bob"}, "not yours"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_kept_in_the_form(reporter, kind, said, problem):
    answer = reporter("ann").log(kind, **({"day": DAY} | said))

    assert answer.status_code == 422
    assert problem in answer.content.decode()
    assert not Logged.objects.exists()


def test_lost_deal_says_why(reporter, carried):
    deal(reporter("ann"), "lost", reason="Too dear")
    carried()

    assert of_person("deals_lost", "ann", "2017-10") == 1


def test_head_logs_for_those_below_and_not_for_others(reporter, carried):
    eve = reporter("eve", Role.HEAD)
    assert eve.log("call", customer="x", outcome="reached", day=DAY,
                   person="test:bob").status_code == 302  # fmt: skip
    assert eve.log("call", customer="x", outcome="reached", day=DAY,
                   person="test:leo").status_code == 422  # fmt: skip
    carried()
    assert of_person("calls", "bob", DAY) == 4


def test_lines_of_others_are_not_there(reporter):
    id = uuid4()
    reporter("bob").log("call", id=id, customer="Secret", outcome="reached", day=DAY)
    ann = reporter("ann")

    assert ann.client.get("/log/", {"id": id}).status_code == 404
    assert "Secret" not in ann.page("/log/").get_text()
    delete = {"id": str(id), "kind": "call", "delete": "1"}
    assert ann.client.post("/log/", delete).status_code == 404
    assert not Logged.objects.get().gone


def test_old_lines_are_not_changed_any_more(reporter, clock):
    ann, id = reporter("ann"), uuid4()
    ann.log("call", id=id, customer="Glass", outcome="reached", day=DAY)
    clock("2017-11-06 12:00")
    again = reporter("ann").log("call", id=id, customer="Glass", outcome="missed", day="2017-11-06")

    assert again.status_code == 422
    assert "after 31 days" in again.content.decode()


def test_calls_in_the_log_are_part_of_those_of_the_report(reporter, carried):
    ann = reporter("ann")
    for _n in range(2):
        ann.log("call", customer="Glass", outcome="reached", day=DAY)
    answer = ann.file({"calls": 1})
    assert "2 of them are in the quick log" in answer.json()["problems"]["calls"]

    ann.file({"calls": 10})
    carried()
    assert of_person("calls", "ann", DAY) == 10


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.ANALYST, Role.ADMINISTRATOR, Role.QUALITY])
def test_log_is_for_sellers_and_heads(reporter, role):
    assert reporter("", role).client.get("/log/").status_code == 404
