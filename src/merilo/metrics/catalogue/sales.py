"""Sales: what was won, from how many deals, and what is under way."""

from ibis.expr.types import Table, Value

from merilo.metrics.model import (
    Better,
    Formula,
    Growth,
    Metric,
    Overall,
    Ratio,
    Total,
    Unit,
    over,
)
from merilo.metrics.rows.costs import spent
from merilo.metrics.rows.deals import closed_in_year, created, credited, open_at_end


def shared(column: str, rows: Table) -> Value:
    """A sum of money, as much of it as is the person's and the product's."""
    value = rows[column]
    if "share" in rows.columns:
        # Of 18 digits times 18 some engines keep 18: too few for a milliard.
        value = (value * rows.share.cast("decimal(19, 6)")).cast("decimal(38, 10)")
    return value.cast("float64") * rows.part if "part" in rows.columns else value


def amount(rows: Table) -> Value:
    """The deal's amount in the company's currency, as much of it as counts here."""
    return shared("amount_base", rows)


revenue = Total(
    id="revenue",
    doc="Sum of the amounts of won deals, refunds taken off, in the company's currency.",
    fact=credited,
    adds=amount,
    where=lambda deal: deal.won | deal.refund,
    unit=Unit.MONEY,
    better=Better.MORE,
)
deals_won = Total(
    id="deals_won",
    doc="Number of deals won; a shared one counts by its shares, a refund does not count.",
    fact=credited,
    adds=lambda deal: deal.share,
    where=lambda deal: deal.won,
    unit=Unit.COUNT,
    better=Better.MORE,
)
deals_lost = Total(
    id="deals_lost",
    doc="Number of deals lost; a shared one counts by its shares.",
    fact=credited,
    adds=lambda deal: deal.share,
    where=lambda deal: deal.outcome == "lost",
    unit=Unit.COUNT,
    better=Better.LESS,
)
deals_closed = Total(
    id="deals_closed",
    doc="Number of deals won or lost.",
    fact=credited,
    adds=lambda deal: deal.share,
    where=lambda deal: ~deal.refund,
    unit=Unit.COUNT,
    better=Better.NEITHER,
)
won_with_amount = Total(
    id="won_with_amount",
    doc="Number of won deals that have an amount.",
    fact=credited,
    adds=lambda deal: deal.share,
    where=lambda deal: deal.won & deal.amount_base.notnull(),
    unit=Unit.COUNT,
    better=Better.MORE,
)
won_without_amount = Total(
    id="won_without_amount",
    doc="Number of won deals without an amount; they are in no average.",
    fact=credited,
    adds=lambda deal: deal.share,
    where=lambda deal: deal.won & deal.amount_base.isnull(),
    unit=Unit.COUNT,
    better=Better.LESS,
)
deals_created = Total(
    id="deals_created",
    doc="Number of deals (leads) that appeared.",
    fact=created,
    unit=Unit.COUNT,
    better=Better.MORE,
)
leads_won = Total(
    id="leads_won",
    doc="Number of the leads created in the period that are won by now.",
    fact=created,
    where=lambda deal: deal.outcome == "won",
    unit=Unit.COUNT,
    better=Better.MORE,
)
deals_open = Total(
    id="deals_open",
    doc="Number of deals open when the period ended.",
    fact=open_at_end,
    unit=Unit.COUNT,
    better=Better.MORE,
)
open_amount = Total(
    id="open_amount",
    doc="Sum of the amounts of the deals open when the period ended.",
    fact=open_at_end,
    adds=amount,
    unit=Unit.MONEY,
    better=Better.MORE,
)
average_check = Ratio(
    id="average_check",
    doc="Revenue by won deals that have an amount.",
    part=revenue,
    whole=won_with_amount,
    unit=Unit.MONEY,
    better=Better.MORE,
)
win_rate = Ratio(
    id="win_rate",
    doc="Share of the closed deals that were won.",
    part=deals_won,
    whole=deals_closed,
    unit=Unit.SHARE,
    better=Better.MORE,
)
lead_conversion = Ratio(
    id="lead_conversion",
    doc="Share of the leads created in the period that are won by now.",
    part=leads_won,
    whole=deals_created,
    unit=Unit.SHARE,
    better=Better.MORE,
)
margin = Total(
    id="margin",
    doc="Sum of the margins of won deals, refunds taken off.",
    fact=credited,
    adds=lambda deal: shared("margin_base", deal),
    where=lambda deal: deal.won | deal.refund,
    unit=Unit.MONEY,
    better=Better.MORE,
)
selling_cost = Total(
    id="selling_cost",
    doc="Own costs, and equal parts of shared ones with those at work that day.",
    fact=spent,
    adds=lambda cost: cost.cost,
    unit=Unit.MONEY,
    better=Better.LESS,
)
profit = Formula(
    id="profit",
    doc="Margin less selling cost.",
    inputs={"margin": margin, "cost": selling_cost},
    formula=lambda of: of["margin"].cast("float64") - of["cost"].cast("float64"),
    unit=Unit.MONEY,
    better=Better.MORE,
)
return_on_sales = Ratio(
    id="return_on_sales",
    doc="Profit by revenue.",
    part=profit,
    whole=revenue,
    unit=Unit.SHARE,
    better=Better.MORE,
)
company_revenue = Overall(
    id="company_revenue",
    doc="Revenue of everybody together, however the question is split.",
    fact=credited,
    total=revenue,
    unit=Unit.MONEY,
    better=Better.MORE,
)
revenue_share = Ratio(
    id="revenue_share",
    doc="Revenue by the revenue of everybody together.",
    part=revenue,
    whole=company_revenue,
    unit=Unit.SHARE,
    better=Better.MORE,
)


def growth(id: str, doc: str, of: Metric) -> Growth:
    """How a metric has changed against the period compared with."""
    return Growth(id=id, doc=doc, metric=of, unit=Unit.SHARE, better=of.better)


revenue_growth = growth("revenue_growth", "Change of revenue against the period before.", revenue)
deals_growth = growth(
    "deals_growth", "Change of the number of won deals against the period before.", deals_won
)
average_check_growth = growth(
    "average_check_growth",
    "Change of the average check against the period before.",
    average_check,
)


def in_year(id: str, doc: str, of: Total) -> Total:
    """A total of closed deals over the year up to the period's end."""
    return Total(
        id=id, doc=doc, fact=closed_in_year, adds=of.adds, where=of.where, unit=of.unit,
        better=of.better,
    )  # fmt: skip


days_to_win_in_year = Total(
    id="days_to_win_in_year",
    doc="Days from created to won of the deals won in the last 365 days, summed.",
    fact=closed_in_year,
    adds=lambda deal: deal.closed_on.delta(deal.created_on, unit="day") * deal.share,
    where=lambda deal: deal.won & deal.created_on.notnull(),
    unit=Unit.DAYS,
    better=Better.NEITHER,
)
won_dated_in_year = Total(
    id="won_dated_in_year",
    doc="Number of deals won in the last 365 days whose creation is known.",
    fact=closed_in_year,
    adds=lambda deal: deal.share,
    where=lambda deal: deal.won & deal.created_on.notnull(),
    unit=Unit.COUNT,
    better=Better.NEITHER,
)
velocity = Formula(
    id="velocity",
    doc="Open deals x win rate x average check / mean sales cycle, the last three over 365 days.",
    inputs={
        "open": deals_open,
        "won": in_year("won_in_year", "Deals won in the last 365 days.", deals_won),
        "closed": in_year("closed_in_year", "Deals closed in the last 365 days.", deals_closed),
        "revenue": in_year("revenue_in_year", "Revenue of the last 365 days.", revenue),
        "checks": in_year(
            "checks_in_year", "Won deals with an amount of the last 365 days.", won_with_amount
        ),
        "days": days_to_win_in_year,
        "cycles": won_dated_in_year,
    },
    formula=lambda of: (
        of["open"].cast("float64")
        * over(of["won"], of["closed"])
        * over(of["revenue"], of["checks"])
        / over(of["days"], of["cycles"]).nullif(0)
    ),
    unit=Unit.MONEY_A_DAY,
    better=Better.MORE,
)
