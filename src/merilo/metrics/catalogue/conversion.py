"""Conversion: what share of one thing leads to the next."""

from merilo.metrics.catalogue.activity import calls, meetings, proposals, proposals_amount
from merilo.metrics.catalogue.sales import amount, deals_created
from merilo.metrics.model import Better, Ratio, Total, Unit
from merilo.metrics.rows.activities import sent
from merilo.metrics.rows.deals import offered
from merilo.metrics.rows.meetings import contact_met, contacted, led_to_meeting, won_after
from merilo.metrics.rows.stages import reached

calls_led = Total(
    id="calls_led",
    doc="Calls followed in time by a held meeting with the same deal, without one: customer.",
    fact=led_to_meeting,
    unit=Unit.COUNT,
    better=Better.MORE,
)
call_to_meeting = Ratio(
    id="call_to_meeting",
    doc="Share of the calls that led to a held meeting within 30 days unless set otherwise.",
    part=calls_led,
    whole=calls,
    unit=Unit.SHARE,
    better=Better.MORE,
)
contacts_called = Total(
    id="contacts_called",
    doc="Deals (without one: customers) called, by whoever called them first in the period.",
    fact=contacted,
    unit=Unit.COUNT,
    better=Better.MORE,
)
contacts_met = Total(
    id="contacts_met",
    doc="Deals and customers called and met in time after the first call.",
    fact=contact_met,
    unit=Unit.COUNT,
    better=Better.MORE,
)
contact_to_meeting = Ratio(
    id="contact_to_meeting",
    doc="Share of the deals and customers called that were met within 30 days of the first call.",
    part=contacts_met,
    whole=contacts_called,
    unit=Unit.SHARE,
    better=Better.MORE,
)
meetings_won = Total(
    id="meetings_won",
    doc="Held meetings whose deal was won later.",
    fact=won_after,
    unit=Unit.COUNT,
    better=Better.MORE,
)
meeting_to_win = Ratio(
    id="meeting_to_win",
    doc="Share of the held meetings whose deal was won later.",
    part=meetings_won,
    whole=meetings,
    unit=Unit.SHARE,
    better=Better.MORE,
)
leads_offered = Total(
    id="leads_offered",
    doc="Leads created in the period that got a proposal.",
    fact=offered,
    unit=Unit.COUNT,
    better=Better.MORE,
)
lead_to_proposal = Ratio(
    id="lead_to_proposal",
    doc="Share of the leads created in the period that got a proposal.",
    part=leads_offered,
    whole=deals_created,
    unit=Unit.SHARE,
    better=Better.MORE,
)
proposals_won = Total(
    id="proposals_won",
    doc="Proposals sent in the period that won.",
    fact=sent,
    where=lambda proposal: proposal.outcome == "won",
    unit=Unit.COUNT,
    better=Better.MORE,
)
proposal_to_win = Ratio(
    id="proposal_to_win",
    doc="Share of the proposals sent in the period that won.",
    part=proposals_won,
    whole=proposals,
    unit=Unit.SHARE,
    better=Better.MORE,
)
proposals_won_amount = Total(
    id="proposals_won_amount",
    doc="Sum of the proposals sent in the period that won.",
    fact=sent,
    adds=amount,
    where=lambda proposal: proposal.outcome == "won",
    unit=Unit.MONEY,
    better=Better.MORE,
)
proposal_to_win_amount = Ratio(
    id="proposal_to_win_amount",
    doc="Share of the amount of the proposals sent in the period that won.",
    part=proposals_won_amount,
    whole=proposals_amount,
    unit=Unit.SHARE,
    better=Better.MORE,
)
stage_reached = Total(
    id="stage_reached",
    doc="First entries of deals into a stage.",
    fact=reached,
    unit=Unit.COUNT,
    better=Better.NEITHER,
)
stage_passed = Total(
    id="stage_passed",
    doc="Of these, the deals that got to a later stage or were won.",
    fact=reached,
    where=lambda entry: entry.further,
    unit=Unit.COUNT,
    better=Better.MORE,
)
stage_conversion = Ratio(
    id="stage_conversion",
    doc="Share of the deals that reached the stage in the period and got further.",
    part=stage_passed,
    whole=stage_reached,
    unit=Unit.SHARE,
    better=Better.MORE,
)
