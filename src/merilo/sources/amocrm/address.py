"""Where an account is found: by its subdomain, or by the whole address."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from merilo.errors import Impossible
from merilo.sources.sync.protocol import Ask, Wanted
from merilo.words import say

DOMAIN = "amocrm.ru"  # where a subdomain alone is meant
ADDRESS = Wanted("address", "Address of the account", Ask.ADDRESS,
                 "The subdomain, such as demo, or the whole address: demo.kommo.com")  # fmt: skip
LOCAL = ("127.0.0.1", "::1", "localhost")


def base(settings: Mapping[str, Any]) -> str:
    """The address that paths are put after. Impossible if there is none in what was typed."""
    said = str(settings.get("address") or "").strip()
    typed = said if "." in said or "://" in said else f"{said}.{DOMAIN}" if said else ""
    parts = urlsplit(typed if "://" in typed else f"https://{typed}")
    host = parts.hostname or ""
    if not host or " " in host or parts.username or host.partition(".")[0] == "www":
        raise Impossible(say("“{said}” is no address of an account", said=said[:100]))
    if parts.scheme != "https" and not (parts.scheme == "http" and host in LOCAL):
        raise Impossible(say("“{said}” is not encrypted: https is wanted", said=said[:100]))
    return f"{parts.scheme}://{parts.netloc}"
