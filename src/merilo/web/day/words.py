"""The day in the reader's words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from babel.dates import format_date

from merilo.analysis.attainment import Kind
from merilo.metrics.catalogue.names import called
from merilo.metrics.model import Total, Unit
from merilo.report.day import AHEAD, LITTLE, ON, Day, Goal
from merilo.report.figures import written
from merilo.report.worktime import Time
from merilo.web.plans.scores import percent
from merilo.words import _, say, several, spoken

DATES = {"en": "EEEE, d MMMM", "ru": "EEEE, d MMMM", "hu": "MMMM d., EEEE"}


@dataclass(frozen=True)
class Tile:
    """A KPI as it is drawn. `main` is what is left to do, or the figure itself."""

    id: str
    title: str
    doc: str
    main: str
    done: str
    share: float | None  # of the plan, for the bar
    tone: str
    pace: str
    today: str
    today_share: float | None
    needed: Sequence[str]
    ahead: Sequence[str]
    note: str


def tile(goal: Goal, time: Time, currency: str) -> Tile:
    """A KPI in words."""
    name = called(goal.metric, spoken.get())

    def told(value: Any) -> str:
        return written(rounded(value, goal.metric.unit), goal.metric.unit, spoken.get(), currency)

    title = name.full[:1].upper() + name.full[1:]
    return Tile(
        goal.metric.id, title, _(goal.metric.doc), main(goal, told), done(goal, told),
        goal.attained, tone(goal), paced(goal), today(goal, time, told),
        goal.today / goal.share if goal.share and goal.today is not None else None,
        needs(goal, told), ahead(goal, time, told), note(goal, time, told),
    )  # fmt: skip


def rounded(value: Any, unit: Unit) -> Any:
    """As exactly as one works by it: money whole, numbers to a tenth."""
    if value is None or unit in (Unit.SHARE, Unit.RATIO, Unit.SCORE):
        return value
    whole = unit is Unit.MONEY or abs(value) >= 100
    return round(float(value)) if whole else round(float(value), 1)


def upwards(value: float, unit: Unit) -> float:
    """What is asked for, rounded up: whoever does so much each time arrives."""
    steps = 1 if unit is Unit.MONEY or value >= 100 else 10
    return ceil(round(value * steps, 6)) / steps


def main(goal: Goal, told: Any) -> str:
    """What is left; that it is reached; or, where nothing adds up, the figure."""
    if goal.left is not None:
        return _("Reached") if goal.met else say("{amount} to go", amount=told(goal.left))
    return str(told(goal.fact))


def done(goal: Goal, told: Any) -> str:
    """Of how much what is there, what should be by now."""
    if goal.plan is None:
        return _("no plan")
    target = told(goal.plan.wanted)
    if goal.left is None:
        sign = "≤ " if goal.plan.kind is Kind.AT_MOST else ""
        return say("plan: {target}", target=f"{sign}{target}")
    said = say("{done} of {target}", done=told(goal.fact), target=target)
    if goal.met or not goal.due:
        return said
    return f"{said} · {say('by now {due}', due=told(goal.due))}"


def tone(goal: Goal) -> str:
    """Good on the plan, bad far behind it."""
    if goal.met:
        return "good"
    speed = goal.speed
    return "" if speed is None else "good" if speed >= ON else "" if speed >= LITTLE else "bad"


def paced(goal: Goal) -> str:
    """How fast it goes."""
    if goal.met or goal.pace is None or goal.left is None:
        return ""
    if goal.pace >= AHEAD:
        word = _("ahead of plan")
    elif goal.pace >= ON:
        word = _("on pace")
    else:
        word = _("a little behind") if goal.pace >= LITTLE else _("behind")
    return f"{word}, {percent(goal.pace)}"


def today(goal: Goal, time: Time, told: Any) -> str:
    """What the day has brought, of what it should."""
    if goal.today is None or time.part is None:
        return ""
    if goal.share is None:
        return say("Today: {count}", count=told(goal.today))
    return say("Today: {count} of {share}", count=told(goal.today), share=told(goal.share))


def needs(goal: Goal, told: Any) -> list[str]:
    """What is to be done a day, and in each hour that is left today."""
    if goal.met or goal.daily is None:
        return []
    unit = goal.metric.unit
    found = [say("{amount} a day", amount=told(upwards(goal.daily, unit)))]
    if goal.hourly:
        found.append(say("{amount} an hour today", amount=told(upwards(goal.hourly, unit))))
    return found


def ahead(goal: Goal, time: Time, told: Any) -> list[str]:
    """Where the month will end, and how likely the plan is."""
    found = []
    if goal.expected and time.left:
        low, middle, high = (told(end) for end in goal.expected)
        found.append(say("Expected at the end: {middle} ({low} – {high})",
                         middle=middle, low=low, high=high))  # fmt: skip
    if goal.chance is not None:
        found.append(say("chance {chance}", chance=percent(goal.chance)))
    return found


def note(goal: Goal, time: Time, told: Any) -> str:
    """That the plan is of more days than are the person's."""
    if goal.fair is None:
        return ""
    return say("For {own} of {all} working days it would be {fair}.", own=time.days,
               all=time.company_days, fair=told(goal.fair))  # fmt: skip


def sagging(found: Day, currency: str) -> tuple[str, str]:
    """The KPI that is furthest behind, in one sentence, and its id; or that none is."""
    goal = found.sag
    if goal is None or goal.plan is None:
        known = any(one.speed is not None for one in found.goals)
        return (_("Everything is on the plan.") if known else "", "")

    def told(value: Any) -> str:
        return written(rounded(value, goal.metric.unit), goal.metric.unit, spoken.get(), currency)

    name = called(goal.metric, spoken.get()).full
    if isinstance(goal.metric, Total) and goal.due is not None and goal.left is not None:
        text = say("Furthest behind: {metric} – {done}, where {due} should be by now.",
                   metric=name, done=told(goal.fact), due=told(goal.due))  # fmt: skip
    else:
        text = say("Furthest behind: {metric} – {done}, where {target} is asked for.",
                   metric=name, done=told(goal.fact), target=told(goal.plan.wanted))  # fmt: skip
    return text, goal.metric.id


def greeting(now: datetime) -> str:
    """By the hour of the company's clock."""
    if 4 <= now.hour < 12:
        return _("Good morning")
    return _("Good afternoon") if 12 <= now.hour < 18 else _("Good evening")


def dated(time: Time) -> str:
    """The date with its weekday."""
    lang = spoken.get()
    return str(format_date(time.today, DATES[lang], locale=lang))


def counted(time: Time) -> str:
    """Which working day of the month it is, and how many are left."""
    if not time.days:
        return _("no working days this month")
    left = several("{count} left", "{count} left", time.left)
    if time.part is None:
        over = several(
            "{count} working day of {days} is over", "{count} working days of {days} are over",
            time.before, days=time.days,
        )  # fmt: skip
        return f"{_('day off')} · {over}, {left}"
    said = say("working day {nth} of {days}", nth=time.nth, days=time.days)
    return f"{said}, {left}"
