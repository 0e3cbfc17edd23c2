"""People and units typed by an administrator: in the facts at once, and safe from the next file."""

from datetime import date, timedelta

import pytest
from auditlog.models import LogEntry

from merilo.facts.lake import Lake
from merilo.facts.staff import staff
from merilo.web.accounts.models import Role
from tests.web.data.conftest import Desk


@pytest.fixture
def office(own_home, signed, django_capture_on_commit_callbacks) -> Desk:
    return Desk(signed(Role.ADMINISTRATOR), django_capture_on_commit_callbacks)


def now(settings):
    return staff(Lake(settings.HOME / "lake").snapshot())


def some_person(settings) -> str:
    return sorted(now(settings).people)[0]


def unit(office, settings, name: str, **said: str) -> str:
    before = set(now(settings).units)
    answer = office.post("/staff/units/new/", {"name": name, "kind": "team", "parent": "", **said})
    assert answer.status_code == 302, answer.content.decode()[-1500:]
    (key,) = set(now(settings).units) - before
    return key


def person(office, settings, name: str, unit: str, since: str = "2018-01-01", **said: str) -> str:
    before = set(now(settings).people)
    form = {
        "do": "details",
        "name": name,
        "move-unit": unit,
        "move-role": "seller",
        "move-since": since,
    }
    answer = office.post("/staff/people/new/", form | said)
    assert answer.status_code == 302, answer.content.decode()[-1500:]
    (key,) = set(now(settings).people) - before
    return key


def move(office, key: str, unit: str, since: str, role: str = "seller"):
    form = {"do": "move", "move-unit": unit, "move-role": role, "move-since": since}
    return office.post(f"/staff/people/{key}/", form)


def places(settings, key: str) -> list[tuple[str, date | None, date | None]]:
    return [(one.unit, one.since, one.until) for one in now(settings).postings(key)]


def test_unit_and_person_are_added_and_shown(office, settings):
    team = unit(office, settings, "New team")
    key = person(office, settings, "Nora New", team, email="nora@example.com")
    page = office.page("/staff/")

    assert "New team" in page
    assert "Nora New" in page
    assert places(settings, key) == [(team, date(2018, 1, 1), None)]
    assert "Nora New" in office.page(f"/staff/?unit={team}")


def test_move_from_a_day_ends_what_held(office, settings):
    one, other = (unit(office, settings, name) for name in ("One", "Other"))
    key = person(office, settings, "Nora", one)
    assert move(office, key, other, "2018-01-10").status_code == 302

    assert places(settings, key) == [
        (one, date(2018, 1, 1), date(2018, 1, 10)), (other, date(2018, 1, 10), None)
    ]  # fmt: skip
    assert now(settings).people[key].unit == other


def test_move_into_the_past_ends_where_the_next_begins(office, settings):
    one, other = (unit(office, settings, name) for name in ("One", "Other"))
    key = person(office, settings, "Nora", one, "2017-06-01")
    move(office, key, one, "2017-12-01", "head")
    move(office, key, other, "2017-09-01")

    assert [(p.unit, p.role, p.since, p.until) for p in now(settings).postings(key)] == [
        (one, "seller", date(2017, 6, 1), date(2017, 9, 1)),
        (other, "seller", date(2017, 9, 1), date(2017, 12, 1)),
        (one, "head", date(2017, 12, 1), None),
    ]
    assert now(settings).people[key].role == "head"


def test_overlapping_postings_are_refused_in_words(office, settings):
    one, other = (unit(office, settings, name) for name in ("One", "Other"))
    key = person(office, settings, "Nora", one)
    move(office, key, other, "2018-01-10")
    before = places(settings, key)
    answer = office.post(f"/staff/people/{key}/", {
        "do": "postings", "count": "2", "0-unit": one, "0-role": "seller", "0-since": "2018-01-01",
        "0-last": "2018-01-12", "1-unit": other, "1-role": "seller", "1-since": "2018-01-10",
    })  # fmt: skip

    assert answer.status_code == 422
    assert "two postings overlap" in answer.content.decode()
    assert places(settings, key) == before


@pytest.mark.parametrize(
    ("since", "last", "said"),
    [
        ("2018-01-10", "2018-01-08", "ends after it begins"),
        ("2018-02-30", "", "no day of the calendar"),
    ],
)
def test_days_that_cannot_be(office, settings, since, last, said):
    one = unit(office, settings, "One")
    key = person(office, settings, "Nora", one)
    answer = office.post(f"/staff/people/{key}/", {
        "do": "postings", "count": "1", "0-unit": one, "0-role": "x",
        "0-since": since, "0-last": last,
    })  # fmt: skip

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_posting_is_corrected_and_another_removed(office, settings):
    one, other = (unit(office, settings, name) for name in ("One", "Other"))
    key = person(office, settings, "Nora", one)
    move(office, key, other, "2018-01-10")
    office.post(f"/staff/people/{key}/", {
        "do": "postings", "count": "2", "0-unit": other, "0-role": "head", "0-since": "",
        "0-last": "2018-03-31", "1-unit": other, "1-since": "2018-01-10", "1-gone": "on",
    })  # fmt: skip

    assert places(settings, key) == [(other, None, date(2018, 4, 1))]


def test_what_was_typed_stands_against_the_next_file(office, settings):
    """And the import says so."""
    file = (
        "people.csv",
        "id;ФИО;Роль;Отдел\n71;Вера Павлова;seller;Север\n72;Пётр Ли;seller;Север\n",
    )
    office.imported(file)
    key = "files:71"
    south = unit(office, settings, "Юг")
    office.post(
        f"/staff/people/{key}/", {"do": "details", "name": "Вера Иванова", "email": "", "head": ""}
    )
    move(office, key, south, "2018-01-10", "head")
    typed = places(settings, key)
    from merilo.web.data.models import Upload

    Upload.objects.all().delete()
    office.imported(("people.csv", file[1].replace("Пётр Ли", "Пётр Лим")))

    held = now(settings).people
    assert held[key].name == "Вера Иванова"
    assert (held[key].role, held[key].unit) == ("head", south)
    assert held["files:72"].name == "Пётр Лим"
    assert places(settings, key) == typed
    assert any("typed in Merilo" in note for note in office.sheet.loaded["notes"])


def test_postings_of_a_source_are_withdrawn_for_whoever_has_typed_ones(office, settings):
    key = some_person(settings)
    before = places(settings, key)
    team = unit(office, settings, "New team")
    move(office, key, team, "2018-01-01")

    assert places(settings, key)[-1] == (team, date(2018, 1, 1), None)
    assert len(places(settings, key)) == len(before) + 1


def test_figures_follow_the_move(office, settings, signed):
    key = some_person(settings)
    team = unit(office, settings, "Brand new team")
    move(office, key, team, "2017-10-15")
    page = (
        signed(Role.DIRECTOR).get("/people/?by=unit&period=2017-10&columns=calls").content.decode()
    )

    assert "Brand new team" in page


def test_absence_is_added_refused_twice_and_removed(office, settings):
    key = some_person(settings)
    form = {
        "do": "away",
        "away-kind": "vacation",
        "away-since": "2018-02-01",
        "away-last": "2018-02-14",
    }
    assert office.post(f"/staff/people/{key}/", form).status_code == 302
    (away,) = [one for one in now(settings).absences(key) if one.typed]
    assert (away.since, away.until) == (date(2018, 2, 1), date(2018, 2, 15))

    answer = office.post(f"/staff/people/{key}/", form | {"away-since": "2018-02-14"})
    assert answer.status_code == 422
    assert "away then already" in answer.content.decode()
    office.post(f"/staff/people/{key}/", {"do": "back", "absence": away.key})
    assert not [one for one in now(settings).absences(key) if one.typed]


def test_unit_is_renamed_moved_and_never_below_itself(office, settings):
    top = unit(office, settings, "Top", kind="department")
    low = unit(office, settings, "Low", parent=top)
    office.post(f"/staff/units/{low}/", {"name": "Lower", "kind": "team", "parent": top})
    answer = office.post(
        f"/staff/units/{top}/", {"name": "Top", "kind": "department", "parent": low}
    )

    assert now(settings).units[low].name == "Lower"
    assert answer.status_code == 422
    assert "cannot be below itself" in answer.content.decode()


def test_unit_closes_once_nobody_is_there(office, settings):
    one, other = (unit(office, settings, name) for name in ("One", "Other"))
    key = person(office, settings, "Nora", one)
    answer = office.post(f"/staff/units/{one}/", {"close": "1", "day": "2018-01-20"})
    assert answer.status_code == 422
    assert "Nora" in answer.content.decode()

    move(office, key, other, "2018-01-10")
    office.post(f"/staff/units/{one}/", {"close": "1", "day": "2018-01-20"})
    assert now(settings).units[one].closed == date(2018, 1, 20)
    assert move(office, key, one, "2018-02-01").status_code == 422
    office.post(f"/staff/units/{one}/", {"open": "1"})
    assert now(settings).units[one].closed is None


def test_unit_of_a_source_is_closed_and_keeps_its_kind(office, settings):
    key = next(iter(now(settings).units), None) or pytest.skip("no units there")
    kind = now(settings).units[key].kind
    office.post(f"/staff/units/{key}/", {"close": "1", "day": "2030-01-01"})

    assert now(settings).units[key].kind == kind


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"name": " "}, "name of one line"),
        ({"email": "nora"}, "no e-mail"),
        ({"head": "x:1"}, "no such person"),
    ],
)
def test_person_that_cannot_be(office, settings, said, why):
    key = some_person(settings)
    form = {"do": "details", "name": "A", "email": "", "head": ""} | said
    answer = office.post(f"/staff/people/{key}/", form)

    assert answer.status_code == 422
    assert why in answer.content.decode()


def test_nobody_reports_to_themselves(office, settings):
    one, other = sorted(now(settings).people)[:2]
    office.post(f"/staff/people/{one}/", {"do": "details", "name": "A", "email": "", "head": other})
    answer = office.post(
        f"/staff/people/{other}/", {"do": "details", "name": "B", "email": "", "head": one}
    )

    assert answer.status_code == 422
    assert now(settings).people[one].head == other


def test_scripts_in_names_are_text(office, settings):
    unit(office, settings, "<script>alert(1)</script>")
    assert "<script>alert" not in office.page("/staff/")


def test_edit_is_a_load_that_can_be_undone(office, settings):
    unit(office, settings, "One")
    number = Lake(settings.HOME / "lake").snapshot().number
    page = office.page("/loads/")
    assert ("People and units: One" in page, "Administrator" in page) == (True, True)
    office.post(f"/loads/{number}/undo/")

    assert "One" not in [one.name for one in now(settings).units.values()]


def test_audit_has_before_and_after(office, settings):
    key = unit(office, settings, "One")
    office.post(f"/staff/units/{key}/", {"name": "Two", "kind": "team", "parent": ""})
    entry = LogEntry.objects.filter(additional_data__event="people").order_by("-pk")[0]

    assert entry.actor is not None
    assert entry.changes == {"Two": ["One, team", "Two, team"]}


def test_audit_names_people_and_units_and_shows_no_keys(office, settings):
    one, other = (unit(office, settings, name) for name in ("One", "Other"))
    key = person(office, settings, "Nora", one)
    move(office, key, other, "2018-01-10")
    page = office.page("/audit/?what=people")

    assert "People and units changed" in page
    assert "Nora, Other, Sales rep, 2018-01-10" in page
    assert not any(hidden in page for hidden in (one, other, key))


def test_calendar_is_checked_and_followed(office, settings):
    form = {"country": "hu", "hours": "08:00-16:00", "pause": "", "exceptions": "2018-03-16: off"}
    assert office.post("/staff/calendar/", form).status_code == 302
    text = (settings.HOME / "merilo.yaml").read_text("utf-8")
    assert "08:00-16:00" in text
    import duckdb

    from merilo.facts.show import show

    with duckdb.connect() as db:
        show(db, Lake(settings.HOME / "lake").snapshot(), ["calendar"])
        days = dict(db.sql("select day, working from calendar where year(day) = 2018").fetchall())
    assert (days[date(2018, 3, 16)], days[date(2018, 3, 19)]) == (False, True)


@pytest.mark.parametrize(
    "said",
    [
        {"hours": "8-25"},
        {"country": "XX"},
        {"exceptions": "someday: off"},
        {"pause": "20:00-21:00"},
    ],
)
def test_calendar_that_cannot_be_is_one_sentence(office, settings, said):
    before = (settings.HOME / "merilo.yaml").read_text("utf-8")
    form = {"country": "", "hours": "09:00-18:00", "pause": "", "exceptions": ""} | said
    answer = office.post("/staff/calendar/", form)

    assert answer.status_code == 422
    assert (settings.HOME / "merilo.yaml").read_text("utf-8") == before


@pytest.mark.parametrize("role", [Role.SELLER, Role.HEAD, Role.DIRECTOR, Role.ANALYST])
@pytest.mark.parametrize(
    "page", ["/staff/", "/staff/units/new/", "/staff/people/new/", "/staff/calendar/"]
)
def test_others_do_not_see_it(own_home, signed, role, page):
    assert signed(role, "test:ann").get(page).status_code == 404


def test_long_history_is_kept_whole(office, settings):
    """However many places somebody was in, those that are sent back stay."""
    one, other = (unit(office, settings, name) for name in ("One", "Other"))
    key = person(office, settings, "Nora", one)
    form = {"do": "postings"}
    for n in range(210):
        since = (date(2016, 1, 1) + timedelta(days=n)).isoformat()
        form |= {f"{n}-unit": other if n % 2 else one, f"{n}-role": "seller",
                 f"{n}-since": since, f"{n}-last": since}  # fmt: skip

    assert office.post(f"/staff/people/{key}/", form).status_code == 302
    assert len(places(settings, key)) == 210
