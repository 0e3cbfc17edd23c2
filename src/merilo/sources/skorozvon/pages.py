"""Pages of calls. Whether the first is 0 or 1, those who know disagree: it is found out."""

from dataclasses import dataclass
from typing import Any

from merilo.sources.sync.faults import Broken, Refused
from merilo.sources.sync.protocol import Client, Record
from merilo.sources.sync.ring import number, obj
from merilo.sources.sync.walk import Page

API = "/api/v2"
PAGE = 100  # rows; more are not given
REPORT, LIST = "report", "list"


@dataclass
class Pages:
    """Of one reading. `first` is the number of its first page, once that is known."""

    client: Client
    first: int | None = None

    def __post_init__(self) -> None:
        said = str(self.client.settings.get("first_page") or "")
        self.first = int(said) if said in ("0", "1") else None

    def read(self, page: int, since: int, until: int, order: str) -> Page:
        """The page of that number, counted from 1. The order is its own."""
        if page == 1 and self.first is None:
            return self._find(since, until)
        at = page - 1 + (self.first or 0)
        rows, total = self.ask(at, since, until)
        return Page(rows, self._more(rows, at, total))

    def _find(self, since: int, until: int) -> Page:
        """The first page: 0, unless that is none, or the same as 1. Calls that end meanwhile shift
        the pages: a few of one may stand on the other."""
        (zero, _), (one, total) = (self._perhaps(page, since, until) for page in (0, 1))
        same = {str(row.get("id")) for row in zero} & {str(row.get("id")) for row in one}
        if zero and len(same) * 2 <= len(zero):
            self.first = 0
            return Page(zero, bool(one))
        if one:
            self.first = 1
        return Page(one, self._more(one, 1, total))

    def _perhaps(self, page: int, since: int, until: int) -> tuple[list[Record], int | None]:
        """A page that there may not be."""
        try:
            return self.ask(page, since, until)
        except Refused:
            return [], 0

    def _more(self, rows: list[Record], at: int, total: int | None) -> bool:
        """Whether another page comes. After a full one it is asked for, whatever the total says:
        that grows meanwhile. Where none is told, the end is an empty page."""
        full = len(rows) >= PAGE or total is None
        return bool(rows) and (full or at + 1 - (self.first or 0) < (total or 0))

    def ask(self, page: int, since: int, until: int) -> tuple[list[Record], int | None]:
        """The rows of a page by the service's own number, and how many pages there are."""
        listed = self.client.settings.get("read") == LIST
        said = obj(self._list(page, since, until) if listed else self._report(page, since, until))
        rows = said.get("data")
        if not isinstance(rows, list):
            raise Broken("the calls are no list")
        pages = number(obj(said.get("pagination")).get("total_pages"))
        pages = number(said.get("total_pages")) if pages is None else pages
        return [one if isinstance(one, dict) else {"unread": one} for one in rows], pages

    def _list(self, page: int, since: int, until: int) -> Any:
        query = {"start_time": since, "end_time": until, "length": PAGE, "page": page}
        pairs = [(name, str(said)) for name, said in query.items()]
        return self.client.ask("GET", f"{API}/calls", pairs).json()

    def _report(self, page: int, since: int, until: int) -> Any:
        body = {"length": PAGE, "page": page, "start_time": since, "end_time": until,
                "filter": {"results_ids": [], "scenarios_ids": [], "types": "all"}}  # fmt: skip
        return self.client.ask("POST", f"{API}/reports/calls_total.json", body=body).json()
