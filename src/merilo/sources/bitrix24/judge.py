"""What the codes of errors mean; they come with any status, also with 200 and inside a batch."""

import json
from collections.abc import Mapping
from typing import Any

from merilo.sources.sync.faults import Again, Lacking, Refused, SignIn
from merilo.sources.sync.protocol import Answer

WAIT_S = 60.0  # the run time of a method is summed by minutes
LATER = frozenset({"QUERY_LIMIT_EXCEEDED", "OVERLOAD_LIMIT", "INTERNAL_SERVER_ERROR"})
SPENT = "OPERATION_TIME_LIMIT"
STRANGER = frozenset({
    "EXPIRED_TOKEN", "INVALID_TOKEN", "NO_AUTH_FOUND", "INVALID_CREDENTIALS", "INVALID_CLIENT",
    "INVALID_GRANT", "WRONG_AUTH_TYPE", "PORTAL_DELETED",
})  # fmt: skip
LACKING = frozenset({
    "INSUFFICIENT_SCOPE", "ACCESS_DENIED", "PAYMENT_REQUIRED", "USER_ACCESS_ERROR",
    "ERROR_METHOD_NOT_FOUND", "METHOD_CONFIRM_DENIED", "ALLOWED_ONLY_INTRANET_USER",
})  # fmt: skip


def judge(answer: Answer) -> Exception | None:
    """What an answer means; None if it is a good one, or its status tells enough."""
    body = answer.body.lstrip()
    told = body[:8] == b'{"error"' or b'"result_error":{"' in body
    if 200 <= answer.status < 300 and not told:
        return None
    said = _read(body)
    if "error" in said:
        return meaning(said, answer.status)
    return next((f for f in map(meaning, _failed(said).values()) if isinstance(f, Again)), None)


def meaning(said: Mapping[str, Any], status: int = 200) -> Exception:
    """What follows from an error. Its code may be empty, or the number 0."""
    code = str(said.get("error") or "")
    told = f"{status} {code or str(said.get('error_description') or '')[:200]}".strip()
    known = code.upper()
    if known == SPENT:
        return Again(told, _until(said))
    if known in LATER or status in (500, 502, 503):
        return Again(told)
    if known in STRANGER or status == 401:
        return SignIn(told)
    if known in LACKING or status in (402, 403):
        return Lacking(told)
    return Refused(told, status)


def _until(said: Mapping[str, Any]) -> float:
    """How long the method is shut: by the clock of the portal, if it says so."""
    time = said.get("time")
    if isinstance(time, dict):
        try:
            left = float(time["operating_reset_at"]) - float(time["finish"])
            return max(1.0, left)
        except (KeyError, TypeError, ValueError):
            pass
    return WAIT_S


def _read(body: bytes) -> Mapping[str, Any]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _failed(said: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The commands of a batch that failed; an empty map comes as a list."""
    result = said.get("result")
    failed = result.get("result_error") if isinstance(result, dict) else None
    found = failed if isinstance(failed, dict) else {}
    return {name: one for name, one in found.items() if isinstance(one, dict)}
