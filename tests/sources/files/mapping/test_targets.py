"""What a file may feed is what the tables hold: nothing is forgotten, nothing leads nowhere."""

import pytest

from merilo.facts.tables import TABLES
from merilo.sources.files.targets import TARGETS, Parse, Target

# Found by us or carried by every row: no file says them.
MADE = {
    ("deals", "amount_from"),
    ("people", "source_ids"),
    ("units", "department"),
    ("units", "company"),
}
CARRIED = {"connection", "extra", "deleted", "load"}


@pytest.mark.parametrize("target", TARGETS.values(), ids=lambda target: target.name)
class TestTarget:
    def test_fills_every_column_once(self, target: Target) -> None:
        filled = [fill for slot in target.slots.values() for fill in slot.fills]
        wanted = {c.name for c in target.table.columns} - CARRIED
        wanted -= {name for table, name in MADE if table == target.name}
        assert sorted(filled) == sorted(wanted)

    def test_asides_lead_to_columns_of_tables(self, target: Target) -> None:
        for slot in target.slots.values():
            if slot.aside:
                assert slot.aside.column in {c.name for c in TABLES[slot.aside.feeds].own}
                assert slot.aside.of in {"", *target.slots}

    def test_names_mean_slots_and_no_alias_hides_one(self, target: Target) -> None:
        assert set(target.names.values()) == set(target.slots)
        assert not set(target.aliases) & set(target.slots)
        assert set(target.key) <= set(target.slots)

    def test_a_word_has_words_and_a_default_among_them(self, target: Target) -> None:
        for slot in target.slots.values():
            assert bool(slot.among) == (slot.parse is Parse.WORD)
            if slot.among and slot.default:
                assert slot.default in slot.among

    def test_what_is_needed_never_has_a_default(self, target: Target) -> None:
        needed = {slot.name for slot in target.slots.values() if slot.need}
        never_empty = {c.name for c in target.table.own if not c.empty}
        for name in needed:
            slot = target.slots[name]
            assert not slot.default
            assert set(slot.fills) & never_empty


def test_every_table_but_the_calendar_may_come_from_a_file() -> None:
    assert set(TABLES) - set(TARGETS) == {"calendar"}


@pytest.mark.parametrize(
    ("table", "said", "slot"),
    [
        ("deals", "person_id", "owner"),
        ("deals", "manager", "owner"),
        ("deals", "status", "outcome"),
        ("deals", "created_on", "created"),
        ("deals", "closed_at", "closed"),
        ("deals", "customer_id", "customer"),
        ("deals", "deal_id", "id"),
        ("activities", "started_at", "occurred"),
        ("plans", "period_start", "period_since"),
        ("plans", "person_id", "person"),
        ("people", "title", "role"),
        ("people", "manager_id", "head"),
        ("people", "unit_id", "unit"),
        ("costs", "spent_on", "day"),
        ("proposals", "sent_at", "sent"),
        ("order_lines", "order_id", "deal"),
        ("order_lines", "unit_price", "price"),
    ],
)
def test_friendly_names_are_understood(table: str, said: str, slot: str) -> None:
    assert TARGETS[table].names[said] == slot


def test_money_and_moments_are_said_without_their_suffixes() -> None:
    slots = TARGETS["deals"].slots
    assert (slots["amount"].parse, slots["amount"].fills) == (
        Parse.MONEY,
        ("amount", "amount_base"),
    )
    assert (slots["closed"].parse, slots["closed"].fills) == (
        Parse.INSTANT,
        ("closed_at", "closed_on"),
    )
    assert slots["owner"].ref == "people"


def test_only_words_that_the_table_demands_are_demanded() -> None:
    activities = TARGETS["activities"].slots
    assert activities["kind"].strict
    assert not activities["direction"].strict
    assert not activities["outcome"].strict


def test_units_of_an_owner_stand_above_each_other() -> None:
    slots = TARGETS["deals"].slots
    chain = [(name, slots[name].aside) for name in ("unit", "department", "company")]
    assert [(name, a.of, a.kind) for name, a in chain if a] == [
        ("unit", "owner", "team"),
        ("department", "unit", "department"),
        ("company", "department", "company"),
    ]
