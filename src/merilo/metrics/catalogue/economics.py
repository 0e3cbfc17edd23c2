"""Economics: what selling costs, what is left, and how long it takes to come back."""

from ibis import ifelse, null

from merilo.metrics.catalogue.customers import customers_active, customers_new
from merilo.metrics.catalogue.sales import margin, profit, revenue, selling_cost
from merilo.metrics.covered import Covered
from merilo.metrics.model import Better, Formula, Once, Overall, Ratio, Total, Unit, over
from merilo.metrics.rows.cohorts import cohort
from merilo.metrics.rows.costs import spent
from merilo.metrics.rows.market import elapsed, sized

__all__ = ["profit", "selling_cost"]

return_on_selling_cost = Ratio(
    id="return_on_selling_cost",
    doc="Profit by selling cost.",
    part=profit,
    whole=selling_cost,
    unit=Unit.SHARE,
    better=Better.MORE,
)
acquisition_cost = Total(
    id="acquisition_cost",
    doc="Marketing, and other costs marked as spent to win new customers.",
    fact=spent,
    adds=lambda cost: cost.cost,
    where=lambda cost: cost.acquisition,
    unit=Unit.MONEY,
    better=Better.LESS,
)
cac = Ratio(
    id="cac",
    doc="Cost of acquisition by new customers.",
    part=acquisition_cost,
    whole=customers_new,
    unit=Unit.MONEY,
    better=Better.LESS,
)
months = Overall(
    id="months",
    doc="Months of the period until today; a part of a month is a part.",
    fact=elapsed,
    total=Total(
        id="months_of", doc="", fact=elapsed, adds=lambda day: day.part, unit=Unit.MONTHS,
        better=Better.NEITHER,
    ),
    own=False,
    unit=Unit.MONTHS,
    better=Better.NEITHER,
)  # fmt: skip
payback = Formula(
    id="payback",
    doc="Simple form: cost of winning a customer by the monthly margin of an active one.",
    inputs={"cac": cac, "margin": margin, "months": months, "active": customers_active},
    formula=lambda of: over(
        of["cac"],
        over(
            ifelse(of["margin"] > 0, of["margin"].cast("float64"), null("float64")),
            of["months"].cast("float64") * of["active"].cast("float64"),
        ),
    ),
    unit=Unit.MONTHS,
    better=Better.LESS,
)
payback_cohort = Covered(
    id="payback_cohort",
    doc="By cohort: the month of their life by which the margins of the customers won in the "
    "period have covered what it cost to win them. Empty while they have not.",
    fact=cohort,
    unit=Unit.MONTHS,
    better=Better.LESS,
)
market_size = Once(
    id="market_size",
    doc="Size of the markets sold in, each counted once.",
    fact=sized,
    adds=lambda market: market["size"],
    key="piece",
    unit=Unit.MONEY,
    better=Better.NEITHER,
)
market_share = Ratio(
    id="market_share",
    doc="Revenue by the size of the markets sold in.",
    part=revenue,
    whole=market_size,
    unit=Unit.SHARE,
    better=Better.MORE,
)
