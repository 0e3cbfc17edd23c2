"""Which lists there are, and what their rows are ordered by."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from merilo.fakes.bitrix24 import acts, cards, ids, moves
from merilo.fakes.bitrix24.lists import Kind, Said
from merilo.fakes.server import Shelf
from merilo.fakes.world import Row, Task, Touch

if TYPE_CHECKING:
    from merilo.fakes.bitrix24.fake import Bitrix24

CARD = {"id": "id", "createdTime": "created", "updatedTime": "updated"}
OLD = {"ID": "id", "DATE_CREATE": "created", "DATE_MODIFY": "updated"}
ACTIVITY = {"ID": "id", "CREATED": "created", "LAST_UPDATED": "updated"}
TASK = {"ID": "id", "CREATED_DATE": "created", "CHANGED_DATE": "updated"}
TASKS = {"STATUS": "status", "REAL_STATUS": "status", "RESPONSIBLE_ID": "responsibleId",
         "CREATED_BY": "createdBy", "UF_CRM_TASK": "ufCrmTask", "DEADLINE": "deadline"}  # fmt: skip


def orders(base: int) -> dict[str, Callable[[Any], int | None]]:
    """The orders of rows."""
    return {"id": lambda row: base + row.number, "created": lambda row: row.created_at,
            "updated": lambda row: row.updated_at}  # fmt: skip


def here(
    rows: list[Any], test: Callable[[Any], bool] = lambda row: True
) -> Callable[[], Iterable[int]]:
    """The codes of rows that are there."""
    return lambda: (row.number for row in rows if not row.deleted and test(row))


def of(
    rows: list[Any], base: int, said: Callable[[Any], Said], keys: dict[str, str],
    shelf: Shelf[Any] | None = None, **more: Any,
) -> Kind:  # fmt: skip
    """A list of rows whose codes are their numbers."""
    own = shelf or Shelf(here(rows), rows.__getitem__, orders(base))
    ident = "ID" if "ID" in keys else "id"

    def codes(id: int) -> tuple[int, ...]:
        return (id - base,) if 0 <= id - base < len(rows) else ()

    return Kind(own, lambda code: said(rows[code]), codes, keys, ident, **more)


def every(b24: "Bitrix24") -> dict[str, Kind]:
    """All of them, by name."""
    world = b24.world
    deals = of(world.deals, ids.DEAL, lambda row: cards.deal(b24, row), CARD, grown(b24))
    quotes = Shelf(
        here(world.deals, lambda row: cards.quoted(b24, row)),
        world.deals.__getitem__,
        orders(ids.QUOTE),
    )
    return {
        "deal": deals,
        "deal old": of(world.deals, ids.DEAL, lambda row: cards.old(cards.deal(b24, row)), OLD,
                       deals.shelf),
        "company": of(world.companies, ids.COMPANY, lambda row: cards.company(b24, row), CARD),
        "contact": of(world.contacts, ids.CONTACT, lambda row: cards.contact(b24, row), CARD),
        "quote": of(world.deals, ids.QUOTE, lambda row: cards.quote(b24, row), CARD, quotes),
        "task": of(world.tasks, ids.TASK, lambda row: acts.task(b24, row), TASK,
                   Shelf(here(world.tasks, lambda row: row.what == "task"),
                         world.tasks.__getitem__, orders(ids.TASK)), also=TASKS),
        "activity": activities(b24), "call": calls(b24), "move": history(b24),
        "lead": of(world.deals, ids.LEAD, lambda row: cards.lead(b24, row), CARD, leads(b24)),
        "lead move": history(b24, True),
    }  # fmt: skip


def grown(b24: "Bitrix24") -> Shelf[Any]:
    """Deals that are no leads, or no longer."""
    rows = b24.world.deals
    made = {"created": lambda row: (b24.moves.turned(row) or b24.moves.of[row.number][0]).at}
    return Shelf(here(rows, lambda row: not b24.moves.lead(row)), rows.__getitem__,
                 {**orders(ids.DEAL), **made})  # fmt: skip


def leads(b24: "Bitrix24") -> Shelf[Any]:
    """Leads, also those that became deals: since then they have not changed."""
    rows = b24.world.deals

    def updated(row: Any) -> int:
        turned = b24.moves.turned(row)
        return turned.at if turned else int(row.updated_at)

    return Shelf(here(rows, b24.moves.led), rows.__getitem__,
                 {**orders(ids.LEAD), "updated": updated})  # fmt: skip


def active(row: Row) -> list[int]:
    """The codes of activities: four times the touch, and 1 where a second binding makes it come
    twice; 2 for a task."""
    if isinstance(row, Task):
        return [4 * row.number + 2]
    if isinstance(row, Touch) and row.what in acts.TOUCHES and row.on != "nothing":
        return [4 * row.number, *([4 * row.number + 1] if row.twin else [])]
    return []


def activities(b24: "Bitrix24") -> Kind:
    """Calls, letters, messages, meetings, and shadows of tasks."""
    touches, tasks = b24.world.touches, b24.world.tasks

    def row(code: int) -> Any:
        return tasks[code // 4] if code % 4 == 2 else touches[code // 4]

    def said(code: int) -> Said:
        found = row(code)
        return acts.planned(b24, found) if code % 4 == 2 else acts.touched(b24, found)

    def codes(id: int) -> tuple[int, ...]:
        number, task = divmod(id - ids.ACTIVITY, 2)
        return (4 * number + 2,) if task else (4 * number, 4 * number + 1)

    def ident(found: Any) -> int:
        return ids.ACTIVITY + 2 * int(found.number) + isinstance(found, Task)

    there: list[list[Any]] = [touches, tasks]
    shelf: Shelf[Any] = Shelf(
        lambda: (code for rows in there for one in rows if not one.deleted for code in active(one)),
        row, {**orders(0), "id": ident},
    )  # fmt: skip
    return Kind(shelf, said, codes, ACTIVITY, "ID")


def calls(b24: "Bitrix24") -> Kind:
    """Calls, also those of strangers."""
    touches = b24.world.touches
    shelf: Shelf[Any] = Shelf(
        here(touches, lambda row: row.what == "call"), touches.__getitem__, orders(ids.CALL)
    )
    return of(touches, ids.CALL, lambda row: acts.called(b24, row),
              {"ID": "id", "CALL_START_DATE": "created"}, shelf, stamp="created")  # fmt: skip


def history(b24: "Bitrix24", leads: bool = False) -> Kind:
    """Moves of deals, or of leads, that are there."""
    rows = b24.moves.rows
    said = moves.said_of_lead if leads else moves.said

    def codes() -> Iterable[int]:
        there = (m for m in rows if not m.deal.deleted and moves.young(b24, m))
        return (m.number for m in there if (m.lead or m.turned if leads else not m.lead))

    shelf: Shelf[Any] = Shelf(codes, rows.__getitem__, {
        "id": lambda m: ids.MOVE + m.number, "created": lambda m: m.at})  # fmt: skip
    return of(rows, ids.MOVE, lambda m: said(b24, m),
              {"ID": "id", "CREATED_TIME": "created"}, shelf, stamp="created")  # fmt: skip
