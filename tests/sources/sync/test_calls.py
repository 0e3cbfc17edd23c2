"""Calls of a telephone system beside a CRM: whose, with whom, about what, and each one once."""

from itertools import permutations

import pytest

from merilo.facts.lake import Lake
from merilo.sources.sync import calls, load, run
from merilo.sources.sync.calls import unmatched
from merilo.sources.sync.marks import Marks
from tests.sources.lines import Lines
from tests.sources.sync.paper import Paper
from tests.sources.sync.toy import START, iso

ANNA, BORIS = "crm:1", "crm:2"
DAY = 86_400


class Office(Lines):
    """A CRM and a telephone system, on paper."""

    def __init__(self, home) -> None:
        super().__init__(home, lambda: self.now)
        self.now = START
        self.crm, self.phone = Paper("crm"), Paper("calls")
        self.connect("crm", "crm")
        self.connect("phone", "phone")

    def staff(self) -> None:
        self.crm.put("people", "1", {"extension": "101"}, name="Анна Семёнова", email="a@x.example")
        self.crm.put("people", "2", {}, name="Борис Орлов", email="B@x.example")

    def call(self, id, at=0, phone="p1", operator=None, talk=60, way="out", **more) -> None:
        extra = {"phone": phone, "operator": operator or {"extension": "101"}, **more}
        self.phone.put("activities", id, extra, kind="call", direction=way,
                       occurred=iso(START - 5000 + at), duration_s=str(talk),
                       outcome="reached" if talk else "missed", author="person")  # fmt: skip

    def note(self, id, at=0, phone="p1", person="1", way="out", deal=None, same_as=None) -> None:
        extra = {"phone": phone} | ({"same_as": same_as} if same_as else {})
        self.crm.put("activities", id, extra, kind="call", direction=way, person=person, deal=deal,
                     customer="c1" if deal else None, occurred=iso(START - 5000 + at),
                     duration_s="5", outcome="reached", author="person")  # fmt: skip

    def deal(self, id, customer="c1", created=-DAY, outcome="open", closed=None, contacts=()):
        self.crm.put("deals", id, {"contacts": [*contacts]} if contacts else {}, name=id,
                     owner="1", customer=customer, outcome=outcome, amount="1",
                     created=iso(START - 5000 + created),
                     closed=iso(START - 5000 + closed) if closed else None)  # fmt: skip

    def found(self, id="t"):
        """Person, customer and deal of a call."""
        ((*told,),) = self.rows(
            f"select person, customer, deal from activities where connection = 'phone' "
            f"and id = '{id}'"
        )
        return tuple(told)

    def counted(self) -> list[str]:
        """The keys of calls that count."""
        rows = self.rows("select connection || ':' || id from activities where kind = 'call' "
                         "and not coalesce(deleted, false) order by 1")  # fmt: skip
        return [key for (key,) in rows]

    def both(self) -> None:
        self.sync("crm")
        self.sync("phone")


@pytest.fixture
def office(tmp_path, monkeypatch) -> Office:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    made = Office(tmp_path / "home")

    def connector(name: str) -> Paper:
        return {"crm": made.crm, "phone": made.phone}[name]

    monkeypatch.setattr(run, "connector", connector)
    monkeypatch.setattr(calls, "connector", connector)
    monkeypatch.setattr(load, "put_calendar", lambda *_: None)
    return made


def test_who_it_was(office):
    """As the administrator said, by extension, by e-mail, by the whole name; else nobody."""
    said = {
        "a": ({"extension": "101"}, ANNA),
        "b": ({"id": "9", "email": "b@X.example"}, BORIS),
        "c": ({"id": "9", "name": "Орлов Борис"}, BORIS),
        "d": ({"id": "9", "name": "семенова  анна"}, ANNA),
        "e": ({"id": "9", "name": "Анна"}, None),
        "f": ({"id": "77", "extension": "101"}, BORIS),
        "g": ({"id": "9", "extension": "555"}, None),
    }
    office.connect("phone", "phone", {"operators": {"77": BORIS}})
    office.staff()
    for n, (id, (operator, _person)) in enumerate(said.items()):
        office.call(id, 600 * n, operator=operator)
    office.both()
    assert {id: office.found(id)[0] for id in said} == {id: one for id, (_, one) in said.items()}
    nobodys = unmatched(Lake(office.home / "lake").snapshot(), "phone")
    assert [(one.calls, one.name, one.extension) for one in nobodys] == [
        (1, "", "555"), (1, "Анна", ""),
    ]  # fmt: skip


def test_two_of_one_name_are_nobody_and_an_extension_belongs_to_who_was_there(office):
    office.crm.put("people", "1", name="Анна Семёнова")
    office.crm.put("people", "2", name="Анна Семёнова")
    office.crm.put("people", "3", {"extension": "105", "left": True}, name="Вера",
                   left_on="2025-09-01")  # fmt: skip
    office.crm.put("people", "4", {"extension": "105"}, name="Глеб", hired_on="2025-09-01")
    office.call("name", operator={"name": "Анна Семёнова"})
    office.call("new", operator={"extension": "105"})
    office.call("old", -60 * DAY, operator={"extension": "105"})
    office.both()
    assert office.found("name")[0] is None
    assert (office.found("old")[0], office.found("new")[0]) == ("crm:3", "crm:4")


def test_what_the_administrator_says_later_holds_for_earlier_calls(office):
    office.staff()
    office.call("t", operator={"id": "9"})
    office.both()
    assert office.found()[0] is None
    office.connect("phone", "phone", {"operators": {"9": ANNA}})
    office.call("u", operator={"id": "9"})
    office.sync("phone")
    assert (office.found()[0], office.found("u")[0]) == (ANNA, ANNA)
    before = office.number
    office.sync("phone")
    office.sync("phone")
    assert office.number == before


def test_about_which_deal_it_was(office):
    """Of three deals of the customer, one was closed before the call, one is younger."""
    office.staff()
    office.crm.put("customers", "c1", {"phones": ["p1"]}, name="C1")
    office.deal("early", created=-3 * DAY)
    office.deal("late", created=-2 * DAY)
    office.deal("over", created=-DAY, outcome="won", closed=-60)
    office.deal("next", created=3600)
    office.call("t")
    office.call("stranger", phone="p9")
    office.both()
    assert office.found() == (ANNA, "crm:c1", "crm:late")
    assert office.found("stranger") == (ANNA, None, None)


def test_whoever_speaks_for_a_customer_is_about_their_own_deals_first(office):
    office.staff()
    office.crm.put("customers", "c1", {}, name="C1")
    office.crm.put("contacts", "7", {"phones": ["p1"]}, customer="c1")
    office.deal("firm", created=-3600)
    office.deal("own", created=-DAY, contacts=["7"])
    office.call("t")
    office.both()
    assert office.found() == (ANNA, "crm:c1", "crm:own")


def test_who_becomes_known_later_is_found_in_earlier_calls(office):
    office.call("t")
    office.both()
    assert office.found() == (None, None, None)
    office.staff()
    office.sync("crm")
    assert office.found() == (ANNA, None, None)
    office.crm.put("customers", "c1", {}, name="C1")
    office.sync("crm")
    office.crm.put("contacts", "7", {"phones": ["p1"]}, customer="c1")
    office.deal("d")
    office.sync("crm")
    assert office.found() == (ANNA, "crm:c1", "crm:d")


def test_a_call_told_twice_counts_once_and_the_telephone_system_knows_how_long_it_was(office):
    office.staff()
    office.deal("d")
    office.call("t", at=30, talk=61)
    office.note("n", at=0, deal="d")
    office.both()
    assert office.counted() == ["phone:t"]
    assert office.found() == (ANNA, "crm:c1", "crm:d")
    assert office.rows("select duration_s from activities where not deleted and kind = 'call'") == [
        (61,)
    ]


def test_which_note_is_which_call(office):
    said = {
        "a": ({"at": 89}, True),
        "b": ({"at": -91}, False),
        "c": ({"at": 500, "same_as": "c"}, True),
        "d": ({"at": 8 * DAY, "same_as": "d"}, False),
        "e": ({"at": 5, "phone": "another"}, False),
        "f": ({"at": 5, "person": "2"}, False),
        "g": ({"at": 5, "person": None}, True),
        "h": ({"at": 5, "way": "in"}, False),
        "i": ({"at": 5, "same_as": "other"}, True),
    }
    office.staff()
    for id, (note, _twins) in said.items():
        office.call(id, phone=f"p{id}", same_as=id)
        office.note(id, **{"phone": f"p{id}", **note})
    office.both()
    counted = [key[4:] for key in office.counted() if key.startswith("crm:")]
    assert counted == [id for id, (_note, twins) in said.items() if not twins]
    assert len([key for key in office.counted() if key.startswith("phone:")]) == len(said)


def test_of_several_calls_in_a_minute_each_has_its_note(office):
    office.staff()
    for n, at in enumerate((0, 40, 80)):
        office.call(f"t{n}", at=at)
    office.note("a", at=45)
    office.note("b", at=5)
    office.both()
    assert office.counted() == ["phone:t0", "phone:t1", "phone:t2"]
    office.note("c", at=82)
    office.note("d", at=50)  # one more than there were calls
    office.sync("crm")
    assert len(office.counted()) == 4


def test_one_note_on_two_cards_is_one_call(office):
    office.staff()
    office.call("t", same_as="u1")
    office.call("u", at=60)
    office.note("n1", same_as="u1", deal="d")
    office.note("n2", same_as="u1")
    office.note("m1", at=70, same_as="x")
    office.note("m2", at=70, same_as="x")
    office.both()
    assert office.counted() == ["phone:t", "phone:u"]


def story(office: Office, part: str) -> None:
    """A part of what happened becomes known."""
    if part == "staff":
        office.staff()
        office.crm.put("contacts", "7", {"phones": ["p1"]}, customer="c1")
    elif part == "deals":
        office.crm.put("customers", "c1", {}, name="C1")
        office.deal("d", contacts=["7"])
        office.deal("e", customer="c2")
    elif part == "notes":
        office.note("n", at=20, same_as="u1", deal="e")
        office.note("m", at=400)
        office.note("k", at=900)
    else:
        office.call("t", same_as="u1")
        office.call("u", at=420)
        office.call("v", at=2000, operator={"name": "Борис Орлов"})
    office.sync("phone" if part == "calls" else "crm")


@pytest.mark.parametrize("order", [*permutations(("staff", "deals", "notes", "calls"))][1::6])
def test_the_order_in_which_it_becomes_known_does_not_matter(office, order):
    for part in order:
        story(office, part)
    assert office.counted() == ["crm:k", "phone:t", "phone:u", "phone:v"]
    assert office.found("t") == (ANNA, "crm:c1", "crm:e")  # the note says which deal
    assert office.found("u") == (ANNA, "crm:c1", "crm:d")
    assert office.found("v") == (BORIS, "crm:c1", "crm:d")
    before = office.number
    office.sync("crm")
    office.sync("phone")
    assert office.number == before


def test_a_note_that_is_read_again_stays_silent_without_a_new_snapshot(office):
    office.staff()
    office.call("t")
    office.note("n")
    office.both()
    before = office.number
    for _ in range(2):
        office.sync("crm")
    assert office.number == before
    office.note("n", deal="d")  # it has changed
    office.sync("crm")
    assert office.counted() == ["phone:t"]
    assert office.found()[2] == "crm:d"


def test_a_note_counts_again_when_its_call_turns_out_to_be_another(office):
    office.staff()
    office.call("t")
    office.note("n")
    office.both()
    assert office.counted() == ["phone:t"]
    office.connect("phone", "phone", {"operators": {"101": BORIS}})
    office.sync("phone")
    assert office.counted() == ["crm:n", "phone:t"]


def test_a_customer_who_changes_does_not_take_the_note_of_another_call(office):
    office.staff()
    office.crm.put("customers", "c1", {"phones": ["p1"]}, name="C1")
    office.call("first", phone="p1")
    office.call("second", at=10, phone="p9", same_as="u")
    office.note("n", at=5, phone="p1", same_as="u", deal="d")
    office.both()
    before = office.found("first"), office.found("second")
    assert before == ((ANNA, "crm:c1", None), (ANNA, "crm:c1", "crm:d"))
    office.crm.put("customers", "c1", {"phones": ["p1"]}, name="C1, renamed")
    office.sync("crm")
    assert (office.found("first"), office.found("second")) == before


def test_a_silent_note_that_the_crm_deletes_does_not_come_back(office):
    office.staff()
    office.call("t")
    office.note("n", deal="d")
    office.both()
    office.crm.take("n")
    marks = Marks(office.home, "crm")
    marks.hint([("sheet", "n")], office.now)
    marks.close()
    office.sync("crm")
    assert office.found() == (ANNA, None, None)
    office.connect("phone", "phone", {"operators": {"101": BORIS}})
    office.sync("phone")
    assert office.counted() == ["phone:t"]


def test_without_a_telephone_system_notes_count(office):
    (office.home / "connections" / "phone.yaml").unlink()
    office.staff()
    office.note("n")
    office.sync("crm")
    assert office.counted() == ["crm:n"]
