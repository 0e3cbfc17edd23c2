"""October 2017 replayed minute by minute where something happens: who files, who forgets, who is
told; and what the month adds up to."""

from datetime import UTC, date, datetime, timedelta
from math import fsum

import pytest
from bs4 import BeautifulSoup

from merilo.web.accounts.models import Role, User
from merilo.web.daily.models import Filed
from merilo.web.daily.remind import remind
from merilo.web.daily.state import missing
from merilo.web.desks import desk
from merilo.web.notices.models import Notice
from tests.web.daily.conftest import asked, days_of, of_person
from tests.web.daily.home import AWAY, DAYS, EXTRA, WORKING, ZONE

pytestmark = pytest.mark.django_db
FORGOTTEN = {date(2017, 10, 6), EXTRA}  # by Ann
LATE = {date(2017, 10, 11)}  # filed the morning after
CALLS = {day: 3 + day.day % 7 for day in WORKING if day not in FORGOTTEN}
HIRED, LEFT = date(2017, 10, 10), date(2017, 10, 20)


def at(day: date, clock: str) -> str:
    return f"{day} {clock}"


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def month(reporter, clock, carried):
    """The month as it went: every day Ann at seven in the evening, then the clock runs on."""
    ann, head = reporter("ann"), reporter("eve", Role.HEAD)
    for who in ("bob", "dan", "leo"):
        reporter(who)
    reporter("sam", Role.HEAD)
    User.objects.update(since=datetime(2017, 10, 1, tzinfo=UTC))
    for day in DAYS:
        clock(at(day, "08:00"))
        remind(now())
        if day - timedelta(days=1) in LATE:
            ann.file({"calls": CALLS[day - timedelta(days=1)]}, day=day - timedelta(days=1))
        clock(at(day, "10:05"))
        remind(now())
        if day in CALLS and day not in LATE:
            clock(at(day, "19:00"))
            ann.file({"calls": CALLS[day]})
        for minute in ("19:29", "19:30", "19:31", "21:00", "23:59"):
            clock(at(day, minute))
            remind(now())
        carried()
    clock("2017-11-01 08:00")
    remind(now())
    clock("2017-11-01 10:05")
    remind(now())
    return ann, head


def told(who: str) -> list[tuple[str, str]]:
    """What somebody was told: when by the company's clock, and of which day."""
    user = User.objects.get(person=f"test:{who}")
    found = Notice.objects.filter(to=user).order_by("at")
    return [(f"{one.at.astimezone(ZONE):%m-%d %H:%M}", one.key.rpartition(":")[2]) for one in found]


def test_month_of_reports(month, reporter, clock, carried):
    _ann, head = month
    each_is_told_of_what_they_forgot()
    days_are_those_of_the_month()
    first_head_sees_theirs(head)
    second_head_sees_the_rest(reporter)
    missing_are_those_who_had_to_and_did_not(desk())
    nothing_is_told_again_when_the_clock_goes_back(clock)
    report_of_the_day_on_which_clocks_change_is_of_that_day(reporter, clock, carried)


def each_is_told_of_what_they_forgot():
    filed = Filed.objects.filter(person="test:ann")
    assert {one.day for one in filed} == {*CALLS}
    assert {one.day for one in filed if one.late} == LATE

    # Whoever forgot is reminded once, half an hour before it is late; whoever filed is not.
    reminded = sorted(FORGOTTEN | LATE)
    assert told("ann") == [(f"{day:%m-%d} 19:30", str(day)) for day in reminded]
    # Nobody on a day off, on leave, before the first day or after the last.
    due = {"bob": [day for day in WORKING if day not in AWAY],
           "dan": [day for day in WORKING if day >= HIRED],
           "leo": [day for day in WORKING if day <= LEFT]}  # fmt: skip
    for who, days in due.items():
        assert told(who) == [(f"{day:%m-%d} 19:30", str(day)) for day in days], who

    # Each head hears once in the morning of the next working day of all those below who did not.
    asked_for = [day for day in WORKING if any(day in days for days in due.values())]
    following = dict(zip(WORKING, [*WORKING[1:], date(2017, 11, 1)], strict=True))
    north = [day for day in asked_for if day in due["bob"] or day in due["dan"]]
    assert told("eve") == [(f"{following[day]:%m-%d} 10:05", str(day)) for day in north]
    one = Notice.objects.get(to__person="test:eve", key="report:missing:2017-10-06")
    assert (one.title, one.text) == ("2 daily reports are missing", "Ann, Bob")
    south = Notice.objects.get(to__person="test:sam", key=f"report:missing:{EXTRA}")
    assert south.text == "Ann"
    moved = Notice.objects.get(to__person="test:eve", key=f"report:missing:{EXTRA}")
    assert moved.text == "Bob, Dan", "Ann is South's by then"


def days_are_those_of_the_month():
    assert days_of("calls", "ann", "2017-10") == CALLS
    assert of_person("calls", "ann", "2017-10") == sum(CALLS.values())
    for grain in ("day", "week", "month"):
        found = asked("calls", "2017-10", "person", grain)
        assert fsum(value for (who, _), value in found.items() if who == "test:ann") == sum(
            CALLS.values()
        )


def first_head_sees_theirs(head):
    sheet = head.page("/reports/", grain="month", day="2017-10-31")
    assert marks(sheet)["Ann"][:13] == "·✓✓✓✓x··✓✓~✓✓"
    assert marks(sheet)["Bob"] == "·xxxxx··aaaaa··xxxxx··xxxxx·xxx"
    assert marks(sheet)["Dan"] == "·········xxxx··xxxxx··xxxxx·xxx"
    assert "Leo" not in marks(sheet), "he was South's"

    # Of Ann the head of North sees the days until she moved, her new head those since.
    assert marks(sheet)["Ann"][15:] == "·" * 16
    first = sum(many for day, many in CALLS.items() if day < date(2017, 10, 16))
    assert sums(sheet, "Ann")["Calls"] == str(first)
    # 23 days less Bob's five away, of Dan's 17, of Ann's first ten: one missing.
    assert share(sheet) == {"Ann": "9 of 10", "Bob": "0 of 18", "Dan": "0 of 17"}


def second_head_sees_the_rest(reporter):
    sheet = reporter("sam", Role.HEAD).page("/reports/", grain="month", day="2017-10-31")

    rest = sum(many for day, many in CALLS.items() if day >= date(2017, 10, 16))
    assert sums(sheet, "Ann")["Calls"] == str(rest)
    assert marks(sheet)["Ann"] == "·" * 15 + "✓✓✓✓✓··✓✓✓✓✓·x✓✓"
    assert marks(sheet)["Leo"] == "·xxxxx··xxxxx··xxxxx" + "·" * 11
    assert sam_reads(reporter, "2017-10-13") == 404
    assert sam_reads(reporter, "2017-10-16") == 200


def sam_reads(reporter, day: str) -> int:
    sam = reporter("sam", Role.HEAD).client
    return sam.get("/reports/one/", {"person": "test:ann", "day": day}).status_code


def nothing_is_told_again_when_the_clock_goes_back(clock):
    before = Notice.objects.count()
    for hour in ("2017-10-05 19:30", "2017-10-06 10:05", "2017-10-29 19:40", "2017-10-31 23:00"):
        clock(hour)
        assert remind(now()) == 0
    assert Notice.objects.count() == before


def test_worker_that_was_down_tells_later_once(reporter, clock, october):
    clock("2017-10-02 12:00")
    reporter("ann"), reporter("eve", Role.HEAD), reporter("dan")
    first = reporter("bob")
    first.file({"meetings": 1})
    clock("2017-10-05 22:10")  # the worker fell on the 2nd
    assert remind(now()) == 2 + 3, "Ann and Bob of today, not Dan; Eve of three days"
    assert remind(now()) == 0
    clock("2017-10-09 15:00")  # it fell again, over the weekend
    assert remind(now()) == 2
    assert told("eve") == [
        *(("10-05 22:10", f"2017-10-0{day}") for day in (2, 3, 4)),
        *(("10-09 15:00", f"2017-10-0{day}") for day in (5, 6)),
    ]
    assert [day for _, day in told("ann")] == ["2017-10-05"]


def missing_are_those_who_had_to_and_did_not(here):
    assert missing(here, date(2017, 10, 6)) == ["test:ann", "test:bob", "test:leo"]
    assert missing(here, date(2017, 10, 6), ["test:bob", "test:eve"]) == ["test:bob"]
    assert missing(here, date(2017, 10, 7)) == [], "a Saturday"
    assert missing(here, EXTRA) == ["test:ann", "test:bob", "test:dan"]
    assert missing(here, date(2017, 10, 10)) == ["test:dan", "test:leo"], "Bob is away"
    assert missing(here, date(2017, 9, 29)) == [], "before the first report there was"


def report_of_the_day_on_which_clocks_change_is_of_that_day(reporter, clock, carried):
    clock("2017-10-29 19:59")
    bob = reporter("bob")
    bob.file({"meetings": 2})
    carried()

    assert not Filed.objects.get(person="test:bob").late
    assert days_of("meetings", "bob", "2017-10") == {EXTRA: 2}


def line(sheet: BeautifulSoup, part: int, who: str) -> list[str]:
    table = sheet.select(".daily-part table")[part]
    row = next(one for one in table.select("tbody tr") if one.th.get_text(strip=True) == who)
    return [cell.get_text(" ", strip=True) for cell in row.select("td")]


def marks(sheet: BeautifulSoup) -> dict[str, str]:
    """A sign for each day of each person."""
    signs = {"filed": "✓", "late": "~", "missing": "x", "away": "a", "due": "o"}
    table = sheet.select_one(".daily-sheet")
    return {
        row.th.get_text(strip=True): "".join(
            signs.get(cell["class"][1].removeprefix("mark-"), "·") for cell in row.select("td.mark")
        )
        for row in table.select("tbody tr")
    }


def share(sheet: BeautifulSoup) -> dict[str, str]:
    return {row.th.get_text(strip=True): row.td.small.get_text(strip=True)
            for row in sheet.select(".daily-sheet tbody tr")}  # fmt: skip


def sums(sheet: BeautifulSoup, who: str) -> dict[str, str]:
    heads = [one.get_text(strip=True) for one in sheet.select(".daily-part")[1].select("thead th")]
    return dict(zip(heads[1:], line(sheet, 1, who), strict=True))
