"""Pipelines and their stages."""

from merilo.facts.table import Table, count, flag, ref, text

PIPELINES = Table(
    "pipelines",
    grain="a way that deals go",
    own=(text("name", "As the CRM calls it."),),
)

STAGES = Table(
    "stages",
    grain="a stage of a pipeline; its id is pipeline/stage",
    own=(
        ref("pipeline", "pipelines", "Of which pipeline."),
        text("name", "As the CRM calls it."),
        count("position", "Its place in the pipeline, from the first."),
        text("kind", "What a deal in it is.", among=("open", "won", "lost")),
        flag("qualifies", "Entering it makes a lead a deal."),
        count("stale_after_days", "A deal that stays longer is stuck.", unit="days"),
    ),
)
