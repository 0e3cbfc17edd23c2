"""Addresses and keys of channels: encrypted by a key of the installation, made for this alone."""

import base64
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from merilo.web import secrets

NAME = "channels"


class Unsealable(Exception):
    """It was sealed with a key that is gone."""


def seal(said: Mapping[str, str]) -> str:
    """What nobody reads without the key."""
    return cipher().encrypt(json.dumps(dict(said)).encode()).decode()


def unseal(sealed: str) -> dict[str, str]:
    """What was sealed; Unsealable if the key is another now."""
    if not sealed:
        return {}
    try:
        found: dict[str, str] = json.loads(cipher().decrypt(sealed.encode()))
    except InvalidToken:
        raise Unsealable from None
    return found


def cipher() -> Fernet:
    """By the key in the home's folder of secrets."""
    key = hashlib.sha256(secrets.key(Path(settings.HOME), NAME).encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
