"""The history of stages: where deals came to, each row with the next id."""

from typing import TYPE_CHECKING, Any, NamedTuple

from merilo.fakes.bitrix24 import ids
from merilo.fakes.world import Change, Deal, Stage, World

if TYPE_CHECKING:
    from merilo.fakes.bitrix24.fake import Bitrix24

CREATED, STEP, FINAL, PIPELINE = 1, 2, 3, 5
SEMANTICS = {"open": "P", "won": "S", "lost": "F"}
KINDS = ("deal added", "deal moved")


class Move(NamedTuple):
    """A row. `by` is told nowhere."""

    number: int
    type: int
    deal: Deal
    at: int
    stage: Stage
    reason: int | None
    by: int | None


class Moves:
    """All of them, and those of each deal. Why a deal was lost stands in the row itself, which
    never changes: of one that was opened again before we came, nobody knows it any more."""

    def __init__(self, world: World) -> None:
        self.rows: list[Move] = []
        self.of: dict[int, list[Move]] = {}
        told = [change for change in world.history if change.kind in KINDS]
        last = {change.row.number: change.number for change in told}
        for change in told:
            self.add(change, last[change.row.number] == change.number)

    def add(self, change: Change, known: bool = True) -> Move:
        """One more."""
        deal, stage = change.row, change.after
        assert isinstance(deal, Deal)
        reason = deal.reason if known and stage.kind == "lost" else None
        kind = FINAL if stage.kind != "open" else STEP
        if change.before is None:
            kind = CREATED
        elif change.before.pipeline != stage.pipeline:
            kind = PIPELINE
        move = Move(len(self.rows), kind, deal, change.at, stage, reason, change.by)
        self.rows.append(move)
        self.of.setdefault(deal.number, []).append(move)
        return move

    def last(self, deal: Deal) -> Move:
        """How a deal came to where it is."""
        return self.of[deal.number][-1]


def said(b24: "Bitrix24", move: Move) -> dict[str, Any]:
    """A row; numbers are numbers here."""
    return {
        "ID": ids.MOVE + move.number, "TYPE_ID": move.type, "OWNER_ID": ids.DEAL + move.deal.number,
        "CREATED_TIME": ids.iso(move.at), "CATEGORY_ID": move.stage.pipeline,
        "STAGE_SEMANTIC_ID": SEMANTICS[move.stage.kind],
        "STAGE_ID": ids.status(move.stage, move.reason),
    }  # fmt: skip


def young(b24: "Bitrix24", move: Move) -> bool:
    """Is it in the history?"""
    middle = (b24.world.since + b24.world.until) // 2
    return "young_history" not in b24.odds or move.at >= middle
