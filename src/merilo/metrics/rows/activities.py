"""Activities and proposals as rows: what people did, and what was due."""

import ibis
from ibis import _
from ibis.expr.types import Table

from merilo.metrics.frame import Frame
from merilo.metrics.lake import table
from merilo.metrics.model import fact

ROBOTS = ("robot", "integration")


def acts() -> Table:
    """Everything done by a person; robots and integrations never count."""
    return table("activities").filter(~_.author.isin(ROBOTS))


@fact(counts_on="when it took place", whose="who did it")
def done(frame: Frame) -> Table:
    """Something a person did or received in the period."""
    rows = acts().filter(frame.within(_.occurred_on)).mutate(on=_.occurred_on)
    call = rows.kind == "call"
    missed = call & (rows.outcome == "missed") & (rows.direction.fill_null("in") == "in")
    made = call & ~missed.fill_null(False)
    sent = rows.direction.fill_null("out") == "out"
    held = rows.outcome == "held"
    did = ibis.cases(
        (rows.kind == "call", made),
        (rows.kind.isin(("email", "message")), sent),
        (rows.kind.isin(("meeting", "presentation")), held),
        else_=rows.kind == "comment",  # a task counts when it is done
    )
    return rows.mutate(
        call=made,
        missed=missed,
        talk=made & (rows.duration_s > frame.rule("conversation_s", rows.occurred_on)),
        held=held,
        sent=sent,
        did=did,
    )


@fact(counts_on="when it was done", whose="who did it")
def completed(frame: Frame) -> Table:
    """A task completed in the period."""
    tasks = acts().filter(_.kind == "task", frame.within(_.completed_on))
    return tasks.mutate(on=_.completed_on)


@fact(counts_on="when it was due", whose="whose task it is")
def due(frame: Frame) -> Table:
    """A task due in the period, today at the latest, and whether it was done by then."""
    tasks = acts().filter(_.kind == "task", frame.within(_.due_on), _.due_on <= frame.today)
    tasks = tasks.mutate(on=_.due_on)
    return tasks.mutate(kept=(_.completed_at <= _.due_at).fill_null(False))


@fact(counts_on="the end of the period", whose="whose task it is")
def overdue_at_end(frame: Frame) -> Table:
    """A task past due and still open when the period ended."""
    tasks = acts().filter(_.kind == "task", _.due_on < frame.period.until)
    ends = frame.ends()
    waiting = (tasks.due_on <= ends.on) & (
        (tasks.completed_on > ends.on)
        | (tasks.completed_on.isnull() & (tasks.outcome.fill_null("open") != "done"))
    )
    return tasks.inner_join(ends, waiting)


@fact(counts_on="when it was sent", whose="who sent it")
def sent(frame: Frame) -> Table:
    """A proposal sent in the period."""
    return table("proposals").filter(frame.within(_.sent_on)).mutate(on=_.sent_on)
