"""Settings from the environment. A wrong value stops the start with one sentence."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from merilo.errors import SetupError
from merilo.words import say

# What may be set, and what it means: the reference is made of this.
VARIABLES: Mapping[str, str] = {
    "MERILO_HOME": "The home folder, where `--home` does not name one.",
    "MERILO_ENGINE": "Who computes: empty for this machine, `sc://host:port` for a Spark Connect "
    "server.",
    "MERILO_LANG": "The language of what is shown: en, ru or hu.",
    "MERILO_ZONE": "The time zone of a home folder that has no settings yet; else the system's.",
    "MERILO_HOSTS": "The names under which the pages are reached, with commas between; else this "
    "machine only.",
    "MERILO_HTTPS": "true where a proxy in front speaks HTTPS: cookies are then sent over it "
    "alone. Else false.",
    "MERILO_SECRET": "The key that signs cookies; else one is made and kept in the home folder.",
    "MERILO_KEY": "The key that seals the secrets of connections, or `MERILO_KEY_FILE`: the file "
    "it lies in; else one is made in `~/.config/merilo`.",
    "DATABASE_URL": "The database of accounts and work: `postgres://user:password@host/name`; "
    "else a file in the home folder.",
    "MERILO_BACKUP": "A folder that gets a backup each night, of which the last fourteen are kept; "
    "else none is made.",
    "MERILO_UPLOAD": "The most that may be sent to the import page at once, in MB; else 2000.",
    "MERILO_MAIL": "The server that sends mail: `smtp://user:password@host:port`; else mail is "
    "written to the log.",
    "MERILO_MAIL_FROM": "The address that mail comes from.",
    "MERILO_ADDRESS": "Where people open Merilo, for the links of messages: "
    "`https://merilo.example.com`; else made of the first of MERILO_HOSTS.",
    "MERILO_TELEGRAM": "The token of the bot that brings messages to Telegram, as BotFather gives "
    "it; else nobody is offered Telegram.",
    "MERILO_PRIVATE_HOSTS": "Hosts of your own network that messages may be sent to, with commas "
    "between, such as chat.example.lan; else none.",
    "MERILO_OIDC": "Single sign-on: the address of the provider. With it go the next two.",
    "MERILO_OIDC_CLIENT": "Merilo's name at that provider.",
    "MERILO_OIDC_SECRET": "Merilo's password at that provider.",
}


def text(name: str, default: str = "") -> str:
    """The value; or what is in the file that `<name>_FILE` names."""
    if file := os.environ.get(f"{name}_FILE"):
        try:
            return Path(file).read_text("utf-8").strip()
        except (OSError, UnicodeError) as error:
            raise SetupError(f"{name}_FILE", file, _wanted(str(error))) from None
    return os.environ.get(name, default)


def flag(name: str, default: str = "false") -> bool:
    """True or false, and nothing else."""
    value = text(name, default)
    if value not in ("true", "false"):
        raise SetupError(name, value, say("write true or false"))
    return value == "true"


def whole(name: str, default: int) -> int:
    """A whole number above zero."""
    value = text(name, str(default))
    if not (value.isascii() and value.isdigit() and 0 < int(value) < 10**9):
        raise SetupError(name, value, say("a whole number is wanted"))
    return int(value)


def names(name: str, default: str) -> list[str]:
    """Names with commas between."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


@dataclass(frozen=True)
class Address:
    """A server with who asks it, as a URL says it."""

    scheme: str
    host: str
    port: int | None
    user: str
    password: str
    path: str


def address(name: str, schemes: tuple[str, ...]) -> Address | None:
    """The server that a URL names; None where none is set."""
    if not (value := text(name)):
        return None
    try:
        found = urlsplit(value)
        port = found.port
    except ValueError:
        found, port = urlsplit(""), None
    if found.scheme not in schemes or not found.hostname:
        # The value stays unsaid: it may hold a password.
        raise SetupError(name, "…", say("write it as {form}", form=f"{schemes[0]}://host/..."))
    return Address(
        found.scheme, found.hostname, port, unquote(found.username or ""),
        unquote(found.password or ""), unquote(found.path.removeprefix("/")),
    )  # fmt: skip


def matching(name: str, form: str, like: str) -> str:
    """A secret of that form, or "" where none is set; it stays unsaid where it is wrong."""
    value = text(name)
    if value and not re.fullmatch(form, value, re.ASCII):
        raise SetupError(name, "…", say("write it as {form}", form=like))
    return value


def _wanted(problem: str) -> str:
    return say("a file that can be read is wanted: {problem}", problem=problem)
