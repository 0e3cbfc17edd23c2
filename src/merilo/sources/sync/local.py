"""What connectors have in common that ask nobody over HTTP: files, databases."""

from collections.abc import Iterable, Mapping
from typing import Any

from merilo.sources.sync.protocol import Answer, Client, Door, Known, Limits


class Local:
    """See `protocol.Connector`."""

    limits = Limits(per_second=1000.0, page=1000)

    def door(self, settings: Mapping[str, Any], secrets: Mapping[str, str]) -> Door:
        """None is needed."""
        return Door("")

    def judge(self, answer: Answer) -> Exception | None:
        """Nothing is answered over HTTP."""
        return None

    def fields(self, client: Client) -> Iterable[Known]:
        """None that could be mapped."""
        return ()
