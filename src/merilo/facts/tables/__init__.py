"""Every fact table, by name."""

from merilo.facts.tables.activities import ACTIVITIES, PROPOSALS
from merilo.facts.tables.calendar import CALENDAR
from merilo.facts.tables.customers import ANSWERS, BEHAVIOURS, COMPLAINTS, CUSTOMERS
from merilo.facts.tables.deals import AMOUNT_CHANGES, CREDITS, DEALS, OWNER_CHANGES, STAGE_CHANGES
from merilo.facts.tables.money import COSTS, MARKET, RATES
from merilo.facts.tables.people import ABSENCES, PEOPLE, POSTINGS, UNITS
from merilo.facts.tables.pipelines import PIPELINES, STAGES
from merilo.facts.tables.plans import ENTRIES, PLANS, REVIEWS
from merilo.facts.tables.products import ORDER_LINES, PRODUCTS

TABLES = {
    table.name: table
    for table in (
        PEOPLE, UNITS, POSTINGS, ABSENCES, CUSTOMERS, PIPELINES, STAGES, DEALS, STAGE_CHANGES,
        OWNER_CHANGES, AMOUNT_CHANGES, CREDITS, ACTIVITIES, PROPOSALS, PRODUCTS, ORDER_LINES,
        BEHAVIOURS, COSTS, MARKET, RATES, PLANS, ENTRIES, REVIEWS, ANSWERS, COMPLAINTS, CALENDAR,
    )
}  # fmt: skip
