"""What calls, meetings, proposals and stages lead to."""

from datetime import timedelta
from typing import Any

import pytest

from merilo.company import Rules
from merilo.facts.rows import Row
from tests.builders import answers, ask, at, call, deal, handed, meeting, move, proposal, stage


def led(*activities: Row, **said: Any) -> Any:
    return ask("calls_led", activities=list(activities), **said)


def test_call_leads_to_the_meeting_after_it() -> None:
    assert led(call(5, deal="d"), meeting(6, deal="d")) == 1
    assert led(call(5, deal="d"), meeting(6, deal="d", person="boris")) == 1


def test_call_with_two_meetings_after_it_is_one_call() -> None:
    assert led(call(5, deal="d"), meeting(6, deal="d"), meeting(7, deal="d")) == 1


def test_meeting_serves_all_the_calls_before_it() -> None:
    assert led(call(4, deal="d"), call(5, deal="d"), meeting(6, deal="d")) == 2


def test_meeting_that_is_before_the_call_or_of_another_deal_or_not_held_does_not_count() -> None:
    assert led(meeting(4, deal="d"), call(5, deal="d")) == 0
    assert led(call(5, deal="d"), meeting(6, deal="e")) == 0
    assert led(call(5, deal="d"), meeting(6, deal="d", outcome="cancelled")) == 0
    assert led(call(5, deal="d"), meeting(6, deal="d", author="robot")) == 0


def test_meeting_at_the_very_moment_of_the_call_is_not_after_it() -> None:
    assert led(call(5, deal="d"), meeting(5, deal="d")) == 0


@pytest.mark.parametrize(("late", "count"), [(0, 1), (1, 0)])
def test_thirty_days_are_counted_to_the_second(late: int, count: int) -> None:
    """The period ends first; the meeting may be in the next one."""
    after = at(5) + timedelta(days=30, seconds=late)

    assert led(call(5, deal="d"), meeting(deal="d", occurred_at=after)) == count


def test_meeting_of_the_next_month_counts_for_a_call_of_the_last_day() -> None:
    after = at(31, 23) + timedelta(days=30)

    assert led(call(occurred_at=at(31, 23), deal="d"), meeting(deal="d", occurred_at=after)) == 1


def test_days_within_which_a_meeting_counts_are_a_setting() -> None:
    after = at(5) + timedelta(days=600)
    acts = [call(5, deal="d"), meeting(deal="d", occurred_at=after)]

    assert led(*acts, rules=Rules(meeting_within_days=600)) == 1
    assert led(*acts, rules=Rules(meeting_within_days=599)) == 0


def test_call_without_a_deal_goes_by_the_customer() -> None:
    assert led(call(5, deal=None, customer="c"), meeting(6, deal="d", customer="c")) == 1
    assert led(call(5, deal=None, customer="c"), meeting(6, deal="d", customer="x")) == 0


def test_call_with_a_deal_does_not_go_by_the_customer() -> None:
    assert led(call(5, deal="d", customer="c"), meeting(6, deal="e", customer="c")) == 0


def test_calls_about_nobody_lead_nowhere() -> None:
    nobody = {"deal": None, "customer": None}

    assert led(call(5, **nobody), meeting(6, **nobody)) == 0
    assert ask("contacts_called", activities=[call(5, **nobody)]) == 0


def test_missed_call_leads_nowhere_but_an_unanswered_one_of_ours_may() -> None:
    came = call(5, deal="d", direction="in", outcome="missed")

    assert led(came, meeting(6, deal="d")) == 0
    assert led(call(5, deal="d", outcome="busy"), meeting(6, deal="d")) == 1


def test_ten_calls_to_one_customer_are_one_contact_of_the_first_caller() -> None:
    calls = [call(day, deal="d", person="ann" if day == 3 else "boris") for day in range(3, 13)]
    said = {"activities": [*calls, meeting(20, deal="d"), call(4, deal="e", person="boris")]}

    found = answers("contacts_called contacts_met contact_to_meeting", "person", **said)
    assert [[*row.values()] for row in found] == [["ann", 1, 1, 1], ["boris", 1, 0, 0]]


def test_contact_is_met_within_thirty_days_of_the_first_call() -> None:
    """However often it is called again."""
    late = meeting(deal="d", occurred_at=at(2) + timedelta(days=31))
    calls = [call(2, deal="d"), call(25, deal="d")]

    assert ask("contacts_met", activities=[*calls, late]) == 0
    assert led(*calls, late) == 1


def test_deal_and_customer_with_the_same_key_are_two_contacts() -> None:
    calls = [call(5, deal="test:1", customer="x"), call(6, deal=None, customer="test:1")]
    met = meeting(7, deal=None, customer="test:1")

    found = answers("contacts_called contacts_met calls_led", activities=[*calls, met])
    assert [*found[0].values()] == [2, 1, 1]


def test_meeting_of_a_deal_that_was_won_later() -> None:
    deals = [
        deal(id="won", closed_at=at(31) + timedelta(days=100)),
        deal(id="earlier", closed_at=at(2)),
        deal(id="then", closed_at=at(12)),  # signed at the meeting
        deal(id="lost", outcome="lost"),
        deal(id="open", outcome="open"),
        deal(-5, id="refund"),
    ]
    met = [meeting(12, deal=f"test:{row['id']}") for row in deals]

    found = answers("meetings_won meetings meeting_to_win", deals=deals, activities=met)
    assert [*found[0].values()] == [2, 6, pytest.approx(1 / 3)]


def test_lead_with_two_proposals_is_one_lead() -> None:
    """And one that no lead of the period got, or that was taken back, counts for none."""
    leads = [deal(id="1"), deal(id="2"), deal(id="3", created_at=at(1) - timedelta(days=9))]
    sent = [
        proposal(deal="test:1"),
        proposal(deal="test:1", sent_at=at(31) + timedelta(days=50)),
        proposal(deal="test:2", deleted=True),
        proposal(deal="test:3"),
        proposal(deal=None),
    ]

    found = answers("leads_offered lead_to_proposal", deals=leads, proposals=sent)
    assert [*found[0].values()] == [1, 0.5]


def test_proposals_win_by_number_and_by_amount() -> None:
    sent = [
        proposal(amount=100, outcome="won"),
        proposal(amount=900),
        proposal(amount=None, outcome="won"),
        proposal(amount=600, outcome="lost"),
    ]

    found = answers("proposal_to_win proposal_to_win_amount", proposals=sent)
    assert [*found[0].values()] == [0.5, pytest.approx(100 / 1600)]


# The ten deals of T5.1: N new, Q fit, P offer, G talks, W won, L lost; D8 was born in Q.
PATHS = {
    "D1": "NQPGW", "D2": "NQPQPGW", "D3": "NPW", "D4": "NQL", "D5": "NQP", "D6": "NQPGWGW",
    "D7": "NL", "D8": "QPL", "D9": "NQ", "D10": "NQPGL",
}  # fmt: skip
STAGES = [
    *(stage(name, place) for place, name in enumerate("NQPG", 1)),
    stage("W", 5, "won"),
    stage("L", 6, "lost"),
]


def walk(id: str, path: str, **said: Any) -> list[Row]:
    """A move a day from the second of October on."""
    return [move(f"test:{id}", f"test:p/{to}", at(2 + n), **said) for n, to in enumerate(path)]


def ten() -> dict[str, list[Row]]:
    ends = {"W": "won", "L": "lost"}
    return {
        "deals": [deal(id=d, outcome=ends.get(path[-1], "open")) for d, path in PATHS.items()],
        "stage_changes": [row for id, path in PATHS.items() for row in walk(id, path)],
        "stages": STAGES,
    }


def test_stages_reached_and_passed() -> None:
    """T5.1, touched: lost deals stay in every stage they reached, returning ones count once."""
    found = answers("stage_reached stage_passed", "stage", **ten())

    assert {row["stage"][-1]: (row["stage_reached"], row["stage_passed"]) for row in found} == {
        "N": (9, 8), "Q": (8, 6), "P": (7, 5), "G": (4, 3)
    }  # fmt: skip


def test_stage_conversion_of_all_stages_is_of_their_totals() -> None:
    assert ask("stage_conversion", **ten()) == pytest.approx(22 / 28)


def test_entry_counts_in_the_period_of_the_first_one() -> None:
    facts = ten() | {"stage_changes": walk("D1", "N") + walk("D1", "NQN", occurred_at=at(31))}
    facts["stage_changes"][0] |= {  # type: ignore[operator]
        "occurred_at": at(1) - timedelta(days=9), "occurred_on": at(1).date() - timedelta(days=9)
    }  # fmt: skip

    assert ask("stage_reached", "stage", **facts) == {"test:p/Q": 1}


def test_move_from_a_stage_to_itself_is_none() -> None:
    again = move("test:D9", "test:p/Q", at(9), from_stage="test:p/Q")
    facts = ten() | {"stage_changes": [*walk("D9", "N"), again]}

    assert ask("stage_reached", "stage", **facts) == {"test:p/N": 1}


def test_later_stage_of_another_pipeline_is_not_further() -> None:
    other = stage("X", 9, id="other/X", pipeline="test:other")
    moves = [*walk("D9", "N"), move("test:D9", "test:other/X", at(9))]

    facts = ten() | {"stages": [*STAGES, other], "stage_changes": moves}
    assert ask("stage_passed", "stage", **facts) == {"test:p/N": 0, "test:other/X": 0}


def test_going_back_is_not_getting_further() -> None:
    facts = ten() | {"stage_changes": walk("D5", "NPQ")}

    assert ask("stage_passed", "stage", **facts) == {
        "test:p/N": 1, "test:p/P": 0, "test:p/Q": 0
    }  # fmt: skip


def test_win_is_further_though_no_move_to_it_is_known() -> None:
    facts = ten() | {"stage_changes": [*walk("D1", "NQ"), *walk("D4", "NQ")]}

    assert ask("stage_passed", "stage", **facts) == {"test:p/N": 2, "test:p/Q": 1}


def test_moves_at_one_instant_go_by_their_ids() -> None:
    """T1.5: 9 comes before 10."""
    ids = zip(("8", "9", "10"), "NQP", strict=True)
    moves = [move("test:D5", f"test:p/{to}", at(3), id=id) for id, to in ids]

    found = answers("stage_passed time_in_stage", "stage", **ten() | {"stage_changes": moves})
    assert [[*row.values()] for row in found] == [
        ["test:p/N", 1, 0], ["test:p/P", 0, None], ["test:p/Q", 1, 0]
    ]  # fmt: skip


@pytest.mark.parametrize("order", [1, -1])
def test_stage_was_reached_by_whoever_held_the_deal_then(order: int) -> None:
    """In whatever order the hand-overs were delivered."""
    facts = ten() | {"stage_changes": walk("D5", "NQP")}
    (five,) = [row for row in facts["deals"] if row["id"] == "D5"]
    passed = [handed(five, "boris", "vera", at(3, 18)), handed(five, "vera", "ann", at(20))]

    found = ask("stage_reached", "person", owner_changes=passed[::order], **facts)
    assert found == {"ann": 0, "boris": 2, "vera": 1}
