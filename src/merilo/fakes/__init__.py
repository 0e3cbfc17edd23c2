"""Invented services on this machine: a company that keeps happening, and servers that tell of it.

They know nothing of our connectors, so that what they say is true may be held against the lake.

    from merilo.fakes import AmoCRM, World

    world = World(seed=1, people=12, deals=300)      # also since=, until= (datetime or seconds)
    with AmoCRM(world) as fake:
        fake.url                # "http://127.0.0.1:PORT"; API under fake.url + "/api/v4"
        fake.token              # a long-lived token that works; fake.tokens for the other kind
        fake.account_id         # 31000000, subdomain "demo"
        fake.truth()            # {"deals": [{"id": "1000001", ...}], ...}: see amocrm/truth.py
        fake.counters           # .requests .by_path .refused .shortest .after_block .refreshes ...

Arguments of `AmoCRM(world, ...)`: `clock=Clock()` (runs on from a quarter of an hour after
`world.until`, when nothing is recent; `Clock(still=True)` moves only when told), `rate=None` (7:
refuse like the service), `port=0`, `live=False` (True: the company goes on up to the clock before
each request), `kommo=False`, `odd=()` (names of `fake.ODDITIES`), `seed=1` (of what is random in
the server itself), `token=None`.

`Bitrix24(world, ...)` takes the same: `fake.webhook` is the whole address of its incoming webhook.
Beside what is below: `fake.scopes`, `fake.spent` (how long methods ran), `fake.overload`.

Control, also by HTTP under `/_fake/...` (JSON; see server/control.py):

    fake.clock.advance(60); fake.clock.set(1762000000); fake.clock.now()
    fake.fault("429", at=7)                         # the 7th request from now
    fake.fault("502", at=range(9, 12), path="/leads")
    fake.fault("429", times=3, retry_after=5)       # the next three; plain=True: no JSON
    fake.chance({"500": 0.05, "drop": 0.05})        # at random; kinds: server/faults.py KINDS
    fake.calm()                                     # no more faults
    fake.delay = 0.2                                # seconds before each answer
    fake.churn(edit=3, create=1, delete=1)          # between any two requests; churn() ends it
    fake.crowd(1200)                                # deals changed in one second; returns it
    fake.late(30)                                   # rows are seen 30 s after their change
    fake.ties = "random"                            # or "stable", "reversed"
    fake.odd("zeros", "price_text"); fake.odd()     # switch on; switch all off
    fake.deny("/users", 403); fake.allow("/users")
    fake.heavy = 5000                               # 504 where more rows match
    fake.tokens.life = 60; fake.tokens.revoke(); fake.tokens.lose = 1; fake.tokens.fail = 2
    fake.tokens.code()                              # for the first exchange
    fake.redirect_uri = "https://..."               # where fake.url + "/oauth?client_id=" goes back
    fake.hooks.add("http://...", ["add_lead"]); fake.hooks.flush(); fake.hooks.run()
    fake.edit(5); fake.create(2); fake.remove(1)    # rows, at once

What happens in the company, each with its change time (`at=` seconds; now by the fake's
clock if absent):

    world.live(until)                               # more of the usual, up to an instant
    deal = world.deals[0]
    world.move(deal, stage); world.win(deal); world.lose(deal, reason); world.hand(deal, person)
    world.price(deal, 5000); world.delete(deal); world.merge(deal, other); world.create()
    world.call(deal, ...); world.task(deal, ...); world.finish(task); world.postpone(task, due)
    world.add_field("deal", "Бюджет", "numeric"); world.rename_field(field, "..."); ...
"""

from merilo.fakes.amocrm import AmoCRM
from merilo.fakes.bitrix24 import Bitrix24
from merilo.fakes.mango import Mango
from merilo.fakes.server import Clock
from merilo.fakes.skorozvon import Skorozvon
from merilo.fakes.uis import UIS
from merilo.fakes.world import World

__all__ = ["UIS", "AmoCRM", "Bitrix24", "Clock", "Mango", "Skorozvon", "World"]
