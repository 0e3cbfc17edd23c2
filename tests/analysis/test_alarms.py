"""A year of 300 people in which nothing happens: the alarms stay within their budget. And half of
the calls gone is seen within the week."""

from statistics import fmean

import pytest

from merilo.analysis.control import Kind, Past, Side, signal, tail, weekdays
from merilo.analysis.interval import poisson

np = pytest.importorskip("numpy")

PEOPLE, WARM, DAYS, WEEK = 300, 60, 250, 5
ALARMS = 2.0  # a week
CHECKS = PEOPLE * (2 * WEEK + 1)  # each day its calls and those of five days; the week's revenue
RARE = tail(ALARMS, CHECKS)
WEEKS = range(WARM, WARM + DAYS, WEEK)
SHAPE = np.array([1.05, 1.1, 1.0, 1.0, 0.85])  # Monday to Friday


class Person:
    """One whose days differ by chance alone: calls less even than Poisson, on some weekdays more
    than on others and not quite as the group's; some deals a week, each of any size."""

    def __init__(self, seed):
        dice = np.random.default_rng(seed)
        self.mean = dice.uniform(6, 60)
        means = self.mean * np.tile(SHAPE * dice.normal(1, 0.05, WEEK), (WARM + DAYS) // WEEK)
        self.calls = dice.negative_binomial(means / 0.3, 1 / 1.3)  # the variance is 1.3 of the mean
        deals = dice.poisson(dice.uniform(1, 15), (WARM + DAYS) // WEEK)
        self.revenue = [float(dice.lognormal(10, 0.8, some).sum()) for some in deals]

    def sizes(self, day, group):
        """What part of an ordinary day are the sixty before that Monday, and its week."""
        own = [(n % WEEK, float(self.calls[n])) for n in range(day - WARM, day)]
        found = weekdays(own, group)
        return np.array([found[n % WEEK] for n in range(WARM + WEEK)])


@pytest.fixture(scope="module")
def people():
    return [Person(seed) for seed in range(PEOPLE)]


@pytest.fixture(scope="module")
def group(people):
    days = [(n % WEEK, one.calls[n] / one.mean) for one in people for n in range(WARM)]
    return weekdays(days, {})


def windows():
    """The checks of a week after sixty days: each of its days, and the five days up to it."""
    for last in range(WARM + 1, WARM + WEEK + 1):
        yield from (slice(last - days, last) for days in (1, WEEK))


def alarms(calls, sizes, quick=True):
    """What is said of each window. What lies within two deviations of the evenest law, Poisson, is
    not even asked about: it saves nine tenths of the time."""
    for window in windows():
        first = min(window.start, WARM)
        now = Past(float(calls[window].sum()), float(sizes[window].sum()))
        usual = calls[:first].sum() / sizes[:first].sum() * now.of
        if quick and abs(now.value - usual) < 2 * usual**0.5:
            yield Side.NONE
            continue
        past = [*map(Past, calls[:first].tolist(), sizes[:first].tolist())]
        yield signal(Kind.COUNT, past, now, RARE).side


def of_calls(one, day, group):
    return [*alarms(one.calls[day - WARM : day + WEEK], one.sizes(day, group))]


def of_revenue(one, day):
    """Of that week, by the half year before it."""
    n = day // WEEK
    past = [*map(Past, one.revenue[max(0, n - 26) : n])]
    return [signal(Kind.SUM, past, Past(one.revenue[n]), RARE).side]


def test_a_year_of_noise_stays_within_the_budget(people, group):
    """100 are allowed; the number found is compatible with no more than that."""
    said = [
        side for one in people for day in WEEKS
        for side in of_calls(one, day, group) + of_revenue(one, day)
    ]  # fmt: skip
    false, budget = len(said) - said.count(Side.NONE), ALARMS * len(WEEKS)

    assert len(said) == CHECKS * len(WEEKS)
    assert poisson(false).low <= budget, f"{false} false alarms"
    assert false >= budget / 3, "silence is no virtue: the budget is there to be used"


def test_nothing_is_missed_by_not_asking(people, group):
    for one in people[:3]:
        for day in WEEKS[::5]:
            calls, sizes = one.calls[day - WARM : day + WEEK], one.sizes(day, group)
            assert [*alarms(calls, sizes)] == [*alarms(calls, sizes, quick=False)]


def seen(one, day, group):
    """Whether it is said, of half of the calls of a week, that they are few."""
    dice = np.random.default_rng(day + int(one.mean * 1000))
    calls = one.calls[day - WARM : day + WEEK].copy()
    calls[WARM:] = dice.binomial(calls[WARM:], 0.5)
    return Side.BELOW in alarms(calls, one.sizes(day, group))


@pytest.mark.parametrize(
    ("least", "most", "share"), [(6, 15, 0.25), (15, 30, 0.85), (30, 60, 0.99)]
)
def test_half_of_the_calls_gone_is_seen_within_five_days(people, group, least, most, share):
    """By how many calls a day there were: of few, half is no news."""
    tried = [
        seen(one, day, group)
        for one in people if least <= one.mean < most
        for day in WEEKS[::10]
    ]  # fmt: skip

    assert fmean(tried) >= share
