"""The dialler: a token for a password, pages from 0 or from 1, a report and a plain list."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, ClassVar

from merilo.fakes.server import Answer, Fault, Request
from merilo.fakes.telephony import Telephone
from merilo.fakes.world import Touch, World

ROOT = "/api/v2"
LENGTH = 100
MOSCOW = timezone(timedelta(hours=3))
REASONS = {"busy": "Абонент занят", "failed": "Ошибка вызова", "voicemail": "Автоответчик",
           "missed": "Нет ответа"}  # fmt: skip
GROUPS = ("Успешные", "Неуспешные", "Перезвонить")
WRONG = "invalid_grant"


class Skorozvon(Telephone):
    """`first` is the number of its first page; `clamp`: pages before it are the first one."""

    ODDITIES: ClassVar[Mapping[str, str]] = {
        "growing": "`total_pages` tells of one page less at first",
        "plain_limit": "too many requests are told in plain words with 200",
        "unknown_group": "groups of results that nobody knows",
        "numbers": "`started_at` are seconds",
    }

    def __init__(
        self, world: World | None = None, *, first: int = 1, clamp: bool = True, **more: Any
    ) -> None:
        self.first, self.clamp = first, clamp
        self.grant = {
            "grant_type": "password", "username": "boss@example.org", "api_key": "k" * 32,
            "client_id": "app", "client_secret": "s" * 32,
        }  # fmt: skip
        super().__init__(world, **more)

    def refusal(self, status: int, fault: Fault | None = None) -> Answer:
        """Of too many, perhaps in plain words."""
        if status == 429 and ("plain_limit" in self.odds or (fault and fault.plain)):
            return Answer.text("Rate limit exceeded, try later", 200)
        return super().refusal(status, fault)

    def serve(self, request: Request) -> Answer:
        """The answer to a request."""
        if request.path == "/oauth/token":
            return self.token_for(request)
        if not self.tokens.good(request.bearer):
            return self.refusal(401)
        if request.path == f"{ROOT}/calls" and request.method == "GET":
            said = {name: int(value) for name, value in request.pairs if value.isdigit()}
            return self.page(said, plain=True)
        if request.path == f"{ROOT}/reports/calls_total.json" and request.method == "POST":
            return self.page(request.json() or {}, plain=False)
        return self.refusal(404)

    def token_for(self, request: Request) -> Answer:
        """A token, without one that renews it."""
        self.counters.refreshes += 1
        if any(request.form.get(name) != said for name, said in self.grant.items()):
            self.counters.refused_refreshes += 1
            return Answer.json({"error": WRONG}, 401)
        pair = self.tokens.pair()
        return Answer.json({"access_token": pair.access, "expires_in": pair.life})

    def page(self, said: Mapping[str, Any], plain: bool) -> Answer:
        """A page of calls, the newest first; those that have just ended shift the others."""
        length = min(int(said.get("length", LENGTH)), LENGTH)
        page = int(said.get("page", self.first)) - self.first
        if page < 0 and not self.clamp:
            return Answer.json({"error": "page"}, 400)
        page = max(page, 0)
        rows = self.calls(int(said["start_time"]), int(said["end_time"]))[::-1]
        pages = -(-len(rows) // length)
        if "growing" in self.odds and page == 0 and pages > 1:
            pages -= 1
        some = rows[page * length : (page + 1) * length]
        if plain:
            data = [self.short(call) for call in some]
            return Answer.json({"data": data, "pagination": {"total_pages": pages}})
        return Answer.json({"data": [self.long(call) for call in some], "total_pages": pages})

    def recording(self, call: Touch) -> str | None:
        """By its id."""
        return f"calls/{self.id(call)}.mp3" if call.talk else None

    def marked(self, call: Touch) -> dict[str, str]:
        """What the operator chose at last, and the group to which that belongs."""
        group = GROUPS[call.number % len(GROUPS)]
        if "unknown_group" in self.odds and call.number % 4 == 0:
            group = "???"
        return {"group": group, "name": f"Итог {call.number % 5 + self.noted[call.number]}"}

    def short(self, call: Touch) -> dict[str, Any]:
        """A call of the plain list."""
        person, at = self.who(call), datetime.fromtimestamp(call.created_at, UTC)
        user = {"id": 300 + person.number, "name": person.name} if person else None
        started = call.created_at if "numbers" in self.odds else at.astimezone(MOSCOW).isoformat()
        return {
            "id": self.id(call), "phone": call.phone.lstrip("+"), "started_at": started,
            "call_type": "incoming" if call.direction == "in" else "outgoing",
            "duration": call.talk, "user": user,
        }  # fmt: skip

    def long(self, call: Touch) -> dict[str, Any]:
        """A call of the report."""
        result = self.marked(call)
        return {
            **self.short(call), "waiting_time": call.wait,
            "call_type_code": "in" if call.direction == "in" else "out",
            "reason": REASONS.get(call.outcome), "scenario": {"id": 7, "name": "Холодные"},
            "scenario_result": {"id": 3, "name": result["name"]},
            "scenario_result_group": {"id": 1, "name": result["group"]},
            "call_project": {"id": 5, "title": "Осень"}, "lead": None, "organization": None,
        }  # fmt: skip
