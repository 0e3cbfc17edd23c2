"""The company's settings: read, refused, written, explained."""

import errno
import os
import pickle
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merilo.company import NAME, Company, Rules, settings
from merilo.errors import NoSettings, SetupError, Unwritable
from merilo.periods import Hours, Year

# For each setting another value than the ordinary one, as it is written.
OTHERS = {
    "name": "Ромашка",
    "zone": "Europe/Budapest",
    "currency": "HUF",
    "country": "HU",
    "hours": "08:00-17:00",
    "pause": "12:00-12:30",
    "exceptions": "{2026-01-09: off}",
    "year.starts": "7",
    "year.named": "start",
    "year.weeks": "4-4-5",
    "year.weekday": "sunday",
    "year.begins": "before",
    "rules.conversation_s": "30",
    "rules.meeting_within_days": "14",
    "rules.active_days": "180",
    "rules.stale_days": "7",
    "rules.reply_minutes": "5",
    "rules.survey_answers": "9",
    "rules.colleague_marks": "4",
    "rules.shared_costs": "leads",
    "changes": "{2026-03-01: {conversation_s: 20}}",
    "links": "{crm: 'https://crm.example/deals/{id}'}",
}


def written(home, text):
    (home / NAME).write_text(text, "utf-8")
    return home


def flat(company):
    """Every setting by its name with dots."""
    named = {name.name: company for name in settings()}
    for name in named:
        for part in name.split("."):
            named[name] = getattr(named[name], part)
    return named


def test_without_a_file_all_is_ordinary(tmp_path):
    assert Company.load(tmp_path) == Company()
    assert Company.load(written(tmp_path, "")) == Company()
    assert Company.load(written(tmp_path, "exceptions:\nyear:\nrules:\n")) == Company()


def test_the_ordinary_thresholds_are_those_of_the_metrics():
    assert Rules() == Rules(15, 30, 90, 14, 15)


def test_every_setting_is_documented_with_its_ordinary_value():
    ordinary = flat(Company())

    assert [setting.name for setting in settings()] == [*OTHERS]
    assert {setting.name: setting.default for setting in settings()} == ordinary
    assert all(len(setting.meaning) > 15 for setting in settings())


@pytest.mark.parametrize("name", OTHERS)
def test_a_setting_is_read_and_nothing_else_changes(name, tmp_path):
    section, _, key = name.rpartition(".")
    line = f"{key}: {OTHERS[name]}"
    company = Company.load(written(tmp_path, f"{section}: {{{line}}}" if section else line))

    changed = {one for one, value in flat(company).items() if value != flat(Company())[one]}
    assert changed == {name}


def test_thresholds_change_one_after_another(tmp_path):
    text = (
        "rules: {stale_days: 7}\nchanges:\n  2026-05-01: {active_days: 60}\n"
        "  2026-03-01:\n    conversation_s: 20\n    active_days: 120\n"
    )
    company = Company.load(written(tmp_path, text))

    assert company.turns == (
        (date(2026, 3, 1), Rules(stale_days=7, conversation_s=20, active_days=120)),
        (date(2026, 5, 1), Rules(stale_days=7, conversation_s=20, active_days=60)),
    )
    company.save(tmp_path)
    assert Company.load(tmp_path) == company


@pytest.mark.parametrize(
    ("said", "name", "wanted"),
    [
        ("2026-03-01: {conversation: 20}", "changes.2026-03-01.conversation", "conversation_s"),
        ("2026-03-01: {conversation_s: -1}", "changes.2026-03-01.conversation_s", "whole number"),
        ("2026-03-01: {shared_costs: evenly}", "rules.shared_costs", "headcount"),
        ("2026-03-01: 20", "changes.2026-03-01", "names and values"),
        ("March: {conversation_s: 20}", "changes.March", "day of the calendar"),
    ],
)
def test_change_that_makes_no_sense_is_named(tmp_path, said, name, wanted):
    with pytest.raises(SetupError, match=wanted) as error:
        Company.load(written(tmp_path, f"changes:\n  {said}\n"))

    assert error.value.setting == name


def test_values_are_read_as_what_they_are(tmp_path):
    company = Company.load(
        written(
            tmp_path,
            "name: 2026\ncountry: NO\nexceptions:\n  2026-01-09: off\n  2026-01-10: on\n"
            "  2026-12-31: 09:00-14:00\nrules: {stale_days: 007}\n",
        )
    )

    assert (company.name, company.country) == ("2026", "NO")  # neither a number nor a False
    assert company.rules.stale_days == 7
    assert company.exceptions == {
        date(2026, 1, 9): "off",
        date(2026, 1, 10): "on",
        date(2026, 12, 31): "09:00-14:00",
    }


@pytest.mark.parametrize(
    ("text", "setting", "said"),
    [
        ("zone: Europe/Moskow", "zone", "nearest is Europe/Moscow"),
        ("zone: localtime", "zone", "IANA name"),
        ("zone: ''", "zone", "IANA name"),
        ("currency: rub", "currency", "ISO code is wanted, such as RUB"),
        ("currency: RUX", "currency", "ISO code"),
        ("country: RF", "country", "ISO code is wanted, such as RU"),
        ("country: DE-XX", "country", "such as DE-BY"),
        ("hours: 18-9", "hours", "such as 09:00-18:00"),
        ("pause: 13", "pause", "two times"),
        ("pause: 08:00-09:30", "pause", "within 09:00-18:00"),
        ("pause: 17:00-18:30", "pause", "within 09:00-18:00"),
        ("name: ''", "name", "in one line"),
        ("name: [a, b]", "name", "one value"),
        ('name: "a\\nb"', "name", "in one line"),
        ("zoone: UTC", "zoone", "no such setting; try zone"),
        ("qqqqqq: UTC", "qqqqqq", "no such setting"),
        ("year: {start: 4}", "year.start", "try starts"),
        ("year: {starts: 13}", "year.starts", "month from 1 to 12"),
        ("year: {starts: April}", "year.starts", "whole number"),
        ("year: {weeks: 4-4-4}", "year.weeks", "4-4-5, 4-5-4, 5-4-4"),
        ("year: 2017", "year", "names and values below year"),
        ("rules: {stale_days: 0}", "rules.stale_days", "from 1 to 3650"),
        ("rules: {stale_days: 1.5}", "rules.stale_days", "whole number"),
        ("rules: {stale_days: -1}", "rules.stale_days", "whole number"),
        ("rules: {reply_minutes: 99999}", "rules.reply_minutes", "from 1 to 10080"),
        (f"rules: {{conversation_s: {'9' * 5000}}}", "rules.conversation_s", "whole number"),
        ("exceptions: off", "exceptions", "days are wanted"),
        ("exceptions: {2026-02-30: off}", "exceptions.2026-02-30", "day of the calendar"),
        ("exceptions: {2026-02-27: perhaps}", "exceptions.2026-02-27", "off, on or hours"),
        ("exceptions: {2026-02-27: [off]}", "exceptions.2026-02-27", "one value"),
    ],
)
def test_a_wrong_value_is_refused_with_its_setting_and_what_is_wanted(
    text, setting, said, tmp_path
):
    with pytest.raises(SetupError) as refused:
        Company.load(written(tmp_path, text))

    assert refused.value.setting == setting
    assert str(refused.value).startswith(f"{setting} is ")
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"name: a: b", "line 1, mapping values are not allowed"),
        (b"zone: UTC\nname: a\nzone: UTC", "zone stands there twice"),
        (b"exceptions:\n  2026-01-01: off\n  2026-01-01: on", "2026-01-01 stands there twice"),
        (b"- 1", "no names and values"),
        (b"hello", "no names and values"),
        (b"name: \xcf\xf0\xe8", "not UTF-8"),
        (b"\x07", "unacceptable character"),
        (b"[a]: 1", "line 1, found unhashable key"),
    ],
)
def test_a_file_that_is_no_settings_is_refused(content, problem, tmp_path):
    (tmp_path / NAME).write_bytes(content)

    with pytest.raises(NoSettings, match=problem) as refused:
        Company.load(tmp_path)

    assert str(tmp_path / NAME) in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path):
    (tmp_path / NAME).mkdir()

    with pytest.raises(NoSettings, match="Is a directory"):
        Company.load(tmp_path)


def test_a_mark_of_byte_order_is_no_part_of_the_first_name(tmp_path):
    (tmp_path / NAME).write_text("name: Ромашка", "utf-8-sig")

    assert Company.load(tmp_path).name == "Ромашка"


names = st.text(min_size=1, max_size=300).filter(lambda s: s.isprintable() and s.strip())
hows = st.sampled_from(("off", "on", "09:00-14:00"))
companies = st.builds(
    Company,
    name=names
    | st.sampled_from(
        ("off", "NO", "~", "1", "a: b", "- a", "# a", "'", '"', "{}", "long " * 60 + "name")
    ),
    zone=st.sampled_from(("UTC", "Asia/Vladivostok", "America/Argentina/Buenos_Aires")),
    country=st.sampled_from(("", "NO", "RU", "DE-BY")),
    pause=st.sampled_from(("", "13:00-14:00")),
    exceptions=st.dictionaries(st.dates(date(2000, 1, 1), date(2050, 1, 1)), hows, max_size=3),
    year=st.builds(Year, starts=st.integers(1, 12), weeks=st.sampled_from(("", "4-5-4"))),
    rules=st.builds(Rules, st.integers(0, 3600), reply_minutes=st.integers(1, 10080)),
)


@given(companies)
def test_what_is_saved_is_loaded(tmp_path_factory, company):
    home = tmp_path_factory.getbasetemp() / "saved"
    company.save(home)

    assert Company.load(home) == company


def test_the_saved_file_explains_every_setting(tmp_path):
    Company().save(tmp_path)

    lines = (tmp_path / NAME).read_text("utf-8").splitlines()
    told = " ".join(line.strip().removeprefix("# ") for line in lines)
    assert all(setting.meaning in told for setting in settings())
    assert max(map(len, lines)) <= 100


def test_saving_keeps_the_old_file_when_the_disk_is_full(tmp_path, monkeypatch):
    Company(name="Old").save(tmp_path)

    def full(number):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Unwritable, match="No space left on device; nothing was changed"):
        Company(name="New").save(tmp_path)

    assert Company.load(tmp_path).name == "Old"
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_saving_under_a_file_is_refused(tmp_path):
    (tmp_path / "home").write_text("")

    with pytest.raises(Unwritable, match="cannot be written"):
        Company().save(tmp_path / "home")


def test_saving_keeps_who_may_read_the_file(tmp_path):
    Company().save(tmp_path)
    assert (tmp_path / NAME).stat().st_mode & 0o777 == 0o644

    (tmp_path / NAME).chmod(0o640)
    Company(name="New").save(tmp_path)
    assert (tmp_path / NAME).stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("machine", "zone"),
    [
        ("Europe/Moscow", "Europe/Moscow"),
        (":Europe/Moscow", "Europe/Moscow"),
        ("/usr/share/zoneinfo/Asia/Almaty", "Asia/Almaty"),
        ("/var/db/timezone/zoneinfo/Europe/Budapest", "Europe/Budapest"),
        *(("", "UTC"), ("MSK-3", "UTC"), ("localtime", "UTC"), ("/etc/localtime", "UTC")),
    ],
)
def test_a_new_home_takes_the_machine_s_zone_if_it_can_be_told(machine, zone):
    assert Company.found(machine) == Company(zone=zone)


def test_the_company_s_day_and_calendar():
    company = Company(
        zone="Asia/Vladivostok", exceptions={date(2026, 3, 21): "on", date(2026, 3, 20): "9-12"}
    )

    assert company.day(datetime(2026, 3, 20, 14, tzinfo=UTC)) == date(2026, 3, 21)
    assert company.day(datetime(2026, 3, 20, 13, 59, tzinfo=UTC)) == date(2026, 3, 20)
    assert company.calendar.hours_on(date(2026, 3, 21)) == Hours.of("9-18", "13-14")
    assert company.calendar.hours_on(date(2026, 3, 20)) == Hours.of("9-12")
    with pytest.raises(TypeError, match="no zone"):
        company.day(datetime(2026, 3, 20))  # noqa: DTZ001


def test_companies_are_values():
    one, other = (Company(exceptions={date(2026, 1, 9): "off"}) for _ in range(2))

    assert (one, hash(one)) == (other, hash(other))
    assert one != Company()
    assert pickle.loads(pickle.dumps(one)) == one


@pytest.mark.parametrize(
    "said", ["ftp://crm/{id}", "javascript:alert({id})", "https://crm.example"]
)
def test_link_that_leads_nowhere_is_refused(said, tmp_path):
    with pytest.raises(SetupError, match=r"an address with \{id\} in it is wanted"):
        Company.load(written(tmp_path, f"links:\n  crm: '{said}'\n"))


def test_links_are_written_and_read_back(tmp_path):
    links = {"crm": "https://crm.example/deals/{id}?tab=main#top", "no": "http://10.0.0.1/{id}"}
    Company(links=links).save(tmp_path)

    assert Company.load(tmp_path).links == links
