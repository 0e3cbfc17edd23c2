"""The service itself: how one gets in, what one may, how it refuses."""

from collections.abc import Mapping
from typing import Any, ClassVar

from merilo.fakes.bitrix24 import cards, hooks, ids, kinds, moves, truth
from merilo.fakes.bitrix24.batch import batch, rows
from merilo.fakes.bitrix24.lists import Kind, Said, Wrong
from merilo.fakes.bitrix24.methods import METHODS, SCOPES
from merilo.fakes.bitrix24.odd import ODDITIES
from merilo.fakes.bitrix24.sign_in import access_token
from merilo.fakes.bitrix24.spent import Spent
from merilo.fakes.server import TRUTH, Answer, Bucket, Fake, Fault, Manners, Request
from merilo.fakes.world import Change, Deal, Row, Task, Touch, World

BLOCKED = 25  # times the rate: so many at once, and the address waits
CODE_S = 30  # the life of an authorisation code
REFUSALS = {
    400: ("INVALID_ARG_VALUE", "Invalid value"), 401: ("expired_token", "The access token expired"),
    402: ("PAYMENT_REQUIRED", "Payment required"), 403: ("ACCESS_DENIED", "Access denied!"),
    404: ("ERROR_METHOD_NOT_FOUND", "Method not found!"), 422: ("UNPROCESSABLE", "Invalid"),
    429: ("OPERATION_TIME_LIMIT", "Method is blocked due to operation time limit."),
    503: ("QUERY_LIMIT_EXCEEDED", "Too many requests"),
    500: ("INTERNAL_SERVER_ERROR", "Internal server error"),
}  # fmt: skip


class Bitrix24(Fake):
    """A portal. `fake.webhook` is the whole address of the incoming webhook, `fake.code` what may
    be exchanged for a pair of tokens. `scopes`: what the webhook may; `spent`: how long methods
    ran; `overload` so many next requests are refused with OVERLOAD_LIMIT."""

    ODDITIES: ClassVar[Mapping[str, str]] = ODDITIES
    client_id, client_secret = "local.5f00000000000.00000000", "s" * 50
    application_token = "51856fefc120afa4b628cc82d3935cce"

    def __init__(self, world: World | None = None, **more: Any) -> None:
        self.kinds: dict[str, Kind] = {}
        self.scopes: set[str] = {"crm", "user", "department", "telephony", "task"}
        self.admin, self.overload = True, 0
        self.spent = Spent()
        self.queue: dict[tuple[str, int], int] = {}
        rate = more.get("rate")
        self.bucket = Bucket(rate, BLOCKED * rate) if rate else None
        super().__init__(world, **{"token": "xi53a7bq6d2c4f1e", **more})
        self.tokens.life = 3600

    # Its world

    def adopt(self, world: World) -> None:
        """Lay out the lists of a world, and follow what happens in it."""
        self.moves = moves.Moves(world)
        self.kinds = kinds.every(self)
        world.watch.append(self.changed)
        world.told.append(self.told)

    def reshape(self) -> None:
        """How much history there is depends on the oddities."""
        for name in ("move", "lead move"):
            self.kinds[name].shelf.forget()

    def changed(self, row: Row) -> None:
        """Put a row where it now belongs."""
        with self.lock:
            if isinstance(row, Touch | Task):
                for code in kinds.active(row):
                    self.placed("activity", code, row.deleted)
                if row.kind == "touch" and row.what == "call":
                    self.placed("call", row.number, row.deleted)
                if row.kind == "task" and row.what == "task":
                    self.placed("task", row.number, row.deleted)
                return
            if isinstance(row, Deal):
                self.filed(row)
            else:
                self.placed(row.kind, row.number, row.deleted)

    def filed(self, row: Deal) -> None:
        """A deal, or the lead that it is or was, with its history. One is seen before it is told
        where it is."""
        if row.number not in self.moves.of:
            return
        self.placed("deal", row.number, row.deleted or self.moves.lead(row))
        self.placed("lead", row.number, row.deleted or not self.moves.led(row))
        if cards.quoted(self, row):
            self.placed("quote", row.number, row.deleted)
        for move in self.moves.of[row.number]:
            gone = row.deleted or not moves.young(self, move)
            self.placed("move", move.number, gone or move.lead)
            self.placed("lead move", move.number, gone or not (move.lead or move.turned))

    def placed(self, kind: str, code: int, gone: bool) -> None:
        """Into its orders, or out of them."""
        shelf = self.kinds[kind].shelf
        shelf.pull(code) if gone else shelf.put(code)

    def told(self, change: Change) -> None:
        """Something happened: history, and events."""
        with self.lock:
            if change.kind in moves.KINDS:
                self.filed(self.moves.add(change).deal)
            for name, id in hooks.told(self, change):
                self.queue.pop((name, id), None)
                self.queue[name, id] = change.at
                if self.hooks.hooks:
                    self.hooks.tell(name, hooks.event(self, name, id))

    def deal(self, id: int | str) -> Deal:
        """The deal of that id; KeyError if there is none."""
        place = int(id) - ids.DEAL if str(id).isdigit() else -1
        if not 0 <= place < len(self.world.deals):
            raise KeyError(id)
        return self.world.deals[place]

    def truth(self) -> TRUTH:
        """What the canonical tables should hold."""
        with self.lock:
            return truth.tables(self)

    def manners(self) -> Manners:
        """How it delivers events."""
        return hooks.manners()

    def forge(self, destination: str, body: bytes | None = None) -> int:
        """Send to an address what we never sent; the status."""
        host = self.url.removeprefix("http://")
        return self.hooks.send(destination, body or hooks.forged(host), dict(hooks.HEADERS))

    @property
    def webhook(self) -> str:
        """The whole address of the incoming webhook, with its secret code."""
        return f"{self.url}/rest/1/{self.token}/"

    def code(self) -> str:
        """For the first exchange; lives for half a minute."""
        code = self.tokens.code()
        self.tokens.codes[code] = self.clock.now() + CODE_S
        return code

    # Its answers

    def limited(self, request: Request, now: float) -> Answer | None:
        """A bucket that drains by so many a second; an address that fills it waits."""
        if self.overload:
            self.overload -= 1
            return self.error(Wrong("OVERLOAD_LIMIT", "REST API is blocked due to overload.", 503))
        if self.bucket is None or self.bucket.take(now):
            return None
        self.counters.refused += 1
        return self.refusal(503)

    def refusal(self, status: int, fault: Fault | None = None) -> Answer:
        """A code and words; between us and the service stand others who answer with pages."""
        if status not in REFUSALS or (fault and fault.plain):
            return Answer.text(f"<html><h1>{status}</h1></html>", status, "text/html")
        code, words = REFUSALS[status]
        more: Said = {"time": self.time("")} if status == 429 else {}
        answer = self.error(Wrong(code, words, status, **more))
        if fault and fault.retry_after is not None:
            answer.headers["Retry-After"] = f"{fault.retry_after:g}"
        return answer

    def error(self, wrong: Wrong) -> Answer:
        """As the API says it."""
        code: str | int = wrong.code
        if wrong.status == 400:
            code = "" if "empty_error" in self.odds else 0 if "zero_error" in self.odds else code
        said = {"error": code, "error_description": wrong.words, **wrong.more}
        return Answer.json(said, wrong.status)

    def serve(self, request: Request) -> Answer:
        """The answer to a request."""
        if request.path == "/oauth/token/":
            return access_token(self, request)
        parts = request.path.strip("/").split("/")
        if parts[0] != "rest" or len(parts) not in (2, 4):
            return Answer.text("<html>404</html>", 404, "text/html")
        method, params = parts[-1].removesuffix(".json"), asked(request)
        try:
            self.admit(parts, params)
            said = {"result": batch(self, params)} if method == "batch" else (
                self.called(method, params))  # fmt: skip
            return Answer.json({**said, "time": self.time(method)})
        except Wrong as wrong:
            return self.error(wrong)

    def admit(self, parts: list[str], params: Mapping[str, Any]) -> None:
        """Is it the webhook, or a token that works?"""
        if len(parts) == 4:
            if parts[2] != self.token or not self.tokens.good(self.token):
                raise Wrong("INVALID_CREDENTIALS", "Invalid request credentials", 401)
            return
        token = params.get("auth")
        if not token:
            raise Wrong("NO_AUTH_FOUND", "Wrong authorization data", 401)
        if not self.tokens.good(str(token)):
            raise Wrong("expired_token", "The access token provided has expired", 401)

    def called(self, method: str, params: Mapping[str, Any]) -> Said:
        """What a method answers, also within a batch."""
        if method not in METHODS:
            raise Wrong("ERROR_METHOD_NOT_FOUND", "Method not found!", 404)
        scope = SCOPES.get(method.partition(".")[0])
        if scope and scope not in self.scopes:
            raise Wrong(
                "insufficient_scope", "The request requires higher privileges than provided", 403
            )
        for part, status in self.denied.items():
            if part in method:
                raise Wrong(*REFUSALS[status], status)
        if not self.spent.take(method, self.clock.exact()):
            more: Said = {} if "mute_reset" in self.odds else {"time": self.time(method)}
            raise Wrong(*REFUSALS[429], 429, **more)
        return METHODS[method](self, params)

    def time(self, method: str) -> Said:
        """How long it took, and how long the method has run."""
        now = self.clock.exact()
        return {
            "start": now, "finish": now, "duration": 0.01, "processing": 0.01,
            "date_start": ids.iso(int(now)), "date_finish": ids.iso(int(now)),
            "operating": self.spent.of(method, now),
            "operating_reset_at": self.spent.reset(method, now),
        }  # fmt: skip


def asked(request: Request) -> dict[str, Any]:
    """Parameters: of the address, and of the body as JSON or as a form."""
    said: dict[str, Any] = {name: rows(node) for name, node in request.query.items()}
    if request.body[:1] in (b"{", b"["):
        body = request.json()
        return said | (body if isinstance(body, dict) else {})
    return said | {name: rows(node) for name, node in request.form.items()}
