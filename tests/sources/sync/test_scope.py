"""What a load touched is enough: looking at all calls afterwards finds nothing else."""

from datetime import UTC, datetime
from random import Random

import pytest

from merilo.facts.lake import Lake
from merilo.sources.sync import calls
from merilo.sources.sync.marks import Marks
from merilo.sources.sync.protocol import Batch
from merilo.sources.sync.scope import Scope
from tests.sources.sync.paper import Sheet
from tests.sources.sync.test_calls import DAY, Office, office

__all__ = ["office"]
STEPS = 20


def stir(office: Office, chance: Random, step: int) -> str:
    """Something happens, among few numbers, people and deals; which side is to be read."""
    phone, at = f"p{chance.randrange(4)}", chance.randrange(40) * 8 * 3600
    mark = chance.choice([None, None, f"u{chance.randrange(4)}"])
    what = chance.choice("tttnnnmcskdd")
    if what == "t":
        office.call(f"t{step}", at, phone, {"extension": chance.choice(["101", "102"])},
                    **{"same_as": mark} if mark else {})  # fmt: skip
        return "phone"
    if what == "n":
        near, deal = at + chance.randrange(-100, 100), chance.choice([None, "d0", "d1"])
        office.note(f"n{step}", near, phone, chance.choice("12"), deal=deal, same_as=mark)
    elif what == "m" and (notes := noted(office)):
        office.crm.sheet.rows_[chance.choice(notes)]["values"]["deal"] = chance.choice(["d0", "d2"])
    elif what == "c":
        office.crm.put("customers", f"c{chance.randrange(3)}", {"phones": [phone]}, name="C")
    elif what == "s":
        id, customer = str(chance.randrange(3)), f"c{chance.randrange(3)}"
        office.crm.put("contacts", id, {"phones": [phone]}, customer=customer)
    elif what == "k":
        if notes := noted(office):
            gone = chance.choice(notes)
            office.crm.take(gone)
            with_hint(office, gone)
    else:
        since, until = -chance.randrange(9) * DAY, chance.choice([None, 3 * DAY])
        office.deal(f"d{chance.randrange(3)}", f"c{chance.randrange(3)}", since,
                    "won" if until else "open", until, [str(chance.randrange(3))])  # fmt: skip
    return "crm"


def noted(office: Office) -> list[str]:
    return [id for id, row in office.crm.sheet.rows_.items() if row["table"] == "activities"]


def with_hint(office: Office, id: str) -> None:
    marks = Marks(office.home, "crm")
    marks.hint([("sheet", id)], office.now)
    marks.close()


def left(office: Office, monkeypatch) -> int:
    """How many calls and notes a look at all of them would change."""
    changed = []
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(calls, "scope", lambda *_: Scope())
        lake, marks = Lake.open(office.home / "lake"), Marks(office.home, "crm")
        with lake.writing("all", datetime.fromtimestamp(office.now, UTC)) as load:
            put = load.put
            load.put = lambda *args, **named: changed.append(put(*args, **named)) or changed[-1]
            calls.calls(load, "crm", marks)
        marks.close()
    return sum(one.changed + one.new for one in changed)


def only_news(sheet: Sheet) -> None:
    """From now on it tells what has changed since it was read last."""
    told: dict[str, str] = {}

    def fetch(client, span, mark):
        new = [row for id, row in sheet.rows_.items() if told.get(id) != repr(row)]
        told.update({row["id"]: repr(row) for row in new})
        yield Batch([dict(row) for row in new], {})

    sheet.fetch = fetch


@pytest.mark.parametrize("seed", [1, 3, 7])
def test_a_look_at_all_calls_finds_nothing_that_the_load_did_not(office, monkeypatch, seed):
    chance = Random(seed)
    only_news(office.crm.sheet)
    only_news(office.phone.sheet)
    office.staff()
    office.both()
    for step in range(STEPS):
        office.now += 60
        office.sync(stir(office, chance, step))
        assert left(office, monkeypatch) == 0, step
