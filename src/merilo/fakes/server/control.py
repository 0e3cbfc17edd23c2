"""The same control from another process: JSON under `/_fake/`.

GET `truth` (`?table=deals`), `counters`, `clock`, `attempts`.
POST `clock` {"set", "advance", "still"}; `script` {"faults": [{"kind", "at", "path", "times",
...}], "chance": {kind: share}, "clear"};
`touch` {"edit", "create", "remove", "crowd", "churn": {}, "late", "ties", "delay", "heavy",
"odd": [], "deny": {path: status}, "allow": []}; `deed` {"what": "win", "deal": ID, ...};
`live` {"until"}; `hook` {"add": {"destination", "settings"}, "remove", "flush", "run", "twice",
"shuffled", "delay", "batch", "lose"}; `tokens` {"life", "fail", "lose", "refusal", "rotate",
"expire", "revoke", "redirect", "code", "pair"}; `seed` {"seed", "people", "deals", "busy"};
`counters` {} (reset).
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from merilo.fakes.server.counters import Counters
from merilo.fakes.server.query import Answer, Request
from merilo.fakes.world import World

if TYPE_CHECKING:
    from merilo.fakes.server.fake import Fake

Said = dict[str, Any]


def control(fake: "Fake", request: Request) -> Answer:
    """Do what an address under `/_fake/` asks for."""
    name = request.path.split("/")[2]
    if name not in DOORS:
        return Answer.json({"error": f"no such control: {name}", "there": [*DOORS]}, 404)
    said = request.json() if request.method == "POST" else {}
    try:
        if name == "hook":  # whoever receives it may ask back
            return Answer.json(hook(fake, said or {}, request))
        with fake.lock:
            return Answer.json(DOORS[name](fake, said or {}, request))
    except (ValueError, KeyError, TypeError, AttributeError) as e:
        return Answer.json({"error": f"{type(e).__name__}: {e}"}, 400)


def truth(fake: "Fake", said: Said, request: Request) -> Any:
    """All tables, or one."""
    tables = fake.truth()
    return tables[request.query["table"]] if "table" in request.query else tables


def counters(fake: "Fake", said: Said, request: Request) -> Any:
    """What came in; a POST begins anew."""
    before = fake.counters.said()
    if request.method == "POST":
        fake.counters = Counters()
    return before


def clock(fake: "Fake", said: Said, request: Request) -> Any:
    """The time."""
    if "still" in said:
        (fake.clock.stop if said["still"] else fake.clock.run)()
    if "set" in said:
        fake.clock.set(said["set"])
    if "advance" in said:
        fake.clock.advance(said["advance"])
    return {"now": fake.clock.exact(), "still": fake.clock.still}


def script(fake: "Fake", said: Said, request: Request) -> Any:
    """What goes wrong."""
    if said.get("clear"):
        fake.calm()
    for fault in said.get("faults", ()):
        fake.fault(**fault)
    fake.chance(said.get("chance", {}))
    return {"faults": len(fake.faults.rules)}


def touch(fake: "Fake", said: Said, request: Request) -> Any:
    """What happens to rows, and how they are shown."""
    done: Said = {}
    for name in ("late", "crowd"):
        if name in said:
            done[name] = getattr(fake, name)(said[name])
    for name in ("edit", "create", "remove"):
        if name in said:
            getattr(fake, name)(int(said[name]))
    for name in ("ties", "delay", "heavy"):
        if name in said:
            setattr(fake, name, said[name])
    if "churn" in said:
        fake.churn(**said["churn"])
    if "odd" in said:
        fake.odd(*said["odd"])
    for part, status in said.get("deny", {}).items():
        fake.deny(part, status)
    for part in said.get("allow", ()):
        fake.allow(part)
    return done


def deed(fake: "Fake", said: Said, request: Request) -> Any:
    """Something happens to one deal, now."""
    deal = fake.deal(said.pop("deal"))
    getattr(fake.world, said.pop("what"))(deal, at=fake.clock.now(), **said)
    return {"deal": deal.number, "stage": deal.stage.name, "amount": deal.amount}


def live(fake: "Fake", said: Said, request: Request) -> Any:
    """The company goes on."""
    fake.world.live(said.get("until", fake.clock.now()))
    return {"now": fake.world.now, "deals": len(fake.world.deals)}


def hook(fake: "Fake", said: Said, request: Request) -> Any:
    """Webhooks."""
    for name in ("twice", "shuffled", "delay", "batch", "lose"):
        if name in said:
            setattr(fake.hooks, name, said[name])
    if "add" in said:
        fake.hooks.add(said["add"]["destination"], said["add"]["settings"])
    if "remove" in said:
        fake.hooks.remove(said["remove"])
    if "run" in said:
        (fake.hooks.run if said["run"] else fake.hooks.stop)()
    tried = fake.hooks.flush() if said.get("flush") else []
    return {"tried": [a.status for a in tried], "hooks": [h.destination for h in fake.hooks.hooks]}


def attempts(fake: "Fake", said: Said, request: Request) -> Any:
    """All deliveries that were tried."""
    rows = ((a.at, a.destination, a.status, a.tries) for a in fake.hooks.attempts)
    names = ("at", "destination", "status", "tries")
    return [dict(zip(names, row, strict=True)) for row in rows]


def tokens(fake: "Fake", said: Said, request: Request) -> Any:
    """Which tokens work."""
    for name in ("life", "fail", "lose", "refusal", "rotate"):
        if name in said:
            setattr(fake.tokens, name, said[name])
    if "redirect" in said:
        fake.redirect_uri = said["redirect"]  # type: ignore[attr-defined]
    for name in ("expire", "revoke"):
        if said.get(name):
            getattr(fake.tokens, name)()
    if said.get("pair"):
        return vars(fake.tokens.pair())
    return {"code": fake.tokens.code()} if said.get("code") else {"token": fake.token}


def seed(fake: "Fake", said: Said, request: Request) -> Any:
    """Another company."""
    fake.begin(World(**said))
    return {"deals": len(fake.world.deals), "history": len(fake.world.history)}


DOORS: Mapping[str, Callable[["Fake", Said, Request], Any]] = {
    "truth": truth, "counters": counters, "clock": clock, "script": script, "touch": touch,
    "deed": deed, "live": live, "hook": hook, "attempts": attempts, "tokens": tokens, "seed": seed,
}  # fmt: skip
