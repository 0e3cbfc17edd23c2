"""The exchange: signed forms, reports that are called for until they are ready."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any, ClassVar

from merilo.fakes.server import Answer, Request
from merilo.fakes.telephony import Telephone
from merilo.fakes.world import Touch, World

MOSCOW = timezone(timedelta(hours=3))
FORM = "%d.%m.%Y %H:%M:%S"
MONTH = 31 * 86_400
BUSY, ENDED, SILENT = "1123", "1110", "1120"  # reasons of an end
LINE = "sip:main@vpbx.example"


@dataclass
class Report:
    """One that was asked for; so many times it is not ready yet; when its key runs out."""

    said: dict[str, Any]
    new: bool
    waits: int
    until: float


class Mango(Telephone):
    """`waits`: so often a report is not ready; `key_life`: seconds that its key lives."""

    ODDITIES: ClassVar[Mapping[str, str]] = {
        "moscow": "the newer report tells moments as text, in Moscow's time",
        "internal": "calls among ourselves",
        "no_talk": "no `talk_duration`: only the whole duration",
        "three": "outgoing calls are of the type 3",
        "working": "a report that is not ready says so with 200",
    }

    def __init__(
        self, world: World | None = None, *, waits: int = 2, key_life: float = 3600.0, **more: Any
    ) -> None:
        self.waits, self.key_life = waits, key_life
        self.api_key, self.salt = "vpbx" * 8, "salt" * 8
        self.reports: dict[str, Report] = {}
        super().__init__(world, **more)

    def operator(self, call: Touch) -> str | None:
        """Employees by their ids."""
        person = self.who(call)
        return str(300 + person.number) if person else None

    def recording(self, call: Touch) -> str | None:
        """By the leg in which it was recorded."""
        return f"rec{call.number}" if call.talk and self.who(call) else None

    def told(self, call: Touch) -> str:
        """What can be told from whether it was good, and why it ended."""
        return call.outcome if call.outcome in ("reached", "busy") else "missed"

    def serve(self, request: Request) -> Answer:
        """The answer to a request."""
        form, written = request.form, str(request.form.get("json", ""))
        proof = hashlib.sha256(f"{self.api_key}{written}{self.salt}".encode()).hexdigest()
        if form.get("vpbx_api_key") != self.api_key or form.get("sign") != proof:
            return Answer.json({"result": 3102, "message": "sign"})
        said, path = json.loads(written or "{}"), request.path.rstrip("/")
        if path == "/vpbx/config/users/request":
            return Answer.json({"result": 1000, "users": [self.employee(n) for n in self.staff()]})
        if path in ("/vpbx/stats/request", "/vpbx/stats/calls/request"):
            return self.order(said, new="calls" in path)
        if path in ("/vpbx/stats/result", "/vpbx/stats/calls/result"):
            return self.result(str(said.get("key")), new="calls" in path)
        return self.refusal(404)

    def staff(self) -> range:
        """Employees by their places."""
        return range(len(self.world.people))

    def employee(self, number: int) -> dict[str, Any]:
        """An employee."""
        one = self.world.people[number]
        return {
            "general": {"user_id": 300 + number, "name": one.name, "email": one.email},
            "telephony": {"extension": one.extension, "numbers": [{"number": f"sip:{number}@x"}]},
        }

    def order(self, said: dict[str, Any], new: bool) -> Answer:
        """The key of a report to come."""
        since, until = self.span(said, new)
        if until - since > MONTH:
            return Answer.json({"result": 3104, "message": "period"}, 400)
        key = f"K{len(self.reports) + 1}"
        until_ = self.clock.exact() + self.key_life
        self.reports[key] = Report(said, new, self.waits, until_)
        return Answer.json({"result": 1000, "key": key})

    def span(self, said: Mapping[str, Any], new: bool) -> tuple[int, int]:
        """From when until when."""
        if not new:
            return int(said["date_from"]), int(said["date_to"])
        since, until = (
            datetime.strptime(said[name], FORM).replace(tzinfo=MOSCOW)
            for name in ("start_date", "end_date")
        )
        return int(since.timestamp()), int(until.timestamp())

    def result(self, key: str, new: bool) -> Answer:
        """The report, if it is ready."""
        report = self.reports.get(key)
        if report is None or report.new != new or report.until < self.clock.exact():
            return self.refusal(404)
        if report.waits:
            report.waits -= 1
            if "working" in self.odds and new:
                return Answer.json({"result": 1000, "status": "work"})
            return Answer(204)
        rows = self.calls(*self.span(report.said, new))
        if not new:
            return Answer.text("\n".join(self.line(call) for call in rows), 200, "text/csv")
        offset, limit = int(report.said["offset"]), int(report.said["limit"])
        some = [self.context(call) for call in rows[offset : offset + limit]]
        return Answer.json({"result": 1000, "status": "complete", "data": [{"list": some}]})

    def internal(self, call: Touch) -> bool:
        """Is it shown as a call among ourselves? It is then none of the truth."""
        return "internal" in self.odds and call.deal is None

    def calls(self, since: int, until: int) -> list[Touch]:
        """With those among ourselves."""
        return super().calls(since, until)

    def truth(self) -> Mapping[str, list[dict[str, Any]]]:
        """Without those among ourselves."""
        with self.lock:
            ours = {self.id(c) for c in self.calls(0, self.clock.now()) if self.internal(c)}
            rows = [row for row in super().truth()["activities"] if row["id"] not in ours]
            return {"activities": rows}

    def line(self, call: Touch) -> str:
        """A line of the older report, without a header; empty where there is nothing."""
        person = self.who(call)
        own = person.extension if person else ""
        answer = call.created_at + call.wait if call.talk else 0
        away = call.direction == "out"
        theirs = "102" if self.internal(call) else ""
        reason = BUSY if call.outcome == "busy" else ENDED if call.talk else SILENT
        phone, kept = call.phone.lstrip("+"), self.recording(call)
        cells = [
            f"[{kept},{kept}b]" if kept else "[]", str(call.created_at),
            str(self.ended(call)), str(answer), own if away else theirs, "" if away else phone,
            theirs if away else own, phone if away else "", reason, LINE, self.id(call),
        ]  # fmt: skip
        return ";".join(cells)

    def context(self, call: Touch) -> dict[str, Any]:
        """A call of the newer report."""
        person, away = self.who(call), call.direction == "out"
        phone, at = call.phone.lstrip("+"), call.created_at
        began = datetime.fromtimestamp(at, MOSCOW).strftime(FORM) if "moscow" in self.odds else at
        inside = self.internal(call)
        ours = person.extension if person else None
        kind = (3 if "three" in self.odds else 2) if away else 1
        row: dict[str, Any] = {
            "entry_id": self.id(call), "context_type": (2 if kind == 3 else 3) if inside else kind,
            "context_status": 1 if call.talk else 0,
            "caller_id": 300 + person.number if person and away else None,
            "caller_name": person.name if person and away else "",
            "caller_number": ours if away else phone,
            "called_number": "102" if inside else phone if away else "74950000000",
            "context_start_time": began, "duration": call.talk + call.wait,
            "talk_duration": call.talk, "context_calls": self.legs(call),
        }  # fmt: skip
        if "no_talk" in self.odds:
            row.pop("talk_duration")
            row["duration"] = call.talk
        return row

    def legs(self, call: Touch) -> list[dict[str, Any]]:
        """Who was rung: of a group, all of them, and one answers."""
        person = self.who(call)
        if person is None:
            return []
        reason = BUSY if call.outcome == "busy" else ENDED if call.talk else SILENT
        own = {
            "call_type": "user", "call_abonent_id": 300 + person.number,
            "call_abonent_info": person.name, "call_abonent_number": person.extension,
            "call_answer_time": call.created_at + call.wait if call.talk else None,
            "talk_duration": call.talk, "call_end_reason": int(reason),
            "recording_id": [f"rec{call.number}"] if call.talk else [], "members": None,
        }  # fmt: skip
        if call.direction == "out" or call.number % 3 or not call.talk:
            return [own]
        silent = {**own, "call_abonent_id": 300, "call_abonent_info": "Другой", "talk_duration": 0,
                  "call_abonent_number": "199", "call_answer_time": None}  # fmt: skip
        return [{"call_type": "group", "call_abonent_info": "Отдел", "members": [silent, own]}]
