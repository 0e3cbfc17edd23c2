"""Quality: what reviewers and colleagues think of the work itself."""

from merilo.metrics.model import Better, Mark, Mean, Ratio, Total, Unit
from merilo.metrics.rows.voices import reviewed


def score(id: str, kind: str, doc: str) -> Ratio:
    """Marks given by marks possible, weighted, over all reviews of a kind."""
    return Ratio(
        id=id,
        doc=f"{doc}, weighted; a failed critical line makes a review 0.",
        part=Total(
            id=f"{id}_earned", doc="Marks given, weighted.", fact=reviewed,
            adds=lambda line: line.earned, where=lambda line: line.kind == kind,
            unit=Unit.RATIO, better=Better.MORE,
        ),
        whole=Total(
            id=f"{id}_possible", doc="Marks possible, weighted.", fact=reviewed,
            adds=lambda line: line.possible, where=lambda line: line.kind == kind,
            unit=Unit.RATIO, better=Better.NEITHER,
        ),
        unit=Unit.SHARE,
        better=Better.MORE,
    )  # fmt: skip


call_quality = score("call_quality", "call", "Marks by marks possible in reviews of calls")
letter_quality = score("letter_quality", "letter", "Marks by marks possible in reviews of letters")
visit_score = score("visit_score", "visit", "Marks by marks possible in mystery visits")
competency = Mean(
    id="competency",
    doc="Mean level of competencies assessed.",
    fact=reviewed,
    adds=lambda line: line.mark,
    where=lambda line: line.kind == "competency",
    unit=Unit.SCORE,
    better=Better.MORE,
)
recommendation = Mark(
    id="recommendation",
    doc="Mean mark of colleagues and customers in a 360.",
    fact=reviewed,
    adds=lambda line: line.mark,
    where=lambda line: line.kind == "360",
    unit=Unit.SCORE,
    better=Better.MORE,
)
