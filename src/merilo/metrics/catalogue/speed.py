"""Speed: how long it takes to answer, to qualify, to win."""

from merilo.metrics.durations import Span, clocked, duration, working_hours
from merilo.metrics.model import Better, Fact, Unit
from merilo.metrics.rows.deals import answered, closed, ended_or_open, qualified
from merilo.metrics.rows.replies import replied
from merilo.metrics.rows.stages import stayed
from merilo.metrics.survival import Survival

KAPLAN_MEIER = "Kaplan, Meier 1958; Aalen, Johansen 1978"

lead_processing = duration(
    "lead_processing",
    "Time from the lead's appearance to its first entry into a stage that qualifies.",
    fact=qualified,
    span=Span("created", "qualified"),
    unit=Unit.HOURS,
    where=lambda deal: deal.created_at.notnull(),
)
first_response = duration(
    "first_response",
    "Time from the lead's appearance to our first call, letter or message to it.",
    fact=answered,
    span=Span("created", "answered"),
    unit=Unit.HOURS,
    where=None,
)
reply_time = duration(
    "reply_time",
    "Time from a customer's unanswered message or letter to our next one.",
    fact=replied,
    span=Span("occurred", "replied"),
    unit=Unit.HOURS,
    where=None,
    working_first=True,
)
deal_closing = duration(
    "deal_closing",
    "Days from qualified to won.",
    fact=closed,
    span=Span("qualified", "closed"),
    unit=Unit.DAYS,
    where=lambda deal: deal.won & deal.qualified_on.notnull(),
)
sales_cycle = duration(
    "sales_cycle",
    "Days from created to won.",
    fact=closed,
    span=Span("created", "closed"),
    unit=Unit.DAYS,
    where=lambda deal: deal.won & deal.created_on.notnull(),
)


def survival(id: str, doc: str, fact: Fact, at: float | None, unit: Unit = Unit.DAYS) -> Survival:
    """A time until an end, with what has not ended yet counted as such."""
    return Survival(
        id=id, doc=doc, fact=fact, at=at, unit=unit, better=Better.LESS, source=KAPLAN_MEIER
    )


sales_cycle_all = survival(
    "sales_cycle_all",
    "Days by which half of the deals that will be won are won; open ones counted as open.",
    ended_or_open,
    at=0.5,
)
sales_cycle_all_p90 = survival(
    "sales_cycle_all_p90",
    "Days by which nine in ten of the deals that will be won are won; open ones counted as open.",
    ended_or_open,
    at=0.9,
)
STAY = "Days in a stage, stays that have not ended counted as such."
time_in_stage = survival("time_in_stage", f"{STAY} The mean up to the longest.", stayed, None)
time_in_stage_median = survival("time_in_stage_median", f"{STAY} The median.", stayed, 0.5)
time_in_stage_p90 = survival("time_in_stage_p90", f"{STAY} The 90th percentile.", stayed, 0.9)

SPELL = Span("occurred", "left")
stayed_at_work = clocked(stayed, SPELL, age=working_hours(SPELL))
WORK = "Working hours in a stage, stays that have not ended counted as such."
time_in_stage_working = survival(
    "time_in_stage_working", f"{WORK} The mean up to the longest.", stayed_at_work, None, Unit.HOURS
)
time_in_stage_working_median = survival(
    "time_in_stage_working_median", f"{WORK} The median.", stayed_at_work, 0.5, Unit.HOURS
)
time_in_stage_working_p90 = survival(
    "time_in_stage_working_p90", f"{WORK} The 90th percentile.", stayed_at_work, 0.9, Unit.HOURS
)
