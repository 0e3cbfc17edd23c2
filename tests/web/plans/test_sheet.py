"""Plans at their sheet: typed, kept, seen at once, in the facts soon, and by whom."""

from datetime import date

import duckdb
import pytest
from auditlog.models import LogEntry

from merilo.facts.lake import Lake
from merilo.facts.show import show
from merilo.web.accounts.models import Role
from merilo.web.outbox.carry import carry
from merilo.web.outbox.models import Parcel

pytestmark = pytest.mark.django_db
ANN, BOB, NORTH = "p|test:ann|2018-01-01", "p|test:bob|2018-01-01", "u|test:n|2018-01-01"


def plans(home) -> list[tuple]:
    """The plans of the lake: whose, from when, what kind, how much, whether it holds, by whom."""
    with duckdb.connect() as db:
        show(db, Lake(home / "lake").snapshot(), ["plans"])
        return db.sql(
            "select coalesce(person, unit), period_since, kind, target::double, "
            "valid_until is null, author from plans order by all"
        ).fetchall()


def test_targets_are_seen_at_once_and_are_facts_soon(planner, own_home):
    director = planner()
    assert director.set({ANN: "300 000", NORTH: "500000"}).status_code == 302

    assert director.cells() == {ANN: "300,000", NORTH: "500,000"}
    assert plans(own_home) == []
    assert carry() == 1
    assert plans(own_home) == [
        ("test:ann", date(2018, 1, 1), "at_least", 300000.0, True, "Director"),
        ("test:n", date(2018, 1, 1), "at_least", 500000.0, True, "Director"),
    ]
    assert director.cells() == {ANN: "300,000", NORTH: "500,000"}
    assert carry() == 0


def test_table_stands_beside_what_was_planned(planner, own_home):
    director = planner()
    director.set({"p|test:ann|2017-10-01": "6000"}, {"metric": "revenue", "day": "2017-01-01"})
    carry()
    asked = {"period": "2017-10", "columns": "revenue", "compare": "plan"}
    page = director.client.get("/people/", asked).content.decode()

    assert "50.0%" in page  # 3,000.50 of 6,000
    assert "Target: ₽6,000" in page


def test_new_target_ends_the_old_one_and_an_empty_one_takes_it_away(planner, own_home):
    director = planner()
    for text in ("100", "200", ""):
        director.set({ANN: text}, why="because")
        carry()

    assert [row[3:5] for row in plans(own_home)] == [(100.0, False), (200.0, False)]
    assert director.cells() == {}
    page = director.client.get("/plans/history/", {"metric": "revenue", "day": "2018-01-01"})
    lines = [" ".join(part.split()) for part in page.content.decode().split("<tr>")[2:]]
    assert len(lines) == 3
    assert ["₽" in line for line in lines] == [True, True, True]
    assert lines[1].count("because") == 1
    assert lines[0].index("200") < lines[0].rindex("—")


def test_targets_of_a_month_and_of_its_quarter_stand_side_by_side(planner, own_home):
    director, quarter = planner(), {"metric": "revenue", "grain": "quarter", "day": "2018-01-01"}
    director.set({ANN: "100"})
    director.set({ANN: "400"}, quarter)
    director.set({ANN: "500"}, quarter)
    director.set({ANN: "150"})
    carry()

    assert [row[3] for row in plans(own_home) if row[4]] == [150.0, 500.0]
    assert director.cells() == {ANN: "150"}
    assert director.cells(**quarter) == {ANN: "500"}


def test_the_same_again_changes_nothing(planner):
    director = planner()
    director.set({ANN: "100"})
    director.set({ANN: "100.0"})
    director.set({BOB: ""})

    assert Parcel.objects.count() == 1


@pytest.mark.parametrize(("lang", "typed", "kept"), [
    ("ru", "1 234 567,50 ₽", 1234567.5), ("ru", "1\u00a0234", 1234.0), ("hu", "12.345,5", 12345.5),
    ("en", "1,234", 1234.0), ("en", "1,234.5", 1234.5), ("en", "0", 0.0),
])  # fmt: skip
def test_figures_are_read_as_people_write_them(planner, own_home, lang, typed, kept):
    planner(language=lang).set({ANN: typed})
    carry()

    assert [row[3] for row in plans(own_home)] == [kept]


def test_shares_are_in_percent_and_to_be_reached(planner, own_home):
    director, asked = planner(), {"metric": "win_rate", "grain": "quarter", "day": "2018-01-01"}
    director.set({ANN: "32.5%"}, asked)
    carry()

    assert plans(own_home) == [
        ("test:ann", date(2018, 1, 1), "reach", 0.325, True, "Director"),
    ]
    assert director.cells(**asked) == {ANN: "32.5"}


def test_growth_is_asked_for_in_percent_and_marked(planner, own_home):
    director = planner()
    director.set({ANN: "15"}, kind="growth")
    director.set({BOB: "700"}, kind="at_least")
    carry()

    assert {row[0]: row[2:4] for row in plans(own_home)} == {
        "test:ann": ("growth", 0.15), "test:bob": ("at_least", 700.0),
    }  # fmt: skip
    assert director.cells(kind="at_least") == {ANN: "15%", BOB: "700"}
    assert "growth on the period before" in director.sheet(kind="at_least").get_text()


@pytest.mark.parametrize("typed", ["five", "-1", "1" * 14, "1.2.3", "=1+1"])
def test_what_is_no_target_is_told_and_nothing_is_kept(planner, typed):
    director = planner()
    answer = director.set({ANN: "100", BOB: typed})

    assert answer.status_code == 422
    assert 'value="100"' in answer.content.decode()
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not Parcel.objects.exists()


def test_whoever_was_faster_is_not_overwritten(planner):
    director = planner()
    director.set({ANN: "100"})
    late = director.set({ANN: "300"}, **{f"w|{ANN}": ""})

    assert late.status_code == 422
    assert "somebody has set another target meanwhile: 100" in late.content.decode()
    assert director.cells() == {ANN: "100"}
    assert director.set({ANN: "300"}, **{f"w|{ANN}": "100"}).status_code == 302


def test_head_plans_for_the_people_of_the_unit_and_neither_for_it_nor_for_themselves(planner):
    head = planner(Role.HEAD, "test:bob")
    names = {one["name"][2:] for one in head.sheet().select("input[data-was]")}

    assert {name.rpartition("|")[0] for name in names} == {"p|test:ann"}
    assert head.set({ANN: "100"}).status_code == 302
    assert head.set({BOB: "100"}).status_code == 404
    assert head.set({NORTH: "100"}).status_code == 404
    assert head.set({"p|test:nobody|2018-01-01": "1"}).status_code == 404
    assert Parcel.objects.count() == 1


@pytest.mark.parametrize("role", [Role.SELLER, Role.ANALYST])
def test_others_read_what_is_theirs_and_set_nothing(planner, role):
    planner().set({ANN: "100", BOB: "200"})
    reader = planner(role, "test:ann")

    assert reader.cells() == ({ANN: "100"} if role == Role.SELLER else {ANN: "100", BOB: "200"})
    assert not reader.sheet().select("input[data-was]")
    assert reader.set({ANN: "1"}).status_code == 404
    assert Parcel.objects.count() == 1


def test_parts_stand_beside_the_whole(planner):
    director = planner()
    director.set({ANN: "100", BOB: "50", NORTH: "200"})
    page = director.sheet()

    (parts,) = [one for one in page.select("[data-parts-of]") if one["data-parts-of"] == NORTH]
    assert parts.get_text() == "Σ 150"


def test_audit_says_who_set_what(planner):
    director = planner()
    director.set({ANN: "100"})
    director.set({ANN: "250"})
    entry = LogEntry.objects.filter(additional_data__event="plans").order_by("-pk")[0]

    assert entry.actor is not None
    (pair,) = entry.changes.values()
    assert pair == ["100", "250"]


def test_year_before_stands_in_grey(planner):
    page = planner().sheet(day="2018-01-01")
    (cell,) = [one for one in page.select("input[data-was]")
               if one["name"] == "t|p|test:ann|2018-10-01"]  # fmt: skip

    assert cell["placeholder"] == "3,000"  # of October 2017: 1,000 and 2,000.50


def test_names_are_text(planner):
    assert "<script>" not in str(planner().set({ANN: "<script>alert(1)</script>"}).content)
