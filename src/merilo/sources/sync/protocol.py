"""What a connector is: it knows addresses, names and shapes; the engine does everything hard.

A connector is a folder in `sources` with a `CONNECTOR` in it. Those of others are found through
the entry points of the group `merilo.connectors`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

Record = dict[str, Any]  # one row as the source has it; numbers that are no integers are text
Mark = dict[str, Any]  # JSON: where to go on


class Batch(NamedTuple):
    """Some records, and where to go on once they are safe."""

    records: list[Record]
    mark: Mark


class Row(NamedTuple):
    """A canonical row: texts by the slots of its table (`sources.files.targets`), and `extra`.

    What `values` does not name stays as it is stored; a name with None empties it. A `patch`
    changes a row that is known and is set aside where there is none.
    """

    table: str
    values: Mapping[str, str | None]
    extra: Mapping[str, Any] | None = None
    patch: bool = False


class Hint(NamedTuple):
    """Somebody says that a record may have changed or gone: it is read again by its id."""

    stream: str
    id: str


@dataclass(frozen=True)
class Span:
    """Changes from `since` (included) until `until` (included), in seconds since 1970.

    Both lie in the past: what is read can only leave the span while it is read.
    """

    since: int
    until: int


@dataclass(frozen=True)
class Limits:
    """What the source allows: requests a second, so many of them at once after a silence, rows on
    a page; and how long we wait for an answer."""

    per_second: float
    page: int
    burst: int = 1
    timeout_s: float = 30.0


class Ask(StrEnum):
    """What kind of thing a field of a sign-in or a setting is."""

    TEXT = "text"
    SECRET = "secret"  # never shown again
    ADDRESS = "address"  # of a server: checked against private networks unless allowed
    CHOICE = "choice"
    NUMBER = "number"
    FILE = "file"


@dataclass(frozen=True)
class Wanted:
    """One thing that the administrator fills in. `choices` are values with their names."""

    name: str
    title: str  # English; translated where it is shown
    ask: Ask = Ask.TEXT
    hint: str = ""
    default: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    needed: bool = True


@dataclass(frozen=True)
class Account:
    """What the source says of itself. `lacking` are rights or functions that are missing, each
    with what cannot be read without it."""

    name: str
    zone: str = ""
    currency: str = ""
    since: datetime | None = None  # nothing is older
    lacking: tuple[str, ...] = ()
    country: str = ""  # two letters: of telephone numbers that do not say their own
    id: str = ""

    def text(self) -> dict[str, Any]:
        """As JSON."""
        since = self.since.isoformat() if self.since else None
        return {**vars(self), "lacking": [*self.lacking], "since": since}

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> "Account":
        """From JSON."""
        since = datetime.fromisoformat(said["since"]) if said.get("since") else None
        return cls(**{**said, "lacking": tuple(said["lacking"]), "since": since})


@dataclass(frozen=True)
class Known:
    """A field of the source that may be taken for a column: `entity` such as "leads"."""

    entity: str
    id: str
    name: str
    type: str
    choices: tuple[str, ...] = ()


class Answer(Protocol):
    """An answer of the source: whole, and read as JSON (numbers with a point as text)."""

    @property
    def status(self) -> int: ...
    @property
    def headers(self) -> Mapping[str, str]: ...
    @property
    def body(self) -> bytes: ...
    def json(self) -> Any: ...


class Client(Protocol):
    """How a connector asks: paced, repeated, signed in. Errors are those of `faults`."""

    settings: Mapping[str, Any]  # what the administrator chose for this connection
    secrets: Mapping[str, str]  # for those who have to sign what they ask

    def ask(
        self,
        method: str,
        path: str,
        query: Sequence[tuple[str, str]] = (),
        body: Any = None,
        form: Sequence[tuple[str, str]] | None = None,
        plain: bool = False,
    ) -> Answer:
        """An answer of 200 to 299, read as JSON unless `plain`; what else is answered is raised
        (`faults`). An empty body is None."""
        ...  # fmt: skip


class Stream(Protocol):
    """One list of the source. `timed`: read by time of change, span by span; else whole each time.

    `settle_s` is how long after a change a row is surely seen, `overlap_s` how far the next run
    goes back, `every_s` how long what was read is good for; 0: it is read each time.
    """

    name: str
    feeds: tuple[str, ...]
    timed: bool
    settle_s: int
    overlap_s: int
    every_s: int

    def fetch(self, client: Client, span: Span, mark: Mark | None) -> Iterator[Batch]:
        """Everything of the span from the mark on. Ends when there is nothing new."""

    def rows(self, record: Record, ground: "Ground") -> Iterator[Row]:
        """What a record says, as canonical rows. No network; nothing is dropped or cast."""

    def hints(self, record: Record) -> Iterator[Hint]:
        """Which records are to be looked at because of this one."""

    def look(self, client: Client, ids: Sequence[str]) -> Iterator[list[Record]] | None:
        """Records by their ids; those that do not come are gone. None: it cannot."""

    def ids(self, client: Client) -> Iterator[list[str]] | None:
        """The ids of all records that there are, for the sweep. None: it cannot."""

    def keys(self, id: str) -> Iterable[tuple[str, str]]:
        """The canonical rows that go when this record goes: table and id."""


@dataclass(frozen=True)
class Ground:
    """What a record is read upon: the choices of the administrator, the account."""

    settings: Mapping[str, Any]
    account: Account
    digest: Callable[[str], str]  # of a telephone number: tells it from others, and no more


@dataclass(frozen=True)
class OAuth:
    """Where tokens that run out are made anew; `form`: it wants a form, else JSON. `extra` is sent
    along, such as the address to come back to. `grant` is sent in place of a refresh token by
    those who sign in with a password each time."""

    url: str
    form: bool = False
    extra: Mapping[str, str] = field(default_factory=dict)
    grant: Mapping[str, str] = field(default_factory=dict)


class Consent(Protocol):
    """How an administrator lets us in by agreeing in the browser. A connector that offers this has
    one as `consent`; others leave it out."""

    wanted: tuple[Wanted, ...]  # `client_id` and `client_secret` among them
    steps: tuple[str, ...]  # what is to be done there first: English, translated where it is shown

    def asks(self, settings: Mapping[str, Any], client_id: str, state: str) -> str:
        """Where the browser is sent; it comes back with `code` and `state`. Impossible if what was
        filled in cannot be an address."""

    def account(self, settings: Mapping[str, Any], said: Mapping[str, str]) -> Mapping[str, Any]:
        """The settings, with the address of the account that the browser came back from. Impossible
        if that is none of the service: the secret must not be sent there."""

    def oauth(self, settings: Mapping[str, Any]) -> OAuth:
        """Where a code is exchanged for the first pair."""


@dataclass(frozen=True)
class Door:
    """How to get in: the address that paths are put after, headers, and how tokens are renewed.

    With `oauth`, the secrets `access` and `refresh` are kept by the engine, and the header is
    made of them."""

    base: str
    headers: Mapping[str, str] = field(default_factory=dict)
    oauth: OAuth | None = None
    bearer: bool = True


class Connector(Protocol):
    """A CRM, a telephone system, a database."""

    name: str
    title: str
    kind: str  # crm, calls, data
    sign_in: tuple[Wanted, ...]
    settings: tuple[Wanted, ...]
    limits: Limits
    streams: Sequence[Stream]

    def door(self, settings: Mapping[str, Any], secrets: Mapping[str, str]) -> Door:
        """Where and how to ask. Impossible if what was filled in cannot be an address."""

    def judge(self, answer: Answer) -> Exception | None:
        """What an answer means where the ordinary meaning of its status is not enough: one of
        `faults`, or None."""

    def hello(self, client: Client) -> Account:
        """Test the connection."""

    def heard(
        self, body: bytes, kind: str, settings: Mapping[str, Any], account: Account | None
    ) -> Iterable[Hint] | None:
        """Which records a web hook names; `kind` is its content type. None: it is not of this
        account. ValueError, KeyError or TypeError if it cannot be read. May be left out: what is
        new is read as soon as it calls."""

    def fields(self, client: Client) -> Iterable[Known]:
        """The account's own fields, for mapping and drift."""

    def pipelines(self, client: Client) -> Iterable[Known]:
        """All pipelines (entity "pipelines") and stages ("stages"; the id begins with that of the
        pipeline and a stroke, the type is the kind of the stage), those that are not read, too:
        for choosing. What is of the type "archived" is not offered. May be left out."""
