"""What people set and type: plans, figures of daily reports, reviews."""

from merilo.facts.table import Column, Kind, Table, day, flag, moment, number, ref, text

PLANS = Table(
    "plans",
    grain="a target for a person or unit, a metric and a period, as known at a time",
    own=(
        ref("person", "people", "Whose target; empty if a unit's."),
        ref("unit", "units", "Which unit's target; empty if a person's."),
        text("metric", "Its id in the catalogue."),
        day("period_since", "First day of the period.", empty=False),
        day("period_until", "First day after it.", empty=False),
        text("kind", "What to do.", among=("at_least", "at_most", "growth", "reach")),
        number("target", "What to reach.", unit="the metric's unit", empty=False),
        Column("valid_since", Kind.INSTANT, "When it was set; empty: from the start.", unit="UTC"),
        Column("valid_until", Kind.INSTANT, "When a newer one replaced it.", unit="UTC"),
        text("author", "Who set it."),
        text("why", "For what reason."),
    ),
)

ENTRIES = Table(
    "entries",
    grain="a figure typed in a daily report",
    month_of="day",
    own=(
        ref("person", "people", "Who typed it."),
        day("day", "For which day.", empty=False),
        text("metric", "Its id in the catalogue."),
        number("value", "The figure.", unit="the metric's unit"),
    ),
)

REVIEWS = Table(
    "reviews",
    grain="a scored criterion of a reviewed call, letter, visit or competency",
    month_of="occurred_on",
    own=(
        text("subject", "What was reviewed."),
        text("kind", "What kind it is.", among=("call", "letter", "visit", "competency", "360")),
        ref("person", "people", "Whose work."),
        ref("reviewer", "people", "Who reviewed it."),
        text("scorecard", "By which card, with its version."),
        text("criterion", "Which line of it."),
        number("score", "The mark given.", unit="points of the card"),
        number("maximum", "The highest mark possible.", unit="points of the card"),
        number("weight", "How much the line counts."),
        flag("critical", "A zero here makes the whole review zero."),
        *moment("occurred", "When it was reviewed.", empty=False),
    ),
)
