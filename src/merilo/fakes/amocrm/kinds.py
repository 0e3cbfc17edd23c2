"""Which lists there are, what they are filtered and ordered by."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from merilo.fakes.amocrm import cards, events, ids, work
from merilo.fakes.amocrm.lists import Kind, Test, Wrong
from merilo.fakes.server import Shelf, listed
from merilo.fakes.world import Deal, Row

if TYPE_CHECKING:
    from merilo.fakes.amocrm.fake import AmoCRM

MANY = 10  # authors or cards in a filter of events
TIMES = frozenset({"created_at", "updated_at", "closest_task_at"})


def keys(**more: Callable[[Any], int | None]) -> dict[str, Callable[[Any], int | None]]:
    """The orders of rows."""
    return {
        "id": lambda row: row.number, "updated_at": lambda row: row.updated_at,
        "created_at": lambda row: row.created_at, **more,
    }  # fmt: skip


def here(rows: list[Any], deleted: bool = False) -> Callable[[], Iterable[int]]:
    """The codes of rows that are there, or of those that are gone."""
    return lambda: (row.number for row in rows if row.deleted == deleted)


def hands(row: Callable[[int], Any]) -> dict[str, Callable[[int], Any]]:
    """Filters by who made, changed and owns a card."""
    return {
        "created_by": lambda code: ids.person(row(code).created_by),
        "updated_by": lambda code: ids.person(row(code).updated_by),
        "responsible_user_id": lambda code: ids.person(row(code).owner), "name":
        lambda code: row(code).name,
    }  # fmt: skip


def leads(amo: "AmoCRM") -> Kind:
    """Leads."""
    deals = amo.world.deals
    row = deals.__getitem__
    orders = keys(closed_at=lambda d: d.closed_at, price=lambda d: d.amount,
                  closest_task_at=amo.closest)  # fmt: skip
    sets = {**hands(row), "pipeline_id": lambda code: ids.PIPELINE + row(code).stage.pipeline,
            "status_id": lambda code: ids.stage(row(code).stage)}  # fmt: skip
    return Kind(
        "leads", Shelf(here(deals), row, orders), lambda c, w: cards.lead(amo, row(c), w),
        lambda text: ids.number(text, ids.LEAD, len(deals)),
        ranges=TIMES | {"closed_at", "price"},
        orders=frozenset({"created_at", "updated_at", "id"}), sets=sets,
        special={"statuses": lambda node: standing(row, node),
                 "custom_fields_values": lambda node: filled(amo, row, node)},
        text=lambda code: row(code).name, gone=Shelf(here(deals, True), row, orders),
    )  # fmt: skip


def standing(row: Callable[[int], Deal], node: Any) -> Test:
    """In one of some stages: each needs its pipeline and its status."""
    if not isinstance(node, dict):
        raise Wrong("filter.statuses", "This value should be of type array.")
    pairs = set()
    for place, one in node.items():
        if not isinstance(one, dict) or not {"pipeline_id", "status_id"} <= one.keys():
            raise Wrong(f"filter.statuses.{place}", "Both pipeline_id and status_id are needed.")
        pairs.add((int(one["pipeline_id"]), int(one["status_id"])))
    return lambda code: (
        (stage := row(code).stage) is not None
        and (ids.PIPELINE + stage.pipeline, ids.stage(stage)) in pairs
    )


def filled(amo: "AmoCRM", row: Callable[[int], Row], node: Any) -> Test:
    """By what the company's own fields say: one of some, or from and to."""
    tests: list[Test] = []
    for id, said in node.items():
        number = ids.number(id, ids.FIELD, len(amo.world.fields))
        if number is None:
            raise Wrong(f"filter.custom_fields_values.{id}", "This field was not expected.")
        field = amo.world.fields[number]

        def value(code: int, field: Any = field) -> Any:
            return amo.world.value(field, row(code))

        if isinstance(said, dict) and said.keys() & {"from", "to"}:
            low, high = int(said.get("from") or 0), int(said.get("to") or 2**62)
            tests.append(lambda code, v=value, a=low, b=high: a <= (v(code) or -1) <= b)  # type: ignore[misc]
        else:
            texts = frozenset(listed(said))
            tests.append(lambda code, v=value, t=texts: str(v(code)) in t)  # type: ignore[misc]
    return lambda code: all(test(code) for test in tests)


def people_cards(amo: "AmoCRM", name: str) -> Kind:
    """Contacts or companies."""
    contacts = name == "contacts"
    rows: list[Any] = amo.world.contacts if contacts else amo.world.companies
    row, base = rows.__getitem__, ids.CONTACT if contacts else ids.COMPANY
    said: Callable[..., Any] = cards.contact if contacts else cards.company
    orders = keys(closest_task_at=lambda r: None)
    return Kind(
        name, Shelf(here(rows), row, orders), lambda c, w: said(amo, row(c), w),
        lambda text: ids.number(text, base, len(rows)), ranges=TIMES,
        orders=frozenset({"updated_at", "id"}), sets=hands(row),
        special={"custom_fields_values": lambda node: filled(amo, row, node)},
        text=lambda code: " ".join((row(code).name, row(code).phone, row(code).email)),
        gone=Shelf(here(rows, True), row, orders),
    )  # fmt: skip


def tasks(amo: "AmoCRM") -> Kind:
    """Tasks: filtered by the time of change, but not ordered by it."""
    rows = amo.world.tasks
    row = rows.__getitem__
    type = {"task_type": lambda c: work.TASK_TYPES[row(c).what]}
    return Kind(
        "tasks", Shelf(here(rows), row, keys(complete_till=lambda t: t.due_at)),
        lambda c, w: work.task(amo, row(c), w),
        lambda text: ids.number(text, ids.TASK, len(rows)),
        ranges=frozenset({"updated_at"}), orders=frozenset({"created_at", "complete_till", "id"}),
        rule=rule_of_tasks,
        sets={
            "responsible_user_id": lambda c: ids.person(row(c).person),
            "created_by": lambda c: ids.person(row(c).created_by),
            "is_completed": lambda c: int(row(c).done_at is not None),
            **type, "task_type_id": type["task_type"], "entity_type": lambda c: "leads",
            "entity_id": lambda c: ids.LEAD + row(c).deal,
        },
    )  # fmt: skip


def notes(amo: "AmoCRM", where: str) -> Kind:
    """Notes of one kind of cards. The code of a note: twice the touch, and 1 for the twin."""
    touches = amo.world.touches

    def codes() -> Iterable[int]:
        for touch in touches:
            if not touch.deleted:
                yield from (code for code, on in noted(touch) if on == where)

    def id(text: str) -> int | None:
        return ids.number(text, ids.NOTE, 2 * len(touches))

    def said(code: int) -> dict[str, Any]:
        return work.note(amo, touches[code // 2], code % 2)

    return Kind(
        "notes", Shelf(codes, lambda code: touches[code // 2], keys()), lambda c, w: said(c), id,
        ranges=frozenset({"updated_at"}), orders=frozenset({"updated_at", "id"}),
        sets={
            "note_type": lambda c: said(c)["note_type"],
            "entity_id": lambda c: work.card(*work.place(touches[c // 2], c % 2)),
        },
    )  # fmt: skip


def noted(touch: Any) -> list[tuple[int, str]]:
    """The notes of a touch: code, kind of card."""
    if touch.what == "chat" or touch.on == "nothing":
        return []
    return [(2 * touch.number, touch.on), *([(2 * touch.number + 1, "company")] * touch.twin)]


def happened(amo: "AmoCRM") -> Kind:
    """Events. The code of an event: four times the change, and the copy."""
    history = amo.world.history

    def codes() -> Iterable[int]:
        for change in history:
            for copy in events.copies(amo, change):
                yield ids.COPIES * change.number + copy

    def parts(code: int) -> tuple[Any, int]:
        return history[code // ids.COPIES], code % ids.COPIES

    def said(code: int) -> dict[str, Any]:
        return events.event(amo, *parts(code))

    shelf = Shelf(codes, lambda code: parts(code)[0],
                  {"created_at": lambda c: c.at, "id": lambda c: c.number})  # fmt: skip
    return Kind(
        "events", shelf, lambda c, w: said(c), ids.event_code, rule=rule_of_events,
        ranges=frozenset({"created_at"}), orders=frozenset(), most=100, newest=True,
        stamp="created_at",
        sets={
            "type": lambda c: events.kind(*parts(c)),
            "entity": lambda c: events.entity(*parts(c))[0],
            "entity_id": lambda c: events.entity(*parts(c))[1],
            "created_by": lambda c: ids.person(parts(c)[0].by),
        },
        special={side: (lambda node, side=side: valued(parts, side, node))  # type: ignore[misc]
                 for side in ("value_after", "value_before")},
    )  # fmt: skip


def rule_of_tasks(filters: dict[str, Any]) -> None:
    """An id needs to be told of which kind."""
    if "entity_id" in filters and "entity_type" not in filters:
        raise Wrong("filter.entity_id", "entity_type is needed.")


def rule_of_events(filters: dict[str, Any]) -> None:
    """Not too many, and ids only of one kind; a type of one field stands alone."""
    for name in ("created_by", "entity_id"):
        if len(listed(filters.get(name))) > MANY:
            raise Wrong(f"filter.{name}", "This collection should contain 10 elements or less.")
    if "entity_id" in filters and len(listed(filters.get("entity"))) != 1:
        raise Wrong("filter.entity_id", "Exactly one entity is needed.")
    types = listed(filters.get("type"))
    if len(types) > 1 and any(type.startswith("custom_field_") and type[13].isdigit()
                              for type in types):  # fmt: skip
        raise Wrong("filter.type", "This type should be the only one.")


def valued(parts: Callable[[int], tuple[Any, int]], side: str, node: Any) -> Test:
    """By what was after or before: stages, or owners."""
    place = side == "value_before"
    stages = {(int(one["pipeline_id"]), int(one["status_id"]))
              for one in (node.get("leads_statuses") or {}).values()}  # fmt: skip
    people = {int(text) for text in listed(node.get("responsible_user_id"))}

    def test(code: int) -> bool:
        for value in events.values(*parts(code))[place]:
            stage, person = value.get("lead_status"), value.get("responsible_user")
            if stage and (stage["pipeline_id"], stage["id"]) in stages:
                return True
            if person and person["id"] in people:
                return True
        return False

    return test
