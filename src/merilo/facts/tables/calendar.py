"""The company's own calendar: which days are worked, and at what hours."""

from merilo.facts.table import Column, Kind, Table, count, day, flag

CALENDAR = Table(
    "calendar",
    grain="a day of the company's calendar; made from its settings",
    own=(
        day("day", "The day.", empty=False),
        flag("working", "People work on it."),
        count("workdays_before", "Working days from the first day of the calendar to this one."),
        count("worked_before_s", "Working time in the same span.", unit="seconds"),
        Column("opens_at", Kind.INSTANT, "Work begins.", unit="UTC"),
        Column("closes_at", Kind.INSTANT, "Work ends.", unit="UTC"),
        Column("pause_since_at", Kind.INSTANT, "The break begins.", unit="UTC"),
        Column("pause_until_at", Kind.INSTANT, "The break ends.", unit="UTC"),
        day("month_on", "First day of its fiscal month."),
        day("quarter_on", "First day of its fiscal quarter."),
        day("year_on", "First day of its fiscal year."),
    ),
)
