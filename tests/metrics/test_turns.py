"""Thresholds that change on a day: a figure uses the one of its date."""

from dataclasses import replace
from datetime import date

from merilo.company import Rules
from tests.builders import answers, ask, at, call, cost, deal, meeting, posting

SIXTEENTH = date(2017, 10, 16)


def changed(**rules):
    return {"turns": ((SIXTEENTH, replace(Rules(), **rules)),)}


def test_conversation_is_measured_by_the_threshold_of_its_day():
    calls = [call(day, duration_s=20) for day in (14, 15, 16, 17)]

    assert ask("conversations", activities=calls) == 4
    assert ask("conversations", activities=calls, **changed(conversation_s=30)) == 2


def test_meeting_counts_within_the_days_that_held_on_the_day_of_the_call():
    met = [meeting(30, deal="a"), meeting(30, deal="b")]
    calls = [call(12, deal="a"), call(17, deal="b")]

    assert ask("call_to_meeting", activities=[*met, *calls]) == 1
    narrowed = changed(meeting_within_days=5)
    assert ask("call_to_meeting", activities=[*met, *calls], **narrowed) == 0.5
    assert ask("call_to_meeting", activities=[*met, *calls], **changed(meeting_within_days=13)) == 1


def test_active_customers_of_each_week_by_the_days_of_its_end():
    won = [deal(customer="x", closed_at=at(1))]
    weeks = answers("customers_active", "week", deals=won, **changed(active_days=3))

    assert [row["customers_active"] for row in weeks] == [1, 1, 1, 0, 0, 0]


def test_costs_are_shared_by_the_rule_of_their_day():
    facts = {
        "costs": [cost(100, day=date(2017, 10, day)) for day in (10, 20)],
        "deals": [deal(owner="ann"), deal(owner="ann"), deal(owner="ann"), deal(owner="bob")],
        "postings": [posting("ann"), posting("bob")],
    }

    assert ask("selling_cost", "person", **facts) == {"ann": 100, "bob": 100}
    leads = changed(shared_costs="leads")
    assert ask("selling_cost", "person", **facts, **leads) == {"ann": 125, "bob": 75}


def test_costs_shared_by_leads_or_revenue_sum_to_the_whole():
    facts = {
        "costs": [cost(90), cost(30, unit="north"), cost(7, person="bob")],
        "deals": [
            deal(600, owner="ann"), deal(300, owner="bob"), deal(-900, owner="bob"),
            deal(100, owner="eve"),
        ],
        "postings": [posting("ann"), posting("bob"), posting("eve", unit="south")],
    }  # fmt: skip
    equal, leads, revenue = (
        ask("selling_cost", "person", rules=Rules(shared_costs=rule), **facts)
        for rule in ("headcount", "leads", "revenue")
    )

    assert equal == {"ann": 45, "bob": 52, "eve": 30}
    assert leads == {"ann": 45, "bob": 52, "eve": 30}
    # Bob's refund leaves him nothing to bear by; the team's 30 are all Ann's.
    assert {who: round(cost, 6) for who, cost in revenue.items()} == {
        "ann": round(90 * 6 / 7 + 30, 6), "bob": 7, "eve": round(90 / 7, 6),
    }  # fmt: skip


def test_where_nobody_has_any_revenue_parts_are_equal():
    facts = {"costs": [cost(90)], "postings": [posting("ann"), posting("bob")]}

    assert ask("selling_cost", "person", rules=Rules(shared_costs="revenue"), **facts) == {
        "ann": 45, "bob": 45,
    }  # fmt: skip
