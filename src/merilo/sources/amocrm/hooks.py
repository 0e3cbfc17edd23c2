"""Web hooks: a form with old names, without a signature. Only which records it names is taken."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from merilo.sources.amocrm.address import base
from merilo.sources.sync.protocol import Account, Hint

FORM = "application/x-www-form-urlencoded"
MOST = 20_000  # pairs of one call
PAIR = re.compile(r"(leads|contacts|companies|task)\[(\w+)\]\[(\d+)\]\[(\w+)\](\[id\])?")
NOTE = "note"
STREAMS = {"leads": "leads", "contacts": "contacts", "companies": "companies", "task": "tasks"}
CARDS = {"leads": "lead", "contacts": "contact", "companies": "company"}


def heard(
    body: bytes, kind: str, settings: Mapping[str, Any], account: Account | None
) -> list[Hint] | None:
    """The records that a call names; None if it is another account's. ValueError if it is no form.

    A company may come as a contact of the type company; a name may stand for a value and for a
    branch at once. So pairs are read one by one, and nothing is built of them.
    """
    if not kind.startswith(FORM):
        raise ValueError("no form")
    pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST)
    if not ours(dict(pairs), settings, account):
        return None
    return [*dict.fromkeys(hints(pairs))]


def ours(said: Mapping[str, str], settings: Mapping[str, Any], account: Account | None) -> bool:
    """Whether the call names this account, by number and by subdomain."""
    named, number = said.get("account[subdomain]"), said.get("account[id]")
    host = urlsplit(base(settings)).hostname or ""
    known = not re.fullmatch(r"[\d.:]+|localhost", host)  # a server of our own has no subdomain
    if known and named != host.partition(".")[0]:
        return False
    return number is not None and (account is None or not account.id or number == account.id)


def hints(pairs: list[tuple[str, str]]) -> Iterator[Hint]:
    """Which records, by what stands before their ids."""
    companies = {
        (found[1], found[2], found[3])
        for name, value in pairs
        if (found := PAIR.fullmatch(name)) and found[4] == "type" and value == "company"
    }
    for name, value in pairs:
        found = PAIR.fullmatch(name)
        if not found or not value.isascii() or not value.isdigit() or len(value) > 20:
            continue
        root, action, _place, slot, inner = found.groups()
        company = (root, action, found[3]) in companies
        if action == NOTE and slot == NOTE and inner and root in CARDS:
            yield Hint(f"{'company' if company else CARDS[root]}_notes", value)
        elif slot == "id" and not inner and action != NOTE:
            yield Hint("companies" if company else STREAMS[root], value)
