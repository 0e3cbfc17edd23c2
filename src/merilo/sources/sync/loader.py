"""Loading beside reading: what is on the disk goes into the lake while the next is asked for."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from merilo.company import Company
from merilo.sources.sync.connection import Connection
from merilo.sources.sync.landing import Landing
from merilo.sources.sync.load import Loading, Result
from merilo.sources.sync.marks import Load, Marks
from merilo.sources.sync.protocol import Connector, Ground


def one() -> ThreadPoolExecutor:
    """A thread."""
    return ThreadPoolExecutor(1, "loader")


@dataclass
class Loader:
    """Of one connection: a load at a time, in the order in which they were read. What came of
    them is added to `results`."""

    home: Path
    connection: Connection
    connector: Connector
    clock: Callable[[], float]
    results: list[Result]
    _thread: ThreadPoolExecutor = field(default_factory=one)
    _going: Future[Result] | None = None

    def put(self, load: Load, landing: Landing, ground: Ground) -> None:
        """Begin with it as soon as the one before is through; what stopped that one is raised."""
        self.wait()
        self._going = self._thread.submit(self._load, load, landing, ground)

    def wait(self) -> None:
        """Until everything is in the lake. What stopped it is raised: it stays on the disk, for
        the next time."""
        going, self._going = self._going, None
        if going:
            self.results.append(going.result())

    def close(self) -> None:
        """The last load is through, or stays for the next time."""
        self._thread.shutdown(wait=True)

    def _load(self, load: Load, landing: Landing, ground: Ground) -> Result:
        result = Result(lacking=load.result.get("lacking", {}))
        with closing(Marks(self.home, self.connection.name)) as marks:
            if landing.streams() or load.plan.get("anyway"):
                result = self._enter(load, landing, ground, marks)
            load.state, load.ended = "done", self.clock()
            load.result = {**result.text(), **load.result}
            marks.save(load)
        landing.clear()
        return result

    def _enter(self, load: Load, landing: Landing, ground: Ground, marks: Marks) -> Result:
        told = dict(load.result)

        def settle(result: Result) -> None:
            result.lacking = told.get("lacking", {})
            load.result = {**result.text(), **told}
            marks.save(load)

        loading = Loading(
            self.home, self.connection, self.connector, Company.load(self.home), marks, landing,
            ground, datetime.fromtimestamp(self.clock(), UTC),
        )  # fmt: skip
        return loading.run(load.number, settle)
