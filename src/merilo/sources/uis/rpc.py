"""Requests to the Data API: JSON-RPC, where errors come with the status 200 and requests cost
points, so many a minute and a day."""

import json
from collections.abc import Mapping
from typing import Any

from merilo.sources.sync import faults
from merilo.sources.sync.protocol import Answer, Client, Record
from merilo.sources.sync.ring import number, obj, text

VERSION = "/v2.0"
SIGN_IN, RIGHTS, LIMITS, ACCOUNT = -32001, -32003, -32029, -32009
PARAMETERS, METHOD, INSIDE = -32602, -32601, -32603


def ask(client: Client, method: str, params: Mapping[str, Any]) -> Record:
    """The result of a method."""
    token = client.secrets.get("token", "")
    body = {"jsonrpc": "2.0", "id": 1, "method": method,
            "params": {"access_token": token, **params}}  # fmt: skip
    result = obj(client.ask("POST", VERSION, body=body).json()).get("result")
    if not isinstance(result, dict):
        raise faults.Broken(f"{method} has no result")
    return result


def judge(answer: Answer) -> Exception | None:
    """What an error of JSON-RPC means, whatever its status."""
    if b'"error"' not in answer.body:
        return None
    try:
        said = obj(json.loads(answer.body))
    except ValueError:
        return None
    error = obj(said.get("error"))
    code = number(error.get("code"))
    if code is None:
        return None
    data = obj(error.get("data"))
    words = text(data.get("mnemonic")) or text(error.get("message")) or str(code)
    if code == LIMITS:
        return faults.Many(words, wait(said))
    if code == SIGN_IN:
        return faults.SignIn(words)
    if code in (RIGHTS, ACCOUNT):
        return faults.Lacking(words)
    if code == INSIDE:
        return faults.Again(words)
    return faults.Refused(words, code)


def wait(said: Record) -> float | None:
    """Until there are points again: of the day, if those are fewer than those of the minute. None
    if it is not told."""
    error = obj(said.get("error"))
    places = (said, obj(error.get("data")), error, obj(said.get("result")))
    found = next((m for p in places if (m := obj(obj(p.get("metadata")).get("limits")))), {})
    left = {name: number(found.get(f"{name}_remaining")) for name in ("day", "minute")}
    reset = {name: number(found.get(f"{name}_reset")) for name in ("day", "minute")}
    known = [name for name in ("day", "minute") if left[name] is not None and reset[name]]
    if not known:
        return None
    return float(reset[min(known, key=lambda name: left[name] or 0)] or 0)
