"""The stages in which a deal of the quick log can be."""

from collections.abc import Sequence
from dataclasses import dataclass

from merilo.facts.staff import TYPED
from merilo.metrics.known import open_deals
from merilo.report.desk import Desk
from merilo.report.sight import ask
from merilo.sources.engine.logged import OWN, STAGES
from merilo.words import _


@dataclass(frozen=True)
class Stage:
    """A stage of a pipeline."""

    key: str
    name: str
    pipeline: str
    kind: str
    deal: bool = True  # what is in it is no lead any more


def stages(desk: Desk, people: Sequence[str]) -> list[Stage]:
    """The stages of all pipelines in order, of that of the people's newest deal first; where there
    is none, those of a short way of ours."""
    usual = next((one.pipeline for one in open_deals(desk.engine, desk.snapshot, people, 1)), "")
    rows = sorted(
        ask(desk, "stages", "key", "name", "pipeline", "kind", "position", "qualifies"),
        key=lambda row: (row["pipeline"] != usual, row["pipeline"] or "", row["position"] or 0),
    )  # fmt: skip
    qualified = {
        row["pipeline"]: row["position"] or 0 for row in reversed(rows) if row["qualifies"]
    }
    found = [
        Stage(row["key"], row["name"] or row["key"], row["pipeline"] or "", row["kind"],
              (row["position"] or 0) >= qualified.get(row["pipeline"], 0))
        for row in rows
    ]  # fmt: skip
    pipeline = f"{TYPED}:{OWN}"
    others = [one for one in found if one.pipeline != pipeline]
    if any(one.kind == "open" for one in others):
        return others
    return [Stage(f"{pipeline}/{kind}", _(name), pipeline, kind) for kind, name in STAGES.items()]
