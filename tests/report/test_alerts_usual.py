"""Out of the usual range, by the way that rules go: a year of 300 people in which nothing happens
stays within the budget; what happens is found; who is new, away or on a free day is not judged."""

from datetime import date, timedelta
from random import Random
from statistics import fmean

import pytest

from merilo.analysis.interval import poisson
from merilo.facts.staff import Person, Posting, Staff, Unit
from merilo.metrics.catalogue import CATALOGUE
from merilo.periods import Period
from merilo.report.alerts.finding import Figures, episodes
from merilo.report.alerts.known import Known
from merilo.report.alerts.norm import Kind, Norm, Whose
from merilo.report.alerts.there import There
from merilo.report.alerts.unusual import DAYS, Usual
from tests.norms import ANN, CALENDAR, MONDAY, at, broken, day, days, findings, posting, staff

np = pytest.importorskip("numpy")

PEOPLE, BUDGET = 300, 2.0
SINCE, LAST = date(2025, 8, 4), date(2026, 10, 30)  # 60 working days to know, a year to judge
YEAR = Period(date(2025, 10, 31), LAST + timedelta(days=1))
SHAPE = (1.05, 1.1, 1.0, 1.0, 0.85, 1.0, 1.0)  # there are working Saturdays
NORM = Norm("calls", Kind.UNUSUAL, BUDGET, "both")


def noise(seed, working):
    """Calls of one whose days differ by chance alone: less even than Poisson, by weekday."""
    dice = np.random.default_rng(seed)
    mean, own = dice.uniform(6, 60), dice.normal(1, 0.05, 7)
    means = np.array([mean * SHAPE[d.weekday()] * own[d.weekday()] for d in working])
    calls = dice.negative_binomial(means / 0.3, 1 / 1.3)
    return dict(zip(working, map(float, calls), strict=True))


def judge(values, norm=NORM, span=YEAR):
    """The judge of all these people."""
    people = {whose.person: Person(whose.person, "", "", "", "", "") for whose in values}
    posted = [Posting(key, "north", "seller", None, None) for key in people]
    present = There(Staff({"north": Unit("north", "", "", "team")}, people, posted, []), CALENDAR)
    known = Known(at(365), date.max, present)
    return Usual(norm, CALLS, Figures(days=values), present, known, span, [*values])


CALLS = CATALOGUE.find("calls")


@pytest.fixture(scope="module")
def year():
    working = [d for d in Period(SINCE, YEAR.until) if CALENDAR.is_working(d)]
    return {Whose(f"p{seed}"): noise(seed, working) for seed in range(PEOPLE)}


def test_a_year_of_noise_stays_within_the_budget(year, capsys):
    """Two a week are allowed. An alarm that lasts is one; each broken figure is counted, too."""
    judged = judge(year)
    weeks = len([d for d in YEAR if CALENDAR.is_working(d)]) / 5
    found = {whose: [*judged.of(whose)] for whose in year}
    judgements = sum(map(len, found.values()))
    alarms = sum(len(episodes(NORM, those)) for those in found.values())
    with capsys.disabled():
        print(f"\n{alarms} alarms of pure noise; {BUDGET * weeks:.0f} allowed in {weeks:.0f} weeks")  # noqa: T201

    assert judged.rare == pytest.approx(BUDGET / (PEOPLE * 10))
    assert judgements > 0.85 * PEOPLE * weeks * 5  # a few days in twenty are in doubt
    assert poisson(alarms).low <= BUDGET * weeks
    assert alarms >= BUDGET * weeks / 4, "the budget is there to be used"


def test_half_of_the_calls_gone_is_found_within_five_days(year):
    """Of those with 30 calls a day or more; it is one alarm, from its first day on."""
    week = [d for d in Period(date(2026, 10, 26), YEAR.until) if CALENDAR.is_working(d)]
    dice, changed = np.random.default_rng(7), {}
    for whose, values in [*year.items()]:
        halved = {d: float(dice.binomial(int(values[d]), 0.5)) for d in week}
        changed[whose] = values | halved
    judged = judge(changed, span=Period(week[0], YEAR.until))
    busy = [w for w in year if fmean(year[w].values()) >= 30]

    found = {whose: episodes(NORM, judged.of(whose)) for whose in busy}

    assert fmean(bool(those) for those in found.values()) >= 0.97
    assert fmean(len(those) == 1 for those in found.values()) >= 0.9


def test_nothing_is_missed_by_what_is_not_looked_at(year, monkeypatch):
    """Near the middle nothing is out of range: it need not be computed."""
    few = dict([*year.items()][:8])
    quick = {whose: [*judge(few).of(whose)] for whose in few}
    monkeypatch.setattr("merilo.report.alerts.unusual.near", lambda *_: False)

    assert {whose: [*judge(few).of(whose)] for whose in few} == quick


# One person

STEADY = [34, 30, 41, 36, 38, 33, 29, 37, 35, 40, 31, 39] * 5  # a quarter, up to the Monday


def quarter(*last, **said):
    """Ann's days so far, and then these."""
    working = [d for d in Period(MONDAY - timedelta(days=120), MONDAY) if CALENDAR.is_working(d)]
    values = dict(zip(working[-DAYS:], map(float, STEADY), strict=True)) | days(*last)
    norm = Norm("calls", Kind.UNUSUAL, said.pop("budget", 1), said.pop("way", "worse"))
    return findings(norm, Figures(days={ANN: values}), **said)


def test_it_says_what_is_usual():
    (one,) = quarter(5, now=at(0))

    assert one.breach
    assert (one.value, round(one.limit), one.low, one.high) == (5, 34, 23, 47)
    assert one.size == pytest.approx(0.86, abs=0.01)


def test_it_is_one_alarm_until_a_usual_day():
    norm = Norm("calls", Kind.UNUSUAL, 1)

    first, second = episodes(norm, quarter(5, 4, 6, 60, 60, 60, 60, 60, 5))

    assert (first.first.key, first.over) == ("2026-11-09", True)
    assert (second.first.key, second.over) == ("2026-11-19", False)


def test_what_is_in_doubt_ends_no_alarm():
    """After 5 calls 22: not so few as to alarm, but below what is usual, 23 to 47."""
    norm = Norm("calls", Kind.UNUSUAL, 0.01)

    still, over = (episodes(norm, quarter(5, last, budget=0.01, now=at(1))) for last in (21, 36))

    assert [one.over for one in still + over] == [False, True]


def test_only_the_worse_side_is_watched_unless_both_are():
    assert broken(quarter(90, now=at(0))) == []
    assert broken(quarter(90, now=at(0), way="both")) == ["2026-11-09"]


@pytest.mark.parametrize("way", ["worse", "both"])
def test_nothing_alarms_within_the_range_that_is_told(way):
    """However large the budget."""
    found = [quarter(value, now=at(0), budget=50, way=way)[0] for value in (15, 18, 22, 23, 24, 60)]

    out = [one for one in found if one.breach]
    assert len(out) >= 3
    assert not any(one.low <= one.value <= one.high for one in out)


def test_a_day_that_is_not_over_or_not_there_is_not_judged():
    assert quarter(0, now=at(0, 17)) == []
    assert quarter(0, now=at(0, 20), facts=at(0, 12)) == []
    assert quarter(0, now=at(0, 20), reach=day(-3)) == []


def test_days_on_leave_are_neither_judged_nor_past():
    """Ten zero days of leave before: they neither alarm nor make zeros usual."""
    away = staff(posting(), away=[("ann", day(-14), MONDAY)])

    found = quarter(3, now=at(0), people=away, span=Period(day(-14), day(1)))

    assert [one.key for one in found] == broken(found) == ["2026-11-09"]


def test_of_too_short_a_history_nothing_is_said_but_that():
    came = CALENDAR.nth_working_day(Period(day(-60), MONDAY), -11)
    people = staff(posting(since=came))

    assert quarter(0, now=at(0), people=people) == []
    judged = judge({ANN: days(*STEADY[:11], 0, since=came)}, span=Period(MONDAY, day(1)))
    assert judged.young == {ANN: 12}


def test_sums_are_judged_by_weeks():
    """Two thirds of the revenue gone in a week: of 26 that were much alike. A single day says
    nothing."""
    dice, norm = Random(1), Norm("revenue", Kind.UNUSUAL, 1)
    mondays = [MONDAY - timedelta(weeks=n) for n in range(26, 0, -1)]
    values = {monday: dice.uniform(90_000, 110_000) for monday in mondays}
    kept = findings(norm, values | {MONDAY: 95_000.0}, at(5))
    gone = findings(norm, values | {MONDAY: 30_000.0}, at(5))

    assert findings(norm, values, at(2)) == []
    assert (broken(kept), broken(gone)) == ([], ["2026-W46"])


def test_shares_are_told_as_shares():
    """Of 20 calls a day a half is reached as a rule; today one."""
    past = {one: 10.0 + n % 3 for n, one in enumerate(days(*60 * [0], since=day(-120)))
            if one < MONDAY}  # fmt: skip
    parts = past | {MONDAY: 1.0}
    figures = Figures(parts={ANN: parts}, wholes={ANN: dict.fromkeys(parts, 20.0)})

    (one,) = findings(Norm("connect_rate", Kind.UNUSUAL, 1), figures, at(0))

    assert one.breach
    assert one.value == pytest.approx(0.05)
    assert 0 < one.low < 0.55 < one.high < 1
