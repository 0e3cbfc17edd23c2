"""Customers: who is new, who comes back, who stays, and what they say."""

from merilo.metrics.catalogue.sales import amount, revenue
from merilo.metrics.model import Better, Distinct, Formula, Ratio, Total, Unit
from merilo.metrics.rows.customers import bought, bought_by_end, bought_lately, kept, returning

customers_new = Distinct(
    id="customers_new",
    doc="Customers whose first won deal is in the period.",
    fact=bought,
    adds=lambda deal: deal.customer,
    where=lambda deal: deal.first,
    unit=Unit.COUNT,
    better=Better.MORE,
)
customers_active = Distinct(
    id="customers_active",
    doc="Customers with a won deal in the 90 days (a setting) up to the period's end.",
    fact=bought_lately,
    adds=lambda deal: deal.customer,
    unit=Unit.COUNT,
    better=Better.MORE,
)
buyers = Distinct(
    id="buyers",
    doc="Customers with a won deal at any time up to the period's end.",
    fact=bought_by_end,
    adds=lambda deal: deal.customer,
    unit=Unit.COUNT,
    better=Better.MORE,
)
customers_active_share = Ratio(
    id="customers_active_share",
    doc="Share of those who ever bought that are active.",
    part=customers_active,
    whole=buyers,
    unit=Unit.SHARE,
    better=Better.MORE,
)
repeat_revenue = Total(
    id="repeat_revenue",
    doc="Revenue of the won deals that are not their customer's first.",
    fact=bought,
    adds=amount,
    where=lambda deal: deal.again,
    unit=Unit.MONEY,
    better=Better.MORE,
)
repeat_deals = Total(
    id="repeat_deals",
    doc="Number of won deals that are not their customer's first.",
    fact=bought,
    adds=lambda deal: deal.share,
    where=lambda deal: deal.again & deal.won,
    unit=Unit.COUNT,
    better=Better.MORE,
)
repeat_share = Ratio(
    id="repeat_share",
    doc="Share of the revenue that comes from repeated deals.",
    part=repeat_revenue,
    whole=revenue,
    unit=Unit.SHARE,
    better=Better.MORE,
)
repeat_average_check = Ratio(
    id="repeat_average_check",
    doc="Revenue of repeated deals by their number.",
    part=repeat_revenue,
    whole=repeat_deals,
    unit=Unit.MONEY,
    better=Better.MORE,
)
repeat_buyers = Distinct(
    id="repeat_buyers",
    doc="Customers with a second won deal by the period's end; of a person: sold by them.",
    fact=bought_by_end,
    adds=lambda deal: deal.customer,
    where=lambda deal: deal.again,
    unit=Unit.COUNT,
    better=Better.MORE,
)
repeat_rate = Ratio(
    id="repeat_rate",
    doc="Share of the customers who bought by the period's end that have bought again.",
    part=repeat_buyers,
    whole=buyers,
    unit=Unit.SHARE,
    better=Better.MORE,
)
customers_before = Distinct(
    id="customers_before",
    doc="Customers who bought in the period before.",
    fact=returning,
    adds=lambda deal: deal.customer,
    unit=Unit.COUNT,
    better=Better.NEITHER,
)
customers_returned = Distinct(
    id="customers_returned",
    doc="Customers who bought in the period before and in this one.",
    fact=returning,
    adds=lambda deal: deal.customer,
    where=lambda deal: deal.back,
    unit=Unit.COUNT,
    better=Better.MORE,
)
retention = Ratio(
    id="retention",
    doc="Share of the customers of the period before who bought in this one, from anybody.",
    part=customers_returned,
    whole=customers_before,
    unit=Unit.SHARE,
    better=Better.MORE,
)
churn = Formula(
    id="churn",
    doc="Share of the customers of the period before who did not buy in this one.",
    inputs={"retention": retention},
    formula=lambda of: 1 - of["retention"],
    unit=Unit.SHARE,
    better=Better.LESS,
)
customers_kept = Distinct(
    id="customers_kept",
    doc="Customers known before the period that somebody looks after.",
    fact=kept,
    adds=lambda customer: customer.customer,
    unit=Unit.COUNT,
    better=Better.NEITHER,
)
customers_kept_bought = Distinct(
    id="customers_kept_bought",
    doc="Of those, the customers who bought in the period.",
    fact=kept,
    adds=lambda customer: customer.customer,
    where=lambda customer: customer.bought,
    unit=Unit.COUNT,
    better=Better.MORE,
)
customers_continued = Ratio(
    id="customers_continued",
    doc="Share of the customers handed to somebody before the period who bought in it.",
    part=customers_kept_bought,
    whole=customers_kept,
    unit=Unit.SHARE,
    better=Better.MORE,
)
