"""What is taken from a connection: each choice is kept at once, written down, and holds."""

import json
import time
from collections.abc import Iterator

import pytest
from auditlog.models import LogEntry

from merilo.errors import Impossible
from merilo.facts.brought import Operator
from merilo.facts.staff import Person
from merilo.report.operators import Guess, guess
from merilo.sources.sync.protocol import Known, Row
from merilo.sources.sync.told import Field
from merilo.web.connections.models import Reading
from tests.sources.sync.toy import START, iso

pytestmark = pytest.mark.django_db
DAY_S = 86_400


def more(record, ground) -> Iterator[Row]:
    """A pipeline with its stages, people, tasks and calls beside each deal."""
    at = iso(record["at"])
    yield Row("pipelines", {"id": "p", "name": "Sales"})
    for position, (name, kind) in enumerate((("new", "open"), ("offer", "open"), ("won", "won"))):
        yield Row("stages", {"id": f"p/{name}", "pipeline": "p", "name": name.title(),
                             "position": str(position), "kind": kind})  # fmt: skip
    yield Row("people", {"id": "501", "name": "Anna Brown", "email": "anna@example.com"})
    yield Row("activities", {"id": "task/1", "kind": "task", "person": "501", "occurred": at},
              {"type": "7"})  # fmt: skip
    for n, operator in enumerate(({"id": "9", "name": "Brown Anna"}, {"extension": "11"})):
        yield Row("activities", {"id": f"call/{n}", "kind": "call", "occurred": at, "person": None},
                  {"operator": operator, "phone": "digest"})  # fmt: skip


@pytest.fixture
def toy(office):
    """Connected, with all kinds of rows, and fields of its own."""
    deals = office.system.streams[0]
    plain = deals.rows
    deals.rows = lambda record, ground: [*plain(record, ground), *more(record, ground)]
    deals.put("d1", START - DAY_S, owner="501", stage="p/offer")
    office.system.known = [
        Known("leads", "88", "Way", "select"), Known("contacts", "89", "Trade", "text"),
        Known("task_types", "7", "Visit", ""),
    ]  # fmt: skip
    office.connect()
    return office


def audited() -> dict[str, list[str]]:
    return LogEntry.objects.filter(additional_data__event="connection").latest("pk").changes


def test_page_shows_what_can_be_chosen(toy):
    page = toy.page("toy/choices/")
    said = ("Offer", "Visit", "Way", "Trade", "every minute", "makes a lead a deal", "Way")
    assert [one for one in said if one not in page] == []
    assert page.index("New") < page.index("Offer") < page.index(">Won")


def test_stages_that_qualify_hold_at_once_for_all_deals(toy):
    assert toy.rows("select qualified_at from deals") == [(None,)]
    answer = toy.choose("stages", qualifies=["p/offer", "p/nothing"], offers=["p/offer"])

    assert answer.status_code == 302
    assert toy.connection.settings["qualifies"] == ["p/offer"]
    assert toy.rows("select count(*) from stages where qualifies") == [(1,)]
    assert toy.rows("select count(*) from deals where qualified_at is not null") == [(1,)]
    assert audited() == {"qualifies": ["", '["p/offer"]'], "offers": ["", '["p/offer"]']}
    assert 'id="qualifies-p/offer" name="qualifies" value="p/offer" checked' in toy.page(
        "toy/choices/"
    )


def test_choice_on_the_page_answers_in_a_word(toy):
    said = {"part": "stages", "qualifies": ["p/new"]}
    answer = toy.post("toy/choices/", said, headers={"HX-Request": "true"})
    assert "Saved" in answer.content.decode()
    assert "<form" not in answer.content.decode()
    none = toy.post("toy/choices/", {"part": "pipelines"}, headers={"HX-Request": "true"})
    assert none.status_code == 422
    assert "At least one pipeline" in none.content.decode()


def test_same_choice_again_is_no_change(toy):
    toy.choose("stages", qualifies=["p/new"])
    count = LogEntry.objects.count()
    toy.choose("stages", qualifies=["p/new"])
    assert LogEntry.objects.count() == count


def test_all_pipelines_are_no_choice(toy):
    toy.choose("pipelines", pipeline=["p"])
    assert "pipelines" not in toy.connection.settings


def test_kinds_of_tasks(toy):
    toy.choose("kinds", **{"kind-7": "meeting"})
    assert toy.connection.settings["task_kinds"] == {"7": "meeting"}
    assert toy.choose("kinds", **{"kind-7": "party"}).status_code == 422
    assert toy.connection.settings["task_kinds"] == {"7": "meeting"}


def test_fields_become_columns(toy):
    toy.choose("fields", **{"deals-channel": "88", "customers-industry": "89",
                            "deals-segment": "tags"})  # fmt: skip
    assert toy.connection.settings["fields"] == {
        "deals": {"channel": "88", "segment": "tags"}, "customers": {"industry": "89"},
    }  # fmt: skip
    assert toy.choose("fields", **{"deals-channel": "89"}).status_code == 422  # of another card
    assert "Channel" in toy.page("toy/fields/")


def test_manner_of_reading(toy):
    toy.choose("manner", every_s="300", since="2025-06-01", title="  Our  CRM ")
    now = toy.connection
    assert (now.every_s, str(now.since), now.called) == (300, "2025-06-01", "Our CRM")
    assert "Our CRM" in toy.page()
    for wrong in ({"every_s": "1"}, {"every_s": "300", "since": "2025-02-30"}):
        assert toy.choose("manner", **wrong).status_code == 422


def test_earlier_beginning_makes_the_past_unread(toy):
    assert Reading.objects.get().whole
    toy.choose("manner", every_s="60", since="2024-06-01", title="")
    spans = [one.since for one in toy.system.streams[0].spans]
    assert min(spans) == 1_735_689_600  # 2025: the account is no older
    assert Reading.objects.get().whole


def test_choices_of_the_system_itself(toy):
    toy.choose("own", **{"f-way": "two"})
    assert toy.connection.settings["way"] == "two"
    assert toy.choose("own", **{"f-way": "three"}).status_code == 422


def test_unknown_part_and_deed_are_not_there(toy):
    assert toy.choose("all").status_code == 404
    assert toy.act("all").status_code == 404


def test_fields_that_came_changed_and_went(toy):
    now = time.time()
    marks = toy.marks()
    marks.keep_fields([
        Field("leads", "90", "New one", "text", now + 7200, now + 7200),
        Field("leads", "88", "Manner", "select", now, now + 7200, "Way"),
        Field("contacts", "89", "Trade", "text", now, now - 100),
    ])  # fmt: skip
    marks.note(fields=now + 7200)
    page = toy.page("toy/fields/")
    rows = [row.split("</tr>")[0] for row in page.split("<tr>")[2:]]
    said = {row.split("</th>")[0].split(">")[1]: row for row in rows}
    assert "came" in said["New one"]
    assert "was “Way”" in said["Manner"]
    assert "vanished" in said["Trade"]
    assert "Visit" not in said


def test_people_and_operators_are_shown(toy):
    page = toy.page("toy/people/")
    assert "anna@example.com" in page
    assert "Brown Anna" in page
    assert "suggested by the name" in page
    assert "from 1 number" in page


def test_operator_is_chosen(toy):
    answer = toy.post("toy/people/", {"operator-9": "toy:501", "operator-11": ""})
    assert answer.status_code == 302
    assert toy.connection.settings["operators"] == {"9": "toy:501"}
    assert audited() == {"operators": ["", json.dumps({"9": "toy:501"})]}
    wrong = toy.post("toy/people/", {"operator-9": "toy:999"})
    assert wrong.status_code == 422
    assert "There is no such person" in wrong.content.decode()
    toy.post("toy/people/", {"operator-9": ""})
    assert "operators" not in toy.connection.settings


ANNA = Person("c:1", "Анна Фёдоровна Браун", "anna@example.com", "", "", "")
BEN = Person("c:2", "Ben Green", "", "", "", "")
TWIN = Person("c:3", "Green Ben", "", "", "", "")


@pytest.mark.parametrize(
    ("operator", "found"),
    [
        (Operator("1", "Х", "Anna@Example.com", "", 1, 1), Guess("c:1", "mail")),
        (Operator("1", "Nobody At All", "", "101", 1, 1), Guess("c:2", "extension")),
        (Operator("1", "Браун Анна", "", "", 1, 1), Guess("c:1", "name")),
        (Operator("1", "Анна Федоровна", "", "", 1, 1), Guess("c:1", "name")),
        (Operator("1", "Анна", "", "", 1, 1), None),  # a first name alone is nobody's
        (Operator("1", "", "", "", 1, 1), None),
    ],
)
def test_operator_is_guessed_by_mail_extension_name(operator, found):
    assert guess(operator, {"c:1": ANNA, "c:2": BEN}, {"c:2": "101"}) == found


def test_several_who_fit_are_no_guess():
    operator = Operator("1", "Ben Green", "", "", 1, 1)
    assert guess(operator, {"c:2": BEN, "c:3": TWIN}, {}) is None


def test_queries_are_tried_before_they_are_kept(toy):
    """Of a system that reads what the administrator asks for."""
    system = toy.system
    system.chosen = lambda settings: system
    assert 'name="query-deals"' in toy.page("toy/choices/")
    toy.choose("queries", **{"query-deals": "select 1 as id", "query-nothing": "select 2"})
    assert toy.connection.settings["queries"] == {"deals": "select 1 as id"}

    system.fault = Impossible("no column id")
    wrong = toy.choose("queries", **{"query-deals": "select 3"})
    assert wrong.status_code == 422
    assert "no column id" in wrong.content.decode()
    assert toy.connection.settings["queries"] == {"deals": "select 1 as id"}


def test_queries_are_asked_of_databases_alone(toy):
    assert 'name="query-deals"' not in toy.page("toy/choices/")
    assert toy.choose("queries", **{"query-deals": "select 1"}).status_code == 404
