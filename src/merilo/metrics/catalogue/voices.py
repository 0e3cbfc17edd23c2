"""What customers say: marks of surveys, and complaints."""

from ibis import ifelse
from ibis.expr.types import Table, Value

from merilo.metrics.catalogue.sales import deals_won
from merilo.metrics.model import Better, Formula, Mark, Total, Unit, over
from merilo.metrics.rows.voices import answered, complained

SCALE, TEN = 5, 10
GOOD = 4  # of 5
PROMOTER, DETRACTOR = 9, 6  # of 10: from the one up, up to the other


def mark(id: str, doc: str, question: str = "") -> Mark:
    """The mean mark of a question of a survey, on the scale of 5."""
    return Mark(
        id=id,
        doc=doc,
        fact=answered,
        adds=lambda answer: answer.mark,
        where=lambda answer: (answer.question == (question or id)) & (answer.scale == SCALE),
        unit=Unit.SCORE,
        better=Better.MORE,
    )


def promoting(answer: Table) -> Value:
    """100 for a promoter, -100 for a detractor."""
    return ifelse(answer.mark >= PROMOTER, 100.0, ifelse(answer.mark <= DETRACTOR, -100.0, 0.0))


satisfaction = mark("satisfaction", "Mean mark of customers' satisfaction, 1 to 5.")
satisfaction_share = Mark(
    id="satisfaction_share",
    doc="Share of 4 and 5 among the marks of satisfaction.",
    fact=answered,
    adds=lambda answer: ifelse(answer.mark >= GOOD, 1.0, 0.0),
    where=satisfaction.where,
    unit=Unit.SHARE,
    better=Better.MORE,
)
nps = Mark(
    id="nps",
    doc="Share of 9 and 10 less the share of 0 to 6, in points.",
    fact=answered,
    adds=promoting,
    where=lambda answer: (answer.question == "nps") & (answer.scale == TEN),
    unit=Unit.POINTS,
    better=Better.MORE,
    source="Reichheld 2003, Harvard Business Review 81 (12), 46-54",
)
politeness = mark("politeness", "Mean mark of politeness, 1 to 5.")
service_quality = mark("service_quality", "Mean mark of the quality of service, 1 to 5.")
reaction_speed = mark("reaction_speed", "Mean mark of the speed of reaction, 1 to 5.")
professionalism = mark("professionalism", "Mean mark of professionalism, 1 to 5.")
complaints = Total(
    id="complaints",
    doc="Complaints received.",
    fact=complained,
    unit=Unit.COUNT,
    better=Better.LESS,
)
complaints_upheld = Total(
    id="complaints_upheld",
    doc="Complaints received that proved right.",
    fact=complained,
    where=lambda complaint: complaint.verdict == "upheld",
    unit=Unit.COUNT,
    better=Better.LESS,
)
complaints_per_100_deals = Formula(
    id="complaints_per_100_deals",
    doc="Complaints that proved right for every 100 won deals.",
    inputs={"upheld": complaints_upheld, "won": deals_won},
    formula=lambda of: over(of["upheld"], of["won"]) * 100,
    unit=Unit.RATIO,
    better=Better.LESS,
)
