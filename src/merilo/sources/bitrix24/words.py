"""What stands behind the ids in a record: names of stages and sources, fields and their choices."""

from typing import Any

from merilo.sources.bitrix24.ask import Command, batch, rows
from merilo.sources.bitrix24.lists import Filler
from merilo.sources.sync.faults import Lacking, Refused
from merilo.sources.sync.plain import items, key, obj, text
from merilo.sources.sync.protocol import Client, Record

NAMED, FIELDS = "_named", "_fields"  # what we put beside: names and meanings; own fields
STAGES, SOURCE, QUOTES, STATUSES = "DEAL_STAGE", "SOURCE", "QUOTE_STATUS", "STATUS"
ALONE = {1: STATUSES, 7: QUOTES}  # cards whose stages are in the only pipeline there is
KINDS = {"S": "won", "F": "lost"}
OWN = "ufCrm"


def kind(status: Record) -> str:
    """What a deal or an estimate in that stage is."""
    said = text(status.get("SEMANTICS")) or text(obj(status.get("EXTRA")).get("SEMANTICS"))
    meant = {**KINDS, "success": "won", "failure": "lost", "apology": "lost"}
    return meant.get(said or "", "open")


class Words(Filler):
    """For one kind of card. Asked for once in a reading, and only if there is anything to fill."""

    def __init__(self, client: Client, entity: int) -> None:
        self.client, self.entity = client, entity
        self._statuses: dict[tuple[str, str], Record] | None = None
        self._fields: dict[str, Record] = {}

    def fill(self, records: list[Record]) -> list[Record]:
        """The records, with the names of their stage and source and with their own fields."""
        if records and self._statuses is None:
            self._ask()
        for one in records:
            one[NAMED] = self._named(one)
            if own := self._own(one):
                one[FIELDS] = own
        return records

    def _ask(self) -> None:
        commands = [Command("crm.item.fields", {"entityTypeId": self.entity}),
                    Command("crm.status.list", {"order": {"SORT": "ASC"}})]  # fmt: skip
        fields, statuses = batch(self.client, commands)
        for one in (fields, statuses):
            if one.failed and not isinstance(one.failed, Lacking | Refused):
                raise one.failed
        self._fields = {n: obj(f) for n, f in obj(obj(fields.result).get("fields")).items()}
        self._statuses = {
            (str(row.get("ENTITY_ID")), str(row.get("STATUS_ID"))): row
            for row in rows(statuses.result)
        }

    def _named(self, record: Record) -> Record:
        """Of a deal its stage is in its pipeline, of others in the only one there is."""
        known = self._statuses or {}
        category, stage = key(record.get("categoryId")), str(record.get("stageId"))
        alone = ALONE.get(self.entity)
        ways = [alone] if alone else [f"{STAGES}_{category}", STAGES]
        status = next((known[w, stage] for w in ways if (w, stage) in known), None)
        source = known.get((SOURCE, str(record.get("sourceId"))), {})
        said = {
            "stage": status and text(status.get("NAME")),
            "kind": status and kind(status),
            "source": text(source.get("NAME")),
        }
        return {name: one for name, one in said.items() if one}

    def _own(self, record: Record) -> list[list[Any]]:
        """Field, its name, what it says: choices by their texts."""
        found = []
        for name, value in record.items():
            if name.startswith(OWN) and value not in (None, "", [], False):
                field = self._fields.get(name, {})
                found.append([name, text(field.get("title")) or "", meant(field, value)])
        return found


def meant(field: Record, value: Any) -> Any:
    """What a value says: a choice its text, yes or no."""
    choices = {str(one.get("ID")): one.get("VALUE") for one in items(field.get("items"))}
    if isinstance(value, list):
        return [choices.get(str(one), one) for one in value]
    return choices.get(str(value), value)
