"""Activity: what people did, and with what diligence."""

from merilo.metrics.catalogue.sales import amount, deals_created
from merilo.metrics.model import Better, Distinct, Ratio, Total, Unit
from merilo.metrics.rows.activities import completed, done, due, overdue_at_end, sent
from merilo.metrics.rows.deals import qualified, touched

calls = Total(
    id="calls",
    doc="Calls made and taken; missed ones are not counted.",
    fact=done,
    where=lambda act: act.call,
    unit=Unit.COUNT,
    better=Better.MORE,
)
calls_out = Total(
    id="calls_out",
    doc="Calls made, whether somebody answered or not.",
    fact=done,
    where=lambda act: act.call & (act.direction == "out"),
    unit=Unit.COUNT,
    better=Better.MORE,
)
calls_in = Total(
    id="calls_in",
    doc="Calls taken.",
    fact=done,
    where=lambda act: act.call & (act.direction == "in"),
    unit=Unit.COUNT,
    better=Better.MORE,
)
calls_missed = Total(
    id="calls_missed",
    doc="Calls from customers that nobody took.",
    fact=done,
    where=lambda act: act.missed,
    unit=Unit.COUNT,
    better=Better.LESS,
)
conversations = Total(
    id="conversations",
    doc="Calls longer than the threshold, 15 seconds unless set otherwise.",
    fact=done,
    where=lambda act: act.talk,
    unit=Unit.COUNT,
    better=Better.MORE,
)
conversations_out = Total(
    id="conversations_out",
    doc="Calls made that became conversations.",
    fact=done,
    where=lambda act: act.talk & (act.direction == "out"),
    unit=Unit.COUNT,
    better=Better.MORE,
)
connect_rate = Ratio(
    id="connect_rate",
    doc="Share of the calls made that became conversations.",
    part=conversations_out,
    whole=calls_out,
    unit=Unit.SHARE,
    better=Better.MORE,
)
talk_time = Total(
    id="talk_time",
    doc="Time talked in conversations.",
    fact=done,
    adds=lambda act: act.duration_s,
    where=lambda act: act.talk,
    unit=Unit.SECONDS,
    better=Better.MORE,
)
days_worked = Distinct(
    id="days_worked",
    doc="Days of people on which they called, wrote, met somebody or left a comment.",
    fact=done,
    adds=lambda act: act.person.fill_null("").concat(" ", act.on.cast("string")),
    where=lambda act: act.did,
    unit=Unit.DAYS,
    better=Better.NEITHER,
)
talk_time_per_day = Ratio(
    id="talk_time_per_day",
    doc="Time talked, by the days on which the person called, wrote, met or commented.",
    part=talk_time,
    whole=days_worked,
    unit=Unit.SECONDS,
    better=Better.MORE,
)
average_talk = Ratio(
    id="average_talk",
    doc="Time talked by conversation.",
    part=talk_time,
    whole=conversations,
    unit=Unit.SECONDS,
    better=Better.MORE,
)
meetings = Total(
    id="meetings",
    doc="Meetings that took place.",
    fact=done,
    where=lambda act: (act.kind == "meeting") & act.held,
    unit=Unit.COUNT,
    better=Better.MORE,
)
meetings_missed = Total(
    id="meetings_missed",
    doc="Meetings to which somebody did not come.",
    fact=done,
    where=lambda act: (act.kind == "meeting") & (act.outcome == "missed"),
    unit=Unit.COUNT,
    better=Better.LESS,
)
meetings_set = Total(
    id="meetings_set",
    doc="Meetings that took place or were missed; cancelled ones are not counted.",
    fact=done,
    where=lambda act: (act.kind == "meeting") & act.outcome.isin(("held", "missed")),
    unit=Unit.COUNT,
    better=Better.NEITHER,
)
no_show_rate = Ratio(
    id="no_show_rate",
    doc="Share of the meetings to which somebody did not come.",
    part=meetings_missed,
    whole=meetings_set,
    unit=Unit.SHARE,
    better=Better.LESS,
)
emails = Total(
    id="emails",
    doc="Letters sent.",
    fact=done,
    where=lambda act: (act.kind == "email") & act.sent,
    unit=Unit.COUNT,
    better=Better.MORE,
)
messages = Total(
    id="messages",
    doc="Messages sent.",
    fact=done,
    where=lambda act: (act.kind == "message") & act.sent,
    unit=Unit.COUNT,
    better=Better.MORE,
)
comments = Total(
    id="comments",
    doc="Comments written.",
    fact=done,
    where=lambda act: act.kind == "comment",
    unit=Unit.COUNT,
    better=Better.MORE,
)
presentations = Total(
    id="presentations",
    doc="Presentations that took place.",
    fact=done,
    where=lambda act: (act.kind == "presentation") & act.held,
    unit=Unit.COUNT,
    better=Better.MORE,
)
proposals = Total(
    id="proposals",
    doc="Proposals sent.",
    fact=sent,
    unit=Unit.COUNT,
    better=Better.MORE,
)
proposals_amount = Total(
    id="proposals_amount",
    doc="Sum of the proposals sent, in the company's currency.",
    fact=sent,
    adds=amount,
    unit=Unit.MONEY,
    better=Better.MORE,
)
tasks_done = Total(
    id="tasks_done",
    doc="Tasks completed.",
    fact=completed,
    unit=Unit.COUNT,
    better=Better.MORE,
)
tasks_overdue = Total(
    id="tasks_overdue",
    doc="Tasks past due and still open when the period ended.",
    fact=overdue_at_end,
    unit=Unit.COUNT,
    better=Better.LESS,
)
tasks_due = Total(
    id="tasks_due",
    doc="Tasks due by now.",
    fact=due,
    unit=Unit.COUNT,
    better=Better.NEITHER,
)
tasks_kept = Total(
    id="tasks_kept",
    doc="Tasks done by the time they were due.",
    fact=due,
    where=lambda task: task.kept,
    unit=Unit.COUNT,
    better=Better.MORE,
)
task_discipline = Ratio(
    id="task_discipline",
    doc="Share of the tasks due that were done by then.",
    part=tasks_kept,
    whole=tasks_due,
    unit=Unit.SHARE,
    better=Better.MORE,
)
leads_qualified = Total(
    id="leads_qualified",
    doc="Deals that first entered a stage that qualifies.",
    fact=qualified,
    unit=Unit.COUNT,
    better=Better.MORE,
)
touches = Total(
    id="touches",
    doc="Outgoing calls, letters and messages, and held meetings, on leads created in the period.",
    fact=touched,
    unit=Unit.COUNT,
    better=Better.MORE,
)
touches_per_lead = Ratio(
    id="touches_per_lead",
    doc="Outgoing calls, letters, messages and held meetings by lead created in the period.",
    part=touches,
    whole=deals_created,
    unit=Unit.RATIO,
    better=Better.MORE,
)
