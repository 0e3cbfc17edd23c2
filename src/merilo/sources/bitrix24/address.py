"""Where a portal is found, and the incoming webhook that lets us in: its code is the secret."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from merilo.errors import Impossible
from merilo.words import say

LOCAL = ("127.0.0.1", "::1", "localhost")
HOOK = re.compile(r"(?:.*/rest/|^)/*(\d+/[A-Za-z0-9_.-]+)/?(?:[a-z.]+\.json|profile\.json)?$")
COUNTRIES = {"ru": "RU", "by": "BY", "kz": "KZ", "ua": "UA", "de": "DE", "fr": "FR", "pl": "PL",
             "it": "IT", "in": "IN", "mx": "MX", "tr": "TR", "vn": "VN", "id": "ID"}  # fmt: skip


def portal(settings: Mapping[str, Any]) -> str:
    """The address of the portal. Impossible if what was typed cannot be one, or holds the code."""
    said = str(settings.get("address") or "").strip()
    parts = urlsplit(said if "://" in said else f"https://{said}")
    host = parts.hostname or ""
    if "/rest/" in parts.path:
        raise Impossible(
            say("that is the whole address of the webhook, with its secret: put it into its field")
        )
    if ("." not in host and host not in LOCAL) or " " in host or parts.username:
        raise Impossible(say("“{said}” is no address of an account", said=said[:100]))
    if parts.scheme != "https" and not (parts.scheme == "http" and host in LOCAL):
        raise Impossible(say("“{said}” is not encrypted: https is wanted", said=said[:100]))
    return f"{parts.scheme}://{parts.netloc}"


def base(settings: Mapping[str, Any], secrets: Mapping[str, str]) -> str:
    """What methods are put after. Impossible if it is no webhook, or that of another portal; the
    error never says what was typed, for it is secret."""
    here, said = portal(settings), str(secrets.get("webhook", "")).strip()
    found = HOOK.fullmatch(said)
    if not found:
        raise Impossible(say("that is no incoming webhook: it ends like /rest/1/code/"))
    if "://" in said and urlsplit(said).netloc != urlsplit(here).netloc:
        raise Impossible(say("that is the webhook of another account"))
    return f"{here}/rest/{found[1]}/"


def host(settings: Mapping[str, Any]) -> str:
    """The name of the portal."""
    return urlsplit(portal(settings)).netloc


def country(settings: Mapping[str, Any]) -> str:
    """Whose telephone numbers are meant where they do not say: as chosen, else by the portal's
    own domain; empty if neither tells."""
    chosen = str(settings.get("country") or "").strip().upper()
    name = urlsplit(portal(settings)).hostname or ""
    if chosen or ".bitrix24." not in f".{name}":
        return chosen
    return COUNTRIES.get(name.rpartition(".")[2], "")
