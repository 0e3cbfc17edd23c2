"""The one who asks: paced, patient, signed in; half an answer is no answer."""

import json
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import httpx2
import stamina

from merilo.sources.sync import faults, wire
from merilo.sources.sync.pace import Pace
from merilo.sources.sync.protocol import Answer, Door
from merilo.sources.sync.tokens import Tokens

LOG = logging.getLogger("merilo.sources")
stamina.instrumentation.set_on_retry_hooks([])  # we count for ourselves
logging.getLogger("httpx2").setLevel(logging.WARNING)  # it would log whole addresses
LARGEST = 64 << 20  # bytes of one answer; more is no page of a list
DRIPPING = 4  # times the timeout: an answer that comes in drops has to be whole by then
WARNED_S = 300.0  # so long after "too many", a 403 means that our address is blocked
RENEWED = 2  # so often for one question: the pair that another process made may end before we ask
LONGEST_WAIT_S = 900.0  # whoever tells us to wait longer ends the run


@dataclass(frozen=True)
class Patience:
    """How often and how long the same is asked, in seconds."""

    tries: int = 10
    first_s: float = 1.0
    most_s: float = 60.0
    all_s: float = 1200.0


@dataclass(frozen=True)
class Got:
    """An answer, whole."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    read: Any = None

    def json(self) -> Any:
        """What it says; None if it is empty. Numbers with a point are text."""
        return self.read


@dataclass
class Counter:
    """What was asked, for the page of runs and for tests."""

    asked: int = 0
    repeated: int = 0
    bytes: int = 0
    waited_s: float = 0.0


@dataclass
class Asker:
    """A client of one connection."""

    door: Door
    pace: Pace
    judge: Callable[[Answer], Exception | None]
    settings: Mapping[str, Any] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)
    tokens: Tokens | None = None
    patience: Patience = Patience()
    stopped: Callable[[], bool] = lambda: False
    clock: Callable[[], float] = time.time
    counter: Counter = field(default_factory=Counter)
    _warned: float = 0.0  # when it last said "too many"

    @cached_property
    def _http(self) -> httpx2.Client:
        limits = self.pace.limits
        timeout = httpx2.Timeout(limits.timeout_s, connect=min(10.0, limits.timeout_s))
        return wire.client(timeout)

    def close(self) -> None:
        """Nothing more will be asked."""
        if "_http" in self.__dict__:
            self._http.close()

    def ask(
        self, method: str, path: str, query: Sequence[tuple[str, str]] = (), body: Any = None,
        form: Sequence[tuple[str, str]] | None = None, plain: bool = False,
    ) -> Got:  # fmt: skip
        """See `protocol.Client`."""
        renewed = 0

        def attempt() -> Got:
            nonlocal renewed
            headers = dict(self.door.headers)
            used = self.tokens.access() if self.tokens else ""
            if used:
                headers["Authorization"] = f"Bearer {used}"
            got = self._send(method, path, query, body, form, headers)
            if got.status == 401 and self.tokens and renewed < RENEWED:
                self.tokens.renew(used)
                renewed += 1
                raise faults.Again("401", 0.0)
            self._judge(got)
            return got if plain else self._read(got)

        try:
            return self._patiently(attempt)
        except faults.Again as last:
            raise faults.Away(last.said) from None

    def _patiently(self, attempt: Callable[[], Got]) -> Got:
        patience = self.patience
        for one in stamina.retry_context(
            on=self._wait, attempts=patience.tries, timeout=patience.all_s,
            wait_initial=patience.first_s, wait_max=patience.most_s, wait_jitter=patience.first_s,
        ):  # fmt: skip
            with one:
                if self.stopped():
                    raise Stopped
                self.counter.repeated += one.num > 1
                return attempt()
        raise AssertionError  # retry_context ends by raising

    @staticmethod
    def _wait(error: Exception) -> bool | float:
        """Whether to ask again, and after how long if we were told."""
        if not isinstance(error, faults.Again):
            return False
        return True if error.wait is None else error.wait

    def _send(
        self, method: str, path: str, query: Sequence[tuple[str, str]], body: Any,
        form: Sequence[tuple[str, str]] | None, headers: Mapping[str, str],
    ) -> Got:  # fmt: skip
        self.counter.waited_s += self.pace.take()
        self.counter.asked += 1
        content = urlencode(list(form)).encode() if form is not None else None
        sent = dict(headers)
        if content is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            request = self._http.build_request(
                method, self.door.base + path, params=list(query) or None, content=content,
                json=body if content is None else None, headers=sent,
            )  # fmt: skip
            answer = self._http.send(request, stream=True)
            try:
                whole = self._whole(answer)
            finally:
                answer.close()
        except (httpx2.TransportError, httpx2.DecodingError) as error:
            raise faults.Again(type(error).__name__) from None  # its text may hold the address
        self.counter.bytes += len(whole)
        return Got(answer.status_code, answer.headers, whole)

    def _whole(self, answer: httpx2.Response) -> bytes:
        parts, size = [], 0
        until = time.monotonic() + self.pace.limits.timeout_s * DRIPPING
        for part in answer.iter_bytes():
            size += len(part)
            if time.monotonic() > until:
                raise faults.Again("too slow")
            if size > LARGEST:
                raise faults.Broken("more than 64 MB at once")
            parts.append(part)
        return b"".join(parts)

    def _read(self, got: Got) -> Got:
        """The answer read as JSON; what cannot be read was cut off on its way."""
        if not got.body.strip():
            return got
        try:
            return Got(got.status, got.headers, got.body, json.loads(got.body, parse_float=str))
        except (ValueError, RecursionError):
            raise faults.Again("no JSON") from None

    def _judge(self, got: Got) -> None:
        """Raise what an answer means, unless it is a good one."""
        found = self.judge(got) or self._usual(got)
        if isinstance(found, faults.Many) or (found and got.status == 429):
            self._warned = self.clock()
        if isinstance(found, faults.Again) and found.wait:
            if found.wait > LONGEST_WAIT_S:
                raise faults.Paused(str(got.status), self.clock() + found.wait)
            self.pace.hold(found.wait)  # the other processes wait, too
        if found:
            raise found

    def _usual(self, got: Got) -> Exception | None:
        status = got.status
        if 200 <= status < 300:
            return None
        said = f"{status}{brief(got)}"
        if status == 429 or status == 503:
            return faults.Again(said, told(got.headers, self.clock()))
        if status == 401:
            return faults.SignIn(said)
        if status == 403 and self.clock() - self._warned < WARNED_S:
            return faults.Blocked(said)
        if status in (402, 403):
            return faults.Lacking(said)
        if status == 504:
            return faults.TooHeavy(said)
        if status >= 500 or status in (408, 423, 425):
            return faults.Again(said)
        return faults.Refused(said, status)


class Stopped(Exception):
    """Somebody wants it to stop; what was read is kept."""


def brief(got: Got) -> str:
    """What a refusal says, in short: a title or a code of JSON; never a page of HTML."""
    try:
        said = json.loads(got.body)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(said, dict):
        return ""
    words = [said.get(name) for name in ("title", "detail", "error", "error_description")]
    short = " ".join(str(word) for word in words if isinstance(word, str))[:200]
    return f" {short}" if short else ""


def told(headers: Mapping[str, str], now: float) -> float | None:
    """How long Retry-After tells to wait: seconds, or a date. None if it does not."""
    said = headers.get("Retry-After", "").strip()
    if said.isascii() and said.isdigit():
        return float(min(int(said), 10**6))
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.fromtimestamp(now, UTC)).total_seconds())
