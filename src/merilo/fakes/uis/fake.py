"""The Data API: JSON-RPC, points by minute and by day, errors with the status 200."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, ClassVar

from merilo.fakes.server import Answer, Fault, Request
from merilo.fakes.telephony import Telephone, uniq
from merilo.fakes.world import Touch, World

MOSCOW = timezone(timedelta(hours=3))
FORM = "%Y-%m-%d %H:%M:%S"
QUARTER, OFFSET, LIMIT = 92 * 86_400, 100_000, 10_000
PRICES = {"get.calls_report": 3, "get.employees": 1}
WORDS = {-32001: "access_token_invalid", -32003: "ip_not_whitelisted", -32029: "limit_exceeded",
         -32602: "data_error", -32601: "method_not_found", -32009: "account_inactive"}  # fmt: skip
REASONS = {"reached": "operator_answer", "busy": "subscriber_busy", "failed": "no_operation",
           "missed": "subscriber_not_responsible", "voicemail": "voice_mail"}  # fmt: skip
OUTCOMES = {"voicemail": "failed"}
TAG = "Целевой"


class UIS(Telephone):
    """`minute` and `day` are the points there are; `listed`: whether our address is known."""

    ODDITIES: ClassVar[Mapping[str, str]] = {
        "employees": "colleagues were rung, too",
        "no_clean": "no `clean_talk_duration`",
        "hung_up": "calls end because somebody hangs up",
    }

    def __init__(
        self, world: World | None = None, *, minute: int = 10_000, day: int = 1_000_000, **more: Any
    ) -> None:
        self.minute, self.day, self.listed = minute, day, True
        self.spent: dict[str, tuple[int, int]] = {}
        super().__init__(world, **more)

    def told(self, call: Touch) -> str:
        """How it ended, by the reasons that are told."""
        if "hung_up" in self.odds and call.outcome != "reached":
            return "missed"
        return OUTCOMES.get(call.outcome, call.outcome)

    def id(self, call: Touch) -> str:
        """Its own id; the CRM knows the other."""
        return str(70_000_000 + call.number)

    def refusal(self, status: int, fault: Fault | None = None) -> Answer:
        """Refusals of the API are errors of JSON-RPC; in plain words, of the server before it."""
        codes = {401: -32001, 403: -32003, 429: -32029}
        if status not in codes or (fault and fault.plain):
            return super().refusal(status, fault)
        if fault is None:
            return self.error(codes[status])
        wait = {} if fault.retry_after is None else {
            "minute_remaining": 0, "minute_reset": fault.retry_after}  # fmt: skip
        return self.error(codes[status], wait)

    def error(self, code: int, limits: Mapping[str, float] | None = None) -> Answer:
        """An error: the status stays 200. Without limits it tells those that there are."""
        known = self.limits() if limits is None else limits
        data = {"mnemonic": WORDS[code], "metadata": {"limits": known}}
        said = {"code": code, "message": WORDS[code], "data": data}
        return Answer.json({"jsonrpc": "2.0", "id": 1, "error": said})

    def limits(self) -> dict[str, int]:
        """What is left of the points, and when there are new ones."""
        found: dict[str, int] = {}
        now = self.clock.now()
        for name, span, most in (("day", 86_400, self.day), ("minute", 60, self.minute)):
            turn, spent = self.spent.get(name, (-1, 0))
            left = most - (spent if turn == now // span else 0)
            found |= {f"{name}_limit": most, f"{name}_remaining": left,
                      f"{name}_reset": span - now % span}  # fmt: skip
        return found

    def pay(self, price: int) -> bool:
        """Take so many points; nothing, if there are not so many."""
        left, now = self.limits(), self.clock.now()
        if min(left["day_remaining"], left["minute_remaining"]) < price:
            return False
        for name, span, most in (("day", 86_400, self.day), ("minute", 60, self.minute)):
            self.spent[name] = (now // span, most - left[f"{name}_remaining"] + price)
        return True

    def serve(self, request: Request) -> Answer:
        """The answer to a request."""
        said = request.json()
        if request.path != "/v2.0" or not isinstance(said, dict):
            return super().refusal(404)
        params = said.get("params") or {}
        if not self.listed:
            return self.error(-32003)
        if not self.tokens.good(str(params.get("access_token"))):
            return self.error(-32001)
        method = str(said.get("method"))
        if method not in PRICES:
            return self.error(-32601)
        if self.denied.get(method):
            return self.error(-32003)
        if not self.pay(PRICES[method]):
            self.counters.refused += 1
            return self.error(-32029)
        return self.employees() if method == "get.employees" else self.report(params)

    def given(self, rows: list[dict[str, Any]], total: int) -> Answer:
        """A result."""
        result = {"data": rows, "metadata": {"limits": self.limits(), "total_items": total}}
        return Answer.json({"jsonrpc": "2.0", "id": 1, "result": result})

    def employees(self) -> Answer:
        """All employees."""
        rows = [
            {"id": 300 + one.number, "full_name": one.name, "email": one.email,
             "extension": {"extension_phone_number": one.extension}}
            for one in self.world.people
        ]  # fmt: skip
        return self.given(rows, len(rows))

    def report(self, params: Mapping[str, Any]) -> Answer:
        """Calls; those of three months at most, by pages that do not go far."""
        since, until = (
            int(datetime.strptime(params[name], FORM).replace(tzinfo=MOSCOW).timestamp())
            for name in ("date_from", "date_till")
        )
        offset, limit = int(params.get("offset", 0)), int(params.get("limit", 1000))
        if until - since > QUARTER or offset > OFFSET or limit > LIMIT:
            return self.error(-32602)
        rows = self.calls(since, until)
        some = [self.row(call) for call in rows[offset : offset + limit]]
        wanted = params.get("fields")
        if wanted:
            some = [{name: row.get(name) for name in wanted} for row in some]
        return self.given(some, len(rows))

    def recording(self, call: Touch) -> str | None:
        """By its own number."""
        return f"r{call.number}" if call.talk else None

    def marked(self, call: Touch) -> dict[str, list[str]] | None:
        """The tags that it has at last."""
        often = self.noted[call.number]
        tag = f"{TAG} {often}" if often else TAG
        return {"tags": [tag]} if often or call.number % 2 else None

    def row(self, call: Touch) -> dict[str, Any]:
        """A call."""
        person, at = self.who(call), datetime.fromtimestamp(call.created_at, UTC)
        id = 300 + person.number if person else None
        talked = call.talk > 0
        staff = [{"employee_id": id, "employee_full_name": person.name, "is_answered": talked,
                  "is_talked": talked}] if person else []  # fmt: skip
        if staff and call.talk and "employees" in self.odds:
            staff.insert(0, {"employee_id": 399, "employee_full_name": "Другой",
                             "is_answered": False, "is_talked": False})  # fmt: skip
        reason = REASONS[call.outcome]
        if "hung_up" in self.odds:
            reason = "subscriber_disconnects"
        last, marked = id if call.talk else None, self.marked(call)
        return {
            "id": 70_000_000 + call.number, "start_time": at.astimezone(MOSCOW).strftime(FORM),
            "finish_time": None, "direction": call.direction, "is_lost": call.talk == 0,
            "finish_reason": reason, "talk_duration": call.talk,
            "clean_talk_duration": None if "no_clean" in self.odds else call.talk,
            "total_duration": call.talk + call.wait, "wait_duration": call.wait,
            "contact_phone_number": call.phone.lstrip("+"), "employees": staff,
            "last_talked_employee_id": last, "last_answered_employee_id": last,
            "scenario_name": "Основной", "auto_call_campaign_name": None, "source": "va",
            "ext_id": uniq(call) if self.shared else None, "is_transfer": False,
            "call_records": [f"r{call.number}"] if call.talk else [],
            "tags": [{"tag_id": 1, "tag_name": tag} for tag in marked["tags"]] if marked else None,
        }  # fmt: skip
