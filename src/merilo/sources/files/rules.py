"""What each table needs beyond its captions: what is derived, assumed and said aloud."""

from collections.abc import Callable, Mapping

from merilo.sources.files import outcomes, spans
from merilo.sources.files.ask import Asker
from merilo.sources.files.draft import Draft
from merilo.sources.files.forms import language
from merilo.sources.files.mapping import Take
from merilo.sources.files.settle import settle

STAGES = 4  # a status of so many words is a stage as well


def finish(draft: Draft, kind: str = "") -> None:
    """Complete the draft: the table's own rule, its id, and what it cannot do without."""
    _people_names(draft)
    if kind:
        draft.columns.setdefault("kind", Take(constant=kind))
    rule = _RULES.get(draft.match.table)
    if rule:
        rule(draft)
    settle(draft)
    satisfied = spans.satisfied(draft.columns) if draft.match.table == "plans" else set()
    slots = draft.target.slots.values()
    draft.require(s for s in slots if s.need and s.name not in satisfied)
    _identify(draft)


def _identify(draft: Draft) -> None:
    """An id for every row: a name where names are ids, else made of what tells the row."""
    table = draft.match.table
    if "id" in draft.columns:
        return
    if draft.target.key == ("name",):
        draft.require([draft.target.slots["name"]])
        draft.columns["id"] = draft.columns["name"]
        return
    draft.key = draft.target.made(draft.columns)
    if not draft.key:
        draft.require([draft.target.slots["id"]])
        return
    text = "{table}: no column holds an id; it is made of {key}."
    draft.asker.say(text, table=table, key=", ".join(draft.key))


def _deals(draft: Draft) -> None:
    columns, say = draft.columns, draft.asker.say
    if not {"created", "closed"} & set(columns) and "created" in draft.match.unfit:
        draft.require([draft.target.slots["created"]])
    if "lost" in columns:
        lost = columns.pop("lost").columns
        closed = columns["closed"].columns if "closed" in columns else ()
        columns["closed"] = Take((*closed, *lost), first=bool(closed))
    if {"amount", "quantity"} <= set(columns) and draft.called("amount", "price"):
        draft.move("amount", "price")
    _ended(draft)
    _lines(draft)
    _dated(draft)
    if not {"amount", "price", "line_amount"} & set(columns):
        say("No column says the amounts of the deals: they come from their order lines, if any.")
        draft.scaled()


def _dated(draft: Draft) -> None:
    """When deals appeared and closed, where a file has but one of the days."""
    columns, say = draft.columns, draft.asker.say
    if not {"created", "closed"} & set(columns):
        say("No column holds a day of the deals: they will be in no period.")
    elif "created" not in columns:
        columns["created"] = columns["closed"]
        text = "No column says when deals appeared: “{caption}” is taken for it."
        say(text, caption=draft.caption("closed"))
    elif "closed" in columns:
        return
    elif "expected_close_on" in columns:
        columns["closed"] = columns["expected_close_on"]
        say("The day a deal is expected to close is taken for its closing where it is closed.")
    elif columns["outcome"].constant == "won" or draft.rank("created") > 0:
        columns["closed"] = columns["created"]
        text = "The only day, “{caption}”, is taken for closing as well."
        say(text, caption=draft.caption("created"))
    else:
        say("No column says when deals closed: won ones will be in no period.")


def _lines(draft: Draft) -> None:
    """Rows of one deal with different amounts are its lines: the amount is theirs."""
    columns = draft.columns
    if not {"id", "amount", "product"} <= set(columns):
        return
    deals, amounts = (draft.sample.cells(columns[s].columns[0]) for s in ("id", "amount"))
    if len(set(zip(deals, amounts, strict=True))) > len(set(deals)):
        draft.asker.say(
            "“{caption}” differs within a deal: it is taken for the amount of a line.",
            caption=draft.caption("amount"),
        )
        columns["line_amount"] = columns.pop("amount")


def _ended(draft: Draft) -> None:
    """How the deals ended: by a status, by the stage, or because only sales are in the file."""
    columns, asker = draft.columns, draft.asker
    status = "outcome" if "outcome" in columns else "stage"
    if status not in columns:
        columns["outcome"] = Take(constant=_sold(draft, asker))
        return
    counted = draft.counted(status)
    if len(counted) > outcomes.MANY and status == "outcome" and "stage" in columns:
        del columns["outcome"]
        return _ended(draft)
    columns["outcome"] = columns[status]
    if status == "outcome" and "stage" not in columns and len(counted) >= STAGES:
        columns["stage"] = columns["outcome"]
    draft.values["outcome"] = outcomes.outcomes(draft.caption(status), counted, asker)


def _sold(draft: Draft, asker: Asker) -> str:
    """The outcome of all deals of a file that does not say it."""
    dated = [s for s in ("created", "closed") if s in draft.columns]
    orders = len(dated) == 1 and (dated == ["closed"] or draft.rank("created") > 0)
    if orders:
        asker.say("No column says how the deals ended: every row is taken as won.")
        return "won"
    text = "No column says how the deals ended. What are they?"
    return asker.ask("deals.outcome", text, ("won", "open"), "won")


def _people_names(draft: Draft) -> None:
    """First and last name become the name, in the order of the file's language."""
    columns = draft.columns
    whole = {"last_name", "first_name"} & set(columns) == {"last_name"} and "name" in columns
    if whole and draft.called("name", "first_name"):
        draft.move("name", "first_name")  # Имя is a name, and half of one beside Фамилия
    parts = [p for p in ("first_name", "last_name") if p in columns]
    if not parts:
        return
    if language(draft.sample.header) == "hu":
        parts.reverse()
    taken = tuple(c for part in parts for c in draft.columns.pop(part).columns)
    if "name" not in draft.columns or draft.rank("name") > 0:
        draft.columns["name"] = Take(taken)


def _people(draft: Draft) -> None:
    columns = draft.columns
    if "head" in columns and "unit" not in columns:
        columns["unit"] = columns["head"]
        text = "Whoever shares “{caption}” is taken for a team."
        draft.asker.say(text, caption=draft.caption("head"))


def _activities(draft: Draft) -> None:
    if "kind" in draft.columns:
        return
    if {"duration_s", "direction", "recording"} & set(draft.columns):
        draft.columns["kind"] = Take(constant="call")
        draft.asker.say("No column says what was done: every row is taken as a call.")


def _order_lines(draft: Draft) -> None:
    columns = draft.columns
    if "amount" in columns and {"price", "quantity"} <= set(columns):
        columns.pop("discount", None)  # the amount has it already
    elif "amount" not in columns and "price" in columns:
        off = " × (1 − discount)" if "discount" in columns else ""
        draft.asker.say("The amount of a line is price × quantity{off}.", off=off)
    elif "amount" not in columns:
        draft.require([draft.target.slots["amount"]])


def _plans(draft: Draft) -> None:
    columns = draft.columns
    if "metric" not in columns:
        columns["metric"] = Take(constant="revenue")
        draft.asker.say("No column says what is planned: it is taken for revenue.")
    spans.plans(columns, draft.sample, draft.asker)


def _spans(draft: Draft) -> None:
    spans.ends(draft.columns, draft.match.table, draft.sample, draft.asker)


_RULES: Mapping[str, Callable[[Draft], None]] = {
    "deals": _deals,
    "people": _people,
    "activities": _activities,
    "order_lines": _order_lines,
    "plans": _plans,
    "postings": _spans,
    "absences": _spans,
}
