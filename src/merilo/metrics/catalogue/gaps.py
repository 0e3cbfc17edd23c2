"""Quality of the data: what is missing, doubled, or set aside."""

from merilo.metrics.model import Better, Total, Unit
from merilo.metrics.rows.deals import closed
from merilo.metrics.rows.gaps import automatic, doubled, taskless, unripe, untold

lost_without_reason = Total(
    id="lost_without_reason",
    doc="Number of deals lost of which nobody says why.",
    fact=closed,
    where=lambda deal: (deal.outcome == "lost") & deal.loss_reason.isnull(),
    unit=Unit.COUNT,
    better=Better.LESS,
)
deals_without_task = Total(
    id="deals_without_task",
    doc="Number of deals open when the period ended with no open task on them.",
    fact=taskless,
    unit=Unit.COUNT,
    better=Better.LESS,
)
deals_without_history = Total(
    id="deals_without_history",
    doc="Number of deals closed of which no move between stages is known.",
    fact=untold,
    unit=Unit.COUNT,
    better=Better.LESS,
)
calls_doubled = Total(
    id="calls_doubled",
    doc="Number of calls that are there once more: same person, moment, length and other side.",
    fact=doubled,
    unit=Unit.COUNT,
    better=Better.LESS,
)
acts_of_robots = Total(
    id="acts_of_robots",
    doc="Number of activities that robots and integrations did; they count for nobody.",
    fact=automatic,
    unit=Unit.COUNT,
    better=Better.NEITHER,
)
leads_open = Total(
    id="leads_open",
    doc="Number of the leads created in the period that are still open.",
    fact=unripe,
    unit=Unit.COUNT,
    better=Better.NEITHER,
)
