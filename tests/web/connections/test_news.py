"""What is new in the CRM after pipelines and stages were chosen: asked once, one click each."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from types import SimpleNamespace

import pytest

from merilo.sources.sync import drift
from merilo.sources.sync.again import wished
from merilo.sources.sync.connection import keep
from merilo.sources.sync.faults import Lacking
from merilo.sources.sync.protocol import Known
from merilo.web.connections.change import with_settings
from tests.sources.sync.toy import START
from tests.web.connections.conftest import Office
from tests.web.connections.test_choices import audited, more

pytestmark = pytest.mark.django_db


@dataclass
class Crm:
    """What the CRM says it has, and the administrator who looks."""

    office: Office
    known: list[Known]

    def reads(self, *fresh: Known, without: Iterable[str] = ()) -> str:
        """These came and those went; it is read; the connection's page."""
        self.known = [*(one for one in self.known if one.id not in without), *fresh]
        marks = self.office.marks()
        marks.note(pipelines=None)  # ten minutes later
        drift.pipelines(SimpleNamespace(  # type: ignore[arg-type]
            connector=self.office.system, client=None, marks=marks, clock=time.time,
        ))  # fmt: skip
        return self.page()

    def page(self) -> str:
        return self.office.page("toy/").replace("&#39;", "'")

    def choose(self, **said: list[str]) -> None:
        """As if it had been chosen, without reading it again."""
        keep(self.office.home, with_settings(self.office.connection, said))

    def say(self, do: str, about: str, id: str) -> None:
        said = {"do": do, "about": about, "id": id}
        assert self.office.client.post("/connections/toy/do/", said).status_code == 302

    @property
    def settings(self) -> dict:
        return dict(self.office.connection.settings)


def pipeline(id: str, name: str, *stages: str, type: str = "") -> list[Known]:
    own = [Known("stages", f"{id}/{one}", one.title(), "open") for one in stages]
    return [Known("pipelines", id, name, type), *own]


@pytest.fixture
def crm(office):
    """Two pipelines, of which one is chosen, with the stage that makes a lead a deal. Nothing has
    been read yet, but which there are."""
    found = Crm(office, [*pipeline("p", "Sales", "new", "offer"), *pipeline("q", "Service", "in")])
    office.system.pipelines = lambda client: found.known
    office.client.post("/connections/new/toy/", office.form())
    found.reads()
    found.choose(pipelines=["p"], pipelines_no=["q"], qualifies=["p/offer"])
    return found


def test_pipelines_that_are_not_read_can_be_chosen_and_are_not_asked_about(crm):
    deals = crm.office.system.streams[0]
    plain = deals.rows
    deals.rows = lambda record, ground: [*plain(record, ground), *more(record, ground)]
    deals.put("d1", START - 86_400, owner="501", stage="p/offer")
    crm.choose(pipelines=[], pipelines_no=[], qualifies=[])
    crm.office.marks().note(pipelines=None)
    crm.office.act("now")  # the engine itself
    assert "Service" in crm.office.page("toy/choices/")
    crm.office.choose("pipelines", pipeline=["p"])
    assert (crm.settings["pipelines"], crm.settings["pipelines_no"]) == (["p"], ["q"])
    assert "New in the CRM" not in crm.reads()
    crm.reads(Known("stages", "p/demo", "Demo", "open"))
    crm.office.choose("stages", qualifies=["p/offer"])
    assert crm.settings["qualifies_no"] == ["p/demo"]  # it stood there, and was left without
    assert "New in the CRM" not in crm.page()


def test_new_pipeline_is_asked_about_and_not_read_meanwhile(crm):
    page = crm.reads(*pipeline("r", "Partners", "in"), *pipeline("z", "Old", type="archived"))
    assert "New in the CRM: pipeline “Partners”. Is it to be read?" in page
    assert "“Old”" not in page
    assert "“Service”" not in page
    assert crm.settings["pipelines"] == ["p"]


def test_yes_reads_it_and_what_happened_in_it_since(crm):
    crm.reads(*pipeline("r", "Partners", "in"))
    (first,) = [one.first for one in crm.office.marks().fields() if one.name == "Partners"]
    crm.office.act("now")
    crm.office.system.streams[0].spans.clear()
    crm.office.act("yes", about="pipelines", id="r")

    assert crm.settings["pipelines"] == ["p", "r"]
    assert "r" in audited()["pipelines"][1]
    assert "is it to be read" not in crm.page().lower()
    read = [one for one in crm.office.system.streams[0].spans if one.since <= first - 86_000]
    assert read or wished(crm.office.marks())


def test_no_is_not_asked_again(crm):
    crm.reads(*pipeline("r", "Partners", "in"))
    crm.say("no", "pipelines", "r")
    assert crm.settings["pipelines"] == ["p"]
    assert crm.settings["pipelines_no"] == ["q", "r"]
    assert "Partners" not in crm.reads()
    assert "Partners" in crm.office.page("toy/choices/")  # it can still be chosen
    crm.office.choose("pipelines", pipeline=["p", "r"])
    assert crm.settings["pipelines_no"] == ["q"]


def test_where_all_pipelines_are_read_no_new_one_is_asked_about(crm):
    crm.choose(pipelines=[], pipelines_no=[])
    assert "Partners”. Is it" not in crm.reads(*pipeline("r", "Partners"))


def test_chosen_pipeline_that_has_gone_is_said(crm):
    crm.reads(*pipeline("r", "Partners"))
    crm.say("yes", "pipelines", "r")
    page = crm.reads(without=["r"])
    assert "Pipeline “Partners” is no longer in the CRM. What was read of it stays." in page
    crm.say("no", "gone", "r")
    assert crm.settings["pipelines"] == ["p"]

    assert "Choose others" in crm.reads(without=["p", "p/new", "p/offer"])
    crm.say("no", "gone", "p")  # with none left, all would be read
    assert crm.settings["pipelines"] == ["p"]


def test_pipelines_that_could_not_be_asked_for_have_not_gone(crm):
    def refuse(client):
        raise Lacking("403")

    crm.office.system.pipelines = refuse
    assert "is no longer in the CRM" not in crm.reads()


def test_new_stage_of_a_pipeline_that_is_read_is_asked_about(crm):
    stage = Known("stages", "p/demo", "Demo", "open")
    page = crm.reads(stage, Known("stages", "q/x", "Elsewhere", "open"),
                     Known("stages", "p/lost", "Lost", "lost"))  # fmt: skip
    asked = "New in the CRM: stage “Demo” of pipeline “Sales”. Does it make a lead a deal?"
    assert asked in page
    assert page.count("New in the CRM: stage") == page.count(asked)  # of nothing else

    crm.say("yes", "qualifies", "p/demo")
    assert crm.settings["qualifies"] == ["p/offer", "p/demo"]
    assert "New in the CRM" not in crm.page()


def test_stage_that_means_no_proposal(crm):
    crm.choose(offers=["p/offer"])
    page = crm.reads(Known("stages", "p/demo", "Demo", "open"))
    assert "Does it make a lead a deal?" in page
    assert "Does it mean that a proposal was sent?" in page
    crm.say("no", "offers", "p/demo")
    assert crm.settings["offers_no"] == ["p/demo"]
    assert "proposal was sent?" not in crm.page()


def test_many_stages_of_a_new_pipeline_are_one_question(crm):
    crm.reads(*pipeline("r", "Partners", "one", "two", "three", "four"))
    crm.say("yes", "pipelines", "r")
    page = crm.page()
    assert "New in the CRM: 4 stages of pipeline “Partners”." in page
    assert page.count('name="about" value="qualifies"') == 1
    crm.say("yes", "qualifies", "r")  # which of them, nobody has said
    assert crm.settings["qualifies"] == ["p/offer"]
    crm.say("no", "qualifies", "r")
    assert crm.settings["qualifies_no"] == ["r/four", "r/one", "r/three", "r/two"]


def test_answer_to_no_question_changes_nothing(crm):
    before = crm.settings
    crm.say("yes", "pipelines", "nothing")
    crm.say("yes", "every_s", "1")
    assert crm.settings == before
