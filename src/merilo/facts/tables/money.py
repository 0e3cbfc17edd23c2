"""Money around selling: costs, the size of markets, prices of currencies."""

from merilo.facts.table import Column, Kind, Table, day, flag, money, number, ref, text

COSTS = Table(
    "costs",
    grain="money spent on selling",
    month_of="day",
    own=(
        day("day", "When it was spent.", empty=False),
        text(
            "kind",
            "What for.",
            among=("salary", "commission", "marketing", "tools", "travel", "other"),
        ),
        *money("amount", "How much."),
        text("currency", "ISO code of the amount; empty: the company's."),
        ref("person", "people", "For whose work; empty, as the next two: shared."),
        ref("unit", "units", "For which unit's work."),
        text("channel", "For which channel."),
        flag("acquisition", "It was spent to win new customers; marketing always is."),
    ),
)

MARKET = Table(
    "market",
    grain="the size of a market in a month",
    own=(
        day("month_on", "First day of the month.", empty=False),
        text("territory", "Where."),
        text("segment", "Of which kind of customer."),
        Column("size", Kind.MONEY, "What all sellers together sell there.",
               unit="the company's currency", empty=False),
    ),
)  # fmt: skip

RATES = Table(
    "rates",
    grain="the price of a currency on a day",
    own=(
        day("day", "From which day on.", empty=False),
        Column("currency", Kind.TEXT, "ISO code.", empty=False),
        number("rate", "What one unit costs.", unit="the company's currency", empty=False),
    ),
)
