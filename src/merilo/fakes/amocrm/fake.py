"""The service itself: what is at which address, and how it refuses."""

from collections.abc import Mapping
from typing import Any, ClassVar

from merilo.fakes.amocrm import directory, events, hooks, ids, kinds, truth
from merilo.fakes.amocrm.lists import Kind, Test, Wrong, address, page
from merilo.fakes.amocrm.odd import ODDITIES
from merilo.fakes.amocrm.sign_in import access_token, consent, subdomain
from merilo.fakes.server import TRUTH, Answer, Fake, Fault, Manners, Request, Window, listed
from merilo.fakes.world import Change, Deal, Row, Task, Touch, World

ROOT, CONSENT = "/api/v4/", "/oauth"
PROBLEM = "application/problem+json"
BLOCK = 5  # refusals in a row, then the address is blocked
WHOLE = 50  # requests a second of the whole account
TITLES = {400: "Bad Request", 401: "Unauthorized", 402: "Payment Required", 403: "Forbidden",
          404: "Not Found", 422: "Unprocessable Entity", 429: "Too Many Requests"}  # fmt: skip
DETAILS = {401: "Неверный логин или пароль", 402: "Аккаунт не оплачен", 403: "Доступ запрещён",
           429: "Слишком много запросов"}  # fmt: skip


class AmoCRM(Fake):
    """amoCRM; with `kommo=True` its other brand, which has no customers and no list of talks."""

    ODDITIES: ClassVar[Mapping[str, str]] = ODDITIES
    account_id, subdomain = ids.ACCOUNT, "demo"
    client_id, client_secret = "a1b2c3d4-0000-4000-8000-000000000001", "s" * 64

    def __init__(self, world: World | None = None, *, kommo: bool = False, **more: Any) -> None:
        self.kommo = kommo
        self.found: dict[Any, list[int]] = {}
        self.kinds: dict[str, Kind] = {}
        self.blocked, self.in_a_row, self.answered = False, 0, 0
        self.windows: dict[str, Window] = {}
        self.redirect_uri = ""  # of the integration; while there is none, any will do
        super().__init__(world, **more)

    # Its world

    def adopt(self, world: World) -> None:
        """Lay out the lists of a world, and follow what happens in it."""
        self.found.clear()
        self.kinds = {
            "leads": kinds.leads(self), "contacts": kinds.people_cards(self, "contacts"),
            "companies": kinds.people_cards(self, "companies"), "tasks": kinds.tasks(self),
            "leads/notes": kinds.notes(self, "deal"),
            "contacts/notes": kinds.notes(self, "contact"),
            "companies/notes": kinds.notes(self, "company"), "events": kinds.happened(self),
        }  # fmt: skip
        world.watch.append(self.changed)
        world.told.append(self.told)

    def reshape(self) -> None:
        """Which events there are depends on the oddities."""
        self.kinds["events"].shelf.forget()
        self.found.clear()

    def changed(self, row: Row) -> None:
        """Put a row where it now belongs."""
        with self.lock:
            if isinstance(row, Touch):
                for code, where in kinds.noted(row):
                    shelf = self.kinds[f"{PLURALS[where]}/notes"].shelf
                    shelf.pull(code) if row.deleted else shelf.put(code)
                return
            kind = self.kinds["tasks" if isinstance(row, Task) else PLURALS[row.kind]]
            kind.shelf.pull(row.number) if row.deleted else kind.shelf.put(row.number)
            if kind.gone:
                kind.gone.put(row.number) if row.deleted else kind.gone.pull(row.number)

    def told(self, change: Change) -> None:
        """Something happened: an event, and a webhook."""
        with self.lock:
            for copy in events.copies(self, change):
                self.kinds["events"].shelf.put(ids.COPIES * change.number + copy)
            if self.hooks.hooks:
                for setting, said in hooks.told(self, change):
                    self.hooks.tell(setting, said)

    def group(self, person: int) -> int | None:
        """The group of somebody's cards."""
        return ids.group(self.world.people[person].unit)

    def closest(self, deal: Deal) -> int | None:
        """When the next thing is to be done about it."""
        tasks = (self.world.tasks[number] for number in deal.tasks)
        return min(
            (task.due_at for task in tasks if task.done_at is None and not task.deleted),
            default=None,
        )

    def reason(self, number: int) -> dict[str, Any]:
        """A loss reason."""
        return directory.reason(self.world, number)

    def deal(self, id: int | str) -> Deal:
        """The deal of that id; KeyError if there is none."""
        number = ids.number(id, ids.LEAD, len(self.world.deals))
        if number is None:
            raise KeyError(id)
        return self.world.deals[number]

    def truth(self) -> TRUTH:
        """What the canonical tables should hold."""
        with self.lock:
            return truth.tables(self)

    def manners(self) -> Manners:
        """How it delivers webhooks."""
        return hooks.manners()

    def forge(self, destination: str, body: bytes | None = None) -> int:
        """Send to an address what we never sent: by default of another account; the status."""
        return self.hooks.send(destination, body or hooks.forged(), dict(hooks.HEADERS))

    def block(self, blocked: bool = True) -> None:
        """Block the address, or lift the block."""
        self.blocked, self.in_a_row = blocked, 0

    # Its answers

    @property
    def api(self) -> str:
        """The root of the API."""
        return self.url + ROOT.rstrip("/")

    def href(self, request: Request, number: int | None = None) -> str:
        """The address of a request, or of another page."""
        return self.url + address(request, number)

    def reply(self, request: Request) -> Answer:
        """Each answer has a number by which the service could be asked."""
        answer = super().reply(request)
        self.answered += 1
        answer.headers["X-Request-Id"] = ids.uuid("request", self.answered)
        return answer

    def limited(self, request: Request, now: float) -> Answer | None:
        """Seven a second and integration, fifty in all; after five refusals in a row, a block."""
        if self.blocked:
            self.counters.after_block += 1
            return self.refusal(403)
        if self.rate is None or request.path == CONSENT:  # a page in a browser
            return None
        of = self.tokens.of.get(request.bearer, "private")
        mine = self.windows.setdefault(of, Window(self.rate))
        whole = self.windows.setdefault("*", Window(WHOLE))
        if mine.take(now) and whole.take(now):
            self.in_a_row = 0
            return None
        self.counters.refused += 1
        self.in_a_row += 1
        self.blocked = self.in_a_row >= BLOCK
        return self.refusal(429)

    def refusal(self, status: int, fault: Fault | None = None) -> Answer:
        """problem+json; from 500 on a page of the server before it."""
        if status >= 500:
            return Answer.text(f"<html><h1>{status}</h1></html>", status, "text/html")
        if status == 429 and ("plain_429" in self.odds or (fault and fault.plain)):
            answer = Answer.text("Too many requests", status)
        else:
            answer = self.problem(status, DETAILS.get(status, TITLES[status]))
        if fault and fault.retry_after is not None:
            answer.headers["Retry-After"] = f"{fault.retry_after:g}"
        return answer

    def problem(self, status: int, detail: str, **more: Any) -> Answer:
        """An error as the API says it."""
        said = {"title": TITLES[status], "type": f"https://httpstatus.es/{status}",
                "status": status, "detail": detail}  # fmt: skip
        return Answer.json(more | said, status, PROBLEM)

    def invalid(self, wrong: Wrong) -> Answer:
        """An error of validation."""
        error = {"code": "NotSupportedChoice", "path": wrong.path, "detail": wrong.detail}
        errors = [{"request_id": "0", "errors": [error]}]
        return self.problem(400, "Request validation failed", **{"validation-errors": errors})

    def serve(self, request: Request) -> Answer:
        """The answer to a request."""
        if request.path == CONSENT:
            return consent(self, request)
        if request.path == "/oauth2/access_token":
            return access_token(self, request)
        if request.path == "/oauth2/account/current/subdomain":
            return subdomain(self, request)
        if not request.path.startswith(ROOT):
            return self.problem(404, "Not Found")
        if not self.tokens.good(request.bearer):
            return self.refusal(401)
        parts = request.path[len(ROOT) :].strip("/").split("/")
        try:
            return self.routed(request, parts)
        except Wrong as wrong:
            return self.invalid(wrong)

    def routed(self, request: Request, parts: list[str]) -> Answer:
        """What is at that address."""
        if answer := directory.answered(self, request, parts):
            return answer
        if request.method != "GET":
            return self.problem(404, "Not Found")
        name = "/".join(parts)
        if name in self.kinds:
            return page(self, request, self.kinds[name], self.mailless(request, name))
        if len(parts) == 2 and parts[0] in self.kinds:
            return self.single(request, self.kinds[parts[0]], parts[1])
        if len(parts) in (3, 4) and f"{parts[0]}/notes" in self.kinds and "notes" in parts[1:3]:
            return self.noted(request, parts)
        return self.problem(404, "Not Found")

    def mailless(self, request: Request, name: str) -> Test | None:
        """Events of letters may come only to those who ask for them by type."""
        named = listed((request.query.get("filter") or {}).get("type"))
        if name != "events" or "mail_by_name" not in self.odds or {*named} & {*events.MAIL}:
            return None
        said = self.kinds["events"].sets["type"]
        return lambda code: said(code) not in events.MAIL

    def noted(self, request: Request, parts: list[str]) -> Answer:
        """Notes of one card, or one note."""
        kind = self.kinds[f"{parts[0]}/notes"]
        if parts[1] == "notes" or len(parts) == 4:
            return self.single(request, kind, parts[-1])
        entity = kind.sets["entity_id"]
        return page(self, request, kind, lambda code: str(entity(code)) == parts[1])

    def single(self, request: Request, kind: Kind, id: str) -> Answer:
        """One row; 204 if it is not there."""
        code = kind.code(id)
        if code is None or code not in kind.shelf.order("id").held:
            return Answer(204)
        wanted = frozenset(str(request.query.get("with", "")).split(","))
        return Answer.json(kind.said(code, wanted), kind="application/hal+json")


PLURALS = {"deal": "leads", "contact": "contacts", "company": "companies"}
