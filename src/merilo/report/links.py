"""Where a record is opened in the system it came from."""

from collections.abc import Mapping
from urllib.parse import quote


def record(links: Mapping[str, str], key: str | None) -> str:
    """The address of the record of that key, `connection:id`; "" where none is known.

    >>> record({"crm": "https://crm.example/deals/{id}"}, "crm:7 8")
    'https://crm.example/deals/7%208'
    """
    connection, _, id = (key or "").partition(":")
    return links[connection].replace("{id}", quote(id, safe="")) if connection in links else ""
