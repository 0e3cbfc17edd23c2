"""The history of stages: where deals and leads came to, each row with the next id.

What is in the first stage of requests that nobody has taken is a lead; the first move to another
stage, unless it is lost there, makes it a deal, and is told of both.
"""

from typing import TYPE_CHECKING, Any, NamedTuple

from merilo.fakes.bitrix24 import ids
from merilo.fakes.world import Change, Deal, Stage, World

if TYPE_CHECKING:
    from merilo.fakes.bitrix24.fake import Bitrix24

CREATED, STEP, FINAL, PIPELINE = 1, 2, 3, 5
SEMANTICS = {"open": "P", "won": "S", "lost": "F"}
KINDS = ("deal added", "deal moved")


class Move(NamedTuple):
    """A row. `by` is told nowhere. `lead`: it is one after it; `turned`: it became a deal by it."""

    number: int
    type: int
    deal: Deal
    at: int
    stage: Stage
    reason: int | None
    by: int | None
    lead: bool = False
    turned: bool = False


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
        before = self.of.get(deal.number, [])
        led = before[-1].lead if before else stage.incoming
        lead = led and (stage.incoming or (bool(before) and stage.kind == "lost"))
        reason = deal.reason if known and stage.kind == "lost" else None
        kind = FINAL if stage.kind != "open" else STEP
        if change.before is None or (led and not lead):
            kind = CREATED
        elif change.before.pipeline != stage.pipeline:
            kind = PIPELINE
        turned = led and not lead
        place = len(self.rows)
        move = Move(place, kind, deal, change.at, stage, reason, change.by, lead, turned)
        self.rows.append(move)
        self.of.setdefault(deal.number, []).append(move)
        return move

    def last(self, deal: Deal) -> Move:
        """How a deal came to where it is."""
        return self.of[deal.number][-1]

    def turned(self, deal: Deal) -> Move | None:
        """How it became a deal, if it was a lead."""
        return next((move for move in self.of.get(deal.number, ()) if move.turned), None)

    def led(self, deal: Deal) -> bool:
        """Was it a lead, or is it one?"""
        moves = self.of.get(deal.number)
        return deal.stage.incoming if not moves else moves[0].lead

    def lead(self, deal: Deal, at: int | None = None) -> bool:
        """Is it a lead, or was it one at that time?"""
        turned = self.turned(deal)
        return self.led(deal) and (turned is None or (at is not None and at < turned.at))


def said(b24: "Bitrix24", move: Move) -> dict[str, Any]:
    """A row; numbers are numbers here."""
    return {
        "ID": ids.MOVE + move.number, "TYPE_ID": move.type, "OWNER_ID": ids.DEAL + move.deal.number,
        "CREATED_TIME": ids.iso(move.at), "CATEGORY_ID": move.stage.pipeline,
        "STAGE_SEMANTIC_ID": SEMANTICS[move.stage.kind],
        "STAGE_ID": ids.status(move.stage, move.reason),
    }  # fmt: skip


def status(move: Move) -> str:
    """Where a lead came to."""
    return "CONVERTED" if move.turned else "JUNK" if move.stage.kind == "lost" else "NEW"


def said_of_lead(b24: "Bitrix24", move: Move) -> dict[str, Any]:
    """A row of a lead; its ids are others than those of deals, though they may be the same."""
    meant = "S" if move.turned else SEMANTICS[move.stage.kind]
    return {
        "ID": ids.MOVE + move.number, "TYPE_ID": FINAL if meant != "P" else move.type,
        "OWNER_ID": ids.LEAD + move.deal.number, "CREATED_TIME": ids.iso(move.at),
        "STATUS_SEMANTIC_ID": meant, "STATUS_ID": status(move),
    }  # fmt: skip


def young(b24: "Bitrix24", move: Move) -> bool:
    """Is it in the history?"""
    middle = (b24.world.since + b24.world.until) // 2
    return "young_history" not in b24.odds or move.at >= middle
