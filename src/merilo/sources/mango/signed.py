"""Requests to Mango Office: a form whose JSON is signed; what takes long is called for by a key."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from merilo.sources.sync import faults
from merilo.sources.sync.protocol import Answer, Client
from merilo.sources.sync.ring import obj, text

KEYS = 3  # so often a new key is asked for, where one has run out
READY, DONE = "1000", ("complete", "", None)
SIGNED_WRONG = ("3101", "3102", "3105")
GONE = ("not-found", "cancel", "error")


def sign(key: str, said: str, salt: str) -> str:
    """What proves that we know the salt."""
    return hashlib.sha256(f"{key}{said}{salt}".encode()).hexdigest()


def ask(client: Client, path: str, said: Mapping[str, Any], plain: bool = False) -> Answer:
    """The answer to a signed request."""
    written = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    key, salt = client.secrets.get("api_key", ""), client.secrets.get("salt", "")
    form = [("vpbx_api_key", key), ("sign", sign(key, written, salt)), ("json", written)]
    return client.ask("POST", path, form=form, plain=plain)


def report(client: Client, path: str, said: Mapping[str, Any], plain: bool = False) -> Answer:
    """A report: asked for, then called for until it is ready. A key that has run out meanwhile is
    changed for a new one."""
    for _ in range(KEYS):
        key = text(obj(ask(client, f"{path}/request", said).json()).get("key"))
        if not key:
            raise faults.Broken("a report without a key")
        try:
            answer = ask(client, f"{path}/result", {"key": key}, plain)
        except faults.Refused as refused:
            if refused.status != 404:
                raise
            continue
        if plain or obj(answer.json()).get("status") not in GONE:
            return answer
    raise faults.Away("reports are made, and gone at once")


def judge(answer: Answer) -> Exception | None:
    """204: the report is not ready. Refusals may come with 200."""
    if answer.status == 204:
        return faults.Again("the report is not ready")
    if answer.status == 400:
        return faults.TooHeavy("400")
    if answer.status != 200 or not answer.body.lstrip().startswith(b"{"):
        return None
    try:
        said = obj(json.loads(answer.body))
    except ValueError:
        return None
    result = text(said.get("result")) or text(said.get("code")) or READY
    if result in SIGNED_WRONG:
        return faults.SignIn(f"result {result}")
    if result != READY:
        return faults.Refused(f"result {result}", answer.status)
    if said.get("status") in ("work", "request"):
        return faults.Again("the report is not ready")
    return None
