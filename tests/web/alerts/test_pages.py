"""The pages: who sees which alarms, answers them, sets which rules; a dry run; the history."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from auditlog.models import LogEntry
from bs4 import BeautifulSoup
from django.test import Client
from time_machine import travel

from merilo.web.accounts.models import Role
from merilo.web.alerts import check as checking
from merilo.web.alerts.models import Alarm, Rule
from merilo.web.alerts.tasks import look
from tests.web.alerts.conftest import checked, clock

FORM = {"metric": "calls", "kind": "less", "way": "number", "limit": "8", "grain": "day",
        "each": "person", "since": "2017-10-06", "to_head": "on"}  # fmt: skip


@pytest.fixture
def friday(team, rule) -> Iterator[None]:
    """The evening of the sixth: Ann was short on two days, Cat in South on one, Leo has left."""
    rule(units=[])
    for day in (4, 5, 6):
        checked(day)
    with travel(clock(6, 19), tick=False):
        yield


def soup(client: Client, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return BeautifulSoup(answer.content, "html.parser")


def shown(client: Client, address: str = "/alerts/?state=over") -> list[str]:
    """Who stands in the list."""
    lines = soup(client, address).select(".alarm-who")
    return [one.get_text(" ").split("·")[0].strip() for one in lines]


def of(person: str, day: int) -> Alarm:
    return Alarm.objects.get(person=f"test:{person}", day=date(2017, 10, day))


# Whose


def test_everybody_sees_what_is_theirs_to_see(friday, signed):
    over, going = "/alerts/?state=over", "/alerts/"

    def both(*who):
        client = signed(*who)
        return sorted(shown(client, over)), shown(client, going)

    assert both(Role.DIRECTOR) == (["Ann", "Ann", "Leo"], ["Cat"])
    assert both(Role.HEAD, "test:hed") == (["Ann", "Ann", "Leo"], [])
    assert both(Role.HEAD, "test:sue") == ([], ["Cat"])
    assert both(Role.SELLER, "test:ann") == (["Ann", "Ann"], [])
    assert both(Role.SELLER, "test:bob") == both(Role.SELLER) == ([], [])
    assert both(Role.QUALITY) == both(Role.DIRECTOR)  # calls are of a family they may see


def test_quality_sees_no_money(friday, signed):
    Rule.objects.update(metric="revenue")

    assert shown(signed(Role.QUALITY)) == []
    assert signed(Role.QUALITY).get(f"/alerts/{of('ann', 4).pk}/").status_code == 404
    assert len(shown(signed(Role.DIRECTOR))) == 3


def test_an_alarm_out_of_sight_is_not_there(friday, signed):
    cat = of("cat", 6)

    for who in ((Role.HEAD, "test:hed"), (Role.SELLER, "test:ann")):
        client = signed(*who)
        assert client.get(f"/alerts/{cat.pk}/").status_code == 404
        said = {"how": "seen", "until": "2017-10-09"}
        assert client.post(f"/alerts/{cat.pk}/answer/", said).status_code == 404
    assert of("cat", 6).answered is None


def test_a_mover_is_seen_by_each_head_for_their_days(team, rule, signed):
    """Dan was short on the tenth in North, on the eleventh in South."""
    rule(units=[])
    checked(10)
    checked(11)

    with travel(clock(11, 19), tick=False):
        north, south = signed(Role.HEAD, "test:hed"), signed(Role.HEAD, "test:sue")
        assert [shown(one).count("Dan") for one in (north, south)] == [1, 0]
        assert [shown(one, "/alerts/").count("Dan") for one in (north, south)] == [0, 1]
        pages = [f"/alerts/{of('dan', day).pk}/" for day in (10, 11)]
        assert [north.get(page).status_code for page in pages] == [200, 404]
        assert [south.get(page).status_code for page in pages] == [404, 200]


# The list, one alarm


def test_the_line_says_what_against_which_norm_by_how_much(friday, signed):
    line = soup(signed(), "/alerts/").select_one(".alarm")

    text = " ".join(line.get_text(" ").split())
    assert "Cat · 6 Oct 2017" in text
    assert "calls : 1 , at least 8" in text
    assert "88% below" in text
    figure = line.select_one(".alarm-value")["href"]
    assert figure == "/figures/calls/?period=2017-10-06&person=test%3Acat"
    assert soup(signed(), figure).select_one(".big").get_text(strip=True) == "1"


def test_filters(friday, signed):
    client, rule = signed(), Rule.objects.get()

    assert shown(client, "/alerts/?state=over&q=LEO") == ["Leo"]
    assert shown(client, f"/alerts/?state=over&rule={rule.pk}&unit=test:n&q=ann") == ["Ann", "Ann"]
    assert shown(client, "/alerts/?state=over&unit=test:s") == []
    assert shown(client, f"/alerts/?state=over&rule={rule.pk + 1}") == []


def test_one_alarm_with_its_chart_and_those_before(friday, signed):
    page = soup(signed(), f"/alerts/{of('ann', 5).pk}/")

    chart = page.select_one("[data-chart]")
    rows = {r.th.get_text(): r.td.get_text() for r in chart.select("tbody tr")}
    assert (rows["4 Oct 2017"], rows["5 Oct 2017"], rows["6 Oct 2017"]) == ("5", "6", "10")
    assert "5 Oct 2017: 6" in chart.select_one("[data-place]")["aria-label"]
    assert "2 times in a row" in page.get_text()
    before = [one.get_text(strip=True) for one in page.select(".alarms .alarm-who")]
    assert before == ["4 Oct 2017"]


# Answers


def test_a_head_answers_in_place_and_it_stands_in_the_history(friday, signed, user):
    client = signed(Role.HEAD, "test:sue")
    cat = of("cat", 6)

    answer = client.post(f"/alerts/{cat.pk}/answer/", {
        "how": "seen", "note": "spoken to", "until": "2017-10-09", "next": "/alerts/?q=cat",
    })  # fmt: skip

    assert (answer.status_code, answer["Location"]) == (302, "/alerts/?q=cat")
    assert shown(client, "/alerts/") == []
    text = soup(client, "/alerts/?state=answered").get_text(" ")
    assert "seen by Sue" in text
    assert "spoken to" in text


def test_an_answer_leads_to_no_other_house(friday, signed):
    cat = of("cat", 6)

    for there in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        said = {"how": "seen", "next": there}
        assert signed().post(f"/alerts/{cat.pk}/answer/", said)["Location"] == "/alerts/"


@pytest.mark.parametrize("day", ["", "2017-10-06", "2017-10-01", "2019-01-01", "tomorrow"])
def test_put_off_until_a_day_that_cannot_be_is_refused(friday, signed, day):
    cat = of("cat", 6)

    signed().post(f"/alerts/{cat.pk}/answer/", {"how": "later", "until": day})

    assert of("cat", 6).answered is None


def test_put_off_and_back_on_its_day(friday, signed):
    client, cat = signed(), of("cat", 6)
    client.post(f"/alerts/{cat.pk}/answer/", {"how": "later", "until": "2017-10-09"})

    assert shown(client, "/alerts/") == []
    with travel(clock(9, 8), tick=False):
        assert shown(client, "/alerts/") == ["Cat"]


def test_an_alarm_becomes_a_task(friday, signed):
    from merilo.web.tasks.models import Task

    cat = of("cat", 6)
    signed(Role.HEAD, "test:sue").post(f"/alerts/{cat.pk}/answer/", {
        "how": "task", "note": "Call everybody back", "until": "2017-10-09"})  # fmt: skip

    task = Task.objects.get()
    assert (task.title, task.due, task.person) == (
        "Call everybody back", date(2017, 10, 9), "test:cat")  # fmt: skip
    assert (of("cat", 6).how, of("cat", 6).task) == ("task", task.pk)


def test_nobody_answers_for_themselves_and_sellers_do_not(friday, signed, rule):
    rule(metric="meetings", kind="less", limit=1, people=["test:hed"], units=[])
    checked(6, 18.8)
    own = of("hed", 6)

    for who in ((Role.HEAD, "test:hed"), (Role.SELLER, "test:hed")):
        client = signed(*who)
        assert client.post(f"/alerts/{own.pk}/answer/", {"how": "seen"}).status_code == 404
    assert not soup(signed(Role.HEAD, "test:hed"), "/alerts/").select("form.alarm-answer")


# Rules


def ruled(client, **said):
    """Set a new rule; the answer."""
    return client.post("/alerts/rules/new/", FORM | said)


def test_a_rule_is_set_changed_paused_removed_and_written_down(friday, signed):
    client = signed(Role.ADMINISTRATOR)
    ruled(client, limit="12", name="Calls")
    made = Rule.objects.get(name="Calls")
    client.post(f"/alerts/rules/{made.pk}/", FORM | {"limit": "9,5", "name": "Calls"})
    client.post(f"/alerts/rules/{made.pk}/change/", {"how": "pause"})
    client.post(f"/alerts/rules/{made.pk}/change/", {"how": "resume"})
    client.post(f"/alerts/rules/{made.pk}/change/", {"how": "remove"})

    made.refresh_from_db()
    assert (made.limit, made.since, made.live) == (9.5, date(2017, 10, 6), False)
    entries = LogEntry.objects.filter(additional_data__event="alert_rule").order_by("pk")
    assert [one.action for one in entries] == [0, 1, 1, 1, 2]
    assert entries[1].changes == {"limit": ["12", "9.5"]}
    assert entries[2].changes == {"paused": ["False", "True"]}
    assert "Calls" not in soup(client, "/alerts/rules/").get_text()


def test_limits_are_typed_in_the_readers_way_and_the_metrics_unit(team, signed):
    with travel(clock(6, 19), tick=False):
        ruled(signed(language="ru"), metric="talk_time", limit="7,5")
        ruled(signed(), metric="connect_rate", limit="12.5%")
        ruled(signed(), kind="fell", way="year", grain="month", limit="30")

    assert [*Rule.objects.values_list("limit", flat=True)] == pytest.approx([450, 0.125, 0.3])


def test_the_form_shows_what_was_set(friday, signed):
    client = signed()
    ruled(client, metric="talk_time", limit="7.5", roles=["seller"], severe="on")
    pk = Rule.objects.last().pk

    form = soup(client, f"/alerts/rules/{pk}/").select_one("[data-rule]")
    checked_ = {(one["name"], one["value"]) for one in form.select("input[checked][value]")}
    assert form.select_one("[name=limit]")["value"] == "7.5"
    assert form.select_one("[name=metric] [selected]")["value"] == "talk_time"
    assert ("roles", "seller") in checked_
    assert form.select_one("[name=severe]").has_attr("checked")


@pytest.mark.parametrize(
    "said",
    [{"limit": "many"}, {"limit": ""}, {"limit": "-3"}, {"metric": "nothing"}, {"since": "soon"},
     {"kind": "unusual", "metric": "lead_processing"}, {"way": "plan", "grain": "day"}],
)  # fmt: skip
def test_what_cannot_be_a_rule_is_refused_in_words(team, signed, said):
    with travel(clock(6, 19), tick=False):
        answer = ruled(signed(), **said)

    assert answer.status_code == 422
    assert BeautifulSoup(answer.content, "html.parser").select_one("[role=alert]").get_text()
    assert not Rule.objects.exists()


def test_a_head_rules_over_their_own_alone(friday, signed):
    client = signed(Role.HEAD, "test:hed")
    companys = Rule.objects.get()

    assert ruled(client).status_code == 422
    assert ruled(client, units=["test:s"]).status_code == 422
    assert ruled(client, people=["test:cat"]).status_code == 422
    assert ruled(client, units=["test:n"], people=["test:cat"]).status_code == 422
    assert ruled(client, units=["test:n"]).status_code == 302
    assert ruled(client, people=["test:ann"]).status_code == 302
    assert client.get(f"/alerts/rules/{companys.pk}/").status_code == 404
    assert client.post(f"/alerts/rules/{companys.pk}/change/", {"how": "pause"}).status_code == 404
    assert len(soup(client, "/alerts/rules/").select(".rule-said")) >= 3
    other = signed(Role.HEAD, "test:sue")
    assert other.get(f"/alerts/rules/{Rule.objects.last().pk}/").status_code == 404
    assert "Ann" not in soup(other, "/alerts/rules/").get_text()


def test_what_is_offered_is_one_click(friday, signed):
    client = signed(Role.HEAD, "test:hed")
    client.post("/alerts/rules/offer/", {"offer": "calls"})

    made = Rule.objects.get(offered="calls")
    assert (made.units, made.limit, made.roles) == (["test:n"], 40, ["cold_caller"])
    assert client.post("/alerts/rules/offer/", {"offer": "strange"}).status_code == 404
    offers = {one["value"] for one in soup(client, "/alerts/rules/").select("button[name=offer]")}
    assert "calls" not in offers
    assert "usual" in offers


def tried(client, **said):
    """The dry run, in words."""
    return client.post("/alerts/rules/try/", FORM | said)


def test_a_dry_run_says_who_and_when_and_does_nothing(team, signed, heads):
    """In the four weeks up to the 20th, less than eight: Ann thrice, Bob, Dan twice, Leo, Cat; and
    five people on five days of September, of which there are no calls."""
    with travel(clock(20, 19), tick=False):
        page = BeautifulSoup(tried(signed()).content, "html.parser")
        north = BeautifulSoup(tried(signed(Role.HEAD, "test:hed"), units=["test:n"]).content,
                              "html.parser")  # fmt: skip

    rows = [(r.th.get_text(), r.td.get_text()) for r in page.select("tbody tr")]
    assert page.select_one(".tried-count").get_text() == "33 alerts"
    october = {row for row in rows if "Oct" in row[1]}
    assert october == {("Ann", "4 Oct 2017"), ("Ann", "5 Oct 2017"), ("Ann", "12 Oct 2017"),
                       ("Bob", "20 Oct 2017"), ("Dan", "10 Oct 2017"), ("Dan", "11 Oct 2017"),
                       ("Leo", "5 Oct 2017"), ("Cat", "6 Oct 2017")}  # fmt: skip
    assert not {"Cat"} & {r.th.get_text() for r in north.select("tbody tr")}
    assert Alarm.objects.count() == Rule.objects.count() == 0


def test_a_dry_run_is_of_the_readers_own(team, signed):
    with travel(clock(20, 19), tick=False):
        answer = tried(signed(Role.HEAD, "test:hed"), people=["test:cat"])

    assert answer.status_code == 422
    assert b"Cat" not in answer.content


def test_the_worker_looks_by_itself(team, rule, monkeypatch):
    rule()
    monkeypatch.setattr(checking, "utc", lambda: clock(4, 18.5))
    with travel(clock(4, 18.5), tick=False):
        look.call_local()

    assert Alarm.objects.count() == 1


def test_no_key_or_number_of_anybody_is_in_a_title(friday):
    """Titles of messages go where others may read."""
    from merilo.web.notices.models import Notice

    assert all(re.fullmatch(r"\d+ alerts?", one.title) for one in Notice.objects.all())
